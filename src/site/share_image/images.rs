//! The pictures of a guide.
//!
//! In: the guide, its cards and the pictures kept from an earlier build. Out: [`ShareImages`]. Without `base_url` there are
//! none, since a picture is named by its whole address.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::cards::card::{Card, Kind};
use crate::cards::deck::Deck;
use crate::guide::made_pages::SHARE_IMAGES;
use crate::guide::model::Guide;
use crate::memo::archive::Key;
use crate::path::OutputPath;
use crate::site::share_image::drawing::{self, Main, Words};
use crate::site::share_image::image_cache;
use crate::site::shared_cards;
use crate::theme::interface_words::Words as InterfaceWords;

/// Pictures, each by its path.
#[derive(Debug, Default)]
pub struct ShareImages {
    files: BTreeMap<OutputPath, Arc<[u8]>>,
    /// The cache file's new bytes; `None` if the old ones are still right.
    pub cache: Option<Vec<u8>>,
}

impl ShareImages {
    /// Draws what is not kept, each distinct picture once.
    pub fn of(guide: &Guide, deck: &Deck, interface: &InterfaceWords, cached: Option<&[u8]>) -> Self {
        if !guide.settings.cards || guide.settings.base_url.is_none() {
            return Self::default();
        }
        let most = guide.settings.limits.share_images;
        let topics = if guide.topics.len() > most { 0 } else { guide.topics.len() };
        let outputs: Vec<&Card> = shared_cards::shared(guide, deck).collect();
        let outputs = if outputs.len() > most { Vec::new() } else { outputs };
        let mut all: Vec<(OutputPath, Words<'_>)> = vec![(home_path(), home(guide))];
        all.extend((0..topics).map(|index| (topic_path(guide, index), topic(guide, index))));
        all.extend(outputs.into_iter().map(|card| (output_path(guide, card), example(guide, card, interface))));
        let old = cached.map(image_cache::read).unwrap_or_default();
        let distinct: BTreeMap<Key, &Words<'_>> =
            all.iter().map(|(_, words)| (image_cache::key(words), words)).collect();
        let drawn: BTreeMap<Key, Arc<[u8]>> = distinct
            .par_iter()
            .filter_map(|(key, words)| match old.get(key) {
                Some(bytes) => Some((*key, Arc::from(*bytes))),
                None => drawing::draw(words).map(|bytes| (*key, Arc::from(bytes))),
            })
            .collect();
        let unchanged = drawn.len() == old.len() && drawn.keys().all(|key| old.contains_key(key));
        let files =
            all.into_iter().filter_map(|(path, words)| Some((path, drawn.get(&image_cache::key(&words))?.clone())));
        Self { files: files.collect(), cache: (!unchanged).then(|| image_cache::write(&drawn)) }
    }

    /// The whole address of a topic's picture.
    pub fn topic(&self, guide: &Guide, index: usize) -> Option<String> {
        self.address(guide, &topic_path(guide, index))
    }

    /// The whole address of the guide's picture.
    pub fn home(&self, guide: &Guide) -> Option<String> {
        self.address(guide, &home_path())
    }

    /// The whole address of the picture of an output card, or else of its topic.
    pub fn output(&self, guide: &Guide, card: &Card) -> Option<String> {
        self.address(guide, &output_path(guide, card)).or_else(|| self.topic(guide, card.topic))
    }

    fn address(&self, guide: &Guide, path: &OutputPath) -> Option<String> {
        self.files.get(path)?;
        Some(format!("{}{}", guide.settings.base_url.as_ref()?, path.url()))
    }

    /// Every picture with its path.
    pub fn files(&self) -> impl Iterator<Item = (OutputPath, Arc<[u8]>)> {
        self.files.iter().map(|(path, bytes)| (path.clone(), bytes.clone()))
    }
}

fn home_path() -> OutputPath {
    OutputPath::new(&format!("{SHARE_IMAGES}/index.png"))
}

fn topic_path(guide: &Guide, index: usize) -> OutputPath {
    OutputPath::new(&format!("{SHARE_IMAGES}/{}.png", guide.topics[index].topic.path))
}

fn output_path(guide: &Guide, card: &Card) -> OutputPath {
    let page = shared_cards::path(guide, card);
    OutputPath::new(&format!("{SHARE_IMAGES}/{}.png", page.as_str().trim_end_matches(".html")))
}

fn home(guide: &Guide) -> Words<'_> {
    let settings = &guide.settings;
    let below = settings.description.as_deref().unwrap_or("");
    Words { above: &settings.title, main: Main::Title(&settings.title), below, level: None }
}

fn topic(guide: &Guide, index: usize) -> Words<'_> {
    let entry = &guide.topics[index];
    let chapter = &guide.chapters[entry.chapter];
    Words {
        above: &guide.settings.title,
        main: Main::Title(&entry.topic.title.text),
        below: if entry.chapter == 0 { "" } else { &chapter.short.text },
        level: level(guide, index),
    }
}

fn example<'a>(guide: &'a Guide, card: &Card, interface: &'a InterfaceWords) -> Words<'a> {
    debug_assert_eq!(card.kind, Kind::Output);
    let topic = &guide.topics[card.topic].topic;
    let block = &topic.document.code[card.index];
    Words {
        above: shared_cards::question(block, interface),
        main: Main::Code(&block.code),
        below: &topic.short.text,
        level: level(guide, card.topic),
    }
}

fn level(guide: &Guide, topic: usize) -> Option<(usize, usize, &str)> {
    let levels = &guide.settings.levels;
    let level = guide.topics[topic].level;
    Some((level + 1, levels.len(), &levels[level].label))
}
