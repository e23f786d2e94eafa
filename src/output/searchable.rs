//! The guide as search sees it.
//!
//! In: the guide, and what was gathered for the last index. Out: the files under `search/`, made by [`crate::search`]. Text is given with inline code between
//! backticks, as an author writes it.

use crate::guide::model::{Entry, Guide};
use crate::search::{Facets, Gathered, SearchSection, SearchTopic, index_in};

/// The index: paths from the root and bytes.
pub fn index(guide: &Guide, gathered: &mut Gathered) -> Vec<(String, Vec<u8>)> {
    let words: Vec<Words> = guide.topics.iter().map(|entry| Words::of(entry, guide)).collect();
    let topics: Vec<SearchTopic<'_>> =
        guide.topics.iter().zip(&words).map(|(entry, words)| topic(entry, words, guide)).collect();
    let language = guide.settings.language.split('-').next().unwrap_or("en");
    let files = index_in(language, &topics, &facets(guide), gathered);
    files.into_iter().map(|(name, bytes)| (format!("search/{name}"), bytes)).collect()
}

/// What a topic lends to its [`SearchTopic`].
struct Words {
    url: String,
    asks: Vec<String>,
    tags: Vec<String>,
}

impl Words {
    fn of(entry: &Entry, guide: &Guide) -> Self {
        Self {
            url: entry.topic.path.topic_page().url(),
            asks: entry.topic.front.asks.iter().map(|ask| ask.value.clone()).collect(),
            tags: entry.tags.iter().map(|&tag| guide.tags[tag].id.clone()).collect(),
        }
    }
}

fn topic<'a>(entry: &'a Entry, words: &'a Words, guide: &'a Guide) -> SearchTopic<'a> {
    let front = &entry.topic.front;
    let section = |section: &'a crate::topic::document::Section| SearchSection {
        id: section.id.as_deref(),
        heading: &section.heading,
        text: &section.text,
        code: &section.code,
    };
    SearchTopic {
        id: &entry.id,
        url: &words.url,
        title: &front.title.value,
        short: front.short.as_ref().map_or(&front.title.value, |short| &short.value),
        summary: front.summary.as_ref().map_or("", |summary| &summary.value),
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
