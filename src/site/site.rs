//! The finished site as a value: every output path with its bytes and its one owner.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_128;

use crate::path::{OutputPath, SourcePath};
use crate::problem::message::Message;
use crate::problem::report::{Place, Report};
use crate::theme::load::Theme;

/// A file of the site.
#[derive(Clone, Debug)]
pub struct File {
    /// What it holds.
    pub content: Content,
    /// What made it, as messages name it.
    pub owner: Owner,
}

/// What a file of the site holds.
#[derive(Clone, Debug)]
pub enum Content {
    /// These bytes.
    Made(Arc<[u8]>),
    /// Bytes to be made when someone asks for them, from what has this digest: only while `serve` runs.
    Later(u128),
    /// The bytes that the last build wrote to the output.
    Written(Stamp),
    /// Bytes that were laid aside as soon as they were made; see `store`.
    Stored(Stamp),
}

/// By which the bytes of a file are known again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// XXH3-128.
    pub hash: u128,
    /// In bytes.
    pub size: u64,
}

impl Stamp {
    /// The stamp of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self { hash: xxh3_128(bytes), size: bytes.len() as u64 }
    }
}

impl PartialEq for Content {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Made(a), Self::Made(b)) => Arc::ptr_eq(a, b) || a == b,
            (Self::Later(a), Self::Later(b)) => a == b,
            (Self::Written(a), Self::Written(b)) | (Self::Stored(a), Self::Stored(b)) => a == b,
            _ => false,
        }
    }
}

impl Content {
    /// The bytes, if they are in memory.
    pub fn made(&self) -> Option<&Arc<[u8]>> {
        match self {
            Self::Made(bytes) => Some(bytes),
            Self::Later(_) | Self::Written(_) | Self::Stored(_) => None,
        }
    }

    /// By which they are known again; none while they are still to be made.
    pub fn stamp(&self) -> Option<Stamp> {
        match self {
            Self::Made(bytes) => Some(Stamp::of(bytes)),
            Self::Written(stamp) | Self::Stored(stamp) => Some(*stamp),
            Self::Later(_) => None,
        }
    }

    /// How many bytes it holds; 0 if they are not made yet.
    pub fn size(&self) -> usize {
        match self {
            Self::Made(bytes) => bytes.len(),
            Self::Written(stamp) | Self::Stored(stamp) => usize::try_from(stamp.size).unwrap_or(0),
            Self::Later(_) => 0,
        }
    }
}

impl File {
    /// Its bytes, if they are in memory.
    pub fn bytes(&self) -> Option<&Arc<[u8]>> {
        self.content.made()
    }

    /// Whether its bytes are still to be made.
    pub fn is_later(&self) -> bool {
        matches!(self.content, Content::Later(_))
    }

    /// Its size in bytes; 0 if they are still to be made.
    pub fn size(&self) -> u64 {
        match &self.content {
            Content::Made(bytes) => bytes.len() as u64,
            Content::Later(_) => 0,
            Content::Written(stamp) | Content::Stored(stamp) => stamp.size,
        }
    }
}

/// What made a file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A file of the guide, and for an alias the bytes that ask for it.
    Source(Place),
    /// The generator, in a few words: "the tag pages".
    Generator(&'static str),
}

/// What made the files of the whole guide for other programs, as messages name it.
pub const DOWNLOADS: &str = "`build --with`";

/// All files of the site.
#[derive(Debug, Default)]
pub struct Site {
    files: BTreeMap<OutputPath, File>,
}

impl Owner {
    /// A file of the guide as a whole.
    pub fn source(source: &SourcePath) -> Self {
        Owner::Source(Place::file(source))
    }

    fn name(&self) -> String {
        match self {
            Owner::Source(place) => format!("`{}`", place.source),
            Owner::Generator(name) => (*name).to_owned(),
        }
    }

    /// Where it can be changed.
    pub fn place(&self) -> Option<&Place> {
        match self {
            Owner::Source(place) => Some(place),
            Owner::Generator(_) => None,
        }
    }
}

impl Site {
    /// Adds a file. A second owner of a path is a problem, told at the one an author can change.
    pub fn put(&mut self, path: OutputPath, bytes: impl Into<Arc<[u8]>>, owner: Owner, report: &mut Report) {
        self.put_content(path, Content::Made(bytes.into()), owner, report);
    }

    /// Adds the static files of a theme whose names are wanted.
    pub fn put_statics(&mut self, theme: &Theme, is_wanted: impl Fn(&str) -> bool, report: &mut Report) {
        for (_, path, bytes, source) in theme.static_files().filter(|(name, ..)| is_wanted(name)) {
            self.put(path, bytes, Owner::source(source), report);
        }
    }

    /// The same for a file whose bytes may not be at hand.
    pub fn put_content(&mut self, path: OutputPath, content: Content, owner: Owner, report: &mut Report) {
        match self.files.entry(path) {
            Entry::Vacant(place) => {
                place.insert(File { content, owner });
            }
            Entry::Occupied(first) => report_two_owners(first.key(), first.get(), &owner, report),
        }
    }

    /// A file cannot stand where another needs a folder.
    pub fn check_folders(&self, report: &mut Report) {
        let mut free = "";
        for (path, file) in &self.files {
            // Mostly the files of a folder follow each other.
            if path.folder() == free {
                continue;
            }
            let before = report.count();
            let folders = path.as_str().match_indices('/').map(|(at, _)| OutputPath::new(&path.as_str()[..at]));
            for (folder, first) in folders.filter_map(|folder| Some((folder.clone(), self.files.get(&folder)?))) {
                report_two_owners(&folder, first, &file.owner, report);
            }
            if report.count() == before {
                free = path.folder();
            }
        }
    }

    /// On many disks two paths that differ in case only are one file, and one of the two would be lost.
    pub fn check_case(&self, report: &mut Report) {
        let is_lower =
            |path: &OutputPath| path.as_str().bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
        if self.files.keys().all(is_lower) {
            return;
        }
        let mut seen: HashMap<String, &OutputPath> = HashMap::with_capacity(self.files.len());
        for (path, file) in &self.files {
            let Some(other) = seen.insert(path.as_str().to_lowercase(), path) else { continue };
            let message = Message::SameButForCase { path: other.to_string(), other: path.to_string() };
            match file.owner.place().or_else(|| self.files.get(other).and_then(|file| file.owner.place())) {
                Some(place) => report.at(place.clone(), message),
                None => report.add(message),
            }
        }
    }

    /// The files in the order of their paths.
    pub fn files(&self) -> impl ExactSizeIterator<Item = (&OutputPath, &File)> {
        self.files.iter()
    }

    /// A file.
    pub fn get(&self, path: &OutputPath) -> Option<&File> {
        self.files.get(path)
    }

    /// The number of files.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// All bytes together.
    pub fn size(&self) -> u64 {
        self.files.values().map(File::size).sum()
    }
}

fn report_two_owners(path: &OutputPath, first: &File, second: &Owner, report: &mut Report) {
    let message = Message::TwoOwners { path: path.to_string(), first: first.owner.name(), second: second.name() };
    match second.place().or(first.owner.place()) {
        Some(place) => report.at(place.clone(), message),
        None => report.add(message),
    }
}
