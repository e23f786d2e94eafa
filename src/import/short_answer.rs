//! The short answer in an answer.
//!
//! In: Markdown. Out: a summary and what is left. A topic without a summary is no card, and a cheat sheet has nothing to show
//! for it: so an answer's first paragraph is its summary, or else the words that the answer begins with.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::import::escapes::escape_markdown;
use crate::import::heading;
use crate::reading::settings::MarkdownSettings;
use crate::topic::markdown;

/// Where the sounds and pictures of notes lie in a chapter.
pub const MEDIA: &str = "media";

/// A first paragraph of more words is no short answer.
const MOST_WORDS: usize = 60;
/// So many words of another answer are said.
const WORDS: usize = 30;

/// Parts an answer. The summary is inline Markdown.
pub fn split(body: &str) -> (Option<String>, String) {
    if let Some((summary, end)) = first_paragraph(body) {
        return (Some(summary), body[end..].trim_start_matches('\n').to_owned());
    }
    let words = beginning(body);
    ((!words.is_empty()).then_some(words), body.to_owned())
}

fn parser(text: &str) -> impl Iterator<Item = (Event<'_>, std::ops::Range<usize>)> {
    Parser::new_ext(text, markdown::options(MarkdownSettings::default())).into_offset_iter()
}

/// Parts an answer that has a short one; the summary is inline Markdown. An answer that begins with more than a short paragraph
/// of words has none, and so has one that begins with words that only lead to what follows: `For instance:`.
pub fn split_if_short(body: &str) -> (Option<String>, String) {
    match first_paragraph(body) {
        Some((summary, end)) if !summary.ends_with(':') => {
            (Some(summary), body[end..].trim_start_matches('\n').to_owned())
        }
        _ => (None, body.to_owned()),
    }
}

/// A text as a line, if it is a short paragraph of words and nothing else.
pub fn only_line(text: &str) -> Option<String> {
    first_paragraph(text).filter(|(_, end)| text[*end..].trim().is_empty()).map(|(line, _)| line)
}

/// The first block, if it is a paragraph of words alone, and where it ends.
fn first_paragraph(body: &str) -> Option<(String, usize)> {
    let mut events = parser(body);
    let (Event::Start(Tag::Paragraph), range) = events.next()? else { return None };
    for (event, _) in events {
        match event {
            Event::End(TagEnd::Paragraph) => break,
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) | Event::DisplayMath(_) | Event::HardBreak => {
                return None;
            }
            Event::Html(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) => return None,
            _ => {}
        }
    }
    let text = body[range.clone()].split_whitespace().collect::<Vec<_>>();
    let is_short = text.len() <= MOST_WORDS && text.iter().any(|word| word.contains(char::is_alphanumeric));
    is_short.then(|| (text.join(" "), range.end))
}

/// The words that an answer of lists, tables, code or pictures begins with.
fn beginning(body: &str) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut part = String::new();
    let mut words = 0;
    let mut in_code = false;
    // The names of pictures and sounds, for an answer that says nothing else.
    let (mut names, mut in_media): (Vec<String>, bool) = (Vec::new(), false);
    for (event, _) in parser(body) {
        match event {
            Event::Start(Tag::Image { .. }) => in_media = true,
            Event::Start(Tag::Link { dest_url, .. }) => in_media = dest_url.starts_with(MEDIA),
            Event::End(TagEnd::Image | TagEnd::Link) => in_media = false,
            Event::Text(name) if in_media => names.push(escape_markdown(&name)),
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            // What stands before a list in an item is a part of its own.
            Event::Start(Tag::List(_)) => {
                parts.extend(Some(std::mem::take(&mut part)).filter(|part| !part.trim().is_empty()));
            }
            Event::Text(code) if in_code => {
                let line = code.lines().find(|line| !line.trim().is_empty()).unwrap_or("").trim();
                if !line.is_empty() && !line.contains('`') {
                    part.push_str(&format!("`{line}`"));
                }
            }
            Event::Text(text) => part.push_str(&escape_markdown(&text)),
            Event::Code(code) if !code.contains('`') => part.push_str(&format!("`{code}`")),
            Event::InlineMath(latex) | Event::DisplayMath(latex) => part.push_str(&format!("${latex}$")),
            Event::SoftBreak | Event::HardBreak => part.push(' '),
            Event::End(
                TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell | TagEnd::Heading(_) | TagEnd::CodeBlock,
            ) => {
                in_code = false;
                words += part.split_whitespace().count();
                parts.extend(Some(std::mem::take(&mut part)).filter(|part| !part.trim().is_empty()));
                if words >= WORDS {
                    break;
                }
            }
            _ => {}
        }
    }
    parts.extend(Some(part).filter(|part| !part.trim().is_empty()));
    let all = if parts.is_empty() { names.join("; ") } else { parts.join("; ") };
    let all: Vec<&str> = all.split_whitespace().collect();
    if all.len() <= MOST_WORDS {
        all.join(" ")
    } else {
        format!("{} …", escape_markdown(&heading::plain(&all[..WORDS].join(" "))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(body: &str) -> (String, String) {
        let (summary, rest) = split(body);
        (summary.unwrap_or_default(), rest)
    }

    #[test]
    fn a_first_paragraph_is_the_short_answer_and_stands_once() {
        assert_eq!(parts("the *cat*\n"), ("the *cat*".into(), String::new()));
        assert_eq!(parts("One\nlock.\n\n- a\n"), ("One lock.".into(), "- a\n".into()));
    }

    #[test]
    fn other_answers_are_said_in_their_first_words_and_stay_whole() {
        assert_eq!(parts("- a_b\n- c\n").0, "a_b; c");
        assert_eq!(parts("- a\n  - b\n    - c\n  - d\n").0, "a; b; c; d");
        assert_eq!(parts("1. a\n   1. b\n2. c\n").0, "a; b; c");
        assert_eq!(parts("- a\n\n  - b\n").0, "a; b");
        assert_eq!(parts("![the cat](m/c.png)\n").0, "the cat");
        assert_eq!(
            parts("```python\nx = 1\ny = 2\n```\n"),
            ("`x = 1`".into(), "```python\nx = 1\ny = 2\n```\n".into())
        );
        assert_eq!(parts("z [x](media/y.mp3)\n"), ("z".into(), "z [x](media/y.mp3)\n".into()));
        assert_eq!(split("").0, None);
    }
}
