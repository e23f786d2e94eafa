//! Reads all files of a folder of the guide.
//!
//! In: the guide's folder and a name in it. Out: bytes, sorted by path, and problems. Links are not followed: one to a folder is
//! refused and not walked; one to a file is read if the file lies in the guide and no part of its path is hidden.

use std::fs;
use std::path::{Component, Path, PathBuf};

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use crate::disk::folder::{Folder, Kind, MOST_BYTES, MOST_TEXT};
use crate::path::{SourcePath, split_topic};
use crate::problem::message::Message;
use crate::problem::report::{Place, Report};
use crate::reading::inputs::Links;

/// A file, read.
#[derive(Debug)]
pub struct ReadFile {
    /// From the guide's root.
    pub source: SourcePath,
    /// From the folder that was read.
    pub name: String,
    /// All of it.
    pub bytes: Vec<u8>,
}

/// Folders inside each other: each page names all that it lies in.
pub const DEEPEST: usize = 32;

/// Bytes of a page that someone wrote: three times the longest novel.
pub const MOST_TOPIC: u64 = 16 << 20;
/// Bytes of all files of a folder: they are held in memory, all at once.
const MOST_IN_ALL: u64 = 2 << 30;

/// How many bytes a file may have, by its path from the guide's root: what is read letter by letter has fewer.
pub fn most_bytes(path: &str) -> u64 {
    let is_text = |ending: &str| matches!(ending, "svg" | "xml" | "xsl" | "xslt" | "html" | "htm" | "xhtml" | "xht");
    match path.rsplit_once('.') {
        _ if split_topic(path).is_some() => MOST_TOPIC,
        Some((_, ending)) if is_text(&ending.to_lowercase()) => MOST_TEXT,
        _ if path.starts_with("themes/") => MOST_TEXT,
        _ => MOST_BYTES,
    }
}

/// A file that is to be read.
struct Wanted {
    source: SourcePath,
    name: String,
    /// In bytes, before it is read.
    size: u64,
    /// Where its bytes lie, from the guide's root: elsewhere than the source says if that is a link.
    lies: PathBuf,
}

/// All files under a folder of the guide; names that start with a dot, editors' leavings, and those that `is_excluded` says
/// of a path from that folder are passed over. Which of them are links is noted in `links`.
pub fn read_tree(
    guide: &Folder,
    name: &str,
    is_excluded: &dyn Fn(&str) -> bool,
    links: &mut Links,
    report: &mut Report,
) -> Vec<ReadFile> {
    let wanted = walked(guide, name, is_excluded, links, report);
    read(guide, wanted_within(MOST_IN_ALL, name, wanted, report), links, report)
}

/// What is to be read of a folder.
fn walked(
    guide: &Folder,
    name: &str,
    is_excluded: &dyn Fn(&str) -> bool,
    links: &mut Links,
    report: &mut Report,
) -> Vec<Wanted> {
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
            Ok(entry) => wanted.extend(want(guide, name, &entry, is_excluded, links, report)),
            Err(error) => {
                let source = SourcePath::new(&shown(guide.path(), error.path().unwrap_or(Path::new(name))));
                let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                report.at(Place::file(&source), Message::Unreadable { path: source.to_string(), reason });
            }
        }
    }
    wanted
}

/// The files without those that are too much in all, which is told once.
fn wanted_within(most: u64, folder: &str, mut wanted: Vec<Wanted>, report: &mut Report) -> Vec<Wanted> {
    let mut all = 0_u64;
    let is_too_much = |file: &Wanted| {
        // What is too large by itself is told as such, and not read.
        all = all.saturating_add(if file.size > most_bytes(file.source.as_str()) { 0 } else { file.size });
        all > most
    };
    if let Some(at) = wanted.iter().position(is_too_much) {
        let path = wanted[at].source.clone();
        let reason = format!("with it the files of `{folder}` are larger than {} MiB", most >> 20);
        report.at(Place::file(&path), Message::Unreadable { path: path.to_string(), reason });
        wanted.truncate(at);
    }
    wanted
}

fn read(guide: &Folder, wanted: Vec<Wanted>, links: &mut Links, report: &mut Report) -> Vec<ReadFile> {
    let bytes = |file: &Wanted| guide.read(&file.lies, most_bytes(file.source.as_str()));
    let read: Vec<_> = wanted.into_par_iter().map(|file| (bytes(&file), file)).collect();
    let mut kept = Vec::with_capacity(read.len());
    for (bytes, Wanted { source, name, lies, .. }) in read {
        note_link(links, &lies, &source);
        match bytes {
            Ok(bytes) => kept.push(ReadFile { source, name, bytes }),
            Err(error) => {
                let (path, reason) = (source.to_string(), error.to_string());
                report.at(Place::file(&source), Message::Unreadable { path, reason });
            }
        }
    }
    kept
}

