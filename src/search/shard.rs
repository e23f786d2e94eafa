//! Writes terms and their topics as parts that can be fetched alone: `terms-XX`; `homes-XX` for the sections under a result;
//! and `places-XX` for phrases.
//!
//! `terms-XX` is `[terms, topics, gaps, levels]`, four strings, and in some languages (`spelling`) `spellings`:
//! - terms in order, each: one digit for the number of UTF-16 units shared with the term before, the rest, a space;
//! - for each term its number of postings;
//! - for each posting the gap to the topic before (the first: the topic's number), and its level (one digit);
//! - for each term that is not only written as it is folded: its distance from the last such term, `:`, its spellings with
//!   commas between them (an empty one is the term itself), a space.
//!
//! `homes-XX` holds for each of the terms parts it covers one string: for each posting the section where the word is at home
//! (one digit).
//!
//! Postings that could change no order are left out (static pruning after D. Carmel et al., *Static index pruning for
//! information retrieval systems*, SIGIR 2001): stop words in running text, and single mentions of words that a good part
//! of all topics mention. For such common words the section is given only if its heading has the word.
//!
//! `places-XX` holds for each of the terms parts it covers `[counts, places, gaps]`: for each topic of a term its number of
//! places; the gaps between them; and for each term 0 if the topics are those of its postings, or else one more than the
//! number of its topics, and the gaps between these.

use crate::search::cuts::cuts;
use crate::search::digits::{one, push};
use crate::search::gather::count;
use crate::search::merge::{Merged, MergedTerm};
use crate::search::script::{Part, numbered, part};
use rayon::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};

/// From this level on a word is not only mentioned in a section.
const HEADED: u8 = 9;

/// The parts of one kind, and where each begins.
pub struct Shards {
    pub parts: Vec<Part>,
    /// For terms: the shortest text that is not before the part. For places and homes: the number of the first terms part.
    pub starts: Vec<Value>,
}

/// Terms parts, and the ranges of terms in them. The first `core` terms are a part of their own, if there are any: both it and the
/// next begin with the shortest text.
pub fn terms(merged: &Merged, parts: usize, core: usize) -> (Shards, Vec<usize>) {
    let all = &merged.terms;
    let (apart, rest) = all.split_at(core);
    let sizes: Vec<usize> = rest.iter().map(|t| 4 + t.text.len() + 3 * t.topics()).collect();
    let mut starts: Vec<usize> = if apart.is_empty() { Vec::new() } else { vec![0] };
    let number = parts.saturating_sub(starts.len()).max(1);
    if !rest.is_empty() {
        let cuts = cuts(&sizes, number, |i| shared(rest[i - 1].text, rest[i].text));
        starts.extend(cuts.iter().map(|at| core + at));
    }
    if starts.is_empty() {
        starts.push(0);
    }
    let ranges: Vec<&[MergedTerm]> = runs(&starts, all.len()).map(|(from, to)| &all[from..to]).collect();
    let parts = ranges.par_iter().enumerate().map(|(i, run)| part(numbered("terms", i), &terms_part(merged, run)));
    let bounds =
        starts.iter().map(|&i| json!(if i == 0 || i == core { "" } else { bound(all[i - 1].text, all[i].text) }));
    (Shards { parts: parts.collect(), starts: bounds.collect() }, starts)
}

/// Places parts over the terms parts that begin at `starts`.
pub fn places(merged: &Merged, starts: &[usize], parts: usize) -> Shards {
    let ranges: Vec<&[MergedTerm]> =
        runs(starts, merged.terms.len()).map(|(from, to)| &merged.terms[from..to]).collect();
    let (encoded, sizes): (Vec<[String; 3]>, Vec<usize>) = ranges.par_iter().map(|run| places_of(merged, run)).unzip();
    group("places", &encoded, &sizes, parts)
}

/// Homes parts over the terms parts that begin at `starts`.
pub fn homes(merged: &Merged, starts: &[usize], parts: usize) -> Shards {
    let ranges: Vec<&[MergedTerm]> =
        runs(starts, merged.terms.len()).map(|(from, to)| &merged.terms[from..to]).collect();
    let encoded: Vec<String> = ranges.par_iter().map(|run| homes_of(merged, run)).collect();
    let sizes: Vec<usize> = encoded.iter().map(String::len).collect();
    group("homes", &encoded, &sizes, parts)
}

