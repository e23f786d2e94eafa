//! Every message the program can say about a guide: its text, name and severity here, its hint in `hint`. Nothing
//! else words a problem.
//!
//! `tests/suite/messages.rs` holds a fixture for each and fails when one is missing.

mod answer;
mod hint;
mod severity;

use strum::{IntoStaticStr, VariantNames};
use thiserror::Error;

use crate::problem::advice::Lint;
use crate::problem::deck_fault::DeckFault;
use crate::problem::import_note::Carry;
use crate::problem::quiz_fault::QuizFault;
use crate::problem::slip::Slip;
use crate::problem::table_fault::TableFault;

pub use answer::{Answer, Spelling};
pub use severity::Severity;

/// Where a path of a guide starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathsFrom {
    /// At the file it stands in.
    ItsFile,
    /// At the guide's folder.
    Guide,
    /// At the style sheet it stands in.
    Sheet,
}

/// One kind of problem with what it needs to be said. Fields named `nearest` hold the suggestion.
#[derive(Clone, Debug, Error, PartialEq, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "kebab-case")]
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
    #[error("the file is copied as it is: topics end in `.md`")]
    NotATopic,
    #[error("Windows refuses `{name}`, which {why}")]
    NotOnWindows { name: String, why: &'static str },
    #[error("the file {what}, and has the address of the site")]
    ActiveFile { what: &'static str },
    #[error("whoever reaches this machine by its network can read the guide")]
    ServedToOthers,
    #[error("the folder lies more than {most} folders deep")]
    FolderTooDeep { most: usize },
    #[error("no theme `{name}`")]
    NoTheme { name: String, nearest: Option<String> },
    #[error("the theme has no words in the language `{language}`")]
    NoWords { language: String },
    #[error("the theme has no file `{name}` that this could replace")]
    UnknownThemeFile { name: String, nearest: Option<String> },
    #[error("style sheets import each other in a circle: {circle}")]
    SheetCircle { circle: String },
    #[error("a browser passes over an `@import` that stands below rules or in a block")]
    LateImport,
    #[error("no static file `{name}` to join")]
    NotInBundle { name: String, nearest: Option<String> },
    #[error("a file name that is not UTF-8 cannot have a URL")]
    BadFileName,

    // TOML.
    #[error("{detail}")]
    TomlSyntax { detail: String, hint: &'static str },
    #[error("unknown key `{key}` in {table}")]
    UnknownKey { key: String, table: String, nearest: Option<String>, known: Vec<String> },
    #[error("`{key}` is a key of {of}, and this file is {this}")]
    KeyOfOtherKind { key: String, of: &'static str, this: &'static str },
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
    #[error("`{key}` has the id `{typed}`, which cannot be part of an address")]
    BadId { key: &'static str, typed: String, fine: String },
    #[error("no front matter: the first line is not `+++`")]
    NoFrontMatter { yaml: bool, is_index: bool, has_old_line_ends: bool },
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
    #[error("`{written}` is the path of this topic, and the id of `{other}`")]
    PathAndId { written: String, other: String },
    #[error("`requires` names no topic: `{path}`")]
    UnknownRequirement { path: String, nearest: Option<String> },
    #[error("`[answers]` has a wording that is none of the `asks`: `{ask}`")]
    AnswerToNoAsk { ask: String, nearest: Option<String> },
    #[error("`[answers]` names no place of this page: `{value}`")]
    AnswerElsewhere { value: String },
    #[error("topics require each other in a circle: {circle}")]
    RequirementCycle { circle: String },
    #[error("alias `{alias}` leads out of the site")]
    AliasEscapes { alias: String },

    // Markdown.
    #[error("`{written}` is the markup of another program, and stays as text")]
    ForeignMarkup { written: String, instead: &'static str },
    #[error("the row has {cells} cells and the table {columns}: what is too much is lost")]
    CellsLost { cells: usize, columns: usize },
    #[error("no table: the first line has {cells} cells and the line below it {columns}")]
    NoTable { cells: usize, columns: usize },
    #[error("no link: the address `{address}` has a blank in it")]
    BlankInAddress { address: String },
    #[error("`{mark}` marks nothing here")]
    LooseEmphasis { mark: &'static str },
    #[error("`order` puts this before `{path}`, which it requires")]
    OrderAgainstRequires { path: String },
    #[error("unknown attribute `{name}`")]
    UnknownAttribute { name: String, nearest: Option<String> },
    #[error("attribute `{name}`: {reason}")]
    BadAttribute { name: String, reason: String, advice: Option<&'static str> },
    #[error("`{file}` has no part `{part}`")]
    NoSuchPart { part: String, file: String, nearest: Option<String> },
    #[error("no highlighting for the language `{language}`")]
    UnknownLanguage { language: String, nearest: Option<String> },
    #[error("this `output` follows no example")]
    OutputWithoutExample,
    #[error("nothing runs this block in {}, so what it shows is not checked", named(.language))]
    OutputUnchecked { language: String },
    #[error("the code fence is never closed")]
    UnclosedFence,
    #[error("HTML is shown as text")]
    HtmlShownAsText { is_element: bool },
    #[error("HTML has no element `{written}`")]
    UnknownElement { written: String, nearest: Option<String> },
    #[error("the element `<{element}>` is never closed")]
    UnclosedElement { element: String },
    #[error("`</{element}>` closes nothing")]
    StrayEnd { element: String },
    #[error("the comment is never closed: all after it is hidden")]
    UnclosedComment,
    #[error("`{written}` would change where the page leads")]
    RefusedElement { written: String },
    #[error("`{what}` does nothing on a page")]
    InertHtml { what: String },
    #[error("the formula cannot be read: {detail}")]
    BadMaths { detail: String },
    #[error("the id `{id}` stands twice on this page")]
    DuplicateAnchor { id: String },
    #[error("no definition list follows this heading of questions")]
    QuestionsWithoutList,
    #[error("`[!{name}]` begins no note")]
    UnknownNote { name: String, nearest: Option<String>, known: String },
    #[error("no definition of `[{label}]`")]
    UndefinedReference { label: String },
    #[error("no footnote `[^{label}]`")]
    UndefinedFootnote { label: String },
    #[error("nothing refers to the footnote `[^{label}]`")]
    UnusedFootnote { label: String },
    /// `[label]: address` that no link uses: a reader sees nothing of it.
    #[error("no link uses `[{label}]`, so nothing of this line is shown")]
    UnusedDefinition { label: String },
    /// `[label]: address` or `[^label]: text` once more.
    #[error("`[{label}]` is defined already, so nothing of this is shown")]
    RepeatedDefinition { label: String },
    #[error("a merge was not finished: git's marks of a conflict stand here")]
    MergeConflict,
    #[error("the heading is empty")]
    EmptyHeading,
    #[error("the link has no destination")]
    EmptyLink,
    #[error("the image has no description")]
    ImageWithoutText,

    // Links.
    #[error("no topic `{path}`")]
    NoSuchTopic { path: String, nearest: Option<String> },
    #[error("no section `#{section}` in `{topic}`")]
    NoSuchSection { section: String, topic: String, nearest: Option<String> },
    #[error("no file `{path}`")]
    NoSuchFile { path: String, nearest: Option<String>, from: PathsFrom },
    #[error("`{path}` lies outside the guide")]
    LinkLeavesGuide { path: String },
    #[error("links of the kind `{scheme}:` are not written into the site")]
    UnsafeScheme { scheme: String, is_in_angles: bool },
    #[error("`{url}` is on another server")]
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
    #[error("the program ends before this example on {on}, or inside of it")]
    ExampleCutOff { on: String, trace: String },
    #[error("the example ended without an error on {on}, not with exit code {wanted}")]
    ExampleNotExited { on: String, wanted: u8 },
    #[error("the example writes something else to its standard error on {on}")]
    ExampleStderr { on: String, diff: String },
    #[error("the example passes on {on}, and writes to its standard error what stands nowhere")]
    StderrUnwritten { on: String, said: String },
    #[error("the example did not end within {seconds} s on {on}")]
    ExampleTimedOut { on: String, seconds: u64 },
    #[error("the example prints more than 1 MB on {on}")]
    ExampleTooMuch { on: String },
    #[error("what is claimed does not hold: {claim} ({how})")]
    ProofFails { claim: String, how: String, detail: Option<String> },
    #[error("nothing in this proof can fail: {claim}")]
    ProofOfNothing { claim: String },
    #[error("line {line} of this proof asserts in vain: {claim}")]
    AssertsInVain { claim: String, line: usize },
    #[error("the ticked choice {choice} is not what the example prints on {on}")]
    QuizTicked { on: String, choice: String, printed: String },
    #[error("the example prints the choice {choice} on {on}, which is not ticked")]
    QuizUnticked { on: String, choice: String, printed: String },
    #[error("no short answer counts what the example prints on {on}")]
    QuizNotCounted { on: String, printed: String },
    #[error("the code is not Python {version}: {detail}")]
    ExampleSyntax { version: String, detail: String },
    #[error("the session `{session}` runs in the environment `{first}`, not in `{other}`")]
    SessionEnvironments { session: String, first: String, other: String },
    #[error("no environment `{name}` for examples in {language}")]
    UnknownEnvironment { name: String, language: String, nearest: Option<String>, known: Vec<String> },
    #[error("none of the interpreters in `book.toml` is Python `{wanted}`")]
    NoSuchVersion { wanted: String },
    #[error("no Python {wanted} was found: its examples are skipped")]
    NoInterpreter { wanted: String },
    #[error("the examples of `env={environment}` are skipped: {reason}")]
    SkippedBySetup { environment: String, reason: String },
    #[error("nothing was found to run the examples in {language}: {tried}")]
    NoRunner { language: String, tried: String },
    #[error("the packages of `{file}` are not installed for Python {python}")]
    PackagesMissing { file: String, python: String },
    #[error("cannot {step} for Python {python}")]
    InstallFailed { python: String, step: &'static str, detail: String },
    #[error("cannot run examples with `{program}`: {reason}")]
    CannotRun { program: String, reason: String },
    #[error("the folder in which this example ran on {on} was deleted before it ended")]
    ExampleFolderGone { on: String },
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
    #[error("`{path}` and `{other}` are one file where upper and lower case are the same")]
    SameButForCase { path: String, other: String },
    #[error("{detail}")]
    Template { detail: String, help: Option<String> },
    #[error("page `{page}`{} links to `{url}`, which is not in the site", and(*.others))]
    DeadLink { page: String, url: String, others: usize },
    #[error("page `{page}`{} has the id `{id}` twice", and(*.others))]
    DuplicatePageId { page: String, id: String, others: usize },

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
    #[error("the e-book cannot be written to `{path}`: {reason}")]
    BadBookPath { path: String, reason: String },
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

    // Moving.
    #[error("nothing in the guide is called `{typed}`")]
    NothingToMove { typed: String, nearest: Option<String> },
    #[error("`{from}` cannot become `{to}`: {reason}")]
    CannotMove { from: String, to: String, reason: String, advice: Option<String> },
    #[error("another `studybook mv` is at work in this guide")]
    MoveBusy,
    #[error("a change was cut short and is taken back: {what}")]
    MoveTakenBack { what: String },
    #[error("`{path}` has changed since, and stays as it is")]
    MoveLeft { path: String },

    #[error("no problem has the code `{typed}`")]
    UnknownCode { typed: String, nearest: Option<String> },

    // Cards.
    #[error("the id `{id}` is that of {first} too")]
    DuplicateCard { id: String, first: String },
    #[error("the card `{id}` is gone: readers lose what they know of it")]
    CardGone { id: String, write: String },
    #[error("the published address `{url}` is gone")]
    AddressGone { url: String, write: Option<String> },

    // What `check` and `import` say, what is wrong with a quiz, and slips in Markdown are worded in modules of their own.
    #[error(transparent)]
    Quiz(#[from] QuizFault),
    #[error(transparent)]
    Slip(#[from] Slip),
    #[error(transparent)]
    Table(#[from] TableFault),
    #[error(transparent)]
    Deck(#[from] DeckFault),
    #[error(transparent)]
    Lint(#[from] Lint),
    #[error(transparent)]
    Carry(#[from] Carry),
}

fn and(others: usize) -> String {
    match others {
        0 => String::new(),
        1 => " (and 1 other)".to_owned(),
        others => format!(" (and {others} others)"),
    }
}

impl Message {
    /// The stable name of the kind, as `--json` gives it: `unknown-key`.
    pub fn code(&self) -> &'static str {
        match self {
            Message::Lint(lint) => lint.code(),
            Message::Carry(carry) => carry.code(),
            Message::Quiz(fault) => fault.code(),
            Message::Slip(slip) => slip.code(),
            Message::Table(fault) => fault.code(),
            Message::Deck(fault) => fault.code(),
            other => other.into(),
        }
    }

    /// The same for more pages.
    #[must_use]
    pub fn on_others(mut self, pages: usize) -> Self {
        if let Message::DeadLink { others, .. } | Message::DuplicatePageId { others, .. } = &mut self {
            *others = pages;
        }
        self
    }

    /// Lines shown under the place, such as a template's own report or a diff.
    pub fn detail(&self) -> Option<&str> {
        match self {
            Message::Template { help, .. } => help.as_deref(),
            Message::ExampleOutput { diff, .. }
            | Message::ExampleUnwritten { diff, .. }
            | Message::ExampleStderr { diff, .. } => Some(diff),
            Message::ExampleRaised { trace, .. }
            | Message::ExampleRaisedOther { trace, .. }
            | Message::ExampleCutOff { trace, .. }
            | Message::ExampleExit { trace, .. } => (!trace.trim().is_empty()).then_some(trace.as_str()),
            Message::ProofFails { detail, .. } => detail.as_deref(),
            Message::QuizTicked { printed, .. }
            | Message::QuizUnticked { printed, .. }
            | Message::QuizNotCounted { printed, .. } => Some(printed),
            Message::StderrUnwritten { said, .. } => Some(said),
            Message::InstallFailed { detail, .. } => Some(detail),
            Message::BrowserFailed { said, .. } => Some(said).filter(|said| !said.is_empty()).map(String::as_str),
            _ => None,
        }
    }
}

/// A language as a message names it.
fn named(language: &str) -> String {
    if language.is_empty() { "no language".to_owned() } else { format!("`{language}`") }
}
