//! `book.toml`: every setting of a guide.
//!
//! In: the file's text. Out: [`Settings`], with places where a later stage may still complain. Every key is documented
//! in the repository's `book.toml`; `tests/suite/settings.rs` holds the two together.

use crate::reading::check::{self, CheckSettings};
use crate::reading::fields::{Fields, Located, TomlText, read_document};
use crate::reading::inputs::TextFile;
use crate::words::message::Message;
use crate::words::path::SourcePath;
use crate::words::report::{Place, Report};
use crate::words::slug::{id_of, slug};

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
    /// `book.theme`, a folder under `themes/` laid over the default theme.
    pub theme: Option<Located<String>>,
    /// `book.cards`: pages have social cards; only with `base_url`.
    pub cards: bool,
    /// `markdown`.
    pub markdown: MarkdownSettings,
    /// `[check]`.
    pub check: CheckSettings,
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
    /// Where all this was read.
    pub source: SourcePath,
}

/// `[markdown]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MarkdownSettings {
    /// Raw HTML is passed through; otherwise it is shown as text.
    pub html: bool,
    /// Straight quotes and double hyphens become typographic ones.
    pub smart_punctuation: bool,
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

/// `[examples.LANG]`: how the examples of a language are run.
#[derive(Clone, Debug)]
pub struct RunnerSetting {
    /// `python`, as written after the backticks.
    pub language: Located<String>,
    /// The command for languages other than Python: `["node"]`. The file comes last, or where `{file}` stands.
    pub command: Vec<Located<String>>,
    /// Interpreters to try, for Python: `["3.11", "3.14"]`; without it, the `python3` of the `PATH`.
    pub interpreters: Vec<Located<String>>,
    /// What a block's file name ends in: `.py`.
    pub suffix: Option<String>,
    /// Seconds a block may take.
    pub timeout: Option<u64>,
    /// Megabytes of memory a block may take.
    pub memory: Option<u64>,
    /// Environment variables.
    pub variables: Vec<(String, String)>,
    /// The file of pinned packages, from the guide's root.
    pub requirements: Option<Located<String>>,
    /// Named environments: name and set-up file, from the guide's root.
    pub environments: Vec<(String, Located<String>)>,
    /// Packages whose versions the mark names, such as `Django`.
    pub report: Vec<String>,
    /// The folder of the npm package `pyodide`, from the guide's root; `node_modules/pyodide` if nothing is said.
    pub pyodide: Option<Located<String>>,
}

impl RunnerSetting {
    /// A runner of which nothing is said.
    pub fn new(language: Located<String>) -> Self {
        Self {
            language,
            command: Vec::new(),
            interpreters: Vec::new(),
            suffix: None,
            timeout: None,
            memory: None,
            variables: Vec::new(),
            requirements: None,
            environments: Vec::new(),
            report: Vec::new(),
            pyodide: None,
        }
    }

    /// Whether this runs Python.
    pub fn is_python(&self) -> bool {
        self.language.value == "python"
    }

    /// The files it names, from the guide's root.
    pub fn files(&self) -> impl Iterator<Item = &Located<String>> {
        self.requirements.iter().chain(self.environments.iter().map(|(_, file)| file))
    }
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
    });
    let before = report.errors();
    let check = root.table("check", report, check::read);
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
    let markdown = markdown.unwrap_or_default();
    let check = check.unwrap_or_default();
    Some(Settings { markdown, check, levels, tags, examples, levels_unread, tags_unread, ..book? })
}

