//! A parsed Markdown body: HTML with holes where something depends on the page it is shown on.
//!
//! Links stay symbolic until `site::fill` fills the holes; a topic's page and the print page are two spellings of
//! the same document.

pub use crate::topic::code_block::{CodeBlock, Key, Lines, OutputBlock, key};

use serde::{Deserialize, Serialize};

use crate::text::span::Span;
use crate::topic::inline_marks::Mark;
use crate::topic::listing::Wanted;
use crate::topic::quiz::short_answer::ShortAnswer;
use crate::topic::quiz::written::How;
use crate::topic::word_rows::WordTable;

/// A parsed body.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Document {
    /// The body in order.
    pub pieces: Vec<Piece>,
    /// The links and images as written; pieces point into it.
    pub links: Vec<Link>,
    /// The definitions of reference links, used or not.
    pub definitions: Vec<Definition>,
    /// The code blocks; pieces point into it. An `output` block is part of the example before it.
    pub code: Vec<CodeBlock>,
    /// The quizzes; pieces point into it.
    pub quizzes: Vec<Quiz>,
    /// The questions of lists of questions, in order.
    pub questions: Vec<Question>,
    /// Where the words stand if the file is a table of words; each row is a question.
    pub table: Option<WordTable>,
    /// The headings, in order.
    pub outline: Vec<Heading>,
    /// The plain text by section, in order; the first is the text before any heading.
    pub sections: Vec<Section>,
    /// Every id on the page.
    pub anchors: Vec<String>,
    /// Words of prose, without code.
    pub words: usize,
    /// The files whose code stands in it. A document with any is not kept for the next run of the program.
    #[serde(skip)]
    pub listings: Wanted,
    /// The first text that would clearly be a mark if the guide allowed it.
    pub unset_mark: Option<UnsetMark>,
}

/// Text that would be a mark if the guide allowed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnsetMark {
    /// What it would be.
    pub mark: Mark,
    /// As it stands in the file: `~2~`.
    pub written: String,
    /// Bytes of the file.
    pub span: Span,
}

/// A part of a body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
    /// The attributes ` width="…" height="…"` of the picture that the link with this index leads to.
    Size(usize),
    /// The same of a picture that is shown so many pixels wide.
    SizedTo(usize, u16),
    /// A film or a sound: the link with this index, and how wide it is shown.
    Media(usize, Option<Width>),
    /// A code block: the one with this index.
    Code(usize),
    /// A quiz: the one with this index.
    Quiz(usize),
    /// A word of the interface.
    Word(Word),
    /// The digit of a heading's tag, 2 to 6, as on a page that holds this document alone.
    Level(u8),
    /// A seam of a question that a page can fold.
    Fold(Fold),
}

/// How wide a picture or a film is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Width {
    /// Of the column, 1 to 100.
    Percent(u8),
    /// CSS pixels.
    Pixels(u16),
}

/// Widest that a picture can be told to be.
const MOST_PIXELS: u16 = 4000;

impl Width {
    /// `60%`, `300` or `300px`.
    pub fn read(value: &str) -> Option<Self> {
        let digits = value.strip_suffix('%').or(value.strip_suffix("px")).unwrap_or(value);
        let number: u16 = digits.parse().ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
        match value.ends_with('%') {
            true => u8::try_from(number).ok().filter(|number| (1..=100).contains(number)).map(Width::Percent),
            false => (1..=MOST_PIXELS).contains(&number).then_some(Width::Pixels(number)),
        }
    }
}

/// What plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    /// A sound.
    Audio,
    /// A film.
    Video,
}

impl Media {
    /// By the ending of an address; `None` for a picture.
    pub fn of(address: &str) -> Option<Self> {
        let path = address.split(['#', '?']).next().unwrap_or(address);
        let name = path.rsplit('/').next().unwrap_or(path);
        let (_, ending) = name.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "mp3" | "m4a" | "ogg" | "oga" | "opus" | "wav" | "flac" => Some(Self::Audio),
            "mp4" | "m4v" | "webm" | "ogv" | "mov" => Some(Self::Video),
            _ => None,
        }
    }
}

/// The seams of a question with its answer, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

/// The pieces of a question of a list of questions, and those of its answer.
pub struct Asked<'a> {
    /// The question.
    pub question: &'a [Piece],
    /// The answer.
    pub answer: &'a [Piece],
}

/// Lines of code that a reader can hold in mind.
const MOST_CODE: usize = 24;
/// Lines of output that a reader can say.
const MOST_OUTPUT: usize = 12;

impl Document {
    /// Whether a reader can say what an example prints or which error ends it: all of it is shown, it is short, and it is the same each time.
    pub fn asks(&self, block: &CodeBlock) -> bool {
        let fence = &block.fence;
        let output = block.output.as_ref().map_or("", |output| output.text.as_str());
        let first = self.code.iter().find(|other| other.fence.session == fence.session);
        let is_whole = fence.session.is_none() || first.is_some_and(|first| first.span == block.span);
        block.is_example()
            && (block.output.is_some() || fence.raises.is_some())
            && block.quiz.is_none()
            && is_whole
            && fence.proof.is_none()
            && fence.hidden.is_empty()
            && fence.no_run.is_none()
            && !fence.no_card
            && fence.masks.is_empty()
            && !output.contains("...")
            && block.code.lines().count() <= MOST_CODE
            && output.lines().count() <= MOST_OUTPUT
    }

