//! `rename` of the language server does what `studybook mv` does.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::editor::{Editor, cursor, with_edits};
use crate::guide::{TWO_TAGS, TestGuide, stderr, studybook};

fn guide() -> TestGuide {
    TestGuide::new()
        .book(TWO_TAGS)
        .chapter("python", "Python")
        .topic("python/gil", "See ![lock](lock.svg) and [locks](locks.md).\r\n")
        .topic_with(
            "python/locks",
            "tags = [\"memory\", \"threads\"]\nrequires = [\"python/gil\"]",
            "[🔒 gil](gil.md)\n",
        )
        .topic("other", "See [it](python/gil.md) and [[python/gil]], in [Python](python/index.md).\n")
        .file("content/python/lock.svg", "<svg/>")
        .file("content/python/words.csv", "prompt,answer,tags\na,\"[x](gil.md), y\",memory\n")
}

fn able() -> Value {
    json!({ "workspace": { "workspaceEdit": { "documentChanges": true, "resourceOperations": ["create", "rename", "delete"] } } })
}

fn files(root: &Path) -> BTreeMap<String, String> {
    let all = walkdir::WalkDir::new(root).into_iter().filter_map(Result::ok).filter(|it| it.file_type().is_file());
    let name = |path: &Path| path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
    all.map(|it| (name(it.path()), fs::read_to_string(it.path()).unwrap()))
        .filter(|(path, _)| !path.starts_with(".studybook"))
        .collect()
}

/// Makes the changes in a folder, as an editor does.
fn apply(root: &Path, address: &str, edit: &Value) {
    let path = |uri: &Value| root.join(uri.as_str().unwrap().strip_prefix(address).unwrap().trim_start_matches('/'));
    for change in edit["documentChanges"].as_array().unwrap_or_else(|| panic!("{edit}")) {
        match change["kind"].as_str() {
            Some("create") => {
                let new = path(&change["uri"]);
                fs::create_dir_all(new.parent().unwrap()).unwrap();
                fs::write(new, "").unwrap();
            }
            Some("rename") => {
                let new = path(&change["newUri"]);
                fs::create_dir_all(new.parent().unwrap()).unwrap();
                fs::rename(path(&change["oldUri"]), new).unwrap();
            }
            Some(kind) => panic!("{kind}"),
            None => {
                let file = path(&change["textDocument"]["uri"]);
                let text = fs::read_to_string(&file).unwrap();
                let edits: Vec<&Value> = change["edits"].as_array().unwrap().iter().collect();
                fs::write(file, with_edits(&text, &edits)).unwrap();
            }
        }
    }
}

const OTHER: &str = "+++\ntitle = \"About other\"\ndifficulty = \"basic\"\ntags = [\"threads\"]\n+++\n";

#[test]
fn a_rename_is_what_mv_does() {
    let body = "See [it](python/gil.md) and [[python/gil]], in [Python](python/index.md).\n";
    let at = |part: &str| format!("{OTHER}{}", body.replacen(part, &format!("^{part}"), 1));
    let cases = [
        (at("it](py"), "python/gil", "python/lock", "python/gil", "python/lock"),
        (at("python/gil]]"), "python/gil", "web/runtime/gil.md", "python/gil", "web/runtime/gil"),
        (at("Python](py"), "python", "snakes", "python/", "snakes"),
        (
            format!("{}{body}", OTHER.replace("\"threads\"", "\"thr^eads\"")),
            "threads",
            "parallel",
            "tag:threads",
            "tag:parallel",
        ),
        (
            format!("{}{body}", OTHER.replace("\"threads\"", "\"thr^eads\"")),
            "threads",
            "memory",
            "tag:threads",
            "tag:memory",
        ),
        (format!("{}{body}", OTHER.replace("\"basic\"", "\"ba^sic\"")), "basic", "easy", "level:basic", "level:easy"),
    ];
    for (marked, shown, name, from, to) in cases {
        let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        guide().on_disk(one.path());
        guide().on_disk(other.path());
        let mut editor = Editor::with(one.path(), able());
        let prepared = editor.ask("prepareRename", "content/other.md", &marked);
        assert_eq!(prepared["placeholder"], shown, "{prepared}");
        let (_, position) = cursor(&marked);
        let params = json!({ "textDocument": { "uri": editor.address("content/other.md") }, "position": position, "newName": name });
        let edit = editor.request("textDocument/rename", params);
        apply(one.path(), &editor.address(""), &edit);
        let moved = studybook(other.path(), &["mv", from, to]);
        assert!(moved.status.success(), "{}", stderr(&moved));
        assert_eq!(files(one.path()), files(other.path()), "{from} to {to}");
        assert!(edit.to_string().contains("\"version\":"), "{edit}");
    }
}

