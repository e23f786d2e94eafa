//! Every message the program can say about a guide: its text, severity, name and hint. Nothing else words a problem.
//!
//! `tests/suite/messages.rs` holds a fixture for each and fails when one is missing.

use thiserror::Error;

use crate::words::carry::Carry;
use crate::words::lint::{Lint, NAMES};

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is written.
    Error,
    /// The site is built; `--strict` makes it an error.
    Warning,
}

impl Severity {
    /// `error` or `warning`.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

/// One kind of problem with what it needs to be said. Fields named `nearest` hold the suggestion.
#[derive(Clone, Debug, Error, PartialEq)]
#[expect(missing_docs, reason = "the text beside each variant is its documentation")]
pub enum Message {
    // Reading.
    #[error("no `book.toml` in `{folder}`")]
    NoBook { folder: String },
    #[error("no folder `content/` beside `book.toml`")]
    NoContent,
    #[error("cannot read `{path}`: {reason}")]
    Unreadable { path: String, reason: String },
    #[error("the text is not UTF-8: byte {byte:#04x}")]
    NotUtf8 { byte: u8 },
    #[error("the symbolic link leads {whither}")]
    BadSymlink { whither: &'static str },
    #[error("no theme `{name}`")]
    NoTheme { name: String, nearest: Option<String> },
    #[error("the theme has no file `{name}` that this could replace")]
    UnknownThemeFile { name: String, nearest: Option<String> },
    #[error("no static file `{name}` to join")]
    NotInBundle { name: String, nearest: Option<String> },
    #[error("a file name that is not UTF-8 cannot have a URL")]
    BadFileName,

    // TOML.
    #[error("{detail}")]
    TomlSyntax { detail: String },
    #[error("unknown key `{key}` in {table}")]
    UnknownKey { key: String, table: String, nearest: Option<String>, known: Vec<String> },
    #[error("{table} has no `{key}`")]
    MissingKey { key: &'static str, table: String },
    #[error("`{key}` is {found}, not {expected}")]
    WrongType { key: String, expected: &'static str, found: &'static str },
    #[error("`{key}` is empty")]
    EmptyValue { key: String },
    #[error("`{value}` stands twice in `{key}`")]
    Repeated { key: String, value: String },
    #[error("`{key}` is `{value}`: {reason}")]
    BadValue { key: String, value: String, reason: &'static str, advice: Option<&'static str> },
    #[error("no front matter: the first line is not `+++`")]
    NoFrontMatter { yaml: bool },
    #[error("the front matter is never closed by a line `+++`")]
    UnclosedFrontMatter,

    // Words of the guide.
    #[error("no difficulty `{typed}`")]
    UnknownDifficulty { typed: String, nearest: Option<String>, known: Vec<String> },
    #[error("no lint `{name}`")]
    UnknownLint { name: String, nearest: Option<String> },
    #[error("tag `{tag}` is not declared")]
    UndeclaredTag { tag: String, nearest: Option<String> },
    #[error("no topic uses the tag `{tag}`")]
    UnusedTag { tag: String },
    #[error("chapter `{chapter}` has no topics")]
    EmptyChapter { chapter: String },
    #[error("chapter `{chapter}` has no `index.md`")]
    NoChapterIndex { chapter: String },
    #[error("the guide has no topics")]
    NoTopics,
    #[error("id `{id}` is taken by `{first}`")]
    DuplicateId { id: String, first: String },
    #[error("`requires` names no topic: `{path}`")]
    UnknownRequirement { path: String, nearest: Option<String> },
    #[error("topics require each other in a circle: {circle}")]
    RequirementCycle { circle: String },
    #[error("alias `{alias}` leads out of the site")]
    AliasEscapes { alias: String },

    // Markdown.
    #[error("unknown attribute `{name}`")]
    UnknownAttribute { name: String, nearest: Option<String> },
    #[error("attribute `{name}`: {reason}")]
    BadAttribute { name: String, reason: String, advice: Option<&'static str> },
    #[error("no highlighting for the language `{language}`")]
    UnknownLanguage { language: String, nearest: Option<String> },
    #[error("this `output` follows no example")]
    OutputWithoutExample,
    #[error("the code fence is never closed")]
    UnclosedFence,
    #[error("HTML is shown as text")]
    HtmlShownAsText,
    #[error("the formula cannot be read: {detail}")]
    BadMaths { detail: String },
    #[error("the id `{id}` stands twice on this page")]
    DuplicateAnchor { id: String },
    #[error("no definition list follows this heading of questions")]
    QuestionsWithoutList,
    #[error("no definition of `[{label}]`")]
    UndefinedReference { label: String },
    #[error("no footnote `[^{label}]`")]
    UndefinedFootnote { label: String },
    #[error("the image has no description")]
    ImageWithoutText,

    // Links.
    #[error("no topic `{path}`")]
    NoSuchTopic { path: String, nearest: Option<String> },
    #[error("no section `#{section}` in `{topic}`")]
    NoSuchSection { section: String, topic: String, nearest: Option<String> },
    #[error("no file `{path}`")]
    NoSuchFile { path: String, nearest: Option<String> },
    #[error("`{path}` lies outside the guide")]
    LinkLeavesGuide { path: String },
    #[error("links of the kind `{scheme}:` are not written into the site")]
    UnsafeScheme { scheme: String },
    #[error("the image `{url}` is on another server")]
    ForeignImage { url: String },
    #[error("`{path}` is a page, not a source file")]
    LinkToPage { path: String, markdown: Option<String> },
    #[error("`{path}` is a draft")]
    LinkToDraft { path: String },

    // Examples.
    #[error("the example prints something else on {on}")]
    ExampleOutput { on: String, diff: String },
    #[error("the example prints on {on}, but no `output` block follows it")]
    ExampleUnwritten { on: String, diff: String },
    #[error("the example fails on {on}: `{line}`")]
    ExampleRaised { on: String, line: String, trace: String },
    #[error("the example raises `{line}` on {on}, not `{wanted}`")]
    ExampleRaisedOther { on: String, wanted: String, line: String, trace: String },
    #[error("the example does not raise `{wanted}` on {on}")]
    ExampleNotRaised { on: String, wanted: String },
    #[error("the example {how} on {on}")]
    ExampleExit { on: String, how: String, trace: String },
    #[error("the example did not end within {seconds} s on {on}")]
    ExampleTimedOut { on: String, seconds: u64 },
    #[error("the example prints more than 1 MB on {on}")]
    ExampleTooMuch { on: String },
    #[error("the code is not Python {version}: {detail}")]
    ExampleSyntax { version: String, detail: String },
    #[error("no environment `{name}` for examples in {language}")]
    UnknownEnvironment { name: String, language: String, nearest: Option<String>, known: Vec<String> },
    #[error("none of the interpreters in `book.toml` is Python `{wanted}`")]
    NoSuchVersion { wanted: String },
    #[error("no Python {wanted} was found: its examples are skipped")]
    NoInterpreter { wanted: String },
    #[error("nothing was found to run the examples in {language}: {tried}")]
    NoRunner { language: String, tried: String },
    #[error("the packages of `{file}` are not installed for Python {python}")]
    PackagesMissing { file: String, python: String },
    #[error("cannot {step} for Python {python}")]
    InstallFailed { python: String, step: &'static str, detail: String },
    #[error("cannot run examples with `{program}`: {reason}")]
    CannotRun { program: String, reason: String },
    #[error("no file matches `{pattern}`")]
    NoMatch { pattern: String },
    #[error("the output blocks of `{path}` were not rewritten: {reason}")]
    CannotFix { path: String, reason: String },
    #[error("cannot keep `{path}`: {reason}")]
    CannotKeep { path: String, reason: String },
    #[error("`examples.lock` is not in a format that this version reads")]
    LockFormat,

    // Output.
    #[error("two sources of `{path}`: {first} and {second}")]
    TwoOwners { path: String, first: String, second: String },
    #[error("{detail}")]
    Template { detail: String, help: Option<String> },
    #[error("page `{page}` links to `{url}`, which is not in the site")]
    DeadLink { page: String, url: String },
    #[error("page `{page}` has the id `{id}` twice")]
    DuplicatePageId { page: String, id: String },

    // Writing.
    #[error("`{folder}` was not made by studybook")]
    ForeignFolder { folder: String },
    #[error("`{folder}` cannot be the output: {reason}")]
    BadOutput { folder: String, reason: &'static str },
    #[error("another build is writing into `{folder}`")]
    OutputBusy { folder: String },
    #[error("the cache could not be kept in `{path}`: {reason}")]
    CacheNotKept { path: String, reason: String },
    #[error("cannot {action} `{path}`: {reason}")]
    CannotWrite { action: &'static str, path: String, reason: String },

    // Printing.
    #[error("no {by} `{name}`")]
    UnknownSelection { by: &'static str, name: String, nearest: Option<String>, known: Vec<String> },
    #[error("no topic is selected by `{typed}`")]
    NothingSelected { typed: String },
    #[error("the PDF cannot be written to `{path}`: {reason}")]
    BadPdfPath { path: String, reason: String },
    #[error("no browser was found that can print")]
    NoBrowser,
    #[error("`{browser}` cannot be started: {reason}")]
    BrowserNotStarted { browser: String, reason: String },
    #[error("`{browser}` failed to print: {reason}")]
    BrowserFailed { browser: String, reason: String, said: String },
    #[error("`{browser}` did not finish printing in {seconds} seconds")]
    BrowserTooSlow { browser: String, seconds: u64 },
    #[error("what `{browser}` printed cannot be read: {reason}")]
    BadPdf { browser: String, reason: String },
    #[error("the page numbers of the contents and the index did not settle")]
    UnsettledPages,
    // Serving.
    #[error("port {port} is taken: serving on {instead}")]
    PortTaken { port: u16, instead: u16 },
    #[error("cannot listen on port {port} of this machine: {reason}")]
    CannotListen { port: u16, reason: String },
    #[error("cannot watch `{path}`: {reason}")]
    NotWatched { path: String, reason: String },
    #[error("no browser could be opened: {reason}")]
    NotOpened { reason: String },

    // Starting a guide or a topic.
    #[error("`{folder}` is a guide already")]
    GuideExists { folder: String },
    #[error("`{path}` is there already")]
    TopicExists { path: String },
    #[error("`{path}` cannot be a topic: {reason}")]
    BadTopicPath { path: String, reason: &'static str, nearest: Option<String> },

    // What `check` and `import` say is worded in modules of their own.
    #[error(transparent)]
    Lint(#[from] Lint),
    #[error(transparent)]
    Carry(#[from] Carry),
}

impl Message {
    /// How bad it is without `--strict`.
    pub fn severity(&self) -> Severity {
        use Message as M;
        match self {
            M::UnusedTag { .. }
            | M::EmptyChapter { .. }
            | M::NoChapterIndex { .. }
            | M::NoTopics
            | M::UnknownLanguage { .. }
            | M::UnclosedFence
            | M::HtmlShownAsText
            | M::QuestionsWithoutList
            | M::UndefinedReference { .. }
            | M::UndefinedFootnote { .. }
            | M::UnknownThemeFile { .. }
            | M::CacheNotKept { .. }
            | M::NoInterpreter { .. }
            | M::NoSuchVersion { .. }
            | M::LockFormat
            | M::UnsettledPages
            | M::PortTaken { .. }
            | M::NotWatched { .. }
            | M::NotOpened { .. }
            | M::ImageWithoutText => Severity::Warning,
            M::Lint(lint) if !lint.is_error() => Severity::Warning,
            M::Carry(carry) if !carry.is_error() => Severity::Warning,
            _ => Severity::Error,
        }
    }

    /// Whether it is advice, which `--strict` leaves a warning.
    pub fn is_advice(&self) -> bool {
        matches!(self, Message::Lint(lint) if !lint.is_error())
    }

    /// A stable name of the kind: `unknown-key`.
    pub fn code(&self) -> &'static str {
        use Message as M;
        match self {
            M::NoBook { .. } => "no-book",
            M::NoContent => "no-content",
            M::Unreadable { .. } => "unreadable",
            M::NotUtf8 { .. } => "not-utf8",
            M::BadSymlink { .. } => "bad-symlink",
            M::NoTheme { .. } => "no-theme",
            M::UnknownThemeFile { .. } => "unknown-theme-file",
            M::NotInBundle { .. } => "not-in-bundle",
            M::BadFileName => "bad-file-name",
            M::TomlSyntax { .. } => "toml-syntax",
            M::UnknownKey { .. } => "unknown-key",
            M::MissingKey { .. } => "missing-key",
            M::WrongType { .. } => "wrong-type",
            M::EmptyValue { .. } => "empty-value",
            M::Repeated { .. } => "repeated",
            M::BadValue { .. } => "bad-value",
            M::NoFrontMatter { .. } => "no-front-matter",
            M::UnclosedFrontMatter => "unclosed-front-matter",
            M::UnknownDifficulty { .. } => "unknown-difficulty",
            M::UnknownLint { .. } => "unknown-lint",
            M::UndeclaredTag { .. } => "undeclared-tag",
            M::UnusedTag { .. } => "unused-tag",
            M::EmptyChapter { .. } => "empty-chapter",
            M::NoChapterIndex { .. } => "no-chapter-index",
            M::NoTopics => "no-topics",
            M::DuplicateId { .. } => "duplicate-id",
            M::UnknownRequirement { .. } => "unknown-requirement",
            M::RequirementCycle { .. } => "requirement-cycle",
            M::AliasEscapes { .. } => "alias-escapes",
            M::UnknownAttribute { .. } => "unknown-attribute",
            M::BadAttribute { .. } => "bad-attribute",
            M::UnknownLanguage { .. } => "unknown-language",
            M::OutputWithoutExample => "output-without-example",
            M::UnclosedFence => "unclosed-fence",
            M::HtmlShownAsText => "html-shown-as-text",
            M::BadMaths { .. } => "bad-maths",
            M::DuplicateAnchor { .. } => "duplicate-anchor",
            M::QuestionsWithoutList => "questions-without-list",
            M::UndefinedReference { .. } => "undefined-reference",
            M::UndefinedFootnote { .. } => "undefined-footnote",
            M::ImageWithoutText => "image-without-text",
            M::NoSuchTopic { .. } => "no-such-topic",
            M::NoSuchSection { .. } => "no-such-section",
            M::NoSuchFile { .. } => "no-such-file",
            M::LinkLeavesGuide { .. } => "link-leaves-guide",
            M::UnsafeScheme { .. } => "unsafe-scheme",
            M::ForeignImage { .. } => "foreign-image",
            M::LinkToPage { .. } => "link-to-page",
            M::LinkToDraft { .. } => "link-to-draft",
            M::ExampleOutput { .. } => "example-output",
            M::ExampleUnwritten { .. } => "example-unwritten",
            M::ExampleRaised { .. } => "example-raised",
            M::ExampleRaisedOther { .. } => "example-raised-other",
            M::ExampleNotRaised { .. } => "example-not-raised",
            M::ExampleExit { .. } => "example-exit",
            M::ExampleTimedOut { .. } => "example-timed-out",
            M::ExampleTooMuch { .. } => "example-too-much",
            M::ExampleSyntax { .. } => "example-syntax",
            M::UnknownEnvironment { .. } => "unknown-environment",
            M::NoSuchVersion { .. } => "no-such-version",
            M::NoInterpreter { .. } => "no-interpreter",
            M::NoRunner { .. } => "no-runner",
            M::PackagesMissing { .. } => "packages-missing",
            M::InstallFailed { .. } => "install-failed",
            M::CannotRun { .. } => "cannot-run",
            M::NoMatch { .. } => "no-match",
            M::CannotFix { .. } => "cannot-fix",
            M::CannotKeep { .. } => "cannot-keep",
            M::LockFormat => "lock-format",
            M::TwoOwners { .. } => "two-owners",
            M::Template { .. } => "template",
            M::DeadLink { .. } => "dead-link",
            M::DuplicatePageId { .. } => "duplicate-page-id",
            M::ForeignFolder { .. } => "foreign-folder",
            M::BadOutput { .. } => "bad-output",
            M::OutputBusy { .. } => "output-busy",
            M::CacheNotKept { .. } => "cache-not-kept",
            M::CannotWrite { .. } => "cannot-write",
            M::UnknownSelection { .. } => "unknown-selection",
            M::NothingSelected { .. } => "nothing-selected",
            M::BadPdfPath { .. } => "bad-pdf-path",
            M::NoBrowser => "no-browser",
            M::BrowserNotStarted { .. } => "browser-not-started",
            M::BrowserFailed { .. } => "browser-failed",
            M::BrowserTooSlow { .. } => "browser-too-slow",
            M::BadPdf { .. } => "bad-pdf",
            M::UnsettledPages => "unsettled-pages",
            M::PortTaken { .. } => "port-taken",
            M::CannotListen { .. } => "cannot-listen",
            M::NotWatched { .. } => "not-watched",
            M::NotOpened { .. } => "not-opened",
            M::GuideExists { .. } => "guide-exists",
            M::TopicExists { .. } => "topic-exists",
            M::BadTopicPath { .. } => "bad-topic-path",
            M::Lint(lint) => lint.code(),
            M::Carry(carry) => carry.code(),
        }
    }

    /// Lines shown under the place, such as a template's own report or a diff.
    pub fn detail(&self) -> Option<&str> {
        match self {
            Message::Template { help, .. } => help.as_deref(),
            Message::ExampleOutput { diff, .. } | Message::ExampleUnwritten { diff, .. } => Some(diff),
            Message::ExampleRaised { trace, .. }
            | Message::ExampleRaisedOther { trace, .. }
            | Message::ExampleExit { trace, .. } => (!trace.trim().is_empty()).then_some(trace.as_str()),
            Message::InstallFailed { detail, .. } => Some(detail),
            Message::BrowserFailed { said, .. } => Some(said).filter(|said| !said.is_empty()).map(String::as_str),
            _ => None,
        }
    }

    /// What the author can do about it; `None` where the message says it all.
    pub fn hint(&self) -> Option<String> {
        use Message as M;
        let did_you_mean = |nearest: &Option<String>| nearest.as_ref().map(|it| format!("did you mean `{it}`?"));
        match self {
            M::NoBook { .. } => Some("name the guide's folder, or make a guide with `studybook init FOLDER`".into()),
            M::NoContent => Some("topics live in `content/`, one Markdown file each".into()),
            M::NotUtf8 { .. } => Some("save the file as UTF-8".into()),
            M::BadSymlink { .. } => Some("put the file itself into the guide".into()),
            M::NoTheme { nearest, .. } => {
                did_you_mean(nearest).or_else(|| Some("a theme is a folder under `themes/`".into()))
            }
            M::UnknownThemeFile { nearest, .. } => {
                did_you_mean(nearest).or_else(|| Some("static files of your own go into `static/` of the theme".into()))
            }
            M::NotInBundle { nearest, .. } => {
                did_you_mean(nearest).or_else(|| Some("name scripts as they stand below `static/`, one a line".into()))
            }
            M::UnknownKey { nearest, known, .. } => {
                did_you_mean(nearest).or_else(|| (!known.is_empty()).then(|| format!("known keys: {}", list(known))))
            }
            M::MissingKey { key, .. } => match *key {
                "title" => Some("add `title = \"…\"`".into()),
                "difficulty" => Some("add `difficulty = \"…\"` with one of the guide's levels".into()),
                key => Some(format!("add `{key}`")),
            },
            M::Repeated { .. } => Some("leave one out".into()),
            M::BadValue { advice, .. } | M::BadAttribute { advice, .. } => advice.map(str::to_owned),
            M::NoFrontMatter { yaml: true } => {
                Some("front matter is TOML between `+++` lines: `title = \"…\"`, not `title: …`".into())
            }
            M::NoFrontMatter { yaml: false } => {
                Some("start the file with `+++`, `title = \"…\"`, `difficulty = \"…\"`, `+++`".into())
            }
            M::UnclosedFrontMatter => Some("put `+++` on a line of its own after the last key".into()),
            M::UnknownDifficulty { nearest, known, .. } => {
                did_you_mean(nearest).or_else(|| Some(format!("the guide's levels are {}", list(known))))
            }
            M::UnknownLint { nearest, .. } => {
                did_you_mean(nearest).or_else(|| Some(format!("the lints are {}", NAMES.join(", "))))
            }
            M::UndeclaredTag { nearest, tag } => did_you_mean(nearest)
                .or_else(|| Some(format!("declare it in `book.toml`: `{tag} = {{ label = \"…\" }}` under `[tags]`"))),
            M::UnusedTag { .. } => Some("use it in a topic or take it out of `[tags]`".into()),
            M::EmptyChapter { .. } => Some("add a topic, or take the folder away".into()),
            M::NoChapterIndex { .. } => {
                Some("add an `index.md` with at least `title = \"…\"` between `+++` lines".into())
            }
            M::NoTopics => Some("make one with `studybook new CHAPTER/NAME`".into()),
            M::DuplicateId { .. } => Some("give one of them an `id` of its own".into()),
            M::UnknownRequirement { nearest, .. } => did_you_mean(nearest)
                .or_else(|| Some("write the path from `content/`, such as `python/concurrency/gil`".into())),
            M::RequirementCycle { .. } => Some("drop the `requires` that a reader can do without".into()),
            M::AliasEscapes { .. } => Some("write it from the site's root, such as `old/page.html`".into()),
            M::UnknownAttribute { nearest, .. } => did_you_mean(nearest).or_else(|| {
                Some("known attributes: title, hl, lines, norun, raises, session, env, timeout, python, mask".into())
            }),
            M::UnknownLanguage { language, .. } if language.contains(['=', ',', '{', '"']) => {
                Some("the language comes first, then a space, then attributes: `python title=\"app.py\"`".into())
            }
            M::UnknownLanguage { nearest, .. } => {
                did_you_mean(nearest).or_else(|| Some("write `text` if the block is in no language".into()))
            }
            M::OutputWithoutExample => Some("put it right after the block that prints it".into()),
            M::UnclosedFence => Some("close it with as many backticks as opened it".into()),
            M::HtmlShownAsText => Some("write Markdown, or set `html = true` under `[markdown]` in `book.toml`".into()),
            M::DuplicateAnchor { .. } => Some("give one of the headings another `{#id}`".into()),
            M::QuestionsWithoutList => Some("write each question on a line and its answer below, after `: `".into()),
            M::UndefinedReference { label } => {
                Some(format!("add a line `[{label}]: URL`, or write `\\[` for a plain bracket"))
            }
            M::UndefinedFootnote { label } => Some(format!("add `[^{label}]: text`")),
            M::ImageWithoutText => Some("say what it shows between `![` and `]`, for those who cannot see it".into()),
            M::NoSuchTopic { nearest, .. } | M::NoSuchFile { nearest, .. } => did_you_mean(nearest)
                .or_else(|| Some("paths start at the file they stand in: `../chapter/topic.md`; `[[chapter/topic]]` starts at `content/`".into())),
            M::NoSuchSection { nearest, .. } => Some(nearest.as_ref().map_or_else(
                || "a section's id is its heading in lower case with hyphens; `{#id}` gives it another".to_owned(),
                |it| format!("did you mean `#{it}`?"),
            )),
            M::LinkLeavesGuide { .. } => {
                Some("a site holds only what lies under `content/`: copy the file there".into())
            }
            M::UnsafeScheme { .. } => Some("use `https:`, `mailto:` or a path".into()),
            M::ForeignImage { .. } => Some("save it beside the topic: pages make no request to other servers".into()),
            M::LinkToPage { markdown, .. } => markdown.as_ref().map(|it| format!("link to the source: `{it}`")),
            M::LinkToDraft { .. } => Some("build with `--drafts`, or take `draft = true` out of it".into()),
            M::ExampleOutput { .. } | M::ExampleUnwritten { .. } => {
                Some("if that is right, `studybook test --fix` writes it into the file".into())
            }
            M::ExampleRaised { line, .. } => {
                let name = line.split([':', ' ']).next().unwrap_or(line);
                Some(format!("if that is meant, write `raises={}` after the language", name.rsplit('.').next()?))
            }
            M::ExampleRaisedOther { line, .. } => {
                let name = line.split([':', ' ']).next().unwrap_or(line);
                Some(format!("if that is meant, write `raises={}`", name.rsplit('.').next()?))
            }
            M::ExampleNotRaised { .. } => Some("take `raises` away, or make the last line raise it".into()),
            M::ExampleExit { .. } => Some("run the block by itself to see why".into()),
            M::ExampleTimedOut { .. } => Some("give the block more with `timeout=60`, or make it do less".into()),
            M::ExampleTooMuch { .. } => Some("see whether it ends, and print less".into()),
            M::ExampleSyntax { .. } => {
                Some("correct it, say for which Python it is with `python=\">=3.14\"`, or call it ```text".into())
            }
            M::UnknownEnvironment { nearest, known, name, language } => did_you_mean(nearest).or_else(|| {
                let declare =
                    format!("declare it: `environments = {{ {name} = \"FILE\" }}` under `[examples.{language}]`");
                Some(if known.is_empty() { declare } else { format!("the guide's environments are {}", list(known)) })
            }),
            M::NoSuchVersion { .. } => Some("add it to `interpreters`, or it runs nowhere".into()),
            M::NoInterpreter { wanted } => {
                Some(format!("it is looked for in pyenv, in uv, and as `python{wanted}` on the PATH"))
            }
            M::NoRunner { .. } => Some("install it, or mark the blocks `norun=\"why\"`".into()),
            M::PackagesMissing { .. } => Some("run `studybook test` once without `--no-install`".into()),
            M::InstallFailed { .. } => Some("nothing was kept; the next run tries again".into()),
            M::CannotRun { .. } => Some("see whether it is whole and may be run".into()),
            M::NoMatch { .. } => Some("write a part of a file's path, such as `concurrency/gil`".into()),
            M::CannotFix { .. } => Some("run it again when nothing else writes the file".into()),
            M::CannotKeep { .. } => Some("see that the guide's folder may be written".into()),
            M::LockFormat => Some("run `studybook test` to write it anew".into()),
            M::TwoOwners { .. } => Some("rename one of them".into()),
            M::ForeignFolder { folder } => {
                Some(format!("name another folder with `-o`, or delete `{folder}` yourself"))
            }
            M::BadOutput { .. } => Some("name a folder of its own with `-o`, such as `site`".into()),
            M::OutputBusy { .. } => Some("wait for it to end, or name another folder with `-o`".into()),
            M::CacheNotKept { .. } => Some("the next run takes longer".into()),
            M::CannotWrite { .. } => Some("the last good site was left as it was".into()),
            M::UnknownSelection { nearest, known, by, .. } => did_you_mean(nearest).or_else(|| match known[..] {
                [] => Some("`studybook stats` lists them".into()),
                _ if *by == "chapter" => {
                    Some(format!("write its path from `content/`; at the top are {}", list(known)))
                }
                _ => Some(format!("there are {}", list(known))),
            }),
            M::NothingSelected { .. } => Some("a topic must fit one of each kind: chapter, tag and difficulty".into()),
            M::BadPdfPath { .. } => Some("name another file with `-o`".into()),
            M::NoBrowser => Some(
                "install Chromium or Chrome, or name it with `--browser PATH` or the variable `CHROME`; \
                 `print.html` of the site can be printed by hand from any browser"
                    .into(),
            ),
            M::BrowserNotStarted { .. } | M::BadPdf { .. } => {
                Some("name a Chromium or Chrome with `--browser PATH` or the variable `CHROME`".into())
            }
            M::BrowserFailed { .. } => {
                Some("try another browser with `--browser PATH`, or print a part with `--select chapter:PATH`".into())
            }
            M::BrowserTooSlow { .. } => Some("print a part of the guide with `--select chapter:PATH`, or allow more with `--timeout`".into()),
            M::UnsettledPages => Some("print once more with the other `--paper`".into()),
            M::PortTaken { .. } => Some("name another with `--port`".into()),
            M::CannotListen { .. } => Some("name another with `--port`; `--port 0` takes any that is free".into()),
            M::NotWatched { .. } => {
                Some("changes in it are not seen: start `studybook serve` again to see them".into())
            }
            M::NotOpened { .. } => Some("open the address yourself".into()),
            M::GuideExists { .. } => Some("name a new folder, or add a topic with `studybook new CHAPTER/NAME`".into()),
            M::TopicExists { .. } => Some("choose another name, or edit the file".into()),
            M::BadTopicPath { nearest, .. } => {
                did_you_mean(nearest).or_else(|| Some("write it as in `python/asyncio-tasks`".into()))
            }
            M::DeadLink { .. } | M::DuplicatePageId { .. } => {
                Some("a template of the theme wrote this; the theme's own files can be replaced one by one".into())
            }
            M::Unreadable { .. } => Some("see that it is a file and may be read".into()),
            M::BadFileName => Some("rename it in UTF-8".into()),
            M::TomlSyntax { .. } => Some("this is TOML: `key = \"text\"`, `key = [\"a\", \"b\"]`, `key = true`".into()),
            M::WrongType { expected, .. } => Some(format!("write it as in `{}`", shape(expected))),
            M::EmptyValue { .. } => Some("give it a value, or leave the key out".into()),
            M::BadMaths { .. } => Some("formulas are LaTeX between dollar signs; a plain dollar sign is `\\$`".into()),
            M::Template { .. } => Some("`docs/themes.md` lists what templates see and how they are written".into()),
            M::Lint(lint) => lint.hint(),
            M::Carry(carry) => carry.hint(),
        }
    }
}

/// A value of the kind a message expected.
fn shape(expected: &str) -> &'static str {
    match expected {
        "a string" => "\"text\"",
        "a list of strings" => "[\"one\", \"two\"]",
        "true or false" => "true",
        "a list of tables" => "[[name]]",
        "a table" | "a table of strings" => "{ key = \"text\" }",
        it if it.starts_with("a date") => "2026-11-22",
        _ => "3",
    }
}

fn list(words: &[String]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
