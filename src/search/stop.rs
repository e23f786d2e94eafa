//! The words that say little about a topic. They are indexed where they carry weight (titles, questions, headings,
//! summaries) and everywhere for phrases, and they count in full when a query has nothing else.
//!
//! The list travels to the client in the manifest, so both sides always mean the same words.

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

/// The stop words of a language (its primary subtag counts); none for a language without a list.
pub fn words(language: &str) -> &'static [&'static str] {
    match language.split('-').next() {
        Some("en") => ENGLISH,
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_for_binary_search() {
        assert!(ENGLISH.is_sorted_by(|a, b| a < b));
    }
}
