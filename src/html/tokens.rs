//! The one reader of HTML: tags, text and comments as the WHATWG tokenizer sees them, each with its place.
//!
//! In: HTML as people write it. Out: [`Token`]s, borrowed from it. Nothing is nested, nothing is an error, and nothing is
//! changed: names and values stand as written until someone asks for them decoded.
//!
//! The rules are those of <https://html.spec.whatwg.org/multipage/parsing.html#tokenization>, with the elements whose content
//! is no markup (`script`, `style`, `textarea`, …) told by their names. `html5gum` is the oracle in the tests below.
//! What its events would cost here, where a build reads every page that it made, was not measured.

use std::borrow::Cow;

use crate::html::attributes::{Attribute, Attributes, is_blank};
use crate::html::tag_rest;
use crate::text::span::Span;

/// A piece of HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token<'h> {
    /// Text between tags, as written.
    Text(Span),
    /// `<name …>`.
    Start(Tag<'h>),
    /// `</name>`.
    End(Tag<'h>),
    /// A comment, a declaration, or what a browser takes for one.
    Comment {
        /// With its marks.
        span: Span,
        /// Whether it ends before the text does.
        is_closed: bool,
    },
}

/// A tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag<'h> {
    html: &'h str,
    /// From `<` to `>`.
    pub span: Span,
    name: Span,
    /// With which letters the names of its attributes begin: a bit for each.
    initials: u32,
}

/// Elements that hold text alone, until their own end tag.
const TEXT_ONLY: [&str; 8] = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];

/// The one of them that a tag with this name opens.
fn text_only(name: &str) -> Option<&'static str> {
    // Few names are as long.
    if !matches!(name.len(), 3 | 5..=8) {
        return None;
    }
    TEXT_ONLY.into_iter().find(|it| it.eq_ignore_ascii_case(name))
}

/// The tokens of some HTML.
pub fn tokens(html: &str) -> Tokens<'_> {
    Tokens { html, at: 0, inside: None }
}

/// The tags of some HTML: start tags and end tags.
pub fn tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    tokens(html).filter_map(|token| match token {
        Token::Start(tag) | Token::End(tag) => Some(tag),
        Token::Text(_) | Token::Comment { .. } => None,
    })
}

/// The start tags of some HTML, for whoever asks for nothing else: no token is made of the rest.
pub fn start_tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut tokens = tokens(html);
    std::iter::from_fn(move || tokens.next_start())
}

/// The first tag of some HTML.
pub fn tag(html: &str) -> Option<Tag<'_>> {
    tags(html).next()
}

/// Where the tags stand that open and close the first element of a name.
pub fn element(html: &str, name: &str) -> Option<(Span, Span)> {
    let mut tags = tags(html).filter(|tag| tag.is(name));
    let start = tags.find(|tag| !tag.closes())?;
    let end = tags.find(Tag::closes)?;
    Some((start.span, end.span))
}

/// Reads HTML from front to back; see [`tokens`].
#[derive(Clone, Debug)]
pub struct Tokens<'h> {
    html: &'h str,
    at: usize,
    /// The element whose text is no markup.
    inside: Option<&'static str>,
}

impl<'h> Tokens<'h> {
    /// The byte at `at`; 0 behind the end.
    fn byte(&self, at: usize) -> u8 {
        self.html.as_bytes().get(at).copied().unwrap_or(0)
    }

    /// The first byte from `at` on that is `wanted`, or the end.
    fn next_at(&self, at: usize, wanted: impl Fn(u8) -> bool) -> usize {
        let bytes = self.html.as_bytes();
        bytes[at.min(bytes.len())..].iter().position(|byte| wanted(*byte)).map_or(bytes.len(), |found| at + found)
    }

    /// Behind the first `>` from `at` on, and whether there is one.
    fn behind_bracket(&self, at: usize) -> (usize, bool) {
        match memchr::memchr(b'>', &self.html.as_bytes()[at.min(self.html.len())..]) {
            Some(found) => (at + found + 1, true),
            None => (self.html.len(), false),
        }
    }

