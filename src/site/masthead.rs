//! What a guide puts on every page beside its title: a logo, a line above and a line below.
//!
//! In: the guide and its files. Out: [`Masthead`]. Its addresses start at the site's root, since each page spells them from where
//! it stands. What is wrong with a line is told at the setting.

use std::collections::HashSet;

use crate::guide::links::{self, Target};
use crate::guide::model::Guide;
use crate::guide::suggestions::Suggestions;
use crate::path::{TopicPath, encode_fragment};
use crate::problem::message::{Message, PathsFrom};
use crate::problem::report::{Place, Report};
use crate::reading::inputs::AssetFile;
use crate::reading::load::logo_in_site;
use crate::reading::toml_keys::Located;
use crate::site::picture_sizes;
use crate::text::did_you_mean::nearest;
use crate::text::escape::{escape, escape_into};
use crate::topic::document::{Document, Inline, Piece};
use crate::topic::front_matter::Front;
use crate::topic::listing::Shelf;
use crate::topic::markdown;
use crate::topic::parse::Topic;
use crate::view::{LinePart, SiteLogo};

/// Logo, banner and footer.
#[derive(Clone, Debug, Default)]
pub struct Masthead {
    /// The picture in the bar.
    pub logo: Option<SiteLogo>,
    /// The line above all pages.
    pub banner: Vec<LinePart>,
    /// The line at the foot of all pages.
    pub footer: Vec<LinePart>,
}

/// Pictures that browsers show.
const PICTURES: [&str; 7] = ["svg", "png", "jpg", "jpeg", "gif", "webp", "avif"];

/// Reads the settings.
pub fn of(guide: &Guide, assets: &[AssetFile], report: &mut Report) -> Masthead {
    let settings = &guide.settings;
    Masthead {
        logo: settings.logo.as_ref().and_then(|written| logo(written, guide, assets, report)),
        banner: line("banner", settings.banner.as_ref(), guide, assets, report),
        footer: line("footer", settings.footer.as_ref(), guide, assets, report),
    }
}

fn logo(written: &Located<String>, guide: &Guide, assets: &[AssetFile], report: &mut Report) -> Option<SiteLogo> {
    let place = || Place::span(&guide.settings.source, written.span);
    let path = &written.value;
    let ending = path.rsplit_once('.').map_or_else(String::new, |(_, ending)| ending.to_ascii_lowercase());
    if !PICTURES.contains(&ending.as_str()) {
        let advice = Some("name a file that ends in `.svg`, `.png`, `.jpg`, `.webp`, `.avif` or `.gif`");
        let (key, value, reason) = ("logo".to_owned(), path.clone(), "not the name of a picture");
        report.at(place(), Message::BadValue { key, value, reason, advice });
        return None;
    }
    let in_site = logo_in_site(path);
    let Some(asset) = assets.iter().find(|asset| asset.path == in_site) else {
        // What lies outside of `content/` was looked for when the guide was read.
        if path.starts_with("content/") {
            let pictures = assets.iter().map(|asset| asset.source.as_str());
            let nearest = nearest(path, pictures).map(str::to_owned);
            report.at(place(), Message::NoSuchFile { path: path.clone(), nearest, from: PathsFrom::Guide });
        }
        return None;
    };
    let size = picture_sizes::size(asset);
    Some(SiteLogo {
        path: crate::path::OutputPath::new(&asset.path).url(),
        width: size.map(|(width, _)| width),
        height: size.map(|(_, height)| height),
        beside: size.is_none_or(|(width, height)| width < 2 * height),
    })
}

