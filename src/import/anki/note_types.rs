//! Note types: which fields a note has, and which of them its first card asks and answers with.
//!
//! In: the JSON of old packages, the tables of new ones. Out: [`NoteType`]s by their number.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;
use serde_json::Value;

use crate::export::anki::kept::KeptTemplate;
use crate::import::anki::database::{bytes, number, text};
use crate::import::anki::protobuf::{Held, message};

/// More columns are not read: no note type of Anki's has them.
const MOST: usize = 1_000;

/// A note type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoteType {
    /// What it is called.
    pub name: String,
    /// Whether its notes have gaps.
    pub is_cloze: bool,
    /// The names of its fields, in order.
    pub fields: Vec<String>,
    /// The templates, in order.
    pub templates: Vec<KeptTemplate>,
}

/// What templates do with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    /// It stands on the front of the first card.
    Asks,
    /// It stands on its back.
    Answers,
    /// A template asks no more than whether it is empty.
    Decides,
    /// None of these.
    Other,
}

impl NoteType {
    /// What the templates do with each field. A type without templates asks with its first field.
    pub fn uses(&self) -> Vec<Use> {
        let (front, back) =
            self.templates.first().map(|it| (asked(&it.front), named(&it.back).collect())).unwrap_or_default();
        let back: Vec<&str> = back;
        let sides = || self.templates.iter().flat_map(|it| [it.front.as_str(), it.back.as_str()]);
        let decides: BTreeSet<&str> = sides().flat_map(conditions).collect();
        let shown: BTreeSet<&str> = sides().flat_map(named).collect();
        let mut uses: Vec<Use> = Vec::with_capacity(self.fields.len());
        for name in &self.fields {
            let name = name.as_str();
            uses.push(match () {
                () if front.contains(&name) => Use::Asks,
                () if back.contains(&name) => Use::Answers,
                () if decides.contains(name) && !shown.contains(name) => Use::Decides,
                () => Use::Other,
            });
        }
        if !uses.contains(&Use::Asks)
            && let Some(first) = uses.first_mut()
        {
            *first = Use::Asks;
        }
        uses
    }

    /// Which fields the templates show with readings.
    pub fn has_readings(&self) -> Vec<bool> {
        let sides = || self.templates.iter().flat_map(|it| [it.front.as_str(), it.back.as_str()]);
        let of = |mark: &'_ str| mark.rsplit(':').next().unwrap_or(mark).trim().to_owned();
        let read: BTreeSet<String> = sides().flat_map(marks).filter(|mark| is_reading(mark)).map(of).collect();
        self.fields.iter().map(|name| read.contains(name)).collect()
    }
}

/// A text with readings of Japanese, ` 食[た]べる`, in round brackets: `食(た)べる`. A blank before the word only parts it.
pub fn with_readings(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('[') {
        let (before, from) = rest.split_at(open);
        let Some(length) = from.find(']') else { break };
        let reading = &from[1..length];
        let word = before.rfind([' ', '>', ']']).map_or(before, |at| &before[at + 1..]);
        out.push_str(before);
        if word.is_empty() || reading.is_empty() || reading.contains([':', '<', '[']) {
            out.push_str(&from[..=length]);
        } else {
            let start = out.len() - word.len();
            if out[..start].ends_with(' ') && !word.is_ascii() {
                out.remove(start - 1);
            }
            out.push_str(&format!("({reading})"));
        }
        rest = &from[length + 1..];
    }
    out + rest
}

/// What stands in `{{…}}` of a template.
fn marks(template: &str) -> impl Iterator<Item = &str> {
    template.split("{{").skip(1).filter_map(|rest| rest.split_once("}}")).map(|(mark, _)| mark.trim())
}

/// The fields that a side names: `{{Front}}`, `{{cloze:Text}}`.
fn named(side: &str) -> impl Iterator<Item = &str> {
    let is_field = |mark: &&str| !mark.starts_with(['#', '^', '/', '!']);
    marks(side).filter(is_field).map(|mark| mark.rsplit(':').next().unwrap_or(mark).trim())
}

/// Whether a mark shows how words are read: `{{furigana:Reading}}`.
fn is_reading(mark: &str) -> bool {
    let filters = mark.rsplit_once(':').map_or("", |(filters, _)| filters);
    filters.split(':').any(|filter| filter.trim() == "furigana")
}

/// The fields that a front shows: what is to be typed, or to be looked up, is no part of the question.
fn asked(front: &str) -> Vec<&str> {
    let typed: BTreeSet<&str> = marks(front)
        .filter(|mark| mark.starts_with("type:") || mark.starts_with("hint:"))
        .map(|mark| mark.rsplit(':').next().unwrap_or(mark).trim())
        .collect();
    named(front).filter(|name| !typed.contains(name)).collect()
}

