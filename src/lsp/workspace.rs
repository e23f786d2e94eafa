//! All that is open: files, and the guides that they are part of.
//!
//! In: files that the editor opens, changes and closes, and what it says of the disk. Out: the guide that a file is part of: that
//! of the nearest `book.toml` at or above it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use gen_lsp_types::{Diagnostic, PublishDiagnosticsParams, TextDocumentContentChangeEvent, Uri};

use crate::lsp::open_file::{Document, Home};
use crate::lsp::open_guide::OpenGuide;
use crate::lsp::uri;
use crate::path::SourcePath;
use crate::reading::reload;
use crate::serve::watcher::Watch;

/// Makes a watch on a guide's folder, or none where the editor tells of changes.
pub type Watching = Box<dyn FnMut(&Path) -> Option<Watch>>;

/// What is open.
pub struct Workspace {
    drafts: bool,
    watching: Watching,
    /// By address.
    documents: BTreeMap<String, Document>,
    /// By folder.
    guides: BTreeMap<PathBuf, OpenGuide>,
}

impl Workspace {
    /// Nothing is open yet.
    pub fn new(drafts: bool, watching: Watching) -> Self {
        Self { drafts, watching, documents: BTreeMap::new(), guides: BTreeMap::new() }
    }

    /// Opens the guide that a folder is or lies in, if there is one.
    pub fn open_folder(&mut self, folder: &Path) {
        if let Some(root) = self.root_of(folder) {
            self.guide(&root);
        }
    }

    /// A file is opened.
    pub fn open(&mut self, address: String, version: i32, text: &str) {
        // What is no file, such as a note without a name, is part of no guide.
        let Some(path) = uri::path(&address) else { return };
        self.close(&address);
        self.documents.insert(address.clone(), Document::new(address.clone(), path, version, text));
        self.find_homes();
        self.hold(&address);
    }

    /// A file is changed.
    pub fn change(&mut self, address: &str, version: i32, changes: &[TextDocumentContentChangeEvent]) {
        if let Some(document) = self.documents.get_mut(address) {
            document.change(version, changes);
            self.hold(address);
        }
    }

    /// A file is closed; what the disk has counts again.
    pub fn close(&mut self, address: &str) {
        let Some(document) = self.documents.remove(address) else { return };
        if let Some(Home { root, source }) = document.home {
            self.guide(&root).hold(&source, None);
        }
    }

    /// Files on the disk changed.
    pub fn changed(&mut self, paths: &[PathBuf]) {
        for (root, guide) in &mut self.guides {
            let inside = |path: &PathBuf| path.strip_prefix(root).ok().map(Path::to_path_buf);
            let inside: BTreeSet<PathBuf> = paths.iter().filter_map(inside).collect();
            if !inside.is_empty() {
                guide.refresh(&inside);
            }
        }
        self.find_homes();
    }

    /// The nearest folder at or above this one that holds `book.toml`, on the disk or in the editor.
    fn root_of(&self, folder: &Path) -> Option<PathBuf> {
        let is_root = |folder: &&Path| {
            let book = folder.join("book.toml");
            book.is_file() || self.documents.values().any(|document| document.path == book)
        };
        folder.ancestors().find(is_root).map(Path::to_path_buf)
    }

    /// Finds the guide of each open file: a new `book.toml` may have taken it from another.
    fn find_homes(&mut self) {
        let addresses: Vec<String> = self.documents.keys().cloned().collect();
        for address in addresses {
            let Some(document) = self.documents.get(&address) else { continue };
            let root = document.path.parent().and_then(|folder| self.root_of(folder));
            let home = root.and_then(|root| {
                let inside = document.path.strip_prefix(&root).ok()?;
                let source = reload::source(inside)?;
                Some(Home { root, source })
            });
            let Some(document) = self.documents.get_mut(&address).filter(|document| document.home != home) else {
                continue;
            };
            let before = std::mem::replace(&mut document.home, home);
            if let Some(Home { root, source }) = before {
                self.guide(&root).hold(&source, None);
            }
            self.hold(&address);
        }
    }

    /// Gives a file's text to its guide.
    fn hold(&mut self, address: &str) {
        let Some(document) = self.documents.get(address) else { return };
        let text = document.text.clone();
        if let Some(Home { root, source }) = document.home.clone() {
            self.guide(&root).hold(&source, Some(text));
        }
    }

    fn guide(&mut self, root: &Path) -> &mut OpenGuide {
        let open = || OpenGuide::open(root.to_path_buf(), self.drafts, (self.watching)(root));
        self.guides.entry(root.to_path_buf()).or_insert_with(open)
    }

    /// All guides that are open.
    pub fn guides(&mut self) -> impl Iterator<Item = &mut OpenGuide> {
        self.guides.values_mut()
    }

    /// An open file.
    pub fn document(&self, address: &str) -> Option<&Document> {
        self.documents.get(address)
    }

    /// The guide of an open file, as the last build left it, and its source.
    pub fn of(&self, address: &str) -> Option<(&Document, &OpenGuide, &SourcePath)> {
        let document = self.documents.get(address)?;
        let home = document.home.as_ref()?;
        Some((document, self.guides.get(&home.root)?, &home.source))
    }

    /// Builds the guide of an open file, if a file changed since.
    pub fn follow(&mut self, address: &str) {
        let home = self.documents.get(address).and_then(|document| document.home.as_ref());
        if let Some(guide) = home.and_then(|home| self.guides.get_mut(&home.root)) {
            guide.follow();
        }
    }

    /// The address of a file of a guide: as the editor writes it, if it is open.
    pub fn address(&self, root: &Path, source: &SourcePath) -> Uri {
        Uri(address(&self.documents, root, source))
    }

    /// What the editor is to be told of problems that came or went.
    pub fn news(&mut self) -> Vec<PublishDiagnosticsParams> {
        let Self { documents, guides, .. } = self;
        let address = |root: &Path, source: &SourcePath| address(documents, root, source);
        let told = |(uri, diagnostics): (String, Vec<Diagnostic>)| {
            let version = documents.get(&uri).map(|document| document.version);
            PublishDiagnosticsParams { uri: Uri(uri), version, diagnostics }
        };
        guides.values_mut().flat_map(|guide| guide.news(&address)).map(told).collect()
    }
}

fn address(documents: &BTreeMap<String, Document>, root: &Path, source: &SourcePath) -> String {
    let is_it =
        |document: &&Document| document.home.as_ref().is_some_and(|home| home.source == *source && home.root == root);
    match documents.values().find(is_it) {
        Some(document) => document.uri.clone(),
        None => uri::of(&root.join(source.as_str())),
    }
}
