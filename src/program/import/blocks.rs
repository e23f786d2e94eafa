//! A Markdown text as the blocks of its top level: what `list` finds questions in.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

use crate::program::import::heading::{asks, plain};
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
    /// Code, a table, a quote.
    Other,
}

/// A list.
pub struct List {
    /// Whether it is numbered.
    pub ordered: bool,
    /// Its items.
    pub items: Vec<Item>,
}

/// An item of a list.
pub struct Item {
    /// Its bytes.
    pub range: Range<usize>,
    /// The bytes of its first paragraph or heading.
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
                let items = items(&mut events, 1);
                blocks.push(Block { kind: Kind::List(List { ordered: number.is_some(), items }), range });
                continue;
            }
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

/// The items of a list that was just begun. Items of loose and tight lists alike begin with a head.
fn items(events: &mut Events<'_>, depth: usize) -> Vec<Item> {
    let mut items = Vec::new();
    while let Some((event, range)) = events.next() {
        match event {
            Event::Start(Tag::Item) => items.push(item(events, range, depth)),
            Event::End(TagEnd::List(_)) => break,
            _ => {}
        }
    }
    items
}

fn item(events: &mut Events<'_>, range: Range<usize>, depth: usize) -> Item {
    let mut head: Option<Range<usize>> = None;
    // Text of a tight item stands in it without a paragraph: the head grows until a block begins.
    let mut head_done = false;
    let mut inner = None;
    while let Some((event, at)) = events.next() {
        match event {
            Event::End(TagEnd::Item) => break,
            Event::Start(Tag::List(number)) if depth < DEEPEST => {
                head_done = true;
                let list = List { ordered: number.is_some(), items: items(events, depth + 1) };
                inner.get_or_insert(list);
            }
            Event::Start(Tag::Paragraph | Tag::Heading { .. }) if head.is_none() => {
                head = Some(at);
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

impl Item {
    /// Whether at least half of the items inside it ask, or are lists themselves.
    pub fn inner_asks(&self, text: &str) -> bool {
        let asking =
            |list: &List| list.items.iter().filter(|it| asks(&plain(&heading_or(&text[it.head.clone()])))).count();
        self.inner.as_ref().is_some_and(|inner| {
            asking(inner) * 2 >= inner.items.len() || inner.items.iter().any(|it| it.inner.is_some())
        })
    }
}
