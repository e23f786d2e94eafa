//! What was escaped, out of the way of whoever looks for signs in a text.

use std::borrow::Cow;

use crate::text::bytes;
use crate::text::span::Span;

/// No name or number between `&` and `;` is longer.
const LONGEST_REFERENCE: usize = 33;

/// The source of a text with letters in the place of all escapes, `\*` and `&ast;`: then each sign in it is one that was not
/// escaped, and each byte is where it was.
pub(super) fn hidden(source: &str) -> Cow<'_, str> {
    if !bytes::any(source, |byte| (byte == b'\\') | (byte == b'&')) {
        return Cow::Borrowed(source);
    }
    let mut text = String::with_capacity(source.len());
    let mut done = 0;
    while let Some(at) = source[done..].find(['\\', '&']).map(|at| done + at) {
        let length = escape(&source[at..]);
        text.push_str(&source[done..at]);
        match length {
            Some(length) => text.extend(std::iter::repeat_n('x', length)),
            None => text.push_str(&source[at..at + 1]),
        }
        done = at + length.unwrap_or(1);
    }
    Cow::Owned(text + &source[done..])
}

/// How many bytes an escape has that a text begins with.
fn escape(text: &str) -> Option<usize> {
    let rest = text.as_bytes().get(1..)?;
    if text.starts_with('\\') {
        return rest.first().filter(|sign| sign.is_ascii_punctuation()).map(|_| 2);
    }
    let end = rest.iter().take(LONGEST_REFERENCE).position(|byte| *byte == b';')?;
    let is_reference = match &rest[..end] {
        [b'#', b'x' | b'X', digits @ ..] => (1..=6).contains(&digits.len()) && digits.iter().all(u8::is_ascii_hexdigit),
        [b'#', digits @ ..] => (1..=7).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit),
        [first, name @ ..] => first.is_ascii_alphabetic() && name.iter().all(u8::is_ascii_alphanumeric),
        [] => false,
    };
    is_reference.then_some(end + 2)
}

/// A text of which the source is given, from the backslash on if its first sign is escaped: the parser lets it begin behind.
pub(super) fn whole(source: &str, span: Span) -> Span {
    Span::new(span.start - usize::from(source[..span.start].ends_with('\\')), span.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn escapes_are_letters_and_nothing_else_is() {
        for (source, expected) in [
            ("a **b", "a **b"),
            ("a \\*\\*b", "a xxxxb"),
            ("\\\\*b", "xx*b"),
            ("a\\b \\", "a\\b \\"),
            ("&lt;b> &#42;c &#x2A;", "xxxxb> xxxxxc xxxxxx"),
            ("AT&T; a && b & c; &;", "ATxxx a && b & c; &;"),
            ("é\\é&é;", "é\\é&é;"),
        ] {
            assert_eq!(hidden(source), expected);
        }
    }

    proptest! {
        #[test]
        fn each_byte_is_where_it_was(source in "[a*\\\\&;#x1é \\[]{0,24}") {
            prop_assert_eq!(hidden(&source).len(), source.len());
        }
    }
}
