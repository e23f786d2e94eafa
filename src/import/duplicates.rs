//! Questions asked twice: in the source, and in the guide already.
//!
//! In: what was found and what the guide holds. Out: each question once, with its other wordings. The measure is that
//! of [`similar`]; a question joins the earlier one it is most like, and no chain is followed, so that small steps do
//! not add up to another question. One that points at something ("What does this print?") is about the code its answer begins
//! with, and another question if the code is another.

use std::collections::{BTreeMap, BTreeSet};

use crate::guide::lints;
use crate::guide::model::{Entry, Guide};
use crate::import::escapes;
use crate::import::found::FoundTopic;
use crate::import::heading;
use crate::text::likeness::{self, ALIKE, Wording};

/// A question once.
#[derive(Debug)]
pub struct Unique {
    /// The first that was found.
    pub topic: FoundTopic,
    /// Other wordings of it, plain.
    pub asks: Vec<String>,
}

/// How a topic is known again, whatever it is called by now.
pub enum Identity {
    /// The id that its source gives, or its place in it.
    Own(String),
    /// The id that its name would make; a second of that name would have `-2` after it.
    Made(String),
}

/// A question that was joined with another.
#[derive(Debug, PartialEq)]
pub struct Joined {
    /// What was asked.
    pub question: String,
    /// What it was joined with: a question, or the path of a topic that is there already.
    pub with: String,
    /// From 0 to 1; 0 where the id alone is the same.
    pub likeness: f64,
}

/// The code a body begins with.
fn leading_code(body: &str) -> Option<String> {
    let body = body.trim_start();
    let inside = body.strip_prefix("```")?;
    let (_, code) = inside.split_once('\n')?;
    Some(code.split("\n```").next().unwrap_or(code).trim().to_owned())
}

/// Joins duplicates within the source.
pub fn join(topics: Vec<FoundTopic>) -> (Vec<Unique>, Vec<Joined>) {
    let wording = |topic: &FoundTopic| Wording::about(&topic.title, leading_code(&topic.body).as_deref());
    let wordings: Vec<Wording> = topics.iter().map(wording).collect();
    // For each later question, the most alike of the earlier ones.
    let mut best: BTreeMap<usize, (usize, f64)> = BTreeMap::new();
    for pair in likeness::pairs(&wordings, ALIKE) {
        if best.contains_key(&pair.first) {
            continue;
        }
        let known = best.get(&pair.second).is_some_and(|(_, likeness)| *likeness >= pair.likeness);
        if !known {
            best.insert(pair.second, (pair.first, pair.likeness));
        }
    }
    let mut unique: Vec<Unique> = Vec::new();
    let mut index_of: BTreeMap<usize, usize> = BTreeMap::new();
    let mut joined = Vec::new();
    for (at, topic) in topics.into_iter().enumerate() {
        let earlier = best.get(&at).and_then(|(first, likeness)| Some((*index_of.get(first)?, *likeness)));
        let Some((into, likeness)) = earlier else {
            index_of.insert(at, unique.len());
            unique.push(Unique { topic, asks: Vec::new() });
            continue;
        };
        let kept = &mut unique[into];
        joined.push(Joined {
            question: heading::plain(&topic.title),
            with: heading::plain(&kept.topic.title),
            likeness,
        });
        absorb(kept, topic);
    }
    (unique, joined)
}

/// Adds a duplicate: its wording, its tags, and its answer where that says something else.
fn absorb(kept: &mut Unique, mut other: FoundTopic) {
    let ask = escapes::wording(&other.title);
    let own = Wording::new(&ask);
    let same = |text: &String| Wording::new(text).is_same(&own);
    if !same(&kept.topic.title) && !kept.asks.iter().any(same) {
        kept.asks.push(ask.clone());
    }
    for tag in other.tags {
        if !kept.topic.tags.contains(&tag) {
            kept.topic.tags.push(tag);
        }
    }
    match (&kept.topic.summary, other.summary) {
        (None, theirs) => kept.topic.summary = theirs,
        (Some(mine), Some(theirs)) if *mine != theirs => other.body = format!("{theirs}\n\n{}", other.body),
        _ => {}
    }
    let (mine, theirs) = (kept.topic.body.trim(), other.body.trim());
    if mine.is_empty() {
        kept.topic.body = other.body;
    } else if !theirs.is_empty() && mine != theirs && !mine.contains(theirs) {
        kept.topic.body = format!("{mine}\n\n## {}\n\n{theirs}\n", other.title);
    }
}

/// Takes out the questions that the guide has already. Pages of a book are known by their identity alone (many are
/// called "Introduction"); `identity` gives it, and `ids` the file that has it.
pub fn known(
    unique: Vec<Unique>,
    guide: &Guide,
    by_wording: bool,
    ids: &BTreeMap<String, &str>,
    identity: impl Fn(&FoundTopic) -> Identity,
) -> (Vec<Unique>, Vec<Joined>) {
    let mut wordings: Vec<Wording> = Vec::new();
    let mut paths: Vec<&Entry> = Vec::new();
    for entry in &guide.topics {
        let asks = entry.topic.front.asks.iter().map(|ask| ask.value.as_str());
        for text in [entry.topic.front.title.value.as_str()].into_iter().chain(asks) {
            wordings.push(Wording::about(text, lints::leading_code(&entry.topic)));
            paths.push(entry);
        }
    }
    let there = wordings.len();
    let mut asked_by: Vec<usize> = Vec::new();
    for (index, it) in unique.iter().enumerate().filter(|_| by_wording) {
        let code = leading_code(&it.topic.body);
        for text in std::iter::once(&it.topic.title).chain(&it.asks) {
            wordings.push(Wording::about(text, code.as_deref()));
            asked_by.push(index);
        }
    }
    let mut found: BTreeMap<usize, (&str, f64)> = BTreeMap::new();
    for pair in likeness::pairs(&wordings, ALIKE).into_iter().filter(|pair| pair.first < there && pair.second >= there)
    {
        let (asked, there) = (asked_by[pair.second - there], paths[pair.first]);
        let best = found.entry(asked).or_insert((there.topic.source.as_str(), pair.likeness));
        if pair.likeness > best.1 {
            *best = (there.topic.source.as_str(), pair.likeness);
        }
    }
    let mut claimed: BTreeSet<&str> = found.values().map(|(path, _)| *path).collect();
    for (index, it) in unique.iter().enumerate() {
        match identity(&it.topic) {
            Identity::Own(id) => {
                found.extend(ids.get(id.as_str()).map(|path| (index, (*path, 1.0))));
            }
            // What was reworded since keeps its id; one that another question is alike to is that one's.
            Identity::Made(id) if !found.contains_key(&index) => {
                let names = std::iter::once(id.clone()).chain((2..).map(|number| format!("{id}-{number}")));
                let there = names.map_while(|id| ids.get(id.as_str()).copied()).find(|path| claimed.insert(path));
                found.extend(there.map(|path| (index, (path, 0.0))));
            }
            Identity::Made(_) => {}
        }
    }
    let mut new = Vec::new();
    let mut joined = Vec::new();
    for (index, it) in unique.into_iter().enumerate() {
        match found.get(&index) {
            Some((path, likeness)) => joined.push(Joined {
                question: heading::plain(&it.topic.title),
                with: (*path).to_owned(),
                likeness: *likeness,
            }),
            None => new.push(it),
        }
    }
    (new, joined)
}
