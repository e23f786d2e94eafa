//! A style sheet cut into tokens: where strings, URLs, comments and blanks begin and end.
//!
//! In: a sheet. Out: its tokens in order; their texts together are the sheet. Cut as CSS Syntax Level 3 does, more coarsely: a
//! number is a word like a name. Any text can be cut; what is open at its end is told. Nothing is decoded but what must be
//! known to find a URL's end.

/// A piece of a style sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// What it is.
    pub kind: Kind,
    /// Exactly as it stands in the sheet.
    pub text: &'a str,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Spaces, tabs and ends of lines.
    Blank,
    /// A comment.
    Comment,
    /// A comment that begins with `/*!`.
    Licence,
    /// A name or a number, escapes included.
    Word,
    /// `@media`
    At,
    /// A string, a URL without quotes, `#name`: nothing in it is ever touched.
    Text,
    /// A string that ends with its line instead of a quote.
    Broken,
    /// Any other character.
    Sign(char),
}

/// Cuts a sheet. The second is what its last token lacks: a quote, a bracket, the end of a comment.
pub fn cut(sheet: &str) -> (Vec<Token<'_>>, &'static str) {
    let mut tokens = tokens(sheet);
    (tokens.by_ref().collect(), tokens.lacks)
}

/// The tokens of a sheet, one after the other.
pub fn tokens(sheet: &str) -> Tokens<'_> {
    Tokens { rest: sheet, lacks: "" }
}

/// Cuts a sheet from front to back; see [`tokens`].
#[derive(Debug)]
pub struct Tokens<'a> {
    rest: &'a str,
    lacks: &'static str,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let rest = self.rest;
        let first = *rest.as_bytes().first()?;
        let (kind, length) = match first {
            b' ' | b'\t' | b'\n' | b'\r' | b'\x0c' => (Kind::Blank, blanks(rest)),
            b'/' if rest.starts_with("/*") => {
                let end = memchr::memmem::find(&rest.as_bytes()[2..], b"*/");
                self.lacks = if end.is_none() { "*/" } else { "" };
                let kind = if rest.starts_with("/*!") { Kind::Licence } else { Kind::Comment };
                (kind, end.map_or(rest.len(), |end| end + 4))
            }
            b'"' | b'\'' => match string(rest, char::from(first)) {
                End::Quote(length) => (Kind::Text, length),
                End::Line(length) => (Kind::Broken, length),
                End::Nowhere => {
                    self.lacks = if first == b'"' { "\"" } else { "'" };
                    (Kind::Text, rest.len())
                }
            },
            b'<' if rest.starts_with("<!--") => (Kind::Text, 4),
            b'@' if begins_name(&rest[1..]) => (Kind::At, 1 + word(&rest[1..])),
            b'#' if word(&rest[1..]) > 0 => (Kind::Text, 1 + word(&rest[1..])),
            _ => match word(rest) {
                // All of a character beyond ASCII is part of a name.
                0 => (Kind::Sign(char::from(first)), 1),
                name => match url(rest, name) {
                    Some(Ok(length)) => (Kind::Text, length),
                    Some(Err(())) => {
                        self.lacks = ")";
                        (Kind::Text, rest.len())
                    }
                    None => (Kind::Word, name),
                },
            },
        };
        let (text, after) = rest.split_at(length);
        self.rest = after;
        Some(Token { kind, text })
    }
}

/// How many blanks begin `text`.
fn blanks(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut length = 0;
    while length < bytes.len() && matches!(bytes[length], b' ' | b'\t' | b'\n' | b'\r' | b'\x0c') {
        length += 1;
    }
    length
}

/// A word as it is meant, escapes decoded.
pub fn spelled(word: &str) -> String {
    if !word.contains('\\') {
        return word.to_owned();
    }
    let mut name = String::new();
    let mut rest = word;
    while let Some(c) = rest.chars().next() {
        let (length, meant) = escape(rest).unwrap_or((c.len_utf8(), c));
        name.push(meant);
        rest = &rest[length..];
    }
    name
}

/// Blanks of CSS: fewer than those of Unicode.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t') || is_line_end(c)
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\x0c')
}

/// Whether a name begins `text`, not a number.
fn begins_name(text: &str) -> bool {
    let name = &text[..word(text)];
    let rest = name.strip_prefix('-').unwrap_or(name);
    !rest.is_empty() && !rest.starts_with(|c: char| c.is_ascii_digit())
}

/// The length of the name or number that begins `text`; 0 if none does.
fn word(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut length = 0;
    loop {
        while length < bytes.len() && IN_NAMES[usize::from(bytes[length])] {
            length += 1;
        }
        match bytes.get(length).filter(|byte| **byte == b'\\').and_then(|_| escape(&text[length..])) {
            Some((escaped, _)) => length += escaped,
            None => return length,
        }
    }
}

