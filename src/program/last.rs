//! The site that the last run wrote, as a memory for this one: what has not changed since is neither made nor read again.
//!
//! In: the guide's folder and the output. Out: a [`Memory`], empty if there is no site, if another program made it, or if
//! files were changed since. It lies in two files of `.studybook/`, which may be deleted at any time.

#![expect(clippy::disallowed_methods, reason = "the last site and this program lie on disk")]

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;
use std::sync::OnceLock;

use xxhash_rust::xxh3::{Xxh3Default, xxh3_64};

use crate::output::remember;
use crate::output::site::Site;
use crate::program::manifest::Manifest;
use crate::program::memory::Memory;
use crate::program::write;
use crate::search::Gathered;
use crate::words::message::Message;

/// Where what is known of the files written lies, from the guide's root.
const PAGES: &str = ".studybook/pages";
/// Where the terms of the search index lie: the number of the program, what was gathered, XXH3-64 of both.
const TERMS: &str = ".studybook/terms";

/// What this program is, as a number; none if the system does not tell where it lies.
fn program() -> Option<u128> {
    static PROGRAM: OnceLock<Option<u128>> = OnceLock::new();
    *PROGRAM.get_or_init(|| {
        let mut file = File::open(std::env::current_exe().ok()?).ok()?;
        let (mut hash, mut part) = (Xxh3Default::new(), vec![0; 1 << 16]);
        loop {
            match file.read(&mut part).ok()? {
                0 => return Some(hash.digest128()),
                read => hash.update(&part[..read]),
            }
        }
    })
}

/// What the last run left of the site in `out`, whose manifest is given.
pub fn recall(root: &Path, out: &Path, manifest: &Manifest) -> Memory {
    let Some(program) = program() else { return Memory::default() };
    let mut memory = Memory { gathered: terms(root, program).unwrap_or_default(), ..Memory::default() };
    if let Ok(bytes) = fs::read(root.join(PAGES)) {
        let is_there = |path: &str, stamp| manifest.has_as_left(out, path, stamp);
        (memory.kept, memory.inspected, memory.stages.nearness) = remember::decode(program, &bytes, &is_there);
    }
    memory
}

fn terms(root: &Path, program: u128) -> Option<Gathered> {
    let mut bytes = fs::read(root.join(TERMS)).ok()?;
    let (body, sum) = bytes.split_last_chunk()?;
    let (length, start) = (body.len(), program.to_le_bytes());
    let is_ours = u64::from_le_bytes(*sum) == xxh3_64(body) && body.starts_with(&start);
    bytes.truncate(length);
    is_ours.then(|| Gathered::decode(bytes, start.len()))
}

/// Keeps what the next run needs to know of a site that was written.
pub fn keep(root: &Path, memory: &Memory, site: &Site) -> Result<(), Message> {
    let Some(program) = program() else { return Ok(()) };
    if memory.kept.has_news()
        && let Some(bytes) = remember::encode(program, &memory.kept, &memory.inspected, &memory.stages.nearness, site)
    {
        write::write_file(&root.join(PAGES), &bytes)?;
    }
    if let Some(mut bytes) = memory.gathered.encode(&program.to_le_bytes()) {
        bytes.extend(xxh3_64(&bytes).to_le_bytes());
        write::write_file(&root.join(TERMS), &bytes)?;
    }
    Ok(())
}
