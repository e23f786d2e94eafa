//! A Markdown text as the blocks of its top level: what `list` finds questions in.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Parser, Tag, TagEnd};

use crate::html::tokens::element;
use crate::import::heading::{asks, plain};
use crate::reading::settings::MarkdownSettings;
use crate::topic::markdown;

/// A block of the top level.
pub struct Block {
    /// What it is.
    pub kind: Kind,
    /// Its bytes.
    pub range: Range<usize>,
}

/// Kinds of blocks.
pub enum Kind {
    /// Level and inline Markdown.
    Heading(usize, String),
    /// A list.
    List(List),
    /// A paragraph.
    Paragraph,
    /// Raw HTML.
    Html,
    /// A line across.
    Rule,
    /// A table.
    Table(Table),
    /// Code that is marked by its indentation alone.
    Indented,
    /// Code between fences, a quote, a note.
    Other,
}

/// A table.
pub struct Table {
    /// The bytes of its cells, row by row; the first row is the head.
    pub rows: Vec<Vec<Range<usize>>>,
}

/// A list.
pub struct List {
    /// The number it begins with, if it is numbered.
    pub start: Option<u64>,
    /// Its bytes.
    pub range: Range<usize>,
    /// Its items.
    pub items: Vec<Item>,
}

/// An item of a list.
pub struct Item {
    /// Its bytes.
    pub range: Range<usize>,
    /// The bytes of its first paragraph or heading, or of the summary it folds under.
    pub head: Range<usize>,
    /// The first list inside it.
    pub inner: Option<List>,
}

/// Lists nested deeper than this are not looked into.
const DEEPEST: usize = 16;

/// Splits a text into its blocks.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut events = Parser::new_ext(text, markdown::options(MarkdownSettings::default())).into_offset_iter();
    while let Some((event, range)) = events.next() {
        let kind = match event {
            Event::Rule => Kind::Rule,
            Event::Start(Tag::Heading { level, .. }) => {
                Kind::Heading(level_number(level), heading_text(&text[range.clone()]))
            }
            Event::Start(Tag::List(number)) => {
                let list = list(&mut events, number, range.clone(), text, 1);
                blocks.push(Block { kind: Kind::List(list), range });
                continue;
            }
            Event::Start(Tag::Table(_)) => {
                blocks.push(Block { kind: Kind::Table(table(&mut events)), range });
                continue;
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => Kind::Indented,
            Event::Start(Tag::Paragraph) => Kind::Paragraph,
            Event::Start(Tag::HtmlBlock) => Kind::Html,
            Event::Start(_) => Kind::Other,
            _ => continue,
        };
        if !matches!(kind, Kind::Rule) {
            skip(&mut events);
        }
        blocks.push(Block { kind, range });
    }
    blocks
}

type Events<'a> = pulldown_cmark::OffsetIter<'a>;

/// Passes over the rest of what was just begun.
fn skip(events: &mut Events<'_>) {
    let mut depth = 1;
    for (event, _) in events.by_ref() {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return;
        }
    }
}

/// The cells of a table that was just begun.
fn table(events: &mut Events<'_>) -> Table {
    let mut rows: Vec<Vec<Range<usize>>> = Vec::new();
    for (event, range) in events.by_ref() {
        match event {
            Event::Start(Tag::TableHead | Tag::TableRow) => rows.push(Vec::new()),
            Event::Start(Tag::TableCell) => rows.last_mut().into_iter().for_each(|row| row.push(range.clone())),
            Event::End(TagEnd::Table) => break,
            _ => {}
        }
    }
    Table { rows }
}

/// A list that was just begun. Items of loose and tight lists alike begin with a head.
fn list(events: &mut Events<'_>, start: Option<u64>, range: Range<usize>, text: &str, depth: usize) -> List {
    let mut items = Vec::new();
    while let Some((event, range)) = events.next() {
        match event {
            Event::Start(Tag::Item) => items.push(item(events, range, text, depth)),
            Event::End(TagEnd::List(_)) => break,
            _ => {}
        }
    }
    List { start, range, items }
}

