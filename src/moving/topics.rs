//! What changes in a Markdown file or a table of words when something is moved: addresses, requirements, tags, its level; and in a file that moves, its
//! old address and its identity, which stay with it.
//!
//! In: a parsed file and its text. Out: edits of the text as it was loaded.

use toml::de::DeTable;

use crate::moving::new_places::Move;
use crate::moving::spelling::{Folders, Reading, named_path, relative_address, wiki_address};
use crate::path::{OutputPath, TopicPath, alias_path};
use crate::problem::report::Report;
use crate::reading::settings::Settings;
use crate::reading::toml_keys::Located;
use crate::text::edits;
use crate::text::span::Span;
use crate::topic::document::{Document, LinkKind};
use crate::topic::listing::Shelf;
use crate::topic::markdown;
use crate::topic::parse::Topic;
use crate::topic::spreadsheet_padding;
use crate::topic::word_table::cells::{self, Cell};

/// What to write in the place of some bytes.
pub type Edit = (Span, String);

/// A file of the guide that is looked at.
pub struct Subject<'a> {
    /// The parsed file.
    pub topic: &'a Topic,
    /// Its text as it was loaded.
    pub text: &'a str,
    /// The folders that its addresses are read from.
    pub folders: Folders<'a>,
    /// Where its page goes, if it goes elsewhere.
    pub moved: Option<Moved>,
}

/// A file that gets another address.
pub struct Moved {
    /// The page it had.
    pub old_page: OutputPath,
    /// The page it gets.
    pub new_page: OutputPath,
    /// The path it had, if that is what readers' records know it by.
    pub identity: Option<TopicPath>,
    /// The old page may be known to someone: it is no draft.
    pub is_published: bool,
}

/// The edits of a file, in order. `is_path` tells which texts name a topic or a chapter by its path.
pub fn edits(file: &Subject<'_>, map: &Move, is_path: &dyn Fn(&str) -> bool) -> Vec<Edit> {
    let mut edits = addresses(&file.topic.document, file.text, file.folders, map, is_path);
    let front = &file.topic.front;
    for required in &front.requires {
        let new = named_path(&required.value, map, is_path);
        edits.extend(new.map(|new| (required.span, string(&new, &file.text[required.span]))));
    }
    match map {
        Move::Tag { from, to } => {
            edits.extend(tag(file.text, &front.tags, from, to));
            edits.extend(file.topic.rows().iter().filter_map(|row| tag_of_row(&row.tags, from, to)));
        }
        Move::Level { from, to } => {
            let level = front.difficulty.iter().filter(|level| level.value == *from);
            edits.extend(level.map(|it| (it.span, string(to, &file.text[it.span]))));
            let of_rows = file.topic.rows().iter().filter_map(|row| row.difficulty.as_ref());
            edits.extend(of_rows.filter(|level| level.value == *from).map(|it| (it.span, to.clone())));
        }
        _ => {}
    }
    if let Some(moved) = &file.moved {
        edits.extend(keys_of_moved(file, moved));
    }
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    edits.dedup();
    match file.topic.table() {
        Some(table) => in_cells(file.text, file.topic.body_start, table.delimiter, edits),
        None => edits,
    }
}

/// The tag `from` of a row as `to`; of two that would be the same, one goes.
fn tag_of_row(tags: &[Located<String>], from: &str, to: &str) -> Option<Edit> {
    let at = tags.iter().position(|tag| tag.value == from)?;
    let span = &tags[at].span;
    if tags.iter().all(|tag| tag.value != to) {
        return Some((*span, to.to_owned()));
    }
    // There are two at least.
    let gone = match tags.get(at + 1) {
        Some(next) => span.start..next.span.start,
        None => tags.get(at.checked_sub(1)?)?.span.end..span.end,
    };
    Some((gone.into(), String::new()))
}

/// Edits of a table of words, such that each cell stays one: a text that needs quotation marks gets them.
fn in_cells(text: &str, start: usize, delimiter: char, edits: Vec<Edit>) -> Vec<Edit> {
    let (mut made, inside): (Vec<Edit>, Vec<Edit>) = edits.into_iter().partition(|(span, _)| span.end <= start);
    let cells: Vec<Cell> = cells::rows(text, start, delimiter, &mut Vec::new()).into_iter().flatten().collect();
    let mut inside = inside.into_iter().peekable();
    for cell in cells {
        let mut own: Vec<Edit> = Vec::new();
        while let Some(edit) = inside.next_if(|(span, _)| span.end <= cell.span.end) {
            own.push(edit);
        }
        if cell.is_quoted {
            made.extend(own.into_iter().map(|(span, new)| (span, new.replace('"', "\"\""))));
        } else if own.iter().all(|(_, new)| cells::written(new, delimiter) == *new) {
            made.extend(own);
        } else {
            let shift = |span: Span| Span::new(span.start - cell.span.start, span.end - cell.span.start);
            let own = own.iter().map(|(span, new)| (shift(*span), new.as_str()));
            made.push((cell.span, cells::written(&edits::replaced(&cell.value, own).0, delimiter)));
        }
    }
    made
}

