//! Compares what an example printed with what is written below it.
//!
//! In: two texts and the block's masks. Out: whether they agree, or the first line that does not and a unified diff.
//! `...` in the written text stands for anything; a mask makes addresses, times or paths on both sides equal.

use similar::TextDiff;

use crate::topic::fence_values::Mask;

/// Whether the printed text is what is written. Line ends at the end do not count.
pub fn same(written: &str, printed: &str, masks: &[Mask]) -> bool {
    let written = masked(written.trim_end_matches('\n'), masks);
    let printed = masked(printed.trim_end_matches('\n'), masks);
    written == printed || (written.contains("...") && matches_ellipsis(&written, &printed))
}

/// The index of the first written line that differs; the number of lines if only something is missing after them.
pub fn first_difference(written: &str, printed: &str, masks: &[Mask]) -> usize {
    let mut printed = printed.lines();
    let mut count = 0;
    for line in written.lines() {
        match printed.next() {
            Some(other) if same(line, other, masks) => count += 1,
            _ => return count,
        }
    }
    count
}

/// At most this many lines of a diff are shown.
const SHOWN_LINES: usize = 80;

/// A unified diff from what is written to what was printed.
pub fn diff(written: &str, printed: &str) -> String {
    let ended = |text: &str| {
        let text = text.trim_end_matches('\n');
        if text.is_empty() { String::new() } else { format!("{text}\n") }
    };
    let (written, printed) = (ended(written), ended(printed));
    let diff = TextDiff::from_lines(&written, &printed);
    let text = diff.unified_diff().context_radius(3).header("written", "printed").to_string();
    shortened(&text, SHOWN_LINES)
}

/// The first `most` lines of a text, saying how many are left out.
pub fn shortened(text: &str, most: usize) -> String {
    let count = text.lines().count();
    let visible = |line: &str| -> String {
        let mut line: String =
            line.chars().take(400).map(|c| if c.is_control() && c != '\t' { '\u{fffd}' } else { c }).collect();
        line.push('\n');
        line
    };
    let mut shown: String = text.lines().take(most).map(visible).collect();
    if count > most {
        shown.push_str(&format!("… {} more lines\n", count - most));
    }
    shown
}

/// The text that is compared, and that `--fix` writes: UTF-8 with plain line ends.
pub fn printed_text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).replace("\r\n", "\n")
}

fn matches_ellipsis(pattern: &str, text: &str) -> bool {
    let parts: Vec<&str> = pattern.split("...").collect();
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return false };
    let Some(rest) = text.strip_prefix(first) else { return false };
    let Some(mut rest) = rest.strip_suffix(last) else { return false };
    for part in &parts[1..parts.len() - 1] {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    true
}

fn masked(text: &str, masks: &[Mask]) -> String {
    let mut text = text.to_owned();
    for mask in masks {
        text = match mask {
            Mask::Address => replace(&text, "0xADDRESS", address),
            Mask::Time => replace(&replace(&text, "TIME", duration), "TIME", clock),
            Mask::Path => replace(&text, "PATH", path),
        };
    }
    text
}

