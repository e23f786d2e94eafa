//! The highlighter's memory between builds.
//!
//! In: the bytes of the cache file and the blocks of this build. Out: tokens for every block, and the bytes to keep.
//! The file is an archive (`memo::archive`) whose maker names the grammars, with the runs of [`Tokens::encode`] for each key.
//! Runs must cover their code exactly, and markup is made anew from the code, so a cache cannot add any.

use std::collections::{BTreeMap, HashMap, HashSet};

use rayon::prelude::*;

use crate::memo::archive;
use crate::topic::document::Key;
use crate::topic::highlight::ansi;
use crate::topic::highlight::grammars::{self, Highlighter};
use crate::topic::highlight::runs::Tokens;

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
pub fn maker() -> u128 {
    archive::maker(concat!("two-face 0.5.2 syntect 5.3 onig studybook ", env!("CARGO_PKG_VERSION"), " classes 4"))
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
        let old = cached.map(|file| archive::read(maker(), file)).unwrap_or_default();
        let paint = |highlighter: &mut Highlighter, key: Key, name: &str, code: &str| {
            if let Some(tokens) = old.get(&key).and_then(|bytes| believed(bytes, code)) {
                return (key, tokens, false);
            }
            let language = grammars::language(name);
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

/// The runs of a cache, if they fit the code and hide nothing but signs for a terminal.
fn believed(bytes: &[u8], code: &str) -> Option<Tokens> {
    Tokens::decode(bytes, code).filter(|it| it.hidden(code).into_iter().all(|run| ansi::text(run).is_empty()))
}

fn encode(found: &[(Key, Tokens, bool)]) -> Vec<u8> {
    let runs = |(key, tokens, _): &(Key, Tokens, bool)| {
        let mut runs = Vec::new();
        tokens.encode(&mut runs);
        (*key, runs)
    };
    archive::write(maker(), &found.iter().map(runs).collect())
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

    #[test]
    fn no_cache_hides_code() {
        let control = 24;
        for (code, runs) in [
            ("def f(é):\n    return 1\n", vec![control, 24]),
            ("rm -rf x # safe\n", vec![0, 3, control, 13]),
            ("\u{1b}[1mbold\u{1b}[0m\n", vec![control, 8, 0, 5]),
        ] {
            assert_eq!(believed(&runs, code), None, "{code}");
        }
        let mut runs = Vec::new();
        let code = "\u{1b}[1m\u{1b}[31mred\u{1b}[0m\n";
        let tokens = ansi::tokens(code);
        tokens.encode(&mut runs);
        assert_eq!(believed(&runs, code), Some(tokens));
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
