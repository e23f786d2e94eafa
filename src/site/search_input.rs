//! The guide as search sees it.
//!
//! In: the guide, and what was gathered for the last index. Out: the files under `search/`, made by [`crate::search`]. Text is given with inline code between
//! backticks, as an author writes it.

use crate::guide::model::{Entry, Guide};
use crate::path::TopicPath;
use crate::search::{Facets, Gathered, SearchSection, SearchTopic, index_in};
use crate::topic::document::Section;
use crate::topic::inline;
use crate::topic::parse::Topic;

/// The index: paths from the root and bytes.
pub fn index(guide: &Guide, gathered: &mut Gathered) -> Vec<(String, Vec<u8>)> {
    let words: Vec<Words> = guide.topics.iter().map(|entry| Words::of(entry, guide)).collect();
    let of_pages: Vec<Words> = guide.pages.iter().map(|file| Words::of_page(file, guide)).collect();
    let topics = guide.topics.iter().zip(&words).map(|(entry, words)| topic(entry, words, guide));
    let pages = guide.pages.iter().zip(&of_pages).map(|(file, words)| page(file, words));
    let topics: Vec<SearchTopic<'_>> = topics.chain(pages).collect();
    let language = guide.settings.language.split('-').next().unwrap_or("en");
    let files = index_in(language, &topics, &facets(guide), gathered);
    files.into_iter().map(|(name, bytes)| (format!("search/{name}"), bytes)).collect()
}

/// What a topic lends to its [`SearchTopic`].
struct Words {
    url: String,
    title: String,
    short: String,
    asks: Vec<String>,
    tags: Vec<String>,
    summary: String,
}

impl Words {
    fn of(entry: &Entry, guide: &Guide) -> Self {
        let ask = |written: &str| inline::read_with(written, guide.settings.markdown).with_ticks;
        Self {
            asks: entry.topic.front.asks.iter().map(|it| ask(&it.value)).collect(),
            tags: entry.tags.iter().map(|&tag| guide.tags[tag].id.clone()).collect(),
            ..Self::of_page(&entry.topic, guide)
        }
    }

    /// A page that is no topic has fewer.
    fn of_page(file: &Topic, guide: &Guide) -> Self {
        Self {
            url: file.path.topic_page().url(),
            title: file.title.with_ticks.clone(),
            short: file.short.with_ticks.clone(),
            asks: Vec::new(),
            summary: file.front.summary.as_ref().map_or_else(String::new, |it| summary(&it.value, guide)),
            tags: Vec::new(),
        }
    }
}

/// A result is a link itself, so links of its summary are only their text.
fn summary(written: &str, guide: &Guide) -> String {
    let title = |path: &str| {
        let written = path.split('#').next().unwrap_or(path);
        let path = TopicPath::new(written.strip_suffix(".md").unwrap_or(written));
        let topic = guide.topic_named(written).map(|topic| guide.topics[topic].topic.title.clone());
        let page = || guide.page_by_path.get(&path).map(|&page| guide.pages[page].title.clone());
        topic.or_else(page).or_else(|| guide.chapter_by_path.get(&path).map(|&it| guide.chapters[it].title.clone()))
    };
    inline::read_summary(written, guide.settings.markdown, &title).with_ticks
}

fn section(section: &Section) -> SearchSection<'_> {
    SearchSection { id: section.id.as_deref(), heading: &section.heading, text: &section.text, code: &section.code }
}

/// A page that is no topic: no filter finds it.
fn page<'a>(file: &'a Topic, words: &'a Words) -> SearchTopic<'a> {
    SearchTopic {
        id: file.path.as_str(),
        url: &words.url,
        title: &words.title,
        short: &words.short,
        summary: &words.summary,
        asks: &[],
        tags: &[],
        difficulty: "",
        chapter: "",
        sections: file.document.sections.iter().map(section).collect(),
    }
}

fn topic<'a>(entry: &'a Entry, words: &'a Words, guide: &'a Guide) -> SearchTopic<'a> {
    SearchTopic {
        id: &entry.id,
        url: &words.url,
        title: &words.title,
        short: &words.short,
        summary: &words.summary,
        asks: &words.asks,
        tags: &words.tags,
        difficulty: &guide.settings.levels[entry.level].id,
        chapter: guide.chapters[entry.chapter].path.as_str(),
        sections: entry.topic.document.sections.iter().map(section).collect(),
    }
}

fn facets(guide: &Guide) -> Facets {
    let used = guide.tags.iter().filter(|tag| !tag.topics.is_empty());
    Facets {
        tags: used.map(|tag| (tag.id.clone(), tag.label.clone())).collect(),
        difficulties: guide.settings.levels.iter().map(|level| (level.id.clone(), level.label.clone())).collect(),
        chapters: guide
            .chapters
            .iter()
            .filter(|chapter| !chapter.path.is_home() && !chapter.all_topics.is_empty())
            .map(|chapter| (chapter.path.to_string(), chapter.title.text.clone()))
            .collect(),
    }
}
