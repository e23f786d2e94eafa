//! A site of MkDocs or Material for MkDocs: `mkdocs.yml` and its `docs` folder.
//!
//! In: the settings' text and the files of the docs folder. Out: [`Found`]. The navigation's sections become chapters;
//! without a navigation the folders do. YAML front matter gives title, tags, summary and dates. Admonitions become
//! alerts; what Python-Markdown extensions do beyond that is told.

use std::collections::{BTreeSet, HashMap};

use crate::import::admonitions;
use crate::import::clean::clean_with;
use crate::import::colon_blocks;
use crate::import::found::{Found, FoundChapter, FoundTopic, Losses, MOST_SEARCHED, Origin, line_place};
use crate::import::heading;
use crate::import::includes::Files;
use crate::import::leftovers::tell_unseen;
use crate::import::maths;
use crate::import::md_in_html;
use crate::import::mdbook::{assets, split_title};
use crate::import::mkdocs_settings::{Nav, Settings};
use crate::import::page_front::{self, Front};
use crate::import::page_names::{self, Names};
use crate::import::source::{self, Tree};
use crate::import::table_bars::{self, Rows};
use crate::import::template_marks;
use crate::path::{SourcePath, folder_of};
use crate::problem::report::Place;
use crate::text::pattern::fits;

/// So many letters of patterns and of names are compared for one navigation.
const MOST_COMPARED: usize = 256 << 20;

/// The files whose paths begin with a text, such as that of a folder with its slash.
fn within<'a>(docs: &'a Tree, folder: &'a str) -> impl Iterator<Item = &'a String> {
    docs.range(folder.to_owned()..).map(|(name, _)| name).take_while(move |name| name.starts_with(folder))
}

/// The navigation that MkDocs makes of folders: files first come first, `index.md` before all.
fn by_folders(docs: &Tree, folder: &str) -> Vec<Nav> {
    let mut pages: Vec<&str> = Vec::new();
    let mut folders: BTreeSet<&str> = BTreeSet::new();
    for name in within(docs, folder).filter(|name| name.ends_with(".md")) {
        let Some(rest) = name.strip_prefix(folder) else { break };
        match rest.split_once('/') {
            Some((inner, _)) => drop(folders.insert(inner)),
            None => pages.push(name),
        }
    }
    pages.sort_by_key(|name| (!name.ends_with("index.md"), *name));
    let pages = pages.into_iter().map(|file| Nav::Page { title: None, file: file.to_owned() });
    let sections = folders.into_iter().map(|inner| Nav::Section {
        title: title_of_folder(inner),
        inside: by_folders(docs, &format!("{folder}{inner}/")),
    });
    pages.chain(sections).collect()
}

/// A page, read.
struct Page {
    front: Front,
    /// Its heading.
    h1: Option<String>,
    body: String,
    origin: Origin,
    old_urls: Vec<String>,
    place: Place,
}

/// An address without its section: old addresses lead to pages.
fn page_of(address: &str) -> &str {
    address.split('#').next().unwrap_or(address)
}

/// Whether a page is the first of its folder.
fn is_index(file: &str) -> bool {
    matches!(file.rsplit('/').next().unwrap_or(file), "index.md" | "README.md")
}

/// The name of a page's file, or that of the folder that it is the first page of.
fn name_of(file: &str) -> &str {
    let file = if is_index(file) { folder_of(file) } else { file };
    let name = file.rsplit('/').next().unwrap_or(file);
    name.strip_suffix(".md").unwrap_or(name)
}

/// `set_up` as a reader says it.
fn spoken(name: &str) -> String {
    name.replace(['-', '_'], " ")
}

/// `user-guide` as a title.
fn title_of_folder(name: &str) -> String {
    let title = spoken(name);
    let mut letters = title.chars();
    letters.next().map_or_else(String::new, |c| c.to_uppercase().chain(letters).collect())
}

