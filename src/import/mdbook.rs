//! A book of mdBook: `SUMMARY.md` and the chapters it lists.
//!
//! In: the files of the book's `src` folder. Out: [`Found`]. A chapter with chapters in it becomes a chapter with an
//! introduction, any other a topic; a part's title becomes a chapter around its chapters. Old addresses become aliases.

use std::collections::BTreeSet;

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

use crate::import::admonish;
use crate::import::clean::clean_with;
use crate::import::found::{Found, FoundChapter, FoundTopic, Origin, line_place};
use crate::import::heading;
use crate::import::includes::Files;
use crate::import::leftovers::tell_unseen;
use crate::import::maths::{self, Notation};
use crate::import::page_front;
use crate::import::page_names::{self, Names};
use crate::import::source::{self, Tree};
use crate::import::template_marks;
use crate::import::warnings;
use crate::path::{SourcePath, decode_percent, folder_of, join};
use crate::reading::inputs::TextFile;

/// Chapters nest so deep at most.
const DEEPEST: usize = 16;

/// A line of `SUMMARY.md`.
#[derive(Debug, Default)]
struct Listed {
    title: String,
    /// From `src`; empty for a draft.
    file: String,
    children: Vec<Listed>,
    at: usize,
}

/// What `book.toml` says that matters here.
#[derive(Debug)]
pub struct Settings {
    /// The folder of the pages.
    pub src: String,
    /// What the guide's own settings say: name and value.
    told: Vec<(&'static str, String)>,
    /// Old addresses and where they lead.
    redirects: Vec<(String, String)>,
    /// How formulas are written.
    pub notation: Notation,
}

/// Reads `book.toml`; what is no TOML says nothing.
pub fn settings(text: &str) -> Settings {
    let root: toml::Table = text.parse().unwrap_or_default();
    let book = root.get("book").and_then(toml::Value::as_table);
    let value = |key: &str| match book?.get(key)? {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Array(all) => Some(all.iter().filter_map(toml::Value::as_str).collect::<Vec<_>>().join(", ")),
        _ => None,
    };
    let told = ["title", "authors", "description"].into_iter().filter_map(|key| Some((key, value(key)?)));
    let html = root.get("output").and_then(|it| it.get("html"));
    let is_mathjax = html.and_then(|it| it.get("mathjax-support")).and_then(toml::Value::as_bool) == Some(true);
    let is_katex = root.get("preprocessor").is_some_and(|it| it.get("katex").is_some());
    let redirects = html.and_then(|it| it.get("redirect"));
    let redirects = redirects.and_then(toml::Value::as_table).into_iter().flatten();
    Settings {
        src: value("src").map_or_else(|| "src".to_owned(), |it| it.trim_matches('/').to_owned()),
        told: told.filter(|(_, text)| !text.is_empty()).collect(),
        redirects: redirects.filter_map(|(from, to)| Some((from.clone(), to.as_str()?.to_owned()))).collect(),
        notation: match (is_katex, is_mathjax) {
            (true, _) => Notation::Dollars,
            (_, true) => Notation::Mathjax,
            _ => Notation::Guessed,
        },
    }
}

/// Carries over what the settings say: redirects become aliases of the pages they lead to; the rest is told.
pub fn carry(settings: &Settings, file: &TextFile, found: &mut Found) {
    let place = line_place(&file.source, &file.text, 0);
    for (key, value) in &settings.told {
        found.losses.add(format!("`{value}`, the book's {key}"), "the guide has its own in `book.toml`", Some(&place));
    }
    for (from, to) in &settings.redirects {
        let from = from.trim_start_matches('/');
        let folder = folder_of(from);
        // Old addresses lead to pages, not to their sections.
        let page = to.split('#').next().unwrap_or(to);
        let target = match page.strip_prefix('/') {
            Some(absolute) => Some(absolute.to_owned()),
            None => join(folder, page),
        };
        // A section has no page that could lead on.
        let is_section = from.contains('#');
        let is_it = |urls: &Vec<String>| target.as_ref().is_some_and(|target| urls.first() == Some(target));
        let mut urls = found.topics.iter_mut().map(|it| &mut it.old_urls);
        let mut chapters = found.chapters.iter_mut().map(|it| &mut it.old_urls);
        match urls.find(|it| is_it(it)).or_else(|| chapters.find(|it| is_it(it))) {
            Some(urls) if !is_section => urls.push(from.to_owned()),
            _ => found.losses.add(format!("the redirect `{from}` to {to}"), "", Some(&place)),
        }
    }
}

/// A book: where its list of chapters and its pages lie, and what they say.
struct Book<'a> {
    source: &'a SourcePath,
    summary: &'a str,
    root: &'a str,
    src: &'a Tree,
    included: &'a Files,
    notation: Notation,
}

