//! What titles, summaries and other wordings hold that none of them shows: links of a title, pictures, references.
//!
//! In: front matter and the text of its file. Out: problems. Titles and summaries are shown inside of links and lists, so of a
//! link only the words are left, and what is defined in the body is not known there.

use pulldown_cmark::{BrokenLink, Event, LinkType, Options, Parser, Tag, TextMergeWithOffset};

use crate::path::SourcePath;
use crate::problem::message::Message;
use crate::problem::report::{Place, Report};
use crate::problem::slip::Slip;
use crate::reading::toml_keys::Located;
use crate::text::bytes;
use crate::text::span::Span;
use crate::topic::escapes;
use crate::topic::front_matter::Front;
use crate::topic::plain_signs;
use crate::topic::unfinished;

const WORDS: &str = "only its words are shown: write them alone, and the link in the text below";
const TEXT: &str = "only its description is shown: put it into the text below";
const ADDRESS: &str = "it is shown as written: say `[words](address)`, or `\\[` if it is text";
const NOTE: &str = "it is shown as written: put it into the text below, or write `\\[` if it is text";
const MARKDOWN: &str = "it is shown as written: use Markdown";

/// Elements that people write in a sentence.
const PHRASING: [&str; 17] =
    ["a", "b", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "u"];

/// Tells what is lost in the wordings of a file.
pub fn check(front: &Front, text: &str, source: &SourcePath, report: &mut Report) {
    let one = |key, value: &Located<String>, report: &mut Report| {
        let written = text.get(value.span.range()).unwrap_or_default();
        for (range, slip) in slips(&value.value, key) {
            let shown = &value.value[range];
            let at = written.find(shown).filter(|_| !shown.is_empty());
            let place = at.map(|at| Span::new(at, at + shown.len()).behind(value.span.start));
            report.at(Place::span(source, place.unwrap_or(value.span)), slip);
        }
    };
    one("title", &front.title, report);
    front.short.iter().for_each(|short| one("short", short, report));
    front.summary.iter().for_each(|summary| one("summary", summary, report));
    front.asks.iter().for_each(|ask| one("asks", ask, report));
}

fn slips(value: &str, key: &'static str) -> Vec<(Span, Message)> {
    // Without one of these signs a wording holds nothing but words.
    if !bytes::any(value, |byte| matches!(byte, b'[' | b'<' | b'*' | b'~' | b'`' | b'$')) {
        return Vec::new();
    }
    let is_summary = key == "summary";
    // The sign before which nothing can begin a block is taken off again in the places.
    let line = format!(".{}", value.replace(['\n', '\r'], " "));
    let line = plain_signs::covered(&line);
    let mut found: Vec<(Span, Message)> = Vec::new();
    let mut references = Vec::new();
    let mut on_broken = |link: BrokenLink<'_>| {
        if matches!(link.link_type, LinkType::Reference | LinkType::Collapsed) {
            references.push(link.span);
        }
        None
    };
    let mut options = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_MATH;
    options.set(Options::ENABLE_WIKILINKS, is_summary);
    let parser = Parser::new_with_broken_link_callback(&line, options, Some(&mut on_broken));
    let mut add = |range: Span, what, instead| {
        let range = Span::new(range.start.saturating_sub(1), range.end - 1);
        let written = value.get(range.range()).unwrap_or_default().to_owned();
        found.push((range, Slip::NotInFrontMatter { key, what, written, instead }.into()));
    };
    let mut texts = Vec::new();
    for (event, range) in TextMergeWithOffset::new(parser.into_offset_iter()) {
        match event {
            Event::Start(Tag::Image { .. }) => add(range.into(), "pictures", TEXT),
            Event::Start(Tag::Link { link_type, .. })
                if !is_summary && !matches!(link_type, LinkType::Autolink | LinkType::Email) =>
            {
                add(range.into(), "links", WORDS);
            }
            Event::InlineHtml(tag) if is_summary && is_element(&tag, &line[range.end..]) => {
                add(range.into(), "HTML", MARKDOWN)
            }
            Event::Text(_) => texts.push(escapes::whole(&line, range.into())),
            _ => {}
        }
    }
    for range in references.into_iter().filter(|_| is_summary) {
        // `matrix[row][column]` refers to nothing.
        let is_index = line[..range.start].ends_with(|c: char| c.is_alphanumeric() || matches!(c, ']' | ')' | '_'));
        if !is_index && line[range.clone()].contains(char::is_alphabetic) {
            add(range.into(), "references", ADDRESS);
        }
    }
    for range in notes(&line).into_iter().filter(|_| is_summary) {
        add(range, "footnotes", NOTE);
    }
    if let Some(range) = wikilink(&line).filter(|_| !is_summary) {
        add(range, "links", NOTE);
    }
    for range in texts {
        let slips = unfinished::slips(&line[range]).into_iter();
        // One less for the sign before the line, which is a text and no slip.
        found.extend(slips.map(|(at, slip)| (Span::new(at.start + range.start - 1, at.end + range.start - 1), slip)));
    }
    found
}

