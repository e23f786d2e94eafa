//! HTML as the author wrote it, where a guide allows it: `html = true` under `[markdown]`.
//!
//! In: the HTML of a block, or a tag in running text. Out: pieces. Its addresses become links like those of Markdown and
//! its ids anchors, so that they are checked at their line and right on every page that shows them, and its words are
//! searched; all else stays as it was written.

use std::ops::Range;

use super::Writer;
use crate::topic::document::{Link, LinkKind, Piece};
use crate::words::message::Message;
use crate::words::report::Place;

/// Elements that the pages' Content-Security-Policy keeps empty.
const SHUT: [&str; 4] = ["iframe", "object", "embed", "style"];
/// Attributes that name other elements by their ids.
const NAMING: [&str; 8] =
    ["for", "headers", "list", "aria-labelledby", "aria-describedby", "aria-controls", "aria-details", "aria-owns"];

/// Elements that can begin and end inside a word.
const PHRASING: [&str; 22] = [
    "a", "abbr", "b", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s", "samp", "small", "span",
    "strong", "sub", "sup", "u", "var",
];

/// HTML being read, with the byte of the file at which each part of it began.
#[derive(Default)]
pub(super) struct OpenHtml {
    html: String,
    parts: Vec<(usize, Range<usize>)>,
}

impl OpenHtml {
    pub(super) fn push(&mut self, html: &str, span: &Range<usize>) {
        self.parts.push((self.html.len(), span.clone()));
        self.html.push_str(html);
    }

    /// Where in the file `written` stands, which is at byte `at` of the HTML.
    fn place(&self, at: usize, written: &str, text: &str) -> Range<usize> {
        let part = self.parts.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        let Some((start, span)) = self.parts.get(part) else { return 0..0 };
        let exact = span.start + (at - start);
        if text.get(exact..exact + written.len()) == Some(written) {
            return exact..exact + written.len();
        }
        // A quote or a list puts marks between the lines of a tag.
        let found = text.get(span.clone()).and_then(|part| part.find(written)).map(|at| span.start + at);
        found.map_or_else(|| span.clone(), |at| at..at + written.len())
    }
}

/// What an attribute means beyond its element.
enum Role {
    /// It names its element.
    Id,
    /// It leads somewhere, or brings something from there.
    Address(LinkKind),
    /// It brings one of several pictures.
    Candidates,
    /// It names other elements.
    Names,
    /// It paints with an element: `fill="url(#stripes)"`.
    Paint,
}

