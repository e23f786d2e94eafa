//! Addresses that a published site has and this one has not: for `check --since`.
//!
//! In: the guide, its finished site and the `topics.json` that is published. Out: warnings, each with the alias to write. It
//! reads nothing; a redirect counts as a page.

use std::collections::HashMap;

use serde::Deserialize;

use crate::guide::model::{Entry, Guide};
use crate::path::{OutputPath, decode_percent};
use crate::problem::message::Message;
use crate::problem::report::{Place, Report};
use crate::site::site::Site;

#[derive(Deserialize)]
struct Catalogue {
    topics: Vec<Published>,
}

/// A topic as it is published.
#[derive(Deserialize)]
struct Published {
    url: String,
    #[serde(default)]
    id: String,
    #[serde(default)]
    title: String,
}

/// Warns of addresses that are gone. The error says what is wrong with the catalogue.
pub fn check(guide: &Guide, site: &Site, catalogue: &[u8], report: &mut Report) -> Result<(), String> {
    let text = catalogue.strip_prefix("\u{feff}".as_bytes()).unwrap_or(catalogue);
    let published: Catalogue =
        serde_json::from_slice(text).map_err(|error| format!("it is no `topics.json` of a site: {error}"))?;
    let by_id: HashMap<&str, &Entry> = guide.topics.iter().map(|entry| (entry.id.as_str(), entry)).collect();
    let mut by_title: HashMap<&str, &Entry> = HashMap::new();
    // Of equal titles the first one in reading order is meant.
    for entry in guide.topics.iter().rev() {
        by_title.insert(&entry.topic.title.text, entry);
    }
    for topic in &published.topics {
        let path = decode_percent(&topic.url).unwrap_or_else(|| topic.url.clone());
        if site.get(&OutputPath::new(&path)).is_some() {
            continue;
        }
        let heir = by_id.get(topic.id.as_str()).or_else(|| by_title.get(topic.title.as_str()));
        let write = heir.map(|entry| match entry.topic.front.aliases.is_empty() {
            true => format!("write `aliases = [{:?}]`", topic.url),
            false => format!("add `{:?}` to its `aliases`", topic.url),
        });
        let message = Message::AddressGone { url: topic.url.clone(), write };
        match heir {
            Some(entry) => {
                report.at(Place::span(&entry.topic.source, entry.topic.front.title.span), message);
            }
            None => report.add(message),
        }
    }
    Ok(())
}
