//! Words between angle brackets that are no tags: `List<String>`, `<T>`, `</your-name>`.
//!
//! In: what HTML takes for a tag, and what stands before it. Out: whether someone meant it as text.

use crate::html::element_names::KNOWN;

/// Whether what is written as a tag is text: its name is none of HTML's and it has no attribute with a value, or it stands
/// behind a word as the parameter of a type does: `Box<Object>`.
pub fn is_text(written: &str, before: &str) -> bool {
    let inside = written.trim_matches(['<', '/', '>']).trim();
    let name = inside.split_whitespace().next().unwrap_or_default();
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || written.contains(['=', '"', '\n']) {
        return false;
    }
    let is_parameter = before.ends_with(|c: char| c.is_alphanumeric() || c == '_')
        && name == inside
        && !written.starts_with("</")
        && name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.contains(|c: char| c.is_ascii_lowercase());
    is_parameter || !KNOWN.contains(&name.to_ascii_lowercase().as_str())
}

/// Whether words stand beside what is written: what is alone between others of its kind builds a page.
pub fn is_beside_words(text: &str, at: std::ops::Range<usize>) -> bool {
    let blanks = [' ', '\t'];
    let before = text[..at.start].trim_end_matches(blanks).chars().next_back();
    let after = text[at.end..].trim_start_matches(blanks).chars().next();
    before.is_some_and(|c| !matches!(c, '>' | '\n')) || after.is_some_and(|c| !matches!(c, '<' | '\n' | '\r'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_and_gaps_are_text_and_elements_are_not() {
        for (before, text) in [
            ("is ", "<T>"),
            ("List", "<String>"),
            ("Box", "<Object>"),
            ("run ", "<your-name>"),
            ("", "</T>"),
            ("a", "<K extends V>"),
        ] {
            assert!(is_text(text, before), "{text}");
        }
        for (before, tag) in [
            ("a", "<b>"),
            ("a", "<BR>"),
            ("a ", "<Object>"),
            ("", "</Details>"),
            ("a", "<br/>"),
            ("x", "<Tab value=\"a\">"),
            ("", "<!-- c -->"),
            ("", "<?php ?>"),
        ] {
            assert!(!is_text(tag, before), "{tag}");
        }
    }
}
