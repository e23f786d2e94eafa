//! `book.toml`: every setting of a guide.
//!
//! In: the file's text. Out: [`Settings`], with places where a later stage may still complain. Every key is documented
//! in the repository's `book.toml`; `tests/suite/settings.rs` holds the two together.

use crate::path::SourcePath;
use crate::problem::message::Message;
use crate::problem::report::{Place, Report};
use crate::reading::check_settings::{self, CheckSettings};
use crate::reading::inputs::TextFile;
use crate::reading::limits::Limits;
use crate::reading::runner_setting::{RunnerSetting, bad_value, read_runner};
use crate::reading::toml_keys::{Fields, Located, TomlText, read_document};
use crate::text::language::{self, QuotationMarks};
use crate::text::pattern;
use crate::text::slug::{id_of, slug};

/// The settings of a guide.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `book.title`.
    pub title: String,
    /// `book.description`, plain text for the home page's meta description.
    pub description: Option<String>,
    /// `book.authors`.
    pub authors: Vec<String>,
    /// `book.language`, a BCP 47 tag: `en`, `pt-BR`.
    pub language: String,
    /// Where it was given.
    pub language_place: Option<Place>,
    /// `book.base_url`, ending in `/`: only for canonical links, sitemap, feed and 404.
    pub base_url: Option<String>,
    /// `book.repository`, without `/` at its end.
    pub repository: Option<String>,
    /// `book.branch`, for "edit this page".
    pub branch: String,
    /// `book.edit_url`, with `{path}` for the file's path from the guide's root.
    pub edit_url: Option<String>,
    /// `book.theme`, a folder under `themes/` laid over the default theme.
    pub theme: Option<Located<String>>,
    /// `book.logo`: a picture, from the guide's root.
    pub logo: Option<Located<String>>,
    /// `book.banner`: a line of Markdown above all pages.
    pub banner: Option<Located<String>>,
    /// `book.footer`: a line of Markdown at the foot of all pages.
    pub footer: Option<Located<String>>,
    /// `book.exclude`: patterns of files of `content/` that are no part of the guide.
    pub exclude: Vec<String>,
    /// `book.active_files`: pages, scripts and pictures with scripts are meant to be part of the site.
    pub active_files: bool,
    /// `book.offline`: readers may keep the guide on their devices; `false` takes it back, and unsaid nothing is done.
    pub offline: Option<bool>,
    /// `book.cards`: pages have social pictures; only with `base_url`.
    pub cards: bool,
    /// `markdown`.
    pub markdown: MarkdownSettings,
    /// `[check]`.
    pub check: CheckSettings,
    /// `book.id`: names the records that readers keep, and decks.
    pub id: String,
    /// `[study]`.
    pub study: StudySettings,
    /// `[[difficulty]]`, from the easiest.
    pub levels: Vec<Level>,
    /// `[tags]`, sorted by id.
    pub tags: Vec<TagSetting>,
    /// `[[difficulty]]` holds a mistake, so a level that seems unknown may be known.
    pub levels_unread: bool,
    /// `[tags]` holds a mistake, so a tag that seems undeclared may be declared.
    pub tags_unread: bool,
    /// `[examples.LANG]`, sorted by language.
    pub examples: Vec<RunnerSetting>,
    /// Sizes beyond which pages show less; the caller's, not the author's.
    pub limits: Limits,
    /// Where all this was read.
    pub source: SourcePath,
}

/// `[markdown]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct MarkdownSettings {
    /// Raw HTML is passed through; otherwise it is shown as text.
    pub html: bool,
    /// Straight quotes and double hyphens become typographic ones.
    pub smart_punctuation: bool,
    /// Those of the guide's language, where they are not those of English.
    pub quotation_marks: Option<QuotationMarks>,
    /// `H~2~O` has a low 2.
    pub subscript: bool,
    /// `x^2^` has a high 2.
    pub superscript: bool,
    /// `==text==` is marked.
    pub mark: bool,
    /// `*[HTML]: HyperText Markup Language` says what a short form stands for.
    pub abbreviations: bool,
}

/// `[study]`: the pages that ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StudySettings {
    /// They are part of the site.
    pub enabled: bool,
    /// The home page asks too.
    pub home: bool,
    /// Examples ask what they print.
    pub output: bool,
    /// The feed carries one question a day.
    pub daily: bool,
    /// Each output card has a page of its own, to be shared.
    pub share: bool,
    /// The table stands in `book.toml`.
    pub is_declared: bool,
}

impl Settings {
    /// Whether a file of `content/` is left out: a pattern without a slash is one of names, in any folder.
    pub fn excludes(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        self.exclude.iter().any(|it| if it.contains('/') { pattern::fits(it, path) } else { pattern::fits(it, name) })
    }
}

impl Default for StudySettings {
    fn default() -> Self {
        Self { enabled: true, home: true, output: true, daily: false, share: false, is_declared: false }
    }
}

/// One of the ordered levels of difficulty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// `basic`.
    pub id: String,
    /// `Basic`.
    pub label: String,
}

