//! Text as a terminal may show it: what would move the cursor, ring, turn the line round or begin another is written out.
//!
//! In: names, titles and lines that others chose. Out: the same with `\u{1b}` for an escape character. Letters, marks and
//! joiners of all scripts stay.

use std::borrow::Cow;

/// For one line: line ends are written out too.
pub fn line(text: &str) -> Cow<'_, str> {
    written_out(text, |_, _| false)
}

/// For some lines: line ends and tabs stay.
pub fn lines(text: &str) -> Cow<'_, str> {
    written_out(text, |c, _| matches!(c, '\n' | '\t'))
}

/// For a line and lines below it that begin with a blank: no name in it can begin a line of its own.
pub fn indented(text: &str) -> Cow<'_, str> {
    written_out(text, |c, rest| c == '\n' && rest.starts_with(' '))
}

/// For a line of a file: tabs stay, which the layout knows.
pub fn source(text: &str) -> Cow<'_, str> {
    written_out(text, |c, _| c == '\t')
}

/// JSON, in which such characters stand in strings only.
pub fn json(text: &str) -> Cow<'_, str> {
    if !text.contains(acts) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if acts(c) { out.push_str(&format!("\\u{:04x}", u32::from(c))) } else { out.push(c) }
    }
    Cow::Owned(out)
}

fn written_out(text: &str, stays: impl Fn(char, &str) -> bool) -> Cow<'_, str> {
    if !text.contains(acts) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        if acts(c) && !stays(c, rest) { out.extend(c.escape_default()) } else { out.push(c) }
    }
    Cow::Owned(out)
}

/// Control characters of both sets, line and paragraph separators, and what changes the direction of what follows.
fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{206f}' | '\u{feff}')
        || matches!(c, '\u{fff9}'..='\u{fffb}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_acts_is_written_out_and_all_scripts_stay() {
        assert_eq!(line("a\u{1b}[2Jb\u{7}\u{9b}1m\u{202e}c\nd\t\r"), "a\\u{1b}[2Jb\\u{7}\\u{9b}1m\\u{202e}c\\nd\\t\\r");
        for text in ["naïve.md", "سؤال", "क्‍ष", "👩‍💻", "日本語", "«x»"] {
            assert_eq!(line(text), text);
        }
        assert_eq!(lines("a\n\tb\u{1b}"), "a\n\tb\\u{1b}");
        assert_eq!(indented("a\n  b\nerror: c"), "a\n  b\\nerror: c");
    }

    #[test]
    fn json_stays_json_of_the_same_value() {
        let value = serde_json::json!({ "a\u{9b}\u{202e}": "b\u{7f}\u{2028}\u{1b}\n" });
        let text = value.to_string();
        assert!(!json(&text).contains(acts));
        assert_eq!(serde_json::from_str::<serde_json::Value>(&json(&text)).unwrap(), value);
    }

    proptest! {
        #[test]
        fn nothing_that_acts_is_left(text in "\\PC{0,20}[\\x00-\\x1f\\x7f-\\xa0\u{202a}-\u{202e}]{0,4}.{0,20}") {
            prop_assert!(!line(&text).contains(acts));
            prop_assert!(!lines(&text).replace(['\n', '\t'], "").contains(acts));
        }
    }
}
