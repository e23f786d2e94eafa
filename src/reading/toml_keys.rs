//! Reads the keys of a TOML table one by one, so that every mistake in it is told, not only the first.
//!
//! In: TOML text and where it stands in its file. Out: typed values with their places; problems go to the report.
//! Keys nobody asked for are unknown keys. It knows no key by name: `settings` and `topic::front_matter` do.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use crate::path::SourcePath;
use crate::problem::message::Message;
use crate::problem::report::{Place, Report};
use crate::text::did_you_mean::nearest;
use crate::text::span::Span;

/// A value and the bytes of its file it was read from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Bytes of the file.
    pub span: Span,
}

/// At most this many errors of syntax are told of one document.
const MOST_ERRORS: usize = 5;

/// The text of a TOML document inside a file.
#[derive(Clone, Copy)]
pub struct TomlText<'a> {
    /// The file.
    pub source: &'a SourcePath,
    /// The TOML alone.
    pub text: &'a str,
    /// Where the TOML starts in the file, in bytes.
    pub offset: usize,
}

/// A TOML table being read: remembers which keys were asked for.
pub struct Fields<'a> {
    text: TomlText<'a>,
    table: &'a DeTable<'a>,
    span: Span,
    name: String,
    asked: Vec<&'static str>,
    /// No key is unknown.
    any_key: bool,
}

/// Parses a TOML document and hands its root to `read`; syntax errors are reported, and what could be parsed is still read.
pub fn read_document<T>(
    text: TomlText<'_>,
    name: &str,
    report: &mut Report,
    read: impl FnOnce(&mut Fields<'_>, &mut Report) -> T,
) -> Option<T> {
    let (root, errors) = DeTable::parse_recoverable(text.text);
    // A file that is no TOML at all has thousands.
    for error in errors.iter().take(MOST_ERRORS) {
        let span = Span::from(error.span().unwrap_or_default());
        let detail = error.message().trim().lines().collect::<Vec<_>>().join(", ");
        let hint = syntax_hint(&detail, line_at(text.text, span.start));
        report.at(text.place(span), Message::TomlSyntax { detail, hint });
    }
    if !errors.is_empty() {
        return None;
    }
    let mut fields = Fields {
        text,
        table: root.get_ref(),
        span: Span::at(0),
        name: name.to_owned(),
        asked: Vec::new(),
        any_key: false,
    };
    let value = read(&mut fields, report);
    fields.finish(report);
    Some(value)
}

fn line_at(text: &str, at: usize) -> &str {
    let before = text.get(..at).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default()
}

/// What an author may have meant by a line that is no TOML.
fn syntax_hint(detail: &str, line: &str) -> &'static str {
    let line = line.trim();
    if detail.starts_with("invalid date") {
        return "write a day of the calendar, as in `2026-11-22`";
    }
    if detail.starts_with("duplicate key") {
        return if line.starts_with('[') && !line.starts_with("[[") {
            "of several, each stands under two brackets: `[[name]]`"
        } else {
            "leave one of the two out"
        };
    }
    if line.starts_with("---") || (line.contains(": ") && !line.contains('=')) {
        return "this is TOML, not YAML: `key = \"text\"` between two lines `+++`";
    }
    if line.matches('"').count() > 2 && !line.contains(['[', '{']) {
        return "a quotation mark inside a text is written `\\\"`, or the text stands between `'…'`";
    }
    "this is TOML: `key = \"text\"`, `key = [\"a\", \"b\"]`, `key = true`"
}

/// A text of a document of texts alone, such as the words of a language.
pub struct Text {
    /// The keys that lead to it: `paper`, `page`.
    pub keys: Vec<String>,
    /// The last key's place.
    pub place: Place,
    /// What it says.
    pub value: String,
}

/// Reads a document that holds texts and tables of texts. Nothing if it is not TOML.
pub fn read_texts(text: TomlText<'_>, report: &mut Report) -> Vec<Text> {
    let mut texts = Vec::new();
    read_document(text, "the words", report, |fields, report| {
        let mut tables = vec![(Vec::new(), fields.table)];
        while let Some((above, table)) = tables.pop() {
            for (key, value) in table {
                let mut keys: Vec<String> = above.clone();
                keys.push(key.get_ref().to_string());
                if let DeValue::Table(inner) = value.get_ref() {
                    tables.push((keys, inner));
                } else if let Some(said) = fields.as_string(&keys.join("."), value, report) {
                    if said.value.trim().is_empty() {
                        report.at(text.place(value.span().into()), Message::EmptyValue { key: keys.join(".") });
                    } else {
                        texts.push(Text { keys, place: text.place(key.span().into()), value: said.value });
                    }
                }
            }
        }
        fields.any_key = true;
    });
    texts
}

