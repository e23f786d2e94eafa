//! mdBook's own boxes: `<div class="warning">`.
//!
//! In: Markdown of a book. Out: Markdown in which each is an alert.

use crate::html::tokens::{self, Tag};
use crate::import::found::{Edits, Losses, dedent, indent};
use crate::import::{html, maths};
use crate::problem::report::Place;

/// Makes alerts of the boxes.
pub fn to_alerts(text: &str, place: Option<&Place>, losses: &mut Losses) -> String {
    let mut edits = Edits::default();
    let code = maths::code(text);
    let mut at = 0;
    while let Some(start) = text[at..].find("<div").map(|found| at + found) {
        at = start + 1;
        let line_start = text[..start].rfind('\n').map_or(0, |end| end + 1);
        let blanks = &text[line_start..start];
        let is_code = maths::is_in(&code, start);
        let is_warning = tokens::tag(&text[start..]).is_some_and(|tag| is_warning(&tag));
        if is_code || !is_warning || !blanks.trim().is_empty() {
            continue;
        }
        let Some((inside, end)) = content(&text[start..]) else { break };
        let inside = &text[start + inside.start..start + inside.end];
        at = start + end;
        edits.replace(line_start..at, alert(inside, blanks, place, losses));
    }
    edits.apply(text)
}

fn is_warning(tag: &Tag<'_>) -> bool {
    tag.is("div") && tag.attribute("class").is_some_and(|class| class.split_whitespace().any(|it| it == "warning"))
}

/// Where the content of the element that begins a text stands, and where the element ends.
fn content(html: &str) -> Option<(std::ops::Range<usize>, usize)> {
    let mut tags = tokens::tags(html).filter(|tag| tag.is("div"));
    let start = tags.next()?.span.end;
    let mut depth = 1;
    let end = tags.find(|tag| {
        depth = if tag.closes() { depth - 1 } else { depth + 1 };
        depth == 0
    })?;
    Some((start..end.span.start, end.span.end))
}

fn alert(inside: &str, blanks: &str, place: Option<&Place>, losses: &mut Losses) -> String {
    // HTML up to the first empty line is no Markdown.
    let body = match inside.contains("\n\n") {
        true => dedent(inside, indent(inside)),
        false => {
            let (markdown, lost) = html::to_markdown(inside);
            lost.into_iter().for_each(|what| losses.add(what.clone(), html::instead(&what), place));
            markdown
        }
    };
    let mut out = format!("\n{blanks}> [!WARNING]\n");
    for line in body.trim_matches('\n').trim_end().lines() {
        let gap = if line.is_empty() { "" } else { " " };
        out.push_str(&format!("{blanks}>{gap}{line}\n"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_is_an_alert() {
        for (text, expected) in [
            (
                "<div class=\"warning\">\n\nCareful, *this*.\n\n- a\n\n</div>\n\nb\n",
                "\n> [!WARNING]\n> Careful, *this*.\n>\n> - a\n\n\nb\n",
            ),
            ("<div class='big warning'>Careful, *this*.</div>\n", "\n> [!WARNING]\n> Careful, \\*this\\*.\n\n"),
            (
                "- a\n\n  <div class=\"warning\">\n\n  b\n\n  <div>\n\n  c\n\n  </div>\n\n  </div>\n",
                "- a\n\n\n  > [!WARNING]\n  > b\n  >\n  > <div>\n  >\n  > c\n  >\n  > </div>\n\n",
            ),
            ("```html\n<div class=\"warning\">\n</div>\n```\n", "```html\n<div class=\"warning\">\n</div>\n```\n"),
            ("<div class=\"note\">a</div>\n", "<div class=\"note\">a</div>\n"),
            ("<div class=\"warning\">\n\nnever closed\n", "<div class=\"warning\">\n\nnever closed\n"),
        ] {
            assert_eq!(to_alerts(text, None, &mut Losses::default()), expected);
        }
    }
}
