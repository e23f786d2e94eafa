//! Which folder is meant where none is named: that of the guide one stands in.
//!
//! In: the folder as named. Out: the same, or for `.` the nearest folder above that holds `book.toml`, as `../..`.

use std::path::{Path, PathBuf};

/// The guide's folder: the nearest at or above where one stands, if `.` is named; that of `guide/book.toml` and of
/// `guide/content`; else what is named.
pub fn guide_folder(named: PathBuf) -> PathBuf {
    let is_part = named.ends_with("book.toml") && named.is_file() || named.ends_with("content") && !is_guide(&named);
    if let Some(above) = named.parent().filter(|_| is_part) {
        let above = if above.as_os_str().is_empty() { Path::new(".") } else { above };
        if is_guide(above) {
            return above.to_path_buf();
        }
    }
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
