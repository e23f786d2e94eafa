//! The theme: templates, static files and words.
//!
//! In: the default theme, which is part of the program, and the files of `themes/NAME/` laid over it one by one.
//! Out: [`Theme`], ready to render. A file of the default theme can also be reached as `default/NAME`, so that a
//! template can extend the one it replaces.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};
use serde::Serialize;
use tera::{ErrorKind, Tera};
use xxhash_rust::xxh3::xxh3_64;

use crate::output::bundle::{self, Static};
use crate::output::sheet;
use crate::output::site::{Owner, Site};
use crate::output::words::Words;
use crate::reading::fields::{Text, TomlText, read_texts};
use crate::reading::inputs::ThemeFile;
use crate::words::message::Message;
use crate::words::nearest::nearest;
use crate::words::path::{OutputPath, SourcePath};
use crate::words::report::{Place, Report};

static DEFAULT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// A theme, ready to render.
#[derive(Debug)]
pub struct Theme {
    tera: Tera,
    /// The words of the interface.
    pub words: Words,
    /// Whether it has words of its own in the guide's language; if not, the interface is English.
    pub speaks: bool,
    /// Static files: name to path from the root.
    pub assets: BTreeMap<String, String>,
    statics: Vec<Static>,
    /// Template name to the file it came from.
    sources: BTreeMap<String, SourcePath>,
    /// Texts of the templates, for messages.
    pub texts: Vec<(SourcePath, String)>,
}

/// Loads the default theme with `files` laid over it. `None` if a template cannot be read.
pub fn load(files: &[ThemeFile], language: &str, report: &mut Report) -> Option<Theme> {
    let built_in = built_in();
    check_names(files, &built_in, report);
    let (words, speaks) = words(&built_in, files, language, report);
    let mut statics = bundle::join(statics(&built_in, files), report);
    check_sheets(files, &statics, report);
    let assets = fingerprint(&mut statics);
    let (templates, texts) = templates(&built_in, files, report);
    let mut tera = Tera::new();
    let prefixes: Vec<std::borrow::Cow<'static, str>> = vec!["default/".into()];
    if let Err(error) = tera.set_fallback_prefixes(prefixes) {
        report.add(Message::Template { detail: error.to_string(), help: None });
        return None;
    }
    let sources: BTreeMap<String, SourcePath> =
        templates.iter().map(|template| (template.name.clone(), template.source.clone())).collect();
    let theme = Theme { tera, words, speaks, assets, statics, sources, texts };
    theme.with_templates(&templates, report)
}

/// The paths and texts of the default theme's templates and words, for messages.
pub fn built_in_texts() -> impl Iterator<Item = (String, String)> {
    let readable = |name: &str| name.ends_with(".html") || name.ends_with(".toml");
    let files = built_in().into_iter().filter(move |(name, _)| readable(name));
    files.map(|(name, bytes)| (format!("themes/default/{name}"), String::from_utf8_lossy(bytes).into_owned()))
}

