//! One Markdown file or table of words, parsed: the first stage of a build.
//!
//! In: a file. Out: [`Topic`], or nothing if its front matter cannot be used. Tags and links are still as written.

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use crate::path::{SourcePath, TopicPath};
use crate::problem::message::Message;
use crate::problem::report::{Place, Report};
use crate::reading::inputs::{AssetFile, TopicFile};
use crate::reading::settings::MarkdownSettings;
use crate::reading::toml_keys::Located;
use crate::text::did_you_mean::nearest;
use crate::text::span::Span;
use crate::topic::answers;
use crate::topic::document::{Document, Inline, Link, LinkKind};
use crate::topic::front_matter::{self, Front, Kind};
use crate::topic::front_slips;
use crate::topic::highlight::grammars;
use crate::topic::listing::Shelf;
use crate::topic::markdown::destinations;
use crate::topic::word_rows::{WordRow, WordTable};
use crate::topic::{inline, markdown, word_table};

/// A topic, a table of words, the introduction of a chapter or of the home page, or a page that is neither.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Topic {
    /// From `content/`, without `.md`, `/index.md` or the ending of a table.
    pub path: TopicPath,
    /// Whether it introduces a chapter or the home page.
    pub is_index: bool,
    /// Its file.
    pub source: SourcePath,
    /// Front matter as written.
    pub front: Front,
    /// The title.
    pub title: Inline,
    /// The short name; the title if none was given.
    pub short: Inline,
    /// The short answer.
    pub summary: Option<Inline>,
    /// The body.
    pub document: Document,
    /// Where the body starts in the file, in bytes.
    pub body_start: usize,
    /// XXH3-128 of the front matter as written, and of a table of words, whose rows have tags and levels, of all of it: what other pages show of a topic changes only with it and the path.
    pub front_digest: u128,
    /// XXH3-128 of the whole file, and of the files whose code stands in it.
    pub digest: u128,
    /// XXH3-128 of the ids in the body, to which other files may link.
    pub anchors_digest: u128,
}

impl Topic {
    /// The words, if it is a table of words.
    pub fn table(&self) -> Option<&WordTable> {
        self.document.table.as_ref()
    }

    /// The rows of a table of words; none of any other file.
    pub fn rows(&self) -> &[WordRow] {
        self.table().map_or(&[], |table| &table.rows)
    }

    /// Every id of a tag that is written in it: in the front matter, and in the rows of a table.
    pub fn tags(&self) -> impl Iterator<Item = &Located<String>> {
        self.front.tags.iter().chain(self.rows().iter().flat_map(|row| &row.tags))
    }

    /// Every id of a level that is written in it, in the same places.
    pub fn levels(&self) -> impl Iterator<Item = &Located<String>> {
        self.front.difficulty.iter().chain(self.rows().iter().filter_map(|row| row.difficulty.as_ref()))
    }

    /// Whether it is a page that is no topic.
    pub fn is_page(&self) -> bool {
        self.front.kind == Kind::Page
    }
}

/// Parses a file; `assets` are what its fences may take their code from, sorted by path.
pub fn parse(file: &TopicFile, settings: MarkdownSettings, assets: &[AssetFile], report: &mut Report) -> Option<Topic> {
    let source = &file.file.source;
    let (front, body_start) = front_matter::read(file, report);
    let shelf = Shelf::new(source, assets);
    let mut document = match file.is_table() {
        true => word_table::read(&file.file.text, body_start, source, settings, report),
        false => markdown::read(&file.file.text, body_start, source, settings, shelf, report),
    };
    check_languages(&document, source, report);
    let front = front?;
    front_slips::check(&front, &file.file.text, source, report);
    let title = inline::read_with(&front.title.value, settings);
    document.links.extend(summary_links(&front, &file.file.text));
    document.links.extend(answers::links(&front, source, report));
    Some(Topic {
        path: file.path.clone(),
        is_index: file.is_index,
        source: source.clone(),
        short: front.short.as_ref().map_or_else(|| title.clone(), |short| inline::read_with(&short.value, settings)),
        title,
        summary: front.summary.as_ref().map(|summary| inline::read_summary(&summary.value, settings, &|_| None)),
        front,
        anchors_digest: anchors_digest(&document),
        digest: digest(&file.file.text, &document),
        document,
        front_digest: front_digest(file, body_start),
        body_start,
    })
}

