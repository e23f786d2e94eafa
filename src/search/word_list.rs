//! The list of known words, by which the client corrects typing errors in any letter and suggests something when nothing
//! is found.
//!
//! `words` is `[words, topics]`: words in order, written as in `shard`, and the number of topics of each. Only letters, at
//! least four; if there are too many, those of titles, questions and headings first, then the most used.

use crate::search::digits::push;
use crate::search::gather::count;
use crate::search::merge::MergedTerm;
use crate::search::shard::front;
use serde_json::{Value, json};

/// Most words listed: about 50 kB compressed.
const MOST: usize = 8000;

/// The known words of a guide.
pub fn words(terms: &[MergedTerm]) -> Value {
    let mut known: Vec<&MergedTerm> = terms.iter().filter(|t| is_known(t)).collect();
    if known.len() > MOST {
        known.sort_by_key(|t| (!t.is_strong, std::cmp::Reverse(t.topics())));
        known.truncate(MOST);
        known.sort_by_key(|t| t.text.encode_utf16().collect::<Vec<_>>());
    }
    let (mut texts, mut topics) = (String::new(), Vec::new());
    let mut before = "";
    for term in known {
        front(&mut texts, before, term.text);
        before = term.text;
        push(&mut topics, count(term.topics()));
    }
    json!([texts, String::from_utf8_lossy(&topics)])
}

fn is_known(term: &MergedTerm) -> bool {
    term.is_word
        && (term.is_strong || term.topics() > 2)
        && term.text.chars().all(char::is_alphabetic)
        && (4..=24).contains(&term.text.chars().count())
}
