//! Tags of HTML inside of a line, turned into Markdown.
//!
//! In: a tag, the text around it and the tags that are open. Out: edits of the text; what has no Markdown is told.

use std::borrow::Cow;
use std::ops::Range;

use crate::html::tokens;
use crate::import::escapes;
use crate::import::found::{Edits, Losses};
use crate::import::html;
use crate::import::html_tables;
use crate::import::text_tags;
use crate::problem::report::Place;

/// Inline tags that are open.
#[derive(Default)]
pub struct OpenTags {
    /// Whether they stand in a cell of a table, which is one line.
    pub is_in_cell: bool,
    /// Addresses of `<a>`.
    anchors: Vec<Option<String>>,
    /// Names and places of tags that are marks in Markdown, such as `<b>`.
    marks: Vec<(String, Range<usize>)>,
}

impl OpenTags {
    /// What is not closed in its paragraph marks nothing.
    pub fn drop_marks(&mut self, edits: &mut Edits) {
        for (_, range) in self.marks.drain(..) {
            edits.replace(range, "");
        }
    }
}

/// Puts Markdown in the place of a tag that stands in a line, or leaves it as text.
pub fn replace(
    text: &str,
    tag: &str,
    range: Range<usize>,
    open: &mut OpenTags,
    edits: &mut Edits,
    place: Option<&Place>,
    losses: &mut Losses,
) {
    if text_tags::is_text(tag, &text[..range.start]) {
        return edits.replace(range.start..range.start, "\\");
    }
    let Some(tag) = tokens::tag(tag) else {
        edits.replace(range, "");
        return;
    };
    let instead = match (&*tag.name(), tag.closes()) {
        ("br", _) | ("li", false) if open.is_in_cell => {
            losses.add("line breaks in the cells of tables", "semicolons stand there", place);
            // The blanks round it go along.
            let (before, after) =
                (text[..range.start].trim_end_matches(' '), text[range.end..].trim_start_matches(' '));
            let range = before.len()..text.len() - after.len();
            return edits.replace(range, html_tables::cell_break(before, after));
        }
        ("ul" | "ol" | "p" | "div", _) | ("li", true) if open.is_in_cell => Some(String::new()),
        ("a", false) => {
            open.anchors.push(tag.attribute("href").filter(|url| !url.is_empty()).map(Cow::into_owned));
            Some(if open.anchors.last().is_some_and(Option::is_some) { "[".to_owned() } else { String::new() })
        }
        ("a", true) => Some(open.anchors.pop().flatten().map_or_else(String::new, |url| format!("](<{url}>)"))),
        ("img", _) => {
            let alt = tag.attribute("alt").unwrap_or_default();
            let src = tag.attribute("src").unwrap_or_default();
            Some(format!("![{}](<{src}>)", escapes::escape_markdown(&alt)))
        }
        _ => html::inline(&tag),
    };
    let is_mark = instead.as_deref().is_some_and(|mark| matches!(mark, "*" | "**" | "`" | "~~"));
    if is_mark && !tag.closes() {
        open.marks.push((tag.name().into_owned(), range));
        return;
    }
    if is_mark {
        match open.marks.iter().rposition(|(name, _)| tag.is(name)) {
            Some(at) => {
                let (_, opening) = open.marks.swap_remove(at);
                let inside = &text[opening.end..range.start];
                let is_wrapper = inside.trim().is_empty() || inside.starts_with('\n') || inside.ends_with('\n');
                let spaced = inside.starts_with(' ') || inside.ends_with(' ');
                if is_wrapper || spaced {
                    edits.replace(opening, "");
                    return edits.replace(range, "");
                }
                edits.replace(opening, instead.clone().unwrap_or_default());
            }
            None => return edits.replace(range, ""),
        }
    }
    match instead {
        Some(mark) => edits.replace(range, mark),
        None => {
            losses.add(format!("the HTML element `<{}>`", tag.name()), "its text was kept", place);
            edits.replace(range, "");
        }
    }
}
