//! Tags of HTML and what stands between them.
//!
//! In: HTML as people write it. Out: tokens. It is no parser: nothing is nested, and nothing is an error.

use std::ops::Range;

/// A piece of HTML.
pub enum Token<'a> {
    /// Text between tags.
    Text(&'a str),
    /// A tag.
    Tag(Tag<'a>),
}

/// A tag.
pub struct Tag<'a> {
    /// In lower case.
    pub name: String,
    /// `</name>`.
    pub closes: bool,
    attributes: &'a str,
}

impl<'a> Tag<'a> {
    /// Reads the text between `<` and `>`; `None` for comments and declarations.
    pub fn read(inside: &'a str) -> Option<Self> {
        let closes = inside.starts_with('/');
        let inside = inside.trim_start_matches('/');
        let end = inside.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inside.len());
        let fine = inside.starts_with(|c: char| c.is_ascii_alphabetic());
        fine.then(|| Self { name: inside[..end].to_lowercase(), closes, attributes: &inside[end..] })
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<String> {
        let lower = self.attributes.to_ascii_lowercase();
        let mut from = 0;
        while let Some(at) = lower[from..].find(name).map(|at| at + from) {
            from = at + name.len();
            let before = lower[..at].chars().next_back();
            let rest = self.attributes[from..].trim_start();
            if let (Some(value), true) = (rest.strip_prefix('='), before.is_none_or(char::is_whitespace)) {
                let value = value.trim_start();
                let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
                let value = match quote {
                    Some(quote) => value[1..].split(quote).next(),
                    None => value.split(|c: char| c.is_whitespace() || c == '/').next(),
                };
                return value.map(decode);
            }
        }
        None
    }
}

/// Splits HTML into tags and the text between them.
pub fn tokens(html: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = html;
    while !rest.is_empty() {
        let Some(at) = rest.find('<') else {
            tokens.push(Token::Text(rest));
            break;
        };
        let after = &rest[at + 1..];
        let is_tag = after.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'));
        if !is_tag {
            tokens.push(Token::Text(&rest[..=at]));
            rest = after;
            continue;
        }
        if at > 0 {
            tokens.push(Token::Text(&rest[..at]));
        }
        let (inside, length) = match after.strip_prefix("!--") {
            Some(comment) => ("", comment.find("-->").map_or(after.len(), |end| end + 6)),
            None => {
                let end = after.find('>').unwrap_or(after.len());
                (&after[..end], (end + 1).min(after.len()))
            }
        };
        if let Some(tag) = Tag::read(inside) {
            tokens.push(Token::Tag(tag));
        }
        rest = &after[length..];
    }
    tokens
}

/// The tags that open and close the first element of a name.
pub fn element(html: &str, name: &str) -> Option<(Range<usize>, Range<usize>)> {
    let start = find_tag(html, &format!("<{name}"))?;
    let start_end = start + html[start..].find('>')? + 1;
    let close = start_end + find_tag(&html[start_end..], &format!("</{name}"))?;
    let close_end = html[close..].find('>').map_or(html.len(), |at| close + at + 1);
    Some((start..start_end, close..close_end))
}

/// Where a tag begins, in any case of letters.
pub fn find_tag(html: &str, tag: &str) -> Option<usize> {
    let begins =
        |at: &usize| html.as_bytes()[*at..].get(..tag.len()).is_some_and(|it| it.eq_ignore_ascii_case(tag.as_bytes()));
    html.match_indices('<').map(|(at, _)| at).find(begins)
}

/// The characters behind the entities people write, and numeric ones.
pub fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(';').filter(|end| *end <= 10);
        let name = end.map(|end| &rest[1..end]);
        let number = |digits: &str| match digits.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => digits.parse().ok(),
        };
        let decoded = name.and_then(|name| match name {
            "lt" => Some('<'),
            "gt" => Some('>'),
            "amp" => Some('&'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            "nbsp" => Some(' '),
            "ndash" => Some('–'),
            "mdash" => Some('—'),
            "hellip" => Some('…'),
            "rarr" => Some('→'),
            _ => name.strip_prefix('#').and_then(number).and_then(char::from_u32),
        });
        match (decoded, end) {
            (Some(c), Some(end)) => {
                out.push(c);
                rest = &rest[end + 1..];
            }
            _ => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}
