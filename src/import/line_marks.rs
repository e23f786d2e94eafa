//! Marks inside the lines of a page of MkDocs: PyMdown's, attribute lists, icons, tags of templates.
//!
//! In: a line. Out: the line with Markdown of ours in their place; what has no like here goes, and is told.

use crate::import::found::Losses;
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

/// Marks of PyMdown: `==marked==` is bold, `++ctrl+c++` code, `^^inserted^^` plain. Code is left alone.
pub fn marks(line: &str, used: Marks) -> String {
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

/// Marks inside a line: `{ .class }`, `:icon-name:`, `[TOC]`, `*[ABBR]: …`.
pub fn inline(line: &str, place: Option<&Place>, losses: &mut Losses) -> String {
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

    #[test]
    fn marks_of_pymdown_become_markdown_but_in_code() {
        const ALL: Marks = Marks { mark: true, keys: true, caret: true };
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
}
