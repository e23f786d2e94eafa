//! Signs that an extension of Markdown would take though they are text: prices, variables of a shell, a colon that begins a
//! line, braces at the end of a heading, marks inside an address.
//!
//! In: Markdown. Out: the same with such signs covered by control characters of one byte each, so that every place stays what
//! it was, and the way back. The parser then sees an extension only where it was meant:
//!
//! - a formula stands between dollars as `plain_dollars.rs` says;
//! - a definition begins with a colon, a blank and text, at most one blank line below its term;
//! - what stands in braces behind a heading is its attributes if each word in it is `#name`, `.name` or `key=value`;
//! - an address between angles has a scheme, which no name of a type follows as in `vector<std::string>` and `<int:pk>`;
//! - a link between two brackets names a topic, and no list does that holds lists: `[[1, 2], [3]]`;
//! - in an address that stands bare nothing is emphasis, and no quotation mark, dots or dashes are set as others.

use std::borrow::Cow;

use pulldown_cmark::{CowStr, Event, Tag};

use crate::text::bytes;
use crate::topic::bare_addresses;
use crate::topic::plain_dollars;

/// Signs and what covers them.
const COVERS: [(u8, u8); 12] = [
    (b'$', 0x1a),
    (b':', 0x19),
    (b'{', 0x18),
    (b'_', 0x01),
    (b'*', 0x02),
    (b'~', 0x03),
    (b'.', 0x04),
    (b'-', 0x05),
    (b'\'', 0x06),
    (b'"', 0x07),
    (b'<', 0x08),
    (b'[', 0x0e),
];

/// The text with its plain signs covered. A text that holds a cover already stays as it is.
pub fn covered(text: &str) -> Cow<'_, str> {
    if bytes::any(text, is_cover) {
        return Cow::Borrowed(text);
    }
    let mut places: Vec<usize> = Vec::new();
    let mut cover = |at: usize| places.push(at);
    plain_dollars::find(text, &mut cover);
    lines(text, &mut cover);
    angles(text, &mut cover);
    nested_lists(text, &mut cover);
    bare_addresses::signs(text, &mut cover);
    if places.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut bytes = text.as_bytes().to_vec();
    for at in places {
        if let Some((_, cover)) = COVERS.iter().find(|(sign, _)| *sign == bytes[at]) {
            bytes[at] = *cover;
        }
    }
    // Single bytes of ASCII were replaced by others.
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// What the parser says, with the signs back in it.
pub fn uncovered(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Text(text) => Event::Text(bare(text)),
        Event::End(_) | Event::SoftBreak => event,
        other => with_texts(other, &|text: &str| bytes::any(text, is_cover).then(|| uncover(text).into())),
    }
}

/// What the parser says, with each text in it replaced by what `other` gives for it.
pub fn with_texts<'a>(event: Event<'a>, other: &dyn Fn(&str) -> Option<CowStr<'static>>) -> Event<'a> {
    let new = |text: CowStr<'a>| other(&text).unwrap_or(text);
    match event {
        Event::Text(text) => Event::Text(new(text)),
        Event::Code(text) => Event::Code(new(text)),
        Event::Html(text) => Event::Html(new(text)),
        Event::InlineHtml(text) => Event::InlineHtml(new(text)),
        Event::InlineMath(text) => Event::InlineMath(new(text)),
        Event::DisplayMath(text) => Event::DisplayMath(new(text)),
        Event::FootnoteReference(label) => Event::FootnoteReference(new(label)),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Link { link_type, dest_url: new(dest_url), title: new(title), id: new(id) })
        }
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Image { link_type, dest_url: new(dest_url), title: new(title), id: new(id) })
        }
        Event::Start(Tag::FootnoteDefinition(label)) => Event::Start(Tag::FootnoteDefinition(new(label))),
        Event::Start(Tag::Heading { level, id, classes, attrs }) => Event::Start(Tag::Heading {
            level,
            id: id.map(new),
            classes: classes.into_iter().map(new).collect(),
            attrs: attrs.into_iter().map(|(name, value)| (new(name), value.map(new))).collect(),
        }),
        other => other,
    }
}

