//! What is meant by the two names of `studybook mv`.
//!
//! In: the names as typed, and the guide. Out: a [`Move`] that can be made, or why it cannot.

use crate::guide::made_pages;
use crate::guide::model::Guide;
use crate::moving::new_places::{Move, ending_at, split_markdown};
use crate::path::{TopicPath, split_topic, table_ending};
use crate::problem::message::Message;
use crate::reading::inputs::Inputs;
use crate::reading::settings::is_id;
use crate::reading::tree::{DEEPEST, is_passed_over};
use crate::text::composed::composed;
use crate::text::did_you_mean::nearest;
use crate::text::slug::{id_of, slug};

/// The two names as typed.
#[derive(Clone, Copy, Debug)]
pub struct Typed<'a> {
    /// What is moved.
    pub from: &'a str,
    /// Where it goes.
    pub to: &'a str,
}

/// Prefixes of names that are no paths.
const TAG: &str = "tag:";
const LEVEL: [&str; 2] = ["level:", "difficulty:"];

impl Typed<'_> {
    fn refused(self, reason: impl Into<String>, advice: Option<String>) -> Message {
        let (from, to) = (self.from.to_owned(), self.to.to_owned());
        Message::CannotMove { from, to, reason: reason.into(), advice }
    }
}

/// What is meant. The guide holds drafts too.
pub fn read(typed: Typed<'_>, inputs: &Inputs, guide: &Guide) -> Result<Move, Message> {
    let level = |name: &'_ str| LEVEL.iter().find_map(|prefix| name.strip_prefix(prefix)).map(str::to_owned);
    if let Some(from) = typed.from.strip_prefix(TAG) {
        let to = typed.to.strip_prefix(TAG).map(str::to_owned);
        return tag(typed, from, to, guide);
    }
    if let Some(from) = level(typed.from) {
        return level_id(typed, from, level(typed.to), guide);
    }
    if typed.to.starts_with(TAG) || level(typed.to).is_some() {
        return Err(
            typed.refused("one is a path and the other is none", Some("give both names the same prefix".into()))
        );
    }
    let from = source(typed, inputs, guide)?;
    let to = goal(typed, &from, inputs, guide)?;
    Ok(match from {
        Source::Topic(from) => Move::Topic { from, to: TopicPath::new(&to) },
        Source::Folder(from) => Move::Chapter { from, to: TopicPath::new(&to) },
        Source::Asset(from) => Move::Asset { from, to },
    })
}

fn tag(typed: Typed<'_>, from: &str, to: Option<String>, guide: &Guide) -> Result<Move, Message> {
    let known = || guide.tags.iter().map(|tag| tag.id.as_str());
    if !known().any(|id| id == from) {
        let nearest = nearest(from, known()).map(|near| format!("{TAG}{near}"));
        return Err(Message::NothingToMove { typed: typed.from.to_owned(), nearest });
    }
    let to = new_id(typed, TAG, from, to)?;
    Ok(Move::Tag { from: from.to_owned(), to })
}

fn level_id(typed: Typed<'_>, from: String, to: Option<String>, guide: &Guide) -> Result<Move, Message> {
    let known = || guide.settings.levels.iter().map(|level| level.id.as_str());
    if !known().any(|id| id == from) {
        let nearest = nearest(&from, known()).map(|near| format!("{}{near}", LEVEL[0]));
        return Err(Message::NothingToMove { typed: typed.from.to_owned(), nearest });
    }
    let to = new_id(typed, LEVEL[0], &from, to)?;
    if known().any(|id| id == to) {
        let advice = "levels stand in an order, so two of them do not become one: change the topics by hand";
        return Err(typed.refused("there is a level of that name", Some(advice.into())));
    }
    Ok(Move::Level { from, to })
}

