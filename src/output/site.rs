//! The finished site as a value: every output path with its bytes and its one owner.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::words::message::Message;
use crate::words::path::{OutputPath, SourcePath};
use crate::words::report::{Place, Report};

/// A file of the site.
#[derive(Clone, Debug)]
pub struct File {
    /// Its bytes.
    pub bytes: Arc<[u8]>,
    /// What made it, as messages name it.
    pub owner: Owner,
    /// The digest of what its bytes are still to be made from, when someone asks for it: only while `serve` runs.
    pub later: Option<u128>,
}

/// What made a file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A file of the guide, and for an alias the bytes that ask for it.
    Source(Place),
    /// The generator, in a few words: "the tag pages".
    Generator(&'static str),
}

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
        let file = File { bytes: bytes.into(), owner, later: None };
        self.put_file(path, file, report);
    }

    /// Adds a file whose bytes are made when someone asks for it.
    pub fn put_later(&mut self, path: OutputPath, owner: Owner, digest: u128, report: &mut Report) {
        self.put_file(path, File { bytes: Arc::default(), owner, later: Some(digest) }, report);
    }

    fn put_file(&mut self, path: OutputPath, file: File, report: &mut Report) {
        let Some(first) = self.files.get(&path) else {
            self.files.insert(path, file);
            return;
        };
        report_two_owners(&path, first, &file.owner, report);
    }

    /// A file cannot stand where another needs a folder.
    pub fn check_folders(&self, report: &mut Report) {
        for (path, file) in &self.files {
            let folders = path.as_str().match_indices('/').map(|(at, _)| OutputPath::new(&path.as_str()[..at]));
            for (folder, first) in folders.filter_map(|folder| Some((folder.clone(), self.files.get(&folder)?))) {
                report_two_owners(&folder, first, &file.owner, report);
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
    pub fn size(&self) -> usize {
        self.files.values().map(|file| file.bytes.len()).sum()
    }
}

fn report_two_owners(path: &OutputPath, first: &File, second: &Owner, report: &mut Report) {
    let message = Message::TwoOwners { path: path.to_string(), first: first.owner.name(), second: second.name() };
    match second.place().or(first.owner.place()) {
        Some(place) => report.at(place.clone(), message),
        None => report.add(message),
    }
}
