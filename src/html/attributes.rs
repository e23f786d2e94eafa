//! The attributes of a tag, each with its place.
//!
//! In: HTML from behind a tag's name. Out: names and values as written, decoded when someone asks.

use std::borrow::Cow;

use crate::html::character_references;
use crate::text::span::Span;

/// An attribute of a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute<'h> {
    /// As written.
    pub name: &'h str,
    /// As written, without quotes; empty if there is none.
    pub written: &'h str,
    /// Where the value stands, without quotes; empty behind the name if there is none.
    pub value_span: Span,
    /// From the name to the closing quote.
    pub span: Span,
}

impl<'h> Attribute<'h> {
    /// Whether it has this name, given in lower case.
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The value with its character references decoded.
    pub fn value(&self) -> Cow<'h, str> {
        character_references::value(self.written)
    }
}

/// The attributes of a tag, from behind its name.
pub struct Attributes<'h> {
    html: &'h str,
    at: usize,
    /// Behind the tag, once its `>` was met.
    behind: Option<usize>,
}

impl<'h> Attributes<'h> {
    /// Those that begin at byte `at` of some HTML.
    pub fn new(html: &'h str, at: usize) -> Self {
        Self { html, at, behind: None }
    }

    /// The byte behind the tag, once all of its attributes were read; nothing if it never ends.
    pub fn behind_tag(&self) -> Option<usize> {
        self.behind
    }

    fn next_at(&self, at: usize, wanted: impl Fn(u8) -> bool) -> usize {
        let bytes = self.html.as_bytes();
        bytes[at.min(bytes.len())..].iter().position(|byte| wanted(*byte)).map_or(bytes.len(), |found| at + found)
    }
}

impl<'h> Iterator for Attributes<'h> {
    type Item = Attribute<'h>;

    fn next(&mut self) -> Option<Attribute<'h>> {
        let bytes = self.html.as_bytes();
        let start = self.next_at(self.at, |byte| !is_blank(byte) && byte != b'/');
        match bytes.get(start) {
            None => return None,
            Some(b'>') => {
                self.behind = Some(start + 1);
                return None;
            }
            Some(_) => {}
        }
        // An equals sign may begin a name.
        let is_end = |byte: u8| byte <= b'>' && (is_blank(byte) || matches!(byte, b'=' | b'>' | b'/'));
        let end = self.next_at(start + 1, is_end);
        let name = &self.html[start..end];
        let equals = self.next_at(end, |byte| !is_blank(byte));
        if bytes.get(equals) != Some(&b'=') {
            self.at = end;
            return Some(Attribute { name, written: "", value_span: Span::at(end), span: Span::new(start, end) });
        }
        let first = self.next_at(equals + 1, |byte| !is_blank(byte));
        let (value, behind) = match bytes.get(first) {
            Some(quote @ (b'"' | b'\'')) => {
                let close = memchr::memchr(*quote, &bytes[first + 1..]).map(|length| first + 1 + length);
                (first + 1..close.unwrap_or(bytes.len()), close.map_or(bytes.len(), |close| close + 1))
            }
            Some(b'>') | None => (first..first, first),
            Some(_) => {
                let end = self.next_at(first, |byte| byte <= b'>' && (is_blank(byte) || byte == b'>'));
                (first..end, end)
            }
        };
        self.at = behind;
        let written = &self.html[value.clone()];
        Some(Attribute { name, written, value_span: value.into(), span: Span::new(start, behind) })
    }
}

/// Whether a byte is a blank of HTML.
pub fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c')
}
