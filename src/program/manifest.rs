//! What the output knows of itself: `OUT/.studybook-manifest`, by which a folder is ours and its files are as we left them.
//!
//! In: a site, or the folder of one. Out: a [`Manifest`]. The file names the format and then each file: XXH3-128 in hex,
//! size, path, in which `\\`, `\n` and `\r` stand for a backslash and line ends. It holds no times, so equal sites are equal to the last byte. A file newer than its manifest was changed by
//! someone else.

#![expect(clippy::disallowed_methods, reason = "it reads what lies in the output")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

use rayon::prelude::*;

use crate::output::site::{Content, Site, Stamp};

/// The file's name.
pub const NAME: &str = ".studybook-manifest";
const FORMAT: &str = "studybook site 1";

/// The files of a site.
#[derive(Debug)]
pub struct Manifest {
    /// By path.
    pub files: BTreeMap<String, Stamp>,
    /// When it was written.
    made: SystemTime,
}

/// Whether a folder holds a manifest.
pub fn is_in(out: &Path) -> bool {
    fs::read_to_string(out.join(NAME)).is_ok_and(|text| text.starts_with(FORMAT))
}

impl Manifest {
    /// The manifest of a finished site.
    pub fn of(site: &Site) -> Self {
        let files: Vec<_> = site.files().collect();
        let stamp = |content: &Content| content.stamp().unwrap_or_else(|| Stamp::of(&[]));
        let stamps: Vec<(String, Stamp)> =
            files.par_iter().map(|(path, file)| (path.to_string(), stamp(&file.content))).collect();
        Self { files: stamps.into_iter().collect(), made: SystemTime::UNIX_EPOCH }
    }

    /// The manifest of the last build; an empty one if there is none that can be read.
    pub fn read(out: &Path) -> Self {
        let path = out.join(NAME);
        let read = || {
            let made = fs::metadata(&path).ok()?.modified().ok()?;
            Some(Self { files: decode(&fs::read_to_string(&path).ok()?)?, made })
        };
        read().unwrap_or(Self { files: BTreeMap::new(), made: SystemTime::UNIX_EPOCH })
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

    /// Whether it names this file, and the file is as the build left it.
    pub fn has_as_left(&self, out: &Path, path: &str, stamp: Stamp) -> bool {
        self.files.get(path) == Some(&stamp) && self.is_as_left(&out.join(path), stamp)
    }

    /// Whether all files are as the build left them.
    pub fn all_as_left(&self, out: &Path) -> bool {
        let entries: Vec<_> = self.files.iter().collect();
        !entries.is_empty() && entries.par_iter().all(|(path, stamp)| self.is_as_left(&out.join(path), **stamp))
    }

    fn is_as_left(&self, path: &Path, stamp: Stamp) -> bool {
        let is_same = |it: fs::Metadata| {
            it.is_file() && it.len() == stamp.size && it.modified().is_ok_and(|changed| changed <= self.made)
        };
        fs::symlink_metadata(path).is_ok_and(is_same)
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
