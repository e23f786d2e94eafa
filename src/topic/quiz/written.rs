//! Where the question of a quiz ends and its answers stand.
//!
//! In: the text of a `quiz` block. Out: [`Written`], all in bytes of that text. It reads lines only: what is Markdown in
//! them is read by `topic::markdown`.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::problem::quiz_fault::QuizFault;
use crate::text::span::Span;
use crate::topic::quiz::short_answer::ShortAnswer;

/// How a quiz is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum How {
    /// One choice is right.
    One,
    /// Several are, and all must be chosen.
    Many,
    /// The answers are put in order.
    Order,
    /// The answer is typed.
    Short,
}

impl How {
    /// As templates and scripts name it.
    pub fn word(self) -> &'static str {
        match self {
            How::One => "one",
            How::Many => "many",
            How::Order => "order",
            How::Short => "short",
        }
    }
}

/// A quiz as it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// How it is answered.
    pub how: How,
    /// The question with its example.
    pub question: Span,
    /// The choices, in order; of a quiz of order, in the order that is right.
    pub choices: Vec<WrittenChoice>,
    /// Short answers that count.
    pub answers: Vec<ShortAnswer>,
    /// What is wrong, with the bytes to point at.
    pub faults: Vec<(QuizFault, Span)>,
}

/// A choice as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenChoice {
    /// Whether it is right.
    pub right: bool,
    /// The choice.
    pub text: Span,
    /// Why it is right or wrong.
    pub why: Option<Span>,
}

/// What a line begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Box { right: bool },
    Number(usize),
    Equals,
}

impl Mark {
    fn is_like(self, other: Mark) -> bool {
        std::mem::discriminant(&self) == std::mem::discriminant(&other)
    }
}

struct Line {
    span: Span,
    /// The mark and where the text after it begins.
    mark: Option<(Mark, usize)>,
}

/// Reads the text of a block.
pub fn read(text: &str) -> Written {
    let lines = lines(text);
    // Numbered lines may be part of a question, so they count last.
    let begins =
        |wanted: fn(Mark) -> bool| lines.iter().position(|line| line.mark.is_some_and(|(mark, _)| wanted(mark)));
    let first = begins(|mark| matches!(mark, Mark::Box { .. }))
        .or_else(|| begins(|mark| mark == Mark::Equals))
        .or_else(|| begins(|mark| matches!(mark, Mark::Number(_))));
    let mut written = Written {
        how: How::One,
        question: Span::new(0, text.len()),
        choices: Vec::new(),
        answers: Vec::new(),
        faults: Vec::new(),
    };
    let Some((first, kind)) = first.and_then(|first| Some((first, lines[first].mark?.0))) else {
        written.faults.push((QuizFault::NoChoices, Span::at(0)));
        return written;
    };
    written.question = Span::new(0, lines[first].span.start);
    if text[written.question].trim().is_empty() {
        written.faults.push((QuizFault::NoQuestion, Span::at(0)));
    }
    let items = items(text, &lines[first..], kind, &mut written.faults);
    match kind {
        Mark::Box { .. } => read_choices(text, &items, &mut written),
        Mark::Number(_) => read_order(text, &items, &mut written),
        Mark::Equals => read_answers(text, &items, &mut written),
    }
    written
}

/// The lines of a text; those inside of a fence have no mark.
fn lines(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut fence: Option<(char, usize)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(at, at + line.trim_end_matches('\n').len());
        at += line.len();
        let bare = line.trim_start();
        let run = |mark: char| bare.chars().take_while(|&c| c == mark).count();
        let opens = ['`', '~'].into_iter().find(|&mark| run(mark) >= 3);
        match fence {
            Some((mark, count)) => {
                if run(mark) >= count && bare.trim_end().chars().all(|c| c == mark) {
                    fence = None;
                }
                lines.push(Line { span, mark: None });
            }
            None => {
                fence = opens.map(|mark| (mark, run(mark)));
                let mark = if fence.is_some() { None } else { mark(&text[span]) };
                lines.push(Line { mark: mark.map(|(mark, after)| (mark, span.start + after)), span });
            }
        }
    }
    lines
}

/// What a line begins with, and how many bytes that takes with the space after it.
fn mark(line: &str) -> Option<(Mark, usize)> {
    let indent = line.len() - line.trim_start_matches(' ').len();
    if indent > 3 {
        return None;
    }
    let bare = &line[indent..];
    let after = |rest: &str| line.len() - rest.trim_start().len();
    // A mark ends with a blank, or with the line.
    let ends = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']);
    if let Some(rest) = bare.strip_prefix(['-', '*', '+']) {
        let boxed = rest.trim_start();
        let right = ["[x]", "[X]"].iter().find_map(|mark| boxed.strip_prefix(mark));
        return match (right, boxed.strip_prefix("[ ]")) {
            (Some(rest), _) if ends(rest) => Some((Mark::Box { right: true }, after(rest))),
            (None, Some(rest)) if ends(rest) => Some((Mark::Box { right: false }, after(rest))),
            _ => None,
        };
    }
    if let Some(rest) = bare.strip_prefix('=') {
        return ends(rest).then(|| (Mark::Equals, after(rest)));
    }
    let digits = bare.len() - bare.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = bare[digits..].strip_prefix(['.', ')'])?;
    let number = bare[..digits].parse().ok().filter(|_| digits < 4)?;
    ends(rest).then(|| (Mark::Number(number), after(rest)))
}

