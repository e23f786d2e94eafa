//! Paths of the three kinds that must not mix: sources, topics and outputs.
//!
//! In: strings with forward slashes. Out: typed, normalised paths and the relative
//! URLs between outputs. It never touches the disk and knows no `PathBuf`.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde::{Deserialize, Serialize, Serializer};

use crate::text::composed::composed;

/// A file of the guide as the author sees it, from the guide's root: `content/python/gil.md`, `book.toml`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub struct SourcePath(Arc<str>);

/// A topic or chapter from `content/`, without `.md` or `/index.md`: `python/concurrency/gil`.
/// The home page's introduction is the empty path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub struct TopicPath(Arc<str>);

/// A file of the site, from the site's root: `python/concurrency/gil.html`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutputPath(Arc<str>);

impl SourcePath {
    /// Takes a path that already uses forward slashes.
    pub fn new(path: &str) -> Self {
        Self(path.into())
    }

    /// The path as text, as messages show it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TopicPath {
    /// Takes a path from `content/` without extension; slashes at the ends are dropped.
    pub fn new(path: &str) -> Self {
        Self(composed(path.trim_matches('/')).into())
    }

    /// The path of the home page's introduction.
    pub fn home() -> Self {
        Self("".into())
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is the home page.
    pub fn is_home(&self) -> bool {
        self.0.is_empty()
    }

    /// The last part: `gil` of `python/concurrency/gil`.
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or("")
    }

    /// The chapter that holds this topic or chapter; `None` for the home page.
    pub fn parent(&self) -> Option<TopicPath> {
        if self.is_home() {
            return None;
        }
        Some(match self.0.rsplit_once('/') {
            Some((parent, _)) => TopicPath(parent.into()),
            None => TopicPath::home(),
        })
    }

    /// How many chapters lie above: 0 for the home page, 1 for `python`.
    pub fn depth(&self) -> usize {
        if self.is_home() { 0 } else { self.0.split('/').count() }
    }

