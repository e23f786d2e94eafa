//! Links resolved: from what the author wrote to what it leads to.
//!
//! In: a guide and the paths of its assets. Out: [`Links`], the target of every link of every file, and backlinks.
//! Dead links, links out of the guide, foreign images and unsafe schemes are problems. No URL is spelled here.

use std::collections::{BTreeSet, HashSet};

use rayon::prelude::*;

use crate::guide::made_pages::{self, Family, MadeFile};
use crate::guide::model::{Chapter, Guide};
use crate::guide::requirements::ambiguous;
use crate::guide::suggestions::{OfAFile, Suggestions};
use crate::path::{OutputPath, TopicPath, decode_percent, join, relative, split_topic, table_ending};
use crate::problem::message::{Message, PathsFrom};
use crate::problem::report::{Place, Report};
use crate::problem::slip::Slip;
use crate::text::composed::composed;
use crate::topic::document::{Link, LinkKind};
use crate::topic::parse::Topic;

/// What a link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A topic, and a section of it.
    Topic(usize, Option<String>),
    /// A chapter's page, and a section of it.
    Chapter(usize, Option<String>),
    /// A page that is no topic, and a section of it.
    Page(usize, Option<String>),
    /// A section of the same file.
    Here(String),
    /// A file beside the topics, or a page that no file stands for, such as `tags/gil.html`; and
    /// what stands after `#`: a page of a PDF, a moment of a film.
    Asset(OutputPath, Option<String>),
    /// An address elsewhere, as written.
    External(String),
    /// Nothing; a problem has been reported.
    Nowhere,
}

impl Target {
    /// The topic it is, or is in.
    pub fn topic(&self) -> Option<usize> {
        match self {
            Self::Topic(topic, _) => Some(*topic),
            _ => None,
        }
    }
}

/// The targets of all links.
#[derive(Debug, Default)]
pub struct Links {
    /// For each topic, the targets of its links in order.
    pub topics: Vec<Vec<Target>>,
    /// For each chapter, the targets of its introduction's links in order.
    pub chapters: Vec<Vec<Target>>,
    /// For each page that is no topic, the targets of its links in order.
    pub pages: Vec<Vec<Target>>,
    /// For each topic, the other topics that link to it, in reading order.
    pub backlinks: Vec<Vec<usize>>,
}

/// Resolves every link. `assets` are paths from `content/`.
pub fn resolve<'g>(guide: &'g Guide, assets: &'g HashSet<&'g str>, report: &mut Report) -> Links {
    let suggestions = Suggestions::new(guide, assets);
    let of_file = |topic| of_file(topic, &suggestions);
    let of_chapter = |chapter: &'g Chapter| chapter.introduction.as_deref().map(of_file).unwrap_or_default();
    let topics: Vec<(Vec<Target>, Report)> = guide.topics.par_iter().map(|entry| of_file(&entry.topic)).collect();
    let chapters: Vec<(Vec<Target>, Report)> = guide.chapters.par_iter().map(of_chapter).collect();
    let pages: Vec<(Vec<Target>, Report)> = guide.pages.par_iter().map(|page| of_file(page)).collect();
    let mut unpack = |found: Vec<(Vec<Target>, Report)>| -> Vec<Vec<Target>> {
        found
            .into_iter()
            .map(|(targets, problems)| {
                report.merge(problems);
                targets
            })
            .collect()
    };
    let (topics, chapters, pages) = (unpack(topics), unpack(chapters), unpack(pages));
    let backlinks = backlinks(&topics);
    Links { topics, chapters, pages, backlinks }
}

/// The targets of a file's links in order, and what is wrong with them.
pub fn of_file<'g>(topic: &'g Topic, suggestions: &Suggestions<'g>) -> (Vec<Target>, Report) {
    let mut report = Report::new();
    let site = suggestions.for_a_file();
    let targets = topic.document.links.iter().map(|link| target(link, topic, &site, &mut report)).collect();
    (targets, report)
}

