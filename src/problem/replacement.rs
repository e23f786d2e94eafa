//! The bytes that an answer replaces, so that a program can do what a hint asks.
//!
//! In: a problem and the text that its place points into. Out: a replacement, or none where it is not certain which bytes
//! are meant or the answer cannot be written there as it stands. It changes nothing; `text::edits` does.

use crate::path::SourcePath;
use crate::problem::message::{Answer, Spelling};
use crate::problem::report::Problem;
use crate::text::span::Span;

/// Some bytes of a file, and what to write there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Replacement {
    /// The file, from the guide's root.
    pub source: SourcePath,
    /// Bytes of its text as it was loaded.
    pub span: Span,
    /// The text that belongs there.
    pub text: String,
    /// Whether a second one with the same text must wait until this one is made: two equal keys are no TOML.
    pub is_alone: bool,
}

impl Problem {
    /// The replacement that mends it. `text` is that of the file the place names.
    pub fn replacement(&self, text: &str) -> Option<Replacement> {
        let place = self.place.as_ref()?;
        let span = place.span?;
        let answer = self.message.answer()?;
        if !can_be_written(&answer) {
            return None;
        }
        let marked = text.get(span.start..span.end)?;
        let at = span.start + position(&answer, marked, text.get(..span.start)?)?;
        Some(Replacement {
            source: place.source.clone(),
            span: Span { start: at, end: at + answer.written.len() },
            text: answer.instead.to_owned(),
            is_alone: matches!(answer.spelling, Spelling::Toml | Spelling::Name),
        })
    }
}

/// Whether the answer means there what it says, without quotes or escapes around it.
fn can_be_written(answer: &Answer<'_>) -> bool {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./+@".contains(c);
    let fine = |c: char| match answer.spelling {
        Spelling::Elsewhere => false,
        Spelling::Toml => !c.is_control() && !matches!(c, '"' | '\'' | '\\'),
        _ => is_plain(c),
    };
    !answer.written.is_empty() && !answer.instead.is_empty() && answer.instead.chars().all(fine)
}

/// Where in the marked bytes the written text begins.
fn position(answer: &Answer<'_>, marked: &str, before: &str) -> Option<usize> {
    let written = answer.written;
    match answer.spelling {
        Spelling::Elsewhere => None,
        Spelling::Name => marked.starts_with(written).then_some(0),
        Spelling::Word | Spelling::Toml => only(marked, written),
        Spelling::Value(name) => {
            let quoted = |quote| only(marked, &format!("{name}{quote}{written}")).map(|at| at + name.len() + 1);
            quoted('"')
                .or_else(|| quoted('\''))
                .or_else(|| Some(only(marked, &format!("{name}{written}"))? + name.len()))
        }
        Spelling::Path if is_destination(before) => marked.starts_with(written).then_some(0),
        Spelling::Path => only(marked, written).filter(|_| is_value(marked)),
        Spelling::Section => {
            let at = marked.len().checked_sub(written.len() + usize::from(marked.ends_with(['"', '\''])))?;
            let fits = marked.get(at..)?.starts_with(written) && marked.get(..at)?.ends_with('#');
            (fits && (is_destination(before) || is_value(marked))).then_some(at)
        }
    }
}

/// Whether what follows is the address of a link: its text or title may say the same.
fn is_destination(before: &str) -> bool {
    before.ends_with(['(', '<']) || before.ends_with("[[")
}

/// Whether the bytes are a string of TOML or an attribute.
fn is_value(marked: &str) -> bool {
    marked.starts_with(['"', '\'']) || marked.starts_with("from=")
}

/// Where the only occurrence begins that is no part of a longer word.
fn only(text: &str, word: &str) -> Option<usize> {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '.');
    let mut found = text.match_indices(word).map(|(at, _)| at).filter(|at| {
        let (before, after) = (&text[..*at], &text[at + word.len()..]);
        !before.ends_with(is_word) && !after.starts_with(is_word)
    });
    let first = found.next()?;
    found.next().is_none().then_some(first)
}
