//! The views of a chapter's page and the home page.

use serde::Serialize;

use crate::view::parts::{LinkView, TopicCard, TopicGroup};
use crate::view::site::PageHead;
use crate::view::study::StudyView;
use crate::view::topic::{BodyPart, SiblingView};

/// A chapter inside a chapter, or on the home page.
#[derive(Debug, Serialize)]
pub struct ChapterCard {
    /// Its page.
    pub url: String,
    /// From `content/`: `python/concurrency`.
    pub id: String,
    /// The title.
    pub title_html: String,
    /// The short name.
    pub short_html: String,
    /// What it is about.
    pub summary_html: Option<String>,
    /// Topics in it and below.
    pub topics: usize,
    /// Topics of each level, from the easiest.
    pub levels: Vec<LevelCount>,
    /// The chapters in it.
    pub chapters: Vec<ChapterCard>,
}

/// How many topics of a level.
#[derive(Clone, Debug, Serialize)]
pub struct LevelCount {
    /// `basic`.
    pub id: String,
    /// `Basic`.
    pub label: String,
    /// From 1.
    pub rank: usize,
    /// Topics.
    pub topics: usize,
    /// Where the level's part of a bar begins, in percent of the bar's length.
    pub start: f64,
    /// How long its part of the bar is, in percent.
    pub share: f64,
    /// Where they are listed; none if there are none.
    pub url: Option<String>,
}

/// `chapter.html`.
#[derive(Debug, Serialize)]
pub struct ChapterPage {
    /// What every page has.
    #[serde(flatten)]
    pub head: PageHead,
    /// From `content/`.
    pub id: String,
    /// What it is about.
    pub summary_html: Option<String>,
    /// The introduction.
    pub body: Vec<BodyPart>,
    /// Its own topics, by level.
    pub groups: Vec<TopicGroup>,
    /// The chapters in it.
    pub chapters: Vec<ChapterCard>,
    /// Topics in it and below.
    pub topics: usize,
    /// The chapters beside it, itself included.
    pub siblings: Vec<SiblingView>,
    /// The chapter on one page for paper.
    pub print_url: Option<String>,
}

/// `home.html`.
#[derive(Debug, Serialize)]
pub struct HomePage {
    /// What every page has.
    #[serde(flatten)]
    pub head: PageHead,
    /// What the guide is.
    pub summary_html: Option<String>,
    /// The introduction.
    pub body: Vec<BodyPart>,
    /// The chapters.
    pub chapters: Vec<ChapterCard>,
    /// Topics outside any chapter.
    pub topics: Vec<TopicCard>,
    /// Chapters by difficulty.
    pub matrix: Vec<MatrixGroup>,
    /// The most in one cell of the matrix, for scaling.
    pub matrix_most: usize,
    /// Topics a newcomer can start with: they require nothing, the easiest first.
    pub start: Vec<TopicCard>,
    /// Examples, and how many of them are verified.
    pub examples: usize,
    /// Examples whose last run is on record and still true.
    pub verified: usize,
    /// Where the cards are, and one to begin with; none with `[study] home = false`.
    pub study: Option<StudyView>,
}

/// The chapters of one chapter in the matrix.
#[derive(Debug, Serialize)]
pub struct MatrixGroup {
    /// The chapter they are in, if it is not the home page.
    pub chapter: Option<LinkView>,
    /// A row for each chapter that has topics of its own.
    pub rows: Vec<MatrixRow>,
}

/// A row of the matrix: a chapter by difficulty.
#[derive(Debug, Serialize)]
pub struct MatrixRow {
    /// The chapter.
    pub chapter: LinkView,
    /// A cell for each level.
    pub cells: Vec<MatrixCell>,
}

/// A cell of the matrix.
#[derive(Debug, Serialize)]
pub struct MatrixCell {
    /// The topics of the chapter and the level.
    #[serde(flatten)]
    pub count: LevelCount,
    /// The radius of a disc whose area tells the number of topics; 1 for the largest.
    pub radius: f64,
}