/// The fields that a side asks for: `{{#Front}}`.
fn conditions(side: &str) -> impl Iterator<Item = &str> {
    marks(side).filter_map(|mark| mark.strip_prefix(['#', '^'])).map(str::trim)
}

/// Reads the column `models` of an old package; `None` if it is none.
pub fn from_json(models: &str) -> Option<BTreeMap<i64, NoteType>> {
    let Value::Object(models) = serde_json::from_str(models).ok()? else { return None };
    let of = |(number, model): (&String, &Value)| Some((number.trim().parse().ok()?, from_model(model)));
    Some(models.iter().filter_map(of).collect())
}

fn from_model(model: &Value) -> NoteType {
    let word = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).unwrap_or("").to_owned();
    let list = |key: &str| model.get(key).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    NoteType {
        name: word(model, "name"),
        is_cloze: model.get("type").and_then(Value::as_i64) == Some(1),
        fields: list("flds").iter().take(MOST).map(|field| word(field, "name")).collect(),
        templates: list("tmpls")
            .iter()
            .take(MOST)
            .map(|it| KeptTemplate { name: word(it, "name"), front: word(it, "qfmt"), back: word(it, "afmt") })
            .collect(),
    }
}

/// Reads the tables of a new package.
pub fn from_tables(database: &Connection) -> rusqlite::Result<BTreeMap<i64, NoteType>> {
    let mut types: BTreeMap<i64, NoteType> = BTreeMap::new();
    let mut statement = database.prepare("SELECT id, name, config FROM notetypes LIMIT 100000")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let is_cloze = message(&bytes(row, 2)?).any(|field| field == (1, Held::Number(1)));
        types.insert(number(row, 0)?, NoteType { name: text(row, 1)?, is_cloze, ..NoteType::default() });
    }
    let mut statement = database.prepare("SELECT ntid, name FROM fields ORDER BY ntid, ord LIMIT 100000")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        if let Some(kind) = types.get_mut(&number(row, 0)?).filter(|kind| kind.fields.len() < MOST) {
            kind.fields.push(text(row, 1)?);
        }
    }
    let mut statement = database.prepare("SELECT ntid, config, name FROM templates ORDER BY ntid, ord LIMIT 100000")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let config = bytes(row, 1)?;
        let mut sides = KeptTemplate { name: text(row, 2)?, front: String::new(), back: String::new() };
        for (field, held) in message(&config) {
            match (field, held) {
                (1, Held::Bytes(side)) => sides.front = String::from_utf8_lossy(side).into_owned(),
                (2, Held::Bytes(side)) => sides.back = String::from_utf8_lossy(side).into_owned(),
                _ => {}
            }
        }
        if let Some(kind) = types.get_mut(&number(row, 0)?).filter(|kind| kind.templates.len() < MOST) {
            kind.templates.push(sides);
        }
    }
    Ok(types)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_stand_in_brackets() {
        for (text, expected) in [
            ("食[た]べる", "食(た)べる"),
            ("私[わたし]は 食[た]べる", "私(わたし)は食(た)べる"),
            ("a [b] [sound:x.mp3]", "a [b] [sound:x.mp3]"),
            ("x[1", "x[1"),
        ] {
            assert_eq!(with_readings(text), expected);
        }
        let (name, back) = (String::new(), String::new());
        let template = KeptTemplate { name, front: "{{furigana:Word}} {{Other}}".into(), back };
        let fields = vec!["Word".to_owned(), "Other".to_owned()];
        let kind = NoteType { fields, templates: vec![template], ..NoteType::default() };
        assert_eq!(kind.has_readings(), [true, false]);
    }

    #[test]
    fn templates_say_which_field_asks_and_which_answers() {
        let template =
            |front: &str, back: &str| KeptTemplate { name: "C".into(), front: front.into(), back: back.into() };
        let kind = NoteType {
            fields: ["Id", "Word", "Meaning", "Add Reverse", "Remark"].map(str::to_owned).to_vec(),
            templates: vec![
                template("{{Word}} {{type:Meaning}}", "{{FrontSide}}<hr>{{type:Meaning}}"),
                template("{{#Add Reverse}}{{Meaning}}{{/Add Reverse}}", "{{Word}}"),
            ],
            ..NoteType::default()
        };
        assert_eq!(kind.uses(), [Use::Other, Use::Asks, Use::Answers, Use::Decides, Use::Other]);
        let bare = NoteType { fields: vec!["A".into(), "B".into()], ..NoteType::default() };
        assert_eq!(bare.uses(), [Use::Asks, Use::Other]);
    }
}
