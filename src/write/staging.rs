//! The next site, laid out beside the last one, and the step in which it takes its place: whole or not at all.
//!
//! In: files as they are made (it is a [`Store`]), then the finished [`Site`]. Out: the output folder. How it is done:
//!
//! 1. Beside `OUT`, in `.NAME.studybook/`, a lock keeps a second build out, and a fresh folder with a name that nobody can
//!    guess is filled: new files are written as they are made; at the end files whose bytes the manifest knows are
//!    hard-linked from the last site; what others put there is linked too. A link in the place of `.NAME.studybook` or
//!    in it is refused: it came with the guide, and leads to what is not ours.
//! 2. That folder and `OUT` change places in one step, or in two where the system has no such step (`swap`). Killed before
//!    it, the old site stands; after it, the new one. What is left over is cleared away by the next build.
//!
//! What the manifest is, `manifest` says.

#![expect(clippy::disallowed_methods, reason = "with `write`, the modules that write the disk")]

use std::collections::{BTreeSet, HashSet};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use crate::disk::folder::{Folder, Kind};
use crate::path::OutputPath;
use crate::problem::message::Message;
use crate::site::site::{Content, Site, Stamp};
use crate::site::store::Store;
use crate::write::files::{cannot, create_folder, resolved};
use crate::write::manifest::{self, Manifest};
use crate::write::swap::{ASIDE, remove_folder, swap};

/// What keeps a second build out.
const LOCK: &str = "lock";
/// What the names of folders begin with in which a site is laid out.
const STAGED: &str = "staged";

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
        let place = work.parent().unwrap_or(Path::new("/"));
        create_folder(place)?;
        let (lock, folder) = take_lock(place, &work)?;
        let Some(lock) = lock else { return Err(Message::OutputBusy { folder: out.display().to_string() }) };
        recover(&folder, &work, &out)?;
        let staged = folder.create_fresh_folder(STAGED).map_err(|error| cannot("create a folder in", &work, &error))?;
        let (staged, old) = (work.join(staged), Manifest::read(&out));
        Ok(Self { out, work, staged, lock, old, laid: Mutex::default() })
    }

    /// The manifest of the last site.
    pub fn last(&self) -> &Manifest {
        &self.old
    }

    /// Puts the site in the place of the last one. Gives its manifest too.
    pub fn finish(self, site: &Site) -> Result<(Written, Manifest), Message> {
        let Laid { files, trouble, .. } = std::mem::take(&mut *self.laid());
        if let Some(message) = trouble {
            return Err(message);
        }
        let new = Manifest::of(site);
        if self.old.files == new.files && self.old.all_as_left() {
            return Ok((Written { unchanged: new.files.len(), ..Written::default() }, new));
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
        Ok((Written { written: changed, unchanged: new.files.len() - changed, removed }, new))
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
                let same = stamp.is_some_and(|stamp| self.old.has_as_left(path.as_str(), *stamp));
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
        for entry in walkdir::WalkDir::new(out).min_depth(1) {
            let entry = match entry {
                // There is no site yet.
                Err(error) if error.depth() == 0 && !out.exists() => break,
                entry => entry.map_err(|error| {
                    let path = error.path().unwrap_or(out).to_path_buf();
                    cannot("keep", &path, &error.into())
                })?,
            };
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
            keep(out, path, &target, entry.file_type()).map_err(|error| cannot("keep", entry.path(), &error))?;
        }
        Ok(())
    }
}

/// Puts someone else's file of the last site into the next one.
fn keep(out: &Path, path: &Path, target: &Path, kind: fs::FileType) -> io::Result<()> {
    let source = out.join(path);
    if kind.is_symlink() && leads_out(path, &fs::read_link(&source)?) {
        // Whoever publishes the site would publish what it leads to.
        return Err(io::Error::other("it is a link that leads out of the site"));
    }
    match fs::hard_link(&source, target) {
        Err(_) if kind.is_file() => fs::copy(&source, target).map(|_| ()),
        linked => linked,
    }
}

