//! Addresses that stand bare in running text: `https://example.org`, `www.example.org`.
//!
//! In: text. Out: where the addresses stand, by the rule of GitHub's extension for autolinks
//! (<https://github.github.com/gfm/#autolinks-extension->), but for addresses of mail. And which signs of a source stand in
//! such addresses, so that no mark of Markdown takes them.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::text::span::Span;

/// Where addresses stand in `text`.
pub fn addresses(text: &str) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    for (at, start) in begun(text) {
        let is_first = text[..at].chars().next_back().is_none_or(|c| c.is_whitespace() || "*_~(".contains(c));
        if is_first
            && found.last().is_none_or(|last| last.end <= at)
            && let Some(end) = end(&text[at..], if start == "www." { 0 } else { start.len() })
        {
            found.push(Span::new(at, at + end));
        }
    }
    found
}

/// Where a scheme or `www.` stands in a text, in order.
fn begun(text: &str) -> Vec<(usize, &'static str)> {
    static SCHEME: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("://"));
    static HOST: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("www."));
    let scheme = |at: usize| {
        let start = ["https://", "http://"].into_iter().find(|start| text[..at + 3].ends_with(start))?;
        Some((at + 3 - start.len(), start))
    };
    let mut found: Vec<(usize, &'static str)> = SCHEME.find_iter(text.as_bytes()).filter_map(scheme).collect();
    found.extend(HOST.find_iter(text.as_bytes()).map(|at| (at, "www.")));
    found.sort_unstable();
    found
}

/// Where the address ends that `text` begins with and whose host stands at `host`; `None` if it is none.
fn end(text: &str, host: usize) -> Option<usize> {
    let is_of_host = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let domain = &text[host..];
    let domain = domain[..domain.find(|c| !is_of_host(c)).unwrap_or(domain.len())].trim_end_matches('.');
    let mut parts = domain.rsplit('.');
    let last_two = [parts.next(), parts.next()];
    let is_part = |part: &Option<&str>| part.is_some_and(|part| !part.is_empty() && !part.contains('_'));
    if !last_two.iter().all(is_part) || parts.any(str::is_empty) {
        return None;
    }
    let mut address = &text[..text.find(|c: char| c.is_whitespace() || c == '<').unwrap_or(text.len())];
    loop {
        let shorter = address.trim_end_matches(['?', '!', '.', ',', ':', '*', '_', '~', '"', '\'']);
        let shorter = match shorter.strip_suffix(')') {
            Some(inner) if shorter.matches(')').count() > shorter.matches('(').count() => inner,
            _ => shorter,
        };
        if shorter.len() == address.len() {
            return Some(address.len());
        }
        address = shorter;
    }
}

/// Tells `cover` the signs inside bare addresses that would begin or end a mark, or be set as others: `_`, `*`, `~`, quotes,
/// rows of dots and dashes. Those that mean what they say stay: behind a backslash, or at the end of emphasis round an address.
pub fn signs(text: &str, cover: &mut impl FnMut(usize)) {
    let mut done = 0;
    for at in starts(text) {
        let before = &text[..at];
        if at < done || before.ends_with("](") {
            continue;
        }
        let marks = &before[before.trim_end_matches(['*', '~']).len()..];
        let address = within(&text[at..], marks);
        done = at + address.len();
        let mut last = ' ';
        let mut is_covered = false;
        let mut signs = address.char_indices().peekable();
        while let Some((inside, sign)) = signs.next() {
            let is_row = last == sign;
            is_covered = match sign {
                '*' | '~' if is_row => is_covered,
                // A script without blanks goes on behind emphasis at once.
                '*' | '~' => !address[inside..].trim_start_matches(sign).starts_with(|c: char| !c.is_ascii()),
                '_' | '\'' | '"' => true,
                '.' | '-' => is_row || signs.peek().is_some_and(|(_, next)| *next == sign),
                _ => false,
            };
            if is_covered && last != '\\' {
                cover(at + inside);
            }
            last = sign;
        }
    }
}

/// Signs of a longer address stay as they are: no address that is meant has more characters.
const LONGEST: usize = 2_000;

/// Where an address may begin in a source.
fn starts(text: &str) -> impl Iterator<Item = usize> {
    let is_start =
        |at: &usize| text[..*at].chars().next_back().is_none_or(|c| c.is_whitespace() || "*_~(|>".contains(c));
    begun(text).into_iter().map(|(at, _)| at).filter(is_start)
}

/// The address that a source begins with, which ends where a cell, code, or brackets round it do, and before `marks` that
/// stood before it and come again.
fn within<'t>(text: &'t str, marks: &str) -> &'t str {
    let is_end = |c: char| c.is_whitespace() || matches!(c, '<' | '|' | '`');
    let text = text.char_indices().nth(LONGEST).map_or(text, |(at, _)| &text[..at]);
    let mut text = &text[..text.find(is_end).unwrap_or(text.len())];
    if let Some(at) = text.find(']').filter(|at| !text[..*at].contains('[')) {
        text = &text[..at];
    }
    if let Some(at) = text.find(marks).filter(|_| !marks.is_empty()) {
        text = &text[..at];
    }
    let host = text.find("://").map_or(0, |at| at + 3);
    end(text, host).map_or("", |end| &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str) -> Vec<&str> {
        addresses(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn addresses_end_where_the_sentence_goes_on() {
        assert_eq!(
            found("See https://a.example/b_(c)?d=1&e#f, (www.b.example) and http://c.example."),
            ["https://a.example/b_(c)?d=1&e#f", "www.b.example", "http://c.example"]
        );
        assert_eq!(found("*https://a.example/x*"), ["https://a.example/x"]);
        assert_eq!(found("http://localhost:8000 xhttp://a.example http://a_b.c_d www. https://"), [""; 0]);
    }

    proptest! {
        #[test]
        fn any_text_can_be_read(text in "(https?://|www\\.|[a-zé._:/()&;* -]){0,12}") {
            let found = addresses(&text);
            prop_assert!(found.windows(2).all(|pair| pair[0].end <= pair[1].start));
        }
    }
}
