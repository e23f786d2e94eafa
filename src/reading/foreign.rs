//! Reads what `import` brings in: one file, or a folder of another generator.
//!
//! In: a path outside the guide. Out: texts and bytes by their path from the folder. Nothing is written.

#![expect(clippy::disallowed_methods, reason = "this module reads the disk")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use walkdir::WalkDir;

use crate::words::carry::Carry;
use crate::words::message::Message;

/// Larger files are not text that someone wrote.
const LARGEST: u64 = 64 << 20;

/// The files of a folder, by path from it with forward slashes.
pub type Tree = BTreeMap<String, Vec<u8>>;

/// Reads a file as text, without byte-order mark and with `\n` line ends.
pub fn text(path: &Path) -> Result<String, Message> {
    let cannot = |reason: String| Message::Unreadable { path: path.display().to_string(), reason };
    let size = fs::metadata(path).map_err(|error| cannot(error.to_string()))?.len();
    if size > LARGEST {
        return Err(cannot("it is larger than 64 MiB".into()));
    }
    let bytes = fs::read(path).map_err(|error| cannot(error.to_string()))?;
    as_text(&bytes).ok_or_else(|| {
        let reason = not_text(&bytes);
        Carry::NoText { file: path.display().to_string(), reason }.into()
    })
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

/// Reads a folder; hidden files and symbolic links are passed over.
pub fn folder(path: &Path) -> Result<Tree, Message> {
    let mut tree = Tree::new();
    let hidden = |name: &str| name.starts_with('.') || name == "node_modules";
    let walk = WalkDir::new(path).sort_by_file_name().into_iter();
    for entry in walk.filter_entry(|entry| entry.depth() == 0 || !hidden(&entry.file_name().to_string_lossy())) {
        let cannot = |path: &Path, reason: String| {
            Message::from(Carry::Unreadable { file: path.display().to_string(), what: "a folder", reason })
        };
        let entry = entry.map_err(|error| {
            let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
            cannot(error.path().unwrap_or(path), reason)
        })?;
        let inside = entry.path().strip_prefix(path).unwrap_or(entry.path());
        let name = inside.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
        let small = entry.metadata().is_ok_and(|it| it.len() <= LARGEST);
        if entry.file_type().is_file() && small {
            tree.insert(name, fs::read(entry.path()).map_err(|error| cannot(entry.path(), error.to_string()))?);
        }
    }
    Ok(tree)
}

/// Those of the named files that are there, by name.
pub fn files(folder: &Path, names: &BTreeSet<String>) -> Tree {
    let small = |path: &Path| fs::metadata(path).is_ok_and(|it| it.is_file() && it.len() <= LARGEST);
    let read = |name: &String| {
        let path = folder.join(name);
        small(&path).then(|| fs::read(path).ok()).flatten().map(|bytes| (name.clone(), bytes))
    };
    names.iter().filter_map(read).collect()
}

/// The answers that `check --external` kept, if there are any.
pub fn kept_answers(guide: &Path) -> Option<String> {
    fs::read_to_string(guide.join(EXTERNAL_CACHE)).ok()
}

/// Where `check --external` keeps what servers answered, from the guide's root.
pub const EXTERNAL_CACHE: &str = ".studybook/external";
