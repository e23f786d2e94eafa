//! A block of code as it was written, with what it prints.

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_128;

use crate::path::SourcePath;
use crate::text::span::Span;
use crate::topic::fence::Fence;

/// Identifies a block by language and code.
pub type Key = u128;

/// The key of a block (XXH3-128).
pub fn key(language: &str, code: &str) -> Key {
    xxh3_128(&[language.as_bytes(), &[0], code.as_bytes()].concat())
}

/// A block of code.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CodeBlock {
    /// By which its colours are kept.
    pub key: Key,
    /// Language and attributes.
    pub fence: Fence,
    /// The code, ending in a line end unless empty.
    pub code: String,
    /// Where the code stands, if in a file of its own.
    pub listing: Option<Lines>,
    /// Bytes of the file: the whole block with its fences.
    pub span: Span,
    /// Bytes of the file: the line that opens the block, without indentation.
    pub opening: Span,
    /// The `output` block that follows.
    pub output: Option<OutputBlock>,
    /// The `stderr` block that follows: what the example writes to its standard error.
    pub stderr: Option<OutputBlock>,
    /// The id by which it is found on its page: of an example or a proof.
    pub anchor: Option<String>,
    /// The quiz that asks about it.
    pub quiz: Option<usize>,
    /// Whether it is shown in turn with the block before it: both are of one `group`.
    pub in_turn: bool,
}

impl CodeBlock {
    /// Whether something is said of what it does: an output, or how it ends.
    pub fn is_example(&self) -> bool {
        self.output.is_some() || self.stderr.is_some() || self.fence.raises.is_some() || self.fence.exit.is_some()
    }
}

/// Where the lines of a block stand in a file of their own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lines {
    /// The file, from the guide's root.
    pub source: SourcePath,
    /// Of each line its number in the file, from 1.
    pub numbers: Vec<usize>,
}

/// What an example prints, as written.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OutputBlock {
    /// The text, ending in a line end unless empty.
    pub text: String,
    /// Bytes of the file: the whole block with its fences.
    pub span: Span,
}
