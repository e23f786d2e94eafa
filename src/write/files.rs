//! Single files on the disk, whole or not at all, and which folder may be the output.
//!
//! In: a path and bytes. Out: the file, or what is in the way. A whole site is written by `staging`.

use std::borrow::Cow;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

use crate::disk::folder::{Folder, MOST_TEXT};
use crate::problem::message::Message;
use crate::write::manifest;

/// Says why `out` cannot be the output of the guide in the folder `guide`, if it cannot. Call it before building.
pub fn check_output(guide: &Path, out: &Path) -> Result<(), Message> {
    let shown = out.display().to_string();
    let bad = |reason| Err(Message::BadOutput { folder: shown.clone(), reason });
    let root = resolved(guide);
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
    if is_led_out(guide, out) {
        return bad(LED_OUT);
    }
    match fs::metadata(out) {
        Err(_) if out.is_symlink() => bad("it is a link that leads nowhere"),
        Ok(metadata) if !metadata.is_dir() => bad("it is a file"),
        Ok(_) if !is_ours(out) => Err(Message::ForeignFolder { folder: shown }),
        _ => Ok(()),
    }
}

/// Why a path is refused that [`is_led_out`].
pub(super) const LED_OUT: &str = "a link in the guide leads out of it";

/// Whether a link that lies in the guide leads a path out of it. Such a link may have come with the guide, and must not choose
/// what is written to; one that lies elsewhere may, and so may a path that goes out of the guide by `..`.
pub(super) fn is_led_out(guide: &Path, path: &Path) -> bool {
    let root = resolved(guide);
    let mut at = PathBuf::new();
    for part in std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()).components() {
        if part == Component::ParentDir {
            at.pop();
            continue;
        }
        let next = at.join(part);
        let real = fs::canonicalize(&next);
        if at.starts_with(&root) && next.is_symlink() {
            // One that leads nowhere yet still names a place.
            let named = || fs::read_link(&next).map(|target| resolved(&at.join(target)));
            let target = real.as_ref().map_or_else(|_| named().unwrap_or_default(), Clone::clone);
            if !target.starts_with(&root) {
                return true;
            }
        }
        at = real.unwrap_or(next);
    }
    false
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

/// Opens the folder `root`, which someone named.
fn opened(root: &Path) -> Result<Folder, Message> {
    Folder::open(root).map_err(|error| cannot("open the folder", root, &error))
}

/// Makes a file below `root` that is not there yet, and its folders if need be: for what the author goes on to edit.
pub fn create_file(root: &Path, inside: &str, bytes: &[u8]) -> Result<Created, Message> {
    create_folder(root)?;
    let folder = opened(root)?;
    let create = || {
        if let Some((above, _)) = inside.rsplit_once('/') {
            folder.create_folder(Path::new(above))?;
        }
        folder.create(Path::new(inside), bytes)
    };
    match create() {
        Ok(()) => Ok(Created::New),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(Created::WasThere),
        Err(error) => Err(cannot("write", &root.join(inside), &error)),
    }
}

/// Adds the lines of `text` that a file below `root` does not have, with or without slashes around them; comments stay behind.
/// Gives the lines that were added.
pub fn add_lines(root: &Path, inside: &str, text: &str) -> Result<Vec<String>, Message> {
    let path = Path::new(inside);
    let read = opened(root)?.read_text(path, MOST_TEXT);
    let mut all = read.map_err(|error| cannot("read", &root.join(inside), &error))?;
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
        write_file(root, inside, all.as_bytes())?;
    }
    Ok(new)
}

/// Writes one file below `root` whole or not at all, making its folders if need be: for caches and records.
pub fn write_file(root: &Path, inside: &str, bytes: &[u8]) -> Result<(), Message> {
    write_parts(root, inside, &[bytes.into()])
}

/// The same of a file whose parts lie apart.
pub fn write_parts(root: &Path, inside: &str, parts: &[Cow<'_, [u8]>]) -> Result<(), Message> {
    let written = opened(root)?.write_parts(Path::new(inside), parts);
    written.map_err(|error| cannot("write", &root.join(inside), &error))
}

/// A file that gets another text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewritten {
    /// From the root that both texts belong below.
    pub inside: String,
    /// What stands there.
    pub before: String,
    /// What will.
    pub after: String,
}

/// Writes all of the files below `root`, or none: if one cannot be written, those before it get their text back. Gives what
/// was in the way.
pub fn rewrite_all(root: &Path, files: &[Rewritten]) -> Result<(), Vec<Message>> {
    let folder = opened(root).map_err(|message| vec![message])?;
    let write = |file: &Rewritten, text: &str| {
        let written = folder.write(Path::new(&file.inside), text.as_bytes());
        written.map_err(|error| cannot("write", &root.join(&file.inside), &error))
    };
    for (number, file) in files.iter().enumerate() {
        if let Err(message) = write(file, &file.after) {
            let back = files[..number].iter().filter_map(|earlier| write(earlier, &earlier.before).err());
            return Err(std::iter::once(message).chain(back).collect());
        }
    }
    Ok(())
}

/// The same as [`write_file`] for a file that the caller named: the folder is made if it is not there.
pub fn write_below(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), Message> {
    create_folder(folder)?;
    write_file(folder, name, bytes)
}
