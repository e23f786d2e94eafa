//! The pages of the manual that could go stale: they are made of what they describe.
//!
//! In: the JSON Schemas, the doc comments of `src/view`, what commands say of themselves. Out: paths and texts of topics.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use studybook::problem::explained::{self, Explained};
use studybook::reading::schemas::{BOOK_SCHEMA, TOPIC_SCHEMA};

/// All of them: where each lies in the manual's `content/reference/`, and its text.
pub fn pages() -> BTreeMap<String, String> {
    let mut pages = BTreeMap::new();
    pages.insert("book-toml.md".to_owned(), book());
    pages.insert("front-matter.md".to_owned(), front_matter());
    pages.insert("commands.md".to_owned(), commands());
    views(&mut pages);
    problems(&mut pages);
    pages
}

/// The lines between `+++`; a generated page says so to those who would edit it.
fn front(title: &str, short: &str, order: usize, id: &str, tag: &str, summary: &str, asks: &str) -> String {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    format!(
        "+++\n# Made by `INSTA_UPDATE=always cargo test --test suite manual`: change what it is made of, not this file.\n\
         title = {}\nshort = {}\ndifficulty = \"reference\"\ntags = [{}]\norder = {order}\nid = {}\nsummary = {}\nasks = [{}]\n+++\n",
        quoted(title),
        quoted(short),
        quoted(tag),
        quoted(id),
        quoted(summary),
        quoted(asks)
    )
}

fn schema(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// A text in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('\n', " ").replace('|', "\\|")
}

/// What a key holds: `text`, `true or false`, one of some words.
fn kind(schema: &Value) -> String {
    let range = match (schema["minimum"].as_i64(), schema["maximum"].as_i64()) {
        (Some(least), Some(most)) => format!(", {least} to {most}"),
        _ => String::new(),
    };
    if let Some(words) = schema["enum"].as_array() {
        let words: Vec<String> = words.iter().map(|it| format!("`{}`", it.as_str().unwrap())).collect();
        return format!("one of {}", words.join(", "));
    }
    for any in ["anyOf", "oneOf"] {
        if let Some(kinds) = schema[any].as_array() {
            return kinds.iter().map(kind).collect::<Vec<_>>().join(" or ");
        }
    }
    if let Some(names) = schema["type"].as_array() {
        let one = |name: &Value| kind(&json!({ "type": name, "items": schema["items"] }));
        return names.iter().map(one).collect::<Vec<_>>().join(" or ");
    }
    match schema["type"].as_str().unwrap() {
        "string" if schema["format"] == "date" => "a date".to_owned(),
        "string" => "text".to_owned(),
        "boolean" => "`true` or `false`".to_owned(),
        "integer" => format!("a number{range}"),
        "array" => format!("a list: {}", kind(&schema["items"])),
        "object" if schema["additionalProperties"].is_object() => {
            format!("a table: {}", kind(&schema["additionalProperties"]))
        }
        other => other.to_owned(),
    }
}

/// The keys of a table, one a row.
fn rows(table: &Value) -> String {
    let required: Vec<&str> =
        table["required"].as_array().into_iter().flatten().map(|it| it.as_str().unwrap()).collect();
    let mut rows = String::from("| key | is | meaning |\n|---|---|---|\n");
    for (key, inner) in table["properties"].as_object().unwrap() {
        let mut is = kind(inner);
        if required.contains(&key.as_str()) {
            is.push_str("; required");
        }
        match &inner["default"] {
            Value::Null => {}
            default => write!(is, "; else `{default}`").unwrap(),
        }
        let description = inner["description"].as_str().unwrap();
        writeln!(rows, "| `{key}` | {} | {} |", cell(&is), cell(description)).unwrap();
    }
    rows
}

/// Tables of `book.toml` with their headers, in the order of the schema.
fn tables(schema: &Value, prefix: &str, out: &mut String) {
    for (key, inner) in schema["properties"].as_object().unwrap() {
        let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        let (header, table) = if inner["type"] == "array" {
            (format!("[[{name}]]"), &inner["items"])
        } else if inner["additionalProperties"].is_object() {
            (format!("[{name}.NAME]"), &inner["additionalProperties"])
        } else {
            (format!("[{name}]"), inner)
        };
        if table["properties"].is_object() {
            let description = inner["description"].as_str().unwrap();
            write!(out, "\n## `{header}` {{#{}}}\n\n{description}\n\n{}", name.replace('.', "-"), rows(table)).unwrap();
            tables(table, &name, out);
        }
    }
}

fn book() -> String {
    let mut page = front(
        "Which keys does `book.toml` have?",
        "book.toml",
        1,
        "reference.book-toml",
        "settings",
        "Every table and key of the settings, with what it holds and what stands there if you write nothing.",
        "What settings are there?",
    );
    page.push_str("```toml title=\"book.toml\"\n[book]\ntitle = \"Spanish words\"\nlanguage = \"en\"\n```\n\nOnly `title` is required. The repository's [`book.toml`](https://github.com/studybook/studybook/blob/main/book.toml) shows every key with a value.\n");
    tables(&schema(BOOK_SCHEMA), "", &mut page);
    page
}

