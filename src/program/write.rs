//! Single files on the disk, whole or not at all, and which folder may be the output.
//!
//! In: a path and bytes. Out: the file, or what is in the way. A whole site is written by `staging`.

#![expect(clippy::disallowed_methods, reason = "with `staging`, this is the module that writes the disk")]

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::program::manifest;
use crate::words::message::Message;

/// Says why `out` cannot be the output of the guide in `root`, if it cannot. Call it before building.
pub fn check_output(root: &Path, out: &Path) -> Result<(), Message> {
    let shown = out.display().to_string();
    let bad = |reason| Err(Message::BadOutput { folder: shown.clone(), reason });
    let root = resolved(root);
    let full = resolved(out);
    if root.starts_with(&full) {
        return bad("it holds the guide itself");
    }
    for (name, reason) in [("content", "it holds the guide's topics"), ("themes", "it holds the guide's themes")] {
        if full.starts_with(root.join(name)) {
            return bad(reason);
        }
    }
    if full.starts_with(root.join(".git")) || full.starts_with(root.join(".studybook")) {
        return bad("it is not a place for a site");
    }
    match fs::metadata(out) {
        Err(_) if out.is_symlink() => bad("it is a link that leads nowhere"),
        Ok(metadata) if !metadata.is_dir() => bad("it is a file"),
        Ok(_) if !is_ours(out) => Err(Message::ForeignFolder { folder: shown }),
        _ => Ok(()),
    }
}

/// The path without `.`, `..` and symbolic links, as far as it exists.
pub(super) fn resolved(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut missing: Vec<std::ffi::OsString> = Vec::new();
    let mut existing = absolute.clone();
    loop {
        if let Ok(real) = fs::canonicalize(&existing) {
            let mut full = real;
            for part in missing.iter().rev() {
                if part == ".." {
                    full.pop();
                } else {
                    full.push(part);
                }
            }
            return full;
        }
        match (existing.file_name().map(ToOwned::to_owned), existing.parent().map(Path::to_path_buf)) {
            (Some(name), Some(parent)) => {
                missing.push(name);
                existing = parent;
            }
            (None, Some(parent)) => {
                missing.push("..".into());
                existing = parent;
            }
            _ => return absolute,
        }
    }
}

/// Empty, or made by an earlier build.
fn is_ours(out: &Path) -> bool {
    if fs::read_dir(out).is_ok_and(|mut entries| entries.next().is_none()) {
        return true;
    }
    manifest::is_in(out)
}

/// Makes a folder and those above it.
pub(super) fn create_folder(path: &Path) -> Result<(), Message> {
    fs::create_dir_all(path).map_err(|error| cannot("create the folder", path, &error))
}

/// What could not be done to a path.
pub(super) fn cannot(action: &'static str, path: &Path, error: &io::Error) -> Message {
    Message::CannotWrite { action, path: path.display().to_string(), reason: error.to_string() }
}

/// Whether a file was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Created {
    /// It was not there before.
    New,
    /// A file of that name was there, and was left as it was.
    WasThere,
}

/// Makes a file that is not there yet, and its folder if need be: for what the author goes on to edit.
pub fn create_file(path: &Path, bytes: &[u8]) -> Result<Created, Message> {
    if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        create_folder(parent)?;
    }
    match File::create_new(path) {
        Ok(mut file) => file.write_all(bytes).map(|()| Created::New).map_err(|error| cannot("write", path, &error)),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(Created::WasThere),
        Err(error) => Err(cannot("write", path, &error)),
    }
}

/// Adds the lines of `text` that a file does not have, with or without slashes around them; comments stay behind.
/// Gives the lines that were added.
pub fn add_lines(path: &Path, text: &str) -> Result<Vec<String>, Message> {
    let mut all = fs::read_to_string(path).map_err(|error| cannot("read", path, &error))?;
    let bare = |line: &str| line.trim().trim_matches('/').to_owned();
    let has: Vec<String> = all.lines().map(bare).collect();
    let missing = |line: &&str| !line.starts_with('#') && !has.contains(&bare(line));
    let new: Vec<String> = text.lines().filter(missing).map(str::to_owned).collect();
    if !new.is_empty() {
        if !all.is_empty() && !all.ends_with('\n') {
            all.push('\n');
        }
        all.push_str(&new.join("\n"));
        all.push('\n');
        write_file(path, all.as_bytes())?;
    }
    Ok(new)
}

/// Writes one file whole or not at all, making its folder if need be: for caches and records.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Message> {
    if let Some(parent) = path.parent() {
        create_folder(parent)?;
    }
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let temporary = path.with_file_name(format!(".{name}.{}", std::process::id()));
    let result = fs::write(&temporary, bytes).and_then(|()| fs::rename(&temporary, path));
    result.map_err(|error| {
        let _ = fs::remove_file(&temporary);
        cannot("write", path, &error)
    })
}