impl Writer<'_> {
    /// A line of a block, or a tag in running text.
    pub(super) fn push_raw(&mut self, html: &str, span: &Range<usize>) {
        self.raw.get_or_insert_default().push(html, span);
    }

    /// Writes a block that was collected, and notes its words: those beside a tag in running text are text themselves.
    pub(super) fn end_raw_block(&mut self) {
        let text = self.end_raw();
        self.section.text.push_str(text.trim_start());
    }

    /// Writes what was collected; gives the text in it.
    pub(super) fn end_raw(&mut self) -> String {
        let Some(open) = self.raw.take() else { return String::new() };
        let mut done = 0;
        let (tags, text) = read(&open.html);
        for tag in tags {
            self.raw_tag(&tag, &open);
            for attribute in &tag.attributes {
                let Some(role) = attribute.role(&tag) else { continue };
                let before = &open.html[done..attribute.whole.start];
                self.html.push_str(if matches!(role, Role::Id) { before.trim_end() } else { before });
                self.raw_attribute(&tag, attribute, &role, open.place(attribute.at, attribute.value, self.text));
                done = attribute.whole.end;
            }
        }
        self.html.push_str(&open.html[done..]);
        text
    }

    /// What a tag means for what comes after it, and what no page will do with it.
    fn raw_tag(&mut self, tag: &Tag<'_>, open: &OpenHtml) {
        if tag.name == "a" {
            self.raw_link = None;
            if let Some(heading) = &mut self.heading {
                heading.has_link = true;
            }
        }
        let mut inert = |at: Range<usize>, what: String| {
            let place = open.place(at.start, &open.html[at], self.text);
            self.report.at(Place::span(self.source, place), Message::InertHtml { what });
        };
        let is_script = tag.name == "script" && !tag.attributes.iter().any(|attribute| attribute.name == "src");
        if !tag.closes && (is_script || SHUT.contains(&&*tag.name)) {
            inert(tag.at..tag.at + tag.name.len(), format!("<{}>", tag.name));
        }
        for attribute in tag.attributes.iter().filter(|it| it.name == "style" || it.name.starts_with("on")) {
            inert(attribute.whole.clone(), attribute.name.clone());
        }
    }

    fn raw_attribute(&mut self, tag: &Tag<'_>, attribute: &Attribute<'_>, role: &Role, place: Range<usize>) {
        let value = unescape(attribute.value);
        let name = &attribute.name;
        match role {
            Role::Id => {
                if !self.ids.claim(&value) {
                    let message = Message::DuplicateAnchor { id: value.clone() };
                    self.report.at(Place::span(self.source, place), message);
                }
                self.document.anchors.push(value.clone());
                return self.push(Piece::Id(value));
            }
            Role::Address(kind) => {
                let link = self.raw_address(value.trim(), *kind, place);
                self.html.push_str(&format!("{name}=\""));
                if tag.is_link() {
                    self.raw_link = Some(link);
                    self.push(Piece::Href(link));
                } else {
                    self.push(Piece::Src(link));
                }
            }
            Role::Candidates => {
                self.html.push_str("srcset=\"");
                self.raw_candidates(&value, attribute.value, &place);
            }
            Role::Names => {
                self.html.push_str(&format!("{name}=\""));
                for (number, id) in value.split_whitespace().enumerate() {
                    self.html.push_str(if number == 0 { "" } else { " " });
                    self.push(Piece::Name(id.to_owned()));
                }
            }
            Role::Paint => {
                self.html.push_str(&format!("{name}=\"url("));
                self.push(Piece::Here(painted(&value).unwrap_or_default().to_owned()));
                self.html.push(')');
            }
        }
        self.html.push('"');
    }

    /// The pictures of a `srcset`: `small.png 1x, large.png 2x`.
    fn raw_candidates(&mut self, value: &str, written: &str, place: &Range<usize>) {
        for (number, candidate) in value.split(',').map(str::trim).filter(|it| !it.is_empty()).enumerate() {
            let (address, size) = candidate.split_once(char::is_whitespace).unwrap_or((candidate, ""));
            let found = written.find(address).map(|at| place.start + at..place.start + at + address.len());
            let exact = found.filter(|span| self.text.get(span.clone()) == Some(address));
            let link = self.raw_address(address, LinkKind::Image, exact.unwrap_or_else(|| place.clone()));
            self.html.push_str(if number == 0 { "" } else { ", " });
            self.push(Piece::Src(link));
            if !size.is_empty() {
                self.html.push_str(&format!(" {}", crate::words::escape::escape(size.trim())));
            }
        }
    }

    fn raw_address(&mut self, destination: &str, kind: LinkKind, span: Range<usize>) -> usize {
        let whole = span.clone();
        self.document.links.push(Link { destination: destination.to_owned(), span, kind, whole, text: String::new() });
        self.document.links.len() - 1
    }
}

/// A tag of HTML.
struct Tag<'h> {
    /// In lower case.
    name: String,
    /// The first byte of the name.
    at: usize,
    closes: bool,
    attributes: Vec<Attribute<'h>>,
}

/// An attribute with a value.
struct Attribute<'h> {
    /// In lower case.
    name: String,
    /// As written, without quotes.
    value: &'h str,
    /// The first byte of the value.
    at: usize,
    /// From the name to the closing quote.
    whole: Range<usize>,
}

impl Tag<'_> {
    /// Whether it is followed by readers, not by the page itself.
    fn is_link(&self) -> bool {
        matches!(&*self.name, "a" | "area")
    }
}

impl Attribute<'_> {
    /// What it means beyond its element; `None` if that stays as written.
    fn role(&self, tag: &Tag<'_>) -> Option<Role> {
        let value = self.value.trim();
        if value.is_empty() || tag.closes {
            return None;
        }
        match &*self.name {
            // The old way to name a place.
            "name" if tag.name != "a" || tag.attributes.iter().any(|other| other.name == "id") => None,
            "id" | "name" => (!self.value.contains(char::is_whitespace)).then_some(Role::Id),
            "srcset" => Some(Role::Candidates),
            "href" if tag.is_link() => Some(Role::Address(LinkKind::Link)),
            "href" | "xlink:href" if value.starts_with('#') => Some(Role::Address(LinkKind::Link)),
            "data" if tag.name != "object" => None,
            // The picture itself, which no server sends.
            "src" | "poster" | "href" | "xlink:href" | "data" if value.starts_with("data:") => None,
            "src" | "poster" | "href" | "xlink:href" | "data" => Some(Role::Address(LinkKind::Image)),
            name if NAMING.contains(&name) => Some(Role::Names),
            _ => painted(value).map(|_| Role::Paint),
        }
    }
}

/// The id in `url(#id)`.
fn painted(value: &str) -> Option<&str> {
    value.trim().strip_prefix("url(#")?.strip_suffix(')')
}

