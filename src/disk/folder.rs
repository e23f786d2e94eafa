//! A folder that is open, and what may be done below it.
//!
//! In: a folder that someone named, then paths from it. Out: bytes, or an error that says what is in the way. A path with
//! `..`, a link anywhere in it, a pipe or a device, and a file larger than it may be are errors.

use std::borrow::Cow;
use std::collections::hash_map::RandomState;
use std::fs::File;
use std::hash::{BuildHasher, Hasher};
use std::io::{self, BufWriter, ErrorKind, Read, Write};
use std::path::{Component, Path, PathBuf};

#[cfg(unix)]
use crate::disk::beneath as system;
#[cfg(not(unix))]
use crate::disk::checked as system;

/// Text that someone wrote: Markdown, settings, templates.
pub const MOST_TEXT: u64 = 64 << 20;
/// Any file of a guide or of a site.
pub const MOST_BYTES: u64 = 1 << 30;
/// Bytes of small parts that are written together.
const BUFFER: usize = 64 << 10;

/// A folder, open.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    root: system::Root,
}

/// What lies at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link.
    Link,
    /// A pipe, a socket, a device.
    Other,
}

/// What a file is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// To read what is there.
    Read,
    /// To write a file that is not there yet.
    New,
    /// To add to a file; it is made if it is not there, and never emptied.
    Append,
}

impl Folder {
    /// Opens a folder that someone named; the way to it may go through links.
    pub fn open(path: &Path) -> io::Result<Self> {
        Ok(Self { path: path.to_path_buf(), root: system::root(path)? })
    }

    /// The path it was opened by.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A folder below.
    pub fn inner(&self, inside: &Path) -> io::Result<Self> {
        let inside = plain(inside)?;
        Ok(Self { path: self.path.join(&inside), root: self.root.inner(&inside).map_err(told)? })
    }

    /// What lies there, itself and not what it leads to; nothing if there is nothing.
    pub fn kind(&self, inside: &Path) -> io::Result<Option<Kind>> {
        self.root.kind(&plain(inside)?).map_err(told)
    }

    /// A regular file, open for reading, and its size.
    pub fn file(&self, inside: &Path) -> io::Result<(File, u64)> {
        let file = self.root.open(&plain(inside)?, Way::Read).map_err(told)?;
        let size = regular(&file)?;
        Ok((file, size))
    }

    /// The bytes of a regular file of at most `most` bytes.
    pub fn read(&self, inside: &Path, most: u64) -> io::Result<Vec<u8>> {
        let (file, size) = self.file(inside)?;
        let too_large = || io::Error::new(ErrorKind::FileTooLarge, format!("it is larger than {} MiB", most >> 20));
        if size > most {
            return Err(too_large());
        }
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
        file.take(most + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > most { Err(too_large()) } else { Ok(bytes) }
    }

    /// The same as text.
    pub fn read_text(&self, inside: &Path, most: u64) -> io::Result<String> {
        let bytes = self.read(inside, most)?;
        String::from_utf8(bytes).map_err(|_| io::Error::new(ErrorKind::InvalidData, "it is not UTF-8"))
    }

    /// Makes a folder and those above it, as far as they are not there, and opens it.
    pub fn create_folder(&self, inside: &Path) -> io::Result<Self> {
        let inside = plain(inside)?;
        match self.inner(&inside) {
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            opened => return opened,
        }
        let mut so_far = PathBuf::new();
        for part in inside.iter() {
            so_far.push(part);
            match self.root.make_folder(&so_far) {
                Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(told(error)),
                _ => {}
            }
        }
        self.inner(&inside)
    }

    /// Makes a folder that nobody can have made before, by a name that begins with `prefix`. Gives the name.
    pub fn create_fresh_folder(&self, prefix: &str) -> io::Result<String> {
        loop {
            let name = format!("{prefix}{}", chance());
            match self.root.make_folder(Path::new(&name)) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                made => return made.map(|()| name).map_err(told),
            }
        }
    }

