//! The guide as a value: chapters, topics in reading order, tags.

use std::collections::{BTreeSet, HashMap};
use std::ops::RangeInclusive;
use std::sync::Arc;

use crate::path::TopicPath;
use crate::reading::settings::Settings;
use crate::topic::document::Inline;
use crate::topic::parse::Topic;

/// A guide: everything found, ordered and named.
#[derive(Debug)]
pub struct Guide {
    /// XXH3-128 of all that it was arranged from: everything but the bodies of its files.
    pub arranged_from: u128,
    /// `book.toml`.
    pub settings: Settings,
    /// The topics in reading order.
    pub topics: Vec<Entry>,
    /// The chapters in reading order; the first is the home page, which holds topics outside any chapter.
    pub chapters: Vec<Chapter>,
    /// The pages that are no topics, by `order` and then by title.
    pub pages: Vec<Arc<Topic>>,
    /// The declared tags, in the order of their ids, with the topics that carry them in reading order.
    pub tags: Vec<Tag>,
    /// Topics by path.
    pub by_path: HashMap<TopicPath, usize>,
    /// Pages that are no topics, by path.
    pub page_by_path: HashMap<TopicPath, usize>,
    /// Topics by the id that stands in their front matter.
    pub by_id: HashMap<String, usize>,
    /// Chapters by path.
    pub chapter_by_path: HashMap<TopicPath, usize>,
    /// Paths of topics that are drafts and were left out.
    pub drafts: BTreeSet<TopicPath>,
    /// Paths of files whose front matter could not be read: links to them are no further problem.
    pub unread: BTreeSet<TopicPath>,
}

/// A topic in its place.
#[derive(Debug)]
pub struct Entry {
    /// The parsed file.
    pub topic: Arc<Topic>,
    /// Its stable identity.
    pub id: String,
    /// Its index among the levels of difficulty.
    pub level: usize,
    /// Indices of its tags, as the author ordered them.
    pub tags: Vec<usize>,
    /// The index of its chapter.
    pub chapter: usize,
    /// Indices of the topics to know first.
    pub requires: Vec<usize>,
    /// Indices of the topics that require this one.
    pub unlocks: Vec<usize>,
}

/// A chapter in its place.
#[derive(Debug)]
pub struct Chapter {
    /// From `content/`; empty for the home page.
    pub path: TopicPath,
    /// Its `index.md`, if there is one.
    pub introduction: Option<Arc<Topic>>,
    /// Its title; the folder's name if it has no introduction.
    pub title: Inline,
    /// Its short name.
    pub short: Inline,
    /// The chapter above it; none for the home page.
    pub parent: Option<usize>,
    /// The chapters in it, in reading order.
    pub children: Vec<usize>,
    /// Its own topics, in reading order.
    pub topics: Vec<usize>,
    /// All topics in it and below it: a range of the reading order.
    pub all_topics: std::ops::Range<usize>,
}

/// A declared tag.
#[derive(Debug)]
pub struct Tag {
    /// `gil`.
    pub id: String,
    /// `Global interpreter lock`.
    pub label: String,
    /// One sentence.
    pub description: Option<String>,
    /// Indices of the topics that carry it, in reading order.
    pub topics: Vec<usize>,
}

impl Guide {
    /// The topic that a path or else an id names, as `requires` and `[[…]]` write it.
    pub fn topic_named(&self, written: &str) -> Option<usize> {
        let path = TopicPath::new(written.strip_suffix(".md").unwrap_or(written));
        self.by_path.get(&path).or_else(|| self.by_id.get(written)).copied()
    }

    /// The topic whose id is written, where a path of that name was meant: another one than the path names.
    pub fn also_named(&self, written: &str) -> Option<&Entry> {
        let named = self.by_path.get(&TopicPath::new(written))?;
        self.by_id.get(written).filter(|other| *other != named).map(|other| &self.topics[*other])
    }

    /// The chapters above a chapter, from the home page down, without the home page itself.
    pub fn ancestors(&self, chapter: usize) -> Vec<usize> {
        let mut above = Vec::new();
        let mut next = Some(chapter);
        while let Some(index) = next {
            if !self.chapters[index].path.is_home() {
                above.push(index);
            }
            next = self.chapters[index].parent;
        }
        above.reverse();
        above
    }

    /// A chapter and those in it, which follow each other in reading order.
    pub fn within(&self, chapter: usize) -> RangeInclusive<usize> {
        let mut last = chapter;
        while let Some(&inner) = self.chapters[last].children.last() {
            last = inner;
        }
        chapter..=last
    }

    /// All Markdown files of the guide: topics, then introductions, then pages.
    pub fn files(&self) -> impl Iterator<Item = &Arc<Topic>> {
        let introductions = self.chapters.iter().filter_map(|chapter| chapter.introduction.as_ref());
        self.topics.iter().map(|entry| &entry.topic).chain(introductions).chain(&self.pages)
    }

    /// The chapter in whose folder a page lies, or in whose folders.
    pub fn chapter_around(&self, path: &TopicPath) -> usize {
        let above = std::iter::successors(path.parent(), TopicPath::parent);
        above.filter_map(|path| self.chapter_by_path.get(&path).copied()).next().unwrap_or(0)
    }
}
