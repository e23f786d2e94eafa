//! What search engines read about a page: JSON-LD, <https://schema.org/LearningResource>.
//!
//! In: the guide. Out: a JSON text whose every `<` is escaped, so that it can stand in a data block of HTML. Nothing
//! without `base_url`: search engines want whole addresses.

use serde_json::{Value, json};

use crate::guide::model::Guide;

/// About a topic: what it teaches, and the chapters above it.
pub fn topic(guide: &Guide, index: usize) -> Option<String> {
    let base = guide.settings.base_url.as_ref()?;
    let entry = &guide.topics[index];
    let topic = &entry.topic;
    let address = |path: &str| format!("{base}{path}");
    let url = address(&topic.path.topic_page().url());
    let mut resource = json!({
        "@type": "LearningResource",
        "name": topic.title.text,
        "url": url,
        "inLanguage": guide.settings.language,
        "learningResourceType": "question and answer",
        "educationalLevel": guide.settings.levels[entry.level].label,
        "keywords": entry.tags.iter().map(|&tag| guide.tags[tag].label.as_str()).collect::<Vec<_>>(),
        "isPartOf": { "@type": "Course", "name": guide.settings.title, "url": base },
    });
    if let Some(summary) = &topic.summary {
        resource["description"] = json!(summary.text);
        resource["mainEntity"] = json!({
            "@type": "Question",
            "name": topic.title.text,
            "acceptedAnswer": { "@type": "Answer", "text": summary.text },
        });
    }
    if let Some(updated) = &topic.front.updated {
        resource["dateModified"] = json!(updated);
    }
    let above = guide.ancestors(entry.chapter);
    let chapters = above.iter().map(|&it| {
        let chapter = &guide.chapters[it];
        (chapter.short.text.as_str(), address(&chapter.path.chapter_page().url()))
    });
    let crumbs: Vec<Value> = chapters
        .chain([(topic.short.text.as_str(), url)])
        .enumerate()
        .map(|(at, (name, url))| json!({ "@type": "ListItem", "position": at + 1, "name": name, "item": url }))
        .collect();
    let graph = json!([resource, { "@type": "BreadcrumbList", "itemListElement": crumbs }]);
    Some(block(&json!({ "@context": "https://schema.org", "@graph": graph })))
}

/// About the guide, on the home page.
pub fn home(guide: &Guide) -> Option<String> {
    let base = guide.settings.base_url.as_ref()?;
    Some(block(&json!({
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": guide.settings.title,
        "description": guide.settings.description,
        "url": base,
        "inLanguage": guide.settings.language,
    })))
}

fn block(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c")
}