/// Of each byte whether it is part of a name as it stands, as all of a character beyond ASCII are.
const IN_NAMES: [bool; 256] = {
    let mut is_in = [false; 256];
    let mut byte = 0_u8;
    loop {
        is_in[byte as usize] = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | 0) || !byte.is_ascii();
        if byte == u8::MAX {
            break is_in;
        }
        byte += 1;
    }
};

/// The length and the meaning of the escape that begins `text`. One blank after hexadecimal digits belongs to it.
fn escape(text: &str) -> Option<(usize, char)> {
    let rest = text.strip_prefix('\\')?;
    let first = rest.chars().next().filter(|c| !is_line_end(*c))?;
    let digits = rest.chars().take(6).take_while(char::is_ascii_hexdigit).count();
    if digits == 0 {
        return Some((1 + first.len_utf8(), first));
    }
    let meant = u32::from_str_radix(&rest[..digits], 16).ok().and_then(char::from_u32).unwrap_or('\u{fffd}');
    let after = &rest[digits..];
    let blank = if after.starts_with("\r\n") { 2 } else { usize::from(after.starts_with(is_blank)) };
    Some((1 + digits + blank, meant))
}

enum End {
    Quote(usize),
    Line(usize),
    Nowhere,
}

/// Where the string that begins `text` ends.
fn string(text: &str, quote: char) -> End {
    let mut at = 1;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        at += match escape(rest) {
            // An escape of hexadecimal digits takes even the end of a line with it.
            Some((escaped, _)) => escaped,
            None if c == quote => return End::Quote(at + 1),
            None if is_line_end(c) => return End::Line(at),
            None if rest.starts_with("\\\r\n") => 3,
            None if c == '\\' => rest.len().min(2),
            None => c.len_utf8(),
        };
    }
    End::Nowhere
}

/// The length of a URL without quotes that begins with the `name` bytes of a word; an error if it has no end.
fn url(text: &str, name: usize) -> Option<Result<usize, ()>> {
    let inner = text[name..].strip_prefix('(')?;
    let is_url = spelled(&text[..name]).eq_ignore_ascii_case("url");
    if !is_url || inner.trim_start_matches(is_blank).starts_with(['"', '\'']) {
        return None;
    }
    let mut chars = inner.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            ')' => return Some(Ok(name + 1 + at + 1)),
            '\\' => {
                chars.next();
            }
            _ => {}
        }
    }
    Some(Err(()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn kinds(sheet: &str) -> Vec<(Kind, &str)> {
        cut(sheet).0.iter().map(|token| (token.kind, token.text)).collect()
    }

    #[test]
    fn a_url_without_quotes_is_one_token() {
        for sheet in ["url(a/*b*/c)", "URL( a;\\)b )", "\\75 rl(/*)", "u\\72l({)"] {
            assert_eq!(kinds(sheet), [(Kind::Text, sheet)]);
        }
        let of_string = [(Kind::Word, "url"), (Kind::Sign('('), "("), (Kind::Blank, " "), (Kind::Text, "\"/*\"")];
        assert_eq!(kinds("url( \"/*\""), of_string);
        for sheet in ["#url(/**/", "@url(/**/", "2url(/**/", "curl(/**/"] {
            assert_eq!(cut(sheet).0.last().map(|token| token.kind), Some(Kind::Comment), "{sheet}");
        }
    }

    #[test]
    fn an_escape_takes_one_blank_with_it() {
        assert_eq!(kinds("\\31  b"), [(Kind::Word, "\\31 "), (Kind::Blank, " "), (Kind::Word, "b")]);
        assert_eq!(kinds("\\/*"), [(Kind::Word, "\\/"), (Kind::Sign('*'), "*")]);
        assert_eq!(kinds("\\\n"), [(Kind::Sign('\\'), "\\"), (Kind::Blank, "\n")]);
        assert_eq!(kinds("\\"), [(Kind::Sign('\\'), "\\")]);
    }

    #[test]
    fn a_string_ends_at_its_quote_or_with_its_line() {
        assert_eq!(kinds("\"a'\\\"\\\r\nb\""), [(Kind::Text, "\"a'\\\"\\\r\nb\"")]);
        assert_eq!(kinds("'\\61\nb'"), [(Kind::Text, "'\\61\nb'")]);
        assert_eq!(kinds("'a\nb"), [(Kind::Broken, "'a"), (Kind::Blank, "\n"), (Kind::Word, "b")]);
        assert_eq!(cut("'a").1, "'");
        assert_eq!((cut("url(a").1, cut("/* a").1, cut("a{").1), (")", "*/", ""));
    }

    proptest! {
        #[test]
        fn the_tokens_together_are_the_sheet(sheet in "(?s)[-a-f0-9urlURL\\\\/*!(){}\\[\\];:,.#@<'\" \t\r\n\u{c}é\u{0}]{0,60}") {
            let (tokens, _) = cut(&sheet);
            prop_assert!(tokens.iter().all(|token| !token.text.is_empty()));
            prop_assert_eq!(tokens.iter().map(|token| token.text).collect::<String>(), sheet);
        }
    }
}
