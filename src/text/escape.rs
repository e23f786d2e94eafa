//! Escaping text for HTML.

use crate::text::bytes;

/// Appends `text` with `&`, `<`, `>` and `"` escaped: safe in text and in double-quoted attributes.
pub fn escape_into(out: &mut String, text: &str) {
    escape_bytes(out, text, |byte| (byte == b'&') | (byte == b'<') | (byte == b'>') | (byte == b'"'));
}

/// Appends `text` with `&`, `<` and `>` escaped: safe between tags, and shorter there.
pub fn escape_text_into(out: &mut String, text: &str) {
    escape_bytes(out, text, |byte| (byte == b'&') | (byte == b'<') | (byte == b'>'));
}

/// All characters in question are ASCII, so looking at bytes finds them at character boundaries.
fn escape_bytes(out: &mut String, text: &str, escaped: impl Fn(u8) -> bool) {
    if !bytes::any(text, &escaped) {
        return out.push_str(text);
    }
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate().filter(|(_, byte)| escaped(*byte)) {
        out.push_str(&text[from..at]);
        out.push_str(match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&quot;",
        });
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

/// `text` with `&`, `<`, `>` and `"` escaped.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_into(&mut out, text);
    out
}
