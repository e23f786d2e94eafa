//! What Arabic writes together with a word: the article, and `و` for "and".
//!
//! In: a folded word. Out: the word without. These are the prefixes of the light stemmer *light10* (L. Larkey, L.
//! Ballesteros and M. Connell, *Light Stemming for Arabic Information Retrieval*, 2007), which Lucene takes off too. Endings are
//! the stemmer's, which cannot bring words together that begin otherwise. `search/words.js` does the same.

/// The article, with what may stand before it.
const ARTICLES: &[&str] = &["وال", "بال", "كال", "فال", "لل", "ال"];

/// A word without its article; `None` if it has none. Two letters at least stay: `دم` of `الدم`.
pub fn without_article(word: &str) -> Option<&str> {
    let rest = ARTICLES.iter().find_map(|article| word.strip_prefix(article))?;
    // `الله` has no form without.
    (letters(rest, 2) && rest != "له").then_some(rest)
}

/// A word without a first letter that may mean "and"; `None` if it has none. Three letters stay: `ولد` is a word.
pub fn without_and(word: &str) -> Option<&str> {
    word.strip_prefix('و').filter(|rest| letters(rest, 3))
}

/// Whether a text has so many letters of Arabic, and nothing else.
fn letters(text: &str, least: usize) -> bool {
    text.chars().all(|c| matches!(c, '\u{620}'..='\u{64a}' | '\u{671}'..='\u{6d3}')) && text.chars().count() >= least
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_go_and_words_stay() {
        assert_eq!(without_article("الخليه"), Some("خليه"));
        assert_eq!(without_article("والدم"), Some("دم"));
        assert_eq!(without_article("للنبات"), Some("نبات"));
        assert_eq!(without_article("الا"), None);
        assert_eq!(without_article("الله"), None);
        assert_eq!(without_article("خليه"), None);
        assert_eq!(without_and("وراثه"), Some("راثه"));
        assert_eq!(without_and("ولد"), None);
    }
}