/// The navigation with what plugins read in it written out: a folder stands for the pages in it, a star for names.
fn spelled_out(nav: &[Nav], docs: &Tree, listed: &mut BTreeSet<String>, left: &mut usize) -> Vec<Nav> {
    let each = nav.iter().flat_map(|entry| match entry {
        Nav::Section { title, inside } => {
            vec![Nav::Section { title: title.clone(), inside: spelled_out(inside, docs, listed, left) }]
        }
        Nav::Page { title, file } if !docs.contains_key(file) => {
            let folder = format!("{}/", file.trim_end_matches('/'));
            if within(docs, &folder).next().is_some() {
                let name = folder.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
                let title = title.clone().unwrap_or_else(|| title_of_folder(name));
                return vec![Nav::Section { title, inside: by_folders(docs, &folder) }];
            }
            // Only names that begin as the pattern does are compared, each page is listed once, and there is an end to it.
            let before = file.split_once('*').map(|(before, _)| before);
            let begun = before.into_iter().flat_map(|before| within(docs, before));
            let compared = begun.filter(|name| name.ends_with(".md") && !listed.contains(*name));
            let compared = compared.take_while(|name| {
                let cost = file.len() * name.len();
                left.checked_sub(cost).map(|rest| *left = rest).is_some()
            });
            let pages: Vec<String> = compared.filter(|name| fits(file, name)).cloned().collect();
            listed.extend(pages.iter().cloned());
            let pages: Vec<Nav> = pages.into_iter().map(|file| Nav::Page { title: None, file }).collect();
            if pages.is_empty() { vec![entry.clone()] } else { pages }
        }
        other => vec![other.clone()],
    });
    each.collect()
}

/// The pages that a navigation names.
fn named(nav: &[Nav], into: &mut BTreeSet<String>) {
    for entry in nav {
        match entry {
            Nav::Page { file, .. } => drop(into.insert(file.clone())),
            Nav::Section { inside, .. } => named(inside, into),
            Nav::Address(_) => {}
        }
    }
}

/// Reads a site.
pub fn read(source: &SourcePath, text: &str, settings: &Settings, root: &str, docs: &Tree, included: &Files) -> Found {
    let mut listed = BTreeSet::new();
    named(&settings.nav, &mut listed);
    let nav = if listed.is_empty() {
        by_folders(docs, "")
    } else {
        spelled_out(&settings.nav, docs, &mut listed, &mut MOST_COMPARED.clone())
    };
    let mut reader = Reader {
        source,
        text,
        settings,
        root,
        docs,
        included,
        found: Found::default(),
        listed: BTreeSet::new(),
        unsearched: MOST_SEARCHED,
    };
    reader.section(&nav, &[]);
    for (key, value) in &settings.told {
        let place = line_place(source, text, text.find(&format!("{key}:")).unwrap_or(0));
        let what = format!("`{value}`, the site's `{key}`");
        reader.found.losses.add_at(what, "the guide has its own in `book.toml`", &place);
    }
    if let Some(file) = &settings.unread {
        let place = line_place(source, text, text.find("INHERIT").unwrap_or(0));
        let instead = "it is not there, or not below the folder of the site";
        reader.found.losses.add_at(format!("`{file}`, from which the settings inherit"), instead, &place);
    }
    let pages: Vec<(String, String)> =
        settings.redirects.iter().map(|(from, to)| (reader.old_url(from), reader.old_url(page_of(to)))).collect();
    let topics = reader.found.topics.iter_mut().map(|it| &mut it.old_urls);
    let chapters = reader.found.chapters.iter_mut().map(|it| &mut it.old_urls);
    let mut by_url: HashMap<String, &mut Vec<String>> = HashMap::new();
    for urls in topics.chain(chapters) {
        if let Some(url) = urls.first().cloned() {
            by_url.entry(url).or_insert(urls);
        }
    }
    let mut lost = Vec::new();
    for ((url, target), redirect) in pages.into_iter().zip(&settings.redirects) {
        match by_url.get_mut(&target) {
            Some(urls) => urls.push(url),
            None => lost.push(redirect),
        }
    }
    for (from, to) in lost {
        let place = reader.place_from(0, from);
        reader.found.losses.add_at(format!("the redirect `{from}` to `{to}`"), "", &place);
    }
    let is_left = |name: &&String| name.ends_with(".md") && !reader.listed.contains(*name) && !included.has_page(name);
    let unlisted = docs.keys().filter(is_left);
    let unlisted: Vec<String> = unlisted.map(|name| format!("`{name}`")).collect();
    if !unlisted.is_empty() {
        let what = format!("pages that the navigation does not list: {}", unlisted.join(", "));
        reader.found.losses.add(what, "", None);
    }
    reader.found.assets = assets(docs);
    reader.found
}

