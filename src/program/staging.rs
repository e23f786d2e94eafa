//! The next site, laid out beside the last one, and the step in which it takes its place: whole or not at all.
//!
//! In: files as they are made (it is a [`Store`]), then the finished [`Site`]. Out: the output folder. How it is done:
//!
//! 1. Beside `OUT`, in `.NAME.studybook/`, a lock keeps a second build out, and `staged/` is filled: new files are written
//!    as they are made; at the end files whose bytes the manifest knows are hard-linked from the last site; what others
//!    put there is linked too.
//! 2. `staged/` and `OUT` change places in one step (`renameat2` with `RENAME_EXCHANGE`; where the system has no such
//!    call, by two renames). Killed before it, the old site stands; after it, the new one. What is left over is cleared
//!    away by the next build.
//!
//! What the manifest is, `manifest` says.

#![expect(clippy::disallowed_methods, reason = "with `write`, the modules that write the disk")]

use std::collections::{BTreeSet, HashSet};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use crate::output::site::{Content, Site, Stamp};
use crate::output::store::Store;
use crate::program::manifest::{self, Manifest};
use crate::program::write::{cannot, create_folder, resolved};
use crate::words::message::Message;
use crate::words::path::OutputPath;

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

/// A site in the making. Dropped before [`Staging::finish`], it leaves nothing.
#[derive(Debug)]
pub struct Staging {
    /// The output.
    out: PathBuf,
    /// `.NAME.studybook` beside it.
    work: PathBuf,
    staged: PathBuf,
    lock: File,
    /// Of the last site.
    old: Manifest,
    laid: Mutex<Laid>,
}

/// What was laid down so far.
#[derive(Debug, Default)]
struct Laid {
    files: BTreeSet<String>,
    folders: HashSet<String>,
    /// The first thing that went wrong.
    trouble: Option<Message>,
}

impl Staging {
    /// Takes the lock on `out` and clears away what a killed build left.
    pub fn begin(out: &Path) -> Result<Self, Message> {
        // A link to the folder stays a link: what it leads to is written.
        let out = resolved(out);
        let work = match (out.file_name(), out.parent()) {
            (Some(name), Some(parent)) => parent.join(format!(".{}.studybook", name.to_string_lossy())),
            _ => return Err(Message::BadOutput { folder: out.display().to_string(), reason: "it has no name" }),
        };
        create_folder(&work)?;
        let path = work.join("lock");
        let lock = File::create(&path).map_err(|error| cannot("write", &path, &error))?;
        if lock.try_lock().is_err() {
            return Err(Message::OutputBusy { folder: out.display().to_string() });
        }
        recover(&work, &out)?;
        let (staged, old) = (work.join("staged"), Manifest::read(&out));
        Ok(Self { out, work, staged, lock, old, laid: Mutex::default() })
    }

    /// The manifest of the last site.
    pub fn last(&self) -> &Manifest {
        &self.old
    }

    /// Puts the site in the place of the last one.
    pub fn finish(self, site: &Site) -> Result<Written, Message> {
        let Laid { files, trouble, .. } = std::mem::take(&mut *self.laid());
        if let Some(message) = trouble {
            return Err(message);
        }
        let new = Manifest::of(site);
        if self.old.files == new.files && self.old.all_as_left(&self.out) {
            return Ok(Written { unchanged: new.files.len(), ..Written::default() });
        }
        self.clear_strays(&files, site)?;
        self.create_folders(site)?;
        let changed = self.fill(site, &new)?;
        self.keep_foreign()?;
        let path = self.staged.join(manifest::NAME);
        fs::write(&path, new.encode()).map_err(|error| cannot("write", &path, &error))?;
        swap(&self.staged, &self.out)?;
        let removed = self.old.files.keys().filter(|path| !new.files.contains_key(*path)).count();
        // This is the last site now.
        remove_folder(&self.staged)?;
        Ok(Written { written: changed, unchanged: new.files.len() - changed, removed })
    }

    fn laid(&self) -> std::sync::MutexGuard<'_, Laid> {
        self.laid.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes a file that is not there yet.
    fn lay(&self, path: &OutputPath, bytes: &[u8]) -> Result<(), Message> {
        let target = self.staged.join(path.as_str());
        let folder = self.staged.join(path.folder());
        if !self.laid().folders.contains(path.folder()) {
            create_folder(&folder)?;
            self.laid().folders.insert(path.folder().to_owned());
        }
        let write = || File::create_new(&target)?.write_all(bytes);
        let written = match write() {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => fs::remove_file(&target).and_then(|()| write()),
            result => result,
        };
        written.map_err(|error| cannot("write", &self.out.join(path.as_str()), &error))?;
        self.laid().files.insert(path.to_string());
        Ok(())
    }

