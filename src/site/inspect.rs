//! The finished site, checked: every `href`, `src` and `#id` in it resolves, and no page has an id twice.
//!
//! In: [`Site`], what was read in its pages as they were made, and the pages of the last inspection. Out: problems. Links of topics were checked
//! before; what is found here was written by a template, which `fault` looks for.
//! Nothing is changed.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use crate::html::tokens::start_tags;
use crate::path::{OutputPath, address_path, decode_percent, join};
use crate::problem::message::Message;
use crate::problem::report::Report;
use crate::reading::inputs::ThemeFile;
use crate::reading::settings::Settings;
use crate::site::site::{Content, Site};
use crate::site::store::Store;
use crate::site::template_problem;

/// The pages of the last inspection: those whose bytes are the same are not read again.
#[derive(Debug, Default)]
pub struct Inspected {
    pub(super) own: Own,
    pub(super) pages: HashMap<OutputPath, Known>,
}

/// The addresses in full that the guide calls its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Own {
    base_url: Option<String>,
    /// May lie on the same host, and is no part of the site.
    repository: Option<String>,
}

/// What a page holds and what was read in it.
pub(super) type Known = (Content, Scan);

/// What a page holds and points to. Paths and ids are kept as numbers (XXH3-64): a guide has millions of them.
#[derive(Clone, Debug, Default)]
pub struct Scan {
    /// Sorted.
    ids: Vec<u64>,
    has_twice: bool,
    /// Each once.
    links: Vec<Link>,
}

/// Where a link of a page leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Link {
    /// Of the site; 0 if it leads out of it.
    path: u64,
    /// As written, and with percent-encoding undone; both 0 where there is none.
    ids: [u64; 2],
}

const NOWHERE: Link = Link { path: 0, ids: [0, 0] };

/// The ids of each page; none for files that are no pages, and for pages not made yet.
type Targets<'a> = HashMap<u64, Option<&'a [u64]>, BuildHasherDefault<Same>>;

/// A hash of numbers that are hashes already.
#[derive(Default)]
struct Same(u64);

impl Hasher for Same {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3_64(bytes);
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

/// Checks all pages. Gives whether all that is wrong could be told: what is wrong with a page whose bytes are not at hand
/// is known only after it has been made again.
#[must_use]
pub fn inspect(
    site: &Site,
    store: &dyn Store,
    theme: &[ThemeFile],
    inspected: &mut Inspected,
    report: &mut Report,
) -> bool {
    inspected.update(site, store);
    let Inspected { own, pages } = &*inspected;
    let target = |path: &OutputPath| (number(path.as_str()), pages.get(path).map(|(_, scan)| scan.ids.as_slice()));
    let targets: Targets<'_> = site.files().map(|(path, _)| target(path)).collect();
    let files: Vec<(&OutputPath, &Scan)> =
        site.files().filter_map(|(path, _)| Some((path, &pages.get(path)?.1))).collect();
    let wrong: Vec<&OutputPath> = files
        .par_iter()
        .filter(|(_, scan)| scan.has_twice || !scan.links.iter().all(|link| is_there(*link, &targets)))
        .map(|(path, _)| *path)
        .collect();
    let mut all_told = true;
    let mut found = Vec::new();
    for (path, file) in wrong.into_iter().filter_map(|path| Some((path, site.get(path)?))) {
        let Some(bytes) = store.get(path, &file.content) else {
            all_told &= !matches!(file.content, Content::Written(_));
            continue;
        };
        let of_page = faults(path, &String::from_utf8_lossy(&bytes), own, &targets);
        found.extend(of_page.into_iter().map(|message| (message, file.owner.place().cloned())));
    }
    template_problem::tell(found, theme, report);
    all_told
}

impl Inspected {
    /// From now on addresses are the guide's own by these settings; what was read by others is worth nothing.
    pub fn begin(&mut self, settings: &Settings) {
        let own = Own { base_url: settings.base_url.clone(), repository: settings.repository.clone() };
        if self.own != own {
            *self = Self { own, pages: HashMap::new() };
        }
    }

    /// Reads a page that was made.
    pub fn read(&self, path: &OutputPath, html: &str) -> Scan {
        Scan::of(path, html, &self.own)
    }

