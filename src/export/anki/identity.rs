//! By what Anki knows a guide's notes, note type and decks.
//!
//! In: ids of the guide and its cards. Out: names and numbers that are the same at every export, whatever moves or is reworded.

use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

use crate::cards::card::{Card, Kind};

/// What stands before the id of a topic that came from Anki: what follows is the note's own name there.
pub const FROM_ANKI: &str = "anki:";

/// The same for a note with gaps. Anki never makes another kind of note of one, so its card stays out of decks: an import
/// would stop at it, or learners would have it twice.
pub const FROM_GAPS: &str = "anki-cloze:";

/// What stands before the id of a row that came from Anki: what follows is the note's own name there, as [`row`] writes it.
const ROW: &str = "anki_";

const DIGITS: &[u8; 62] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// The name of a card's note, unique in the world.
pub fn guid(guide: &str, card: &Card) -> String {
    if let (Kind::Topic, Some(kept)) = (card.kind, card.id.strip_prefix(FROM_ANKI)) {
        return kept.to_owned();
    }
    let of_question = card.id.rsplit_once('#').filter(|_| card.kind == Kind::Question);
    if let Some(kept) = of_question.and_then(|(_, id)| of_row(id)) {
        return kept;
    }
    let mut rest = xxh3_128(format!("{guide}\n{}", card.id).as_bytes());
    let mut name = String::with_capacity(22);
    for _ in 0..22 {
        name.push(char::from(DIGITS[usize::try_from(rest % 62).unwrap_or(0)]));
        rest /= 62;
    }
    name
}

/// The id of the row of a note. A note's name has signs that no id has: each is written as `_` and the number of its byte.
pub fn row(guid: &str) -> String {
    let mut id = String::from(ROW);
    for byte in guid.bytes() {
        match byte {
            b'-' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => id.push(char::from(byte)),
            _ => id.push_str(&format!("_{byte:02x}")),
        }
    }
    id
}

/// The name in the world of the note whose row has this id; `None` if it came from no note.
pub fn of_row(id: &str) -> Option<String> {
    let mut parts = id.strip_prefix(ROW)?.split('_');
    let mut name = parts.next()?.as_bytes().to_vec();
    for part in parts {
        name.push(u8::from_str_radix(part.get(..2)?, 16).ok()?);
        name.extend(part.bytes().skip(2));
    }
    String::from_utf8(name).ok().filter(|guid| !guid.is_empty() && row(guid) == id)
}

/// The number of something of a guide. Anki numbers things by the millisecond at which they were made; ours lie between 2001 and
/// 2033.
pub fn number(guide: &str, what: &str, name: &str) -> i64 {
    const FIRST: i64 = 1_000_000_000_000;
    let hash = xxh3_64(format!("{guide}\n{what}\n{name}").as_bytes()) % 1_000_000_000_000;
    FIRST + i64::try_from(hash).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::span::Span;
    use crate::topic::fence_values::is_card_id;
    use proptest::prelude::*;

    fn card(id: &str, kind: Kind) -> Card {
        Card { id: id.into(), kind, topic: 0, index: 0, prompt: String::new(), place: Span::at(0), is_named: true }
    }

    #[test]
    fn a_name_rests_on_the_ids_alone() {
        let moved = Card { topic: 7, index: 3, prompt: "Other".into(), ..card("a#b", Kind::Question) };
        assert_eq!(guid("g", &card("a#b", Kind::Question)), guid("g", &moved));
        assert_ne!(guid("g", &card("a#b", Kind::Question)), guid("h", &moved));
        assert_eq!(guid("g", &moved).len(), 22);
    }

    #[test]
    fn a_note_that_came_from_anki_keeps_its_name() {
        assert_eq!(guid("g", &card("anki:x#{y", Kind::Topic)), "x#{y");
        assert_ne!(guid("g", &card("anki:x#q", Kind::Question)), "x#q");
    }

    #[test]
    fn a_row_that_came_from_anki_keeps_the_name_of_its_note() {
        assert_eq!(row("Bp(x;Z-f]%"), "anki_Bp_28x_3bZ-f_5d_25");
        assert_eq!(guid("g", &card("anki:x#anki_Bp_28x_3bZ-f_5d_25", Kind::Question)), "Bp(x;Z-f]%");
        assert_ne!(guid("g", &card("words#anki_x", Kind::Quiz)), "x");
        for other in
            ["anki_", "anki-x", "x", "anki__", "anki__4", "anki__zz", "anki__41", "anki__C3", "anki__ff", "anki_é"]
        {
            assert_eq!(of_row(other), None, "{other}");
        }
    }

    proptest! {
        #[test]
        fn each_name_has_an_id_of_its_own(name in "\\PC{1,40}") {
            let id = row(&name);
            prop_assert!(is_card_id(&id), "{}", id);
            prop_assert_eq!(of_row(&id), Some(name));
        }
    }
}
