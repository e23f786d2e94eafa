//! The text of a `quiz` block: a question and its answers, read line by line.

pub mod short_answer;
pub mod written;
