//! The one answer that a hint has: what stands in the guide, and what would be right there.
//!
//! In: a message. Out: both texts. The hint says them ([`Message::hint`]); `problem::replacement` finds the bytes, for
//! `check --fix` and for editors.

use crate::problem::message::Message;
use crate::problem::table_fault::TableFault;

/// What was written, and the one thing that was probably meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer<'a> {
    /// The text as the program understood it.
    pub written: &'a str,
    /// The text to write instead.
    pub instead: &'a str,
    /// Where in the marked bytes it stands.
    pub spelling: Spelling,
}

/// How a text is written where it stands, and so what can be put there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// A word of Markdown, such as a language.
    Word,
    /// A key or a string of TOML; two of the same may not stand beside each other.
    Toml,
    /// The name of an attribute of a block.
    Name,
    /// The value of an attribute of a block: `part="view"`.
    Value(&'static str),
    /// The path of a link.
    Path,
    /// The section of a link, after `#`.
    Section,
    /// The name of a file, or a word of the command line: no text of the guide holds it.
    Elsewhere,
}

impl Message {
    /// The one answer, if there is one.
    pub fn answer(&self) -> Option<Answer<'_>> {
        use Message as M;
        match self {
            M::NoTheme { name, nearest } | M::UnknownLint { name, nearest } => answer(name, nearest, Spelling::Toml),
            M::UnknownKey { key, nearest, .. } => answer(key, nearest, Spelling::Toml),
            M::UnknownDifficulty { typed, nearest, .. } => answer(typed, nearest, Spelling::Toml),
            M::UndeclaredTag { tag, nearest } => answer(tag, nearest, Spelling::Toml),
            M::UnknownRequirement { path, nearest } => answer(path, nearest, Spelling::Toml),
            M::AnswerToNoAsk { ask, nearest } => answer(ask, nearest, Spelling::Toml),
            M::UnknownAttribute { name, .. } if name.contains(['{', '}']) => None,
            M::UnknownAttribute { name, nearest } => answer(name, nearest, Spelling::Name),
            M::NoSuchPart { part, nearest, .. } => answer(part, nearest, Spelling::Value("part=")),
            M::UnknownEnvironment { name, nearest, .. } => answer(name, nearest, Spelling::Value("env=")),
            // What is no language at all has a hint of its own.
            M::UnknownLanguage { language, .. } if language.contains(['=', ',', '{', '"', ':']) => None,
            M::UnknownLanguage { language, nearest } => answer(language, nearest, Spelling::Word),
            M::Table(TableFault::UnknownColumn { name, nearest }) => answer(name, nearest, Spelling::Word),
            M::UnknownNote { name, nearest, .. } => answer(name, nearest, Spelling::Word),
            M::NoSuchTopic { path, nearest } | M::NoSuchFile { path, nearest, .. } => {
                answer(path, nearest, Spelling::Path)
            }
            M::LinkToPage { path, markdown } => answer(path, markdown, Spelling::Path),
            M::NoSuchSection { section, nearest, .. } => answer(section, nearest, Spelling::Section),
            M::UnknownThemeFile { name, nearest } | M::NotInBundle { name, nearest } => {
                answer(name, nearest, Spelling::Elsewhere)
            }
            M::UnknownSelection { name, nearest, .. } => answer(name, nearest, Spelling::Elsewhere),
            M::BadTopicPath { path, nearest, .. } => answer(path, nearest, Spelling::Elsewhere),
            M::NothingToMove { typed, nearest } => answer(typed, nearest, Spelling::Elsewhere),
            M::UnknownCode { typed, nearest } => answer(typed, nearest, Spelling::Elsewhere),
            _ => None,
        }
    }
}

fn answer<'a>(written: &'a str, instead: &'a Option<String>, spelling: Spelling) -> Option<Answer<'a>> {
    Some(Answer { written, instead: instead.as_deref()?, spelling })
}

impl Answer<'_> {
    /// The hint that asks for it.
    pub(super) fn question(&self) -> String {
        let sign = if self.spelling == Spelling::Section { "#" } else { "" };
        format!("did you mean `{sign}{}`?", self.instead)
    }
}
