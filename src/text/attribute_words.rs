//! The words of a list of attributes: blanks divide them, but for those between quotation marks.

/// The words: `style="color: red"` is one. A quotation mark that is never closed lasts to the end.
pub fn words(text: &str) -> Vec<&str> {
    let mut quote = None;
    let is_end = |c: char| {
        match quote {
            Some(open) if open == c => quote = None,
            None if matches!(c, '"' | '\'') => quote = Some(c),
            _ => {}
        }
        quote.is_none() && c.is_whitespace()
    };
    text.split(is_end).filter(|word| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_between_quotation_marks_part_no_words() {
        for (text, expected) in [
            ("a  b=1", vec!["a", "b=1"]),
            ("a=\"x 'y' z\" .b", vec!["a=\"x 'y' z\"", ".b"]),
            ("a='x y' b=\"z", vec!["a='x y'", "b=\"z"]),
            ("it's a", vec!["it's a"]),
            (" ", vec![]),
        ] {
            assert_eq!(words(text), expected);
        }
    }
}
