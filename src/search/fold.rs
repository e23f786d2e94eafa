//! Makes one spelling out of many: lower case, no accents, compatibility forms resolved.
//!
//! In: characters of a word. Out: its folded text. the theme's `search/words.js` does the same; `tests/search/tokens.json`
//! holds both to it. Nothing here knows where a word begins or ends.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A character of a word: a letter, digit or mark of any script, or `_`.
pub fn is_word(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() || c == '_' } else { c.is_alphanumeric() || is_combining_mark(c) }
}

/// A character of a script written without spaces, or (Korean) with endings that no stemmer here knows.
/// Runs of these are indexed by pairs.
pub fn is_paired(c: char) -> bool {
    c >= '\u{e00}' && in_paired_block(c) && is_word(c)
}

fn in_paired_block(c: char) -> bool {
    matches!(u32::from(c),
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1100..=0x11FF | 0x1780..=0x17FF | 0x3005..=0x3007 | 0x3040..=0x30FF
        | 0x3130..=0x318F | 0x31F0..=0x31FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xAC00..=0xD7AF | 0xF900..=0xFAFF
        | 0xFF66..=0xFF9F | 0x20000..=0x3FFFF)
}

/// Appends the folded form of `chars` to `out`.
pub fn fold_into(out: &mut String, chars: impl Iterator<Item = char> + Clone) {
    let start = out.len();
    for c in chars.clone() {
        if !c.is_ascii() {
            out.truncate(start);
            fold_any(out, chars);
            return;
        }
        out.push(c.to_ascii_lowercase());
    }
}

fn fold_any(out: &mut String, chars: impl Iterator<Item = char>) {
    let lower = chars.collect::<String>().to_lowercase();
    let bare = lower.nfkd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).nfc();
    for c in bare {
        match plain(c) {
            Some(letters) => out.push_str(letters),
            None => out.push(c),
        }
    }
}

/// Letters that look accented but do not decompose.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ı' => "i",
        'ħ' => "h",
        _ => return None,
    })
}
