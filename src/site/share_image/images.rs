//! The cards of a guide.
//!
//! In: the guide and the cards kept from an earlier build. Out: [`Cards`]. Without `base_url` there are none, since an
//! image is named by its whole address.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::guide::made_pages::SHARE_IMAGES;
use crate::guide::model::Guide;
use crate::memo::archive::Key;
use crate::path::OutputPath;
use crate::site::share_image::drawing::{self, Card};
use crate::site::share_image::image_cache;

/// Cards, each at its path.
#[derive(Debug, Default)]
pub struct Cards {
    home: Option<Arc<[u8]>>,
    topics: Vec<Option<Arc<[u8]>>>,
    /// The cache file's new bytes; `None` if the old ones are still right.
    pub cache: Option<Vec<u8>>,
}

impl Cards {
    /// Draws what is not kept, each distinct card once.
    pub fn of(guide: &Guide, cached: Option<&[u8]>) -> Self {
        if !guide.settings.cards || guide.settings.base_url.is_none() {
            return Self::default();
        }
        let home = home(guide);
        let drawn = if guide.topics.len() > guide.settings.limits.share_images { 0 } else { guide.topics.len() };
        let topics: Vec<Card<'_>> = (0..drawn).map(|index| topic(guide, index)).collect();
        let old = cached.map(image_cache::read).unwrap_or_default();
        let distinct: BTreeMap<Key, &Card<'_>> =
            topics.iter().chain([&home]).map(|card| (image_cache::key(card), card)).collect();
        let drawn: BTreeMap<Key, Arc<[u8]>> = distinct
            .par_iter()
            .filter_map(|(key, card)| match old.get(key) {
                Some(bytes) => Some((*key, Arc::from(*bytes))),
                None => drawing::draw(card).map(|bytes| (*key, Arc::from(bytes))),
            })
            .collect();
        let unchanged = drawn.len() == old.len() && drawn.keys().all(|key| old.contains_key(key));
        let find = |card: &Card<'_>| drawn.get(&image_cache::key(card)).cloned();
        Self {
            home: find(&home),
            topics: topics.iter().map(find).collect(),
            cache: (!unchanged).then(|| image_cache::write(&drawn)),
        }
    }

    /// The whole address of a topic's card.
    pub fn topic(&self, guide: &Guide, index: usize) -> Option<String> {
        self.topics.get(index)?.as_ref()?;
        Some(format!("{}{}", guide.settings.base_url.as_ref()?, topic_path(guide, index).url()))
    }

    /// The whole address of the guide's card.
    pub fn home(&self, guide: &Guide) -> Option<String> {
        self.home.as_ref()?;
        Some(format!("{}{}", guide.settings.base_url.as_ref()?, home_path().url()))
    }

    /// Every card with its path.
    pub fn files(&self, guide: &Guide) -> Vec<(OutputPath, Arc<[u8]>)> {
        let topics = self.topics.iter().enumerate();
        let topics = topics.filter_map(|(index, card)| Some((topic_path(guide, index), card.clone()?)));
        self.home.iter().map(|card| (home_path(), card.clone())).chain(topics).collect()
    }
}

fn home_path() -> OutputPath {
    OutputPath::new(&format!("{SHARE_IMAGES}/index.png"))
}

fn topic_path(guide: &Guide, index: usize) -> OutputPath {
    OutputPath::new(&format!("{SHARE_IMAGES}/{}.png", guide.topics[index].topic.path))
}

fn home(guide: &Guide) -> Card<'_> {
    let settings = &guide.settings;
    let below = settings.description.as_deref().unwrap_or("");
    Card { guide: &settings.title, title: &settings.title, below, level: None }
}

fn topic(guide: &Guide, index: usize) -> Card<'_> {
    let entry = &guide.topics[index];
    let levels = &guide.settings.levels;
    let chapter = &guide.chapters[entry.chapter];
    Card {
        guide: &guide.settings.title,
        title: &entry.topic.title.text,
        below: if entry.chapter == 0 { "" } else { &chapter.short.text },
        level: Some((entry.level + 1, levels.len(), &levels[entry.level].label)),
    }
}
