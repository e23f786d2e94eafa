//! Page numbers: on which sheet of a printed book an id stands.
//!
//! They come from a first printing (`print`) and are spelled into the second. A page of the site knows none.

use std::collections::BTreeMap;

/// As wide as most numbers are, so that the first printing breaks its lines where the second does.
const NOT_YET: usize = 100;

/// The page of each id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageNumbers {
    /// There are no sheets: a page of the site.
    Never,
    /// From an earlier printing; empty for the first.
    Printed(BTreeMap<String, usize>),
}

impl PageNumbers {
    /// The page of an id, from 1; a stand-in as long as it is not known.
    pub fn of(&self, id: &str) -> Option<usize> {
        match self {
            PageNumbers::Never => None,
            PageNumbers::Printed(pages) => Some(pages.get(id).copied().unwrap_or(NOT_YET)),
        }
    }
}
