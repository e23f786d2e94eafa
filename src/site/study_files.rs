//! The cards as scripts read them: an index of all, and their texts by chapter.
//!
//! In: the scene. Out: paths and bytes below `study/`. Each file is a classic script that calls `studybookCards(part, value)`, as
//! those of search are, since pages opened from disk can load nothing else.
//!
//! `study/index.js` holds topics, chapters, levels, tags and of each card its id, kind, topic, file and length; in a large
//! guide topics and cards stand in parts of their own. `study/NAME.HASH.js` holds texts.

use rayon::prelude::*;
use serde_json::{Value, json};
use xxhash_rust::xxh3::xxh3_64;

use crate::guide::model::Guide;
use crate::site::card_texts;
use crate::site::context::Scene;
use crate::site::pages::study::INDEX;
use crate::text::slug::id_of;

/// A guide with more topics has an index in parts.
const MOST_TOPICS: usize = 3_000;
/// Topics in a part of the index.
const PART: usize = 500;
/// Bytes of a file of texts before it ends with its topic: about a quarter of it goes over the wire.
const FILE: usize = 96_000;

/// A topic's cards, written.
struct Written {
    /// `"ID":{…}` joined by commas.
    texts: String,
    /// Lengths of its cards, in order.
    lengths: Vec<usize>,
}

/// The files, with their paths from the root. `stamp` is another for every change of a card.
pub fn files(scene: &Scene<'_>, stamp: u128) -> Result<Vec<(String, Vec<u8>)>, serde_json::Error> {
    let guide = scene.guide;
    let written: Vec<Written> =
        (0..guide.topics.len()).into_par_iter().map(|topic| write(scene, topic)).collect::<Result<_, _>>()?;
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    let mut names: Vec<String> = Vec::new();
    let mut file_of: Vec<usize> = vec![0; guide.topics.len()];
    for group in groups(guide, &written) {
        let texts: Vec<&str> = group.iter().map(|&topic| written[topic].texts.as_str()).collect();
        let number = names.len();
        let script = format!("studybookCards(\"cards\",{{\"n\":{number},\"cards\":{{{}}}}})\n", texts.join(","));
        let chapter = guide.chapters[guide.topics[group[0]].chapter].path.as_str();
        let ascii: String = id_of(chapter).chars().filter(char::is_ascii).collect();
        let start = if ascii.is_empty() { "guide" } else { &ascii };
        let name = format!("{start}.{:08x}.js", xxh3_64(script.as_bytes()) >> 32);
        for topic in group {
            file_of[topic] = number;
        }
        files.push((format!("study/{name}"), script.into_bytes()));
        names.push(name);
    }
    files.extend(index(scene, stamp, &written, &file_of, &names)?);
    Ok(files)
}

fn write(scene: &Scene<'_>, topic: usize) -> Result<Written, serde_json::Error> {
    let texts = card_texts::of_topic(scene, topic);
    let mut written = Written { texts: String::new(), lengths: Vec::with_capacity(texts.len()) };
    for (card, text) in scene.deck.of_topic(topic).iter().zip(&texts) {
        if !written.texts.is_empty() {
            written.texts.push(',');
        }
        written.texts.push_str(&format!("{}:{}", serde_json::to_string(&card.id)?, serde_json::to_string(text)?));
        written.lengths.push(text.length());
    }
    Ok(written)
}

/// The topics of each file: those of a chapter, as many as fit.
fn groups(guide: &Guide, written: &[Written]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut size = 0;
    for topic in (0..guide.topics.len()).filter(|&topic| !written[topic].lengths.is_empty()) {
        let bytes = written[topic].texts.len();
        let same = |last: &&mut Vec<usize>| guide.topics[last[0]].chapter == guide.topics[topic].chapter;
        match groups.last_mut().filter(same).filter(|_| size + bytes <= FILE) {
            Some(group) => {
                size += bytes;
                group.push(topic);
            }
            None => {
                size = bytes;
                groups.push(vec![topic]);
            }
        }
    }
    groups
}

fn index(
    scene: &Scene<'_>,
    stamp: u128,
    written: &[Written],
    file_of: &[usize],
    names: &[String],
) -> Result<Vec<(String, Vec<u8>)>, serde_json::Error> {
    let guide = scene.guide;
    let topics =
        |range: std::ops::Range<usize>| -> Vec<Value> { range.map(|topic| topic_entry(guide, topic)).collect() };
    let cards = |range: std::ops::Range<usize>| -> Vec<Value> {
        let of = |topic: usize| {
            let cards = scene.deck.of_topic(topic).iter().zip(&written[topic].lengths);
            let id = &guide.topics[topic].id;
            cards.map(move |(card, length)| json!([card.suffix(id), card.kind.number(), topic, file_of[topic], length]))
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
    if all <= MOST_TOPICS {
        value["topics"] = topics(0..all).into();
        value["cards"] = cards(0..all).into();
    } else {
        let mut parts: Vec<String> = Vec::new();
        for start in (0..all).step_by(PART) {
            let range = start..(start + PART).min(all);
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