/// The new id of a tag or of a level.
fn new_id(typed: Typed<'_>, prefix: &str, from: &str, to: Option<String>) -> Result<String, Message> {
    let Some(to) = to else {
        let advice = format!("write `{prefix}{}`", id_of(typed.to));
        return Err(typed.refused("one is a path and the other is none", Some(advice)));
    };
    if to == from {
        return Err(typed.refused("it has that name already", None));
    }
    if !is_id(&to) {
        let advice = format!("write it as in `{prefix}{}`", id_of(&to));
        return Err(typed.refused("it would be part of an address", Some(advice)));
    }
    Ok(to)
}

/// What is there to be moved.
enum Source {
    Topic(TopicPath),
    Folder(TopicPath),
    Asset(String),
}

impl Source {
    fn path(&self) -> &str {
        match self {
            Self::Topic(path) | Self::Folder(path) => path.as_str(),
            Self::Asset(path) => path,
        }
    }
}

/// A path from `content/` without what may stand around it; nothing if it leads elsewhere.
fn inside(typed: &str) -> Option<String> {
    let path = typed.trim_start_matches("./");
    let path = if path == "content" { "" } else { path.strip_prefix("content/").unwrap_or(path) };
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    let is_inside = !path.starts_with('/') && !typed.contains('\\') && !parts.contains(&"..");
    is_inside.then(|| composed(&parts.join("/")).into_owned())
}

fn source(typed: Typed<'_>, inputs: &Inputs, guide: &Guide) -> Result<Source, Message> {
    let outside = || typed.refused("it lies outside `content/`", None);
    let path = inside(typed.from).ok_or_else(outside)?;
    let topic = split_topic(&path).map(|(stem, _)| stem);
    let stem = TopicPath::new(topic.unwrap_or(&path));
    let introduced = |source: &str| {
        let source = composed(source.strip_prefix("content/").unwrap_or(source)).into_owned();
        split_markdown(&source).is_some_and(|(own, _)| own == stem.as_str())
    };
    let of_chapter =
        guide.chapters.iter().find(|it| it.introduction.as_ref().is_some_and(|it| introduced(it.source.as_str())));
    if path.is_empty() || of_chapter.is_some() {
        let chapter = of_chapter.filter(|chapter| !chapter.path.is_home());
        return Err(match chapter {
            Some(chapter) => {
                let advice = format!("to move the chapter, write `{}/`", chapter.path);
                typed.refused("it is the page of its chapter", Some(advice))
            }
            None => typed.refused("it is the home page", None),
        });
    }
    let only_folder = typed.from.ends_with('/');
    let is_topic = !only_folder && (guide.by_path.contains_key(&stem) || guide.page_by_path.contains_key(&stem));
    let is_asset = !only_folder && inputs.assets.iter().any(|asset| asset.path == path);
    let is_folder = topic.is_none() && {
        let folder = TopicPath::new(&path);
        let topics =
            inputs.topics.iter().filter(|file| file.path != folder || file.is_index).map(|file| file.path.clone());
        let assets = inputs.assets.iter().map(|asset| TopicPath::new(&asset.path)).filter(|asset| *asset != folder);
        topics.chain(assets).any(|it| it.is_within(&folder))
    };
    match (is_topic, is_folder, is_asset) {
        (true, true, _) if topic.is_none() => {
            let ending = ending(&stem, inputs);
            let advice = format!("write `{path}{ending}` for the topic, or `{path}/` for the chapter");
            Err(typed.refused("it is a topic and a chapter", Some(advice)))
        }
        (true, ..) => Ok(Source::Topic(stem)),
        (_, true, _) => Ok(Source::Folder(TopicPath::new(&path))),
        (_, _, true) => Ok(Source::Asset(path)),
        _ => {
            let topics = guide.topics.iter().map(|entry| entry.topic.path.as_str());
            let topics = topics.chain(guide.pages.iter().map(|page| page.path.as_str()));
            let chapters = guide.chapters.iter().map(|chapter| chapter.path.as_str());
            let assets = inputs.assets.iter().map(|asset| asset.path.as_str());
            let all: Vec<&str> = topics.chain(chapters).chain(assets).filter(|it| !it.is_empty()).collect();
            let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_lowercase();
            let wanted = name(stem.as_str());
            let near = nearest(stem.as_str(), all.iter().copied());
            let near = near.or_else(|| all.iter().copied().find(|it| name(it) == wanted));
            Err(Message::NothingToMove { typed: typed.from.to_owned(), nearest: near.map(str::to_owned) })
        }
    }
}

