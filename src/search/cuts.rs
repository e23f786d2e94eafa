//! Decides into how many files the index goes, and where to cut.
//!
//! At most one file for 20 topics (and never fewer than one), shared out so that a query of two words fetches little before
//! its first result: many small parts of what is shown, fewer parts of terms, fewest of what is fetched later (sections) or
//! seldom (places). A long question has words in every part: where there are few parts, one holds the words of titles, headings and
//! short answers, which most questions are made of, and only others lead to further parts. In a guide of a few hundred topics what is shown travels with the manifest: every query needs it.

/// How the index is divided.
pub struct Plan {
    pub terms: usize,
    /// Whether the first part of the terms holds the words that say what a topic is about, whatever they begin with.
    pub has_core: bool,
    pub show: usize,
    pub heads: usize,
    pub homes: usize,
    pub places: usize,
    /// Which parts travel in the manifest's file.
    pub inline: Inline,
    /// Difficulty and tags of all topics are a part of their own.
    pub facets_apart: bool,
}

/// What travels in the manifest's file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Inline {
    /// Everything.
    All,
    /// All but the places.
    Index,
    /// What is shown; and heads and homes share a file.
    Show,
    /// Nothing.
    Nothing,
}

/// Topics for each file.
const TOPICS_A_FILE: usize = 20;

/// From here on a facet table is too heavy to come with every first query.
const FACETS_APART: usize = 1000;

/// Guides whose terms have a core. Of fewer topics they have two parts at most, of more a core would be the heaviest of many.
const CORE: std::ops::RangeInclusive<usize> = 140..=260;

/// The division of a guide of `topics` topics.
pub fn plan(topics: usize) -> Plan {
    let files = topics / TOPICS_A_FILE;
    let one = Plan {
        terms: 1,
        has_core: false,
        show: 1,
        heads: 1,
        homes: 1,
        places: 1,
        inline: Inline::All,
        facets_apart: false,
    };
    match files {
        0..2 => one,
        2..5 => Plan { inline: Inline::Index, ..one },
        // The manifest, words, sections and places take one each; with a core there is no list of words.
        5..20 if CORE.contains(&topics) => Plan { terms: files - 3, has_core: true, inline: Inline::Show, ..one },
        5..20 => Plan { terms: files - 4, inline: Inline::Show, ..one },
        _ => {
            let facets_apart = topics > FACETS_APART;
            let rest = files - 2 - usize::from(facets_apart);
            let share = |percent: usize| (rest * percent / 100).max(1);
            let (show, heads, homes, places) = (share(44), share(13), share(5), share(12));
            let terms = rest - show - heads - homes - places;
            Plan { terms, has_core: false, show, heads, homes, places, inline: Inline::Nothing, facets_apart }
        }
    }
}

/// Cuts `sizes` into at most `parts` runs of about equal size. `cost(i)` says how bad a cut before `i` is: near the ideal
/// place, the cheapest cut is taken. Returns where each run begins.
pub fn cuts(sizes: &[usize], parts: usize, cost: impl Fn(usize) -> usize) -> Vec<usize> {
    let mut sums = Vec::with_capacity(sizes.len() + 1);
    let mut sum = 0;
    sums.push(sum);
    for size in sizes {
        sum += size;
        sums.push(sum);
    }
    let ideal = sum / parts.max(1);
    let mut starts = vec![0];
    for part in 1..parts {
        let target = sum * part / parts;
        let last = starts.last().copied().unwrap_or(0);
        let from = sums.partition_point(|&s| s + ideal / 6 < target).max(last + 1);
        let to = sums.partition_point(|&s| s <= target + ideal / 6).min(sizes.len());
        let nearest = sums.partition_point(|&s| s < target).max(last + 1);
        let best = (from..to).min_by_key(|&i| (cost(i), sums[i].abs_diff(target))).unwrap_or(nearest);
        if best < sizes.len() {
            starts.push(best);
        }
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_at_most_one_file_for_twenty_topics() {
        for topics in (20..3000).chain([5000, 20_000, 100_000]) {
            let p = plan(topics);
            let later = p.heads + p.homes + p.places;
            let files = match p.inline {
                Inline::All => 1,
                Inline::Index => 2,
                Inline::Show => 1 + p.terms + usize::from(!p.has_core) + later - 1,
                Inline::Nothing => 2 + usize::from(p.facets_apart) + p.terms + p.show + later,
            };
            assert!(files <= topics / 20, "{topics}");
        }
    }

    #[test]
    fn cuts_prefer_cheap_places_near_the_ideal_ones() {
        let sizes = [10; 30];
        let starts = cuts(&sizes, 3, |i| usize::from(i != 11 && i != 19));
        assert_eq!(starts, [0, 11, 19]);
        assert_eq!(cuts(&[1], 4, |_| 0), [0]);
        assert_eq!(cuts(&[], 4, |_| 0), [0]);
    }
}
