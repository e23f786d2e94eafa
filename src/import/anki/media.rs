//! Files that fields show: what they are called in a package, and where they come to lie in a guide.
//!
//! In: HTML of fields, and names that someone else chose. Out: names that are safe everywhere, and HTML that leads there. A
//! name is made of letters and digits of the old one and of the file's bytes, so that two packages may both have an `image.png`.

use std::collections::{BTreeMap, BTreeSet};

use xxhash_rust::xxh3::xxh3_64;

use crate::html::character_references;
use crate::html::tokens::{self, Tag};
use crate::import::short_answer::MEDIA;
use crate::path::decode_percent;
use crate::text::escape::escape;

/// Where files lie, by the names that notes call them.
pub type Paths = BTreeMap<String, String>;

/// Endings of files that a page can show or play, and that act on nothing.
const KNOWN: [&str; 23] = [
    "png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "bmp", "ico", "tif", "tiff", "mp3", "ogg", "oga", "opus",
    "wav", "m4a", "flac", "aac", "mp4", "webm", "ogv", "pdf",
];
/// The folder of files, from the place where topics come to lie.
pub const FOLDER: &str = MEDIA;
/// So many letters of a name are kept.
const LONGEST: usize = 40;

/// Whether a file of this name is carried over.
pub fn is_known(name: &str) -> bool {
    KNOWN.contains(&ending(name).as_str())
}

fn ending(name: &str) -> String {
    name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase()
}

/// Where a file comes to lie: `media/cat-1f0c9a3e.png`.
pub fn path(name: &str, bytes: &[u8]) -> String {
    let stem = stem(name);
    let mut safe = String::new();
    for c in stem.chars().flat_map(char::to_lowercase).take(LONGEST) {
        if c.is_ascii_alphanumeric() {
            safe.push(c);
        } else if !safe.is_empty() && !safe.ends_with('-') {
            safe.push('-');
        }
    }
    let gap = if safe.is_empty() || safe.ends_with('-') { "" } else { "-" };
    format!("{FOLDER}/{safe}{gap}{:08x}.{}", xxh3_64(bytes) >> 32, ending(name))
}

/// A file's name without folders and ending.
fn stem(name: &str) -> &str {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The address of a tag that shows or leads to a file.
fn address(tag: &Tag<'_>) -> Option<String> {
    let attribute = match &*tag.name() {
        "img" | "audio" | "video" | "source" | "embed" => "src",
        "a" => "href",
        "object" => "data",
        _ => return None,
    };
    tag.attribute(attribute).map(|address| address.trim().to_owned()).filter(|it| !it.is_empty())
}

/// The name behind an address: as written, or with `%20` read.
fn name_of(address: &str, has: impl Fn(&str) -> bool) -> Option<String> {
    let decoded = || decode_percent(address).filter(|name| has(name));
    if has(address) { Some(address.to_owned()) } else { decoded() }
}

/// The names of files in a field that `has` knows.
pub fn shown(html: &str, has: impl Fn(&str) -> bool, names: &mut BTreeSet<String>) {
    for tag in tokens::tags(html) {
        names.extend(address(&tag).and_then(|address| name_of(&address, &has)));
    }
    names.extend(sounds(html).map(|(_, name)| character_references::text(name).into_owned()).filter(|name| has(name)));
}

/// `[sound:x.mp3]` in a field: where each stands, and its name.
fn sounds(html: &str) -> impl Iterator<Item = (std::ops::Range<usize>, &str)> {
    html.match_indices("[sound:").filter_map(|(start, mark)| {
        let length = html[start..].bytes().take(1_000).position(|byte| byte == b']')?;
        let name = html.get(start + mark.len()..start + length)?;
        Some((start..start + length + 1, name))
    })
}

/// A field in which pictures, sounds and films lead to where their files lie: pictures have a name, sounds are links.
pub fn linked(html: &str, paths: &Paths) -> String {
    let mut out = String::with_capacity(html.len());
    let mut at = 0;
    for tag in tokens::start_tags(html) {
        let Some(address) = address(&tag) else { continue };
        let Some((name, path)) = name_of(&address, |it| paths.contains_key(it)).and_then(|it| paths.get_key_value(&it))
        else {
            continue;
        };
        out.push_str(&html[at..tag.span.start]);
        at = tag.span.end;
        match &*tag.name() {
            "img" => {
                let alt = tag.attribute("alt").filter(|alt| !alt.trim().is_empty());
                let alt = alt.unwrap_or_else(|| stem(name).replace(['_', '-'], " ").into());
                out.push_str(&format!("<img src=\"{path}\" alt=\"{}\">", escape(&alt)));
            }
            "a" => out.push_str(&format!("<a href=\"{path}\">")),
            _ => out.push_str(&format!("<a href=\"{path}\">{}</a>", escape(name))),
        }
    }
    out.push_str(&html[at..]);
    with_sounds(&out, paths)
}

fn with_sounds(html: &str, paths: &Paths) -> String {
    let mut out = String::with_capacity(html.len());
    let mut at = 0;
    for (span, name) in sounds(html) {
        if let Some((name, path)) = paths.get_key_value(&*character_references::text(name)).filter(|_| span.start >= at)
        {
            out.push_str(&html[at..span.start]);
            out.push_str(&format!(" <a href=\"{path}\">{}</a> ", escape(name)));
            at = span.end;
        }
    }
    out.push_str(&html[at..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_all_that_leads_somewhere_or_means_something() {
        for (name, safe) in [
            ("../../etc/Cat Photo.PNG", "media/cat-photo-"),
            ("..\\..\\a.b%2f.png", "media/a-b-2f-"),
            ("CON.jpg", "media/con-"),
            (".png", "media/"),
            ("猫.png", "media/"),
        ] {
            let path = path(name, b"x");
            assert!(
                path.starts_with(safe) && path.bytes().all(|b| b.is_ascii_alphanumeric() || b"/-.".contains(&b)),
                "{path}"
            );
            assert!(!path.contains("..") && path.matches('/').count() == 1, "{path}");
        }
        assert_ne!(path("a.png", b"x"), path("a.png", b"y"));
        assert!(!is_known("a.html") && !is_known("a.js") && !is_known("png") && is_known("a.PNG"));
    }

    #[test]
    fn pictures_and_sounds_lead_to_their_files() {
        let paths = Paths::from([("a b.png".into(), "media/1.png".into()), ("x&y.mp3".into(), "media/2.mp3".into())]);
        let html = "<img class=x src=\"a%20b.png\">[sound:x&amp;y.mp3][sound:no.mp3]<img src=c.png>";
        assert_eq!(
            linked(html, &paths),
            "<img src=\"media/1.png\" alt=\"a b\"> <a href=\"media/2.mp3\">x&amp;y.mp3</a> [sound:no.mp3]<img src=c.png>"
        );
        let mut names = BTreeSet::new();
        shown(html, |name| paths.contains_key(name), &mut names);
        assert_eq!(names.len(), 2);
    }
}
