//! Formulas between brackets that LaTeX reads and Markdown does not.

use crate::problem::message::Message;
use crate::problem::report::Place;
use crate::text::span::Span;
use crate::topic::markdown::Writer;
use crate::topic::markdown::slips::FORMULA;

impl Writer<'_> {
    /// A formula between `\(` and `\)` or `\[` and `\]`, or with two backslashes each, as mdBook wants them: to Markdown these are
    /// brackets.
    pub(super) fn check_brackets_of_latex(&mut self, span: Span) {
        let Some(raw) = self.text.get(span.range()) else { return };
        let signs = raw.match_indices('\\').filter_map(|(at, _)| match raw.as_bytes().get(at + 1)? {
            b'(' => Some((span.start + at, ")")),
            b'[' => Some((span.start + at, "]")),
            _ => None,
        });
        for (at, close) in signs.take(MOST_BRACKETS) {
            let rest = &self.text[at + 2..];
            let most = rest.char_indices().nth(LONGEST_FORMULA).map_or(rest.len(), |(at, _)| at);
            let rest = rest[..most].split("\n\n").next().unwrap_or_default();
            let backslashes = self.text[..at + 1].len() - self.text[..at + 1].trim_end_matches('\\').len();
            let close = format!("{}{close}", "\\".repeat(backslashes));
            let inside = rest.find(&close).map(|end| &rest[..end]).filter(|inside| is_latex(inside));
            if let Some(inside) = inside.filter(|_| backslashes <= 2) {
                let written = self.text[at + 1 - backslashes..at + 2].to_owned();
                let place =
                    Place::span(self.source, Span::new(at + 1 - backslashes, at + 2 + inside.len() + close.len()));
                return self.report.at(place, Message::ForeignMarkup { written, instead: FORMULA });
            }
        }
    }
}

/// So many escaped brackets of a text are looked at.
const MOST_BRACKETS: usize = 20;
/// A formula in brackets that is longer is not looked at.
const LONGEST_FORMULA: usize = 500;

/// Whether a text has what hardly anything but LaTeX has: a command of two letters or more, something raised or lowered.
fn is_latex(text: &str) -> bool {
    let is_command = |at: usize| text[at + 1..].bytes().take_while(u8::is_ascii_alphabetic).count() > 1;
    let is_raised = |at: usize| {
        let before = text[..at].chars().next_back();
        let after = text[at + 1..].chars().next();
        before.is_some_and(|c| c.is_alphanumeric() || matches!(c, ')' | '}'))
            && after.is_some_and(|c| c.is_alphanumeric() || c == '{')
    };
    text.match_indices('\\').any(|(at, _)| is_command(at))
        || text.match_indices('^').any(|(at, _)| is_raised(at))
        || text.contains("_{")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latex_is_told_from_escaped_brackets() {
        for text in ["x^2", "\\frac{a}{b}", "a_{n}", "(a+b)^{n}", "\\alpha"] {
            assert!(is_latex(text), "{text}");
        }
        for text in ["a", "\\d+", "^abc", "see [x]", "snake_case", "a ^ b", "C:\\x"] {
            assert!(!is_latex(text), "{text}");
        }
    }
}
