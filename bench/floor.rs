//! The floor: a program that reads every input of a guide and writes every output of its site, and does nothing else.
//!
//! `floor GUIDE SITE OUT`: reads the files of `GUIDE/content`, takes sizes and paths from `SITE/.studybook-manifest`
//! and writes as many bytes (of no meaning) to as many files of a new folder `OUT`. `bench/compare.py` compiles it
//! with `rustc -O` and runs it; nothing else uses it.

use std::fs;
use std::io::Result;
use std::path::Path;

fn read_all(folder: &Path, bytes: &mut usize) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            read_all(&entry.path(), bytes)?;
        } else {
            *bytes += fs::read(entry.path())?.len();
        }
    }
    Ok(())
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, guide, site, out] = arguments.as_slice() else { panic!("usage: floor GUIDE SITE OUT") };
    let mut read = 0;
    read_all(&Path::new(guide).join("content"), &mut read)?;
    let manifest = fs::read_to_string(Path::new(site).join(".studybook-manifest"))?;
    let mut blank = Vec::new();
    let mut written = 0;
    for line in manifest.lines().skip(1) {
        let mut parts = line.splitn(3, ' ').skip(1);
        let (Some(size), Some(path)) = (parts.next(), parts.next()) else { continue };
        let size: usize = size.parse().unwrap_or(0);
        if blank.len() < size {
            blank.resize(size, b'.');
        }
        let path = Path::new(out).join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, &blank[..size])?;
        written += size;
    }
    println!("read {read} bytes, wrote {written}");
    Ok(())
}
