//! Whether a plan keeps its word: every link, requirement, block of code and identity is afterwards what it was before.
//!
//! In: the guide before and after, both in memory. Out: what is new to say, or why the move is not made. So a link that is written
//! in a way that no edit reaches is told, and not broken.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use crate::build::pipeline::{self, Options};
use crate::guide::links::{self, Links, Target};
use crate::guide::made_pages::Family;
use crate::guide::model::Guide;
use crate::moving::new_places::Move;
use crate::moving::plan::Plan;
use crate::path::{SourcePath, TopicPath, alias_path};
use crate::problem::message::{Message, Severity};
use crate::problem::report::{Place, Problem, Report};
use crate::reading::inputs::Inputs;
use crate::topic::parse::Topic;

/// A guide with its links, and what there is to say of it.
pub struct State {
    /// The guide.
    pub guide: Arc<Guide>,
    /// What its links lead to.
    pub links: Links,
    /// Its problems.
    pub report: Report,
}

/// Reads a guide with its links. The error is what is wrong with its settings.
pub fn read(inputs: &Inputs, options: &Options) -> Result<State, Report> {
    let mut report = Report::new();
    let Some(guide) = pipeline::read_guide(inputs, options, &mut |_| {}, &mut report) else { return Err(report) };
    let assets: HashSet<&str> = inputs.assets.iter().map(|asset| asset.path.as_str()).collect();
    let links = links::resolve(&guide, &assets, &mut report);
    Ok(State { guide, links, report })
}

/// Compares the guide before, which holds drafts, with what it would be. Gives warnings that are new.
pub fn check(map: &Move, plan: &Plan, inputs: &Inputs, before: &State, after: &Inputs) -> Result<Report, Message> {
    let (from, to) = map.ends();
    let refused = |reason: String, advice: Option<String>| {
        Err(Message::CannotMove { from: from.clone(), to: to.clone(), reason, advice })
    };
    let options = Options { drafts: true, ..Options::default() };
    let Ok(now) = read(after, &options) else {
        return refused("`book.toml` could not be read then".to_owned(), None);
    };
    let without_drafts = (read(inputs, &Options::default()), read(after, &Options::default()));
    let mut new = new_problems(plan, &before.report, &now.report);
    if let (Ok(before), Ok(now)) = &without_drafts {
        new.merge(new_problems(plan, &before.report, &now.report));
    }
    for (address, owner) in owned_twice(&now.guide, after) {
        if !owned_twice(&before.guide, inputs).contains_key(&address) {
            let advice = "rename one of them; if it is an old address, take it out of the `aliases` of that file";
            return refused(format!("the page `{address}` is that of `{owner}` too"), Some(advice.to_owned()));
        }
    }
    if let (Ok(before), Ok(now)) = &without_drafts
        && paper_of_nothing(before).is_none()
        && let Some((source, chapter)) = paper_of_nothing(now)
    {
        let reason = format!("`{chapter}` would have no topics and so no page for paper, to which `{source}` links");
        return refused(reason, Some("take that link out first".to_owned()));
    }
    if let Some(problem) = new.sorted().into_iter().find(|it| it.message.severity() == Severity::Error) {
        let place = problem.place.as_ref().map_or_else(String::new, |place| format!(" in `{}`", shown(place, after)));
        return refused(format!("it would bring a problem{place}: {}", problem.message), problem.message.hint());
    }
    let was = Facts { map, plan: Some(plan), state: before }.all();
    let is = Facts { map, plan: None, state: &now }.all();
    for (source, was) in &was {
        let Some(is) = is.get(source) else { return refused(format!("`{source}` would be lost"), None) };
        if let Some(what) = was.differs(is) {
            let advice = "write it anew by hand, and then move".to_owned();
            return refused(format!("in `{source}`, {what}"), Some(advice));
        }
    }
    Ok(new)
}

/// A file and its line.
fn shown(place: &Place, inputs: &Inputs) -> String {
    let file = inputs.topics.iter().find(|topic| topic.file.source == place.source);
    let before = file.zip(place.span).and_then(|(topic, span)| topic.file.text.get(..span.start));
    let line = before.map_or_else(String::new, |before| format!(":{}", before.matches('\n').count() + 1));
    format!("{}{line}", place.source)
}

