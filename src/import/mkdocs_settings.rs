//! The settings of MkDocs: `mkdocs.yml`, and the files that it inherits from.
//!
//! In: their text. Out: [`Settings`]: what an import asks, and nothing else.

use yaml_rust2::Yaml;
use yaml_rust2::yaml::Hash;

use crate::import::line_marks::Marks;
use crate::import::maths::Notation;
use crate::import::template_marks::Values;
use crate::import::yaml::{self, Unread};
use crate::path::{folder_of, join};

/// What `mkdocs.yml` says that matters here.
#[derive(Debug)]
pub struct Settings {
    /// `docs_dir`.
    pub docs: String,
    /// `use_directory_urls`: pages are folders.
    pub folders: bool,
    /// `nav`.
    pub nav: Vec<Nav>,
    /// What the guide's own settings say: key and value.
    pub told: Vec<(&'static str, String)>,
    /// Pages that moved, and where to.
    pub redirects: Vec<(String, String)>,
    /// How the pages write formulas.
    pub notation: Notation,
    /// Which marks inside of lines they use.
    pub marks: Marks,
    /// Folders that snippets come from, from that of the settings.
    pub snippets: Vec<String>,
    /// What a template engine in the pages knows, if the settings name one.
    pub values: Option<Values>,
    /// A file to inherit from that could not be read.
    pub unread: Option<String>,
}

/// An entry of the navigation.
#[derive(Debug, Clone)]
pub enum Nav {
    /// A page.
    Page {
        /// The name it is listed by.
        title: Option<String>,
        /// From the docs folder.
        file: String,
    },
    /// Entries under a name.
    Section {
        /// The name.
        title: String,
        /// The entries.
        inside: Vec<Nav>,
    },
    /// An address elsewhere.
    Address(String),
}

/// Reads `mkdocs.yml`; `read` gives the text of a file that it inherits from, by its path from there.
pub fn settings(text: &str, read: impl Fn(&str) -> Option<String>) -> Result<Settings, String> {
    let mut root = yaml::first(text).map_err(Unread::reason)?;
    let mut unread = None;
    let mut folder = String::new();
    for _ in 0..MOST_INHERITED {
        let Yaml::Hash(own) = &mut root else { break };
        let Some(Yaml::String(file)) = own.remove(&Yaml::String("INHERIT".into())) else { break };
        let path = join(&folder, &file);
        let Some((path, base)) = path.and_then(|path| read(&path).map(|text| (path, text))) else {
            unread = Some(file);
            break;
        };
        folder = folder_of(&path).to_owned();
        merge(own, yaml::first(&base).map_err(Unread::reason)?);
    }
    let nav = root["nav"].as_vec().map(|list| list.iter().filter_map(nav).collect()).unwrap_or_default();
    let told = ["site_name", "site_author", "site_description", "copyright"].into_iter();
    let told = told.filter_map(|key| Some((key, root[key].as_str()?.trim().to_owned())));
    let plugins = root["plugins"].as_vec().into_iter().flatten();
    let maps = plugins.filter_map(|it| it["redirects"]["redirect_maps"].as_hash()).flatten();
    let redirects = maps.filter_map(|(from, to)| Some((from.as_str()?.to_owned(), to.as_str()?.to_owned()))).collect();
    Ok(Settings {
        docs: root["docs_dir"].as_str().unwrap_or("docs").trim_matches('/').to_owned(),
        folders: root["use_directory_urls"].as_bool().unwrap_or(true),
        nav,
        told: told.filter(|(_, text)| !text.is_empty()).collect(),
        redirects,
        notation: notation(&root),
        marks: marks(&root),
        snippets: snippets(&root),
        values: values(&root),
        unread,
    })
}

/// Settings inherit from a file that inherits from another, so often.
const MOST_INHERITED: usize = 8;
/// Maps in maps of settings are joined so deep.
const DEEPEST: usize = 16;

/// Adds what a map does not say itself; maps in both are joined, lists are not.
fn merge(own: &mut Hash, base: Yaml) {
    fn joined(own: &mut Hash, base: Hash, depth: usize) {
        for (key, value) in base {
            match (own.get_mut(&key), value) {
                (Some(Yaml::Hash(own)), Yaml::Hash(base)) if depth > 0 => joined(own, base, depth - 1),
                (Some(_), _) => {}
                (None, value) => drop(own.insert(key, value)),
            }
        }
    }
    if let Yaml::Hash(base) = base {
        joined(own, base, DEEPEST);
    }
}

/// The marks of the extensions that the settings name.
fn marks(root: &Yaml) -> Marks {
    let extensions = names(&root["markdown_extensions"]);
    let has = |name: &str| extensions.iter().any(|it| it.strip_prefix("pymdownx.").unwrap_or(it) == name);
    Marks { mark: has("mark"), keys: has("keys"), caret: has("caret") }
}

/// The folders that `pymdownx.snippets` looks for files in.
fn snippets(root: &Yaml) -> Vec<String> {
    let list = &root["markdown_extensions"];
    let of = |it: &Yaml| ["pymdownx.snippets", "snippets"].map(|name| it[name]["base_path"].clone());
    let paths = list.as_vec().into_iter().flatten().chain([list]).flat_map(of);
    let each = paths.flat_map(|path| path.as_vec().cloned().unwrap_or_else(|| vec![path]));
    let from_settings = |path: &str| path.trim_start_matches("$config_dir").trim_matches('/').to_owned();
    each.filter_map(|path| path.as_str().map(from_settings)).collect()
}

/// What `mkdocs-macros` and its like write in the place of names: the settings, and what stands below `extra`.
fn values(root: &Yaml) -> Option<Values> {
    let engines = ["macros", "markdownextradata", "jinja", "mkdocs-jinja"];
    names(&root["plugins"]).iter().find(|name| engines.contains(name))?;
    let mut values = Values::new();
    let mut open: Vec<(String, &Yaml)> = vec![("config.".to_owned(), root)];
    while let Some((before, map)) = open.pop() {
        for (key, value) in map.as_hash().into_iter().flatten() {
            let Some(name) = key.as_str().map(|key| format!("{before}{key}")) else { continue };
            let scalar = match value {
                Yaml::String(text) | Yaml::Real(text) => Some(text.clone()),
                Yaml::Integer(number) => Some(number.to_string()),
                _ => None,
            };
            match scalar {
                Some(text) => {
                    if let Some(own) = name.strip_prefix("config.extra.") {
                        values.insert(own.to_owned(), text.clone());
                    }
                    values.insert(name, text);
                }
                None if value.as_hash().is_some() && name.matches('.').count() < DEEPEST => {
                    open.push((format!("{name}."), value));
                }
                None => {}
            }
        }
    }
    Some(values)
}

/// How the pages write formulas: as the extension reads them that the settings name.
fn notation(root: &Yaml) -> Notation {
    let extensions = [&root["markdown_extensions"], &root["plugins"]].into_iter().flat_map(names);
    let of = |name: &str| match name {
        "pymdownx.arithmatex" | "mdx_math" => Some(Notation::Arithmatex),
        name if name.contains("katex") => Some(Notation::Dollars),
        _ => None,
    };
    extensions.filter_map(of).next().unwrap_or_default()
}

/// The names in a list of names and of settings by name, or the keys of settings.
fn names(list: &Yaml) -> Vec<&str> {
    let each = list.as_vec().into_iter().flatten().chain([list]);
    each.flat_map(|it| {
        it.as_str().into_iter().chain(it.as_hash().into_iter().flatten().filter_map(|(name, _)| name.as_str()))
    })
    .collect()
}

fn nav(entry: &Yaml) -> Option<Nav> {
    let page = |title: Option<&str>, file: &str| {
        if file.contains("://") {
            return Nav::Address(file.to_owned());
        }
        Nav::Page { title: title.map(str::to_owned), file: file.trim_start_matches("./").to_owned() }
    };
    if let Some(file) = entry.as_str() {
        return Some(page(None, file));
    }
    let (title, value) = entry.as_hash()?.iter().next()?;
    let title = title.as_str()?;
    if let Some(file) = value.as_str() {
        return Some(page(Some(title), file));
    }
    let inside = value.as_vec()?.iter().filter_map(nav).collect();
    Some(Nav::Section { title: title.to_owned(), inside })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_inherited_counts_where_the_settings_say_nothing() {
        let read = |path: &str| match path {
            "base/a.yml" => Some("docs_dir: pages\nsite_name: Base\nextra: {a: 1}\nINHERIT: b.yml\n".to_owned()),
            "base/b.yml" => Some("use_directory_urls: false\nnav: [x.md]\nextra: {a: 2, b: [1]}\n".to_owned()),
            _ => None,
        };
        let it = settings("INHERIT: base/a.yml\nsite_name: S\n", read).unwrap();
        assert_eq!((it.docs.as_str(), it.folders, it.nav.len()), ("pages", false, 1));
        assert_eq!((it.told, it.unread), (vec![("site_name", "S".to_owned())], None));
        let it = settings("INHERIT: ../base.yml\nsite_name: S\n", read).unwrap();
        assert_eq!((it.docs.as_str(), it.unread.as_deref()), ("docs", Some("../base.yml")));
        assert!(settings("INHERIT: a.yml\n", |_| Some("INHERIT: a.yml\n".to_owned())).is_ok());
    }

    #[test]
    fn a_template_engine_knows_the_settings_and_what_is_extra() {
        let text = "site_name: S\nextra: {v: 1.20, a: {b: x}}\nplugins: [search, macros]\n";
        let values = settings(text, |_| None).unwrap().values.unwrap();
        let of = |name: &str| values.get(name).map(String::as_str);
        assert_eq!((of("config.site_name"), of("v"), of("a.b")), (Some("S"), Some("1.20"), Some("x")));
        assert_eq!((of("config.extra.v"), of("site_name")), (Some("1.20"), None));
        assert!(settings("plugins: [search]\n", |_| None).unwrap().values.is_none());
    }

    #[test]
    fn extensions_are_read_from_lists_and_maps() {
        for text in [
            "markdown_extensions:\n  - pymdownx.mark\n  - pymdownx.snippets: {base_path: [a, b/]}\n",
            "markdown_extensions:\n  pymdownx.mark:\n  pymdownx.snippets:\n    base_path: [a, b]\n",
        ] {
            let it = settings(text, |_| None).unwrap();
            assert_eq!(
                (it.marks.mark, it.marks.keys, it.snippets),
                (true, false, vec!["a".to_owned(), "b".to_owned()])
            );
        }
        assert_eq!(settings("markdown_extensions: [{snippets: {base_path: a}}]\n", |_| None).unwrap().snippets, ["a"]);
    }
}
