//! What was gathered of each run of topics, for the next index: only runs that changed are gathered again.
//!
//! In: topics, and what the last index left. Out: all runs, and what this one leaves: their chunks by a digest (XXH3-128) of
//! all they were gathered from. They stay encoded (postcard), which takes a third of the memory; the same bytes lie in an
//! archive between two builds. A change of what a term is or weighs is another program, for which `write::last_site` keeps
//! nothing.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

use crate::memo::archive::{Key, Value};
use crate::memo::raw_bytes::RawBytes;
use crate::search::gather::{self, Chunk, Posting, Term, count};
use crate::search::merge::Run;
use crate::search::spelling::Spelling;
use crate::search::{Facets, SearchTopic};

/// The chunks of the last index.
#[derive(Clone, Debug, Default)]
pub struct Gathered {
    chunks: HashMap<Key, Value>,
    has_news: bool,
}

/// A chunk as it is encoded.
#[derive(Serialize, Deserialize)]
struct Encoded<'a> {
    terms: Cow<'a, [Term]>,
    /// The number of postings of each topic.
    topics: Vec<u32>,
    /// [`RECORD`] bytes each.
    #[serde(borrow)]
    postings: RawBytes<'a>,
    places: &'a str,
}

/// Bytes of a posting, little-endian: term (4), level, section, number of places (4), length of these places in digits (4).
const RECORD: usize = 14;

impl Gathered {
    /// All topics in runs of `length`, and from now on only these.
    pub(super) fn update(
        &mut self,
        topics: &[SearchTopic],
        length: usize,
        facets: &Facets,
        stop: &[&str],
        spelling: Spelling,
    ) -> Vec<Run> {
        let run = |(number, topics): (usize, &[SearchTopic])| {
            let key = digest(topics, facets, stop, spelling);
            let known = self.chunks.get(&key).and_then(|bytes| Some((decode(bytes.as_ref())?, bytes.clone())));
            let is_new = known.is_none();
            let (chunk, bytes) = known.unwrap_or_else(|| {
                let chunk = gather::gather(topics, facets, stop, spelling);
                let bytes = Value::new(encode(&chunk));
                (chunk, bytes)
            });
            (Run { first: count(number * length), chunk }, (key, bytes), is_new)
        };
        let made: Vec<_> = topics.par_chunks(length).enumerate().map(run).collect();
        self.has_news |= made.len() != self.chunks.len() || made.iter().any(|(.., is_new)| *is_new);
        let (runs, chunks): (Vec<Run>, _) = made.into_iter().map(|(run, chunk, _)| (run, chunk)).unzip();
        self.chunks = chunks;
        runs
    }

    /// With what [`Gathered::news`] gave in an earlier run of the program.
    pub fn recalled(values: HashMap<Key, Value>) -> Self {
        Self { chunks: values, has_news: false }
    }

    /// What the next run of the program is to recall; none if it is what this one recalled.
    pub fn news(&self) -> Option<BTreeMap<Key, Value>> {
        self.has_news.then(|| self.chunks.iter().map(|(key, chunk)| (*key, chunk.clone())).collect())
    }
}

/// Of all that [`gather::gather`] reads.
fn digest(topics: &[SearchTopic], facets: &Facets, stop: &[&str], spelling: Spelling) -> u128 {
    let mut hash = Xxh3::new();
    (stop, spelling).hash(&mut hash);
    for topic in topics {
        topic.hash(&mut hash);
        topic.tags.iter().for_each(|tag| facets.tag_label(tag).hash(&mut hash));
        facets.chapter_titles(topic.chapter).for_each(|title| title.hash(&mut hash));
    }
    hash.digest128()
}