    /// The pieces without the answers of questions.
    pub fn covered(&self) -> Vec<Piece> {
        let mut answers = 0;
        let mut shown = Vec::new();
        for piece in &self.pieces {
            match piece {
                Piece::Fold(Fold::Close) => answers -= 1,
                Piece::Fold(Fold::Answer) => {
                    answers += 1;
                    shown.extend((answers == 1).then(|| piece.clone()));
                    continue;
                }
                _ => {}
            }
            shown.extend((answers == 0).then(|| piece.clone()));
        }
        shown
    }

    /// The pieces of folded questions and of quizzes alone, with the answers of questions or without.
    pub fn practice(&self, with_answers: bool) -> Vec<Piece> {
        let pieces = if with_answers { self.pieces.clone() } else { self.covered() };
        let mut open = 0;
        let mut kept = Vec::new();
        for piece in pieces {
            open += usize::from(matches!(piece, Piece::Fold(Fold::Open)));
            let is_closed = matches!(piece, Piece::Fold(Fold::Close));
            if open > 0 || matches!(piece, Piece::Quiz(_)) {
                kept.push(piece);
            }
            open -= usize::from(is_closed && open > 0);
        }
        kept
    }

    /// The pieces of each question, in the order of [`Document::questions`].
    pub fn asked(&self) -> Vec<Asked<'_>> {
        // Answers may hold lists of questions of their own.
        let mut open: Vec<(usize, usize, usize)> = Vec::new();
        let mut found: Vec<Option<Asked<'_>>> = Vec::new();
        for (at, piece) in self.pieces.iter().enumerate() {
            match piece {
                Piece::Fold(Fold::Open) => {
                    open.push((found.len(), at, at));
                    found.push(None);
                }
                Piece::Fold(Fold::Question) => open.iter_mut().last().into_iter().for_each(|last| last.1 = at + 1),
                Piece::Fold(Fold::Answer) => open.iter_mut().last().into_iter().for_each(|last| last.2 = at),
                Piece::Fold(Fold::Close) => {
                    let Some((index, start, end)) = open.pop() else { continue };
                    let question = self.pieces.get(start..end).unwrap_or_default();
                    let answer = self.pieces.get(end + 1..at).unwrap_or_default();
                    found[index] = Some(Asked { question, answer });
                }
                _ => {}
            }
        }
        found.into_iter().flatten().collect()
    }
}

/// Words of the interface that stand inside a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// The destination, percent-encoding undone only when it is resolved.
    pub destination: String,
    /// Bytes of the file: the destination if it could be found, else the whole link.
    pub span: Span,
    /// What kind of link.
    pub kind: LinkKind,
    /// Bytes of the file that hold the whole link, for the Markdown twin.
    pub whole: Span,
    /// Bytes of the file that spell the destination and nothing else; `None` if a definition does, or if it is not certain.
    pub address: Option<Span>,
    /// The text shown, plain.
    pub text: String,
}

/// A definition of a reference link, `[label]: destination`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// The destination.
    pub destination: String,
    /// Bytes of the file that spell it and nothing else.
    pub address: Span,
}

/// Kinds of links.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

impl LinkKind {
    /// That of a wikilink as written. `[[path|]]` says no words: the title of its topic is shown.
    pub fn of_wikilink(has_bar: bool, written: &str) -> Self {
        if has_bar && !written.ends_with("|]]") { Self::WikiText } else { Self::WikiBare }
    }
}

/// A question of a list of questions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// `{#name}` at its end.
    pub id: Option<String>,
    /// The id by which it is found on its page.
    pub anchor: String,
    /// The question, plain.
    pub text: String,
    /// Bytes of the file: the line of the question.
    pub span: Span,
    /// Where the question ends.
    pub end: usize,
}

/// A question with its answers to choose from, to put in order or to type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quiz {
    /// `id="late-binding"`.
    pub id: Option<String>,
    /// The id by which it is found on its page.
    pub anchor: String,
    /// `card=false`: it is asked on its page only.
    pub is_card: bool,
    /// How it is answered.
    pub how: How,
    /// The question with its example.
    pub question: Vec<Piece>,
    /// The prose of the question, plain; inline code stands between backticks.
    pub text: String,
    /// The first code block of the question.
    pub code: Option<usize>,
    /// The choices; of a quiz of order, in the order that is right.
    pub choices: Vec<Choice>,
    /// Short answers that count.
    pub answers: Vec<ShortAnswer>,
    /// Bytes of the file: the whole block with its fences.
    pub span: Span,
    /// Bytes of the file: the line that opens the block.
    pub opening: Span,
}

/// A choice of a quiz.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// Whether it is right.
    pub right: bool,
    /// The choice.
    pub pieces: Vec<Piece>,
    /// Why it is right or wrong.
    pub why: Option<Vec<Piece>>,
    /// The choice as written.
    pub text: String,
    /// What stands between the backticks, if the choice is inline code and nothing else.
    pub code: Option<String>,
    /// Bytes of the file: the choice without why.
    pub span: Span,
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
    /// Bytes of the file: its lines.
    pub span: Span,
}

/// The text under a heading, or a question and its answer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inline {
    /// HTML without links.
    pub html: String,
    /// Plain text.
    pub text: String,
    /// The same with code between backticks, as search reads and shows it.
    pub with_ticks: String,
}
