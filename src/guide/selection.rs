//! A part of a guide, chosen by chapter, tag and difficulty.
//!
//! In: what was asked for, as typed: `tag:threads,difficulty:advanced`. Out: [`Selection`], which says of every topic
//! and chapter whether it belongs. Words that name nothing are problems with a suggestion.

use crate::guide::model::Guide;
use crate::path::TopicPath;
use crate::problem::message::Message;
use crate::problem::report::Report;
use crate::text::did_you_mean::nearest;
use crate::text::escape::escape;
use crate::topic::document::Inline;

/// By what a topic can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// The folder it lies in, at any depth.
    Chapter,
    /// One of its tags.
    Tag,
    /// Its level.
    Difficulty,
}

/// One condition as typed: `tag:threads`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The word before the colon.
    pub by: By,
    /// The word after it.
    pub name: String,
}

/// A part of a guide.
#[derive(Clone, Debug)]
pub struct Selection {
    /// For each topic of the guide, whether it belongs.
    pub topics: Vec<bool>,
    /// For each chapter, whether it stands above a topic that belongs, or is itself what was asked for.
    pub chapters: Vec<bool>,
    /// The chapter that holds everything chosen: 0 unless one chapter was asked for.
    pub top: usize,
    /// Whether the chapters' introductions belong: not if topics were picked out of chapters.
    pub introductions: bool,
    /// What was asked for, for people; empty for the whole guide.
    pub choices: Vec<(By, Inline)>,
}

impl By {
    /// The word before the colon.
    pub fn word(self) -> &'static str {
        match self {
            By::Chapter => "chapter",
            By::Tag => "tag",
            By::Difficulty => "difficulty",
        }
    }
}

/// Reads `tag:threads,difficulty:advanced`. The error says what is so, for the command line.
pub fn parse(typed: &str) -> Result<Vec<Wish>, String> {
    let wish = |part: &str| {
        let Some((key, name)) = part.split_once(':') else {
            return Err(format!("`{part}` is not of the form `tag:NAME`, `difficulty:NAME` or `chapter:PATH`"));
        };
        let by = [By::Chapter, By::Tag, By::Difficulty].into_iter().find(|by| by.word() == key.trim());
        let Some(by) = by else {
            let near = nearest(key.trim(), ["chapter", "tag", "difficulty"]);
            let hint = near.map_or_else(String::new, |it| format!("; did you mean `{it}`?"));
            return Err(format!("topics are not selected by `{}`{hint}", key.trim()));
        };
        match name.trim() {
            "" => Err(format!("`{part}` names nothing")),
            name => Ok(Wish { by, name: name.to_owned() }),
        }
    };
    typed.split(',').map(str::trim).filter(|part| !part.is_empty()).map(wish).collect()
}

/// The whole guide.
pub fn whole(guide: &Guide) -> Selection {
    Selection {
        topics: vec![true; guide.topics.len()],
        chapters: vec![true; guide.chapters.len()],
        top: 0,
        introductions: true,
        choices: Vec::new(),
    }
}

/// A chapter with all that is in it.
pub fn chapter(guide: &Guide, index: usize) -> Selection {
    let top = &guide.chapters[index];
    Selection {
        topics: (0..guide.topics.len()).map(|topic| top.all_topics.contains(&topic)).collect(),
        chapters: guide.chapters.iter().map(|it| it.path.is_within(&top.path)).collect(),
        top: index,
        introductions: true,
        choices: vec![(By::Chapter, top.title.clone())],
    }
}

/// The topics that fit: wishes of one kind widen the choice, different kinds narrow it. `None` after a problem.
pub fn resolve(guide: &Guide, wishes: &[Wish], report: &mut Report) -> Option<Selection> {
    if wishes.is_empty() {
        return Some(whole(guide));
    }
    let mut found: Vec<(By, usize)> = Vec::with_capacity(wishes.len());
    for wish in wishes {
        match find(guide, wish) {
            Ok(index) if !found.contains(&(wish.by, index)) => found.push((wish.by, index)),
            Ok(_) => {}
            Err(message) => report.add(message),
        }
    }
    if report.has_errors() {
        return None;
    }
    if let [(By::Chapter, only)] = found[..] {
        return some_topics(chapter(guide, only), wishes, report);
    }
    let fits = |topic: usize, by: By| {
        let mut of_kind = found.iter().filter(|(other, _)| *other == by).peekable();
        of_kind.peek().is_none() || of_kind.any(|(_, index)| belongs(guide, topic, by, *index))
    };
    let topics: Vec<bool> = (0..guide.topics.len())
        .map(|topic| [By::Chapter, By::Tag, By::Difficulty].into_iter().all(|by| fits(topic, by)))
        .collect();
    let chosen: Vec<usize> = (0..topics.len()).filter(|&topic| topics[topic]).collect();
    let chapters = guide.chapters.iter().map(|it| chosen.iter().any(|topic| it.all_topics.contains(topic))).collect();
    let only_chapter = {
        let mut asked = found.iter().filter(|(by, _)| *by == By::Chapter);
        asked.next().filter(|_| asked.next().is_none()).map(|(_, index)| *index)
    };
    let mut choices: Vec<(By, Inline)> = found.iter().map(|&(by, index)| (by, label(guide, by, index))).collect();
    choices.sort_by_key(|(by, _)| *by);
    let introductions = found.iter().all(|(by, _)| *by == By::Chapter);
    let selection = Selection { topics, chapters, top: only_chapter.unwrap_or(0), introductions, choices };
    some_topics(selection, wishes, report)
}

