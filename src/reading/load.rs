//! The only module that reads the disk for a build.
//!
//! In: the guide's folder. Out: [`Inputs`]. What cannot be read is a problem, never a panic; links that leave the
//! guide or go in circles are refused.

#![expect(clippy::disallowed_methods, reason = "this is the module that reads the disk")]

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use walkdir::WalkDir;

use crate::reading::fields::Located;
use crate::reading::inputs::{AssetFile, Inputs, TextFile, ThemeFile, TopicFile};
use crate::reading::settings::{self, RunnerSetting};
use crate::words::message::Message;
use crate::words::nearest::nearest;
use crate::words::path::{SourcePath, TopicPath};
use crate::words::report::{Place, Report};

/// Where the highlighter's cache lies, from the guide's root.
pub const HIGHLIGHT_CACHE: &str = ".studybook/highlights";
/// Where drawn cards are kept, from the guide's root.
pub const CARD_CACHE: &str = ".studybook/cards";

/// Reads the guide in `root`.
pub fn load(root: &Path, report: &mut Report) -> Inputs {
    let mut inputs = Inputs::default();
    let Some(book) = read_book(root, report) else { return inputs };
    let content = root.join("content");
    if !content.is_dir() {
        report.add(Message::NoContent);
    }
    for file in read_tree(root, &content, report) {
        let path = file.name;
        if has_markdown_extension(&path) {
            let text = as_text(&file.source, file.bytes, report);
            let stem = &path[..path.len() - ".md".len()];
            let is_index = stem == "index" || stem.ends_with("/index");
            let topic =
                if is_index { TopicPath::new(&stem[..stem.len() - "index".len()]) } else { TopicPath::new(stem) };
            inputs.topics.push(TopicFile { path: topic, is_index, file: TextFile { source: file.source, text } });
        } else {
            inputs.assets.push(AssetFile { source: file.source, path, bytes: file.bytes.into() });
        }
    }
    // The settings are read again in `build`, which reports on them; here only the theme's name is wanted.
    let settings = settings::read(&book, &mut Report::new());
    let runners = settings.iter().flat_map(|settings| &settings.examples);
    for wanted in runners.flat_map(RunnerSetting::files) {
        read_example_file(root, wanted, &book.source, &mut inputs.example_files, report);
    }
    let theme = settings.as_ref().and_then(|settings| settings.theme.clone());
    inputs.theme_names = theme_names(root);
    let name = theme.as_ref().map_or("default", |theme| &theme.value);
    let folder = root.join("themes").join(name);
    if name.contains(['/', '\\']) || name.starts_with('.') || (theme.is_some() && name != "default" && !folder.is_dir())
    {
        if let Some(theme) = &theme {
            let near = nearest(name, inputs.theme_names.iter().map(String::as_str)).map(str::to_owned);
            let place = Place::span(&book.source, theme.span.clone());
            report.at(place, Message::NoTheme { name: theme.value.clone(), nearest: near });
        }
    } else {
        inputs.theme = read_tree(root, &folder, report).into_iter().map(theme_file).collect();
    }
    let lock = root.join("examples.lock");
    if lock.exists() {
        inputs.examples_lock = read_text(&lock, "examples.lock", report);
    }
    inputs.highlights = fs::read(root.join(HIGHLIGHT_CACHE)).ok();
    inputs.book = Some(book);
    inputs
}

/// Social cards drawn by an earlier build: megabytes, wanted only where cards are made.
pub fn cards(root: &Path) -> Option<Vec<u8>> {
    fs::read(root.join(CARD_CACHE)).ok()
}

/// Reads a file that the examples need; it must lie in the guide.
fn read_example_file(
    root: &Path,
    wanted: &Located<String>,
    book: &SourcePath,
    files: &mut Vec<TextFile>,
    report: &mut Report,
) {
    let path = &wanted.value;
    if files.iter().any(|file| file.source.as_str() == path) {
        return;
    }
    let place = || Place::span(book, wanted.span.clone());
    let plain = path.split('/').all(|part| !matches!(part, "" | "." | ".."));
    if !plain || path.contains('\\') {
        report.at(place(), Message::LinkLeavesGuide { path: path.clone() });
    } else if root.join(path).is_file() {
        files.extend(read_text(&root.join(path), path, report));
    } else {
        report.at(place(), Message::NoSuchFile { path: path.clone(), nearest: None });
    }
}

fn has_markdown_extension(path: &str) -> bool {
    path.len() > 3 && path.is_char_boundary(path.len() - 3) && path[path.len() - 3..].eq_ignore_ascii_case(".md")
}

fn theme_file(file: ReadFile) -> ThemeFile {
    ThemeFile { source: file.source, name: file.name, bytes: file.bytes.into() }
}

