//! The views of a topic's page.

use serde::Serialize;

use crate::output::view::mark::{LevelMark, LinkView, TagMark, TopicCard};
use crate::output::view::site::PageHead;

/// A part of a body: either `html` or `example`.
#[derive(Clone, Debug, Serialize)]
pub struct BodyPart {
    /// Finished HTML.
    pub html: Option<String>,
    /// A code block.
    pub example: Option<ExampleView>,
}

/// A code block with what it prints.
#[derive(Clone, Debug, Serialize)]
pub struct ExampleView {
    /// As the author typed it: `python`; empty if none.
    pub language: String,
    /// For people: `Python`.
    pub language_label: String,
    /// The file's name or what the author called it.
    pub title: Option<String>,
    /// The highlighted code.
    pub code_html: String,
    /// Whether lines are numbered; on paper also where lines are too long for it or there are too many.
    pub numbered: bool,
    /// Whether each line is in a `<span class="line">`.
    pub by_line: bool,
    /// Whether the code has so many lines that on paper it may be broken.
    pub long: bool,
    /// What it prints, plain.
    pub output: Option<String>,
    /// The exception it ends with.
    pub raises: Option<String>,
    /// Why it is not run; empty without a reason.
    pub no_run: Option<String>,
    /// Whether it counts as an example: it has an output or was run.
    pub is_example: bool,
    /// What is known of its last run: none if it is no example.
    pub run: Option<RunView>,
}

/// What is known of an example's last run.
#[derive(Clone, Debug, Serialize)]
pub struct RunView {
    /// `verified`, `stale` or `missing`.
    pub state: &'static str,
    /// `Python 3.11, 3.12 · Django 5.2`: what it ran on.
    pub on: Vec<String>,
}

/// A heading in the outline.
#[derive(Clone, Debug, Serialize)]
pub struct OutlineItem {
    /// `#id`.
    pub url: String,
    /// The heading.
    pub html: String,
    /// 2 or 3.
    pub level: u8,
}

/// A related topic with its reason.
#[derive(Clone, Debug, Serialize)]
pub struct RelatedView {
    /// The topic's page.
    pub url: String,
    /// The short name.
    pub short_html: String,
    /// The title.
    pub title_html: String,
    /// Its level.
    pub level: LevelMark,
    /// Labels of the tags both carry, the rarest first, at most two.
    pub shared: Vec<String>,
    /// `easier`, `harder` or `same`.
    pub relation: &'static str,
    /// Whether one links to the other.
    pub linked: bool,
}

/// A group of the rail beside a topic: a chapter.
#[derive(Clone, Debug, Serialize)]
pub struct RailGroup {
    /// The chapter.
    pub title_html: String,
    /// Its page.
    pub url: String,
    /// Topics near this one, in order.
    pub topics: Vec<RailItem>,
    /// How many topics of the chapter are not listed.
    pub more: usize,
    /// The chapters beside it, itself included.
    pub siblings: Vec<SiblingView>,
}

/// A chapter beside another.
#[derive(Clone, Debug, Serialize)]
pub struct SiblingView {
    /// Its page.
    pub url: String,
    /// The short name.
    pub short_html: String,
    /// Whether the page belongs to it.
    pub current: bool,
}

/// A topic in the rail.
#[derive(Clone, Debug, Serialize)]
pub struct RailItem {
    /// The topic's page.
    pub url: String,
    /// The short name.
    pub short_html: String,
    /// Its level, from 1.
    pub rank: usize,
    /// `Basic`.
    pub label: String,
    /// Whether this is the page's own topic.
    pub current: bool,
}

/// `topic.html`.
#[derive(Debug, Serialize)]
pub struct TopicPage {
    /// What every page has.
    #[serde(flatten)]
    pub head: PageHead,
    /// The stable identity.
    pub id: String,
    /// The short name.
    pub short_html: String,
    /// The level.
    pub level: LevelMark,
    /// The tags.
    pub tags: Vec<TagMark>,
    /// The short answer.
    pub summary_html: Option<String>,
    /// Other wordings of the question, plain.
    pub asks: Vec<String>,
    /// The body.
    pub body: Vec<BodyPart>,
    /// Headings of the second and third level.
    pub outline: Vec<OutlineItem>,
    /// The chapter's topics.
    pub rail: RailGroup,
    /// The chapter.
    pub chapter: LinkView,
    /// Before it in reading order.
    pub previous: Option<TopicCard>,
    /// After it in reading order.
    pub next: Option<TopicCard>,
    /// The nearest easier topic.
    pub easier: Option<RelatedView>,
    /// The nearest harder topic.
    pub harder: Option<RelatedView>,
    /// Close topics that are named neither as required nor as linking here.
    pub related: Vec<RelatedView>,
    /// What to know first.
    pub requires: Vec<TopicCard>,
    /// What this one leads to.
    pub unlocks: Vec<TopicCard>,
    /// Topics that link here and are not named as required.
    pub backlinks: Vec<TopicCard>,
    /// `2026-11-22`.
    pub updated: Option<String>,
    /// Minutes of reading, at 200 words a minute, at least 1.
    pub minutes: usize,
    /// The page as plain Markdown.
    pub markdown_url: String,
}
