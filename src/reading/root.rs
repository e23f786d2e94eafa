//! Which folder is meant where none is named: that of the guide one stands in.
//!
//! In: the folder as named. Out: the same, or for `.` the nearest folder above that holds `book.toml`, as `../..`.

use std::path::{Path, PathBuf};

/// The guide's folder: the nearest at or above where one stands, if `.` is named; else what is named.
pub fn guide_folder(named: PathBuf) -> PathBuf {
    if named != Path::new(".") || is_guide(&named) {
        return named;
    }
    let depth = std::env::current_dir().map_or(0, |here| here.components().count());
    let mut above = PathBuf::new();
    for _ in 1..depth {
        above.push("..");
        if is_guide(&above) {
            return above;
        }
    }
    named
}

fn is_guide(folder: &Path) -> bool {
    folder.join("book.toml").is_file()
}
