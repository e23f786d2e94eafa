//! Cards that the last build had and this one has not, where a new card of the same topic says much the same.
//!
//! In: the deck and the last site's `topics.json`. Out: warnings with the id to write: what readers know of the old card is kept
//! under its id.

use std::collections::{BTreeMap, HashSet};

use serde::Deserialize;

use crate::cards::card::Card;
use crate::cards::deck::Deck;
use crate::guide::model::Guide;
use crate::problem::message::Message;
use crate::problem::report::{Place, Report};

/// From this share of common words on, two prompts are much the same.
const ALIKE: f64 = 0.6;

#[derive(Deserialize)]
struct Catalogue {
    #[serde(default)]
    cards: Vec<Former>,
}

/// A card of the last build.
#[derive(Deserialize)]
struct Former {
    id: String,
    kind: String,
    topic: String,
    #[serde(default)]
    prompt: String,
}

/// Warns of cards that seem to have lost their ids. A catalogue that cannot be read tells of none.
pub fn check(guide: &Guide, deck: &Deck, catalogue: &[u8], report: &mut Report) {
    let Ok(last) = serde_json::from_slice::<Catalogue>(catalogue) else { return };
    if last.cards.is_empty() {
        return;
    }
    let present: HashSet<&str> = deck.cards.iter().map(|card| card.id.as_str()).collect();
    let former: HashSet<&str> = last.cards.iter().map(|card| card.id.as_str()).collect();
    let mut gone: BTreeMap<&str, Vec<&Former>> = BTreeMap::new();
    for card in last.cards.iter().filter(|card| !present.contains(card.id.as_str()) && !card.prompt.is_empty()) {
        gone.entry(&card.topic).or_default().push(card);
    }
    for (index, entry) in guide.topics.iter().enumerate() {
        let Some(gone) = gone.get_mut(entry.id.as_str()) else { continue };
        // An id that the author wrote is meant.
        let new = |card: &&Card| !card.is_named && !former.contains(card.id.as_str());
        for card in deck.of_topic(index).iter().filter(new) {
            let is_like = |old: &&Former| old.kind == card.kind.word() && likeness(&old.prompt, &card.prompt) >= ALIKE;
            let Some(at) = gone.iter().position(is_like) else { continue };
            let old = gone.remove(at);
            warn(guide, card, old, &entry.id, report);
        }
    }
}

fn warn(guide: &Guide, card: &Card, old: &Former, topic: &str, report: &mut Report) {
    let write = old.id.strip_prefix(topic).and_then(|rest| rest.strip_prefix('#')).unwrap_or(&old.id).to_owned();
    let message = Message::CardGone { id: old.id.clone(), write };
    report.at(Place::span(&guide.topics[card.topic].topic.source, card.place), message);
}

/// The share of words that two prompts have in common.
fn likeness(one: &str, other: &str) -> f64 {
    let words = |text: &str| -> HashSet<String> {
        let words = text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    let (one, other) = (words(one), words(other));
    let (common, all) = (one.intersection(&other).count(), one.union(&other).count());
    f64::from(u32::try_from(common).unwrap_or(0)) / f64::from(u32::try_from(all).unwrap_or(u32::MAX).max(1))
}
