//! The whole e-book: rendered, divided, made well-formed, joined.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_128;

use crate::export::epub::container::{self, Entry};
use crate::export::epub::contents::{self, Names};
use crate::export::epub::cover::{self, Cover};
use crate::export::epub::package::{self, About, Frame, Item, frame};
use crate::export::epub::part::{self, Part};
use crate::export::epub::xhtml::{self, Converted, Places};
use crate::guide::selection::Selection;
use crate::path::OutputPath;
use crate::print::book_site::{name, title};
use crate::problem::message::Message;
use crate::problem::report::Report;
use crate::reading::inputs::Inputs;
use crate::site::context::Scene;
use crate::site::page_numbers::PageNumbers;
use crate::site::pages::print::{self, Printing, View};
use crate::site::spot::Elsewhere;
use crate::text::shown;
use crate::view::PrintPage;
use crate::write::named_file::FileKind;

/// A finished e-book.
#[derive(Debug)]
pub struct Book {
    /// The file.
    pub bytes: Vec<u8>,
    /// The topics in it.
    pub topics: usize,
    /// What it is called, without `.epub`.
    pub name: String,
}

/// The file that is written: it names its kind at a fixed place.
pub const FILE: FileKind = FileKind {
    label: "e-book",
    is_ours: |start| {
        start.starts_with(b"PK\x03\x04") && start.get(..58).is_some_and(|start| start.ends_with(container::MIMETYPE))
    },
    bad: |path, reason| Message::BadBookPath { path, reason },
};

const SHEET: &str = concat!(
    include_str!("book.css"),
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/themes/default/static/style/widths.css"))
);
/// Where the pages are spelled, as seen from the folder of the package; pictures are spelled from there.
const PAGE: &str = "text/page.xhtml";
const XHTML: &str = "application/xhtml+xml";

/// Makes the book. `None` after a problem.
pub fn make(
    scene: &Scene<'_>,
    inputs: &Inputs,
    selection: &Selection,
    view: View,
    report: &mut Report,
) -> Option<Book> {
    let settings = &scene.guide.settings;
    let mut page = filled(scene, selection, view);
    let parts = part::make(scene, &mut page, report)?;
    let ids: HashMap<String, String> =
        parts.iter().flat_map(|part| xhtml::ids(&part.html).map(|id| (id, part.name.clone()))).collect();
    let pictures = pictures(inputs);
    let converted: Vec<Converted> = parts
        .par_iter()
        .map(|part| {
            let places = Places { ids: &ids, own: &part.name, to_files: "", pictures: &pictures };
            xhtml::convert(&part.html, &places)
        })
        .collect();
    let title = title(scene, selection);
    let book = Frame { language: &settings.language, direction: direction(scene), view: page.view };
    let authors = settings.authors.join(", ");
    let above = if page.view == "full" { selected(selection) } else { kind(scene, view) };
    let cover = cover::draw(&Cover {
        title: &settings.title,
        above: &above,
        below: settings.description.as_deref(),
        authors: &authors,
    });
    let words = &scene.theme.words;
    let names = Names { contents: words.get("paper.contents"), begins: &parts.get(1).unwrap_or(&parts[0]).title };
    let first = &parts.get(1).unwrap_or(&parts[0]).name;
    let nav = contents::nav(&std::mem::take(&mut page.contents), &ids, first, &names, &book);
    let shown: BTreeSet<String> = converted.iter().flat_map(|part| part.pictures.iter().cloned()).collect();
    let about = About {
        identifier: identifier(&format!("{}\n{title}\n{}", settings.id, page.view)),
        title: &title,
        authors: &settings.authors,
        description: settings.description.as_deref(),
        source: settings.base_url.as_deref(),
        edition: page.edition.as_deref(),
        subjects: subjects(scene, selection),
        has_pictures: !shown.is_empty() || converted.iter().any(|part| part.has_drawings),
        has_formulas: converted.iter().any(|part| part.has_formulas),
    };
    let mut files = Files { entries: Vec::new(), items: Vec::new() };
    if let Some(cover) = cover {
        files.cover(&book, &title, cover);
    }
    files.text(&book, parts, converted, nav);
    for address in shown {
        files.picture(inputs, &address);
    }
    files.add("book.css".into(), "text/css", vec![], SHEET.as_bytes().into());
    let package = package::package(&about, &book, &files.items);
    files.entries.insert(0, Entry { path: "package.opf".into(), bytes: package.into_bytes().into() });
    match container::join(&files.entries) {
        Ok(bytes) => Some(Book { bytes, topics: page.topics, name: name(&title, view) }),
        Err(reason) => {
            report.add(Message::CannotWrite { action: "join the files of", path: name(&title, view), reason });
            None
        }
    }
}

/// The guide as for paper; an e-book needs no notes with addresses, for its links can be followed.
fn filled(scene: &Scene<'_>, selection: &Selection, view: View) -> PrintPage {
    let place = OutputPath::new(PAGE);
    let mut page = print::view(
        scene,
        &Printing {
            page: &place,
            selection,
            view,
            numbers: &PageNumbers::Never,
            elsewhere: scene.guide.settings.base_url.as_deref().map_or(Elsewhere::Nowhere, Elsewhere::Address),
            heads: &place,
        },
    );
    for chapter in &mut page.chapters {
        chapter.notes.clear();
        chapter.topics.iter_mut().for_each(|topic| topic.notes.clear());
    }
    page
}

