//! A fresh folder for one process: one part is the example's, the other ours.
//!
//! In: nothing. Out: [`WorkFolder`]. It goes when the value does, or by [`Cleaner`] when we are killed, or, when that was
//! killed too, at the next start by [`sweep`]: each holds a file that is locked for as long as its process lives.

use std::env;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::examples::cleaner::Cleaner;

const PREFIX: &str = "studybook-example-";
const LOCK: &str = "lock";

/// The folder.
#[derive(Debug)]
pub struct WorkFolder {
    // In this order they go: nobody sweeps the folder while its lock is held.
    cleaner: Option<Cleaner>,
    whole: tempfile::TempDir,
    _lock: File,
    /// The example's part.
    pub work: PathBuf,
    /// Ours.
    pub runner: PathBuf,
}

/// The folder was deleted while a process worked in it.
#[derive(Debug, thiserror::Error)]
#[error("the folder in which it ran was deleted")]
pub struct FolderGone;

impl WorkFolder {
    /// Makes one.
    pub fn new() -> io::Result<Self> {
        let whole = tempfile::Builder::new().prefix(PREFIX).tempdir()?;
        // Links in the way to the folder, as on macOS, would make Python name another path than we know.
        let real = fs::canonicalize(whole.path())?;
        // Only a lock that is held gets the name that others try.
        let unnamed = real.join("unlocked");
        let lock = File::create_new(&unnamed)?;
        lock.lock()?;
        fs::rename(&unnamed, real.join(LOCK))?;
        let (work, runner) = (real.join("example"), real.join("runner"));
        fs::create_dir(&work)?;
        fs::create_dir(&runner)?;
        Ok(Self { cleaner: Cleaner::start(&real), whole, _lock: lock, work, runner })
    }

    /// The folder as a whole, which stands in the variables of all its processes.
    pub fn path(&self) -> &Path {
        self.work.parent().unwrap_or(self.whole.path())
    }

    /// Whether it is still there. [`FolderGone`] if something deleted it, so that what ran in it says nothing.
    pub fn check(&self) -> io::Result<()> {
        let stands = fs::exists(self.path().join(LOCK))? && fs::exists(&self.runner)?;
        if stands { Ok(()) } else { Err(io::Error::other(FolderGone)) }
    }

    /// Names the process that works in it, so that it ends when we do.
    pub fn watch(&mut self, process: u32) -> io::Result<()> {
        self.cleaner.as_mut().map_or(Ok(()), |cleaner| cleaner.watch(process))
    }
}

/// Removes folders of runs that were killed. Gives how many there were.
pub fn sweep() -> usize {
    let entries = fs::read_dir(env::temp_dir()).into_iter().flatten().flatten();
    let left = entries.filter(|entry| {
        let named = entry.file_name().to_str().is_some_and(|name| name.starts_with(PREFIX));
        named && is_ours(&entry.path()) && is_abandoned(&entry.path())
    });
    // A folder that cannot be removed is in nobody's way but the next sweep's.
    left.filter(|entry| fs::remove_dir_all(entry.path()).is_ok()).count()
}

/// Whether it is a folder, not a link to one, and belongs to the user who runs us.
fn is_ours(folder: &Path) -> bool {
    let Ok(metadata) = fs::symlink_metadata(folder) else { return false };
    #[cfg(unix)]
    if std::os::unix::fs::MetadataExt::uid(&metadata) != rustix::process::geteuid().as_raw() {
        return false;
    }
    metadata.is_dir()
}

/// Whether its process is gone. A folder without a lock was just made.
fn is_abandoned(folder: &Path) -> bool {
    File::open(folder.join(LOCK)).is_ok_and(|lock| lock.try_lock().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_goes_with_its_value_and_its_lock_is_held_before() {
        let folder = WorkFolder::new().unwrap();
        let path = folder.path().to_path_buf();
        assert!(folder.work.is_dir() && folder.runner.is_dir() && is_ours(&path) && !is_abandoned(&path));
        drop(folder);
        assert!(!path.exists());
    }
}
