//! Links of imported bodies, spelled for where things went.
//!
//! In: a body, where it came from and where it goes, and a map of where everything went. Out: the body with links
//! that resolve. A link that leads to nothing imported becomes its text, and is told.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Parser, Tag, TagEnd};

use crate::import::found::{Edits, Losses, Origin};
use crate::path::{decode_percent, folder_of, join, relative};
use crate::problem::report::Place;
use crate::reading::settings::MarkdownSettings;
use crate::topic::markdown;

/// Where everything went: paths under `content/`, with `.md` for pages.
#[derive(Debug, Default)]
pub struct Map {
    /// Pages and topics by where they came from.
    pub pages: BTreeMap<Origin, String>,
    /// The ids on each new page.
    pub anchors: BTreeMap<String, BTreeSet<String>>,
    /// Other files by their path in the source.
    pub assets: BTreeMap<String, String>,
    /// Definitions of reference links by file and label in lower case.
    pub definitions: BTreeMap<(String, String), String>,
    /// Those of them that a link of their file uses.
    pub used: BTreeSet<(String, String)>,
}

/// What becomes of a link.
enum Fate {
    To(String),
    /// The page, but not the section that was named.
    Near(String),
    /// It leads to where it stands.
    Here,
    Text,
}

struct Open {
    range: Range<usize>,
    inner_end: usize,
    head: usize,
    fate: Fate,
    is_image: bool,
    title: String,
}

/// Rewrites the links of a body that came from `origin` and goes to `target` under `content/`.
pub fn relink(
    body: &str,
    origin: &Origin,
    target: &str,
    map: &Map,
    place: Option<&Place>,
    losses: &mut Losses,
) -> String {
    let mut edits = Edits::default();
    let mut open: Vec<Open> = Vec::new();
    let mut define = |link: BrokenLink<'_>| {
        let key = (origin.file.clone(), link.reference.to_lowercase());
        let known = map.definitions.get(&key).cloned();
        // `[text][pkg.name]` leads to what another program writes; `a[0][1]` is text.
        let is_undefined = !matches!(link.link_type, LinkType::Shortcut | LinkType::ShortcutUnknown);
        let url = known.or_else(|| is_undefined.then(|| format!("{UNDEFINED}{}", link.reference)))?;
        Some((CowStr::from(url), CowStr::from("")))
    };
    let options = markdown::options(MarkdownSettings::default());
    let events = Parser::new_with_broken_link_callback(body, options, Some(&mut define)).into_offset_iter();
    // Each link is written anew with its address, so what defined one for it is of no use any more.
    for (label, definition) in events.reference_definitions().iter() {
        if map.used.contains(&(origin.file.clone(), label.to_lowercase())) {
            edits.replace(definition.span.clone(), "");
        }
    }
    for (event, range) in events {
        let end = range.end;
        // The parser leaves the second brackets of `[a][]` out where it had to ask what `a` is.
        if let Event::Start(Tag::Link { link_type, dest_url, .. } | Tag::Image { link_type, dest_url, .. }) = &event
            && *link_type == LinkType::CollapsedUnknown
            && body[end..].starts_with("[]")
            && dest_url.strip_prefix(UNDEFINED).is_none_or(is_code_name)
        {
            edits.replace(end..end + "[]".len(), "");
        }
        match event {
            Event::Start(
                Tag::Link { link_type: LinkType::WikiLink { .. }, .. }
                | Tag::Image { link_type: LinkType::WikiLink { .. }, .. },
            ) => {}
            Event::Start(Tag::Link { link_type: LinkType::Autolink | LinkType::Email, dest_url, .. }) => {
                if let Fate::Text = fate(&dest_url, false, origin, target, map) {
                    losses.add(format!("the link `{dest_url}`"), "its text was kept", place);
                    edits.replace(range, format!("`{dest_url}`"));
                }
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. })
                if dest_url.strip_prefix(UNDEFINED).is_some_and(|label| !is_code_name(label)) =>
            {
                let bracket = range.start + body[range.clone()].find('[').unwrap_or(0);
                edits.replace(bracket..bracket, "\\");
            }
            Event::Start(Tag::Link { dest_url, title, .. }) => {
                let fate = told(fate(&dest_url, false, origin, target, map), &dest_url, "link", place, losses);
                let inner_end = range.start + 1;
                open.push(Open { range, inner_end, head: 1, fate, is_image: false, title: title.to_string() });
            }
            Event::Start(Tag::Image { dest_url, title, .. }) => {
                let fate = told(fate(&dest_url, true, origin, target, map), &dest_url, "image", place, losses);
                let inner_end = range.start + 2;
                open.push(Open { range, inner_end, head: 2, fate, is_image: true, title: title.to_string() });
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                if open.last().is_some_and(|it| it.range == range)
                    && let Some(link) = open.pop()
                {
                    let in_link = !open.is_empty();
                    close(body, link, in_link, &mut edits);
                }
            }
            _ => {}
        }
        if let Some(link) = open.last_mut()
            && end < link.range.end
        {
            link.inner_end = link.inner_end.max(end);
        }
    }
    edits.apply(body)
}

