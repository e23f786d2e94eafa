//! Formulas as a source writes them, and as a guide does: between dollars.
//!
//! In: Markdown of elsewhere, and how its settings say that formulas are written. Out: Markdown in which each stands between
//! dollars, and a dollar that the source shows as one is escaped. Code stays as it is.

use std::ops::Range;

use math_core::MathDisplay;
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag};

use crate::import::escapes;
use crate::import::found::{Edits, Losses};
use crate::problem::report::Place;
use crate::reading::settings::MarkdownSettings;
use crate::topic::{formulas, markdown};

/// How a source writes formulas.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Notation {
    /// It does not say: between dollars stands a formula if it reads like one.
    #[default]
    Guessed,
    /// `$…$` and `$$…$$`, as for KaTeX; and what was made so.
    Dollars,
    /// mdBook with `mathjax-support`: `\\(…\\)`, `\\[…\\]` and `$$…$$`.
    Mathjax,
    /// Arithmatex: `\(…\)`, `\[…\]`, `$…$` and `$$…$$`.
    Arithmatex,
}

/// What becomes of the text between dollars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Between {
    /// It is a formula.
    Formula,
    /// It is one to the source, and cannot be set.
    Unset,
    /// The dollars are text.
    Text,
}

impl Notation {
    /// What stands between dollars.
    pub fn between(self, latex: &str) -> Between {
        let reads_like_one = latex.contains(['\\', '^', '_', '=', '+']);
        let can_be_set = || formulas::to_mathml(latex, MathDisplay::Inline).is_ok();
        match self {
            Notation::Guessed if reads_like_one && can_be_set() => Between::Formula,
            Notation::Guessed => Between::Text,
            _ if can_be_set() => Between::Formula,
            _ => Between::Unset,
        }
    }

    /// How formulas begin and end that stand not between dollars, and the dollars for it.
    fn marks(self) -> &'static [(&'static str, &'static str, &'static str)] {
        match self {
            Notation::Guessed | Notation::Dollars => &[],
            Notation::Mathjax => &[(r"\\(", r"\\)", "$"), (r"\\[", r"\\]", "$$")],
            Notation::Arithmatex => &[(r"\(", r"\)", "$"), (r"\[", r"\]", "$$")],
        }
    }
}

/// Puts formulas between dollars. To do it twice changes nothing more.
pub fn to_dollars(text: &str, notation: Notation) -> String {
    let marks = notation.marks();
    if marks.is_empty() || !text.contains(['\\', '$']) {
        return text.to_owned();
    }
    let code = code(text);
    let mut found: Vec<(Range<usize>, String)> = Vec::new();
    for (open, close, dollars) in marks {
        for (range, inside) in between_marks(text, open, close, &code) {
            let latex = text[inside].trim();
            // MathJax reads what Markdown has left of it.
            let latex = if notation == Notation::Mathjax { escapes::wording(latex) } else { latex.to_owned() };
            found.push((range, format!("{dollars}{latex}{dollars}")));
        }
    }
    for range in environments(text, &code) {
        let latex = &text[range.clone()];
        let latex = if notation == Notation::Mathjax { escapes::wording(latex) } else { latex.to_owned() };
        found.push((range, format!("$$\n{latex}\n$$")));
    }
    let mut edits = Edits::default();
    if notation == Notation::Mathjax {
        single_dollars(text).into_iter().for_each(|at| edits.replace(at..at, "\\"));
    }
    found.into_iter().for_each(|(range, formula)| edits.replace(range, formula));
    edits.apply(text)
}

/// Paragraphs from `\begin{align}` to `\end{align}`, which are formulas without any sign round them.
fn environments(text: &str, code: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for paragraph in text.split("\n\n") {
        let at = start + paragraph.len() - paragraph.trim_start_matches('\n').len();
        start += paragraph.len() + 2;
        let body = text[at..].split("\n\n").next().unwrap_or_default().trim_end();
        let Some((name, _)) = body.strip_prefix("\\begin{").and_then(|rest| rest.split_once('}')) else { continue };
        if body.ends_with(&format!("\\end{{{name}}}")) && !is_in(code, at) {
            found.push(at..at + body.len());
        }
    }
    found
}

/// A formula that cannot be set, as code.
pub fn as_code(latex: &str, place: Option<&Place>, losses: &mut Losses) -> String {
    let latex = latex.split_whitespace().collect::<Vec<_>>().join(" ");
    losses.add(format!("the formula `{latex}`"), "it cannot be set and was kept as code", place);
    let ticks = if latex.contains('`') { "``" } else { "`" };
    format!("{ticks}{latex}{ticks}")
}

/// Where formulas stand with their marks, and what stands between these.
fn between_marks(text: &str, open: &str, close: &str, code: &[Range<usize>]) -> Vec<(Range<usize>, Range<usize>)> {
    let is_mark = |at: usize| !is_escaped(text, at) && !is_in(code, at);
    let closes: Vec<usize> = text.match_indices(close).map(|(at, _)| at).filter(|at| is_mark(*at)).collect();
    let mut found = Vec::new();
    let (mut at, mut next) = (0, 0);
    while let Some(start) = text[at..].find(open).map(|found| found + at) {
        let inside = start + open.len();
        at = inside;
        if !is_mark(start) {
            continue;
        }
        next += closes[next..].iter().take_while(|close| **close < inside).count();
        let Some(end) = closes.get(next).copied() else { break };
        // What begins before the end of a paragraph, or before code, ends before it.
        let in_between = code_at(code, inside).filter(|code| code.start < end);
        let most = in_between.map_or(end, |code| code.start);
        let gap = text[inside..most].find("\n\n").map(|gap| inside + gap);
        match gap.or(in_between.map(|code| code.end)) {
            Some(after) => at = after,
            None => {
                at = end + close.len();
                found.push((start..at, inside..end));
            }
        }
    }
    found
}

