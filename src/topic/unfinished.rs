//! Marks of Markdown that were begun and not finished: an emphasis, code or a link that is text now.
//!
//! In: a text in which the parser found no mark. Out: slips with their bytes in it. It speaks only where hardly anyone would write
//! the same as text: `**kwargs`, `2 ** 3`, ``quoted'' and `a[0](x` are text.

use crate::problem::message::Message;
use crate::problem::slip::Slip;
use crate::text::span::Span;
use crate::topic::escapes;

/// No link that is meant has more bytes on either side.
const LONGEST: usize = 1_000;

/// What was meant as a mark in a text, given as it was written.
pub fn slips(written: &str) -> Vec<(Span, Message)> {
    let mut found = Vec::new();
    let text = &*escapes::hidden(written);
    emphasis(text, &mut found);
    ticks(text, &mut found);
    links(text, written, &mut found);
    for line in text.split_inclusive('\n') {
        if line.trim() == "$$" {
            let start = line.as_ptr() as usize - text.as_ptr() as usize + line.find('$').unwrap_or(0);
            found.push((Span::new(start, start + 2), Slip::UnclosedMark { mark: "$$" }.into()));
        }
    }
    found
}

/// Names that stand behind two stars in programs.
const UNPACKED: [&str; 24] = [
    "args",
    "attrs",
    "config",
    "context",
    "d",
    "data",
    "defaults",
    "dict",
    "dictionary",
    "env",
    "extra",
    "fields",
    "keywords",
    "kw",
    "kwargs",
    "kwds",
    "mapping",
    "options",
    "opts",
    "other",
    "params",
    "self",
    "settings",
    "values",
];

/// `**bold text` without an end, `** bold text**`, `**Note:**text`.
fn emphasis(text: &str, found: &mut Vec<(Span, Message)>) {
    for mark in ["**", "***", "~~"] {
        let sign = &mark[..1];
        let places: Vec<usize> = text.match_indices(mark).map(|(at, _)| at).collect();
        let before = |at: usize| text[..at].chars().next_back();
        let after = |at: usize| text[at + mark.len()..].chars().next();
        let is_row = |at: usize| before(at) == sign.chars().next() || after(at) == sign.chars().next();
        let begins = |at: usize| before(at).is_none_or(|c| c.is_whitespace() || "([{\"“„«".contains(c));
        let ends = |at: usize| after(at).is_none_or(|c| c.is_whitespace() || ".,;:!?)]}\"”“»".contains(c));
        if places.iter().any(|at| is_row(*at)) {
            continue;
        }
        if let [open, close, ..] = places[..] {
            let has_blank = after(open).is_some_and(|c| c == ' ') && before(close).is_some_and(char::is_alphabetic);
            let is_stuck = after(open).is_some_and(char::is_alphanumeric)
                && before(close).is_some_and(|c| ".,:;!?)".contains(c))
                && after(close).is_some_and(char::is_alphanumeric);
            if begins(open) && !text[open..close].contains('\n') && (has_blank && ends(close) || is_stuck) {
                found.push((Span::new(open, open + mark.len()), Message::LooseEmphasis { mark }));
            }
        }
        if let [open] = places[..]
            && begins(open)
            && is_prose(&text[open + mark.len()..])
        {
            found.push((Span::new(open, open + mark.len()), Slip::UnclosedMark { mark }.into()));
        }
    }
}

/// Whether a text begins with a word of prose that another one follows.
fn is_prose(text: &str) -> bool {
    let word = &text[..text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len())];
    let rest = &text[word.len()..];
    let is_constant = word.len() > 1 && word.chars().all(char::is_uppercase);
    let goes_on = rest.strip_prefix(':').unwrap_or(rest).strip_prefix([' ', '\n']);
    !word.is_empty()
        && !is_constant
        && !UNPACKED.contains(&word)
        && goes_on.is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
}

/// Code that is never closed. ``So'' and `so' have quotation marks instead.
fn ticks(text: &str, found: &mut Vec<(Span, Message)>) {
    let Some(at) = text.find('`') else { return };
    let length = text[at..].bytes().take_while(|byte| *byte == b'`').count();
    let rest = &text[at + length..];
    let begins = text[..at].chars().next_back().is_none_or(|c| c.is_whitespace() || "([{\"“".contains(c));
    let goes_on = rest.starts_with(|c: char| !c.is_whitespace() && !"`.,;:!?)]}\"'”".contains(c));
    let is_quoted = rest.match_indices(['\'', '’', '´']).any(|(end, _)| {
        !rest[..end].ends_with(char::is_whitespace) && !rest[end..].chars().nth(1).is_some_and(char::is_alphanumeric)
    });
    if begins && goes_on && !is_quoted && length < 3 && !rest.contains('`') {
        found.push((
            Span::new(at, at + length),
            Slip::UnclosedMark { mark: if length == 1 { "`" } else { "``" } }.into(),
        ));
    }
}