/// What stands before the label of a link that nothing defines.
const UNDEFINED: &str = "undefined:";

/// Whether a label names code: `pkg.mod.Name`.
fn is_code_name(label: &str) -> bool {
    let is_part = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '_');
    label.contains('.') && label.split('.').all(is_part) && label.contains(char::is_alphabetic)
}

fn told(fate: Fate, url: &str, what: &str, place: Option<&Place>, losses: &mut Losses) -> Fate {
    let url = url.strip_prefix(UNDEFINED).unwrap_or(url);
    match (&fate, what) {
        (Fate::Near(_), _) => losses.add(format!("the section of the link `{url}`"), "it leads to the page", place),
        (Fate::Text, "link") => losses.add(format!("the link `{url}`"), "its text was kept", place),
        (Fate::Text, _) => losses.add(format!("the image `{url}`"), "put it beside the topic and show it again", place),
        (Fate::To(_), "image") if url.contains("://") => {
            losses.add("images on other servers", "they became links: pages make no request to other servers", place);
        }
        _ => {}
    }
    fate
}

fn close(body: &str, link: Open, in_link: bool, edits: &mut Edits) {
    let Open { range, inner_end, head, fate, is_image, title } = link;
    let inner_end = inner_end.clamp(range.start + head, range.end);
    let is_empty = body[range.start + head..inner_end].trim().is_empty();
    let tail = inner_end..range.end;
    let head = range.start..range.start + head;
    let foreign = matches!(&fate, Fate::To(url) if url.contains("://"));
    // What says how wide a picture is says nothing of its text.
    if is_image && (foreign || matches!(fate, Fate::Text | Fate::Here)) {
        let after = &body[range.end..];
        let width =
            after.strip_prefix("{width").and_then(|rest| rest.find('}').filter(|&end| !rest[..end].contains('\n')));
        if let Some(end) = width {
            edits.replace(range.end..range.end + "{width".len() + end + 1, "");
        }
    }
    match fate {
        Fate::Text | Fate::Here => {
            edits.replace(head, "");
            edits.replace(tail, "");
        }
        Fate::To(_) if is_image && foreign && in_link => {
            edits.replace(head, if is_empty { "image" } else { "" });
            edits.replace(tail, "");
        }
        Fate::To(url) | Fate::Near(url) => {
            let mark = if is_image && !foreign { "![" } else { "[" };
            let name = url.rsplit('/').next().unwrap_or("image").rsplit_once('.').map_or("image", |(stem, _)| stem);
            let text = if is_empty && is_image { name.replace(['-', '_'], " ") } else { String::new() };
            edits.replace(head, format!("{mark}{text}"));
            let plain = !url.contains([' ', '(', ')', '<', '>']);
            let title = title.replace(['"', '\n'], " ");
            let title = if title.is_empty() { title } else { format!(" \"{title}\"") };
            edits.replace(tail, if plain { format!("]({url}{title})") } else { format!("](<{url}>{title})") });
        }
    }
}

fn fate(url: &str, is_image: bool, origin: &Origin, target: &str, map: &Map) -> Fate {
    let url = url.trim();
    if let Some((scheme, _)) = url.split_once(':')
        && scheme.len() > 1
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    {
        return match scheme.to_ascii_lowercase().as_str() {
            "http" | "https" if is_image => Fate::To(url.to_owned()),
            // Written anew: a reference link would lose its definition.
            "http" | "https" | "mailto" | "tel" => Fate::To(url.to_owned()),
            _ => Fate::Text,
        };
    }
    if url.starts_with("//") {
        return Fate::To(format!("https:{url}"));
    }
    let (path, section) = url.split_once('#').map_or((url, None), |(path, section)| (path, Some(section)));
    let path = decode_percent(path.split('?').next().unwrap_or(path)).unwrap_or_else(|| path.to_owned());
    let folder = folder_of(&origin.file);
    let Some(full) = (if path.is_empty() { Some(origin.file.clone()) } else { join(folder, &path) }) else {
        return Fate::Text;
    };
    let here = folder_of(target);
    if let Some(asset) = map.assets.get(&full).filter(|_| !path.is_empty()) {
        return Fate::To(relative(asset, here));
    }
    let section = section.filter(|it| !it.is_empty()).map(|it| decode_percent(it).unwrap_or_else(|| it.to_owned()));
    let page = |file: &str, anchor: Option<String>| map.pages.get(&Origin { file: file.to_owned(), anchor });
    // One of many topics of a file is found by its heading.
    if let Some(found) = section.as_ref().and_then(|it| page(&full, Some(it.to_lowercase()))) {
        return if found == target { Fate::Here } else { Fate::To(relative(found, here)) };
    }
    if path.is_empty() {
        let known = |section: &String| map.anchors.get(target).is_some_and(|anchors| anchors.contains(section));
        return match section {
            Some(section) if known(&section) => Fate::To(format!("#{section}")),
            Some(_) => Fate::Text,
            None => Fate::Here,
        };
    }
    let stem = full.strip_suffix(".html").unwrap_or(&full);
    let tries = [full.clone(), format!("{stem}.md"), format!("{full}/index.md"), format!("{full}/README.md")];
    let tries = tries.into_iter().chain([full.replace("index.html", "README.md")]);
    let Some(found) = tries.into_iter().find_map(|file| page(file.trim_start_matches('/'), None)) else {
        return Fate::Text;
    };
    let wanted = section.is_some();
    let known = section.filter(|it| map.anchors.get(found).is_some_and(|anchors| anchors.contains(it)));
    match known {
        Some(section) if found == target => Fate::To(format!("#{section}")),
        Some(section) => Fate::To(format!("{}#{section}", relative(found, here))),
        None if found == target => Fate::Here,
        None if wanted => Fate::Near(relative(found, here)),
        None => Fate::To(relative(found, here)),
    }
}