#[test]
fn a_text_that_is_not_saved_is_changed_too() {
    let folder = tempfile::tempdir().unwrap();
    guide().on_disk(folder.path());
    let mut editor = Editor::with(folder.path(), able());
    let (text, position) = cursor(&format!("{OTHER}\n\n[new](python/lo^cks.md)\n"));
    editor.open("content/other.md", &text);
    let uri = editor.address("content/other.md");
    let params = json!({ "textDocument": { "uri": uri }, "position": position, "newName": "python/mutex" });
    let edit = editor.request("textDocument/rename", params);
    let of_other =
        edit["documentChanges"].as_array().unwrap().iter().find(|it| it["textDocument"]["uri"] == uri).unwrap();
    assert_eq!(of_other["textDocument"]["version"], 1);
    let edits: Vec<&Value> = of_other["edits"].as_array().unwrap().iter().collect();
    assert_eq!(with_edits(&text, &edits), text.replace("locks.md", "mutex.md"));
}

#[test]
fn a_table_of_words_is_followed_into_its_cells() {
    let folder = tempfile::tempdir().unwrap();
    guide().on_disk(folder.path());
    let mut editor = Editor::with(folder.path(), able());
    let path = "content/python/words.csv";
    for (marked, shown) in [("a,\"[x](g^il.md), y\",memory", "python/gil"), ("a,\"[x](gil.md), y\",mem^ory", "memory")]
    {
        let prepared = editor.ask("prepareRename", path, &format!("prompt,answer,tags\n{marked}\n"));
        assert_eq!(prepared["placeholder"], shown, "{prepared}");
    }
    let references = editor.ask("references", path, "prompt,answer,tags\na,\"[x](gil.md), y\",mem^ory\n");
    assert_eq!(references.as_array().unwrap().len(), 2, "{references}");
}

#[test]
fn what_mv_refuses_is_refused_with_its_words() {
    let folder = tempfile::tempdir().unwrap();
    guide().on_disk(folder.path());
    let ask = |capabilities: Value, marked: &str, name: &str| {
        let mut editor = Editor::with(folder.path(), capabilities);
        let (text, position) = cursor(&format!("{OTHER}{marked}"));
        editor.open("content/other.md", &text);
        let uri = editor.address("content/other.md");
        let params = json!({ "textDocument": { "uri": uri }, "position": position, "newName": name });
        let answer = editor.request("textDocument/rename", params);
        assert_eq!(answer["code"], -32803, "{answer}");
        answer["message"].as_str().unwrap().to_owned()
    };
    let link = "[x](python/lo^cks.md)\n";
    let taken = ask(able(), link, "python/gil");
    assert!(taken.contains("content/python/gil.md"), "{taken}");
    let outside = ask(able(), link, "../x");
    assert!(outside.contains("that lies outside `content/`"), "{outside}");
    let unable = ask(json!({}), link, "python/mutex");
    assert!(unable.contains("`studybook mv python/locks.md python/mutex`"), "{unable}");
    assert!(ask(able(), "plain te^xt\n", "x").contains("nothing that has a name"));
    let mut editor = Editor::with(folder.path(), able());
    assert_eq!(editor.ask("prepareRename", "content/other.md", &format!("{OTHER}plain te^xt\n")), Value::Null);
    // Where an editor renames no files, a tag still gets another name.
    let mut editor = Editor::with(folder.path(), json!({}));
    let (text, position) = cursor(&OTHER.replace("threads", "thr^eads"));
    editor.open("content/other.md", &text);
    let uri = editor.address("content/other.md");
    let params = json!({ "textDocument": { "uri": uri }, "position": position, "newName": "tag:parallel" });
    let edit = editor.request("textDocument/rename", params);
    assert!(edit["changes"][&uri].is_array() && edit["changes"][editor.address("book.toml")].is_array(), "{edit}");
}
