//! A topic's page.

use crate::guide::model::Guide;
use crate::output::head::{description, head};
use crate::output::marks::{self, Detail};
use crate::output::scene::Scene;
use crate::output::spell::{self, Spot};
use crate::output::structured;
use crate::output::view::{LinkView, OutlineItem, RailGroup, RailItem, RelatedView, TopicPage};
use crate::words::path::{OutputPath, encode_path};

/// At most this many topics of a chapter stand in the rail.
const RAIL: usize = 60;
/// Words read in a minute.
const WORDS_A_MINUTE: usize = 200;

/// The view of a topic's page.
pub fn view(scene: &Scene<'_>, index: usize) -> TopicPage {
    let guide = scene.guide;
    let entry = &guide.topics[index];
    let topic = &entry.topic;
    let page = topic.path.topic_page();
    let spot = Spot::alone(&page);
    let ancestors = guide.ancestors(entry.chapter);
    let related: Vec<RelatedView> =
        scene.related[index].others.iter().map(|it| marks::related(guide, it, entry.level, &page)).collect();
    let near = |close: &Option<crate::guide::related::Close>| {
        close.as_ref().map(|it| marks::related(guide, it, entry.level, &page))
    };
    let chapter = &guide.chapters[entry.chapter];
    TopicPage {
        head: head(guide, "topic", &page, &topic.title, description(topic))
            .with_source(topic, guide)
            .with_structured(structured::topic(guide, index))
            .with_image(scene.cards.topic(guide, index))
            .with_crumbs(marks::crumbs(guide, &ancestors, &page)),
        id: entry.id.clone(),
        short_html: topic.short.html.clone(),
        level: marks::level(guide, entry.level, &page),
        tags: entry.tags.iter().map(|&tag| marks::tag(guide, tag, &page)).collect(),
        summary_html: topic.summary.as_ref().map(|summary| summary.html.clone()),
        asks: topic.front.asks.iter().map(|ask| ask.value.clone()).collect(),
        body: spell::body(topic, &scene.links.topics[index], &spot, scene),
        outline: outline(topic),
        rail: rail(guide, index, &page),
        chapter: LinkView { url: chapter.path.chapter_page().url_from(&page), html: chapter.short.html.clone() },
        previous: index.checked_sub(1).map(|it| marks::card(guide, it, &page, Detail::Brief)),
        next: (index + 1 < guide.topics.len()).then(|| marks::card(guide, index + 1, &page, Detail::Brief)),
        easier: near(&scene.related[index].easier),
        harder: near(&scene.related[index].harder),
        related,
        requires: marks::cards(guide, &entry.requires, &page, Detail::Brief),
        unlocks: marks::cards(guide, &entry.unlocks, &page, Detail::Brief),
        backlinks: marks::cards(guide, &scene.related[index].backlinks, &page, Detail::Brief),
        updated: topic.front.updated.clone(),
        minutes: topic.document.words.div_ceil(WORDS_A_MINUTE).max(1),
        markdown_url: topic.path.topic_markdown().url_from(&page),
    }
}

/// Headings of the second and third level.
pub fn outline(topic: &crate::topic::parse::Topic) -> Vec<OutlineItem> {
    let shown = topic.document.outline.iter().filter(|heading| heading.level <= 3);
    let item = |heading: &crate::topic::document::Heading| {
        let mut url = "#".to_owned();
        encode_path(&heading.id, &mut url);
        OutlineItem { url, html: heading.html.clone(), level: heading.level }
    };
    shown.map(item).collect()
}

/// The chapter's topics, or those nearest in it.
fn rail(guide: &Guide, index: usize, page: &OutputPath) -> RailGroup {
    let levels = &guide.settings.levels;
    let chapter = &guide.chapters[guide.topics[index].chapter];
    let all = &chapter.topics;
    let at = all.iter().position(|&topic| topic == index).unwrap_or(0);
    let start = at.saturating_sub(RAIL / 2).min(all.len().saturating_sub(RAIL));
    let shown = &all[start..(start + RAIL).min(all.len())];
    let item = |&topic: &usize| RailItem {
        url: guide.topics[topic].topic.path.topic_page().url_from(page),
        short_html: guide.topics[topic].topic.short.html.clone(),
        rank: guide.topics[topic].level + 1,
        label: levels[guide.topics[topic].level].label.clone(),
        current: topic == index,
    };
    RailGroup {
        title_html: chapter.short.html.clone(),
        url: chapter.path.chapter_page().url_from(page),
        topics: shown.iter().map(item).collect(),
        more: all.len() - shown.len(),
        siblings: marks::siblings(guide, guide.topics[index].chapter, page),
    }
}
