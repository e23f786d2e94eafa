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

use crate::text::question_words::{DIRECTIONS, EMPTY, POINTERS, Word, singular, words};

/// From this likeness on two questions are taken for one.
pub const ALIKE: f64 = 0.7;

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
    /// What is shown with it: the code its answer begins with.
    shown: Option<String>,
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
        Self { key: plain.join(" "), words: counted, directed, points, shown: None }
    }

    /// The question with what is shown with it. Where it asks about that ("What does this print?"), it is another question
    /// if that is other.
    pub fn about(text: &str, shown: Option<&str>) -> Self {
        Self { shown: shown.map(str::to_owned), ..Self::new(text) }
    }

    /// What it is about beside its words: nothing, for a question that does not point.
    fn pointed_at(&self) -> Option<Option<&str>> {
        self.points.then_some(self.shown.as_deref())
    }

    /// Its words as a set, or in order where that matters.
    fn set(&self) -> Vec<&str> {
        let mut words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        if !self.directed {
            words.sort_unstable();
        }
        words
    }

    /// Whether two questions differ in case and punctuation only.
    pub fn is_same(&self, other: &Wording) -> bool {
        self.key == other.key
    }

    /// The words that count: lower case, singular, each once.
    pub fn words(&self) -> &[String] {
        &self.words
    }
}

/// Pairs at least as alike as `threshold`, by first and second index: for every question that is alike an earlier one, such
/// pairs. Of questions with the same words, the later ones are paired with the first alone: a thousand times the same
/// question are a thousand pairs, not half a million.
pub fn pairs(questions: &[Wording], threshold: f64) -> Vec<Pair> {
    let weights = weights(questions);
    let mut groups = Groups::default();
    let mut found = Vec::new();
    for (second, question) in questions.iter().enumerate() {
        if question.key.is_empty() {
            continue;
        }
        let same = groups.join(question, second);
        let mut candidates: Vec<usize> = same.wording.into_iter().chain(same.words).collect();
        if same.words.is_none() {
            let prefix = prefix(question, &weights, threshold);
            groups.sharing(question, &prefix, &mut candidates);
            groups.enter(question, &prefix, second);
        }
        candidates.sort_unstable();
        candidates.dedup();
        for first in candidates {
            let likeness = likeness(&questions[first], question, &weights);
            if likeness >= threshold {
                found.push(Pair { first, second, likeness });
            }
        }
    }
    found.sort_by_key(|pair| (pair.first, pair.second));
    found
}

/// What a question points at, if it does.
type PointedAt<'a> = Option<Option<&'a str>>;

/// The first questions of each wording and of each set of words, and which of these have a word.
#[derive(Default)]
struct Groups<'a> {
    wordings: HashMap<(&'a str, PointedAt<'a>), usize>,
    sets: HashMap<(Vec<&'a str>, bool, PointedAt<'a>), usize>,
    /// Those that do not point, by word.
    plain: HashMap<&'a str, Vec<usize>>,
    /// All, by word and what is shown with them.
    shown: HashMap<(&'a str, Option<&'a str>), Vec<usize>>,
    /// Those that point, in the same way.
    pointing: HashMap<(&'a str, Option<&'a str>), Vec<usize>>,
}

/// Earlier questions that say the same.
struct Same {
    wording: Option<usize>,
    words: Option<usize>,
}

impl<'a> Groups<'a> {
    fn join(&mut self, question: &'a Wording, index: usize) -> Same {
        let pointed = question.pointed_at();
        let first = |seat: &mut usize| (*seat != index).then_some(*seat);
        let wording = first(self.wordings.entry((&question.key, pointed)).or_insert(index));
        let set = question.set();
        let words = match set.is_empty() {
            // Questions without a word that counts are alike only to the letter.
            true => wording,
            false => first(self.sets.entry((set, question.directed, pointed)).or_insert(index)),
        };
        Same { wording, words }
    }

    /// Questions that share a word of the prefix, and what they point at if one of the two does.
    fn sharing(&self, question: &'a Wording, prefix: &[&'a str], found: &mut Vec<usize>) {
        let shown = question.shown.as_deref();
        for word in prefix {
            if question.points {
                found.extend(self.shown.get(&(*word, shown)).into_iter().flatten());
            } else {
                found.extend(self.plain.get(word).into_iter().flatten());
                found.extend(self.pointing.get(&(*word, shown)).into_iter().flatten());
            }
        }
    }

    fn enter(&mut self, question: &'a Wording, prefix: &[&'a str], index: usize) {
        let shown = question.shown.as_deref();
        for &word in prefix {
            self.shown.entry((word, shown)).or_default().push(index);
            if question.points {
                self.pointing.entry((word, shown)).or_default().push(index);
            } else {
                self.plain.entry(word).or_default().push(index);
            }
        }
    }
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
    if (a.points || b.points) && a.shown != b.shown {
        return 0.0;
    }
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
        assert_eq!(
            alike(&["What is the GIL?", "what is the GIL", "Explain the `GIL`.", "Describe a list"]),
            [(0, 1), (0, 2)]
        );
        assert_eq!(alike(&["List vs tuple?", "What are lists vs. tuples"]), [(0, 1)]);
        assert_eq!(alike(&["What is `==`?", "what is \"==\""]), [(0, 1)]);
        assert_eq!(alike(&["How do you convert a list into a set?", "How to convert a list to a set"]), [(0, 1)]);
    }

    #[test]
    fn the_same_question_many_times_is_paired_with_the_first() {
        let titles: Vec<String> =
            (0..900).map(|n| ["What is the GIL?", "Explain the GIL", "GIL, the"][n % 3].to_owned()).collect();
        let found = pairs(&titles.iter().map(|title| Wording::new(title)).collect::<Vec<_>>(), ALIKE);
        assert!(found.len() < 2 * titles.len(), "{}", found.len());
        assert!((1..900).all(|second| found.iter().any(|pair| pair.second == second)));
        let pointing: Vec<Wording> =
            (0..900).map(|n| Wording::about("What does this print?", Some(&format!("print({n})")))).collect();
        assert!(pairs(&pointing, ALIKE).is_empty());
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
        fn every_question_that_is_alike_an_earlier_one_is_paired(texts in proptest::collection::vec("[abc]{1,2}( [abcdxyz]{1,2}){0,5}", 0..30), threshold in 0.3_f64..1.0) {
            let questions: Vec<Wording> = texts.iter().map(|text| Wording::new(text)).collect();
            let weights = weights(&questions);
            let pairs = pairs(&questions, threshold);
            for second in 0..questions.len() {
                let best = (0..second).map(|first| likeness(&questions[first], &questions[second], &weights)).fold(0.0, f64::max);
                let found = pairs.iter().filter(|pair| pair.second == second).map(|pair| pair.likeness).fold(0.0, f64::max);
                prop_assert_eq!(if best >= threshold { best } else { 0.0 }, found);
            }
        }
    }
}
