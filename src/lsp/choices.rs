//! What an editor offers at a cursor, before it is put into the words of the protocol.

use gen_lsp_types::CompletionItemKind;

use crate::text::span::Span;

/// One that can be chosen.
pub struct Choice {
    /// What is shown.
    pub label: String,
    /// What is written.
    pub text: String,
    /// Of which kind it is, as the protocol knows them.
    pub kind: CompletionItemKind,
    /// Beside the label: a title.
    pub detail: Option<String>,
    /// What more there is to say.
    pub explained: Explained,
}

/// Where a longer text of a choice comes from.
pub enum Explained {
    /// There is none.
    No,
    /// It is this.
    Text(String),
    /// The topic with this index.
    Topic(usize),
}

/// One that writes what it is called.
pub fn choice(label: impl Into<String>, kind: CompletionItemKind) -> Choice {
    let label = label.into();
    Choice { text: label.clone(), label, kind, detail: None, explained: Explained::No }
}

impl Choice {
    /// With another text to write.
    pub fn writing(self, text: impl Into<String>) -> Self {
        Self { text: text.into(), ..self }
    }

    /// With words beside it, unless they say the same.
    pub fn beside(self, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()).filter(|detail| *detail != self.label), ..self }
    }

    /// With a longer text, if there is one.
    pub fn saying(self, text: Option<String>) -> Self {
        Self { explained: text.map_or(Explained::No, Explained::Text), ..self }
    }
}

/// Bytes to be replaced, and what can stand there instead.
pub type Found = (Span, Vec<Choice>);
