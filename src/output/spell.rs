//! A document spelled for one page: the holes of its pieces filled.
//!
//! In: a document, its targets and the page it stands on. Out: the parts of its body. A topic's page and a print page
//! are two spellings of the same document.

use crate::examples::verified::Verified;
use crate::guide::links::Target;
use crate::output::numbers::PageNumbers;
use crate::output::scene::Scene;
use crate::output::view::{BodyPart, ExampleView, RunView};
use crate::topic::document::{CodeBlock, Fold, Piece};
use crate::topic::parse::Topic;
use crate::words::escape::escape_into;
use crate::words::path::{OutputPath, encode_fragment, encode_path};

/// Columns of code that fit the width of a sheet; longer lines are wrapped, and then the lines are numbered.
const COLUMNS: usize = 88;
/// Lines of code and output that fit a sheet; longer examples are numbered.
const LINES: usize = 52;
/// Lines of code that stay on one sheet; longer code may be broken, so that no third of a page is left empty.
const KEPT: usize = 13;

/// Where a document is being spelled.
pub struct Spot<'a> {
    /// The page.
    pub page: &'a OutputPath,
    /// What stands before every id, so that many documents fit one page; empty on a page of its own.
    pub prefix: &'a str,
    /// The sheets it is printed on; none for a page of the screen.
    pub paper: Option<&'a Paper<'a>>,
    /// How much deeper than on a page of its own the headings are.
    pub deeper: u8,
}

/// A page made for paper, which holds many documents.
pub struct Paper<'a> {
    /// For each topic of the guide, whether it stands on this page.
    pub topics: &'a [bool],
    /// For each chapter, the same.
    pub chapters: &'a [bool],
    /// Whether chapters stand on it with their introductions.
    pub introductions: bool,
    /// On which sheet an id stands.
    pub numbers: &'a PageNumbers,
    /// Where links lead to what is not on this page.
    pub elsewhere: Elsewhere<'a>,
}

/// Where a page made for paper links to the rest of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Elsewhere<'a> {
    /// By relative URLs: the page is part of the site.
    Site,
    /// At the site's address, which ends in `/`.
    Address(&'a str),
    /// Nowhere: the site has no address.
    Nowhere,
}

/// A document spelled.
#[derive(Debug, Default)]
pub struct Spelled {
    /// Its body.
    pub parts: Vec<BodyPart>,
    /// On paper, the addresses its links lead to, in the order of their letters from `a`.
    pub notes: Vec<String>,
}

impl<'a> Spot<'a> {
    /// A page that holds one document.
    pub fn alone(page: &'a OutputPath) -> Self {
        Self { page, prefix: "", paper: None, deeper: 0 }
    }
}

/// Spells the body of a topic or an introduction.
pub fn body(topic: &Topic, targets: &[Target], spot: &Spot<'_>, scene: &Scene<'_>) -> Vec<BodyPart> {
    spell(topic, targets, spot, scene).parts
}

/// Spells the body of a topic or an introduction, and collects its notes.
pub fn spell(topic: &Topic, targets: &[Target], spot: &Spot<'_>, scene: &Scene<'_>) -> Spelled {
    let document = &topic.document;
    let mut spelled = Spelled::default();
    let mut html = String::new();
    for piece in &document.pieces {
        match piece {
            Piece::Html(text) => html.push_str(text),
            Piece::Id(id) => {
                html.push_str(" id=\"");
                escape_into(&mut html, spot.prefix);
                escape_into(&mut html, id);
                html.push('"');
            }
            Piece::Name(id) => {
                escape_into(&mut html, spot.prefix);
                escape_into(&mut html, id);
            }
            Piece::Here(id) => here(&mut html, id, spot),
            Piece::Href(index) => {
                if let Some(target) = targets.get(*index) {
                    let url = url(target, spot, scene);
                    escape_into(&mut html, &url);
                    if let Some(paper) = spot.paper {
                        let text = &document.links[*index].text;
                        on_paper(&mut html, &mut spelled.notes, target, (&url, text), paper, scene);
                    }
                }
            }
            Piece::Src(index) => {
                if let Some(target) = targets.get(*index) {
                    let url = match target {
                        // Even where links lead to the site's address, an image is shown from beside the page.
                        Target::Asset(path, _) => path.url_from(spot.page),
                        target => url(target, spot, scene),
                    };
                    escape_into(&mut html, &url);
                }
            }
            Piece::Title(index) => title(&mut html, targets.get(*index), &document.links[*index].destination, scene),
            Piece::Word(word) => escape_into(&mut html, scene.theme.words.of(*word)),
            Piece::Level(level) => html.push(char::from(b'0' + (level + spot.deeper).min(6))),
            Piece::Fold(fold) => html.push_str(seam(*fold, spot)),
            Piece::Code(index) => {
                if !html.is_empty() {
                    spelled.parts.push(BodyPart { html: Some(std::mem::take(&mut html)), example: None });
                }
                let example = example(&document.code[*index], topic, spot, scene);
                spelled.parts.push(BodyPart { html: None, example: Some(example) });
            }
        }
    }
    if !html.is_empty() {
        spelled.parts.push(BodyPart { html: Some(html), example: None });
    }
    spelled
}

