//! The elements of an author's HTML that are open: unknown ones, those that are never closed, and ends without a beginning are told.
//!
//! In: the tags and comments of a file in order, each with its place. Out: problems. Elements may begin in one block and end in
//! another, as `<details>` does around Markdown. What a browser closes by itself (`<li>`, `<p>`) need not be closed.

use std::collections::HashMap;

use crate::html::element_names::KNOWN;
use crate::html::tokens::Tag;
use crate::problem::message::Message;
use crate::text::did_you_mean::nearest;
use crate::text::span::Span;

/// Elements that hold nothing and have no end.
const VOID: [&str; 15] = [
    "area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
];

/// Elements that end with what comes after them.
#[rustfmt::skip]
const IMPLIED: [&str; 19] = [
    "body", "caption", "colgroup", "dd", "dt", "head", "html", "li", "optgroup", "option", "p", "rp", "rt", "tbody", "td", "tfoot",
    "th", "thead", "tr",
];

/// Whether HTML has an element of this name.
pub(super) fn is_known(name: &str) -> bool {
    KNOWN.contains(&name)
}

/// What is open, from the outside in.
#[derive(Debug, Default)]
pub(super) struct OpenElements {
    open: Vec<(String, Span)>,
    /// How many of each name are open, so that a tag does not look through all of them.
    counts: HashMap<String, usize>,
}

impl OpenElements {
    /// A tag that stands at `place`. Gives what is wrong with it, or with what it closes.
    pub(super) fn tag(&mut self, tag: &Tag<'_>, written: &str, place: Span) -> Vec<(Span, Message)> {
        let name = tag.name().into_owned();
        let is_foreign = self.is_foreign();
        if tag.closes() {
            return self.close(&name, place);
        }
        let is_known = is_foreign || name.contains('-') || KNOWN.contains(&name.as_str());
        if !is_known {
            let nearest = nearest(&name, KNOWN).map(str::to_owned);
            // Its text is shown and its brackets are not: whether it is closed does not matter any more.
            return vec![(place, Message::UnknownElement { written: written.to_owned(), nearest })];
        }
        let is_whole = VOID.contains(&name.as_str()) || (written.ends_with("/>") && (is_foreign || name == "svg"));
        if !is_whole {
            *self.counts.entry(name.clone()).or_default() += 1;
            self.open.push((name, place));
        }
        Vec::new()
    }

    /// Whether a drawing or a formula is open, which have elements and attributes of their own.
    pub(super) fn is_foreign(&self) -> bool {
        ["svg", "math"].iter().any(|name| self.count(name) > 0)
    }

    /// How many elements of a name are open.
    pub(super) fn count(&self, name: &str) -> usize {
        self.counts.get(name).copied().unwrap_or_default()
    }

    fn close(&mut self, name: &str, place: Span) -> Vec<(Span, Message)> {
        let found = if self.count(name) > 0 { self.open.iter().rposition(|(open, _)| open == name) } else { None };
        let Some(at) = found else {
            let is_told = KNOWN.contains(&name) && !VOID.contains(&name);
            return is_told.then(|| (place, Message::StrayEnd { element: name.to_owned() })).into_iter().collect();
        };
        let inner = self.open.split_off(at);
        for (name, _) in &inner {
            self.counts.entry(name.clone()).and_modify(|count| *count -= 1);
        }
        unclosed(inner.into_iter().skip(1))
    }

    /// What is open at the end of the file.
    pub(super) fn finish(self) -> Vec<(Span, Message)> {
        unclosed(self.open.into_iter())
    }
}

fn unclosed(elements: impl Iterator<Item = (String, Span)>) -> Vec<(Span, Message)> {
    elements
        .filter(|(name, _)| !IMPLIED.contains(&name.as_str()))
        .map(|(element, place)| (place, Message::UnclosedElement { element }))
        .collect()
}