/// Dollars that stand alone, and round nothing that reads like a formula.
fn single_dollars(text: &str) -> Vec<usize> {
    let mut kept: Vec<Range<usize>> = Vec::new();
    for (event, range) in Parser::new_ext(text, markdown::options(MarkdownSettings::default())).into_offset_iter() {
        match event {
            Event::DisplayMath(_) | Event::Code(_) | Event::Html(_) | Event::InlineHtml(_) => kept.push(range),
            Event::InlineMath(latex) if Notation::Guessed.between(&latex) == Between::Formula => kept.push(range),
            Event::Start(Tag::CodeBlock(_) | Tag::Link { link_type: LinkType::Autolink, .. }) => kept.push(range),
            _ => {}
        }
    }
    kept.sort_by_key(|range| range.start);
    let mut kept = kept.into_iter().peekable();
    let mut end = 0;
    let mut found = Vec::new();
    for (at, _) in text.match_indices('$') {
        while let Some(range) = kept.next_if(|range| range.start <= at) {
            end = end.max(range.end);
        }
        if at >= end && !is_escaped(text, at) {
            found.push(at);
        }
    }
    found
}

/// Where code stands, in order.
pub fn code(text: &str) -> Vec<Range<usize>> {
    // A dollar before code would hide it.
    let options = markdown::options(MarkdownSettings::default()).difference(Options::ENABLE_MATH);
    let events = Parser::new_ext(text, options).into_offset_iter();
    let is_code = |event: &Event<'_>| matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_)));
    events.filter(|(event, _)| is_code(event)).map(|(_, range)| range).collect()
}

/// Whether a place lies in code.
pub fn is_in(code: &[Range<usize>], at: usize) -> bool {
    code_at(code, at).is_some_and(|code| code.start <= at)
}

/// The code that a place lies in, or else the next behind it.
fn code_at(code: &[Range<usize>], at: usize) -> Option<&Range<usize>> {
    code.get(code.partition_point(|code| code.end <= at))
}

/// Whether a backslash before a place takes its meaning away.
fn is_escaped(text: &str, at: usize) -> bool {
    text[..at].bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_environment_is_a_formula_of_its_own() {
        let align = "\\begin{align}\na &= b\n\\end{align}";
        assert_eq!(
            to_dollars(&format!("A\n\n{align}\n\nB\n"), Notation::Arithmatex),
            format!("A\n\n$$\n{align}\n$$\n\nB\n")
        );
        for text in [
            format!("$$\n{align}\n$$\n"),
            format!("```\n{align}\n```\n"),
            format!("In a line {align}\n"),
            "\\begin{align}\n\na\n\n\\end{align}\n".to_owned(),
        ] {
            assert_eq!(to_dollars(&text, Notation::Arithmatex), text);
        }
        assert_eq!(to_dollars(align, Notation::Guessed), align);
    }

    #[test]
    fn code_stays_as_it_is() {
        for text in [
            r"Rename with `sed 's/\(foo\)/bar/'` or ``grep `\(a\)` ``.",
            "```sh\ngrep '\\[a\\]' x\n```\n",
            "- a\n\n  ~~~python\n  r\"\\(x\\)\"\n  ~~~\n",
            "a\n\n    indented \\(code\\)\n",
            r"A \( that `\)` does not close",
            "An \\( open\n\nand a \\) close",
            r"An escaped \\(not\\) and \\[not\\]",
        ] {
            assert_eq!(to_dollars(text, Notation::Arithmatex), text);
        }
        for text in ["`\\\\( code \\\\)`", "```js\n\"\\\\(x\\\\)\" + \"\\\\[y\\\\]\" + `$5`\n```\n", r"a \(b\)"] {
            assert_eq!(to_dollars(text, Notation::Mathjax), text);
        }
        for text in [r"\(a\) \\(b\\) $c$", r"A \[bracket\]"] {
            assert_eq!(to_dollars(text, Notation::Guessed), text);
            assert_eq!(to_dollars(text, Notation::Dollars), text);
        }
    }

    #[test]
    fn formulas_stand_between_dollars() {
        let arithmatex = |text: &str| to_dollars(text, Notation::Arithmatex);
        assert_eq!(arithmatex(r"\(n\) and $m$ and `\(c\)` and \( o \)"), r"$n$ and $m$ and `\(c\)` and $o$");
        assert_eq!(arithmatex("\\[\nb\n\\]\n"), "$$b$$\n");
        assert_eq!(
            arithmatex(r"\[\begin{aligned} a \\[2pt] b \end{aligned}\]"),
            r"$$\begin{aligned} a \\[2pt] b \end{aligned}$$"
        );
        let mathjax = |text: &str| to_dollars(text, Notation::Mathjax);
        assert_eq!(mathjax(r"\\[ y \\] and \\( a\_1 \\\\ b \\)"), r"$$y$$ and $a_1 \\ b$");
        assert_eq!(mathjax("$5 and \\\\(n\\\\), $x$ and $$\nb\n$$"), "\\$5 and $n$, \\$x\\$ and $$\nb\n$$");
        assert_eq!(mathjax(r"$x^2$, <https://x.y/$a> and \$7"), r"$x^2$, <https://x.y/$a> and \$7");
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic_and_once_is_enough(text in "[\\\\()\\[\\]$`a1é \n]{0,40}") {
            let once = to_dollars(&text, Notation::Arithmatex);
            let _ = to_dollars(&text, Notation::Mathjax);
            prop_assert_eq!(once.matches('`').count(), text.matches('`').count());
        }
    }
}
