//! What an author may have meant by a path or a section that is not there.
//!
//! In: a guide and its files. Out: the nearest of them. Names are put in order when they are first asked for, once for all
//! files, and a file that is wrong all over gets no more than [`MOST`] answers: the first ones tell what is wrong.

use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::guide::model::Guide;
use crate::path::SourcePath;
use crate::text::did_you_mean::Names;
use crate::text::slug::slug;
use crate::topic::parse::Topic;

/// Answers for one file.
pub const MOST: usize = 200;

/// Up to so many sections are looked through one by one.
const FEW_SECTIONS: usize = 32;

/// What there is, in order.
pub struct Suggestions<'g> {
    guide: &'g Guide,
    assets: &'g HashSet<&'g str>,
    topics: OnceLock<Names<'g>>,
    /// Paths of topics by the slugs of their titles and short names.
    titles: OnceLock<HashMap<String, &'g str>>,
    files: OnceLock<Names<'g>>,
    sections: Mutex<HashMap<SourcePath, Arc<Names<'g>>>>,
}

/// The same, for one file.
pub struct OfAFile<'s, 'g> {
    all: &'s Suggestions<'g>,
    given: Cell<usize>,
}

impl<'g> Suggestions<'g> {
    /// For a guide and its files.
    pub fn new(guide: &'g Guide, assets: &'g HashSet<&'g str>) -> Self {
        Self {
            guide,
            assets,
            topics: OnceLock::new(),
            titles: OnceLock::new(),
            files: OnceLock::new(),
            sections: Mutex::default(),
        }
    }

    /// Begins to count.
    pub fn for_a_file(&self) -> OfAFile<'_, 'g> {
        OfAFile { all: self, given: Cell::new(0) }
    }

    fn topics(&self) -> &Names<'g> {
        self.topics.get_or_init(|| {
            let pages = self.guide.pages.iter().map(|page| page.path.as_str());
            let mut names: Vec<&str> = self.guide.topics.iter().map(|entry| entry.topic.path.as_str()).collect();
            names.extend(pages);
            Names::new(names)
        })
    }

    fn titles(&self) -> &HashMap<String, &'g str> {
        self.titles.get_or_init(|| {
            let mut titles = HashMap::new();
            for topic in self.guide.topics.iter().map(|entry| &entry.topic).chain(&self.guide.pages) {
                let names = std::iter::once(&topic.front.title).chain(&topic.front.short);
                for name in names {
                    titles.entry(slug(&name.value)).or_insert(topic.path.as_str());
                }
            }
            titles
        })
    }

    fn files(&self) -> &Names<'g> {
        self.files.get_or_init(|| {
            let mut sorted: Vec<&str> = self.assets.iter().copied().collect();
            sorted.sort_unstable();
            Names::new(sorted)
        })
    }
}

impl<'g> OfAFile<'_, 'g> {
    /// The guide.
    pub fn guide(&self) -> &'g Guide {
        self.all.guide
    }

    /// The paths of its files.
    pub fn assets(&self) -> &'g HashSet<&'g str> {
        self.all.assets
    }

    /// A topic's path like this one, or of a topic with this title.
    pub fn topic(&self, path: &str) -> Option<&'g str> {
        self.one_more()?;
        let topics = self.all.topics();
        let titled = || self.all.titles().get(&slug(path)).copied();
        topics.nearest(path).or_else(|| topics.same_last_part(path)).or_else(titled)
    }

    /// A file's path like this one.
    pub fn file(&self, path: &str) -> Option<&'g str> {
        self.one_more()?;
        self.all.files().nearest(path).or_else(|| self.all.files().same_last_part(path))
    }

    /// A section of a topic like this one.
    pub fn section(&self, section: &str, topic: &'g Topic) -> Option<String> {
        self.one_more()?;
        self.sections(topic).nearest(section).map(str::to_owned)
    }

    /// Whether a topic has a section.
    pub fn has_section(&self, section: &str, topic: &'g Topic) -> bool {
        let anchors = &topic.document.anchors;
        if anchors.len() <= FEW_SECTIONS {
            return anchors.iter().any(|anchor| anchor == section);
        }
        self.sections(topic).contains(section)
    }

    fn sections(&self, topic: &'g Topic) -> Arc<Names<'g>> {
        let mut known = self.all.sections.lock().unwrap_or_else(PoisonError::into_inner);
        let names = || Arc::new(Names::new(topic.document.anchors.iter().map(String::as_str)));
        known.entry(topic.source.clone()).or_insert_with(names).clone()
    }

    fn one_more(&self) -> Option<()> {
        self.given.set(self.given.get() + 1);
        (self.given.get() <= MOST).then_some(())
    }
}
