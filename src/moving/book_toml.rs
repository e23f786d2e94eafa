//! What changes in `book.toml`: the id of a tag or of a level, and paths that lie in what moves.
//!
//! In: the text of the file. Out: its new text; nothing if it stays. What is written otherwise than can be changed is an error that
//! says so.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::moving::new_places::Move;
use crate::moving::topics::{self, quoted, string, without_item};
use crate::reading::settings::{Level, Settings};
use crate::text::edits;
use crate::text::span::Span;

/// The text of `book.toml` afterwards, if it changes. The error says what stands in the way.
pub fn rewritten(
    text: &str,
    settings: &Settings,
    map: &Move,
    is_path: &dyn Fn(&str) -> bool,
) -> Result<Option<String>, &'static str> {
    let new = match map {
        Move::Tag { from, to } if settings.tags.iter().any(|tag| tag.id.value == *to) => merged(text, from)?,
        Move::Tag { from, to } => renamed(text, from, to)?,
        Move::Level { from, to } => level(text, &settings.levels, from, to)?,
        _ => paths(text, map),
    };
    let new = lines(&new, settings, map, is_path);
    Ok((new != text).then_some(new))
}

/// The lines of Markdown that stand on every page, with their links as they lead afterwards.
fn lines(text: &str, settings: &Settings, map: &Move, is_path: &dyn Fn(&str) -> bool) -> String {
    let line = |value: &Spanned<DeValue<'_>>| {
        let DeValue::String(line) = value.get_ref() else { return None };
        let new = topics::line(line, settings, map, is_path)?;
        Some((value.span().into(), string(&new, text.get(value.span())?)))
    };
    let found: Vec<(Span, String)> = parsed(text, |root| match root.get("book").map(Spanned::get_ref) {
        Some(DeValue::Table(book)) => ["banner", "footer"].iter().filter_map(|key| line(book.get(*key)?)).collect(),
        _ => Vec::new(),
    })
    .unwrap_or_default();
    edits::replaced(text, found.iter().map(|(span, text)| (*span, text.as_str()))).0
}

const NOT_CHANGED: &str = "`book.toml` says it in a way that only you can change";

/// A name may stand several times: `tags.gil.label = …` and `tags.gil.description = …`.
const MOST_TIMES: usize = 20;

/// The tag under another name.
fn renamed(text: &str, from: &str, to: &str) -> Result<String, &'static str> {
    let mut text = text.to_owned();
    for _ in 0..MOST_TIMES {
        let Some((key, _)) = parsed(&text, |root| find(root, from)).ok_or(NOT_CHANGED)? else { return Ok(text) };
        let written = text.get(key.range()).ok_or(NOT_CHANGED)?;
        let new = match written.chars().next() {
            Some('"') => quoted(to),
            Some('\'') => format!("'{to}'"),
            _ if to.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')) => to.to_owned(),
            _ => quoted(to),
        };
        text.replace_range(key.range(), &new);
    }
    Err(NOT_CHANGED)
}

/// The file without the tag.
fn merged(text: &str, from: &str) -> Result<String, &'static str> {
    let (key, value) = declared(text, from).ok_or(NOT_CHANGED)?;
    let line = |at: usize| text[..at].rfind('\n').map_or(0, |at| at + 1);
    let end = |at: usize| text[at..].find('\n').map_or(text.len(), |length| at + length + 1);
    let before = text[line(key.start)..key.start].trim();
    let is_header = before.starts_with('[');
    let cut = if is_header {
        // Up to the next table.
        let from = end(key.end);
        let mut at = from;
        let rest = text[from..].split_inclusive('\n').take_while(|line| !line.trim_start().starts_with('['));
        at += rest.map(str::len).sum::<usize>();
        Span::new(line(key.start), at)
    } else if value.start > key.end
        && (before.is_empty() || before == "tags.")
        && is_end(&text[value.end..end(value.end)])
    {
        Span::new(line(key.start), end(value.end))
    } else {
        without_item(text, Span::new(key.start, value.end))
    };
    let (new, _) = edits::replaced(text, [(cut, "")]);
    let others = |text: &str| parsed(text, |root| tags(root).map(|tags| names(tags, from)));
    // All other tags are there as before.
    let is_fine = others(&new).is_some() && others(&new) == others(text) && declared(&new, from).is_none();
    if is_fine { Ok(new) } else { Err(NOT_CHANGED) }
}

/// Whether nothing but a comment stands there.
fn is_end(rest: &str) -> bool {
    rest.trim().is_empty() || rest.trim_start().starts_with('#')
}

fn tags<'a>(root: &'a DeTable<'a>) -> Option<&'a DeTable<'a>> {
    match root.get("tags")?.get_ref() {
        DeValue::Table(tags) => Some(tags),
        _ => None,
    }
}

/// The names of a table and what they say, but for one.
fn names(table: &DeTable<'_>, but: &str) -> Vec<String> {
    table
        .iter()
        .filter(|(key, _)| key.get_ref() != but)
        .map(|(key, value)| format!("{} {:?}", key.get_ref(), shape(value)))
        .collect()
}

