//! Lines of a block that an attribute names: `hl="2,4-6"`.
//!
//! In: the attribute's text. Out: the lines, in order and each once, so that one is found among thousands without looking at all.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

/// Lines, counted from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineList {
    /// In order, with a gap between each two.
    ranges: Vec<RangeInclusive<usize>>,
}

impl LineList {
    /// Reads `2,4-6`; nothing if it is not such a list.
    pub fn read(text: &str) -> Option<Self> {
        let number = |digits: &str| digits.trim().parse::<usize>().ok().filter(|line| *line > 0);
        let range = |part: &str| {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            Some(number(first)?..=number(last)?).filter(|range| !range.is_empty())
        };
        let mut named = text.split(',').map(range).collect::<Option<Vec<_>>>()?;
        named.sort_unstable_by_key(|range| *range.start());
        let mut ranges: Vec<RangeInclusive<usize>> = Vec::with_capacity(named.len());
        for range in named {
            match ranges.last_mut() {
                Some(last) if *range.start() <= last.end().saturating_add(1) => {
                    *last = *last.start()..=*last.end().max(range.end());
                }
                _ => ranges.push(range),
            }
        }
        Some(Self { ranges })
    }

    /// Whether it names no line.
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// Whether it names this one.
    pub fn holds(&self, line: usize) -> bool {
        let at = self.ranges.partition_point(|range| *range.end() < line);
        self.ranges.get(at).is_some_and(|range| range.contains(&line))
    }

    /// A line that it names beyond the last one of a block.
    pub fn beyond(&self, last: usize) -> Option<usize> {
        self.ranges.last().map(|range| *range.end()).filter(|line| *line > last)
    }

    /// Whether it names every line of a block of so many.
    pub fn holds_all(&self, lines: usize) -> bool {
        self.ranges.first().is_some_and(|range| *range.start() == 1 && *range.end() >= lines)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_stand_in_order_and_each_once() {
        let ranges = |text: &str| LineList::read(text).map(|it| it.ranges);
        assert_eq!(ranges("2,4-6"), Some(vec![2..=2, 4..=6]));
        assert_eq!(ranges("7, 1-3,2,3-5"), Some(vec![1..=5, 7..=7]));
        assert_eq!(ranges("3,2,1"), Some(vec![1..=3]));
        let each: Vec<String> = (1..=9_999).map(|line| (line % 5_000 + 1).to_string()).collect();
        assert_eq!(ranges(&each.join(",")), Some(vec![1..=5_000]));
        assert_eq!(ranges("1-18446744073709551615,5"), Some(vec![1..=usize::MAX]));
        for text in ["", "0", "3-2", "1,,2", "a", "1-2-3"] {
            assert_eq!(ranges(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_list_holds_the_lines_that_its_text_names(named in prop::collection::vec((1_usize..40, 0_usize..5), 1..12)) {
            let text: Vec<String> = named.iter().map(|(from, more)| format!("{from}-{}", from + more)).collect();
            let list = LineList::read(&text.join(",")).unwrap();
            let is_named = |line: usize| named.iter().any(|(from, more)| (*from..=from + more).contains(&line));
            for line in 1..60 {
                prop_assert_eq!(list.holds(line), is_named(line));
                prop_assert_eq!(list.holds_all(line), (1..=line).all(is_named));
                prop_assert_eq!(list.beyond(line).is_some(), (line + 1..60).any(is_named));
            }
        }
    }
}
