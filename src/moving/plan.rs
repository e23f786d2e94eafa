//! The plan of a move: which files get another text, which are made, and what gets another name.
//!
//! In: the guide as it was read, and what goes where. Out: [`Plan`], and the guide as it would be read then. Nothing is written here.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use crate::guide::model::Guide;
use crate::moving::book_toml;
use crate::moving::new_places::{Move, split_markdown};
use crate::moving::spelling::Folders;
use crate::moving::topics::{self, Edit, Moved, Subject, quoted};
use crate::path::{SourcePath, TopicPath, folder_of, split_topic};
use crate::problem::message::Message;
use crate::reading::inputs::{AssetFile, Inputs, TextFile, TopicFile};
use crate::text::composed::composed;
use crate::text::edits;
use crate::text::slug::write_out;
use crate::text::span::Span;
use crate::topic::parse::Topic;

/// What is to be done.
#[derive(Debug, Default)]
pub struct Plan {
    /// The edits of each file that changes, by its path before, in bytes of its text as it was loaded.
    pub edits: BTreeMap<SourcePath, Vec<Edit>>,
    /// Files to make, and their texts: pages of chapters that are new.
    pub created: Vec<(String, String)>,
    /// What gets another name on disk, from the guide's root: a file or a folder.
    pub rename: Option<(String, String)>,
    /// Every file of the guide that gets another path, and that path.
    pub files: BTreeMap<SourcePath, SourcePath>,
}

/// Plans a move. The guide holds drafts too.
pub fn plan(map: &Move, inputs: &Inputs, guide: &Guide) -> Result<Plan, Message> {
    let mut plan = Plan { files: moved_files(map, inputs), ..Plan::default() };
    plan.rename = rename(map, &plan.files);
    let mut paths = named_by_path(guide);
    if let Move::Chapter { from, .. } = map
        && (guide.by_path.contains_key(from) || guide.page_by_path.contains_key(from))
    {
        // A topic of that name is meant.
        paths.remove(from.as_str());
    }
    let is_path = |path: &str| paths.contains(path);
    let texts: BTreeMap<&SourcePath, &str> =
        inputs.topics.iter().map(|topic| (&topic.file.source, &*topic.file.text)).collect();
    let drafts = draft_chapters(guide);
    for topic in guide.files() {
        let Some(text) = texts.get(&topic.source) else { continue };
        let new_source = plan.files.get(&topic.source).unwrap_or(&topic.source);
        let (before, after) = (folder(&topic.source), folder(new_source));
        let folders = Folders { before: &before, after: &after };
        let moved = plan.files.contains_key(&topic.source).then(|| moved(topic, map, &drafts)).flatten();
        let edits = topics::edits(&Subject { topic, text, folders, moved }, map, &is_path);
        if !edits.is_empty() {
            plan.edits.insert(topic.source.clone(), edits);
        }
    }
    if let Some(file) = &inputs.book {
        let (from, to) = map.ends();
        let refused = |reason: &'static str| Message::CannotMove { from, to, reason: reason.to_owned(), advice: None };
        if let Some(new) = book_toml::rewritten(&file.text, &guide.settings, map, &is_path).map_err(refused)? {
            plan.rewrite(file, new);
        }
    }
    plan.created = new_chapters(map, inputs, guide, &drafts);
    Ok(plan)
}

/// The files that a plan may change.
pub fn texts(inputs: &Inputs) -> impl Iterator<Item = &TextFile> {
    let topics = inputs.topics.iter().map(|topic| &topic.file);
    inputs.book.iter().chain(&inputs.examples_lock).chain(topics)
}

/// The files that get another path.
fn moved_files(map: &Move, inputs: &Inputs) -> BTreeMap<SourcePath, SourcePath> {
    let topics = inputs.topics.iter().map(|topic| (&topic.file.source, topic.is_index));
    let assets = inputs.assets.iter().map(|asset| (&asset.source, false));
    let new = |(source, is_index): (&SourcePath, bool)| {
        let new = map.file(source.as_str().strip_prefix("content/")?, is_index)?;
        Some((source.clone(), SourcePath::new(&format!("content/{new}"))))
    };
    topics.chain(assets).filter_map(new).collect()
}

