//! Puts a folder in the place of another.
//!
//! In: the new folder and the old one. Out: the new one under the old one's name. Linux and macOS exchange two folders in
//! one step; where the system or the file system has no such step, two renames do it, and what a kill between them leaves
//! (the old folder under the name `ASIDE`) is put back by the next build.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use crate::problem::message::Message;
use crate::write::files::{cannot, create_folder};

/// The last site, between two renames: beside the new one.
pub(super) const ASIDE: &str = "aside";

/// Puts the staged folder in the place of the output, which takes its place or goes.
pub(super) fn swap(staged: &Path, out: &Path) -> Result<(), Message> {
    if !out.exists() {
        if let Some(parent) = out.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            create_folder(parent)?;
        }
        return fs::rename(staged, out).map_err(|error| cannot("rename", staged, &error));
    }
    if exchange(staged, out).is_ok() { Ok(()) } else { by_two_renames(staged, out) }
}

fn by_two_renames(staged: &Path, out: &Path) -> Result<(), Message> {
    let aside = staged.with_file_name(ASIDE);
    fs::rename(out, &aside).map_err(|error| cannot("rename", out, &error))?;
    if let Err(error) = fs::rename(staged, out) {
        fs::rename(&aside, out).map_err(|error| cannot("rename back", &aside, &error))?;
        return Err(cannot("rename", staged, &error));
    }
    remove_folder(&aside)
}

/// `renameat2` with `RENAME_EXCHANGE` on Linux, `renameatx_np` with `RENAME_SWAP` on macOS.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).map_err(io::Error::from)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}

/// Removes a folder and all in it, if it is there.
pub(super) fn remove_folder(path: &Path) -> Result<(), Message> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(cannot("remove", path, &error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder with an old site, a new one and what only one of them holds.
    fn two_sites() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [("out", "old"), ("work/staged", "new")] {
            fs::create_dir_all(folder.path().join(name)).unwrap();
            fs::write(folder.path().join(name).join("page"), text).unwrap();
        }
        folder
    }

    fn page(folder: &Path) -> String {
        fs::read_to_string(folder.join("page")).unwrap()
    }

    #[test]
    fn two_renames_leave_the_new_site_alone() {
        let folder = two_sites();
        let (staged, out) = (folder.path().join("work/staged"), folder.path().join("out"));
        by_two_renames(&staged, &out).unwrap();
        assert_eq!(page(&out), "new");
        assert_eq!(fs::read_dir(folder.path().join("work")).unwrap().count(), 0);
    }

    #[test]
    fn when_the_second_rename_fails_the_old_site_is_put_back() {
        let folder = two_sites();
        let (gone, out) = (folder.path().join("work/gone"), folder.path().join("out"));
        assert!(by_two_renames(&gone, &out).is_err());
        assert_eq!(page(&out), "old");
        assert!(!folder.path().join("work").join(ASIDE).exists());
    }

    #[test]
    fn a_swap_puts_the_new_site_in_its_place_where_there_is_an_old_one_and_where_there_is_none() {
        let folder = two_sites();
        let (staged, out) = (folder.path().join("work/staged"), folder.path().join("out"));
        swap(&staged, &out).unwrap();
        assert_eq!(page(&out), "new");
        let deeper = folder.path().join("deep/er/out");
        swap(&out, &deeper).unwrap();
        assert_eq!(page(&deeper), "new");
        assert!(!out.exists());
    }
}
