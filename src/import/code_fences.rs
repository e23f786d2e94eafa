//! The lines that open blocks of code in Markdown of elsewhere.
//!
//! In: a block as its source wrote it. Out: its first line with a language that can be highlighted and attributes of ours; what has
//! no like here is told.

use crate::import::found::{Edits, Losses};
use crate::problem::report::Place;
use crate::topic::highlight::grammars;

/// Attributes of a fence that mean the same here under another name, or nothing.
const DROPPED_QUIETLY: [&str; 5] = ["ignore", "no_run", "compile_fail", "editable", "should_panic"];

/// Rewrites the line that opens a fence: a language that is known, and attributes that are.
pub fn fence(text: &str, block: std::ops::Range<usize>, edits: &mut Edits, place: Option<&Place>, losses: &mut Losses) {
    let source = &text[block.clone()];
    let first = source.find('\n').unwrap_or(source.len());
    let ticks = source.bytes().take_while(|byte| matches!(byte, b'`' | b'~')).count();
    let (mut language, mut kept, mut dropped) = read_info(&source[ticks..first]);
    if language == "output" || (!language.is_empty() && grammars::language(&language).is_none()) {
        if language != "output" {
            losses.add(format!("the language `{language}` of code"), "such blocks are not highlighted", place);
        }
        language = "text".to_owned();
    }
    if language.is_empty() {
        kept.clear();
    }
    // A line to mark that is not there would be an error.
    let lines = source.lines().count().saturating_sub(2);
    let numbers =
        |text: &str| text.split(|c: char| !c.is_ascii_digit()).filter_map(|it| it.parse::<usize>().ok()).max();
    let marked = kept.len();
    kept.retain(|it| {
        !it.starts_with("hl=") && !it.starts_with("hide=") || numbers(it).is_some_and(|last| last <= lines)
    });
    if kept.len() < marked {
        dropped.push("hl".to_owned());
    }
    dropped.retain(|name| !DROPPED_QUIETLY.contains(&name.as_str()));
    for name in dropped {
        losses.add(format!("the attribute `{name}` of code"), "the code was kept", place);
    }
    let line = [language].into_iter().chain(kept).collect::<Vec<_>>().join(" ");
    edits.replace(block.start + ticks..block.start + first, line);
}

/// The language, the attributes in our spelling, and the names of the others. Understands `rust,ignore`,
/// `python title="x" linenums="1" hl_lines="2-3"`, `{.python linenums="1"}` and `js {2,4} title="x"`.
fn read_info(info: &str) -> (String, Vec<String>, Vec<String>) {
    let info = info.trim();
    // `{.python key="value"}` as a whole, or lines to mark or attributes after the language: `js{2,4} title="x"`.
    let (before, rest) = info.split_once('{').unwrap_or((info, ""));
    let (inside, after) = rest.split_once('}').unwrap_or((rest, ""));
    let marks = if before.is_empty() { None } else { lines_to_mark(inside) };
    let bare = [before, if marks.is_some() { "" } else { inside }, after].join(" ");
    let bare = bare.trim_end();
    let mut parts: Vec<String> = Vec::new();
    let mut quote: Option<char> = None;
    let mut part = String::new();
    let mut letters = bare.chars().peekable();
    while let Some(c) = letters.next() {
        match quote {
            // A quotation mark in a value, which a backslash stands before.
            Some(_) if c == '\\' && letters.peek().is_some_and(|next| matches!(next, '"' | '\'')) => {
                part.extend(letters.next());
                continue;
            }
            Some(open) if c == open => {
                quote = None;
                continue;
            }
            None if matches!(c, '"' | '\'') && part.ends_with('=') => {
                quote = Some(c);
                continue;
            }
            _ => {}
        }
        if quote.is_none() && (c.is_whitespace() || c == ',') {
            parts.extend((!part.is_empty()).then(|| std::mem::take(&mut part)));
        } else {
            part.push(c);
        }
    }
    parts.extend((!part.is_empty()).then_some(part));
    let (mut language, mut kept, mut dropped) = (String::new(), Vec::new(), Vec::new());
    let mut marked = marks.unwrap_or_default();
    for (number, part) in parts.iter().enumerate() {
        let (name, value) = part.split_once('=').unwrap_or((part.as_str(), ""));
        match name {
            _ if number == 0 && !part.contains('=') => language = name.trim_start_matches('.').to_lowercase(),
            "title" | "filename" if !value.trim().is_empty() => kept.push(title_attribute(value)),
            "linenums" | "lines" => kept.push("lines".to_owned()),
            "hide" if lines_to_mark(value).is_some() => kept.push(format!("hide=\"{value}\"")),
            "hl_lines" | "hl" => match lines_to_mark(value) {
                Some(lines) => marked = lines,
                None => dropped.push(name.to_owned()),
            },
            name => dropped.push(name.to_owned()),
        }
    }
    if !marked.is_empty() {
        kept.push(format!("hl=\"{marked}\""));
    }
    (language, kept, dropped)
}

/// A title in quotes: in the other ones if it holds some, and in curly ones if it holds both.
fn title_attribute(title: &str) -> String {
    match title.contains('"') {
        true => format!("title='{}'", title.replace('\'', "’")),
        false => format!("title=\"{title}\""),
    }
}

/// Numbers and ranges of lines in our spelling, `1,3-5`, whatever blanks and commas stand between them.
/// Nothing if one of them is neither.
fn lines_to_mark(text: &str) -> Option<String> {
    let text = text.split('-').map(str::trim).collect::<Vec<_>>().join("-");
    let parts = text.split(|c: char| c == ',' || c.is_whitespace()).filter(|part| !part.is_empty());
    let line = |text: &str| text.parse::<usize>().ok().filter(|&line| line > 0);
    let mut lines = Vec::new();
    for part in parts {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        line(first).zip(line(last)).filter(|(first, last)| first <= last)?;
        lines.push(part);
    }
    Some(lines.join(","))
}