/// The guide's pictures: as pages spell them, and as the book does. The book's own folders cannot be in their way.
fn pictures(inputs: &Inputs) -> HashMap<String, String> {
    let shown = inputs.assets.iter().filter(|asset| media(&asset.path).is_some());
    let page = OutputPath::new(PAGE);
    shown
        .map(|asset| {
            let held = OutputPath::new(&format!("files/{}", asset.path));
            (OutputPath::new(&asset.path).url_from(&page), held.url_from(&page))
        })
        .collect()
}

/// The media type of a picture that every reader of e-books shows.
fn media(path: &str) -> Option<&'static str> {
    match path.rsplit_once('.')?.1.to_ascii_lowercase().as_str() {
        "png" => Some("image/png"),
        "jpg" | "jpeg" => Some("image/jpeg"),
        "gif" => Some("image/gif"),
        "webp" => Some("image/webp"),
        "svg" => Some("image/svg+xml"),
        _ => None,
    }
}

/// The list of files, and what they hold.
struct Files<'a> {
    entries: Vec<Entry<'a>>,
    items: Vec<Item>,
}

impl<'a> Files<'a> {
    fn add(&mut self, path: String, media: &'static str, properties: Vec<&'static str>, bytes: Cow<'a, [u8]>) {
        self.items.push(Item { path: path.clone(), media, properties, is_read: media == XHTML });
        self.entries.push(Entry { path, bytes });
    }

    fn cover(&mut self, book: &Frame<'_>, title: &str, png: Vec<u8>) {
        let mut body = String::from("<div class=\"cover-image\"><img src=\"cover.png\"");
        xhtml::push_attribute(&mut body, "alt", title);
        body.push_str("/></div>\n");
        let page = frame(book, title, "", &body).into_bytes();
        self.add("cover.xhtml".into(), XHTML, vec![], page.into());
        self.add("cover.png".into(), "image/png", vec!["cover-image"], png.into());
    }

    /// The files that are read, with the contents behind the title page.
    fn text(&mut self, book: &Frame<'_>, parts: Vec<Part>, converted: Vec<Converted>, nav: String) {
        let mut nav = Some(nav);
        for (part, converted) in parts.into_iter().zip(converted) {
            let mut properties = Vec::new();
            properties.extend(converted.has_formulas.then_some("mathml"));
            properties.extend(converted.has_drawings.then_some("svg"));
            let page = frame(book, &part.title, "../", &converted.text).into_bytes();
            self.add(format!("text/{}", part.name), XHTML, properties, page.into());
            if let Some(nav) = nav.take() {
                self.add(contents::PATH.into(), XHTML, vec!["nav"], nav.into_bytes().into());
            }
        }
    }

    fn picture(&mut self, inputs: &'a Inputs, address: &str) {
        let page = OutputPath::new(PAGE);
        let asset = inputs.assets.iter().find(|asset| OutputPath::new(&asset.path).url_from(&page) == *address);
        if let Some((asset, media)) = asset.and_then(|asset| Some((asset, media(&asset.path)?))) {
            self.add(format!("files/{}", asset.path), media, vec![], Cow::Borrowed(&asset.bytes));
        }
    }
}

fn direction(scene: &Scene<'_>) -> &'static str {
    crate::text::language::direction(&scene.guide.settings.language)
}

fn selected(selection: &Selection) -> String {
    selection.choices.iter().map(|(_, choice)| choice.text.as_str()).collect::<Vec<_>>().join(" · ")
}

fn kind(scene: &Scene<'_>, view: View) -> String {
    let word = if view == View::Summary { "paper.summary" } else { "paper.questions" };
    scene.theme.words.get(word).to_owned()
}

fn subjects<'a>(scene: &Scene<'a>, selection: &Selection) -> Vec<&'a str> {
    let tags = scene.guide.tags.iter();
    let used = tags.filter(|tag| tag.topics.iter().any(|&topic| selection.topics[topic]));
    used.map(|tag| tag.label.as_str()).collect()
}

/// A UUID made of what the book is, so that a new edition takes the place of the old one.
fn identifier(name: &str) -> String {
    let mut bits = xxh3_128(name.as_bytes());
    // Version 8, of the kind that RFC 9562 leaves to the maker.
    bits = bits & !(0xf << 76) | 8 << 76;
    bits = bits & !(0x3 << 62) | 2 << 62;
    let hex = format!("{bits:032x}");
    format!("urn:uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// What was done, in a line.
pub fn summary(book: &Book, path: &std::path::Path) -> String {
    let (topics, many) = (book.topics, if book.topics == 1 { "" } else { "s" });
    let kilobytes = book.bytes.len().div_ceil(1000);
    format!("bound {topics} topic{many} in {kilobytes} kB: {}", shown::line(&path.display().to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_book_has_an_identifier_of_its_own() {
        let one = identifier("a");
        assert_eq!((one.len(), &one[23..24], identifier("a") == one), (45, "8", true));
        assert_ne!(one, identifier("b"));
    }
}
