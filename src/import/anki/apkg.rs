//! A package, read as far as topics need it: the collection, and the files that its notes show.
//!
//! In: bytes. Out: [`Package`], or the one problem because of which there is none.

use std::collections::BTreeSet;

use crate::import::anki::archive;
use crate::import::anki::collection::{self, Collection};
use crate::import::anki::media::{self, Paths};
use crate::import::source::Tree;
use crate::problem::import_note::Carry;

/// So many bytes of files are unpacked.
const MOST_FILES: usize = 512 << 20;

/// A package.
#[derive(Debug, Default)]
pub struct Package {
    /// Notes, note types and decks.
    pub collection: Collection,
    /// Where files come to lie, by the names that notes call them.
    pub paths: Paths,
    /// What they hold.
    pub files: Tree,
    /// Files that no field shows, or that are of no kind a page can show.
    pub left: Vec<String>,
}

/// Reads a package; `file` is what it is called in problems.
pub fn read(file: &str, bytes: Vec<u8>) -> Result<Package, Carry> {
    if file.to_lowercase().ends_with(".colpkg") {
        return Err(Carry::WholeCollection { file: file.to_owned() });
    }
    let mut archive = archive::open(file, bytes)?;
    let database = archive.database()?;
    let collection = collection::read(database).map_err(|reason| Carry::DamagedPackage {
        file: file.to_owned(),
        part: "the database".into(),
        reason,
    })?;
    let mut names = BTreeSet::new();
    for field in collection.notes.iter().flat_map(|note| &note.fields) {
        media::shown(field, |name| archive.has(name), &mut names);
    }
    let mut package = Package { collection, ..Package::default() };
    package.left = archive.names().filter(|name| !names.contains(*name) || !media::is_known(name)).cloned().collect();
    let mut length = 0;
    for name in names.into_iter().filter(|name| media::is_known(name)) {
        let bytes = archive.read(&name)?;
        length += bytes.len();
        if length > MOST_FILES {
            let most = u64::try_from(MOST_FILES >> 20).unwrap_or(0);
            return Err(Carry::LargePackage { file: file.to_owned(), part: "its media".into(), most });
        }
        let path = media::path(&name, &bytes);
        package.files.insert(path.clone(), bytes);
        package.paths.insert(name, path);
    }
    Ok(package)
}