    /// Keeps what was read in a page.
    pub fn put(&mut self, path: OutputPath, content: Content, scan: Scan) {
        self.pages.insert(path, (content, scan));
    }

    /// Reads pages that nobody read yet, and lets go of those that are no more.
    fn update(&mut self, site: &Site, store: &dyn Store) {
        let is_known =
            |path: &OutputPath, content: &Content| self.pages.get(path).is_some_and(|(known, _)| known == content);
        let new: Vec<(&OutputPath, &Content)> = site
            .files()
            .filter(|(path, file)| path.extension() == "html" && !is_known(path, &file.content))
            .map(|(path, file)| (path, &file.content))
            .collect();
        let scans: Vec<(OutputPath, Known)> = new
            .par_iter()
            .filter_map(|(path, content)| {
                let bytes = store.get(path, content)?;
                let html = std::str::from_utf8(&bytes).ok()?;
                Some(((*path).clone(), ((*content).clone(), self.read(path, html))))
            })
            .collect();
        self.pages.extend(scans);
        self.pages.retain(|path, _| site.get(path).is_some_and(|file| !file.is_later()));
    }
}

impl Scan {
    /// As numbers of 64 bits, little-endian: how many ids there are and (the lowest bit) whether one stands twice, the ids, and three for
    /// each link. As fields postcard would write each digit of a hash by itself.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let first = (self.ids.len() as u64) << 1 | u64::from(self.has_twice);
        let links = self.links.iter().flat_map(|link| [link.path, link.ids[0], link.ids[1]]);
        let numbers = std::iter::once(first).chain(self.ids.iter().copied()).chain(links);
        let mut bytes = Vec::with_capacity(8 * (1 + self.ids.len() + 3 * self.links.len()));
        numbers.for_each(|number| bytes.extend_from_slice(&number.to_le_bytes()));
        bytes
    }

    /// What [`Scan::to_bytes`] gave; nothing for bytes of another length.
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (numbers, rest) = bytes.as_chunks();
        let (first, numbers) = numbers.split_first().filter(|_| rest.is_empty())?;
        let first = u64::from_le_bytes(*first);
        let (ids, links) = numbers.split_at_checked(usize::try_from(first >> 1).ok()?)?;
        let (links, rest) = links.as_chunks();
        let link = |[path, written, decoded]: &[[u8; 8]; 3]| Link {
            path: u64::from_le_bytes(*path),
            ids: [u64::from_le_bytes(*written), u64::from_le_bytes(*decoded)],
        };
        let ids = ids.iter().map(|id| u64::from_le_bytes(*id)).collect();
        let scan = Self { ids, has_twice: first & 1 == 1, links: links.iter().map(link).collect() };
        rest.is_empty().then_some(scan)
    }

    fn of(page: &OutputPath, html: &str, own: &Own) -> Self {
        let mut found = scan(html);
        found.brought.retain(|url| link(page, url, own).is_none());
        let mut ids: Vec<u64> = found.ids.iter().map(|id| number(id)).collect();
        ids.sort_unstable();
        let has_twice = ids.windows(2).any(|pair| pair[0] == pair[1]);
        // A page links to the same place many times: the rail, the crumbs, the text.
        let mut links: Vec<Link> = found.links.iter().filter_map(|url| link(page, url, own)).collect();
        links.extend(found.brought.first().map(|_| NOWHERE));
        links.sort_unstable();
        links.dedup();
        Self { ids, has_twice, links }
    }
}

/// The dead links of a page, and the ids it has twice.
fn faults(page: &OutputPath, html: &str, own: &Own, targets: &Targets<'_>) -> Vec<Message> {
    let mut found = scan(html);
    found.brought.retain(|url| link(page, url, own).is_none());
    found.links.sort_unstable();
    found.links.dedup();
    let is_dead = |url: &Cow<'_, str>| link(page, url, own).is_some_and(|link| !is_there(link, targets));
    let dead = found.links.into_iter().filter(is_dead).chain(found.brought);
    let links = dead.map(|url| Message::DeadLink { page: page.to_string(), url: url.into_owned(), others: 0 });
    found.ids.sort_unstable();
    let twice = found.ids.windows(2).filter(|pair| pair[0] == pair[1]);
    let ids = twice.map(|pair| Message::DuplicatePageId { page: page.to_string(), id: pair[0].to_string(), others: 0 });
    links.chain(ids).collect()
}

