//! Note types that notes had before a guide was made of them.
//!
//! In: what `import` writes into `anki/`. Out: [`Kept`]. Anki takes a note's new text only if the note type is the one that the
//! learner has: same number, same fields, same templates. So a topic that came from a note goes back as a note of that type.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::export::anki::faces::Face;

/// What is known of notes that were imported.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// Note types by their number.
    pub note_types: BTreeMap<i64, KeptType>,
    /// Notes by their name in the world.
    pub notes: BTreeMap<String, KeptNote>,
}

/// A note type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptType {
    /// What it is called.
    pub name: String,
    /// Its fields, in order.
    pub fields: Vec<String>,
    /// Its templates, in order.
    pub templates: Vec<KeptTemplate>,
    /// The place of the field that asks.
    pub asks: usize,
    /// The place of the field that answers.
    pub answers: usize,
}

/// A template of a note type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptTemplate {
    /// What it is called.
    pub name: String,
    /// Its front.
    pub front: String,
    /// Its back.
    pub back: String,
}

/// A note.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptNote {
    /// The number of its note type.
    pub note_type: i64,
    /// What stands in fields that no card shows, by their places: it switches cards on.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub switches: BTreeMap<usize, String>,
}

impl Kept {
    /// Reads a file.
    pub fn from_json(text: &str) -> Result<Self, String> {
        let kept: Self = serde_json::from_str(text).map_err(|error| error.to_string())?;
        for (number, it) in &kept.note_types {
            if it.asks >= it.fields.len() || it.answers >= it.fields.len() || it.templates.is_empty() {
                return Err(format!("the note type {number} has no such fields or no template"));
            }
        }
        Ok(kept)
    }

    /// The file's text.
    pub fn to_json(&self) -> Result<String, String> {
        serde_json::to_string_pretty(self).map(|text| text + "\n").map_err(|error| error.to_string())
    }

    /// The type of a note, and the note.
    pub fn of(&self, guid: &str) -> Option<(i64, &KeptType, &KeptNote)> {
        let note = self.notes.get(guid)?;
        Some((note.note_type, self.note_types.get(&note.note_type)?, note))
    }
}

impl KeptType {
    /// The texts of a note, in the order of its fields.
    pub fn texts(&self, face: &Face, note: &KeptNote) -> Vec<String> {
        let mut texts = vec![String::new(); self.fields.len()];
        for (at, text) in &note.switches {
            if let Some(field) = texts.get_mut(*at) {
                field.clone_from(text);
            }
        }
        // The answer last: if one field does both, it is the question.
        let both = [(self.answers, [&face.answer, &face.explanation]), (self.asks, [&face.prompt, &face.example])];
        for (at, parts) in both {
            if let Some(field) = texts.get_mut(at) {
                *field = parts.map(|part| part.replace('\u{1f}', " ")).join("");
            }
        }
        texts
    }

    /// The note type as Anki keeps it. It is older than any that a learner has, whose sides and look stay.
    pub fn json(&self, number: i64) -> Value {
        let field = |(place, name): (usize, &String)| json!({"name": name, "ord": place, "sticky": false, "rtl": false, "font": "Arial", "size": 20, "media": []});
        let template = |(place, it): (usize, &KeptTemplate)| {
            json!({
                "name": it.name, "ord": place, "qfmt": it.front, "afmt": it.back, "bqfmt": "", "bafmt": "", "did": null,
            })
        };
        json!({
            "id": number, "name": self.name, "type": 0, "mod": 0, "usn": -1, "sortf": self.asks, "did": null,
            "tmpls": self.templates.iter().enumerate().map(template).collect::<Vec<_>>(),
            "flds": self.fields.iter().enumerate().map(field).collect::<Vec<_>>(),
            "css": ".card { font-family: arial; font-size: 20px; text-align: center; color: black; background-color: white; }",
            "latexPre": "", "latexPost": "", "latexsvg": false, "req": [[0, "any", [self.asks]]], "tags": [], "vers": [],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_whose_places_are_none_is_refused() {
        let text = |asks: usize| {
            format!(
                r#"{{"note_types": {{"5": {{"name": "B", "fields": ["A"], "templates": [{{"name": "C", "front": "", "back": ""}}], "asks": {asks}, "answers": 0}}}}, "notes": {{}}}}"#
            )
        };
        let kept = Kept::from_json(&text(0)).expect("it is whole");
        assert_eq!(Kept::from_json(&kept.to_json().expect("it is JSON")), Ok(kept));
        assert!(Kept::from_json(&text(1)).is_err());
        assert!(Kept::from_json("[]").is_err());
    }
}
