//! The only module that reads the disk for a build.
//!
//! In: the guide's folder. Out: [`Inputs`]. What cannot be read is a problem, never a panic. Links are followed nowhere, but
//! one to a single file of the guide under `content/` or `themes/` (`tree`).

use std::borrow::Cow;
use std::collections::HashSet;
use std::fs;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::disk::folder::{Folder, Kind, MOST_BYTES, MOST_TEXT};
use crate::path::{SourcePath, TopicPath, split_table, split_topic};
use crate::problem::message::{Message, PathsFrom};
use crate::problem::report::{Place, Report};
use crate::reading::example_inputs;
use crate::reading::inputs::{AssetFile, Inputs, Links, TextFile, ThemeFile, TopicFile};
use crate::reading::runner_setting::RunnerSetting;
use crate::reading::settings;
use crate::reading::toml_keys::Located;
use crate::reading::tree::{ReadFile, read_tree};
use crate::reading::unsaved::Unsaved;
use crate::text::composed::composed;
use crate::text::did_you_mean::nearest;
use crate::text::span::Span;
use crate::text::windows_names;

/// Where the highlighter's cache lies, from the guide's root.
pub const HIGHLIGHT_CACHE: &str = ".studybook/highlights";
/// Where drawn cards are kept, from the guide's root.
pub const CARD_CACHE: &str = ".studybook/cards";

/// How files of Markdown end that other programs read, and which are no topics here.
const OTHER_ENDINGS: [&str; 8] = [".markdown", ".mdown", ".mkd", ".mkdn", ".mdwn", ".mdx", ".rmd", ".md.txt"];

/// Reads the guide in `root`.
pub fn load(root: &Path, report: &mut Report) -> Inputs {
    load_with(root, &Unsaved::default(), report)
}

/// The same with texts that are not saved yet.
pub fn load_with(root: &Path, unsaved: &Unsaved, report: &mut Report) -> Inputs {
    let mut inputs = Inputs { today: today(), ..Inputs::default() };
    let Some((guide, book)) = read_book(root, unsaved, report) else { return inputs };
    let mut links = Links::new();
    let mut read_tree = |folder: &str, is_excluded: &dyn Fn(&str) -> bool, report: &mut Report| {
        let mut files = read_tree(&guide, folder, is_excluded, &mut links, report);
        unsaved.lay_over(&guide, folder, &mut files);
        files
    };
    match guide.kind(Path::new("content")) {
        Ok(Some(Kind::Folder | Kind::Link)) => {}
        _ => report.add(Message::NoContent),
    }
    // The settings are read again in `build`, which reports on them; here only what says which files are read is wanted.
    let settings = settings::read(&book, &mut Report::new());
    let is_excluded = |path: &str| settings.as_ref().is_some_and(|settings| settings.excludes(path));
    let files: Vec<ReadFile> =
        read_tree("content", &is_excluded, report).into_iter().filter(|file| !is_excluded(&file.name)).collect();
    let with_index: HashSet<String> =
        files.iter().filter_map(|file| file.name.strip_suffix("index.md")).map(str::to_owned).collect();
    for file in files {
        let path = composed(&file.name).into_owned();
        let lower = path.to_lowercase();
        if OTHER_ENDINGS.iter().any(|ending| lower.ends_with(ending)) {
            report.at(Place::file(&file.source), Message::NotATopic);
        }
        if let Some((name, why)) = windows_names::refused(&path) {
            let message = Message::NotOnWindows { name: name.to_owned(), why };
            report.at(Place::file(&file.source), message);
        }
        if let Some((stem, _)) = split_topic(&path) {
            let text = as_text(&file.source, file.bytes, report);
            let (folder, name) = stem.split_at(stem.rfind('/').map_or(0, |at| at + 1));
            let is_index = name == "index" || (name == "README" && !with_index.contains(folder));
            let is_index = is_index && split_table(&path).is_none();
            let topic = TopicPath::new(if is_index { folder } else { stem });
            inputs.topics.push(TopicFile { path: topic, is_index, file: TextFile { source: file.source, text } });
        } else {
            inputs.assets.push(AssetFile { source: file.source, path, bytes: file.bytes.into() });
        }
    }
    // A walk meets `a/x` before `a-b/x`, and names are looked up as texts.
    inputs.assets.sort_by(|one, other| one.path.cmp(&other.path));
    let logo = settings.as_ref().and_then(|settings| settings.logo.as_ref());
    if let Some(asset) = logo.and_then(|logo| read_logo(&guide, logo, &book.source, report)) {
        let at = inputs.assets.partition_point(|other| other.path < asset.path);
        inputs.assets.insert(at, asset);
    }
    let runners = settings.iter().flat_map(|settings| &settings.examples);
    for wanted in runners.clone().flat_map(RunnerSetting::files) {
        read_example_file(&guide, wanted, &book.source, unsaved, &mut inputs.example_files, report);
    }
    for runner in runners {
        example_inputs::read(&guide, runner, &book.source, &mut inputs.example_files, report);
    }
    let theme = settings.as_ref().and_then(|settings| settings.theme.clone());
    inputs.theme_names = theme_names(&guide);
    let name = theme.as_ref().map_or("default", |theme| &theme.value);
    let is_there = || matches!(guide.kind(&Path::new("themes").join(name)), Ok(Some(Kind::Folder | Kind::Link)));
    if name.contains(['/', '\\']) || name.starts_with('.') || (theme.is_some() && name != "default" && !is_there()) {
        if let Some(theme) = &theme {
            let near = nearest(name, inputs.theme_names.iter().map(String::as_str)).map(str::to_owned);
            let place = Place::span(&book.source, theme.span);
            report.at(place, Message::NoTheme { name: theme.value.clone(), nearest: near });
        }
    } else {
        let files = read_tree(&format!("themes/{name}"), &|_| false, report);
        inputs.theme = files.into_iter().map(theme_file).collect();
    }
    inputs.links = links;
    if !matches!(guide.kind(Path::new("examples.lock")), Ok(None)) {
        inputs.examples_lock = read_text(&guide, "examples.lock", unsaved, report);
    }
    inputs.highlights = guide.read(Path::new(HIGHLIGHT_CACHE), MOST_BYTES).ok();
    inputs.book = Some(book);
    inputs
}

