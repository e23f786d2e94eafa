//! How the address of a link is written anew, as much as it was as it can be.
//!
//! In: an address as it is written, and where it leads before and after. Out: the new address; nothing if the one that is written
//! will do. It finds no file.

use std::fmt::Write;

use crate::moving::new_places::{Move, ending_at};
use crate::path::{decode_percent, join, relative, split_topic};
use crate::text::composed::composed;

/// How an address is read where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// With percent-encoding, a query and a section: links of Markdown and HTML.
    Url,
    /// As the name of a file: `from` of a code block.
    FileName,
}

/// The folders from which an address is read, from `content/`; empty for the top.
#[derive(Clone, Copy, Debug)]
pub struct Folders<'a> {
    /// Before.
    pub before: &'a str,
    /// After.
    pub after: &'a str,
}

/// The address to write instead of `written`, which says `means` once it is no longer escaped and is read from a folder.
pub fn relative_address(
    written: &str,
    means: &str,
    reading: Reading,
    folders: Folders<'_>,
    map: &Move,
) -> Option<String> {
    let cut = |text: &str| text.find(['#', '?']).unwrap_or(text.len());
    let (raw, suffix) = match reading {
        Reading::Url => written.split_at(cut_written(written)),
        Reading::FileName => (written, ""),
    };
    let path = match reading {
        Reading::Url => decoded(&means[..cut(means)]),
        Reading::FileName => composed(means).into_owned(),
    };
    if path.is_empty() || (reading == Reading::Url && (means.starts_with("//") || has_scheme(means))) {
        return None;
    }
    let full = join(folders.before, &path)?;
    let target = map.target(&full).unwrap_or(full);
    if join(folders.after, &path).as_ref() == Some(&target) {
        return None;
    }
    let mut new = if path.starts_with('/') { format!("/{target}") } else { relative(&target, folders.after) };
    if new.is_empty() {
        new.push_str("./");
    } else if path.starts_with("./") && !new.starts_with("..") {
        new.insert_str(0, "./");
    }
    if path.ends_with('/') && !new.ends_with('/') {
        new.push('/');
    }
    match reading {
        Reading::Url => Some(format!("{}{suffix}", respelled(&new, raw, &path))),
        Reading::FileName => Some(new),
    }
}

/// Where the path of an address ends as it is written: `&#46;` is a dot.
fn cut_written(written: &str) -> usize {
    let mut found = written.match_indices(['#', '?']).map(|(at, _)| at);
    let at = found.find(|&at| !written[..at].ends_with('&')).unwrap_or(written.len());
    at - usize::from(written[..at].ends_with('\\') && at < written.len())
}

/// The address to write instead of that of a `[[wikilink]]`. `is_path` tells which texts name a topic or a chapter by its path.
pub fn wiki_address(written: &str, map: &Move, is_path: &dyn Fn(&str) -> bool) -> Option<String> {
    let (raw, suffix) = written.split_at(written.find(['#', '?']).unwrap_or(written.len()));
    let path = decoded(raw);
    let new = named_path(&path, map, is_path)?;
    let mut spelled = String::with_capacity(new.len());
    for c in new.chars() {
        if "|[]#?%".contains(c) {
            let _ = write!(spelled, "%{:02X}", u32::from(c));
        } else {
            spelled.push(c);
        }
    }
    Some(spelled + suffix)
}

/// What to write instead of a path that starts at `content/`, with or without its ending: in wikilinks and in `requires`.
pub fn named_path(path: &str, map: &Move, is_path: &dyn Fn(&str) -> bool) -> Option<String> {
    let (stem, ending) = split_topic(path).unwrap_or((path, ""));
    let bare = composed(stem.trim_matches('/')).into_owned();
    let new = map.path(&bare).filter(|_| is_path(&bare))?;
    let slash = if stem.ends_with('/') { "/" } else { "" };
    let start = if stem.starts_with('/') { "/" } else { "" };
    Some(format!("{start}{new}{slash}{}", ending_at(&new, ending)))
}

/// What an address says.
fn decoded(written: &str) -> String {
    composed(&decode_percent(written).unwrap_or_else(|| written.to_owned())).into_owned()
}

