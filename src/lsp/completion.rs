//! What can be written at the cursor: tags, levels, keys, topics, sections, files, languages, attributes.
//!
//! In: a guide as last built, a file as the editor has it, a byte of it. Out: completions that replace what is being written
//! there. Names come from the guide, keys and their texts from the JSON Schemas.

use gen_lsp_types::{
    CompletionItem, CompletionItemKind, CompletionItemTextEdit, CompletionList, Documentation, InsertTextFormat,
    MarkupContent, MarkupKind, TextEdit,
};
use serde_json::Value as Json;

use crate::guide::model::{Guide, Tag};
use crate::lsp::choices::{Choice, Explained, Found, choice};
use crate::lsp::hover;
use crate::lsp::markdown_cursor::{self, Spot};
use crate::lsp::open_file;
use crate::lsp::open_guide::Snapshot;
use crate::lsp::schema;
use crate::lsp::toml_cursor::{self, Value, What};
use crate::lsp::under_cursor::{self, File};
use crate::path::{TopicPath, decode_percent, encode_path, folder_of, join, relative};
use crate::reading::inputs::Inputs;
use crate::text::composed::composed;
use crate::text::span::Span;
use crate::text::utf16::Lines;
use crate::topic::fence::ATTRIBUTES;
use crate::topic::highlight::grammars;
use crate::topic::listing;
use crate::topic::markdown::NOTES;
use crate::topic::parse::Topic;

/// An editor is given so many, and asks again when more is typed.
const MOST: usize = 500;
/// With so many or fewer, each topic comes with its short answer.
const MOST_EXPLAINED: usize = 60;

/// What completions are made from.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The guide; none if it never could be built.
    pub snapshot: Option<&'a Snapshot>,
    /// What it was read from.
    pub inputs: &'a Inputs,
    /// The file.
    pub file: File<'a>,
    /// The cursor.
    pub byte: usize,
    /// Whether the editor knows snippets, which say where the cursor goes.
    pub snippets: bool,
}

/// The completions.
pub fn of(asked: Asked<'_>, lines: &Lines<'_>) -> CompletionList {
    let found = if asked.file.is_book() {
        asked.in_book()
    } else if asked.file.is_topic() {
        asked.in_topic()
    } else {
        None
    };
    let Some((span, choices)) = found else { return CompletionList::default() };
    let typed = asked.file.text.get(span.start..asked.byte).unwrap_or_default().to_lowercase();
    let fits =
        |choice: &Choice| holds(&choice.label, &typed) || choice.detail.as_ref().is_some_and(|it| holds(it, &typed));
    let mut choices: Vec<Choice> = choices.into_iter().filter(fits).collect();
    let is_incomplete = choices.len() > MOST;
    choices.truncate(MOST);
    let with_topics = choices.len() <= MOST_EXPLAINED;
    let item = |(number, choice): (usize, Choice)| {
        let text = match choice.explained {
            Explained::Text(text) => Some(text),
            Explained::Topic(index) if with_topics => {
                asked.snapshot.map(|it| hover::topic(&it.guide, &it.guide.topics[index], None))
            }
            _ => None,
        };
        let is_snippet = asked.snippets && choice.text.contains("$0");
        let new_text = if asked.snippets { choice.text } else { choice.text.replace("$0", "") };
        let markup = |value| Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value });
        CompletionItem {
            filter_text: choice.detail.as_ref().map(|detail| format!("{} {detail}", choice.label)),
            label: choice.label,
            kind: Some(choice.kind),
            detail: choice.detail,
            documentation: text.map(markup),
            sort_text: Some(format!("{number:04}")),
            insert_text_format: is_snippet.then_some(InsertTextFormat::Snippet),
            text_edit: Some(CompletionItemTextEdit::TextEdit(TextEdit {
                range: open_file::range(lines, span.start, span.end),
                new_text,
            })),
            ..CompletionItem::default()
        }
    };
    let items = choices.into_iter().enumerate().map(item).collect();
    CompletionList { is_incomplete, items, ..CompletionList::default() }
}