/// What a declaration says, without where it stands.
fn shape(value: &Spanned<DeValue<'_>>) -> Vec<(String, String)> {
    let DeValue::Table(inner) = value.get_ref() else { return Vec::new() };
    let text = |value: &Spanned<DeValue<'_>>| match value.get_ref() {
        DeValue::String(text) => text.to_string(),
        _ => String::new(),
    };
    inner.iter().map(|(key, value)| (key.get_ref().to_string(), text(value))).collect()
}

/// Where a tag's name stands, and what it is declared as.
fn declared(text: &str, id: &str) -> Option<(Span, Span)> {
    parsed(text, |root| find(root, id))?
}

fn find(root: &DeTable<'_>, id: &str) -> Option<(Span, Span)> {
    let (key, value) = tags(root)?.iter().find(|(key, _)| *key.get_ref() == id)?;
    Some((key.span().into(), value.span().into()))
}

/// The level under another name. A guide that names no levels has those of every guide: they are written down.
fn level(text: &str, levels: &[Level], from: &str, to: &str) -> Result<String, &'static str> {
    let found = parsed(text, |root| {
        let DeValue::Array(tables) = root.get("difficulty")?.get_ref() else { return None };
        let ids = tables.iter().filter_map(|table| match table.get_ref() {
            DeValue::Table(table) => table.get("id"),
            _ => None,
        });
        let is_it = |id: &&Spanned<DeValue<'_>>| matches!(id.get_ref(), DeValue::String(id) if id == from);
        Some(ids.into_iter().find(is_it).map(Spanned::span))
    });
    match found.ok_or(NOT_CHANGED)? {
        Some(Some(span)) => {
            let (new, _) = edits::replaced(text, [(span.into(), quoted(to).as_str())]);
            Ok(new)
        }
        Some(None) => Err(NOT_CHANGED),
        None => {
            let mut new = text.trim_end().to_owned();
            new.push('\n');
            for level in levels {
                let id = if level.id == from { to } else { &level.id };
                new.push_str(&format!("\n[[difficulty]]\nid = {}\nlabel = {}\n", quoted(id), quoted(&level.label)));
            }
            Ok(new)
        }
    }
}

/// Paths and patterns of files that lie in what moves.
fn paths(text: &str, map: &Move) -> String {
    let mut found: Vec<(Span, String)> = Vec::new();
    let new = |value: &Spanned<DeValue<'_>>, from_root: bool| {
        let DeValue::String(path) = value.get_ref() else { return None };
        let new = if from_root { file_of_guide(path, map) } else { in_content(path, map) };
        new.map(|new| (value.span().into(), quoted(&new)))
    };
    let items = |value: &Spanned<DeValue<'_>>, from_root: bool| -> Vec<(Span, String)> {
        match value.get_ref() {
            DeValue::Array(items) => items.iter().filter_map(|item| new(item, from_root)).collect(),
            _ => new(value, from_root).into_iter().collect(),
        }
    };
    parsed(text, |root| {
        let table = |value: &'_ Spanned<DeValue<'_>>| matches!(value.get_ref(), DeValue::Table(_));
        if let Some(DeValue::Table(book)) = root.get("book").map(Spanned::get_ref) {
            found.extend(book.get("exclude").into_iter().flat_map(|it| items(it, false)));
            found.extend(book.get("logo").into_iter().flat_map(|it| items(it, true)));
        }
        let Some(DeValue::Table(languages)) = root.get("examples").map(Spanned::get_ref) else { return };
        for (_, runner) in languages.iter().filter(|(_, value)| table(value)) {
            let DeValue::Table(runner) = runner.get_ref() else { continue };
            for key in ["requirements", "inputs", "command", "version"] {
                found.extend(runner.get(key).into_iter().flat_map(|it| items(it, true)));
            }
            if let Some(DeValue::Table(environments)) = runner.get("environments").map(Spanned::get_ref) {
                found.extend(environments.iter().flat_map(|(_, it)| items(it, true)));
            }
        }
    });
    edits::replaced(text, found.iter().map(|(span, text)| (*span, text.as_str()))).0
}

/// A path or a pattern from the guide's root.
fn file_of_guide(path: &str, map: &Move) -> Option<String> {
    let (dot, bare) = path.strip_prefix("./").map_or(("", path), |bare| ("./", bare));
    let inner = bare.strip_prefix("content/")?;
    map.target(inner).map(|new| format!("{dot}content/{new}"))
}

/// A pattern from `content/`; one without a slash is of names in any folder.
fn in_content(pattern: &str, map: &Move) -> Option<String> {
    pattern.contains('/').then(|| map.target(pattern)).flatten()
}

/// Reads a text of TOML; nothing if it is none.
fn parsed<T>(text: &str, read: impl FnOnce(&DeTable<'_>) -> T) -> Option<T> {
    let (root, errors) = DeTable::parse_recoverable(text);
    errors.is_empty().then(|| read(root.get_ref()))
}
