//! The rendered files of the last build: the next one renders only those whose digest changed.
//!
//! In: a path and the digest of all that its file is made from. Out: its bytes, if the last build made them from the
//! same. What the digests cover is told in `page_digests`; a file that was rendered with problems is not kept.

use std::collections::HashMap;

use crate::path::OutputPath;
use crate::site::site::{Content, Site};

/// Rendered files by path.
#[derive(Debug, Default)]
pub struct Kept {
    files: HashMap<OutputPath, (u128, Content)>,
    sets: HashMap<String, Set>,
    has_news: bool,
}

/// Files that are made together, and the digest of what they were made from.
pub type Set = (u128, Vec<(OutputPath, Content)>);

impl Kept {
    /// A file made from what `digest` stands for.
    pub fn get(&self, path: &OutputPath, digest: u128) -> Option<Content> {
        self.files.get(path).filter(|(other, _)| *other == digest).map(|(_, content)| content.clone())
    }

    /// Bytes that will hold the next version of a file, if it is about as long as the last; 0 if there was none.
    pub fn room(&self, path: &OutputPath) -> usize {
        let size = self.files.get(path).map_or(0, |(_, content)| content.size());
        size + size / 16
    }

    /// Keeps a file.
    pub fn put(&mut self, path: OutputPath, digest: u128, content: Content) {
        let new = (digest, content);
        self.has_news |= self.files.get(&path) != Some(&new);
        self.files.insert(path, new);
    }

    /// Files that were made together, whatever from.
    pub fn set(&self, name: &str) -> Option<&Set> {
        self.sets.get(name)
    }

    /// Keeps files that were made together.
    pub fn put_set(&mut self, name: &str, digest: u128, files: Vec<(OutputPath, Content)>) {
        self.has_news = true;
        self.sets.insert(name.to_owned(), (digest, files));
    }

    /// Whether files were added since the last run of the program.
    pub fn has_news(&self) -> bool {
        self.has_news
    }

    /// Says that the last run left all this.
    pub fn is_told(&mut self) {
        self.has_news = false;
    }

    /// All files that are kept one by one, with their digests.
    pub fn files(&self) -> impl Iterator<Item = (&OutputPath, u128)> {
        self.files.iter().map(|(path, (digest, _))| (path, *digest))
    }

    /// All files that were made together, by name.
    pub fn sets(&self) -> impl Iterator<Item = (&str, &Set)> {
        self.sets.iter().map(|(name, set)| (name.as_str(), set))
    }

    /// Lets go of files that are not in the site any more.
    pub fn retain(&mut self, site: &Site) {
        if self.files.len() > site.len() {
            self.files.retain(|path, _| site.get(path).is_some());
        }
    }
}
