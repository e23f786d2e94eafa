//! What can be wrong with a `quiz` block.

use thiserror::Error;

/// One thing wrong with a quiz. A quiz with a fault would ask a reader something that has no answer, so each is an error.
#[derive(Clone, Debug, Error, PartialEq, Eq, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
#[expect(missing_docs, reason = "the text beside each variant is its documentation")]
pub enum QuizFault {
    #[error("the quiz asks nothing")]
    NoQuestion,
    #[error("the quiz has no choices")]
    NoChoices,
    #[error("no choice of the quiz is right")]
    NoneRight,
    #[error("the quiz has one choice only")]
    OneChoice,
    #[error("two choices are equal: `{choice}`")]
    EqualChoices { choice: String },
    #[error("the choice is empty")]
    EmptyChoice,
    #[error("`/{pattern}/` is no pattern: {reason}")]
    BadPattern { pattern: String, reason: String },
    #[error("the line is no part of the quiz's answers")]
    StrayLine,
    #[error("the numbers of the answers do not count from 1")]
    BadOrder,
    #[error("a quiz cannot stand inside of {what}")]
    Inside { what: &'static str },
}

impl QuizFault {
    /// The stable name: `quiz-none-right`.
    pub fn code(&self) -> &'static str {
        match self {
            QuizFault::NoQuestion => "quiz-no-question",
            QuizFault::NoChoices => "quiz-no-choices",
            QuizFault::NoneRight => "quiz-none-right",
            QuizFault::OneChoice => "quiz-one-choice",
            QuizFault::EqualChoices { .. } => "quiz-equal-choices",
            QuizFault::EmptyChoice => "quiz-empty-choice",
            QuizFault::BadPattern { .. } => "quiz-bad-pattern",
            QuizFault::StrayLine => "quiz-stray-line",
            QuizFault::BadOrder => "quiz-bad-order",
            QuizFault::Inside { .. } => "quiz-inside",
        }
    }

    /// What the author can do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            QuizFault::NoQuestion => "write the question above the choices",
            QuizFault::NoChoices => {
                "write each choice as in `- [x] right: why` or `- [ ] wrong: why`, or a short answer as in `= text`"
            }
            QuizFault::NoneRight => "mark each right choice as in `- [x] text`",
            QuizFault::OneChoice => "add what people get wrong, as in `- [ ] wrong: why`, with a blank in the brackets",
            QuizFault::EqualChoices { .. } => "change one, or leave it out",
            QuizFault::EmptyChoice => "write the choice after its mark, and why after a colon",
            QuizFault::BadPattern { .. } => "write a regular expression between the slashes, as in `= /list|array/`",
            QuizFault::StrayLine => {
                "begin it as the other answers begin, indent it to continue the one above, or move it to the question"
            }
            QuizFault::BadOrder => "number the answers 1, 2, 3 in the order that is right",
            QuizFault::Inside { .. } => "let it stand by itself, without indentation",
        }
    }
}
