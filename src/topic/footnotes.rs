//! Footnotes of one document: numbered by first use, written after the body.

use std::collections::{HashMap, HashSet};

use crate::topic::document::{Piece, Word};

/// The footnotes seen so far.
#[derive(Default)]
pub struct Footnotes {
    /// Labels in order of first use, with the number of references.
    used: Vec<(String, usize)>,
    numbers: HashMap<String, usize>,
    open: Vec<String>,
    bodies: HashMap<String, Vec<Piece>>,
}

impl Footnotes {
    /// A reference: its number and the id of the reference.
    pub fn refer(&mut self, label: &str) -> (usize, String) {
        let number = *self.numbers.entry(label.to_owned()).or_insert_with(|| {
            self.used.push((label.to_owned(), 0));
            self.used.len()
        });
        let count = &mut self.used[number - 1].1;
        *count += 1;
        (number, reference_id(number, *count))
    }

    /// A definition begins.
    pub fn open(&mut self, label: String) {
        self.open.push(label);
    }

    /// The definition that began last has ended.
    pub fn close(&mut self, pieces: Vec<Piece>) {
        if let Some(label) = self.open.pop() {
            self.bodies.entry(label).or_insert(pieces);
        }
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
