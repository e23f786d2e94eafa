//! Names this build of the program by a number: what an earlier build of it remembered of a site is not believed.
//!
//! In: all files that the program is compiled from. Out: `STUDYBOOK_BUILD`, their digest (XXH3-128), for
//! `write::last_site`. Reading the finished program instead costs each run some milliseconds.

#![allow(clippy::disallowed_methods, reason = "the build script reads the sources")]

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use xxhash_rust::xxh3::Xxh3Default;

const SOURCES: [&str; 7] = ["src", "themes", "assets", "schemas", "fonts", "Cargo.toml", "Cargo.lock"];

fn main() -> io::Result<()> {
    let mut files = Vec::new();
    for source in SOURCES {
        println!("cargo:rerun-if-changed={source}");
        collect(Path::new(source), &mut files)?;
    }
    files.sort();
    let mut digest = Xxh3Default::new();
    for file in &files {
        digest.update(file.to_string_lossy().as_bytes());
        digest.update(&fs::read(file)?);
    }
    for variable in ["TARGET", "PROFILE"] {
        digest.update(env::var(variable).unwrap_or_default().as_bytes());
    }
    println!("cargo:rustc-env=STUDYBOOK_BUILD={}", digest.digest128());
    Ok(())
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if !path.is_dir() {
        // A package may lack what only the repository has.
        if path.is_file() {
            files.push(path.to_path_buf());
        }
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        collect(&entry?.path(), files)?;
    }
    Ok(())
}
