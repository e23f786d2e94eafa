//! Where a document is being rendered, and how its links are written there.
//!
//! In: a target and the page. Out: URLs and, for paper, what stands beside a link.

use std::collections::{BTreeMap, HashMap};

use crate::guide::links::Target;
use crate::path::{OutputPath, encode_fragment, encode_path};
use crate::site::context::Scene;
use crate::site::page_numbers::PageNumbers;
use crate::text::escape::escape_into;

/// Where a document is being rendered.
pub struct Spot<'a> {
    /// The page.
    pub page: &'a OutputPath,
    /// What stands before every id, so that many documents fit one page; empty on a page of its own.
    pub prefix: &'a str,
    /// The sheets it is printed on; none for a page of the screen.
    pub paper: Option<&'a Paper<'a>>,
    /// How much deeper than on a page of its own the headings are.
    pub deeper: u8,
    /// Where only a part is rendered, without ids: the URL of the page that holds the whole.
    pub part_of: Option<&'a str>,
    /// Outside of any site: what a card in another program's hands knows of it.
    pub away: Option<&'a Away<'a>>,
}

/// What a document that leaves the site takes along.
pub struct Away<'a> {
    /// Where links lead: never [`Elsewhere::Site`].
    pub elsewhere: Elsewhere<'a>,
    /// The names under which the guide's files lie beside it, by their paths in the site.
    pub names: &'a BTreeMap<String, String>,
}

/// A page made for paper, which holds many documents.
pub struct Paper<'a> {
    /// For each topic of the guide, whether it stands on this page.
    pub topics: &'a [bool],
    /// For each chapter, the same.
    pub chapters: &'a [bool],
    /// Whether chapters stand on it with their introductions.
    pub introductions: bool,
    /// On which sheet an id stands.
    pub numbers: &'a PageNumbers,
    /// Where links lead to what is not on this page.
    pub elsewhere: Elsewhere<'a>,
}

/// Where a page made for paper links to the rest of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Elsewhere<'a> {
    /// By relative URLs: the page is part of the site.
    Site,
    /// At the site's address, which ends in `/`.
    Address(&'a str),
    /// Nowhere: the site has no address.
    Nowhere,
}

impl<'a> Spot<'a> {
    /// A page that holds one document.
    pub fn alone(page: &'a OutputPath) -> Self {
        Self { page, prefix: "", paper: None, deeper: 0, part_of: None, away: None }
    }
}

/// Adds the address of an id of the same document.
pub fn here(html: &mut String, id: &str, spot: &Spot<'_>) {
    html.push_str(spot.part_of.unwrap_or_default());
    html.push('#');
    if id.is_empty() {
        // The top of the document, wherever it stands.
        return encode_path(spot.prefix.trim_end_matches("--"), html);
    }
    encode_path(spot.prefix, html);
    encode_path(id, html);
}

/// Takes back the `href` that `html` ends in: a link that leads nowhere is text. What closes the attribute is still to come.
pub fn no_link(html: &mut String) {
    if let Some(kept) = html.strip_suffix(" href=\"").map(str::len) {
        html.truncate(kept);
        html.push_str(" class=\"");
    }
}

/// Addresses that stand below a text, each once.
#[derive(Debug, Default)]
pub struct Notes {
    listed: Vec<String>,
    numbers: HashMap<String, usize>,
}

impl Notes {
    /// The number of an address, from 1.
    fn number(&mut self, address: &str) -> usize {
        if let Some(number) = self.numbers.get(address) {
            return *number;
        }
        self.listed.push(address.to_owned());
        self.numbers.insert(address.to_owned(), self.listed.len());
        self.listed.len()
    }

    /// All of them in order.
    pub fn listed(self) -> Vec<String> {
        self.listed
    }
}

/// Adds what a reader of paper needs of a link: the page it leads to, or its address. `html` ends inside the `href`,
/// which this closes and leaves another attribute open: style sheets print what is in `data-page`, `data-note` or
/// `data-address` after the link.
pub fn on_paper(
    html: &mut String,
    notes: &mut Notes,
    target: &Target,
    (url, text): (&str, &str),
    paper: &Paper<'_>,
    scene: &Scene<'_>,
) {
    match target {
        Target::Topic(..) | Target::Chapter(..) => {
            let Some(id) = url.strip_prefix('#') else { return };
            // The id as it stands in the page, not as it stands in a URL.
            let Some(id) = crate::path::decode_percent(id) else { return };
            if let Some(page) = paper.numbers.of(&id) {
                html.push_str("\" data-page=\"");
                escape_into(html, scene.theme.words.get("paper.page"));
                html.push_str(&format!("\u{a0}{page}"));
            }
        }
        Target::External(_) => {
            let shown = shown_address(url);
            if text == url || text == shown {
                return;
            }
            // A list of sources shows each address under its name; in running text it becomes a note.
            let opening = html.rfind("<a ").map_or("", |at| &html[..at]);
            if opening.ends_with("<li>") || opening.ends_with("<li><p>") {
                html.push_str("\" data-address=\"");
                return escape_into(html, shown);
            }
            html.push_str(&format!("\" data-note=\"{}", letters(notes.number(shown))));
        }
        Target::Page(..) | Target::Here(_) | Target::Asset(..) | Target::Nowhere => {}
    }
}