/// The definitions of reference links in a file, by label in lower case.
pub fn definitions(file: &str, text: &str, map: &mut Map) {
    let parser = Parser::new_ext(text, markdown::options(MarkdownSettings::default()));
    for (label, definition) in parser.reference_definitions().iter() {
        map.definitions.insert((file.to_owned(), label.to_lowercase()), definition.dest.to_string());
    }
    for event in parser {
        if let Event::Start(Tag::Link { id, .. } | Tag::Image { id, .. }) = event
            && !id.is_empty()
        {
            map.used.insert((file.to_owned(), id.to_lowercase()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_where_things_went_or_are_text() {
        let mut map = Map::default();
        let origin = |file: &str, anchor: Option<&str>| Origin { file: file.into(), anchor: anchor.map(str::to_owned) };
        map.pages.insert(origin("guide/a.md", None), "book/start/a.md".into());
        map.pages.insert(origin("b.md", None), "book/b.md".into());
        map.anchors.insert("book/start/a.md".into(), ["top".to_owned()].into());
        map.assets.insert("guide/x.svg".into(), "book/start/x.svg".into());
        map.definitions.insert(("b.md".into(), "docs".into()), "https://x.y/".into());
        let text = "[a](guide/a.md#top) [b](guide/a.html#no) *[c](gone.md)* [d][docs] ![](guide/x.svg) \
                    [![badge](https://x.y/b.svg)](https://x.y) ![e](https://x.y/e.png) [f](javascript:x)";
        let out = relink(text, &origin("b.md", None), "book/b.md", &map, None, &mut Losses::default());
        assert_eq!(
            out,
            "[a](start/a.md#top) [b](start/a.md) *c* [d](https://x.y/) ![x](start/x.svg) \
             [badge](https://x.y) [e](https://x.y/e.png) f"
        );
    }

    #[test]
    fn what_nothing_defines_is_no_link() {
        let origin = Origin { file: "b.md".into(), anchor: None };
        let read = |text: &str| relink(text, &origin, "book/b.md", &Map::default(), None, &mut Losses::default());
        for (text, expected) in [
            ("[x][pkg.mod] and [pkg.mod.Cls][]", "x and pkg.mod.Cls"),
            ("[`x`][pkg.mod]", "`x`"),
            ("a[0][1] and [b][c]", "a\\[0][1] and \\[b][c]"),
            ("[a] and `[b][c]`", "[a] and `[b][c]`"),
        ] {
            assert_eq!(read(text), expected);
        }
    }

    #[test]
    fn a_definition_goes_with_the_links_that_used_it() {
        let mut map = Map::default();
        let text = "[a] and [b][C], ![d][]\n\n[a]: https://x.y/a\n[c]: https://x.y/c \"C\"\n[d]: https://x.y/d\n[e]: https://x.y/e\n";
        definitions("b.md", text, &mut map);
        let origin = Origin { file: "b.md".into(), anchor: None };
        let out = relink(text, &origin, "book/b.md", &map, None, &mut Losses::default());
        assert!(out.starts_with("[a](https://x.y/a) and [b](https://x.y/c \"C\"), "), "{out}");
        // What nothing used stays, for `check` to tell.
        assert_eq!(out.matches("]: ").count(), 1, "{out}");
        // Another part of the same file holds the definitions of this one's links.
        let out = relink("x\n\n[a]: https://x.y/a\n", &origin, "book/c.md", &map, None, &mut Losses::default());
        assert_eq!(out.trim(), "x");
    }
}
