//! `studybook new`: a topic from a template, the guide's own if it has one.
//!
//! In: a path such as `python/asyncio-tasks`. Out: the topic's file with an `id` that stays, and an `index.md` for each
//! chapter above that has none. Tags and difficulty are checked against the guide; tags that may fit are suggested.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use clap::builder::{PathBufValueParser, TypedValueParser};

use crate::build::pipeline::{self, Options};
use crate::cli::topic_template::{self, Values, quoted};
use crate::guide::made_pages;
use crate::guide::model::Guide;
use crate::path::{SourcePath, TopicPath};
use crate::problem::message::Message;
use crate::problem::report::{Report, Texts};
use crate::reading::inputs::TextFile;
use crate::reading::load;
use crate::reading::root::guide_folder;
use crate::terminal;
use crate::text::did_you_mean::nearest;
use crate::text::slug::{slug, write_out};
use crate::write::changes;
use crate::write::files::{self, Created};

/// At most this many tags are suggested.
const SUGGESTED: usize = 5;

/// Arguments of `new`.
#[derive(Args)]
pub struct NewArgs {
    /// Where the topic goes, from `content/`: `python/asyncio-tasks`
    path: String,
    /// A tag; may be given more than once
    #[arg(long = "tag", value_name = "T")]
    tags: Vec<String>,
    /// The level of difficulty [default: the easiest]
    #[arg(long, value_name = "D")]
    difficulty: Option<String>,
    /// The question or the topic's name [default: made from the path]
    #[arg(long, value_parser = clap::builder::NonEmptyStringValueParser::new())]
    title: Option<String>,
    /// The guide's folder, which holds `book.toml` [default: that of the guide you stand in]
    #[arg(long, value_name = "DIR", default_value = ".", hide_default_value = true, value_parser = PathBufValueParser::new().map(guide_folder))]
    dir: PathBuf,
}

/// Makes a topic.
pub fn run(args: &NewArgs) -> ExitCode {
    terminal::tell(changes::recover(&args.dir));
    let mut report = Report::new();
    let inputs = load::load(&args.dir, &mut report);
    // What is wrong with other topics does not matter here.
    let options = Options { drafts: true, ..Options::default() };
    let Some(guide) = pipeline::read_guide(&inputs, &options, &mut |_| {}, &mut report) else {
        terminal::print_error(&terminal::layout(&report, &inputs, terminal::is_colored()));
        return ExitCode::from(1);
    };
    let path = match check(args, &guide) {
        Ok(path) => path,
        Err(messages) => return terminal::all_wrong(messages),
    };
    let mut report = Report::new();
    let own = load::topic_template(&args.dir, topic_template::PATH, &mut report);
    let built_in = || TextFile { source: SourcePath::new(topic_template::PATH), text: topic_template::BUILT_IN.into() };
    let template = own.unwrap_or_else(built_in);
    let title = args.title.clone().unwrap_or_else(|| write_out(path.name()));
    let easiest = guide.settings.levels.first().map_or("", |level| &level.id);
    let values = Values {
        title: &title,
        difficulty: args.difficulty.as_deref().unwrap_or(easiest),
        tags: &args.tags,
        id: &free_id(&path, &guide),
    };
    let text = topic_template::fill(&template, &values, &mut report);
    if report.has_errors() {
        let texts = Texts::from([(topic_template::PATH, &*template.text)]);
        terminal::print_error(&report.render(&texts, terminal::is_colored()));
        return ExitCode::from(1);
    }
    terminal::done(create(args, &path, &title, &text, &guide))
}

/// The path, if all that was typed can be used.
fn check(args: &NewArgs, guide: &Guide) -> Result<TopicPath, Vec<Message>> {
    let mut wrong = Vec::new();
    let path = topic_path(&args.path).unwrap_or_else(|message| {
        wrong.push(message);
        TopicPath::home()
    });
    for tag in &args.tags {
        if !guide.tags.iter().any(|declared| declared.id == *tag) {
            let nearest = nearest(tag, guide.tags.iter().map(|tag| tag.id.as_str())).map(str::to_owned);
            wrong.push(Message::UndeclaredTag { tag: tag.clone(), nearest });
        }
    }
    if let Some(typed) = args.difficulty.as_ref().filter(|typed| guide.settings.level(typed).is_none()) {
        let known: Vec<String> = guide.settings.levels.iter().map(|level| level.id.clone()).collect();
        let nearest = nearest(typed, known.iter().map(String::as_str)).map(str::to_owned);
        wrong.push(Message::UnknownDifficulty { typed: typed.clone(), nearest, known });
    }
    if wrong.is_empty() { Ok(path) } else { Err(wrong) }
}

