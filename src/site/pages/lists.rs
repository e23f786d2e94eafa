//! Tag pages, difficulty pages and the page of all topics.

use std::collections::BTreeMap;

use crate::guide::made_pages;
use crate::guide::model::Guide;
use crate::path::OutputPath;
use crate::site::context::Scene;
use crate::site::labels::{self, Detail};
use crate::site::page_head::{head, plain_title};
use crate::text::title_order;
use crate::view::{DifficultyPage, TagCard, TagGroup, TagPage, TagsPage, TopicsPage};

/// At most this many tags near a tag.
const NEAR: usize = 8;

/// `tags/index.html`.
pub fn tags(scene: &Scene<'_>) -> TagsPage {
    let page = made_pages::TAGS.output();
    let title = plain_title(scene.theme.words.get("tags"));
    let tags = tag_cards(scene.guide, &page);
    TagsPage { head: head(scene.guide, "tags", &page, &title, None), groups: tag_groups(scene.guide, &tags), tags }
}

/// Fewer tags than this need no groups.
const GROUPED: usize = 16;
/// A tag belongs to a part of the guide if so many of three of its topics stand there.
const MOST_OF_THREE: usize = 2;

/// Tags by the part of the guide where most of their topics stand, in the order of the parts; last those of many parts.
fn tag_groups(guide: &Guide, cards: &[TagCard]) -> Vec<TagGroup> {
    let part = |topic: &usize| guide.ancestors(guide.topics[*topic].chapter).first().copied();
    let mut groups: BTreeMap<usize, Vec<TagCard>> = BTreeMap::new();
    for card in cards {
        let topics = guide.tags.iter().find(|tag| tag.id == card.id).map_or(&[][..], |tag| &tag.topics);
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for part in topics.iter().filter_map(part) {
            *counts.entry(part).or_default() += 1;
        }
        let most = counts.into_iter().find(|(_, count)| count * 3 >= topics.len() * MOST_OF_THREE);
        groups.entry(most.map_or(usize::MAX, |(part, _)| part)).or_default().push(card.clone());
    }
    if cards.len() < GROUPED || groups.len() * 3 > cards.len() {
        return vec![TagGroup { title_html: None, tags: cards.to_vec() }];
    }
    let title = |part: usize| guide.chapters.get(part).map(|chapter| chapter.title.html.clone());
    groups.into_iter().map(|(part, tags)| TagGroup { title_html: title(part), tags }).collect()
}

/// Used tags by label.
fn tag_cards(guide: &Guide, page: &OutputPath) -> Vec<TagCard> {
    let most = guide.tags.iter().map(|tag| tag.topics.len()).max().unwrap_or(0);
    let used = (0..guide.tags.len()).filter(|&tag| !guide.tags[tag].topics.is_empty());
    let card = |tag: usize| {
        let declared = &guide.tags[tag];
        let url = labels::tag_page(guide, tag).url_from(page);
        TagCard {
            id: declared.id.clone(),
            label: declared.label.clone(),
            description: declared.description.clone(),
            topics: declared.topics.len(),
            levels: labels::counts(guide, declared.topics.iter().copied(), most, |level| {
                format!("{url}#{}", labels::level_anchor(&guide.settings.levels[level].id))
            }),
            url,
        }
    };
    let mut cards: Vec<TagCard> = used.map(card).collect();
    cards.sort_by_cached_key(|card| title_order::key(&card.label));
    cards
}

/// `tags/TAG.html`.
pub fn tag(scene: &Scene<'_>, index: usize) -> TagPage {
    let guide = scene.guide;
    let declared = &guide.tags[index];
    let page = labels::tag_page(guide, index);
    TagPage {
        head: head(guide, "tag", &page, &plain_title(&declared.label), declared.description.clone()),
        id: declared.id.clone(),
        summary: declared.description.clone(),
        topics: declared.topics.len(),
        groups: labels::by_level(guide, &declared.topics, &page),
        near: near(guide, index).into_iter().map(|tag| labels::tag(guide, tag, &page)).collect(),
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
    let page = labels::level_page(guide, index);
    let topics: Vec<usize> = (0..guide.topics.len()).filter(|&topic| guide.topics[topic].level == index).collect();
    DifficultyPage {
        head: head(guide, "difficulty", &page, &plain_title(&guide.settings.levels[index].label), None),
        level: labels::level(guide, index, &page),
        topics: topics.len(),
        groups: labels::by_chapter(guide, &topics, &page, Detail::for_list(guide, topics.len())),
        easier: index.checked_sub(1).map(|it| labels::level(guide, it, &page)),
        harder: (index + 1 < guide.settings.levels.len()).then(|| labels::level(guide, index + 1, &page)),
    }
}

/// `topics.html`.
pub fn topics(scene: &Scene<'_>) -> TopicsPage {
    let guide = scene.guide;
    let page = made_pages::TOPICS.output();
    let all: Vec<usize> = (0..guide.topics.len()).collect();
    TopicsPage {
        head: head(guide, "topics", &page, &plain_title(scene.theme.words.get("all_topics")), None),
        groups: labels::by_chapter(guide, &all, &page, Detail::for_list(guide, all.len())),
        tags: tag_cards(guide, &page),
        levels: labels::counts(guide, all.iter().copied(), all.len(), |level| {
            labels::level_page(guide, level).url_from(&page)
        }),
    }
}
