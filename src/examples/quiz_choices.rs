//! A quiz whose choices are outputs: what its example prints against what is ticked.
//!
//! In: a quiz and what its example printed. Out: what is wrong, with the bytes of the file to point at. Choices that are
//! inline code and nothing else can be outputs; blanks and line ends count as one blank.

use crate::text::span::Span;
use crate::topic::document::{CodeBlock, Document, Quiz};
use crate::topic::quiz::written::How;

/// What is wrong with a quiz.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChoiceFault {
    /// The ticked choice is not what is printed.
    Ticked(String),
    /// What is printed is a choice that is not ticked.
    Unticked(String),
    /// No short answer counts what is printed.
    NotCounted,
}

/// The quiz that asks what a block prints: its first block, without an `output` of its own.
pub fn asking<'a>(document: &'a Document, block: &CodeBlock) -> Option<&'a Quiz> {
    let quiz = document.quizzes.get(block.quiz?)?;
    let first = document.code.get(quiz.code?)?;
    (first.span == block.span && block.output.is_none()).then_some(quiz)
}

/// Compares the choices with what was printed.
pub fn judge(quiz: &Quiz, printed: &str) -> Option<(ChoiceFault, Span)> {
    let printed = plain(printed);
    if printed.is_empty() {
        return None;
    }
    match quiz.how {
        How::One => {}
        How::Short => {
            let counted = quiz.answers.iter().any(|answer| answer.counts(&printed));
            return (!counted).then_some((ChoiceFault::NotCounted, quiz.opening));
        }
        How::Many | How::Order => return None,
    }
    for choice in &quiz.choices {
        let Some(said) = choice.code.as_deref().map(plain) else { continue };
        let shown = choice.text.clone();
        match (choice.right, said == printed) {
            (true, false) => return Some((ChoiceFault::Ticked(shown), choice.span)),
            (false, true) => return Some((ChoiceFault::Unticked(shown), choice.span)),
            _ => {}
        }
    }
    None
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