/// For each topic, the other topics that link to it, in reading order.
pub fn backlinks(topics: &[Vec<Target>]) -> Vec<Vec<usize>> {
    let mut sets: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); topics.len()];
    for (from, targets) in topics.iter().enumerate() {
        for to in targets.iter().filter_map(Target::topic).filter(|to| *to != from) {
            sets[to].insert(from);
        }
    }
    sets.into_iter().map(|set| set.into_iter().collect()).collect()
}

fn target<'g>(link: &Link, topic: &'g Topic, site: &OfAFile<'_, 'g>, report: &mut Report) -> Target {
    match resolve_one(link, topic, site) {
        Ok(target) => {
            let is_wiki = matches!(link.kind, LinkKind::WikiBare | LinkKind::WikiText);
            let written = link.destination.split('#').next().unwrap_or_default().trim();
            if let Some(message) = is_wiki.then(|| ambiguous(site.guide(), written)).flatten() {
                report.at(Place::span(&topic.source, link.span), message);
            }
            if let Some(slip) =
                matches!(target, Target::External(_)).then(|| nowhere(link.destination.trim())).flatten()
            {
                report.at(Place::span(&topic.source, link.span), slip.into());
            }
            target
        }
        Err(message) => {
            report.at(Place::span(&topic.source, link.span), message);
            Target::Nowhere
        }
    }
}

fn resolve_one<'g>(link: &Link, topic: &'g Topic, site: &OfAFile<'_, 'g>) -> Result<Target, Message> {
    let (guide, assets) = (site.guide(), site.assets());
    let written = link.destination.trim();
    if matches!(link.kind, LinkKind::WikiBare | LinkKind::WikiText) {
        return wikilink(written, topic, site);
    }
    if let Some(scheme) = scheme(written) {
        return match (scheme.as_str(), link.kind) {
            ("http" | "https", LinkKind::Image) => Err(Message::ForeignImage { url: written.to_owned() }),
            ("http" | "https" | "mailto" | "tel", LinkKind::Link) => Ok(Target::External(written.to_owned())),
            _ => Err(Message::UnsafeScheme { scheme, is_in_angles: link.text == link.destination }),
        };
    }
    if written.starts_with("//") {
        return match link.kind {
            LinkKind::Image => Err(Message::ForeignImage { url: written.to_owned() }),
            _ => Ok(Target::External(format!("https:{written}"))),
        };
    }
    let (path, section) = split_section(written);
    if path.is_empty() && link.kind != LinkKind::Image {
        return match section {
            Some(section) => here(section, topic, site),
            None => Ok(Target::Here(String::new())),
        };
    }
    let outside = || Message::LinkLeavesGuide { path: path.clone() };
    let folder = folder_of(topic);
    let full = join(&folder, &path).ok_or_else(outside)?;
    if link.kind == LinkKind::Image {
        return asset(&full, section, assets).ok_or_else(|| no_such_file(&path, &full, &folder, site));
    }
    if let Some((stem, ending)) = split_topic(&full) {
        let found = if is_other_kind(stem, ending, guide) { None } else { page(stem, section, site) };
        return found.unwrap_or_else(|| Err(no_such_topic(&path, stem, &folder, site)));
    }
    if let Some(target) = asset(&full, section.clone(), assets) {
        return Ok(target);
    }
    if let Some(chapter) = guide.chapter_by_path.get(&TopicPath::new(&full)) {
        return chapter_section(*chapter, section, site);
    }
    if is_generated(&full, guide) {
        return Ok(Target::Asset(OutputPath::new(&full), section));
    }
    if let Some(stem) = full.strip_suffix(".html") {
        let known = page(stem, None, site).is_some();
        let suggestion = known.then(|| format!("{}.md", path.strip_suffix(".html").unwrap_or(&path)));
        return Err(Message::LinkToPage { path, markdown: suggestion });
    }
    // A path without extension that names a file is a slip worth naming.
    let path_of_file = TopicPath::new(&full);
    if guide.by_path.contains_key(&path_of_file) || guide.page_by_path.contains_key(&path_of_file) {
        let nearest = Some(format!("{}{}", path.trim_end_matches('/'), ending_of(&full, guide)));
        return Err(Message::NoSuchFile { nearest, path, from: PathsFrom::ItsFile });
    }
    Err(no_such_file(&path, &full, &folder, site))
}