/// An answer with the lines that continue it.
struct Item {
    mark: Mark,
    span: Span,
}

fn items(text: &str, lines: &[Line], kind: Mark, faults: &mut Vec<(QuizFault, Span)>) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let mut after_blank = false;
    for line in lines {
        let written = &text[line.span];
        if written.trim().is_empty() {
            after_blank = true;
            continue;
        }
        match (line.mark, items.last_mut()) {
            (Some((mark, start)), _) if mark.is_like(kind) => {
                items.push(Item { mark, span: Span::new(start.min(line.span.end), line.span.end) });
            }
            (None, Some(last)) if !after_blank && (written.starts_with([' ', '\t']) || !looks_marked(written)) => {
                last.span.end = line.span.end;
            }
            _ => faults.push((QuizFault::StrayLine, line.span)),
        }
        after_blank = false;
    }
    items
}

/// Whether a line seems to begin an answer: `- text`, `- [] text`.
fn looks_marked(line: &str) -> bool {
    line.starts_with(['-', '*', '+', '=']) || line.starts_with("```") || line.starts_with("~~~")
}

fn read_choices(text: &str, items: &[Item], written: &mut Written) {
    for item in items {
        let (choice, why) = split_at_colon(text, item.span);
        written.choices.push(WrittenChoice { right: item.mark == Mark::Box { right: true }, text: choice, why });
    }
    let right = written.choices.iter().filter(|choice| choice.right).count();
    written.how = if right > 1 { How::Many } else { How::One };
    let all = span_of(items);
    if items.len() == 1 {
        written.faults.push((QuizFault::OneChoice, all));
    } else if right == 0 {
        written.faults.push((QuizFault::NoneRight, all));
    }
    check_choices(text, written);
}

fn read_order(text: &str, items: &[Item], written: &mut Written) {
    written.how = How::Order;
    for item in items {
        let (choice, why) = split_at_colon(text, item.span);
        written.choices.push(WrittenChoice { right: true, text: choice, why });
    }
    if items.len() == 1 {
        written.faults.push((QuizFault::OneChoice, span_of(items)));
    }
    let wrong = items.iter().enumerate().find(|(index, item)| item.mark != Mark::Number(index + 1));
    if let Some((_, item)) = wrong {
        written.faults.push((QuizFault::BadOrder, item.span));
    }
    check_choices(text, written);
}

fn read_answers(text: &str, items: &[Item], written: &mut Written) {
    written.how = How::Short;
    for item in items {
        let answer = text[item.span].trim();
        if answer.is_empty() {
            written.faults.push((QuizFault::EmptyChoice, item.span));
            continue;
        }
        match ShortAnswer::read(answer) {
            Ok(answer) if written.answers.contains(&answer) => {
                let choice = text[item.span].trim().to_owned();
                written.faults.push((QuizFault::EqualChoices { choice }, item.span));
            }
            Ok(answer) => written.answers.push(answer),
            Err((pattern, reason)) => {
                written.faults.push((QuizFault::BadPattern { pattern, reason }, item.span));
            }
        }
    }
}

/// Each choice says something, and no two the same.
fn check_choices(text: &str, written: &mut Written) {
    let plain = |choice: &WrittenChoice| text[choice.text].split_whitespace().collect::<Vec<_>>().join(" ");
    let mut seen: HashSet<String> = HashSet::new();
    for choice in &written.choices {
        let said = plain(choice);
        if said.is_empty() {
            written.faults.push((QuizFault::EmptyChoice, choice.text));
        } else if !seen.insert(said.clone()) {
            written.faults.push((QuizFault::EqualChoices { choice: said }, choice.text));
        }
    }
}

fn span_of(items: &[Item]) -> Span {
    let start = items.first().map_or(0, |item| item.span.start);
    Span::new(start, items.last().map_or(start, |item| item.span.end))
}

/// A choice and why: what follows the first colon before a blank, outside of inline code.
fn split_at_colon(text: &str, span: Span) -> (Span, Option<Span>) {
    let trimmed = |span: Span| {
        let inner = &text[span];
        let start = span.start + (inner.len() - inner.trim_start().len());
        Span::new(start, start + inner.trim().len())
    };
    let bytes = text.as_bytes();
    let mut at = span.start;
    while at < span.end {
        match bytes[at] {
            b'\\' => at += 2,
            b'`' => {
                let run = bytes[at..span.end].iter().take_while(|&&byte| byte == b'`').count();
                at = end_of_code(&bytes[..span.end], at + run, run).unwrap_or(at + run);
            }
            b':' if bytes[at + 1..span.end].first().is_none_or(u8::is_ascii_whitespace) => {
                let why = trimmed(Span::new(at + 1, span.end));
                return (trimmed(Span::new(span.start, at)), Some(why).filter(|why| !why.is_empty()));
            }
            _ => at += 1,
        }
    }
    (trimmed(span), None)
}