fn read_book(root: &Path, report: &mut Report) -> Option<TextFile> {
    let path = root.join("book.toml");
    if !path.is_file() {
        report.add(Message::NoBook { folder: root.display().to_string() });
        return None;
    }
    read_text(&path, "book.toml", report)
}

fn read_text(path: &Path, source: &str, report: &mut Report) -> Option<TextFile> {
    let source = SourcePath::new(source);
    match fs::read(path) {
        Ok(bytes) => {
            let text = as_text(&source, bytes, report);
            Some(TextFile { source, text })
        }
        Err(error) => {
            unreadable(&source, &error.to_string(), report);
            None
        }
    }
}

fn theme_names(root: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(root.join("themes"))
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.path().is_dir())
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    names.sort();
    names
}

struct ReadFile {
    source: SourcePath,
    name: String,
    bytes: Vec<u8>,
}

/// All files under `folder`, sorted; names that start with a dot, and editors' leavings, are passed over.
fn read_tree(root: &Path, folder: &Path, report: &mut Report) -> Vec<ReadFile> {
    if !folder.is_dir() {
        return Vec::new();
    }
    let real_root = fs::canonicalize(root).unwrap_or_else(|_| root.to_path_buf());
    let mut files: Vec<(SourcePath, String, PathBuf)> = Vec::new();
    let walk = WalkDir::new(folder).follow_links(true).sort_by_file_name().into_iter();
    let visible =
        walk.filter_entry(|entry| entry.depth() == 0 || !is_passed_over(&entry.file_name().to_string_lossy()));
    for entry in visible {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().unwrap_or(folder);
                let source = SourcePath::new(&shown(root, path));
                let message = if error.loop_ancestor().is_some() {
                    Message::BadSymlink { whither: "back to a folder above it" }
                } else if path.is_symlink() {
                    Message::BadSymlink { whither: "nowhere" }
                } else {
                    let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                    Message::Unreadable { path: source.to_string(), reason }
                };
                report.at(Place::file(&source), message);
                continue;
            }
        };
        let source = SourcePath::new(&shown(root, entry.path()));
        if entry.path_is_symlink() && !fs::canonicalize(entry.path()).is_ok_and(|real| real.starts_with(&real_root)) {
            report.at(Place::file(&source), Message::BadSymlink { whither: "out of the guide" });
            continue;
        }
        if entry.file_type().is_dir() {
            continue;
        }
        let name = entry.path().strip_prefix(folder).ok().and_then(slashed);
        match name {
            Some(name) if entry.file_type().is_file() => files.push((source, name, entry.into_path())),
            Some(_) => unreadable(&source, "not a regular file", report),
            None => report.at(Place::file(&source), Message::BadFileName),
        }
    }
    let read: Vec<_> = files.into_par_iter().map(|(source, name, path)| (fs::read(&path), source, name)).collect();
    let mut kept = Vec::with_capacity(read.len());
    for (bytes, source, name) in read {
        match bytes {
            Ok(bytes) => kept.push(ReadFile { source, name, bytes }),
            Err(error) => unreadable(&source, &error.to_string(), report),
        }
    }
    kept
}

/// Whether a name is no part of a guide: hidden files but `.well-known` (RFC 8615), and editors' leavings.
pub fn is_passed_over(name: &str) -> bool {
    (name.starts_with('.') && name != ".well-known")
        || name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
}

fn unreadable(source: &SourcePath, reason: &str, report: &mut Report) {
    report.at(Place::file(source), Message::Unreadable { path: source.to_string(), reason: reason.to_owned() });
}

fn shown(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

/// A path with forward slashes; `None` if a part is not UTF-8.
fn slashed(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
    parts.map(|parts| parts.join("/"))
}

/// Text without byte-order mark and with `\n` line ends, so that every later stage sees one form.
/// Bytes that are not UTF-8 are reported, and replaced so that the rest can still be checked.
pub(super) fn as_text(source: &SourcePath, bytes: Vec<u8>, report: &mut Report) -> Arc<str> {
    let text = String::from_utf8(bytes).unwrap_or_else(|error| {
        let at = error.utf8_error().valid_up_to();
        let byte = error.as_bytes().get(at).copied().unwrap_or(0);
        let before = String::from_utf8_lossy(&error.as_bytes()[..at]);
        let at = normalised(&before).len();
        report.at(Place::span(source, at..at + char::REPLACEMENT_CHARACTER.len_utf8()), Message::NotUtf8 { byte });
        String::from_utf8_lossy(error.as_bytes()).into_owned()
    });
    normalised(&text).into()
}

fn normalised(text: &str) -> Cow<'_, str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n")) } else { Cow::Borrowed(text) }
}