    /// Where markup begins at or behind `at`: a tag, a comment, or what is taken for one.
    fn markup(&self, mut at: usize) -> usize {
        let bytes = self.html.as_bytes();
        loop {
            // Mostly a tag stands behind a tag, which is seen without a search.
            if self.byte(at) != b'<' {
                let Some(skipped) = memchr::memchr(b'<', &bytes[at..]) else { return bytes.len() };
                at += skipped;
            }
            let next = self.byte(at + 1);
            let is_end = next == b'/' && at + 2 < bytes.len();
            if next.is_ascii_alphabetic() || is_end || matches!(next, b'!' | b'?') {
                return at;
            }
            at += 1;
        }
    }

    /// Where the text that begins here ends.
    fn text_end(&mut self) -> usize {
        match self.inside.take() {
            Some(name) => self.end_of(name),
            None => self.markup(self.at),
        }
    }

    /// The token of the markup that begins here; nothing for `</>`, which is nothing at all, and for a tag that never ends.
    fn at_markup(&mut self) -> Option<Token<'h>> {
        match (self.byte(self.at + 1), self.byte(self.at + 2)) {
            (b'/', b'>') => {
                self.at += 3;
                None
            }
            (b'/', next) if !next.is_ascii_alphabetic() => Some(self.comment()),
            (b'!' | b'?', _) => Some(self.comment()),
            _ => self.tag(),
        }
    }

    /// The next start tag; what stands before it is passed over.
    fn next_start(&mut self) -> Option<Tag<'h>> {
        while self.at < self.html.len() {
            self.at = self.text_end();
            if let Some(end) = tag_rest::behind_plain_end(self.html, self.at) {
                self.at = end;
            } else if self.at < self.html.len()
                && let Some(Token::Start(tag)) = self.at_markup()
            {
                return Some(tag);
            }
        }
        None
    }

    fn comment(&mut self) -> Token<'h> {
        let (start, rest) = (self.at, &self.html[self.at..]);
        let (end, is_closed) = match rest.strip_prefix("<!--") {
            Some(inner) if inner.starts_with('>') => (start + 5, true),
            Some(inner) if inner.starts_with("->") => (start + 6, true),
            Some(inner) => match comment_end(inner.as_bytes()) {
                Some(length) => (start + 4 + length, true),
                None => (self.html.len(), false),
            },
            None => self.behind_bracket(start + 1),
        };
        self.at = end;
        Token::Comment { span: Span::new(start, end), is_closed }
    }

    /// A tag; `None` if the text ends inside it.
    fn tag(&mut self) -> Option<Token<'h>> {
        let start = self.at;
        let closes = self.byte(start + 1) == b'/';
        let name = start + 1 + usize::from(closes);
        let name = name..self.next_at(name, |byte| byte <= b'>' && (is_blank(byte) || matches!(byte, b'/' | b'>')));
        let Some((end, initials)) = tag_rest::behind(self.html, name.end) else {
            self.at = self.html.len();
            return None;
        };
        self.at = end;
        let tag = Tag { html: self.html, span: Span::new(start, end), name: name.into(), initials };
        if closes {
            return Some(Token::End(tag));
        }
        self.inside = text_only(&self.html[tag.name]);
        Some(Token::Start(tag))
    }

    /// Where the end tag of `name` begins, or the end.
    fn end_of(&self, name: &str) -> usize {
        let bytes = self.html.as_bytes();
        let is_tag = |at: usize, lead: usize| {
            let word = bytes.get(at + lead..at + lead + name.len());
            let next = self.byte(at + lead + name.len());
            word.is_some_and(|word| word.eq_ignore_ascii_case(name.as_bytes()))
                && (is_blank(next) || matches!(next, b'/' | b'>'))
        };
        // In a script `<!--` and then `<script` make the next end tag part of the text.
        let (mut is_escaped, mut is_twice) = (false, false);
        let mut at = self.at;
        while let Some(found) = memchr::memchr2(b'<', b'-', &bytes[at..]) {
            at += found;
            let rest = &bytes[at..];
            if bytes[at] == b'-' {
                if is_escaped && rest.starts_with(b"-->") {
                    (is_escaped, is_twice) = (false, false);
                }
            } else if self.byte(at + 1) == b'/' && is_tag(at, 2) {
                if !is_twice {
                    return at;
                }
                is_twice = false;
            } else if name == "script" && rest.starts_with(b"<!--") && !is_escaped {
                is_escaped = !(rest.starts_with(b"<!-->") || rest.starts_with(b"<!--->"));
            } else if is_escaped && !is_twice && is_tag(at, 1) {
                is_twice = true;
            }
            at += 1;
        }
        bytes.len()
    }
}

