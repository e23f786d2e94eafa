//! What `studybook import` says about its source: above all what could not be carried over.

use strum::{IntoStaticStr, VariantNames};
use thiserror::Error;

/// One thing about a source that is imported.
#[derive(Clone, Debug, Error, PartialEq, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "kebab-case")]
#[expect(missing_docs, reason = "the text beside each variant is its documentation")]
pub enum Carry {
    #[error("no question found in `{file}`")]
    NothingFound { file: String, looked_for: &'static str },
    #[error("no `SUMMARY.md`, `mkdocs.yml` or `README.md` in the folder `{folder}`")]
    NothingToBegin { folder: String },
    #[error("`{file}` cannot be read as text: {reason}")]
    NoText { file: String, reason: String },
    #[error("`{file}` cannot be read as {what}: {reason}")]
    #[strum(serialize = "unreadable-source")]
    Unreadable { file: String, what: &'static str, reason: String },
    #[error("{part} of the package `{file}` cannot be read: {reason}")]
    DamagedPackage { file: String, part: String, reason: String },
    #[error("{part} of the package `{file}` is larger than {most} MiB")]
    LargePackage { file: String, part: String, most: u64 },
    #[error("`{file}` is a backup of a whole collection of Anki")]
    WholeCollection { file: String },
    #[error("`--chapter {typed}` is no path of a chapter")]
    BadChapter { typed: String, nearest: String },
    #[error("not carried over: {what}{}", times(.count))]
    #[strum(serialize = "not-carried-over")]
    Lost { what: String, count: usize, instead: &'static str },
    #[error("tags that are not declared were left out: {}", list(.tags))]
    TagsLeftOut { tags: Vec<LeftOut> },
}

/// A tag that topics would have if it were declared.
#[derive(Clone, Debug, PartialEq)]
pub struct LeftOut {
    /// The tag.
    pub tag: String,
    /// What `book.toml` would call it.
    pub label: String,
    /// How many topics would have it.
    pub topics: usize,
}

fn list(tags: &[LeftOut]) -> String {
    let name = |it: &LeftOut| format!("`{}` ({} topic{})", it.tag, it.topics, if it.topics == 1 { "" } else { "s" });
    tags.iter().map(name).collect::<Vec<_>>().join(", ")
}

fn times(count: &usize) -> String {
    if *count > 1 { format!(" ({count} times)") } else { String::new() }
}

impl Carry {
    /// The stable name: `not-carried-over`.
    pub fn code(&self) -> &'static str {
        self.into()
    }

    /// Whether nothing can be imported because of it.
    pub fn is_error(&self) -> bool {
        !matches!(self, Carry::Lost { .. } | Carry::TagsLeftOut { .. })
    }

    /// What the author can do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Carry::NothingFound { looked_for, .. } => Some((*looked_for).to_owned()),
            Carry::NothingToBegin { .. } => Some(
                "name the file that holds the questions, or write a `SUMMARY.md` that links to the pages of another generator, such as Docusaurus".into(),
            ),
            Carry::NoText { .. } => Some("save it as UTF-8 text".into()),
            Carry::Unreadable { what: "a folder", .. } => {
                Some("name `SUMMARY.md`, `mkdocs.yml` or the folder that one of them lies in".into())
            }
            Carry::DamagedPackage { .. } => {
                Some("see whether Anki can import it, and export it from there again".into())
            }
            Carry::LargePackage { .. } => {
                Some("export a smaller deck, or one without the file; nothing was unpacked any further".into())
            }
            Carry::WholeCollection { .. } => {
                Some("in Anki choose File, Export, *Anki Deck Package (.apkg)* and the deck that you mean".into())
            }
            Carry::Unreadable { .. } => Some("see whether it is whole, or say with `--from` what it is".into()),
            Carry::BadChapter { nearest, .. } => Some(format!("write it as in `{nearest}`")),
            Carry::Lost { instead, .. } => (!instead.is_empty()).then(|| (*instead).to_owned()),
            Carry::TagsLeftOut { tags } => {
                let lines = tags.iter().map(|it| {
                    let label = it.label.replace(['\\', '"'], "");
                    format!("\n  {} = {{ label = \"{label}\" }}", it.tag)
                });
                Some(format!("to have them, add these lines under `[tags]` first{}", lines.collect::<String>()))
            }
        }
    }
}
