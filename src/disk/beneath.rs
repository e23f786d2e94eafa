//! Opens below a folder by its handle, where the system has handles of folders: Linux in one call (`openat2`), other
//! systems part by part.
//!
//! In: a handle and parts of a path that `folder` has checked. Out: handles, and an error where a link is in the way.

use std::ffi::OsStr;
use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, CWD, FileType, Mode, OFlags};
use rustix::io::Errno;

use crate::disk::folder::{Kind, Way};

/// The handle of a folder.
#[derive(Debug)]
pub struct Root(OwnedFd);

const FOLDER: OFlags = OFlags::DIRECTORY.union(OFlags::RDONLY).union(OFlags::CLOEXEC);

/// A folder as someone typed it: a link to it is followed.
pub fn root(path: &Path) -> io::Result<Root> {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    Ok(Root(rustix::fs::openat(CWD, path, FOLDER, Mode::empty())?))
}

impl Root {
    /// A folder below.
    pub fn inner(&self, inside: &Path) -> io::Result<Root> {
        Ok(Root(self.open_at(inside, FOLDER, Mode::empty())?))
    }

    /// A file below. Nothing is waited for, so a pipe without a writer does not hold the program up.
    pub fn open(&self, inside: &Path, way: Way) -> io::Result<File> {
        let flags = match way {
            Way::Read => OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY,
            Way::New => OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL,
            Way::Append => OFlags::WRONLY | OFlags::APPEND | OFlags::CREATE | OFlags::NONBLOCK | OFlags::NOCTTY,
        };
        let mode = if way == Way::Read { Mode::empty() } else { Mode::from_raw_mode(0o666) };
        Ok(File::from(self.open_at(inside, flags | OFlags::CLOEXEC, mode)?))
    }

    /// Makes one folder; those above it are there.
    pub fn make_folder(&self, inside: &Path) -> io::Result<()> {
        let (parent, name) = self.parent(inside)?;
        Ok(rustix::fs::mkdirat(&parent, name, Mode::from_raw_mode(0o777))?)
    }

    /// What lies there; nothing if there is nothing.
    pub fn kind(&self, inside: &Path) -> io::Result<Option<Kind>> {
        let (parent, name) = match self.parent(inside) {
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Ok(None);
            }
            found => found?,
        };
        let found = match name.is_empty() {
            true => rustix::fs::fstat(&parent),
            false => rustix::fs::statat(&parent, name, AtFlags::SYMLINK_NOFOLLOW),
        };
        match found {
            Ok(found) => Ok(Some(match FileType::from_raw_mode(found.st_mode) {
                FileType::RegularFile => Kind::File,
                FileType::Directory => Kind::Folder,
                FileType::Symlink => Kind::Link,
                _ => Kind::Other,
            })),
            Err(Errno::NOENT | Errno::NOTDIR) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Gives a file another name below this folder; what has that name is replaced.
    pub fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let ((from, old), (to, new)) = (self.parent(from)?, self.parent(to)?);
        Ok(rustix::fs::renameat(&from, old, &to, new)?)
    }

    /// The same for a name that nothing has.
    pub fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        #[cfg(any(target_os = "linux", target_os = "macos"))]
        {
            use rustix::fs::{RenameFlags, renameat_with};
            let ((from, old), (to, new)) = (self.parent(from)?, self.parent(to)?);
            match renameat_with(&from, old, &to, new, RenameFlags::NOREPLACE) {
                // A file system, or a kernel, without this step.
                Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {}
                renamed => return Ok(renamed?),
            }
        }
        self.rename(from, to)
    }

    /// Removes a folder that holds nothing.
    pub fn remove_folder(&self, inside: &Path) -> io::Result<()> {
        let (parent, name) = self.parent(inside)?;
        Ok(rustix::fs::unlinkat(&parent, name, AtFlags::REMOVEDIR)?)
    }

    /// Removes a file or a link.
    pub fn remove(&self, inside: &Path) -> io::Result<()> {
        let (parent, name) = self.parent(inside)?;
        Ok(rustix::fs::unlinkat(&parent, name, AtFlags::empty())?)
    }

    fn parent<'p>(&self, inside: &'p Path) -> io::Result<(OwnedFd, &'p OsStr)> {
        let above = inside.parent().unwrap_or(Path::new(""));
        Ok((self.open_at(above, FOLDER, Mode::empty())?, inside.file_name().unwrap_or_default()))
    }

    fn open_at(&self, inside: &Path, flags: OFlags, mode: Mode) -> io::Result<OwnedFd> {
        let inside: PathBuf = if inside.as_os_str().is_empty() { ".".into() } else { inside.to_path_buf() };
        #[cfg(target_os = "linux")]
        {
            use rustix::fs::ResolveFlags;
            let no_links = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS | ResolveFlags::NO_MAGICLINKS;
            loop {
                match rustix::fs::openat2(&self.0, &inside, flags | OFlags::NOFOLLOW, mode, no_links) {
                    Err(Errno::AGAIN | Errno::INTR) => {}
                    // An old kernel, a container that does not know the call; and part by part it is told which part is a link.
                    Err(Errno::NOSYS | Errno::PERM | Errno::NOTDIR) => break,
                    opened => return Ok(opened?),
                }
            }
        }
        self.open_by_parts(&inside, flags, mode)
    }

    /// The same without `openat2`.
    fn open_by_parts(&self, inside: &Path, flags: OFlags, mode: Mode) -> io::Result<OwnedFd> {
        let mut at: Option<OwnedFd> = None;
        let mut parts = inside.iter().peekable();
        while let Some(part) = parts.next() {
            let here = at.as_ref().unwrap_or(&self.0);
            let (flags, mode) = if parts.peek().is_some() { (FOLDER, Mode::empty()) } else { (flags, mode) };
            at = Some(match rustix::fs::openat(here, part, flags | OFlags::NOFOLLOW, mode) {
                // With `O_DIRECTORY` a link is "not a directory".
                Err(Errno::NOTDIR) if is_link(here, part) => return Err(Errno::LOOP.into()),
                opened => opened?,
            });
        }
        at.ok_or_else(|| io::ErrorKind::InvalidInput.into())
    }
}

fn is_link(folder: &OwnedFd, name: &OsStr) -> bool {
    let found = rustix::fs::statat(folder, name, AtFlags::SYMLINK_NOFOLLOW);
    found.is_ok_and(|found| FileType::from_raw_mode(found.st_mode) == FileType::Symlink)
}

/// Whether an error says that a link was in the way.
pub fn is_link_error(error: &io::Error) -> bool {
    matches!(Errno::from_io_error(error), Some(Errno::LOOP | Errno::XDEV | Errno::MLINK))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opening_by_parts_refuses_what_one_call_refuses() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("a")).unwrap();
        std::fs::write(folder.path().join("a/f"), "x").unwrap();
        std::os::unix::fs::symlink("a", folder.path().join("l")).unwrap();
        std::os::unix::fs::symlink("f", folder.path().join("a/l")).unwrap();
        let root = root(folder.path()).unwrap();
        let by_parts = |inside: &str| root.open_by_parts(Path::new(inside), OFlags::RDONLY, Mode::empty());
        assert!(by_parts("a/f").is_ok());
        for behind in ["l/f", "a/l", "l"] {
            assert!(is_link_error(&by_parts(behind).unwrap_err()), "{behind}");
            assert!(is_link_error(&root.open(Path::new(behind), Way::Read).unwrap_err()), "{behind}");
        }
    }
}
