//! Lines that Markdown takes away or reads as something else: a second definition of one label, and git's conflict markers.
//!
//! In: a body, and the bytes of it that are code, HTML or formulas. Out: problems. Labels are compared as references are.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::problem::message::Message;
use crate::topic::markdown::folded_label;

/// Lines outside code, HTML and formulas, each with the line before it. `claimed` is in order of its starts.
fn lines<'a>(body: &'a str, claimed: &'a [Range<usize>]) -> impl Iterator<Item = (usize, &'a str, &'a str)> {
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
            !claimed[..first].iter().rev().take(8).any(|range| range.contains(&start))
        })
}

/// `[label]` of `[label]: address`, and of `[^label]: text`.
fn defined_label(line: &str) -> Option<&str> {
    let text = line.trim_start_matches(' ');
    let label = text.strip_prefix('[').filter(|_| line.len() - text.len() <= 3)?;
    let end = label.find([']', '[', '\n'])?;
    (label[end..].starts_with("]:") && end > 0 && !label[..end].ends_with('\\')).then_some(&label[..end])
}

/// Definitions of a label that has one already: only the first counts. `defined`: where that of each label stands.
pub fn repeated_definitions(
    body: &str,
    defined: &BTreeMap<String, usize>,
    claimed: &[Range<usize>],
) -> Vec<(Range<usize>, Message)> {
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
        let Some(label) = label.filter(|_| stands) else { continue };
        if defined.get(&folded_label(label)).is_some_and(|first| line_of(body, *first) != at) {
            let span = at..at + line.trim_end().len();
            problems.push((span, Message::RepeatedDefinition { label: label.to_owned() }));
        }
    }
    problems
}

fn line_of(body: &str, at: usize) -> usize {
    body[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// What git leaves in a file whose merge was not finished.
pub fn conflicts(body: &str, claimed: &[Range<usize>]) -> Vec<(Range<usize>, Message)> {
    let is_mark = |line: &str, sign: &str| {
        line.strip_prefix(sign).is_some_and(|rest| rest.starts_with(' ') || rest.trim_end().is_empty())
    };
    let mut begun = None;
    let mut problems = Vec::new();
    for (at, line, _) in lines(body, claimed) {
        if is_mark(line, "<<<<<<<") {
            begun = Some(at..at + line.trim_end().len());
        } else if is_mark(line, ">>>>>>>")
            && let Some(span) = begun.take()
        {
            problems.push((span, Message::MergeConflict));
        }
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
        assert_eq!(conflicts(whole, &[]), [(3..15, Message::MergeConflict)]);
        assert_eq!(conflicts("<<<<<<< HEAD\n", &[]), []);
        assert_eq!(conflicts(">>>>>>> seven\n", &[]), []);
        assert_eq!(conflicts(whole, std::slice::from_ref(&(0..whole.len()))), []);
    }
}
