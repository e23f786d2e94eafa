//! Where in a TOML text the cursor stands: at a key, at a value, in the head of a table.
//!
//! In: a text, which may be half written, and a byte of it. Out: the tables that lead there, and what stands at that byte. It is
//! no parser of TOML: what it cannot make out it passes over, and a line that begins like a key ends what was left open.

use crate::text::span::Span;

/// What stands at a byte.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    /// The names of the tables around it.
    pub table: Vec<String>,
    /// What it is.
    pub what: What,
}

/// Kinds of what can stand there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum What {
    /// A key, or the place of one; its bytes.
    Key(Span),
    /// A value, or the place of one.
    Value(Value),
    /// The name of a table between its brackets; its bytes.
    Head(Span),
    /// A comment, or nothing that can be told.
    #[default]
    Nothing,
}

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// The key that it belongs to.
    pub key: String,
    /// Its bytes; of a string, those between its quotes.
    pub span: Span,
    /// Whether it is a string.
    pub is_string: bool,
}

/// What is open around a byte.
enum Frame {
    /// A list that belongs to a key.
    List(String),
    /// A table in one line that belongs to a key.
    Table(String),
}

struct Scan<'t> {
    text: &'t str,
    at: usize,
    cursor: usize,
    head: Vec<String>,
    frames: Vec<Frame>,
    /// The key whose value is awaited.
    key: Option<String>,
}

/// What stands at the byte `cursor` of a text.
pub fn spot(text: &str, cursor: usize) -> Spot {
    let mut scan = Scan { text, at: 0, cursor, head: Vec::new(), frames: Vec::new(), key: None };
    scan.run().unwrap_or_default()
}

