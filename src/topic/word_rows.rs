//! What a table of words says where: the rows of a CSV file by the bytes of their cells.

use serde::{Deserialize, Serialize};

use crate::reading::toml_keys::Located;
use crate::text::span::Span;

/// Where the words of a table stand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WordTable {
    /// The sign between cells.
    pub delimiter: char,
    /// Where the first line ends, and each row without words: if the table has no column `id`, it would begin there.
    pub ends: Vec<usize>,
    /// Whether it has a column `id`.
    pub has_ids: bool,
    /// Its rows, in the order of the questions of its document.
    pub rows: Vec<WordRow>,
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct WordRow {
    /// What it asks.
    pub prompt: WordCell,
    /// The answer.
    pub answer: WordCell,
    /// What else is said.
    pub note: WordCell,
    /// The link that leads to its sound.
    pub audio: Option<usize>,
    /// Ids of tags.
    pub tags: Vec<Located<String>>,
    /// The id of a level.
    pub difficulty: Option<Located<String>>,
    /// Bytes of the file: its cell for an id, or where one would begin behind the row.
    pub id: Span,
}

/// The Markdown of a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordCell {
    /// As it is written, without the quotation marks of the table.
    pub markdown: String,
    /// Its links: the number in the document, and the bytes of the Markdown that hold all of it.
    pub links: Vec<(usize, Span)>,
}
