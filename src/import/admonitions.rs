//! Blocks of Python-Markdown extensions as blocks of GFM.
//!
//! In: Markdown of MkDocs. Out: Markdown in which `!!! note "Title"` with its indented body is `> [!NOTE]` with a
//! quoted one. Tabs become headings in bold; attribute lists, icons and other marks go, and are told.

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};

use crate::import::alerts;
use crate::import::found::{Edits, Losses};
use crate::import::heading_attributes;
use crate::import::line_marks::{self, Marks};
use crate::import::maths::{self, Notation};
use crate::problem::report::Place;

/// The mark and the head of a block that a line begins: `!!! note "Title"`, `???+ tip`, `=== "Tab"`. Words behind the mark that
/// are no kinds and no title make text of it.
fn opening(line: &str) -> Option<(&'static str, &str)> {
    let (mark, rest) = ["!!!", "???+", "???", "==="].into_iter().find_map(|it| Some((it, line.strip_prefix(it)?)))?;
    let rest = if mark == "===" { rest.trim_start_matches(['+', '!']) } else { rest };
    let head = rest.trim();
    let (kinds, title) = head.split_once('"').map_or((head, None), |(kinds, title)| (kinds, Some(title)));
    let is_kind = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ');
    let is_told = match mark {
        "===" => kinds.is_empty() && title.is_some() && rest.starts_with(' '),
        "!!!" => !kinds.is_empty(),
        _ => !head.is_empty(),
    };
    let is_whole =
        kinds.chars().all(is_kind) && title.is_none_or(|title| title.ends_with('"')) && !rest.starts_with("  ");
    (is_told && is_whole).then_some((mark, head))
}

/// What mkdocstrings and its like write about: `::: package.module.Name`, `::: mkdocs-click`.
fn named_code(line: &str) -> Option<&str> {
    let name = line.strip_prefix("::: ")?.trim();
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | ':' | '/');
    (alerts::known(name).is_none() && name.chars().all(is_name)).then_some(name)
}

/// Blocks in blocks are read so deep: each is read again in every one that holds it.
const DEEPEST: usize = 12;

/// Rewrites a page. What is indented in it is no code, and may hold formulas.
pub fn to_alerts(text: &str, how: (Notation, Marks), place: Option<&Place>, losses: &mut Losses) -> String {
    rewritten(text, DEEPEST, how, place, losses)
}

fn rewritten(text: &str, depth: usize, how: (Notation, Marks), place: Option<&Place>, losses: &mut Losses) -> String {
    let (notation, used) = how;
    if depth == 0 && text.lines().any(|line| opening(line).is_some()) {
        losses.add("notes and tabs that lie too deep in each other", "they stay as they are written", place);
    }
    let text = with_blanks(&maths::to_dollars(text, notation));
    let lines: Vec<&str> = text.lines().collect();
    let code = indented_code(&text);
    let mut out = String::with_capacity(text.len());
    let mut fence: Option<&str> = None;
    let mut at = 0;
    // Where the lines begin.
    let starts: Vec<usize> =
        lines.iter().scan(0, |next, line| Some(std::mem::replace(next, *next + line.len() + 1))).collect();
    while at < lines.len() {
        let line = lines[at];
        let bare = line.trim_start();
        let blanks = line.len() - bare.len();
        let is_code = blanks >= 4 && maths::is_in(&code, starts[at] + blanks);
        at += 1;
        if let Some(open) = fence {
            fence = if bare.starts_with(open) { None } else { fence };
            push(&mut out, line);
            continue;
        }
        if bare.starts_with("```") || bare.starts_with("~~~") {
            fence = Some(&bare[..3]);
            push(&mut out, line);
            continue;
        }
        if let Some(name) = named_code(bare) {
            losses.add(format!("`::: {name}`"), "the source wrote its text from code: bring it in by hand", place);
            let indent = line.len() - bare.len() + 4;
            at += lines[at..].iter().take_while(|line| line.len() - line.trim_start().len() >= indent).count();
            continue;
        }
        let Some((mark, head)) = opening(bare).filter(|_| depth > 0 && !is_code && !line.starts_with('\t')) else {
            let next = lines.get(at).map_or("", |next| next.trim());
            let is_heading = line.starts_with('#') || ["=", "-"].iter().any(|sign| is_all(next, sign));
            // Its list of attributes is settled when the page is clean.
            let list = is_heading.then(|| heading_attributes::list_of_line(line)).flatten();
            let (words, list) = line.split_at(list.map_or(line.len(), |(range, _)| range.start));
            push(&mut out, &(line_marks::inline(&line_marks::marks(words, used), place, losses) + list));
            continue;
        };
        let lead = &line[..blanks];
        let inner = format!("{lead}    ");
        let end = at + lines[at..].iter().take_while(|line| line.trim().is_empty() || line.starts_with(&inner)).count();
        let body: Vec<&str> = lines[at..end].iter().map(|line| line.strip_prefix(&inner).unwrap_or("")).collect();
        let body = rewritten(&body.join("\n"), depth - 1, how, place, losses);
        block((mark, head), body.trim_matches('\n'), lead, place, losses, &mut out);
        at = end;
    }
    out
}

