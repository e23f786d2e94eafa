//! Which topics are close to which, and why.
//!
//! In: a guide and its links. Out: for each topic the related ones with the reason that is shown, and an easier and a
//! harder neighbour on the same tags.
//!
//! Two topics are the closer the rarer the tags they share: a shared tag weighs ln(topics / topics with the tag), as
//! the inverse document frequency of information retrieval (Spärck Jones, 1972). A link either way, a requirement and
//! a common chapter add to it; each step of difficulty between them takes some away.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use crate::guide::links::{Links, Target};
use crate::guide::model::Guide;

/// At most this many related topics are shown.
const SHOWN: usize = 5;
/// At most this many topics that link to one are shown.
const BACKLINKS: usize = 12;
/// Of a tag with more topics, only those this near in reading order are looked at, so that the cost of a topic does
/// not grow with the guide.
const NEIGHBOURHOOD: usize = 40;
/// What a link from one to the other adds; both ways, twice.
const LINK: f64 = 1.5;
/// What a requirement adds.
const REQUIREMENT: f64 = 1.0;
/// What a common chapter adds.
const CHAPTER: f64 = 0.4;
/// What a step of difficulty takes away.
const STEP: f64 = 0.35;

/// The topics near one topic.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Related {
    /// The closest first.
    pub topics: Vec<Close>,
    /// Topics that link here, but for those that require this one or that it requires.
    pub backlinks: Vec<usize>,
    /// The closest of all that neither link here nor are joined by a requirement: so each is named once around a topic.
    pub others: Vec<Close>,
    /// The closest easier topic that shares a tag.
    pub easier: Option<Close>,
    /// The closest harder topic that shares a tag.
    pub harder: Option<Close>,
}

/// A topic near another, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Close {
    /// The index of the topic.
    pub topic: usize,
    /// Shared tags, the rarest first.
    pub shared: Vec<usize>,
    /// Whether one links to the other.
    pub linked: bool,
}

/// How close another topic is: the weight, shared tags, and whether a link joins the two.
type Score = (f64, Vec<usize>, bool);

/// Finds the related topics of every topic.
pub fn find(guide: &Guide, links: &Links) -> Vec<Related> {
    (0..guide.topics.len()).into_par_iter().map(|topic| of(topic, guide, links)).collect()
}

/// The related topics of the last build, and what each was found from: only where that changed are they found again.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Nearness {
    skeleton: u64,
    links: Vec<u64>,
    found: Vec<Related>,
}

impl Nearness {
    /// Brings it up to the guide as it is now.
    pub fn update(&mut self, guide: &Guide, links: &Links) {
        let skeleton = skeleton(guide);
        let joined: Vec<u64> = (0..guide.topics.len()).map(|topic| links_digest(topic, links)).collect();
        if skeleton != self.skeleton || joined.len() != self.found.len() {
            self.found = find(guide, links);
        } else {
            let changed = (0..joined.len()).filter(|&topic| joined[topic] != self.links[topic]);
            let again: Vec<usize> = changed.collect();
            for topic in again {
                self.found[topic] = of(topic, guide, links);
            }
        }
        self.skeleton = skeleton;
        self.links = joined;
    }

    /// For each topic, what is near it.
    pub fn topics(&self) -> &[Related] {
        &self.found
    }
}

/// All that nearness reads of a guide but links.
fn skeleton(guide: &Guide) -> u64 {
    let mut hash = Xxh3::new();
    let mut number = |number: usize| hash.update(&number.to_le_bytes());
    number(guide.tags.len());
    for entry in &guide.topics {
        for list in [&entry.tags, &entry.requires] {
            number(list.len());
            list.iter().for_each(|&it| number(it));
        }
        number(entry.level);
        number(entry.chapter);
    }
    hash.digest()
}