    /// Writes a file that is not there yet; `AlreadyExists` if something is.
    pub fn create(&self, inside: &Path, bytes: &[u8]) -> io::Result<()> {
        let inside = plain(inside)?;
        self.root.open(&inside, Way::New).map_err(told)?.write_all(bytes)
    }

    /// Opens a regular file to add to it; it is made if it is not there.
    pub fn append(&self, inside: &Path) -> io::Result<File> {
        let file = self.root.open(&plain(inside)?, Way::Append).map_err(told)?;
        regular(&file)?;
        Ok(file)
    }

    /// Writes a file whole or not at all, with the folders above it. It keeps the permissions of the one that was there.
    pub fn write(&self, inside: &Path, bytes: &[u8]) -> io::Result<()> {
        self.write_parts(inside, &[bytes.into()])
    }

    /// The same of a file whose parts lie apart.
    pub fn write_parts(&self, inside: &Path, parts: &[Cow<'_, [u8]>]) -> io::Result<()> {
        let inside = plain(inside)?;
        let above = inside.parent().unwrap_or(Path::new(""));
        if !above.as_os_str().is_empty() {
            self.create_folder(above)?;
        }
        if !matches!(self.kind(&inside)?, None | Some(Kind::File)) {
            return Err(not_regular());
        }
        let name = inside.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let unfinished = above.join(format!(".{name}.{}", chance()));
        let write = || {
            let mut file = self.root.open(&unfinished, Way::New)?;
            if let Ok((old, _)) = self.file(&inside) {
                file.set_permissions(old.metadata()?.permissions())?;
            }
            let mut out = BufWriter::with_capacity(BUFFER, &mut file);
            parts.iter().try_for_each(|part| out.write_all(part))?;
            out.flush()?;
            drop(out);
            self.root.rename(&unfinished, &inside)
        };
        write().map_err(|error| match self.root.remove(&unfinished) {
            Err(left) if left.kind() != ErrorKind::NotFound => {
                io::Error::other(format!("{}, and `{}` is left behind", told(error), unfinished.display()))
            }
            _ => told(error),
        })
    }

    /// Gives a file or a folder another name below this one, whose folder is there; `AlreadyExists` if something has that name.
    pub fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let (from, to) = (plain(from)?, plain(to)?);
        if self.kind(&to)?.is_some() {
            return Err(ErrorKind::AlreadyExists.into());
        }
        self.root.rename_new(&from, &to).map_err(told)
    }

    /// Removes a folder that holds nothing.
    pub fn remove_folder(&self, inside: &Path) -> io::Result<()> {
        self.root.remove_folder(&plain(inside)?).map_err(told)
    }

    /// Removes a file or a link.
    pub fn remove(&self, inside: &Path) -> io::Result<()> {
        self.root.remove(&plain(inside)?).map_err(told)
    }
}

/// Sixteen hex digits that nobody can guess.
fn chance() -> String {
    format!("{:016x}", RandomState::new().build_hasher().finish())
}

/// The path without `.`; an error if it leads elsewhere.
fn plain(inside: &Path) -> io::Result<PathBuf> {
    let mut plain = PathBuf::new();
    for part in inside.components() {
        match part {
            Component::Normal(name) => plain.push(name),
            Component::CurDir => {}
            _ => return Err(io::Error::new(ErrorKind::InvalidInput, "it leads out of the folder it belongs to")),
        }
    }
    Ok(plain)
}

/// The size of a file, if it is a regular one.
fn regular(file: &File) -> io::Result<u64> {
    let metadata = file.metadata()?;
    if metadata.is_file() { Ok(metadata.len()) } else { Err(not_regular()) }
}

fn not_regular() -> io::Error {
    io::Error::new(ErrorKind::InvalidInput, "it is not a regular file")
}

/// Whether a link was in the way.
pub fn is_behind_link(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| inner.is::<BehindLink>())
}

/// Says what a link is in words.
fn told(error: io::Error) -> io::Error {
    if system::is_link_error(&error) { io::Error::new(ErrorKind::InvalidInput, BehindLink) } else { error }
}