/// A line of Markdown of the settings, whose links start at `content/`, with its links as they lead afterwards; nothing if it
/// stays.
pub fn line(line: &str, settings: &Settings, map: &Move, is_path: &dyn Fn(&str) -> bool) -> Option<String> {
    let source = &settings.source;
    let document = markdown::read(line, 0, source, settings.markdown, Shelf::new(source, &[]), &mut Report::new());
    let edits = addresses(&document, line, Folders { before: "", after: "" }, map, is_path);
    let (new, made) = edits::replaced(line, edits.iter().map(|(span, text)| (*span, text.as_str())));
    (made > 0).then_some(new)
}

/// Links, pictures, definitions, and files whose code stands in blocks.
fn addresses(
    document: &Document,
    text: &str,
    folders: Folders<'_>,
    map: &Move,
    is_path: &dyn Fn(&str) -> bool,
) -> Vec<Edit> {
    let mut edits = Vec::new();
    for link in &document.links {
        let Some(span) = &link.address else { continue };
        let written = &text[*span];
        let new = match link.kind {
            LinkKind::WikiBare | LinkKind::WikiText => wiki_address(written, map, is_path),
            _ => relative_address(written, link.destination.trim(), Reading::Url, folders, map),
        };
        edits.extend(new.map(|new| (*span, new)));
    }
    for definition in &document.definitions {
        let span = &definition.address;
        let (written, means) = (&text[*span], definition.destination.trim());
        let new = relative_address(written, means, Reading::Url, folders, map);
        edits.extend(new.map(|new| (*span, new)));
    }
    for from in document.code.iter().filter_map(|block| block.fence.from.as_ref()) {
        let Some(new) = relative_address(&from.file, &from.file, Reading::FileName, folders, map) else {
            continue;
        };
        let quote = if new.contains('"') { '\'' } else { '"' };
        if text.get(from.span.range()).is_some_and(|written| written.starts_with("from=")) {
            edits.push((from.span, format!("from={quote}{new}{quote}")));
        }
    }
    edits
}

/// The tag `from` as `to`; of two that would be the same, one goes.
fn tag(text: &str, tags: &[Located<String>], from: &str, to: &str) -> Option<Edit> {
    let at = tags.iter().position(|tag| tag.value == from)?;
    let span = tags[at].span;
    if tags.iter().any(|tag| tag.value == to) {
        return Some((without_item(text, span), String::new()));
    }
    let new = string(to, &text[span]);
    Some((span, new))
}

/// The `id` and the `aliases` of a file that moves.
fn keys_of_moved(file: &Subject<'_>, moved: &Moved) -> Vec<Edit> {
    let front = &file.topic.front;
    let mut edits = Vec::new();
    let mut lines = String::new();
    if let Some(path) = moved.identity.as_ref().filter(|_| front.id.is_none()) {
        lines.push_str(&format!("id = {}\n", quoted(path.as_str())));
    }
    let old = moved.old_page.as_str().replace('%', "%25");
    let can_be_alias = !old.contains(['?', '#']) && !old.contains(char::is_control);
    let can_be_alias = can_be_alias && !old.split('/').any(|part| part.starts_with('.'));
    let alias = (moved.is_published && can_be_alias).then(|| quoted(&old));
    // The address that the page gets is no longer an old one.
    let own = front.aliases.iter().find(|it| OutputPath::new(&alias_path(&it.value)) == moved.new_page);
    match (own, alias) {
        (Some(own), Some(alias)) => edits.push((own.span, alias)),
        (Some(own), None) => edits.push((without_item(file.text, own.span), String::new())),
        (None, Some(alias)) => match (front.aliases.last(), key_span(file, "aliases")) {
            (Some(last), _) => edits.push((Span::at(last.span.end), format!(", {alias}"))),
            (None, Some(span)) => edits.push((span, format!("[{alias}]"))),
            (None, None) => lines.push_str(&format!("aliases = [{alias}]\n")),
        },
        (None, None) => {}
    }
    let title = &front.title.span;
    if file.topic.table().is_some() && !lines.is_empty() {
        // Its title may be its file's name, which changes; marks that a spreadsheet leaves alone.
        let written = &file.text[*title];
        if file.topic.body_start == 0 || written == "+++" {
            lines.insert_str(0, &format!("title = {}\n", string(&front.title.value, "'")));
        }
        if file.topic.body_start == 0 {
            edits.push((Span::at(0), format!("+++\n{lines}+++\n")));
            return edits;
        }
    }
    if !lines.is_empty() {
        // After the line of the title: no table has begun there.
        let end = file.text[title.end..].find('\n').map_or(file.text.len(), |at| title.end + at + 1);
        edits.push((Span::at(end), lines));
    }
    edits
}

