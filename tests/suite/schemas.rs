//! The JSON Schemas say what the parsers read.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use studybook::reading::schemas::{BOOK_SCHEMA, TOPIC_SCHEMA};

use crate::guide::{BOOK, TestGuide, stdout, studybook};

fn book() -> Value {
    serde_json::from_str(BOOK_SCHEMA).unwrap()
}

fn topic() -> Value {
    serde_json::from_str(TOPIC_SCHEMA).unwrap()
}

/// The problems of a guide as `--json` shows them.
fn problems(guide: &TestGuide) -> Vec<Value> {
    let folder = tempfile::tempdir().unwrap();
    guide.on_disk(folder.path());
    let json: Value = serde_json::from_str(&stdout(&studybook(folder.path(), &["check", "--json"]))).unwrap();
    json["problems"].as_array().unwrap().clone()
}

/// The keys that a parser knows where it met `zzzzzz`, from the hint.
fn known(guide: &TestGuide) -> BTreeSet<String> {
    let problems = problems(guide);
    let unknown = problems.iter().find(|it| it["code"] == "unknown-key").unwrap_or_else(|| panic!("{problems:?}"));
    let hint = unknown["hint"].as_str().unwrap();
    hint.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn keys(schema: &Value) -> BTreeSet<String> {
    schema["properties"].as_object().unwrap().keys().cloned().collect()
}

/// Every table of `book.toml` that the schema closes: how its header is written, and its schema.
fn tables<'a>(schema: &'a Value, header: &str, out: &mut Vec<(String, &'a Value)>) {
    for (key, inner) in schema["properties"].as_object().unwrap() {
        let name = if header.is_empty() { key.clone() } else { format!("{header}.{key}") };
        let (title, table) = if inner["type"] == "array" {
            (format!("[[{name}]]"), &inner["items"])
        } else if inner["additionalProperties"].is_object() {
            (format!("[{name}.x]"), &inner["additionalProperties"])
        } else {
            (format!("[{name}]"), inner)
        };
        if table["properties"].is_object() {
            out.push((title, table));
            tables(table, &name, out);
        }
    }
}

#[test]
fn the_schema_of_the_book_has_the_keys_that_are_read() {
    let schema = book();
    let guide = TestGuide::new().topic("a", "");
    assert_eq!(known(&guide.clone().book(&format!("zzzzzz = 1\n{BOOK}"))), keys(&schema));
    let mut found = Vec::new();
    tables(&schema, "", &mut found);
    assert!(found.len() > 4, "{found:?}");
    for (header, table) in found {
        let id = if header == "[[difficulty]]" { "id = \"basic\"\n" } else { "" };
        let text = match header.as_str() {
            "[book]" => format!("[book]\nzzzzzz = 1\n{}", BOOK.trim_start_matches("[book]\n")),
            _ => format!("{BOOK}\n{header}\n{id}zzzzzz = 1\n"),
        };
        assert_eq!(known(&guide.clone().book(&text)), keys(table), "{header}");
        assert_eq!(table["additionalProperties"], json!(false), "{header}");
    }
}

#[test]
fn the_schema_of_a_topic_has_the_keys_that_are_read() {
    let schema = topic();
    assert_eq!(known(&TestGuide::new().topic_with("a", "zzzzzz = 1", "")), keys(&schema));
    let index = "+++\ntitle = \"P\"\nzzzzzz = 1\n+++\n";
    assert_eq!(known(&TestGuide::new().file("content/p/index.md", index).topic("p/a", "")), keys(&schema));
}

/// TOML of a type that is not the schema's.
fn wrong(schema: &Value) -> &'static str {
    if schema["type"] == "string" { "1" } else { "\"text\"" }
}

#[test]
fn the_types_of_the_schemas_are_those_of_the_parsers() {
    for (key, schema) in topic()["properties"].as_object().unwrap() {
        let found = problems(&TestGuide::new().topic_with("a", &format!("{key} = {}", wrong(schema)), ""));
        assert!(found.iter().any(|it| it["code"] == "wrong-type"), "{key}: {found:?}");
    }
    let schema = book();
    let mut found = Vec::new();
    tables(&schema, "", &mut found);
    for (header, table) in found {
        for (key, inner) in table["properties"].as_object().unwrap() {
            let line = format!("{key} = {}", wrong(inner));
            let text = match header.as_str() {
                "[book]" if key == "title" => format!("[book]\n{line}\n"),
                "[book]" => format!("[book]\ntitle = \"G\"\n{line}\n"),
                _ => format!("{BOOK}\n{header}\n{line}\n"),
            };
            let found = problems(&TestGuide::new().book(&text).topic("a", ""));
            assert!(found.iter().any(|it| it["code"] == "wrong-type"), "{header} {key}: {found:?}");
        }
    }
}

