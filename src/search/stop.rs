//! The words that say little about a topic. They are indexed where they carry weight (titles, questions, headings,
//! summaries) and everywhere for phrases, and they count in full when a query has nothing else.
//!
//! The list travels to the client in the manifest, so both sides always mean the same words.
//!
//! The lists in `stop/` are folded. They were taken from stopwords-iso (its licence stands beside them): what Snowball's list of the
//! language has too, and question words; for Arabic and Polish, of which Snowball has none, the words of grammar among them.
//! Those of Japanese and Chinese are pairs, as their texts are cut: pairs of Japanese words of grammar (`です` and `すか` of `ですか`).

use std::sync::LazyLock;

/// English stop words in alphabetical order.
const ENGLISH: &[&str] = &[
    "a", "about", "actually", "after", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "because",
    "been", "before", "being", "best", "between", "but", "by", "can", "could", "did", "do", "does", "doing", "dont",
    "each", "either", "else", "every", "explain", "few", "for", "from", "get", "give", "good", "had", "happen",
    "happens", "has", "have", "having", "he", "her", "here", "him", "his", "how", "i", "if", "in", "instead", "into",
    "is", "isnt", "it", "its", "just", "let", "like", "made", "make", "many", "may", "me", "mean", "means", "more",
    "most", "much", "must", "my", "need", "no", "not", "of", "off", "on", "once", "one", "only", "or", "other", "our",
    "out", "over", "own", "per", "same", "she", "should", "so", "some", "such", "than", "that", "the", "their", "them",
    "then", "there", "these", "they", "this", "those", "to", "too", "up", "us", "use", "used", "using", "versus",
    "very", "via", "vs", "want", "was", "way", "we", "were", "what", "whats", "when", "where", "which", "while", "who",
    "whose", "why", "will", "with", "work", "works", "would", "you", "your",
];

/// The lists of the other languages.
static OTHERS: LazyLock<[(&str, Vec<&str>); 11]> = LazyLock::new(|| {
    let list = |language, text: &'static str| (language, text.split_whitespace().collect());
    [
        list("ar", include_str!("stop/ar.txt")),
        list("de", include_str!("stop/de.txt")),
        list("es", include_str!("stop/es.txt")),
        list("fr", include_str!("stop/fr.txt")),
        list("it", include_str!("stop/it.txt")),
        list("ja", include_str!("stop/ja.txt")),
        list("pl", include_str!("stop/pl.txt")),
        list("pt", include_str!("stop/pt.txt")),
        list("ru", include_str!("stop/ru.txt")),
        list("tr", include_str!("stop/tr.txt")),
        list("zh", include_str!("stop/zh.txt")),
    ]
});

/// The stop words of a language (its primary subtag counts); none for a language without a list.
pub fn words(language: &str) -> &'static [&'static str] {
    match language.split('-').next() {
        Some("en") => ENGLISH,
        primary => OTHERS.iter().find(|(other, _)| Some(*other) == primary).map_or(&[], |(_, words)| words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::spelling::Spelling;
    use crate::search::token::{Kind, Scratch, scan};

    #[test]
    fn the_lists_are_sorted_for_binary_search() {
        assert!(ENGLISH.is_sorted_by(|a, b| a < b));
        for (language, words) in &*OTHERS {
            assert!(words.is_sorted_by(|a, b| a < b), "{language}");
        }
    }

    #[test]
    fn each_stop_word_is_a_term_as_texts_are_cut() {
        for (language, words) in &*OTHERS {
            for word in words {
                let mut terms = Vec::new();
                scan(word, Kind::Prose, &[], Spelling::Folded, &mut Scratch::default(), &mut |term, _, _, _| {
                    terms.push(term.to_owned());
                });
                assert!(terms.iter().any(|term| term == word), "{language}: {word} is cut into {terms:?}");
            }
        }
    }
}
