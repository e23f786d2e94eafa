//! Blocks of Python-Markdown extensions as blocks of GFM.
//!
//! In: Markdown of MkDocs. Out: Markdown in which `!!! note "Title"` with its indented body is `> [!NOTE]` with a
//! quoted one. Tabs become headings in bold; attribute lists, icons and other marks go, and are told.

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};

use crate::import::alerts;
use crate::import::found::{Edits, Losses};
use crate::import::maths::{self, Notation};
use crate::problem::report::Place;
use crate::topic::document::Width;

/// How abbreviations are told of that a guide does not allow.
pub const ABBREVIATIONS: &str = "what abbreviations stand for (`*[`)";

/// Which marks of PyMdown mean something inside of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// `==marked==`.
    pub mark: bool,
    /// `++ctrl+c++`.
    pub keys: bool,
    /// `^^inserted^^`.
    pub caret: bool,
}

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
            match heading_id(line).filter(|_| is_heading) {
                Some((line, id, is_more)) => {
                    if is_more {
                        losses.add("attribute lists", "", place);
                    }
                    let line = inline(&marks(line, used), place, losses);
                    push(&mut out, &format!("{} {{#{id}}}", line.trim_end()));
                }
                None => push(&mut out, &inline(&marks(line, used), place, losses)),
            }
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

/// Marks of PyMdown: `==marked==` is bold, `++ctrl+c++` code, `^^inserted^^` plain. Code is left alone.
fn marks(line: &str, used: Marks) -> String {
    let mut out = String::with_capacity(line.len());
    for (number, part) in line.split('`').enumerate() {
        out.push_str(if number > 0 { "`" } else { "" });
        let mut part = part.to_owned();
        for (mark, instead, is_used) in [("==", "**", used.mark), ("++", "`", used.keys), ("^^", "", used.caret)] {
            if is_used && number % 2 == 0 {
                part = marked(&part, mark, instead);
            }
        }
        out.push_str(&part);
    }
    out
}

/// A text with another mark round what stands between two of one.
fn marked(text: &str, mark: &str, instead: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once(mark) {
        let inside = behind.split_once(mark).filter(|(inside, _)| {
            // `{++added++}` is CriticMarkup.
            !inside.is_empty() && inside.trim() == *inside && !inside.contains(['=', '^']) && !before.ends_with('{')
        });
        out.push_str(before);
        rest = match inside {
            Some((inside, after)) => {
                out.push_str(&format!("{instead}{inside}{instead}"));
                after
            }
            None => {
                out.push_str(mark);
                behind
            }
        };
    }
    out + rest
}

/// Whether a line is that sign and no other, as below a heading.
fn is_all(line: &str, sign: &str) -> bool {
    !line.is_empty() && line.replace(sign, "").is_empty()
}

/// The line before the attribute list that ends it, the id in that, and whether it holds more: `## Setting up { #setup .wide }`.
fn heading_id(line: &str) -> Option<(&str, &str, bool)> {
    let (before, list) = line.trim_end().strip_suffix('}')?.rsplit_once('{')?;
    let list = list.strip_prefix(':').unwrap_or(list);
    let id = |word: &'_ str| {
        let id = word.strip_prefix('#').or_else(|| word.strip_prefix("id="))?.trim_matches(['"', '\'']);
        (!id.is_empty())
            .then_some(word.len() - word.trim_start_matches("id=").trim_start_matches(['#', '"', '\'']).len())
    };
    let (word, start) = list.split_whitespace().find_map(|word| Some((word, id(word)?)))?;
    Some((before.trim_end(), word[start..].trim_end_matches(['"', '\'']), list.trim() != word))
}

/// Marks inside a line: `{ .class }`, `:icon-name:`, `[TOC]`, `*[ABBR]: …`.
fn inline(line: &str, place: Option<&Place>, losses: &mut Losses) -> String {
    let bare = line.trim();
    if bare.eq_ignore_ascii_case("[toc]") {
        return String::new();
    }
    if line.contains("{% raw %}") || line.contains("{% endraw %}") {
        return inline(&line.replace("{% raw %}", "").replace("{% endraw %}", ""), place, losses);
    }
    if bare.starts_with("{%") {
        if bare.find("%}") == Some(bare.len() - 2) {
            losses.add(format!("`{bare}`"), "bring the text in by hand", place);
            return String::new();
        }
        losses.add("tags of templates", "they stay as they are written", place);
        return line.replace("{%", "`{%").replace("%}", "%}`");
    }
    if bare.starts_with("*[") && bare.contains("]:") {
        losses.add(
            ABBREVIATIONS,
            "they were kept: `abbreviations = true` under `[markdown]` in `book.toml` shows them",
            place,
        );
        return line.to_owned();
    }
    let line = &without_languages(line);
    let mut out = String::with_capacity(line.len());
    let mut rest = line.as_str();
    while let Some(start) = rest.find(['{', ':']) {
        let (before, from) = rest.split_at(start);
        let attributes = from.strip_prefix('{').map(|it| it.strip_prefix(':').unwrap_or(it).trim_start());
        let is_list = attributes.is_some_and(|it| {
            it.starts_with(['.', '#'])
                || it.starts_with("align=")
                || it.starts_with("width")
                || it.starts_with("data-")
                || ["target=", "class=", "id=", "style=", "title=", "loading=", "height=", "rel=", "download="]
                    .iter()
                    .any(|name| it.starts_with(name))
        });
        let icon = from.strip_prefix(':').and_then(|it| it.split_once(':')).map(|(name, _)| name);
        // Inside code a mark is code.
        let in_code = (out.matches('`').count() + before.matches('`').count()) % 2 == 1;
        let width = from.find('}').filter(|_| before.ends_with(')') && !in_code).and_then(|end| width(&from[..=end]));
        if let Some(width) = width {
            out.push_str(&format!("{before}{{width={width}}}"));
            rest = from.split_once('}').map_or("", |(_, after)| after);
            continue;
        }
        let length = match (from.find('}'), icon) {
            (Some(end), _) if is_list && !in_code => {
                losses.add("attribute lists", "", place);
                end + 1
            }
            (_, Some(name))
                if !in_code
                    && name.contains('-')
                    && name.starts_with(|c: char| c.is_ascii_lowercase())
                    && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') =>
            {
                losses.add("icons", "", place);
                name.len() + 2
            }
            _ => {
                out.push_str(before);
                out.push_str(&from[..1]);
                rest = &from[1..];
                continue;
            }
        };
        out.push_str(if is_list { before.trim_end() } else { before });
        rest = &from[length..];
        // One blank goes along: two more before an item's text would make code of what stands below it.
        if out.is_empty() || out.ends_with([' ', '[']) {
            rest = rest.strip_prefix(' ').unwrap_or(rest);
        }
    }
    out.push_str(rest);
    out
}

