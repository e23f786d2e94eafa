//! Cards kept between builds.
//!
//! In: the bytes of the cache file. Out: finished cards by the hash of their words, and the bytes to keep. The file is
//! safe to delete: a checksum covers it, and a file of another version is passed over.
//!
//! Format, little-endian: the name of the version, for each card, sorted by key, the key (u128), the length (u32) and
//! the PNG; last the XXH3-64 of all before it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

use crate::output::card::drawing::Card;

/// Another way of drawing is another version.
const VERSION: &[u8] = concat!("studybook ", env!("CARGO_PKG_VERSION"), " cards 1\n").as_bytes();

/// Identifies a card by its words.
pub type Key = u128;

/// The key of a card.
pub fn key(card: &Card<'_>) -> Key {
    let (rank, of, label) = card.level.unwrap_or_default();
    xxh3_128(format!("{}\0{}\0{}\0{rank}\0{of}\0{label}", card.guide, card.title, card.below).as_bytes())
}

/// The cards of a cache file; none if anything about it is not as it should be.
pub fn read(bytes: &[u8]) -> HashMap<Key, &[u8]> {
    entries(bytes).unwrap_or_default()
}

fn entries(bytes: &[u8]) -> Option<HashMap<Key, &[u8]>> {
    let (body, sum) = bytes.split_at_checked(bytes.len().checked_sub(8)?)?;
    if xxh3_64(body) != u64::from_le_bytes(sum.try_into().ok()?) {
        return None;
    }
    let mut rest = body.strip_prefix(VERSION)?;
    let mut found = HashMap::new();
    while !rest.is_empty() {
        let (key, after) = rest.split_at_checked(16)?;
        let (length, after) = after.split_at_checked(4)?;
        let length = usize::try_from(u32::from_le_bytes(length.try_into().ok()?)).ok()?;
        let (card, after) = after.split_at_checked(length)?;
        found.insert(u128::from_le_bytes(key.try_into().ok()?), card);
        rest = after;
    }
    Some(found)
}

/// The bytes of a cache file.
pub fn write(cards: &BTreeMap<Key, Arc<[u8]>>) -> Vec<u8> {
    let mut out = VERSION.to_vec();
    for (key, card) in cards {
        out.extend_from_slice(&key.to_le_bytes());
        out.extend_from_slice(&u32::try_from(card.len()).unwrap_or(0).to_le_bytes());
        out.extend_from_slice(card);
    }
    let sum = xxh3_64(&out);
    out.extend_from_slice(&sum.to_le_bytes());
    out
}