/// Static files of the theme laid over those of the default theme.
fn statics(built_in: &[(String, &'static [u8])], files: &[ThemeFile]) -> Vec<Static> {
    let mut layered: BTreeMap<&str, Static> = BTreeMap::new();
    let default = built_in
        .iter()
        .map(|(name, bytes)| (name.as_str(), *bytes, SourcePath::new(&format!("themes/default/{name}")), false));
    let own = files.iter().map(|file| (file.name.as_str(), &*file.bytes, file.source.clone(), true));
    for (name, bytes, source, is_own) in default.chain(own) {
        let Some(name) = name.strip_prefix("static/") else { continue };
        layered.insert(name, Static { name: name.to_owned(), bytes: bytes.to_vec(), source, is_own });
    }
    layered.into_values().collect()
}

struct Template {
    name: String,
    text: String,
    source: SourcePath,
}

fn built_in() -> Vec<(String, &'static [u8])> {
    let mut files = Vec::new();
    let mut folders = vec![&DEFAULT];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        for file in folder.files() {
            files.push((file.path().to_string_lossy().replace('\\', "/"), file.contents()));
        }
    }
    files.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    files
}

/// A theme's file that replaces nothing and cannot be meant as an addition is a slip.
fn check_names(files: &[ThemeFile], built_in: &[(String, &'static [u8])], report: &mut Report) {
    let known = || built_in.iter().map(|(name, _)| name.as_str());
    for file in files {
        let name = file.name.as_str();
        let is_added = name.starts_with("static/")
            || name.starts_with("words/")
            || !name.contains('.')
            || name.ends_with(".md")
            || name.ends_with(".txt");
        if is_added || known().any(|other| other == name) {
            continue;
        }
        let base = name.rsplit('/').next().unwrap_or(name);
        let same_name = known().find(|other| other.rsplit('/').next() == Some(base));
        let near = nearest(name, known()).or(same_name);
        if near.is_some() || !name.starts_with("templates/") {
            let message = Message::UnknownThemeFile { name: name.to_owned(), nearest: near.map(str::to_owned) };
            report.at(Place::file(&file.source), message);
        }
    }
}

/// The words of `en`, of the language and of its variant, each of the default theme and then of this one: a theme may
/// replace a single word. And whether the theme speaks the language.
fn words(
    built_in: &[(String, &'static [u8])],
    files: &[ThemeFile],
    language: &str,
    report: &mut Report,
) -> (Words, bool) {
    let primary = language.split('-').next().unwrap_or(language);
    let mut names = vec!["words/en.toml".to_owned(), format!("words/{primary}.toml"), format!("words/{language}.toml")];
    names.dedup_by(|a, b| a.eq_ignore_ascii_case(b));
    let mut texts: Vec<Text> = Vec::new();
    let mut speaks = primary.eq_ignore_ascii_case("en");
    for name in names {
        let is_english = name == "words/en.toml";
        // File systems differ in whether `pt-br.toml` is `pt-BR.toml`; language tags do not.
        let default = built_in.iter().filter(|(other, _)| other.eq_ignore_ascii_case(&name));
        let default = default.map(|(name, bytes)| (*bytes, SourcePath::new(&format!("themes/default/{name}"))));
        let own = files.iter().filter(|file| file.name.eq_ignore_ascii_case(&name));
        for (bytes, source) in default.chain(own.map(|file| (&*file.bytes, file.source.clone()))) {
            let text = String::from_utf8_lossy(bytes);
            let read = read_texts(TomlText { source: &source, text: &text, offset: 0 }, report);
            if !is_english {
                speaks = true;
                read.iter().for_each(|text| check_word(text, &texts, &source, report));
            }
            texts.extend(read);
        }
    }
    (Words::from_texts(texts), speaks)
}

/// Reports a word that English does not have, so that no page shows it. What the search dialog says stands in its script.
fn check_word(text: &Text, known: &[Text], source: &SourcePath, report: &mut Report) {
    if text.keys.first().is_some_and(|key| key == "searching") || known.iter().any(|other| other.keys == text.keys) {
        return;
    }
    let key = text.keys.join(".");
    let known: Vec<String> = known.iter().map(|other| other.keys.join(".")).collect();
    let nearest = nearest(&key, known.iter().map(String::as_str)).map(str::to_owned);
    report
        .at(text.place.clone(), Message::UnknownKey { key, table: format!("`{source}`"), nearest, known: Vec::new() });
}

fn check_sheets(files: &[ThemeFile], statics: &[Static], report: &mut Report) {
    let names: Vec<&str> = statics.iter().map(|file| file.name.as_str()).collect();
    let sheets = files.iter().filter(|file| file.name.starts_with("static/") && file.name.ends_with(".css"));
    for (file, text) in sheets.filter_map(|file| Some((file, std::str::from_utf8(&file.bytes).ok()?))) {
        sheet::check(&file.source, text, &names, report);
    }
}

/// Names static files after their content, and writes the new names into style sheets.
fn fingerprint(statics: &mut [Static]) -> BTreeMap<String, String> {
    let mut assets = BTreeMap::new();
    // Style sheets last: they name other files.
    for sheets in [false, true] {
        for Static { name, bytes, .. } in statics.iter_mut().filter(|file| file.name.ends_with(".css") == sheets) {
            if sheets {
                *bytes = name_files_in_sheet(bytes, &assets);
            }
            let hash = xxh3_64(bytes) >> 32;
            let path = match name.rsplit_once('.') {
                Some((stem, extension)) => format!("assets/{stem}.{hash:08x}.{extension}"),
                None => format!("assets/{name}.{hash:08x}"),
            };
            assets.insert(name.clone(), path);
        }
    }
    assets
}

fn name_files_in_sheet(sheet: &[u8], assets: &BTreeMap<String, String>) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(sheet) else { return sheet.to_vec() };
    let mut text = text.to_owned();
    for (name, path) in assets {
        let named = path.strip_prefix("assets/").unwrap_or(path);
        for quote in ["\"", "'", ""] {
            text = text.replace(&format!("url({quote}{name}{quote})"), &format!("url(\"{named}\")"));
        }
    }
    text.into_bytes()
}

/// The templates to register: the theme's own by their names, the default's as `default/NAME`.
fn templates(
    built_in: &[(String, &'static [u8])],
    files: &[ThemeFile],
    report: &mut Report,
) -> (Vec<Template>, Vec<(SourcePath, String)>) {
    let mut templates = Vec::new();
    let own: Vec<&ThemeFile> = files.iter().filter(|file| is_template(&file.name)).collect();
    for (name, bytes) in built_in.iter().filter(|(name, _)| is_template(name)) {
        // Components are global: one that is replaced must not be defined twice.
        if name.starts_with("templates/components/") && own.iter().any(|file| file.name == *name) {
            continue;
        }
        // The repository's own guide lays the default theme over itself.
        if own.iter().any(|file| file.name == *name && &*file.bytes == *bytes) {
            continue;
        }
        let source = SourcePath::new(&format!("themes/default/{name}"));
        let short = name.trim_start_matches("templates/");
        templates.push(Template {
            name: format!("default/{short}"),
            text: String::from_utf8_lossy(bytes).into_owned(),
            source,
        });
    }
    for file in own {
        let text = match std::str::from_utf8(&file.bytes) {
            Ok(text) => text,
            Err(error) => {
                let byte = file.bytes.get(error.valid_up_to()).copied().unwrap_or(0);
                report.at(Place::file(&file.source), Message::NotUtf8 { byte });
                continue;
            }
        };
        let short = file.name.trim_start_matches("templates/");
        templates.push(Template { name: short.to_owned(), text: text.to_owned(), source: file.source.clone() });
    }
    let texts = templates.iter().map(|template| (template.source.clone(), template.text.clone())).collect();
    (templates, texts)
}

fn is_template(name: &str) -> bool {
    name.starts_with("templates/") && name.ends_with(".html")
}

impl Theme {
    fn with_templates(mut self, templates: &[Template], report: &mut Report) -> Option<Self> {
        let all = templates.iter().map(|template| (template.name.as_str(), template.text.as_str()));
        match self.tera.add_raw_templates(all) {
            Ok(()) => Some(self),
            Err(error) => {
                self.report(&error, report);
                None
            }
        }
    }

    /// Gives every template `site`.
    pub fn set_site(&mut self, site: &impl Serialize) {
        self.tera.global_context().insert("site", site);
    }

    /// Renders a template with `page`.
    pub fn render(&self, template: &str, page: &impl Serialize, report: &mut Report) -> Option<String> {
        let mut context = tera::Context::new();
        context.insert("page", page);
        match self.tera.render(template, &context) {
            Ok(html) => Some(html),
            Err(error) => {
                self.report(&error, report);
                None
            }
        }
    }

    fn report(&self, error: &tera::Error, report: &mut Report) {
        match error.kind() {
            ErrorKind::SyntaxError(inner) | ErrorKind::RenderingError(inner) => {
                let detail = inner.message().trim().replace('\n', " ");
                let source = self.source(inner.filename());
                let message = Message::Template { detail, help: None };
                match source {
                    Some(source) => report.at(Place::span(source, inner.span().range.clone()), message),
                    None => report.add(message),
                }
            }
            _ => {
                // Unknown filters, components and includes come as text that holds its own excerpt.
                let text = error.to_string();
                let mut lines = text.lines();
                let first = lines.next().unwrap_or("").trim_start_matches("error: ").to_owned();
                let rest: Vec<&str> = lines.collect();
                let help = (!rest.is_empty()).then(|| rest.join("\n"));
                // "Template 'topic.html' is inheriting from …" has no excerpt.
                let named = || Some(Place::file(self.source(text.split('\'').nth(1)?)?));
                let place = self.place_in_text(&text).or_else(named);
                let message = Message::Template { detail: first, help };
                match place {
                    Some(place) => report.at(place, message),
                    None => report.add(message),
                }
            }
        }
    }

    fn source(&self, template: &str) -> Option<&SourcePath> {
        self.sources.get(template).or_else(|| self.sources.get(&format!("default/{template}")))
    }

    /// Finds `--> name:line:column` in a rendered error.
    fn place_in_text(&self, text: &str) -> Option<Place> {
        let arrow = text.split("--> ").nth(1)?.lines().next()?.trim();
        let mut parts = arrow.rsplitn(3, ':');
        let column: usize = parts.next()?.parse().ok()?;
        let line: usize = parts.next()?.parse().ok()?;
        let source = self.source(parts.next()?.trim_matches(['[', ']']))?;
        let (_, template) = self.texts.iter().find(|(other, _)| other == source)?;
        let start: usize = template.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
        let in_line: usize = template.get(start..)?.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum();
        let at = start + in_line;
        Some(Place::span(source, at..at + 1))
    }

    /// Adds the static files to the site.
    pub fn put_statics(&self, site: &mut Site, report: &mut Report) {
        for Static { name, bytes, source, .. } in &self.statics {
            if let Some(path) = self.assets.get(name) {
                site.put(OutputPath::new(path), bytes.clone(), Owner::source(source), report);
            }
        }
    }
}