/// A text with the signs back in it.
pub fn bare(text: CowStr<'_>) -> CowStr<'_> {
    if bytes::any(&text, is_cover) { uncover(&text).into() } else { text }
}

fn uncover(text: &str) -> String {
    let sign = |cover: u8| COVERS.iter().find(|(_, other)| *other == cover).map_or(cover, |(sign, _)| *sign);
    let bytes = text.bytes().map(|byte| if byte < 0x20 { sign(byte) } else { byte }).collect();
    // Single bytes of ASCII were replaced by others.
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

fn is_cover(byte: u8) -> bool {
    COVERS.iter().fold(false, |found, (_, cover)| found | (byte == *cover))
}

/// Covers colons that begin a line and no definition, and braces behind a heading that hold no attributes.
fn lines(text: &str, cover: &mut impl FnMut(usize)) {
    let mut start = 0;
    let mut above = "";
    let mut blank_lines = 0;
    let mut all = text.split_inclusive('\n').peekable();
    while let Some(line) = all.next() {
        let is_lead =
            |byte: u8| matches!(byte, b' ' | b'\t' | b'>' | b'-' | b'*' | b'+' | b')' | b'.') || byte.is_ascii_digit();
        let lead = line.bytes().take_while(|byte| is_lead(*byte)).count();
        // Most lines begin with a letter and hold no brace.
        let begins_plainly = line.as_bytes().get(lead).is_some_and(u8::is_ascii_alphabetic);
        if begins_plainly && memchr::memchr(b'}', line.as_bytes()).is_none() {
            (above, blank_lines) = (line, 0);
            start += line.len();
            continue;
        }
        let body = line.trim_end();
        let inner = body.get(lead..).unwrap_or_default();
        if let Some(rest) = inner.strip_prefix(':') {
            let is_rule = inner.contains('-')
                && inner.chars().all(|c| matches!(c, ':' | '-' | '|' | ' ' | '\t'))
                && (inner.contains('|') || above.trim_start_matches([' ', '>']).starts_with('|'));
            let is_definition = rest.starts_with([' ', '\t']) && blank_lines < 2;
            if !is_rule && !is_definition {
                cover(start + body.len() - inner.len());
            }
        }
        // In any other line braces are no attributes, but may be those of a formula.
        let is_underlined = |next: &str| {
            let next = next.trim_matches(['>', ' ', '\t', '\r', '\n']);
            !next.is_empty() && ["=", "-"].iter().any(|sign| next.trim_start_matches(sign).is_empty())
        };
        let is_heading = inner.starts_with('#') || all.peek().is_some_and(|next| is_underlined(next));
        let closed = if is_heading { body.trim_end_matches(['#', ' ']) } else { "" };
        if let Some(open) = closed.ends_with('}').then(|| closed.rfind('{')).flatten()
            && !are_attributes(&closed[open + 1..closed.len() - 1])
        {
            cover(start + open);
        }
        if body.trim_matches(['>', ' ', '\t']).is_empty() {
            blank_lines += 1;
        } else {
            (above, blank_lines) = (body, 0);
        }
        start += line.len();
    }
}

/// Schemes of addresses that look like a name and its type, as in `<int:pk>`.
const SCHEMES: [&str; 26] = [
    "http",
    "https",
    "mailto",
    "tel",
    "sms",
    "ftp",
    "sftp",
    "ssh",
    "git",
    "irc",
    "xmpp",
    "news",
    "nntp",
    "urn",
    "geo",
    "magnet",
    "matrix",
    "skype",
    "slack",
    "file",
    "data",
    "about",
    "view-source",
    "javascript",
    "vbscript",
    "blob",
];

/// Covers angle brackets round code that Markdown would take for an address: `vector<std::string>`, `<int:pk>`.
fn angles(text: &str, cover: &mut impl FnMut(usize)) {
    for at in memchr::memchr_iter(b'<', text.as_bytes()) {
        let inner = &text[at + 1..];
        let length = inner.bytes().take(33).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
        let before = text[..at].trim_end_matches([' ', '\t']);
        let is_destination = before.ends_with("](") || before.ends_with("]:");
        let Some(rest) = inner[length..].strip_prefix(':').filter(|_| !is_destination) else { continue };
        let name = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
        let is_type = rest[..name].starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && rest[name..].starts_with('>')
            && !SCHEMES.iter().any(|scheme| scheme.eq_ignore_ascii_case(&inner[..length]));
        if rest.starts_with(':') || is_type {
            cover(at);
        }
    }
}

/// Covers brackets of lists in lists, which name no topic: `[[1, 2], [3]]`, `[["a", 1]]`.
fn nested_lists(text: &str, cover: &mut impl FnMut(usize)) {
    let mut open: Option<usize> = None;
    for at in memchr::memmem::find_iter(text.as_bytes(), "[[").filter(|at| !text[..*at].ends_with(['\\', '!'])) {
        let inner = &text[at + 2..];
        let most = inner.char_indices().nth(200).map_or(inner.len(), |(length, _)| length);
        let Some(inside) = inner[..most].split(['\n', '`']).next().and_then(|line| line.split_once("]]")) else {
            continue;
        };
        let begins = inside.0.trim_start().starts_with(|c: char| c.is_ascii_digit() || matches!(c, '"' | '\'' | '-'));
        let is_list = inside.0.contains("], [") || inside.0.contains("],[") || begins && inside.0.contains(',');
        if is_list && open.is_none_or(|last| at > last + 1) {
            cover(at);
            open = Some(at);
        }
    }
}

/// Whether braces hold attributes and nothing else.
pub(super) fn are_attributes(inner: &str) -> bool {
    let is_name = |name: &str| {
        name.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_'))
            && name.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_'))
            && !name.contains([',', ';', '(', ')', '[', ']', '{', '"', '\''])
    };
    let is_attribute = |word: &str| match word.strip_prefix(['#', '.']) {
        Some(name) => is_name(name),
        None => word.split_once('=').is_some_and(|(name, value)| {
            is_name(name) && !name.starts_with(|c: char| c.is_numeric()) && !value.ends_with([',', ';'])
        }),
    };
    let mut words = inner.split_whitespace().peekable();
    words.peek().is_some() && words.all(is_attribute)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The text with each covered sign between angle quotes.
    fn shown(text: &str) -> String {
        covered(text)
            .chars()
            .map(|c| if is_cover(u8::try_from(c).unwrap_or(0)) { '¤'.to_string() } else { c.to_string() })
            .collect()
    }

    #[test]
    fn colons_and_braces_of_text_are_text() {
        for (text, expected) in [
            ("Prose.\n\n:= is the walrus.", "Prose.\n\n¤= is the walrus."),
            ("Term\n: definition", "Term\n: definition"),
            ("> x\n>\n> :smile: there", "> x\n>\n> ¤smile: there"),
            ("- :ref", "- ¤ref"),
            (":::note\nx\n:::", "¤::note\nx\n¤::"),
            ("a | b\n:--|--:\n1 | 2", "a | b\n:--|--:\n1 | 2"),
            ("## Set {x}", "## Set ¤x}"),
            ("## Tags such as {% url %}", "## Tags such as ¤% url %}"),
            ("## A {#b .c d=e}", "## A {#b .c d=e}"),
            ("## A {#x&y}", "## A {#x&y}"),
            ("$$\nx_{2k}\n\\frac{a}{b}\n$$", "$$\nx_{2k}\n\\frac{a}{b}\n$$"),
            ("A set is {x}\nof $x^{2}$\n\n- {y}", "A set is {x}\nof $x^{2}$\n\n- {y}"),
            ("> A {x}\n> ===", "> A ¤x}\n> ==="),
            ("## A {.questions} ##", "## A {.questions} ##"),
            ("A {x: 1}\n===", "A ¤x: 1}\n==="),
            ("## Set {#1, 2}", "## Set ¤#1, 2}"),
            ("## CSS body {.a: b}", "## CSS body ¤.a: b}"),
            ("## Dict {a=1, b=2}", "## Dict ¤a=1, b=2}"),
            ("## Svelte {#if x}", "## Svelte ¤#if x}"),
            ("## f\"{x=}\"", "## f\"{x=}\""),
            ("## ñ {#größe .b data-x=1}", "## ñ {#größe .b data-x=1}"),
            ("Prose.\n\n\n: two lines below", "Prose.\n\n\n¤ two lines below"),
            ("> a\n>\n>\n> : b", "> a\n>\n>\n> ¤ b"),
            ("Pros | Cons\n:--\nx", "Pros | Cons\n¤--\nx"),
            ("| a |\n:--\n| b |", "| a |\n:--\n| b |"),
        ] {
            assert_eq!(shown(text), expected);
        }
    }

    #[test]
    fn lists_in_lists_are_no_links() {
        for (text, expected) in [
            ("So [[1, 2], [3]] is", "So ¤[1, 2], [3]] is"),
            ("[[\"a\", 1]]", "¤[\"a\", 1]]"),
            ("[[a, b],[c, d]]", "¤[a, b],[c, d]]"),
            ("[[[1, 2], [3]]]", "¤[[1, 2], [3]]]"),
            ("[[-1, 0]]", "¤[-1, 0]]"),
        ] {
            assert_eq!(shown(text), expected);
        }
        for text in
            ["[[python/gil]]", "[[python/gil|a, b]]", "[[3-tuples]]", "![[a.png]]", "\\[[1, 2]]", "[[a\n], [b]]"]
        {
            assert_eq!(shown(text), text);
        }
    }

    #[test]
    fn names_of_types_in_angles_are_no_addresses() {
        for (text, expected) in [
            ("std::vector<std::string> v", "std::vector¤std::string> v"),
            ("<Foo::Bar> and <::Bar>", "¤Foo::Bar> and ¤::Bar>"),
            ("path(<int:pk>), <slug:title_2>", "path(¤int:pk>), ¤slug:title_2>"),
            ("Dict<str:int>", "Dict¤str:int>"),
            ("`Vec<std::u8>`", "`Vec¤std::u8>`"),
        ] {
            assert_eq!(shown(text), expected);
        }
        for text in [
            "<https://a.b> <mailto:a@b.c> <mailto:me> <tel:112>",
            "<a+b+c:d> <made-up-scheme://foo,bar> <localhost:5001/foo> <MAILTO:FOO@BAR.BAZ>",
            "<javascript:alert> <b>x</b> a<b:c d> [x](<a::b>)\n\n[y]: <int:pk>",
            "<irc://foo.bar:2233/baz> <https://[::1]/>",
        ] {
            assert_eq!(shown(text), text);
        }
    }

    #[test]
    fn marks_inside_a_bare_address_are_text() {
        for (text, expected) in [
            ("See https://a.b/__init__.py.", "See https://a.b/¤¤init¤¤.py."),
            ("www.a.b/x*y*z and *w*", "www.a.b/x¤y¤z and *w*"),
            ("| https://a.b/~c/~d | x |", "| https://a.b/¤c/¤d | x |"),
            ("|https://a.b/_c_d|_e_|", "|https://a.b/¤c¤d|_e_|"),
            ("(https://a.b/v1...v2) 'x'", "(https://a.b/v1¤¤¤v2) 'x'"),
            ("https://a.b/a--b/it's/a-b", "https://a.b/a¤¤b/it¤s/a-b"),
            ("**https://a.b/c_d**: *x*", "**https://a.b/c¤d**: *x*"),
            ("*see https://a.b/c_d* and", "*see https://a.b/c¤d* and"),
            ("**https://a.b/c_d**です", "**https://a.b/c¤d**です"),
            ("**see https://a.b/c_d**です*", "**see https://a.b/c¤d**です*"),
            ("_https://a.b/c_d_", "_https://a.b/c¤d_"),
            ("~~https://a.b/c~~d", "~~https://a.b/c~~d"),
            ("[t](https://a.b/c_d_e)*f*", "[t](https://a.b/c_d_e)*f*"),
            ("[see https://a.b/c_d](e)*f*", "[see https://a.b/c¤d](e)*f*"),
            ("`https://a.b/c`*d* `x https://a.b/e`*f*", "`https://a.b/c`*d* `x https://a.b/e`*f*"),
            ("https://a.b/c\\_d_e", "https://a.b/c\\_d¤e"),
            ("https://localhost/__x__ http://a_b.c_d/__e__", "https://localhost/__x__ http://a_b.c_d/__e__"),
        ] {
            assert_eq!(shown(text), expected);
        }
    }

    proptest! {
        #[test]
        fn nothing_moves_and_nothing_is_lost(text in "([$:{}#=. a1é\\\\\n>`*_'\"~-]| www\\.a\\.b/|http://a\\.b/){0,60}") {
            let covered = covered(&text);
            prop_assert_eq!(covered.len(), text.len());
            let back = bare(covered.into_owned().into());
            prop_assert_eq!(&*back, text.as_str());
        }
    }
}
