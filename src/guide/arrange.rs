//! The guide as a whole: chapters, topics in reading order, tags, levels.
//!
//! In: the settings and the parsed topics in any order. Out: [`Guide`], in which tags, levels and requirements are
//! indices instead of words. Links in the text are not looked at here.

use std::cell::OnceCell;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use xxhash_rust::xxh3::Xxh3;

use crate::guide::model::{Chapter, Entry, Guide, Tag};
use crate::guide::requirements;
use crate::path::TopicPath;
use crate::problem::message::Message;
use crate::problem::report::{Place, Report};
use crate::reading::settings::Settings;
use crate::reading::toml_keys::Located;
use crate::text::did_you_mean::{Names, nearest};
use crate::text::span::Span;
use crate::text::title_order;
use crate::topic::inline;
use crate::topic::parse::Topic;

/// A number for all that [`arrange`] reads: equal numbers, equal guides but for the bodies.
pub fn digest(
    parsed: &[Arc<Topic>],
    unread: &BTreeSet<TopicPath>,
    settings: &Settings,
    drafts: bool,
    report: &Report,
) -> u128 {
    let mut hash = Xxh3::new();
    for topic in parsed {
        hash.update(topic.source.as_str().as_bytes());
        // No text holds this byte.
        hash.update(&[0xff]);
        hash.update(&topic.front_digest.to_le_bytes());
    }
    hash.update(format!("{unread:?} {settings:?} {drafts} {}", report.is_sound()).as_bytes());
    hash.digest128()
}

/// Orders a guide. `unread` are files that could not be parsed; `drafts` says whether drafts are part of it; the titles
/// that summaries show have been filled in. `arranged_from` is what [`digest`] gives of all this.
pub fn arrange(
    arranged_from: u128,
    parsed: Vec<Arc<Topic>>,
    unread: BTreeSet<TopicPath>,
    settings: Settings,
    drafts: bool,
    report: &mut Report,
) -> Guide {
    // A chapter that is a draft takes all that lies in it along.
    let is_draft_chapter = |topic: &&Arc<Topic>| topic.is_index && topic.front.draft && !topic.path.is_home();
    let draft_chapters: Vec<TopicPath> = parsed.iter().filter(is_draft_chapter).map(|it| it.path.clone()).collect();
    let left_out = |topic: &Topic| {
        !drafts && (topic.front.draft || draft_chapters.iter().any(|chapter| topic.path.is_within(chapter)))
    };
    let draft_paths =
        parsed.iter().filter(|topic| left_out(topic) && !topic.is_index).map(|topic| topic.path.clone()).collect();
    let (indexes, others): (Vec<Arc<Topic>>, Vec<Arc<Topic>>) =
        parsed.into_iter().filter(|topic| !left_out(topic)).partition(|topic| topic.is_index);
    let (mut pages, topics): (Vec<Arc<Topic>>, Vec<Arc<Topic>>) = others.into_iter().partition(|it| it.is_page());
    pages.sort_by_cached_key(page_key);
    let mut chapters = chapters(indexes, &topics, &unread, report);
    let ordered = order(&mut chapters, topics, &settings);
    let chapter_by_path: HashMap<TopicPath, usize> =
        chapters.iter().enumerate().map(|(i, chapter)| (chapter.path.clone(), i)).collect();
    let mut guide = Guide {
        arranged_from,
        by_id: by_id(&ordered),
        by_path: ordered.iter().enumerate().map(|(i, topic)| (topic.path.clone(), i)).collect(),
        page_by_path: pages.iter().enumerate().map(|(i, page)| (page.path.clone(), i)).collect(),
        pages,
        chapter_by_path,
        chapters,
        tags: settings
            .tags
            .iter()
            .map(|tag| Tag {
                id: tag.id.value.clone(),
                label: tag.label.clone(),
                description: tag.description.clone(),
                topics: Vec::new(),
            })
            .collect(),
        topics: Vec::with_capacity(ordered.len()),
        drafts: draft_paths,
        unread,
        settings,
    };
    let declared: Vec<String> = guide.tags.iter().map(|tag| tag.id.clone()).collect();
    let names = OnceCell::new();
    let near_tag = |typed: &str| {
        let names = names.get_or_init(|| Names::new(declared.iter().map(String::as_str)));
        names.nearest(typed).map(str::to_owned)
    };
    for topic in ordered {
        let entry = entry(topic, &guide, &near_tag, report);
        for &tag in &entry.tags {
            guide.tags[tag].topics.push(guide.topics.len());
        }
        guide.topics.push(entry);
    }
    check_introductions(&guide, &near_tag, report);
    check_ids(&guide, report);
    requirements::link(&mut guide, report);
    // Where a topic could not be read, what seems empty or unused may not be.
    if report.is_sound() {
        check_emptiness(&guide, report);
    }
    guide
}