/// The bytes of a chunk; none, which is no chunk, if it has no form.
fn encode(chunk: &Chunk) -> Vec<u8> {
    let Chunk { terms, postings, places } = chunk;
    let mut topics = Vec::new();
    let ends = postings.iter().skip(1).map(|next| next.places).chain([count(places.len())]);
    let mut records = Vec::with_capacity(RECORD * postings.len());
    for (it, end) in postings.iter().zip(ends) {
        topics.resize(topics.len().max(it.topic as usize + 1), 0);
        topics[it.topic as usize] += 1;
        records.extend_from_slice(&it.term.to_le_bytes());
        records.extend_from_slice(&[it.level, it.section]);
        records.extend_from_slice(&it.count.to_le_bytes());
        records.extend_from_slice(&(end - it.places).to_le_bytes());
    }
    let postings = RawBytes(records.into());
    let places = std::str::from_utf8(places).unwrap_or_default();
    postcard::to_extend(&Encoded { terms: Cow::Borrowed(terms), topics, postings, places }, Vec::new())
        .unwrap_or_default()
}

/// The chunk; `None` if its numbers do not fit each other.
fn decode(bytes: &[u8]) -> Option<Chunk> {
    let Encoded { terms, topics, postings, places } = postcard::from_bytes(bytes).ok()?;
    let numbers = (0..).zip(&topics).flat_map(|(topic, &postings)| std::iter::repeat_n(topic, postings as usize));
    let mut end = 0_u32;
    let posting = |(record, topic): (&[u8; RECORD], u32)| {
        let &[t0, t1, t2, t3, level, section, c0, c1, c2, c3, l0, l1, l2, l3] = record;
        let (term, from) = (u32::from_le_bytes([t0, t1, t2, t3]), end);
        end = end.checked_add(u32::from_le_bytes([l0, l1, l2, l3]))?;
        let count = u32::from_le_bytes([c0, c1, c2, c3]);
        ((term as usize) < terms.len()).then_some(Posting { term, topic, level, section, count, places: from })
    };
    let (records, rest) = postings.0.as_chunks();
    let postings: Vec<Posting> = records.iter().zip(numbers).map(posting).collect::<Option<_>>()?;
    let is_whole = rest.is_empty() && postings.len() == records.len() && end as usize == places.len();
    is_whole.then(|| Chunk { terms: terms.into_owned(), postings, places: places.as_bytes().to_vec() })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A topic of one word.
    fn topic<'a>(id: &'a str, title: &'a str) -> SearchTopic<'a> {
        let (summary, difficulty, chapter) = ("", "basic", "part");
        SearchTopic {
            id,
            url: id,
            title,
            short: title,
            summary,
            asks: &[],
            tags: &[],
            difficulty,
            chapter,
            sections: Vec::new(),
        }
    }

    fn terms(runs: &[Run]) -> Vec<Vec<&str>> {
        runs.iter().map(|run| run.chunk.terms.iter().map(|term| &*term.text).collect()).collect()
    }

    #[test]
    fn only_runs_that_changed_are_gathered_again() {
        let (before, after) = ([topic("a", "Apples"), topic("b", "Bees")], [topic("a", "Apples"), topic("b", "Bears")]);
        let mut gathered = Gathered::default();
        gathered.update(&before, 1, &Facets::default(), &[], Spelling::Folded);
        // A lie, to see which are believed.
        let lie = Value::new(encode(&gather::gather(&[topic("x", "Lies")], &Facets::default(), &[], Spelling::Folded)));
        gathered.chunks.values_mut().for_each(|chunk| *chunk = lie.clone());
        assert_eq!(
            terms(&gathered.update(&after, 1, &Facets::default(), &[], Spelling::Folded)),
            [["lies"], ["bears"]]
        );
    }

    #[test]
    fn a_chunk_comes_back_as_it_was() {
        let chunk = gather::gather(
            &[topic("a", "What does `zip(*rows)` do, and why?")],
            &Facets::default(),
            &["do"],
            Spelling::Folded,
        );
        assert!(chunk.postings.len() > 3);
        assert_eq!(decode(&encode(&chunk)), Some(chunk));
    }
}