/// What gets another name: of a folder, the folder itself, with what is in it and no part of the guide.
fn rename(map: &Move, files: &BTreeMap<SourcePath, SourcePath>) -> Option<(String, String)> {
    let (from, to) = files.first_key_value()?;
    match map {
        Move::Chapter { from: chapter, to } => {
            // The name as it is on disk, where letters with marks may be spelled otherwise.
            let parts: Vec<&str> = from.as_str().split('/').take(chapter.depth() + 1).collect();
            Some((parts.join("/"), format!("content/{to}")))
        }
        _ => Some((from.to_string(), to.to_string())),
    }
}

/// All that a wikilink or `requires` can name by its path.
fn named_by_path(guide: &Guide) -> HashSet<String> {
    let mut paths: HashSet<String> = guide.topics.iter().map(|entry| entry.topic.path.to_string()).collect();
    paths.extend(guide.pages.iter().map(|page| page.path.to_string()));
    for chapter in &guide.chapters {
        paths.insert(chapter.path.to_string());
        paths.insert(format!("{}/index", chapter.path));
        let source = chapter.introduction.as_ref().map(|it| composed(it.source.as_str()).into_owned());
        let file = source.as_deref().and_then(|it| it.strip_prefix("content/")).and_then(split_markdown);
        paths.extend(file.map(|(stem, _)| stem.to_owned()));
    }
    paths
}

/// The folder of a file, from `content/`, in one form of letters with marks.
fn folder(source: &SourcePath) -> String {
    let path = source.as_str().strip_prefix("content/").unwrap_or(source.as_str());
    composed(folder_of(path)).into_owned()
}

fn draft_chapters(guide: &Guide) -> BTreeSet<TopicPath> {
    let introductions = guide.chapters.iter().filter_map(|chapter| chapter.introduction.as_ref());
    let drafts = introductions.filter(|it| it.front.draft && !it.path.is_home());
    drafts.map(|it| it.path.clone()).collect()
}

fn is_draft(topic: &Topic, drafts: &BTreeSet<TopicPath>) -> bool {
    topic.front.draft || drafts.iter().any(|chapter| topic.path.is_within(chapter))
}

/// What a file keeps of its old place. A file whose page stays where it is, is none that moves.
fn moved(topic: &Topic, map: &Move, drafts: &BTreeSet<TopicPath>) -> Option<Moved> {
    let new = TopicPath::new(&map.path(topic.path.as_str())?);
    let page = |path: &TopicPath| if topic.is_index { path.chapter_page() } else { path.topic_page() };
    Some(Moved {
        old_page: page(&topic.path),
        new_page: page(&new),
        identity: (!topic.is_index && !topic.is_page()).then(|| topic.path.clone()),
        is_published: !is_draft(topic, drafts),
    })
}

/// The one edit that turns a text into another.
fn difference(before: &str, after: String) -> Edit {
    let start = before.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
    let start = (0..=start).rev().find(|&at| before.is_char_boundary(at) && after.is_char_boundary(at)).unwrap_or(0);
    let (a, b) = (&before[start..], &after[start..]);
    let end = a.bytes().rev().zip(b.bytes().rev()).take_while(|(a, b)| a == b).count();
    let fits = |end: &usize| a.is_char_boundary(a.len() - end) && b.is_char_boundary(b.len() - end);
    let end = (0..=end).rev().find(fits).unwrap_or(0);
    (Span::new(start, before.len() - end), b[..b.len() - end].to_owned())
}

/// The pages of chapters that come to be: folders above what moves that were none.
fn new_chapters(map: &Move, inputs: &Inputs, guide: &Guide, drafts: &BTreeSet<TopicPath>) -> Vec<(String, String)> {
    let to = match map {
        Move::Topic { from, to } => {
            let topic = guide.by_path.get(from).map(|&index| &guide.topics[index].topic);
            topic.filter(|topic| !is_draft(topic, drafts)).map(|_| to)
        }
        Move::Chapter { from, to } => guide
            .topics
            .iter()
            .any(|entry| entry.topic.path.is_within(from) && !is_draft(&entry.topic, drafts))
            .then_some(to),
        _ => None,
    };
    let mut created = Vec::new();
    let mut above = to.and_then(TopicPath::parent);
    while let Some(chapter) = above.filter(|chapter| !chapter.is_home()) {
        let inner = |file: &TopicFile| file.path.is_within(&chapter) && (file.is_index || file.path != chapter);
        if !inputs.topics.iter().any(inner) {
            let text = format!("+++\ntitle = {}\n+++\n", quoted(&write_out(chapter.name())));
            created.push((format!("content/{chapter}/index.md"), text));
        }
        above = chapter.parent();
    }
    created.reverse();
    created
}

