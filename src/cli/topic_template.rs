//! The text of a new topic: the guide's own `templates/topic.md`, or else the one that comes with the program.
//!
//! In: a text with `{{ title }}` and the like. Out: the text of a topic. Between the lines `+++` a value is written as TOML, below them
//! as it is. A name that is none is a problem with its place.

use crate::problem::message::Message;
use crate::problem::report::{Place, Report};
use crate::reading::inputs::TextFile;
use crate::text::did_you_mean::nearest;
use crate::text::span::Span;

/// Where a guide's own lies, from its root.
pub const PATH: &str = "templates/topic.md";

/// What is used where the guide has none.
pub const BUILT_IN: &str = include_str!("../../assets/topic.md");

/// What is known of a new topic.
pub struct Values<'a> {
    /// The question or the topic's name.
    pub title: &'a str,
    /// The id of a level.
    pub difficulty: &'a str,
    /// Ids of tags.
    pub tags: &'a [String],
    /// The stable identity.
    pub id: &'a str,
}

/// The names that may stand between braces.
const NAMES: [&str; 4] = ["title", "difficulty", "tags", "id"];

/// Fills in the values.
pub fn fill(template: &TextFile, values: &Values<'_>, report: &mut Report) -> String {
    let text: &str = &template.text;
    let body = body_start(text);
    let mut filled = String::with_capacity(text.len() + 200);
    let mut at = 0;
    while let Some(open) = text[at..].find("{{").map(|found| at + found) {
        let Some(length) = text[open..].find("}}").filter(|length| !text[open..open + length].contains('\n')) else {
            filled.push_str(&text[at..open + 2]);
            at = open + 2;
            continue;
        };
        filled.push_str(&text[at..open]);
        let end = open + length + 2;
        let name = text[open + 2..end - 2].trim();
        match value(name, values, open < body) {
            Some(value) => filled.push_str(&value),
            None => report.at(
                Place::span(&template.source, Span::new(open, end)),
                Message::UnknownKey {
                    key: name.to_owned(),
                    table: format!("`{}`", template.source),
                    nearest: nearest(name, NAMES).map(str::to_owned),
                    known: NAMES.map(str::to_owned).to_vec(),
                },
            ),
        }
        at = end;
    }
    filled.push_str(&text[at..]);
    filled
}

/// Where the front matter is over.
fn body_start(text: &str) -> usize {
    let mut fences = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        at += line.len();
        fences += usize::from(line.trim_end() == "+++");
        if fences == 2 {
            return at;
        }
    }
    text.len()
}

fn value(name: &str, values: &Values<'_>, in_front_matter: bool) -> Option<String> {
    let plain = match name {
        "title" => values.title,
        "difficulty" => values.difficulty,
        "id" => values.id,
        "tags" if in_front_matter => {
            let tags: Vec<String> = values.tags.iter().map(|tag| quoted(tag)).collect();
            return Some(format!("[{}]", tags.join(", ")));
        }
        "tags" => return Some(values.tags.join(", ")),
        _ => return None,
    };
    Some(if in_front_matter { quoted(plain) } else { plain.to_owned() })
}

/// A text as TOML writes it.
pub fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