fn front_matter() -> String {
    let mut page = front(
        "Which keys does front matter have?",
        "Front matter",
        2,
        "reference.front-matter",
        "files",
        "Every key between the lines `+++` of a topic, or of a chapter's `index.md`, which needs only a title.",
        "What can stand at the top of a topic?",
    );
    page.push_str("[How a topic is written](../write/topic.md) shows them at work.\n\n");
    page.push_str(&rows(&schema(TOPIC_SCHEMA)));
    page
}

/// What the program says to `--help`.
fn help(arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_studybook"));
    command.args(arguments).arg("--help").env_remove("CHROME").env("COLUMNS", "100").env("NO_COLOR", "1");
    let output = command.output().unwrap();
    assert!(output.status.success(), "{arguments:?}");
    let text = String::from_utf8(output.stdout).unwrap().replace("\r\n", "\n").replace("studybook.exe", "studybook");
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

fn commands() -> String {
    let mut page = front(
        "Which commands and options are there?",
        "Commands",
        3,
        "reference.commands",
        "commands",
        "Every command with its arguments and options, as `studybook COMMAND --help` prints them.",
        "What options does studybook build have?",
    );
    page.push_str("[Daily commands](../start/commands.md) are explained on a page of their own.\n");
    let all = help(&[]);
    let list = all.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let names = list.filter(|line| line.len() > 2 && !line[2..].starts_with(' '));
    for name in names.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help") {
        write!(page, "\n## `{name}` {{#{name}}}\n\n```text\n{}\n```\n", help(&[name])).unwrap();
    }
    page
}

/// A page for each code, in a chapter for each area.
fn problems(pages: &mut BTreeMap<String, String>) {
    let mut index = String::from(
        "+++\ntitle = \"What does this problem mean?\"\nshort = \"Problems\"\norder = 11\n\
         summary = \"Every code that the program says, with an example that is wrong and one that is right.\"\n+++\n\
         The code stands in brackets at the beginning of each problem. `studybook explain CODE` says on the terminal what these pages say.\n",
    );
    for (number, area) in explained::all().iter().enumerate() {
        write!(index, "\n## {} {{#{}}}\n\n| code | means |\n|---|---|\n", area.title, area.name).unwrap();
        let chapter = format!(
            "+++\ntitle = \"Problems: {}\"\nshort = \"{}\"\norder = {}\n+++\n",
            area.title,
            area.title,
            number + 1
        );
        pages.insert(format!("problems/{}/index.md", area.name), chapter);
        for (place, entry) in area.codes.iter().enumerate() {
            writeln!(index, "| [`{0}`]({1}/{0}.md) | {2} |", entry.code, area.name, cell(entry.title)).unwrap();
            pages.insert(format!("problems/{}/{}.md", area.name, entry.code), problem(entry, place + 1));
        }
    }
    pages.insert("problems/index.md".to_owned(), index);
}

fn problem(entry: &Explained, order: usize) -> String {
    let title = format!("`{}`: {}", entry.code, entry.title);
    let summary = entry.means.replace('\n', " ");
    let front = front(&title, entry.code, order, &format!("problem.{}", entry.code), "problems", &summary, "");
    let mut page = front.replace("asks = [\"\"]\n", "");
    writeln!(page, "{}", entry.why).unwrap();
    if let Some(reason) = entry.reason {
        writeln!(page, "\nThere is no example of it. {reason}").unwrap();
        return page;
    }
    for (path, text) in &entry.with {
        page.push_str(&block(&format!("With the file `{path}`"), text));
    }
    let place = match entry.place {
        "body" => "in the text of a topic",
        "front" => "in the front matter of a topic",
        "command" => "on the command line",
        path => &format!("in `{path}`"),
    };
    page.push_str(&block(&format!("Wrong, {place}"), &entry.wrong));
    page.push_str(&block("Right", &entry.right));
    if entry.command != "studybook check" {
        writeln!(page, "\nIt is told by `{}`.", entry.command).unwrap();
    }
    page
}

/// A block that is shown and not run.
fn block(lead: &str, text: &str) -> String {
    let longest = text.lines().map(|line| line.len() - line.trim_start_matches('`').len()).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("\n{lead}:\n\n{fence}text norun=\"it shows a problem\"\n{text}{fence}\n")
}

/// A type of `src/view`.
struct View {
    name: String,
    about: String,
    /// Names, types as written in Rust, what is said of them.
    fields: Vec<(String, String, String)>,
}

