//! What an editor shows of what the pointer stands on, as Markdown.
//!
//! In: a thing of a guide. Out: the title and the short answer of a topic, the label of a tag, what a key means.

use crate::guide::links::Target;
use crate::guide::model::{Entry, Guide};
use crate::lsp::open_guide::Snapshot;
use crate::lsp::schema;
use crate::lsp::under_cursor::{self, File, Thing};
use crate::terminal::many;
use crate::topic::inline;
use crate::topic::parse::Topic;

/// The text; none for what says all itself.
pub fn of(snapshot: Option<&Snapshot>, file: File<'_>, thing: &Thing) -> Option<String> {
    if let Thing::Key(table, key) = thing {
        let schema = if file.is_book() { schema::of_book() } else { schema::of_topic() };
        let said = schema::find(schema, &[&table[..], std::slice::from_ref(key)].concat())?;
        return schema::explained(key, said);
    }
    let snapshot = snapshot?;
    let guide = &*snapshot.guide;
    match thing {
        Thing::Target(Target::Topic(index, section)) => Some(topic(guide, &guide.topics[*index], section.as_deref())),
        Thing::Target(Target::Chapter(index, section)) => {
            let chapter = &guide.chapters[*index];
            let introduction = chapter.introduction.as_deref();
            let title = introduction.map_or(&chapter.title.text, |topic| &topic.front.title.value);
            let summary = introduction.and_then(|topic| summary(guide, topic));
            let section = section.as_deref().zip(introduction).and_then(|(id, topic)| heading(topic, id));
            Some(joined([Some(format!("**{title}**")), section, summary]))
        }
        Thing::Target(Target::Page(index, section)) => {
            let page = &*guide.pages[*index];
            let section = section.as_deref().and_then(|id| heading(page, id));
            Some(joined([Some(format!("**{}**", page.front.title.value)), section, summary(guide, page)]))
        }
        Thing::Target(Target::Here(id)) => heading(under_cursor::parsed(snapshot, file.source)?.topic, id),
        Thing::Target(Target::Asset(path, _)) => Some(format!("`{path}`")),
        Thing::Target(Target::External(_) | Target::Nowhere) | Thing::Section(_) | Thing::Key(..) => None,
        Thing::Tag(index) => {
            let tag = &guide.tags[*index];
            Some(joined([Some(format!("**{}**", tag.label)), tag.description.clone(), Some(count(tag.topics.len()))]))
        }
        Thing::Level(index) => {
            let (label, of) = (&guide.settings.levels[*index].label, guide.settings.levels.len());
            Some(format!("**{label}** · level {} of {of}", index + 1))
        }
    }
}

/// A topic in a few lines: title, section, short answer, and where it stands.
pub fn topic(guide: &Guide, entry: &Entry, section: Option<&str>) -> String {
    let topic = &*entry.topic;
    let level = &guide.settings.levels[entry.level].label;
    let tags: Vec<&str> = entry.tags.iter().map(|tag| guide.tags[*tag].label.as_str()).collect();
    let tags = if tags.is_empty() { String::new() } else { format!(" · {}", tags.join(", ")) };
    let section = section.and_then(|id| heading(topic, id));
    let place = format!("`{}` · {level}{tags}", topic.path);
    joined([Some(format!("**{}**", topic.front.title.value)), section, summary(guide, topic), Some(place)])
}

/// The short answer without its links, which lead nowhere from an editor.
fn summary(guide: &Guide, topic: &Topic) -> Option<String> {
    let title = |written: &str| guide.topic_named(written).map(|index| guide.topics[index].topic.title.text.clone());
    Some(inline::without_links(&topic.front.summary.as_ref()?.value, &title))
}

fn heading(topic: &Topic, id: &str) -> Option<String> {
    let heading = topic.document.outline.iter().find(|heading| heading.id == id)?;
    Some(format!("§ {}", heading.text))
}

fn count(topics: usize) -> String {
    many(topics, "topic")
}

fn joined(parts: impl IntoIterator<Item = Option<String>>) -> String {
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n")
}