/// The tags of some HTML outside of comments, scripts and style sheets, and the text between them.
fn read(html: &str) -> (Vec<Tag<'_>>, String) {
    let (mut tags, mut text) = (Vec::new(), String::new());
    let mut at = 0;
    while let Some(found) = html[at..].find('<') {
        text.push_str(&html[at..at + found]);
        at += found + 1;
        if html[at..].starts_with("!--") {
            at = html[at..].find("-->").map_or(html.len(), |end| at + end + 3);
            continue;
        }
        let closes = html[at..].starts_with('/');
        at += usize::from(closes);
        if !html[at..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            text.push('<');
            continue;
        }
        let end = end_of(html, at, |c| c.is_ascii_whitespace() || matches!(c, '>' | '/'));
        let mut tag = Tag { name: html[at..end].to_ascii_lowercase(), at, closes, attributes: Vec::new() };
        at = attributes(html, end, &mut tag.attributes);
        if !closes && matches!(&*tag.name, "script" | "style") {
            let ends = |rest: &str| rest.get(..tag.name.len()).is_some_and(|it| it.eq_ignore_ascii_case(&tag.name));
            let close = html[at..].match_indices("</").find(|(end, _)| ends(&html[at + end + 2..]));
            at = close.map_or(html.len(), |(end, _)| at + end);
        }
        if !PHRASING.contains(&&*tag.name) {
            text.push(' ');
        }
        tags.push(tag);
    }
    text.push_str(&html[at..]);
    (tags, unescape(&text.replace("&nbsp;", " ")))
}

/// Reads attributes from `at` to the end of a tag; gives what follows it.
fn attributes<'h>(html: &'h str, mut at: usize, found: &mut Vec<Attribute<'h>>) -> usize {
    loop {
        at = end_of(html, at, |c| !c.is_ascii_whitespace() && c != '/');
        let Some(first) = html[at..].chars().next() else { return at };
        if first == '>' {
            return at + 1;
        }
        let start = at;
        at = end_of(html, at + first.len_utf8(), |c| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/'));
        let name = html[start..at].to_ascii_lowercase();
        let equals = end_of(html, at, |c| !c.is_ascii_whitespace());
        if !html[equals..].starts_with('=') {
            continue;
        }
        at = end_of(html, equals + 1, |c| !c.is_ascii_whitespace());
        let (value, end) = match html[at..].chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let end = end_of(html, at + 1, |c| c == quote);
                at += 1;
                (at..end, (end + 1).min(html.len()))
            }
            _ => {
                let end = end_of(html, at, |c| c.is_ascii_whitespace() || c == '>');
                (at..end, end)
            }
        };
        found.push(Attribute { name, at, value: &html[value], whole: start..end });
        at = end;
    }
}

/// The next byte from `at` on whose character is `wanted`, or the end.
fn end_of(html: &str, at: usize, wanted: impl Fn(char) -> bool) -> usize {
    html[at..].find(wanted).map_or(html.len(), |end| at + end)
}

fn unescape(value: &str) -> String {
    if !value.contains('&') {
        return value.to_owned();
    }
    let quotes = value.replace("&quot;", "\"").replace("&#39;", "'").replace("&apos;", "'");
    quotes.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn attributes_are_found_in_tags_only() {
        let html =
            "<!-- <a href=no> --><IMG\n SRC = x.png alt='a > b'><script src=y.js>'<a href=no>'</script></p id=z>";
        let found: Vec<(String, String, &str)> = read(html)
            .0
            .into_iter()
            .flat_map(|tag| tag.attributes.into_iter().map(move |it| (tag.name.clone(), it.name, it.value)))
            .collect();
        let texts: Vec<(&str, &str, &str)> = found.iter().map(|(a, b, c)| (a.as_str(), b.as_str(), *c)).collect();
        assert_eq!(
            texts,
            [("img", "src", "x.png"), ("img", "alt", "a > b"), ("script", "src", "y.js"), ("p", "id", "z")]
        );
    }

    #[test]
    fn text_is_what_a_reader_sees() {
        let html = "<p>A <b>b</b>c &lt; d<!-- no --><script>no()</script></p><li>e</li><style>no {}</style>f < g";
        assert_eq!(read(html).1.split_whitespace().collect::<Vec<_>>(), ["A", "bc", "<", "d", "e", "f", "<", "g"]);
    }

    proptest! {
        #[test]
        fn any_html_is_read_and_its_attributes_stand_where_they_are_said_to(html in "[<>a-zA-Z=\"'é/ \n#!-]{0,80}") {
            for attribute in read(&html).0.iter().flat_map(|tag| &tag.attributes) {
                prop_assert_eq!(&html[attribute.at..attribute.at + attribute.value.len()], attribute.value);
                prop_assert!(attribute.whole.end <= html.len());
            }
        }
    }
}
