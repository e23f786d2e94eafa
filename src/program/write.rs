//! The only module that writes: a site to disk, whole or not at all.
//!
//! In: a finished [`Site`] and a folder. How it is done:
//!
//! 1. `OUT` is refused unless it is absent, empty, or holds the manifest of an earlier build.
//! 2. Beside it, in `.NAME.studybook/`, a lock keeps a second build out, and `staged/` is filled: files whose bytes the
//!    manifest knows are hard-linked from the last site, the others written; what others put there is linked too.
//! 3. `staged/` and `OUT` change places in one step (`renameat2` with `RENAME_EXCHANGE`; where the system has no such
//!    call, by two renames). Killed before it, the old site stands; after it, the new one. What is left over is cleared
//!    away by the next build.
//!
//! What the manifest is, `manifest` says.

#![expect(clippy::disallowed_methods, reason = "this is the module that writes the disk")]

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::output::site::{Content, Site};
use crate::program::manifest::{self, Manifest};
use crate::words::message::Message;

/// What writing did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that were new or different.
    pub written: usize,
    /// Files that were right already.
    pub unchanged: usize,
    /// Files of the last site that are gone.
    pub removed: usize,
}

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
fn resolved(path: &Path) -> PathBuf {
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

/// Writes the site to `out`.
pub fn write(site: &Site, out: &Path) -> Result<Written, Message> {
    // A link to the folder stays a link: what it leads to is written.
    let out = &resolved(out);
    let work = work_folder(out)?;
    create_folder(&work)?;
    let lock_path = work.join("lock");
    let lock = File::create(&lock_path).map_err(|error| cannot("write", &lock_path, &error))?;
    if lock.try_lock().is_err() {
        return Err(Message::OutputBusy { folder: out.display().to_string() });
    }
    recover(&work, out)?;
    let result = write_locked(site, out, &work);
    let _ = lock.unlock();
    // Another build may hold the lock by now; then the folder stays, which harms nothing.
    let _ = fs::remove_file(&lock_path);
    let _ = fs::remove_dir(&work);
    result
}

fn write_locked(site: &Site, out: &Path, work: &Path) -> Result<Written, Message> {
    let staged = work.join("staged");
    let old = Manifest::read(out);
    let new = Manifest::of(site);
    if old.files == new.files && old.all_as_left(out) {
        return Ok(Written { unchanged: new.files.len(), ..Written::default() });
    }
    let stage = || -> Result<Written, Message> {
        create_folders(site, &staged)?;
        let changed = fill(site, &new, &old, out, &staged)?;
        keep_foreign(&old, out, &staged)?;
        let path = staged.join(manifest::NAME);
        fs::write(&path, new.encode()).map_err(|error| cannot("write", &path, &error))?;
        swap(&staged, out)?;
        let removed = old.files.keys().filter(|path| !new.files.contains_key(*path)).count();
        Ok(Written { written: changed, unchanged: new.files.len() - changed, removed })
    };
    let result = stage();
    // After a swap this is the last site; after a failure, what was staged so far.
    let cleared = remove_folder(&staged);
    let written = result?;
    cleared?;
    Ok(written)
}

/// `.NAME.studybook` beside the output.
fn work_folder(out: &Path) -> Result<PathBuf, Message> {
    let absolute = resolved(out);
    let name = absolute.file_name().map(|name| name.to_string_lossy().into_owned());
    match (name, absolute.parent()) {
        (Some(name), Some(parent)) => Ok(parent.join(format!(".{name}.studybook"))),
        _ => Err(Message::BadOutput { folder: out.display().to_string(), reason: "it has no name" }),
    }
}

/// Clears away what a killed build left, and finishes a swap that was cut between its two renames.
fn recover(work: &Path, out: &Path) -> Result<(), Message> {
    let (staged, aside) = (work.join("staged"), work.join("aside"));
    if aside.exists() {
        if out.exists() {
            remove_folder(&aside)?;
        } else {
            fs::rename(&aside, out).map_err(|error| cannot("rename", &aside, &error))?;
        }
    }
    remove_folder(&staged)
}

/// Fills the staged folder; gives the number of files that were not there before.
fn fill(site: &Site, new: &Manifest, old: &Manifest, out: &Path, staged: &Path) -> Result<usize, Message> {
    let files: Vec<_> = site.files().collect();
    let changed: Result<Vec<bool>, Message> = files
        .par_iter()
        .map(|(path, file)| {
            let target = staged.join(path.as_str());
            let source = out.join(path.as_str());
            let same = new.files.get(path.as_str()).is_some_and(|stamp| old.has_as_left(out, path.as_str(), *stamp));
            if same && fs::hard_link(&source, &target).is_ok() {
                return Ok(false);
            }
            let written = match &file.content {
                Content::Made(bytes) => fs::write(&target, bytes),
                Content::Written(_) if same => fs::copy(&source, &target).map(|_| ()),
                Content::Written(_) | Content::Later(_) => Err(io::Error::other("it was changed during the build")),
            };
            written.map_err(|error| cannot("write", &target, &error))?;
            Ok(!same)
        })
        .collect();
    Ok(changed?.into_iter().filter(|changed| *changed).count())
}

/// Links what others put into the output, such as `CNAME` or `.git`, into the staged folder, unless the site has a file
/// there. Without a manifest nobody can say what is foreign, and nothing is kept.
fn keep_foreign(old: &Manifest, out: &Path, staged: &Path) -> Result<(), Message> {
    if old.files.is_empty() {
        return Ok(());
    }
    for entry in walkdir::WalkDir::new(out).min_depth(1).into_iter().flatten() {
        let Ok(path) = entry.path().strip_prefix(out) else { continue };
        let target = staged.join(path);
        let ours = path == Path::new(manifest::NAME) || path.to_str().is_some_and(|path| old.files.contains_key(path));
        if ours || entry.file_type().is_dir() || target.symlink_metadata().is_ok() {
            continue;
        }
        if let Some(folder) = target.parent() {
            create_folder(folder)?;
        }
        let kept = fs::hard_link(entry.path(), &target).or_else(|_| fs::copy(entry.path(), &target).map(|_| ()));
        kept.map_err(|error| cannot("keep", entry.path(), &error))?;
    }
    Ok(())
}

fn create_folders(site: &Site, staged: &Path) -> Result<(), Message> {
    create_folder(staged)?;
    let folders: std::collections::BTreeSet<&str> = site.files().map(|(path, _)| path.folder()).collect();
    for folder in folders {
        create_folder(&staged.join(folder))?;
    }
    Ok(())
}

/// Puts the staged folder in the place of the output, which takes its place.
fn swap(staged: &Path, out: &Path) -> Result<(), Message> {
    if !out.exists() {
        if let Some(parent) = out.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            create_folder(parent)?;
        }
        return fs::rename(staged, out).map_err(|error| cannot("rename", staged, &error));
    }
    if exchange(staged, out).is_ok() {
        return Ok(());
    }
    let aside = staged.with_file_name("aside");
    fs::rename(out, &aside).map_err(|error| cannot("rename", out, &error))?;
    if let Err(error) = fs::rename(staged, out) {
        fs::rename(&aside, out).map_err(|error| cannot("rename back", &aside, &error))?;
        return Err(cannot("rename", staged, &error));
    }
    remove_folder(&aside)
}

#[cfg(target_os = "linux")]
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).map_err(io::Error::from)
}

#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}

fn create_folder(path: &Path) -> Result<(), Message> {
    fs::create_dir_all(path).map_err(|error| cannot("create the folder", path, &error))
}

fn remove_folder(path: &Path) -> Result<(), Message> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(cannot("remove", path, &error)),
        _ => Ok(()),
    }
}

fn cannot(action: &'static str, path: &Path, error: &io::Error) -> Message {
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
