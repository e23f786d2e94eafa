//! Where in a Markdown file the cursor stands: in the front matter, in a link, in the line that opens a block.
//!
//! In: a text, which may be half written, and a byte of it. Out: what is being written there, with its bytes. It looks at the
//! line of the cursor and at the blocks that are open there; the parser reads the rest.

use crate::text::span::Span;

/// What is being written at a byte of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spot {
    /// The path of a wikilink: `[[python/g`.
    Wikilink(Span),
    /// The section of a wikilink: `[[python/gil#w`.
    WikilinkSection {
        /// The path before it.
        path: String,
        /// Its bytes.
        span: Span,
    },
    /// The path of a link: `[text](../g`.
    Link(Span),
    /// The section of a link: `[text](../gil.md#w`.
    LinkSection {
        /// The path before it.
        path: String,
        /// Its bytes.
        span: Span,
    },
    /// The path of a picture: `![text](pictures/g`.
    Picture(Span),
    /// The language of a block: ` ```py `.
    Language(Span),
    /// The name of an attribute of a block: ` ```python ti `.
    Attribute {
        /// The language of the block.
        language: String,
        /// The names of the attributes that it has.
        others: Vec<String>,
        /// Its bytes.
        span: Span,
    },
    /// The value of an attribute of a block: ` ```python env="dj `.
    AttributeValue {
        /// The language of the block.
        language: String,
        /// The name of the attribute.
        name: String,
        /// The line that opens the block, after its backticks.
        info: String,
        /// Its bytes, without quotes.
        span: Span,
    },
    /// The kind of a note: `> [!WA`.
    Note(Span),
}

/// The front matter of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Front {
    /// The bytes of the TOML; up to the end of the text if it is never closed.
    pub toml: Span,
    /// The first byte of the body.
    pub body: usize,
}

/// Finds the front matter; `None` if the first line does not open it.
pub fn front(text: &str) -> Option<Front> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().filter(|line| line.trim_end() == "+++")?;
    let mut at = first.len();
    for line in lines {
        if line.trim_end() == "+++" {
            return Some(Front { toml: Span::new(first.len(), at), body: at + line.len() });
        }
        at += line.len();
    }
    Some(Front { toml: Span::new(first.len(), text.len()), body: text.len() })
}

/// A block between fences.
struct Fence {
    sign: char,
    length: usize,
    /// A quiz holds Markdown.
    is_quiz: bool,
}

/// What is being written at the byte `cursor` of a text whose body begins at `body`.
pub fn spot(text: &str, body: usize, cursor: usize) -> Option<Spot> {
    let line_start = text.get(body..cursor)?.rfind('\n').map_or(body, |at| body + at + 1);
    let line_end = text[cursor..].find('\n').map_or(text.len(), |at| cursor + at);
    let mut open: Vec<Fence> = Vec::new();
    for line in text[body..line_start].lines() {
        pass(line, &mut open);
    }
    let in_code = open.last().is_some_and(|fence| !fence.is_quiz);
    if in_code {
        return None;
    }
    let line = &text[line_start..line_end];
    if let Some((fence, info)) = fence(line) {
        // The line that closes a quiz has nothing behind its backticks.
        let start = line_start + (line.len() - info.len());
        let closes = open.last().is_some_and(|open| open.sign == fence.sign && open.length <= fence.length);
        return (!closes && cursor >= start).then(|| in_fence(info, start, cursor)).flatten();
    }
    let before = &text[line_start..cursor];
    // What stands between backticks is no link.
    if before.matches('`').count() % 2 == 1 {
        return None;
    }
    let note = before.trim_start().strip_prefix('>').and_then(|quoted| quoted.trim_start().strip_prefix("[!"));
    if let Some(kind) = note.filter(|kind| !kind.contains(']')) {
        return Some(Spot::Note(Span::new(cursor - kind.len(), end(text, cursor, "]"))));
    }
    wikilink(text, before, cursor).or_else(|| link(text, before, cursor))
}

/// The fence that a line begins with, and what stands behind it.
fn fence(line: &str) -> Option<(Fence, &str)> {
    let inner = line.trim_start_matches([' ', '\t', '>']);
    let inner = inner.strip_prefix("- ").or_else(|| inner.strip_prefix("* ")).unwrap_or(inner).trim_start();
    let sign = inner.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let info = inner.trim_start_matches(sign);
    let length = inner.len() - info.len();
    let is_quiz = info.split_whitespace().next() == Some("quiz");
    (length >= 3 && !(sign == '`' && info.contains('`'))).then_some((Fence { sign, length, is_quiz }, info))
}

