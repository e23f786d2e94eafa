//! Pictures kept between builds.
//!
//! In: the bytes of the cache file, an archive (`memo::archive`). Out: finished pictures by the hash of their words, and the
//! bytes to keep.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_128;

use crate::memo::archive::{self, Key};
use crate::site::share_image::drawing::{Main, Words};

/// Another way of drawing is another version.
const VERSION: &str = concat!("studybook ", env!("CARGO_PKG_VERSION"), " cards 1");

/// The key of a picture.
pub fn key(words: &Words<'_>) -> Key {
    let (rank, of, label) = words.level.unwrap_or_default();
    let (kind, main) = match words.main {
        Main::Title(title) => ("title", title),
        Main::Code(code) => ("code", code),
    };
    xxh3_128(format!("{}\0{kind}\0{main}\0{}\0{rank}\0{of}\0{label}", words.above, words.below).as_bytes())
}

/// The pictures of a cache file.
pub fn read(file: &[u8]) -> HashMap<Key, &[u8]> {
    archive::read(archive::maker(VERSION), file)
}

/// The bytes of a cache file.
pub fn write(pictures: &BTreeMap<Key, Arc<[u8]>>) -> Vec<u8> {
    archive::write(archive::maker(VERSION), pictures)
}
