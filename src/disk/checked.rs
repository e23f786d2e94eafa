//! Opens below a folder where the system has no handles of folders: every part of the path is looked at first.
//!
//! In and out as in `beneath`. A link that is put there between the look and the opening is not seen.

#![expect(clippy::disallowed_methods, reason = "the gate opens what all others read and write")]
#![cfg_attr(unix, allow(dead_code, reason = "on this system only the tests use it"))]

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use crate::disk::folder::{Kind, Way};

/// A folder by its path.
#[derive(Debug)]
pub struct Root(PathBuf);

/// A folder as someone typed it: a link to it is followed.
pub fn root(path: &Path) -> io::Result<Root> {
    let path = fs::canonicalize(if path.as_os_str().is_empty() { Path::new(".") } else { path })?;
    if !path.is_dir() {
        return Err(io::ErrorKind::NotADirectory.into());
    }
    Ok(Root(path))
}

impl Root {
    /// A folder below.
    pub fn inner(&self, inside: &Path) -> io::Result<Root> {
        root(&self.plain(inside)?)
    }

    /// A file below.
    pub fn open(&self, inside: &Path, way: Way) -> io::Result<File> {
        let path = self.plain(inside)?;
        // Opening a pipe would wait for its other end.
        if fs::symlink_metadata(&path).is_ok_and(|it| !it.is_file() && !it.is_dir()) {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        match way {
            Way::Read => File::open(path),
            Way::New => File::create_new(path),
            Way::Append => OpenOptions::new().append(true).create(true).open(path),
        }
    }

    /// Makes one folder; those above it are there.
    pub fn make_folder(&self, inside: &Path) -> io::Result<()> {
        fs::create_dir(self.plain(inside)?)
    }

    /// What lies there; nothing if there is nothing.
    pub fn kind(&self, inside: &Path) -> io::Result<Option<Kind>> {
        self.plain(inside.parent().unwrap_or(Path::new("")))?;
        match fs::symlink_metadata(self.0.join(inside)) {
            Ok(it) if it.is_symlink() => Ok(Some(Kind::Link)),
            Ok(it) if it.is_dir() => Ok(Some(Kind::Folder)),
            Ok(it) if it.is_file() => Ok(Some(Kind::File)),
            Ok(_) => Ok(Some(Kind::Other)),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Gives a file another name below this folder; what has that name is replaced.
    pub fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(self.plain(from)?, self.plain(to)?)
    }

    /// The same for a name that nothing had a moment ago.
    pub fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.rename(from, to)
    }

    /// Removes a folder that holds nothing.
    pub fn remove_folder(&self, inside: &Path) -> io::Result<()> {
        fs::remove_dir(self.plain(inside)?)
    }

    /// Removes a file or a link.
    pub fn remove(&self, inside: &Path) -> io::Result<()> {
        self.plain(inside.parent().unwrap_or(Path::new("")))?;
        fs::remove_file(self.0.join(inside))
    }

    /// The path, if no part of it is a link.
    fn plain(&self, inside: &Path) -> io::Result<PathBuf> {
        let mut path = self.0.clone();
        for part in inside.iter() {
            path.push(part);
            if path.is_symlink() {
                return Err(io::Error::from(io::ErrorKind::PermissionDenied));
            }
        }
        Ok(path)
    }
}

/// Whether an error says that a link was in the way.
pub fn is_link_error(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::PermissionDenied && error.raw_os_error().is_none()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_link_on_the_way_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("a")).unwrap();
        fs::write(folder.path().join("a/f"), "x").unwrap();
        std::os::unix::fs::symlink("a", folder.path().join("l")).unwrap();
        std::os::unix::fs::symlink("f", folder.path().join("a/l")).unwrap();
        let root = root(folder.path()).unwrap();
        assert!(root.open(Path::new("a/f"), Way::Read).is_ok());
        for behind in ["l/f", "a/l"] {
            assert!(is_link_error(&root.open(Path::new(behind), Way::Read).unwrap_err()));
            assert!(is_link_error(&root.open(Path::new(behind), Way::Append).unwrap_err()));
        }
        assert!(root.inner(Path::new("l")).is_err() && root.rename(Path::new("a/f"), Path::new("l/g")).is_err());
        assert_eq!(root.kind(Path::new("l")).unwrap(), Some(Kind::Link));
        root.remove(Path::new("l")).unwrap();
        assert!(fs::read(folder.path().join("a/f")).is_ok());
    }
}
