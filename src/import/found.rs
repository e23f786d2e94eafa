//! What is found in a source, before it has a place in the guide.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::path::SourcePath;
use crate::problem::import_note::Carry;
use crate::problem::report::{Place, Report};
use crate::reading::inputs::TextFile;
use crate::text::span::Span;

/// All that was found.
#[derive(Debug, Default)]
pub struct Found {
    /// What the source calls itself.
    pub title: Option<String>,
    /// Where it does.
    pub title_place: Option<Place>,
    /// Questions or pages, in the source's order.
    pub topics: Vec<FoundTopic>,
    /// Chapters the source has of its own, in its order; others are made from the trails of topics.
    pub chapters: Vec<FoundChapter>,
    /// Files beside the pages: path in the source to bytes.
    pub assets: BTreeMap<String, Vec<u8>>,
    /// Files beside `content/`, by path from the guide's root, that go with new topics.
    pub beside: BTreeMap<String, Vec<u8>>,
    /// What stays behind.
    pub losses: Losses,
}

/// A question with its answer, or a page.
#[derive(Clone, Debug, Default)]
pub struct FoundTopic {
    /// Inline Markdown without links.
    pub title: String,
    /// A shorter name, if the source has one.
    pub short: Option<String>,
    /// Titles of the chapters above, from the top.
    pub trail: Vec<String>,
    /// Markdown; links are still as the source wrote them.
    pub body: String,
    /// Tags as the source wrote them.
    pub tags: Vec<String>,
    /// The short answer, if the source has one.
    pub summary: Option<String>,
    /// `2026-11-22`, if the source has it.
    pub updated: Option<String>,
    /// Whether the source keeps it back.
    pub draft: bool,
    /// As a row of a table of words, if it is short enough for one.
    pub row: Option<FoundRow>,
    /// An identity the source gives; otherwise one is made from the path.
    pub id: Option<String>,
    /// The name of its file; otherwise one is made from the title.
    pub name: Option<String>,
    /// Where the old site showed it.
    pub old_urls: Vec<String>,
    /// Whether its place among its neighbours means something.
    pub keeps_order: bool,
    /// The file in the source, and the anchor in it if it is one of many there: what links lead to.
    pub origin: Origin,
    /// Other anchors in that file that links lead to it by.
    pub anchors: Vec<String>,
    /// Where it stands.
    pub place: Option<Place>,
}

/// A note as a row of a table of words.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct FoundRow {
    /// What it asks: a line of Markdown.
    pub prompt: String,
    /// What answers: a line of Markdown.
    pub answer: String,
    /// What else it says: a line of Markdown, or nothing.
    pub note: String,
    /// A link to its sound, as the source has it.
    pub audio: Option<String>,
}

/// A chapter with a page of its own.
#[derive(Clone, Debug, Default)]
pub struct FoundChapter {
    /// Titles from the top, its own last.
    pub trail: Vec<String>,
    /// The heading, where the page's own differs from the one it is listed by.
    pub title: Option<String>,
    /// A shorter name, if the source has one.
    pub short: Option<String>,
    /// Markdown; links are still as the source wrote them.
    pub body: String,
    /// The file in the source.
    pub origin: Origin,
    /// Where the old site showed it.
    pub old_urls: Vec<String>,
    /// Where it stands.
    pub place: Option<Place>,
}

/// Where something lay in the source.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// The file, from the source's root.
    pub file: String,
    /// The heading's id, if the file holds many topics.
    pub anchor: Option<String>,
}

/// What is not carried over, each kind once with its first place.
#[derive(Debug, Default)]
pub struct Losses {
    kinds: BTreeMap<String, Loss>,
}

#[derive(Debug)]
struct Loss {
    count: usize,
    instead: &'static str,
    place: Option<Place>,
    /// Whether the place is the very line, and not where the topic or page begins.
    exact: bool,
}

impl Losses {
    /// Notes something of a topic or page that begins at `place`; `instead` says what became of it.
    pub fn add(&mut self, what: impl Into<String>, instead: &'static str, place: Option<&Place>) {
        self.note(what.into(), instead, place, false);
    }

    /// Notes something that stands at `place`.
    pub fn add_at(&mut self, what: impl Into<String>, instead: &'static str, place: &Place) {
        self.note(what.into(), instead, Some(place), true);
    }

    /// Adds those of another part.
    pub fn join(&mut self, others: Losses) {
        for (what, loss) in others.kinds {
            self.kinds.entry(what).or_insert(loss);
        }
    }

    /// Forgets what the guide can show.
    pub fn forget(&mut self, what: &str) {
        self.kinds.remove(what);
    }

