//! The views of a topic's page.

use serde::Serialize;

use crate::view::parts::{LevelMark, LinkView, TagMark, TopicCard};
use crate::view::site::PageHead;

/// A part of a body: `html`, `example`, `quiz`, `tabs`, or else `proofs`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct BodyPart {
    /// Finished HTML.
    pub html: Option<String>,
    /// A code block.
    pub example: Option<ExampleView>,
    /// A question with answers to choose from.
    pub quiz: Option<QuizView>,
    /// Claims with the code that shows them to be true, which stand together; never on paper.
    pub proofs: Vec<ProofView>,
    /// Code blocks that say one thing in several ways, of which a reader sees one; on paper they stand one below the other.
    pub tabs: Vec<TabView>,
}

/// A code block among others that say the same.
#[derive(Clone, Debug, Serialize)]
pub struct TabView {
    /// The id of its button, `page.tab-1-2`.
    pub id: String,
    /// What the buttons of the blocks beside it share: `page.tabs-1`.
    pub set: String,
    /// Its title or the name of its language.
    pub label: String,
    /// The code.
    pub example: ExampleView,
}

/// A claim with the code that shows it to be true.
#[derive(Clone, Debug, Serialize)]
pub struct ProofView {
    /// The claim.
    pub claim_html: String,
    /// The code.
    pub example: ExampleView,
}

/// A question with answers to choose from, to put in order or to type.
#[derive(Clone, Debug, Serialize)]
pub struct QuizView {
    /// Its id on the page.
    pub anchor: String,
    /// `one` (one choice is right), `many` (several are, and all must be chosen), `order` or `short`.
    pub how: &'static str,
    /// The question: parts that are `html` or `example`.
    pub question: Vec<BodyPart>,
    /// The choices as they are shown; of `order`, mixed.
    pub choices: Vec<ChoiceView>,
    /// Of `order`: the letters of the choices in the order that is right.
    pub order: Vec<String>,
    /// Of `short`: what counts as right.
    pub answers: Vec<ShortAnswerView>,
    /// The same as JSON, for scripts: `[{"text":"list"},{"pattern":"arrays?"}]`.
    pub answers_json: String,
    /// The id of its card, if it is one.
    pub card: Option<String>,
    /// On paper: from 1, through the whole page.
    pub number: Option<usize>,
}

/// A choice of a quiz.
#[derive(Clone, Debug, Serialize)]
pub struct ChoiceView {
    /// `A` for the first that is shown.
    pub letter: String,
    /// The choice.
    pub html: String,
    /// Whether it is right.
    pub right: bool,
    /// Why it is right or wrong.
    pub why_html: Option<String>,
    /// Of `order`: its place from 1.
    pub place: Option<usize>,
}

/// What counts as right where the answer is typed: either `text` or `pattern`.
#[derive(Clone, Debug, Serialize)]
pub struct ShortAnswerView {
    /// This text; case and outer space do not count.
    pub text: Option<String>,
    /// What this regular expression fits.
    pub pattern: Option<String>,
}

/// A code block with what it prints.
#[derive(Clone, Debug, Serialize)]
pub struct ExampleView {
    /// Its id on the page: of an example, and of a block that was given one.
    pub anchor: Option<String>,
    /// The id of its card, if it asks what it prints.
    pub card: Option<String>,
    /// The page of that card alone, if it has one: to be shared.
    pub share_url: Option<String>,
    /// Whether what it prints is under a fold.
    pub folded: bool,
    /// As the author typed it: `python`; empty if none.
    pub language: String,
    /// Nothing highlights it: it may be a drawing, of which every column counts.
    pub plain: bool,
    /// For people: `Python`.
    pub language_label: String,
    /// The file's name or what the author called it.
    pub title: Option<String>,
    /// The highlighted code.
    pub code_html: String,
    /// How many lines are shown on demand only, in `.line.folded` after a `.gap`; on paper they are left out.
    pub hidden: Option<usize>,
    /// Whether lines are numbered; on paper also where lines are too long for it or there are too many.
    pub numbered: bool,
    /// Whether each line is in a `<span class="line">`.
    pub by_line: bool,
    /// Whether the code has so many lines that on paper it may be broken.
    pub long: bool,
    /// What it prints, plain.
    pub output: Option<String>,
    /// What it writes to its standard error, plain.
    pub stderr: Option<String>,
    /// The code it ends with on purpose.
    pub exit: Option<u8>,
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

/// Related topics of which the same can be said.
#[derive(Clone, Debug, Serialize)]
pub struct RelatedGroup {
    /// Labels of the tags that all carry, the rarest first, at most two.
    pub shared: Vec<String>,
    /// Whether each links here or is linked from here.
    pub linked: bool,
    /// The topics, in order.
    pub topics: Vec<RelatedView>,
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
    /// The place of the page's own topic in the chapter, from 1.
    pub number: usize,
    /// How many topics the chapter has.
    pub of: usize,
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
    /// Other wordings of the question.
    pub asks_html: Vec<String>,
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
    /// The same by what relates them.
    pub related_groups: Vec<RelatedGroup>,
    /// Of the two, those that no other list of the page names.
    pub steps: Vec<RelatedView>,
    /// What to know first.
    pub requires: Vec<TopicCard>,
    /// What this one leads to.
    pub unlocks: Vec<TopicCard>,
    /// Topics that link here and are not named as required.
    pub backlinks: Vec<TopicCard>,
    /// `2026-11-22`.
    pub updated: Option<String>,
    /// The same in words of the guide's language.
    pub updated_text: Option<String>,
    /// Minutes of reading, at 200 words a minute, at least 1.
    pub minutes: usize,
    /// The page as plain Markdown.
    pub markdown_url: String,
}
