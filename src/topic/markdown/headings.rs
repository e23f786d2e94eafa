//! Headings, the outline and the sections they open.

use pulldown_cmark::{CowStr, HeadingLevel};

use crate::problem::message::Message;
use crate::problem::report::Place;
use crate::text::did_you_mean::nearest;
use crate::text::escape::escape;
use crate::text::slug::slug;
use crate::text::span::Span;
use crate::topic::document::{Heading, Piece, Section};
use crate::topic::markdown::{Writer, first_line};
use crate::topic::plain_signs;

/// A heading being read.
pub(super) struct OpenHeading {
    pub(super) level: u8,
    pub(super) id: Option<String>,
    pub(super) questions: bool,
    /// Its class and the rest, as HTML.
    pub(super) attributes: String,
    pub(super) text: String,
    pub(super) has_link: bool,
    pub(super) span: Span,
}

impl Writer<'_> {
    pub(super) fn start_heading(
        &mut self,
        level: HeadingLevel,
        id: Option<CowStr<'_>>,
        classes: &[CowStr<'_>],
        attributes: &[(CowStr<'_>, Option<CowStr<'_>>)],
        span: Span,
    ) {
        self.end_awaiting();
        self.flush();
        self.captures.push(self.document.pieces.len());
        let questions = classes.iter().any(|class| &**class == "questions");
        let classes: Vec<&str> = classes.iter().map(|class| &**class).filter(|class| *class != "questions").collect();
        let given: Vec<(&str, &str)> =
            attributes.iter().map(|(name, value)| (&**name, value.as_deref().unwrap_or_default())).collect();
        for name in classes.iter().copied().chain(given.iter().map(|(name, _)| *name)) {
            let (reason, advice) = match nearest(name, ["questions"]) {
                Some(_) => ("no heading is marked so", "did you mean `.questions`?"),
                None if classes.contains(&name) || is_free_attribute(name) => continue,
                None if name == "id" => {
                    ("a heading has none of this name", "the anchor of a heading is written `{#name}`")
                }
                None => (
                    "a heading has none of this name",
                    "use a class, `lang`, `dir` or a name that begins with `data-`; a brace that is text is written `\\{`",
                ),
            };
            let message =
                Message::BadAttribute { name: name.to_owned(), reason: reason.to_owned(), advice: Some(advice) };
            self.report.at(Place::span(self.source, first_line(self.text, span)), message);
        }
        for name in lost_attributes(&self.text[first_line(self.text, span)]) {
            let reason = "another one of its kind stands behind it, and only one counts".to_owned();
            let message = Message::BadAttribute { name, reason, advice: Some("leave one out") };
            self.report.at(Place::span(self.source, first_line(self.text, span)), message);
        }
        if let Some(name) = spoilt_attributes(&self.text[first_line(self.text, span)]) {
            let reason = "it is none, so all that stands in these braces is text".to_owned();
            let advice = Some("write it as in `{#name .class data-key=value}`; a brace that is text is written `\\{`");
            let message = Message::BadAttribute { name, reason, advice };
            self.report.at(Place::span(self.source, first_line(self.text, span)), message);
        }
        let mut written = String::new();
        if !classes.is_empty() {
            written.push_str(&format!(" class=\"{}\"", escape(&classes.join(" "))));
        }
        for (name, value) in given.iter().filter(|(name, _)| is_free_attribute(name)) {
            written.push_str(&format!(" {name}=\"{}\"", escape(value)));
        }
        self.heading = Some(OpenHeading {
            level: (level as u8).max(2),
            id: id.map(|id| id.to_string()).filter(|id| !id.is_empty()),
            questions,
            attributes: written,
            text: String::new(),
            has_link: false,
            span,
        });
    }

    pub(super) fn end_heading(&mut self) {
        let inner = self.end_capture();
        let Some(heading) = self.heading.take() else { return };
        let text = heading.text.trim().to_owned();
        if text.is_empty() && inner.iter().all(|piece| matches!(piece, Piece::Html(html) if html.trim().is_empty())) {
            let place = Place::span(self.source, first_line(self.text, heading.span));
            self.report.at(place, Message::EmptyHeading);
        }
        let name = heading.id.clone().unwrap_or_else(|| slug(&text));
        let id = match heading.id {
            Some(id) => {
                if !self.ids.claim(&id) {
                    let place = Place::span(self.source, first_line(self.text, heading.span));
                    self.report.at(place, Message::DuplicateAnchor { id: id.clone() });
                }
                id
            }
            None => self.ids.fresh(&text),
        };
        if heading.level == 2 && self.depth == 0 {
            self.open_section(&name);
        }
        self.html.push_str("<h");
        self.push(Piece::Level(heading.level));
        self.push(Piece::Id(id.clone()));
        self.html.push_str(&heading.attributes);
        self.html.push('>');
        if !heading.has_link {
            self.html.push_str("<a class=\"here\" href=\"");
            self.push(Piece::Here(id.clone()));
            self.html.push_str("\">");
        }
        let html = inner_html(&inner);
        self.flush();
        self.document.pieces.extend(inner);
        self.html.push_str(if heading.has_link { "</h" } else { "</a></h" });
        self.push(Piece::Level(heading.level));
        self.html.push_str(">\n");
        self.next_section(Some(id.clone()), &text, false);
        if heading.questions {
            self.questions.awaited = Some(heading.span);
        }
        self.document.anchors.push(id.clone());
        let OpenHeading { level, questions, span, .. } = heading;
        self.document.outline.push(Heading { level, id, html, text, questions, span });
    }

    /// Wraps what stands under a heading of the second level, so that a theme can style `Pitfalls` by its name: the anchor
    /// written behind it, as in `## Fallstricke {#pitfalls}`, or else its slug.
    pub(super) fn open_section(&mut self, name: &str) {
        if std::mem::replace(&mut self.in_section, true) {
            self.html.push_str("</section>\n");
        }
        self.html.push_str(&format!("<section data-section=\"{}\">\n", escape(name)));
    }

    pub(super) fn next_section(&mut self, id: Option<String>, heading: &str, question: bool) {
        let next = Section { id, heading: heading.to_owned(), question, ..Section::default() };
        let done = std::mem::replace(&mut self.section, next);
        self.keep_section(done);
    }

    pub(super) fn keep_section(&mut self, mut section: Section) {
        section.text.truncate(section.text.trim_end().len());
        self.document.words += words(&section.text) + words(&section.heading);
        if section.id.is_some() || !section.text.is_empty() || !section.code.is_empty() {
            self.document.sections.push(section);
        }
    }
}

