//! The files of the guide that a runner's results rest on: its `inputs`, and the program of its command if it lies in the guide.
//!
//! In: a runner. Out: [`TextFile`]s; of a file that is no text, its size and a hash of it. Nothing is run.

use std::path::Path;

use walkdir::WalkDir;
use xxhash_rust::xxh3::xxh3_128;

use crate::disk::folder::{Folder, Kind, MOST_TEXT};
use crate::path::SourcePath;
use crate::problem::message::{Message, PathsFrom};
use crate::problem::report::{Place, Report};
use crate::reading::inputs::TextFile;
use crate::reading::runner_setting::{RunnerSetting, words};
use crate::reading::tree::is_passed_over;
use crate::text::pattern::fits;

/// Reads what a runner names and is not among `files` yet. A pattern that means no file is a problem.
pub fn read(guide: &Folder, runner: &RunnerSetting, book: &SourcePath, files: &mut Vec<TextFile>, report: &mut Report) {
    let mut names: Vec<String> = Vec::new();
    for path in runner.command.iter().chain(&runner.version).flat_map(|part| words(&part.value)) {
        if path.contains(['.', '/']) && guide.kind(Path::new(path)).is_ok_and(|kind| kind == Some(Kind::File)) {
            names.push(path.to_owned());
        }
    }
    for pattern in &runner.inputs {
        let found = meant(guide, &pattern.value);
        if found.is_empty() {
            let message = Message::NoSuchFile { path: pattern.value.clone(), nearest: None, from: PathsFrom::Guide };
            report.at(Place::span(book, pattern.span), message);
        }
        names.extend(found);
    }
    for name in names {
        if files.iter().any(|file| file.source.as_str() == name) {
            continue;
        }
        let source = SourcePath::new(&name);
        match guide.read(Path::new(&name), MOST_TEXT) {
            Ok(bytes) => {
                let sum = |bytes: &[u8]| format!("{} bytes, {:032x}", bytes.len(), xxh3_128(bytes));
                let text = String::from_utf8(bytes).unwrap_or_else(|error| sum(error.as_bytes()));
                files.push(TextFile { source, text: text.into() });
            }
            Err(error) => {
                report.at(Place::file(&source), Message::Unreadable { path: name, reason: error.to_string() });
            }
        }
    }
}

/// The files of the guide that a pattern means, sorted. The walk begins at the last folder without a star.
fn meant(guide: &Folder, pattern: &str) -> Vec<String> {
    let plain = pattern.split('/').take_while(|part| !part.contains(['*', '?'])).collect::<Vec<_>>().join("/");
    // A link is no folder, and is not walked.
    if guide.kind(Path::new(&plain)).is_ok_and(|kind| kind == Some(Kind::File)) {
        return vec![plain];
    }
    if plain.split('/').any(|part| part == "..") || guide.inner(Path::new(&plain)).is_err() {
        return Vec::new();
    }
    let walk = WalkDir::new(guide.path().join(&plain)).sort_by_file_name().into_iter();
    let visible =
        walk.filter_entry(|entry| entry.depth() == 0 || !is_passed_over(&entry.file_name().to_string_lossy()));
    let files = visible.flatten().filter(|entry| entry.file_type().is_file());
    let names = files.filter_map(|entry| {
        let inside = entry.path().strip_prefix(guide.path()).ok()?;
        Some(inside.to_str()?.replace('\\', "/"))
    });
    names.filter(|name| fits(pattern, name)).collect()
}