/// Whether a build makes such a page, for which no file of the guide stands.
fn is_generated(path: &str, guide: &Guide) -> bool {
    match Family::of(path) {
        Some((Family::Tag, id)) => guide.tags.iter().any(|tag| tag.id == id && !tag.topics.is_empty()),
        Some((Family::Level, id)) => guide.settings.levels.iter().any(|level| level.id == id),
        // Whether this build makes it is told when the finished site is looked through.
        Some((Family::Print, chapter)) => guide.chapter_by_path.contains_key(&TopicPath::new(chapter)),
        Some((Family::Output, name)) => {
            let topic = name.rsplit_once('/').map(|(topic, _)| topic);
            guide.settings.study.share && guide.topics.iter().any(|entry| Some(&*entry.id) == topic)
        }
        None => made_pages::file_at(path).is_some_and(MadeFile::may_be_linked),
    }
}

/// The scheme of an address, in lower case. Space and control characters inside do not hide it, as browsers drop them.
fn scheme(written: &str) -> Option<String> {
    if !written.contains(':') {
        return None;
    }
    let clean: String = written.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    let (scheme, _) = clean.split_once(':')?;
    let fine = scheme.chars().next().is_some_and(|c| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '.' | '-'));
    fine.then(|| scheme.to_lowercase())
}

/// What an address lacks that leads nowhere: `https:x.org`, `http:/x.org`, `https://`, `mailto:`, `http://x,org`.
fn nowhere(written: &str) -> Option<Slip> {
    let (scheme, rest) = written.split_once(':')?;
    let what = match &*scheme.to_ascii_lowercase() {
        "http" | "https" => {
            let host = rest.strip_prefix("//").unwrap_or_default();
            let begins = host.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '[' | '%' | '_' | '~'));
            let server = host.split(['/', '?', '#']).next().unwrap_or_default();
            (!begins || server.contains([',', ';'])).then_some("server")
        }
        // `mailto:?subject=…` leaves it to the reader whom to write to.
        "mailto" => (!rest.contains('@') && !rest.contains("%40") && !rest.starts_with('?')).then_some("mailbox"),
        "tel" => rest.trim().is_empty().then_some("number"),
        _ => None,
    }?;
    Some(Slip::BadAddress { address: written.to_owned(), what })
}

/// Splits off `#section` and undoes percent-encoding; `?query` is dropped.
fn split_section(written: &str) -> (String, Option<String>) {
    let (path, section) = match written.split_once('#') {
        Some((path, section)) => (path, Some(section)),
        None => (written, None),
    };
    let path = path.split('?').next().unwrap_or(path);
    let decoded = |text: &str| composed(&decode_percent(text).unwrap_or_else(|| text.to_owned())).into_owned();
    (decoded(path), section.filter(|section| !section.is_empty()).map(decoded))
}

fn folder_of(topic: &Topic) -> String {
    if topic.is_index {
        topic.path.to_string()
    } else {
        topic.path.parent().map_or_else(String::new, |path| path.to_string())
    }
}

/// Whether a link names a Markdown file where a table of words is, or the other way round: outside of the site it would lead nowhere.
fn is_other_kind(stem: &str, ending: &str, guide: &Guide) -> bool {
    let path = TopicPath::new(stem);
    let names_table = !ending.eq_ignore_ascii_case(".md");
    match guide.by_path.get(&path) {
        Some(&index) => guide.topics[index].topic.table().is_some() != names_table,
        None => names_table && !guide.drafts.contains(&path) && !guide.unread.contains(&path),
    }
}

/// What the name of a topic's file ends in.
fn ending_of(stem: &str, guide: &Guide) -> &'static str {
    let topic = guide.by_path.get(&TopicPath::new(stem)).map(|&index| &guide.topics[index].topic);
    if topic.is_some_and(|topic| topic.table().is_some()) { table_ending(stem) } else { ".md" }
}

fn here<'g>(section: String, topic: &'g Topic, site: &OfAFile<'_, 'g>) -> Result<Target, Message> {
    check_section(&section, topic, site)?;
    Ok(Target::Here(section))
}

