//! Low and high signs and marked words, where a guide allows them: `H~2~O`, `x^2^`, `==this==`.
//!
//! In: Markdown. Out: the same with the signs that may mean a mark covered by control characters, byte for byte, so that every
//! place stays what it was; and which of them mean one once the text is parsed. The parser has marks of its own, but none that
//! begins inside a word, as those of a chemical formula do.
//!
//! - a low or high sign holds no blank, and a low one stands behind a letter, a digit or what closes something;
//! - two equals signs open before text that does not begin in a word, and close behind text that ends one;
//! - nothing in code, in a formula or in an address is a mark, and no mark leaves its paragraph, emphasis or cell.

use std::borrow::Cow;

use pulldown_cmark::{Event, Tag, TagEnd};
use serde::{Deserialize, Serialize};

use crate::reading::settings::MarkdownSettings;
use crate::text::bytes;
use crate::text::span::Span;
use crate::topic::plain_signs;

/// Kinds of marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mark {
    /// `~2~`
    Low,
    /// `^2^`
    High,
    /// `==text==`
    Marked,
}

impl Mark {
    /// The element that shows it.
    pub fn element(self) -> &'static str {
        match self {
            Mark::Low => "sub",
            Mark::High => "sup",
            Mark::Marked => "mark",
        }
    }

    /// The setting that allows it.
    pub fn key(self) -> &'static str {
        match self {
            Mark::Low => "subscript",
            Mark::High => "superscript",
            Mark::Marked => "mark",
        }
    }

    /// Whether a guide allows it.
    pub fn is_on(self, settings: MarkdownSettings) -> bool {
        match self {
            Mark::Low => settings.subscript,
            Mark::High => settings.superscript,
            Mark::Marked => settings.mark,
        }
    }
}

/// A sign that was covered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sign {
    /// What it marks.
    pub mark: Mark,
    /// Whether it begins the mark.
    pub opens: bool,
    /// Bytes of the text.
    pub span: Span,
}

impl Sign {
    /// The tag that stands in its place.
    pub fn tag(&self) -> String {
        format!("<{}{}>", if self.opens { "" } else { "/" }, self.mark.element())
    }
}

const LOW_OPENS: u8 = 0x11;
const LOW_CLOSES: u8 = 0x12;
const HIGH_OPENS: u8 = 0x13;
const HIGH_CLOSES: u8 = 0x14;
const MARKED_OPENS: u8 = 0x15;
const MARKED_CLOSES: u8 = 0x16;
/// The second of two equals signs.
const SECOND: u8 = 0x17;
/// Covers a tilde that would strike text through, which two tildes do where one lowers it.
const LONE: u8 = 0x10;

/// Most bytes of a low or high sign.
const LONGEST: usize = 100;

/// The text with the signs covered that a guide allows. A text that holds a cover already stays as it is.
pub fn covered(text: &str, settings: MarkdownSettings) -> Cow<'_, str> {
    let is_wanted = |byte: u8| match byte {
        b'~' => settings.subscript,
        b'^' => settings.superscript,
        b'=' => settings.mark,
        _ => false,
    };
    let is_any = settings.subscript || settings.superscript || settings.mark;
    if !is_any || !bytes::any(text, is_wanted) || bytes::any(text, is_cover) {
        return Cow::Borrowed(text);
    }
    let mut covering = Covering { text, bytes: text.as_bytes().to_vec(), settings, open: None, in_address: false };
    covering.all();
    // Single bytes of ASCII were replaced by others.
    String::from_utf8(covering.bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}

struct Covering<'a> {
    text: &'a str,
    bytes: Vec<u8>,
    settings: MarkdownSettings,
    /// Two equals signs that may begin a mark.
    open: Option<usize>,
    /// The word being read is an address.
    in_address: bool,
}

