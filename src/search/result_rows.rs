//! Writes what a result shows, in two steps: `show-XX`, a list of rows `[id, url, title, difficulty, tags, summary]`, and
//! `heads-XX`, a list of `[heading, anchor, heading, anchor, …]` for the sections under a result, fetched once it stands.
//!
//! The summary is cut: a result needs no more of it. An address that follows from the id is empty. Difficulty and tags are
//! places in the manifest's lists. The sections are those with an id, in order, so that section `n` of a posting is here at
//! `2 (n − 1)`. An anchor that follows from its heading is empty. So is a heading that many topics share ("Pitfalls"): a link
//! to it tells the reader nothing.

use crate::search::cuts::cuts;
use crate::search::gather::count;
use crate::search::script::{numbered, part};
use crate::search::shard::{Shards, runs};
use crate::search::{FacetLists, SearchTopic};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// A heading of more than one topic in so many tells nothing.
const SHARED: usize = 20;

/// In a small guide, nor does one of more topics than this.
const FEW: usize = 5;

/// Most characters of a summary.
const CUT: usize = 160;

/// Rows of all topics, in parts of about equal size.
pub fn show(topics: &[SearchTopic], lists: &FacetLists, parts: usize) -> Shards {
    shards("show", topics.par_iter().map(|topic| row(topic, lists)).collect(), parts)
}

/// The sections of all topics, in parts of about equal size.
pub fn heads(topics: &[SearchTopic], parts: usize) -> Shards {
    let shared = shared(topics);
    shards("heads", topics.par_iter().map(|topic| sections(topic, &shared)).collect(), parts)
}

/// The headings that more than one topic in [`SHARED`] has.
fn shared<'a>(topics: &[SearchTopic<'a>]) -> HashSet<&'a str> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for section in topics.iter().flat_map(|topic| &topic.sections) {
        *counts.entry(section.heading).or_default() += 1;
    }
    let most = FEW.max(topics.len() / SHARED);
    counts.into_iter().filter(|&(_, count)| count > most).map(|(heading, _)| heading).collect()
}

fn shards(kind: &str, rows: Vec<(Value, usize)>, parts: usize) -> Shards {
    let sizes: Vec<usize> = rows.iter().map(|(_, size)| *size).collect();
    let starts = cuts(&sizes, parts, |_| 0);
    let values: Vec<Vec<&Value>> =
        runs(&starts, rows.len()).map(|(from, to)| rows[from..to].iter().map(|(row, _)| row).collect()).collect();
    let parts = values.par_iter().enumerate().map(|(i, rows)| part(numbered(kind, i), rows));
    Shards { parts: parts.collect(), starts: starts.iter().map(|&i| json!(count(i))).collect() }
}

fn row(topic: &SearchTopic, lists: &FacetLists) -> (Value, usize) {
    let summary = shorten(topic.summary, CUT);
    let size = topic.url.len() + topic.title.len() + summary.len() + 24;
    let tags: Vec<usize> = topic.tags.iter().filter_map(|tag| lists.tag(tag)).collect();
    let difficulty = lists.difficulty(topic.difficulty);
    let url = if follows(topic.id, topic.url) { "" } else { topic.url };
    (json!([topic.id, url, topic.title, difficulty, tags, summary]), size)
}

/// Whether the address is the one that a path makes that the id was made of: `a.b` and `a/b.html`.
fn follows(id: &str, url: &str) -> bool {
    let parts = url.strip_suffix(".html").map(|path| path.split('/'));
    parts.is_some_and(|parts| parts.eq(id.split('.')))
}

fn sections(topic: &SearchTopic, shared: &HashSet<&str>) -> (Value, usize) {
    let mut sections = Vec::new();
    let mut size = 2;
    for section in &topic.sections {
        if let Some(id) = section.id {
            if shared.contains(section.heading) {
                sections.extend(["", ""]);
                size += 6;
                continue;
            }
            let follows = anchor(section.heading) == id;
            sections.push(section.heading);
            sections.push(if follows { "" } else { id });
            size += section.heading.len() + if follows { 6 } else { id.len() + 6 };
        }
    }
    (json!(sections), size)
}

/// At most `longest` characters, cut between words; code that was cut open is closed.
fn shorten(text: &str, longest: usize) -> Cow<'_, str> {
    let Some((end, _)) = text.char_indices().nth(longest) else { return Cow::Borrowed(text) };
    let cut = text[..end].rfind(char::is_whitespace).unwrap_or(end);
    let kept = text[..cut].trim_end_matches([' ', ',', ';', ':', '.']);
    let close = if kept.matches('`').count() % 2 == 1 { "`" } else { "" };
    Cow::Owned(format!("{kept}{close}…"))
}

/// The anchor that repository browsers give a heading.
fn anchor(heading: &str) -> String {
    let mut id = String::with_capacity(heading.len());
    for c in heading.trim().chars() {
        if c.is_alphanumeric() || matches!(c, '_' | '-') {
            id.extend(c.to_lowercase());
        } else if c.is_whitespace() {
            id.push('-');
        }
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_follows_from_an_id_that_its_path_made() {
        assert!(follows("python.gil", "python/gil.html"));
        assert!(!follows("gil", "python/gil.html"), "an id of the author's own");
        assert!(!follows("a.b.c", "a.b/c.html"), "a point in a folder's name");
        assert!(!follows("a.größe", "a/gr%C3%B6%C3%9Fe.html"), "a percent-encoded path");
    }

    #[test]
    fn a_summary_is_cut_between_words_and_its_code_closed() {
        assert_eq!(shorten("as `a b c` is", 8), "as `a b`…");
        assert_eq!(shorten("short", 8), "short");
    }
}
