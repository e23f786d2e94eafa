//! Front matter: the TOML between `+++` lines.
//!
//! In: a file's text; that of a table of words may have none. Out: [`Front`] as written and the offset where the body starts. Whether a tag is declared or a
//! required topic exists is not known here; `guide` checks that.

use serde::{Deserialize, Serialize};

use crate::problem::message::Message;
use crate::problem::report::{Place, Report};
use crate::reading::inputs::TopicFile;
use crate::reading::toml_keys::{Fields, Located, TomlText, read_document};
use crate::text::slug::write_out;
use crate::text::span::Span;
use crate::topic::spreadsheet_padding;

/// What a file is, if it introduces no chapter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// One thing to learn.
    #[default]
    Topic,
    /// A page that is no topic, such as an imprint.
    Page,
}

/// Front matter as the author wrote it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Front {
    /// `kind = "page"`, or nothing for a topic.
    pub kind: Kind,
    /// `menu`: the page is linked in the menu, not at the foot of all pages.
    pub menu: bool,
    /// The question or the topic's name, inline Markdown.
    pub title: Located<String>,
    /// A short name for navigation, inline Markdown.
    pub short: Option<Located<String>>,
    /// The id of a level.
    pub difficulty: Option<Located<String>>,
    /// Ids of tags.
    pub tags: Vec<Located<String>>,
    /// The short answer, inline Markdown.
    pub summary: Option<Located<String>>,
    /// Other wordings of the question.
    pub asks: Vec<Located<String>>,
    /// `[answers]`: for an entry of `asks` the section, question or example that answers it, as `#id`; `#` is the whole page.
    pub answers: Vec<(Located<String>, Located<String>)>,
    /// A stable identity.
    pub id: Option<Located<String>>,
    /// Paths or ids of topics to know first.
    pub requires: Vec<Located<String>>,
    /// The place within the chapter.
    pub order: Option<i64>,
    /// Old addresses.
    pub aliases: Vec<Located<String>>,
    /// When the topic was last brought up to date: `2026-11-22`.
    pub updated: Option<String>,
    /// Where it stands.
    pub updated_span: Span,
    /// Left out unless drafts are asked for.
    pub draft: bool,
}

const FENCE: &str = "+++";
/// Keys that say something of a topic alone.
const OF_TOPICS: [&str; 6] = ["difficulty", "tags", "asks", "answers", "id", "requires"];

/// Reads the front matter of a file. Gives it, if it could be read, and the byte where the body starts.
pub fn read(file: &TopicFile, report: &mut Report) -> (Option<Front>, usize) {
    let text: &str = &file.file.text;
    let source = &file.file.source;
    let said = if file.is_table() { spreadsheet_padding::without_padding(text, FENCE) } else { text.into() };
    let text = &*said;
    let first = text.split('\n').next().unwrap_or("");
    if first.trim_end() != FENCE && file.is_table() {
        let title = Located { value: write_out(file.path.name()), span: Span::new(0, first.len()) };
        return (Some(Front { title, ..Front::default() }), 0);
    }
    if first.trim_end() != FENCE {
        let yaml = first.trim_end() == "---";
        let has_old_line_ends = first.trim_end().contains('\r');
        let place = first.find('\r').unwrap_or(first.len());
        let message = Message::NoFrontMatter { yaml, is_index: file.is_index, has_old_line_ends };
        report.at(Place::span(source, Span::new(0, place)), message);
        return (None, 0);
    }
    let start = (first.len() + 1).min(text.len());
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == FENCE {
            let toml = TomlText { source, text: &text[start..at], offset: start };
            let front =
                read_document(toml, "the front matter", report, |fields, report| read_keys(fields, file, report));
            return (front, at + line.len());
        }
        at += line.len();
    }
    report.at(Place::span(source, Span::new(0, first.len())), Message::UnclosedFrontMatter);
    (None, text.len())
}

fn read_keys(fields: &mut Fields<'_>, file: &TopicFile, report: &mut Report) -> Front {
    let (is_index, is_table) = (file.is_index, file.is_table());
    let title = match is_table {
        // It has its file's name if it has no other.
        true => fields
            .string("title", report)
            .or_else(|| Some(Located { value: write_out(file.path.name()), span: Span::new(0, FENCE.len()) })),
        false => fields.required_string("title", report),
    };
    let short = fields.string("short", report);
    let kind = read_kind(fields, file, report);
    let menu = fields.boolean("menu", report).unwrap_or(false);
    let updated = fields.date("updated", report);
    let needs_level = !is_index && !is_table && kind == Some(Kind::Topic);
    let difficulty =
        if needs_level { fields.required_string("difficulty", report) } else { fields.string("difficulty", report) };
    match kind {
        Some(Kind::Page) => fields.check_absent(&OF_TOPICS, ("topics", "a page"), report),
        Some(Kind::Topic) if is_index => fields.check_absent(&["menu"], ("pages", "a chapter"), report),
        Some(Kind::Topic) => fields.check_absent(&["menu"], ("pages", "a topic"), report),
        None => {}
    }
    Front {
        kind: kind.unwrap_or_default(),
        menu,
        // Without a title nothing is written, but what else is wrong with the topic can still be told.
        title: title.unwrap_or(Located { value: String::new(), span: Span::at(0) }),
        short,
        difficulty,
        tags: fields.strings("tags", report),
        summary: fields.string("summary", report),
        asks: fields.strings("asks", report),
        answers: fields.string_map("answers", report),
        id: fields.string("id", report),
        requires: fields.strings("requires", report),
        order: fields.integer("order", report).map(|it| it.value),
        aliases: fields.strings("aliases", report),
        updated_span: updated.as_ref().map(|it| it.span).unwrap_or_default(),
        updated: updated.map(|it| it.value),
        draft: fields.boolean("draft", report).unwrap_or(false),
    }
}

/// What the file is; `None` if `kind` says something that is no kind of file.
fn read_kind(fields: &mut Fields<'_>, file: &TopicFile, report: &mut Report) -> Option<Kind> {
    let before = report.errors();
    let Some(kind) = fields.string("kind", report) else {
        return (report.errors() == before).then_some(Kind::Topic);
    };
    let (reason, advice) = match kind.value.as_str() {
        "page" if file.is_table() => ("the file is a table of words", "leave it out"),
        "page" if file.is_index => ("the file introduces a chapter", "leave it out, or give the file another name"),
        "page" => return Some(Kind::Page),
        _ => ("there is no such kind of file", "write `kind = \"page\"`, or leave it out for a topic"),
    };
    let message = Message::BadValue { key: "kind".to_owned(), value: kind.value, reason, advice: Some(advice) };
    report.at(fields.place_of(kind.span), message);
    None
}