/// A declared tag.
#[derive(Clone, Debug)]
pub struct TagSetting {
    /// `gil`.
    pub id: Located<String>,
    /// `Global interpreter lock`.
    pub label: String,
    /// One sentence, or nothing.
    pub description: Option<String>,
}

/// Reads `book.toml`. `None` if it is not TOML or has no `[book]`.
pub fn read(file: &TextFile, report: &mut Report) -> Option<Settings> {
    let text = TomlText { source: &file.source, text: &file.text, offset: 0 };
    read_document(text, "`book.toml`", report, |root, report| read_root(root, &file.source, report)).flatten()
}

fn read_root(root: &mut Fields<'_>, source: &SourcePath, report: &mut Report) -> Option<Settings> {
    let markdown = root.table("markdown", report, |fields, report| MarkdownSettings {
        html: fields.boolean("html", report).unwrap_or(false),
        smart_punctuation: fields.boolean("smart_punctuation", report).unwrap_or(false),
        quotation_marks: None,
        subscript: fields.boolean("subscript", report).unwrap_or(false),
        superscript: fields.boolean("superscript", report).unwrap_or(false),
        mark: fields.boolean("mark", report).unwrap_or(false),
        abbreviations: fields.boolean("abbreviations", report).unwrap_or(false),
    });
    let study = root.table("study", report, |fields, report| StudySettings {
        enabled: fields.boolean("enabled", report).unwrap_or(true),
        home: fields.boolean("home", report).unwrap_or(true),
        output: fields.boolean("output", report).unwrap_or(true),
        daily: fields.boolean("daily", report).unwrap_or(false),
        share: fields.boolean("share", report).unwrap_or(false),
        is_declared: true,
    });
    let before = report.errors();
    let check = root.table("check", report, check_settings::read);
    let levels = read_levels(root, report);
    let levels_unread = report.errors() > before;
    let before = report.errors();
    let tags = read_tags(root, report);
    let tags_unread = report.errors() > before;
    let examples = root.open_table("examples", report, read_runner);
    let book = root.table("book", report, |book, report| read_book(book, source, report));
    if book.is_none() {
        report.at(root.table_place(), Message::MissingKey { key: "[book]", table: "`book.toml`".into() });
    }
    let book = book?;
    let levels = if levels.is_empty() { usual_levels(&book.language) } else { levels };
    let quotation_marks = language::quotation_marks(&book.language);
    let markdown = MarkdownSettings { quotation_marks, ..markdown.unwrap_or_default() };
    let check = check.unwrap_or_default();
    let study = study.unwrap_or_default();
    Some(Settings { markdown, check, study, levels, tags, examples, levels_unread, tags_unread, ..book })
}

fn read_book(book: &mut Fields<'_>, source: &SourcePath, report: &mut Report) -> Settings {
    let title = book.required_string("title", report);
    let description = book.string("description", report);
    let authors = book.strings("authors", report);
    let language = book.string("language", report);
    let base_url = book.string("base_url", report);
    let repository = book.string("repository", report);
    let branch = book.string("branch", report);
    let edit_url = book.string("edit_url", report).and_then(|url| edit_address(book, url, report));
    let theme = book.string("theme", report);
    let logo = book.string("logo", report);
    let banner = book.string("banner", report);
    let footer = book.string("footer", report);
    let cards = book.boolean("cards", report);
    let exclude = book.strings("exclude", report);
    let active_files = book.boolean("active_files", report);
    let offline = book.boolean("offline", report);
    let id = book.string("id", report).filter(|id| check_id(book, "id", id, report).is_some());
    if let Some(tag) = &language
        && !is_language_tag(&tag.value)
    {
        let (reason, advice) = ("not a language tag", Some("write it as in `en` or `pt-BR`"));
        bad_value(book, "language", tag, reason, advice, report);
    }
    let base_url = base_url.and_then(|url| web_address(book, "base_url", url, report)).map(|url| format!("{url}/"));
    let repository = repository.and_then(|url| web_address(book, "repository", url, report));
    Settings {
        id: id.map_or_else(|| guide_id(base_url.as_deref(), title.as_ref().map_or("", |it| &it.value)), |id| id.value),
        study: StudySettings::default(),
        // Without a title nothing is written, but the topics can still be checked.
        title: title.map_or_else(String::new, |it| it.value),
        description: description.map(|it| it.value),
        authors: authors.into_iter().map(|it| it.value).collect(),
        language_place: language.as_ref().map(|it| book.place_of(it.span)),
        language: language.map_or_else(|| "en".to_owned(), |it| it.value),
        base_url,
        repository,
        branch: branch.map_or_else(|| "main".to_owned(), |it| it.value),
        edit_url,
        theme,
        logo,
        banner,
        footer,
        cards: cards.unwrap_or(true),
        exclude: exclude.into_iter().map(|it| it.value).collect(),
        active_files: active_files.unwrap_or(false),
        offline,
        markdown: MarkdownSettings::default(),
        check: CheckSettings::default(),
        levels: Vec::new(),
        tags: Vec::new(),
        examples: Vec::new(),
        levels_unread: false,
        tags_unread: false,
        limits: Limits::default(),
        source: source.clone(),
    }
}

