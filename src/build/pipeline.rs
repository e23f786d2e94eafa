//! A build, from the values read to the bytes of the site. No disk, no clock, no printing.

use std::sync::Arc;

use crate::build::memory::{Memory, Stages};
use crate::cards::deck::Deck;
use crate::cards::gone;
use crate::examples::jobs;
use crate::guide::arranged::Arranged;
use crate::guide::links::Links;
use crate::guide::model::Guide;
use crate::problem::message::Message;
use crate::problem::report::Report;
use crate::reading::inputs::Inputs;
use crate::reading::limits::Limits;
use crate::reading::settings::{self, MarkdownSettings};
use crate::site::active_files;
use crate::site::context::Scene;
use crate::site::inspect::{self, Inspected};
use crate::site::kept_pages::Kept;
use crate::site::rendering::Scope;
use crate::site::share_image::images::ShareImages;
use crate::site::site::Site;
use crate::site::store::{InMemory, Store};
use crate::site::{masthead, offline, page_table, shared_digests, site_view};
use crate::topic::parsed::Parsed;

/// What the author asked for on the command line.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Drafts are part of the site.
    pub drafts: bool,
    /// Instead of the one in `book.toml`; ends in `/`.
    pub base_url: Option<String>,
    /// Which pages are made.
    pub scope: Scope,
    /// Social pictures are left out: this site is shared with nobody.
    pub without_cards: bool,
    /// Sizes beyond which pages show less.
    pub limits: Limits,
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
    /// Writing to disk.
    Write,
    /// Running examples.
    Test,
    /// A file for another program: a PDF, by a browser, an e-book, a deck.
    Print,
}

/// A finished build.
#[derive(Debug)]
pub struct Built {
    /// The guide it was made from.
    pub guide: Arc<Guide>,
    /// Its links.
    pub links: Arc<Links>,
    /// The site.
    pub site: Site,
    /// What the highlighter wants kept on disk; `None` if nothing changed.
    pub highlights: Option<Vec<u8>>,
    /// What is to be kept of the social pictures; `None` if nothing changed.
    pub cards: Option<Vec<u8>>,
    /// Blocks that had to be highlighted anew.
    pub fresh: usize,
}

/// Builds a site. `None` if a problem made that impossible; with any error in the report, nothing may be written.
/// `enter` is told each stage as it begins.
pub fn build(inputs: &Inputs, options: &Options, enter: &mut dyn FnMut(Stage), report: &mut Report) -> Option<Built> {
    rebuild(inputs, options, &InMemory, &mut Memory::default(), enter, report)
}

/// The same with what the last build left: what has not changed is not made again. Pages go to `store` as they are made.
pub fn rebuild(
    inputs: &Inputs,
    options: &Options,
    store: &dyn Store,
    memory: &mut Memory,
    enter: &mut dyn FnMut(Stage),
    report: &mut Report,
) -> Option<Built> {
    let before = report.clone();
    let Memory { rendered, stages } = memory;
    let render = |scene: &Scene<'_>, report: &mut Report| {
        page_table::render(scene, inputs, &options.scope, store, rendered, report)
    };
    let (mut site, staged) = stage_again(inputs, options, stages, enter, report, render)?;
    enter(Stage::Inspect);
    if report.is_sound() && !inspect::inspect(&site, store, &inputs.theme, &mut rendered.inspected, report) {
        // A page of the last build has become wrong; to say how, it is made again with all others.
        *report = before;
        (rendered.kept, rendered.inspected) = (Kept::default(), Inspected::default());
        return rebuild(inputs, options, store, memory, enter, report);
    }
    let Staged { guide, links, highlights, cards, fresh } = staged;
    match guide.settings.offline {
        Some(true) => {
            if let Err(error) = offline::add(&mut site, report) {
                report.add(Message::Template { detail: error.to_string(), help: None });
            }
        }
        Some(false) => offline::end(&mut site, report),
        None => {}
    }
    Some(Built { guide, links, site, highlights, cards, fresh })
}

