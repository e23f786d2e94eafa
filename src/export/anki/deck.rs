//! A finished deck: from what was asked for to the bytes of a file.
//!
//! In: the scene and an [`Order`]. Out: [`Deck`], or problems. It touches no disk.

use crate::cards::card::Kind;
use crate::export::anki::kept::Kept;
use crate::export::anki::note_type::Words;
use crate::export::anki::notes::{self, Changes};
use crate::export::anki::{package, text};
use crate::guide::selection::Selection;
use crate::problem::deck_fault::DeckFault;
use crate::problem::report::Report;
use crate::reading::inputs::Inputs;
use crate::site::context::Scene;
use crate::text::slug::slug;
use crate::write::named_file::FileKind;

/// What was asked for.
pub struct Order<'a> {
    /// Which topics.
    pub selection: &'a Selection,
    /// Which of their cards.
    pub kinds: &'a [Kind],
    /// In which form.
    pub form: Form,
    /// When each file changed.
    pub changes: &'a Changes,
    /// What is known of notes that were imported.
    pub kept: &'a Kept,
}

/// The form of a deck.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `.apkg`: notes, decks, look and pictures.
    Package,
    /// `.tsv`: notes as lines of text.
    Text,
}

/// A finished deck.
#[derive(Debug)]
pub struct Deck {
    /// The file.
    pub bytes: Vec<u8>,
    /// What it is called, without its ending.
    pub name: String,
    /// Notes in it.
    pub notes: usize,
    /// Decks in it.
    pub decks: usize,
    /// Pictures in it.
    pub pictures: usize,
}

impl Form {
    /// How a file's name ends.
    pub fn ending(self) -> &'static str {
        match self {
            Form::Package => "apkg",
            Form::Text => "tsv",
        }
    }

    /// The file that is written.
    pub fn file(self) -> FileKind {
        let bad = |path, reason| DeckFault::Path { path, reason }.into();
        match self {
            Form::Package => {
                FileKind { label: "package of Anki", is_ours: |start| start.starts_with(package::START), bad }
            }
            Form::Text => FileKind { label: "text for Anki", is_ours: |start| start.starts_with(text::START), bad },
        }
    }
}

/// Makes the deck. `None` after a problem.
pub fn make(scene: &Scene<'_>, inputs: &Inputs, order: &Order<'_>, report: &mut Report) -> Option<Deck> {
    let settings = &scene.guide.settings;
    let notes = notes::make(scene, inputs, order.selection, order.kinds, order.changes);
    if notes.notes.is_empty() {
        let reason = match () {
            () if !settings.study.enabled => "`[study] enabled = false` switches cards off",
            () if scene.deck.is_empty() => "the guide has none",
            () if notes.with_gaps > 0 => "all that are came from notes with gaps",
            () => "the selected topics have none of these kinds",
        };
        report.add(DeckFault::Empty { reason }.into());
        return None;
    }
    if notes.with_gaps > 0 {
        report.add(DeckFault::Gaps { count: notes.with_gaps }.into());
    }
    let words = Words {
        title: &settings.title,
        language: &settings.language,
        explanation: scene.theme.words.get("study.explanation"),
    };
    let bytes = match order.form {
        Form::Package => package::make(&notes, order.kept, inputs, &settings.id, &words)
            .map_err(|reason| report.add(DeckFault::Unmade { reason }.into()))
            .ok()?,
        Form::Text => {
            if !notes.pictures.is_empty() {
                report.add(DeckFault::Pictures { count: notes.pictures.len() }.into());
            }
            text::make(&notes).into_bytes()
        }
    };
    let mut name = settings.title.clone();
    for (_, choice) in &order.selection.choices {
        name.push(' ');
        name.push_str(&choice.text);
    }
    let pictures = if order.form == Form::Package { notes.pictures.len() } else { 0 };
    Some(Deck { bytes, name: slug(&name), notes: notes.notes.len(), decks: notes.decks.len(), pictures })
}
