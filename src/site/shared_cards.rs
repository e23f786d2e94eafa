//! The output cards that are shared: which they are, where the page of each lies, and what it asks.
//!
//! In: the guide and its cards. Out: cards and paths, for their pages, their pictures and all that links to them.

use crate::cards::card::{Card, Kind};
use crate::cards::deck::Deck;
use crate::guide::made_pages::Family;
use crate::guide::model::Guide;
use crate::path::OutputPath;
use crate::theme::interface_words::Words;
use crate::topic::document::CodeBlock;

/// The cards that have a page.
pub fn shared<'a>(guide: &Guide, deck: &'a Deck) -> impl Iterator<Item = &'a Card> {
    let cards: &[Card] = if guide.settings.study.share { &deck.cards } else { &[] };
    cards.iter().filter(|card| card.kind == Kind::Output)
}

/// Where the page of a card lies: `study/python.concurrency.gil/example-1.html`.
pub fn path(guide: &Guide, card: &Card) -> OutputPath {
    let topic = &guide.topics[card.topic].id;
    Family::Output.page(&format!("{topic}/{}", card.suffix(topic).trim_start_matches('#')))
}

/// What is asked about an example.
pub fn question<'a>(block: &CodeBlock, words: &'a Words) -> &'a str {
    words.get(if block.fence.raises.is_some() { "study.what_happens" } else { "study.what_prints" })
}
