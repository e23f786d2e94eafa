//! Headings that are written in HTML, `<h2 id="a">What is A?</h2>`, and the names that links lead to: `<a name="a"></a>`.
//!
//! In: a block of HTML, or a line. Out: blocks, of which headings are headings; names.

use std::ops::Range;

use crate::html::tokens::{self, Tag, Token, tags};
use crate::import::html;
use crate::import::questions::blocks::{Block, Kind};

/// A block of HTML as headings and what stands between them; a block that begins with none is left whole.
pub fn parted(text: &str, range: Range<usize>) -> Vec<Block> {
    let mut found = Vec::new();
    // Where what was not put into a block begins, and where the last tag ends.
    let (mut at, mut seen) = (range.start, range.start);
    let mut open: Option<(usize, Range<usize>)> = None;
    for tag in tags(&text[range.clone()]) {
        let span = range.start + tag.span.start..range.start + tag.span.end;
        let is_beside_words = !text[seen..span.start].trim().is_empty();
        seen = span.end;
        match (&open, level(&tag.name())) {
            (None, _) if is_beside_words => break,
            (None, Some(level)) if !tag.closes() => open = Some((level, span)),
            (None, _) if !says_nothing(&tag) => break,
            (Some((level, start)), Some(other)) if tag.closes() && other == *level => {
                let inside = html::to_markdown(&text[start.end..span.start]).0;
                let inside = inside.split_whitespace().collect::<Vec<_>>().join(" ");
                found.push(Block { kind: Kind::Heading(*level, inside), range: at..span.end });
                at = span.end;
                open = None;
            }
            _ => {}
        }
    }
    if !text[at..range.end].trim().is_empty() || found.is_empty() {
        found.push(Block { kind: Kind::Html, range: at..range.end });
    }
    found
}

fn level(name: &str) -> Option<usize> {
    let level = name.strip_prefix('h')?.parse().ok()?;
    (1..=6).contains(&level).then_some(level)
}

/// The names that the tags of a text give to where they stand, in lower case.
pub fn names(text: &str) -> Vec<String> {
    let of = |tag: Tag<'_>| {
        let name = tag.attribute("id").or_else(|| tag.attribute("name").filter(|_| tag.is("a")));
        name.filter(|name| !name.is_empty()).map(|name| name.to_lowercase())
    };
    if text.contains('<') { tags(text).filter_map(of).collect() } else { Vec::new() }
}

/// The names in a text that says nothing: tags of `<a>` and line breaks alone.
pub fn names_alone(text: &str) -> Option<Vec<String>> {
    let says_nothing = |token: Token<'_>| match token {
        Token::Text(span) => text[span].trim().is_empty(),
        Token::Start(tag) | Token::End(tag) => says_nothing(&tag),
        Token::Comment { .. } => false,
    };
    tokens::tokens(text).all(says_nothing).then(|| names(text))
}

/// Whether a tag shows nothing and leads nowhere.
fn says_nothing(tag: &Tag<'_>) -> bool {
    ["a", "br", "hr"].iter().any(|name| tag.is(name)) && tag.attribute("href").is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_of_html_is_parted_at_its_headings() {
        let of = |text: &str| {
            let part = |block: Block| match block.kind {
                Kind::Heading(level, said) => format!("{level}:{said}"),
                _ => text[block.range].trim().to_owned(),
            };
            parted(text, 0..text.len()).into_iter().map(part).collect::<Vec<_>>().join("|")
        };
        for (html, expected) in [
            ("<h2 id=\"a\">1. What is <code>A</code>?</h2>\n", "2:1\\. What is `A`?"),
            ("<h3>A</h3>\n<p>b</p>\n", "3:A|<p>b</p>"),
            ("<a name=\"x\"></a><h3>A</h3>\n<h3>B\nC</h3>", "3:A|3:B C"),
            ("<div><h3>A</h3></div>", "<div><h3>A</h3></div>"),
            ("<h3>never closed\n", "<h3>never closed"),
            ("<p>a</p><h3>A</h3>", "<p>a</p><h3>A</h3>"),
            ("text <h3>A</h3>", "text <h3>A</h3>"),
        ] {
            assert_eq!(of(html), expected);
        }
    }

    #[test]
    fn names_stand_alone_or_beside_words() {
        assert_eq!(names_alone("<a name=\"Q1\"></a> <br/><a id=x></a>\n").unwrap(), ["q1", "x"]);
        for text in ["<a name=\"q\">x</a>", "<a href=\"#x\"></a>", "<b id=\"x\"></b>"] {
            assert_eq!(names_alone(text), None, "{text}");
        }
        assert_eq!(names("## <a name=\"q2\"></a>2. What is B? <b name=\"n\">c</b>"), ["q2"]);
    }
}
