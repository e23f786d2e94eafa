//! What of a text stands in no topic.
//!
//! In: the bytes that a reader passes over, in any order. Out: losses, each with its lines; what lies side by side is
//! told once.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::import::clean;
use crate::import::found::{Losses, line_place};
use crate::path::SourcePath;
use crate::text::position::Cursor;

/// What bytes are that are passed over.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A heading with all that is under it.
    Part(String),
    /// The same, folded.
    Folded(String),
    /// An item that is only an address.
    Address(String),
    /// Links to the headings of the page.
    Contents,
    /// A comment of HTML.
    Comment,
    /// Anything else.
    Loose,
}

impl Kind {
    fn says(&self) -> (String, &'static str) {
        match self {
            Kind::Part(name) => (format!("the part `{name}`"), ""),
            Kind::Folded(name) => (format!("the folded part `{name}`"), ""),
            Kind::Address(address) => (format!("the address `{address}`"), ""),
            Kind::Contents => ("the table of contents".into(), "the guide makes its own"),
            Kind::Comment => ("comments".into(), ""),
            Kind::Loose => ("what belongs to no question".into(), "bring it in by hand where it helps"),
        }
    }
}

/// Tells what a page holds that is never shown: comments.
pub fn tell_unseen(source: &SourcePath, text: &str, losses: &mut Losses) {
    let mut left = Left::default();
    clean::comments(text).into_iter().for_each(|range| left.add(range, Kind::Comment));
    left.tell(source, text, losses);
}

/// All that was passed over.
#[derive(Debug, Default)]
pub struct Left(Vec<(Range<usize>, Kind)>);

impl Left {
    /// Notes bytes.
    pub fn add(&mut self, range: Range<usize>, kind: Kind) {
        self.0.push((range, kind));
    }

    /// Tells what was noted. Of two of which one holds the other, the outer is told.
    pub fn tell(mut self, source: &SourcePath, text: &str, losses: &mut Losses) {
        self.0.sort_by(|(a, one), (b, other)| (a.start, b.end, one).cmp(&(b.start, a.end, other)));
        let mut told: Vec<(Range<usize>, Kind)> = Vec::new();
        for (range, kind) in self.0 {
            let start = told.last().map_or(range.start, |(last, _)| range.start.max(last.end));
            if start >= range.end || text[start..range.end].trim().is_empty() {
                continue;
            }
            match told.last_mut() {
                Some((last, known)) if *known == kind && text[last.end..start].trim().is_empty() => {
                    last.end = range.end
                }
                _ => told.push((start..range.end, kind)),
            }
        }
        let mut cursor = Cursor::default();
        // Each kind once, but that parts of text are told one by one.
        let mut messages: BTreeMap<(Kind, usize), (usize, Vec<String>)> = BTreeMap::new();
        for (range, kind) in told {
            let inside = &text[range.clone()];
            let start = range.end - inside.trim_start().len();
            let end = range.start + inside.trim_end().len();
            let (first, _) = cursor.move_to(text, start);
            let (last, _) = cursor.move_to(text, end);
            let lines = if first == last { first.to_string() } else { format!("{first} to {last}") };
            let alone = if kind == Kind::Comment { 0 } else { start };
            let (_, all) = messages.entry((kind, alone)).or_insert((start, Vec::new()));
            if all.last() != Some(&lines) {
                all.push(lines);
            }
        }
        for ((kind, _), (start, lines)) in messages {
            let (what, instead) = kind.says();
            let lines = lines.join(", ");
            let word = if lines.contains([' ', ',']) { "lines" } else { "line" };
            losses.add_at(format!("{what} ({word} {lines})"), instead, &line_place(source, text, start));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::report::{Report, Texts};

    #[test]
    fn neighbours_are_told_once_and_the_outer_alone() {
        let text = "one\n\ntwo\n\n## Part\n\nthree\n\nfour\n";
        let mut left = Left::default();
        for (words, kind) in [("two", Kind::Loose), ("three", Kind::Loose), ("one", Kind::Loose)] {
            let at = text.find(words).unwrap();
            left.add(at..at + words.len(), kind);
        }
        left.add(10..25, Kind::Part("Part".into()));
        left.add(26..text.len(), Kind::Loose);
        let (mut losses, mut report) = (Losses::default(), Report::new());
        left.tell(&SourcePath::new("a.md"), text, &mut losses);
        losses.report(&[], &mut report);
        let said: Vec<String> =
            report.to_json(&Texts::new()).into_iter().map(|it| it.message.replace("not carried over: ", "")).collect();
        assert_eq!(
            said,
            [
                "what belongs to no question (lines 1 to 3)",
                "the part `Part` (lines 5 to 7)",
                "what belongs to no question (line 9)"
            ]
        );
    }
}
