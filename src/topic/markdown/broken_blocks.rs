//! Lines of a paragraph that were meant as blocks: a heading or an item behind whose sign stands no blank, code between two
//! backticks, a definition that says too much.
//!
//! In: the text of a paragraph. Out: slips with their bytes in it.

use crate::problem::slip::Slip;
use crate::text::span::Span;
use crate::topic::highlight::grammars;
use crate::topic::unfinished::is_address;

/// What was meant as a block in a paragraph.
pub(super) fn slips(paragraph: &str) -> Vec<(Span, Slip)> {
    let mut found = Vec::new();
    let mut at = 0;
    let (mut last_number, mut was_dash) = (None, false);
    for (number, written) in paragraph.split_inclusive('\n').enumerate() {
        let line = written.trim_start_matches([' ', '>']).trim_end();
        let start = at + written.len() - written.trim_start_matches([' ', '>']).len();
        at += written.len();
        let slip = sign_without_blank(line)
            .or_else(|| (number == 0).then(|| two_ticks(line, paragraph)).flatten())
            .or_else(|| tick_in_fence(line))
            .or_else(|| (number == 0).then(|| long_definition(line)).flatten());
        if let Some((length, slip)) = slip {
            found.push((Span::new(start, start + length), slip));
        }
        let this = numbered(line);
        if let (Some(last), Some((this, sign))) = (last_number, this)
            && this == last + 1
        {
            found.push((Span::new(start, start + sign.len()), Slip::NoBlank { sign: sign.to_owned(), block: "item" }));
        }
        last_number = this.map(|(this, _)| this);
        let dash = begins_with_dash(line);
        if dash && was_dash {
            found.push((Span::new(start, start + 1), Slip::NoBlank { sign: "-".to_owned(), block: "item" }));
        }
        was_dash = dash;
    }
    found
}

/// The sign of a heading or an item with no blank, or one of another kind, behind it; and how long it is.
fn sign_without_blank(line: &str) -> Option<(usize, Slip)> {
    let hashes = line.len() - line.trim_start_matches('#').len();
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (length, block) = match line.as_bytes() {
        [b'#', ..] if hashes <= 6 => (hashes, "heading"),
        [b'-' | b'*' | b'+', ..] => (1, "item"),
        _ if (1..=9).contains(&digits) && line[digits..].starts_with(['.', ')']) => (digits + 1, "item"),
        _ => return None,
    };
    let next = line[length..].chars().next()?;
    // `#1`, `#tag` and `##1` are text, and so is what begins with a sign of an item.
    let is_stuck = hashes > 1 && next.is_alphabetic() && line[length..].contains(char::is_lowercase);
    let is_other_blank = next.is_whitespace() && !matches!(next, ' ' | '\t');
    let sign = line[..length].to_owned();
    (is_stuck || is_other_blank).then_some((length, Slip::NoBlank { sign, block }))
}

/// The number that a line begins with, and its sign, where a letter follows at once: `1.First`.
fn numbered(line: &str) -> Option<(u32, &str)> {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = line[digits..].strip_prefix(['.', ')'])?;
    rest.starts_with(char::is_alphabetic).then_some((line[..digits].parse().ok()?, &line[..digits + 1]))
}

/// Whether a line begins as an item of words does, but for the blank: `-The first`. `-x` and `-Wall` are options.
fn begins_with_dash(line: &str) -> bool {
    let Some(rest) = line.strip_prefix('-') else { return false };
    let mut letters = rest.chars();
    letters.next().is_some_and(char::is_uppercase)
        && letters.next().is_some_and(|c| c.is_lowercase() || c == ' ')
        && rest.split_whitespace().nth(1).is_some_and(|word| !word.starts_with('-'))
}

/// Two backticks and a language, code, and two backticks.
fn two_ticks(line: &str, paragraph: &str) -> Option<(usize, Slip)> {
    let language = line.strip_prefix("``").filter(|rest| !rest.is_empty() && !rest.contains(['`', ' ']))?;
    let is_meant = grammars::language(language).is_some() && paragraph.trim_end().ends_with("\n``");
    is_meant.then(|| (line.len(), Slip::TwoTicks { language: language.to_owned() }))
}

/// The line that opens a block of code by backticks, with another backtick in it: to Markdown this is text.
fn tick_in_fence(line: &str) -> Option<(usize, Slip)> {
    let fence = &line[..line.len() - line.trim_start_matches('`').len()];
    let info = line[fence.len()..].trim_start();
    let language = info.split_whitespace().next()?;
    let is_meant = fence.len() >= 3 && info.contains('`') && !info.ends_with(fence) && !language.contains('`');
    let is_known = is_meant && grammars::language(language).is_some();
    is_known.then(|| (line.len(), Slip::TickInFence { fence: fence.to_owned() }))
}

/// `[label]: address and some text`.
fn long_definition(line: &str) -> Option<(usize, Slip)> {
    let (label, rest) = line.strip_prefix('[')?.split_once("]: ")?;
    let (address, text) = rest.trim_start().split_once(' ')?;
    let is_meant = !label.is_empty()
        && !label.contains(['[', ']', '^'])
        && is_address(address)
        && !text.starts_with(['"', '\'', '(']);
    let instead = "the address stands alone, or with a title in quotation marks";
    is_meant.then(|| (line.len(), Slip::NoLink { written: format!("[{label}]: {address}"), instead }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<&str> {
        slips(text).into_iter().map(|(span, _)| &text[span]).collect()
    }

    #[test]
    fn a_sign_without_its_blank_is_told() {
        for (text, expected) in [
            ("##\u{a0}Heading", "##"),
            ("Text\n#\u{a0}Heading", "#"),
            ("-\u{a0}item", "-"),
            ("> *\u{3000}item", "*"),
            ("12.\u{202f}one", "12."),
            ("##Heading", "##"),
            ("###What is it?", "###"),
            ("1.First\n2.Second", "2."),
            ("-The first\n-A second", "-"),
            ("Text:\n-The first\n-Another one", "-"),
            ("``python\nx = 1\n``", "``python"),
            ("[b]: u.md some text", "[b]: u.md some text"),
        ] {
            assert_eq!(told(text), [expected], "{text}");
        }
    }

    #[test]
    fn signs_of_text_are_text() {
        for text in [
            "#tag and #1",
            "##1 ##",
            "##PASTE",
            "-v is verbose",
            "*em* text",
            "1.5 seconds\n2.5 more",
            "1.x and 3.x",
            "+49 is Germany",
            "``code`` here",
            "``x\ny``",
            "[note]: see a.md for it",
            "[^1]: a.md x",
            "####### seven",
        ] {
            assert_eq!(told(text), [""; 0], "{text}");
        }
    }
}
