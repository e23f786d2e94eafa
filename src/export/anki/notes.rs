//! The notes of a deck: one for each card that was asked for, in the guide's order.
//!
//! In: the scene, a selection, kinds, and when each file changed. Out: [`Notes`].

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::cards::card::{Card, Kind};
use crate::export::anki::faces::{self, Face};
use crate::export::anki::identity;
use crate::export::anki::pictures::{self, Names};
use crate::guide::model::Guide;
use crate::guide::selection::Selection;
use crate::path::SourcePath;
use crate::reading::inputs::Inputs;
use crate::site::context::Scene;

/// When each file of the guide changed, in seconds since 1970.
pub type Changes = BTreeMap<SourcePath, i64>;

/// The notes, and what they show.
#[derive(Debug)]
pub struct Notes {
    /// In the guide's order.
    pub notes: Vec<Note>,
    /// The decks that hold them and those above, each with its name in full, by their paths.
    pub decks: BTreeMap<String, String>,
    /// Pictures: their names in the deck by their paths in the site.
    pub pictures: Names,
    /// Cards of topics that came from notes with gaps: they are not among the notes.
    pub with_gaps: usize,
}

/// A note with its only card.
#[derive(Debug)]
pub struct Note {
    /// Its name in the world.
    pub guid: String,
    /// The id of its card.
    pub id: String,
    /// The path of its chapter.
    pub deck: String,
    /// What it shows.
    pub face: Face,
    /// The prompt, plain.
    pub plain: String,
    /// `difficulty::advanced`, `tag::threads`.
    pub tags: Vec<String>,
    /// When its text last changed, in seconds since 1970.
    pub changed: i64,
}

/// Makes the notes.
pub fn make(scene: &Scene<'_>, inputs: &Inputs, selection: &Selection, kinds: &[Kind], changes: &Changes) -> Notes {
    let guide = scene.guide;
    let wanted = |topic: usize| scene.deck.of_topic(topic).iter().filter(|card| kinds.contains(&card.kind));
    let has_gaps = |card: &&Card| card.kind == Kind::Topic && card.id.starts_with(identity::FROM_GAPS);
    let selected = || (0..guide.topics.len()).filter(|&topic| selection.topics[topic]);
    let with_gaps = selected().flat_map(wanted).filter(has_gaps).count();
    let chosen: Vec<(usize, Vec<&Card>)> = selected()
        .map(|topic| (topic, wanted(topic).filter(|card| !has_gaps(card)).collect()))
        .filter(|(_, cards): &(usize, Vec<&Card>)| !cards.is_empty())
        .collect();
    let mut shown = BTreeSet::new();
    for (topic, cards) in &chosen {
        shown_by_cards(scene, *topic, cards, &mut shown);
    }
    let pictures = pictures::names(inputs, &shown);
    let of = |(topic, cards): &(usize, Vec<&Card>)| of_topic(scene, *topic, cards, &pictures, changes);
    let notes: Vec<Vec<Note>> = chosen.par_iter().map(of).collect();
    let mut decks = BTreeMap::new();
    for (topic, _) in &chosen {
        let chapter = guide.topics[*topic].chapter;
        for above in guide.ancestors(chapter).into_iter().chain([0]) {
            decks.entry(guide.chapters[above].path.to_string()).or_insert_with(|| deck_name(guide, above));
        }
    }
    Notes { notes: notes.into_iter().flatten().collect(), decks, pictures, with_gaps }
}

/// Which files cards show: a topic's own card all of its text, another its part.
fn shown_by_cards(scene: &Scene<'_>, topic: usize, cards: &[&Card], shown: &mut BTreeSet<String>) {
    let document = &scene.guide.topics[topic].topic.document;
    let targets = &scene.links.topics[topic];
    let asked = document.asked();
    for card in cards {
        match card.kind {
            Kind::Topic => pictures::shown_by(&document.pieces, targets, shown),
            Kind::Question => {
                if let Some(asked) = asked.get(card.index) {
                    pictures::shown_by(asked.question, targets, shown);
                    pictures::shown_by(asked.answer, targets, shown);
                }
            }
            Kind::Output => {}
            Kind::Quiz => {
                let quiz = &document.quizzes[card.index];
                pictures::shown_by(&quiz.question, targets, shown);
                for choice in &quiz.choices {
                    pictures::shown_by(&choice.pieces, targets, shown);
                    pictures::shown_by(choice.why.as_deref().unwrap_or_default(), targets, shown);
                }
            }
        }
    }
}

fn of_topic(scene: &Scene<'_>, topic: usize, cards: &[&Card], pictures: &Names, changes: &Changes) -> Vec<Note> {
    let guide = scene.guide;
    let entry = &guide.topics[topic];
    let updated = entry.topic.front.updated.as_deref().map_or(0, seconds);
    let changed = changes.get(&entry.topic.source).copied().unwrap_or(0).max(updated);
    let word = |kind: &str, id: &str| format!("{kind}::{}", id.split_whitespace().collect::<Vec<_>>().join("_"));
    let of_level = |level: &str| word("difficulty", level);
    let of_tags = |tags: &[usize]| tags.iter().map(|&tag| word("tag", &guide.tags[tag].id)).collect::<Vec<_>>();
    let level = of_level(&guide.settings.levels[entry.level].id);
    let tags = |card: &Card| match card.row(&entry.topic) {
        // A row has its own, and what the front matter says of all.
        Some(row) => {
            let mut tags = vec![row.difficulty.as_ref().map_or(level.clone(), |own| of_level(&own.value))];
            let front = &entry.topic.front.tags;
            tags.extend(front.iter().chain(&row.tags).map(|tag| word("tag", &tag.value)));
            tags
        }
        None => [vec![level.clone()], of_tags(&entry.tags)].concat(),
    };
    let faces = faces::of_topic(scene, topic, cards, pictures);
    let note = |(card, face): (&&Card, Face)| Note {
        guid: identity::guid(&guide.settings.id, card),
        id: card.id.clone(),
        deck: guide.chapters[entry.chapter].path.to_string(),
        face,
        plain: card.prompt.clone(),
        tags: tags(card).into_iter().chain([word("kind", card.kind.word())]).collect(),
        changed,
    };
    cards.iter().zip(faces).map(note).collect()
}

/// `Guide::Python::Concurrency`. Two colons part the names of decks, so none stand in a name.
fn deck_name(guide: &Guide, chapter: usize) -> String {
    let plain = |name: &str| {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ").replace("::", ":").replace('"', "”");
        if name.is_empty() { "?".to_owned() } else { name.trim_matches(':').to_owned() }
    };
    let chapters = guide.ancestors(chapter).into_iter().map(|it| plain(&guide.chapters[it].short.text));
    std::iter::once(plain(&guide.settings.title)).chain(chapters).collect::<Vec<_>>().join("::")
}

/// Midnight of a date, `2026-11-22`, in seconds since 1970; 0 for what is none.
fn seconds(date: &str) -> i64 {
    let mut parts = date.split('-').map(|part| part.parse::<i64>().unwrap_or(0));
    let (Some(year), Some(month), Some(day)) = (parts.next(), parts.next(), parts.next()) else { return 0 };
    // Years begin in March here, so that a leap day ends one.
    let year = if month <= 2 { year - 1 } else { year };
    let days = 365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    (days + day_of_year - 719_468) * 86_400
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_its_midnight() {
        assert_eq!(seconds("1970-01-01"), 0);
        assert_eq!(seconds("2000-02-29"), 951_782_400);
        assert_eq!(seconds("2026-11-22"), 1_795_305_600);
        assert_eq!(seconds("soon"), 0);
    }
}
