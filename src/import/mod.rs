//! `studybook import`: questions and books of elsewhere become topics.
//!
//! In: a file or a folder, and the guide as it stands. Out: a [`Plan`] of new files. Reading is `import::source`'s,
//! writing `write::files`'s; everything between is a function from text to plan. A file that is there is never
//! touched, and what the guide asks already is not added again.

pub mod found;
pub mod text_tags;
pub mod escapes;
pub mod html_tables;
pub mod html;
pub mod maths;
pub mod heading;
pub mod yaml;
pub mod page_front;
pub mod table_bars;
pub mod picture_sizes;
pub mod code_fences;
pub mod alerts;
pub mod colon_blocks;
pub mod heading_attributes;
pub mod inline_tags;
pub mod hidden_lines;
pub mod clean;
pub mod pictures;
pub mod duplicates;
pub mod line_marks;
pub mod admonitions;
pub mod leftovers;
pub mod short_answer;
pub mod reference_links;
pub mod questions;
pub mod link_targets;
pub mod proposals;
pub mod free_paths;
pub mod source;
pub mod anki;
pub mod wanted_lines;
pub mod includes;
pub mod warnings;
pub mod admonish;
pub mod template_marks;
pub mod page_names;
pub mod mdbook;
pub mod md_in_html;
pub mod mkdocs_settings;
pub mod mkdocs;
pub mod topic_file;
pub mod word_tables;
pub mod shown_files;
pub mod plan;
pub mod plan_text;
pub mod command;

use std::path::{Path, PathBuf};

use crate::build::pipeline::{self, Options};
use crate::guide::links;
use crate::guide::made_pages;
use crate::guide::model::Guide;
use crate::import::source::Tree;
use crate::path::{SourcePath, TopicPath, split_table, split_topic};
use crate::problem::import_note::Carry;
use crate::problem::message::{Message, Severity};
use crate::problem::report::Report;
use crate::reading::inputs::{AssetFile, Inputs, TextFile, TopicFile};
use crate::text::slug::slug;

use crate::import::anki::apkg::Package;
use crate::import::found::FoundTopic;
use crate::import::includes::{Files, Syntax};
use crate::import::link_targets::Map;
use crate::import::plan::{Kind, Plan};

/// What is imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum From {
    /// Questions in one Markdown file
    List,
    /// A book of mdBook: `SUMMARY.md` or its folder
    Mdbook,
    /// A site of MkDocs: `mkdocs.yml` or its folder
    Mkdocs,
    /// Notes of Anki: a package (`.apkg`), or exported as plain text
    Anki,
}

impl From {
    /// What is sought in a source of this kind.
    fn looked_for(self) -> &'static str {
        match self {
            From::List => questions::list::LOOKED_FOR,
            From::Mdbook => "chapters are what the list in `SUMMARY.md` links to",
            From::Mkdocs => "pages are the Markdown files of the `docs` folder that `nav` lists",
            From::Anki => "notes are those of a package, or lines of a question and an answer with a tab between them",
        }
    }
}

/// What `import` was asked for.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// The file or folder.
    pub file: &'a Path,
    /// What it is; guessed from its name and first line if nothing was said.
    pub from: Option<From>,
    /// The chapter that everything goes into, as typed.
    pub chapter: Option<&'a str>,
    /// What becomes of short notes.
    pub short_notes: ShortNotes,
}

/// What becomes of the notes of a deck of short ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ShortNotes {
    /// Rows of a table of words.
    #[default]
    Rows,
    /// A topic each, as of all other notes.
    Topics,
}

/// A source, read.
#[derive(Debug)]
pub struct Source {
    /// The text that places point into.
    pub text: TextFile,
    /// The pages of a book, which places point into too.
    pub pages: Vec<TextFile>,
    from: From,
    /// What stands before the name of a page, up to the slash.
    root: String,
    tree: Tree,
    mkdocs: Option<mkdocs_settings::Settings>,
    mdbook: Option<(TextFile, mdbook::Settings)>,
    /// What pages of a book bring in.
    included: Files,
    package: Option<Package>,
}