    /// Removes files that were laid down and are no part of the site after all.
    fn clear_strays(&self, laid: &BTreeSet<String>, site: &Site) -> Result<(), Message> {
        let is_ours = |path: &str| {
            site.get(&OutputPath::new(path)).is_some_and(|file| matches!(file.content, Content::Stored(_)))
        };
        for path in laid.iter().filter(|path| !is_ours(path)) {
            let path = self.staged.join(path);
            fs::remove_file(&path).map_err(|error| cannot("remove", &path, &error))?;
        }
        Ok(())
    }

    fn create_folders(&self, site: &Site) -> Result<(), Message> {
        create_folder(&self.staged)?;
        let folders: BTreeSet<&str> = site.files().map(|(path, _)| path.folder()).collect();
        folders.into_iter().try_for_each(|folder| create_folder(&self.staged.join(folder)))
    }

    /// Fills the staged folder; gives the number of files that were not there before.
    fn fill(&self, site: &Site, new: &Manifest) -> Result<usize, Message> {
        let files: Vec<_> = site.files().collect();
        let changed: Result<Vec<bool>, Message> = files
            .par_iter()
            .map(|(path, file)| {
                if matches!(file.content, Content::Stored(_)) {
                    return Ok(true);
                }
                let target = self.staged.join(path.as_str());
                let source = self.out.join(path.as_str());
                let stamp = new.files.get(path.as_str());
                let same = stamp.is_some_and(|stamp| self.old.has_as_left(&self.out, path.as_str(), *stamp));
                if same && fs::hard_link(&source, &target).is_ok() {
                    return Ok(false);
                }
                let written = match &file.content {
                    Content::Made(bytes) => fs::write(&target, bytes),
                    Content::Written(_) if same => fs::copy(&source, &target).map(|_| ()),
                    _ => Err(io::Error::other("it was changed during the build")),
                };
                written.map_err(|error| cannot("write", &target, &error))?;
                Ok(!same)
            })
            .collect();
        Ok(changed?.into_iter().filter(|changed| *changed).count())
    }

    /// Links what others put into the output, such as `CNAME` or `.git`, into the staged folder, unless the site has a file
    /// there. With a manifest that cannot be read, all is taken for theirs. Empty folders count: a repository has some.
    fn keep_foreign(&self) -> Result<(), Message> {
        let (old, out) = (&self.old.files, &self.out);
        let folders: HashSet<&Path> = old.keys().flat_map(|path| Path::new(path).ancestors().skip(1)).collect();
        for entry in walkdir::WalkDir::new(out).min_depth(1).into_iter().flatten() {
            let Ok(path) = entry.path().strip_prefix(out) else { continue };
            let ours = path == Path::new(manifest::NAME) || path.to_str().is_some_and(|path| old.contains_key(path));
            let target = self.staged.join(path);
            if ours || target.symlink_metadata().is_ok() {
                continue;
            }
            if entry.file_type().is_dir() {
                if !folders.contains(path) {
                    create_folder(&target)?;
                }
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
}

impl Store for Staging {
    /// Lays a file down, unless the last site has it already. What cannot be laid down stays in memory, and
    /// [`Staging::finish`] says why.
    fn put(&self, path: &OutputPath, bytes: Vec<u8>) -> Content {
        let stamp = Stamp::of(&bytes);
        if self.old.has_as_left(&self.out, path.as_str(), stamp) {
            return Content::Written(stamp);
        }
        match self.lay(path, &bytes) {
            Ok(()) => Content::Stored(stamp),
            Err(message) => {
                self.laid().trouble.get_or_insert(message);
                Content::Made(bytes.into())
            }
        }
    }

    fn get(&self, path: &OutputPath, content: &Content) -> Option<Arc<[u8]>> {
        let (folder, stamp) = match content {
            Content::Made(bytes) => return Some(bytes.clone()),
            Content::Stored(stamp) => (&self.staged, stamp),
            Content::Written(stamp) => (&self.out, stamp),
            Content::Later(_) => return None,
        };
        let file = folder.join(path.as_str());
        let bytes = fs::read(&file).map_err(|error| cannot("read back", &file, &error));
        let bytes = bytes.and_then(|bytes| {
            let changed = || cannot("read back", &file, &io::Error::other("it was changed during the build"));
            if Stamp::of(&bytes) == *stamp { Ok(bytes) } else { Err(changed()) }
        });
        match bytes {
            Ok(bytes) => Some(bytes.into()),
            Err(message) => {
                self.laid().trouble.get_or_insert(message);
                None
            }
        }
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        let _ = remove_folder(&self.staged);
        let _ = self.lock.unlock();
        // Another build may hold the lock by now; then the folder stays, which harms nothing.
        let _ = fs::remove_file(self.work.join("lock"));
        let _ = fs::remove_dir(&self.work);
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

fn remove_folder(path: &Path) -> Result<(), Message> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(cannot("remove", path, &error)),
        _ => Ok(()),
    }
}
