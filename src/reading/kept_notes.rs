//! What `import` kept of note types of Anki: the files of `anki/`, beside `content/`.
//!
//! In: a guide's folder. Out: their texts, by name in order. A folder that is not there holds none.

use std::io;
use std::path::Path;

use walkdir::WalkDir;

use crate::disk::folder::{Folder, Kind};
use crate::path::SourcePath;
use crate::reading::inputs::TextFile;

/// The folder, from the guide's root.
pub const FOLDER: &str = "anki";
/// A larger file was not kept by `import`.
const LARGEST: u64 = 64 << 20;

/// Reads the files.
pub fn read(guide: &Path) -> io::Result<Vec<TextFile>> {
    let root = Folder::open(guide)?;
    if root.kind(Path::new(FOLDER))? != Some(Kind::Folder) {
        return Ok(Vec::new());
    }
    let folder = root.inner(Path::new(FOLDER))?;
    let mut texts = Vec::new();
    for entry in WalkDir::new(folder.path()).max_depth(1).sort_by_file_name() {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy();
        if entry.file_type().is_file() && name.ends_with(".json") {
            let text = folder.read_text(Path::new(&*name), LARGEST)?;
            texts.push(TextFile { source: SourcePath::new(&format!("{FOLDER}/{name}")), text: text.into() });
        }
    }
    Ok(texts)
}
