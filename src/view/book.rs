//! The view of a file of an e-book.

use serde::Serialize;

use crate::view::print::{PrintChapter, PrintChoice, PrintIndexEntry, PrintQuiz, PrintTopic};
use crate::view::site::PageHead;

/// `book.html`: a file of an e-book, without its frame. It is written as HTML; the program makes it well-formed.
#[derive(Debug, Serialize)]
pub struct BookPart<'a> {
    /// What every page has, as for the book as a whole.
    #[serde(flatten)]
    pub head: &'a PageHead,
    /// `title`, `chapter`, `topic`, `answers` (of a chapter), `quizzes` or `index`.
    pub part: &'static str,
    /// What of each topic is in the book: `full`, `answers` or `summary`.
    pub view: &'static str,
    /// The chapter's path, if the book is a chapter.
    pub chapter: Option<&'a str>,
    /// What was selected, for people; empty for the whole guide.
    pub selection: &'a [PrintChoice],
    /// The newest `updated` of its topics: `2026-11-22`.
    pub edition: Option<&'a str>,
    /// The same in words of the guide's language.
    pub edition_text: Option<&'a str>,
    /// How many topics there are in the book.
    pub topics: usize,
    /// How many examples there are in the book.
    pub examples: usize,
    /// Whether page numbers are known: never in an e-book.
    pub numbered: bool,
    /// The chapter of a `chapter` or of `answers`; in the view `full` its topics have files of their own.
    pub section: Option<&'a PrintChapter>,
    /// The topic of a `topic`.
    pub topic: Option<&'a PrintTopic>,
    /// Tags with the topics that carry them, for the `index`.
    pub index: &'a [PrintIndexEntry],
    /// The quizzes with their answers, for `quizzes`.
    pub quizzes: &'a [PrintQuiz],
}
