//! Summaries that link to topics by path alone: `[[python/concurrency/gil]]` shows the topic's title.
//!
//! In: all parsed files. Out: the same, with the titles in place. Whether the paths are right is not asked here;
//! `links` does.

use std::collections::HashMap;
use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_128;

use crate::path::TopicPath;
use crate::reading::settings::MarkdownSettings;
use crate::topic::document::Inline;
use crate::topic::inline;
use crate::topic::parse::Topic;

/// Puts titles into the summaries that need them.
pub fn fill(parsed: &mut [Arc<Topic>], settings: MarkdownSettings) {
    let needs = |topic: &Topic| topic.front.summary.as_ref().is_some_and(|summary| summary.value.contains("[["));
    if !parsed.iter().any(|topic| needs(topic)) {
        return;
    }
    let titles: HashMap<TopicPath, Inline> =
        parsed.iter().map(|topic| (topic.path.clone(), topic.title.clone())).collect();
    let with_id = parsed.iter().filter_map(|topic| Some((topic.front.id.as_ref()?.value.clone(), topic.title.clone())));
    let by_id: HashMap<String, Inline> = with_id.collect();
    let title = |written: &str| {
        let path = written.split('#').next().unwrap_or(written);
        let stem = path.strip_suffix(".md").unwrap_or(path);
        let named = titles.get(&TopicPath::new(stem.strip_suffix("/index").unwrap_or(stem)));
        named.or_else(|| by_id.get(path)).cloned()
    };
    for topic in parsed.iter_mut().filter(|topic| needs(topic)) {
        let Some(summary) = topic.front.summary.as_ref().map(|it| inline::read_summary(&it.value, settings, &title))
        else {
            continue;
        };
        let topic = Arc::make_mut(topic);
        // What other pages show of this topic now depends on more than its own front matter.
        let shown = xxh3_128(summary.html.as_bytes());
        topic.front_digest ^= shown;
        topic.digest ^= shown;
        topic.summary = Some(summary);
    }
}
