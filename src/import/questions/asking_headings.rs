//! Which headings of a text ask.
//!
//! In: its blocks. Out: [`Levels`]. A heading asks with its question mark, or because half of its level does, or because
//! it stands beside one that asks, has an answer of its own and nothing under it asks.

use crate::import::heading::{asks, ends_asking, is_marked, is_numbered, plain};
use crate::import::questions::answer::is_boilerplate;
use crate::import::questions::blocks::{Block, Kind};

/// What is known of the levels of headings.
#[derive(Debug)]
pub struct Levels {
    /// Those of which at least half ask or are numbered.
    asking: [bool; 7],
    /// Those of which one asks.
    some: [bool; 7],
    /// Most headings that ask begin with `Q.`: then those without are none.
    marked: bool,
    /// Headings of this level and above are the title: 1, or 0 where several stand at the top.
    title: usize,
}

/// What a number before a heading says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Numbers {
    /// That what reads like a task is one.
    Beside,
    /// That it asks.
    Enough,
}

impl Levels {
    /// Looks through a text.
    pub fn of(blocks: &[Block]) -> Self {
        Self::with(blocks, Numbers::Beside)
    }

    /// The same of a text in which nothing asks: numbers alone say which headings do. Nothing if there are no two of them.
    pub fn numbered(blocks: &[Block]) -> Option<Self> {
        let is_numbered = |block: &&Block| matches!(&block.kind, Kind::Heading(_, text) if is_numbered(&plain(text)));
        (blocks.iter().filter(is_numbered).count() > 1).then(|| Self::with(blocks, Numbers::Enough))
    }

    fn with(blocks: &[Block], numbers: Numbers) -> Self {
        let headings: Vec<(usize, String)> = blocks
            .iter()
            .filter_map(|block| match &block.kind {
                Kind::Heading(level, text) => Some((*level, plain(text))),
                _ => None,
            })
            .collect();
        let tops = headings.iter().filter(|(level, plain)| *level == 1 && !is_boilerplate(plain)).count();
        let title = usize::from(tops < 2);
        let (mut all, mut asking) = ([0_usize; 7], [0_usize; 7]);
        for (level, plain) in &headings {
            all[*level] += 1;
            let counts = is_numbered(plain) && (numbers == Numbers::Enough || asks(plain));
            asking[*level] += usize::from(ends_asking(plain) || is_marked(plain) || counts);
        }
        let questions: Vec<&String> = headings
            .iter()
            .filter(|(level, plain)| *level > title && (asks(plain) || is_marked(plain)))
            .map(|(_, plain)| plain)
            .collect();
        let marked = questions.iter().filter(|it| is_marked(it)).count() * 2 > questions.len();
        let half = std::array::from_fn(|level| level > title && asking[level] * 2 >= all[level] && asking[level] > 0);
        let mut levels = Self { asking: half, some: [false; 7], marked, title };
        for (level, plain) in &headings {
            levels.some[*level] |= levels.asks(*level, plain);
        }
        levels
    }

    /// Whether a level is that of the title.
    pub fn is_title(&self, level: usize) -> bool {
        level <= self.title
    }

    /// Whether a heading asks by itself or by its level.
    pub fn asks(&self, level: usize, text: &str) -> bool {
        let plain = plain(text);
        let asks = ends_asking(&plain);
        level > self.title
            && !is_boilerplate(&plain)
            && (asks || self.asking[level] && (!self.marked || is_marked(&plain)))
    }

    /// Whether a heading can ask because one beside it does.
    pub fn may_ask(&self, level: usize, plain: &str) -> bool {
        self.some[level] && !self.marked && !is_boilerplate(plain)
    }
}
