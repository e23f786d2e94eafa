//! The views of pages that show no topic.

use serde::Serialize;

use crate::view::site::PageHead;

/// `search.html` and `404.html`.
#[derive(Debug, Serialize)]
pub struct PlainPage {
    /// What every page has.
    #[serde(flatten)]
    pub head: PageHead,
}

/// `redirect.html`: what stands at an alias.
#[derive(Debug, Serialize)]
pub struct RedirectPage {
    /// What every page has.
    #[serde(flatten)]
    pub head: PageHead,
    /// Where it leads.
    pub url: String,
}
