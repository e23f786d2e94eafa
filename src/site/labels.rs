//! Levels, tags and topics as they appear on other pages.
//!
//! In: indices of the guide and the page to stand on. Out: view types with URLs spelled from there.

use crate::guide::made_pages::Family;
use crate::guide::model::Guide;
use crate::guide::related::Close;
use crate::path::OutputPath;
use crate::view::{LevelCount, LevelMark, LinkView, RelatedView, SiblingView, TagMark, TopicCard, TopicGroup};

/// How much a card shows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Title, level, summary and tags.
    Full,
    /// Title and level.
    Brief,
}

impl Detail {
    /// What a list of so many topics can afford.
    pub fn for_list(guide: &Guide, topics: usize) -> Self {
        if topics > guide.settings.limits.detailed_list { Detail::Brief } else { Detail::Full }
    }
}

/// The page of a level.
pub fn level_page(guide: &Guide, level: usize) -> OutputPath {
    Family::Level.page(&guide.settings.levels[level].id)
}

/// The page of a tag.
pub fn tag_page(guide: &Guide, tag: usize) -> OutputPath {
    Family::Tag.page(&guide.tags[tag].id)
}

/// A level.
pub fn level(guide: &Guide, level: usize, from: &OutputPath) -> LevelMark {
    let setting = &guide.settings.levels[level];
    LevelMark {
        id: setting.id.clone(),
        label: setting.label.clone(),
        rank: level + 1,
        of: guide.settings.levels.len(),
        url: level_page(guide, level).url_from(from),
    }
}

/// A tag.
pub fn tag(guide: &Guide, tag: usize, from: &OutputPath) -> TagMark {
    let declared = &guide.tags[tag];
    TagMark { id: declared.id.clone(), label: declared.label.clone(), url: tag_page(guide, tag).url_from(from) }
}

/// A topic in a list.
pub fn card(guide: &Guide, topic: usize, from: &OutputPath, detail: Detail) -> TopicCard {
    let entry = &guide.topics[topic];
    let full = detail == Detail::Full;
    TopicCard {
        id: entry.id.clone(),
        url: entry.topic.path.topic_page().url_from(from),
        title_html: entry.topic.title.html.clone(),
        short_html: entry.topic.short.html.clone(),
        summary_html: entry.topic.summary.as_ref().filter(|_| full).map(|summary| summary.html.clone()),
        level: level(guide, entry.level, from),
        tags: if full { entry.tags.iter().map(|&it| tag(guide, it, from)).collect() } else { Vec::new() },
        chapter: guide.chapters[entry.chapter].path.to_string(),
    }
}

/// Topics in a list.
pub fn cards(guide: &Guide, topics: &[usize], from: &OutputPath, detail: Detail) -> Vec<TopicCard> {
    topics.iter().map(|&topic| card(guide, topic, from, detail)).collect()
}

/// A related topic with its reason, seen from a topic of level `own`.
pub fn related(guide: &Guide, close: &Close, own: usize, from: &OutputPath) -> RelatedView {
    let entry = &guide.topics[close.topic];
    RelatedView {
        url: entry.topic.path.topic_page().url_from(from),
        short_html: entry.topic.short.html.clone(),
        title_html: entry.topic.title.html.clone(),
        level: level(guide, entry.level, from),
        shared: close.shared.iter().take(2).map(|&tag| guide.tags[tag].label.clone()).collect(),
        relation: match entry.level.cmp(&own) {
            std::cmp::Ordering::Less => "easier",
            std::cmp::Ordering::Equal => "same",
            std::cmp::Ordering::Greater => "harder",
        },
        linked: close.linked,
    }
}

/// The id of a level's group on a page of groups.
pub fn level_anchor(level: &str) -> String {
    format!("level.{level}")
}

