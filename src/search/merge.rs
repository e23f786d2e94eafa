//! Puts the runs together: one list of terms in order, and for each its topics in order.
//!
//! The order is that of UTF-16 units, which is how the client compares strings.

use crate::search::gather::{Chunk, count};
use crate::search::hash::Mix;
use crate::search::term_numbers::first_bytes;
use crate::search::weight::level;
use rayon::prelude::*;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

/// A word that more than one topic in so many mentions is common.
const COMMON: u32 = 30;

/// No word of fewer topics is.
const FEW: u32 = 6;

/// The weight of a mention of a common word.
const MENTION: f32 = 1.5;

/// A term that has this level somewhere stands in a short answer, a heading or a title: two fifths of the index.
const CORE: u8 = 8;

/// For terms of so many topics one level less will do.
const SEVERAL: usize = 4;

/// All terms of the guide.
pub struct Merged<'a> {
    pub terms: Vec<MergedTerm<'a>>,
    /// By term, and then by topic.
    postings: Vec<Placed>,
    runs: &'a [Run],
    topics: u32,
}

/// A chunk and the topics it is of.
pub struct Run {
    /// The number of the first in the guide.
    pub first: u32,
    /// What they hold.
    pub chunk: Chunk,
}

/// A term of the guide.
pub struct MergedTerm<'a> {
    pub text: &'a str,
    pub is_word: bool,
    pub is_strong: bool,
    /// It is written as it is folded somewhere.
    pub is_plain: bool,
    /// Other ways in which it is written, in no order.
    pub spellings: Vec<&'a str>,
    /// Its first bytes, by which most terms are told apart at once.
    key: u64,
    /// Its range in the postings.
    from: usize,
    to: usize,
}

/// A posting, and where its places are.
#[derive(Clone, Copy, Default)]
struct Placed {
    /// Number of the topic in the guide.
    topic: u32,
    count: u32,
    /// The run that holds the places, and their range in it.
    run: u32,
    from: u32,
    to: u32,
    level: u8,
    section: u8,
}

/// A posting as it is written.
pub struct Entry<'a> {
    pub topic: u32,
    pub level: u8,
    pub section: u8,
    pub count: u32,
    /// Gaps between its places, as digits.
    pub places: &'a [u8],
}

/// Merges runs that follow each other in a guide of `topics` topics.
pub fn merge(runs: &[Run], topics: u32) -> Merged<'_> {
    let mut numbers: HashMap<&str, u32, BuildHasherDefault<Mix>> = HashMap::default();
    let mut terms: Vec<MergedTerm> = Vec::new();
    let mut global: Vec<Vec<u32>> = Vec::with_capacity(runs.len());
    for run in runs {
        let numbered = run.chunk.terms.iter().map(|term| {
            let number = *numbers.entry(&term.text).or_insert_with(|| {
                terms.push(MergedTerm {
                    text: &term.text,
                    key: first_bytes(&term.text),
                    is_word: false,
                    is_strong: false,
                    is_plain: false,
                    spellings: Vec::new(),
                    from: 0,
                    to: 0,
                });
                count(terms.len() - 1)
            });
            let merged = &mut terms[number as usize];
            merged.is_word |= term.is_word;
            merged.is_strong |= term.is_strong;
            merged.is_plain |= term.is_plain;
            merged.spellings.extend(term.spellings.iter().map(|spelling| &**spelling));
            number
        });
        global.push(numbered.collect());
    }
    let postings = place(runs, &global, &mut terms);
    sort(&mut terms);
    Merged { terms, postings, runs, topics }
}

/// Sorts the postings by term, by counting; within a term they stay in the order of the guide.
fn place(runs: &[Run], global: &[Vec<u32>], terms: &mut [MergedTerm]) -> Vec<Placed> {
    for (run, numbers) in runs.iter().zip(global) {
        for posting in &run.chunk.postings {
            terms[numbers[posting.term as usize] as usize].to += 1;
        }
    }
    let mut total = 0;
    for term in terms.iter_mut() {
        term.from = total;
        total += term.to;
        term.to = term.from;
    }
    let mut postings = vec![Placed::default(); total];
    for (number, (run, numbers)) in runs.iter().zip(global).enumerate() {
        let Chunk { postings: own, places, .. } = &run.chunk;
        let ends = own.iter().skip(1).map(|next| next.places).chain([count(places.len())]);
        for (posting, to) in own.iter().zip(ends) {
            let term = &mut terms[numbers[posting.term as usize] as usize];
            postings[term.to] = Placed {
                topic: run.first + posting.topic,
                count: posting.count,
                run: count(number),
                from: posting.places,
                to,
                level: posting.level,
                section: posting.section,
            };
            term.to += 1;
        }
    }
    postings
}

impl Merged<'_> {
    /// The least level at which a topic of this term is worth a posting.
    pub fn least_level(&self, term: &MergedTerm) -> u8 {
        let topics = count(term.topics());
        if topics >= FEW && topics > self.topics / COMMON { level(MENTION) + 1 } else { 1 }
    }

    /// The stop words that stand in backticks where it matters, in order.
    pub fn keywords(&self) -> Vec<&str> {
        self.terms.iter().filter(|t| t.is_strong).filter_map(|t| t.text.strip_suffix('`')).collect()
    }

    /// Puts first the terms that say what some topic is about, each group in order. Gives how many they are.
    pub fn core_first(&mut self) -> usize {
        let Merged { terms, postings, .. } = self;
        let is_core = |term: &MergedTerm<'_>| {
            let least = if term.topics() < SEVERAL { CORE } else { CORE - 1 };
            postings[term.from..term.to].iter().any(|it| it.level >= least)
        };
        let (core, rest): (Vec<_>, Vec<_>) = std::mem::take(terms).into_iter().partition(is_core);
        let number = core.len();
        *terms = core;
        terms.extend(rest);
        number
    }

    /// The topics of a term, in order.
    pub fn entries(&self, term: &MergedTerm) -> impl Iterator<Item = Entry<'_>> {
        self.postings[term.from..term.to].iter().map(|placed| Entry {
            topic: placed.topic,
            level: placed.level,
            section: placed.section,
            count: placed.count,
            places: &self.runs[placed.run as usize].chunk.places[placed.from as usize..placed.to as usize],
        })
    }
}

impl MergedTerm<'_> {
    /// In how many topics it stands.
    pub const fn topics(&self) -> usize {
        self.to - self.from
    }
}

/// Sorts by UTF-16 units. That is the order of the bytes, which is faster, unless there are characters beyond U+DFFF.
fn sort(terms: &mut [MergedTerm]) {
    if terms.iter().any(|term| term.text.bytes().any(|byte| byte >= 0xEE)) {
        terms.par_sort_unstable_by(|a, b| a.text.encode_utf16().cmp(b.text.encode_utf16()));
    } else {
        terms.par_sort_unstable_by(|a, b| a.key.cmp(&b.key).then_with(|| a.text.cmp(b.text)));
    }
}
