//! The cards as scripts read them: an index of all, and their texts by chapter.
//!
//! In: the scene. Out: paths and bytes below `study/`. Each file is a classic script that calls `studybookCards(part, value)`, as
//! those of search are, since pages opened from disk can load nothing else.
//!
//! `study/index.js` holds topics, chapters, levels, tags and of each card its id, kind, topic, file and length, and of a row of a table its level and tags; in a large
//! guide topics and cards stand in parts of their own. `study/NAME.HASH.js` holds texts.

use std::ops::Range;

use rayon::prelude::*;
use serde_json::{Value, json};
use xxhash_rust::xxh3::xxh3_64;

use crate::cards::card::Card;
use crate::guide::model::Guide;
use crate::site::card_texts;
use crate::site::context::Scene;
use crate::site::pages::study::INDEX;
use crate::text::slug::id_of;

/// A guide with more topics, or more cards, has an index in parts: 4,000 cards are about 60 kB over the wire.
const MOST_TOPICS: usize = 3_000;
const MOST_CARDS: usize = 4_000;
/// Topics and cards in a part of the index.
const PART_TOPICS: usize = 500;
const PART_CARDS: usize = 2_500;
/// Bytes of a file of texts: about a quarter of it goes over the wire.
const FILE: usize = 96_000;

/// Cards of a topic that stand in one file, written.
struct Written {
    /// `"ID":{…}` joined by commas.
    texts: String,
    /// Lengths of the cards, in order.
    lengths: Vec<usize>,
}

/// The files, with their paths from the root. `stamp` is another for every change of a card.
pub fn files(scene: &Scene<'_>, stamp: u128) -> Result<Vec<(String, Vec<u8>)>, serde_json::Error> {
    let guide = scene.guide;
    let written: Vec<Vec<Written>> =
        (0..guide.topics.len()).into_par_iter().map(|topic| write(scene, topic)).collect::<Result<_, _>>()?;
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    let mut names: Vec<String> = Vec::new();
    let mut file_of: Vec<Vec<usize>> = written.iter().map(|parts| vec![0; parts.len()]).collect();
    for group in groups(guide, &written) {
        let texts: Vec<&str> = group.iter().map(|&(topic, part)| written[topic][part].texts.as_str()).collect();
        let number = names.len();
        let script = format!("studybookCards(\"cards\",{{\"n\":{number},\"cards\":{{{}}}}})\n", texts.join(","));
        let chapter = guide.chapters[guide.topics[group[0].0].chapter].path.as_str();
        let ascii: String = id_of(chapter).chars().filter(char::is_ascii).collect();
        let start = if ascii.is_empty() { "guide" } else { &ascii };
        let name = format!("{start}.{:08x}.js", xxh3_64(script.as_bytes()) >> 32);
        for (topic, part) in group {
            file_of[topic][part] = number;
        }
        files.push((format!("study/{name}"), script.into_bytes()));
        names.push(name);
    }
    files.extend(index(scene, stamp, &written, &file_of, &names)?);
    Ok(files)
}

/// The cards of a topic, in as many parts as they need: a table of words may have thousands.
fn write(scene: &Scene<'_>, topic: usize) -> Result<Vec<Written>, serde_json::Error> {
    let texts = card_texts::of_topic(scene, topic);
    let mut parts: Vec<Written> = Vec::new();
    for (card, text) in scene.deck.of_topic(topic).iter().zip(&texts) {
        let json = format!("{}:{}", serde_json::to_string(&card.id)?, serde_json::to_string(text)?);
        match parts.last_mut().filter(|part| part.texts.len() + json.len() <= FILE) {
            Some(part) => {
                part.texts.push(',');
                part.texts.push_str(&json);
                part.lengths.push(text.length());
            }
            None => parts.push(Written { texts: json, lengths: vec![text.length()] }),
        }
    }
    Ok(parts)
}

/// What each file holds, by topic and part: of a chapter, as many as fit.
fn groups(guide: &Guide, written: &[Vec<Written>]) -> Vec<Vec<(usize, usize)>> {
    let mut groups: Vec<Vec<(usize, usize)>> = Vec::new();
    let mut size = 0;
    let all = written.iter().enumerate().flat_map(|(topic, parts)| (0..parts.len()).map(move |part| (topic, part)));
    for (topic, part) in all {
        let bytes = written[topic][part].texts.len();
        let same = |last: &&mut Vec<(usize, usize)>| guide.topics[last[0].0].chapter == guide.topics[topic].chapter;
        match groups.last_mut().filter(same).filter(|_| size + bytes <= FILE) {
            Some(group) => {
                size += bytes;
                group.push((topic, part));
            }
            None => {
                size = bytes;
                groups.push(vec![(topic, part)]);
            }
        }
    }
    groups
}

