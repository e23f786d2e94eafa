//! `topics.json`: the catalogue of the guide, for programs.

use serde::Serialize;

use crate::cards::card::Card;
use crate::site::context::Scene;

/// The whole file.
#[derive(Debug, Serialize)]
struct Catalogue<'a> {
    title: &'a str,
    language: &'a str,
    topics: Vec<CatalogueTopic<'a>>,
    /// All cards in the guide's order; left out where nothing is asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cards: Vec<CatalogueCard<'a>>,
}

/// One card. `topic` is an id.
#[derive(Debug, Serialize)]
struct CatalogueCard<'a> {
    id: &'a str,
    kind: &'static str,
    topic: &'a str,
    prompt: &'a str,
}

/// One topic. Texts are plain; `url` starts at the site's root.
#[derive(Debug, Serialize)]
struct CatalogueTopic<'a> {
    url: String,
    id: &'a str,
    title: &'a str,
    short: &'a str,
    summary: Option<&'a str>,
    asks: Vec<&'a str>,
    tags: Vec<&'a str>,
    difficulty: &'a str,
    chapter: &'a str,
    requires: Vec<&'a str>,
    related: Vec<&'a str>,
}

/// The file's text. `requires` and `related` hold ids.
pub fn json<'s>(scene: &Scene<'s>) -> Result<String, serde_json::Error> {
    let guide = scene.guide;
    let topic = |index: usize| {
        let entry = &guide.topics[index];
        CatalogueTopic {
            url: entry.topic.path.topic_page().url(),
            id: &entry.id,
            title: &entry.topic.title.text,
            short: &entry.topic.short.text,
            summary: entry.topic.summary.as_ref().map(|summary| summary.text.as_str()),
            asks: entry.topic.front.asks.iter().map(|ask| ask.value.as_str()).collect(),
            tags: entry.tags.iter().map(|&tag| guide.tags[tag].id.as_str()).collect(),
            difficulty: &guide.settings.levels[entry.level].id,
            chapter: guide.chapters[entry.chapter].path.as_str(),
            requires: entry.requires.iter().map(|&it| guide.topics[it].id.as_str()).collect(),
            related: scene.related[index].topics.iter().map(|it| guide.topics[it.topic].id.as_str()).collect(),
        }
    };
    let topics = (0..guide.topics.len()).map(topic).collect();
    let card = |card: &'s Card| CatalogueCard {
        id: &card.id,
        kind: card.kind.word(),
        topic: &guide.topics[card.topic].id,
        prompt: &card.prompt,
    };
    let cards = scene.deck.cards.iter().map(card).collect();
    serde_json::to_string(&Catalogue {
        title: &guide.settings.title,
        language: &guide.settings.language,
        topics,
        cards,
    })
}