/// Reads a book. `src` are the files of its source folder `root`, `summary` the text of `SUMMARY.md`, `included` what pages
/// bring in, `notation` how they write formulas.
pub fn read(source: &SourcePath, summary: &str, root: &str, src: &Tree, included: &Files, notation: Notation) -> Found {
    let mut found = Found::default();
    let book = Book { source, summary, root, src, included, notation };
    for (part, chapters) in parts(summary) {
        let trail: Vec<String> = part.into_iter().collect();
        for listed in &chapters {
            book.add(listed, &trail, &mut found);
        }
    }
    let kept = found.topics.iter().map(|it| &it.origin).chain(found.chapters.iter().map(|it| &it.origin));
    let kept: BTreeSet<&str> = kept.map(|origin| origin.file.as_str()).collect();
    let is_left = |name: &&String| {
        let is_page = name.ends_with(".md") && *name != "SUMMARY.md";
        is_page && !kept.contains(name.as_str()) && !included.has_page(name)
    };
    let left: Vec<String> = src.keys().filter(is_left).map(|name| format!("`{name}`")).collect();
    if !left.is_empty() {
        found.losses.add(format!("pages that `SUMMARY.md` does not list: {}", left.join(", ")), "", None);
    }
    found.assets = assets(src);
    found
}

/// Everything that is no Markdown.
pub fn assets(tree: &Tree) -> Tree {
    tree.iter().filter(|(name, _)| !name.ends_with(".md")).map(|(name, bytes)| (name.clone(), bytes.clone())).collect()
}

/// The parts with their chapters; the first may have no title.
fn parts(summary: &str) -> Vec<(Option<String>, Vec<Listed>)> {
    let mut parts: Vec<(Option<String>, Vec<Listed>)> = vec![(None, Vec::new())];
    // Items that are open, each a chapter being listed.
    let mut stack: Vec<Listed> = Vec::new();
    let mut depth = 0_usize;
    let mut heading: Option<(HeadingLevel, String)> = None;
    let mut link: Option<(String, String, usize)> = None;
    for (event, range) in Parser::new(summary).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => heading = Some((level, String::new())),
            Event::End(TagEnd::Heading(_)) => {
                if let Some((level, text)) = heading.take()
                    && level == HeadingLevel::H1
                    && !text.trim().eq_ignore_ascii_case("summary")
                {
                    parts.push((Some(text.trim().to_owned()), Vec::new()));
                }
            }
            Event::Start(Tag::Item) => {
                depth += 1;
                stack.push(Listed { at: range.start, ..Listed::default() });
            }
            Event::End(TagEnd::Item) => {
                depth -= 1;
                let Some(mut listed) = stack.pop() else { continue };
                // What is nested deeper stands beside.
                let beside = if stack.len() >= DEEPEST { std::mem::take(&mut listed.children) } else { Vec::new() };
                match stack.last_mut() {
                    Some(parent) => {
                        parent.children.push(listed);
                        parent.children.extend(beside);
                    }
                    None => push(&mut parts, listed),
                }
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                link = Some((dest_url.to_string(), String::new(), range.start));
            }
            Event::End(TagEnd::Link) => {
                let Some((file, title, at)) = link.take() else { continue };
                let file = decode_percent(&file).unwrap_or(file).trim_start_matches("./").to_owned();
                // `sub/../a.md` is `a.md`.
                let is_winding = file.split('/').any(|part| matches!(part, "." | ".."));
                let file = if is_winding { join("", &file).unwrap_or(file) } else { file };
                let listed = Listed { title: heading::title(&title), file, children: Vec::new(), at };
                match stack.last_mut() {
                    Some(open) if depth > 0 => {
                        *open = Listed { children: std::mem::take(&mut open.children), ..listed };
                    }
                    // A chapter before or after the numbered ones belongs to no part.
                    _ => {
                        if parts.last().is_some_and(|(title, _)| title.is_some()) {
                            parts.push((None, Vec::new()));
                        }
                        push(&mut parts, listed);
                    }
                }
            }
            Event::Text(text) => match (&mut link, &mut heading) {
                (Some((_, title, _)), _) => title.push_str(&text),
                (None, Some((_, title))) => title.push_str(&text),
                // An item that is no link, or not one to Markdown.
                (None, None) => {
                    if let Some(open) = stack.last_mut().filter(|open| open.file.is_empty()) {
                        open.title.push_str(&text);
                    }
                }
            },
            Event::Code(code) => {
                if let Some((_, title, _)) = &mut link {
                    title.push_str(&format!("`{code}`"));
                }
            }
            _ => {}
        }
    }
    parts
}

fn push(parts: &mut [(Option<String>, Vec<Listed>)], listed: Listed) {
    if let Some((_, chapters)) = parts.last_mut() {
        chapters.push(listed);
    }
}

