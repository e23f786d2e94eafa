//! What templates see: the theme's API. Nothing else reaches a template.
//!
//! Every page is given `site` ([`SiteView`], the same on all pages) and `page` (the type named after the template).
//! URLs called `url` are relative to the page they stand on and ready for `href`. Paths in [`SiteView`] start at the
//! site's root: write `{{ page.root }}` before them. Fields named `…_html` are finished HTML, to be passed through
//! `| safe`; all other strings are text that the template escapes.

use serde::Serialize;

/// The site: `site` in every template.
#[derive(Debug, Serialize)]
pub struct SiteView {
    /// The guide's title.
    pub title: String,
    /// One sentence about the guide.
    pub description: Option<String>,
    /// The authors' names.
    pub authors: Vec<String>,
    /// `en`.
    pub language: String,
    /// `ltr` or `rtl`, from the language.
    pub direction: &'static str,
    /// The address the site will have, ending in `/`.
    pub base_url: Option<String>,
    /// The repository's address.
    pub repository: Option<String>,
    /// The whole address of the guide's social card, 1200 by 630 pixels; none without `base_url` or with `cards = false`.
    pub image: Option<String>,
    /// The words of the interface, from the theme's `words/LANGUAGE.toml`.
    pub words: serde_json::Value,
    /// The theme's static files: name to path from the root, as `assets/style.1a2b3c4d.css`.
    pub assets: std::collections::BTreeMap<String, String>,
    /// The levels of difficulty, from the easiest.
    pub levels: Vec<LevelView>,
    /// The chapters of the first level, in order.
    pub chapters: Vec<SiteChapter>,
    /// How many topics there are.
    pub topics: usize,
    /// How many tags are used.
    pub tags: usize,
    /// studybook's version.
    pub version: &'static str,
}

/// A level of difficulty with its page.
#[derive(Clone, Debug, Serialize)]
pub struct LevelView {
    /// `basic`.
    pub id: String,
    /// `Basic`.
    pub label: String,
    /// From 1.
    pub rank: usize,
    /// How many levels there are.
    pub of: usize,
    /// From the root: `difficulty/basic.html`.
    pub path: String,
    /// Topics of this level.
    pub topics: usize,
}

/// A chapter of the first level in [`SiteView`].
#[derive(Clone, Debug, Serialize)]
pub struct SiteChapter {
    /// The short name.
    pub short_html: String,
    /// From the root: `python/index.html`.
    pub path: String,
    /// From `content/`: `python`.
    pub id: String,
}

/// What every page has: flattened into each page type.
#[derive(Clone, Debug, Serialize)]
pub struct PageHead {
    /// The template's name without `.html`: `topic`.
    pub kind: &'static str,
    /// Plain text for `<title>`.
    pub title: String,
    /// The heading.
    pub title_html: String,
    /// Plain text for the meta description.
    pub description: Option<String>,
    /// What leads to the site's root: `../../` or nothing.
    pub root: String,
    /// The page's path from the root, percent-encoded.
    pub path: String,
    /// The page's full address; only with `base_url`.
    pub canonical: Option<String>,
    /// The whole address of the page's own social card; without one, `site.image` serves.
    pub image: Option<String>,
    /// Where the source can be edited; only with `repository`.
    pub edit_url: Option<String>,
    /// The chapters above, from the top.
    pub crumbs: Vec<LinkView>,
    /// What search engines read about the page: JSON-LD with every `<` escaped, ready for a data block.
    pub structured_html: Option<String>,
}

/// A link with its text.
#[derive(Clone, Debug, Serialize)]
pub struct LinkView {
    /// Where it leads.
    pub url: String,
    /// What it says.
    pub html: String,
}

/// A level as a mark on a topic.
#[derive(Clone, Debug, Serialize)]
pub struct LevelMark {
    /// `basic`.
    pub id: String,
    /// `Basic`.
    pub label: String,
    /// From 1.
    pub rank: usize,
    /// How many levels there are.
    pub of: usize,
    /// Its page.
    pub url: String,
}

/// A tag on a topic.
#[derive(Clone, Debug, Serialize)]
pub struct TagMark {
    /// `gil`.
    pub id: String,
    /// `Global interpreter lock`.
    pub label: String,
    /// Its page.
    pub url: String,
}