/// What the name of a topic's file ends in; that of a table of words depends on the rest of its name.
fn ending(topic: &TopicPath, inputs: &Inputs) -> &'static str {
    let is_table = inputs.topics.iter().any(|file| !file.is_index && file.path == *topic && file.is_table());
    if is_table { table_ending(topic.as_str()) } else { ".md" }
}

/// What its name ends in once its path is `to`.
fn file_ending(topic: &TopicPath, to: &str, inputs: &Inputs) -> &'static str {
    ending_at(to, ending(topic, inputs))
}

/// A path without the ending that files of the same kind as a topic have.
fn without_ending<'p>(path: &'p str, topic: &TopicPath, inputs: &Inputs) -> Option<&'p str> {
    let is_markdown = |ending: &str| ending.eq_ignore_ascii_case(".md");
    let (stem, found) = split_topic(path)?;
    (is_markdown(found) == is_markdown(ending(topic, inputs))).then_some(stem)
}

/// Where it goes, from `content/`; of a topic without its ending.
fn goal(typed: Typed<'_>, from: &Source, inputs: &Inputs, guide: &Guide) -> Result<String, Message> {
    let outside = || typed.refused("that lies outside `content/`", None);
    let mut to = inside(typed.to).ok_or_else(outside)?;
    let named = match from {
        Source::Topic(topic) => without_ending(&to, topic, inputs).map(str::to_owned),
        _ => None,
    };
    if typed.to.ends_with('/') || to.is_empty() {
        let name = from.path().rsplit('/').next().unwrap_or_default();
        to = if to.is_empty() { name.to_owned() } else { format!("{to}/{name}") };
    } else if is_folder(&to, inputs) && named.is_none() {
        let advice = format!("to move it into that folder, write `{to}/`");
        if to == from.path() {
            return Err(typed.refused("it is there already", None));
        }
        return Err(typed.refused("there is a folder of that name", Some(advice)));
    }
    if let Some(stem) = named.filter(|_| !typed.to.ends_with('/')) {
        to = stem;
    }
    if to == from.path() {
        return Err(typed.refused("it is there already", None));
    }
    if let Source::Folder(folder) = from
        && TopicPath::new(&to).is_within(folder)
    {
        return Err(typed.refused("a chapter does not go into itself", None));
    }
    check_name(typed, from, &to, inputs)?;
    check_place(typed, from, &to, inputs, guide)?;
    Ok(to)
}

fn is_folder(path: &str, inputs: &Inputs) -> bool {
    let folder = TopicPath::new(path);
    let topics =
        inputs.topics.iter().filter(|file| file.path != folder || file.is_index).map(|file| file.path.as_str());
    let assets = inputs.assets.iter().map(|asset| asset.path.as_str()).filter(|asset| *asset != path);
    topics.chain(assets).any(|it| TopicPath::new(it).is_within(&folder))
}