/// Topics by the id that they write. Of two with one id, which is told, the first.
fn by_id(ordered: &[Arc<Topic>]) -> HashMap<String, usize> {
    let written = |(index, topic): (usize, &Arc<Topic>)| topic.front.id.as_ref().map(|id| (id.value.clone(), index));
    ordered.iter().enumerate().rev().filter_map(written).collect()
}

/// The chapters, sorted by path: one for each `index.md` and for each folder that holds topics, and those above them.
fn chapters(
    indexes: Vec<Arc<Topic>>,
    topics: &[Arc<Topic>],
    unread: &BTreeSet<TopicPath>,
    report: &mut Report,
) -> Vec<Chapter> {
    let mut paths: BTreeMap<TopicPath, Option<Arc<Topic>>> = BTreeMap::new();
    let mut first_topic: HashMap<TopicPath, &Arc<Topic>> = HashMap::new();
    paths.insert(TopicPath::home(), None);
    for topic in topics {
        let mut folder = topic.path.parent();
        while let Some(path) = folder {
            folder = path.parent();
            first_topic.entry(path.clone()).or_insert(topic);
            paths.entry(path).or_insert(None);
        }
    }
    for index in indexes {
        let mut folder = index.path.parent();
        while let Some(path) = folder {
            folder = path.parent();
            paths.entry(path).or_insert(None);
        }
        paths.insert(index.path.clone(), Some(index));
    }
    let mut chapters: Vec<Chapter> = Vec::with_capacity(paths.len());
    for (path, introduction) in paths {
        if introduction.is_none() && !path.is_home() && !unread.contains(&path) {
            let message = Message::NoChapterIndex { chapter: path.to_string() };
            match first_topic.get(&path) {
                Some(topic) => report.at(Place::file(&topic.source), message),
                None => report.add(message),
            }
        }
        let from_folder = || inline::read(&path.name().replace(['-', '_'], " "));
        let title = introduction.as_ref().map_or_else(from_folder, |it| it.title.clone());
        let short = introduction.as_ref().map_or_else(from_folder, |it| it.short.clone());
        chapters.push(Chapter {
            path,
            introduction,
            title,
            short,
            parent: None,
            children: Vec::new(),
            topics: Vec::new(),
            all_topics: 0..0,
        });
    }
    chapters
}

/// Puts chapters and topics into reading order: a chapter's own topics, then the chapters in it.
fn order(chapters: &mut Vec<Chapter>, topics: Vec<Arc<Topic>>, settings: &Settings) -> Vec<Arc<Topic>> {
    let mut by_chapter: HashMap<TopicPath, Vec<Arc<Topic>>> = HashMap::new();
    for topic in topics {
        by_chapter.entry(topic.path.parent().unwrap_or_else(TopicPath::home)).or_default().push(topic);
    }
    let mut found: HashMap<TopicPath, Vec<Chapter>> = HashMap::new();
    let mut home = Vec::new();
    for chapter in chapters.drain(..) {
        match chapter.path.parent() {
            Some(parent) => found.entry(parent).or_default().push(chapter),
            None => home.push(chapter),
        }
    }
    let mut ordered = Vec::new();
    // Depth first, by a stack of chapters still to come, so that deep nesting costs no recursion.
    let mut stack: Vec<(Chapter, Option<usize>)> = home.into_iter().map(|chapter| (chapter, None)).collect();
    while let Some((mut chapter, parent)) = stack.pop() {
        let own = by_chapter.remove(&chapter.path).unwrap_or_default();
        let mut own: Vec<(i64, usize, String, Arc<Topic>)> =
            own.into_iter().map(|topic| sort_key(topic, settings)).collect();
        own.sort_by(|a, b| (a.0, a.1, &a.2, &a.3.path).cmp(&(b.0, b.1, &b.2, &b.3.path)));
        let own = requirements_first(own.into_iter().map(|(order, .., topic)| (order, topic)).collect());
        chapter.parent = parent;
        chapter.topics = (ordered.len()..ordered.len() + own.len()).collect();
        chapter.all_topics = ordered.len()..ordered.len();
        ordered.extend(own);
        let mut inner = found.remove(&chapter.path).unwrap_or_default();
        inner.sort_by_cached_key(|chapter| Reverse(chapter_key(chapter)));
        let index = chapters.len();
        chapters.push(chapter);
        if let Some(parent) = parent {
            chapters[parent].children.push(index);
        }
        stack.extend(inner.into_iter().map(|chapter| (chapter, Some(index))));
    }
    for index in (0..chapters.len()).rev() {
        let own_end = chapters[index].all_topics.start + chapters[index].topics.len();
        let end = chapters[index].children.iter().map(|&child| chapters[child].all_topics.end).max().unwrap_or(own_end);
        chapters[index].all_topics.end = end.max(own_end);
    }
    ordered
}

