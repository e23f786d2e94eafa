//! Footnotes of one document: numbered by first use, written after the body.

use std::collections::{HashMap, HashSet};

use pulldown_cmark::{Event, Tag};

use crate::problem::message::Message;
use crate::text::span::Span;
use crate::topic::document::{Piece, Word};

/// The footnotes seen so far.
#[derive(Default)]
pub struct Footnotes {
    /// Labels in order of first use, with the number of references.
    used: Vec<(String, usize)>,
    numbers: HashMap<String, usize>,
    open: Vec<String>,
    /// Each definition and where it stands.
    defined: Vec<(String, Span)>,
    labels: HashSet<String>,
    bodies: HashMap<String, Vec<Piece>>,
}

impl Footnotes {
    /// A reference: its number and the id of the reference.
    pub fn refer(&mut self, label: &str) -> (usize, String) {
        let label = label.to_lowercase();
        let number = *self.numbers.entry(label.clone()).or_insert_with(|| {
            self.used.push((label, 0));
            self.used.len()
        });
        let count = &mut self.used[number - 1].1;
        *count += 1;
        (number, reference_id(number, *count))
    }

    /// A definition begins. Gives its label if there is one of that label already, of which alone something is shown.
    pub fn open(&mut self, label: &str, span: Span) -> Option<String> {
        let folded = label.to_lowercase();
        let is_second = !self.labels.insert(folded.clone());
        if !is_second {
            self.defined.push((folded.clone(), span));
        }
        self.open.push(folded);
        is_second.then(|| format!("^{label}"))
    }

    /// The definition that began last has ended.
    pub fn close(&mut self, pieces: Vec<Piece>) {
        if let Some(label) = self.open.pop() {
            self.bodies.entry(label).or_insert(pieces);
        }
    }

    /// Definitions that nothing refers to: they are not shown.
    pub fn unused(&self) -> impl Iterator<Item = &(String, Span)> {
        self.defined.iter().filter(|(label, _)| !self.numbers.contains_key(label))
    }

    /// The list of footnotes to stand after `body`; nothing if none was used. Adds the ids it uses.
    pub fn into_pieces(mut self, body: &[Piece], anchors: &mut Vec<String>) -> Vec<Piece> {
        let notes: Vec<Vec<Piece>> =
            self.used.iter().map(|(label, _)| self.bodies.remove(label).unwrap_or_default()).collect();
        // A reference inside a note that is itself never shown leads nowhere back.
        let shown: HashSet<String> = ids(body).chain(notes.iter().flat_map(|note| ids(note))).collect();
        let mut pieces = Vec::new();
        if notes.is_empty() {
            return pieces;
        }
        pieces.push(Piece::Html("<section class=\"footnotes\" aria-label=\"".into()));
        pieces.push(Piece::Word(Word::Footnotes));
        pieces.push(Piece::Html("\">\n<ol>\n".into()));
        for (index, ((_, references), note)) in self.used.iter().zip(notes).enumerate() {
            let number = index + 1;
            let id = format!("fn-{number}");
            pieces.push(Piece::Html("<li".into()));
            pieces.push(Piece::Id(id.clone()));
            pieces.push(Piece::Html(">".into()));
            anchors.push(id);
            pieces.extend(note);
            pieces.push(Piece::Html("<p class=\"footnote-back\">".into()));
            for target in (1..=*references).map(|count| reference_id(number, count)).filter(|id| shown.contains(id)) {
                pieces.push(Piece::Html("<a href=\"".into()));
                pieces.push(Piece::Here(target));
                pieces.push(Piece::Html("\" aria-label=\"".into()));
                pieces.push(Piece::Word(Word::BackToText));
                pieces.push(Piece::Html("\">↩</a> ".into()));
            }
            pieces.push(Piece::Html("</p></li>\n".into()));
        }
        pieces.push(Piece::Html("</ol>\n</section>\n".into()));
        pieces
    }
}

fn ids(pieces: &[Piece]) -> impl Iterator<Item = String> {
    pieces.iter().filter_map(|piece| if let Piece::Id(id) = piece { Some(id.clone()) } else { None })
}

fn reference_id(number: usize, count: usize) -> String {
    if count == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{count}") }
}

/// The bytes in which `[^` means something else than a footnote that is missing: code, formulas, HTML, and footnotes
/// that were found.
pub fn claimed(event: &Event<'_>, range: Span) -> Option<Span> {
    match event {
        Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) | Event::Html(_) | Event::InlineHtml(_) => {
            Some(range)
        }
        Event::FootnoteReference(_) | Event::Start(Tag::CodeBlock(_)) => Some(range),
        Event::Start(Tag::FootnoteDefinition(_)) => Some(Span::new(range.start, range.start + 2)),
        _ => None,
    }
}

/// References to footnotes that nobody defined, which Markdown leaves as text. `claimed` is in order of its starts.
pub fn undefined(body: &str, claimed: &[Span]) -> Vec<(Span, Message)> {
    let is_claimed = |at: usize| {
        let before = claimed.partition_point(|range| range.start <= at);
        claimed[..before].iter().rev().take(8).any(|range| range.contains(at))
    };
    let found = body.match_indices("[^").filter(|(at, _)| !body[..*at].ends_with('\\') && !is_claimed(*at));
    let reference = |(at, _): (usize, &str)| {
        let label = &body[at + 2..];
        let label = &label[..label.find([']', '\n', '[', ' '])?];
        let end = at + 2 + label.len();
        let fits = !label.is_empty() && body[end..].starts_with(']');
        fits.then(|| (Span::new(at, end + 1), Message::UndefinedFootnote { label: label.to_owned() }))
    };
    found.filter_map(reference).take(100).collect()
}