/// Why a value is not as the schema says; the part of JSON Schema that ours use.
fn faults(value: &Value, schema: &Value, at: &str, out: &mut Vec<String>) {
    let several = schema["type"].as_array().map_or_else(|| vec![&schema["type"]], |types| types.iter().collect());
    let is = several.into_iter().any(|wanted| match wanted.as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("integer") => value.is_i64(),
        Some("boolean") => value.is_boolean(),
        other => panic!("{at}: type {other:?}"),
    });
    if !is {
        out.push(format!("{at} is no {}", schema["type"]));
    }
    for item in value.as_array().into_iter().flatten() {
        faults(item, &schema["items"], at, out);
    }
    let Some(table) = value.as_object() else { return };
    for key in schema["required"].as_array().into_iter().flatten() {
        if !table.contains_key(key.as_str().unwrap()) {
            out.push(format!("{at} has no {key}"));
        }
    }
    for (key, inner) in table {
        let own = &schema["properties"][key];
        let schema = if own.is_null() { &schema["additionalProperties"] } else { own };
        if schema.is_object() {
            faults(inner, schema, &format!("{at}.{key}"), out)
        } else {
            out.push(format!("{at}.{key}"))
        }
    }
}

/// TOML as JSON; a date becomes a string, as editors see it.
fn as_json(text: &str) -> Value {
    fn convert(value: toml::Value) -> Value {
        match value {
            toml::Value::Datetime(date) => json!(date.to_string()),
            toml::Value::Array(items) => items.into_iter().map(convert).collect(),
            toml::Value::Table(table) => Value::Object(table.into_iter().map(|(key, it)| (key, convert(it))).collect()),
            other => serde_json::to_value(other).unwrap(),
        }
    }
    convert(toml::Value::Table(text.parse().unwrap()))
}

#[test]
fn the_shipped_guide_is_as_the_schemas_say() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut out = Vec::new();
    faults(&as_json(&fs::read_to_string(root.join("book.toml")).unwrap()), &book(), "book.toml", &mut out);
    let mut folders: Vec<PathBuf> = vec![root.join("content")];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "md") {
                let text = fs::read_to_string(&path).unwrap();
                let front = text.split("+++\n").nth(1).unwrap();
                faults(&as_json(front), &topic(), &path.display().to_string(), &mut out);
                seen += 1;
            }
        }
    }
    assert!(seen > 100);
    assert_eq!(out, Vec::<String>::new());
}

/// All schemas inside of one.
fn inside<'a>(schema: &'a Value, out: &mut Vec<&'a Value>) {
    out.push(schema);
    for inner in
        schema.as_object().into_iter().flat_map(|it| it.values()).chain(schema.as_array().into_iter().flatten())
    {
        inside(inner, out);
    }
}

#[test]
fn a_text_that_may_not_be_blank_says_so() {
    let (book, topic) = (book(), topic());
    let mut all = Vec::new();
    inside(&book, &mut all);
    inside(&topic, &mut all);
    let texts: Vec<&&Value> = all.iter().filter(|it| it["minLength"] == 1).collect();
    assert!(texts.len() > 20 && texts.iter().all(|it| it["pattern"].is_string()), "{texts:?}");
    // A command takes any word, and the same one twice.
    let command = &book["properties"]["examples"]["additionalProperties"]["properties"]["command"];
    assert!(command["uniqueItems"].is_null() && command["items"] == json!({ "type": "string" }), "{command}");
    let blank = TestGuide::new().book(&format!("{BOOK}\n[examples.sh]\ncommand = [\"sh\", \" \", \" \"]\n"));
    blank.topic("a", "").build().is_clean();
}

#[test]
fn the_program_prints_the_schemas() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(stdout(&studybook(folder.path(), &["schema", "book"])).trim(), BOOK_SCHEMA.trim());
    assert_eq!(stdout(&studybook(folder.path(), &["schema", "topic"])).trim(), TOPIC_SCHEMA.trim());
}

#[test]
fn shells_and_man_know_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let man = stdout(&studybook(folder.path(), &["man"]));
    let bash = stdout(&studybook(folder.path(), &["completions", "bash"]));
    for command in ["build", "serve", "check", "stats", "ids", "init", "new", "completions", "man"] {
        assert!(man.contains(&format!("STUDYBOOK {}", command.to_uppercase())), "{command} in {man}");
        assert!(bash.contains(&format!("__{command}")), "{command}");
    }
    for shell in ["zsh", "fish", "elvish", "powershell"] {
        assert!(stdout(&studybook(folder.path(), &["completions", shell])).contains("serve"), "{shell}");
    }
    assert_eq!(studybook(folder.path(), &["completions", "cmd"]).status.code(), Some(2));
}
