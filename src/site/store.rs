//! Where the bytes of a file go once they are made.
//!
//! In: a path and bytes. Out: [`Content`], by which the site knows them from then on. A build that is written lays its
//! pages on the disk one by one (`write::staging`), so that a large site never stands in memory; all others keep them.

use std::sync::Arc;

use crate::path::OutputPath;
use crate::site::site::Content;

/// Takes bytes and gives them back.
pub trait Store: Sync {
    /// Takes the bytes of a file.
    fn put(&self, path: &OutputPath, bytes: Vec<u8>) -> Content;

    /// Its bytes, if they can be had: those of a file left alone may lie nowhere.
    fn get(&self, path: &OutputPath, content: &Content) -> Option<Arc<[u8]>>;
}

/// Keeps all.
#[derive(Debug)]
pub struct InMemory;

impl Store for InMemory {
    fn put(&self, _: &OutputPath, bytes: Vec<u8>) -> Content {
        Content::Made(bytes.into())
    }

    fn get(&self, _: &OutputPath, content: &Content) -> Option<Arc<[u8]>> {
        content.made().cloned()
    }
}