/// The topics that links join a topic with.
fn links_digest(topic: usize, links: &Links) -> u64 {
    let mut bytes: Vec<u8> = Vec::new();
    links.topics[topic].iter().filter_map(Target::topic).for_each(|other| bytes.extend(other.to_le_bytes()));
    bytes.extend(usize::MAX.to_le_bytes());
    links.backlinks[topic].iter().for_each(|other| bytes.extend(other.to_le_bytes()));
    xxh3_64(&bytes)
}

fn of(topic: usize, guide: &Guide, links: &Links) -> Related {
    let own = &guide.topics[topic];
    let mut scores: BTreeMap<usize, Score> = BTreeMap::new();
    for &tag in &own.tags {
        let carriers = &guide.tags[tag].topics;
        let weight = rarity(guide, tag);
        for &other in nearby(carriers, topic).iter().filter(|other| **other != topic) {
            let score = scores.entry(other).or_default();
            score.0 += weight;
            score.1.push(tag);
        }
    }
    let mut linked: Vec<usize> = links.topics[topic].iter().filter_map(Target::topic).collect();
    linked.sort_unstable();
    linked.dedup();
    for other in linked.into_iter().chain(links.backlinks[topic].iter().copied()).filter(|other| *other != topic) {
        let score = scores.entry(other).or_default();
        score.0 += LINK;
        score.2 = true;
    }
    for &other in own.requires.iter().chain(&own.unlocks) {
        scores.entry(other).or_default().0 += REQUIREMENT;
    }
    for (other, score) in &mut scores {
        let other = &guide.topics[*other];
        score.0 -= STEP * f64::from(u32::try_from(own.level.abs_diff(other.level)).unwrap_or(u32::MAX));
        if own.chapter == other.chapter {
            score.0 += CHAPTER;
        }
        score.1.sort_by(|a, b| rarity(guide, *b).total_cmp(&rarity(guide, *a)).then(a.cmp(b)));
    }
    let mut ranked: Vec<(usize, Score)> = scores.into_iter().filter(|(_, score)| score.0 > 0.0).collect();
    ranked.sort_by(|a, b| b.1.0.total_cmp(&a.1.0).then(a.0.cmp(&b.0)));
    let close = |(topic, (_, shared, linked)): &(usize, Score)| Close {
        topic: *topic,
        shared: shared.clone(),
        linked: *linked,
    };
    let best = |wanted: fn(usize, usize) -> bool| {
        ranked
            .iter()
            .find(|(other, (_, shared, _))| !shared.is_empty() && wanted(guide.topics[*other].level, own.level))
            .map(close)
    };
    let required = |other: &usize| own.requires.contains(other) || own.unlocks.contains(other);
    let backlinks = links.backlinks[topic].iter().copied().filter(|other| !required(other));
    let backlinks: Vec<usize> = backlinks.take(BACKLINKS).collect();
    let is_named = |other: &usize| required(other) || backlinks.contains(other);
    Related {
        others: ranked.iter().filter(|(other, _)| !is_named(other)).take(SHOWN).map(close).collect(),
        backlinks,
        easier: best(|other, own| other < own),
        harder: best(|other, own| other > own),
        topics: ranked.iter().take(SHOWN).map(close).collect(),
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of topics are far below 2^52")]
fn rarity(guide: &Guide, tag: usize) -> f64 {
    let carriers = guide.tags[tag].topics.len().max(1);
    ((guide.topics.len() as f64 + 1.0) / carriers as f64).ln()
}

/// The topics of a tag that are nearest to `topic` in reading order.
fn nearby(carriers: &[usize], topic: usize) -> &[usize] {
    if carriers.len() <= 2 * NEIGHBOURHOOD {
        return carriers;
    }
    let at = carriers.partition_point(|carrier| *carrier < topic);
    let start = at.saturating_sub(NEIGHBOURHOOD).min(carriers.len() - 2 * NEIGHBOURHOOD);
    &carriers[start..start + 2 * NEIGHBOURHOOD]
}