struct Reader<'a> {
    source: &'a SourcePath,
    text: &'a str,
    settings: &'a Settings,
    root: &'a str,
    docs: &'a Tree,
    included: &'a Files,
    found: Found,
    listed: BTreeSet<String>,
    /// So many bytes of the settings may yet be searched for places.
    unsearched: usize,
}

impl Reader<'_> {
    fn section(&mut self, nav: &[Nav], trail: &[String]) {
        let has_others = self.pages(nav) > 1;
        let mut is_introduced = false;
        for entry in nav {
            match entry {
                Nav::Address(url) => {
                    let place = self.place(url);
                    self.found.losses.add_at(
                        format!("the address `{url}` in the navigation"),
                        "link to it from a topic",
                        &place,
                    );
                }
                Nav::Section { title, inside } => {
                    let mut trail = trail.to_vec();
                    trail.push(if title.trim().is_empty() { self.own_title(inside) } else { heading::title(title) });
                    self.section(inside, &trail);
                }
                Nav::Page { title, file } => {
                    let title = title.as_deref().map(heading::title);
                    match trail.split_last() {
                        _ if !is_index(file) || self.text_of(file).is_none() => self.topic(title, file, trail),
                        None if !file.contains('/') => self.home(file),
                        None => self.topic(title, file, trail),
                        // A section of one page is that page.
                        Some((section, above)) if !has_others => self.topic(Some(section.clone()), file, above),
                        Some(_) if is_introduced => self.topic(title, file, trail),
                        Some(_) => {
                            is_introduced = true;
                            self.chapter(title, file, trail);
                        }
                    }
                }
            }
        }
    }

    /// The title of a section that the navigation leaves to its first page.
    fn own_title(&self, inside: &[Nav]) -> String {
        let pages = inside.iter().filter_map(|entry| match entry {
            Nav::Page { title, file } => Some((title, file)),
            _ => None,
        });
        let Some((listed, file)) = pages.clone().find(|(_, file)| is_index(file)).or_else(|| pages.clone().next())
        else {
            return "Section".to_owned();
        };
        let text = self.text_of(file).unwrap_or_default();
        let place = line_place(self.source, self.text, 0);
        // What it says of itself is told when it is read as a page.
        let (front, rest) = page_front::read(&text, &place, &mut Losses::default());
        let title = listed.as_deref().map(heading::title).or(front.title);
        let title =
            title.or_else(|| split_title(rest, self.settings.notation).0).filter(|title| !title.trim().is_empty());
        let named = if is_index(file) { name_of(file) } else { name_of(folder_of(file)) };
        title.unwrap_or_else(|| title_of_folder(if named.is_empty() { "section" } else { named }))
    }

    /// How many pages stand in a navigation, at any depth.
    fn pages(&self, nav: &[Nav]) -> usize {
        let mut open: Vec<&Nav> = nav.iter().collect();
        let mut pages = 0;
        while let Some(entry) = open.pop() {
            match entry {
                Nav::Page { file, .. } => pages += usize::from(self.text_of(file).is_some()),
                Nav::Section { inside, .. } => open.extend(inside),
                Nav::Address(_) => {}
            }
        }
        pages
    }

    fn text_of(&self, file: &str) -> Option<String> {
        self.docs.get(file).and_then(|bytes| source::as_text(bytes))
    }

    fn place(&mut self, word: &str) -> Place {
        let nav = self.text.find("\nnav:").unwrap_or(0);
        self.place_from(nav, word)
    }

    /// The line that holds a word from a place on, else the first that does; the place itself, once much was searched.
    fn place_from(&mut self, start: usize, word: &str) -> Place {
        let is_searched = self.unsearched.checked_sub(self.text.len()).map(|left| self.unsearched = left).is_some();
        let find = || self.text[start..].find(word).map(|at| start + at).or_else(|| self.text.find(word));
        let found = if is_searched { find().unwrap_or(0) } else { start };
        line_place(self.source, self.text, found)
    }

    /// Reads a page: its front matter, its heading and its text.
    fn read(&mut self, file: &str) -> Option<Page> {
        self.listed.insert(file.to_owned());
        let Some(text) = self.text_of(file) else {
            let place = self.place(file);
            self.found.losses.add_at(
                format!("the page `{file}`, which is missing"),
                "write it and import again: what is there stays as it is",
                &place,
            );
            return None;
        };
        let place = line_place(&SourcePath::new(&format!("{}{file}", self.root)), &text, 0);
        let losses = &mut self.found.losses;
        tell_unseen(&place.source, &text, losses);
        let (text, _) = self.included.expand(file, &text, Some(&place), losses);
        let (front, rest) = page_front::read(&text, &place, losses);
        let notation = self.settings.notation;
        let values = self.settings.values.clone().map(|mut values| {
            let title = front.title.clone().or_else(|| split_title(rest, notation).0);
            values.insert("page.title".to_owned(), title.unwrap_or_else(|| spoken(name_of(file))));
            values
        });
        let rest = template_marks::filled(rest, values.as_ref(), Some(&place), losses);
        let rest = maths::to_dollars(&rest, notation);
        let (h1, rest) = split_title(&rest, notation);
        let body = md_in_html::unwrapped(rest, Some(&place), losses);
        let body = colon_blocks::to_alerts(&body, Some(&place), losses);
        let body = admonitions::to_alerts(&body, (notation, self.settings.marks), Some(&place), losses);
        let body = table_bars::escaped(&body, Rows::All);
        let body = clean_with(&body, notation, Some(&place), losses);
        let origin = Origin { file: file.to_owned(), anchor: None };
        Some(Page { front, h1, body, origin, old_urls: vec![self.old_url(file)], place })
    }

    fn home(&mut self, file: &str) {
        if let Some(page) = self.read(file) {
            let instead = "the guide has its own: copy the text into `content/index.md`";
            self.found.losses.add("the home page", instead, Some(&page.place));
        }
    }

    fn chapter(&mut self, listed: Option<String>, file: &str, trail: &[String]) {
        let Some(page) = self.read(file) else { return };
        let (of_section, place) = (trail.last().cloned(), Some(page.place));
        let Front { title, tags, summary, .. } = page.front;
        let names = match listed {
            None => page_names::sorted([title, page.h1, of_section]),
            Some(_) => page_names::sorted([of_section, title, page.h1, listed]),
        };
        for (what, is_there) in [("tags", !tags.is_empty()), ("description", summary.is_some())] {
            if is_there {
                let what = format!("`{what}` of the front matter");
                self.found.losses.add(what, "the page became a chapter's", place.as_ref());
            }
        }
        let names = self.names(names, place.as_ref());
        self.found.chapters.push(FoundChapter {
            trail: trail.to_vec(),
            title: names.as_ref().map(|it| it.title.clone()),
            short: names.and_then(|it| it.short),
            body: page.body,
            origin: page.origin,
            old_urls: page.old_urls,
            place,
        });
    }

    /// Tells names that the guide has no place for.
    fn names(&mut self, names: Option<Names>, place: Option<&Place>) -> Option<Names> {
        for name in names.iter().flat_map(|it| &it.left) {
            self.found.losses.add(format!("the name `{name}`"), "the page has another", place);
        }
        names
    }

    fn topic(&mut self, listed: Option<String>, file: &str, trail: &[String]) {
        let Some(Page { front, h1, body, origin, old_urls, place }) = self.read(file) else { return };
        let name = name_of(file);
        let names = page_names::sorted([front.title, h1, listed]).or_else(|| page_names::sorted([Some(spoken(name))]));
        let Some(names) = self.names(names, Some(&place)) else { return };
        self.found.topics.push(FoundTopic {
            title: names.title,
            short: names.short,
            trail: trail.to_vec(),
            body,
            tags: front.tags,
            summary: front.summary,
            updated: front.updated,
            draft: front.draft,
            name: Some(name.to_owned()),
            old_urls,
            keeps_order: true,
            origin,
            place: Some(place),
            ..FoundTopic::default()
        });
    }

    fn old_url(&self, file: &str) -> String {
        let stem = file.strip_suffix(".md").unwrap_or(file).replace("README", "index");
        if self.settings.folders && !(stem == "index" || stem.ends_with("/index")) {
            format!("{stem}/index.html")
        } else {
            format!("{stem}.html")
        }
    }
}