/// How the names of files end that a topic links to or shows.
const FILES: [&str; 9] = [".md", ".html", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif"];

/// Whether a text is an address or a path, and hardly anything else.
pub fn is_address(text: &str) -> bool {
    let path = text.split(['#', '?']).next().unwrap_or(text);
    let is_web = ["https://", "http://", "mailto:", "www."].iter().any(|start| text.starts_with(start));
    !text.is_empty()
        && !text.contains(char::is_whitespace)
        && (is_web || FILES.iter().any(|end| path.len() > end.len() && path.ends_with(end)))
}

/// `[text](a.md` without its end, `(text)[a.md]`, `[text] (a.md)`, `[[a/b` without its end.
fn links(text: &str, written: &str, found: &mut Vec<(Span, Message)>) {
    let mut add = |range: Span, instead: &'static str| {
        let written = written[range].to_owned();
        found.push((range, Slip::NoLink { written, instead }.into()));
    };
    for (at, _) in text.match_indices("[[") {
        let line = near(&text[at + 2..]);
        let line = &line[..line.find('\n').unwrap_or(line.len())];
        let target = &line[..line.find([' ', ']', '[', '|']).unwrap_or(line.len())];
        let behind = at + 2 + target.len();
        // `[[1, 2], [3]]` and `[[ -f x ]]` are code; so may be `[[x] * 2`, but not a path.
        let is_named = target.starts_with(char::is_alphabetic);
        let is_path = target.contains('/') && line[target.len()..].starts_with(']') && !line.contains("]]");
        if is_named && (!line.contains(']') || is_path) {
            let end = behind + usize::from(text[behind..].starts_with(']'));
            add(Span::new(at, end), "close it with `]]`");
        }
    }
    for (at, pair) in text.match_indices("](").chain(text.match_indices(")[")).chain(text.match_indices("] (")) {
        let (opens, closes) = if pair == ")[" { ('(', ']') } else { ('[', ')') };
        let before = text.get(at.saturating_sub(LONGEST)..at).unwrap_or(&text[..at]);
        let Some(open) = before.rfind(['\n', opens]).filter(|open| before[*open..].starts_with(opens)) else {
            continue;
        };
        let open = at - before.len() + open;
        let label = &text[open + 1..at];
        let rest = near(&text[at + pair.len()..]);
        let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
        let end = line.find(closes);
        let inside = &line[..end.unwrap_or(line.len())];
        let behind = at + pair.len() + inside.len();
        let address = inside.split(' ').next().unwrap_or_default();
        let address = address.strip_prefix('<').unwrap_or(address).trim_end_matches(['>', '.', ',']);
        if label.trim().is_empty() || !is_address(address) {
            continue;
        }
        match (pair, end) {
            ("](", None) => add(Span::new(open, behind), "close it with `)`"),
            ("](", Some(_)) if inside.starts_with('<') && !inside.contains('>') => {
                add(Span::new(open, behind + 1), "close the address with `>`, or leave its `<` out");
            }
            ("](", Some(_)) if inside.matches('"').count() == 1 => {
                add(Span::new(open, behind + 1), "close the title with a quotation mark");
            }
            (")[", Some(_)) => {
                add(Span::new(open, behind + 1), "the words stand in square brackets and the address in round ones")
            }
            // `[1] (https://…)` is how sources are named.
            ("] (", Some(_)) if !label.chars().all(|c| c.is_ascii_digit()) && address == inside => {
                add(Span::new(open, behind + 1), "no blank stands between `]` and `(`");
            }
            _ => {}
        }
    }
}

/// The beginning of a text in which the end of a link is looked for.
fn near(text: &str) -> &str {
    let end = (0..=LONGEST.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or(0)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn told(text: &str) -> Vec<(&str, Message)> {
        slips(text).into_iter().map(|(span, slip)| (&text[span], slip)).collect()
    }

    #[test]
    fn what_was_begun_and_not_finished_is_told() {
        for (text, mark) in [
            ("This is **bold text", "**"),
            ("**Note that it waits", "**"),
            ("(**Note: it waits)", "**"),
            ("Some ***old text", "***"),
            ("Some ~~old text", "~~"),
            ("Use `x and y", "`"),
            ("Use ``x and don't", "``"),
            ("So:\n$$\nx", "$$"),
        ] {
            assert_eq!(told(text), [(mark, Slip::UnclosedMark { mark }.into())], "{text}");
        }
        for text in ["** bold text** and", "**Note:**text", "a ** bold text**.", "so (** bold**)"] {
            assert!(matches!(told(text)[..], [("**", Message::LooseEmphasis { .. })]), "{text}: {:?}", told(text));
        }
        for text in [
            "[text](u.md and more",
            "[z](https://x.org",
            "[q](<u.md)",
            "[l](t.md \"title)",
            "(text)[u.md]",
            "[text] (u.md)",
            "see (the docs)[https://x.org/a#b] now",
            "see [[python/gil and more",
            "see [[GIL",
            "see [[python/gil] and more",
            "see [[python/gil|the lock",
        ] {
            assert!(matches!(told(text)[..], [(_, Message::Slip(Slip::NoLink { .. }))]), "{text}: {:?}", told(text));
        }
    }

    #[test]
    fn what_is_ordinary_text_is_not_told() {
        for text in [
            "**kwargs and *args",
            "f(*a, **options) takes **options here",
            "2 ** 3 and 2**3",
            "a ** b ** c",
            "*** NOTE *** and ***",
            "char** argv and int **p",
            "**/*.py and src/**",
            "**DEFAULTS of it",
            "~~x is a floor, ~3 and ~~~",
            "the ` key",
            "``quoted'' and `so'",
            "`don’t' is old",
            "kill $$ now",
            "a[0](x) and a[i](b",
            "f(x)[0] and (see)[a/b]",
            "[1] (https://x.org) is a source",
            "[x] (y) or [a, b] (c.d)",
            "[ ](https://x.org",
            "[[1, 2], [3, 4]] and [[a, b], [c, d]]",
            "[[x] * 3 for y",
            "if [[ -f x",
            "[[x for x in y] for y in z]",
            "[[[deep",
        ] {
            assert_eq!(told(text), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_can_be_read(text in "(\\*\\*|~~|`|\\]\\(|\\)\\[|\\] \\(|[\\[\\]()<>a é\n$*~\"]|u\\.md){0,24}") {
            for (span, _) in slips(&text) {
                prop_assert!(text.get(span.range()).is_some());
            }
        }
    }
}
