//! A package, `.apkg`: a zip file with a database, the pictures under numbers, and their names.
//!
//! In: notes and the guide's files. Out: bytes; equal ones for equal notes.

use std::io::{Cursor, Write};

use serde_json::{Map, Value};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::export::anki::collection;
use crate::export::anki::kept::Kept;
use crate::export::anki::note_type::Words;
use crate::export::anki::notes::Notes;
use crate::reading::inputs::Inputs;

/// How a package begins.
pub const START: &[u8] = b"PK\x03\x04";

/// Makes the package. An error says what failed.
pub fn make(notes: &Notes, kept: &Kept, inputs: &Inputs, guide: &str, words: &Words<'_>) -> Result<Vec<u8>, String> {
    let database = collection::make(notes, kept, guide, words).map_err(|error| error.to_string())?;
    zipped(&database, notes, inputs).map_err(|error| error.to_string())
}

fn zipped(database: &[u8], notes: &Notes, inputs: &Inputs) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::with_capacity(database.len() / 3)));
    let packed = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    // Pictures are packed already.
    let stored = packed.compression_method(CompressionMethod::Stored);
    zip.start_file("collection.anki2", packed)?;
    zip.write_all(database)?;
    let mut names = Map::new();
    let shown = inputs.assets.iter().filter_map(|asset| Some((asset, notes.pictures.get(&asset.path)?)));
    for (asset, name) in shown {
        if names.values().any(|it| it == name) {
            continue;
        }
        let number = names.len().to_string();
        zip.start_file(&number, stored)?;
        zip.write_all(&asset.bytes)?;
        names.insert(number, Value::String(name.clone()));
    }
    zip.start_file("media", packed)?;
    zip.write_all(Value::Object(names).to_string().as_bytes())?;
    Ok(zip.finish()?.into_inner())
}
