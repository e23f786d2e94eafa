//! The words of the interface in one language.
//!
//! In: `words/en.toml` of the theme, and `words/LANGUAGE.toml` laid over it. Out: [`Words`]. Templates see them as
//! `site.words`; bodies use those of [`Word`].

use crate::topic::document::Word;

/// The words of one language.
#[derive(Clone, Debug)]
pub struct Words(serde_json::Map<String, serde_json::Value>);

impl Words {
    /// Lays tables over each other, later ones winning key by key.
    pub fn from_tables(tables: impl IntoIterator<Item = toml::Table>) -> Self {
        let mut words = serde_json::Map::new();
        for table in tables {
            lay_over(&mut words, table);
        }
        Self(words)
    }

    /// A word by its key, in a table as `table.key`; the key itself if the theme has none, so that a gap shows.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        let value = match key.split_once('.') {
            Some((table, key)) => self.0.get(table).and_then(|table| table.get(key)),
            None => self.0.get(key),
        };
        value.and_then(|value| value.as_str()).unwrap_or(key)
    }

    /// A word that stands inside a body.
    pub fn of(&self, word: Word) -> &str {
        self.get(match word {
            Word::Note => "note",
            Word::Tip => "tip",
            Word::Important => "important",
            Word::Warning => "warning",
            Word::Caution => "caution",
            Word::Footnotes => "footnotes",
            Word::BackToText => "back_to_text",
            Word::Done => "done",
            Word::ToDo => "to_do",
        })
    }

    /// All words, for templates.
    pub fn to_value(&self) -> serde_json::Value {
        serde_json::Value::Object(self.0.clone())
    }
}

fn lay_over(words: &mut serde_json::Map<String, serde_json::Value>, table: toml::Table) {
    for (key, value) in table {
        match value {
            toml::Value::String(text) => {
                words.insert(key, serde_json::Value::String(text));
            }
            toml::Value::Table(inner) => {
                let entry = words.entry(key).or_insert_with(|| serde_json::Value::Object(serde_json::Map::new()));
                if let serde_json::Value::Object(inside) = entry {
                    lay_over(inside, inner);
                }
            }
            _ => {}
        }
    }
}