/// The path as typed, with or without `content/` and `.md`.
fn topic_path(typed: &str) -> Result<TopicPath, Message> {
    let path = typed.trim_start_matches("./").strip_prefix("content/").unwrap_or(typed);
    let path = path.strip_suffix(".md").unwrap_or(path);
    let bad = |reason, nearest| Err(Message::BadTopicPath { path: typed.to_owned(), reason, nearest });
    if path.is_empty() || path.starts_with('/') || path.split('/').any(|part| part == "..") {
        return bad("it lies outside `content/`", None);
    }
    if path.split('/').next_back() == Some("index") {
        return bad("`index` is the page of its chapter", None);
    }
    if path.split('/').next().is_some_and(made_pages::is_reserved) {
        return bad("the site has pages of that name", None);
    }
    let parts: Vec<String> = path.split('/').filter(|part| !part.is_empty() && *part != ".").map(slug).collect();
    let clean = parts.join("/");
    if clean != path {
        return bad("it becomes an address", Some(clean));
    }
    Ok(TopicPath::new(path))
}

/// Gives what to tell the author.
fn create(args: &NewArgs, path: &TopicPath, title: &str, text: &str, guide: &Guide) -> Result<String, Message> {
    let shown = format!("content/{path}.md");
    if files::create_file(&args.dir, &shown, text.as_bytes())? == Created::WasThere {
        return Err(Message::TopicExists { path: shown });
    }
    let mut told = format!("made `{shown}`");
    let mut above = path.parent();
    while let Some(chapter) = above.filter(|chapter| !chapter.is_home()) {
        let text = format!("+++\ntitle = {}\n+++\n", quoted(&write_out(chapter.name())));
        let index = format!("{chapter}/index.md");
        let has_page = guide.chapters.iter().any(|it| it.path == chapter && it.introduction.is_some());
        if !has_page && files::create_file(&args.dir, &format!("content/{index}"), text.as_bytes())? == Created::New {
            told.push_str(&format!("\nmade `content/{index}`"));
        }
        above = chapter.parent();
    }
    let suggested = suggest(&format!("{path} {title}"), path, &args.tags, guide);
    if !suggested.is_empty() {
        told.push_str(&format!("\ntags that may fit: {}", suggested.join(", ")));
    }
    Ok(told)
}

/// The path with dots, and a number if another topic has that id.
fn free_id(path: &TopicPath, guide: &Guide) -> String {
    let taken: BTreeSet<&str> = guide.topics.iter().map(|entry| entry.id.as_str()).collect();
    let id = path.as_str().replace('/', ".");
    let numbered = (2_usize..).map(|n| format!("{id}-{n}"));
    std::iter::once(id.clone()).chain(numbered).find(|id| !taken.contains(id.as_str())).unwrap_or(id)
}

/// Tags named by the words of the path and title, then those most used in the chapter.
fn suggest(words: &str, path: &TopicPath, given: &[String], guide: &Guide) -> Vec<String> {
    let words = stems(words);
    let named = guide.tags.iter().map(|tag| {
        let own = stems(&format!("{} {}", tag.id, tag.label));
        (own.intersection(&words).count(), tag.id.as_str())
    });
    let mut named: Vec<(usize, &str)> = named.filter(|(shared, _)| *shared > 0).collect();
    named.sort_by_key(|(shared, id)| (std::cmp::Reverse(*shared), *id));
    let mut used: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in guide.topics.iter().filter(|entry| entry.topic.path.parent() == path.parent()) {
        for &tag in &entry.tags {
            *used.entry(&guide.tags[tag].id).or_default() += 1;
        }
    }
    let mut used: Vec<(&str, usize)> = used.into_iter().collect();
    used.sort_by_key(|(id, count)| (std::cmp::Reverse(*count), *id));
    let mut suggested: Vec<String> = Vec::new();
    for id in named.into_iter().map(|(_, id)| id).chain(used.into_iter().map(|(id, _)| id)) {
        let shown = format!("`{id}`");
        if !given.iter().any(|tag| tag == id) && !suggested.contains(&shown) {
            suggested.push(shown);
        }
    }
    suggested.truncate(SUGGESTED);
    suggested
}

/// Words without case and plural.
fn stems(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 2);
    words.map(|word| word.to_lowercase().trim_end_matches('s').to_owned()).collect()
}