fn index(
    scene: &Scene<'_>,
    stamp: u128,
    written: &[Vec<Written>],
    file_of: &[Vec<usize>],
    names: &[String],
) -> Result<Vec<(String, Vec<u8>)>, serde_json::Error> {
    let guide = scene.guide;
    let topics = |range: Range<usize>| -> Vec<Value> { range.map(|topic| topic_entry(guide, topic)).collect() };
    let cards = |range: Range<usize>| -> Vec<Value> {
        let of = |topic: usize| {
            let parts = written[topic].iter().zip(&file_of[topic]);
            let placed = parts.flat_map(|(part, file)| part.lengths.iter().map(move |length| (*file, *length)));
            let id = &guide.topics[topic].id;
            let cards = scene.deck.of_topic(topic).iter().zip(placed);
            cards.map(move |(card, (file, length))| {
                let mut entry = vec![json!(card.suffix(id)), json!(card.kind.number()), json!(topic)];
                entry.extend([json!(file), json!(length)]);
                entry.extend(own_marks(guide, card).into_iter().flatten());
                Value::Array(entry)
            })
        };
        range.flat_map(of).collect()
    };
    let chapter = |chapter: &crate::guide::model::Chapter| {
        json!([chapter.path.as_str(), chapter.short.text, chapter.path.chapter_page().url()])
    };
    let mut value = json!({
        "format": 1,
        "stamp": format!("{:016x}", stamp >> 64),
        "guide": guide.settings.id,
        "title": guide.settings.title,
        "levels": guide.settings.levels.iter().map(|level| json!([level.id, level.label])).collect::<Vec<_>>(),
        "chapters": guide.chapters.iter().map(chapter).collect::<Vec<_>>(),
        "tags": guide.tags.iter().map(|tag| json!([tag.id, tag.label])).collect::<Vec<_>>(),
        "files": names,
    });
    let all = guide.topics.len();
    let mut files = Vec::new();
    let counts: Vec<usize> = written.iter().map(|parts| parts.iter().map(|part| part.lengths.len()).sum()).collect();
    if all <= MOST_TOPICS && counts.iter().sum::<usize>() <= MOST_CARDS {
        value["topics"] = topics(0..all).into();
        value["cards"] = cards(0..all).into();
    } else {
        let mut parts: Vec<String> = Vec::new();
        for range in ranges(&counts) {
            let part = json!({ "n": parts.len(), "topics": topics(range.clone()), "cards": cards(range) });
            let script = format!("studybookCards(\"index-part\",{})\n", serde_json::to_string(&part)?);
            let name = format!("index-{:02}.{:08x}.js", parts.len(), xxh3_64(script.as_bytes()) >> 32);
            files.push((format!("study/{name}"), script.into_bytes()));
            parts.push(name);
        }
        value["parts"] = parts.into();
    }
    let script = format!("studybookCards(\"index\",{})\n", serde_json::to_string(&value)?);
    files.push((INDEX.to_owned(), script.into_bytes()));
    Ok(files)
}

/// The level and the tags of a row that has other ones than its table.
fn own_marks(guide: &Guide, card: &Card) -> Option<[Value; 2]> {
    let entry = &guide.topics[card.topic];
    let row = card.row(&entry.topic)?;
    let own = row.difficulty.as_ref().and_then(|level| guide.settings.level(&level.value));
    let written = entry.topic.front.tags.iter().chain(&row.tags);
    let mut tags: Vec<usize> = written
        .filter_map(|tag| guide.tags.binary_search_by(|declared| declared.id.as_str().cmp(&tag.value)).ok())
        .collect();
    tags.sort_unstable();
    tags.dedup();
    let level = own.unwrap_or(entry.level);
    let mut of_table = entry.tags.clone();
    of_table.sort_unstable();
    (level != entry.level || tags != of_table).then(|| [json!(level), json!(tags)])
}

/// The topics of each part, from how many cards each topic has.
fn ranges(counts: &[usize]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut cards = 0;
    for (topic, &count) in counts.iter().enumerate() {
        cards += count;
        match ranges.last_mut() {
            Some(last) if last.len() < PART_TOPICS && cards <= PART_CARDS => last.end = topic + 1,
            _ => {
                cards = count;
                ranges.push(topic..topic + 1);
            }
        }
    }
    ranges
}

fn topic_entry(guide: &Guide, topic: usize) -> Value {
    let entry = &guide.topics[topic];
    json!({
        "i": entry.id,
        "u": entry.topic.path.topic_page().url(),
        "s": entry.topic.short.html,
        "c": entry.chapter,
        "l": entry.level,
        "t": entry.tags,
        "r": entry.requires,
        "w": entry.topic.document.words,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_the_index_ends_with_its_topics_or_its_cards() {
        assert_eq!(ranges(&[1; 1_100]), [0..500, 500..1_000, 1_000..1_100]);
        assert_eq!(ranges(&[1_000, 1_000, 1_000, 9_000, 1]), [0..2, 2..3, 3..4, 4..5]);
        assert_eq!(ranges(&[0, 0]).len(), 1);
        assert_eq!(ranges(&[]), []);
    }
}
