//! Reads all files of a folder of the guide.
//!
//! In: the guide's folder and a name in it. Out: bytes, sorted by path, and problems. Links are not followed: one to a folder is
//! refused and not walked; one to a file is read if the file lies in the guide and no part of its path is hidden.

use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use crate::disk::folder::{Folder, Kind, MOST_BYTES};
use crate::path::SourcePath;
use crate::problem::message::Message;
use crate::problem::report::{Place, Report};

/// A file, read.
#[derive(Debug)]
pub struct ReadFile {
    /// From the guide's root.
    pub source: SourcePath,
    /// From the folder that was read.
    pub name: String,
    /// All of it.
    pub bytes: Vec<u8>,
    /// Where these lie, from the guide's root, if the file is a link.
    pub lies: Option<SourcePath>,
}

/// Folders inside each other: each page names all that it lies in.
pub const DEEPEST: usize = 32;

/// A file that is to be read.
struct Wanted {
    source: SourcePath,
    name: String,
    /// Where its bytes lie, from the guide's root: elsewhere than the source says if that is a link.
    lies: PathBuf,
}

/// All files under a folder of the guide; names that start with a dot, and editors' leavings, are passed over.
pub fn read_tree(guide: &Folder, name: &str, report: &mut Report) -> Vec<ReadFile> {
    match guide.kind(Path::new(name)) {
        Ok(Some(Kind::Folder)) => {}
        Ok(Some(Kind::Link)) => {
            let source = SourcePath::new(name);
            let message = Message::BadSymlink { whither: leads(guide, Path::new(name)).err().unwrap_or(TO_FOLDER) };
            report.at(Place::file(&source), message);
            return Vec::new();
        }
        _ => return Vec::new(),
    }
    let mut wanted: Vec<Wanted> = Vec::new();
    let walk = WalkDir::new(guide.path().join(name)).max_depth(DEEPEST + 1).sort_by_file_name().into_iter();
    for entry in walk.filter_entry(|entry| entry.depth() == 0 || !is_passed_over(&entry.file_name().to_string_lossy()))
    {
        match entry {
            // What is in it is not walked either.
            Ok(entry) if entry.file_type().is_dir() && entry.depth() == DEEPEST + 1 => {
                let source = SourcePath::new(&shown(guide.path(), entry.path()));
                report.at(Place::file(&source), Message::FolderTooDeep { most: DEEPEST });
            }
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => wanted.extend(want(guide, name, &entry, report)),
            Err(error) => {
                let source = SourcePath::new(&shown(guide.path(), error.path().unwrap_or(Path::new(name))));
                let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                report.at(Place::file(&source), Message::Unreadable { path: source.to_string(), reason });
            }
        }
    }
    let read: Vec<_> = wanted.into_par_iter().map(|file| (guide.read(&file.lies, MOST_BYTES), file)).collect();
    let mut kept = Vec::with_capacity(read.len());
    for (bytes, Wanted { source, name, lies }) in read {
        let lies = slashed(&lies).map(|lies| SourcePath::new(&lies)).filter(|lies| *lies != source);
        match bytes {
            Ok(bytes) => kept.push(ReadFile { source, name, bytes, lies }),
            Err(error) => {
                let (path, reason) = (source.to_string(), error.to_string());
                report.at(Place::file(&source), Message::Unreadable { path, reason });
            }
        }
    }
    kept
}

/// A file as it is to be read; none, and a problem, if it is not to be.
fn want(guide: &Folder, folder: &str, entry: &DirEntry, report: &mut Report) -> Option<Wanted> {
    let source = SourcePath::new(&shown(guide.path(), entry.path()));
    let inside = entry.path().strip_prefix(guide.path()).ok()?;
    let message = match inside.strip_prefix(folder).ok().and_then(slashed) {
        None => Message::BadFileName,
        Some(name) if entry.file_type().is_file() => return Some(Wanted { source, name, lies: inside.to_path_buf() }),
        Some(name) if entry.file_type().is_symlink() => match leads(guide, inside) {
            Ok(lies) => return Some(Wanted { source, name, lies }),
            Err(whither) => Message::BadSymlink { whither },
        },
        Some(_) => Message::Unreadable { path: source.to_string(), reason: "not a regular file".into() },
    };
    report.at(Place::file(&source), message);
    None
}

const TO_FOLDER: &str = "to a folder";

/// Where a link of the guide leads, from the guide's root: to a file of it that is not hidden. Else whither, in words.
pub fn leads(guide: &Folder, link: &Path) -> Result<PathBuf, &'static str> {
    let root = fs::canonicalize(guide.path()).map_err(|_| "nowhere")?;
    let path = guide.path().join(link);
    let real = fs::canonicalize(&path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => "nowhere",
        _ => "round in a circle, or to what may not be read",
    })?;
    let Ok(inside) = real.strip_prefix(&root) else { return Err("out of the guide") };
    if fs::canonicalize(path.parent().unwrap_or(&path)).is_ok_and(|above| above.starts_with(&real)) {
        return Err("back to a folder above it");
    }
    if inside.iter().any(|part| part.to_string_lossy().starts_with('.')) {
        return Err("to a hidden file");
    }
    if real.is_dir() { Err(TO_FOLDER) } else { Ok(inside.to_path_buf()) }
}

/// Endings of copies that editors and programs leave behind.
const COPIES: [&str; 13] = [
    ".bak",
    ".orig",
    ".rej",
    ".swp",
    ".swo",
    ".tmp",
    "___jb_tmp___",
    "___jb_old___",
    ".pyc",
    ".crdownload",
    ".part",
    ".partial",
    ".download",
];

/// What systems, editors and package managers put into any folder; `icon\r` is the Finder's.
const SYSTEMS: [&str; 8] =
    ["thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "__macosx", "__pycache__", "node_modules", "4913"];

/// Whether a name is no part of a guide: hidden files but `.well-known` (RFC 8615), editors' leavings and what systems put
/// into any folder.
pub fn is_passed_over(name: &str) -> bool {
    let lower = name.to_lowercase();
    if COPIES.iter().any(|ending| lower.ends_with(ending)) || SYSTEMS.contains(&lower.as_str()) {
        return true;
    }
    (name.starts_with('.') && name != ".well-known")
        || name.starts_with("~$")
        || lower.contains(".sync-conflict-")
        || name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
}

fn shown(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

/// A path with forward slashes; `None` if a part is not UTF-8.
fn slashed(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
    parts.map(|parts| parts.join("/"))
}
