//! Where in a file the destination of a link is spelled: for programs that write another one there.
//!
//! In: the file's text, the bytes of a link or of a definition, and the destination as Markdown read it. Out: the bytes of the
//! destination alone, without brackets; nothing if what stands there does not say the same.

use pulldown_cmark::{LinkType, RefDefs};

use crate::html::character_references;
use crate::text::span::Span;
use crate::topic::document::Definition;
use crate::topic::inline_marks;
use crate::topic::markdown::{Writer, first_line, folded_label};
use crate::topic::plain_signs;

/// A link whose end has not come yet.
pub(super) struct OpenLink {
    way: Way,
    /// Where its text ends, as far as it is known.
    text_end: usize,
}

/// How a link names its destination.
enum Way {
    /// `[text](destination)`.
    Inline,
    /// `[[destination]]`.
    Wiki,
    /// By a definition, or it is an address of its own.
    Elsewhere,
}

impl OpenLink {
    pub(super) fn new(kind: LinkType, whole: Span) -> Self {
        let way = match kind {
            LinkType::Inline => Way::Inline,
            LinkType::WikiLink { .. } => Way::Wiki,
            _ => Way::Elsewhere,
        };
        Self { way, text_end: whole.start + 1 }
    }

    /// Something stands in its text.
    pub(super) fn holds(&mut self, span: Span) {
        self.text_end = self.text_end.max(span.end);
    }

    fn address(&self, text: &str, whole: Span, destination: &str) -> Option<Span> {
        match self.way {
            Way::Inline => {
                let open = self.text_end + text.get(self.text_end..whole.end)?.find("](")? + 2;
                spelled(text, Span::new(open, whole.end), destination)
            }
            Way::Wiki => of_wikilink(text, whole, destination),
            Way::Elsewhere => None,
        }
    }
}

impl Writer<'_> {
    /// Notes where the destination of the last open link is spelled, now that the link ends.
    pub(super) fn note_address(&mut self) {
        let Some(open) = self.open_links.pop() else { return };
        let Some(link) = self.links.last().and_then(|index| self.document.links.get_mut(*index)) else { return };
        link.address = open.address(self.text, link.whole, &link.destination);
    }

    /// Notes the definitions of reference links of a part of the file that starts at byte `start`.
    pub(super) fn note_definitions(&mut self, all: &RefDefs<'_>, start: usize) {
        let mut found: Vec<Definition> = Vec::new();
        for (label, definition) in all.iter() {
            let destination = plain_signs::bare(definition.dest.clone()).to_string();
            let span = Span::from(definition.span.clone()).behind(start);
            // `[//]: # (a remark)` is how a remark is written that no reader sees.
            let is_remark = label.starts_with("//") || matches!(&*destination, "" | "#");
            if !is_remark {
                let label = inline_marks::bare(&plain_signs::bare(label.into())).into_owned();
                self.definitions.insert(folded_label(&label), (label, first_line(self.text, span)));
            }
            if let Some(address) = of_definition(self.text, span, &destination) {
                found.push(Definition { destination, address });
            }
        }
        found.sort_by_key(|definition| definition.address.start);
        self.document.definitions.extend(found);
    }
}

/// The destination of `[[destination]]` or `[[destination|text]]`.
pub(in crate::topic) fn of_wikilink(text: &str, whole: Span, destination: &str) -> Option<Span> {
    let open = whole.start + text.get(whole.range())?.find("[[")? + 2;
    let rest = text.get(open..whole.end)?;
    let written = match (rest.find('|'), rest.find("]]")) {
        // In a table the bar is written `\|`.
        (Some(bar), end) if end.is_none_or(|end| bar < end) => rest[..bar].strip_suffix('\\').unwrap_or(&rest[..bar]),
        (_, end) => &rest[..end?],
    };
    let start = open + written.len() - written.trim_start().len();
    (written.trim() == destination.trim()).then(|| Span::new(start, start + written.trim().len()))
}

/// The destination behind `](`, for an inline link whose text is not looked at.
pub(in crate::topic) fn of_inline(text: &str, whole: Span, destination: &str) -> Option<Span> {
    let open = whole.start + text.get(whole.range())?.rfind("](")? + 2;
    spelled(text, Span::new(open, whole.end), destination)
}