impl TomlText<'_> {
    fn place(&self, span: Span) -> Place {
        Place::span(self.source, span.behind(self.offset))
    }
}

impl<'a> Fields<'a> {
    /// A string.
    pub fn string(&mut self, key: &'static str, report: &mut Report) -> Option<Located<String>> {
        let value = self.get(key)?;
        let text = self.as_string(key, value, report)?;
        if text.value.trim().is_empty() {
            report.at(self.place(value.span().into()), Message::EmptyValue { key: key.to_owned() });
            return None;
        }
        Some(text)
    }

    /// A string that must be there; its absence is reported at the table.
    pub fn required_string(&mut self, key: &'static str, report: &mut Report) -> Option<Located<String>> {
        if self.get(key).is_none() {
            report.at(self.table_place(), Message::MissingKey { key, table: self.name.clone() });
            return None;
        }
        self.string(key, report)
    }

    /// A list of strings; a value that stands twice is reported once and kept once.
    pub fn strings(&mut self, key: &'static str, report: &mut Report) -> Vec<Located<String>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type::<()>(key, value, "a list of strings", report);
            return Vec::new();
        };
        let mut strings: Vec<Located<String>> = Vec::with_capacity(items.len());
        let mut seen: HashSet<String> = HashSet::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let one = format!("{key}[{index}]");
            let Some(string) = self.as_string(&one, item, report) else { continue };
            if string.value.trim().is_empty() {
                report.at(self.place(item.span().into()), Message::EmptyValue { key: one });
            } else if !seen.insert(string.value.clone()) {
                let place = self.place(item.span().into());
                report.at(place, Message::Repeated { key: key.to_owned(), value: string.value });
            } else {
                strings.push(string);
            }
        }
        strings
    }

    /// A list of strings in which a value may stand twice, such as a command.
    pub fn words(&mut self, key: &'static str, report: &mut Report) -> Vec<Located<String>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type::<()>(key, value, "a list of strings", report);
            return Vec::new();
        };
        let one = |(index, item)| self.as_string(&format!("{key}[{index}]"), item, report);
        items.iter().enumerate().filter_map(one).collect()
    }

    /// `true` or `false`.
    pub fn boolean(&mut self, key: &'static str, report: &mut Report) -> Option<bool> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::Boolean(is) => Some(*is),
            _ => self.wrong_type(key, value, "true or false", report),
        }
    }

    /// A whole number.
    pub fn integer(&mut self, key: &'static str, report: &mut Report) -> Option<Located<i64>> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
                Ok(number) => Some(self.located(number, value.span().into())),
                Err(_) => self.wrong_type(key, value, "a whole number of at most 63 bits", report),
            },
            _ => self.wrong_type(key, value, "a whole number", report),
        }
    }

    /// A date, as `2026-11-22`.
    pub fn date(&mut self, key: &'static str, report: &mut Report) -> Option<Located<String>> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::Datetime(when) if when.time.is_none() => {
                when.date.map(|date| self.located(date.to_string(), value.span().into()))
            }
            _ => self.wrong_type(key, value, "a date such as 2026-11-22, without quotes", report),
        }
    }

    /// A table, read by `read`.
    pub fn table<T>(
        &mut self,
        key: &'static str,
        report: &mut Report,
        read: impl FnOnce(&mut Fields<'_>, &mut Report) -> T,
    ) -> Option<T> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::Table(table) => Some(self.nested(format!("`[{key}]`"), table, value.span().into(), report, read)),
            _ => self.wrong_type(key, value, "a table", report),
        }
    }

    /// A table whose keys the author chooses, each holding a table: `[tags]`. Gives each key with its place and value.
    pub fn open_table<T>(
        &mut self,
        key: &'static str,
        report: &mut Report,
        mut read: impl FnMut(Located<String>, &mut Fields<'_>, &mut Report) -> T,
    ) -> Vec<T> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong_type::<()>(key, value, "a table", report);
            return Vec::new();
        };
        let mut values = Vec::with_capacity(table.len());
        for (name, value) in table {
            let name_there = self.located(name.get_ref().to_string(), name.span().into());
            let DeValue::Table(inner) = value.get_ref() else {
                let full = format!("{key}.{}", name.get_ref());
                self.wrong_type::<()>(&full, value, "a table", report);
                continue;
            };
            let title = format!("`[{key}.{}]`", name.get_ref());
            values.push(
                self.nested(title, inner, name.span().into(), report, |fields, report| {
                    read(name_there, fields, report)
                }),
            );
        }
        values
    }

    /// A list of tables: `[[difficulty]]`.
    pub fn tables<T>(
        &mut self,
        key: &'static str,
        report: &mut Report,
        mut read: impl FnMut(&mut Fields<'_>, &mut Report) -> T,
    ) -> Vec<T> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type::<()>(key, value, "a list of tables", report);
            return Vec::new();
        };
        let mut values = Vec::with_capacity(items.len());
        for item in items.iter() {
            match item.get_ref() {
                DeValue::Table(table) => {
                    values.push(self.nested(format!("`[[{key}]]`"), table, item.span().into(), report, &mut read));
                }
                _ => {
                    self.wrong_type::<()>(key, item, "a table", report);
                }
            }
        }
        values
    }

    /// All keys of a table of strings, such as environment variables.
    pub fn string_map(&mut self, key: &'static str, report: &mut Report) -> Vec<(Located<String>, Located<String>)> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong_type::<()>(key, value, "a table of strings", report);
            return Vec::new();
        };
        let pairs = table.iter().filter_map(|(name, value)| {
            let text = self.as_string(name.get_ref(), value, report)?;
            Some((self.located(name.get_ref().to_string(), name.span().into()), text))
        });
        pairs.collect()
    }

    /// A table whose values are a string or a list of strings each.
    pub fn strings_map(&mut self, key: &'static str, report: &mut Report) -> Vec<(String, Vec<Located<String>>)> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong_type::<()>(key, value, "a table of strings or lists of strings", report);
            return Vec::new();
        };
        let mut pairs = Vec::with_capacity(table.len());
        for (name, value) in table {
            let name = name.get_ref();
            let texts: Vec<Located<String>> = match value.get_ref() {
                DeValue::Array(items) => {
                    let one = |(index, item)| self.as_string(&format!("{name}[{index}]"), item, report);
                    items.iter().enumerate().filter_map(one).collect()
                }
                _ => self.as_string(name, value, report).into_iter().collect(),
            };
            if texts.is_empty() && matches!(value.get_ref(), DeValue::Array(_)) {
                report.at(self.place(value.span().into()), Message::EmptyValue { key: name.to_string() });
            }
            if !texts.is_empty() {
                pairs.push((name.to_string(), texts));
            }
        }
        pairs
    }

    /// Reports those of `keys` that stand in the table: they are keys of files of one kind, and this is of another one.
    pub fn check_absent(&self, keys: &[&str], (of, this): (&'static str, &'static str), report: &mut Report) {
        for key in self.table.keys().filter(|key| keys.contains(&key.get_ref().as_ref())) {
            let message = Message::KeyOfOtherKind { key: key.get_ref().to_string(), of, this };
            report.at(self.place(key.span().into()), message);
        }
    }

    /// Where the table stands.
    pub fn table_place(&self) -> Place {
        self.text.place(self.span)
    }

    /// A place in this file from a span of a [`Located`].
    pub fn place_of(&self, span: Span) -> Place {
        Place::span(self.text.source, span)
    }

    fn nested<T>(
        &self,
        name: String,
        table: &DeTable<'_>,
        span: Span,
        report: &mut Report,
        read: impl FnOnce(&mut Fields<'_>, &mut Report) -> T,
    ) -> T {
        let mut fields = Fields { text: self.text, table, span, name, asked: Vec::new(), any_key: false };
        let value = read(&mut fields, report);
        fields.finish(report);
        value
    }

    fn get(&mut self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        if !self.asked.contains(&key) {
            self.asked.push(key);
        }
        self.table.get(key)
    }

    fn as_string(&self, key: &str, value: &Spanned<DeValue<'_>>, report: &mut Report) -> Option<Located<String>> {
        match value.get_ref() {
            DeValue::String(text) => Some(self.located(text.to_string(), value.span().into())),
            _ => self.wrong_type(key, value, "a string", report),
        }
    }

    fn wrong_type<T>(
        &self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
        expected: &'static str,
        report: &mut Report,
    ) -> Option<T> {
        let found = match value.get_ref() {
            DeValue::String(_) => "a string",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date or time",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        report.at(self.place(value.span().into()), Message::WrongType { key: key.to_owned(), expected, found });
        None
    }

    fn located<T>(&self, value: T, span: Span) -> Located<T> {
        Located { value, span: span.behind(self.text.offset) }
    }

    fn place(&self, span: Span) -> Place {
        self.text.place(span)
    }

    fn finish(&self, report: &mut Report) {
        for key in self.table.keys().filter(|_| !self.any_key) {
            let typed: &DeString<'_> = key.get_ref();
            if self.asked.contains(&typed.as_ref()) {
                continue;
            }
            let message = Message::UnknownKey {
                key: typed.to_string(),
                table: self.name.clone(),
                nearest: nearest(typed, self.asked.iter().copied())
                    .filter(|near| !self.table.contains_key(*near))
                    .map(str::to_owned),
                known: self.asked.iter().map(|&key| key.to_owned()).collect(),
            };
            report.at(self.place(key.span().into()), message);
        }
    }
}
