//! "Did you mean": the candidate nearest to what was typed.
//!
//! In: what was typed, and what there is. Out: the nearest. Among a few all are compared; of many only those that begin or
//! end most like it, so that a thousand slips among a thousand names cost a thousand times a little.

use std::collections::HashMap;

/// Longer ones are not compared.
const LONGEST: usize = 300;

/// Up to so many candidates are all compared.
const FEW: usize = 200;

/// So many neighbours before and after, in either order, are compared of more.
const NEIGHBOURS: usize = 16;

/// The candidate most like `typed`, or `None` if nothing is near enough to be worth saying.
/// Nearness is the Damerau-Levenshtein distance without regard to case; at most a third of the letters may differ.
pub fn nearest<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if typed.len() > LONGEST {
        return None;
    }
    let wanted = typed.to_lowercase();
    let allowed = (wanted.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= LONGEST && candidate.len().abs_diff(wanted.len()) <= allowed * 4)
        .map(|candidate| (strsim::damerau_levenshtein(&wanted, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= allowed && *distance < wanted.chars().count())
        .min()
        .map(|(_, candidate)| candidate)
}

/// Names that are asked for many times.
#[derive(Debug, Default)]
pub struct Names<'a> {
    /// In lower case, in order.
    by_start: Vec<(String, &'a str)>,
    /// In lower case from the end, in order.
    by_end: Vec<(String, &'a str)>,
    /// By the last part of a path, in lower case: the first of them.
    by_last_part: HashMap<String, &'a str>,
}

impl<'a> Names<'a> {
    /// Puts names in order.
    pub fn new(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut found = Self::default();
        for name in names {
            let lower = name.to_lowercase();
            let last = lower.rsplit('/').next().unwrap_or_default().to_owned();
            found.by_last_part.entry(last).or_insert(name);
            found.by_end.push((lower.chars().rev().collect(), name));
            found.by_start.push((lower, name));
        }
        found.by_start.sort_unstable();
        found.by_end.sort_unstable();
        found
    }

    /// The name most like `typed`, by the measure of [`nearest`].
    pub fn nearest(&self, typed: &str) -> Option<&'a str> {
        if typed.len() > LONGEST {
            return None;
        }
        nearest(typed, self.compared(typed))
    }

    /// The first name whose last part is that of `path`, in upper or lower case.
    pub fn same_last_part(&self, path: &str) -> Option<&'a str> {
        let last = path.rsplit('/').next().unwrap_or(path);
        self.by_last_part.get(&last.to_lowercase()).copied()
    }

    /// Whether a name is there, letter by letter.
    pub fn contains(&self, name: &str) -> bool {
        let lower = name.to_lowercase();
        let from = self.by_start.partition_point(|(it, _)| *it < lower);
        self.by_start[from..].iter().take_while(|(it, _)| *it == lower).any(|(_, it)| *it == name)
    }

    /// The names that are looked at for `typed`.
    fn compared(&self, typed: &str) -> Vec<&'a str> {
        if self.by_start.len() <= FEW {
            return self.by_start.iter().map(|(_, name)| *name).collect();
        }
        let lower = typed.to_lowercase();
        let turned: String = lower.chars().rev().collect();
        let around = |sorted: &[(String, &'a str)], wanted: &str| -> Vec<&'a str> {
            let at = sorted.partition_point(|(it, _)| it.as_str() < wanted);
            let near = at.saturating_sub(NEIGHBOURS)..sorted.len().min(at + NEIGHBOURS);
            sorted[near].iter().map(|(_, name)| *name).collect()
        };
        let mut found = around(&self.by_start, &lower);
        found.extend(around(&self.by_end, &turned));
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_word_and_nonsense_finds_none() {
        assert_eq!(nearest("dificulty", ["title", "difficulty", "tags"]), Some("difficulty"));
        assert_eq!(nearest("zebra", ["title", "difficulty", "tags"]), None);
    }

    #[test]
    fn a_slip_at_any_place_is_found_among_many() {
        let all: Vec<String> = (0..5_000).map(|n| format!("chapter-{}/topic-of-number-{n}", n % 7)).collect();
        let names = Names::new(all.iter().map(String::as_str));
        let (wanted, typed) = (
            "chapter-3/topic-of-number-1235",
            [
                "hapter-3/topic-of-number-1235",
                "chapter-3/topic-of-number-1235x",
                "chapter-3/topic-fo-number-1235",
                "Chapter-3/Topic-of-nmber-1235",
            ],
        );
        assert!(typed.iter().all(|typed| names.nearest(typed) == Some(wanted)));
        assert_eq!(names.same_last_part("elsewhere/Topic-of-number-12"), Some("chapter-5/topic-of-number-12"));
        assert!(names.contains(wanted) && !names.contains("chapter-3/Topic-of-number-1235"));
    }

    #[test]
    fn the_more_names_there_are_the_more_are_not_looked_at() {
        for count in [10_usize, 300, 3_000, 30_000] {
            let all: Vec<String> = (0..count).map(|n| format!("heading-number-{n}")).collect();
            let names = Names::new(all.iter().map(String::as_str));
            assert!(names.compared("headin-number-17").len() <= count.min(FEW.max(4 * NEIGHBOURS)));
        }
    }
}