/// A chapter's topics, sorted, with those that others require before them as far as `order` leaves it open: of all whose
/// requirements are there, the first comes next. Topics that require each other in a circle keep their order.
fn requirements_first(sorted: Vec<(i64, Arc<Topic>)>) -> Vec<Arc<Topic>> {
    let place: HashMap<&TopicPath, usize> =
        sorted.iter().enumerate().map(|(index, (_, topic))| (&topic.path, index)).collect();
    let topics = sorted.iter().enumerate();
    let by_id: HashMap<&str, usize> =
        topics.filter_map(|(index, (_, topic))| Some((topic.front.id.as_ref()?.value.as_str(), index))).collect();
    let mut missing = vec![0_usize; sorted.len()];
    let mut unlocks: Vec<Vec<usize>> = vec![Vec::new(); sorted.len()];
    for (index, (order, topic)) in sorted.iter().enumerate() {
        for wanted in &topic.front.requires {
            let path = TopicPath::new(wanted.value.strip_suffix(".md").unwrap_or(&wanted.value));
            let named = place.get(&path).or_else(|| by_id.get(wanted.value.as_str()));
            let required = named.filter(|other| **other != index && sorted[**other].0 == *order);
            if let Some(&required) = required {
                missing[index] += 1;
                unlocks[required].push(index);
            }
        }
    }
    let mut ready: BTreeSet<usize> = (0..sorted.len()).filter(|&index| missing[index] == 0).collect();
    let mut waiting: BTreeSet<usize> = (0..sorted.len()).filter(|&index| missing[index] > 0).collect();
    let mut found = Vec::with_capacity(sorted.len());
    // An `order` that is written down goes before what requires: its group is done before the next begins.
    while let Some(next) = next_of(&ready, &waiting, &sorted) {
        ready.remove(&next);
        waiting.remove(&next);
        found.push(sorted[next].1.clone());
        for &other in &unlocks[next] {
            missing[other] = missing[other].saturating_sub(1);
            if missing[other] == 0 && waiting.remove(&other) {
                ready.insert(other);
            }
        }
    }
    found
}

/// The first topic of the first group that is ready, or of a circle.
fn next_of(ready: &BTreeSet<usize>, waiting: &BTreeSet<usize>, sorted: &[(i64, Arc<Topic>)]) -> Option<usize> {
    match (ready.first(), waiting.first()) {
        (Some(&ready), Some(&waiting)) if sorted[waiting].0 < sorted[ready].0 => Some(waiting),
        (Some(&ready), _) => Some(ready),
        (None, waiting) => waiting.copied(),
    }
}

fn sort_key(topic: Arc<Topic>, settings: &Settings) -> (i64, usize, String, Arc<Topic>) {
    let level = level_of(&topic, settings);
    (topic.front.order.unwrap_or(i64::MAX), level, title_order::key(&topic.title.text), topic)
}

fn page_key(page: &Arc<Topic>) -> (i64, String, TopicPath) {
    (page.front.order.unwrap_or(i64::MAX), title_order::key(&page.title.text), page.path.clone())
}

fn chapter_key(chapter: &Chapter) -> (i64, String, TopicPath) {
    let order = chapter.introduction.as_ref().and_then(|it| it.front.order).unwrap_or(i64::MAX);
    (order, title_order::key(&chapter.title.text), chapter.path.clone())
}

fn entry(topic: Arc<Topic>, guide: &Guide, near_tag: NearTag<'_>, report: &mut Report) -> Entry {
    let (level, tags) = look_up(&topic, guide, near_tag, report);
    let chapter = topic.path.parent().and_then(|path| guide.chapter_by_path.get(&path).copied()).unwrap_or(0);
    let id = topic.front.id.as_ref().map_or_else(|| topic.path.to_string(), |id| id.value.clone());
    Entry { topic, id, level, tags, chapter, requires: Vec::new(), unlocks: Vec::new() }
}

