//! What one run of the program remembers of the files it wrote, for the next run.
//!
//! In: kept files, inspected pages and related topics, or the bytes of an earlier run and the files that still lie in the
//! output as that run left them. Out: those bytes, or the three. No page itself is remembered: only from what it was made
//! (its digest), by what it is known (its stamp), and what `inspect` read in it. So a memory of pages can make a build
//! leave a file alone, and can put nothing into one.
//!
//! Format: an archive (`memo::archive`) of one value, `Remembered` as postcard writes it. Another program, even one built
//! from other sources under the same version, starts afresh: views and digests belong to it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::guide::related::Nearness;
use crate::memo::archive::{self, Key};
use crate::memo::raw_bytes::RawBytes;
use crate::path::OutputPath;
use crate::site::inspect::{Inspected, Own, Scan};
use crate::site::kept_pages::{Kept, Set};
use crate::site::site::{Content, Site, Stamp};

/// Of the one value.
const KEY: Key = 0;

#[derive(Serialize, Deserialize)]
struct Remembered<'a> {
    own: Own,
    #[serde(borrow)]
    files: Vec<RememberedFile<'a>>,
    sets: Vec<RememberedSet>,
    nearness: Nearness,
}

#[derive(Serialize, Deserialize)]
struct RememberedFile<'a> {
    #[serde(borrow)]
    path: Cow<'a, str>,
    digest: u128,
    stamp: Stamp,
    /// Of a page: a [`Scan`] as bytes.
    #[serde(borrow)]
    scan: Option<RawBytes<'a>>,
}

#[derive(Serialize, Deserialize)]
struct RememberedSet {
    name: String,
    digest: u128,
    files: Vec<(String, Stamp)>,
}

/// The bytes to remember a written site by. `program` tells this program from any other.
pub fn encode(program: u128, kept: &Kept, inspected: &Inspected, nearness: &Nearness, site: &Site) -> Option<Vec<u8>> {
    let stamp = |path: &OutputPath| site.get(path)?.content.stamp();
    let file = |(path, digest): (&OutputPath, u128)| {
        let scan = inspected.pages.get(path).map(|(_, scan)| RawBytes(scan.to_bytes().into()));
        Some(RememberedFile { path: path.to_string().into(), digest, stamp: stamp(path)?, scan })
    };
    let set = |(name, (digest, files)): (&str, &Set)| {
        let files = files.iter().map(|(path, _)| Some((path.to_string(), stamp(path)?))).collect::<Option<_>>()?;
        Some(RememberedSet { name: name.to_owned(), digest: *digest, files })
    };
    let remembered = Remembered {
        own: inspected.own.clone(),
        files: kept.files().filter_map(file).collect(),
        sets: kept.sets().filter_map(set).collect(),
        nearness: nearness.clone(),
    };
    let length = |file: &RememberedFile<'_>| 64 + file.path.len() + file.scan.as_ref().map_or(0, |scan| scan.0.len());
    let room = remembered.files.iter().map(length).sum();
    let value = postcard::to_extend(&remembered, Vec::with_capacity(room)).ok()?;
    Some(archive::write(program, &BTreeMap::from([(KEY, value)])))
}

/// What an earlier run remembered of files that are still there; nothing if anything about the bytes is not as it should be.
pub fn decode(program: u128, bytes: &[u8], is_there: &dyn Fn(&str, Stamp) -> bool) -> (Kept, Inspected, Nearness) {
    let (mut kept, mut inspected) = (Kept::default(), Inspected::default());
    let values = archive::read(program, bytes);
    let remembered = values.get(&KEY).and_then(|value| postcard::from_bytes(value).ok());
    let Some(Remembered { own, files, sets, nearness }) = remembered else {
        return (kept, inspected, Nearness::default());
    };
    inspected.own = own;
    for file in files.into_iter().filter(|file| is_there(&file.path, file.stamp)) {
        let (path, content) = (OutputPath::new(&file.path), Content::Written(file.stamp));
        let scan = file.scan.and_then(|bytes| Scan::from_bytes(&bytes.0));
        match (scan, path.extension() == "html") {
            (Some(scan), true) => {
                inspected.pages.insert(path.clone(), (content.clone(), scan));
            }
            (None, true) => continue,
            (_, false) => {}
        }
        kept.put(path, file.digest, content);
    }
    for set in sets {
        if set.files.iter().all(|(path, stamp)| is_there(path, *stamp)) {
            let files = set.files.iter().map(|(path, stamp)| (OutputPath::new(path), Content::Written(*stamp)));
            kept.put_set(&set.name, set.digest, files.collect());
        }
    }
    kept.is_told();
    (kept, inspected, nearness)
}
