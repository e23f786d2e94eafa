//! Lines of Rust that documentation hides: they begin with `# `.
//!
//! In: Markdown of elsewhere. Out: Markdown in which such lines stand without the sign, and the fence names them in `hide`.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};

use crate::import::found::{Edits, going_on};
use crate::reading::settings::MarkdownSettings;
use crate::topic::markdown;

/// Rust's own documentation hides lines that begin with `# `: they lose the sign, and the fence names them in `hide`.
pub fn named(text: &str) -> String {
    let mut edits = Edits::default();
    for (event, range) in Parser::new_ext(text, markdown::options(MarkdownSettings::default())).into_offset_iter() {
        if matches!(event, Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if info.starts_with("rust")) {
            name_hidden_lines(text, range, &mut edits);
        }
    }
    edits.apply(text)
}

/// Where all lines of a block are hidden, all are shown.
fn name_hidden_lines(text: &str, block: Range<usize>, edits: &mut Edits) {
    let mut hidden: Vec<(usize, usize)> = Vec::new();
    let (mut at, mut shown, mut info_end) = (block.start, 0, block.start);
    let quotes = going_on(text, block.start).matches('>').count();
    for (number, whole) in text[block].split_inclusive('\n').enumerate() {
        let line = if number == 0 { whole } else { behind_quotes(whole, quotes) };
        let bare = line.trim();
        let line_start = at + whole.len() - line.len();
        let start = line_start + line.len() - line.trim_start().len();
        at += whole.len();
        if number == 0 {
            info_end = at - (line.len() - line.trim_end().len());
        } else if bare == "#" {
            edits.replace(line_start..start + 1, "");
        } else if bare.starts_with("# ") {
            edits.replace(start..start + 2, "");
        } else {
            shown += usize::from(!bare.starts_with("```") && !bare.starts_with("~~~"));
            if bare.starts_with("##") {
                edits.replace(start..start + 1, "");
            }
            continue;
        }
        match hidden.last_mut() {
            _ if number == 0 => {}
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => hidden.push((number, number)),
        }
    }
    let range = |(first, last): &(usize, usize)| match first == last {
        true => first.to_string(),
        false => format!("{first}-{last}"),
    };
    if shown > 0 && !hidden.is_empty() {
        let ranges: Vec<String> = hidden.iter().map(range).collect();
        edits.replace(info_end..info_end, format!(" hide=\"{}\"", ranges.join(",")));
    }
}

/// A line without the signs of so many quotes.
fn behind_quotes(line: &str, quotes: usize) -> &str {
    (0..quotes).fold(line, |line, _| {
        let Some(rest) = line.trim_start_matches(' ').strip_prefix('>') else { return line };
        rest.strip_prefix(' ').unwrap_or(rest)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_lines_of_code_in_a_quote_are_named() {
        assert_eq!(
            named("> ```rust\n> # use x;\n> #\n> fn f() {}\n> ```\n"),
            "> ```rust hide=\"1-2\"\n> use x;\n> \n> fn f() {}\n> ```\n"
        );
    }
}