/// Code in a line names its language in PyMdown, and does not show it: `` `#!python x` ``.
fn without_languages(line: &str) -> String {
    let mut parts = line.split("`#!");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let name =
            part.len() - part.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || "+-_#".contains(c)).len();
        let is_language = name > 0 && part[name..].starts_with(' ');
        out.push_str(if is_language { "`" } else { "`#!" });
        out.push_str(if is_language { &part[name + 1..] } else { part });
    }
    out
}

/// The width in an attribute list that says nothing else: `{ width="300" }`.
fn width(list: &str) -> Option<&str> {
    let inner = list.strip_prefix('{')?.strip_suffix('}')?.trim_start_matches(':').trim();
    let value = inner.strip_prefix("width=")?.trim_matches(['"', '\'']);
    Width::read(value).map(|_| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Marks = Marks { mark: true, keys: true, caret: true };

    #[test]
    fn marks_of_pymdown_become_markdown_but_in_code() {
        assert_eq!(
            marks("Use ==pip== and ++ctrl+c++, `a == b` and c == d", ALL),
            "Use **pip** and `ctrl+c`, `a == b` and c == d"
        );
        assert_eq!(marks("++a++ or ++b+c++, ==x== ==y==", ALL), "`a` or `b+c`, **x** **y**");
        for text in ["{++add++}", "{==mark==}", "a == b == c", "x^^ and ^^y"] {
            assert_eq!(marks(text, ALL), text);
        }
        for text in ["==a==", "++b++", "^^c^^"] {
            assert_eq!(marks(text, Marks::default()), text);
        }
    }

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
    fn a_heading_keeps_its_id() {
        let read = |text: &str| to_alerts(text, (Notation::Guessed, ALL), None, &mut Losses::default());
        for (text, expected) in [
            ("## Set up { #setup }\n", "## Set up {#setup}\n"),
            ("### `x` {: #x-1 }\n", "### `x` {#x-1}\n"),
            ("### 9.7.6 { id=\"9.7.6\" }\n", "### 9.7.6 {#9.7.6}\n"),
            ("## A { .wide #a }\n", "## A {#a}\n"),
            ("## A { .wide }\n", "## A\n"),
            ("##A\n\n##\u{a0}B\n\n#hashtag\n", "## A\n\n## B\n\n#hashtag\n"),
            ("```\n##A\n```\n", "```\n##A\n```\n"),
            ("A {#a}\n---\n", "A {#a}\n---\n"),
            ("Words { #a }\n", "Words\n"),
            ("```css\n## a { #b }\n```\n", "```css\n## a { #b }\n```\n"),
        ] {
            assert_eq!(read(text), expected);
        }
    }

    #[test]
    fn a_row_that_centres_columns_holds_no_icons() {
        let read = |line: &str| inline(line, None, &mut Losses::default());
        for line in ["| :---: | :-----: |", "|:-:|:--:|", "a :--: b", "12:30-40: x"] {
            assert_eq!(read(line), line);
        }
        assert_eq!(read("x :material-check: y"), "x y");
        assert_eq!(read("Use `#!python print(1)` and `#!/bin/sh`"), "Use `print(1)` and `#!/bin/sh`");
    }

    #[test]
    fn a_picture_keeps_its_width() {
        let read = |line: &str| inline(line, None, &mut Losses::default());
        assert_eq!(read("![a](b.png){ width=\"300\" } c"), "![a](b.png){width=300} c");
        assert_eq!(read("![a](b.png){: width=50% }"), "![a](b.png){width=50%}");
        assert_eq!(read("![a](b.png){ width=3em } c"), "![a](b.png) c");
        assert_eq!(read("![a](b.png){ width=300 align=left } c"), "![a](b.png) c");
    }

    #[test]
    fn an_icon_leaves_no_gap() {
        let read = |line: &str| inline(line, None, &mut Losses::default());
        for (line, expected) in [
            ("-   :material-clock: **Card**", "-   **Card**"),
            ("-   :material-clock:{ .lg .middle } __Card__", "-   __Card__"),
            (":fontawesome-brands-python: Python", "Python"),
            ("a :octicons-arrow-right-24: b", "a b"),
            ("[:octicons-arrow-right-24: Go](b.md){ .md-button } now", "[Go](b.md) now"),
            ("1.  :a-b: :c-d: x", "1.  x"),
        ] {
            assert_eq!(read(line), expected);
        }
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