    fn note(&mut self, what: String, instead: &'static str, place: Option<&Place>, exact: bool) {
        let new = || Loss { count: 0, instead, place: place.cloned(), exact };
        self.kinds.entry(what).or_insert_with(new).count += 1;
    }

    /// Tells all. `texts` are the sources: the line is named that holds what is not carried over.
    pub fn report(self, texts: &[TextFile], report: &mut Report) {
        let mut left = MOST_SEARCHED;
        for (what, loss) in self.kinds {
            let place =
                loss.place.map(|place| if loss.exact { place } else { narrowed(place, &what, texts, &mut left) });
            let message = Carry::Lost { what, count: loss.count, instead: loss.instead };
            match place {
                Some(place) => report.at(place, message.into()),
                None => report.add(message.into()),
            }
        }
    }
}

/// So many bytes are searched for the lines of losses; a loss after that is told at its topic.
pub const MOST_SEARCHED: usize = 16 << 20;

/// The first line from a place on that holds what stands between backticks, if one does.
fn narrowed(place: Place, what: &str, texts: &[TextFile], left: &mut usize) -> Place {
    let quoted = what.split_once('`').and_then(|(_, rest)| rest.rsplit_once('`')).map(|(inside, _)| inside);
    let text = texts.iter().find(|it| it.source == place.source).map(|it| &*it.text);
    let found = quoted.zip(text).zip(place.span).and_then(|((quoted, text), span)| {
        let within = text.get(span.start..)?;
        let at = (*left > 0).then(|| within.find(quoted.trim_end_matches('>')))?;
        *left = left.saturating_sub(at.unwrap_or(within.len()).max(1));
        let at = at?;
        Some(line_place(&place.source, text, span.start + at))
    });
    found.unwrap_or(place)
}

/// The name of a file without its folders.
pub fn file_name(source: &SourcePath) -> &str {
    source.as_str().rsplit('/').next().unwrap_or("")
}

/// The line of a source that holds a byte, as a place.
pub fn line_place(source: &SourcePath, text: &str, at: usize) -> Place {
    let at = (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
    let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
    Place::span(source, Span::new(start, end))
}

/// Replacements in a text, gathered in any order and applied at once.
#[derive(Debug, Default)]
pub struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    /// Replaces bytes.
    pub fn replace(&mut self, range: Range<usize>, with: impl Into<String>) {
        self.0.push((range, with.into()));
    }

    /// The text with all replacements; of two that overlap, the one that starts first stands.
    pub fn apply(mut self, text: &str) -> String {
        self.0.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for (range, with) in self.0 {
            if range.start < at {
                continue;
            }
            out.push_str(&text[at..range.start]);
            out.push_str(&with);
            at = range.end;
        }
        out.push_str(&text[at..]);
        out
    }
}

/// What the lines begin with that go on with a block of Markdown which begins at `at`: the signs of quotes, and blanks for those of items.
pub fn going_on(text: &str, at: usize) -> String {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    text[line..at].chars().map(|c| if c == '>' || c == '\t' { c } else { ' ' }).collect()
}

/// Takes the indentation of a list's item from every line: `columns`, or up to three more where all lines have them.
pub fn dedent(text: &str, columns: usize) -> String {
    let least = indent(text);
    // Four more are code.
    let columns = if least < columns + 4 { least.max(columns) } else { columns };
    text.split_inclusive('\n').map(|line| without_columns(line, columns)).collect()
}

/// The columns that all lines stand behind, but empty ones.
pub fn indent(text: &str) -> usize {
    let columns = |line: &str| blanks(line).last().map_or(0, |(_, column)| column);
    text.lines().filter(|line| !line.trim().is_empty()).map(columns).min().unwrap_or(0)
}

/// The bytes of blanks at the start of a line, each with the column after it; tabs end at columns of four.
fn blanks(line: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut column = 0;
    line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).enumerate().map(move |(at, byte)| {
        column = if byte == b'\t' { column / 4 * 4 + 4 } else { column + 1 };
        (at + 1, column)
    })
}

fn without_columns(line: &str, columns: usize) -> String {
    let cut = blanks(line).find(|(_, column)| *column >= columns).or_else(|| blanks(line).last());
    match cut {
        Some((bytes, column)) if columns > 0 => {
            format!("{}{}", " ".repeat(column.saturating_sub(columns)), &line[bytes..])
        }
        _ => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_taken_from_blanks_and_tabs() {
        assert_eq!(dedent("a\n  b\n    c\n", 2), "a\nb\n  c\n");
        assert_eq!(dedent("\ta\n\n\t\tb\n", 2), "a\n\n\tb\n");
        assert_eq!(dedent("   a\n", 2), "a\n");
        assert_eq!(dedent("       code\n", 3), "    code\n");
        assert_eq!(dedent("x\n\tb\n", 2), "x\n  b\n");
    }
}
