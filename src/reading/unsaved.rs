//! Texts of files that an editor holds and has not saved: each counts instead of what the disk has.
//!
//! In: texts by file. Out: the files of a folder as they would be read if all were saved.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::disk::folder::{Folder, Kind};
use crate::path::SourcePath;
use crate::reading::tree::{DEEPEST, ReadFile, is_passed_over};

/// The texts.
#[derive(Debug, Default)]
pub struct Unsaved(BTreeMap<SourcePath, Arc<str>>);

impl Unsaved {
    /// The text of a file, if an editor holds it. Its line ends are `\n`.
    pub fn get(&self, source: &SourcePath) -> Option<&Arc<str>> {
        self.0.get(source)
    }

    /// Takes the text of a file; `None` if the disk's counts again.
    pub fn set(&mut self, source: SourcePath, text: Option<Arc<str>>) {
        match text {
            Some(text) => self.0.insert(source, text),
            None => self.0.remove(&source),
        };
    }

    /// Puts the texts of a folder's files among the files that were read of it, in their order.
    pub fn lay_over(&self, guide: &Folder, folder: &str, files: &mut Vec<ReadFile>) {
        for (source, text) in &self.0 {
            let Some(name) = source.as_str().strip_prefix(folder).and_then(|rest| rest.strip_prefix('/')) else {
                continue;
            };
            // As a walk through folders finds them.
            let is_before = |file: &ReadFile| file.source.as_str().split('/').lt(source.as_str().split('/'));
            let at = files.partition_point(is_before);
            let bytes = text.as_bytes().to_vec();
            match files.get_mut(at) {
                Some(file) if file.source == *source => file.bytes = bytes,
                _ if can_be_there(guide, folder, name) => {
                    files.insert(at, ReadFile { source: source.clone(), name: name.to_owned(), bytes });
                }
                _ => {}
            }
        }
    }
}

/// Whether a file that is not on the disk yet would be read if it were.
fn can_be_there(guide: &Folder, folder: &str, name: &str) -> bool {
    let parts: Vec<&str> = name.split('/').collect();
    if parts.len() > DEEPEST + 1 || parts.iter().any(|part| part.is_empty() || is_passed_over(part)) {
        return false;
    }
    let mut path = folder.to_owned();
    for part in &parts[..parts.len() - 1] {
        path.push('/');
        path.push_str(part);
        match guide.kind(Path::new(&path)) {
            Ok(None) => return true,
            Ok(Some(Kind::Folder)) => {}
            _ => return false,
        }
    }
    path.push('/');
    path.push_str(parts[parts.len() - 1]);
    matches!(guide.kind(Path::new(&path)), Ok(None | Some(Kind::File)))
}