impl Book<'_> {
    fn text(&self, listed: &Listed) -> Option<String> {
        self.src.get(&listed.file).and_then(|bytes| source::as_text(bytes))
    }

    /// Whether a chapter in it has a page.
    fn has_pages(&self, listed: &Listed) -> bool {
        let mut open: Vec<&Listed> = listed.children.iter().collect();
        while let Some(child) = open.pop() {
            if self.text(child).is_some() {
                return true;
            }
            open.extend(&child.children);
        }
        false
    }

    fn add(&self, listed: &Listed, trail: &[String], found: &mut Found) {
        let Some(text) = self.text(listed) else {
            let again = "write it and import again: what is there stays as it is";
            let (what, instead) = match listed.file.as_str() {
                "" => (format!("the draft chapter `{}`", listed.title), again),
                file if file.contains("://") => (format!("the address `{file}`"), "link to it where it helps"),
                file => (format!("the chapter `{file}`, which is missing"), again),
            };
            found.losses.add_at(what, instead, &line_place(self.source, self.summary, listed.at));
            return listed.children.iter().for_each(|child| self.add(child, trail, found));
        };
        let place = line_place(&SourcePath::new(&format!("{}{}", self.root, listed.file)), &text, 0);
        tell_unseen(&place.source, &text, &mut found.losses);
        let (text, named) = self.included.expand(&listed.file, &text, Some(&place), &mut found.losses);
        let (front, text) = page_front::of_yaml(&text, &place, &mut found.losses);
        let text = admonish::to_alerts(text, Some(&place), &mut found.losses);
        let text = warnings::to_alerts(&template_marks::with_notes(&text), Some(&place), &mut found.losses);
        let text = template_marks::filled(&text, None, Some(&place), &mut found.losses);
        let text = maths::to_dollars(&text, self.notation);
        let (heading, rest) = split_title(&text, self.notation);
        let heading = heading.filter(|it| !it.is_empty());
        if let Some(named) = named.as_ref().filter(|named| heading.as_ref().is_some_and(|it| it != *named)) {
            found.losses.add(format!("the name `{named}`"), "the page has another", Some(&place));
        }
        let title = heading.or_else(|| named.as_deref().map(heading::title));
        let title = title.filter(|it| !it.is_empty()).unwrap_or_else(|| listed.title.clone());
        let body = clean_with(rest, self.notation, Some(&place), &mut found.losses);
        let by_file = || Names { title: listed.file.clone(), short: None, left: Vec::new() };
        let names = page_names::sorted([front.title, Some(title), Some(listed.title.clone())]).unwrap_or_else(by_file);
        for name in &names.left {
            found.losses.add(format!("the name `{name}`"), "the page has another", Some(&place));
        }
        let (title, short, place) = (names.title, names.short, Some(place));
        let origin = Origin { file: listed.file.clone(), anchor: None };
        let old_urls = vec![listed.file.replace("README.md", "index.md").replace(".md", ".html")];
        if !self.has_pages(listed) {
            found.topics.push(FoundTopic {
                title,
                short,
                trail: trail.to_vec(),
                body,
                tags: front.tags,
                summary: front.summary,
                updated: front.updated,
                draft: front.draft,
                name: file_name(&listed.file),
                old_urls,
                keeps_order: true,
                origin,
                place,
                ..FoundTopic::default()
            });
            return listed.children.iter().for_each(|child| self.add(child, trail, found));
        }
        let mut trail = trail.to_vec();
        trail.push(listed.title.clone());
        let title = (title != listed.title).then_some(title);
        found.chapters.push(FoundChapter { trail: trail.clone(), title, short, body, origin, old_urls, place });
        listed.children.iter().for_each(|child| self.add(child, &trail, found));
    }
}

/// The first heading of the first level, if the text begins with one, and what comes after it.
pub fn split_title(text: &str, notation: Notation) -> (Option<String>, &str) {
    for (event, range) in Parser::new(text).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) => {
                let line = text[range.clone()].lines().next().unwrap_or("");
                let line = line.trim_start_matches('#').trim_end_matches('#').trim();
                let line = line.split_once(" {").filter(|(_, rest)| is_attributes(rest)).map_or(line, |(line, _)| line);
                return (Some(heading::title_with(line, notation)), &text[range.end..]);
            }
            Event::Html(_) | Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock) => {}
            _ => break,
        }
    }
    (None, text)
}

/// Whether what stands behind a brace is a list of attributes: `#id }`, `: .class}`.
fn is_attributes(rest: &str) -> bool {
    rest.trim_start_matches([' ', ':']).starts_with(['#', '.']) && rest.find('}') == Some(rest.len() - 1)
}

/// The name of a page's file, unless it is only an index.
fn file_name(file: &str) -> Option<String> {
    let stem = file.strip_suffix(".md").unwrap_or(file);
    let name = stem.rsplit('/').next().unwrap_or(stem);
    (!["index", "README", "readme"].contains(&name)).then(|| name.to_owned())
}
