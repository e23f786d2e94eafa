//! A topic's page.

use crate::guide::model::Guide;
use crate::path::{OutputPath, encode_path};
use crate::site::context::Scene;
use crate::site::fill;
use crate::site::labels::{self, Detail};
use crate::site::page_head::{description, head};
use crate::site::spot::Spot;
use crate::site::structured_data;
use crate::text::date_in_words::date_in_words;
use crate::text::escape::escape;
use crate::topic::inline;
use crate::topic::parse::Topic;
use crate::view::{LinkView, OutlineItem, RailGroup, RailItem, RelatedGroup, RelatedView, TopicPage};

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
        scene.related[index].others.iter().map(|it| labels::related(guide, it, entry.level, &page)).collect();
    let near = |close: &Option<crate::guide::related::Close>| {
        close.as_ref().map(|it| labels::related(guide, it, entry.level, &page))
    };
    let (easier, harder) = (near(&scene.related[index].easier), near(&scene.related[index].harder));
    let chapter = &guide.chapters[entry.chapter];
    let mut page_view = TopicPage {
        head: head(guide, "topic", &page, &topic.title, description(topic))
            .with_source(topic, guide)
            .with_structured(structured_data::topic(guide, index))
            .with_image(scene.share_images.topic(guide, index))
            .with_crumbs(labels::crumbs(guide, &ancestors, &page)),
        id: entry.id.clone(),
        short_html: topic.short.html.clone(),
        level: labels::level(guide, entry.level, &page),
        tags: entry.tags.iter().map(|&tag| labels::tag(guide, tag, &page)).collect(),
        summary_html: topic.summary.as_ref().map(|summary| summary.html.clone()),
        asks_html: asks_html(topic, guide),
        body: fill::body(topic, &scene.links.topics[index], &spot, scene),
        outline: outline(topic),
        rail: rail(guide, index, &page),
        chapter: LinkView { url: chapter.path.chapter_page().url_from(&page), html: chapter.short.html.clone() },
        previous: index.checked_sub(1).map(|it| labels::card(guide, it, &page, Detail::Brief)),
        next: (index + 1 < guide.topics.len()).then(|| labels::card(guide, index + 1, &page, Detail::Brief)),
        related_groups: grouped(&related),
        related,
        steps: Vec::new(),
        easier,
        harder,
        requires: labels::cards(guide, &entry.requires, &page, Detail::Brief),
        unlocks: labels::cards(guide, &entry.unlocks, &page, Detail::Brief),
        backlinks: labels::cards(guide, &scene.related[index].backlinks, &page, Detail::Brief),
        updated: topic.front.updated.clone(),
        updated_text: topic.front.updated.as_deref().map(|date| date_in_words(date, &guide.settings.language)),
        minutes: topic.document.words.div_ceil(WORDS_A_MINUTE).max(1),
        markdown_url: topic.path.topic_markdown().url_from(&page),
    };
    page_view.steps = steps(&page_view);
    page_view
}

/// The other wordings of the question, each as a link to what answers it if the author names that.
fn asks_html(topic: &Topic, guide: &Guide) -> Vec<String> {
    let answers = topic.front.answers_by_ask();
    let html = |ask: &str| {
        let html = inline::read_with(ask, guide.settings.markdown).html;
        let place = answers.get(ask).filter(|place| **place != "#");
        place.map_or_else(|| html.clone(), |place| format!("<a href=\"{}\">{html}</a>", escape(place)))
    };
    topic.front.asks.iter().map(|ask| html(&ask.value)).collect()
}

/// The easier and the harder neighbour, unless another list of the page names them.
fn steps(page: &TopicPage) -> Vec<RelatedView> {
    let lists = [&page.requires, &page.unlocks, &page.backlinks];
    let cards = lists.into_iter().flatten().chain(&page.next).chain(&page.previous).map(|card| &card.url);
    let named: Vec<&String> = cards.chain(page.related.iter().map(|it| &it.url)).collect();
    let both = page.easier.iter().chain(&page.harder);
    both.filter(|it| !named.contains(&&it.url)).cloned().collect()
}

/// Related topics by what relates them, so that equal reasons are said once.
fn grouped(related: &[RelatedView]) -> Vec<RelatedGroup> {
    let mut groups: Vec<RelatedGroup> = Vec::new();
    for it in related {
        match groups.iter_mut().find(|group| group.shared == it.shared && group.linked == it.linked) {
            Some(group) => group.topics.push(it.clone()),
            None => {
                groups.push(RelatedGroup { shared: it.shared.clone(), linked: it.linked, topics: vec![it.clone()] })
            }
        }
    }
    groups
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
    let most = guide.settings.limits.rail;
    let start = at.saturating_sub(most / 2).min(all.len().saturating_sub(most));
    let shown = &all[start..(start + most).min(all.len())];
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
        number: at + 1,
        of: all.len(),
        siblings: labels::siblings(guide, guide.topics[index].chapter, page),
    }
}