fn front_digest(file: &TopicFile, body_start: usize) -> u128 {
    let text = file.file.text.as_bytes();
    xxh3_128(if file.is_table() { text } else { &text[..body_start] })
}

fn digest(text: &str, document: &Document) -> u128 {
    if document.listings.is_empty() {
        return xxh3_128(text.as_bytes());
    }
    let mut hash = Xxh3::new();
    hash.update(text.as_bytes());
    for (path, bytes) in &document.listings {
        hash.update(path.as_bytes());
        hash.update(&[0xff]);
        let bytes = bytes.as_deref().unwrap_or_default();
        hash.update(&(bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    }
    hash.digest128()
}

fn anchors_digest(document: &Document) -> u128 {
    let mut hash = Xxh3::new();
    for anchor in &document.anchors {
        hash.update(anchor.as_bytes());
        // No text holds this byte.
        hash.update(&[0xff]);
    }
    hash.digest128()
}

/// The links of a summary: nothing on a page leads there, since summaries stand inside of links, but they are checked
/// and count like those of the body. They come last, and their places lie before the body.
fn summary_links(front: &Front, text: &str) -> Vec<Link> {
    let Some(summary) = &front.summary else { return Vec::new() };
    let written = text.get(summary.span.range()).unwrap_or_default();
    let link = |link: inline::InlineLink| {
        let at = written.find(&link.destination).filter(|_| !link.destination.is_empty());
        let span =
            at.map_or_else(|| summary.span, |at| Span::new(at, at + link.destination.len()).behind(summary.span.start));
        let address = summary_address(&summary.value, &link, written);
        let address = address.map(|it| it.behind(summary.span.start));
        let (destination, whole, kind) = (link.destination, span, link.kind);
        Link { destination, whole, span, kind, address, text: String::new() }
    };
    inline::links(&summary.value).into_iter().map(link).collect()
}

/// Where a string of TOML spells the destination of a link in its value: where the value does, if nothing before it is escaped in a
/// way that brings the same text.
fn summary_address(value: &str, link: &inline::InlineLink, written: &str) -> Option<Span> {
    let span = match link.kind {
        LinkKind::WikiBare | LinkKind::WikiText => destinations::of_wikilink(value, link.whole, &link.destination),
        _ => destinations::of_inline(value, link.whole, &link.destination),
    }?;
    let text = value.get(span.range()).filter(|text| !text.is_empty())?;
    let before = value.get(..span.start)?.matches(text).count();
    let mut found = written.match_indices(text);
    if value.matches(text).count() != written.matches(text).count() {
        return None;
    }
    found.nth(before).map(|(at, _)| Span::new(at, at + text.len()))
}

fn check_languages(document: &Document, source: &SourcePath, report: &mut Report) {
    for block in &document.code {
        let name = &block.fence.language;
        if grammars::language(name).is_none() && name != "quiz" {
            // `python3.12` has a number behind it that no language has.
            let bare = name.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-'));
            let near = |name: &str| match grammars::language(bare).is_some() && !bare.is_empty() {
                true => Some(bare.to_owned()),
                false => nearest(name, grammars::language_names().chain(["quiz", "output"])).map(str::to_owned),
            };
            let nearest = match grammars::in_diff(name) {
                Some(inner) => near(inner).map(|inner| format!("diff-{inner}")),
                None => near(name),
            };
            report.at(
                Place::span(source, block.fence.language_span),
                Message::UnknownLanguage { language: name.clone(), nearest },
            );
        }
    }
}
