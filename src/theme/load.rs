//! The theme: templates, static files and words.
//!
//! In: the default theme, which is part of the program, and the files of `themes/NAME/` laid over it one by one.
//! Out: [`Theme`], ready to render. A file of the default theme can also be reached as `default/NAME`, so that a
//! template can extend the one it replaces.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};
use serde::Serialize;
use tera::{ErrorKind, Kwargs, State, Tera, TeraResult, Value};
use xxhash_rust::xxh3::xxh3_64;

use crate::path::{OutputPath, SourcePath};
use crate::problem::message::Message;
use crate::problem::report::{Place, Report};
use crate::reading::inputs::ThemeFile;
use crate::reading::toml_keys::{Text, TomlText, read_texts};
use crate::text::did_you_mean::nearest;
use crate::text::span::Span;
use crate::theme::bundle::{self, Static};
use crate::theme::interface_words::Words;
use crate::theme::sheets::{self, Sheet};

static DEFAULT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// Bytes that hold most pages.
const ROOM: usize = 32 << 10;

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
    let (templates, texts) = templates(&built_in, files, report);
    let (words, speaks) = words(&built_in, files, &texts, language, report);
    let mut statics = bundle::join(statics(&built_in, files), language, report);
    check_sheets(files, &statics, report);
    let assets = fingerprint(&mut statics, report);
    let mut tera = Tera::new();
    tera.register_filter("safe", safe);
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

/// Tera's filter of the same name, but for a value that is not there: Tera shows nothing, and a misspelt field would go unseen.
fn safe(value: Value, _: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    if value.is_undefined() {
        return Err(tera::Error::message("There is no such field, so `safe` has nothing to show"));
    }
    Ok(if value.is_none() { Value::safe_string("") } else { Value::safe_string(&value.to_string()) })
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
        // The repository's own guide lays the default theme over itself.
        let is_own = is_own && layered.get(name).is_none_or(|default| default.bytes != bytes);
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
    templates: &[(SourcePath, String)],
    language: &str,
    report: &mut Report,
) -> (Words, bool) {
    let is_shown = |word: &Text| templates.iter().any(|(_, text)| mentions(text, word));
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
        let own = own.map(|file| (&*file.bytes, file.source.clone(), true));
        for (bytes, source, is_own) in default.map(|(bytes, source)| (bytes, source, false)).chain(own) {
            let text = String::from_utf8_lossy(bytes);
            let read = read_texts(TomlText { source: &source, text: &text, offset: 0 }, report);
            speaks |= !is_english;
            let checked = read.iter().filter(|word| !is_english || is_own && !is_shown(word));
            checked.for_each(|word| check_word(word, &texts, &source, is_english, report));
            texts.extend(read);
        }
    }
    (Words::from_texts(texts), speaks)
}

/// Whether a template names a word, as in `site.words.menu`.
fn mentions(template: &str, word: &Text) -> bool {
    let name = format!(".{}", word.keys.join("."));
    let goes_on = |rest: &str| rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    template.match_indices(&name).any(|(at, _)| !goes_on(&template[at + name.len()..]))
}

/// Reports a word that English does not have, so that no page shows it. What the search dialog says stands in its script.
/// English may have words of a theme's own: of those it tells what looks like a slip.
fn check_word(text: &Text, known: &[Text], source: &SourcePath, is_english: bool, report: &mut Report) {
    let is_of_search = text.keys.first().is_some_and(|key| key == "searching");
    if is_of_search || known.iter().any(|other| other.keys == text.keys) || is_form_of_plural(text, known) {
        return;
    }
    let key = text.keys.join(".");
    let known: Vec<String> = known.iter().map(|other| other.keys.join(".")).collect();
    let nearest = nearest(&key, known.iter().map(String::as_str)).map(str::to_owned);
    if is_english && nearest.is_none() {
        return;
    }
    report
        .at(text.place.clone(), Message::UnknownKey { key, table: format!("`{source}`"), nearest, known: Vec::new() });
}

/// Whether a word is a form of a plural that English has as `…_one`. The scripts of the study pages choose among the forms;
/// templates know `…_one` alone.
fn is_form_of_plural(text: &Text, known: &[Text]) -> bool {
    let [table, key] = text.keys.as_slice() else { return false };
    let Some((base, "zero" | "two" | "few" | "many" | "other")) = key.rsplit_once('_') else { return false };
    let is_known = |key: String| known.iter().any(|other| other.keys == [table.clone(), key.clone()]);
    (table == "study" || table == "study_page") && is_known(base.to_owned()) && is_known(format!("{base}_one"))
}

