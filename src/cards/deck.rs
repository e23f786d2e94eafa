//! The deck: all cards of a guide, in its order.

use std::collections::HashMap;
use std::ops::Range;

use rayon::prelude::*;
use xxhash_rust::xxh3::Xxh3;

use crate::cards::card::{self, Card, Kind, Outputs};
use crate::examples::marks::{Marks, Verified};
use crate::guide::model::Guide;
use crate::problem::message::Message;
use crate::problem::report::{Place, Report};
use crate::topic::document::CodeBlock;

/// All cards of a guide.
#[derive(Debug, Default)]
pub struct Deck {
    /// In the guide's order.
    pub cards: Vec<Card>,
    /// The cards of each topic.
    topics: Vec<Range<usize>>,
    /// Those of each topic by what they are found by: a topic may have thousands.
    by_anchor: Vec<usize>,
    /// XXH3-128 of ids, kinds and prompts.
    pub digest: u128,
}

/// What a card of the topic with this id is found by: its kind and its anchor.
fn place<'a>(card: &'a Card, id: &str) -> (Kind, Option<&'a str>) {
    (card.kind, card.suffix(id).strip_prefix('#'))
}

impl Deck {
    /// The cards of a guide; none where its pages do not ask.
    pub fn of(guide: &Guide, marks: &Marks) -> Self {
        if !guide.settings.study.enabled {
            return Self::default();
        }
        let outputs = if guide.settings.study.output { Outputs::Asked } else { Outputs::Left };
        let of = |(index, entry): (usize, &crate::guide::model::Entry)| {
            let ran = |block: &CodeBlock| matches!(marks.of(&entry.topic.source, block), Some(Verified::On(_)));
            card::of_topic(index, entry, outputs, &ran)
        };
        let all: Vec<Vec<Card>> = guide.topics.par_iter().enumerate().map(of).collect();
        let mut deck = Self::default();
        for (cards, entry) in all.into_iter().zip(&guide.topics) {
            let start = deck.cards.len();
            deck.cards.extend(cards);
            deck.topics.push(start..deck.cards.len());
            deck.by_anchor.extend(start..deck.cards.len());
            deck.by_anchor[start..].sort_by_key(|&card| place(&deck.cards[card], &entry.id));
        }
        let mut hash = Xxh3::new();
        for card in &deck.cards {
            for part in [&card.id, &card.prompt] {
                hash.update(part.as_bytes());
                // No text holds this byte.
                hash.update(&[0xff]);
            }
            hash.update(card.kind.word().as_bytes());
        }
        deck.digest = hash.digest128();
        deck
    }

    /// The cards of a topic.
    pub fn of_topic(&self, topic: usize) -> &[Card] {
        self.topics.get(topic).map_or(&[], |range| &self.cards[range.clone()])
    }

    /// The card of a topic with this id that has an anchor on its page: the first, should there be two.
    pub fn at_anchor(&self, topic: usize, id: &str, kind: Kind, anchor: &str) -> Option<&Card> {
        let cards = &self.by_anchor[self.topics.get(topic)?.clone()];
        let wanted = (kind, Some(anchor));
        let at = cards.partition_point(|&card| place(&self.cards[card], id) < wanted);
        cards.get(at).map(|&card| &self.cards[card]).filter(|card| place(card, id) == wanted)
    }

    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        self.cards.is_empty()
    }

    /// Two cards of one id: what a reader knows of one would count for the other. Within a file this was told already.
    pub fn check(&self, guide: &Guide, report: &mut Report) {
        let mut seen: HashMap<&str, &Card> = HashMap::with_capacity(self.cards.len());
        for card in &self.cards {
            let Some(first) = seen.insert(&card.id, card).filter(|first| first.topic != card.topic) else { continue };
            let source = |card: &Card| &guide.topics[card.topic].topic.source;
            let message =
                Message::DuplicateCard { id: card.id.clone(), first: format!("a card of `{}`", source(first)) };
            report.at(Place::span(source(card), card.place), message);
        }
    }
}