/// Whether files of that name are part of a guide, and can have an address.
fn check_name(typed: Typed<'_>, from: &Source, to: &str, inputs: &Inputs) -> Result<(), Message> {
    let parts: Vec<&str> = to.split('/').collect();
    let last = parts.len() - 1;
    let bad = |reason: &str| Err(typed.refused(reason, None));
    if parts.len() > DEEPEST {
        return bad("that is too deep");
    }
    let as_file = match from {
        Source::Topic(topic) => format!("{}{}", parts[last], file_ending(topic, to, inputs)),
        _ => parts[last].to_owned(),
    };
    if parts.iter().any(|part| is_passed_over(part)) || is_passed_over(&as_file) || to.chars().any(char::is_control) {
        return bad("files of that name are no part of a guide");
    }
    // Folders that are there have the names that they have.
    let known = (0..=last).rev().find(|&at| is_folder(&parts[..at].join("/"), inputs)).unwrap_or(0);
    let is_asset = matches!(from, Source::Asset(_));
    let strict = if is_asset { last } else { parts.len() };
    let mut clean: Vec<String> = parts.iter().map(|part| (*part).to_owned()).collect();
    for part in clean.iter_mut().take(strict).skip(known) {
        *part = slug(part);
    }
    if clean != parts {
        return Err(typed.refused("it becomes an address", Some(format!("write it as in `{}`", clean.join("/")))));
    }
    if is_asset && (split_markdown(to).is_some() || to.to_lowercase().ends_with(".markdown")) {
        return bad("files that end in `.md` are topics");
    }
    if is_asset && split_topic(to).is_some() {
        return bad("a file of that name is a table of words");
    }
    if matches!(from, Source::Topic(_)) && matches!(parts[last], "index" | "readme") {
        return bad("a file of that name is the page of a chapter");
    }
    let stays_at_top = from.path().split('/').next() == Some(parts[0]);
    if !is_asset && made_pages::is_reserved(parts[0]) && !stays_at_top {
        return bad("the site has pages of that name");
    }
    Ok(())
}

/// Whether the place is free.
fn check_place(typed: Typed<'_>, from: &Source, to: &str, inputs: &Inputs, guide: &Guide) -> Result<(), Message> {
    let wanted = to.to_lowercase();
    let own = from.path();
    // A topic may have the name of a chapter.
    let is_topic = matches!(from, Source::Topic(_));
    let topics = inputs.topics.iter().filter(|file| !(is_topic && file.is_index));
    let topics = topics.map(|file| (file.path.as_str(), file.file.source.as_str()));
    let assets = inputs.assets.iter().map(|asset| (asset.path.as_str(), asset.source.as_str()));
    let is_own = |path: &str| match from {
        Source::Folder(folder) => TopicPath::new(path).is_within(folder),
        _ => path == own,
    };
    if let Some((_, source)) = topics.chain(assets).find(|(path, _)| path.to_lowercase() == wanted && !is_own(path)) {
        return Err(Message::TopicExists { path: source.to_owned() });
    }
    let excluded = |path: &str| guide.settings.excludes(path);
    let file = match from {
        Source::Topic(topic) => format!("{to}{}", file_ending(topic, to, inputs)),
        _ => to.to_owned(),
    };
    let is_left_out = match from {
        Source::Folder(folder) => {
            let files = inputs.topics.iter().map(|file| file.file.source.as_str());
            let files = files.chain(inputs.assets.iter().map(|asset| asset.source.as_str()));
            let inner = files.filter_map(|source| source.strip_prefix("content/")?.strip_prefix(folder.as_str()));
            inner.map(|rest| format!("{to}{rest}")).any(|path| excluded(&path))
        }
        _ => excluded(&file),
    };
    if is_left_out {
        let advice = "see `exclude` under `[book]` in `book.toml`";
        return Err(typed.refused("files of that name are left out of the guide", Some(advice.into())));
    }
    // A path wins over an id, so links by that id would lead elsewhere.
    let map = match from {
        Source::Topic(path) => Move::Topic { from: path.clone(), to: TopicPath::new(to) },
        Source::Folder(path) => Move::Chapter { from: path.clone(), to: TopicPath::new(to) },
        Source::Asset(_) => return Ok(()),
    };
    let chapters = guide.chapters.iter().map(|chapter| &chapter.path);
    let pages = guide.pages.iter().map(|page| &page.path);
    for path in guide.topics.iter().map(|entry| &entry.topic.path).chain(chapters).chain(pages) {
        let Some(new) = map.path(path.as_str()) else { continue };
        let other = guide.by_id.get(&new).map(|&index| &guide.topics[index].topic);
        if let Some(other) = other.filter(|other| other.path != *path) {
            return Err(typed.refused(format!("`{new}` is the id of `{}`", other.source), None));
        }
    }
    Ok(())
}