/// The destination of `[label]: destination`.
fn of_definition(text: &str, span: Span, destination: &str) -> Option<Span> {
    let bytes = text.get(span.range())?.as_bytes();
    let mut at = 1;
    while bytes.get(at..at + 2)? != b"]:" {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    spelled(text, Span::new(span.start + at + 2, span.end), destination)
}

/// The destination that begins in a range, behind blanks.
fn spelled(text: &str, range: Span, destination: &str) -> Option<Span> {
    let rest = text.get(range.range())?;
    // On a line of its own in a quote, the mark of the quote stands before it.
    let start = range.start + rest.len() - rest.trim_start_matches(|c: char| c.is_whitespace() || c == '>').len();
    let rest = text.get(start..range.end)?;
    let (start, length) = match rest.strip_prefix('<') {
        Some(inner) => (start + 1, end_of(inner, |c, _| c == '>')),
        None => (start, end_of(rest, |c, depth| c.is_whitespace() || (c == ')' && depth == 0))),
    };
    let written = text.get(start..start + length)?;
    (written == destination || unescaped(written) == destination).then(|| Span::new(start, start + length))
}

/// Where the first sign stands that ends a destination; it is told how many brackets are open.
fn end_of(text: &str, ends: impl Fn(char, usize) -> bool) -> usize {
    let (mut depth, mut is_escaped) = (0_usize, false);
    for (at, c) in text.char_indices() {
        if is_escaped {
            is_escaped = false;
            continue;
        }
        if ends(c, depth) {
            return at;
        }
        match c {
            '\\' => is_escaped = true,
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    text.len()
}

/// What an escaped text says.
fn unescaped(written: &str) -> String {
    let mut plain = String::with_capacity(written.len());
    let mut rest = written.chars().peekable();
    while let Some(c) = rest.next() {
        match rest.next_if(|next| c == '\\' && next.is_ascii_punctuation()) {
            Some(escaped) => plain.push(escaped),
            None => plain.push(c),
        }
    }
    character_references::text(&plain).into_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::path::SourcePath;
    use crate::problem::report::Report;
    use crate::reading::settings::MarkdownSettings;
    use crate::topic::document::Document;
    use crate::topic::listing::Shelf;
    use crate::topic::markdown::read;

    fn document(text: &str) -> Document {
        let source = SourcePath::new("content/a.md");
        let settings = MarkdownSettings { html: true, ..MarkdownSettings::default() };
        read(text, 0, &source, settings, Shelf::new(&source, &[]), &mut Report::new())
    }

    /// What stands at the address of each link.
    fn addresses(text: &str) -> Vec<Option<String>> {
        let links = document(text).links;
        links.into_iter().map(|link| link.address.map(|span| text[span].to_owned())).collect()
    }

    #[test]
    fn the_destination_is_found_and_not_what_looks_like_it() {
        for (text, expected) in [
            ("[x](a.md)", "a.md"),
            ("[a.md](a.md \"a.md\")", "a.md"),
            ("[`](b.md)` *a*](a.md 'x](y)')", "a.md"),
            ("[x](<a b.md>)", "a b.md"),
            ("[x]( a\\_b(c).md )", "a\\_b(c).md"),
            ("[x](a&amp;b.md#c)", "a&amp;b.md#c"),
            ("![pic.png](pic.png)", "pic.png"),
            ("[[ p/a ]]", "p/a"),
            ("[[a|b]]", "a"),
            ("|x|\n|-|\n|[[a\\|b]]|", "a"),
            ("> [x](\n> a.md)", "a.md"),
            ("Price $5: [x](a.md) {y}", "a.md"),
            ("<a title=\"a.md\" href='a.md'>x</a>", "a.md"),
            ("> text <a\n> title=\"a.md\"\n> href=\"a.md\">x</a>", "a.md"),
            ("<img srcset=\"b.png 2x\">", "b.png"),
            ("```quiz\nIs [it](a.md)?\n- [x] yes\n- [ ] no\n```", "a.md"),
        ] {
            assert_eq!(addresses(text), [Some(expected.to_owned())], "{text}");
        }
        assert_eq!(addresses("[![p](p.png)](a.md)"), [Some("a.md".to_owned()), Some("p.png".to_owned())]);
        assert_eq!(addresses("[a.md][x]\n\n[x]: a.md"), [None]);
        assert_eq!(addresses("<https://a.example/a.md> https://b.example"), [None, None]);
    }

    proptest! {
        #[test]
        fn what_is_written_at_an_address_is_the_destination(text in "([\\[\\]()<>!|\"# \n&;]|\\\\|a|é|b\\.md|\\[\\[|\\]\\]|\\]\\(|> |\\*){0,24}") {
            let document = document(&text);
            for (index, link) in document.links.iter().enumerate() {
                let Some(span) = link.address else { continue };
                // Without the signs of other links in it, what is left may be other links.
                if link.destination.contains(|c| "[]()<>!|\"*".contains(c)) {
                    continue;
                }
                let other = format!("{}x.md{}", &text[..span.start], &text[span.end..]);
                let read = super::tests::document(&other);
                prop_assert_eq!(read.links.get(index).map(|it| it.destination.trim()), Some("x.md"), "{:?}", other);
            }
        }
    }

    #[test]
    fn definitions_are_found_once_each() {
        let text = "[x][a] [a] [y][b \\] c]\n\n[a]: a.md \"a.md\"\n[b \\] c]:\n  <b c.md>\n\n> [q]: q.md#x\n";
        let found = document(text).definitions;
        let found: Vec<(&str, &str)> = found.iter().map(|it| (it.destination.as_str(), &text[it.address])).collect();
        assert_eq!(found, [("a.md", "a.md"), ("b c.md", "b c.md"), ("q.md#x", "q.md#x")]);
    }
}