impl Covering<'_> {
    fn all(&mut self) {
        let mut at = 0;
        while let Some(&byte) = self.bytes.get(at) {
            at = match byte {
                b'\\' => at + 2,
                b'`' => self.after_code(at),
                b'~' if self.settings.subscript => self.low_or_high(at, (LOW_OPENS, LOW_CLOSES)),
                b'^' if self.settings.superscript => self.low_or_high(at, (HIGH_OPENS, HIGH_CLOSES)),
                b'=' if self.settings.mark => self.equals(at),
                b':' => {
                    self.in_address |= self.text[at..].starts_with("://");
                    at + 1
                }
                b'\n' => {
                    self.in_address = false;
                    if self.ends_paragraph(at) {
                        self.open = None;
                    }
                    at + 1
                }
                byte => {
                    self.in_address &= !byte.is_ascii_whitespace();
                    at + 1
                }
            };
        }
    }

    /// Whether the line after this line end is blank.
    fn ends_paragraph(&self, line_end: usize) -> bool {
        let next = self.text[line_end + 1..].lines().next().unwrap_or_default();
        next.trim_matches([' ', '\t', '>']).is_empty()
    }

    fn run(&self, at: usize) -> usize {
        self.bytes[at..].iter().take_while(|byte| **byte == self.bytes[at]).count()
    }

    /// Where the code ends that begins with these backticks; behind them if it never does.
    fn after_code(&self, at: usize) -> usize {
        let ticks = self.run(at);
        let mut next = at + ticks;
        // A run that never closes is looked through no further than this: code of a line is short.
        let most = self.bytes.len().min(next + 10 * LONGEST);
        while next < most {
            match self.bytes[next] {
                b'`' if self.run(next) == ticks => return next + ticks,
                b'`' => next += self.run(next),
                b'\n' if self.ends_paragraph(next) => break,
                _ => next += 1,
            }
        }
        at + ticks
    }

    fn low_or_high(&mut self, at: usize, (opens, closes): (u8, u8)) -> usize {
        let sign = self.bytes[at];
        let run = self.run(at);
        if run > 1 {
            return at + run;
        }
        let before = self.text[..at].chars().next_back();
        let begins = match sign {
            _ if self.in_address => false,
            b'~' => before.is_some_and(|c| !c.is_whitespace() && !"/~([{\"'".contains(c)),
            _ => before != Some('['),
        };
        let inside = &self.bytes[at + 1..self.bytes.len().min(at + 1 + LONGEST)];
        let ends =
            |byte: &u8| *byte == sign || byte.is_ascii_whitespace() || matches!(byte, b'[' | b']' | b'`' | b'\\');
        let end = inside.iter().position(ends).map(|length| at + 1 + length);
        let end = end.filter(|end| begins && *end > at + 1 && self.bytes[*end] == sign && self.run(*end) == 1);
        if let Some(end) = end {
            (self.bytes[at], self.bytes[end]) = (opens, closes);
        } else if sign == b'~' {
            self.bytes[at] = LONE;
        }
        at + 1
    }

    fn equals(&mut self, at: usize) -> usize {
        let run = self.run(at);
        if run != 2 || self.in_address {
            return at + run;
        }
        let before = self.text[..at].chars().next_back();
        let after = self.text[at + 2..].chars().next();
        let is_blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let is_edge = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric());
        match self.open.filter(|open| at > open + 2) {
            Some(open) if !is_blank(before) && is_edge(after) => {
                (self.bytes[open], self.bytes[open + 1]) = (MARKED_OPENS, SECOND);
                (self.bytes[at], self.bytes[at + 1]) = (MARKED_CLOSES, SECOND);
                self.open = None;
            }
            _ if !is_blank(after) && is_edge(before) => self.open = Some(at),
            _ => {}
        }
        at + 2
    }
}

fn is_cover(byte: u8) -> bool {
    (LONE..=SECOND).contains(&byte)
}

fn sign_of(cover: char) -> Option<char> {
    match u8::try_from(cover).ok()? {
        LONE | LOW_OPENS | LOW_CLOSES => Some('~'),
        HIGH_OPENS | HIGH_CLOSES => Some('^'),
        MARKED_OPENS | MARKED_CLOSES | SECOND => Some('='),
        _ => None,
    }
}

/// A text with its signs back in it.
pub fn bare(text: &str) -> Cow<'_, str> {
    if !bytes::any(text, is_cover) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| sign_of(c).unwrap_or(c)).collect())
}

