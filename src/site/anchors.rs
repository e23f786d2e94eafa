//! Ids of topics on pages that hold many.
//!
//! In: the guide. Out: an id for each topic, that no section of another can meet. They take long to find, so those of
//! the last build are kept with a number for all that they were found from.

use xxhash_rust::xxh3::Xxh3;

use crate::guide::model::{Entry, Guide};
use crate::text::slug::Ids;

/// The ids found last.
#[derive(Debug, Default)]
pub struct Anchors {
    found_from: u128,
    ids: Vec<String>,
}

impl Anchors {
    /// Brings them up to the guide as it is now.
    pub fn update(&mut self, guide: &Guide) {
        let mut hash = Xxh3::new();
        hash.update(&guide.arranged_from.to_le_bytes());
        for entry in &guide.topics {
            hash.update(&entry.topic.anchors_digest.to_le_bytes());
        }
        let found_from = hash.digest128();
        if found_from != self.found_from || self.ids.len() != guide.topics.len() {
            *self = Self { found_from, ids: anchors(guide) };
        }
    }

    /// The id of each topic.
    pub fn ids(&self) -> &[String] {
        &self.ids
    }
}

fn anchors(guide: &Guide) -> Vec<String> {
    let mut ids = Ids::default();
    let mut anchor = |entry: &Entry| loop {
        let anchor = ids.fresh(&entry.topic.path.as_str().replace('/', "--"));
        // The section `b` of `a` and the topic `a/b` would meet.
        let sections: Vec<String> = entry.topic.document.anchors.iter().map(|id| format!("{anchor}--{id}")).collect();
        if !sections.iter().any(|id| ids.is_taken(id)) {
            sections.iter().for_each(|id| {
                ids.claim(id);
            });
            return anchor;
        }
    };
    guide.topics.iter().map(&mut anchor).collect()
}