/// The types of a file, by their lines: `rustfmt` puts each field on one of its own.
fn types(text: &str) -> Vec<View> {
    let mut views: Vec<View> = Vec::new();
    let mut said = String::new();
    for line in text.lines().map(str::trim) {
        if let Some(words) = line.strip_prefix("///") {
            let words = words.trim();
            said = if said.is_empty() { words.to_owned() } else { format!("{said} {words}") };
        } else if let Some(rest) = line.strip_prefix("pub struct ") {
            let name = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap().to_owned();
            views.push(View { name, about: std::mem::take(&mut said), fields: Vec::new() });
        } else if let Some((name, kind)) = line.strip_prefix("pub ").and_then(|rest| rest.split_once(": ")) {
            let field = (name.to_owned(), kind.trim_end_matches(',').to_owned(), std::mem::take(&mut said));
            views.last_mut().unwrap().fields.push(field);
        } else if !line.starts_with("#[") {
            said.clear();
        }
    }
    views
}

/// A type in words; one of ours as a link. `homes` says in which file each stands.
fn in_words(kind: &str, file: &str, homes: &BTreeMap<String, String>) -> String {
    let inside = |outer: &str| kind.strip_prefix(outer).and_then(|rest| rest.strip_suffix('>'));
    if let Some(inner) = inside("Option<") {
        return format!("{}, or none", in_words(inner, file, homes));
    }
    if let Some(inner) = inside("Vec<") {
        return format!("list of {}", in_words(inner, file, homes));
    }
    if let Some(inner) = kind.strip_prefix("&'a ") {
        return in_words(inner, file, homes);
    }
    if let Some(inner) = kind.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return format!("list of {}", in_words(inner, file, homes));
    }
    match kind {
        "String" | "&'static str" | "str" => "text".to_owned(),
        "bool" => "`true` or `false`".to_owned(),
        "usize" | "u8" | "u16" | "u32" | "u64" | "i64" | "f64" => "number".to_owned(),
        "serde_json::Value" | "std::collections::BTreeMap<String, String>" => "table".to_owned(),
        own => {
            let home = homes.get(own).unwrap_or_else(|| panic!("what is `{own}` for a theme's author?"));
            let page = if home == file { String::new() } else { format!("{home}.md") };
            format!("[{own}]({page}#{})", own.to_lowercase())
        }
    }
}

/// Doc comments name types in brackets.
fn without_brackets(text: &str) -> String {
    text.replace("[`", "`").replace("`]", "`")
}

fn views(pages: &mut BTreeMap<String, String>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/view");
    let order = fs::read_to_string(folder.join("mod.rs")).unwrap();
    let files: Vec<&str> = order.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    let read = |file: &str| fs::read_to_string(folder.join(format!("{file}.rs"))).unwrap();
    let mut homes = BTreeMap::new();
    for file in &files {
        homes.extend(types(&read(file)).into_iter().map(|view| (view.name, (*file).to_owned())));
    }
    let mut index = String::from(
        "+++\ntitle = \"What do templates see?\"\nshort = \"Fields of templates\"\norder = 10\n\
         summary = \"Every field that a template of a theme can read. Nothing else reaches it.\"\n+++\n\
         `site` is a `SiteView` on every page. `page` is of the type that names the template: `topic.html` sees a `TopicPage`. \
         [How to change a template](../../look/templates.md) tells the rest.\n\n| type | is |\n|---|---|\n",
    );
    for (number, file) in files.iter().enumerate() {
        let text = read(file);
        let header = text.lines().next().unwrap().trim_start_matches("//! ").to_owned();
        let mut page = front(
            &format!("Which fields stand in `view/{file}.rs`?"),
            &format!("Fields: {file}"),
            number + 1,
            &format!("reference.views.{file}"),
            "design",
            &without_brackets(&header),
            &format!("What can a template read of {file}?"),
        );
        page.push_str("[How to use them in a template](../../look/templates.md).\n");
        for view in types(&text) {
            let anchor = view.name.to_lowercase();
            let about = without_brackets(&view.about);
            writeln!(index, "| [{}]({file}.md#{anchor}) | {} |", view.name, cell(&about)).unwrap();
            write!(page, "\n## {} {{#{anchor}}}\n\n{about}\n\n| field | is | meaning |\n|---|---|---|\n", view.name)
                .unwrap();
            for (name, kind, said) in &view.fields {
                let is = in_words(kind, file, &homes);
                let name = if name == "head" && kind == "PageHead" { "all of".to_owned() } else { format!("`{name}`") };
                writeln!(page, "| {name} | {} | {} |", cell(&is), cell(&without_brackets(said))).unwrap();
            }
        }
        pages.insert(format!("views/{file}.md"), page);
    }
    pages.insert("views/index.md".to_owned(), index);
}

#[test]
fn a_type_is_told_in_words_a_theme_author_knows() {
    let homes = BTreeMap::from([("LinkView".to_owned(), "parts".to_owned())]);
    let read = |kind| in_words(kind, "topic", &homes);
    assert_eq!(read("Option<Vec<String>>"), "list of text, or none");
    assert_eq!(read("Vec<LinkView>"), "list of [LinkView](parts.md#linkview)");
    assert_eq!(in_words("LinkView", "parts", &homes), "[LinkView](#linkview)");
}