impl Scan<'_> {
    fn run(&mut self) -> Option<Spot> {
        while self.at < self.text.len() {
            let rest = &self.text[self.at..];
            let c = rest.chars().next()?;
            let found = match c {
                '\n' => self.end_line(),
                '#' => self.skip_to(self.at + rest.find('\n').unwrap_or(rest.len()), |_| What::Nothing),
                _ if c.is_whitespace() => self.blank(c),
                ',' => self.separator(),
                '}' | ']' if !self.frames.is_empty() => self.close(),
                '[' if self.awaits_key() && self.frames.is_empty() => self.table_head(),
                _ if self.awaits_key() => self.key(),
                '[' | '{' => self.open(c),
                _ => self.value(c),
            };
            if found.is_some() {
                return found;
            }
        }
        (self.cursor >= self.text.len()).then(|| self.here())
    }

    /// Whether a key comes next: nothing is open but tables, and no value is awaited.
    fn awaits_key(&self) -> bool {
        self.key.is_none() && !matches!(self.frames.last(), Some(Frame::List(_)))
    }

    /// The key whose value comes next.
    fn of_key(&self) -> String {
        match (&self.key, self.frames.last()) {
            (Some(key), _) | (None, Some(Frame::List(key))) => key.clone(),
            _ => String::new(),
        }
    }

    fn table(&self) -> Vec<String> {
        let inline = self.frames.iter().filter_map(|frame| match frame {
            Frame::Table(key) => Some(key.clone()),
            Frame::List(_) => None,
        });
        self.head.iter().cloned().chain(inline.flat_map(|key| parts(&key))).collect()
    }

    fn spot(&self, what: What) -> Spot {
        Spot { table: self.table(), what }
    }

    /// What can be written at the cursor, where nothing stands.
    fn here(&self) -> Spot {
        let none = Span::at(self.cursor);
        self.spot(if self.awaits_key() {
            What::Key(none)
        } else {
            What::Value(Value { key: self.of_key(), span: none, is_string: false })
        })
    }

    /// Goes on to a byte; the cursor may stand before it.
    fn skip_to(&mut self, to: usize, what: impl Fn(Span) -> What) -> Option<Spot> {
        let from = std::mem::replace(&mut self.at, to);
        (from..=to).contains(&self.cursor).then(|| self.spot(what(Span::new(from, to))))
    }

    fn blank(&mut self, c: char) -> Option<Spot> {
        let found = (self.at == self.cursor).then(|| self.here());
        self.at += c.len_utf8();
        found
    }

    fn end_line(&mut self) -> Option<Spot> {
        if self.at == self.cursor {
            return Some(self.here());
        }
        self.at += 1;
        let line = self.text[self.at..].split('\n').next().unwrap_or_default();
        // What was left open, so that the lines below mean what they say.
        if self.frames.is_empty() || begins_like_a_key(line) {
            self.frames.clear();
            self.key = None;
        }
        None
    }

    fn separator(&mut self) -> Option<Spot> {
        let found = (self.at == self.cursor).then(|| self.here());
        self.at += 1;
        self.key = None;
        found
    }

    fn close(&mut self) -> Option<Spot> {
        let found = (self.at == self.cursor).then(|| self.here());
        self.at += 1;
        self.frames.pop();
        self.key = None;
        found
    }

    fn open(&mut self, c: char) -> Option<Spot> {
        let found = (self.at == self.cursor).then(|| self.here());
        self.at += 1;
        let key = self.of_key();
        self.frames.push(if c == '[' { Frame::List(key) } else { Frame::Table(key) });
        self.key = None;
        found
    }

    fn table_head(&mut self) -> Option<Spot> {
        let line_end = self.at + self.text[self.at..].find('\n').unwrap_or(self.text.len() - self.at);
        let line = &self.text[self.at..line_end];
        let start = self.at + if line.starts_with("[[") { 2 } else { 1 };
        let end = self.text[start..line_end].find(']').map_or(line_end, |end| start + end);
        let name = self.text[start..end].to_owned();
        self.head.clear();
        if (start..=end).contains(&self.cursor) {
            return Some(self.spot(What::Head(Span::new(start, end))));
        }
        let found = self.skip_to(line_end, |_| What::Nothing);
        self.head = parts(&name);
        found
    }

    fn key(&mut self) -> Option<Spot> {
        let start = self.at;
        let rest = &self.text[start..];
        let mut quote = None;
        let is_end = |c: char| {
            match (quote, c) {
                (_, '\n') => return true,
                (Some(open), c) if open == c => quote = None,
                (Some(_), _) => {}
                (None, '"' | '\'') => quote = Some(c),
                (None, c) => return c.is_whitespace() || "=,]}#".contains(c),
            }
            false
        };
        let end = start + rest.find(is_end).unwrap_or(rest.len());
        if end == start {
            // A sign that begins nothing.
            self.at += rest.chars().next().map_or(1, char::len_utf8);
            return None;
        }
        let written = &self.text[start..end];
        self.at = end;
        if (start..=end).contains(&self.cursor) {
            // Of `a.b` one part.
            let before = written[..(self.cursor - start)].rfind('.').filter(|_| !written.contains(['"', '\'']));
            let from = before.map_or(start, |dot| start + dot + 1);
            let to = self.text[self.cursor..end].find('.').filter(|_| !written.contains(['"', '\'']));
            let mut spot = self.spot(What::Key(Span::new(from, to.map_or(end, |dot| self.cursor + dot))));
            spot.table.extend(before.iter().flat_map(|dot| parts(&written[..*dot])));
            return Some(spot);
        }
        let after = self.text[end..].trim_start_matches([' ', '\t']);
        if after.starts_with('=') {
            let equals = self.text.len() - after.len();
            self.key = Some(parts(written).join("."));
            self.at = equals + 1;
            // Before the sign no value can stand.
            return (end..=equals).contains(&self.cursor).then(|| self.spot(What::Nothing));
        }
        None
    }

    fn value(&mut self, c: char) -> Option<Spot> {
        let start = self.at;
        let rest = &self.text[start..];
        let of = |key, span, is_string| What::Value(Value { key, span, is_string });
        let key = self.of_key();
        let triple: String = std::iter::repeat_n(c, 3).collect();
        if matches!(c, '"' | '\'') {
            let (open, close) = if rest.starts_with(&triple) { (3, triple.as_str()) } else { (1, &triple[..1]) };
            let inside = &rest[open..];
            let length = string_length(inside, close);
            let (from, to) = (start + open, start + open + length);
            let is_closed = self.text[to..].starts_with(close);
            self.at = to + if is_closed { close.len() } else { 0 };
            return (from..=to).contains(&self.cursor).then(|| self.spot(of(key, Span::new(from, to), true)));
        }
        let length = rest.find(|c: char| c.is_whitespace() || ",]}#".contains(c)).unwrap_or(rest.len());
        self.skip_to(start + length.max(c.len_utf8()), |span| of(key.clone(), span, false))
    }
}

