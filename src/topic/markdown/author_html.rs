//! HTML as the author wrote it, where a guide allows it: `html = true` under `[markdown]`.
//!
//! In: the HTML of a block, or a tag in running text. Out: pieces. Its addresses become links like those of Markdown and
//! its ids anchors, so that they are checked at their line and right on every page that shows them, and its words are
//! searched; all else stays as it was written.

use crate::html::attributes::Attribute;
use crate::html::character_references;
use crate::html::tokens::{self, Tag, Token};
use crate::problem::message::Message;
use crate::problem::report::Place;
use crate::problem::slip::Slip;
use crate::text::span::Span;
use crate::topic::document::{Link, LinkKind, Piece};
use crate::topic::markdown::{TABLE_FRAME, Writer, misspelt};

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
    parts: Vec<(usize, Span)>,
}

impl OpenHtml {
    pub(super) fn push(&mut self, html: &str, span: Span) {
        self.parts.push((self.html.len(), span));
        self.html.push_str(html);
    }

    /// Where in the file `written` stands, which is at byte `at` of the HTML.
    fn place(&self, at: usize, written: &str, text: &str) -> Span {
        let part = self.parts.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        let Some((start, span)) = self.parts.get(part) else { return Span::at(0) };
        let exact = span.start + (at - start);
        if text.get(exact..exact + written.len()) == Some(written) {
            return Span::new(exact, exact + written.len());
        }
        // A quote or a list puts marks between the lines of a tag.
        let before = self.html.get(*start..at).map_or(0, |html| html.matches(written).count());
        let part = text.get(span.range()).unwrap_or_default();
        let mut all = part.match_indices(written).map(|(at, _)| span.start + at);
        let found = if written.is_empty() { None } else { all.nth(before) };
        found.map_or_else(|| *span, |at| Span::new(at, at + written.len()))
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
    pub(super) fn push_raw(&mut self, html: &str, span: Span) {
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
        for token in tokens::tokens(&open.html) {
            let tag = match token {
                Token::Start(tag) | Token::End(tag) => tag,
                Token::Comment { span, is_closed: false } => {
                    let place = open.place(span.start, &open.html[span.start..span.start + 2], self.text);
                    self.report.at(Place::span(self.source, place), Message::UnclosedComment);
                    continue;
                }
                // A browser takes them for comments.
                Token::Comment { span, .. } if !open.html[span].starts_with("<!--") => {
                    self.check_hidden(&open, span);
                    continue;
                }
                Token::Text(_) | Token::Comment { .. } => continue,
            };
            let tables = self.open_elements.count("table");
            self.raw_tag(&tag, &open);
            let is_outer_table = tag.is("table") && tables + self.open_elements.count("table") == 1;
            if is_outer_table && !tag.closes() {
                self.html.push_str(&open.html[done..tag.span.start]);
                // Nobody measured its words.
                self.html.push_str(&TABLE_FRAME.replace("table", "table breaks"));
                done = tag.span.start;
            }
            for attribute in tag.attributes().filter(|attribute| !attribute.written.is_empty()) {
                let Some(role) = role(&attribute, &tag) else { continue };
                let before = &open.html[done..attribute.span.start];
                self.html.push_str(if matches!(role, Role::Id) { before.trim_end() } else { before });
                let place = open.place(attribute.value_span.start, attribute.written, self.text);
                self.raw_attribute(&tag, &attribute, &role, place);
                done = attribute.span.end;
            }
            if is_outer_table && tag.closes() {
                self.html.push_str(&open.html[done..tag.span.end]);
                self.html.push_str("</div>");
                done = tag.span.end;
            }
        }
        self.html.push_str(&open.html[done..]);
        text_of(&open.html)
    }

    /// Tells `<?php … ?>` and `<![CDATA[…]]>`, which no page shows; `<!DOCTYPE …>` says nothing that could be lost.
    fn check_hidden(&mut self, open: &OpenHtml, span: Span) {
        let written = &open.html[span];
        if !written.get(..9).is_some_and(|it| it.eq_ignore_ascii_case("<!doctype")) {
            let place = open.place(span.start, written, self.text);
            let written = written.lines().next().unwrap_or_default().to_owned();
            self.report.at(Place::span(self.source, place), Slip::HiddenHtml { written }.into());
        }
    }

    /// What a tag means for what comes after it, and what no page will do with it.
    fn raw_tag(&mut self, tag: &Tag<'_>, open: &OpenHtml) {
        if tag.is("a") {
            self.raw_link = None;
            if let Some(heading) = &mut self.heading {
                heading.has_link = true;
            }
        }
        let written = &open.html[tag.span];
        let place = open.place(tag.span.start, written, self.text);
        for (place, message) in self.open_elements.tag(tag, written, place) {
            self.report.at(Place::span(self.source, place), message);
        }
        if !tag.closes() && !self.open_elements.is_foreign() {
            for (at, slip) in misspelt::slips(tag) {
                let place = open.place(at.start, &open.html[at], self.text);
                self.report.at(Place::span(self.source, place), slip.into());
            }
        }
        // They would lead the reader, or all links of the page, elsewhere.
        if !tag.closes() && (tag.is("base") || (tag.is("meta") && tag.attribute("http-equiv").is_some())) {
            self.report.at(Place::span(self.source, place), Message::RefusedElement { written: written.to_owned() });
        }
        let mut inert = |at: Span, what: String| {
            let place = open.place(at.start, &open.html[at], self.text);
            self.report.at(Place::span(self.source, place), Message::InertHtml { what });
        };
        let is_script = tag.is("script") && tag.attribute("src").is_none();
        if !tag.closes() && (is_script || SHUT.contains(&&*tag.name())) {
            inert(tag.name_span(), format!("<{}>", tag.name()));
        }
        let runs =
            |it: &Attribute<'_>| it.is("style") || it.name.get(..2).is_some_and(|on| on.eq_ignore_ascii_case("on"));
        for attribute in tag.attributes().filter(runs) {
            inert(attribute.span, attribute.name.to_ascii_lowercase());
        }
    }

    fn raw_attribute(&mut self, tag: &Tag<'_>, attribute: &Attribute<'_>, role: &Role, place: Span) {
        let value = attribute.value().into_owned();
        let name = attribute.name.to_ascii_lowercase();
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
                if is_link(tag) {
                    self.raw_link = Some(link);
                    self.push(Piece::Href(link));
                } else {
                    self.push(Piece::Src(link));
                }
            }
            Role::Candidates => {
                self.html.push_str("srcset=\"");
                self.raw_candidates(&value, attribute.written, place);
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
    fn raw_candidates(&mut self, value: &str, written: &str, place: Span) {
        for (number, (address, size)) in candidates(value).into_iter().enumerate() {
            let found = written.find(address).map(|at| Span::new(at, at + address.len()).behind(place.start));
            let exact = found.filter(|span| self.text.get(span.range()) == Some(address));
            let link = self.raw_address(address, LinkKind::Image, exact.unwrap_or(place));
            self.html.push_str(if number == 0 { "" } else { ", " });
            self.push(Piece::Src(link));
            if !size.is_empty() {
                self.html.push_str(&format!(" {}", crate::text::escape::escape(size.trim())));
            }
        }
    }

    fn raw_address(&mut self, destination: &str, kind: LinkKind, span: Span) -> usize {
        let written = self.text.get(span.range()).unwrap_or_default();
        let says_so = character_references::text(written.trim()) == destination;
        let start = span.start + written.len() - written.trim_start().len();
        let address = says_so.then(|| Span::new(start, start + written.trim().len()));
        let (destination, whole) = (destination.to_owned(), span);
        self.document.links.push(Link { destination, span, kind, whole, address, text: String::new() });
        self.document.links.len() - 1
    }
}

/// Whether it is followed by readers, not by the page itself.
fn is_link(tag: &Tag<'_>) -> bool {
    tag.is("a") || tag.is("area")
}

/// What an attribute means beyond its element; `None` if that stays as written.
fn role(attribute: &Attribute<'_>, tag: &Tag<'_>) -> Option<Role> {
    let written = attribute.value();
    let value = written.trim();
    if value.is_empty() || tag.closes() {
        return None;
    }
    match &*attribute.name.to_ascii_lowercase() {
        // The old way to name a place.
        "name" if !tag.is("a") || tag.attribute("id").is_some() => None,
        "id" | "name" => (!written.contains(char::is_whitespace)).then_some(Role::Id),
        "srcset" => Some(Role::Candidates),
        "href" if is_link(tag) => Some(Role::Address(LinkKind::Link)),
        "href" | "xlink:href" if value.starts_with('#') => Some(Role::Address(LinkKind::Link)),
        "data" if !tag.is("object") => None,
        // The picture itself, which no server sends.
        "src" | "poster" | "href" | "xlink:href" | "data" if value.starts_with("data:") => None,
        "src" | "poster" | "href" | "xlink:href" | "data" => Some(Role::Address(LinkKind::Image)),
        name if NAMING.contains(&name) => Some(Role::Names),
        _ => painted(value).map(|_| Role::Paint),
    }
}

/// The addresses of a `srcset` with their sizes, <https://html.spec.whatwg.org/multipage/images.html#parsing-a-srcset-attribute>:
/// an address ends at a blank, so it may hold commas, as `data:` does.
fn candidates(value: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = value;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
        if rest.is_empty() {
            return found;
        }
        let (address, after) = rest.split_at(rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len()));
        let bare = address.trim_end_matches(',');
        let (size, after) =
            if bare.len() < address.len() { ("", after) } else { after.split_once(',').unwrap_or((after, "")) };
        if !bare.starts_with("data:") {
            found.push((bare, size.trim()));
        }
        rest = after;
    }
}

