//! What follows the name of a tag: where the tag ends, and with which letters the names of its attributes begin.
//!
//! In: HTML and a byte of it. Out: the byte behind the tag. Nearly all tags that a build makes are written in one way, and are read here
//! in a third of the time that any others take; the tests of `tokens` hold both to the same rules.

use crate::html::attributes::{Attributes, is_blank};

/// Behind a tag whose name ends at `at`, and the initials of its attributes; nothing if it never ends.
pub fn behind(html: &str, at: usize) -> Option<(usize, u32)> {
    plain(html.as_bytes(), at).or_else(|| {
        let mut attributes = Attributes::new(html, at);
        let initials = attributes.by_ref().fold(0, |seen, attribute| seen | initial(attribute.name));
        Some((attributes.behind_tag()?, initials))
    })
}

/// The same for attributes that are all written as programs write them: ` class="…"`, ` class=k` or ` hidden`. Nothing for any other.
fn plain(bytes: &[u8], mut at: usize) -> Option<(usize, u32)> {
    let mut initials = 0;
    while *bytes.get(at)? == b' ' {
        let name = at + 1;
        at = name + bytes[name..].iter().position(|byte| !byte.is_ascii_lowercase() && *byte != b'-')?;
        if at == name {
            return None;
        }
        initials |= bit(bytes[name]);
        if bytes[at] == b'=' {
            let value = at + 1;
            let rest = bytes.get(value + 1..)?;
            at = value + 1;
            match bytes[value] {
                b'"' => at += memchr::memchr(b'"', rest)? + 1,
                b'\'' | b'>' => return None,
                first if is_blank(first) => return None,
                _ => at += rest.iter().position(|byte| *byte <= b'>' && (is_blank(*byte) || *byte == b'>'))?,
            }
        }
    }
    (bytes[at] == b'>').then_some((at + 1, initials))
}

/// Behind an end tag that begins at `at` and is a name of letters and nothing else, as in `</li>`; nothing for any other.
pub fn behind_plain_end(html: &str, at: usize) -> Option<usize> {
    let name = html.as_bytes().get(at..)?.strip_prefix(b"</")?;
    let length = name.iter().position(|byte| !byte.is_ascii_alphabetic()).filter(|length| *length > 0)?;
    (name[length] == b'>').then_some(at + 2 + length + 1)
}

/// The bit of the letter that a name begins with, in either case; other signs share those of letters.
pub fn initial(name: &str) -> u32 {
    bit(name.bytes().next().unwrap_or(0))
}

fn bit(byte: u8) -> u32 {
    1 << (byte & 31)
}