fn some_topics(selection: Selection, wishes: &[Wish], report: &mut Report) -> Option<Selection> {
    if selection.topics.contains(&true) {
        return Some(selection);
    }
    let typed: Vec<String> = wishes.iter().map(|wish| format!("{}:{}", wish.by.word(), wish.name)).collect();
    report.add(Message::NothingSelected { typed: typed.join(",") });
    None
}

fn belongs(guide: &Guide, topic: usize, by: By, index: usize) -> bool {
    match by {
        By::Chapter => guide.chapters[index].all_topics.contains(&topic),
        By::Tag => guide.topics[topic].tags.contains(&index),
        By::Difficulty => guide.topics[topic].level == index,
    }
}

fn label(guide: &Guide, by: By, index: usize) -> Inline {
    let plain = |text: &str| Inline { html: escape(text), text: text.to_owned(), with_ticks: text.to_owned() };
    match by {
        By::Chapter => guide.chapters[index].title.clone(),
        By::Tag => plain(&guide.tags[index].label),
        By::Difficulty => plain(&guide.settings.levels[index].label),
    }
}

fn find(guide: &Guide, wish: &Wish) -> Result<usize, Message> {
    let name = wish.name.as_str();
    match wish.by {
        By::Chapter => find_chapter(guide, name),
        By::Tag => {
            let names: Vec<&str> = guide.tags.iter().map(|tag| tag.id.as_str()).collect();
            position(wish, &names).ok_or_else(|| unknown(wish, nearest(name, names.iter().copied()), &names))
        }
        By::Difficulty => {
            let names: Vec<&str> = guide.settings.levels.iter().map(|level| level.id.as_str()).collect();
            position(wish, &names).ok_or_else(|| unknown(wish, nearest(name, names.iter().copied()), &names))
        }
    }
}

fn position(wish: &Wish, names: &[&str]) -> Option<usize> {
    names.iter().position(|name| *name == wish.name)
}

/// A chapter's path; its last part alone is enough for a suggestion.
fn find_chapter(guide: &Guide, name: &str) -> Result<usize, Message> {
    let path = TopicPath::new(name);
    if let Some(&index) = guide.chapter_by_path.get(&path).filter(|_| !path.is_home()) {
        return Ok(index);
    }
    let paths = || guide.chapters.iter().map(|chapter| chapter.path.as_str()).filter(|path| !path.is_empty());
    let by_name = || {
        let names = guide.chapters.iter().map(|chapter| chapter.path.name()).filter(|name| !name.is_empty());
        let near = nearest(path.name(), names)?;
        guide.chapters.iter().map(|chapter| &chapter.path).find(|path| path.name() == near).map(TopicPath::as_str)
    };
    let near = nearest(path.as_str(), paths()).or_else(by_name);
    let top: Vec<&str> = paths().filter(|path| !path.contains('/')).collect();
    Err(unknown(&Wish { by: By::Chapter, name: name.to_owned() }, near, &top))
}

fn unknown(wish: &Wish, near: Option<&str>, known: &[&str]) -> Message {
    // A long list helps nobody.
    let known = if known.len() <= 12 { known } else { &[] };
    Message::UnknownSelection {
        by: wish.by.word(),
        name: wish.name.clone(),
        nearest: near.map(str::to_owned),
        known: known.iter().map(|&name| name.to_owned()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_wishes_is_read() {
        let wish = |by, name: &str| Wish { by, name: name.to_owned() };
        assert_eq!(
            parse("tag:threads, difficulty:advanced,chapter:python/memory/"),
            Ok(vec![wish(By::Tag, "threads"), wish(By::Difficulty, "advanced"), wish(By::Chapter, "python/memory/")])
        );
        assert_eq!(parse(""), Ok(Vec::new()));
    }

    #[test]
    fn what_is_no_wish_is_said() {
        assert_eq!(parse("tags:gil"), Err("topics are not selected by `tags`; did you mean `tag`?".into()));
        assert_eq!(
            parse("gil"),
            Err("`gil` is not of the form `tag:NAME`, `difficulty:NAME` or `chapter:PATH`".into())
        );
        assert_eq!(parse("tag:"), Err("`tag:` names nothing".into()));
    }
}
