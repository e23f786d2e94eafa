//! Blocks between colons, as Docusaurus, VitePress and Quarto write notes: `:::note`, `:::tip[Title]`, `::: {.callout-warning}`.
//!
//! In: Markdown of elsewhere. Out: Markdown in which each is an alert. A block of another kind, or one that never ends, stays and is
//! told.

use std::collections::BTreeMap;

use crate::import::alerts;
use crate::import::found::Losses;
use crate::import::maths;
use crate::problem::report::Place;

/// Blocks lie so deep in each other.
const DEEPEST: usize = 12;

/// The first line of a block.
struct Opening<'t> {
    colons: usize,
    kind: &'t str,
    title: Option<&'t str>,
}

/// How many colons a line begins with, three at least, and what stands behind them.
fn colons(line: &str) -> Option<(usize, &str)> {
    let bare = line.trim();
    let rest = bare.trim_start_matches(':');
    (bare.len() - rest.len() >= 3).then(|| (bare.len() - rest.len(), rest.trim()))
}

fn opening(line: &str) -> Option<Opening<'_>> {
    let (colons, rest) = colons(line)?;
    let (kind, rest) = match rest.strip_prefix('{').and_then(|it| it.split_once('}')) {
        Some((list, after)) => (list.split_whitespace().next()?.trim_start_matches('.'), behind_kind(list, after)),
        None => {
            let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(rest.len());
            (&rest[..end], rest[end..].trim())
        }
    };
    let kind = kind.strip_prefix("callout-").unwrap_or(kind);
    if !kind.starts_with(|c: char| c.is_alphabetic()) {
        return None;
    }
    let quoted = rest.split_once("title=\"").and_then(|(_, it)| it.split_once('"')).map(|(title, _)| title);
    let bracketed = rest.strip_prefix('[').and_then(|it| it.rsplit_once(']')).map(|(title, _)| title);
    let title = quoted.or(bracketed).or((!rest.is_empty() && !rest.starts_with(['{', '['])).then_some(rest));
    Some(Opening { colons, kind, title })
}

/// Where a title may stand: in a list of attributes, or behind it.
fn behind_kind<'t>(list: &'t str, after: &'t str) -> &'t str {
    if after.trim().is_empty() {
        list.split_once(char::is_whitespace).map_or("", |(_, rest)| rest)
    } else {
        after.trim()
    }
}

/// Makes alerts of the blocks.
pub fn to_alerts(text: &str, place: Option<&Place>, losses: &mut Losses) -> String {
    if !text.contains(":::") {
        return text.to_owned();
    }
    let code = maths::code(text);
    let mut starts = Vec::new();
    text.split_inclusive('\n').fold(0, |at, line| {
        starts.push(at);
        at + line.len()
    });
    let lines: Vec<&str> = text.lines().collect();
    let is_text = |number: usize| {
        let line = lines[number];
        !maths::is_in(&code, starts[number] + line.len() - line.trim_start().len())
    };
    let ends = ends(&lines, is_text);
    let mut out = String::with_capacity(text.len());
    // The last line of each open block, and the blanks before its first.
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut lead = String::new();
    let mut is_after_gap = true;
    for (number, line) in lines.iter().enumerate() {
        let begins = ends.get(&number).and_then(|end| Some((*end, opening(line)?)));
        if let Some((end, it)) = begins {
            let blanks = line.len() - line.trim_start().len();
            if !is_after_gap {
                out.push_str(&format!("{}\n", lead.trim_end()));
            }
            if open.is_empty() {
                lead = line[..blanks].to_owned();
            }
            open.push((end, blanks));
            if it.kind.eq_ignore_ascii_case("details") {
                alerts::tell_folded(place, losses);
            }
            let head = alerts::written((it.kind, it.title), "", &lead, place, losses);
            out.push_str(head.trim_end_matches('\n'));
            out.push('\n');
            lead.push_str("> ");
            is_after_gap = true;
            continue;
        }
        match open.last() {
            Some((end, _)) if *end == number => {
                open.pop();
                lead.truncate(lead.len() - 2);
                // What follows is none of the quote's.
                out.push_str(&format!("{}\n", lead.trim_end()));
                is_after_gap = true;
                continue;
            }
            Some((_, blanks)) => {
                let own = line.len() - line.trim_start().len();
                let line = &line[own.min(*blanks)..];
                let is_gap = line.trim().is_empty();
                if !(is_gap && is_after_gap) {
                    out.push_str(format!("{lead}{line}").trim_end());
                    out.push('\n');
                }
                is_after_gap = is_gap;
            }
            None => {
                if is_text(number) && opening(line).is_some_and(|it| alerts::known(&it.kind.to_lowercase()).is_some()) {
                    losses.add(format!("`{}`", line.trim()), "it never ends, and stays as it is written", place);
                }
                out.push_str(line);
                out.push('\n');
                is_after_gap = line.trim().is_empty();
            }
        }
    }
    out
}

/// The last lines of blocks by their first ones.
fn ends(lines: &[&str], is_text: impl Fn(usize) -> bool) -> BTreeMap<usize, usize> {
    let mut ends = BTreeMap::new();
    let mut open: Vec<(usize, usize, bool)> = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let Some((count, rest)) = colons(line).filter(|_| is_text(number)) else { continue };
        if let Some(it) = opening(line) {
            let is_note = alerts::known(&it.kind.to_lowercase()).is_some() && open.len() < DEEPEST;
            open.push((it.colons, number, is_note));
        } else if rest.is_empty()
            && let Some(at) = open.iter().rev().take(DEEPEST).position(|(colons, ..)| *colons == count)
        {
            let at = open.len() - 1 - at;
            let (_, first, is_note) = open[at];
            open.truncate(at);
            if is_note {
                ends.insert(first, number);
            }
        }
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        to_alerts(text, None, &mut Losses::default())
    }

    #[test]
    fn a_block_between_colons_is_an_alert() {
        for (text, expected) in [
            (":::note\na\n:::\n", "> [!NOTE]\n> a\n\n"),
            (":::tip[My *tip*]\n\na\n\nb\n\n:::\nc\n", "> [!TIP]\n> **My *tip***\n>\n> a\n>\n> b\n>\n\nc\n"),
            ("::: warning Stop it\na\n:::\n", "> [!WARNING]\n> **Stop it**\n>\n> a\n\n"),
            ("::: {.callout-danger title=\"So\"}\na\n:::\n", "> [!CAUTION]\n> **So**\n>\n> a\n\n"),
            ("a\n:::info\n```js\n:::\n```\n:::\n", "a\n\n> [!NOTE]\n> ```js\n> :::\n> ```\n\n"),
            ("::::note\na\n:::tip\nb\n:::\nc\n::::\n", "> [!NOTE]\n> a\n>\n> > [!TIP]\n> > b\n>\n> c\n\n"),
            ("- x\n\n  :::note\n  a\n  :::\n", "- x\n\n  > [!NOTE]\n  > a\n\n"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_note_or_never_ends_stays() {
        for text in [
            ":::note\na\n",
            "::: module.name\n    options: x\n",
            ":::tabs\na\n:::\n",
            "a ::: b\n",
            "::::\n:::\n",
            "```\n:::note\na\n:::\n```\n",
            "The sign `:::` alone.\n",
        ] {
            assert_eq!(read(text), text, "{text}");
        }
    }
}