/// Whether a text holds these letters in this order, as editors look for them.
fn holds(text: &str, typed: &str) -> bool {
    let mut letters = text.chars().flat_map(char::to_lowercase);
    typed.chars().all(|wanted| letters.any(|letter| letter == wanted))
}

impl Asked<'_> {
    fn guide(&self) -> Option<&Guide> {
        self.snapshot.map(|it| &*it.guide)
    }

    /// The file as last parsed.
    fn topic(&self) -> Option<&Topic> {
        self.snapshot.and_then(|it| under_cursor::parsed(it, self.file.source)).map(|it| it.topic)
    }

    /// The folder of the file, from `content/`.
    fn folder(&self) -> &str {
        let path = self.file.source.as_str();
        let path = path.strip_prefix("content/").unwrap_or(path);
        folder_of(path)
    }

    // TOML.

    fn in_book(&self) -> Option<Found> {
        let spot = toml_cursor::spot(self.file.text, self.byte);
        let root = schema::of_book();
        match spot.what {
            What::Head(span) => {
                let table = |(key, said): (&str, &Json)| {
                    choice(key, CompletionItemKind::Module).saying(schema::explained(key, said))
                };
                Some((span, schema::keys(root).map(table).collect()))
            }
            What::Key(span) if spot.table.is_empty() => {
                let head = |(key, said): (&str, &Json)| {
                    let head = if said["type"] == "array" { format!("[[{key}]]") } else { format!("[{key}]") };
                    choice(head, CompletionItemKind::Module).saying(schema::explained(key, said))
                };
                Some((span, schema::keys(root).map(head).collect()))
            }
            What::Key(span) => Some(self.keys(span, schema::find(root, &spot.table)?, self.file.text, 0)),
            What::Value(value) => {
                let said = schema::find(root, &[&spot.table[..], std::slice::from_ref(&value.key)].concat())?;
                let mut choices = words(said);
                if spot.table == ["book"] && value.key == "theme" {
                    choices.extend(self.inputs.theme_names.iter().map(|name| choice(name, CompletionItemKind::Folder)));
                }
                Some(quoted(value, schema::is_text(said), 0, choices))
            }
            What::Nothing => None,
        }
    }

    fn in_topic(&self) -> Option<Found> {
        let front = markdown_cursor::front(self.file.text);
        let is_inside = |toml: Span| {
            // Where the front matter is never closed, it ends with the text.
            toml.contains(self.byte) || (toml.end == self.file.text.len() && toml.end == self.byte)
        };
        if let Some(front) = front.as_ref().filter(|front| is_inside(front.toml)) {
            return self.in_front(self.file.text.get(front.toml.range())?, front.toml.start);
        }
        self.in_body(front.map_or(0, |front| front.body))
    }

    fn in_front(&self, toml: &str, start: usize) -> Option<Found> {
        let spot = toml_cursor::spot(toml, self.byte - start);
        let root = schema::of_topic();
        match spot.what {
            What::Key(span) if spot.table == ["answers"] => {
                let asks = self.topic()?.front.asks.iter();
                let ask = |ask: &str| choice(ask, CompletionItemKind::Text).writing(toml_text(ask));
                Some((span.behind(start), asks.map(|it| ask(&it.value)).collect()))
            }
            What::Key(span) => Some(self.keys(span, schema::find(root, &spot.table)?, toml, start)),
            What::Value(value) => {
                if value.is_string && value.key == "summary" {
                    let before = toml.get(value.span.start..self.byte - start)?;
                    return self.link(markdown_cursor::wikilink(self.file.text, before, self.byte)?);
                }
                let choices = self.values(&value.key, &spot.table);
                let said = schema::find(root, &[&spot.table[..], std::slice::from_ref(&value.key)].concat())?;
                let choices = if choices.is_empty() { words(said) } else { choices };
                Some(quoted(value, schema::is_text(said), start, choices))
            }
            What::Head(span) => Some((span.behind(start), vec![choice("answers", CompletionItemKind::Module)])),
            What::Nothing => None,
        }
    }

    /// The names that a key of the front matter can hold.
    fn values(&self, key: &str, table: &[String]) -> Vec<Choice> {
        let Some(guide) = self.guide() else { return Vec::new() };
        match key {
            _ if table == ["answers"] => {
                let whole = choice("#", CompletionItemKind::Reference).beside("the whole page");
                let own = self.topic().map(sections).unwrap_or_default();
                let sign = |it: Choice| Choice { label: format!("#{}", it.label), text: format!("#{}", it.text), ..it };
                std::iter::once(whole).chain(own.into_iter().map(sign)).collect()
            }
            "tags" => {
                let has = |id: &str| self.topic().is_some_and(|it| it.front.tags.iter().any(|tag| tag.value == id));
                let tags = guide.tags.iter().filter(|tag| !has(&tag.id));
                let tag = |tag: &Tag| {
                    choice(&tag.id, CompletionItemKind::EnumMember).beside(&tag.label).saying(tag.description.clone())
                };
                tags.map(tag).collect()
            }
            "difficulty" => {
                let levels = guide.settings.levels.iter();
                levels.map(|level| choice(&level.id, CompletionItemKind::EnumMember).beside(&level.label)).collect()
            }
            "requires" => self.topics(guide).collect(),
            _ => Vec::new(),
        }
    }

    /// The keys of a table that are not written yet.
    fn keys(&self, span: Span, table: &Json, toml: &str, start: usize) -> Found {
        let of_table = table_lines(toml, span.start);
        let is_written = |key: &str| {
            let is_it =
                |line: &str| line.trim_start().strip_prefix(key).is_some_and(|it| it.trim_start().starts_with('='));
            of_table.iter().any(|line| is_it(line)) && toml.get(span.range()) != Some(key)
        };
        let has_value = toml[span.end..].trim_start_matches([' ', '\t']).starts_with('=');
        let key = |(key, said): (&str, &Json)| {
            let text = match schema::stub(key, said) {
                _ if has_value => key.to_owned(),
                stub if stub.ends_with(['"', ']']) => {
                    format!("{}$0{}", &stub[..stub.len() - 1], &stub[stub.len() - 1..])
                }
                stub => stub,
            };
            choice(key, CompletionItemKind::Property).writing(text).saying(schema::explained(key, said))
        };
        let choices = schema::keys(table).filter(|(key, _)| !is_written(key)).map(key).collect();
        (span.behind(start), choices)
    }

    // Markdown.

    fn in_body(&self, body: usize) -> Option<Found> {
        let spot = markdown_cursor::spot(self.file.text, body, self.byte)?;
        match spot {
            Spot::Language(span) => {
                let names = grammars::language_names().chain(["output", "quiz"]);
                Some((span, names.map(|name| choice(name, CompletionItemKind::EnumMember)).collect()))
            }
            Spot::Attribute { language, others, span } => {
                let is_free = |name: &&str| !others.iter().any(|other| other == name);
                let is_known = |name: &&str| language != "quiz" || matches!(*name, "id" | "card");
                let name = |name: &str| match name {
                    "lines" | "norun" => choice(name, CompletionItemKind::Property),
                    _ => choice(name, CompletionItemKind::Property).writing(format!("{name}=")),
                };
                Some((span, ATTRIBUTES.into_iter().filter(is_free).filter(is_known).map(name).collect()))
            }
            Spot::AttributeValue { language, name, info, span } => self.attribute(&language, &name, &info, span),
            Spot::Note(span) => {
                Some((span, NOTES.into_iter().map(|name| choice(name, CompletionItemKind::Keyword)).collect()))
            }
            link => self.link(link),
        }
    }

    fn attribute(&self, language: &str, name: &str, info: &str, span: Span) -> Option<Found> {
        let settings = &self.guide()?.settings;
        let choices: Vec<Choice> = match name {
            "env" => {
                let runner = settings.examples.iter().find(|it| grammars::are_same(&it.language.value, language))?;
                let names = runner.environments.iter().map(|(name, _)| name);
                names.map(|name| choice(name, CompletionItemKind::EnumMember)).collect()
            }
            "session" => {
                let mut names: Vec<&String> =
                    self.topic()?.document.code.iter().filter_map(|block| block.fence.session.as_ref()).collect();
                names.sort_unstable();
                names.dedup();
                names.into_iter().map(|name| choice(name, CompletionItemKind::EnumMember)).collect()
            }
            "from" => self.assets(|_| true).collect(),
            "part" => {
                let from = info.split("from=").nth(1)?;
                let file = from.trim_start_matches(['"', '\'']).split(['"', '\'', ' ']).next()?;
                let asset = listing::find(&join(self.folder(), file)?, &self.inputs.assets)?;
                let names = listing::part_names(std::str::from_utf8(&asset.bytes).ok()?);
                names.into_iter().map(|name| choice(name, CompletionItemKind::EnumMember)).collect()
            }
            "mask" => ["address", "time", "path"].map(|name| choice(name, CompletionItemKind::EnumMember)).into(),
            "card" => vec![choice("false", CompletionItemKind::EnumMember)],
            _ => return None,
        };
        let before = self.file.text.get(..span.start)?;
        let is_quoted = before.ends_with(['"', '\'']);
        let written = |it: Choice| {
            let bare = is_quoted || !it.text.contains(char::is_whitespace);
            if bare { it } else { Choice { text: format!("\"{}\"", it.text), ..it } }
        };
        // Of a list, the last entry is being written.
        let typed = self.file.text.get(span.start..self.byte)?;
        let start = typed.rfind(',').filter(|_| name == "mask").map_or(span.start, |at| span.start + at + 1);
        Some((Span::new(start, span.end), choices.into_iter().map(written).collect()))
    }

    fn link(&self, spot: Spot) -> Option<Found> {
        let guide = self.guide()?;
        match spot {
            Spot::Wikilink(span) => {
                let chapters = guide.chapters.iter().filter(|chapter| !chapter.path.is_home()).map(|chapter| {
                    choice(chapter.path.as_str(), CompletionItemKind::Folder).beside(&chapter.title.text)
                });
                let pages = guide
                    .pages
                    .iter()
                    .map(|page| choice(page.path.as_str(), CompletionItemKind::File).beside(&page.title.text));
                Some((span, self.topics(guide).chain(chapters).chain(pages).collect()))
            }
            Spot::Link(span) => {
                let topics = guide.topics.iter().enumerate().map(|(index, entry)| {
                    let found = self.file_choice(entry.topic.source.as_str(), CompletionItemKind::Reference);
                    Choice { explained: Explained::Topic(index), ..found.beside(&entry.topic.title.text) }
                });
                let introductions = guide.chapters.iter().filter_map(|chapter| chapter.introduction.as_deref());
                let pages = guide.pages.iter().map(|page| &**page);
                let chapters = introductions.chain(pages).map(|topic| {
                    self.file_choice(topic.source.as_str(), CompletionItemKind::Folder).beside(&topic.title.text)
                });
                Some((span, topics.chain(chapters).chain(self.assets(|_| true)).collect()))
            }
            Spot::Picture(span) => {
                let is_picture = |path: &str| {
                    let kinds = [".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"];
                    kinds.iter().any(|kind| path.to_lowercase().ends_with(kind))
                };
                Some((span, self.assets(is_picture).collect()))
            }
            Spot::WikilinkSection { path, span } => {
                let topic = match path.trim() {
                    "" => self.topic()?,
                    path => match guide.topic_named(path) {
                        Some(index) => &*guide.topics[index].topic,
                        None => {
                            let path = TopicPath::new(path.strip_suffix(".md").unwrap_or(path));
                            match guide.page_by_path.get(&path) {
                                Some(page) => &guide.pages[*page],
                                None => guide.chapters[*guide.chapter_by_path.get(&path)?].introduction.as_deref()?,
                            }
                        }
                    },
                };
                Some((span, sections(topic)))
            }
            Spot::LinkSection { path, span } => {
                let topic = if path.is_empty() { self.topic()? } else { self.linked(guide, &path)? };
                Some((span, sections(topic)))
            }
            _ => None,
        }
    }

    /// The file that the path of a link names.
    fn linked<'g>(&self, guide: &'g Guide, path: &str) -> Option<&'g Topic> {
        let full = join(self.folder(), &decode_percent(path)?)?;
        let source = format!("content/{full}");
        let mut files = guide.files();
        files.find(|topic| *composed(topic.source.as_str()) == source).map(|topic| &**topic)
    }

    /// The topics by path, and by id where one is given; not the file itself.
    fn topics<'g>(&self, guide: &'g Guide) -> impl Iterator<Item = Choice> + use<'g> {
        let own = self.file.source.clone();
        let others = guide.topics.iter().enumerate().filter(move |(_, entry)| entry.topic.source != own);
        others.flat_map(|(index, entry)| {
            let topic = &entry.topic;
            let named = |name: &str| {
                let found = choice(name, CompletionItemKind::Reference).beside(&topic.title.text);
                Choice { explained: Explained::Topic(index), ..found }
            };
            let id = topic.front.id.as_ref().map(|id| named(&id.value));
            std::iter::once(named(topic.path.as_str())).chain(id).collect::<Vec<_>>()
        })
    }

    fn assets(&self, is_wanted: impl Fn(&str) -> bool) -> impl Iterator<Item = Choice> {
        let assets = self.inputs.assets.iter().filter(move |asset| is_wanted(&asset.path));
        assets.map(|asset| self.file_choice(asset.source.as_str(), CompletionItemKind::File))
    }

    /// A file of `content/`, as a link from this file writes it.
    fn file_choice(&self, source: &str, kind: CompletionItemKind) -> Choice {
        let path = relative(source.strip_prefix("content/").unwrap_or(source), self.folder());
        let mut written = String::new();
        if path.contains(|c: char| c.is_whitespace() || "()<>#?%".contains(c)) {
            encode_path(&path, &mut written);
        } else {
            written.clone_from(&path);
        }
        choice(path, kind).writing(written)
    }
}

