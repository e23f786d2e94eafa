//! The words of the interface in one language.
//!
//! In: `words/en.toml` of the theme, and `words/LANGUAGE.toml` laid over it. Out: [`Words`]. Templates see them as
//! `site.words`; bodies use those of [`Word`].

use serde_json::{Map, Value};

use crate::reading::toml_keys::Text;
use crate::topic::document::Word;

/// The words of one language.
#[derive(Clone, Debug)]
pub struct Words(Value);

impl Words {
    /// Lays the words of files over each other, later ones winning one by one.
    pub fn from_texts(texts: impl IntoIterator<Item = Text>) -> Self {
        let mut words = Value::Object(Map::new());
        for Text { keys, value, .. } in texts {
            let mut at = &mut words;
            for key in &keys {
                if !at.is_object() {
                    *at = Value::Object(Map::new());
                }
                at = &mut at[key.as_str()];
            }
            *at = Value::String(value);
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
    pub fn to_value(&self) -> Value {
        self.0.clone()
    }
}
