//! The site that the last run wrote, as a memory for this one: what has not changed since is neither made nor read again.
//!
//! In: the guide's folder and the output. Out: a [`Memory`], empty if there is no site, if another program made it, or if
//! files were changed since. It lies in `.studybook/pages`, which may be deleted at any time.

#![expect(clippy::disallowed_methods, reason = "the last site and this program lie on disk")]

use std::fs;
use std::path::Path;

use xxhash_rust::xxh3::xxh3_128;

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
    Some(xxh3_128(&fs::read(std::env::current_exe().ok()?).ok()?))
}

/// What the last run left.
pub fn recall(root: &Path, out: &Path) -> Memory {
    let manifest = Manifest::read(out);
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
