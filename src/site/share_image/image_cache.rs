//! Cards kept between builds.
//!
//! In: the bytes of the cache file, an archive (`memo::archive`). Out: finished cards by the hash of their words, and the
//! bytes to keep.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_128;

use crate::memo::archive::{self, Key};
use crate::site::share_image::drawing::Card;

/// Another way of drawing is another version.
const VERSION: &str = concat!("studybook ", env!("CARGO_PKG_VERSION"), " cards 1");

/// The key of a card.
pub fn key(card: &Card<'_>) -> Key {
    let (rank, of, label) = card.level.unwrap_or_default();
    xxh3_128(format!("{}\0{}\0{}\0{rank}\0{of}\0{label}", card.guide, card.title, card.below).as_bytes())
}

/// The cards of a cache file.
pub fn read(file: &[u8]) -> HashMap<Key, &[u8]> {
    archive::read(archive::maker(VERSION), file)
}

/// The bytes of a cache file.
pub fn write(cards: &BTreeMap<Key, Arc<[u8]>>) -> Vec<u8> {
    archive::write(archive::maker(VERSION), cards)
}