/// The id of a guide that has none: the last part of its address, or else its title.
fn guide_id(base_url: Option<&str>, title: &str) -> String {
    let address = base_url.and_then(|url| url.split_once("://")).map_or("", |(_, rest)| rest);
    let path = address.trim_end_matches('/').split_once('/').map_or("", |(_, path)| path);
    let name = path.rsplit('/').next().unwrap_or_default();
    id_of(if !name.is_empty() {
        name
    } else if !address.is_empty() {
        address
    } else {
        title
    })
}

/// Checks an address and drops the slashes at its end.
fn web_address(fields: &Fields<'_>, key: &'static str, url: Located<String>, report: &mut Report) -> Option<String> {
    let host = url.value.strip_prefix("https://").or_else(|| url.value.strip_prefix("http://"));
    let fine = host.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
        && !url.value.contains(|c: char| c.is_whitespace() || c.is_control() || "\"<>?#\\".contains(c));
    if fine {
        return Some(url.value.trim_end_matches('/').to_owned());
    }
    let (reason, advice) = ("not a web address", Some("write it as in `https://example.org/guide/`"));
    bad_value(fields, key, &url, reason, advice, report);
    None
}

/// What stands for a file's path in `edit_url`.
pub const EDITED_PATH: &str = "{path}";

/// An address in which `{path}` stands for a file's path.
fn edit_address(fields: &Fields<'_>, url: Located<String>, report: &mut Report) -> Option<String> {
    if !url.value.contains(EDITED_PATH) {
        let (reason, advice) =
            ("without `{path}`", Some("write `{path}` where the file's path from the guide's folder belongs"));
        bad_value(fields, "edit_url", &url, reason, advice, report);
        return None;
    }
    web_address(fields, "edit_url", url, report)
}

/// Levels of a guide: each page names all of them, each by its rank among them.
pub const MOST_LEVELS: usize = 20;

fn read_levels(root: &mut Fields<'_>, report: &mut Report) -> Vec<Level> {
    let mut levels: Vec<Level> = Vec::new();
    for level in root.tables("difficulty", report, read_level).into_iter().flatten() {
        let (id, level) = level;
        if levels.iter().any(|earlier| earlier.id == level.id) {
            let place = root.place_of(id.span);
            report.at(place, Message::Repeated { key: "difficulty".into(), value: level.id });
        } else if levels.len() == MOST_LEVELS {
            let advice = Some("tell finer shades of difficulty by tags, or by the order of topics");
            let reason = "a guide has at most 20 levels";
            bad_value(root, "difficulty", &id, reason, advice, report);
            break;
        } else {
            levels.push(level);
        }
    }
    levels
}

/// The levels of a guide that names none.
fn usual_levels(language: &str) -> Vec<Level> {
    let level = |(id, label): (&str, &str)| Level { id: id.to_owned(), label: label.to_owned() };
    ["basic", "intermediate", "advanced"].into_iter().zip(language::levels(language)).map(level).collect()
}

fn read_level(fields: &mut Fields<'_>, report: &mut Report) -> Option<(Located<String>, Level)> {
    let id = fields.required_string("id", report);
    let label = fields.string("label", report);
    let id = id?;
    check_id(fields, "id", &id, report)?;
    let label = label.map_or_else(|| id.value.clone(), |label| label.value);
    Some((id.clone(), Level { id: id.value, label }))
}

fn read_tags(root: &mut Fields<'_>, report: &mut Report) -> Vec<TagSetting> {
    let tags = root.open_table("tags", report, |id, fields, report| {
        let label = fields.string("label", report);
        let description = fields.string("description", report);
        check_id(fields, "tags", &id, report)?;
        let label = label.map_or_else(|| id.value.clone(), |it| it.value);
        Some(TagSetting { id, label, description: description.map(|it| it.value) })
    });
    tags.into_iter().flatten().collect()
}

/// Ids become file names and parts of URLs.
fn check_id(fields: &Fields<'_>, key: &'static str, id: &Located<String>, report: &mut Report) -> Option<()> {
    if is_id(&id.value) {
        return Some(());
    }
    let message = Message::BadId { key, typed: id.value.clone(), fine: id_of(&id.value) };
    report.at(fields.place_of(id.span), message);
    None
}

/// Whether a text can be the id of a tag or of a level.
pub fn is_id(text: &str) -> bool {
    slug(text) == text && text != "index" && text.len() <= 100
}

/// The shape of a BCP 47 tag: letters, then parts of letters and digits.
pub fn is_language_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or("");
    (2..=8).contains(&first.len())
        && first.chars().all(|c| c.is_ascii_alphabetic())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric()))
}

impl Settings {
    /// The place of the settings as a whole.
    pub fn place(&self) -> Place {
        Place::file(&self.source)
    }

    /// The index of a level in order of difficulty.
    pub fn level(&self, id: &str) -> Option<usize> {
        self.levels.iter().position(|level| level.id == id)
    }
}
