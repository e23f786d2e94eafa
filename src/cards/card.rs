//! A card: what it asks, by what it is known, where it is written.

use crate::guide::model::Entry;
use crate::text::span::Span;
use crate::topic::document::CodeBlock;
use crate::topic::parse::Topic;
use crate::topic::word_rows::WordRow;

/// Kinds of cards, in the order in which scripts number them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The topic's title; its summary answers.
    Topic,
    /// A question of a list of questions.
    Question,
    /// What an example prints, or how it ends.
    Output,
    /// A quiz.
    Quiz,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 4] = [Kind::Topic, Kind::Question, Kind::Output, Kind::Quiz];

    /// As scripts and the catalogue name it.
    pub fn word(self) -> &'static str {
        ["topic", "question", "output", "quiz"][self.number()]
    }

    /// As the index of cards numbers it.
    pub fn number(self) -> usize {
        match self {
            Kind::Topic => 0,
            Kind::Question => 1,
            Kind::Output => 2,
            Kind::Quiz => 3,
        }
    }
}

/// A card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// `python.concurrency.gil#web-server`.
    pub id: String,
    /// Its kind.
    pub kind: Kind,
    /// The index of its topic.
    pub topic: usize,
    /// Its index among the questions, code blocks or quizzes of its topic.
    pub index: usize,
    /// What it asks, plain; of an example, its title or else its first line.
    pub prompt: String,
    /// Bytes of the topic's file to point at.
    pub place: Span,
    /// Whether the author wrote the id.
    pub is_named: bool,
}

impl Card {
    /// What follows the topic's id: `#web-server`; empty for the topic's own card.
    pub fn suffix<'a>(&'a self, topic_id: &str) -> &'a str {
        self.id.get(topic_id.len()..).unwrap_or_default()
    }

    /// Its row, if it stands in a table of words.
    pub fn row<'a>(&self, topic: &'a Topic) -> Option<&'a WordRow> {
        topic.table().filter(|_| self.kind == Kind::Question)?.rows.get(self.index)
    }
}

/// The cards of a topic: its own first, then the others as they stand in the text. `has_run` tells whether an example did what
/// is written.
pub fn of_topic(topic: usize, entry: &Entry, outputs: Outputs, has_run: &dyn Fn(&CodeBlock) -> bool) -> Vec<Card> {
    let file = &entry.topic;
    let document = &file.document;
    let card = |kind, index, name: &str, prompt: &str, place: Span, is_named| Card {
        id: format!("{}#{name}", entry.id),
        kind,
        topic,
        index,
        prompt: prompt.to_owned(),
        place,
        is_named,
    };
    let mut cards = Vec::new();
    if file.summary.is_some() {
        let (id, prompt, place) = (entry.id.clone(), file.title.text.clone(), file.front.title.span);
        let is_named = file.front.id.is_some();
        cards.push(Card { id, kind: Kind::Topic, topic, index: 0, prompt, place, is_named });
    }
    for (index, it) in document.questions.iter().enumerate() {
        cards.push(card(Kind::Question, index, &it.anchor, &it.text, it.span, it.id.is_some()));
    }
    for (index, it) in document.quizzes.iter().enumerate().filter(|(_, quiz)| quiz.is_card) {
        cards.push(card(Kind::Quiz, index, &it.anchor, &it.text, it.opening, it.id.is_some()));
    }
    if outputs == Outputs::Asked {
        for (index, it) in document.code.iter().enumerate() {
            if let Some(anchor) = it.anchor.as_ref().filter(|_| document.asks(it) && has_run(it)) {
                let first = it.code.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
                let prompt = it.fence.title.as_deref().unwrap_or(first).trim();
                cards.push(card(Kind::Output, index, anchor, prompt, it.opening, it.fence.id.is_some()));
            }
        }
    }
    let own = usize::from(file.summary.is_some());
    cards[own..].sort_by_key(|card| card.place.start);
    cards
}

/// Whether examples ask what they print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outputs {
    /// They do.
    Asked,
    /// `[study] output = false`.
    Left,
}
