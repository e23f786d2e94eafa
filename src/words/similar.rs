//! How alike two questions are: the measure behind `import`'s merging and `check`'s near-duplicates.
//!
//! In: the wordings of questions. Out: pairs of them with a likeness from 0 to 1. It is the Jaccard index (Jaccard,
//! *Étude comparative de la distribution florale*, 1901) of the sets of words, each word weighted by its rarity as
//! ln(1 + questions / questions with the word) (inverse document frequency: Spärck Jones, 1972), so that "Python" in
//! a guide about Python counts for little and "GIL" for much. Words that only make a question of it ("what is the")
//! do not count; a plural is its singular. Numbers and negations must be the same in both. Where a word says which way round things go ("from a list to a tuple"),
//! the other words must also come in the same order.
//!
//! Pairs are found by prefix filtering (Bayardo, Ma and Srikant, *Scaling up all pairs similarity search*, 2007): a
//! pair can reach the threshold only if it shares one of the rare words that make up each question's prefix.

use std::collections::{BTreeMap, HashMap};

/// From this likeness on two questions are taken for one.
pub const ALIKE: f64 = 0.7;

/// Words that carry no subject.
const EMPTY: [&str; 57] = [
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
const DIRECTIONS: [&str; 8] = ["to", "into", "from", "over", "before", "after", "without", "than"];

/// Words of a question about something shown with it: "What does this print?"
const POINTERS: [&str; 12] = [
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

/// Words that turn a question round.
const NEGATIONS: [&str; 9] = ["not", "no", "never", "dont", "isnt", "doesnt", "cant", "shouldnt", "wouldnt"];

/// A question as the measure sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// All its words: equal for questions that differ in case and punctuation only.
    key: String,
    /// The words that count, each once, in order.
    words: Vec<String>,
    directed: bool,
    points: bool,
}

/// Two questions that are alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// The index of the earlier one.
    pub first: usize,
    /// The index of the later one.
    pub second: usize,
    /// 1 where only case and punctuation differ.
    pub likeness: f64,
}

impl Wording {
    /// Reads a question: plain text, or Markdown without links. What stands in backticks counts whatever it is: `is`.
    pub fn new(text: &str) -> Self {
        let all = words(text);
        let mut counted: Vec<String> = Vec::new();
        let mut directed = false;
        let plain: Vec<&str> = all.iter().map(|word| word.text.as_str()).collect();
        for (at, Word { text: word, is_code }) in all.iter().enumerate() {
            let asks_how = word == "to" && at > 0 && matches!(plain[at - 1], "how" | "way" | "need" | "used");
            if DIRECTIONS.contains(&word.as_str()) && !is_code {
                directed |= !asks_how && !counted.is_empty();
            } else if *is_code || !EMPTY.contains(&word.as_str()) {
                let word = if *is_code { word.clone() } else { singular(word) };
                if !counted.contains(&word) {
                    counted.push(word);
                }
            }
        }
        let points = plain.iter().any(|word| POINTERS.contains(word));
        Self { key: plain.join(" "), words: counted, directed, points }
    }

    /// Whether two questions differ in case and punctuation only.
    pub fn is_same(&self, other: &Wording) -> bool {
        self.key == other.key
    }

    /// Whether it asks about something that is shown with it.
    pub fn points(&self) -> bool {
        self.points
    }

    /// The words that count: lower case, singular, each once.
    pub fn words(&self) -> &[String] {
        &self.words
    }
}

/// A word of a question.
struct Word {
    text: String,
    /// It stood in backticks or quotes, or is an operator.
    is_code: bool,
}

