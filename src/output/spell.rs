//! A document spelled for one page: the holes of its pieces filled.
//!
//! In: a document, its targets and the page it stands on. Out: the parts of its body. A topic's page and a print page
//! are two spellings of the same document.

use crate::examples::record::Verified;
use crate::guide::links::Target;
use crate::output::scene::Scene;
use crate::output::view::{BodyPart, ExampleView, RunView};
use crate::topic::document::{CodeBlock, Piece};
use crate::topic::parse::Topic;
use crate::words::escape::escape_into;
use crate::words::path::{OutputPath, encode_path};

/// Where a document is being spelled.
pub struct Spot<'a> {
    /// The page.
    pub page: &'a OutputPath,
    /// What stands before every id, so that many documents fit one page; empty on a page of its own.
    pub prefix: &'a str,
    /// The topics that stand on the same page, if it holds many: a range of the reading order.
    pub together: Option<std::ops::Range<usize>>,
}

/// Spells the body of a topic or an introduction.
pub fn body(topic: &Topic, targets: &[Target], spot: &Spot<'_>, scene: &Scene<'_>) -> Vec<BodyPart> {
    let document = &topic.document;
    let mut parts = Vec::new();
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
            Piece::Here(id) => here(&mut html, id, spot),
            Piece::Href(index) | Piece::Src(index) => {
                if let Some(target) = targets.get(*index) {
                    escape_into(&mut html, &url(target, spot, scene));
                }
            }
            Piece::Title(index) => title(&mut html, targets.get(*index), &document.links[*index].destination, scene),
            Piece::Word(word) => escape_into(&mut html, scene.theme.words.of(*word)),
            Piece::Code(index) => {
                if !html.is_empty() {
                    parts.push(BodyPart { html: Some(std::mem::take(&mut html)), example: None });
                }
                parts.push(BodyPart { html: None, example: Some(example(&document.code[*index], topic, scene)) });
            }
        }
    }
    if !html.is_empty() {
        parts.push(BodyPart { html: Some(html), example: None });
    }
    parts
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

/// The URL of a target as written on a page.
pub fn url(target: &Target, spot: &Spot<'_>, scene: &Scene<'_>) -> String {
    let guide = scene.guide;
    match target {
        Target::Topic(topic, section) => {
            if spot.together.as_ref().is_some_and(|range| range.contains(topic)) {
                let mut url = "#".to_owned();
                encode_path(&scene.anchors[*topic], &mut url);
                if let Some(section) = section {
                    url.push_str("--");
                    encode_path(section, &mut url);
                }
                return url;
            }
            with_section(guide.topics[*topic].topic.path.topic_page().url_from(spot.page), section.as_deref())
        }
        Target::Chapter(chapter, section) => {
            with_section(guide.chapters[*chapter].path.chapter_page().url_from(spot.page), section.as_deref())
        }
        Target::Here(section) => {
            let mut url = String::new();
            here(&mut url, section, spot);
            url
        }
        Target::Asset(path) => path.url_from(spot.page),
        Target::External(url) => url.clone(),
        Target::Nowhere => String::new(),
    }
}

fn with_section(mut url: String, section: Option<&str>) -> String {
    if let Some(section) = section {
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

fn example(block: &CodeBlock, topic: &Topic, scene: &Scene<'_>) -> ExampleView {
    let fence = &block.fence;
    let tokens = scene.highlights.get(&fence.language, &block.code);
    let by_line = fence.line_numbers || !fence.highlighted.is_empty();
    let marked = |line: usize| fence.highlighted.iter().any(|range| range.contains(&line));
    let code_html = if by_line { tokens.html_by_line(&block.code, marked) } else { tokens.html(&block.code) };
    let is_example = block.output.is_some() || fence.raises.is_some();
    ExampleView {
        language_label: label(&fence.language),
        language: fence.language.clone(),
        title: fence.title.clone(),
        code_html,
        numbered: fence.line_numbers,
        by_line,
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