/// Whether a link at `path` of a folder leads out of it.
fn leads_out(path: &Path, to: &Path) -> bool {
    use std::path::Component;
    let mut depth = path.components().count().saturating_sub(1);
    for part in to.components() {
        match part {
            Component::Normal(_) => depth += 1,
            Component::CurDir => {}
            Component::ParentDir if depth > 0 => depth -= 1,
            _ => return true,
        }
    }
    false
}

impl Store for Staging {
    /// Lays a file down, unless the last site has it already. What cannot be laid down stays in memory, and
    /// [`Staging::finish`] says why.
    fn put(&self, path: &OutputPath, bytes: Vec<u8>) -> Content {
        let stamp = Stamp::of(&bytes);
        if self.old.has_as_left(path.as_str(), stamp) {
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
        let changed = || io::Error::other("it was changed during the build");
        let (file, bytes, stamp) = match content {
            Content::Made(bytes) => return Some(bytes.clone()),
            Content::Stored(stamp) => {
                let file = self.staged.join(path.as_str());
                let bytes = fs::read(&file);
                (file, bytes, stamp)
            }
            Content::Written(stamp) => {
                let bytes = self.old.read_file(path.as_str(), stamp.size).ok_or_else(changed);
                (self.out.join(path.as_str()), bytes, stamp)
            }
            Content::Later(_) => return None,
        };
        let bytes = bytes.map_err(|error| cannot("read back", &file, &error));
        let bytes = bytes.and_then(|bytes| {
            if Stamp::of(&bytes) == *stamp { Ok(bytes) } else { Err(cannot("read back", &file, &changed())) }
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
        // What cannot be removed now, the next build clears away.
        let _ = remove_folder(&self.staged);
        // Removed while it is held: whoever opened it before finds that it is no longer the one of this name.
        let _ = fs::remove_file(self.work.join(LOCK));
        let _ = fs::remove_dir(&self.work);
        let _ = self.lock.unlock();
    }
}

/// Opens `.NAME.studybook` and locks it; no lock if another build holds it.
fn take_lock(place: &Path, work: &Path) -> Result<(Option<File>, Folder), Message> {
    let failed = |error: io::Error| cannot("use", work, &error);
    let parent = Folder::open(place).map_err(failed)?;
    loop {
        let folder = parent.create_folder(Path::new(work.file_name().unwrap_or_default())).map_err(failed)?;
        let lock = match folder.append(Path::new(LOCK)) {
            // The build before us is removing it.
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            lock => lock.map_err(|error| cannot("use", &work.join(LOCK), &error))?,
        };
        if lock.try_lock().is_err() {
            return Ok((None, folder));
        }
        if is_named(&lock, &folder) {
            return Ok((Some(lock), folder));
        }
    }
}

/// Whether the lock is still the file of that name: the build that held it before may have removed it.
#[cfg(unix)]
fn is_named(lock: &File, folder: &Folder) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |file: &File| file.metadata().map(|it| (it.dev(), it.ino())).ok();
    folder.file(Path::new(LOCK)).is_ok_and(|(now, _)| id(&now) == id(lock))
}

/// A file that is open cannot be removed here.
#[cfg(not(unix))]
fn is_named(_: &File, _: &Folder) -> bool {
    true
}

/// Clears away what a killed build left, and finishes a swap that was cut between its two renames.
fn recover(folder: &Folder, work: &Path, out: &Path) -> Result<(), Message> {
    let entries = fs::read_dir(work).map_err(|error| cannot("read", work, &error))?;
    for entry in entries {
        let name = entry.map_err(|error| cannot("read", work, &error))?.file_name();
        let (path, inside) = (work.join(&name), Path::new(&name));
        let name = name.to_string_lossy();
        if name != ASIDE && !name.starts_with(STAGED) {
            continue;
        }
        if folder.kind(inside).map_err(|error| cannot("use", &path, &error))? != Some(Kind::Folder) {
            return Err(cannot("use", &path, &io::Error::other("it is no folder of ours")));
        }
        if name == ASIDE && !out.exists() && manifest::is_in(&path) {
            fs::rename(&path, out).map_err(|error| cannot("rename", &path, &error))?;
        } else {
            remove_folder(&path)?;
        }
    }
    Ok(())
}
