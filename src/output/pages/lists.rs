//! Tag pages, difficulty pages and the page of all topics.

use std::collections::BTreeMap;

use crate::guide::model::Guide;
use crate::output::head::{head, plain_title};
use crate::output::marks;
use crate::output::scene::Scene;
use crate::output::view::{DifficultyPage, TagCard, TagPage, TagsPage, TopicsPage};
use crate::words::path::OutputPath;

/// At most this many tags near a tag.
const NEAR: usize = 8;

/// `tags/index.html`.
pub fn tags(scene: &Scene<'_>) -> TagsPage {
    let page = OutputPath::new("tags/index.html");
    let title = plain_title(scene.theme.words.get("tags"));
    TagsPage { head: head(scene.guide, "tags", &page, &title, None), tags: tag_cards(scene.guide, &page) }
}

/// Used tags by label.
fn tag_cards(guide: &Guide, page: &OutputPath) -> Vec<TagCard> {
    let most = guide.tags.iter().map(|tag| tag.topics.len()).max().unwrap_or(0);
    let used = (0..guide.tags.len()).filter(|&tag| !guide.tags[tag].topics.is_empty());
    let card = |tag: usize| {
        let declared = &guide.tags[tag];
        let url = marks::tag_page(guide, tag).url_from(page);
        TagCard {
            id: declared.id.clone(),
            label: declared.label.clone(),
            description: declared.description.clone(),
            topics: declared.topics.len(),
            levels: marks::counts(guide, declared.topics.iter().copied(), most, |level| {
                format!("{url}#{}", guide.settings.levels[level].id)
            }),
            url,
        }
    };
    let mut cards: Vec<TagCard> = used.map(card).collect();
    cards.sort_by_cached_key(|card| card.label.to_lowercase());
    cards
}

/// `tags/TAG.html`.
pub fn tag(scene: &Scene<'_>, index: usize) -> TagPage {
    let guide = scene.guide;
    let declared = &guide.tags[index];
    let page = marks::tag_page(guide, index);
    TagPage {
        head: head(guide, "tag", &page, &plain_title(&declared.label), declared.description.clone()),
        id: declared.id.clone(),
        summary: declared.description.clone(),
        topics: declared.topics.len(),
        groups: marks::by_level(guide, &declared.topics, &page),
        near: near(guide, index).into_iter().map(|tag| marks::tag(guide, tag, &page)).collect(),
    }
}

/// The tags found most often on the same topics.
fn near(guide: &Guide, index: usize) -> Vec<usize> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for &topic in &guide.tags[index].topics {
        for &other in guide.topics[topic].tags.iter().filter(|&&other| other != index) {
            *counts.entry(other).or_default() += 1;
        }
    }
    let mut ranked: Vec<(usize, usize)> = counts.into_iter().collect();
    ranked.sort_by_key(|&(tag, count)| (std::cmp::Reverse(count), tag));
    ranked.into_iter().take(NEAR).map(|(tag, _)| tag).collect()
}

/// `difficulty/LEVEL.html`.
pub fn difficulty(scene: &Scene<'_>, index: usize) -> DifficultyPage {
    let guide = scene.guide;
    let page = marks::level_page(guide, index);
    let topics: Vec<usize> = (0..guide.topics.len()).filter(|&topic| guide.topics[topic].level == index).collect();
    DifficultyPage {
        head: head(guide, "difficulty", &page, &plain_title(&guide.settings.levels[index].label), None),
        level: marks::level(guide, index, &page),
        topics: topics.len(),
        groups: marks::by_chapter(guide, &topics, &page),
        easier: index.checked_sub(1).map(|it| marks::level(guide, it, &page)),
        harder: (index + 1 < guide.settings.levels.len()).then(|| marks::level(guide, index + 1, &page)),
    }
}

/// `topics.html`.
pub fn topics(scene: &Scene<'_>) -> TopicsPage {
    let guide = scene.guide;
    let page = OutputPath::new("topics.html");
    let all: Vec<usize> = (0..guide.topics.len()).collect();
    TopicsPage {
        head: head(guide, "topics", &page, &plain_title(scene.theme.words.get("all_topics")), None),
        groups: marks::by_chapter(guide, &all, &page),
        tags: tag_cards(guide, &page),
        levels: marks::counts(guide, all.iter().copied(), all.len(), |level| {
            marks::level_page(guide, level).url_from(&page)
        }),
    }
}
