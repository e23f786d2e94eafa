//! What can be wrong with a table of words.

use thiserror::Error;

/// One thing wrong with a table. What cannot be read of it would be missing from the site, so each is an error.
#[derive(Clone, Debug, Error, PartialEq, Eq, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
#[expect(missing_docs, reason = "the text beside each variant is its documentation")]
pub enum TableFault {
    #[error("the table has no column `{column}`")]
    NoColumn { column: &'static str },
    #[error("a table of words has no column `{name}`")]
    UnknownColumn { name: String, nearest: Option<String> },
    #[error("the column `{name}` stands twice")]
    RepeatedColumn { name: String },
    #[error("the table has no rows")]
    NoRows,
    #[error("the row has {cells} cell{} and the first line {columns}", if *.cells == 1 { "" } else { "s" })]
    Cells { cells: usize, columns: usize },
    #[error("the row has no `{column}`")]
    EmptyCell { column: &'static str },
    #[error("the quotation mark is never closed")]
    OpenQuote,
    #[error("text stands behind the quotation mark that closes the cell")]
    AfterQuote,
    #[error("the id `{id}` cannot be part of an address")]
    BadId { id: String },
    #[error("the prompt `{prompt}` stands in line {first} too, and this row has no `id`")]
    RepeatedPrompt { prompt: String, first: usize },
    #[error("`{path}` is no sound that a browser plays")]
    NoSound { path: String },
}

impl TableFault {
    /// The stable name: `table-no-column`.
    pub fn code(&self) -> &'static str {
        match self {
            TableFault::NoColumn { .. } => "table-no-column",
            TableFault::UnknownColumn { .. } => "table-unknown-column",
            TableFault::RepeatedColumn { .. } => "table-repeated-column",
            TableFault::NoRows => "table-no-rows",
            TableFault::Cells { .. } => "table-cells",
            TableFault::EmptyCell { .. } => "table-empty-cell",
            TableFault::OpenQuote => "table-open-quote",
            TableFault::AfterQuote => "table-after-quote",
            TableFault::BadId { .. } => "table-bad-id",
            TableFault::RepeatedPrompt { .. } => "table-repeated-prompt",
            TableFault::NoSound { .. } => "table-no-sound",
        }
    }

    /// What the author can do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            TableFault::NoColumn { .. } => {
                "the first line names the columns, as in `prompt,answer,note`; a file that is no table of words needs another name"
            }
            TableFault::UnknownColumn { .. } => "the columns are prompt, answer, tags, difficulty, note, audio and id",
            TableFault::RepeatedColumn { .. } => "leave one out",
            TableFault::NoRows => "write a row for each word below the first line",
            TableFault::Cells { .. } => {
                "a cell with the sign between cells in it stands in quotation marks, as in `\"yes, please\"`"
            }
            TableFault::EmptyCell { .. } => {
                "each row needs a `prompt` and an `answer`; leave out rows that are not ready"
            }
            TableFault::OpenQuote => "close it behind the cell; a quotation mark inside of one is written twice",
            TableFault::AfterQuote => "put all of the cell between its quotation marks, and write those in it twice",
            TableFault::BadId { .. } => "use letters, digits and hyphens, as in `to-eat`",
            TableFault::RepeatedPrompt { .. } => "give the row an `id` of its own, or put both answers into one row",
            TableFault::NoSound { .. } => {
                "name an `.mp3`, `.m4a`, `.ogg`, `.opus`, `.wav` or `.flac` file beside the table"
            }
        }
    }
}