/// What is left of the stages before rendering.
#[derive(Debug)]
pub struct Staged {
    /// The guide.
    pub guide: Arc<Guide>,
    /// Its links.
    pub links: Arc<Links>,
    /// What the highlighter wants kept; `None` if nothing changed.
    pub highlights: Option<Vec<u8>>,
    /// What is to be kept of the social pictures; `None` if nothing changed.
    pub cards: Option<Vec<u8>>,
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
    stage_again(inputs, options, &mut Stages::default(), enter, report, make)
}

fn stage_again<T>(
    inputs: &Inputs,
    options: &Options,
    memory: &mut Stages,
    enter: &mut dyn FnMut(Stage),
    report: &mut Report,
    make: impl FnOnce(&Scene<'_>, &mut Report) -> T,
) -> Option<(T, Staged)> {
    let guide = arrange_all(inputs, options, &mut memory.parsed, &mut memory.arranged, enter, report)?;
    let links = memory.linked.update(&guide, &inputs.assets, report);
    active_files::check(&inputs.assets, &guide.settings, report);
    let masthead = masthead::of(&guide, &inputs.assets, report);
    memory.nearness.update(&guide, &links);
    let theme = memory.theme.load(&inputs.theme, &guide.settings.language, report);
    enter(Stage::Highlight);
    let blocks: Vec<_> = guide
        .files()
        .flat_map(|topic| &topic.document.code)
        .map(|block| (block.key, block.fence.language.as_str(), block.code.as_str()))
        .collect();
    memory.highlights.update(&blocks, inputs.highlights.as_deref());
    let theme = theme?;
    if let Some(place) = guide.settings.language_place.as_ref().filter(|_| !theme.speaks) {
        let language = guide.settings.language.clone();
        report.at(place.clone(), Message::NoWords { language });
    }
    enter(Stage::Render);
    memory.anchors.update(&guide);
    memory.marks.update(&guide, inputs.examples_lock.as_ref(), &inputs.example_files, report);
    let deck = Deck::of(&guide, &memory.marks);
    deck.check(&guide, report);
    let share_images = if options.without_cards {
        ShareImages::default()
    } else {
        ShareImages::of(&guide, &deck, &theme.words, inputs.cards.as_deref())
    };
    if let Some(catalogue) = inputs.last_catalogue.as_deref().filter(|_| !deck.is_empty()) {
        gone::check(&guide, &deck, catalogue, report);
    }
    let site = site_view::of(&guide, theme, &share_images, &deck, &inputs.downloads, masthead);
    theme.set_site(&site);
    let scene = Scene {
        guide: &guide,
        links: &links,
        related: memory.nearness.topics(),
        highlights: &memory.highlights,
        digests: &shared_digests::of(&guide, theme, &site, inputs),
        theme,
        deck: &deck,
        share_images: &share_images,
        marks: &memory.marks,
        anchors: memory.anchors.ids(),
        day: inputs.today.filter(|_| guide.settings.study.daily),
    };
    let made = make(&scene, report);
    let highlights = memory.highlights.cache.take();
    let fresh = memory.highlights.fresh;
    Some((made, Staged { guide, links, highlights, cards: share_images.cache, fresh }))
}

/// The first half of a build: the guide, without its links. Enough for `stats`.
pub fn read_guide(
    inputs: &Inputs,
    options: &Options,
    enter: &mut dyn FnMut(Stage),
    report: &mut Report,
) -> Option<Arc<Guide>> {
    arrange_all(inputs, options, &mut Parsed::default(), &mut Arranged::default(), enter, report)
}

fn arrange_all(
    inputs: &Inputs,
    options: &Options,
    parsed: &mut Parsed,
    arranged: &mut Arranged,
    enter: &mut dyn FnMut(Stage),
    report: &mut Report,
) -> Option<Arc<Guide>> {
    enter(Stage::Parse);
    let settings = settings::read(inputs.book.as_ref()?, report);
    let markdown = settings.as_ref().map_or_else(MarkdownSettings::default, |settings| settings.markdown);
    let (topics, unread) = parsed.update(&inputs.topics, markdown, &inputs.assets, report);
    let mut settings = settings?;
    if options.base_url.is_some() {
        settings.base_url.clone_from(&options.base_url);
    }
    settings.limits = options.limits;
    enter(Stage::Link);
    let guide = arranged.update(topics, unread, settings, options.drafts, report);
    jobs::check_blocks(&guide, report);
    Some(guide)
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
