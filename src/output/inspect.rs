//! The finished site, checked: every `href`, `src` and `#id` in it resolves, and no page has an id twice.
//!
//! In: [`Site`]. Out: problems. Links of topics were checked before; what is found here was written by a template.
//! It reads the tags of its own output with a small scanner; nothing is changed.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use crate::output::site::Site;
use crate::reading::settings::Settings;
use crate::words::message::Message;
use crate::words::path::{OutputPath, decode_percent, join};
use crate::words::report::Report;

/// What a page holds and points to.
struct Scan<'a> {
    ids: HashSet<String>,
    twice: Vec<String>,
    links: Vec<&'a str>,
}

/// Checks all pages.
pub fn inspect(site: &Site, settings: &Settings, report: &mut Report) {
    let base_url = settings.base_url.as_deref();
    // The repository may lie on the same host.
    let is_repository =
        |url: &str| settings.repository.as_ref().is_some_and(|repository| url.starts_with(repository.as_str()));
    let pages: Vec<(&OutputPath, &str)> = site
        .files()
        .filter(|(path, _)| path.extension() == "html")
        .filter_map(|(path, file)| Some((path, std::str::from_utf8(&file.bytes).ok()?)))
        .collect();
    let scans: HashMap<&str, Scan<'_>> = pages.par_iter().map(|(path, html)| (path.as_str(), scan(html))).collect();
    let dead: Vec<(&OutputPath, Vec<String>)> = pages
        .par_iter()
        .map(|(path, _)| {
            let scan = &scans[path.as_str()];
            // A page links to the same place many times: the rail, the crumbs, the text.
            let links: HashSet<&str> = scan.links.iter().copied().collect();
            let mut dead: Vec<String> = links
                .into_iter()
                .filter(|url| !is_repository(url) && !resolves(path, url, base_url, site, &scans))
                .map(str::to_owned)
                .collect();
            dead.sort_unstable();
            (*path, dead)
        })
        .collect();
    for (path, urls) in dead {
        let page = || path.to_string();
        let links = urls.into_iter().map(|url| Message::DeadLink { page: page(), url });
        let ids = scans[path.as_str()].twice.iter().map(|id| Message::DuplicatePageId { page: page(), id: id.clone() });
        for message in links.chain(ids) {
            match site.get(path).and_then(|file| file.owner.place()) {
                Some(place) => report.at(place.clone(), message),
                None => report.add(message),
            }
        }
    }
}

fn resolves(
    page: &OutputPath,
    url: &str,
    base_url: Option<&str>,
    site: &Site,
    scans: &HashMap<&str, Scan<'_>>,
) -> bool {
    let url = unescape(url);
    let local;
    // Elsewhere an author may link to what else the host has: `https://example.org/blog` beside `https://example.org/`.
    let base_url = base_url.filter(|_| page.as_str() == "404.html");
    let (url, folder) = match base_url.and_then(|base| url.strip_prefix(base)) {
        Some(rest) => {
            local = rest.to_owned();
            (local.as_str(), "")
        }
        None if is_elsewhere(&url) => return true,
        None => (url.as_str(), page.folder()),
    };
    let (path, id) = url.split_once('#').map_or((url, None), |(path, id)| (path, Some(id)));
    let path = path.split('?').next().unwrap_or(path);
    let Some(path) = decode_percent(path) else { return false };
    let target = if path.is_empty() && folder == page.folder() && base_url.is_none_or(|base| !url.starts_with(base)) {
        page.as_str().to_owned()
    } else {
        match join(folder, &path) {
            Some(joined) if joined.is_empty() => "index.html".to_owned(),
            Some(joined) if path.ends_with('/') => format!("{joined}/index.html"),
            Some(joined) => joined,
            None => return false,
        }
    };
    if site.get(&OutputPath::new(&target)).is_none() {
        return false;
    }
    match (id, scans.get(target.as_str())) {
        (Some(id), Some(scan)) if !id.is_empty() => {
            scan.ids.contains(id) || decode_percent(id).is_some_and(|id| scan.ids.contains(&id))
        }
        _ => true,
    }
}

fn is_elsewhere(url: &str) -> bool {
    url.starts_with("//")
        || url.split_once(':').is_some_and(|(scheme, _)| !scheme.contains(['/', '#', '?', '.']) && !scheme.is_empty())
}

fn unescape(url: &str) -> String {
    if url.contains('&') {
        url.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
    } else {
        url.to_owned()
    }
}

/// Collects ids and addresses from the tags of a page.
fn scan(html: &str) -> Scan<'_> {
    let mut scan = Scan { ids: HashSet::new(), twice: Vec::new(), links: Vec::new() };
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let name_end = rest.find(|c: char| c.is_ascii_whitespace() || c == '>' || c == '/').unwrap_or(rest.len());
        let name = &rest[..name_end];
        rest = attributes(&rest[name_end..], &mut scan);
        if name == "script" || name == "style" {
            let close = if name == "script" { "</script" } else { "</style" };
            rest = rest.find(close).map_or("", |end| &rest[end..]);
        }
    }
    scan
}

/// Reads attributes up to the `>` of a tag; gives what follows.
fn attributes<'a>(mut rest: &'a str, scan: &mut Scan<'a>) -> &'a str {
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if let Some(after) = rest.strip_prefix('>') {
            return after;
        }
        if rest.is_empty() {
            return rest;
        }
        let name_end =
            rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/')).unwrap_or(rest.len()).max(1);
        let name_end = (name_end..=rest.len()).find(|&at| rest.is_char_boundary(at)).unwrap_or(rest.len());
        let name = &rest[..name_end];
        rest = rest[name_end..].trim_start();
        let Some(after) = rest.strip_prefix('=') else { continue };
        let after = after.trim_start();
        let (value, after) = match after.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let inner = &after[1..];
                inner.find(quote).map_or((inner, ""), |end| (&inner[..end], &inner[end + 1..]))
            }
            _ => {
                let end = after.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(after.len());
                (&after[..end], &after[end..])
            }
        };
        rest = after;
        match name {
            "id" => {
                let id = unescape(value);
                if !scan.ids.insert(id.clone()) {
                    scan.twice.push(id);
                }
            }
            "href" | "src" => scan.links.push(value),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ids_and_addresses_are_found_in_tags_only() {
        let scan = scan(
            "<p id=a>x</p><!-- <a href=\"no\"> --><a\n href='b.html#c' title=\"<a href=no>\">d</a><img src=\"e.png\">&lt;a href=\"no\"&gt;",
        );
        assert!(scan.ids.contains("a"));
        assert_eq!(scan.links, ["b.html#c", "e.png"]);
    }

    proptest! {
        #[test]
        fn any_text_is_scanned_without_panic(html in "[<>a-z=\"'é/ #!-]{0,80}") {
            let _ = scan(&html);
        }
    }
}
