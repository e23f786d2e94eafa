//! What looks like the markup of another program, or like Markdown that did not become what was meant. It stays as text, and
//! a problem says how to write it.

use std::ops::Range;

use crate::problem::message::Message;
use crate::problem::report::Place;
use crate::topic::document::UnsetMark;
use crate::topic::inline_marks;
use crate::topic::markdown::{Writer, first_line};

/// How blocks of other programs begin, and what to write instead.
const FOREIGN_BLOCKS: [(&str, &str); 6] = [
    (":::", "a note is a quote that begins with `> [!NOTE]`"),
    ("!!! ", "a note is a quote that begins with `> [!NOTE]`"),
    (
        "??? ",
        "a note is a quote that begins with `> [!NOTE]`; an answer to fold stands under a heading with `{.questions}`",
    ),
    (
        "???+ ",
        "a note is a quote that begins with `> [!NOTE]`; an answer to fold stands under a heading with `{.questions}`",
    ),
    ("=== \"", "write one block after the other, each with a `title`"),
    ("{% ", "what stands between `{%` and `%}` is text here"),
];

impl Writer<'_> {
    /// A paragraph that begins as a block of another program does, or that was to be a table.
    pub(super) fn check_paragraph(&mut self, span: &Range<usize>) {
        let first = first_line(self.text, span);
        let line = &self.text[first.clone()];
        let foreign = FOREIGN_BLOCKS.iter().find(|(start, _)| line.starts_with(start));
        if let Some((start, instead)) = foreign.filter(|_| self.depth == 0 || !line.starts_with("{% ")) {
            // The line that closes such a block says nothing more.
            let is_end = *start == ":::" && line.trim_end_matches(':').is_empty();
            if !is_end && *start != "{% " {
                let message = Message::ForeignMarkup { written: (*start).trim().to_owned(), instead };
                return self.report.at(Place::span(self.source, first), message);
            }
        }
        let mut lines = self.text[span.clone()].lines().map(|line| line.trim_start_matches(['>', ' ']));
        let Some(head) = lines.next().filter(|head| head.contains('|')) else { return };
        if let Some(rule) = lines.next().filter(|line| is_rule(line)) {
            let (cells, columns) = (cells(head), cells(rule));
            if cells != columns {
                self.report.at(Place::span(self.source, first), Message::NoTable { cells, columns });
            }
        }
    }

    /// A row of a table that has more cells than the table has columns: what is too much is in no cell.
    pub(super) fn check_row(&mut self, span: &Range<usize>) {
        let columns = self.table.alignments.len();
        let row = first_line(self.text, span);
        let cells = cells(&self.text[row.clone()]);
        if cells > columns {
            self.report.at(Place::span(self.source, row), Message::CellsLost { cells, columns });
        }
    }

    /// Text in which a link, an emphasis or a mark was meant.
    pub(super) fn check_text(&mut self, text: &str, span: &Range<usize>) {
        if self.text.get(span.clone()) != Some(text) {
            return;
        }
        if self.document.unset_mark.is_none()
            && let Some((at, mark)) = inline_marks::meant(text, self.settings)
        {
            let written = text[at.clone()].to_owned();
            self.document.unset_mark =
                Some(UnsetMark { mark, written, span: span.start + at.start..span.start + at.end });
        }
        let first_open = text.find('[').unwrap_or(text.len());
        for (at, _) in text.match_indices("](") {
            // No address that is meant holds a bracket; so the search ends soon where many begin.
            let Some(length) = text[at + 2..].find(['(', ')', '\n']) else { continue };
            let address = &text[at + 2..at + 2 + length];
            let is_meant = !text[at + 2 + length..].starts_with('(')
                && address.contains(' ')
                && !address.contains(['"', '\'', '<'])
                && address.contains(['.', '/']);
            if is_meant && first_open < at {
                let place = Place::span(self.source, span.start + at + 2..span.start + at + 2 + length);
                self.report.at(place, Message::BlankInAddress { address: address.to_owned() });
            }
        }
        for mark in ["**", "__"] {
            for (at, _) in text.match_indices(mark) {
                let beside = [text[..at].chars().next_back(), text[at + 2..].chars().next()];
                if beside.into_iter().flatten().any(is_cjk) {
                    let place = Place::span(self.source, span.start + at..span.start + at + 2);
                    self.report.at(place, Message::LooseEmphasis { mark });
                    break;
                }
            }
        }
    }
}

/// Letters and punctuation of Chinese, Japanese and Korean.
fn is_cjk(c: char) -> bool {
    matches!(u32::from(c), 0x2e80..=0x9fff | 0xac00..=0xd7af | 0xf900..=0xfaff | 0xff00..=0xffef | 0x2_0000..=0x3_ffff)
}

/// Whether a line is the second of a table: `|---|:-:|`.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.contains("--") && line.contains('|') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

/// The cells of a row. A bar splits it wherever it stands, in code too, unless a backslash stands before it.
fn cells(row: &str) -> usize {
    let row = row.trim().trim_start_matches(['>', ' ']);
    let row = row.strip_prefix('|').unwrap_or(row);
    let mut bars = 0;
    let mut is_escaped = false;
    let mut ends_in_bar = false;
    for byte in row.bytes() {
        ends_in_bar = byte == b'|' && !is_escaped;
        bars += usize::from(ends_in_bar);
        is_escaped = byte == b'\\' && !is_escaped;
    }
    bars + usize::from(!ends_in_bar)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_counted_as_gfm_splits_them() {
        for (row, count) in
            [("| a | b |", 2), ("a | b", 2), ("| `a|b` | or |", 3), ("| `a\\|b` | or |", 2), ("| a", 1), ("|a||", 2)]
        {
            assert_eq!(cells(row), count, "{row}");
        }
    }
}
