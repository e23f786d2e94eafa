//! The site that the last run wrote, as a memory for this one: what has not changed since is neither made nor read again.
//!
//! In: the guide's folder and the output. Out: a [`Memory`], empty if there is no site, if another program made it, or if
//! files were changed since. It lies in four files of `.studybook/`, which may be deleted at any time.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::build::memory::Memory;
use crate::disk::folder::{Folder, MOST_BYTES};
use crate::memo::archive;
use crate::problem::message::Message;
use crate::search::Gathered;
use crate::site::page_record;
use crate::site::rendering::Rendered;
use crate::site::site::Site;
use crate::topic::parsed::Parsed;
use crate::write::files;
use crate::write::manifest::Manifest;

/// Where what is known of the files written lies, from the guide's root.
const PAGES: &str = ".studybook/pages";
/// Where it lies of which inputs the whole site was made.
const WHOLE: &str = ".studybook/site";
/// Where the parsed topics lie.
const TOPICS: &str = ".studybook/topics";
/// Where the terms of the search index lie.
const TERMS: &str = ".studybook/terms";

/// What this program is, as a number: another where anything that it is compiled from is another (`build.rs`).
fn program() -> Option<u128> {
    env!("STUDYBOOK_BUILD").parse().ok()
}

/// What the last run said of the site that it made of these very inputs, by their digest, if the site lies in the output as that run left it:
/// then there is nothing to do.
pub fn recall_whole<T: DeserializeOwned>(root: &Path, manifest: &Manifest, inputs: u128) -> Option<T> {
    let bytes = cache(root, WHOLE)?;
    let (site, said) = postcard::from_bytes(archive::read(program()?, &bytes).get(&inputs)?).ok()?;
    (manifest.digest() == site && manifest.all_as_left()).then_some(said)
}

/// Keeps what was said of a site, for a run with the same inputs.
pub fn keep_whole(root: &Path, manifest: &Manifest, inputs: u128, said: &impl Serialize) -> Result<(), Message> {
    let (Some(program), Ok(value)) = (program(), postcard::to_allocvec(&(manifest.digest(), said))) else {
        return Ok(());
    };
    files::write_file(root, WHOLE, &archive::write(program, &BTreeMap::from([(inputs, value)])))
}

/// What the last run left of the site whose manifest is given.
pub fn recall(root: &Path, manifest: &Manifest) -> Memory {
    let Some(program) = program() else { return Memory::default() };
    let values = |file| cache(root, file).map(|bytes| archive::values(program, bytes)).unwrap_or_default();
    let mut memory = Memory::default();
    memory.stages.parsed = Parsed::recalled(values(TOPICS));
    memory.rendered.gathered = Gathered::recalled(values(TERMS));
    if let Some(bytes) = cache(root, PAGES) {
        let is_there = |path: &str, stamp| manifest.has_as_left(path, stamp);
        let (kept, inspected, nearness) = page_record::decode(program, &bytes, &is_there);
        (memory.rendered.kept, memory.rendered.inspected, memory.stages.nearness) = (kept, inspected, nearness);
    }
    memory
}

/// A file that an earlier run kept; one that cannot be read is none.
fn cache(root: &Path, inside: &str) -> Option<Vec<u8>> {
    Folder::open(root).ok()?.read(Path::new(inside), MOST_BYTES).ok()
}

/// Keeps what the next run needs to know of a site that was written.
pub fn keep(root: &Path, memory: &Memory, site: &Site) -> Result<(), Message> {
    let Some(program) = program() else { return Ok(()) };
    let Rendered { kept, inspected, gathered } = &memory.rendered;
    if kept.has_news()
        && let Some(bytes) = page_record::encode(program, kept, inspected, &memory.stages.nearness, site)
    {
        files::write_file(root, PAGES, &bytes)?;
    }
    for (file, news) in [(TERMS, gathered.news()), (TOPICS, memory.stages.parsed.news())] {
        if let Some(values) = news {
            files::write_parts(root, file, &archive::parts(program, &values))?;
        }
    }
    Ok(())
}