/// Replaces each place where `find` gives a length by `with`.
fn replace(text: &str, with: &str, find: fn(&str, Option<char>) -> Option<usize>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = None;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        match find(rest, before) {
            Some(length) if length > 0 => {
                out.push_str(with);
                before = rest[..length].chars().next_back();
                rest = &rest[length..];
            }
            _ => {
                out.push(first);
                before = Some(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    out
}

fn run_of(text: &str, is: impl Fn(char) -> bool) -> usize {
    text.find(|c| !is(c)).unwrap_or(text.len())
}

/// `0x7f3a`.
fn address(text: &str, _: Option<char>) -> Option<usize> {
    let digits = run_of(text.strip_prefix("0x")?, |c| c.is_ascii_hexdigit());
    (digits > 0).then_some(2 + digits)
}

/// `1.5 ms`, `2e-05s`, `3 seconds`.
fn duration(text: &str, before: Option<char>) -> Option<usize> {
    if before.is_some_and(|c| c.is_ascii_digit()) {
        return None;
    }
    let mut at = run_of(text, |c| c.is_ascii_digit());
    if at == 0 {
        return None;
    }
    if let Some(fraction) = text[at..].strip_prefix('.') {
        let digits = run_of(fraction, |c| c.is_ascii_digit());
        at += if digits > 0 { 1 + digits } else { 0 };
    }
    if let Some(exponent) = text[at..].strip_prefix('e') {
        let sign = usize::from(exponent.starts_with(['-', '+']));
        let digits = run_of(&exponent[sign..], |c| c.is_ascii_digit());
        at += if digits > 0 { 1 + sign + digits } else { 0 };
    }
    let rest = text[at..].strip_prefix(' ').unwrap_or(&text[at..]);
    let units = ["seconds", "second", "sec", "ns", "µs", "us", "ms", "s"];
    let unit = units.iter().find(|unit| {
        rest.strip_prefix(**unit).is_some_and(|after| !after.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
    })?;
    Some(text.len() - rest.len() + unit.len())
}

/// `12:30:59`, `12:30:59.123`.
fn clock(text: &str, _: Option<char>) -> Option<usize> {
    let bytes = text.as_bytes();
    let shape = b"00:00:00";
    let fits = bytes.len() >= shape.len()
        && shape
            .iter()
            .zip(bytes)
            .all(|(shape, byte)| if *shape == b':' { *byte == b':' } else { byte.is_ascii_digit() });
    if !fits {
        return None;
    }
    let digits = text[8..].strip_prefix(['.', ',']).map_or(0, |rest| run_of(rest, |c| c.is_ascii_digit()));
    Some(if digits > 0 { 9 + digits } else { 8 })
}

/// `/usr/lib`, at least two parts.
fn path(text: &str, _: Option<char>) -> Option<usize> {
    let mut at = 0;
    let mut parts = 0;
    while let Some(rest) = text[at..].strip_prefix('/') {
        let length = run_of(rest, |c| c.is_alphanumeric() || "_.+-".contains(c));
        if length == 0 {
            break;
        }
        at += 1 + length;
        parts += 1;
    }
    (parts >= 2).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn three_dots_stand_for_anything() {
        assert!(same("a\n...\nz\n", "a\nb\nc\nz\n", &[]));
        assert!(same("<object at 0x...>", "<object at 0x7f>", &[]));
        assert!(same("a...b...c", "a1b2bc", &[]));
        assert!(!same("a...a", "a", &[]));
        assert!(!same("a...", "b", &[]));
        assert!(same("...", "", &[]));
    }

    #[test]
    fn masks_make_both_sides_equal() {
        assert!(same("at 0x7f12>", "at 0xABCD>", &[Mask::Address]));
        assert!(same("took 1.25 ms, 3s", "took 99 us, 2e-05 seconds", &[Mask::Time]));
        assert!(!same("3 sheep", "4 sheep", &[Mask::Time]));
        assert!(same("at 12:00:00,123", "at 01:02:03", &[Mask::Time]));
        assert!(same("in /tmp/a-1/b.py!", "in /home/me/x.py!", &[Mask::Path]));
        assert!(!same("1/2", "1/3", &[Mask::Path]));
    }

    #[test]
    fn only_line_ends_at_the_end_are_forgiven() {
        assert!(same("a\n", "a\n\n", &[]));
        assert!(!same("a", "a ", &[]));
    }

    #[test]
    fn the_first_difference_is_found_behind_an_ellipsis_in_a_line() {
        assert_eq!(first_difference("a ...\nb\n", "a 1\nc\n", &[]), 1);
        assert_eq!(first_difference("a\n", "a\nb\n", &[]), 1);
    }

    proptest! {
        #[test]
        fn any_text_equals_itself_under_any_mask(text in "[a0-9x:/.\\- smeé\n]{0,60}") {
            let all = [Mask::Address, Mask::Time, Mask::Path];
            prop_assert!(same(&text, &text, &all));
            let _ = (diff(&text, "b"), first_difference(&text, "b", &all));
        }
    }
}
