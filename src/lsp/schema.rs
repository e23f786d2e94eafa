//! What the JSON Schemas say of a key: the same texts as in the manual's reference.
//!
//! In: the tables that lead to a key. Out: its description, the keys of a table, the words that a value can be.

use std::sync::OnceLock;

use serde_json::Value;

use crate::reading::schemas::{BOOK_SCHEMA, TOPIC_SCHEMA};

/// The schema of `book.toml`.
pub fn of_book() -> &'static Value {
    static SCHEMA: OnceLock<Value> = OnceLock::new();
    // The schemas are part of the program, and the tests read them.
    SCHEMA.get_or_init(|| serde_json::from_str(BOOK_SCHEMA).unwrap_or_default())
}

/// The schema of the front matter.
pub fn of_topic() -> &'static Value {
    static SCHEMA: OnceLock<Value> = OnceLock::new();
    SCHEMA.get_or_init(|| serde_json::from_str(TOPIC_SCHEMA).unwrap_or_default())
}

/// What is said of a table or key that is reached by these names.
pub fn find<'s>(schema: &'s Value, names: &[String]) -> Option<&'s Value> {
    names.iter().try_fold(schema, |table, name| {
        let table = if table["type"] == "array" { &table["items"] } else { table };
        let known = &table["properties"][name.as_str()];
        let found = if known.is_object() { known } else { &table["additionalProperties"] };
        found.is_object().then_some(found)
    })
}

/// The keys of a table, with what is said of each.
pub fn keys(table: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let table = if table["type"] == "array" { &table["items"] } else { table };
    table["properties"].as_object().into_iter().flatten().map(|(key, said)| (key.as_str(), said))
}

/// The words that a value, or an entry of a list, can be, if they are few.
pub fn words(said: &Value) -> Vec<&str> {
    let said = if said["type"] == "array" { &said["items"] } else { said };
    if said["type"] == "boolean" {
        return vec!["true", "false"];
    }
    said["enum"].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Whether a value is written between quotes.
pub fn is_text(said: &Value) -> bool {
    let said = if said["type"] == "array" { &said["items"] } else { said };
    said["type"] == "string" && said["format"] != "date"
}

/// What a key begins with once it is chosen.
pub fn stub(key: &str, said: &Value) -> String {
    match said["type"].as_str() {
        Some("array") if said["items"]["type"] == "string" => format!("{key} = []"),
        Some("string") if said["format"] != "date" => format!("{key} = \"\""),
        _ => format!("{key} = "),
    }
}

/// What is said of a key, as Markdown.
pub fn explained(key: &str, said: &Value) -> Option<String> {
    let description = said["description"].as_str()?;
    let default = match &said["default"] {
        Value::Null => String::new(),
        default => format!("\n\nDefault: `{default}`"),
    };
    Some(format!("`{key}`: {description}{default}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_found_by_the_names_that_lead_to_it() {
        let names = |path: &str| path.split('/').map(str::to_owned).collect::<Vec<_>>();
        for path in ["book/title", "difficulty/label", "tags/gil/label", "examples/python/timeout", "check/off"] {
            let said = find(of_book(), &names(path)).unwrap_or_else(|| panic!("{path}"));
            assert!(explained("x", said).is_some_and(|it| it.len() > 10), "{path}");
        }
        assert!(find(of_book(), &names("book/titel")).is_none());
        assert!(keys(of_topic()).any(|(key, _)| key == "requires"));
        assert_eq!(words(&of_topic()["properties"]["draft"]), ["true", "false"]);
        let stub = |key: &str| stub(key, &of_topic()["properties"][key]);
        assert_eq!(
            (stub("title"), stub("tags"), stub("order")),
            ("title = \"\"".into(), "tags = []".into(), "order = ".into())
        );
    }
}
