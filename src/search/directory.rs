//! Writes the manifest, the only file with a fixed meaning: what the other parts are and which topics stand where.
//!
//! ```text
//! {"format": 4, "language": "en", "topics": 165, "stop": "a about after …",
//!  "spelling": "lower" or "turkish", where the terms have spellings,
//!  "keywords": "for with …" (stop words that stand in backticks in some title, heading or summary),
//!  "core": true, where the first part of the terms holds words of any beginning,
//!  "weights": [K1, LEVELS],
//!  "asked": [the topics that are asked in most wordings, at most five],
//!  "tags": [[id, label], …], "difficulties": [[id, label], …], "chapters": [[path, title], …],
//!  "runs": chapter and length of each run of topics that share one, as digits; a number beyond the list is none,
//!  "facets": {difficulties: one digit a topic, 63 for none, tags: for each topic how many, then which} or null if a part of their own,
//!  "parts": {"terms": [[start, …], stamps], "show": …, "heads": …, "homes": …, "places": …, "words": stamp, "facets": stamp}}
//! ```
//!
//! Stamps of six digits each stand in one string. A part that came with another part's file need not be fetched: in a small
//! guide many travel with the manifest, and the only `heads` with the only `homes`.

use crate::search::cuts::Plan;
use crate::search::digits::{one, push};
use crate::search::gather::count;
use crate::search::script::Part;
use crate::search::shard::Shards;
use crate::search::spelling::Spelling;
use crate::search::weight::{K1, LEVELS};
use crate::search::{FORMAT, FacetLists, SearchTopic};
use serde_json::{Value, json};

/// What the manifest tells.
pub struct Contents<'a> {
    pub language: &'a str,
    pub stop: &'a [&'a str],
    pub spelling: Spelling,
    pub keywords: &'a [&'a str],
    pub lists: &'a FacetLists<'a>,
    pub plan: &'a Plan,
    /// The first part of the terms holds words of all beginnings.
    pub has_core: bool,
    pub terms: &'a Shards,
    pub show: &'a Shards,
    pub heads: &'a Shards,
    pub homes: &'a Shards,
    pub places: &'a Shards,
    pub words: &'a Part,
    pub facets: Option<&'a Part>,
}

/// The manifest.
pub fn manifest(topics: &[SearchTopic], contents: &Contents) -> Value {
    let Contents { language, stop, lists, .. } = contents;
    let mut manifest = json!({
        "format": FORMAT,
        "language": language,
        "topics": topics.len(),
        "stop": stop.join(" "),
        "keywords": contents.keywords.join(" "),
        "weights": [K1, LEVELS],
        "asked": most_asked(topics),
        "tags": lists.tags,
        "difficulties": lists.difficulties,
        "chapters": lists.chapters,
        "runs": runs(topics, lists),
        "facets": if contents.plan.facets_apart { Value::Null } else { facets(topics, lists) },
        "parts": {
            "terms": stamps(contents.terms),
            "show": stamps(contents.show),
            "heads": stamps(contents.heads),
            "homes": stamps(contents.homes),
            "places": stamps(contents.places),
            "words": contents.words.stamp,
            "facets": contents.facets.map_or("", |part| &part.stamp),
        },
    });
    if contents.has_core {
        manifest["core"] = true.into();
    }
    if let Some(name) = contents.spelling.name() {
        manifest["spelling"] = name.into();
    }
    manifest
}

/// So many topics are offered to who has not typed yet.
const OFFERED: usize = 5;

/// The topics with the most wordings, the first of equals first.
fn most_asked(topics: &[SearchTopic]) -> Vec<usize> {
    let mut asked: Vec<usize> = (0..topics.len()).filter(|&at| !topics[at].asks.is_empty()).collect();
    asked.sort_by_key(|&at| std::cmp::Reverse(topics[at].asks.len()));
    asked.truncate(OFFERED);
    asked
}

/// Difficulty and tags of every topic.
pub fn facets(topics: &[SearchTopic], lists: &FacetLists) -> Value {
    let (mut difficulties, mut tags) = (Vec::new(), Vec::new());
    for topic in topics {
        // A page that is no topic has none.
        difficulties.push(one(lists.difficulty(topic.difficulty).map_or(63, |level| level.min(62)) as u8));
        let numbers: Vec<usize> = topic.tags.iter().filter_map(|tag| lists.tag(tag)).collect();
        push(&mut tags, count(numbers.len()));
        for number in numbers {
            push(&mut tags, count(number));
        }
    }
    json!([String::from_utf8_lossy(&difficulties), String::from_utf8_lossy(&tags)])
}

fn runs(topics: &[SearchTopic], lists: &FacetLists) -> String {
    let mut out = Vec::new();
    for run in topics.chunk_by(|a, b| a.chapter == b.chapter) {
        let chapter = run.first().and_then(|topic| lists.chapter(topic.chapter)).unwrap_or(lists.chapters.len());
        push(&mut out, count(chapter));
        push(&mut out, count(run.len()));
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn stamps(shards: &Shards) -> Value {
    let stamps: String = shards.parts.iter().map(|part| part.stamp.as_str()).collect();
    json!([shards.starts, stamps])
}
