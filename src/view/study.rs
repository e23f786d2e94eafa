//! The views of the pages that ask.

use serde::Serialize;

use crate::view::parts::{LinkView, TopicGroup};
use crate::view::site::PageHead;
use crate::view::topic::ExampleView;

/// Where the cards are: `page.study` of pages that ask.
#[derive(Clone, Debug, Serialize)]
pub struct StudyView {
    /// Names what a reader's browser keeps: `python-django`.
    pub guide: String,
    /// Another for every change of a card.
    pub stamp: String,
    /// How many cards there are.
    pub cards: usize,
    /// The index of cards, from the root.
    pub index: &'static str,
    /// A card to begin with, on the home page.
    pub first: Option<FirstCard>,
}

/// A card that is asked without scripts.
#[derive(Clone, Debug, Serialize)]
pub struct FirstCard {
    /// Its id.
    pub id: String,
    /// `topic`.
    pub kind: &'static str,
    /// The topic's page, from the root.
    pub topic_path: String,
    /// The topic's short name.
    pub topic_short_html: String,
    /// The question.
    pub prompt_html: String,
    /// The answer.
    pub answer_html: String,
    /// The chapter's short name, plain.
    pub chapter: String,
    /// The level's label.
    pub level: String,
}

/// `output.html`: an example, and what it prints.
#[derive(Debug, Serialize)]
pub struct OutputPage {
    /// What every page has.
    #[serde(flatten)]
    pub head: PageHead,
    /// The example.
    pub example: ExampleView,
    /// The topic that explains it, at the example.
    pub topic: LinkView,
}

/// `study.html`, `interview.html`, `progress.html` and `cheatsheet.html`.
#[derive(Debug, Serialize)]
pub struct StudyPage {
    /// What every page has.
    #[serde(flatten)]
    pub head: PageHead,
    /// Where the cards are.
    pub study: StudyView,
    /// All topics with their short answers, by chapter, on `cheatsheet.html`; elsewhere empty.
    pub groups: Vec<TopicGroup>,
}