/// A file as it is to be read; none, and a problem, if it is not to be.
fn want(
    guide: &Folder,
    folder: &str,
    entry: &DirEntry,
    is_excluded: &dyn Fn(&str) -> bool,
    links: &mut Links,
    report: &mut Report,
) -> Option<Wanted> {
    let size = |path: &Path| fs::metadata(path).map_or(0, |it| it.len());
    let source = SourcePath::new(&shown(guide.path(), entry.path()));
    let inside = entry.path().strip_prefix(guide.path()).ok()?;
    let message = match inside.strip_prefix(folder).ok().and_then(slashed) {
        None => Message::BadFileName,
        Some(name) if is_excluded(&name) => return None,
        Some(name) if entry.file_type().is_file() => {
            return Some(Wanted { source, name, size: size(entry.path()), lies: inside.to_path_buf() });
        }
        Some(name) if entry.file_type().is_symlink() => match leads(guide, inside) {
            Ok(lies) => return Some(Wanted { source, name, size: size(&guide.path().join(&lies)), lies }),
            Err(whither) => {
                // It may lead somewhere later.
                if let Some(lies) = named(inside, &fs::read_link(entry.path()).unwrap_or_default()) {
                    note_link(links, &lies, &source);
                }
                Message::BadSymlink { whither }
            }
        },
        Some(_) => Message::Unreadable { path: source.to_string(), reason: "not a regular file".into() },
    };
    report.at(Place::file(&source), message);
    None
}

/// Notes that the bytes of a file lie elsewhere in the guide, if they do.
fn note_link(links: &mut Links, lies: &Path, source: &SourcePath) {
    if let Some(lies) = slashed(lies).map(|lies| SourcePath::new(&lies)).filter(|lies| lies != source) {
        links.entry(lies).or_default().push(source.clone());
    }
}

/// The path from the guide's root that a link names, whether something lies there or not; `None` if it leads out of the guide.
fn named(link: &Path, target: &Path) -> Option<PathBuf> {
    let mut named = link.parent()?.to_path_buf();
    for part in target.components() {
        match part {
            Component::Normal(part) => named.push(part),
            Component::CurDir => {}
            Component::ParentDir if named.pop() => {}
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(named)
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A guide's folder with files of so many bytes, none of which lies on the disk.
    fn sparse(files: &[(&str, u64)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, size) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::File::create(path).unwrap().set_len(*size).unwrap();
        }
        folder
    }

    fn told(files: &[(&str, u64)], is_excluded: &dyn Fn(&str) -> bool) -> (usize, String) {
        let folder = sparse(files);
        let mut report = Report::new();
        let read =
            read_tree(&Folder::open(folder.path()).unwrap(), "content", is_excluded, &mut Links::new(), &mut report);
        (read.len(), report.sorted().iter().map(|it| format!("{}\n", it.message)).collect())
    }

    #[test]
    fn a_file_has_so_many_bytes_as_its_kind_may_have() {
        for (name, most) in [
            ("content/a.md", MOST_TOPIC),
            ("content/a.MD", MOST_TOPIC),
            ("content/a.words.csv", MOST_TOPIC),
            ("content/a.svg", MOST_TEXT),
            ("content/a.HTML", MOST_TEXT),
            ("content/a.png", MOST_BYTES),
        ] {
            let (read, said) = told(&[(name, most + 1)], &|_| false);
            assert_eq!(read, 0);
            assert!(said.contains(&format!("`{name}`: it is larger than {} MiB", most >> 20)), "{said}");
            assert_eq!(told(&[(name, most + 1)], &|_| true), (0, String::new()));
        }
        assert_eq!(most_bytes("themes/mine/templates/base.txt"), MOST_TEXT);
        assert_eq!(told(&[("content/a.md", MOST_TOPIC)], &|_| false), (1, String::new()));
    }

    #[test]
    fn the_files_of_a_folder_have_so_many_bytes_in_all() {
        let files: Vec<(String, u64)> = (0..5).map(|n| (format!("content/{n}.png"), 1 << 20)).collect();
        let files: Vec<(&str, u64)> = files.iter().map(|(name, size)| (name.as_str(), *size)).collect();
        let folder = sparse(&[&files[..], &[("content/0.svg", MOST_TEXT + 1)]].concat());
        let guide = Folder::open(folder.path()).unwrap();
        let kept = |most: u64| {
            let mut report = Report::new();
            let wanted = walked(&guide, "content", &|_| false, &mut Links::new(), &mut report);
            let kept = wanted_within(most, "content", wanted, &mut report);
            let said: String = report.sorted().iter().map(|it| it.message.to_string()).collect();
            (kept.len(), said)
        };
        assert_eq!(kept(5 << 20), (6, String::new()));
        let (read, said) = kept(3 << 20);
        assert_eq!(read, 4);
        assert_eq!(said, "cannot read `content/3.png`: with it the files of `content` are larger than 3 MiB");
        assert_eq!(kept(0).0, 0);
    }
}