impl Plan {
    /// Gives a file another text.
    pub fn rewrite(&mut self, file: &TextFile, text: String) {
        self.edits.insert(file.source.clone(), vec![difference(&file.text, text)]);
    }

    /// How many places of files that are there change.
    pub fn places(&self) -> usize {
        self.edits.values().map(Vec::len).sum()
    }

    /// The text of a file afterwards.
    fn text(&self, file: &TextFile) -> Arc<str> {
        match self.edits.get(&file.source) {
            Some(all) => edits::replaced(&file.text, all.iter().map(|(span, text)| (*span, text.as_str()))).0.into(),
            None => file.text.clone(),
        }
    }

    fn source(&self, source: &SourcePath) -> SourcePath {
        self.files.get(source).unwrap_or(source).clone()
    }

    /// What would be read then.
    pub fn applied(&self, inputs: &Inputs) -> Inputs {
        let file = |file: &TextFile| TextFile { source: self.source(&file.source), text: self.text(file) };
        let topic = |topic: &TopicFile| {
            let file = file(&topic.file);
            let path = match self.files.contains_key(&topic.file.source) {
                true => path_of(&file.source, topic.is_index),
                false => topic.path.clone(),
            };
            TopicFile { path, is_index: topic.is_index, file }
        };
        let created = self.created.iter().map(|(path, text)| {
            let file = TextFile { source: SourcePath::new(path), text: text.as_str().into() };
            TopicFile { path: path_of(&file.source, true), is_index: true, file }
        });
        let asset = |asset: &AssetFile| {
            let source = self.source(&asset.source);
            let path = source.as_str().strip_prefix("content/").unwrap_or(source.as_str());
            AssetFile { path: composed(path).into_owned(), source, bytes: asset.bytes.clone() }
        };
        let mut topics: Vec<TopicFile> = inputs.topics.iter().map(topic).chain(created).collect();
        topics.sort_by(|a, b| a.file.source.cmp(&b.file.source));
        let mut assets: Vec<AssetFile> = inputs.assets.iter().map(asset).collect();
        assets.sort_by(|a, b| a.path.cmp(&b.path));
        Inputs {
            book: inputs.book.as_ref().map(file),
            topics,
            assets,
            theme: inputs.theme.clone(),
            theme_names: inputs.theme_names.clone(),
            examples_lock: inputs.examples_lock.as_ref().map(file),
            example_files: inputs.example_files.iter().map(file).collect(),
            ..Inputs::default()
        }
    }

    /// All changes as a diff that `git apply` reads.
    pub fn diff(&self, inputs: &Inputs) -> String {
        let files = texts(inputs);
        let mut texts: BTreeMap<&SourcePath, Option<&TextFile>> =
            files.map(|file| (&file.source, Some(file))).collect();
        for asset in &inputs.assets {
            texts.insert(&asset.source, None);
        }
        let mut diff = String::new();
        for (source, file) in texts {
            let to = self.source(source);
            let edited = file.filter(|_| self.edits.contains_key(source));
            if to != *source || edited.is_some() {
                diff.push_str(&format!("diff --git a/{source} b/{to}\n"));
            }
            if to != *source {
                diff.push_str(&format!("rename from {source}\nrename to {to}\n"));
            }
            if let Some(file) = edited {
                diff.push_str(&edits::diff(&format!("a/{source}"), &format!("b/{to}"), &file.text, &self.text(file)));
            }
        }
        for (path, text) in &self.created {
            diff.push_str(&format!("diff --git a/{path} b/{path}\nnew file mode 100644\n"));
            diff.push_str(&edits::diff("/dev/null", &format!("b/{path}"), "", text));
        }
        diff
    }
}

fn path_of(source: &SourcePath, is_index: bool) -> TopicPath {
    let path = source.as_str().strip_prefix("content/").unwrap_or(source.as_str());
    let stem = split_topic(path).map_or(path, |(stem, _)| stem);
    TopicPath::new(if is_index { folder_of(stem) } else { stem })
}
