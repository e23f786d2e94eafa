//! What a character can be, for the cutter: a table for ASCII, Unicode's properties for the rest.
//!
//! Nearly all text of a technical guide is ASCII, so the cutter reads bytes where it can: [`Unit`] is a byte of ASCII text or
//! any character.

use crate::search::fold::{is_paired, is_word};

/// A character of the text being cut.
pub trait Unit: Copy {
    fn char(self) -> char;
    fn class(self) -> u8;
}

/// Part of a word.
pub const WORD: u8 = 1;
/// A-Z.
pub const UPPER: u8 = 2;
/// 0-9.
pub const DIGIT: u8 = 4;
/// `_`.
pub const UNDERSCORE: u8 = 8;
/// May be an operator.
pub const SIGN: u8 = 16;
/// `(`, `[` or `{`.
pub const OPENS: u8 = 32;
/// Part of a word of a script that is cut into pairs; not [`WORD`].
pub const PAIRED: u8 = 64;
/// May stand beside a free operator or before a leading dot.
pub const EDGE: u8 = 128;

impl Unit for u8 {
    fn char(self) -> char {
        char::from(self)
    }

    fn class(self) -> u8 {
        CLASSES[usize::from(self & 127)]
    }
}

impl Unit for char {
    fn char(self) -> char {
        self
    }

    fn class(self) -> u8 {
        match u8::try_from(self) {
            Ok(byte) if byte < 128 => byte.class(),
            _ if is_paired(self) => PAIRED,
            _ if is_word(self) => WORD,
            _ if matches!(self, '\u{a0}' | '\u{201c}' | '\u{201d}') => EDGE,
            _ => 0,
        }
    }
}

const CLASSES: [u8; 128] = {
    let mut classes = [0; 128];
    let mut i = 0;
    while i < 128 {
        let byte = i as u8;
        classes[i] = match byte {
            b'A'..=b'Z' => WORD | UPPER,
            b'a'..=b'z' => WORD,
            b'0'..=b'9' => WORD | DIGIT,
            b'_' => WORD | UNDERSCORE,
            b'{' => SIGN | OPENS,
            b'!' | b'%' | b'&' | b'*' | b'+' | b'-' | b'.' | b'/' | b':' | b'<' | b'=' | b'>' | b'?' | b'@' | b'^'
            | b'|' | b'~' | b'}' => SIGN,
            b'[' => OPENS,
            b'(' => OPENS | EDGE,
            b' ' | b'\t' | b'\n' | b'\r' | b'`' | b'"' | b'\'' | b')' | b',' => EDGE,
            _ => 0,
        };
        i += 1;
    }
    classes
};
