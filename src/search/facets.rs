//! The lists by which results are narrowed: tags, difficulties, chapters.
//!
//! In: the guide's lists. Out: the same, with whatever a topic names beyond them added at the end, so that every id a
//! topic uses has a number.

use crate::search::SearchTopic;
use std::collections::HashMap;

/// The guide's lists, each in the order readers should see.
#[derive(Clone, Debug, Default)]
pub struct Facets {
    /// Id and label.
    pub tags: Vec<(String, String)>,
    /// Id and label, easiest first.
    pub difficulties: Vec<(String, String)>,
    /// Path and title, parents before their children.
    pub chapters: Vec<(String, String)>,
}

impl Facets {
    /// The label of a tag; its id if the guide has none.
    pub fn tag_label<'a>(&'a self, id: &'a str) -> &'a str {
        self.tags.iter().find(|(tag, _)| tag == id).map_or(id, |(_, label)| label)
    }

    /// The titles of a chapter and those above it.
    pub fn chapter_titles(&self, path: &str) -> impl Iterator<Item = &str> {
        let within =
            move |above: &str| path.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        self.chapters
            .iter()
            .filter(move |(above, _)| !above.is_empty() && within(above))
            .map(|(_, title)| title.as_str())
    }
}

/// The lists as they are written, and the number of each id.
pub struct FacetLists<'a> {
    pub tags: Vec<(&'a str, &'a str)>,
    pub difficulties: Vec<(&'a str, &'a str)>,
    pub chapters: Vec<(&'a str, &'a str)>,
    tag_numbers: HashMap<&'a str, usize>,
    chapter_numbers: HashMap<&'a str, usize>,
}

impl<'a> FacetLists<'a> {
    pub fn new(facets: &'a Facets, topics: &[SearchTopic<'a>]) -> Self {
        let tag_ids = topics.iter().flat_map(|topic| topic.tags.iter().map(String::as_str));
        let (tags, tag_numbers) = numbered(&facets.tags, tag_ids);
        let (chapters, chapter_numbers) =
            numbered(&facets.chapters, topics.iter().map(|topic| topic.chapter).filter(|path| !path.is_empty()));
        let levels = topics.iter().map(|topic| topic.difficulty).filter(|id| !id.is_empty());
        let (difficulties, _) = numbered(&facets.difficulties, levels);
        Self { tags, difficulties, chapters, tag_numbers, chapter_numbers }
    }

    pub fn tag(&self, id: &str) -> Option<usize> {
        self.tag_numbers.get(id).copied()
    }

    pub fn chapter(&self, path: &str) -> Option<usize> {
        self.chapter_numbers.get(path).copied()
    }

    pub fn difficulty(&self, id: &str) -> Option<usize> {
        self.difficulties.iter().position(|(level, _)| *level == id)
    }
}

type Numbered<'a> = (Vec<(&'a str, &'a str)>, HashMap<&'a str, usize>);

fn numbered<'a>(listed: &'a [(String, String)], used: impl Iterator<Item = &'a str>) -> Numbered<'a> {
    let mut list = Vec::with_capacity(listed.len());
    let mut numbers = HashMap::new();
    let listed = listed.iter().map(|(id, label)| (id.as_str(), label.as_str()));
    for (id, label) in listed.chain(used.map(|id| (id, id))) {
        if !numbers.contains_key(id) {
            numbers.insert(id, list.len());
            list.push((id, label));
        }
    }
    (list, numbers)
}
