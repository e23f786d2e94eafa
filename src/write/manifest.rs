//! What the output knows of itself: `OUT/.studybook-manifest`, by which a folder is ours and its files are as we left them.
//!
//! In: a site, or the folder of one. Out: a [`Manifest`]. The file names the format and then each file: XXH3-128 in hex,
//! size, path, in which `\\`, `\n` and `\r` stand for a backslash and line ends. It holds no times, so equal sites are equal to the last byte. A file
//! is as we left it only if its bytes have that hash: sizes and times are kept by archives and can be set by anyone.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_128;

use crate::disk::folder::{Folder, MOST_BYTES};
use crate::site::site::{Content, Site, Stamp};

/// The file's name.
pub const NAME: &str = ".studybook-manifest";
const FORMAT: &str = "studybook site 1";

/// The files of a site.
#[derive(Debug, Default)]
pub struct Manifest {
    /// By path.
    pub files: BTreeMap<String, Stamp>,
    /// The folder that it was read from.
    folder: Option<Folder>,
    /// Whether each file is as we left it, once it was looked at.
    looked: BTreeMap<String, OnceLock<bool>>,
}

/// Whether a folder holds a manifest.
pub fn is_in(out: &Path) -> bool {
    let read = Folder::open(out).and_then(|folder| folder.read_text(Path::new(NAME), MOST_BYTES));
    read.is_ok_and(|text| text.starts_with(FORMAT))
}

impl Manifest {
    /// The manifest of a finished site.
    pub fn of(site: &Site) -> Self {
        let files: Vec<_> = site.files().collect();
        let stamp = |content: &Content| content.stamp().unwrap_or_else(|| Stamp::of(&[]));
        let stamps: Vec<(String, Stamp)> =
            files.par_iter().map(|(path, file)| (path.to_string(), stamp(&file.content))).collect();
        Self { files: stamps.into_iter().collect(), ..Self::default() }
    }

    /// The manifest of the last build; an empty one if there is none that can be read.
    pub fn read(out: &Path) -> Self {
        let read = || {
            let folder = Folder::open(out).ok()?;
            let files = decode(&folder.read_text(Path::new(NAME), MOST_BYTES).ok()?)?;
            let looked = files.keys().map(|path| (path.clone(), OnceLock::new())).collect();
            Some(Self { files, folder: Some(folder), looked })
        };
        read().unwrap_or_default()
    }

    /// The file's text.
    pub fn encode(&self) -> String {
        let mut text = format!("{FORMAT}\n");
        for (path, stamp) in &self.files {
            let path = path.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r");
            text.push_str(&format!("{:032x} {} {path}\n", stamp.hash, stamp.size));
        }
        text
    }

    /// A digest of all that it says.
    pub fn digest(&self) -> u128 {
        xxh3_128(self.encode().as_bytes())
    }

    /// Whether it names this file, and the file is as the build left it.
    pub fn has_as_left(&self, path: &str, stamp: Stamp) -> bool {
        self.files.get(path) == Some(&stamp) && self.is_as_left(path, stamp)
    }

    /// Whether all files are as the build left them.
    pub fn all_as_left(&self) -> bool {
        let entries: Vec<_> = self.files.iter().collect();
        !entries.is_empty() && entries.par_iter().all(|(path, stamp)| self.is_as_left(path, **stamp))
    }

    /// Reads the file, once, unless its size is another.
    fn is_as_left(&self, path: &str, stamp: Stamp) -> bool {
        let look = || self.read_file(path, stamp.size).is_some_and(|bytes| Stamp::of(&bytes) == stamp);
        self.looked.get(path).is_some_and(|looked| *looked.get_or_init(look))
    }

    /// The bytes of a file of the site, if it is a regular one of this size.
    pub fn read_file(&self, path: &str, size: u64) -> Option<Vec<u8>> {
        self.folder.as_ref()?.read(Path::new(path), size).ok()
    }
}

fn decode(text: &str) -> Option<BTreeMap<String, Stamp>> {
    let mut lines = text.lines();
    if lines.next()? != FORMAT {
        return None;
    }
    let mut files = BTreeMap::new();
    for line in lines {
        let (hash, rest) = line.split_once(' ')?;
        let (size, path) = rest.split_once(' ')?;
        let stamp = Stamp { hash: u128::from_str_radix(hash, 16).ok()?, size: size.parse().ok()? };
        files.insert(unescaped(path)?, stamp);
    }
    Some(files)
}

fn unescaped(path: &str) -> Option<String> {
    let mut plain = String::with_capacity(path.len());
    let mut characters = path.chars();
    while let Some(c) = characters.next() {
        plain.push(match c {
            '\\' => match characters.next()? {
                'n' => '\n',
                'r' => '\r',
                other => other,
            },
            c => c,
        });
    }
    Some(plain)
}