/// The id in `url(#id)`.
fn painted(value: &str) -> Option<&str> {
    value.trim().strip_prefix("url(#")?.strip_suffix(')')
}

/// The text of some HTML, as a reader sees it.
fn text_of(html: &str) -> String {
    let mut text = String::new();
    let mut is_hidden = false;
    for token in tokens::tokens(html) {
        match token {
            Token::Text(span) if !is_hidden => text.push_str(&character_references::text(&html[span])),
            Token::Text(_) | Token::Comment { .. } => {}
            Token::Start(tag) | Token::End(tag) => {
                is_hidden = !tag.closes() && (tag.is("script") || tag.is("style"));
                if !PHRASING.contains(&&*tag.name()) {
                    text.push(' ');
                }
            }
        }
    }
    text.replace('\u{a0}', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_what_a_reader_sees() {
        let html = "<p>A <b>b</b>c &lt; d<!-- no --><script>no()</script></p><li>e</li><style>no {}</style>f < g";
        assert_eq!(text_of(html).split_whitespace().collect::<Vec<_>>(), ["A", "bc", "<", "d", "e", "f", "<", "g"]);
    }

    #[test]
    fn an_address_of_a_srcset_may_hold_commas() {
        let found = |value| candidates(value);
        assert_eq!(found("data:image/png;base64,AAAA 1x, p.png 2x"), [("p.png", "2x")]);
        assert_eq!(found("a.png, b,c.png 2x,d.png"), [("a.png", ""), ("b,c.png", "2x"), ("d.png", "")]);
        assert_eq!(found(" , ,"), []);
        assert_eq!(found("a.png 100w 50h , b.png"), [("a.png", "100w 50h"), ("b.png", "")]);
    }
}
