//! What a field of a note holds, as Markdown.
//!
//! In: HTML, or text where an export says so. Out: Markdown; what has none is told. Formulas of MathJax and LaTeX stand
//! between dollar signs then.

use math_core::MathDisplay;

use crate::import::anki::media::{self, Paths};
use crate::import::escapes;
use crate::import::found::Losses;
use crate::import::html;
use crate::import::maths;
use crate::problem::report::Place;
use crate::topic::formulas;

/// How formulas begin and end in Markdown that was text with these marks, and whether they stand alone.
const MARKS: [(&str, &str, Alone); 5] = [
    (r"\\(", r"\\)", Alone::No),
    (r"\\\[", r"\\\]", Alone::Yes),
    (r"\[\$\$\]", r"\[/\$\$\]", Alone::Yes),
    (r"\[\$\]", r"\[/\$\]", Alone::No),
    (r"\[latex\]", r"\[/latex\]", Alone::No),
];

/// Whether a formula has a line of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Alone {
    Yes,
    No,
}

/// A field of HTML as Markdown.
pub fn from_html(text: &str, paths: &Paths, place: &Place, losses: &mut Losses) -> String {
    let text = without_sounds(&media::linked(text, paths), place, losses);
    let (markdown, lost) = html::to_markdown(&text);
    lost.into_iter().for_each(|what| losses.add(what.clone(), html::instead(&what), Some(place)));
    with_formulas(&markdown, place, losses)
}

/// A field of text as Markdown.
pub fn from_text(text: &str, place: &Place, losses: &mut Losses) -> String {
    escapes::escape_lines(&without_sounds(text, place, losses))
}

/// Takes out sounds whose file is not there.
fn without_sounds(text: &str, place: &Place, losses: &mut Losses) -> String {
    let mut silent = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("[sound:") {
        let end = rest[start..].find(']').map_or(rest.len(), |end| start + end + 1);
        losses.add(format!("`{}`", &rest[start..end]), "", Some(place));
        silent.push_str(&rest[..start]);
        rest = &rest[end..];
    }
    silent.push_str(rest);
    silent
}

/// Puts formulas between dollar signs.
fn with_formulas(markdown: &str, place: &Place, losses: &mut Losses) -> String {
    let mut out = String::with_capacity(markdown.len());
    let mut rest = markdown;
    // What is not closed once is not sought again.
    let mut open = [true; MARKS.len()];
    while let Some(at) = rest.find('\\') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let mark = MARKS.iter().zip(&mut open).find(|((start, ..), open)| **open && from.starts_with(start));
        let Some(((start, end, alone), open)) = mark else {
            // A backslash and what it escapes.
            let length = 1 + from[1..].chars().next().map_or(0, char::len_utf8);
            out.push_str(&from[..length]);
            rest = &from[length..];
            continue;
        };
        let Some((inside, after)) = from[start.len()..].split_once(end) else {
            *open = false;
            rest = from;
            continue;
        };
        out.push_str(&formula(inside, *alone, place, losses));
        rest = after;
    }
    out.push_str(rest);
    out
}

fn formula(inside: &str, alone: Alone, place: &Place, losses: &mut Losses) -> String {
    let latex = escapes::wording(inside).split_whitespace().collect::<Vec<_>>().join(" ");
    // `[latex]` holds LaTeX, whose own formulas stand between marks.
    let pairs = [("$$", "$$"), ("$", "$"), ("\\[", "\\]"), ("\\begin{math}", "\\end{math}")];
    let inner = pairs.iter().find_map(|(start, end)| latex.strip_prefix(start)?.strip_suffix(end));
    let latex = inner.unwrap_or(&latex).trim();
    let can_be_set = !latex.contains('$') && formulas::to_mathml(latex, MathDisplay::Inline).is_ok();
    match alone {
        _ if latex.is_empty() => String::new(),
        _ if can_be_set && latex.chars().all(char::is_alphabetic) => format!("*{latex}*"),
        _ if can_be_set && latex.chars().all(|c| c.is_alphanumeric() || c == ' ') => latex.to_owned(),
        Alone::Yes if can_be_set => format!("$${latex}$$"),
        Alone::No if can_be_set => format!("${latex}$"),
        _ => maths::as_code(latex, Some(place), losses),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::SourcePath;
    use proptest::prelude::*;

    fn markdown(html: &str) -> String {
        from_html(html, &Paths::new(), &Place::file(&SourcePath::new("x.apkg")), &mut Losses::default())
    }

    #[test]
    fn formulas_stand_between_dollars() {
        assert_eq!(markdown(r"a \(x_1^2\) [$]\frac{1}{2}[/$] \[a+b\]"), r"a $x_1^2$ $\frac{1}{2}$ $$a+b$$");
        assert_eq!(markdown(r"[latex]$x^2$[/latex] \(n\) \(12\)"), "$x^2$ *n* 12");
        assert_eq!(markdown(r"a \( b"), r"a \\( b");
        assert_eq!(markdown(r"\(O(n)\), \(1 < 2\) \[a \\ b\]"), r"$O(n)$, $1 < 2$ $$a \\ b$$");
    }

    proptest! {
        #[test]
        fn any_field_is_read_without_panic(html in r"[\\(){}\[\]$/a-z<>&;` é]{0,80}") {
            let _ = markdown(&html);
        }
    }
}
