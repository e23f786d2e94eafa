//! The views of print pages.

use serde::Serialize;

use crate::view::parts::{LevelMark, LinkView};
use crate::view::site::PageHead;
use crate::view::topic::BodyPart;

/// `print.html`: the whole guide, or a part of it, as a book on one page.
///
/// Page numbers are known only in the second printing of `studybook pdf`; on the site they are `none`.
#[derive(Debug, Serialize)]
pub struct PrintPage {
    /// What every page has.
    #[serde(flatten)]
    pub head: PageHead,
    /// What of each topic is printed: `full`, `questions` (with room for an answer), `answers` (questions, with their
    /// short answers at the end) or `summary` (a cheat sheet of short answers).
    pub view: &'static str,
    /// The chapter's path, or nothing for the whole guide.
    pub chapter: Option<String>,
    /// What was selected, for people: `Concurrency`, `Advanced`; empty for the whole guide.
    pub selection: Vec<PrintChoice>,
    /// The newest `updated` of its topics: `2026-11-22`.
    pub edition: Option<String>,
    /// The same in words of the guide's language.
    pub edition_text: Option<String>,
    /// The style sheet with the running heads, from the site's root.
    pub heads: String,
    /// Whether page numbers are known.
    pub numbered: bool,
    /// Print pages of other parts of the guide, for the screen; empty in a PDF.
    pub parts: Vec<LinkView>,
    /// The table of contents.
    pub contents: Vec<PrintLine>,
    /// Chapters with something to print, in order.
    pub chapters: Vec<PrintChapter>,
    /// Tags with the topics that carry them, for the index.
    pub index: Vec<PrintIndexEntry>,
    /// The quizzes on it with their answers, for the key.
    pub quizzes: Vec<PrintQuiz>,
    /// How many topics there are on it.
    pub topics: usize,
    /// How many examples there are on it.
    pub examples: usize,
}

/// What was selected for paper.
#[derive(Debug, Serialize)]
pub struct PrintChoice {
    /// `chapter`, `tag` or `difficulty`.
    pub by: &'static str,
    /// `Concurrency`.
    pub html: String,
}

/// A line of the table of contents.
#[derive(Debug, Serialize)]
pub struct PrintLine {
    /// The id it leads to.
    pub id: String,
    /// `#id`.
    pub url: String,
    /// The short name of a chapter or topic.
    pub html: String,
    /// The same, plain.
    pub text: String,
    /// `chapter` or `topic`.
    pub kind: &'static str,
    /// From 1: how deep it lies.
    pub depth: usize,
    /// The level of a topic.
    pub level: Option<LevelMark>,
    /// The page.
    pub page: Option<usize>,
}

/// A topic or chapter by the place where it is printed.
#[derive(Debug, Serialize)]
pub struct PrintReference {
    /// `#id`; empty if it is not on this page.
    pub url: String,
    /// The short name.
    pub html: String,
    /// The page; `none` if it is not on this page or not known.
    pub page: Option<usize>,
}

/// A chapter on paper.
#[derive(Debug, Serialize)]
pub struct PrintChapter {
    /// Its id on the page.
    pub anchor: String,
    /// The class that gives its sheets their running head: `head-3`.
    pub head_class: String,
    /// The title; empty for the introduction of the whole guide, which has the guide's own.
    pub title_html: String,
    /// The chapters above it on this page, from the top.
    pub above: Vec<String>,
    /// 0 for the introduction of the whole guide, 1 for a chapter of the first level.
    pub depth: usize,
    /// The digit of its heading's tag: 2 to 6.
    pub heading: u8,
    /// What it is about.
    pub summary_html: Option<String>,
    /// The introduction.
    pub body: Vec<BodyPart>,
    /// The addresses the introduction's links lead to, lettered from `a`.
    pub notes: Vec<String>,
    /// Its own topics.
    pub topics: Vec<PrintTopic>,
}

/// A topic on paper.
#[derive(Debug, Serialize)]
pub struct PrintTopic {
    /// Its id on the page.
    pub anchor: String,
    /// From 1, through the whole page.
    pub number: usize,
    /// The digit of its heading's tag: 2 to 6.
    pub heading: u8,
    /// The title.
    pub title_html: String,
    /// The short name.
    pub short_html: String,
    /// The level; its `url` is left empty.
    pub level: LevelMark,
    /// Labels of the tags.
    pub tags: Vec<String>,
    /// Ids of the tags.
    pub tag_ids: Vec<String>,
    /// The short answer.
    pub summary_html: Option<String>,
    /// What to know first.
    pub requires: Vec<PrintReference>,
    /// Of a table of words, its rows without their answers; only in the views `questions` and `answers`.
    pub rows: Vec<BodyPart>,
    /// Its folded questions and its quizzes without their answers, where questions are printed alone.
    pub asked: Vec<BodyPart>,
    /// The body, in the view `full`; of a table of words in the views `answers` and `summary` too.
    pub body: Vec<BodyPart>,
    /// The addresses its links lead to, lettered from `a`.
    pub notes: Vec<String>,
    /// How many proofs are run with it; none is printed.
    pub proofs: usize,
    /// The page.
    pub page: Option<usize>,
    /// The page of its answer in the view `answers`, where the answer’s id is `answer.` and the topic's.
    pub answer_page: Option<usize>,
}

/// A quiz in the key.
#[derive(Debug, Serialize)]
pub struct PrintQuiz {
    /// From 1, through the whole page.
    pub number: usize,
    /// `#id` of the quiz.
    pub url: String,
    /// The short name of its topic.
    pub topic_html: String,
    /// `one`, `many`, `order` or `short`.
    pub how: &'static str,
    /// The letters of the right choices, in the right order; what counts where the answer is written.
    pub answers: Vec<String>,
    /// Why choices are right or wrong.
    pub reasons: Vec<PrintReason>,
}

/// Why a choice is right or wrong.
#[derive(Debug, Serialize)]
pub struct PrintReason {
    /// The choice.
    pub letter: String,
    /// Why.
    pub html: String,
}

/// A tag in the index of the print page.
#[derive(Debug, Serialize)]
pub struct PrintIndexEntry {
    /// The label.
    pub label: String,
    /// The topics, in reading order.
    pub topics: Vec<PrintReference>,
}
