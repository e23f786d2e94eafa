//! Footnotes of one document: numbered by first use, written after the body.

use std::collections::HashMap;

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
        let id = if *count == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{count}") };
        (number, id)
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

    /// The list of footnotes; nothing if none was used. Adds the ids it uses.
    pub fn into_pieces(mut self, anchors: &mut Vec<String>) -> Vec<Piece> {
        let mut pieces = Vec::new();
        if self.used.is_empty() {
            return pieces;
        }
        pieces.push(Piece::Html("<section class=\"footnotes\" aria-label=\"".into()));
        pieces.push(Piece::Word(Word::Footnotes));
        pieces.push(Piece::Html("\">\n<ol>\n".into()));
        for (index, (label, references)) in self.used.iter().enumerate() {
            let number = index + 1;
            let id = format!("fn-{number}");
            pieces.push(Piece::Html("<li".into()));
            pieces.push(Piece::Id(id.clone()));
            pieces.push(Piece::Html(">".into()));
            anchors.push(id);
            pieces.extend(self.bodies.remove(label).unwrap_or_default());
            pieces.push(Piece::Html("<p class=\"footnote-back\">".into()));
            for reference in 1..=*references {
                let target =
                    if reference == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{reference}") };
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
