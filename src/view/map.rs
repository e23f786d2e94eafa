//! The views of the map.

use serde::Serialize;

use crate::view::parts::{LevelMark, LinkView};
use crate::view::site::PageHead;

/// `map.html`: what to know before what.
#[derive(Debug, Serialize)]
pub struct MapPage {
    /// What every page has.
    #[serde(flatten)]
    pub head: PageHead,
    /// How the chapters build on each other; none in guides with very many chapters.
    pub overview: Option<MapOverview>,
    /// A drawing for each chapter with topics of its own; none in guides with very many topics.
    pub chapters: Vec<MapChapter>,
    /// Topics.
    pub topics: usize,
    /// Requirements.
    pub requirements: usize,
}

/// Chapters under each other, joined by arcs. All lengths are in units of the drawing.
#[derive(Debug, Serialize)]
pub struct MapOverview {
    /// The drawing's width.
    pub width: usize,
    /// The drawing's height.
    pub height: usize,
    /// The chapters.
    pub rows: Vec<MapRow>,
    /// What builds on what.
    pub arcs: Vec<MapArc>,
}

/// A chapter in the overview.
#[derive(Debug, Serialize)]
pub struct MapRow {
    /// Its drawing on this page.
    pub url: String,
    /// The short name, plain.
    pub text: String,
    /// The first chapter of its parent says the parent's name.
    pub parent: Option<String>,
    /// Its own topics.
    pub topics: usize,
    /// The line it stands on.
    pub y: usize,
    /// Where its arcs begin.
    pub x: usize,
    /// Its number on the page, from 0.
    pub number: usize,
}

/// Topics of one chapter that require topics of another.
#[derive(Debug, Serialize)]
pub struct MapArc {
    /// The `d` of a path.
    pub path: String,
    /// 1 to 4: how many requirements it stands for.
    pub weight: usize,
    /// The number of the chapter that is required.
    pub from: usize,
    /// The number of the chapter that requires.
    pub to: usize,
    /// In words, plain: `Functions → Objects: 4`.
    pub text: String,
}

/// A chapter's drawing.
#[derive(Debug, Serialize)]
pub struct MapChapter {
    /// From `content/`: an id for anchors.
    pub id: String,
    /// The title.
    pub title_html: String,
    /// The title as plain text.
    pub title: String,
    /// Its page.
    pub url: String,
    /// The drawing's width.
    pub width: usize,
    /// The drawing's height.
    pub height: usize,
    /// The topics.
    pub nodes: Vec<MapNode>,
    /// Lines between topics of this chapter; what follows from other lines is left out.
    pub edges: Vec<MapEdge>,
}

/// A topic in a drawing.
#[derive(Debug, Serialize)]
pub struct MapNode {
    /// Its number in the guide, from 0.
    pub number: usize,
    /// Its page.
    pub url: String,
    /// The title, plain.
    pub title: String,
    /// The short name.
    pub short_html: String,
    /// The short name, plain, in at most two lines.
    pub lines: Vec<String>,
    /// Its level.
    pub level: LevelMark,
    /// The left edge.
    pub x: usize,
    /// The upper edge.
    pub y: usize,
    /// What to know first, in this chapter and in others.
    pub requires: Vec<LinkView>,
    /// The same as numbers, with spaces between.
    pub requires_numbers: String,
    /// Whether something to know first stands in another chapter.
    pub from_elsewhere: bool,
}

/// A line between two topics.
#[derive(Debug, Serialize)]
pub struct MapEdge {
    /// The `d` of a path.
    pub path: String,
    /// The number of the topic to know first.
    pub from: usize,
    /// The number of the topic that requires it.
    pub to: usize,
}