/// A topic in a list.
#[derive(Clone, Debug, Serialize)]
pub struct TopicCard {
    /// Its stable identity.
    pub id: String,
    /// Its page.
    pub url: String,
    /// The title.
    pub title_html: String,
    /// The short name.
    pub short_html: String,
    /// The short answer; left out of very long lists.
    pub summary_html: Option<String>,
    /// Its level.
    pub level: LevelMark,
    /// Its tags; left out of very long lists.
    pub tags: Vec<TagMark>,
    /// The chapter's path from `content/`: `python/concurrency`.
    pub chapter: String,
}

/// Topics under a heading: a chapter, a level, or a tag.
#[derive(Clone, Debug, Serialize)]
pub struct TopicGroup {
    /// `basic` or `python/concurrency`: an id for anchors and filters.
    pub id: String,
    /// The heading.
    pub title_html: String,
    /// The heading as plain text.
    pub title: String,
    /// The page of the heading, if it has one.
    pub url: Option<String>,
    /// The level, where the group is one.
    pub level: Option<LevelMark>,
    /// The topics, in order.
    pub topics: Vec<TopicCard>,
}

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
    /// Close topics.
    pub related: Vec<RelatedView>,
    /// What to know first.
    pub requires: Vec<TopicCard>,
    /// What this one leads to.
    pub unlocks: Vec<TopicCard>,
    /// Topics that link here and are not named above.
    pub backlinks: Vec<TopicCard>,
    /// `2026-11-22`.
    pub updated: Option<String>,
    /// Minutes of reading, at 200 words a minute, at least 1.
    pub minutes: usize,
    /// The page as plain Markdown.
    pub markdown_url: String,
}

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

/// `tags.html`.
#[derive(Debug, Serialize)]
pub struct TagsPage {
    /// What every page has.
    #[serde(flatten)]
    pub head: PageHead,
    /// The tags by label.
    pub tags: Vec<TagCard>,
}

/// A tag in the overview.
#[derive(Debug, Serialize)]
pub struct TagCard {
    /// `gil`.
    pub id: String,
    /// Its page.
    pub url: String,
    /// The label.
    pub label: String,
    /// One sentence.
    pub description: Option<String>,
    /// Topics.
    pub topics: usize,
    /// Topics of each level.
    pub levels: Vec<LevelCount>,
}

/// `tag.html`.
#[derive(Debug, Serialize)]
pub struct TagPage {
    /// What every page has.
    #[serde(flatten)]
    pub head: PageHead,
    /// `gil`.
    pub id: String,
    /// One sentence.
    pub summary: Option<String>,
    /// Topics.
    pub topics: usize,
    /// The topics by level.
    pub groups: Vec<TopicGroup>,
    /// Tags often found together with this one.
    pub near: Vec<TagMark>,
}

/// `difficulty.html`.
#[derive(Debug, Serialize)]
pub struct DifficultyPage {
    /// What every page has.
    #[serde(flatten)]
    pub head: PageHead,
    /// The level.
    pub level: LevelMark,
    /// Topics.
    pub topics: usize,
    /// The topics by chapter.
    pub groups: Vec<TopicGroup>,
    /// The easier level.
    pub easier: Option<LevelMark>,
    /// The harder level.
    pub harder: Option<LevelMark>,
}

/// `topics.html`.
#[derive(Debug, Serialize)]
pub struct TopicsPage {
    /// What every page has.
    #[serde(flatten)]
    pub head: PageHead,
    /// The topics by chapter.
    pub groups: Vec<TopicGroup>,
    /// The tags with their counts, for the filter.
    pub tags: Vec<TagCard>,
    /// The levels with their counts, for the filter.
    pub levels: Vec<LevelCount>,
}

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

/// `search.html` and `404.html`.
#[derive(Debug, Serialize)]
pub struct PlainPage {
    /// What every page has.
    #[serde(flatten)]
    pub head: PageHead,
}

/// `redirect.html`: what stands at an alias.
#[derive(Debug, Serialize)]
pub struct RedirectPage {
    /// What every page has.
    #[serde(flatten)]
    pub head: PageHead,
    /// Where it leads.
    pub url: String,
}

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
    /// The body; only in the view `full`.
    pub body: Vec<BodyPart>,
    /// The addresses its links lead to, lettered from `a`.
    pub notes: Vec<String>,
    /// The page.
    pub page: Option<usize>,
    /// The page of its answer in the view `answers`, where the answer’s id is `answer.` and the topic's.
    pub answer_page: Option<usize>,
}

/// A tag in the index of the print page.
#[derive(Debug, Serialize)]
pub struct PrintIndexEntry {
    /// The label.
    pub label: String,
    /// The topics, in reading order.
    pub topics: Vec<PrintReference>,
}