/// What the parser says, with the signs back in it but in running text.
pub fn uncovered(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Text(text) => Event::Text(text),
        other => plain_signs::with_texts(other, &|text| match bare(text) {
            Cow::Borrowed(_) => None,
            Cow::Owned(bare) => Some(bare.into()),
        }),
    }
}

/// The signs in a text, in order.
pub fn signs(text: &str) -> Vec<Sign> {
    if !bytes::any(text, is_cover) {
        return Vec::new();
    }
    let sign = |(at, byte): (usize, u8)| {
        let (mark, opens) = match byte {
            LOW_OPENS => (Mark::Low, true),
            LOW_CLOSES => (Mark::Low, false),
            HIGH_OPENS => (Mark::High, true),
            HIGH_CLOSES => (Mark::High, false),
            MARKED_OPENS => (Mark::Marked, true),
            MARKED_CLOSES => (Mark::Marked, false),
            _ => return None,
        };
        let length = if mark == Mark::Marked { 2 } else { 1 };
        Some(Sign { mark, opens, span: Span::new(at, (at + length).min(text.len())) })
    };
    text.bytes().enumerate().filter_map(sign).collect()
}

/// For each sign of the running text, in order, whether it is one of a pair that nothing crosses.
pub fn paired<P>(events: &[(Event<'_>, P)]) -> Vec<bool> {
    let mut is_paired: Vec<bool> = Vec::new();
    let mut open: Vec<(usize, Mark, usize)> = Vec::new();
    let mut depth = 0_usize;
    let mut in_code = false;
    for (event, _) in events {
        match event {
            Event::Start(tag) => {
                in_code |= matches!(tag, Tag::CodeBlock(_));
                depth += 1;
            }
            Event::End(tag) => {
                in_code &= *tag != TagEnd::CodeBlock;
                depth = depth.saturating_sub(1);
                while open.last().is_some_and(|(_, _, at)| *at > depth) {
                    open.pop();
                }
            }
            Event::Text(text) if !in_code => {
                for sign in signs(text) {
                    let number = is_paired.len();
                    is_paired.push(false);
                    if sign.opens {
                        open.push((number, sign.mark, depth));
                        continue;
                    }
                    let begun = open.iter().rposition(|(_, mark, at)| *mark == sign.mark && *at == depth);
                    if let Some(begun) = begun {
                        is_paired[open[begun].0] = true;
                        is_paired[number] = true;
                        open.truncate(begun);
                    }
                }
            }
            _ => {}
        }
    }
    is_paired
}

/// Text that would clearly be a mark if the guide allowed it: its bytes, and what it would be.
pub fn meant(text: &str, settings: MarkdownSettings) -> Option<(Span, Mark)> {
    if !bytes::any(text, |byte| (byte == b'~') | (byte == b'^') | (byte == b'=')) {
        return None;
    }
    let off = |mark: Mark| !mark.is_on(settings);
    let on = MarkdownSettings { subscript: true, superscript: true, mark: true, ..settings };
    let covered = covered(text, on);
    let signs = signs(&covered);
    let pair = |pair: &[Sign]| {
        let [first, second] = pair else { return None };
        let inside = text.get(first.span.end..second.span.start)?;
        let is_pair = first.opens && !second.opens && first.mark == second.mark && off(first.mark);
        let is_clear = match first.mark {
            Mark::Marked => inside.len() <= LONGEST && inside.starts_with(char::is_alphabetic) && !inside.contains('='),
            _ => is_number(inside) && text[..first.span.start].ends_with(|c: char| c.is_alphanumeric() || c == ')'),
        };
        (is_pair && is_clear).then_some((Span::new(first.span.start, second.span.end), first.mark))
    };
    signs.windows(2).find_map(pair)
}

/// A small number, as stands low or high: `2`, `-1`, `2+`.
fn is_number(text: &str) -> bool {
    let digits = text.trim_start_matches(['-', '+', '−']).trim_end_matches(['-', '+', '−']);
    (1..=3).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use pulldown_cmark::{Options, Parser, TextMergeWithOffset};

    const ALL: MarkdownSettings = MarkdownSettings {
        html: false,
        smart_punctuation: false,
        quotation_marks: None,
        subscript: true,
        superscript: true,
        mark: true,
        abbreviations: false,
    };

    /// Running text with its marks as elements.
    fn shown(text: &str) -> String {
        let covered = covered(text, ALL);
        let parser = Parser::new_ext(&covered, Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES);
        let events: Vec<_> = TextMergeWithOffset::new(parser.into_offset_iter()).collect();
        let mut is_paired = paired(&events).into_iter();
        let mut out = String::new();
        for (event, _) in events {
            match uncovered(event) {
                Event::Text(text) => {
                    let mut done = 0;
                    for sign in signs(&text) {
                        if is_paired.next() == Some(true) {
                            out.push_str(&bare(&text[done..sign.span.start]));
                            out.push_str(&sign.tag());
                            done = sign.span.end;
                        }
                    }
                    out.push_str(&bare(&text[done..]));
                }
                Event::Code(code) => out.push_str(&format!("`{code}`")),
                Event::Start(Tag::Strikethrough) => out.push_str("<del>"),
                Event::End(TagEnd::Strikethrough) => out.push_str("</del>"),
                Event::Start(Tag::Emphasis) => out.push_str("<em>"),
                Event::End(TagEnd::Emphasis) => out.push_str("</em>"),
                Event::SoftBreak | Event::End(TagEnd::Paragraph) => out.push('\n'),
                _ => {}
            }
        }
        out.trim_end().to_owned()
    }

    #[test]
    fn marks_are_found_inside_of_words_and_around_them() {
        for (text, expected) in [
            ("H~2~O and CO~2~.", "H<sub>2</sub>O and CO<sub>2</sub>."),
            ("x^2^ + y^-1^, ^14^C", "x<sup>2</sup> + y<sup>-1</sup>, <sup>14</sup>C"),
            ("SO~4~^2-^", "SO<sub>4</sub><sup>2-</sup>"),
            ("This ==is it==, ==*so*==.", "This <mark>is it</mark>, <mark><em>so</em></mark>."),
            ("==a\nb==", "<mark>a\nb</mark>"),
            ("これは==重要==です", "これは<mark>重要</mark>です"),
            ("x^a~1~^", "x<sup>a<sub>1</sub></sup>"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_mark_is_text() {
        for text in [
            "Copy ~/a to ~/b.",
            "~user and ~other~",
            "a ^ b ^ c",
            "if a == b and c == d",
            "a==b and c==d",
            "=== three ===",
            "`x~1~` and `==y==`",
            "https://example.org/~a/b~1~/x^2^",
            "H\\~2\\~O, x\\^2^",
        ] {
            assert_eq!(shown(text), text.replace('\\', ""), "{text}");
        }
        assert_eq!(shown("==a\n\nb=="), "==a\nb==");
        assert_eq!(shown("==a *b== c*"), "==a <em>b== c</em>");
        assert_eq!(shown("~~gone~~ and ~not~"), "<del>gone</del> and ~not~");
    }

    #[test]
    fn only_what_is_clearly_meant_is_told() {
        let off = MarkdownSettings::default();
        for (text, mark) in [
            ("H~2~O", Some(Mark::Low)),
            ("5 m^2^", Some(Mark::High)),
            ("so ==this== is", Some(Mark::Marked)),
            ("~/a~1~", Some(Mark::Low)),
            ("a ^ b", None),
            ("a^b^c", None),
            ("~a~", None),
            ("x == y == z", None),
            ("==> and <==", None),
        ] {
            assert_eq!(meant(text, off).map(|it| it.1), mark, "{text}");
        }
        assert_eq!(meant("H~2~O", ALL), None);
    }

    proptest! {
        #[test]
        fn nothing_moves_nothing_is_lost_and_every_mark_is_closed(text in "[~^= a1é*`\\\\\n>:/\\[\\]-]{0,60}") {
            let covered = covered(&text, ALL);
            prop_assert_eq!(covered.len(), text.len());
            prop_assert_eq!(&*bare(&covered), text.as_str());
            let shown = shown(&text);
            for element in ["sub", "sup", "mark"] {
                let count = |tag: String| shown.matches(&tag).count();
                prop_assert_eq!(count(format!("<{element}>")), count(format!("</{element}>")));
            }
        }
    }
}
