//! A build, from the values read to the bytes of the site. No disk, no clock, no printing.

use std::collections::{BTreeSet, HashSet};

use rayon::prelude::*;

use crate::examples::record;
use crate::guide::model::Guide;
use crate::guide::{arrange, links, related};
use crate::output::scene::Scene;
use crate::output::site::Site;
use crate::output::{inspect, render, theme};
use crate::reading::inputs::Inputs;
use crate::reading::settings::{self, MarkdownSettings, Settings};
use crate::topic::cache::Highlights;
use crate::topic::parse::{self, Topic};
use crate::words::message::Message;
use crate::words::path::TopicPath;
use crate::words::report::Report;

/// What the author asked for on the command line.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Drafts are part of the site.
    pub drafts: bool,
    /// Instead of the one in `book.toml`; ends in `/`.
    pub base_url: Option<String>,
}

/// The stages of a build, in order, as `--json` and the progress line name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Reading the disk.
    Load,
    /// Front matter and Markdown.
    Parse,
    /// Chapters, tags, links, related topics.
    Link,
    /// Syntax highlighting.
    Highlight,
    /// Pages.
    Render,
    /// The finished site, checked.
    Inspect,
    /// A browser, for a PDF.
    Print,
    /// Writing to disk.
    Write,
    /// Running examples.
    Test,
}

/// A finished build.
#[derive(Debug)]
pub struct Built {
    /// The guide it was made from.
    pub guide: Guide,
    /// The site.
    pub site: Site,
    /// What the highlighter wants kept; `None` if nothing changed.
    pub highlights: Option<Vec<u8>>,
    /// Blocks that had to be highlighted anew.
    pub fresh: usize,
}

/// Builds a site. `None` if a problem made that impossible; with any error in the report, nothing may be written.
/// `enter` is told each stage as it begins.
pub fn build(inputs: &Inputs, options: &Options, enter: &mut dyn FnMut(Stage), report: &mut Report) -> Option<Built> {
    let (site, staged) = stage(inputs, options, enter, report, |scene, report| render::render(scene, inputs, report))?;
    enter(Stage::Inspect);
    if report.is_sound() {
        inspect::inspect(&site, &staged.guide.settings, report);
    }
    Some(Built { site, fresh: staged.fresh, highlights: staged.highlights, guide: staged.guide })
}

/// What is left of the stages before rendering.
#[derive(Debug)]
pub struct Staged {
    /// The guide.
    pub guide: Guide,
    /// What the highlighter wants kept; `None` if nothing changed.
    pub highlights: Option<Vec<u8>>,
    /// Blocks that had to be highlighted anew.
    pub fresh: usize,
}

/// All stages before rendering, and then what `make` renders from them.
pub fn stage<T>(
    inputs: &Inputs,
    options: &Options,
    enter: &mut dyn FnMut(Stage),
    report: &mut Report,
    make: impl FnOnce(&Scene<'_>, &mut Report) -> T,
) -> Option<(T, Staged)> {
    let guide = read_guide(inputs, options, enter, report)?;
    let assets: HashSet<&str> = inputs.assets.iter().map(|asset| asset.path.as_str()).collect();
    let links = links::resolve(&guide, &assets, report);
    let related = related::find(&guide, &links);
    let theme = theme::load(&inputs.theme, &guide.settings.language, report);
    enter(Stage::Highlight);
    let blocks = guide
        .files()
        .flat_map(|topic| &topic.document.code)
        .map(|block| (block.fence.language.as_str(), block.code.as_str()));
    let highlights = Highlights::of(blocks, inputs.highlights.as_deref());
    let mut theme = theme?;
    enter(Stage::Render);
    theme.set_site(&render::site_view(&guide, &theme));
    let anchors = render::anchors(&guide);
    let record = inputs.examples_lock.as_ref().map(|file| record::read(file, report));
    let marks = record::marks(&guide, record.as_ref(), &inputs.example_files);
    let scene = Scene {
        guide: &guide,
        links: &links,
        related: &related,
        highlights: &highlights,
        theme: &theme,
        marks: &marks,
        anchors: &anchors,
    };
    let made = make(&scene, report);
    Some((made, Staged { fresh: highlights.fresh, highlights: highlights.cache, guide }))
}

/// The first half of a build: the guide, without its links. Enough for `stats`.
pub fn read_guide(
    inputs: &Inputs,
    options: &Options,
    enter: &mut dyn FnMut(Stage),
    report: &mut Report,
) -> Option<Guide> {
    enter(Stage::Parse);
    let settings = settings::read(inputs.book.as_ref()?, report);
    let (topics, unread) = parse_all(inputs, settings.as_ref(), report);
    let mut settings = settings?;
    if options.base_url.is_some() {
        settings.base_url.clone_from(&options.base_url);
    }
    enter(Stage::Link);
    Some(arrange::arrange(topics, unread, settings, options.drafts, report))
}

/// The topics, and the paths of those that could not be parsed.
fn parse_all(inputs: &Inputs, settings: Option<&Settings>, report: &mut Report) -> (Vec<Topic>, BTreeSet<TopicPath>) {
    let markdown = settings.map_or_else(MarkdownSettings::default, |settings| settings.markdown);
    let parsed: Vec<(Option<Topic>, Report)> = inputs
        .topics
        .par_iter()
        .map(|file| {
            let mut problems = Report::new();
            (parse::parse(file, markdown, &mut problems), problems)
        })
        .collect();
    let mut topics = Vec::with_capacity(parsed.len());
    let mut unread = BTreeSet::new();
    for ((topic, problems), file) in parsed.into_iter().zip(&inputs.topics) {
        report.merge(problems);
        match topic {
            Some(topic) => topics.push(topic),
            None => {
                unread.insert(file.path.clone());
            }
        }
    }
    (topics, unread)
}

/// `--base-url` as typed, checked and ended with a slash.
pub fn base_url(typed: &str) -> Result<String, Message> {
    let host = typed.strip_prefix("https://").or_else(|| typed.strip_prefix("http://"));
    if host.is_some_and(|host| {
        !host.is_empty()
            && !host.starts_with('/')
            && !host.contains(|c: char| c.is_whitespace() || c.is_control() || "\"<>?#\\".contains(c))
    }) {
        return Ok(format!("{}/", typed.trim_end_matches('/')));
    }
    let (reason, advice) = ("not a web address", Some("write it as in `https://example.org/guide/`"));
    Err(Message::BadValue { key: "--base-url".into(), value: typed.to_owned(), reason, advice })
}
