//! Wordings of a question (`asks`) that nothing on their page seems to answer.
//!
//! In: a guide. Out: advice. What the topic is about (title, short name, tags) every sentence of it answers to, and words that several
//! topics ask with say little, such as "explain", or "Python" in a guide about Python. Of the other words of a wording at least
//! half must stand somewhere on the page. That is no proof of an answer, but where they are missing there is hardly one. An
//! author who knows better names the place under `[answers]`.

use std::collections::{BTreeSet, HashMap};

use crate::guide::model::{Entry, Guide};
use crate::path::SourcePath;
use crate::problem::advice::Lint;
use crate::problem::report::{Place, Report};
use crate::text::likeness::Wording;
use crate::text::span::Span;

/// Words that begin alike are forms of one from so many letters on, if at most [`ENDING`] letters of either follow.
const STEM: usize = 4;
const ENDING: usize = 4;

/// A word is common if so many topics ask with it.
const COMMON: usize = 3;

/// English words, in the singular, that ask and do not say about what, beside those that no question counts.
#[rustfmt::skip]
const ASKING: [&str; 58] = [
    "advantage", "app", "application", "avoid", "benefit", "best", "check", "common", "concept", "create", "customise",
    "customize", "differ", "difference", "different", "disadvantage", "dealing", "example", "familiar", "feature", "handle",
    "handling", "happen", "help", "implement", "implemented", "improve", "interact", "interaction", "internally",
    "know", "main", "manage", "need", "other", "people", "perform", "practice", "program", "project", "provide", "purpose", "role",
    "easier", "made", "only", "several", "some", "something", "start", "support", "their", "tool", "used", "when", "where", "whether", "write",
];

/// Wordings that seem unanswered, with their places.
type Found = Vec<(Span, Lint)>;

/// What was found the last time: only pages that changed are read again.
#[derive(Debug, Default)]
pub struct Unanswered {
    arranged_from: u128,
    /// What the words of a wording are held against, beside its own page.
    common: Words,
    labels: Vec<String>,
    /// By file, with the digest of it.
    found: HashMap<SourcePath, (u128, Found)>,
}

impl Unanswered {
    /// Tells the wordings of all topics that seem unanswered.
    pub fn update(&mut self, guide: &Guide, report: &mut Report) {
        if self.arranged_from != guide.arranged_from {
            self.arranged_from = guide.arranged_from;
            let common = common(guide);
            let labels: Vec<String> = guide.settings.tags.iter().map(|tag| tag.label.clone()).collect();
            if self.common != common || self.labels != labels {
                (self.common, self.labels) = (common, labels);
                self.found.clear();
            }
        }
        let mut last = std::mem::take(&mut self.found);
        for entry in &guide.topics {
            let topic = &entry.topic;
            let known = last.remove(&topic.source).filter(|(digest, _)| *digest == topic.digest);
            let (_, found) = known.unwrap_or_else(|| (topic.digest, unanswered(guide, entry, &self.common)));
            for (span, lint) in &found {
                report.at(Place::span(&topic.source, *span), lint.clone().into());
            }
            self.found.insert(topic.source.clone(), (topic.digest, found));
        }
    }
}

/// The wordings of a topic that seem unanswered.
fn unanswered(guide: &Guide, entry: &Entry, common: &Words) -> Found {
    let front = &entry.topic.front;
    let mut found = Vec::new();
    let answers = front.answers_by_ask();
    if front.asks.iter().all(|ask| answers.contains_key(ask.value.as_str())) {
        return found;
    }
    let subject = subject(guide, entry);
    let page = page(entry);
    for ask in front.asks.iter().filter(|ask| !answers.contains_key(ask.value.as_str())) {
        let asked = Wording::new(&ask.value);
        let own = asked.words().iter().filter(|word| {
            !ASKING.contains(&word.as_str())
                && tells(word, &ask.value)
                && !common.contains(*word)
                && !holds(&subject, word)
        });
        let (there, missing): (Vec<&String>, Vec<&String>) = own.partition(|word| holds(&page, word));
        if there.len() < missing.len() {
            let missing = missing.into_iter().cloned().collect();
            found.push((ask.span, Lint::UnansweredAsk { ask: ask.value.clone(), missing }));
        }
    }
    found
}

/// Words that several topics ask with.
fn common(guide: &Guide) -> Words {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for entry in &guide.topics {
        let asks = entry.topic.front.asks.iter().map(|ask| ask.value.as_str());
        let asked: Words = asks.chain([entry.topic.title.text.as_str()]).flat_map(words).collect();
        asked.into_iter().for_each(|word| *counts.entry(word).or_default() += 1);
    }
    counts.into_iter().filter(|(_, count)| *count >= COMMON).map(|(word, _)| word).collect()
}

type Words = BTreeSet<String>;

fn words(text: &str) -> Words {
    Wording::new(text).words().iter().cloned().collect()
}

/// What every sentence of the page is about.
fn subject(guide: &Guide, entry: &Entry) -> Words {
    let mut subject = words(&entry.topic.title.text);
    subject.extend(words(&entry.topic.short.text));
    subject.extend(entry.tags.iter().flat_map(|&tag| words(&guide.settings.tags[tag].label)));
    subject
}

/// The words of a page: its short answer, its headings, its text and its code.
fn page(entry: &Entry) -> Words {
    let summary = entry.topic.summary.iter().map(|summary| summary.text.as_str());
    let sections = &entry.topic.document.sections;
    let sections = sections.iter().flat_map(|it| [it.heading.as_str(), it.text.as_str(), it.code.as_str()]);
    summary.chain(sections).flat_map(str::lines).flat_map(words).collect()
}

/// Whether a word is likely to say what is asked: the shortest do so only as an abbreviation, such as CDN.
fn tells(word: &str, ask: &str) -> bool {
    word.chars().count() >= STEM || (word.len() > 1 && ask.contains(&word.to_uppercase()))
}

/// Whether a word, or another form of it, is among these.
fn holds(words: &Words, word: &str) -> bool {
    if words.contains(word) {
        return true;
    }
    let Some(start) = word.char_indices().nth(STEM - 1).map(|(at, c)| &word[..at + c.len_utf8()]) else { return false };
    words.range(start.to_owned()..).take_while(|other| other.starts_with(start)).any(|other| is_form(word, other))
}

/// Whether two words differ in a short ending only.
fn is_form(one: &str, other: &str) -> bool {
    let alike = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    one.chars().count().max(other.chars().count()) - alike <= ENDING
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_are_one_and_other_words_are_not() {
        for (one, other) in
            [("composite", "composites"), ("rename", "renaming"), ("declare", "declared"), ("lock", "locks")]
        {
            assert!(holds(&words(other), one) && holds(&words(one), other), "{one} {other}");
        }
        for (one, other) in [("interface", "interpreter"), ("index", "import"), ("sort", "set"), ("a", "an")] {
            assert!(!holds(&words(other), one), "{one} {other}");
        }
    }
}