fn check_sheets(files: &[ThemeFile], statics: &[Static], report: &mut Report) {
    let sheets = files.iter().filter(|file| file.name.starts_with("static/") && file.name.ends_with(".css"));
    // The parts of a bundle stand no more among the static files.
    let named = |file: &ThemeFile| file.name.strip_prefix("static/").map(str::to_owned);
    let parts: Vec<String> = files.iter().filter_map(named).collect();
    let names: Vec<&str> =
        statics.iter().map(|file| file.name.as_str()).chain(parts.iter().map(String::as_str)).collect();
    for (file, text) in sheets.filter_map(|file| Some((file, std::str::from_utf8(&file.bytes).ok()?))) {
        sheets::check(&file.source, file.name.trim_start_matches("static/"), text, &names, report);
    }
}

/// Names static files after their content, and writes the new names into style sheets.
fn fingerprint(statics: &mut [Static], report: &mut Report) -> BTreeMap<String, String> {
    let mut assets = BTreeMap::new();
    for file in statics.iter().filter(|file| !file.name.ends_with(".css")) {
        assets.insert(file.name.clone(), fingerprinted(&file.name, &file.bytes));
    }
    let by_name: BTreeMap<String, Sheet> = statics
        .iter()
        .filter(|file| file.name.ends_with(".css"))
        .map(|file| (file.name.clone(), Sheet::new(String::from_utf8_lossy(&file.bytes).into_owned())))
        .collect();
    let (ordered, in_circle) = sheets::in_order(&by_name);
    if let Some(first) = in_circle.first().and_then(|name| statics.iter().find(|file| file.name == **name)) {
        let circle = in_circle.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        report.at(Place::file(&first.source), Message::SheetCircle { circle });
    }
    for name in ordered.into_iter().chain(in_circle) {
        let own = OutputPath::new(&format!("assets/{name}"));
        let text = sheets::named(name, &by_name[name], &own, |name| assets.get(name).map(|path| OutputPath::new(path)));
        assets.insert(name.to_owned(), fingerprinted(name, text.as_bytes()));
        if let Some(file) = statics.iter_mut().find(|file| file.name == name) {
            file.bytes = text.into_bytes();
        }
    }
    assets
}

/// The path of a static file in the site.
fn fingerprinted(name: &str, bytes: &[u8]) -> String {
    let hash = xxh3_64(bytes) >> 32;
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("assets/{stem}.{hash:08x}.{extension}"),
        None => format!("assets/{name}.{hash:08x}"),
    }
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

    /// Renders a template with `page`, to about so many bytes; 0 if nobody knows.
    pub fn render(&self, template: &str, page: &impl Serialize, bytes: usize, report: &mut Report) -> Option<String> {
        let mut context = tera::Context::new();
        context.insert("page", page);
        let mut html = Vec::with_capacity(bytes.max(ROOM));
        let rendered = self.tera.render_to(template, &context, &mut html);
        match rendered.and_then(|()| Ok(String::from_utf8(html)?)) {
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
                    Some(source) => report.at(Place::span(source, inner.span().range.clone().into()), message),
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
        Some(Place::span(source, Span::new(at, at + 1)))
    }

    /// The static files, each with its path in the site, its bytes and the file it came from.
    pub fn static_files(&self) -> impl Iterator<Item = (&str, OutputPath, &[u8], &SourcePath)> {
        self.statics.iter().filter_map(|Static { name, bytes, source, .. }| {
            Some((name.as_str(), OutputPath::new(self.assets.get(name)?), bytes.as_slice(), source))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line without its texts between double quotes and without the pattern of a backtick at the end.
    fn without_strings(line: &str) -> String {
        let (mut out, mut is_text, mut is_escaped) = (String::new(), false, false);
        for c in line.replace("/`$/", "").chars() {
            let ends = c == '"' && !is_escaped;
            is_escaped = c == '\\' && !is_escaped;
            is_text ^= ends;
            if !is_text && !is_escaped {
                out.push(c);
            }
        }
        out
    }

    /// What is taken out line by line when scripts are joined is then never part of a text. In ts-fsrs one literal goes on
    /// within `${…}`, which is code.
    #[test]
    fn no_template_literal_of_the_default_theme_goes_on_over_lines() {
        let scripts = built_in().into_iter().filter(|(name, _)| name.ends_with(".js") && !name.ends_with("ts-fsrs.js"));
        let mut lines = 0;
        for (name, bytes) in scripts {
            for line in String::from_utf8_lossy(bytes).lines().map(str::trim_start) {
                lines += 1;
                let is_comment = line.starts_with("//") || line.starts_with('*') || line.starts_with("/*");
                let marks = without_strings(line).matches('`').count();
                assert!(is_comment || marks.is_multiple_of(2), "{name}: {line}");
            }
        }
        assert!(lines > 2000, "{lines}");
    }
}