/// Problems of a kind that there were fewer of.
fn new_problems(plan: &Plan, before: &Report, after: &Report) -> Report {
    type Counts<'a> = BTreeMap<(&'static str, Option<&'a SourcePath>), usize>;
    let source = |problem: &Problem| problem.place.as_ref().map(|place| place.source.clone());
    let (old, new) = (before.sorted(), after.sorted());
    let sources = |problems: &[&Problem], plan: Option<&Plan>| -> Vec<Option<SourcePath>> {
        let mapped = |source: SourcePath| plan.and_then(|plan| plan.files.get(&source)).cloned().unwrap_or(source);
        problems.iter().map(|problem| source(problem).map(mapped)).collect()
    };
    let (old_sources, new_sources) = (sources(&old, Some(plan)), sources(&new, None));
    let mut counts: Counts<'_> = BTreeMap::new();
    let mut totals: BTreeMap<&'static str, usize> = BTreeMap::new();
    for (problem, source) in old.iter().zip(&old_sources) {
        *counts.entry((problem.message.code(), source.as_ref())).or_default() += 1;
        *totals.entry(problem.message.code()).or_default() += 1;
    }
    let mut new_totals: BTreeMap<&'static str, usize> = BTreeMap::new();
    for problem in &new {
        *new_totals.entry(problem.message.code()).or_default() += 1;
    }
    let mut report = Report::new();
    for (problem, source) in new.iter().zip(&new_sources) {
        let code = problem.message.code();
        if new_totals.get(code) <= totals.get(code) {
            continue;
        }
        match counts.get_mut(&(code, source.as_ref())).filter(|count| **count > 0) {
            Some(count) => *count -= 1,
            None => match problem.place.clone() {
                Some(place) => report.at(place, problem.message.clone()),
                None => report.add(problem.message.clone()),
            },
        }
    }
    report
}

/// A file that links to the page for paper of a chapter without topics, which has none; and the chapter.
fn paper_of_nothing(state: &State) -> Option<(SourcePath, String)> {
    let guide = &state.guide;
    let topics = guide.topics.iter().map(|entry| &entry.topic).zip(&state.links.topics);
    let introductions = guide.chapters.iter().zip(&state.links.chapters);
    let introductions = introductions.filter_map(|(chapter, targets)| Some((chapter.introduction.as_ref()?, targets)));
    let is_empty = |target: &Target| {
        let Target::Asset(path, _) = target else { return None };
        let path = TopicPath::new(Family::Print.name(path.as_str())?);
        let chapter = &guide.chapters[*guide.chapter_by_path.get(&path)?];
        chapter.all_topics.is_empty().then(|| path.to_string())
    };
    let pages = guide.pages.iter().zip(&state.links.pages);
    let mut all = topics.chain(introductions).chain(pages);
    all.find_map(|(topic, targets)| Some((topic.source.clone(), targets.iter().find_map(is_empty)?)))
}

/// The addresses that two files of the guide would have, each with one of the two.
fn owned_twice(guide: &Guide, inputs: &Inputs) -> BTreeMap<String, String> {
    let mut owners: BTreeMap<String, String> = BTreeMap::new();
    let mut twice = BTreeMap::new();
    let mut own = |address: &str, owner: &str| {
        if let Some(first) = owners.insert(address.to_lowercase(), owner.to_owned()) {
            twice.insert(address.to_owned(), first);
        }
    };
    for entry in &guide.topics {
        let topic = &entry.topic;
        own(topic.path.topic_page().as_str(), topic.source.as_str());
        own(topic.path.topic_markdown().as_str(), topic.source.as_str());
    }
    for page in &guide.pages {
        own(page.path.topic_page().as_str(), page.source.as_str());
    }
    for chapter in &guide.chapters {
        own(chapter.path.chapter_page().as_str(), &format!("content/{}", chapter.path));
    }
    for asset in &inputs.assets {
        own(&asset.path, asset.source.as_str());
    }
    for topic in guide.files() {
        for alias in &topic.front.aliases {
            own(&alias_path(&alias.value), topic.source.as_str());
        }
    }
    twice
}

/// What must be the same afterwards.
struct Facts<'a> {
    map: &'a Move,
    /// What happens to it, of the guide before.
    plan: Option<&'a Plan>,
    state: &'a State,
}

/// What must be the same of a file.
#[derive(PartialEq)]
struct FileFacts {
    links: Vec<Option<String>>,
    written: Vec<String>,
    requires: Vec<String>,
    code: Vec<String>,
    id: Option<String>,
    level: Option<String>,
    tags: Vec<String>,
}

