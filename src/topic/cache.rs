//! The highlighter's memory between builds.
//!
//! In: the bytes of the cache file and the blocks of this build. Out: tokens for every block, and the bytes to keep.
//! The file is safe to delete. It is never trusted blindly: a checksum covers it, its header names the grammars, and
//! runs must cover their code exactly; markup is made anew from the code, so a cache cannot add any.
//!
//! Format, version 1, little-endian: magic `SBHL1\n`, 16 bytes naming the grammar set, the number of entries (u32),
//! then for each entry, sorted by key, the key (u128), the length (u32) and the runs of [`Tokens::encode`]; last the
//! XXH3-64 of all before it.

use std::collections::{BTreeMap, HashMap, HashSet};

use rayon::prelude::*;
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

use crate::topic::document::Key;
use crate::topic::highlight::{self, Highlighter};
use crate::topic::tokens::Tokens;

const MAGIC: &[u8; 6] = b"SBHL1\n";
const HEADER: usize = 6 + 16 + 4;

/// Tokens of all distinct blocks. Given to the next build of the same process, it saves reading the cache again.
#[derive(Debug, Default)]
pub struct Highlights {
    tokens: HashMap<Key, Tokens>,
    /// The cache file's new bytes; `None` if the old ones are still right.
    pub cache: Option<Vec<u8>>,
    /// Blocks that were not in the cache.
    pub fresh: usize,
}

/// A name for the grammars and the mapping to classes: another name makes old caches worthless.
fn grammar_set() -> [u8; 16] {
    let name = concat!("two-face 0.5.2 syntect 5.3 onig studybook ", env!("CARGO_PKG_VERSION"), " classes 1");
    xxh3_128(name.as_bytes()).to_le_bytes()
}

impl Highlights {
    /// Highlights all blocks, given as key, language name and code, each distinct one once.
    pub fn of(blocks: &[(Key, &str, &str)], cached: Option<&[u8]>) -> Self {
        let mut highlights = Self::default();
        highlights.update(blocks, cached);
        highlights
    }

    /// The same for the blocks of the next build: those known already cost a look-up. The bytes for the cache file are
    /// made by the first build only.
    pub fn update(&mut self, blocks: &[(Key, &str, &str)], cached: Option<&[u8]>) {
        if self.tokens.is_empty() {
            let distinct = blocks.iter().map(|&(key, language, code)| (key, (language, code))).collect();
            *self = Self::first(&distinct, cached);
            return;
        }
        if self.tokens.len() > 2 * blocks.len() + 100 {
            let present: HashSet<Key> = blocks.iter().map(|(key, ..)| *key).collect();
            self.tokens.retain(|key, _| present.contains(key));
        }
        let unknown = blocks.iter().filter(|(key, ..)| !self.tokens.contains_key(key));
        let unknown: BTreeMap<Key, (&str, &str)> =
            unknown.map(|&(key, language, code)| (key, (language, code))).collect();
        let new = if unknown.is_empty() { Self::default() } else { Self::first(&unknown, cached) };
        self.tokens.extend(new.tokens);
        (self.fresh, self.cache) = (new.fresh, None);
    }

    fn first(distinct: &BTreeMap<Key, (&str, &str)>, cached: Option<&[u8]>) -> Self {
        let old = cached.map(entries).unwrap_or_default();
        let paint = |highlighter: &mut Highlighter, key: Key, name: &str, code: &str| {
            if let Some(tokens) = old.get(&key).and_then(|bytes| Tokens::decode(bytes, code)) {
                return (key, tokens, false);
            }
            let language = highlight::language(name);
            (key, language.map_or_else(|| Tokens::plain(code), |it| highlighter.highlight(code, it)), true)
        };
        let blocks: Vec<(&Key, &(&str, &str))> = distinct.iter().collect();
        let found: Vec<(Key, Tokens, bool)> = blocks
            .par_chunks((blocks.len() / (4 * rayon::current_num_threads())).clamp(16, 4096))
            .flat_map_iter(|blocks| {
                let mut highlighter = Highlighter::default();
                blocks.iter().map(move |(key, (name, code))| paint(&mut highlighter, **key, name, code))
            })
            .collect();
        let fresh = found.iter().filter(|(_, _, fresh)| *fresh).count();
        let unchanged = fresh == 0 && old.len() == found.len();
        let cache = (!unchanged).then(|| encode(&found));
        Self { tokens: found.into_iter().map(|(key, tokens, _)| (key, tokens)).collect(), cache, fresh }
    }