/// Reads the source from disk.
pub fn read(request: &Request<'_>) -> Result<Source, Message> {
    let (file, from) = entry(request)?;
    if from == Some(From::Anki) && is_package(&file) {
        return package(&file);
    }
    let text = source::text(&file)?;
    let from = from.unwrap_or_else(|| if text.starts_with("#separator:") { From::Anki } else { From::List });
    let folder = file.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_path_buf();
    let unreadable =
        |what, reason: String| Message::from(Carry::Unreadable { file: file.display().to_string(), what, reason });
    let settings = match from {
        From::Mkdocs => {
            let opened = source::opened(&folder)?;
            let read = mkdocs_settings::settings(&text, |path| source::text_in(&opened, path));
            Some(read.map_err(|error| unreadable("settings of MkDocs", error))?)
        }
        _ => None,
    };
    let tree = match (&settings, from) {
        (Some(settings), _) => source::folder(&folder, &settings.docs)?,
        (None, From::Mdbook) => source::folder(&folder, "")?,
        _ => source::files(&folder, &pictures::pictures(&text)),
    };
    let docs = settings.as_ref().map_or(folder.clone(), |it| folder.join(&it.docs));
    let root = docs.join("").to_string_lossy().replace('\\', "/");
    let root = root.strip_prefix("./").unwrap_or(&root).to_owned();
    let is_page = |name: &str| matches!(from, From::Mdbook | From::Mkdocs) && name.ends_with(".md");
    let pages = tree.iter().filter(|(name, _)| is_page(name)).filter_map(|(name, bytes)| {
        Some(TextFile { source: SourcePath::new(&format!("{root}{name}")), text: source::as_text(bytes)?.into() })
    });
    let mdbook = (from == From::Mdbook).then(|| book_toml(&folder)).flatten();
    // What a page names is read only below the folder that was asked for.
    let asked = if request.file.is_dir() { request.file } else { &folder };
    let included = match from {
        From::Mdbook => included(asked, &docs, &tree, (Syntax::Mdbook, &[]))?,
        From::Mkdocs => {
            // Folders that the settings name start at theirs.
            let own = from_folder(asked, &folder);
            let named = settings.iter().flat_map(|it| &it.snippets).filter_map(|base| crate::path::join(&own, base));
            included(asked, &docs, &tree, (Syntax::Snippets, &named.collect::<Vec<_>>()))?
        }
        _ => Files::default(),
    };
    let pages = pages.chain(mdbook.iter().map(|(file, _)| file.clone())).collect();
    let text = TextFile { source: source_path(&file), text: text.into() };
    Ok(Source { text, pages, from, root, tree, mkdocs: settings, mdbook, included, package: None })
}

/// What the pages in `folder` bring in from files below `asked`.
fn included(asked: &Path, folder: &Path, tree: &Tree, syntax: (Syntax, &[String])) -> Result<Files, Message> {
    let inside = from_folder(asked, folder);
    let pages = tree.iter().filter(|(name, _)| name.ends_with(".md"));
    let pages = pages.filter_map(|(name, bytes)| Some((name.as_str(), source::as_text(bytes)?)));
    let asked_folder = source::opened(asked)?;
    Ok(Files::gather(pages, &inside, syntax, |path| source::text_in(&asked_folder, path)))
}

