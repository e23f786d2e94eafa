//! Lists that fall apart: an item indented too little, a block that is not indented, a list that is indented so far that it is code.
//!
//! In: the text before a list, or the lines of an indented block. Out: slips, with their bytes in the text.

use crate::problem::slip::Slip;
use crate::text::span::Span;

/// No list that is meant has more lines between two of its numbers.
const FAR: usize = 80;

/// What breaks the list that begins with a number behind a text; so that it is told where the text goes wrong.
pub(super) fn before_number(text: &str, first: u64) -> Option<(Span, Slip)> {
    let mut end = text.len();
    let mut lines = text.split_inclusive('\n').rev().take(FAR).map(|line| {
        end -= line.len();
        (end, line.trim_end())
    });
    if first > 1 {
        let mut told = None;
        for (at, line) in lines {
            let inner = line.trim_start_matches(' ');
            let indent = line.len() - inner.len();
            if (1..=3).contains(&indent) && is_bullet(inner) {
                told = Some(Span::new(at + indent, at + indent + 1));
            } else if indent > 3 {
                continue;
            } else {
                let what = "ends here: the item below it is indented too little";
                let instead = "indent what belongs to an item as far as its words: by three blanks behind `1.`";
                let continues = number(line).is_some_and(|it| it + 1 == first);
                return told.filter(|_| continues).map(|at| (at, Slip::BrokenList { what, instead }));
            }
        }
        return None;
    }
    let line = lines.by_ref().map(|(_, line)| line).take(2).find(|line| !line.is_empty())?;
    let fence = &line[..line.len() - line.trim_start_matches(['`', '~']).len()];
    if fence.len() < 3 || fence.len() < line.len() {
        return None;
    }
    let mut opening = None;
    for (start, line) in lines {
        if let Some(opening) = opening {
            let what = "begins anew: the block between its items is not indented";
            let slip =
                Slip::BrokenList { what, instead: "indent the block by three blanks, as far as the words of the item" };
            return (number(line) == Some(1)).then_some((opening, slip));
        }
        if line.starts_with(fence) {
            opening = Some(Span::new(start, start + line.len()));
        }
    }
    None
}

/// A list in an indented block below a line that ends in a colon. `text` is what stands before the block.
pub(super) fn as_code(text: &str, block: &str) -> Option<Slip> {
    let above = text.trim_end().lines().next_back()?;
    let is_item = |line: &str| {
        let line = line.trim();
        (is_bullet(line) || number(line).is_some()) && !line.contains([':', '=', '{', '(', '<', '$', '"', '/'])
    };
    let mut lines = block.lines().filter(|line| !line.trim().is_empty()).peekable();
    let is_list = lines.peek().is_some() && lines.all(is_item);
    let what = "is code, since four blanks stand before it";
    (above.ends_with(':') && is_list)
        .then_some(Slip::BrokenList { what, instead: "take the blanks away; code stands between three backticks" })
}

fn is_bullet(line: &str) -> bool {
    ["- ", "* ", "+ "].iter().any(|sign| line.starts_with(sign))
}

/// The number of an item that begins a line.
fn number(line: &str) -> Option<u64> {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = line[digits..].strip_prefix(['.', ')'])?;
    if rest.starts_with(' ') { line[..digits].parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_indented_too_little_breaks_its_list() {
        let told = |text: &str, first| before_number(text, first).map(|(span, _)| span);
        assert_eq!(told("1. a\n  - b\n", 2), Some(Span::new(7, 8)));
        assert_eq!(told("x\n\n3. a\n - b\n - c\n", 4), Some(Span::new(9, 10)));
        assert_eq!(told("1. a\n  - b\n    - c\n", 2), Some(Span::new(7, 8)));
        for (text, first) in
            [("1. a\n   x\n", 2), ("1. a\n\nText\n\n", 2), ("  - b\n", 2), ("1. a\n  - b\n", 5), ("- a\n  - b\n", 2)]
        {
            assert_eq!(told(text, first), None, "{text}");
        }
    }

    #[test]
    fn a_block_between_items_that_is_not_indented_breaks_their_list() {
        let told = |text: &str| before_number(text, 1).map(|(span, _)| span);
        assert_eq!(told("1. First\n```sh\nls\n```\n"), Some(Span::new(9, 14)));
        assert_eq!(told("1. First\n~~~\nls\n~~~\n\n"), Some(Span::new(9, 12)));
        for text in ["Text:\n```sh\nls\n```\n", "1. First\n\n```\nls\n```\n", "```\n1. a\n```\n", "1. a\n\n"] {
            assert_eq!(told(text), None, "{text}");
        }
    }

    #[test]
    fn a_list_indented_by_four_blanks_is_code() {
        for block in ["- item\n", "- one\n- two words\n", "1. one\n2. two\n"] {
            assert!(as_code("Text:\n\n    ", block).is_some(), "{block}");
        }
        for (text, block) in [
            ("Text.\n\n", "- item\n"),
            ("Text:\n\n", "- hosts: all\n"),
            ("A:\n\n", "- a\nb\n"),
            ("A:\n\n", "x\n"),
            ("", "- a\n"),
        ] {
            assert!(as_code(text, block).is_none(), "{text}{block}");
        }
    }
}
