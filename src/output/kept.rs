//! The rendered files of the last build: the next one renders only those whose digest changed.
//!
//! In: a path and the digest of all that its file is made from. Out: its bytes, if the last build made them from the
//! same. What the digests cover is told in `digest`; a file that was rendered with problems is not kept.

use std::collections::HashMap;
use std::sync::Arc;

use crate::output::site::Site;
use crate::words::path::OutputPath;

/// Rendered files by path.
#[derive(Debug, Default)]
pub struct Kept {
    files: HashMap<OutputPath, (u128, Arc<[u8]>)>,
    sets: HashMap<&'static str, Set>,
}

/// Files that are made together, and the digest of what they were made from.
pub type Set = (u128, Vec<(OutputPath, Arc<[u8]>)>);

impl Kept {
    /// The bytes of a file made from what `digest` stands for.
    pub fn get(&self, path: &OutputPath, digest: u128) -> Option<Arc<[u8]>> {
        self.files.get(path).filter(|(other, _)| *other == digest).map(|(_, bytes)| bytes.clone())
    }

    /// Keeps a file.
    pub fn put(&mut self, path: OutputPath, digest: u128, bytes: Arc<[u8]>) {
        self.files.insert(path, (digest, bytes));
    }

    /// Files that were made together, whatever from.
    pub fn set(&self, name: &str) -> Option<&Set> {
        self.sets.get(name)
    }

    /// Keeps files that were made together.
    pub fn put_set(&mut self, name: &'static str, digest: u128, files: Vec<(OutputPath, Arc<[u8]>)>) {
        self.sets.insert(name, (digest, files));
    }

    /// Lets go of files that are not in the site any more.
    pub fn retain(&mut self, site: &Site) {
        if self.files.len() > site.len() {
            self.files.retain(|path, _| site.get(path).is_some());
        }
    }
}
