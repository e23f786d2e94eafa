//! Social cards.

use std::io::Read as _;

use flate2::read::ZlibDecoder;

use crate::guide::{Outcome, TestGuide};

const BOOK: &str =
    "[book]\ntitle = \"Guide\"\nbase_url = \"https://example.org/g/\"\n\n[tags]\nthreads = { label = \"Threads\" }\n";

fn guide(title: &str) -> TestGuide {
    TestGuide::new().book(BOOK).topic_with("a", &format!("title = '''{title}'''"), "")
}

fn has(outcome: &Outcome, path: &str) -> bool {
    outcome.site().files().any(|(other, _)| other.as_str() == path)
}

/// What the page names as its picture.
fn image(outcome: &Outcome) -> Option<String> {
    let page = outcome.page("a.html");
    let after = page.split("<meta property=\"og:image\" content=\"").nth(1)?;
    after.split('"').next().map(str::to_owned)
}

/// Reads a PNG without the program's own code: its width, its height, and the rows with a byte before each.
fn decode(file: &[u8]) -> (u32, u32, Vec<u8>) {
    assert_eq!(&file[..8], b"\x89PNG\r\n\x1a\n");
    let (mut at, mut size, mut packed) = (8, (0, 0), Vec::new());
    while at < file.len() {
        let number = |at: usize| u32::from_be_bytes(file[at..at + 4].try_into().unwrap());
        let length = number(at) as usize;
        match &file[at + 4..at + 8] {
            b"IHDR" => size = (number(at + 8), number(at + 12)),
            b"IDAT" => packed.extend_from_slice(&file[at + 8..at + 8 + length]),
            _ => (),
        }
        at += length + 12;
    }
    let mut rows = Vec::new();
    ZlibDecoder::new(&*packed).read_to_end(&mut rows).unwrap();
    (size.0, size.1, rows)
}

#[test]
fn a_topic_names_its_card_by_its_whole_address() {
    let outcome = guide("What is it?").build();
    assert_eq!(image(outcome.is_clean()).as_deref(), Some("https://example.org/g/cards/a.png"));
    let (width, height, rows) = decode(&outcome.bytes("cards/a.png"));
    assert_eq!((width, height, rows.len()), (1200, 630, 601 * 630));
    let ink = rows.iter().filter(|&&pair| (6..=10).contains(&(pair >> 4))).count();
    assert!(ink > 2_000, "the title is seen in {ink} places");
    assert!(outcome.page("tags/threads.html").contains("content=\"https://example.org/g/cards/index.png\""));
}

#[test]
fn there_are_no_cards_without_an_address_or_where_they_are_switched_off() {
    for book in [
        BOOK.replace("base_url = \"https://example.org/g/\"\n", ""),
        BOOK.replace("base_url", "cards = false\nbase_url"),
    ] {
        let outcome = guide("What is it?").book(&book).build();
        assert_eq!(image(outcome.is_clean()), None);
        assert!(!has(&outcome, "cards/a.png") && !has(&outcome, "cards/index.png"));
    }
}

#[test]
fn a_title_the_letters_cannot_spell_has_the_guides_card() {
    let outcome = guide("什么是全局解释器锁?").build();
    assert_eq!(image(outcome.is_clean()).as_deref(), Some("https://example.org/g/cards/index.png"));
    assert!(!has(&outcome, "cards/a.png"));
}

#[test]
fn any_title_is_drawn_and_none_is_markup() {
    let long = "Why ".repeat(300);
    let word = "W".repeat(2000);
    for title in [long.as_str(), &word, "</text><svg onload=alert(1)>&amp;\"", "\u{202e}right?", "…", "\u{301}a"] {
        let outcome = guide(title).build();
        let path = if has(outcome.is_clean(), "cards/a.png") { "cards/a.png" } else { "cards/index.png" };
        assert_eq!(decode(&outcome.bytes(path)).2.len(), 601 * 630);
        assert!(!outcome.page("a.html").contains("<svg onload"));
    }
}

#[test]
fn equal_words_give_equal_cards_and_are_drawn_once() {
    let first = guide("What is it?").build();
    let kept = first.built.as_ref().unwrap().cards.clone().expect("something to keep");
    let again = guide("What is it?").with_cards(&kept).build();
    assert_eq!(again.built.as_ref().unwrap().cards, None);
    assert_eq!(again.bytes("cards/a.png"), first.bytes("cards/a.png"));
    let other = guide("What is that?").with_cards(&kept).build();
    assert_ne!(other.bytes("cards/a.png"), first.bytes("cards/a.png"));
    for at in [0, 40, kept.len() / 2, kept.len() - 1] {
        let mut damaged = kept.clone();
        damaged[at] ^= 1;
        let outcome = guide("What is it?").with_cards(&damaged).build();
        assert_eq!(outcome.bytes("cards/a.png"), first.bytes("cards/a.png"));
    }
}