/// Today in days since 1970: by `SOURCE_DATE_EPOCH`, else by the clock.
#[expect(
    clippy::disallowed_methods,
    reason = "the day is an input, read like all others, for what `check` says of dates and for a question a day"
)]
fn today() -> Option<u64> {
    let given = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|it| it.trim().parse::<u64>().ok());
    let clock = || SystemTime::now().duration_since(UNIX_EPOCH).ok().map(|it| it.as_secs());
    given.or_else(clock).map(|seconds| seconds / 86_400)
}

/// The catalogue of the site that lies in a folder, if there is one.
pub fn catalogue(output: &Path) -> Option<Vec<u8>> {
    Folder::open(output).ok()?.read(Path::new("topics.json"), MOST_BYTES).ok()
}

/// A catalogue that someone named, which may be a pipe; `-` is the standard input. The error says why it cannot be read.
pub fn published(catalogue: &Path) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let read = match catalogue.as_os_str() == "-" {
        true => io::stdin().lock().take(MOST_BYTES).read_to_end(&mut bytes),
        false => fs::File::open(catalogue).and_then(|file| file.take(MOST_BYTES).read_to_end(&mut bytes)),
    };
    read.map(|_| bytes).map_err(|error| error.to_string())
}

/// The guide's own template of a topic, if it has one.
pub fn topic_template(root: &Path, inside: &str, report: &mut Report) -> Option<TextFile> {
    let guide = Folder::open(root).ok()?;
    let is_there = !matches!(guide.kind(Path::new(inside)), Ok(None));
    is_there.then(|| read_text(&guide, inside, &Unsaved::default(), report)).flatten()
}

/// Social cards drawn by an earlier build: megabytes, wanted only where cards are made.
pub fn cards(root: &Path) -> Option<Vec<u8>> {
    Folder::open(root).ok()?.read(Path::new(CARD_CACHE), MOST_BYTES).ok()
}

/// Where a logo lies in the site: one of `content/` where it lies there, another one among the files of the theme.
pub fn logo_in_site(path: &str) -> String {
    match path.strip_prefix("content/") {
        Some(inside) => composed(inside).into_owned(),
        None => format!("assets/logo/{}", composed(path.rsplit('/').next().unwrap_or(path))),
    }
}

/// Reads a logo that lies outside of `content/`.
fn read_logo(guide: &Folder, logo: &Located<String>, book: &SourcePath, report: &mut Report) -> Option<AssetFile> {
    let path = &logo.value;
    if path.starts_with("content/") || !lies_inside(guide, logo, book, report) {
        return None;
    }
    let source = SourcePath::new(path);
    match guide.read(Path::new(path), MOST_BYTES) {
        Ok(bytes) => Some(AssetFile { source, path: logo_in_site(path), bytes: bytes.into() }),
        Err(error) => {
            unreadable(&source, &error.to_string(), report);
            None
        }
    }
}