/// A line of Markdown whose links are those of a file in `content/`.
fn line(
    key: &str,
    written: Option<&Located<String>>,
    guide: &Guide,
    assets: &[AssetFile],
    report: &mut Report,
) -> Vec<LinePart> {
    let Some(written) = written else { return Vec::new() };
    let source = &guide.settings.source;
    let text = written.value.trim();
    let mut problems = Report::new();
    let shelf = Shelf::new(source, &[]);
    let document = markdown::read(text, 0, source, guide.settings.markdown, shelf, &mut problems);
    let place = || Place::span(source, written.span);
    if text.contains('\n') || !is_line(&document) {
        let (key, value) = (key.to_owned(), text.lines().next().unwrap_or_default().to_owned());
        let (reason, advice) =
            ("more than a line of text", Some("write one line without headings, lists and code blocks"));
        report.at(place(), Message::BadValue { key, value, reason, advice });
        return Vec::new();
    }
    let topic = as_file(document, guide);
    let paths: HashSet<&str> = assets.iter().map(|asset| asset.path.as_str()).collect();
    let (targets, of_links) = links::of_file(&topic, &Suggestions::new(guide, &paths));
    problems.merge(of_links);
    for problem in problems.sorted() {
        report.at(place(), problem.message.clone());
    }
    filled(&topic.document, &targets, guide)
}

/// Whether a text is one paragraph.
fn is_line(document: &Document) -> bool {
    let html = |piece: Option<&Piece>| match piece {
        Some(Piece::Html(html)) => html.clone(),
        _ => String::new(),
    };
    let blocks = document.pieces.iter().filter(|piece| match piece {
        Piece::Html(html) => html.trim_start_matches("<p>").contains("<p>"),
        Piece::Code(_) | Piece::Media(..) | Piece::Quiz(_) | Piece::Level(_) | Piece::Fold(_) | Piece::Id(_) => true,
        _ => false,
    });
    html(document.pieces.first()).starts_with("<p>")
        && html(document.pieces.last()).trim_end().ends_with("</p>")
        && blocks.count() == 0
}

/// The line as a file in `content/`, for whoever resolves links.
fn as_file(document: Document, guide: &Guide) -> Topic {
    Topic {
        path: TopicPath::home(),
        is_index: true,
        source: guide.settings.source.clone(),
        front: Front::default(),
        title: Inline::default(),
        short: Inline::default(),
        summary: None,
        document,
        body_start: 0,
        front_digest: 0,
        digest: 0,
        anchors_digest: 0,
    }
}

/// The line with its addresses apart.
fn filled(document: &Document, targets: &[Target], guide: &Guide) -> Vec<LinePart> {
    let mut parts: Vec<LinePart> = Vec::new();
    let mut html = String::new();
    for piece in &document.pieces {
        match piece {
            Piece::Html(text) => html.push_str(text),
            Piece::Href(index) | Piece::Src(index) => match targets.get(*index) {
                Some(Target::External(url)) => escape_into(&mut html, url),
                Some(target) => {
                    parts.push(LinePart { html: std::mem::take(&mut html), path: path(target, guide) });
                }
                None => {}
            },
            Piece::Title(index) => match targets.get(*index) {
                Some(Target::Topic(topic, _)) => html.push_str(&guide.topics[*topic].topic.title.html),
                Some(Target::Chapter(chapter, _)) => html.push_str(&guide.chapters[*chapter].title.html),
                Some(Target::Page(page, _)) => html.push_str(&guide.pages[*page].title.html),
                _ => html.push_str(&escape(&document.links[*index].destination)),
            },
            _ => {}
        }
    }
    parts.push(LinePart { html, path: None });
    let (first, last) = (0, parts.len() - 1);
    if let Some(inner) = parts[first].html.strip_prefix("<p>") {
        parts[first].html = inner.to_owned();
    }
    if let Some(inner) = parts[last].html.trim_end().strip_suffix("</p>") {
        parts[last].html = inner.to_owned();
    }
    parts
}

/// The address of a target from the site's root.
fn path(target: &Target, guide: &Guide) -> Option<String> {
    let (path, section) = match target {
        Target::Topic(topic, section) => (guide.topics[*topic].topic.path.topic_page(), section),
        Target::Chapter(chapter, section) => (guide.chapters[*chapter].path.chapter_page(), section),
        Target::Page(page, section) => (guide.pages[*page].path.topic_page(), section),
        Target::Asset(path, section) => (path.clone(), section),
        Target::Here(_) | Target::External(_) | Target::Nowhere => return None,
    };
    let mut url = path.url();
    if let Some(section) = section {
        url.push('#');
        encode_fragment(section, &mut url);
    }
    Some(url)
}