/// The declared tag most like what was typed.
type NearTag<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The level that a file names; of a table of words, the lowest of its rows, unless its front matter says otherwise.
fn level_of(topic: &Topic, settings: &Settings) -> usize {
    let found = |typed: &Located<String>| settings.level(&typed.value);
    let of_rows = || topic.levels().filter_map(found).min();
    topic.front.difficulty.as_ref().map_or_else(of_rows, found).unwrap_or(0)
}

/// The level and the tags that a file names, in its front matter and in the rows of a table.
fn look_up(topic: &Topic, guide: &Guide, near_tag: NearTag<'_>, report: &mut Report) -> (usize, Vec<usize>) {
    let settings = &guide.settings;
    for typed in topic.levels() {
        if settings.level(&typed.value).is_none() && !settings.levels_unread {
            let known: Vec<String> = settings.levels.iter().map(|level| level.id.clone()).collect();
            let nearest = nearest(&typed.value, known.iter().map(String::as_str)).map(str::to_owned);
            let message = Message::UnknownDifficulty { typed: typed.value.clone(), nearest, known };
            report.at(Place::span(&topic.source, typed.span), message);
        }
    }
    let level = level_of(topic, settings);
    let mut tags = Vec::with_capacity(topic.front.tags.len());
    let written = OnceCell::new();
    let mut seen = vec![false; if topic.table().is_some() { guide.tags.len() } else { 0 }];
    for tag in topic.tags() {
        match guide.tags.binary_search_by(|declared| declared.id.as_str().cmp(&tag.value)) {
            // Many rows of a table have one tag.
            Ok(index) if seen.get(index) == Some(&true) => {}
            Ok(index) => {
                seen.get_mut(index).into_iter().for_each(|seen| *seen = true);
                tags.push(index);
            }
            Err(_) if settings.tags_unread => {}
            Err(_) => {
                let all = || topic.front.tags.iter().map(|it| it.value.as_str()).collect::<HashSet<&str>>();
                let is_free = |near: &String| !written.get_or_init(all).contains(near.as_str());
                let nearest = near_tag(&tag.value).filter(is_free);
                let message = Message::UndeclaredTag { tag: tag.value.clone(), nearest };
                report.at(Place::span(&topic.source, tag.span), message);
            }
        }
    }
    (level, tags)
}

/// Tags and levels of chapters are not shown, but a slip in them is one.
fn check_introductions(guide: &Guide, near_tag: NearTag<'_>, report: &mut Report) {
    for introduction in guide.chapters.iter().filter_map(|chapter| chapter.introduction.as_ref()) {
        look_up(introduction, guide, near_tag, report);
    }
}

fn check_ids(guide: &Guide, report: &mut Report) {
    let mut seen: HashMap<&str, &Entry> = HashMap::new();
    for entry in &guide.topics {
        // Equal paths, as of `a.md` and `a.MD`, are told as two sources of one page.
        if let Some(first) = seen.insert(&entry.id, entry).filter(|first| first.topic.path != entry.topic.path) {
            // The one that wrote the id down is told; if neither did, paths could not be equal.
            let (told, other) = if entry.topic.front.id.is_some() { (entry, first) } else { (first, entry) };
            let span = told.topic.front.id.as_ref().map_or(Span::default(), |id| id.span);
            let message = Message::DuplicateId { id: entry.id.clone(), first: other.topic.source.to_string() };
            report.at(Place::span(&told.topic.source, span), message);
        }
    }
}

fn check_emptiness(guide: &Guide, report: &mut Report) {
    if guide.topics.is_empty() {
        report.add(Message::NoTopics);
        return;
    }
    for chapter in &guide.chapters {
        if let Some(introduction) = &chapter.introduction
            && chapter.all_topics.is_empty()
        {
            report.at(Place::file(&introduction.source), Message::EmptyChapter { chapter: chapter.path.to_string() });
        }
    }
    for (tag, declared) in guide.tags.iter().zip(&guide.settings.tags) {
        if tag.topics.is_empty() {
            let place = Place::span(&guide.settings.source, declared.id.span);
            report.at(place, Message::UnusedTag { tag: tag.id.clone() });
        }
    }
}