/// Whether a file that a setting names lies in the guide; if not, that is told.
fn lies_inside(guide: &Folder, wanted: &Located<String>, book: &SourcePath, report: &mut Report) -> bool {
    let path = &wanted.value;
    let place = || Place::span(book, wanted.span);
    let plain = path.split('/').all(|part| !matches!(part, "" | "." | ".."));
    if !plain || path.contains('\\') {
        report.at(place(), Message::LinkLeavesGuide { path: path.clone() });
        return false;
    }
    if matches!(guide.kind(Path::new(path)), Ok(None | Some(Kind::Folder))) {
        // The settings name files from the guide's folder; Markdown names them from its own.
        let in_content = format!("content/{path}");
        let is_there = matches!(guide.kind(Path::new(&in_content)), Ok(Some(Kind::File)));
        let nearest = is_there.then_some(in_content);
        report.at(place(), Message::NoSuchFile { path: path.clone(), nearest, from: PathsFrom::Guide });
        return false;
    }
    true
}

/// Reads a file that the examples need; it must lie in the guide.
fn read_example_file(
    guide: &Folder,
    wanted: &Located<String>,
    book: &SourcePath,
    unsaved: &Unsaved,
    files: &mut Vec<TextFile>,
    report: &mut Report,
) {
    let path = &wanted.value;
    if files.iter().any(|file| file.source.as_str() == path) {
        return;
    }
    if lies_inside(guide, wanted, book, report) {
        files.extend(read_text(guide, path, unsaved, report));
    }
}

fn theme_file(file: ReadFile) -> ThemeFile {
    ThemeFile { source: file.source, name: file.name, bytes: file.bytes.into() }
}

/// Opens the guide's folder and reads `book.toml`.
fn read_book(root: &Path, unsaved: &Unsaved, report: &mut Report) -> Option<(Folder, TextFile)> {
    let guide = Folder::open(root).ok();
    let kind = |guide: &Folder| guide.kind(Path::new("book.toml")).ok().flatten();
    let is_held = unsaved.get(&SourcePath::new("book.toml")).is_some();
    let Some(guide) = guide.filter(|guide| is_held || !matches!(kind(guide), None | Some(Kind::Folder))) else {
        report.add(Message::NoBook { folder: root.display().to_string() });
        return None;
    };
    let book = read_text(&guide, "book.toml", unsaved, report)?;
    Some((guide, book))
}

fn read_text(guide: &Folder, source: &str, unsaved: &Unsaved, report: &mut Report) -> Option<TextFile> {
    let source = SourcePath::new(source);
    if let Some(text) = unsaved.get(&source) {
        return Some(TextFile { text: text.clone(), source });
    }
    match guide.read(Path::new(source.as_str()), MOST_TEXT) {
        Ok(bytes) => {
            let text = as_text(&source, bytes, report);
            Some(TextFile { source, text })
        }
        Err(error) => {
            unreadable(&source, &error.to_string(), report);
            None
        }
    }
}

fn theme_names(guide: &Folder) -> Vec<String> {
    let Ok(themes) = guide.inner(Path::new("themes")) else { return Vec::new() };
    let mut names: Vec<String> = fs::read_dir(themes.path())
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    names.sort();
    names
}

fn unreadable(source: &SourcePath, reason: &str, report: &mut Report) {
    report.at(Place::file(source), Message::Unreadable { path: source.to_string(), reason: reason.to_owned() });
}

/// Text without byte-order mark and with `\n` line ends, so that every later stage sees one form.
/// Bytes that are not UTF-8 are reported, and replaced so that the rest can still be checked.
pub(super) fn as_text(source: &SourcePath, bytes: Vec<u8>, report: &mut Report) -> Arc<str> {
    let text = String::from_utf8(bytes).unwrap_or_else(|error| {
        let at = error.utf8_error().valid_up_to();
        let byte = error.as_bytes().get(at).copied().unwrap_or(0);
        let before = String::from_utf8_lossy(&error.as_bytes()[..at]);
        let at = normalised(&before).len();
        report.at(
            Place::span(source, Span::new(at, at + char::REPLACEMENT_CHARACTER.len_utf8())),
            Message::NotUtf8 { byte },
        );
        String::from_utf8_lossy(error.as_bytes()).into_owned()
    });
    normalised(&text).into()
}

/// The same form of a text that is UTF-8.
pub fn normalised(text: &str) -> Cow<'_, str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n")) } else { Cow::Borrowed(text) }
}
