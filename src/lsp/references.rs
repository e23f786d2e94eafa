//! Where the thing under the cursor is named: links to a topic or to a section of it, topics that require it, topics with a tag.
//!
//! In: a thing of a guide. Out: files and bytes of them, in reading order.

use crate::guide::links::Target;
use crate::lsp::open_guide::Snapshot;
use crate::lsp::under_cursor::{self, File, Parsed, Thing};
use crate::path::SourcePath;
use crate::text::span::Span;
use crate::topic::parse::Topic;

/// All places; nothing for what no file names.
pub fn of(snapshot: &Snapshot, file: File<'_>, thing: Option<&Thing>) -> Vec<(SourcePath, Span)> {
    let guide = &*snapshot.guide;
    match thing {
        Some(Thing::Tag(index)) => {
            let id = &guide.tags[*index].id;
            named(snapshot, |topic| topic.tags().filter(|it| it.value == *id).map(|it| it.span).collect())
        }
        Some(Thing::Level(index)) => {
            let id = &guide.settings.levels[*index].id;
            let level = |topic: &Topic| {
                let written = topic.levels().filter(|it| it.value == *id);
                written.map(|it| it.span).collect()
            };
            named(snapshot, level)
        }
        Some(Thing::Target(
            target @ (Target::Topic(..) | Target::Chapter(..) | Target::Page(..) | Target::Asset(..)),
        )) => linked(snapshot, target),
        Some(Thing::Target(Target::External(_) | Target::Nowhere) | Thing::Key(..)) => Vec::new(),
        Some(Thing::Target(Target::Here(id)) | Thing::Section(id)) => {
            of_file(snapshot, file.source, Some(id)).map_or_else(Vec::new, |target| linked(snapshot, &target))
        }
        // Anywhere else, the file itself is meant.
        None => of_file(snapshot, file.source, None).map_or_else(Vec::new, |target| linked(snapshot, &target)),
    }
}

/// A file, or a section of it, as a link leads there.
fn of_file(snapshot: &Snapshot, source: &SourcePath, section: Option<&str>) -> Option<Target> {
    let section = section.map(str::to_owned);
    let guide = &snapshot.guide;
    if let Some(index) = guide.topics.iter().position(|entry| entry.topic.source == *source) {
        return Some(Target::Topic(index, section));
    }
    let is_own = |topic: &Topic| topic.source == *source;
    if let Some(page) = guide.pages.iter().position(|page| is_own(page)) {
        return Some(Target::Page(page, section));
    }
    let chapter = guide.chapters.iter().position(|it| it.introduction.as_deref().is_some_and(is_own))?;
    Some(Target::Chapter(chapter, section))
}

/// Whether a link leads to what is looked for; what has no section is all of a file.
fn leads(link: &Target, wanted: &Target) -> bool {
    match (link, wanted) {
        (Target::Topic(one, at), Target::Topic(other, section)) => one == other && (section.is_none() || at == section),
        (Target::Chapter(one, at), Target::Chapter(other, section))
        | (Target::Page(one, at), Target::Page(other, section)) => one == other && (section.is_none() || at == section),
        (Target::Asset(one, _), Target::Asset(other, _)) => one == other,
        _ => false,
    }
}

fn linked(snapshot: &Snapshot, wanted: &Target) -> Vec<(SourcePath, Span)> {
    let guide = &snapshot.guide;
    let mut found = Vec::new();
    for Parsed { topic, targets } in under_cursor::files(snapshot) {
        if let Target::Topic(index, None) = wanted {
            let requires = topic.front.requires.iter().filter(|it| guide.topic_named(&it.value) == Some(*index));
            found.extend(requires.map(|it| (topic.source.clone(), it.span)));
        }
        for (link, target) in topic.document.links.iter().zip(targets) {
            let is_it = match (target, wanted) {
                // Of the same file: a link to a section has no path.
                (
                    Target::Here(id),
                    Target::Topic(_, Some(section))
                    | Target::Chapter(_, Some(section))
                    | Target::Page(_, Some(section)),
                ) => id == section && of_file(snapshot, &topic.source, Some(id)).as_ref() == Some(wanted),
                _ => leads(target, wanted),
            };
            if is_it {
                found.push((topic.source.clone(), link.span));
            }
        }
    }
    found
}

fn named(snapshot: &Snapshot, spans: impl Fn(&Topic) -> Vec<Span>) -> Vec<(SourcePath, Span)> {
    let of_file = |file: Parsed<'_>| {
        let source = file.topic.source.clone();
        spans(file.topic).into_iter().map(move |span| (source.clone(), span)).collect::<Vec<_>>()
    };
    under_cursor::files(snapshot).flat_map(of_file).collect()
}