fn number(text: &str) -> u64 {
    xxh3_64(text.as_bytes()).max(1)
}

fn is_there(link: Link, targets: &Targets<'_>) -> bool {
    match targets.get(&link.path) {
        None => false,
        Some(Some(ids)) if link.ids != [0, 0] => link.ids.iter().any(|id| ids.binary_search(id).is_ok()),
        Some(_) => true,
    }
}

/// Where a URL on a page leads; `None` if that is elsewhere.
fn link(page: &OutputPath, url: &str, own: &Own) -> Option<Link> {
    // Only the 404 page is written with `base_url`, or the path of it. Elsewhere an author may link in full to what else the
    // host has: `https://example.org/blog` beside `https://example.org/`.
    let base_url = own.base_url.as_deref().filter(|_| page.as_str() == "404.html");
    let of_host = |base: &str| url.starts_with('/') && !url.starts_with(address_path(base));
    if own.repository.as_ref().is_some_and(|repository| url.starts_with(repository.as_str())) {
        return None;
    }
    let (url, folder, absolute) = match base_url.and_then(|base| url.strip_prefix(base)) {
        Some(rest) => (rest, "", true),
        None if is_elsewhere(url) || base_url.is_some_and(of_host) => return None,
        None => match base_url.and_then(|base| url.strip_prefix(address_path(base))) {
            Some(rest) => (rest, "", true),
            None => (url, page.folder(), false),
        },
    };
    let (path, id) = url.split_once('#').map_or((url, ""), |(path, id)| (path, id));
    let path = path.split('?').next().unwrap_or(path);
    let Some(path) = decoded(path) else { return Some(NOWHERE) };
    let joined = if path.is_empty() && !absolute { Some(page.to_string()) } else { join(folder, &path) };
    let path = match joined {
        Some(joined) if joined.is_empty() => number("index.html"),
        Some(joined) if path.ends_with('/') => number(&format!("{joined}/index.html")),
        Some(joined) => number(&joined),
        None => return Some(NOWHERE),
    };
    let ids = if id.is_empty() { [0, 0] } else { [number(id), decoded(id).map_or(0, |id| number(&id))] };
    Some(Link { path, ids })
}

fn decoded(text: &str) -> Option<Cow<'_, str>> {
    if text.contains('%') { decode_percent(text).map(Cow::Owned) } else { Some(Cow::Borrowed(text)) }
}

fn is_elsewhere(url: &str) -> bool {
    url.starts_with("//")
        || url.split_once(':').is_some_and(|(scheme, _)| !scheme.contains(['/', '#', '?', '.']) && !scheme.is_empty())
}

/// Ids and addresses as they stand in a page.
#[derive(Default)]
struct Tags<'a> {
    ids: Vec<Cow<'a, str>>,
    links: Vec<Cow<'a, str>>,
    /// What a page would fetch from another server.
    brought: Vec<Cow<'a, str>>,
}

/// Collects ids and addresses from the tags of a page.
fn scan(html: &str) -> Tags<'_> {
    let mut scan = Tags::default();
    for tag in start_tags(html) {
        if !tag.may_have(&["id", "href", "src", "poster"]) {
            continue;
        }
        for attribute in tag.attributes() {
            if attribute.is("id") {
                scan.ids.push(attribute.value());
            } else if attribute.is("href") || attribute.is("src") {
                scan.links.push(attribute.value());
            }
            if attribute.is("src") || attribute.is("poster") {
                let value = attribute.value();
                if is_elsewhere(&value) && !value.starts_with("data:") {
                    scan.brought.push(value);
                }
            }
        }
    }
    scan
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ids_and_addresses_are_found_in_tags_only() {
        let scan = scan(
            "<p id=a>x</p><!-- <a href=\"no\"> --><a\n href='b.html#c' title=\"<a href=no>\">d</a><img src=\"e.png\">&lt;a href=\"no\"&gt;",
        );
        assert!(scan.ids.iter().any(|id| id == "a"));
        assert_eq!(scan.links, ["b.html#c", "e.png"]);
    }

    proptest! {
        #[test]
        fn any_text_is_scanned_without_panic(html in "[<>a-z=\"'é/ #!-]{0,80}") {
            let _ = scan(&html);
        }
    }
}