/// The path of a folder from one that holds it; empty if that does not.
fn from_folder(asked: &Path, folder: &Path) -> String {
    let inside = folder.strip_prefix(asked).unwrap_or(Path::new(""));
    inside.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// Whether a file's name says that it is a package of Anki, or a backup.
fn is_package(file: &Path) -> bool {
    file.extension().is_some_and(|it| it.eq_ignore_ascii_case("apkg") || it.eq_ignore_ascii_case("colpkg"))
}

fn package(file: &Path) -> Result<Source, Message> {
    let mut package = anki::apkg::read(&file.to_string_lossy(), source::bytes(file, anki::archive::MOST_PACKAGE)?)?;
    let tree = std::mem::take(&mut package.files);
    let text = TextFile { source: source_path(file), text: String::new().into() };
    let (pages, root) = (Vec::new(), String::new());
    Ok(Source {
        text,
        pages,
        from: From::Anki,
        root,
        tree,
        mkdocs: None,
        mdbook: None,
        included: Files::default(),
        package: Some(package),
    })
}

fn source_path(file: &Path) -> SourcePath {
    SourcePath::new(&file.to_string_lossy().replace('\\', "/"))
}

/// The `book.toml` that names a folder as its source: in the folder, or up to three above.
fn book_toml(folder: &Path) -> Option<(TextFile, mdbook::Settings)> {
    folder.ancestors().take(4).find_map(|above| {
        let file = above.join("book.toml");
        let text = source::text(&file).ok()?;
        let settings = mdbook::settings(&text);
        let is_ours = above.join(&settings.src) == folder || settings.src == "." && above == folder;
        is_ours.then(|| (TextFile { source: source_path(&file), text: text.into() }, settings))
    })
}

/// The file to begin with, and what its name says it is.
fn entry(request: &Request<'_>) -> Result<(PathBuf, Option<From>), Message> {
    let given = request.file;
    let inside = |name: &str| given.join(name);
    if given.is_dir() {
        // What the source says of itself must not lead out of it: `src = "../.."`, a link in the place of `docs`.
        let is_file = |name: &str| source::has_file(given, name);
        let summary = summary_of(given);
        for (name, from) in [
            (summary.as_str(), From::Mdbook),
            ("src/SUMMARY.md", From::Mdbook),
            ("SUMMARY.md", From::Mdbook),
            ("mkdocs.yml", From::Mkdocs),
            ("mkdocs.yaml", From::Mkdocs),
            ("README.md", From::List),
        ] {
            if is_file(name) && request.from.is_none_or(|it| it == from) {
                return Ok((inside(name), Some(from)));
            }
        }
        return Err(Carry::NothingToBegin { folder: given.display().to_string() }.into());
    }
    let name = given.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    // The settings of a book name its folder; its list of chapters is what counts.
    if name == "book.toml" {
        let folder = given.parent().unwrap_or(Path::new(""));
        let summary = summary_of(folder);
        if !source::has_file(folder, &summary) {
            let reason = format!("it names `{summary}`, which is no file below its folder");
            let file = given.display().to_string();
            return Err(Carry::Unreadable { file, what: "the settings of a book", reason }.into());
        }
        return Ok((folder.join(summary), Some(From::Mdbook)));
    }
    let guess = match name.as_str() {
        "summary.md" => Some(From::Mdbook),
        // A site may have several files of settings.
        name if name.ends_with(".yml") || name.ends_with(".yaml") => Some(From::Mkdocs),
        name if name.ends_with(".tsv") || name.ends_with(".csv") => Some(From::Anki),
        _ if is_package(given) => Some(From::Anki),
        _ => None,
    };
    Ok((given.to_path_buf(), request.from.or(guess)))
}

/// The list of chapters of the book in a folder, from there.
fn summary_of(folder: &Path) -> String {
    let settings =
        source::text(&folder.join("book.toml")).map_or_else(|_| mdbook::settings(""), |it| mdbook::settings(&it));
    format!("{}/SUMMARY.md", settings.src)
}

/// Plans the import of a source into a guide. `None` if it cannot be.
pub fn plan(
    source: &Source,
    request: &Request<'_>,
    guide: &Guide,
    inputs: &Inputs,
    report: &mut Report,
) -> Option<Plan> {
    let mut prefix = chapter(request.chapter, report)?;
    let (path, text) = (&source.text.source, &*source.text.text);
    let mut map = Map::default();
    let (mut found, kind) = match (source.from, &source.mkdocs) {
        (From::Mdbook, _) => {
            let notation = source.mdbook.as_ref().map(|(_, settings)| settings.notation).unwrap_or_default();
            let mut found = mdbook::read(path, text, &source.root, &source.tree, &source.included, notation);
            if let Some((file, settings)) = &source.mdbook {
                mdbook::carry(settings, file, &mut found);
            }
            (found, Kind::Pages)
        }
        (From::Mkdocs, Some(settings)) => {
            (mkdocs::read(path, text, settings, &source.root, &source.tree, &source.included), Kind::Pages)
        }
        (From::Anki, _) => {
            let found = match &source.package {
                Some(package) => anki::notes::read(path, package),
                None => anki::plain_text::read(path, text),
            };
            let are_named = found.topics.iter().all(|topic| topic.id.is_some());
            (found, if are_named { Kind::Notes } else { Kind::Questions })
        }
        _ => (questions::list::read(path, text), Kind::Questions),
    };
    if request.short_notes == ShortNotes::Topics {
        found.topics.iter_mut().for_each(|topic| topic.row = None);
    }
    if kind != Kind::Pages {
        found.assets.clone_from(&source.tree);
    }
    link_targets::definitions(found::file_name(path), text, &mut map);
    for (name, bytes) in source.tree.iter().filter(|(name, _)| name.ends_with(".md")) {
        if let Some(text) = source::as_text(bytes) {
            link_targets::definitions(name, &text, &mut map);
        }
    }
    if found.topics.is_empty() {
        let carry = Carry::NothingFound { file: path.to_string(), looked_for: source.from.looked_for() };
        report.add(carry.into());
        return None;
    }
    let homeless = |topic: &FoundTopic| plan::trail(topic, kind, &guide.settings).is_empty();
    if kind != Kind::Pages && prefix.is_empty() && found.topics.iter().any(homeless) {
        prefix.push(default_chapter(path));
    } else {
        let title = found.title.take().filter(|_| kind != Kind::Pages);
        if let Some((title, place)) = title.zip(found.title_place.take()) {
            found.losses.add_at(format!("the title `{title}`"), "the guide has its own", &place);
        }
    }
    let mut plan = plan::plan(found, kind, prefix, guide, inputs, map);
    let texts: Vec<TextFile> = source.pages.iter().chain([&source.text]).cloned().collect();
    std::mem::take(&mut plan.losses).report(&texts, report);
    let undeclared = std::mem::take(&mut plan.undeclared);
    if !undeclared.is_empty() {
        report.add(Carry::TagsLeftOut { tags: undeclared }.into());
    }
    Some(plan)
}

/// `--chapter` as the names of its folders.
fn chapter(typed: Option<&str>, report: &mut Report) -> Option<Vec<String>> {
    let parts: Vec<String> =
        typed.unwrap_or("").trim_matches('/').split('/').filter(|it| !it.is_empty()).map(str::to_owned).collect();
    let is_reserved = parts.first().is_some_and(|part| made_pages::is_reserved(&slug(part)));
    if parts.iter().all(|part| slug(part) == *part && part != "index") && !is_reserved {
        return Some(parts);
    }
    let named = parts.iter().filter(|part| part.contains(char::is_alphanumeric));
    let mut nearest = named.map(|part| slug(part)).collect::<Vec<_>>();
    if let Some(first) = nearest.first_mut().filter(|it| made_pages::is_reserved(it)) {
        first.push_str("-chapter");
    }
    let nearest = nearest.join("/");
    report.add(Carry::BadChapter { typed: typed.unwrap_or("").to_owned(), nearest }.into());
    None
}

/// Where questions go that stand under no heading: all need a chapter then.
fn default_chapter(path: &SourcePath) -> String {
    let path = path.as_str();
    let mut parts = path.rsplit('/');
    let name = parts.next().unwrap_or("");
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let stem = if stem.eq_ignore_ascii_case("readme") {
        parts.next().filter(|it| *it != ".").unwrap_or("questions")
    } else {
        stem
    };
    let name = proposals::folder_name(stem);
    match name.as_str() {
        "" | "index" => "questions".to_owned(),
        name if made_pages::is_reserved(name) => format!("{name}-chapter"),
        _ => name,
    }
}

/// Builds the guide with the new files in memory and reports errors that stand in them: what was imported must pass
/// `check`. Gives the new files as texts, for the report.
pub fn verify(plan: &Plan, inputs: &Inputs, report: &mut Report) -> Vec<TextFile> {
    let mut all = Inputs { book: inputs.book.clone(), topics: inputs.topics.clone(), ..Inputs::default() };
    all.assets.clone_from(&inputs.assets);
    let mut texts = Vec::new();
    for (path, bytes) in plan.files.iter().filter(|(path, _)| path.starts_with("content/")) {
        let source = SourcePath::new(path);
        let inner = path.trim_start_matches("content/");
        match split_topic(inner) {
            Some((stem, _)) => {
                let is_index = split_table(inner).is_none() && (stem == "index" || stem.ends_with("/index"));
                let stem = if is_index { stem.trim_end_matches("index") } else { stem };
                let text = String::from_utf8_lossy(bytes).into_owned();
                let file = TextFile { source, text: text.into() };
                texts.push(file.clone());
                all.topics.push(TopicFile { path: TopicPath::new(stem), is_index, file });
            }
            None => all.assets.push(AssetFile { source, path: inner.to_owned(), bytes: bytes.clone().into() }),
        }
    }
    let mut problems = Report::new();
    let options = Options { drafts: true, ..Options::default() };
    if let Some(guide) = pipeline::read_guide(&all, &options, &mut |_| {}, &mut problems) {
        let assets = all.assets.iter().map(|asset| asset.path.as_str()).collect();
        links::resolve(&guide, &assets, &mut problems);
    }
    for problem in problems.sorted() {
        let ours = problem.place.as_ref().filter(|place| plan.files.contains_key(place.source.as_str()));
        if let (Some(place), Severity::Error) = (ours, problem.message.severity()) {
            report.at(place.clone(), problem.message.clone());
        }
    }
    texts
}