/// The words of a text.
fn words(text: &str) -> usize {
    if !text.is_ascii() {
        return text.split_whitespace().count();
    }
    // The same in blocks that a compiler turns into instructions for many bytes; the test compares them.
    let is_blank = |byte: u8| (byte == b' ') | (byte.wrapping_sub(b'\t') < 5);
    let bytes = text.as_bytes();
    let begins = |(before, byte): (&u8, &u8)| u8::from(is_blank(*before) & !is_blank(*byte));
    let pairs = bytes.chunks(128).zip(bytes.get(1..).unwrap_or_default().chunks(128));
    let begun = pairs.map(|(before, block)| usize::from(before.iter().zip(block).map(begins).sum::<u8>()));
    begun.sum::<usize>() + usize::from(bytes.first().is_some_and(|byte| !is_blank(*byte)))
}

/// Attributes in the braces behind a heading that another one of the same kind makes void: `{#a #b}`, `{lang=de lang=fr}`.
fn lost_attributes(line: &str) -> Vec<String> {
    let line = line.trim_end().trim_end_matches(['#', ' ']);
    let Some(inner) = line.strip_suffix('}').and_then(|line| line.rfind('{').map(|open| &line[open + 1..])) else {
        return Vec::new();
    };
    let kind = |word: &str| match word.strip_prefix('#') {
        Some(_) => Some("#".to_owned()),
        None => word.split_once('=').map(|(name, _)| name.to_owned()),
    };
    let words: Vec<&str> = inner.split_whitespace().collect();
    let is_lost =
        |at: usize| kind(words[at]).is_some_and(|it| words[at + 1..].iter().any(|word| kind(word) == Some(it.clone())));
    (0..words.len()).filter(|at| is_lost(*at)).map(|at| words[at].to_owned()).collect()
}

/// The first word in the braces behind a heading that is no attribute, where another one is an anchor or a class: `{#a b}`.
fn spoilt_attributes(line: &str) -> Option<String> {
    let (before, inner) = line.trim_end().trim_end_matches(['#', ' ']).strip_suffix('}')?.rsplit_once('{')?;
    let is_meant = |word: &str| word.starts_with(['#', '.']) && word[1..].starts_with(|c: char| c.is_alphabetic());
    if before.ends_with('\\') || !inner.split_whitespace().any(is_meant) {
        return None;
    }
    inner.split_whitespace().find(|word| !plain_signs::are_attributes(word)).map(str::to_owned)
}

/// Whether an author may give a heading an attribute of this name.
pub fn is_free_attribute(name: &str) -> bool {
    let is_word = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    is_word && (matches!(name, "lang" | "dir") || name.len() > 5 && name.starts_with("data-"))
}

/// The HTML of captured pieces without their links, for outlines.
fn inner_html(pieces: &[Piece]) -> String {
    let html: String = pieces
        .iter()
        .filter_map(|piece| if let Piece::Html(html) = piece { Some(html.as_str()) } else { None })
        .collect();
    let mut out = String::with_capacity(html.len());
    let mut rest = html.as_str();
    while let Some(at) = rest.find("<a") {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        rest = match tag.as_bytes().get(2) {
            Some(b' ' | b'>') => tag.split_once('>').map_or("", |(_, after)| after),
            _ => {
                out.push_str(&tag[..2]);
                &tag[2..]
            }
        };
    }
    out.push_str(rest);
    out.replace("</a>", "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_are_counted_as_they_are_split(text in "[a .\t\n\u{b}\u{c}\r\u{1c}]{0,300}|[a .\t\u{a0}é]{0,20}") {
            prop_assert_eq!(words(&text), text.split_whitespace().count());
        }
    }

    #[test]
    fn of_two_attributes_of_a_kind_one_is_lost() {
        for (line, lost) in [
            ("## A {#a #b}", vec!["#a"]),
            ("## A {#a .x #b lang=de lang=fr} ##", vec!["#a", "lang=de"]),
            ("A {data-x=1 data-x=1}", vec!["data-x=1"]),
            ("## A {#a .x .y lang=de data-x=1}", vec![]),
            ("## A {x", vec![]),
        ] {
            assert_eq!(lost_attributes(line), lost, "{line}");
        }
    }
}
