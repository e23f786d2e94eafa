//! Reads what `import` brings in: one file, or a folder of another generator.
//!
//! In: a path outside the guide. Out: texts and bytes by their path from the folder. Nothing is written.

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::Path;

use walkdir::WalkDir;

use crate::disk::folder::{Folder, Kind};
use crate::html::character_references;
use crate::import::escapes;
use crate::path::decode_percent;
use crate::problem::import_note::Carry;
use crate::problem::message::Message;

/// Larger files are not text that someone wrote.
const LARGEST: u64 = 64 << 20;

/// Bytes of all files beside the pages: they are held in memory, all at once.
const MOST_IN_ALL: u64 = 2 << 30;

/// The files of a folder, by path from it with forward slashes.
pub type Tree = BTreeMap<String, Vec<u8>>;

/// Reads a file as text, without byte-order mark and with `\n` line ends. The way to it may go through links, since someone
/// typed it; it may itself be one no more than a pipe.
pub fn text(path: &Path) -> Result<String, Message> {
    let bytes = bytes(path, LARGEST)?;
    as_text(&bytes).ok_or_else(|| {
        let reason = not_text(&bytes);
        Carry::NoText { file: path.display().to_string(), reason }.into()
    })
}

/// Reads a file of at most `most` bytes.
pub fn bytes(path: &Path, most: u64) -> Result<Vec<u8>, Message> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = Path::new(path.file_name().unwrap_or_default());
    let cannot = |reason: String| Message::Unreadable { path: path.display().to_string(), reason };
    Folder::open(folder).and_then(|folder| folder.read(name, most)).map_err(|error| cannot(error.to_string()))
}

/// Why bytes are no text.
fn not_text(bytes: &[u8]) -> String {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return "it is UTF-16".into();
    }
    if bytes.contains(&0) {
        return "it is a binary file".into();
    }
    let valid = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    let line = bytes[..valid].iter().filter(|byte| **byte == b'\n').count() + 1;
    format!("line {line} is not UTF-8")
}

/// The text of a file's bytes; `None` if they are not UTF-8, or hold what no text does.
pub fn as_text(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok().filter(|text| !text.contains('\0'))?;
    Some(text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n"))
}

/// Reads the folder `inside` of `source`; hidden files and symbolic links are passed over, and what no page names. It must lie in `source`, and no
/// link may lead to it.
pub fn folder(source: &Path, inside: &str) -> Result<Tree, Message> {
    let path = source.join(inside);
    let cannot = |path: &Path, reason: String| {
        Message::from(Carry::Unreadable { file: path.display().to_string(), what: "a folder", reason })
    };
    let opened = Folder::open(source).and_then(|source| source.inner(Path::new(inside)));
    let opened = opened.map_err(|error| cannot(&path, error.to_string()))?;
    let mut tree = Tree::new();
    let mut others: Vec<(String, std::path::PathBuf)> = Vec::new();
    let hidden = |name: &str| name.starts_with('.') || name == "node_modules";
    let walk = WalkDir::new(&path).sort_by_file_name().into_iter();
    for entry in walk.filter_entry(|entry| entry.depth() == 0 || !hidden(&entry.file_name().to_string_lossy())) {
        let entry = entry.map_err(|error| {
            let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
            cannot(error.path().unwrap_or(&path), reason)
        })?;
        let below = entry.path().strip_prefix(&path).unwrap_or(entry.path());
        let name = below.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
        if !entry.file_type().is_file() {
            continue;
        }
        if !name.ends_with(".md") {
            others.push((name, below.to_path_buf()));
            continue;
        }
        match opened.read(below, LARGEST) {
            Err(error) if error.kind() == ErrorKind::FileTooLarge => {}
            read => drop(tree.insert(name, read.map_err(|error| cannot(entry.path(), error.to_string()))?)),
        }
    }
    // Of the files beside the pages those are held in memory that a page may show.
    let named = named_files(&tree);
    let mut left = MOST_IN_ALL;
    for (name, below) in others {
        let file = name.rsplit('/').next().unwrap_or(&name);
        if !named.contains(file) {
            continue;
        }
        match opened.read(&below, LARGEST.min(left)) {
            Err(error) if error.kind() == ErrorKind::FileTooLarge => {}
            read => {
                let bytes = read.map_err(|error| cannot(&path.join(&below), error.to_string()))?;
                left -= bytes.len() as u64;
                tree.insert(name, bytes);
            }
        }
    }
    Ok(tree)
}

/// All that may be the name of a file in the pages of a tree, and more: what stands between signs that end an address.
fn named_files(tree: &Tree) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    for text in tree.values().filter_map(|bytes| as_text(bytes)) {
        let ends = |c: char| "()<>\"'[]#?|/\n\t".contains(c);
        for part in text.split(ends).map(str::trim).filter(|part| !part.is_empty() && part.len() <= 255) {
            // A blank may end an address or stand in it, and so may a sign of equality.
            let words = part.split([' ', '=']).chain([part]).filter(|word| word.contains('.'));
            for word in words {
                let plain = character_references::text(word);
                let plain = escapes::wording(&plain);
                named.insert(decode_percent(&plain).unwrap_or(plain));
                named.insert(word.to_owned());
            }
        }
    }
    named
}

/// Opens the folder that someone named.
pub fn opened(folder: &Path) -> Result<Folder, Message> {
    Folder::open(folder).map_err(|error| {
        let (file, what, reason) = (folder.display().to_string(), "a folder", error.to_string());
        Carry::Unreadable { file, what, reason }.into()
    })
}

/// The text of a file below a folder, behind no link; nothing if there is none, or if it is no text.
pub fn text_in(folder: &Folder, inside: &str) -> Option<String> {
    as_text(&folder.read(Path::new(inside), LARGEST).ok()?)
}

/// Whether a folder holds a regular file of this name, behind no link.
pub fn has_file(folder: &Path, inside: &str) -> bool {
    let kind = Folder::open(folder).and_then(|folder| folder.kind(Path::new(inside)));
    kind.is_ok_and(|kind| kind == Some(Kind::File))
}

/// Those of the named files that are there, by name. None of them is, or lies behind, a link: whoever wrote the text would
/// choose what is copied.
pub fn files(folder: &Path, names: &BTreeSet<String>) -> Tree {
    let Ok(folder) = Folder::open(folder) else { return Tree::new() };
    let read = |name: &String| Some((name.clone(), folder.read(Path::new(name), LARGEST).ok()?));
    names.iter().filter_map(read).collect()
}

/// The answers that `check --external` kept, if there are any.
pub fn kept_answers(guide: &Path) -> Option<String> {
    Folder::open(guide).ok()?.read_text(Path::new(EXTERNAL_CACHE), LARGEST).ok()
}

/// Where `check --external` keeps what servers answered, from the guide's root.
pub const EXTERNAL_CACHE: &str = ".studybook/external";
