//! The pages that ask: a session, a mock interview, what is known, the cheat sheet.
//!
//! Scripts fill them from the cards of `site::study_files`; the cheat sheet is whole without.

use crate::guide::made_pages::{self, MadeFile};
use crate::guide::model::Guide;
use crate::path::OutputPath;
use crate::site::context::Scene;
use crate::site::labels::{self, Detail};
use crate::site::page_head::{head, plain_title};
use crate::view::{FirstCard, StudyPage, StudyView, TopicGroup};

/// Where the index of cards lies.
pub const INDEX: &str = "study/index.js";

/// The pages, and the word that is the title of each.
pub const PAGES: [(&MadeFile, &str); 4] = [
    (&made_pages::STUDY, "study.title"),
    (&made_pages::INTERVIEW, "study.interview"),
    (&made_pages::PROGRESS, "study.progress"),
    (&made_pages::CHEAT_SHEET, "study.cheatsheet"),
];

/// Where the cards are; none where nothing is asked. `stamp` changes with every card.
pub fn view(scene: &Scene<'_>, stamp: u128) -> Option<StudyView> {
    let (guide, cards) = (scene.guide.settings.id.clone(), scene.deck.cards.len());
    let stamp = format!("{:016x}", stamp >> 64);
    (cards > 0).then_some(StudyView { guide, stamp, cards, index: INDEX, first: None })
}

/// The same for the home page, with a card to begin with.
pub fn home(scene: &Scene<'_>, stamp: u128) -> Option<StudyView> {
    let study = view(scene, stamp).filter(|_| scene.guide.settings.study.home)?;
    Some(StudyView { first: Some(first(scene)?), ..study })
}

/// A page that asks.
pub fn page(scene: &Scene<'_>, (file, word): (&MadeFile, &str), study: &StudyView) -> StudyPage {
    let path = file.output();
    let name = file.path.trim_end_matches(".html");
    let title = plain_title(scene.theme.words.get(word));
    let groups = if name == "cheatsheet" { every_answer(scene.guide, &path) } else { Vec::new() };
    StudyPage { head: head(scene.guide, name, &path, &title, None), study: study.clone(), groups }
}

/// The topics with their short answers, by chapter.
fn every_answer(guide: &Guide, page: &OutputPath) -> Vec<TopicGroup> {
    let topics: Vec<usize> = (0..guide.topics.len()).collect();
    labels::by_chapter(guide, &topics, page, Detail::Full)
}

/// The easiest topic that requires nothing.
fn first(scene: &Scene<'_>) -> Option<FirstCard> {
    let guide = scene.guide;
    let answered = |&topic: &usize| guide.topics[topic].topic.summary.is_some();
    let key = |&topic: &usize| (guide.topics[topic].level, guide.topics[topic].requires.len(), topic);
    let topic = (0..guide.topics.len()).filter(answered).min_by_key(key)?;
    let entry = &guide.topics[topic];
    Some(FirstCard {
        id: entry.id.clone(),
        kind: "topic",
        topic_path: entry.topic.path.topic_page().url(),
        topic_short_html: entry.topic.short.html.clone(),
        prompt_html: entry.topic.title.html.clone(),
        answer_html: entry.topic.summary.as_ref().map(|summary| summary.html.clone())?,
        chapter: guide.chapters[entry.chapter].short.text.clone(),
        level: guide.settings.levels[entry.level].label.clone(),
    })
}