fn item(events: &mut Events<'_>, range: Range<usize>, text: &str, depth: usize) -> Item {
    let mut head: Option<Range<usize>> = None;
    // Text of a tight item stands in it without a paragraph: the head grows until a block begins.
    let mut head_done = false;
    let mut inner = None;
    while let Some((event, at)) = events.next() {
        match event {
            Event::End(TagEnd::Item) => break,
            Event::Start(Tag::List(number)) if depth < DEEPEST => {
                head_done = true;
                let list = list(events, number, at, text, depth + 1);
                inner.get_or_insert(list);
            }
            Event::Start(Tag::Paragraph | Tag::Heading { .. }) if head.is_none() => {
                head = Some(at);
                head_done = true;
                skip(events);
            }
            Event::Start(Tag::HtmlBlock) if head.is_none() && !head_done => {
                let summary = element(&text[at.clone()], "summary");
                head = summary.map(|(start, end)| at.start + start.end..at.start + end.start);
                head_done = true;
                skip(events);
            }
            Event::Start(
                Tag::Paragraph
                | Tag::Heading { .. }
                | Tag::CodeBlock(_)
                | Tag::HtmlBlock
                | Tag::BlockQuote(_)
                | Tag::Table(_),
            ) => {
                head_done = true;
                skip(events);
            }
            _ if head_done => {
                if matches!(event, Event::Start(_)) {
                    skip(events);
                }
            }
            Event::Start(_) => {
                head = Some(head.map_or(at.clone(), |head| head.start..at.end.max(head.end)));
                skip(events);
            }
            _ => head = Some(head.map_or(at.clone(), |head| head.start..at.end.max(head.end))),
        }
    }
    let head = head.unwrap_or(range.start..range.start);
    Item { range, head, inner }
}

fn level_number(level: HeadingLevel) -> usize {
    level as usize
}

/// The text of a heading without its marks.
pub fn heading_text(source: &str) -> String {
    let line = source.trim().trim_start_matches('#').trim();
    let line = line.lines().filter(|line| !line.trim_matches(['=', '-', ' ']).is_empty()).collect::<Vec<_>>().join(" ");
    let line = line.trim_end_matches('#').trim_end();
    // `{#id .class}` belongs to no question.
    match line.rfind(" {#").or_else(|| line.rfind(" {.")) {
        Some(at) if line.ends_with('}') => line[..at].to_owned(),
        _ => line.to_owned(),
    }
}

/// The head of an item, which may be a heading.
pub fn heading_or(head: &str) -> String {
    if head.trim_start().starts_with('#') { heading_text(head) } else { head.to_owned() }
}

impl List {
    /// Whether it is numbered.
    pub fn is_numbered(&self) -> bool {
        self.start.is_some()
    }

    /// Whether a later list under the same heading takes its numbers up: what stands between is an answer.
    pub fn goes_on(&self, after: &[Block]) -> bool {
        let next = self.start.map(|start| start + self.items.len() as u64);
        let until = after.iter().take_while(|block| !matches!(block.kind, Kind::Heading(..)));
        until
            .filter_map(|block| if let Kind::List(list) = &block.kind { list.start } else { None })
            .any(|it| Some(it) == next)
    }
}

impl Item {
    /// The column its content begins at.
    pub fn column(&self, text: &str) -> usize {
        let indent = self.range.start - text[..self.range.start].rfind('\n').map_or(0, |at| at + 1);
        let source = &text[self.range.clone()];
        let inner = source.trim_start_matches(' ');
        let marker = inner.bytes().take_while(u8::is_ascii_digit).count() + 1;
        let gap = inner.get(marker..).map_or(0, |rest| rest.bytes().take_while(|byte| *byte == b' ').count());
        indent + source.len() - inner.len() + marker + if gap > 4 { 1 } else { gap.max(1) }
    }

    /// Whether at least half of the items inside it ask, or are lists themselves.
    pub fn inner_asks(&self, text: &str) -> bool {
        let asking =
            |list: &List| list.items.iter().filter(|it| asks(&plain(&heading_or(&text[it.head.clone()])))).count();
        self.inner.as_ref().is_some_and(|inner| {
            asking(inner) * 2 >= inner.items.len() || inner.items.iter().any(|it| it.inner.is_some())
        })
    }
}