/// Behind the end of a comment, of which these bytes are what follows `<!--`.
fn comment_end(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr::memchr(b'>', &bytes[at..])?;
        let before = &bytes[..at];
        if before.ends_with(b"--") || before.ends_with(b"--!") {
            return Some(at + 1);
        }
        at += 1;
    }
}

impl<'h> Iterator for Tokens<'h> {
    type Item = Token<'h>;

    fn next(&mut self) -> Option<Token<'h>> {
        while self.at < self.html.len() {
            let start = self.at;
            self.at = self.text_end();
            if self.at > start {
                return Some(Token::Text(Span::new(start, self.at)));
            }
            let token = self.at_markup();
            if token.is_some() {
                return token;
            }
        }
        None
    }
}

impl<'h> Tag<'h> {
    /// Its name in lower case.
    pub fn name(&self) -> Cow<'h, str> {
        lower(&self.html[self.name])
    }

    /// Where its name stands.
    pub fn name_span(&self) -> Span {
        self.name
    }

    /// Whether it has this name, given in lower case.
    pub fn is(&self, name: &str) -> bool {
        self.html[self.name].eq_ignore_ascii_case(name)
    }

    /// Whether it is an end tag.
    pub fn closes(&self) -> bool {
        self.name.start > self.span.start + 1
    }

    /// Its attributes in order. Of two of one name a browser takes the first.
    pub fn attributes(&self) -> impl Iterator<Item = Attribute<'h>> {
        Attributes::new(&self.html[..self.span.end], self.name.end)
    }

    /// The decoded value of an attribute, given in lower case.
    pub fn attribute(&self, name: &str) -> Option<Cow<'h, str>> {
        self.attributes().find(|attribute| attribute.is(name)).map(|attribute| attribute.value())
    }

    /// Whether it may have an attribute of one of these names; `false` is certain.
    pub fn may_have(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.initials & tag_rest::initial(name) != 0)
    }
}

fn lower(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}

#[cfg(test)]
mod tests {
    use html5gum::Tokenizer;

    use super::*;
    use crate::html::character_references;
    use proptest::prelude::*;

