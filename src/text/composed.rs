//! Letters with their marks in one form: `é` may be one character, or `e` and a mark, and some systems write the second into file names.
//!
//! In: a text. Out: the same in Normalization Form C of Unicode (<https://unicode.org/reports/tr15/>), so that equal names are equal bytes.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The text in Normalization Form C.
pub fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.nfc().collect())
}
