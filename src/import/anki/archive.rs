//! A package of Anki as what it is on disk: a zip file with a database and files under numbers.
//!
//! In: bytes. Out: the database, and any of the files by the name that notes call it. Old packages hold `collection.anki2` or
//! `collection.anki21` and a list of media in JSON, new ones `collection.anki21b` and all else packed with zstd. Nothing grows
//! beyond what is said here, whatever the package claims.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::import::anki::protobuf::{Held, message};
use crate::problem::import_note::Carry;

/// The largest package.
pub const MOST_PACKAGE: u64 = 1 << 30;
/// The largest database, unpacked.
const MOST_DATABASE: u64 = 256 << 20;
/// The largest list of media, unpacked.
const MOST_LIST: u64 = 32 << 20;
/// The largest file, unpacked.
const MOST_FILE: u64 = 64 << 20;

/// A package, open.
pub struct Archive {
    file: String,
    zip: ZipArchive<Cursor<Vec<u8>>>,
    /// The name of the database in it.
    database: &'static str,
    is_new: bool,
    /// The number of each file's entry by the file's name.
    media: BTreeMap<String, String>,
}

/// Opens a package; `file` is what it is called in problems.
pub fn open(file: &str, bytes: Vec<u8>) -> Result<Archive, Carry> {
    let damaged =
        |part: &str, reason: String| Carry::DamagedPackage { file: file.to_owned(), part: part.into(), reason };
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged("the zip file", error.to_string()))?;
    let names = ["collection.anki21b", "collection.anki21", "collection.anki2"];
    let Some(database) = names.into_iter().find(|name| zip.index_for_name(name).is_some()) else {
        return Err(damaged("the database", "there is no `collection.anki2` in the zip file".into()));
    };
    let is_new = database == "collection.anki21b";
    let media = match zip.index_for_name("media") {
        None => BTreeMap::new(),
        Some(_) => {
            let list = unpacked(file, &mut zip, "media", is_new, MOST_LIST)?;
            let names = if is_new { new_names(&list) } else { old_names(&list) };
            names.ok_or_else(|| damaged("`media`", "it is no list of media".into()))?
        }
    };
    Ok(Archive { file: file.to_owned(), zip, database, is_new, media })
}

impl Archive {
    /// The bytes of the database.
    pub fn database(&mut self) -> Result<Vec<u8>, Carry> {
        unpacked(&self.file, &mut self.zip, self.database, self.is_new, MOST_DATABASE)
    }

    /// Whether there is a file of this name.
    pub fn has(&self, name: &str) -> bool {
        self.media.contains_key(name)
    }

    /// The names of all files.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        self.media.keys()
    }

    /// The bytes of a file.
    pub fn read(&mut self, name: &str) -> Result<Vec<u8>, Carry> {
        let Some(entry) = self.media.get(name) else { return Ok(Vec::new()) };
        unpacked(&self.file, &mut self.zip, entry, self.is_new, MOST_FILE).map_err(|carry| match carry {
            Carry::DamagedPackage { file, reason, .. } => {
                Carry::DamagedPackage { file, part: format!("`{name}`"), reason }
            }
            Carry::LargePackage { file, most, .. } => Carry::LargePackage { file, part: format!("`{name}`"), most },
            other => other,
        })
    }
}

fn unpacked(
    file: &str,
    zip: &mut ZipArchive<Cursor<Vec<u8>>>,
    name: &str,
    is_new: bool,
    most: u64,
) -> Result<Vec<u8>, Carry> {
    let part = || format!("`{name}`");
    let damaged = |reason: String| Carry::DamagedPackage { file: file.to_owned(), part: part(), reason };
    let entry = zip.by_name(name).map_err(|error| damaged(error.to_string()))?;
    let mut bytes = Vec::new();
    let read = if is_new {
        let unpacked = ruzstd::decoding::StreamingDecoder::new(entry).map_err(|error| damaged(error.to_string()))?;
        unpacked.take(most + 1).read_to_end(&mut bytes)
    } else {
        entry.take(most + 1).read_to_end(&mut bytes)
    };
    read.map_err(|error| damaged(error.to_string()))?;
    if bytes.len() as u64 > most {
        return Err(Carry::LargePackage { file: file.to_owned(), part: part(), most: most >> 20 });
    }
    Ok(bytes)
}

/// `{"0": "cat.png"}`.
fn old_names(list: &[u8]) -> Option<BTreeMap<String, String>> {
    let numbers: BTreeMap<String, String> = serde_json::from_slice(list).ok()?;
    Some(numbers.into_iter().map(|(number, name)| (name, number)).collect())
}

/// A message whose first field is repeated: each a file with its name; the number is its place.
fn new_names(list: &[u8]) -> Option<BTreeMap<String, String>> {
    let mut names = BTreeMap::new();
    let mut entries = message(list);
    let mut place = 0usize;
    for (field, held) in entries.by_ref() {
        let (1, Held::Bytes(entry)) = (field, held) else { continue };
        let (mut name, mut number) = (None, place.to_string());
        for (field, held) in message(entry) {
            match (field, held) {
                (1, Held::Bytes(text)) => name = String::from_utf8(text.to_vec()).ok(),
                (255, Held::Number(old)) => number = old.to_string(),
                _ => {}
            }
        }
        names.extend(name.map(|name| (name, number)));
        place += 1;
    }
    (!entries.is_damaged).then_some(names)
}
