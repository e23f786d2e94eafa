//! Reads again what changed since the guide was loaded, and nothing else.
//!
//! In: what `load` gave, the paths that a watcher saw, and texts that an editor holds. Out: the same values brought up to date. Files that come,
//! go or move, and anything that is not plainly a file read before, make it load everything: it is never clever where
//! it could be wrong.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::disk::folder::Folder;
use crate::path::SourcePath;
use crate::problem::report::{Problem, Report};
use crate::reading::inputs::Inputs;
use crate::reading::unsaved::Unsaved;
use crate::reading::{load, tree};

/// A guide as it was last read.
#[derive(Debug)]
pub struct Loaded {
    /// The values.
    pub inputs: Inputs,
    /// What reading them had to say.
    pub problems: Report,
    unsaved: Unsaved,
}

/// What a refresh found.
#[derive(Debug, PartialEq, Eq)]
pub enum Change {
    /// Every file is as it was.
    Nothing,
    /// These files have other bytes.
    Files(BTreeSet<SourcePath>),
    /// Anything may be different.
    Anything,
}

/// Reads the guide in `root`.
pub fn load(root: &Path) -> Loaded {
    load_with(root, Unsaved::default())
}

fn load_with(root: &Path, unsaved: Unsaved) -> Loaded {
    let mut problems = Report::new();
    let inputs = load::load_with(root, &unsaved, &mut problems);
    Loaded { inputs, problems, unsaved }
}

impl Loaded {
    /// From the next [`Loaded::refresh`] of the file on its text is this one, whatever the disk holds; `None` gives it back to the disk.
    pub fn hold(&mut self, source: SourcePath, text: Option<Arc<str>>) {
        self.unsaved.set(source, text);
    }

    /// Reads the files at `paths`, which start at `root`, if that is enough, else all.
    pub fn refresh(&mut self, root: &Path, paths: &BTreeSet<PathBuf>) -> Change {
        let mut changed = BTreeSet::new();
        let guide = Folder::open(root).ok();
        let elsewhere = self.folders_elsewhere();
        if paths.iter().any(|path| elsewhere.contains(path)) {
            // A folder came, went or is another now.
            *self = load_with(root, std::mem::take(&mut self.unsaved));
            return Change::Anything;
        }
        for path in paths {
            let elsewhere = || self.logo(path).or_else(|| self.example_file(path));
            let own = source(path).or_else(elsewhere);
            // What is a link to it has its bytes.
            for source in own.into_iter().chain(self.links_to(path)) {
                match guide.as_ref().and_then(|guide| self.refresh_file(guide, path, &source)) {
                    Some(true) => {
                        changed.insert(source);
                    }
                    Some(false) => {}
                    // What came and went, such as an editor's own files, was never part of the guide.
                    None if !root.join(path).exists()
                        && !self.holds_under(&source)
                        && self.unsaved.get(&source).is_none() => {}
                    None => {
                        *self = load_with(root, std::mem::take(&mut self.unsaved));
                        return Change::Anything;
                    }
                }
            }
        }
        if changed.is_empty() { Change::Nothing } else { Change::Files(changed) }
    }

    /// The path of a logo that lies outside of the folders of a guide.
    fn logo(&self, path: &Path) -> Option<SourcePath> {
        let mut assets = self.inputs.assets.iter().map(|asset| &asset.source);
        assets.find(|source| Path::new(source.as_str()) == path).cloned()
    }

    /// The files of the guide that are links to the one at `path`.
    fn links_to(&self, path: &Path) -> Vec<SourcePath> {
        let links = path.to_str().and_then(|path| self.inputs.links.get(&SourcePath::new(path)));
        links.cloned().unwrap_or_default()
    }

