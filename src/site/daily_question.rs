//! The question of each day, for the feed.
//!
//! In: the cards and the day. Out: one card for each of the last days, chosen by the day alone, so that two builds of a day say
//! the same and a card that is new changes few days.

use xxhash_rust::xxh3::xxh3_64;

use crate::cards::card::{Card, Kind};
use crate::site::context::Scene;
use crate::site::shared_cards;
use crate::text::date::date_of;
use crate::text::escape::{escape, escape_text_into};

/// Days in the feed, so that who builds once a week has each.
const DAYS: u64 = 7;

/// What the feed says of a day.
#[derive(Debug)]
pub struct Question {
    /// `2026-11-29`.
    pub date: String,
    /// What is asked.
    pub title: String,
    /// Where it stands, in full.
    pub url: String,
    /// The code that is asked about, if any, and a link to the answer.
    pub html: String,
}

/// The questions of the last days, the newest first; none unless the guide asks for them.
pub fn questions(scene: &Scene<'_>, base: &str) -> Vec<Question> {
    let Some(today) = scene.day else { return Vec::new() };
    let days = (0..DAYS).filter_map(|back| today.checked_sub(back));
    days.filter_map(|day| of_day(scene, base, day)).collect()
}

fn of_day(scene: &Scene<'_>, base: &str, day: u64) -> Option<Question> {
    let card = scene.deck.cards.iter().min_by_key(|card| xxh3_64(format!("{day} {}", card.id).as_bytes()))?;
    let topic = &scene.guide.topics[card.topic].topic;
    let document = &topic.document;
    let (anchor, code) = match card.kind {
        Kind::Topic => (None, None),
        Kind::Question => (Some(document.questions[card.index].anchor.as_str()), None),
        Kind::Quiz => (Some(document.quizzes[card.index].anchor.as_str()), None),
        Kind::Output => {
            let block = &document.code[card.index];
            (block.anchor.as_deref(), Some(block))
        }
    };
    let mut url = format!("{base}{}", topic.path.topic_page().url());
    if card.kind == Kind::Output && scene.guide.settings.study.share {
        url = format!("{base}{}", shared_cards::path(scene.guide, card).url());
    } else if let Some(anchor) = anchor {
        url.push('#');
        crate::path::encode_path(anchor, &mut url);
    }
    let mut html = String::new();
    if let Some(block) = code {
        html.push_str("<pre><code>");
        escape_text_into(&mut html, &block.code);
        html.push_str("</code></pre>\n");
    }
    html.push_str(&format!("<p><a href=\"{}\">{}</a></p>\n", escape(&url), escape(&topic.short.text)));
    Some(Question { date: date_of(day), title: title(scene, card), url, html })
}

fn title(scene: &Scene<'_>, card: &Card) -> String {
    match card.kind {
        Kind::Output => {
            let block = &scene.guide.topics[card.topic].topic.document.code[card.index];
            shared_cards::question(block, &scene.theme.words).to_owned()
        }
        _ => card.prompt.clone(),
    }
}