#[derive(Debug, thiserror::Error)]
#[error("it is a symbolic link, or lies behind one")]
struct BehindLink;

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    fn text(path: &Path) -> String {
        let (name, above) = (path.file_name().unwrap(), path.parent().unwrap());
        Folder::open(above).unwrap().read_text(Path::new(name), MOST_TEXT).unwrap()
    }

    #[test]
    fn nothing_is_read_or_written_through_a_link() {
        let (outside, inside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let folder = Folder::open(inside.path()).unwrap();
        Folder::open(outside.path()).unwrap().create(Path::new("secret"), b"mine").unwrap();
        let secret = outside.path().join("secret");
        symlink(&secret, inside.path().join("file")).unwrap();
        symlink(outside.path(), inside.path().join("folder")).unwrap();
        symlink(outside.path().join("new"), inside.path().join("dangling")).unwrap();
        for path in ["file", "folder/secret", "dangling", "../x", "folder/new"] {
            let path = Path::new(path);
            assert!(folder.read(path, MOST_TEXT).is_err(), "{path:?}");
            assert!(folder.write(path, b"theirs").is_err(), "{path:?}");
            assert!(folder.create(path, b"theirs").is_err(), "{path:?}");
            assert!(folder.append(path).is_err(), "{path:?}");
        }
        assert!(folder.inner(Path::new("folder")).is_err() && folder.create_folder(Path::new("folder/a")).is_err());
        assert!(is_behind_link(&folder.read(Path::new("file"), MOST_TEXT).unwrap_err()));
        assert_eq!(text(&secret), "mine");
        assert!(!outside.path().join("new").exists() && !outside.path().join("a").exists());
    }

    #[test]
    fn a_pipe_is_no_file_and_nobody_waits_for_it() {
        let inside = tempfile::tempdir().unwrap();
        let folder = Folder::open(inside.path()).unwrap();
        let pipe = inside.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        assert_eq!(folder.kind(Path::new("pipe")).unwrap(), Some(Kind::Other));
        assert!(folder.read(Path::new("pipe"), MOST_TEXT).is_err());
        assert!(folder.append(Path::new("pipe")).is_err() && folder.write(Path::new("pipe"), b"").is_err());
    }

    #[test]
    fn a_file_may_be_so_large_and_no_larger() {
        let inside = tempfile::tempdir().unwrap();
        let folder = Folder::open(inside.path()).unwrap();
        folder.create(Path::new("file"), b"12345").unwrap();
        assert_eq!(folder.read(Path::new("file"), 5).unwrap(), b"12345");
        assert_eq!(folder.read(Path::new("file"), 4).unwrap_err().kind(), ErrorKind::FileTooLarge);
        let sparse = folder.append(Path::new("sparse")).unwrap();
        sparse.set_len(3 << 30).unwrap();
        assert_eq!(folder.read(Path::new("sparse"), MOST_BYTES).unwrap_err().kind(), ErrorKind::FileTooLarge);
    }

    #[test]
    fn a_file_is_written_whole_with_the_folders_above_it_and_keeps_its_permissions() {
        use std::os::unix::fs::PermissionsExt;
        let inside = tempfile::tempdir().unwrap();
        let folder = Folder::open(inside.path()).unwrap();
        let path = Path::new("a/b/c");
        folder.write(path, b"1").unwrap();
        let (file, _) = folder.file(path).unwrap();
        file.set_permissions(std::fs::Permissions::from_mode(0o755)).unwrap();
        folder.write(path, b"2").unwrap();
        let (file, _) = folder.file(path).unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o755);
        assert_eq!(text(&inside.path().join(path)), "2");
        assert_eq!(std::fs::read_dir(inside.path().join("a/b")).unwrap().count(), 1);
    }

    #[test]
    fn a_fresh_folder_is_nobody_elses() {
        let inside = tempfile::tempdir().unwrap();
        let folder = Folder::open(inside.path()).unwrap();
        let names: std::collections::BTreeSet<String> =
            (0..100).map(|_| folder.create_fresh_folder("staged-").unwrap()).collect();
        assert_eq!(names.len(), 100);
    }
}