    /// The tokens of a block; plain if it was not given to [`Highlights::of`].
    pub fn get(&self, key: Key, code: &str) -> Tokens {
        self.tokens.get(&key).cloned().unwrap_or_else(|| Tokens::plain(code))
    }
}

fn encode(found: &[(Key, Tokens, bool)]) -> Vec<u8> {
    let mut out = Vec::new();
    out.extend_from_slice(MAGIC);
    out.extend_from_slice(&grammar_set());
    out.extend_from_slice(&u32::try_from(found.len()).unwrap_or(u32::MAX).to_le_bytes());
    let mut runs = Vec::new();
    for (key, tokens, _) in found {
        runs.clear();
        tokens.encode(&mut runs);
        out.extend_from_slice(&key.to_le_bytes());
        out.extend_from_slice(&u32::try_from(runs.len()).unwrap_or(0).to_le_bytes());
        out.extend_from_slice(&runs);
    }
    let sum = xxh3_64(&out);
    out.extend_from_slice(&sum.to_le_bytes());
    out
}

/// The entries of a cache file; none if anything about it is not as it should be.
fn entries(bytes: &[u8]) -> HashMap<Key, &[u8]> {
    read_entries(bytes).unwrap_or_default()
}

fn read_entries(bytes: &[u8]) -> Option<HashMap<Key, &[u8]>> {
    let body = bytes.get(..bytes.len().checked_sub(8)?)?;
    let sum = u64::from_le_bytes(bytes[body.len()..].try_into().ok()?);
    if body.len() < HEADER || body.get(..6)? != MAGIC || body.get(6..22)? != grammar_set() || xxh3_64(body) != sum {
        return None;
    }
    let count = u32::from_le_bytes(body.get(22..26)?.try_into().ok()?);
    let mut map = HashMap::with_capacity(usize::try_from(count).ok()?.min(body.len() / 20));
    let mut at = HEADER;
    while at < body.len() {
        let key = u128::from_le_bytes(body.get(at..at + 16)?.try_into().ok()?);
        let length = usize::try_from(u32::from_le_bytes(body.get(at + 16..at + 20)?.try_into().ok()?)).ok()?;
        map.insert(key, body.get(at + 20..at + 20 + length)?);
        at += 20 + length;
    }
    Some(map)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const BLOCKS: [(Key, &str, &str); 3] =
        [(1, "python", "def f(x):\n    return x\n"), (2, "pycon", ">>> 1\n1\n"), (3, "text", "é\n")];

    #[test]
    fn a_second_build_highlights_nothing() {
        let first = Highlights::of(&BLOCKS, None);
        assert_eq!(first.fresh, 3);
        let second = Highlights::of(&BLOCKS, first.cache.as_deref());
        assert_eq!((second.fresh, second.cache), (0, None));
    }

    proptest! {
        #[test]
        fn a_damaged_cache_changes_nothing_but_the_time(at in 0_usize..200, byte: u8) {
            let fresh = Highlights::of(&BLOCKS, None);
            let mut damaged = fresh.cache.clone().unwrap_or_default();
            let at = at % damaged.len();
            damaged[at] = byte;
            let again = Highlights::of(&BLOCKS, Some(&damaged));
            for (key, _, code) in BLOCKS {
                prop_assert_eq!(again.get(key, code), fresh.get(key, code));
            }
        }
    }
}