/// Python-Markdown reads `##Heading` as a heading, and any blank behind the signs.
fn with_blanks(text: &str) -> String {
    if !text.starts_with('#') && !text.contains("\n#") {
        return text.to_owned();
    }
    let code = maths::code(text);
    let mut edits = Edits::default();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let level = line.len() - line.trim_start_matches('#').len();
        let rest = &line[level..];
        let gap = rest.len() - rest.trim_start_matches('\u{a0}').len();
        let begins = rest[gap..].starts_with(|c: char| c.is_alphabetic() || matches!(c, '`' | '*' | '[' | '<'));
        // `#hashtag` and `#define` are text as often.
        if (2..=6).contains(&level) && begins && !maths::is_in(&code, start) {
            edits.replace(start + level..start + level + gap, " ");
        }
    }
    edits.apply(text)
}

fn push(out: &mut String, line: &str) {
    out.push_str(line);
    out.push('\n');
}

/// Blocks of code that four blanks make, as CommonMark reads them.
fn indented_code(text: &str) -> Vec<std::ops::Range<usize>> {
    let is_code = |event: &Event<'_>| matches!(event, Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)));
    Parser::new(text).into_offset_iter().filter(|(event, _)| is_code(event)).map(|(_, range)| range).collect()
}

fn block(
    (mark, head): (&str, &str),
    body: &str,
    lead: &str,
    place: Option<&Place>,
    losses: &mut Losses,
    out: &mut String,
) {
    let (kind, title) = match head.split_once('"') {
        Some((kind, title)) => (kind.trim(), Some(title.trim_end_matches('"'))),
        None => (head, None),
    };
    if mark.starts_with('=') {
        losses.add("tabs", "they became parts with a name in bold", place);
        out.push_str(&format!("{lead}**{}**\n\n", title.unwrap_or(kind)));
        for line in body.lines() {
            push(out, format!("{lead}{line}").trim_end());
        }
        return out.push('\n');
    }
    if mark.starts_with('?') {
        alerts::tell_folded(place, losses);
    }
    let kind = kind.split_whitespace().next().unwrap_or("note");
    out.push_str(&alerts::written((kind, title), body, lead, place, losses));
}

