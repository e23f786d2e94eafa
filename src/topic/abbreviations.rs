//! Short forms and what they stand for, where a guide allows them: `*[HTML]: HyperText Markup Language`.
//!
//! In: Markdown. Out: the same with the lines that define short forms made blank, byte for byte, so that every place stays what
//! it was; and where short forms stand in a text: as whole words, the longest first. Nothing in code or HTML defines one.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag};

use crate::text::cjk::is_cjk;
use crate::text::span::Span;

/// How a line begins that defines a short form.
const START: &str = "*[";
/// A longer text between brackets is no short form.
const LONGEST: usize = 60;

/// The short forms of a file.
#[derive(Debug, Default)]
pub struct Abbreviations {
    /// What each stands for.
    long: HashMap<String, String>,
    /// How long they are, in bytes.
    lengths: BTreeSet<usize>,
    /// Those that were said in full.
    said: BTreeSet<String>,
}

/// Takes the definitions out of a text, which is read with some extensions of Markdown.
pub fn taken(text: &str, options: Options) -> (Cow<'_, str>, Abbreviations) {
    let mut all = Abbreviations::default();
    if !text.contains(START) {
        return (Cow::Borrowed(text), all);
    }
    let verbatim = verbatim(text, options);
    let mut bytes = text.as_bytes().to_vec();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let line_at = at;
        at += line.len();
        let Some((short, long)) = definition(line) else { continue };
        let before = verbatim.partition_point(|range| range.start <= line_at);
        if verbatim[..before].last().is_some_and(|range| range.contains(line_at)) {
            continue;
        }
        all.lengths.insert(short.len());
        all.long.insert(short.to_owned(), long.to_owned());
        bytes[line_at..line_at + line.trim_end().len()].fill(b' ');
    }
    // Whole lines were replaced by blanks.
    (String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned), all)
}

/// The short form that a line defines, and what it stands for.
fn definition(line: &str) -> Option<(&str, &str)> {
    let bare = line.trim_start_matches(' ');
    let (short, long) = bare.strip_prefix(START).filter(|_| line.len() - bare.len() < 4)?.split_once("]:")?;
    let (short, long) = (short.trim(), long.trim());
    let is_short = !short.is_empty() && short.len() <= LONGEST && !short.contains(['[', ']', '*', '`']);
    (is_short && !long.is_empty()).then_some((short, long))
}

/// Blocks and pieces of a text that are taken as they are, in order.
fn verbatim(text: &str, options: Options) -> Vec<Span> {
    let verbatim = |(event, range): (Event<'_>, Range<usize>)| match event {
        Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock)
        | Event::Code(_)
        | Event::InlineMath(_)
        | Event::DisplayMath(_) => Some(range.into()),
        _ => None,
    };
    Parser::new_ext(text, options).into_offset_iter().filter_map(verbatim).collect()
}

impl Abbreviations {
    /// Where short forms stand in a text.
    pub fn found(&self, text: &str) -> Vec<Span> {
        let mut found = Vec::new();
        if self.lengths.is_empty() {
            return found;
        }
        let (mut before, mut done) = (None, 0);
        for (at, c) in text.char_indices() {
            if at >= done && !is_inside_word(before, Some(c)) {
                let ends = self.lengths.iter().rev().map(|length| at + length);
                let is_one = |end: &usize| {
                    let short = text.get(at..*end).filter(|short| self.long.contains_key(*short));
                    short.is_some_and(|short| !is_inside_word(short.chars().next_back(), text[*end..].chars().next()))
                };
                if let Some(end) = ends.into_iter().find(is_one) {
                    found.push(Span::new(at, end));
                    done = end;
                }
            }
            before = Some(c);
        }
        found
    }

    /// What a short form stands for.
    pub fn long(&self, short: &str) -> &str {
        self.long.get(short).map_or("", String::as_str)
    }

    /// Whether a short form is said for the first time: it is said in full there.
    pub fn is_first(&mut self, short: &str) -> bool {
        self.said.insert(short.to_owned())
    }
}

/// Whether two signs beside each other are of one word.
fn is_inside_word(before: Option<char>, after: Option<char>) -> bool {
    let is_of_word = |c: char| c == '_' || c.is_alphanumeric() && !is_cjk(c);
    before.zip(after).is_some_and(|(before, after)| is_of_word(before) && is_of_word(after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(definitions: &str, text: &str) -> Vec<String> {
        let (_, all) = taken(definitions, Options::empty());
        all.found(text).into_iter().map(|range| text[range].to_owned()).collect()
    }

    #[test]
    fn lines_outside_of_code_define() {
        for (line, expected) in [
            ("*[HTML]: Hyper Text", Some(("HTML", "Hyper Text"))),
            ("   *[W3C]:World Wide\n", Some(("W3C", "World Wide"))),
            ("    *[HTML]: code", None),
            ("*[HTML]:", None),
            ("*[]: a", None),
            ("*[x](y)* and [z]: a", None),
            ("See *[HTML]: a", None),
            ("\\*[HTML]: a", None),
        ] {
            assert_eq!(definition(line), expected, "{line}");
        }
        for text in ["```\n*[A]: b\n```\n", "`x\n*[A]: b\ny`\n", "<div>\n*[A]: b\n</div>\n"] {
            assert_eq!(taken(text, Options::empty()).0, text);
        }
        let text = "a\n*[A]: ü b\r\n\n*[B]: c";
        let (blank, all) = taken(text, Options::empty());
        assert_eq!((blank.len(), blank.trim_end()), (text.len(), "a"));
        assert_eq!((all.long("A"), all.long("B")), ("ü b", "c"));
    }

    #[test]
    fn whole_words_are_found_and_the_longest_first() {
        let definitions = "*[HTML]: a\n*[HTML 5]: b\n*[C++]: c\n*[東大]: d\n*[µs]: e\n";
        assert_eq!(found(definitions, "HTML 5, HTML's (HTML) XHTML HTML5 _HTML_"), ["HTML 5", "HTML", "HTML"]);
        assert_eq!(found(definitions, "C++ C++x 東大はHTMLを, 5 µs"), ["C++", "C++", "東大", "HTML", "µs"]);
    }

    proptest! {
        #[test]
        fn any_text_keeps_its_length(text in "(\\*\\[[A-C ]{1,3}\\]: ?|[A-Cé`\n* ]){0,30}") {
            let (blank, all) = taken(&text, Options::empty());
            prop_assert_eq!(blank.len(), text.len());
            let found = all.found(&text);
            prop_assert!(found.windows(2).all(|pair| pair[0].end <= pair[1].start));
        }
    }
}
