//! The words of a question, and what words of a question do.

/// Words that carry no subject.
pub const EMPTY: [&str; 57] = [
    "a",
    "about",
    "an",
    "and",
    "are",
    "as",
    "be",
    "by",
    "can",
    "could",
    "define",
    "describe",
    "did",
    "do",
    "does",
    "explain",
    "for",
    "give",
    "have",
    "how",
    "i",
    "in",
    "is",
    "it",
    "its",
    "let",
    "mean",
    "meant",
    "me",
    "of",
    "on",
    "one",
    "or",
    "please",
    "s",
    "should",
    "that",
    "the",
    "there",
    "these",
    "this",
    "us",
    "was",
    "we",
    "what",
    "which",
    "will",
    "with",
    "would",
    "you",
    "your",
    "tell",
    "between",
    "at",
    "if",
    "understand",
    "whats",
];

/// Words that tell which way round: between their neighbours, order matters.
pub const DIRECTIONS: [&str; 8] = ["to", "into", "from", "over", "before", "after", "without", "than"];

/// Words of a question about something shown with it: "What does this print?"
pub const POINTERS: [&str; 12] = [
    "this",
    "these",
    "following",
    "below",
    "above",
    "output",
    "print",
    "prints",
    "printed",
    "snippet",
    "result",
    "outcome",
];

/// A word of a question.
pub struct Word {
    /// In lower case.
    pub text: String,
    /// It stood in backticks or quotes, or is an operator.
    pub is_code: bool,
}

/// Lower-case runs of letters, digits and `_`, and operators that stand alone: `==`, `&&`. `+` and `#` stay where
/// they end a word, as in `c++` and `c#`.
pub fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut in_code = false;
    // Backslashes are Markdown's.
    for part in text.replace('\\', "").split_whitespace() {
        let bare = part.trim_matches(['`', '"', '“', '”', '\'', '(', ')', ',', '?', ':', ';']);
        let quoted = part.len() > bare.len() && part.starts_with(['`', '"', '“', '\'']);
        let is_sign = |c: char| "=<>!&|+*%^~@-/:.".contains(c);
        if !bare.is_empty()
            && bare.chars().all(is_sign)
            && (quoted || in_code || bare.contains(['=', '<', '>', '+', '*', '%', '^', '~', '@']))
        {
            words.push(Word { text: bare.to_owned(), is_code: true });
        } else {
            // A word alone in quotes is a name; several are a phrase.
            let alone = quoted && part.trim_end_matches([',', '?', '.', ')']).ends_with(['`', '"', '”', '\'']);
            split(bare, alone || in_code || part.starts_with('`'), &mut words);
        }
        in_code ^= part.matches('`').count() % 2 == 1;
    }
    words
}

fn split(part: &str, is_code: bool, words: &mut Vec<Word>) {
    let mut word = String::new();
    for c in part.chars().chain([' ']) {
        if c.is_alphanumeric() || c == '_' {
            word.extend(c.to_lowercase());
        } else if !(word.is_empty() || matches!(c, '\'' | '’') || (matches!(c, '+' | '#') && word.len() <= 3)) {
            words.push(Word { text: std::mem::take(&mut word), is_code });
        } else if matches!(c, '+' | '#') && !word.is_empty() {
            word.push(c);
        }
    }
}

/// English plurals, as far as three endings go: `classes`, `queries`, `lists`.
pub fn singular(word: &str) -> String {
    let cut = |end: &str, instead: &str| word.strip_suffix(end).map(|stem| format!("{stem}{instead}"));
    if word.len() <= 3 || word.contains('_') || word.ends_with("ss") || word.ends_with("us") || word.ends_with("is") {
        return word.to_owned();
    }
    for ending in ["sses", "xes", "ches", "shes"] {
        if word.ends_with(ending) {
            return word[..word.len() - 2].to_owned();
        }
    }
    cut("ies", "y").or_else(|| cut("s", "")).unwrap_or_else(|| word.to_owned())
}
