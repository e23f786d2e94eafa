//! A note that is short enough for a row of a table of words.
//!
//! In: what a note says, as clean Markdown. Out: [`FoundRow`], if prompt and answer are a line each and a short one. Nothing is
//! left out: what is more than a line has no row.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use crate::import::escapes::escape_markdown;
use crate::import::found::FoundRow;
use crate::import::heading;
use crate::import::short_answer;
use crate::reading::settings::MarkdownSettings;
use crate::topic::document::Media;
use crate::topic::markdown;

/// A longer line, in letters, is for a page of its own.
const LONGEST: usize = 80;
/// Names of fields that say no more than that of the column does, or than `Field 3`.
const NOTES: [&str; 8] = ["field ", "note", "notes", "remark", "remarks", "comment", "extra", "back extra"];

/// The row of a note; `rest` are the other fields, by their names. `None` for a note of more than short lines.
pub fn row(question: &str, answer: &str, rest: &[(String, String)]) -> Option<FoundRow> {
    let mut audio = None;
    let prompt = line(question, &mut audio).filter(|it| !it.is_empty())?;
    let answer = line(answer, &mut audio).filter(|it| !it.is_empty())?;
    let mut notes = Vec::new();
    for (name, text) in rest {
        let text = line(text, &mut audio)?;
        let plain = name.trim().to_lowercase();
        let says_more = rest.len() > 1 || !NOTES.contains(&plain.trim_end_matches(|c: char| c.is_ascii_digit()));
        match () {
            () if text.is_empty() => {}
            () if says_more => notes.push(format!("{}: {text}", escape_markdown(name.trim()))),
            () => notes.push(text),
        }
    }
    Some(FoundRow { prompt, answer, note: notes.join(" · "), audio })
}

/// A text as a line, without its sound, which goes into `audio`. `None` if it is none, is long, or has a second sound.
fn line(text: &str, audio: &mut Option<String>) -> Option<String> {
    let mut line = text.to_owned();
    for sound in sounds(text).into_iter().rev() {
        if audio.is_some() {
            return None;
        }
        *audio = Some(text[sound.clone()].to_owned());
        line.replace_range(sound, "");
    }
    if line.trim().is_empty() {
        return Some(String::new());
    }
    short_answer::only_line(&line).filter(|line| heading::plain(line).chars().count() <= LONGEST)
}

/// Where links to sounds stand.
fn sounds(text: &str) -> Vec<Range<usize>> {
    let events = Parser::new_ext(text, markdown::options(MarkdownSettings::default())).into_offset_iter();
    let sound = |(event, range): (Event<'_>, Range<usize>)| match event {
        Event::Start(Tag::Link { dest_url, .. }) if Media::of(&dest_url) == Some(Media::Audio) => Some(range),
        _ => None,
    };
    events.filter_map(sound).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(question: &str, answer: &str, rest: &[(&str, &str)]) -> Option<[String; 4]> {
        let rest: Vec<_> = rest.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        let row = row(question, answer, &rest)?;
        Some([row.prompt, row.answer, row.note, row.audio.unwrap_or_default()])
    }

    #[test]
    fn a_line_and_a_line_are_a_row() {
        for (question, answer, rest, expected) in [
            ("el *gato*", "the cat", &[][..], ["el *gato*", "the cat", "", ""]),
            ("el gato", "the `cat`\n", &[("Extra", "m.")], ["el gato", "the `cat`", "m.", ""]),
            ("el\ngato", "cat", &[("Example", "Un gato."), ("Extra", "")], ["el gato", "cat", "Example: Un gato.", ""]),
            ("gato", "cat", &[("Field 3", "m.")], ["gato", "cat", "m.", ""]),
            ("gato", "cat", &[("Plural", "gatos"), ("Notes", "m.")], ["gato", "cat", "Plural: gatos · Notes: m.", ""]),
            ("gato [g](media/g.mp3)", "cat", &[], ["gato", "cat", "", "[g](media/g.mp3)"]),
            ("gato", "cat", &[("Sound", "[g](media/g.ogg)")], ["gato", "cat", "", "[g](media/g.ogg)"]),
        ] {
            assert_eq!(of(question, answer, rest), Some(expected.map(str::to_owned)), "{question}");
        }
    }

    #[test]
    fn more_than_lines_has_a_page() {
        let long = "word ".repeat(20);
        for (question, answer) in [
            ("a", "b\n\nc"),
            ("a", "- b"),
            ("a", "```text\nb\n```"),
            ("a", "![b](media/b.png)"),
            ("a", "see [b](media/b.pdf)"),
            ("a", "| b |\n| --- |\n| c |"),
            ("a", "b\\\nc"),
            ("a", "$$b_1$$"),
            ("a", "[b](media/b.mp3)"),
            ("a [b](media/b.mp3)", "c [d](media/d.mp3)"),
            ("a", &long),
            (&long, "b"),
            ("a", ""),
            ("", "b"),
        ] {
            assert_eq!(of(question, answer, &[]), None, "{question:?} {answer:?}");
        }
        assert_eq!(of("a", "b", &[("Example", "c\n\nd")]), None);
    }
}