fn check_section<'g>(section: &str, topic: &'g Topic, site: &OfAFile<'_, 'g>) -> Result<(), Message> {
    if site.has_section(section, topic) {
        return Ok(());
    }
    let nearest = site.section(section, topic);
    Err(Message::NoSuchSection { section: section.to_owned(), topic: topic.source.to_string(), nearest })
}

/// The page of a path without `.md`: a topic, a page that is none, or a chapter for `…/index`. `None` if there is none.
fn page<'g>(stem: &str, section: Option<String>, site: &OfAFile<'_, 'g>) -> Option<Result<Target, Message>> {
    let guide = site.guide();
    let path = TopicPath::new(stem);
    if let Some(&index) = guide.by_path.get(&path) {
        let found =
            section.as_deref().map_or(Ok(()), |section| check_section(section, &guide.topics[index].topic, site));
        return Some(found.map(|()| Target::Topic(index, section)));
    }
    if let Some(&index) = guide.page_by_path.get(&path) {
        let found = section.as_deref().map_or(Ok(()), |section| check_section(section, &guide.pages[index], site));
        return Some(found.map(|()| Target::Page(index, section)));
    }
    if guide.unread.contains(&path) {
        return Some(Ok(Target::Nowhere));
    }
    if guide.drafts.contains(&path) {
        return Some(Err(Message::LinkToDraft { path: path.to_string() }));
    }
    let (chapter, name) = stem.rsplit_once('/').unwrap_or(("", stem));
    let index = *guide.chapter_by_path.get(&TopicPath::new(chapter))?;
    let file = format!("content/{stem}.md");
    let is_its_own =
        guide.chapters[index].introduction.as_ref().is_some_and(|it| *composed(it.source.as_str()) == file);
    (name == "index" || is_its_own).then(|| chapter_section(index, section, site))
}

fn chapter_section<'g>(index: usize, section: Option<String>, site: &OfAFile<'_, 'g>) -> Result<Target, Message> {
    let guide = site.guide();
    if let Some(section) = &section {
        match &guide.chapters[index].introduction {
            Some(introduction) => check_section(section, introduction, site)?,
            None => {
                let topic = guide.chapters[index].path.to_string();
                return Err(Message::NoSuchSection { section: section.clone(), topic, nearest: None });
            }
        }
    }
    Ok(Target::Chapter(index, section))
}

fn wikilink<'g>(written: &str, topic: &'g Topic, site: &OfAFile<'_, 'g>) -> Result<Target, Message> {
    let guide = site.guide();
    let (path, section) = split_section(written);
    if path.is_empty() {
        return section.map_or(Ok(Target::Here(String::new())), |section| here(section, topic, site));
    }
    let stem = split_topic(&path).map_or(path.as_str(), |(stem, _)| stem);
    if let Some(found) = page(stem, section.clone(), site) {
        return found;
    }
    if let Some(&chapter) = guide.chapter_by_path.get(&TopicPath::new(stem)) {
        return chapter_section(chapter, section, site);
    }
    if let Some(&index) = guide.by_id.get(&path) {
        let target = &guide.topics[index].topic;
        section.as_deref().map_or(Ok(()), |section| check_section(section, target, site))?;
        return Ok(Target::Topic(index, section));
    }
    let nearest = site.topic(stem).map(str::to_owned);
    Err(Message::NoSuchTopic { path, nearest })
}

fn asset(full: &str, section: Option<String>, assets: &HashSet<&str>) -> Option<Target> {
    assets.contains(full).then(|| Target::Asset(OutputPath::new(full), section))
}

/// The nearest topic, spelled as the author would from the same folder.
fn no_such_topic(path: &str, stem: &str, folder: &str, site: &OfAFile<'_, '_>) -> Message {
    let file = |found: &str| format!("{found}{}", ending_of(found, site.guide()));
    let nearest = site.topic(stem).map(|found| relative(&file(found), folder));
    Message::NoSuchTopic { path: path.to_owned(), nearest }
}

fn no_such_file(path: &str, full: &str, folder: &str, site: &OfAFile<'_, '_>) -> Message {
    let nearest = site.file(full).map(|found| relative(found, folder));
    Message::NoSuchFile { path: path.to_owned(), nearest, from: PathsFrom::ItsFile }
}
