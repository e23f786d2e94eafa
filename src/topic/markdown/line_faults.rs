//! Lines that Markdown takes away or reads as something else: a second definition of one label, and git's conflict markers.
//!
//! In: a body, and the bytes of it that are code, HTML or formulas. Out: problems. Labels are compared as references are.

use std::collections::BTreeMap;

use crate::problem::message::Message;
use crate::problem::slip::Slip;
use crate::text::bytes;
use crate::text::span::Span;
use crate::topic::markdown::folded_label;

/// Lines outside code, HTML and formulas, each with the line before it. `claimed` is in order of its starts.
fn lines<'a>(body: &'a str, claimed: &'a [Span]) -> impl Iterator<Item = (usize, &'a str, &'a str)> {
    let mut at = 0;
    let mut before = "";
    body.split_inclusive('\n')
        .map(move |line| {
            let found = (at, line, before);
            at += line.len();
            before = line;
            found
        })
        .filter(|(at, line, _)| {
            let start = at + line.len() - line.trim_start().len();
            let first = claimed.partition_point(|range| range.start <= start);
            !claimed[..first].iter().rev().take(8).any(|range| range.contains(start))
        })
}

/// `[label]` of `[label]: address`, and of `[^label]: text`.
fn defined_label(line: &str) -> Option<&str> {
    let text = line.trim_start_matches(' ');
    let label = text.strip_prefix('[').filter(|_| line.len() - text.len() <= 3)?;
    let end = label.find([']', '[', '\n'])?;
    (label[end..].starts_with("]:") && end > 0 && !label[..end].ends_with('\\')).then_some(&label[..end])
}

/// Whether a definition is a remark that no reader sees: `[//]: # (a remark)`, `[comment]: <> (a remark)`.
fn is_remark(line: &str) -> bool {
    let (label, address) = line.trim().split_once("]:").unwrap_or_default();
    let address = address.split_whitespace().next().unwrap_or_default();
    label.starts_with("[//") || matches!(address, "#" | "<>" | "<#>")
}

/// Definitions of a label that has one already: only the first counts. `defined`: where that of each label stands.
pub fn repeated_definitions(body: &str, defined: &BTreeMap<String, usize>, claimed: &[Span]) -> Vec<(Span, Message)> {
    let mut problems = Vec::new();
    if defined.is_empty() {
        return problems;
    }
    let mut follows = false;
    for (at, line, before) in lines(body, claimed) {
        let label = defined_label(line).filter(|label| !label.starts_with('^'));
        // A definition ends no paragraph: there it is text, and seen.
        let stands = before.trim().is_empty() || follows || before.starts_with('#');
        follows = label.is_some() && stands;
        let Some(label) = label.filter(|_| stands && !is_remark(line)) else { continue };
        if defined.get(&folded_label(label)).is_some_and(|first| line_of(body, *first) != at) {
            let span = Span::new(at, at + line.trim_end().len());
            problems.push((span, Message::RepeatedDefinition { label: label.to_owned() }));
        }
    }
    problems
}

fn line_of(body: &str, at: usize) -> usize {
    body[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// How the first line of a conflict begins.
const BEGUN: &str = "<<<<<<<";

/// What git leaves in a file whose merge was not finished.
pub fn conflicts(body: &str, claimed: &[Span]) -> Vec<(Span, Message)> {
    let is_mark = |line: &str, sign: &str| {
        line.strip_prefix(sign).is_some_and(|rest| rest.starts_with(' ') || rest.trim_end().is_empty())
    };
    let mut begun = None;
    let mut problems = Vec::new();
    if memchr::memmem::find(body.as_bytes(), BEGUN.as_bytes()).is_none() {
        return problems;
    }
    for (at, line, _) in lines(body, claimed) {
        if is_mark(line, BEGUN) {
            begun = Some(Span::new(at, at + line.trim_end().len()));
        } else if is_mark(line, ">>>>>>>")
            && let Some(span) = begun.take()
        {
            problems.push((span, Message::MergeConflict));
        }
    }
    problems
}

/// Signs that nobody sees and that act: control characters, and changes of direction that override it or go on behind their line.
/// The escapes of a terminal may stand in code, where they are colours.
pub fn hidden_signs(body: &str, claimed: &[Span]) -> Vec<(Span, Message)> {
    let is_control = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    let is_blank = |byte: u8| (byte == b'\t') | (byte == b'\n') | (byte == b'\r');
    let begins = |byte: u8| (byte == 0x7f) | (byte == 0xc2) | (byte == 0xe2);
    let may_act = |text: &str| bytes::any(text, |byte| (byte < 0x20) & !is_blank(byte) | begins(byte));
    let is_claimed = |at: usize| {
        let first = claimed.partition_point(|range| range.start <= at);
        claimed[..first].iter().rev().take(8).any(|range| range.contains(at))
    };
    let mut problems = Vec::new();
    if !may_act(body) {
        return problems;
    }
    let mut start = 0;
    for line in body.split_inclusive('\n') {
        let mut open: Vec<(usize, char)> = Vec::new();
        let mut found = None;
        let signs = if may_act(line) { line } else { "" };
        for (at, c) in signs.char_indices() {
            match c {
                '\u{1b}' if is_claimed(start + at) => {}
                c if is_control(c) => found = found.or(Some((at, c))),
                '\u{202d}' | '\u{202e}' => found = found.or(Some((at, c))),
                '\u{202a}' | '\u{202b}' | '\u{2066}'..='\u{2068}' => open.push((at, c)),
                '\u{202c}' | '\u{2069}' => drop(open.pop()),
                _ => {}
            }
        }
        if let Some((at, sign)) = found.or(open.first().copied()) {
            problems.push((Span::new(at, at + sign.len_utf8()).behind(start), Slip::HiddenSign { sign }.into()));
        }
        start += line.len();
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_definition_begins_a_line() {
        for (line, label) in [("[a]: b.md", Some("a")), ("   [A b]: <c>\n", Some("A b")), ("[^1]: x", Some("^1"))] {
            assert_eq!(defined_label(line), label, "{line}");
        }
        for line in ["[a] : b", "    [a]: b", "x [a]: b", "[a\\]: b", "[]: b", "[a][b]: c"] {
            assert_eq!(defined_label(line), None, "{line}");
        }
    }

    #[test]
    fn a_conflict_has_both_its_ends() {
        let whole = "a\n\n<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> main\n";
        assert_eq!(conflicts(whole, &[]), [(Span::new(3, 15), Message::MergeConflict)]);
        assert_eq!(conflicts("<<<<<<< HEAD\n", &[]), []);
        assert_eq!(conflicts(">>>>>>> seven\n", &[]), []);
        assert_eq!(conflicts(whole, &[Span::new(0, whole.len())]), []);
    }

    #[test]
    fn signs_that_act_and_are_not_seen_are_told() {
        let signs = |text: &str, claimed: &[Span]| -> Vec<(usize, usize)> {
            hidden_signs(text, claimed).into_iter().map(|(span, _)| (span.start, span.end)).collect()
        };
        assert_eq!(signs("a \u{202e}b\n\u{7}c \u{8}\n", &[]), [(2, 5), (7, 8)]);
        assert_eq!(signs("a \u{1b}[31m\n", &[]), [(2, 3)]);
        assert_eq!(signs("a \u{1b}[31m\n", &[Span::new(0, 9)]), []);
        assert_eq!(signs("a \u{2067}b\n", &[]), [(2, 5)]);
        assert_eq!(signs("\u{2067}b\u{2069} \u{200f}c\u{a0}\td \u{202b}e\u{202c} é —\r\n", &[]), []);
    }
}