    /// The folders from the guide's root, beside `content` and `themes`, whose files are part of the guide: those that links
    /// lead to, and those of a logo and of what examples need.
    pub fn folders_elsewhere(&self) -> BTreeSet<PathBuf> {
        let inputs = &self.inputs;
        let examples = inputs.example_files.iter().map(|file| &file.source);
        let assets = inputs.assets.iter().map(|asset| &asset.source);
        let files = inputs.links.keys().chain(examples).chain(assets).map(|source| Path::new(source.as_str()));
        let is_watched = |path: &Path| path.starts_with("content") || path.starts_with("themes");
        // With what they lie in: a folder may go and come again.
        let folders = files.filter(|path| !is_watched(path)).flat_map(|path| path.ancestors().skip(1));
        folders.filter(|folder| !folder.as_os_str().is_empty()).map(Path::to_path_buf).collect()
    }

    /// Reads one file. Whether it changed; `None` if that cannot be told of this file alone.
    fn refresh_file(&mut self, guide: &Folder, path: &Path, source: &SourcePath) -> Option<bool> {
        // What was wrong with the file may be right now, and its place lies in the text that it had.
        let is_of_file = |problem: &&Problem| problem.place.as_ref().is_some_and(|place| place.source == *source);
        if self.problems.sorted().iter().any(is_of_file) {
            return None;
        }
        // What is read twice is read again with all others.
        if self.inputs.example_files.iter().any(|file| file.source == *source) {
            return None;
        }
        let held = self.unsaved.get(source);
        let inputs = &mut self.inputs;
        if let Some(topic) = inputs.topics.iter_mut().find(|topic| topic.file.source == *source) {
            let text = match held {
                Some(text) => text.clone(),
                None => {
                    let mut problems = Report::new();
                    let text =
                        load::as_text(source, guide.read(path, tree::most_bytes(source.as_str())).ok()?, &mut problems);
                    if problems.errors() > 0 {
                        return None;
                    }
                    text
                }
            };
            let is_same = text == topic.file.text;
            topic.file.text = text;
            return Some(!is_same);
        }
        let assets = inputs.assets.iter_mut().map(|asset| (&asset.source, &mut asset.bytes));
        let theme = inputs.theme.iter_mut().map(|file| (&file.source, &mut file.bytes));
        let (_, bytes) = assets.chain(theme).find(|(other, _)| *other == source)?;
        let new = match held {
            Some(text) => text.as_bytes().to_vec(),
            None => guide.read(path, tree::most_bytes(source.as_str())).ok()?,
        };
        let is_same = **bytes == *new;
        *bytes = new.into();
        Some(!is_same)
    }

    /// A file that examples need and that lies elsewhere in the guide.
    fn example_file(&self, path: &Path) -> Option<SourcePath> {
        let mut files = self.inputs.example_files.iter().map(|file| &file.source);
        files.find(|source| Path::new(source.as_str()) == path).cloned()
    }

    /// Whether a file of the guide has this path or lies under it.
    fn holds_under(&self, source: &SourcePath) -> bool {
        let inputs = &self.inputs;
        let topics = inputs.topics.iter().map(|topic| &topic.file.source);
        let others =
            inputs.assets.iter().map(|asset| &asset.source).chain(inputs.theme.iter().map(|file| &file.source));
        let texts = inputs.book.iter().chain(&inputs.examples_lock).map(|file| &file.source);
        let is_under = |path: &str| {
            path.strip_prefix(source.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        topics.chain(others).chain(texts).any(|path| is_under(path.as_str()))
    }
}

/// The path as sources are named; `None` for what is no part of a guide.
pub fn source(path: &Path) -> Option<SourcePath> {
    let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
    // A name that is not UTF-8 is a problem that only loading everything tells.
    let Some(parts) = parts else { return Some(SourcePath::new("content")) };
    let of_guide = matches!(parts.first(), Some(&"content" | &"themes" | &"book.toml" | &"examples.lock"));
    let visible = !parts.iter().any(|part| tree::is_passed_over(part));
    (of_guide && visible).then(|| SourcePath::new(&parts.join("/")))
}
