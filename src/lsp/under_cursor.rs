//! What the cursor stands on: a link, a required topic, a tag, a level, a key, a section.
//!
//! In: a guide as last built, one of its files and a byte of it. Out: the thing, with its bytes. Hover, definition and references
//! start from it.

use crate::guide::links::Target;
use crate::guide::model::Guide;
use crate::lsp::open_guide::Snapshot;
use crate::lsp::toml_cursor::{self, What};
use crate::lsp::{markdown_cursor, schema};
use crate::path::{SourcePath, split_topic};
use crate::reading::toml_keys::Located;
use crate::text::span::Span;
use crate::topic::parse::Topic;
use crate::topic::word_rows::WordRow;

/// A file, as the editor has it.
#[derive(Clone, Copy)]
pub struct File<'a> {
    /// From the guide's root.
    pub source: &'a SourcePath,
    /// Its text.
    pub text: &'a str,
}

impl File<'_> {
    /// Whether this is `book.toml`.
    pub fn is_book(&self) -> bool {
        self.source.as_str() == "book.toml"
    }

    /// Whether this is a topic, a table of words or an introduction.
    pub fn is_topic(&self) -> bool {
        self.source.as_str().strip_prefix("content/").is_some_and(|path| split_topic(path).is_some())
    }
}

/// What can be pointed at.
#[derive(Clone, Debug, PartialEq)]
pub enum Thing {
    /// Where a link leads.
    Target(Target),
    /// A declared tag, by its index.
    Tag(usize),
    /// A level of difficulty, by its index.
    Level(usize),
    /// A key of `book.toml` or of the front matter: the tables around it, and its name.
    Key(Vec<String>, String),
    /// A section of the file itself, by its id.
    Section(String),
}

/// A parsed file of the guide with the targets of its links.
pub struct Parsed<'g> {
    /// The file.
    pub topic: &'g Topic,
    /// In the order of its links.
    pub targets: &'g [Target],
}

/// The files of a guide with their links.
pub fn files(snapshot: &Snapshot) -> impl Iterator<Item = Parsed<'_>> {
    let Snapshot { guide, links } = snapshot;
    let topics = guide.topics.iter().zip(&links.topics);
    let topics = topics.map(|(entry, targets)| Parsed { topic: &entry.topic, targets });
    let introductions = guide.chapters.iter().zip(&links.chapters);
    let introductions = introductions
        .filter_map(|(chapter, targets)| Some(Parsed { topic: chapter.introduction.as_deref()?, targets }));
    let pages = guide.pages.iter().zip(&links.pages).map(|(page, targets)| Parsed { topic: page, targets });
    topics.chain(introductions).chain(pages)
}

/// A file of the guide; none for a draft that is left out, or one whose front matter cannot be read.
pub fn parsed<'g>(snapshot: &'g Snapshot, source: &SourcePath) -> Option<Parsed<'g>> {
    files(snapshot).find(|file| file.topic.source == *source)
}

/// What stands at a byte, and its bytes.
pub fn at(snapshot: Option<&Snapshot>, file: File<'_>, byte: usize) -> Option<(Thing, Span)> {
    if file.is_book() {
        return in_book(snapshot, file.text, byte);
    }
    if !file.is_topic() {
        return None;
    }
    let parsed = snapshot.and_then(|snapshot| parsed(snapshot, file.source));
    let of_body = parsed.and_then(|parsed| {
        let guide = &snapshot?.guide;
        link(&parsed, byte)
            .or_else(|| section(parsed.topic, byte))
            .or_else(|| parsed.topic.rows().iter().find_map(|row| in_row(guide, row, byte)))
    });
    of_body.or_else(|| {
        let front = markdown_cursor::front(file.text).filter(|front| front.toml.contains(byte))?;
        in_front(snapshot.map(|it| &*it.guide), file.text.get(front.toml.range())?, front.toml.start, byte)
    })
}

/// The innermost link at a byte.
fn link(parsed: &Parsed<'_>, byte: usize) -> Option<(Thing, Span)> {
    let links = parsed.topic.document.links.iter().zip(parsed.targets);
    let here = links.filter(|(link, _)| link.whole.contains(byte));
    let (link, target) = here.min_by_key(|(link, _)| link.whole.len())?;
    Some((Thing::Target(target.clone()), link.whole))
}

/// The tag or the level of a row at a byte.
fn in_row(guide: &Guide, row: &WordRow, byte: usize) -> Option<(Thing, Span)> {
    let is_here = |it: &&Located<String>| it.span.contains(byte);
    if let Some(written) = row.tags.iter().find(is_here) {
        let tag = guide.tags.iter().position(|tag| tag.id == written.value)?;
        return Some((Thing::Tag(tag), written.span));
    }
    let written = row.difficulty.as_ref().filter(is_here)?;
    Some((Thing::Level(guide.settings.level(&written.value)?), written.span))
}

/// The heading at a byte.
fn section(topic: &Topic, byte: usize) -> Option<(Thing, Span)> {
    let heading = topic.document.outline.iter().find(|heading| heading.span.contains(byte))?;
    Some((Thing::Section(heading.id.clone()), heading.span))
}

fn moved(span: Span, start: usize) -> Span {
    span.behind(start)
}

fn in_front(guide: Option<&Guide>, toml: &str, start: usize, byte: usize) -> Option<(Thing, Span)> {
    let spot = toml_cursor::spot(toml, byte - start);
    match spot.what {
        What::Key(span) if !span.is_empty() => {
            let key = toml.get(span.range())?.to_owned();
            schema::find(schema::of_topic(), &[&spot.table[..], std::slice::from_ref(&key)].concat())?;
            Some((Thing::Key(spot.table, key), moved(span, start)))
        }
        What::Value(value) if spot.table.is_empty() => {
            let (guide, written) = (guide?, toml.get(value.span.range())?);
            let thing = match value.key.as_str() {
                "requires" => Thing::Target(Target::Topic(guide.topic_named(written)?, None)),
                "tags" => Thing::Tag(guide.tags.iter().position(|tag| tag.id == written)?),
                "difficulty" => Thing::Level(guide.settings.level(written)?),
                _ => return None,
            };
            Some((thing, moved(value.span, start)))
        }
        _ => None,
    }
}

fn in_book(snapshot: Option<&Snapshot>, text: &str, byte: usize) -> Option<(Thing, Span)> {
    let spot = toml_cursor::spot(text, byte);
    match spot.what {
        What::Key(span) if !span.is_empty() => {
            let key = text.get(span.range())?.to_owned();
            let tags = snapshot.filter(|_| spot.table == ["tags"]).map(|it| &it.guide.tags);
            if let Some(tag) = tags.and_then(|tags| tags.iter().position(|tag| tag.id == key)) {
                return Some((Thing::Tag(tag), span));
            }
            schema::find(schema::of_book(), &[&spot.table[..], std::slice::from_ref(&key)].concat())?;
            Some((Thing::Key(spot.table, key), span))
        }
        What::Head(span) if !span.is_empty() => {
            let mut names: Vec<String> =
                text.get(span.range())?.split('.').map(|name| name.trim().to_owned()).collect();
            schema::find(schema::of_book(), &names)?;
            let key = names.pop()?;
            Some((Thing::Key(names, key), span))
        }
        _ => None,
    }
}