/// Values that belong to one terms part each, as at most `parts` parts.
fn group<T: Serialize + Sync>(kind: &str, values: &[T], sizes: &[usize], parts: usize) -> Shards {
    let starts = cuts(sizes, parts, |_| 0);
    let groups: Vec<&[T]> = runs(&starts, values.len()).map(|(from, to)| &values[from..to]).collect();
    let parts = groups.par_iter().enumerate().map(|(i, group)| part(numbered(kind, i), group));
    Shards { parts: parts.collect(), starts: starts.iter().map(|&i| json!(i)).collect() }
}

/// The runs between `starts`.
pub fn runs(starts: &[usize], end: usize) -> impl Iterator<Item = (usize, usize)> {
    starts.iter().enumerate().map(move |(i, &from)| (from, starts.get(i + 1).copied().unwrap_or(end)))
}

/// Most spellings of a term that are given.
const MOST_SPELLINGS: usize = 4;

fn terms_part(merged: &Merged, run: &[MergedTerm]) -> Vec<String> {
    let mut texts = String::new();
    let (mut topics, mut gaps, mut levels) = (Vec::new(), Vec::new(), Vec::new());
    let mut before = "";
    for term in run {
        front(&mut texts, before, term.text);
        before = term.text;
        let least = merged.least_level(term);
        let (mut number, mut last) = (0, 0);
        for entry in merged.entries(term).filter(|e| e.level >= least) {
            push(&mut gaps, entry.topic - last);
            last = entry.topic;
            levels.push(one(entry.level));
            number += 1;
        }
        push(&mut topics, number);
    }
    let mut part = vec![texts, text(topics), text(gaps), text(levels)];
    let spellings = spellings(run);
    if !spellings.is_empty() {
        part.push(spellings);
    }
    part
}

fn spellings(run: &[MergedTerm]) -> String {
    let (mut out, mut last) = (String::new(), 0);
    for (number, term) in run.iter().enumerate().filter(|(_, term)| !term.spellings.is_empty()) {
        let mut all = term.spellings.clone();
        if term.is_plain {
            all.push("");
        }
        all.sort_unstable();
        all.dedup();
        all.truncate(MOST_SPELLINGS);
        let mut gap = Vec::new();
        push(&mut gap, count(number - last));
        last = number;
        out.extend([&text(gap), ":", &all.join(","), " "]);
    }
    out
}

fn homes_of(merged: &Merged, run: &[MergedTerm]) -> String {
    let mut sections = Vec::new();
    for term in run {
        let least = merged.least_level(term);
        let entries = merged.entries(term).filter(|e| e.level >= least);
        sections.extend(entries.map(|e| one(if least > 1 && e.level < HEADED { 0 } else { e.section })));
    }
    text(sections)
}

fn places_of(merged: &Merged, run: &[MergedTerm]) -> ([String; 3], usize) {
    let (mut counts, mut places, mut gaps) = (Vec::new(), Vec::new(), Vec::new());
    for term in run {
        let least = merged.least_level(term);
        let is_pruned = merged.entries(term).any(|e| e.level < least);
        push(&mut gaps, if is_pruned { count(term.topics()) + 1 } else { 0 });
        let mut last = 0;
        for entry in merged.entries(term) {
            push(&mut counts, entry.count);
            places.extend_from_slice(entry.places);
            if is_pruned {
                push(&mut gaps, entry.topic - last);
                last = entry.topic;
            }
        }
    }
    let size = counts.len() + places.len() + gaps.len();
    ([text(counts), text(places), text(gaps)], size)
}

/// Appends a term as what it shares with the one before, and the rest.
pub fn front(out: &mut String, before: &str, term: &str) {
    let bytes = shared(before, term);
    let units = term[..bytes].encode_utf16().count().min(63);
    let bytes = term.char_indices().scan(0, |seen, (at, c)| {
        let start = *seen;
        *seen += c.len_utf16();
        Some((start, at))
    });
    let rest = bytes.into_iter().find(|&(seen, _)| seen >= units).map_or("", |(_, at)| &term[at..]);
    out.push(char::from(one(units as u8)));
    out.push_str(rest);
    out.push(' ');
}

/// Bytes of the longest common beginning, in whole characters.
fn shared(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(x, y)| x == y).map(|(x, _)| x.len_utf8()).sum()
}

/// The shortest beginning of `term` that is after `before`.
fn bound<'a>(before: &str, term: &'a str) -> &'a str {
    let at = shared(before, term);
    let next = term[at..].chars().next().map_or(0, char::len_utf8);
    &term[..at + next]
}

/// Digits are ASCII.
fn text(digits: Vec<u8>) -> String {
    String::from_utf8(digits).unwrap_or_default()
}