/// Whether an address names a scheme such as `https:`.
fn has_scheme(written: &str) -> bool {
    let first = written.split(['/', '#', '?']).next().unwrap_or_default();
    first.contains(':')
}

/// A path as part of an address; parts that stood in the old one stay spelled as they were.
fn respelled(new: &str, raw: &str, path: &str) -> String {
    let old: Vec<(&str, &str)> = match raw.split('/').count() == path.split('/').count() {
        true => path.split('/').zip(raw.split('/')).collect(),
        false => Vec::new(),
    };
    let part = |part: &str| match old.iter().find(|(decoded, _)| *decoded == part) {
        Some((_, written)) => (*written).to_owned(),
        None => encoded(part),
    };
    new.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// A name as part of an address, which Markdown and HTML read as it is.
fn encoded(name: &str) -> String {
    let mut spelled = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_alphanumeric() || "-_.~+@".contains(c) {
            spelled.push(c);
        } else {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                let _ = write!(spelled, "%{byte:02X}");
            }
        }
    }
    spelled
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::TopicPath;

    fn topic(from: &str, to: &str) -> Move {
        Move::Topic { from: TopicPath::new(from), to: TopicPath::new(to) }
    }

    #[test]
    fn an_address_changes_no_more_than_it_must() {
        let map = topic("py/gil", "py/threads/lock");
        let told =
            |written, before, after| relative_address(written, written, Reading::Url, Folders { before, after }, &map);
        assert_eq!(told("gil.md#why", "py", "py").as_deref(), Some("threads/lock.md#why"));
        assert_eq!(told("./gil.MD?x", "py", "py").as_deref(), Some("./threads/lock.MD?x"));
        assert_eq!(told("/py/gil.md", "a", "a").as_deref(), Some("/py/threads/lock.md"));
        // The moved file itself.
        assert_eq!(told("gil.md#a", "py", "py/threads").as_deref(), Some("lock.md#a"));
        assert_eq!(told("caf%C3%A9/a%20b.md", "py", "py/threads").as_deref(), Some("../caf%C3%A9/a%20b.md"));
        assert_eq!(told("../a b/", "py", "py/threads").as_deref(), Some("../../a b/"));
        assert_eq!(told("..", "py", "").as_deref(), Some("./"));
        let escaped = |written, means| {
            relative_address(written, means, Reading::Url, Folders { before: "py", after: "py" }, &map)
        };
        assert_eq!(escaped("gil&#46;md#a", "gil.md#a").as_deref(), Some("threads/lock.md#a"));
        assert_eq!(escaped("gil\\.md\\#a", "gil.md#a").as_deref(), Some("threads/lock.md\\#a"));
        for stays in
            ["locks.md", "#gil", "https://a.example/gil.md", "//a.example/gil.md", "mailto:a@b", "../../gil.md", ""]
        {
            assert_eq!(told(stays, "py", "py"), None, "{stays}");
        }
    }

    #[test]
    fn what_goes_along_needs_no_new_address() {
        let map = Move::Chapter { from: TopicPath::new("py"), to: TopicPath::new("lang/py") };
        let told =
            |written, before, after| relative_address(written, written, Reading::Url, Folders { before, after }, &map);
        assert_eq!(told("gil.md", "py", "lang/py"), None);
        assert_eq!(told("../py/gil.md", "py", "lang/py"), None);
        assert_eq!(told("../x.md", "py", "lang/py").as_deref(), Some("../../x.md"));
        assert_eq!(told("py/", "", "").as_deref(), Some("lang/py/"));
        assert_eq!(told("print/py/a.html", "", "").as_deref(), Some("print/lang/py/a.html"));
        assert_eq!(told("pyx/a.md", "", ""), None);
    }

    #[test]
    fn a_wikilink_is_changed_if_it_is_a_path() {
        let map = topic("py/gil", "py/lock");
        let told = |written| wiki_address(written, &map, &|path| path == "py/gil");
        assert_eq!(told("py/gil.md#why").as_deref(), Some("py/lock.md#why"));
        assert_eq!(told("py/gil").as_deref(), Some("py/lock"));
        assert_eq!(told("py/other"), None);
        assert_eq!(wiki_address("py/gil", &map, &|_| false), None);
    }
}
