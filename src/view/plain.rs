//! The views of pages that show no topic.

use serde::Serialize;

use crate::view::site::PageHead;
use crate::view::topic::BodyPart;

/// `search.html` and `404.html`.
#[derive(Debug, Serialize)]
pub struct PlainPage {
    /// What every page has.
    #[serde(flatten)]
    pub head: PageHead,
}

/// `page.html`: a page that an author wrote and that is no topic, such as an imprint.
#[derive(Debug, Serialize)]
pub struct WrittenPage {
    /// What every page has.
    #[serde(flatten)]
    pub head: PageHead,
    /// What it says in short.
    pub summary_html: Option<String>,
    /// The body.
    pub body: Vec<BodyPart>,
    /// When it was last brought up to date: `2026-11-22`.
    pub updated: Option<String>,
    /// The same in words of the guide's language.
    pub updated_text: Option<String>,
    /// Its Markdown twin.
    pub markdown_url: String,
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