/// Whether a tag begins an element that ends behind it.
fn is_element(tag: &str, rest: &str) -> bool {
    let name: String = tag[1..].chars().take_while(char::is_ascii_alphanumeric).collect();
    PHRASING.contains(&&*name) && rest.contains(&format!("</{name}>"))
}

/// `[^1]` behind a word.
fn notes(line: &str) -> Vec<Span> {
    let note = |at: usize| {
        let end = line[at..].find(']')?;
        let is_behind = line[..at].ends_with(|c: char| c.is_alphanumeric() || ".,;:!?)\"”`*".contains(c));
        let label = &line[at + 2..at + end];
        (is_behind && at > 1 && !label.is_empty() && label.chars().all(|c| c.is_ascii_digit()))
            .then_some(Span::new(at, at + end + 1))
    };
    line.match_indices("[^").filter_map(|(at, _)| note(at)).collect()
}

/// `[[chapter/topic]]`: not `[[1, 2]]`.
fn wikilink(line: &str) -> Option<Span> {
    let open = line.find("[[")?;
    let inner = &line[open + 2..open + line[open..].find("]]")?];
    let path = inner.split(['|', '#']).next().unwrap_or(inner);
    let is_path = path.chars().all(|c| c.is_alphanumeric() || "-_./".contains(c))
        && (path.contains('/') || path.ends_with(".md"))
        && path.starts_with(char::is_alphabetic);
    (is_path && !line[..open].contains('`')).then_some(Span::new(open, open + 2 + inner.len() + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(value: &str, key: &'static str) -> Vec<String> {
        let slip = |(range, slip): (Span, Message)| format!("{slip} at {}", &value[range]);
        slips(value, key).into_iter().map(slip).collect()
    }

    #[test]
    fn what_a_summary_does_not_show_is_told() {
        for (value, expected) in [
            ("See [the docs][doc].", "a `summary` has no references: `[the docs][doc]` at [the docs][doc]"),
            ("So it is.[^1]", "a `summary` has no footnotes: `[^1]` at [^1]"),
            ("It ![i](none.png) is", "a `summary` has no pictures: `![i](none.png)` at ![i](none.png)"),
            ("Some <b>bold</b> words", "a `summary` has no HTML: `<b>` at <b>"),
            ("A **bold word", "`**` is never closed at **"),
            ("Use `x and", "``` ` ``` is never closed at `"),
        ] {
            assert_eq!(told(value, "summary").join("; "), expected);
        }
        for value in [
            "See [[a/b]], [x](y.md), `[a][b]`",
            "m[i][j] and f(a)[b][c]",
            "[^a-z] and `x`[^y]",
            "A <T> and <b>",
            "2 ** 3",
        ] {
            assert_eq!(told(value, "summary"), [""; 0], "{value}");
        }
    }

    #[test]
    fn what_a_title_does_not_show_is_told() {
        for (value, expected) in [
            ("A [link](none.md)", "a `title` has no links: `[link](none.md)` at [link](none.md)"),
            ("![i](x.png) it", "a `title` has no pictures: `![i](x.png)` at ![i](x.png)"),
            ("Why [[a/u]]?", "a `title` has no links: `[[a/u]]` at [[a/u]]"),
        ] {
            assert_eq!(told(value, "title"), [expected]);
        }
        for value in
            ["What is <b>?", "Is [[1, 2], [3]] a list?", "`[[a/b]]`", "See <https://x.org>", "**kwargs", "[x][y]"]
        {
            assert_eq!(told(value, "title"), [""; 0], "{value}");
        }
    }
}