/// Whether a line is that sign and no other, as below a heading.
fn is_all(line: &str, sign: &str) -> bool {
    !line.is_empty() && line.replace(sign, "").is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Marks = Marks { mark: true, keys: true, caret: true };

    #[test]
    fn a_block_begins_with_kinds_and_a_title_and_nothing_else() {
        for (line, head) in [
            ("!!! note", "note"),
            ("!!!note \"x\"", "note \"x\""),
            ("!!! danger inline end \"T \"q\" t\"", "danger inline end \"T \"q\" t\""),
            ("??? \"Only a title\"", "\"Only a title\""),
            ("???+tip", "tip"),
            ("===+ \"Tab\"", "\"Tab\""),
            ("===! \"Tab\"", "\"Tab\""),
        ] {
            assert_eq!(opening(line).map(|it| it.1), Some(head), "{line}");
        }
        for text in ["!!!", "!!! Stop, this is loud!", "=== heading", "===", "===\"x\"", "????", "???", "==== x"] {
            assert_eq!(opening(text), None, "{text}");
        }
    }

    #[test]
    fn blocks_in_items_stay_in_them() {
        let read = |text: &str| to_alerts(text, (Notation::Guessed, ALL), None, &mut Losses::default());
        for (text, expected) in [
            (
                "- Item:\n\n    !!! note \"T\"\n        One.\n\n        Two.\n\n    After.\n",
                "- Item:\n\n    > [!NOTE]\n    > **T**\n    >\n    > One.\n    >\n    > Two.\n\n    After.\n",
            ),
            (
                "1. One\n\n    === \"Tab\"\n\n        ```python\n        x\n        ```\n\n    === \"Other\"\n\n        y\n",
                "1. One\n\n    **Tab**\n\n    ```python\n    x\n    ```\n\n    **Other**\n\n    y\n\n",
            ),
            ("- a\n    - b\n\n        ??? tip\n            c\n", "- a\n    - b\n\n        > [!TIP]\n        > c\n\n"),
            ("Code:\n\n    !!! note\n        a\n", "Code:\n\n    !!! note\n        a\n"),
            ("- a\n\n        !!! note\n", "- a\n\n        !!! note\n"),
            ("```\n    !!! note\n```\n", "```\n    !!! note\n```\n"),
        ] {
            assert_eq!(read(text), expected);
        }
    }

    #[test]
    fn what_is_written_from_code_is_left_out() {
        let read = |text: &str| to_alerts(text, (Notation::Guessed, ALL), None, &mut Losses::default());
        for text in [
            "::: pkg.mod\n",
            "::: mkdocs-click\n    :module: x\n    :command: y\n",
            "::: pkg\n    options:\n      a: b\n",
        ] {
            assert_eq!(read(&format!("a\n\n{text}\nb\n")), "a\n\n\nb\n");
        }
        for text in ["::: note\n", ":::\n", "::: two words\n"] {
            assert_eq!(read(text), text);
        }
    }

    #[test]
    fn a_heading_keeps_its_list_for_what_settles_it() {
        let read = |text: &str| to_alerts(text, (Notation::Guessed, ALL), None, &mut Losses::default());
        for text in [
            "## Set ==up== { #setup .wide }\n",
            "### `x` {: id=x-1 } ##\n",
            "A { #a }\n---\n",
            "```css\n## a { #b }\n```\n",
        ] {
            assert_eq!(read(text), text.replace("==up==", "**up**"));
        }
        assert_eq!(read("Words { #a }\n"), "Words\n");
        assert_eq!(read("##A\n\n##\u{a0}B\n\n#hashtag\n"), "## A\n\n## B\n\n#hashtag\n");
        assert_eq!(read("```\n##A\n```\n"), "```\n##A\n```\n");
    }

    #[test]
    fn what_a_program_would_write_here_goes_and_words_stay() {
        let read = |text: &str| to_alerts(text, (Notation::Guessed, ALL), None, &mut Losses::default());
        for (text, expected) in [
            ("a\n\n::: pkg.mod.Cls\n    options:\n      x: y\n\nb\n", "a\n\n\nb\n"),
            ("::: note\nx\n:::\n", "::: note\nx\n:::\n"),
            ("{% include \"x.md\" %}\n", "\n"),
            ("{% raw %}{{ raw }}{% endraw %}\n", "{{ raw }}\n"),
            ("{% raw %}\na\n{% endraw %}\n", "\na\n\n"),
            ("{% if x %}words{% endif %}\n", "`{% if x %}`words`{% endif %}`\n"),
        ] {
            assert_eq!(read(text), expected);
        }
    }

    #[test]
    fn blocks_in_blocks_are_read_to_a_limit() {
        for mark in ["!!! note", "=== \"x\"", "??? tip"] {
            let deep = |count: usize| (0..count).map(|n| format!("{}{mark}\n\n", "    ".repeat(n))).collect::<String>();
            let read = |count: usize| to_alerts(&deep(count), (Notation::Guessed, ALL), None, &mut Losses::default());
            assert_eq!(read(DEEPEST).matches(mark).count(), 0);
            assert_eq!(read(DEEPEST + 1).matches(mark).count(), 1);
            assert_eq!(read(60).matches(mark).count(), 60 - DEEPEST);
        }
    }

    #[test]
    fn admonitions_become_alerts_with_their_body() {
        let text = "a\n\n!!! danger \"Watch out\"\n    One.\n\n    ```python\n    x = 1\n    ```\n\nb :material-star: [c](d.md){ .md-button } `{ .x }`\n";
        let out = to_alerts(text, (Notation::Guessed, ALL), None, &mut Losses::default());
        assert_eq!(
            out,
            "a\n\n> [!CAUTION]\n> **Watch out**\n>\n> One.\n>\n> ```python\n> x = 1\n> ```\n\nb [c](d.md) `{ .x }`\n"
        );
    }
}
