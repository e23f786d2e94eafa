//! Writes a value as a classic script that hands it to the client: `studybookSearch(name, stamp, value);`.
//!
//! The stamp is a hash of the value: the client asks for `NAME.js?v=STAMP` and refuses a part whose stamp is not the one
//! its manifest names, so an old part in some cache can never be read with a new manifest.

use crate::search::digits::one;
use crate::search::hash::Mix;
use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;
use std::hash::Hasher;
use std::io::{self, Write};

/// A part of the index, ready to be written.
pub struct Part {
    /// `terms-0a`
    pub name: String,
    /// Six digits.
    pub stamp: String,
    /// The script.
    pub script: Vec<u8>,
}

/// A value as a part. It is made of lists, texts and numbers, and of maps by text, so it always has a form in JSON.
pub fn part(name: String, value: &impl Serialize) -> Part {
    let mut script = format!("studybookSearch(\"{name}\",\"------\",").into_bytes();
    let start = script.len();
    let written = value.serialize(&mut Serializer::with_formatter(&mut script, Safe));
    debug_assert!(written.is_ok(), "{name} has no form in JSON");
    let stamp = stamp(&script[start..]);
    script[start - 8..start - 2].copy_from_slice(stamp.as_bytes());
    script.extend_from_slice(b");\n");
    Part { name, stamp, script }
}

/// The name of a numbered part.
pub fn numbered(kind: &str, number: usize) -> String {
    format!("{kind}-{number:02x}")
}

/// JSON that can do no harm in a script or in HTML: without `<` and the two line separators that JSON allows in strings.
struct Safe;

impl Formatter for Safe {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, text: &str) -> io::Result<()> {
        let bytes = text.as_bytes();
        let mut from = 0;
        for at in memchr::memchr2_iter(b'<', 0xe2, bytes) {
            let (length, escape) = match bytes[at..] {
                [b'<', ..] => (1, b"\\u003c"),
                [0xe2, 0x80, 0xa8, ..] => (3, b"\\u2028"),
                [0xe2, 0x80, 0xa9, ..] => (3, b"\\u2029"),
                _ => continue,
            };
            writer.write_all(&bytes[from..at])?;
            writer.write_all(escape)?;
            from = at + length;
        }
        writer.write_all(&bytes[from..])
    }
}

fn stamp(bytes: &[u8]) -> String {
    let mut hasher = Mix::default();
    hasher.write(bytes);
    let hash = hasher.finish();
    let folded = hash ^ (hash >> 36);
    let digits = (0..6).map(|i| char::from(one((folded >> (6 * i)) as u8)));
    digits.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_stays_inside_its_string() {
        let part = part("show-00".to_owned(), &["</script><!--\u{2028}\u{2029}\"\\"]);
        let script = String::from_utf8_lossy(&part.script).into_owned();
        assert!(!script.contains('<') && !script.contains('\u{2028}') && !script.contains('\u{2029}'));
        assert!(script.contains(r#"["\u003c/script>\u003c!--\u2028\u2029\"\\"]"#));
    }
}
