//! Quotes, notes and tables.

use pulldown_cmark::{Alignment, BlockQuoteKind};

use crate::problem::message::Message;
use crate::problem::report::Place;
use crate::problem::slip::Slip;
use crate::text::did_you_mean::nearest;
use crate::text::span::Span;
use crate::topic::document::{Piece, Word};
use crate::topic::markdown::{Writer, broken_lists, first_line, options, paper_cells};

/// What a quote can begin with to be a note: `[!NOTE]`.
pub const NOTES: [&str; 5] = ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"];

#[derive(Default)]
pub(super) struct OpenTable {
    pub(super) alignments: Vec<Alignment>,
    pub(super) column: usize,
    pub(super) in_head: bool,
    /// For the cells to come, whether they hold a word that must be able to break on paper.
    has_long_word: std::vec::IntoIter<bool>,
}

impl Writer<'_> {
    pub(super) fn start_quote(&mut self, kind: Option<BlockQuoteKind>, span: Span) {
        let Some(kind) = kind else {
            self.quote_begins = true;
            return self.html.push_str("<blockquote>\n");
        };
        let first = first_line(self.text, span);
        if self.text[first.end..span.end].trim_matches(|c: char| c.is_whitespace() || c == '>').is_empty() {
            self.report.at(Place::span(self.source, first), Slip::EmptyNote.into());
        }
        let (class, word) = match kind {
            BlockQuoteKind::Note => ("note", Word::Note),
            BlockQuoteKind::Tip => ("tip", Word::Tip),
            BlockQuoteKind::Important => ("important", Word::Important),
            BlockQuoteKind::Warning => ("warning", Word::Warning),
            BlockQuoteKind::Caution => ("caution", Word::Caution),
        };
        self.html.push_str(&format!("<div class=\"alert {class}\" role=\"note\">\n<p class=\"alert-title\">"));
        self.push(Piece::Word(word));
        self.html.push_str("</p>\n");
    }

    pub(super) fn start_numbers(&mut self, first: u64, span: Span) {
        let is_outer = self.text[..span.start].ends_with('\n') || span.start == 0;
        if let Some((at, slip)) =
            is_outer.then(|| broken_lists::before_number(&self.text[..span.start], first)).flatten()
        {
            self.report.at(Place::span(self.source, at), slip.into());
        }
        let start = if first == 1 { String::new() } else { format!(" start=\"{first}\"") };
        self.html.push_str(&format!("<ol{start}>\n"));
    }

    pub(super) fn start_table(&mut self, alignments: Vec<Alignment>, span: Span) {
        let long = paper_cells::long_cells(&self.text[span], self.depth, options(self.settings));
        self.table = OpenTable { alignments, has_long_word: long.into_iter(), ..OpenTable::default() };
    }

    pub(super) fn start_cell(&mut self) {
        let class = match (self.table.alignments.get(self.table.column), self.table.has_long_word.next()) {
            (Some(Alignment::Center), Some(false)) => " class=\"center\"",
            (Some(Alignment::Center), _) => " class=\"center breaks\"",
            (Some(Alignment::Right), Some(false)) => " class=\"right\"",
            (Some(Alignment::Right), _) => " class=\"right breaks\"",
            (_, Some(false)) => "",
            _ => " class=\"breaks\"",
        };
        self.html.push_str(if self.table.in_head { "<th scope=\"col\"" } else { "<td" });
        self.html.push_str(class);
        self.html.push('>');
    }

    /// An empty cell of the head heads nothing, and is none for those who hear the table.
    pub(super) fn end_cell(&mut self) {
        if !self.table.in_head {
            return self.close_block("</td>");
        }
        match self.html.rfind("<th") {
            Some(start) if self.html[start..].ends_with('>') && !self.html[start + 1..].contains('<') => {
                self.html.truncate(start);
                self.html.push_str("<td></td>");
            }
            _ => self.close_block("</th>"),
        }
    }

    /// A quote that begins with `[!NOTA]` was meant as a note.
    pub(super) fn check_note(&mut self, text: &str, span: Span) {
        // A bracket behind a backslash is text.
        let is_text = self.text[..span.start].ends_with('\\') || self.text[span.start..].starts_with('\\');
        if !std::mem::take(&mut self.quote_begins) || is_text {
            return;
        }
        let is_open =
            text.trim_end().strip_prefix("[!").is_some_and(|name| NOTES.contains(&name.to_uppercase().as_str()));
        if is_open {
            let place = Place::span(self.source, Span::new(span.start, span.start + 1));
            return self.report.at(place, Slip::UnclosedMark { mark: "[" }.into());
        }
        let Some((name, rest)) = text.trim_end().strip_prefix("[!").and_then(|rest| rest.split_once(']')) else {
            return;
        };
        if NOTES.contains(&name.to_uppercase().as_str()) && !rest.is_empty() {
            let written = format!("[!{name}]{rest}");
            let instead = "`[!NOTE]` stands alone in its line; a title is a bold line below it";
            return self.report.at(Place::span(self.source, span), Message::ForeignMarkup { written, instead });
        }
        let name = Some(name).filter(|_| rest.is_empty() || rest.starts_with([' ', '+', '-']));
        if let Some(name) = name.filter(|name| !name.is_empty() && name.chars().all(char::is_alphabetic)) {
            let nearest = nearest(&name.to_uppercase(), NOTES).map(str::to_owned);
            let place = Place::span(self.source, span);
            self.report.at(place, Message::UnknownNote { name: name.to_owned(), nearest, known: NOTES.join(", ") });
        }
    }
}
