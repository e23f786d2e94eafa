//! A parsed Markdown body: HTML with holes where something depends on the page it is shown on.
//!
//! Links stay symbolic until `output::spell` fills the holes; a topic's page and the print page are two spellings of
//! the same document.

use std::ops::Range;

use xxhash_rust::xxh3::xxh3_128;

use crate::topic::fence::Fence;

/// A parsed body.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The body in order.
    pub pieces: Vec<Piece>,
    /// The links and images as written; pieces point into it.
    pub links: Vec<Link>,
    /// The code blocks; pieces point into it. An `output` block is part of the example before it.
    pub code: Vec<CodeBlock>,
    /// The headings, in order.
    pub outline: Vec<Heading>,
    /// The plain text by section, in order; the first is the text before any heading.
    pub sections: Vec<Section>,
    /// Every id on the page.
    pub anchors: Vec<String>,
    /// Words of prose, without code.
    pub words: usize,
}

/// A part of a body.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Finished HTML.
    Html(String),
    /// An attribute ` id="…"`, unique on the page.
    Id(String),
    /// The value of an attribute that names an id on the same page.
    Name(String),
    /// The value of an `href` that leads to an id on the same page.
    Here(String),
    /// The value of an `href`: the link with this index.
    Href(usize),
    /// The title of the topic that the link with this index leads to.
    Title(usize),
    /// The value of a `src`: the link with this index.
    Src(usize),
    /// A code block: the one with this index.
    Code(usize),
    /// A word of the interface.
    Word(Word),
    /// The digit of a heading's tag, 2 to 6, as on a page that holds this document alone.
    Level(u8),
    /// A seam of a question that a page can fold.
    Fold(Fold),
}

/// The seams of a question with its answer, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// The opening tag up to its attributes.
    Open,
    /// The end of the opening tag; the question begins.
    Question,
    /// The question ends; the answer begins.
    Answer,
    /// The answer ends.
    Close,
}

/// Words of the interface that stand inside a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// The title of a `[!NOTE]`.
    Note,
    /// The title of a `[!TIP]`.
    Tip,
    /// The title of a `[!IMPORTANT]`.
    Important,
    /// The title of a `[!WARNING]`.
    Warning,
    /// The title of a `[!CAUTION]`.
    Caution,
    /// The name of the footnotes.
    Footnotes,
    /// The name of the way back from a footnote.
    BackToText,
    /// A ticked box of a task list.
    Done,
    /// An empty box of a task list.
    ToDo,
}

/// A link or an image as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The destination, percent-encoding undone only when it is resolved.
    pub destination: String,
    /// Bytes of the file: the destination if it could be found, else the whole link.
    pub span: Range<usize>,
    /// What kind of link.
    pub kind: LinkKind,
    /// Bytes of the file that hold the whole link, for the Markdown twin.
    pub whole: Range<usize>,
    /// The text shown, plain.
    pub text: String,
}

/// Kinds of links.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// `[text](destination)` and reference links.
    Link,
    /// `[[path]]` without a text of its own: shows the target's title.
    WikiBare,
    /// `[[path|text]]`.
    WikiText,
    /// `![text](destination)`.
    Image,
}

/// Identifies a block by language and code.
pub type Key = u128;

/// The key of a block (XXH3-128).
pub fn key(language: &str, code: &str) -> Key {
    xxh3_128(&[language.as_bytes(), &[0], code.as_bytes()].concat())
}

/// A block of code.
#[derive(Clone, Debug)]
pub struct CodeBlock {
    /// By which its colours are kept.
    pub key: Key,
    /// Language and attributes.
    pub fence: Fence,
    /// The code, ending in a line end unless empty.
    pub code: String,
    /// Bytes of the file: the whole block with its fences.
    pub span: Range<usize>,
    /// Bytes of the file: the line that opens the block, without indentation.
    pub opening: Range<usize>,
    /// The `output` block that follows.
    pub output: Option<OutputBlock>,
}

/// What an example prints, as written.
#[derive(Clone, Debug)]
pub struct OutputBlock {
    /// The text, ending in a line end unless empty.
    pub text: String,
    /// Bytes of the file: the whole block with its fences.
    pub span: Range<usize>,
}

/// A heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    /// 2 to 6.
    pub level: u8,
    /// Its id.
    pub id: String,
    /// Inline HTML without links.
    pub html: String,
    /// Plain text.
    pub text: String,
    /// Whether it is the title of a list of questions.
    pub questions: bool,
}

/// The text under a heading, or a question and its answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Section {
    /// The heading's id; `None` for the text before any.
    pub id: Option<String>,
    /// The heading, plain.
    pub heading: String,
    /// The prose, plain; inline code stands between backticks.
    pub text: String,
    /// The code, plain.
    pub code: String,
    /// Whether this is a question of a list of questions.
    pub question: bool,
}

/// Inline Markdown of the front matter: a title or a summary.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inline {
    /// HTML without links.
    pub html: String,
    /// Plain text.
    pub text: String,
}