/// A number from 1 as `a`, `b`, … `z`, `aa`: notes must not be taken for footnotes, which have figures.
fn letters(number: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = number;
    while rest > 0 {
        letters.push(char::from(b'a' + u8::try_from((rest - 1) % 26).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// An address as one would type it.
fn shown_address(url: &str) -> &str {
    let bare = ["https://", "http://", "mailto:"].iter().find_map(|scheme| url.strip_prefix(scheme)).unwrap_or(url);
    bare.strip_suffix('/').unwrap_or(bare)
}

/// The URL of a target as written on a page.
pub fn url(target: &Target, spot: &Spot<'_>, scene: &Scene<'_>) -> String {
    let guide = scene.guide;
    match target {
        Target::Topic(topic, section) => {
            if spot.paper.is_some_and(|paper| paper.topics[*topic]) {
                return together(&scene.anchors[*topic], section.as_deref());
            }
            with_section(elsewhere(&guide.topics[*topic].topic.path.topic_page(), spot), section.as_deref())
        }
        Target::Chapter(chapter, section) => {
            if spot.paper.is_some_and(|paper| paper.chapters[*chapter]) {
                let paper_has_text = spot.paper.is_some_and(|paper| paper.introductions);
                return together(&chapter_anchor(*chapter), section.as_deref().filter(|_| paper_has_text));
            }
            with_section(elsewhere(&guide.chapters[*chapter].path.chapter_page(), spot), section.as_deref())
        }
        Target::Page(page, section) => {
            with_section(elsewhere(&guide.pages[*page].path.topic_page(), spot), section.as_deref())
        }
        Target::Here(section) => {
            let mut url = String::new();
            here(&mut url, section, spot);
            url
        }
        Target::Asset(path, part) => {
            let mut url = elsewhere(path, spot);
            if let Some(part) = part {
                url.push('#');
                encode_fragment(part, &mut url);
            }
            url
        }
        Target::External(url) => url.clone(),
        Target::Nowhere => String::new(),
    }
}

/// A chapter's id on a page that holds many.
pub fn chapter_anchor(chapter: usize) -> String {
    format!("chapter.{chapter}")
}

/// A document, or a section of it, on the same page.
fn together(anchor: &str, section: Option<&str>) -> String {
    let mut url = "#".to_owned();
    encode_path(anchor, &mut url);
    if let Some(section) = section {
        url.push_str("--");
        encode_path(section, &mut url);
    }
    url
}

/// Another file of the site.
fn elsewhere(path: &OutputPath, spot: &Spot<'_>) -> String {
    let given = spot.paper.map(|paper| paper.elsewhere).or(spot.away.map(|away| away.elsewhere));
    match given.unwrap_or(Elsewhere::Site) {
        Elsewhere::Site => path.url_from(spot.page),
        Elsewhere::Address(address) => format!("{address}{}", path.url()),
        Elsewhere::Nowhere => String::new(),
    }
}

fn with_section(mut url: String, section: Option<&str>) -> String {
    if let Some(section) = section.filter(|_| !url.is_empty()) {
        url.push('#');
        encode_path(section, &mut url);
    }
    url
}

/// Adds the title of what a link leads to.
pub fn title(html: &mut String, target: Option<&Target>, written: &str, scene: &Scene<'_>) {
    match target {
        Some(Target::Topic(topic, _)) => html.push_str(&scene.guide.topics[*topic].topic.title.html),
        Some(Target::Chapter(chapter, _)) => html.push_str(&scene.guide.chapters[*chapter].title.html),
        Some(Target::Page(page, _)) => html.push_str(&scene.guide.pages[*page].title.html),
        _ => escape_into(html, written),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_lettered() {
        assert_eq!([1, 26, 27, 52, 703].map(letters), ["a", "z", "aa", "az", "aaa"]);
    }

    #[test]
    fn an_address_is_shown_as_one_would_type_it() {
        assert_eq!(shown_address("https://peps.python.org/pep-0703/"), "peps.python.org/pep-0703");
        assert_eq!(shown_address("mailto:a@example.org"), "a@example.org");
        assert_eq!(shown_address("ftp://example.org/x"), "ftp://example.org/x");
    }
}