/// Opens or closes what a line opens or closes.
fn pass(line: &str, open: &mut Vec<Fence>) {
    let Some((fence, info)) = fence(line) else { return };
    let last = open.last();
    if last.is_some_and(|last| last.sign == fence.sign && last.length <= fence.length && info.trim().is_empty()) {
        open.pop();
    } else if last.is_none_or(|last| last.is_quiz) {
        open.push(fence);
    }
}

/// In the line that opens a block.
fn in_fence(info: &str, start: usize, cursor: usize) -> Option<Spot> {
    let language_end = info.find(char::is_whitespace).unwrap_or(info.len());
    if cursor <= start + language_end {
        return Some(Spot::Language(Span::new(start, start + language_end)));
    }
    let language = info[..language_end].to_lowercase();
    let mut others = Vec::new();
    let mut found = None;
    let mut at = language_end;
    while at < info.len() {
        let rest = &info[at..];
        if rest.starts_with(char::is_whitespace) {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        }
        let name_end = at + rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let name = &info[at..name_end];
        let has_value = info[name_end..].starts_with('=');
        let value = if has_value { value_span(info, name_end + 1) } else { Span::at(name_end) };
        let is_here = |span: Span| (start + span.start..=start + span.end).contains(&cursor);
        if is_here(Span::new(at, name_end)) {
            found = Some((Span::new(at, name_end).behind(start), None));
        } else if has_value && is_here(value) {
            found = Some((value.behind(start), Some(name.to_owned())));
        } else {
            others.push(name.to_owned());
        }
        // After the closing quote.
        let quoted = has_value && info[..value.start].ends_with(['"', '\'']);
        at = value.end + usize::from(quoted && value.end < info.len());
    }
    Some(match found {
        Some((span, Some(name))) => Spot::AttributeValue { language, name, info: info.to_owned(), span },
        Some((span, None)) => Spot::Attribute { language, others, span },
        None => Spot::Attribute { language, others, span: Span::at(cursor) },
    })
}

/// The bytes of a value, without the quotes around it.
fn value_span(info: &str, start: usize) -> Span {
    let rest = &info[start..];
    match rest.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let length = rest[1..].find(quote).unwrap_or(rest.len() - 1);
            Span::new(start + 1, start + 1 + length)
        }
        _ => Span::new(start, start + rest.find(char::is_whitespace).unwrap_or(rest.len())),
    }
}

/// The first byte from the cursor on that ends what is written there.
fn end(text: &str, cursor: usize, ends: &str) -> usize {
    let rest = &text[cursor..];
    cursor + rest.find(|c: char| c == '\n' || ends.contains(c)).unwrap_or(rest.len())
}

/// In `[[…`, up to its bar.
pub fn wikilink(text: &str, before: &str, cursor: usize) -> Option<Spot> {
    let inner = &before[before.rfind("[[")? + 2..];
    if inner.contains(['|', ']', '[']) {
        return None;
    }
    Some(match inner.split_once('#') {
        Some((path, section)) => {
            let span = Span::new(cursor - section.len(), end(text, cursor, "]|["));
            Spot::WikilinkSection { path: path.to_owned(), span }
        }
        None => Spot::Wikilink(Span::new(cursor - inner.len(), end(text, cursor, "]|#["))),
    })
}

/// In `](…`, or behind `[name]:`.
fn link(text: &str, before: &str, cursor: usize) -> Option<Spot> {
    let opened = before.rfind("](").map(|at| (at, &before[at + 2..]));
    let (at, inner) = match opened.filter(|(_, inner)| !inner.contains(')')) {
        Some(opened) => opened,
        None => (0, before.trim_start().strip_prefix('[')?.split_once("]:")?.1.trim_start()),
    };
    let path = inner.strip_prefix('<').unwrap_or(inner);
    if path.contains(|c: char| c.is_whitespace() && !inner.starts_with('<')) || path.contains('>') {
        return None;
    }
    let ends = if inner.starts_with('<') { ">" } else { ") \t" };
    if is_picture(&before[..at]) {
        return Some(Spot::Picture(Span::new(cursor - path.len(), end(text, cursor, ends))));
    }
    Some(match path.split_once('#') {
        Some((path, section)) => Spot::LinkSection {
            path: path.to_owned(),
            span: Span::new(cursor - section.len(), end(text, cursor, ends)),
        },
        None => Spot::Link(Span::new(cursor - path.len(), end(text, cursor, &format!("#{ends}")))),
    })
}