/// Topics grouped by level, easiest first; empty levels are left out.
pub fn by_level(guide: &Guide, topics: &[usize], from: &OutputPath) -> Vec<TopicGroup> {
    let detail = Detail::for_list(guide, topics.len());
    let group = |index: usize| {
        let inside: Vec<usize> = topics.iter().copied().filter(|&topic| guide.topics[topic].level == index).collect();
        let mark = level(guide, index, from);
        TopicGroup {
            // With a dot, which no section's id has: an introduction may have a section `Basic`.
            id: level_anchor(&mark.id),
            title_html: crate::text::escape::escape(&mark.label),
            title: mark.label.clone(),
            url: Some(mark.url.clone()),
            part_html: None,
            level: Some(mark),
            topics: cards(guide, &inside, from, detail),
        }
    };
    (0..guide.settings.levels.len()).map(group).filter(|group| !group.topics.is_empty()).collect()
}

/// Topics grouped by chapter in reading order. `topics` are in reading order.
pub fn by_chapter(guide: &Guide, topics: &[usize], from: &OutputPath, detail: Detail) -> Vec<TopicGroup> {
    let mut groups: Vec<TopicGroup> = Vec::new();
    let mut last = usize::MAX;
    let mut last_part = usize::MAX;
    for &topic in topics {
        let chapter = guide.topics[topic].chapter;
        if chapter != last {
            last = chapter;
            let it = &guide.chapters[chapter];
            let part = guide.ancestors(chapter).first().copied().unwrap_or(chapter);
            let begins = part != last_part && part != chapter;
            last_part = part;
            groups.push(TopicGroup {
                id: format!("chapter.{}", it.path.chapter_page().url()),
                title_html: it.title.html.clone(),
                title: it.title.text.clone(),
                url: Some(it.path.chapter_page().url_from(from)),
                part_html: begins.then(|| guide.chapters[part].title.html.clone()),
                level: None,
                topics: Vec::new(),
            });
        }
        if let Some(group) = groups.last_mut() {
            group.topics.push(card(guide, topic, from, detail));
        }
    }
    groups
}

/// How many of the topics are of each level, as parts of a bar that `whole` topics fill. `url` tells where a level's
/// topics are listed.
pub fn counts(
    guide: &Guide,
    topics: impl Iterator<Item = usize>,
    whole: usize,
    url: impl Fn(usize) -> String,
) -> Vec<LevelCount> {
    let mut counts = vec![0; guide.settings.levels.len()];
    for topic in topics {
        counts[guide.topics[topic].level] += 1;
    }
    let mut before = 0;
    let count = |(index, topics): (usize, usize)| {
        let setting = &guide.settings.levels[index];
        let start = percent(before, whole);
        before += topics;
        LevelCount {
            id: setting.id.clone(),
            label: setting.label.clone(),
            rank: index + 1,
            topics,
            start,
            share: percent(topics, whole),
            url: (topics > 0).then(|| url(index)),
        }
    };
    counts.into_iter().enumerate().map(count).collect()
}

/// With one decimal, so that a page does not carry sixteen.
#[expect(clippy::cast_precision_loss, reason = "counts of topics are far below 2^52")]
fn percent(part: usize, whole: usize) -> f64 {
    (part as f64 * 1000.0 / whole.max(1) as f64).round() / 10.0
}

/// The chapters beside a chapter and itself; nothing where it has no company, or too much.
pub fn siblings(guide: &Guide, chapter: usize, from: &OutputPath) -> Vec<SiblingView> {
    let Some(parent) = guide.chapters[chapter].parent else { return Vec::new() };
    let beside = &guide.chapters[parent].children;
    if beside.len() < 2 || beside.len() > guide.settings.limits.siblings {
        return Vec::new();
    }
    let sibling = |&index: &usize| SiblingView {
        url: guide.chapters[index].path.chapter_page().url_from(from),
        short_html: guide.chapters[index].short.html.clone(),
        current: index == chapter,
    };
    beside.iter().map(sibling).collect()
}

/// The chapters above a chapter and itself, as links.
pub fn crumbs(guide: &Guide, chapters: &[usize], from: &OutputPath) -> Vec<LinkView> {
    let link = |&chapter: &usize| {
        let it = &guide.chapters[chapter];
        LinkView { url: it.path.chapter_page().url_from(from), html: it.short.html.clone() }
    };
    chapters.iter().map(link).collect()
}
