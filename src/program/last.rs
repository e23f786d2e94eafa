//! The site that the last run wrote, as a memory for this one: what has not changed since is neither made nor read again.
//!
//! In: the guide's folder and the output. Out: a [`Memory`], empty if there is no site, if another program made it, or if
//! files were changed since. It lies in `.studybook/pages`, which may be deleted at any time.

#![expect(clippy::disallowed_methods, reason = "the last site and this program lie on disk")]

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;
use std::sync::OnceLock;

use xxhash_rust::xxh3::Xxh3Default;

use crate::output::remember;
use crate::output::site::Site;
use crate::program::manifest::Manifest;
use crate::program::memory::Memory;
use crate::program::write;
use crate::words::message::Message;

/// Where it lies, from the guide's root.
const PAGES: &str = ".studybook/pages";

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
    let (Some(program), Ok(bytes)) = (program(), fs::read(root.join(PAGES))) else { return Memory::default() };
    let (kept, inspected) = remember::decode(program, &bytes, &|path, stamp| manifest.has_as_left(out, path, stamp));
    Memory { kept, inspected, ..Memory::default() }
}

/// Keeps what the next run needs to know of a site that was written.
pub fn keep(root: &Path, memory: &Memory, site: &Site) -> Result<(), Message> {
    let encode = |program| remember::encode(program, &memory.kept, &memory.inspected, site);
    match program().and_then(encode) {
        Some(bytes) => write::write_file(&root.join(PAGES), &bytes),
        None => Ok(()),
    }
}