fn read_book(book: &mut Fields<'_>, source: &SourcePath, report: &mut Report) -> Settings {
    let title = book.required_string("title", report);
    let description = book.string("description", report);
    let authors = book.strings("authors", report);
    let language = book.string("language", report);
    let base_url = book.string("base_url", report);
    let repository = book.string("repository", report);
    let branch = book.string("branch", report);
    let theme = book.string("theme", report);
    let cards = book.boolean("cards", report);
    if let Some(tag) = &language
        && !is_language_tag(&tag.value)
    {
        let (reason, advice) = ("not a language tag", Some("write it as in `en` or `pt-BR`"));
        bad_value(book, "language", tag, reason, advice, report);
    }
    let base_url = base_url.and_then(|url| web_address(book, "base_url", url, report)).map(|url| format!("{url}/"));
    let repository = repository.and_then(|url| web_address(book, "repository", url, report));
    Settings {
        // Without a title nothing is written, but the topics can still be checked.
        title: title.map_or_else(String::new, |it| it.value),
        description: description.map(|it| it.value),
        authors: authors.into_iter().map(|it| it.value).collect(),
        language_place: language.as_ref().map(|it| book.place_of(&it.span)),
        language: language.map_or_else(|| "en".to_owned(), |it| it.value),
        base_url,
        repository,
        branch: branch.map_or_else(|| "main".to_owned(), |it| it.value),
        theme,
        cards: cards.unwrap_or(true),
        markdown: MarkdownSettings::default(),
        check: CheckSettings::default(),
        levels: Vec::new(),
        tags: Vec::new(),
        examples: Vec::new(),
        levels_unread: false,
        tags_unread: false,
        source: source.clone(),
    }
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

fn read_levels(root: &mut Fields<'_>, report: &mut Report) -> Vec<Level> {
    let mut levels: Vec<Level> = Vec::new();
    for level in root.tables("difficulty", report, read_level).into_iter().flatten() {
        let (id, level) = level;
        if levels.iter().any(|earlier| earlier.id == level.id) {
            let place = root.place_of(&id.span);
            report.at(place, Message::Repeated { key: "difficulty".into(), value: level.id });
        } else {
            levels.push(level);
        }
    }
    if levels.is_empty() {
        let level = |id: &str, label: &str| Level { id: id.to_owned(), label: label.to_owned() };
        levels = vec![level("basic", "Basic"), level("intermediate", "Intermediate"), level("advanced", "Advanced")];
    }
    levels
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
    if slug(&id.value) == id.value && id.value != "index" && id.value.len() <= 100 {
        return Some(());
    }
    let message = Message::BadId { key, typed: id.value.clone(), fine: id_of(&id.value) };
    report.at(fields.place_of(&id.span), message);
    None
}

fn read_runner(language: Located<String>, fields: &mut Fields<'_>, report: &mut Report) -> RunnerSetting {
    let mut runner = RunnerSetting::new(language);
    runner.command = fields.words("command", report);
    runner.interpreters = fields.strings("interpreters", report);
    let suffix = fields.string("suffix", report);
    let timeout = fields.integer("timeout", report);
    runner.timeout =
        timeout.and_then(|it| within(fields, "timeout", it, 1..=3600, "not from 1 to 3600 seconds", report));
    let memory = fields.integer("memory", report);
    let reason = "not from 64 to 1048576 megabytes";
    runner.memory = memory.and_then(|it| within(fields, "memory", it, 64..=1_048_576, reason, report));
    let variables = fields.string_map("variables", report);
    runner.requirements = fields.string("requirements", report);
    runner.environments = fields.string_map("environments", report);
    runner.report = fields.strings("report", report).into_iter().map(|it| it.value).collect();
    runner.pyodide = fields.string("pyodide", report);
    if let Some(suffix) = suffix {
        if suffix.value.starts_with('.') && !suffix.value.contains(['/', '\\']) {
            runner.suffix = Some(suffix.value);
        } else {
            bad_value(fields, "suffix", &suffix, "not the end of a file name", Some("write it as in `.js`"), report);
        }
    }
    for (name, value) in variables {
        if name.is_empty() || name.contains(['=', '\0']) || value.value.contains('\0') {
            let shown = Located { value: name, span: value.span };
            bad_value(
                fields,
                "variables",
                &shown,
                "not the name of a variable",
                Some("write it as in `DEBUG = \"1\"`"),
                report,
            );
        } else {
            runner.variables.push((name, value.value));
        }
    }
    check_runner(&runner, fields, report);
    runner
}

/// Python is run by interpreters, every other language by a command.
fn check_runner(runner: &RunnerSetting, fields: &Fields<'_>, report: &mut Report) {
    let mut misplaced = |key: &str, value: Option<&Located<String>>, reason, advice| {
        if let Some(value) = value {
            bad_value(fields, key, value, reason, Some(advice), report);
        }
    };
    if runner.is_python() {
        let advice = "name versions: `interpreters = [\"3.11\", \"3.12\"]`";
        misplaced("command", runner.command.first(), "Python is run by interpreters", advice);
    } else {
        misplaced("interpreters", runner.interpreters.first(), "only Python has them", "write `command`");
        misplaced("requirements", runner.requirements.as_ref(), "only Python has them", "leave it out");
        misplaced("pyodide", runner.pyodide.as_ref(), "only Python has it", "leave it out");
        if runner.command.is_empty() {
            let table = format!("`[examples.{}]`", runner.language.value);
            report.at(fields.table_place(), Message::MissingKey { key: "command", table });
        }
    }
    for wanted in &runner.interpreters {
        let is_path = wanted.value.contains(['/', '\\']);
        let parts: Vec<&str> = wanted.value.split('.').collect();
        let is_number =
            |part: &&str| !part.is_empty() && part.len() < 4 && part.bytes().all(|byte| byte.is_ascii_digit());
        let is_version = (2..=3).contains(&parts.len()) && parts.iter().all(is_number);
        if !is_path && !is_version {
            let advice = Some("write it as in `3.12`, or as the path of a program");
            bad_value(fields, "interpreters", wanted, "not a version of Python", advice, report);
        }
    }
}

fn within(
    fields: &Fields<'_>,
    key: &str,
    number: Located<i64>,
    range: std::ops::RangeInclusive<u64>,
    reason: &'static str,
    report: &mut Report,
) -> Option<u64> {
    let value = u64::try_from(number.value).ok().filter(|value| range.contains(value));
    if value.is_none() {
        let shown = Located { value: number.value.to_string(), span: number.span };
        let advice =
            Some(if key == "timeout" { "write it as in `timeout = 10`" } else { "write it as in `memory = 2048`" });
        bad_value(fields, key, &shown, reason, advice, report);
    }
    value
}

fn bad_value(
    fields: &Fields<'_>,
    key: &str,
    value: &Located<String>,
    reason: &'static str,
    advice: Option<&'static str>,
    report: &mut Report,
) {
    let message = Message::BadValue { key: key.to_owned(), value: value.value.clone(), reason, advice };
    report.at(fields.place_of(&value.span), message);
}

/// The shape of a BCP 47 tag: letters, then parts of letters and digits.
fn is_language_tag(tag: &str) -> bool {
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