/// The sections of a file, and what else on its page can be linked.
fn sections(topic: &Topic) -> Vec<Choice> {
    let document = &topic.document;
    let headings = document.outline.iter().map(|it| choice(&it.id, CompletionItemKind::Reference).beside(&it.text));
    let is_heading = |id: &str| document.outline.iter().any(|it| it.id == id);
    let others = document.anchors.iter().filter(|id| !is_heading(id));
    headings.chain(others.map(|id| choice(id, CompletionItemKind::Reference))).collect()
}

fn words(said: &Json) -> Vec<Choice> {
    schema::words(said).into_iter().map(|word| choice(word, CompletionItemKind::EnumMember)).collect()
}

/// A text as TOML writes it.
fn toml_text(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// Choices at a value: with quotes around them, where they need some and there are none.
fn quoted(value: Value, is_text: bool, start: usize, choices: Vec<Choice>) -> Found {
    let span = value.span.behind(start);
    let written = |it: Choice| match (value.is_string, is_text) {
        (false, true) => Choice { text: toml_text(&it.text), ..it },
        _ => it,
    };
    // Inside of a string, what needs another kind of quotes cannot stand.
    let fits = |it: &Choice| !value.is_string || !it.text.contains(['"', '\'', '\\']);
    (span, choices.into_iter().filter(fits).map(written).collect())
}

/// The lines of the table around a byte.
fn table_lines(toml: &str, byte: usize) -> Vec<&str> {
    let before = toml.get(..byte).unwrap_or_default();
    let start = before.rfind("\n[").map_or(0, |at| at + 1);
    let end = toml[byte.min(toml.len())..].find("\n[").map_or(toml.len(), |at| byte + at);
    toml.get(start..end).unwrap_or_default().lines().collect()
}