/// Where the value of a key of the front matter stands.
fn key_span(file: &Subject<'_>, key: &str) -> Option<Span> {
    let front = file.text.get(..file.topic.body_start)?;
    let start = front.find('\n')? + 1;
    let end = front.trim_end().strip_suffix("+++")?.len();
    let said = spreadsheet_padding::without_padding(front, "+++");
    let front = &*said;
    let (root, _) = DeTable::parse_recoverable(front.get(start..end)?);
    let span = root.get_ref().get(key)?.span();
    Some(Span::from(span).behind(start))
}

/// A string of TOML, with the quote marks of the one that it replaces if it can.
pub fn string(text: &str, replaced: &str) -> String {
    let is_plain = !text.contains('\'') && !text.chars().any(char::is_control);
    if replaced.starts_with('\'') && is_plain { format!("'{text}'") } else { quoted(text) }
}

/// A string of TOML.
pub fn quoted(text: &str) -> String {
    let plain = !text.chars().any(|c| c.is_control() || matches!(c, '"' | '\\'));
    if plain { format!("\"{text}\"") } else { toml::Value::String(text.to_owned()).to_string() }
}

/// The bytes to take out so that an item of a list goes: with the comma behind it, or else with that before it.
pub fn without_item(text: &str, item: Span) -> Span {
    let after = &text[item.end..];
    let behind = after.trim_start();
    if let Some(rest) = behind.strip_prefix(',') {
        let end = text.len() - rest.len();
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        // A comment, or the end of the line, stays where it is.
        let blanks = if rest[blanks..].starts_with(['\n', '#']) { 0 } else { blanks };
        return Span::new(item.start, end + blanks);
    }
    let before = text[..item.start].trim_end();
    match before.strip_suffix(',') {
        Some(rest) => Span::new(rest.len(), item.end),
        None => item,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_stays_one_whatever_is_written_into_it() {
        let edited = |text: &str, all: &[(&str, &str)]| {
            let at = |old: &str| Span::new(0, old.len()).behind(text.find(old).unwrap());
            let edits = all.iter().map(|(old, new)| (at(old), (*new).to_owned()));
            let made = in_cells(text, 4, ',', edits.collect());
            edits::replaced(text, made.iter().map(|(span, text)| (*span, text.as_str()))).0
        };
        assert_eq!(edited("h,h\nab cd,x\n", &[("ab", "1"), ("cd", "2,3")]), "h,h\n\"1 2,3\",x\n");
        assert_eq!(edited("h,h\n\"ab, cd\",x\n", &[("cd", "2,\"3\"")]), "h,h\n\"ab, 2,\"\"3\"\"\",x\n");
        assert_eq!(edited("h,h\nab,x\n", &[("ab", "cd")]), "h,h\ncd,x\n");
        assert_eq!(edited("h,h\nab,x\n", &[("h,h\n", "+++\n")]), "+++\nab,x\n");
    }

    #[test]
    fn an_item_goes_with_one_comma() {
        let without = |text: &str, item: &str| {
            let at = text.find(item).unwrap();
            let range = without_item(text, Span::new(at, at + item.len()));
            format!("{}{}", &text[..range.start], &text[range.end..])
        };
        assert_eq!(without("[\"a\", \"b\"]", "\"a\""), "[\"b\"]");
        assert_eq!(without("[\"a\", \"b\"]", "\"b\""), "[\"a\"]");
        assert_eq!(without("[ \"a\" ]", "\"a\""), "[  ]");
        assert_eq!(without("[\n  \"a\", # x\n  \"b\",\n]", "\"a\""), "[\n   # x\n  \"b\",\n]");
        assert_eq!(without("[\n  \"a\",\n  \"b\"\n]", "\"b\""), "[\n  \"a\"\n]");
    }
}