/// The bytes of a string before its closing quotes, or before the end of its line if it has but one and is never closed.
fn string_length(inside: &str, close: &str) -> usize {
    let mut escaped = false;
    for (at, c) in inside.char_indices() {
        if c == '\n' && close.len() == 1 {
            return at;
        }
        if !escaped && inside[at..].starts_with(close) {
            return at;
        }
        escaped = c == '\\' && !escaped && close.starts_with('"');
    }
    inside.len()
}

/// `name =` at the beginning of a line.
fn begins_like_a_key(line: &str) -> bool {
    let line = line.trim_start();
    let name = line.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-'))).unwrap_or(line.len());
    let rest = line[name..].trim_start();
    name > 0 && rest.starts_with('=') && !rest.starts_with("==")
}

/// The names of a dotted key.
fn parts(key: &str) -> Vec<String> {
    let key = key.trim();
    if key.starts_with(['"', '\'']) {
        return vec![key.trim_matches(['"', '\'']).to_owned()];
    }
    key.split('.')
        .map(|part| part.trim().trim_matches(['"', '\'']).to_owned())
        .filter(|part| !part.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The spot of `|` in a text without it, in words.
    fn at(marked: &str) -> String {
        let cursor = marked.find('|').unwrap();
        let text = marked.replace('|', "");
        let Spot { table, what } = spot(&text, cursor);
        let table = table.join("/");
        match what {
            What::Key(span) => format!("{table}: key `{}`", &text[span]),
            What::Head(span) => format!("head `{}`", &text[span]),
            What::Nothing => "nothing".to_owned(),
            What::Value(Value { key, span, is_string }) => {
                format!("{table}: {} `{}` of {key}", if is_string { "string" } else { "value" }, &text[span])
            }
        }
    }

    #[test]
    fn keys_values_and_heads_are_told_apart() {
        for (marked, expected) in [
            ("|", ": key ``"),
            ("ti|tle", ": key `title`"),
            ("title = \"a\"\nta|", ": key `ta`"),
            ("title = |", ": value `` of title"),
            ("title =|", ": value `` of title"),
            ("draft = tr|", ": value `tr` of draft"),
            ("title = \"a|b", ": string `ab` of title"),
            ("title = \"a\\\"|b\"\nx = 1", ": string `a\\\"b` of title"),
            ("title = 'a|'", ": string `a` of title"),
            ("s = \"\"\"\na\n|b\"\"\"", ": string `\na\nb` of s"),
            ("tags = [\"a\", \"|\"]", ": string `` of tags"),
            ("tags = [\n  \"a\",\n  |\n]", ": value `` of tags"),
            ("tags = [\"a\",\ntitle = \"|x\"", ": string `x` of title"),
            ("tags = [\"a|\ntitle = \"x\"", ": string `a` of tags"),
            ("# a |", "nothing"),
            ("title = 1 # |", "nothing"),
            ("[bo|ok]", "head `book`"),
            ("[[diff|", "head `diff`"),
            ("[book]\n|", "book: key ``"),
            ("[examples.python]\nti|meout = 1", "examples/python: key `timeout`"),
            ("[tags]\ngil = { la|bel = \"x\" }", "tags/gil: key `label`"),
            ("[tags]\ngil = { label = \"|x\" }", "tags/gil: string `x` of label"),
            ("[tags]\ngil = { label = \"x\" }\n|", "tags: key ``"),
            ("book.ti|tle = 1", "book: key `title`"),
            ("bo|ok.title = 1", ": key `book`"),
            ("[answers]\n\"Why|?\" = \"#a\"", "answers: key `\"Why?\"`"),
            ("[answers]\n\"Why = 1?\" = \"#|a\"", "answers: string `#a` of Why = 1?"),
        ] {
            assert_eq!(at(marked), expected, "{marked}");
        }
    }

    proptest! {
        #[test]
        fn every_byte_of_any_text_has_a_spot_within_it(text in "([a=\\[\\]{},.#\"'\n \\\\ü]|tags = \\[|\"\"\"){0,40}", cursor in 0_usize..60) {
            if text.is_char_boundary(cursor)
                && let What::Key(span) | What::Head(span) | What::Value(Value { span, .. }) = spot(&text, cursor).what
            {
                prop_assert!(text.get(span.range()).is_some());
            }
        }
    }
}