/// Lower-case runs of letters, digits and `_`, and operators that stand alone: `==`, `&&`. `+` and `#` stay where
/// they end a word, as in `c++` and `c#`.
fn words(text: &str) -> Vec<Word> {
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
fn singular(word: &str) -> String {
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

/// All pairs at least as alike as `threshold`, by first and second index.
pub fn pairs(questions: &[Wording], threshold: f64) -> Vec<Pair> {
    let weights = weights(questions);
    let mut postings: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut by_key: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut found = Vec::new();
    for (second, question) in questions.iter().enumerate() {
        if question.key.is_empty() {
            continue;
        }
        let mut candidates: Vec<usize> = by_key.get(question.key.as_str()).cloned().unwrap_or_default();
        let prefix = prefix(question, &weights, threshold);
        for word in &prefix {
            candidates.extend(postings.get(word).into_iter().flatten());
        }
        candidates.sort_unstable();
        candidates.dedup();
        for first in candidates {
            let likeness = likeness(&questions[first], question, &weights);
            if likeness >= threshold {
                found.push(Pair { first, second, likeness });
            }
        }
        for word in prefix {
            postings.entry(word).or_default().push(second);
        }
        by_key.entry(&question.key).or_default().push(second);
    }
    found.sort_by_key(|pair| (pair.first, pair.second));
    found
}

/// How much each word counts.
fn weights(questions: &[Wording]) -> BTreeMap<&str, f64> {
    let mut carriers: BTreeMap<&str, u32> = BTreeMap::new();
    for question in questions {
        for word in &question.words {
            *carriers.entry(word).or_default() += 1;
        }
    }
    let all = f64::from(u32::try_from(questions.len()).unwrap_or(u32::MAX));
    carriers.into_iter().map(|(word, carriers)| (word, (1.0 + all / f64::from(carriers)).ln())).collect()
}

fn weight(words: &[String], weights: &BTreeMap<&str, f64>) -> f64 {
    words.iter().filter_map(|word| weights.get(word.as_str())).sum()
}

/// The rarest words: what is left without them weighs too little to reach the threshold.
fn prefix<'a>(question: &'a Wording, weights: &BTreeMap<&str, f64>, threshold: f64) -> Vec<&'a str> {
    let of = |word: &str| weights.get(word).copied().unwrap_or(0.0);
    let mut sorted: Vec<&str> = question.words.iter().map(String::as_str).collect();
    sorted.sort_by(|a, b| of(b).total_cmp(&of(a)).then(a.cmp(b)));
    let enough = weight(&question.words, weights) * threshold;
    let mut rest = weight(&question.words, weights);
    let mut length = 0;
    while length < sorted.len() && rest >= enough - 1e-9 {
        rest -= of(sorted[length]);
        length += 1;
    }
    sorted.truncate(length);
    sorted
}

fn likeness(a: &Wording, b: &Wording, weights: &BTreeMap<&str, f64>) -> f64 {
    if a.key == b.key && !a.key.is_empty() {
        return 1.0;
    }
    if a.words.is_empty() || b.words.is_empty() {
        return 0.0;
    }
    let decisive = |it: &&String| NEGATIONS.contains(&it.as_str()) || it.chars().all(|c| c.is_ascii_digit());
    let missing =
        |from: &Wording, other: &Wording| from.words.iter().filter(decisive).any(|it| !other.words.contains(it));
    if missing(a, b) || missing(b, a) {
        return 0.0;
    }
    let shared: Vec<&String> = a.words.iter().filter(|word| b.words.contains(word)).collect();
    if a.directed && b.directed {
        let order = b.words.iter().filter(|word| a.words.contains(word));
        if !order.eq(shared.iter().copied()) {
            return 0.0;
        }
    }
    let both: f64 = shared.iter().filter_map(|word| weights.get(word.as_str())).sum();
    let either = weight(&a.words, weights) + weight(&b.words, weights) - both;
    // Equal sets of words are as alike as can be, but not the same wording.
    if either > 0.0 { (both / either).min(0.99) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn alike(questions: &[&str]) -> Vec<(usize, usize)> {
        let questions: Vec<Wording> = questions.iter().map(|text| Wording::new(text)).collect();
        pairs(&questions, ALIKE).into_iter().map(|pair| (pair.first, pair.second)).collect()
    }

    #[test]
    fn wordings_of_one_question_are_alike() {
        assert_eq!(alike(&["What is the GIL?", "what is the GIL", "Explain the `GIL`.", "Describe a list"]).len(), 3);
        assert_eq!(alike(&["List vs tuple?", "What are lists vs. tuples"]), [(0, 1)]);
        assert_eq!(alike(&["What is `==`?", "what is \"==\""]), [(0, 1)]);
        assert_eq!(alike(&["How do you convert a list into a set?", "How to convert a list to a set"]), [(0, 1)]);
    }

    #[test]
    fn neighbours_are_not() {
        for pair in [
            ["What is a list?", "What is a list comprehension?"],
            ["Difference between a list and a tuple?", "Difference between a list and a set?"],
            ["How to convert a list to a tuple?", "How to convert a tuple to a list?"],
            ["What is `__str__`?", "What is `__repr__`?"],
            ["When would you use a class?", "When would you not use a class?"],
            ["What is C?", "What is C++?"],
            ["What is the difference between `==` and `===`?", "What is the difference between & and &&?"],
            ["What does `is` do?", "What does `in` do?"],
        ] {
            assert_eq!(alike(&pair), [], "{pair:?}");
        }
    }

    proptest! {
        #[test]
        fn the_index_misses_no_pair(texts in proptest::collection::vec("[abc]{1,2}( [abcdxyz]{1,2}){0,5}", 0..30), threshold in 0.3_f64..1.0) {
            let questions: Vec<Wording> = texts.iter().map(|text| Wording::new(text)).collect();
            let weights = weights(&questions);
            let mut all = 0;
            for second in 0..questions.len() {
                for first in 0..second {
                    all += usize::from(likeness(&questions[first], &questions[second], &weights) >= threshold);
                }
            }
            prop_assert_eq!(pairs(&questions, threshold).len(), all);
        }
    }
}
