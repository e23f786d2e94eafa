//! Writes a value as a classic script that hands it to the client: `studybookSearch(name, stamp, value);`.
//!
//! The stamp is a hash of the value: the client asks for `NAME.js?v=STAMP` and refuses a part whose stamp is not the one
//! its manifest names, so an old part in some cache can never be read with a new manifest.

use super::digits::one;
use super::hash::Mix;
use serde_json::Value;
use std::hash::Hasher;

/// A part of the index, ready to be written.
pub struct Part {
    /// `terms-0a`
    pub name: String,
    /// Six digits.
    pub stamp: String,
    /// The script.
    pub script: Vec<u8>,
}

/// A value as a part.
pub fn part(name: String, value: &Value) -> Part {
    let json = safe(&value.to_string());
    let stamp = stamp(json.as_bytes());
    let script = format!("studybookSearch(\"{name}\",\"{stamp}\",{json});\n").into_bytes();
    Part { name, stamp, script }
}

/// The name of a numbered part.
pub fn numbered(kind: &str, number: usize) -> String {
    format!("{kind}-{number:02x}")
}

/// JSON that can do no harm in a script or in HTML: `<` and the two line separators that JSON allows in strings.
fn safe(json: &str) -> String {
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
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
    use serde_json::json;

    #[test]
    fn hostile_text_stays_inside_its_string() {
        let part = part("show-00".to_owned(), &json!(["</script><!--\u{2028}\u{2029}\"\\"]));
        let script = String::from_utf8_lossy(&part.script).into_owned();
        assert!(!script.contains('<') && !script.contains('\u{2028}') && !script.contains('\u{2029}'));
        assert!(script.contains(r#"["\u003c/script>\u003c!--\u2028\u2029\"\\"]"#));
    }
}