/// The markup of a question: folded on the screen, open on paper.
fn seam(fold: Fold, spot: &Spot<'_>) -> &'static str {
    match (fold, spot.paper) {
        (Fold::Open, None) => "<details class=\"question\"",
        (Fold::Question, None) => "><summary>",
        (Fold::Answer, None) => "</summary>\n",
        (Fold::Close, None) => "</details>\n",
        (Fold::Open, Some(_)) => "<div class=\"question\"",
        (Fold::Question, Some(_)) => "><p class=\"ask\">",
        (Fold::Answer, Some(_)) => "</p>\n",
        (Fold::Close, Some(_)) => "</div>\n",
    }
}

fn here(html: &mut String, id: &str, spot: &Spot<'_>) {
    html.push('#');
    if id.is_empty() {
        // The top of the document, wherever it stands.
        return encode_path(spot.prefix.trim_end_matches("--"), html);
    }
    encode_path(spot.prefix, html);
    encode_path(id, html);
}

/// Adds what a reader of paper needs of a link: the page it leads to, or its address. `html` ends inside the `href`,
/// which this closes and leaves another attribute open: style sheets print what is in `data-page`, `data-note` or
/// `data-address` after the link.
fn on_paper(
    html: &mut String,
    notes: &mut Vec<String>,
    target: &Target,
    (url, text): (&str, &str),
    paper: &Paper<'_>,
    scene: &Scene<'_>,
) {
    match target {
        Target::Topic(..) | Target::Chapter(..) => {
            let Some(id) = url.strip_prefix('#') else { return };
            // The id as it stands in the page, not as it stands in a URL.
            let Some(id) = crate::words::path::decode_percent(id) else { return };
            if let Some(page) = paper.numbers.of(&id) {
                html.push_str("\" data-page=\"");
                escape_into(html, scene.theme.words.get("paper.page"));
                html.push_str(&format!("\u{a0}{page}"));
            }
        }
        Target::External(_) => {
            let shown = shown_address(url);
            if text == url || text == shown {
                return;
            }
            // A list of sources shows each address under its name; in running text it becomes a note.
            let opening = html.rfind("<a ").map_or("", |at| &html[..at]);
            if opening.ends_with("<li>") || opening.ends_with("<li><p>") {
                html.push_str("\" data-address=\"");
                return escape_into(html, shown);
            }
            let number = notes.iter().position(|note| note == shown).map_or_else(
                || {
                    notes.push(shown.to_owned());
                    notes.len()
                },
                |at| at + 1,
            );
            html.push_str(&format!("\" data-note=\"{}", letters(number)));
        }
        Target::Here(_) | Target::Asset(..) | Target::Nowhere => {}
    }
}

/// A number from 1 as `a`, `b`, … `z`, `aa`: notes must not be taken for footnotes, which have figures.
fn letters(number: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = number;
    while rest > 0 {
        letters.push(char::from(b'a' + u8::try_from((rest - 1) % 26).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// An address as one would type it.
fn shown_address(url: &str) -> &str {
    let bare = ["https://", "http://", "mailto:"].iter().find_map(|scheme| url.strip_prefix(scheme)).unwrap_or(url);
    bare.strip_suffix('/').unwrap_or(bare)
}

/// The URL of a target as written on a page.
pub fn url(target: &Target, spot: &Spot<'_>, scene: &Scene<'_>) -> String {
    let guide = scene.guide;
    match target {
        Target::Topic(topic, section) => {
            if spot.paper.is_some_and(|paper| paper.topics[*topic]) {
                return together(&scene.anchors[*topic], section.as_deref());
            }
            with_section(elsewhere(&guide.topics[*topic].topic.path.topic_page(), spot), section.as_deref())
        }
        Target::Chapter(chapter, section) => {
            if spot.paper.is_some_and(|paper| paper.chapters[*chapter]) {
                let paper_has_text = spot.paper.is_some_and(|paper| paper.introductions);
                return together(&chapter_anchor(*chapter), section.as_deref().filter(|_| paper_has_text));
            }
            with_section(elsewhere(&guide.chapters[*chapter].path.chapter_page(), spot), section.as_deref())
        }
        Target::Here(section) => {
            let mut url = String::new();
            here(&mut url, section, spot);
            url
        }
        Target::Asset(path, part) => {
            let mut url = elsewhere(path, spot);
            if let Some(part) = part {
                url.push('#');
                encode_fragment(part, &mut url);
            }
            url
        }
        Target::External(url) => url.clone(),
        Target::Nowhere => String::new(),
    }
}

/// A chapter's id on a page that holds many.
pub fn chapter_anchor(chapter: usize) -> String {
    format!("chapter.{chapter}")
}

/// A document, or a section of it, on the same page.
fn together(anchor: &str, section: Option<&str>) -> String {
    let mut url = "#".to_owned();
    encode_path(anchor, &mut url);
    if let Some(section) = section {
        url.push_str("--");
        encode_path(section, &mut url);
    }
    url
}

/// Another file of the site.
fn elsewhere(path: &OutputPath, spot: &Spot<'_>) -> String {
    match spot.paper.map_or(Elsewhere::Site, |paper| paper.elsewhere) {
        Elsewhere::Site => path.url_from(spot.page),
        Elsewhere::Address(address) => format!("{address}{}", path.url()),
        Elsewhere::Nowhere => String::new(),
    }
}

fn with_section(mut url: String, section: Option<&str>) -> String {
    if let Some(section) = section.filter(|_| !url.is_empty()) {
        url.push('#');
        encode_path(section, &mut url);
    }
    url
}

fn title(html: &mut String, target: Option<&Target>, written: &str, scene: &Scene<'_>) {
    match target {
        Some(Target::Topic(topic, _)) => html.push_str(&scene.guide.topics[*topic].topic.title.html),
        Some(Target::Chapter(chapter, _)) => html.push_str(&scene.guide.chapters[*chapter].title.html),
        _ => escape_into(html, written),
    }
}

fn example(block: &CodeBlock, topic: &Topic, spot: &Spot<'_>, scene: &Scene<'_>) -> ExampleView {
    let fence = &block.fence;
    let tokens = scene.highlights.get(block.key, &block.code);
    let code_lines = block.code.lines().count();
    let lines = code_lines + block.output.as_ref().map_or(0, |output| output.text.lines().count());
    let is_wide = block.code.lines().any(|line| line.chars().count() > COLUMNS);
    let numbered = fence.line_numbers || spot.paper.is_some() && (is_wide || lines > LINES);
    let by_line = numbered || !fence.highlighted.is_empty();
    let marked = |line: usize| fence.highlighted.iter().any(|range| range.contains(&line));
    let code_html = if by_line { tokens.html_by_line(&block.code, marked) } else { tokens.html(&block.code) };
    let is_example = block.output.is_some() || fence.raises.is_some();
    ExampleView {
        language_label: label(&fence.language),
        language: fence.language.clone(),
        title: fence.title.clone(),
        code_html,
        numbered,
        by_line,
        long: code_lines > KEPT,
        output: block.output.as_ref().map(|output| output.text.clone()),
        raises: fence.raises.clone(),
        no_run: fence.no_run.clone(),
        is_example,
        run: scene.marks.of(&topic.source, block).map(run),
    }
}

fn run(verified: &Verified) -> RunView {
    match verified {
        Verified::On(versions) => RunView { state: "verified", on: versions.clone() },
        Verified::Stale => RunView { state: "stale", on: Vec::new() },
        Verified::Missing => RunView { state: "missing", on: Vec::new() },
    }
}

/// A language's name for people.
fn label(language: &str) -> String {
    let known = match language {
        "python" | "py" | "python3" => "Python",
        "pycon" => "Python session",
        "console" | "shell-session" => "Terminal",
        "bash" | "sh" | "shell" | "zsh" => "Shell",
        "javascript" | "js" => "JavaScript",
        "typescript" | "ts" => "TypeScript",
        "html" => "HTML",
        "django" | "jinja" | "jinja2" | "htmldjango" => "Template",
        "css" => "CSS",
        "sql" => "SQL",
        "json" => "JSON",
        "toml" => "TOML",
        "yaml" | "yml" => "YAML",
        "ini" | "cfg" => "INI",
        "xml" => "XML",
        "diff" => "Diff",
        "dockerfile" => "Dockerfile",
        "nginx" => "nginx",
        "rust" | "rs" => "Rust",
        "text" | "txt" | "" => "",
        other => {
            let mut letters = other.chars();
            return letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect());
        }
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_lettered() {
        assert_eq!([1, 26, 27, 52, 703].map(letters), ["a", "z", "aa", "az", "aaa"]);
    }

    #[test]
    fn an_address_is_shown_as_one_would_type_it() {
        assert_eq!(shown_address("https://peps.python.org/pep-0703/"), "peps.python.org/pep-0703");
        assert_eq!(shown_address("mailto:a@example.org"), "a@example.org");
        assert_eq!(shown_address("ftp://example.org/x"), "ftp://example.org/x");
    }
}
