//! Why a deck of cards cannot be made or written.

use thiserror::Error;

/// One reason. Nothing is written, and what stood there is left.
#[derive(Clone, Debug, Error, PartialEq, Eq, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
#[expect(missing_docs, reason = "the text beside each variant is its documentation")]
pub enum DeckFault {
    #[error("the deck cannot be written to `{path}`: {reason}")]
    Path { path: String, reason: String },
    #[error("no card is selected: {reason}")]
    Empty { reason: &'static str },
    #[error("the deck cannot be made: {reason}")]
    Unmade { reason: String },
    #[error("{count} picture{} stand in the cards and in no text file", if *.count == 1 { "" } else { "s" })]
    Pictures { count: usize },
    #[error("{count} card{} came from notes with gaps and {} left out", if *.count == 1 { "" } else { "s" }, if *.count == 1 { "is" } else { "are" })]
    Gaps { count: usize },
    #[error("what was kept of notes of Anki cannot be read from `{path}`: {reason}")]
    NoteTypes { path: String, reason: String },
}

impl DeckFault {
    /// The stable name: `deck-empty`.
    pub fn code(&self) -> &'static str {
        match self {
            DeckFault::Path { .. } => "deck-path",
            DeckFault::Empty { .. } => "deck-empty",
            DeckFault::Unmade { .. } => "deck-unmade",
            DeckFault::Pictures { .. } => "deck-pictures",
            DeckFault::Gaps { .. } => "deck-gaps",
            DeckFault::NoteTypes { .. } => "deck-note-types",
        }
    }

    /// Whether nothing is written because of it.
    pub fn is_error(&self) -> bool {
        !matches!(self, DeckFault::Pictures { .. } | DeckFault::Gaps { .. })
    }

    /// What the author can do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            DeckFault::Path { .. } => "name another file with `-o`",
            DeckFault::Empty { .. } => "`studybook stats` tells what there is; see `--select` and `--kinds`",
            DeckFault::Unmade { .. } => "this is a fault of studybook: please report it",
            DeckFault::Gaps { .. } => {
                "Anki makes no other kind of note of them; give such a topic an `id` of its own, and its card is a new note"
            }
            DeckFault::NoteTypes { .. } => {
                "bring the file back as `import` wrote it; without it Anki leaves the old text of its notes"
            }
            DeckFault::Pictures { .. } => "leave `--tsv` out: a package of Anki holds them",
        }
    }
}