impl FileFacts {
    /// What is not as it was.
    fn differs(&self, now: &Self) -> Option<String> {
        if self.links.len() != now.links.len() {
            return Some("a link would come or go".to_owned());
        }
        // What led nowhere may lead anywhere.
        let other = self.links.iter().zip(&now.links).position(|(was, is)| was.is_some() && was != is);
        if let Some(at) = other {
            let written = self.written.get(at).map_or("", String::as_str);
            return Some(format!("the link `{written}` would lead elsewhere"));
        }
        [
            (self.requires != now.requires, "`requires` would name another topic"),
            (self.code != now.code, "a block would have other code"),
            (self.id != now.id, "the `id` would be another"),
            (self.level != now.level, "the level would be another"),
            (self.tags != now.tags, "the tags would be others"),
        ]
        .into_iter()
        .find_map(|(differs, what)| differs.then(|| what.to_owned()))
    }
}

impl Facts<'_> {
    fn all(&self) -> BTreeMap<SourcePath, FileFacts> {
        let (guide, links) = (&self.state.guide, &self.state.links);
        let mut all = BTreeMap::new();
        for (entry, targets) in guide.topics.iter().zip(&links.topics) {
            let mut facts = self.of_file(&entry.topic, targets);
            facts.requires = entry.requires.iter().map(|&index| self.source(&guide.topics[index].topic)).collect();
            facts.id = Some(entry.id.clone());
            facts.level = guide.settings.levels.get(entry.level).map(|level| self.level(&level.id));
            all.insert(self.key(&entry.topic), facts);
        }
        for (page, targets) in guide.pages.iter().zip(&links.pages) {
            all.insert(self.key(page), self.of_file(page, targets));
        }
        for (chapter, targets) in guide.chapters.iter().zip(&links.chapters) {
            if let Some(introduction) = &chapter.introduction {
                all.insert(self.key(introduction), self.of_file(introduction, targets));
            }
        }
        all
    }

    fn of_file(&self, topic: &Topic, targets: &[Target]) -> FileFacts {
        let mut tags: Vec<String> = topic.front.tags.iter().map(|tag| self.tag(&tag.value)).collect();
        tags.sort();
        tags.dedup();
        FileFacts {
            links: targets.iter().map(|target| self.target(target)).collect(),
            written: topic.document.links.iter().map(|link| link.destination.clone()).collect(),
            code: topic.document.code.iter().map(|block| block.code.clone()).collect(),
            tags,
            requires: Vec::new(),
            id: None,
            level: None,
        }
    }

    /// The path that a file has afterwards.
    fn key(&self, topic: &Topic) -> SourcePath {
        let moved = self.plan.and_then(|plan| plan.files.get(&topic.source));
        moved.unwrap_or(&topic.source).clone()
    }

    fn source(&self, topic: &Topic) -> String {
        self.key(topic).to_string()
    }

    /// The id that a tag has afterwards.
    fn tag(&self, id: &str) -> String {
        match self.map {
            Move::Tag { from, to } if self.plan.is_some() && id == from => to.clone(),
            _ => id.to_owned(),
        }
    }

    /// The id that a level has afterwards.
    fn level(&self, id: &str) -> String {
        match self.map {
            Move::Level { from, to } if self.plan.is_some() && id == from => to.clone(),
            _ => id.to_owned(),
        }
    }

    /// What a link leads to afterwards; nothing if it leads nowhere.
    fn target(&self, target: &Target) -> Option<String> {
        let section = |section: &Option<String>| section.as_ref().map_or_else(String::new, |it| format!("#{it}"));
        let moved =
            |new: Option<String>, old: &str| new.filter(|_| self.plan.is_some()).unwrap_or_else(|| old.to_owned());
        let guide = &self.state.guide;
        Some(match target {
            Target::Topic(index, at) => format!("{}{}", self.source(&guide.topics[*index].topic), section(at)),
            Target::Page(index, at) => format!("{}{}", self.source(&guide.pages[*index]), section(at)),
            Target::Chapter(index, at) => {
                let path = guide.chapters[*index].path.as_str();
                let new = matches!(self.map, Move::Chapter { .. }).then(|| self.map.path(path)).flatten();
                format!("chapter {}{}", moved(new, path), section(at))
            }
            Target::Asset(path, at) => {
                let path = path.as_str();
                format!("file {}{}", moved(self.map.target(path), path), section(at))
            }
            Target::Here(at) => format!("here #{at}"),
            Target::External(address) => address.clone(),
            Target::Nowhere => return None,
        })
    }
}