/// Whether the text of a link, of which this stands before the closing bracket, is that of a picture.
fn is_picture(before: &str) -> bool {
    let mut depth = 0;
    for (at, c) in before.char_indices().rev() {
        match c {
            ']' => depth += 1,
            '[' if depth == 0 => return before[..at].ends_with('!'),
            '[' => depth -= 1,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The spot of `^` in a text without it.
    fn at(marked: &str) -> Option<Spot> {
        let cursor = marked.find('^').unwrap();
        let text = marked.replace('^', "");
        spot(&text, front(&text).map_or(0, |front| front.body), cursor)
    }

    fn words(marked: &str) -> String {
        let text = marked.replace('^', "");
        match at(marked) {
            None => "nothing".to_owned(),
            Some(Spot::Wikilink(span)) => format!("wiki {}", &text[span]),
            Some(Spot::WikilinkSection { path, span }) => format!("wiki {path} # {}", &text[span]),
            Some(Spot::Link(span)) => format!("link {}", &text[span]),
            Some(Spot::LinkSection { path, span }) => format!("link {path} # {}", &text[span]),
            Some(Spot::Picture(span)) => format!("picture {}", &text[span]),
            Some(Spot::Language(span)) => format!("language {}", &text[span]),
            Some(Spot::Attribute { language, others, span }) => {
                format!("attribute {} of {language} beside {others:?}", &text[span])
            }
            Some(Spot::AttributeValue { name, span, .. }) => format!("value {} of {name}", &text[span]),
            Some(Spot::Note(span)) => format!("note {}", &text[span]),
        }
    }

    #[test]
    fn what_is_being_written_is_known() {
        for (marked, expected) in [
            ("a [[^", "wiki "),
            ("a [[py^thon/gil]] b", "wiki python/gil"),
            ("a [[python/gil#w^hy]]", "wiki python/gil # why"),
            ("a [[#^", "wiki  # "),
            ("a [[x|^", "nothing"),
            ("a [[x]] ^", "nothing"),
            ("[a](^", "link "),
            ("[a](../b^.md#c)", "link ../b.md"),
            ("[a](b.md#c^)", "link b.md # c"),
            ("[a](#^)", "link  # "),
            ("[a](<b c^.md>)", "link b c.md"),
            ("[a](b.md) ^", "nothing"),
            ("[a](b.md \"t^", "nothing"),
            ("![a](b^", "picture b"),
            ("[![a](b.png)](c^", "link c"),
            ("[a]: b^.md", "link b.md"),
            ("`[a](^`", "nothing"),
            ("```^", "language "),
            ("```py^thon lines", "language python"),
            ("- ```py^", "language py"),
            ("```python ^", "attribute  of python beside []"),
            ("```python lines ti^", "attribute ti of python beside [\"lines\"]"),
            ("```python env=\"dj^\" lines", "value dj of env"),
            ("```python env=^", "value  of env"),
            ("```python title=\"a b\" ^lines", "attribute lines of python beside [\"title\"]"),
            ("```python\n[[^\n```\n", "nothing"),
            ("```python\n```\n[[a^", "wiki a"),
            ("~~~\n```\n[[^", "nothing"),
            ("````quiz\nWhat? [[a^\n````", "wiki a"),
            ("````quiz\n```py^\n", "language py"),
            ("````quiz\n```python\n[[^", "nothing"),
            ("> [!WA^RNING]", "note WARNING"),
            ("> [!^", "note "),
            ("+++\ntitle = 1\n+++\n[[^", "wiki "),
        ] {
            assert_eq!(words(marked), expected, "{marked}");
        }
    }

    #[test]
    fn the_front_matter_is_found_even_if_it_is_never_closed() {
        assert_eq!(front("+++\na\n+++\nb"), Some(Front { toml: Span::new(4, 6), body: 10 }));
        assert_eq!(front("+++\r\na\n"), Some(Front { toml: Span::new(5, 7), body: 7 }));
        assert_eq!(front("+++"), Some(Front { toml: Span::at(3), body: 3 }));
        assert_eq!(front("a"), None);
    }

    proptest! {
        #[test]
        fn every_byte_of_any_body_has_a_spot_within_it(text in "(```|quiz|\\[\\[|\\]\\(|[a#!<>|=\"' \nü~\\[\\]()]){0,30}", cursor in 0_usize..50) {
            if text.is_char_boundary(cursor) {
                let span = match spot(&text, 0, cursor) {
                    None => return Ok(()),
                    Some(Spot::Wikilink(it) | Spot::Link(it) | Spot::Picture(it) | Spot::Language(it) | Spot::Note(it)) => it,
                    Some(Spot::WikilinkSection { span, .. } | Spot::LinkSection { span, .. }) => span,
                    Some(Spot::Attribute { span, .. } | Spot::AttributeValue { span, .. }) => span,
                };
                prop_assert!(text.get(span.range()).is_some());
            }
        }
    }
}