/// Where inline code that was opened by so many backticks ends.
fn end_of_code(bytes: &[u8], from: usize, run: usize) -> Option<usize> {
    let mut at = from;
    while at < bytes.len() {
        let here = bytes[at..].iter().take_while(|&&byte| byte == b'`').count();
        if here == run {
            return Some(at + run);
        }
        at += here.max(1);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// How it is asked, the question, its choices (right, text, why) and what is wrong.
    type Shown = (How, String, Vec<(bool, String, String)>, Vec<&'static str>);

    fn shown(text: &str) -> Shown {
        let written = read(text);
        let choice = |choice: &WrittenChoice| {
            let why = choice.why.map_or("", |why| &text[why]);
            (choice.right, text[choice.text].to_owned(), why.to_owned())
        };
        let faults = written.faults.iter().map(|(fault, _)| fault.code()).collect();
        (written.how, text[written.question].trim().to_owned(), written.choices.iter().map(choice).collect(), faults)
    }

    #[test]
    fn a_choice_and_why_are_parted_at_the_first_colon_outside_of_code() {
        let text = "What?\n\n~~~python\n- [x] no choice\n~~~\n\n- [x] `{1: 2}` at 10:30: a dict: yes\n- [ ] `[1]`\n  and more: a list\n";
        let (how, question, choices, faults) = shown(text);
        assert_eq!(how, How::One);
        assert_eq!(question, "What?\n\n~~~python\n- [x] no choice\n~~~");
        let expected = [(true, "`{1: 2}` at 10:30", "a dict: yes"), (false, "`[1]`\n  and more", "a list")];
        assert_eq!(choices, expected.map(|(right, text, why)| (right, text.to_owned(), why.to_owned())));
        assert_eq!(faults, Vec::<&str>::new());
    }

    #[test]
    fn numbers_ask_for_the_order_and_equals_signs_for_an_answer() {
        assert_eq!(shown("Order?\n1. one\n2. two\n").0, How::Order);
        let written = read("Which?\n= list\n= /arr.y/\n");
        assert_eq!(written.how, How::Short);
        assert_eq!(written.answers, [ShortAnswer::Text("list".into()), ShortAnswer::Pattern("arr.y".into())]);
        assert_eq!(shown("Of\n1. a\n2. b\nwhich?\n\n- [x] a\n- [x] b\n").0, How::Many);
    }

    #[test]
    fn each_mistake_is_told() {
        let faults = |text: &str| shown(text).3;
        assert_eq!(faults("What?\n"), ["quiz-no-choices"]);
        assert_eq!(faults("- [x] a\n- [ ] b\n"), ["quiz-no-question"]);
        assert_eq!(faults("?\n- [ ] a\n- [ ] b\n"), ["quiz-none-right"]);
        assert_eq!(faults("?\n- [x] a\n"), ["quiz-one-choice"]);
        assert_eq!(faults("?\n- [x] a: b\n- [ ] a : c\n"), ["quiz-equal-choices"]);
        assert_eq!(faults("?\n- [x] : b\n- [ ] a\n"), ["quiz-empty-choice"]);
        assert_eq!(faults("?\n- [x] a\n- [ ] b\n\nmore\n"), ["quiz-stray-line"]);
        assert_eq!(faults("?\n- [x] a\n- [] b\n- [ ] c\n"), ["quiz-stray-line"]);
        assert_eq!(faults("?\n1. a\n3. b\n"), ["quiz-bad-order"]);
        assert_eq!(faults("?\n= /(/\n"), ["quiz-bad-pattern"]);
        assert_eq!(faults("?\n= a\n= a\n"), ["quiz-equal-choices"]);
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in "([-*+=1-3.)`~:x\\[\\] a\\\\é]|\n){0,80}") {
            let written = read(&text);
            for choice in &written.choices {
                prop_assert!(text.get(choice.text.range()).is_some());
                prop_assert!(choice.why.is_none_or(|why| text.get(why.range()).is_some()));
            }
            prop_assert!(text.get(written.question.range()).is_some());
        }

        #[test]
        fn what_is_written_is_read_back(
            choices in prop::collection::btree_set("[a-z]{1,8}( `[a-z:, ]{1,5}`)?", 2..6),
            why in "[a-z:`]{1,5}( [a-z: ]{0,8}[a-z])?",
            right in 0_usize..6,
        ) {
            let choices: Vec<String> = choices.into_iter().collect();
            let right = right % choices.len();
            let mut text = "What is it?\n\n".to_owned();
            for (index, choice) in choices.iter().enumerate() {
                text.push_str(&format!("- [{}] {choice}: {why}\n", if index == right { 'x' } else { ' ' }));
            }
            let (how, question, read, faults) = shown(&text);
            prop_assert_eq!((how, question.as_str(), faults), (How::One, "What is it?", Vec::new()));
            let expected: Vec<(bool, String, String)> =
                choices.into_iter().enumerate().map(|(index, choice)| (index == right, choice, why.clone())).collect();
            prop_assert_eq!(read, expected);
        }
    }
}