    /// Tags, attributes, text and comments as one list of words.
    fn ours(html: &str) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        let mut plain = String::new();
        let mut inside = None;
        let flush = |plain: &mut String, found: &mut Vec<String>| {
            if !plain.is_empty() {
                found.push(format!("text {plain:?}"));
                plain.clear();
            }
        };
        for token in tokens(html) {
            match token {
                Token::Text(span) => match inside {
                    Some("textarea" | "title") | None => plain.push_str(&character_references::text(&html[span])),
                    Some(_) => plain.push_str(&html[span]),
                },
                Token::Start(tag) => {
                    flush(&mut plain, &mut found);
                    inside = TEXT_ONLY.into_iter().find(|name| tag.is(name));
                    found.push(format!("start {}", tag.name()));
                    let mut seen = Vec::new();
                    for attribute in tag.attributes() {
                        let name = attribute.name.to_ascii_lowercase();
                        assert!(tag.may_have(&[&name]), "{html:?} {name}");
                        if !seen.contains(&name) {
                            found.push(format!("{name} = {:?}", attribute.value()));
                            seen.push(name);
                        }
                    }
                }
                Token::End(tag) => {
                    flush(&mut plain, &mut found);
                    inside = None;
                    found.push(format!("end {}", tag.name()));
                }
                Token::Comment { .. } => {
                    flush(&mut plain, &mut found);
                    found.push("comment".to_owned());
                }
            }
        }
        flush(&mut plain, &mut found);
        found
    }

    fn oracle(html: &str) -> Vec<String> {
        let mut emitter = html5gum::DefaultEmitter::default();
        emitter.naively_switch_states(true);
        let mut found: Vec<String> = Vec::new();
        let mut plain = String::new();
        let read = |text: &[u8]| String::from_utf8_lossy(text).into_owned();
        for token in Tokenizer::new_with_emitter(html, emitter) {
            let Ok(token) = token;
            if let html5gum::Token::String(text) = &token {
                plain.push_str(&read(text));
                continue;
            }
            if matches!(token, html5gum::Token::Error(_)) {
                continue;
            }
            if !plain.is_empty() {
                found.push(format!("text {plain:?}"));
                plain.clear();
            }
            match token {
                html5gum::Token::StartTag(tag) => {
                    found.push(format!("start {}", read(&tag.name)));
                    let mut values: Vec<String> = tag
                        .attributes
                        .iter()
                        .map(|(name, value)| format!("{} = {:?}", read(name), read(value)))
                        .collect();
                    values.sort();
                    found.extend(values);
                }
                html5gum::Token::EndTag(tag) => found.push(format!("end {}", read(&tag.name))),
                _ => found.push("comment".to_owned()),
            }
        }
        if !plain.is_empty() {
            found.push(format!("text {plain:?}"));
        }
        found
    }

    /// Attributes of a tag in the order of their names, as the oracle gives them.
    fn sorted(mut found: Vec<String>) -> Vec<String> {
        let mut start = 0;
        for at in 0..=found.len() {
            if found
                .get(at)
                .is_none_or(|it| ["start ", "end ", "text "].iter().any(|word| it.starts_with(word)) || it == "comment")
            {
                found[start..at].sort();
                start = at + 1;
            }
        }
        found
    }

    #[test]
    fn what_people_write_is_read_as_browsers_read_it() {
        for html in [
            "<a href=https://example.org/x/y>the docs</a>",
            "<img alt=\"set src=bad.png here\" src=\"good.png\">",
            "<a title='1 > 0' href=/docs/page>docs</a>",
            "<script src=\"x.js\"></SCRIPT><p id=a>",
            "<a href=\"one&#46;md?a=1&copy=2\">&lt;b&gt; &hellip; &copy 2</a>",
            "<!-- a --!><p><!--><p><!---><p><!-- open <p>",
            "<textarea><p></textarea ><title>a < b &amp; c</title>",
            "<script><!-- <script> </script> --></script><b>",
            "a < b <3 </> </ x> <?php echo 1 ?> <!DOCTYPE html> <![CDATA[x]]>",
            "<br/><img src=a.png/><p =x y = z a='\"&quot;'>",
            "<p class=a class=b>text<p",
            "</p",
        ] {
            assert_eq!(sorted(ours(html)), oracle(html), "{html}");
        }
    }

    #[test]
    fn everything_has_its_place() {
        let html = "a<img alt='x' src = y.png>b";
        let found: Vec<Token<'_>> = tokens(html).collect();
        let Token::Start(image) = &found[1] else { panic!("{found:?}") };
        assert_eq!((&html[image.span], &html[image.name_span()]), ("<img alt='x' src = y.png>", "img"));
        let spans: Vec<(&str, &str)> = image.attributes().map(|it| (&html[it.span], &html[it.value_span])).collect();
        assert_eq!(spans, [("alt='x'", "x"), ("src = y.png", "y.png")]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]
        #[test]
        fn any_html_is_read_as_the_whatwg_tokenizer_reads_it(
            parts in proptest::collection::vec(prop_oneof![
                "[<>/a-z=\"'& \n!?;é-]{1,6}",
                Just("<script>".to_owned()), Just("</script>".to_owned()), Just("<!--".to_owned()), Just("-->".to_owned()),
                Just("<a href=".to_owned()), Just("&amp;".to_owned()), Just("&lt".to_owned()), Just("<style>".to_owned()),
                Just("</STYLE >".to_owned()), Just("<textarea>".to_owned()), Just("</textarea>".to_owned()), Just("<p a='b'>".to_owned()),
                Just("<p a=\"b\" c-d e=\"".to_owned()), Just("<p a b=\"c\">".to_owned()),
            ], 0..12)
        ) {
            let html = parts.concat();
            prop_assert_eq!(sorted(ours(&html)), oracle(&html), "{:?}", html);
            let all: Vec<Token<'_>> = tokens(&html).filter(|token| matches!(token, Token::Start(_))).collect();
            prop_assert_eq!(start_tags(&html).map(Token::Start).collect::<Vec<_>>(), all);
        }
    }
}