    /// Whether `self` is `other` or lies under it.
    pub fn is_within(&self, other: &TopicPath) -> bool {
        other.is_home() || self.0.strip_prefix(&*other.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// The page of a topic: `python/concurrency/gil.html`.
    pub fn topic_page(&self) -> OutputPath {
        OutputPath(format!("{}.html", self.0).into())
    }

    /// The plain Markdown twin of a topic's page: `python/concurrency/gil.md`.
    pub fn topic_markdown(&self) -> OutputPath {
        OutputPath(format!("{}.md", self.0).into())
    }

    /// The page of a chapter: `python/index.html`; `index.html` for the home page.
    pub fn chapter_page(&self) -> OutputPath {
        if self.is_home() {
            OutputPath("index.html".into())
        } else {
            OutputPath(format!("{}/index.html", self.0).into())
        }
    }
}

impl OutputPath {
    /// Takes a path from the site's root; see [`OutputPath::checked`] for text an author wrote.
    pub fn new(path: &str) -> Self {
        Self(composed(path).into())
    }

    /// A path an author wrote, such as an alias. `None` if it is absolute, empty, climbs out or has empty parts.
    pub fn checked(path: &str) -> Option<Self> {
        let fine = |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', '\0']);
        (!path.is_empty() && path.split('/').all(fine)).then(|| Self::new(path))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder, without the slash at its end; empty for the root.
    pub fn folder(&self) -> &str {
        folder_of(&self.0)
    }

    /// The part after the last dot of the name, lower case letters only as written: `html`.
    pub fn extension(&self) -> &str {
        let name = self.0.rsplit('/').next().unwrap_or("");
        name.rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// The relative URL of `self` as written on the page `from`, percent-encoded. A page linking to itself gets its own name.
    pub fn url_from(&self, from: &OutputPath) -> String {
        let mut here = from.folder();
        let mut shared = 0;
        // The longest common folder.
        let target_folder = self.folder();
        if !here.is_empty() && !target_folder.is_empty() {
            for (a, b) in here.split('/').zip(target_folder.split('/')) {
                if a != b {
                    break;
                }
                shared += a.len() + 1;
            }
        }
        here = here.get(shared..).unwrap_or("");
        let ups = if here.is_empty() { 0 } else { here.split('/').count() };
        let mut url = String::with_capacity(self.0.len() + ups * 3);
        for _ in 0..ups {
            url.push_str("../");
        }
        encode_path(self.0.get(shared..).unwrap_or(&self.0), &mut url);
        url
    }

    /// The URL from the site's root, percent-encoded: for the sitemap, canonical links and `topics.json`.
    pub fn url(&self) -> String {
        let mut url = String::with_capacity(self.0.len());
        encode_path(&self.0, &mut url);
        url
    }

    /// What leads from the page `self` to the site's root: `../../` or nothing.
    pub fn root_prefix(&self) -> String {
        let folder = self.folder();
        if folder.is_empty() { String::new() } else { "../".repeat(folder.split('/').count()) }
    }
}

/// The file that answers at an old address: percent-encoding is undone, and an address that ends in what no host serves
/// as a page, such as `notes/v1.2` or `old.php`, gets a folder.
pub fn alias_path(written: &str) -> String {
    let path = decode_percent(written).unwrap_or_else(|| written.to_owned());
    let path = path.trim_start_matches('/');
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.rsplit_once('.') {
        _ if name.is_empty() => format!("{path}index.html"),
        None => format!("{path}.html"),
        Some((_, "html" | "htm")) | Some(("" | ".", _)) => path.to_owned(),
        Some(_) if path.contains(['?', '#']) => path.to_owned(),
        Some(_) => format!("{path}/index.html"),
    }
}

/// The path of a web address, `/guide/` of `https://example.org/guide/`: what leads to the same place under any other name of
/// the host. A path that would be read as a host's name, `//guide/`, stays with its address.
pub fn address_path(address: &str) -> &str {
    let host = address.split_once("://").map_or(address, |(_, host)| host);
    let path = host.find('/').map_or("/", |at| &host[at..]);
    if path.starts_with("//") { address } else { path }
}

/// All bytes but RFC 3986's unreserved characters and `/`.
const NOT_IN_PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');
/// All bytes but those of RFC 3986's `fragment`.
const NOT_IN_FRAGMENT: &AsciiSet = &NOT_IN_PATH
    .remove(b'?')
    .remove(b':')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// Appends `path` with every byte but RFC 3986's unreserved characters and `/` percent-encoded.
pub fn encode_path(path: &str, url: &mut String) {
    url.extend(utf8_percent_encode(path, NOT_IN_PATH));
}

/// Appends what stands after `#`, with every byte but those of RFC 3986's `fragment` percent-encoded.
pub fn encode_fragment(fragment: &str, url: &mut String) {
    url.extend(utf8_percent_encode(fragment, NOT_IN_FRAGMENT));
}

/// Undoes percent-encoding. `None` where the result is not UTF-8; a stray `%` stands for itself.
pub fn decode_percent(text: &str) -> Option<String> {
    percent_decode_str(text).decode_utf8().ok().map(Cow::into_owned)
}

/// The name of a table of words that has none of its own.
const TABLE: &str = "words";

/// A path of a table of words without its ending, and the ending: `food/words` of `food/words.csv`, `food/market` of
/// `food/market.words.csv`. `None` for any other file.
pub fn split_table(path: &str) -> Option<(&str, &str)> {
    let name_at = path.rfind('/').map_or(0, |at| at + 1);
    let name = path[name_at..].to_ascii_lowercase();
    let end = match name.strip_suffix(".csv")? {
        TABLE => TABLE.len(),
        stem => stem.strip_suffix(".words").filter(|stem| !stem.is_empty())?.len(),
    };
    Some(path.split_at(name_at + end))
}

/// A path that a topic's source has without its ending, and the ending: `.md`, or that of a table of words.
pub fn split_topic(path: &str) -> Option<(&str, &str)> {
    let at = path.len().checked_sub(3).filter(|at| *at > 0 && path.is_char_boundary(*at));
    match at.map(|at| path.split_at(at)) {
        Some((stem, ending)) if ending.eq_ignore_ascii_case(".md") => Some((stem, ending)),
        _ => split_table(path),
    }
}

/// The ending of a table of words whose path without it is `stem`.
pub fn table_ending(stem: &str) -> &'static str {
    if stem.rsplit('/').next() == Some(TABLE) { ".csv" } else { ".words.csv" }
}

/// `path` as written from `folder`, with `..` where needed; both from the same root.
pub fn relative(path: &str, folder: &str) -> String {
    let from: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = path.split('/').collect();
    let shared = from.iter().zip(&to[..to.len() - 1]).take_while(|(a, b)| a == b).count();
    let mut parts = vec![".."; from.len() - shared];
    parts.extend(&to[shared..]);
    parts.join("/")
}

/// Joins a relative path an author wrote to the folder it is read from, resolving `.` and `..`.
/// A leading `/` starts at the root. `None` if it climbs above the root. Letters with marks come in one form.
pub fn join(folder: &str, relative: &str) -> Option<String> {
    joined_plain(folder, relative).or_else(|| joined(folder, relative))
}

fn joined(folder: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    let start = if relative.starts_with('/') { "" } else { folder };
    for part in start.split('/').chain(relative.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(composed(&parts.join("/")).into_owned())
}

/// The same where nothing is to be resolved but `../` at the start, as in almost all addresses of a page; `None` for any other path.
fn joined_plain(mut folder: &str, mut relative: &str) -> Option<String> {
    if !(folder.is_empty() || is_plain(folder)) {
        return None;
    }
    while let Some(rest) = relative.strip_prefix("../").filter(|_| !folder.is_empty()) {
        (folder, relative) = (folder_of(folder), rest);
    }
    if !is_plain(relative) {
        return None;
    }
    let mut path = String::with_capacity(folder.len() + 1 + relative.len());
    path.push_str(folder);
    if !folder.is_empty() {
        path.push('/');
    }
    path.push_str(relative);
    Some(path)
}

/// Whether a path is of ASCII and has no part that is empty, `.` or `..`.
fn is_plain(path: &str) -> bool {
    let (mut length, mut dots) = (0, 0);
    let is_part = |length: usize, dots: usize| length > 2 || dots < length;
    for byte in path.bytes() {
        if byte == b'/' {
            if !is_part(length, dots) {
                return false;
            }
            (length, dots) = (0, 0);
        } else {
            (length, dots) = (length + 1, dots + usize::from(byte == b'.'));
        }
    }
    is_part(length, dots) && path.is_ascii()
}

/// The folder of a path, without the slash at its end; empty if it has none.
pub fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

macro_rules! shows_as_text {
    ($($kind:ty),*) => {$(
        impl fmt::Display for $kind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl Serialize for $kind {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }
    )*};
}
shows_as_text!(SourcePath, TopicPath, OutputPath);

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn plain_paths_are_joined_like_all(folder in "(a|b.c|é|\\.|\\.\\.|/){0,6}", relative in "(\\.\\./){0,3}(a|x.html|é|\\.|\\.\\.|/){0,5}") {
            if let Some(plain) = joined_plain(&folder, &relative) {
                proptest::prop_assert_eq!(Some(plain), joined(&folder, &relative));
            }
        }
    }

    #[test]
    fn relative_urls_climb_only_as_far_as_needed() {
        let url = |to: &str, from: &str| OutputPath::new(to).url_from(&OutputPath::new(from));
        assert_eq!(url("tags/gil.html", "python/concurrency/gil.html"), "../../tags/gil.html");
        assert_eq!(url("python/concurrency/asyncio.html", "python/concurrency/gil.html"), "asyncio.html");
        assert_eq!(url("python/index.html", "python/concurrency/gil.html"), "../index.html");
        assert_eq!(url("a/b.html", "index.html"), "a/b.html");
        assert_eq!(url("ab/c.html", "a/c.html"), "../ab/c.html");
        assert_eq!(url("c#/été 50%.html", "index.html"), "c%23/%C3%A9t%C3%A9%2050%25.html");
    }

    #[test]
    fn percent_encoding_is_undone() {
        assert_eq!(decode_percent("%C3%A9t%C3%A9%20100%").as_deref(), Some("été 100%"));
        assert_eq!(decode_percent("%ff"), None);
    }

    #[test]
    fn the_path_of_an_address_is_no_hosts_name() {
        for (address, path) in [
            ("https://example.org/guide/", "/guide/"),
            ("http://127.0.0.1:3000/", "/"),
            ("https://example.org", "/"),
            ("https://example.org//a/", "https://example.org//a/"),
        ] {
            assert_eq!(address_path(address), path);
        }
    }

    #[test]
    fn a_table_of_words_is_known_by_its_name() {
        assert_eq!(split_table("food/words.csv"), Some(("food/words", ".csv")));
        assert_eq!(split_table("food/market.words.csv"), Some(("food/market", ".words.csv")));
        assert_eq!(split_table("Words.CSV"), Some(("Words", ".CSV")));
        for other in ["a/keywords.csv", ".words.csv", "words.csv/a.md", "a.csv", "words", "words.csv.bak"] {
            assert_eq!(split_table(other), None, "{other}");
        }
        for stem in ["food/words", "food/market"] {
            let path = format!("{stem}{}", table_ending(stem));
            assert_eq!(split_topic(&path).map(|(stem, _)| stem), Some(stem));
        }
        assert_eq!(split_topic("a/b.MD"), Some(("a/b", ".MD")));
    }

    #[test]
    fn joining_never_leaves_the_root() {
        assert_eq!(join("a/b", "../c.md").as_deref(), Some("a/c.md"));
        assert_eq!(join("a/b", "/c.md").as_deref(), Some("c.md"));
        assert_eq!(join("a", "../../c.md"), None);
    }

    #[test]
    fn aliases_that_escape_are_refused() {
        for bad in ["", "/a.html", "../a.html", "a//b", "a/./b", "a\\b"] {
            assert_eq!(OutputPath::checked(bad), None, "{bad}");
        }
        assert!(OutputPath::checked("old/a.html").is_some());
    }
}
