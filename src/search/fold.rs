//! Makes one spelling out of many: lower case, no accents, compatibility forms resolved.
//!
//! In: characters of a word. Out: its folded text. the theme's `search/words.js` does the same; `tests/search/tokens.json`
//! holds both to it. Nothing here knows where a word begins or ends.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The zeros of the scripts whose digits are folded to ours; the other nine follow each.
const ZEROS: &str = "٠۰߀०০੦૦୦௦౦೦൦෦๐໐༠၀႐០";

/// A character of a word: a letter, digit or mark of any script, or `_`.
pub fn is_word(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphanumeric() || c == '_'
    } else {
        c.is_alphanumeric() || is_combining_mark(c) || is_unseen(c)
    }
}

/// A sign that shows nothing and does not end a word: a soft hyphen, joiners and what keeps letters apart, marks of direction,
/// and what asks for another look of the sign before it.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200c}'..='\u{200f}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// A sign that is a term by itself: money, arrows, signs of mathematics, pictures. Lines of boxes are none.
pub fn is_symbol(c: char) -> bool {
    matches!(u32::from(c),
        0xA2..=0xA5 | 0xAC | 0xB1 | 0xD7 | 0xF7 | 0x20A0..=0x23FF | 0x25A0..=0x27BF | 0x27F0..=0x2BFF | 0x1F000..=0x1FAFF)
}

/// A character of a script written without spaces, or (Korean) with endings that no stemmer here knows.
/// Runs of these are indexed by pairs.
pub fn is_paired(c: char) -> bool {
    c >= '\u{e00}' && in_paired_block(c) && is_word(c)
}

fn in_paired_block(c: char) -> bool {
    matches!(u32::from(c),
        0x0E00..=0x0E4F | 0x0E5A..=0x0ECF | 0x0EDA..=0x0EFF | 0x1000..=0x103F | 0x104A..=0x108F | 0x109A..=0x109F | 0x1100..=0x11FF
        | 0x1780..=0x17DF | 0x17EA..=0x17FF | 0x3005..=0x3007 | 0x3040..=0x30FF
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
    let bare = lower.nfkd().filter(|&c| !is_accent(c) && !is_unseen(c)).nfc().map(hiragana).map(digit);
    for c in bare {
        match plain(c) {
            Some(letters) => out.push_str(letters),
            None => out.push(c),
        }
    }
}

/// The two syllabaries of Japanese are one: a word may be typed in either.
fn hiragana(c: char) -> char {
    match c {
        'ァ'..='ヶ' => char::from_u32(u32::from(c) - 0x60).unwrap_or(c),
        other => other,
    }
}

/// A digit of any script is one of ours: `१२३` is 123.
fn digit(c: char) -> char {
    let value = |zero: char| u32::from(c).checked_sub(u32::from(zero)).filter(|value| *value < 10);
    if c < '\u{660}' {
        return c;
    }
    ZEROS.chars().find_map(value).and_then(|value| char::from_digit(value, 10)).unwrap_or(c)
}

/// A mark that says how a letter sounds and that readers leave out: accents, points of Hebrew, vowels of Arabic and Syriac,
/// Arabic's stretching line, the dot below letters of India, and letters that are apostrophes. The vowels of Indic scripts are letters to their readers, and stay.
fn is_accent(c: char) -> bool {
    matches!(u32::from(c),
        0x02BB..=0x02BC | 0x0300..=0x036F | 0x0483..=0x0487 | 0x0591..=0x05BD | 0x05BF | 0x05C1..=0x05C2 | 0x05C4..=0x05C5 | 0x05C7
        | 0x0610..=0x061A | 0x0640 | 0x064B..=0x065F | 0x0670 | 0x06D6..=0x06DC | 0x06DF..=0x06E4 | 0x06E7..=0x06E8
        | 0x06EA..=0x06ED | 0x0711 | 0x0730..=0x074A | 0x093C | 0x09BC | 0x0A3C | 0x0ABC | 0x0B3C
        | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF
        | 0xFE20..=0xFE2F)
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
        // Letters of Arabic that readers write either way, and those of Persian for the same sounds.
        'ى' | 'ی' => "ي",
        'ة' => "ه",
        'ٱ' => "ا",
        'ک' => "ك",
        // Hindi, which writes either.
        'ँ' => "ं",
        _ => return None,
    })
}
