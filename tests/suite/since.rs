//! `check --since`: addresses that were published and are gone.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::guide::{TestGuide, stderr, studybook};

/// What a guide publishes as `topics.json`.
fn published(guide: &TestGuide) -> Vec<u8> {
    guide.build().bytes("topics.json")
}

fn before() -> TestGuide {
    TestGuide::new().chapter("food", "Food").topic_with("food/loaf", "id = \"bread\"", "").topic("food/salt cellar", "")
}

/// The problems of `check --since` with the code `address-gone`: message, hint and path.
fn gone(guide: &TestGuide, catalogue: &[u8]) -> Vec<[String; 3]> {
    let folder = tempfile::tempdir().unwrap();
    guide.on_disk(folder.path());
    let file = folder.path().join("published.json");
    fs::write(&file, catalogue).unwrap();
    let output = studybook(folder.path(), &["check", "--json", "--since", file.to_str().unwrap()]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let problems = json["problems"].as_array().unwrap().iter().filter(|it| it["code"] == "address-gone");
    let text = |it: &serde_json::Value| it.as_str().unwrap_or_default().to_owned();
    problems.map(|it| [text(&it["message"]), text(&it["hint"]), text(&it["path"])]).collect()
}

#[test]
fn an_address_that_is_gone_is_told_with_the_alias_to_write() {
    let catalogue = published(&before());
    assert_eq!(gone(&before(), &catalogue), Vec::<[String; 3]>::new());
    let moved = |keys: &str| {
        let guide = TestGuide::new().chapter("food", "Food").topic("food/salt cellar", "");
        guide.topic_with("food/bread", &format!("id = \"bread\"\n{keys}"), "")
    };
    let told = |hint: &str, path: &str| {
        vec![["the published address `food/loaf.html` is gone".to_owned(), hint.to_owned(), path.to_owned()]]
    };
    let write = "write `aliases = [\"food/loaf.html\"]`";
    assert_eq!(gone(&moved(""), &catalogue), told(write, "content/food/bread.md"));
    let add = "add `\"food/loaf.html\"` to its `aliases`";
    assert_eq!(gone(&moved("aliases = [\"x.html\"]"), &catalogue), told(add, "content/food/bread.md"));
    assert_eq!(gone(&moved("aliases = [\"food/loaf.html\"]"), &catalogue), Vec::<[String; 3]>::new());
    let removed = before().without("content/food/loaf.md");
    assert_eq!(
        gone(&removed, &catalogue),
        told("name `food/loaf.html` in the `aliases` of the topic that takes its place", "")
    );
}

#[test]
fn a_topic_without_an_id_is_known_again_by_its_title() {
    let catalogue = published(&TestGuide::new().topic_with("old name", "title = \"Bread\"", ""));
    let told = gone(&TestGuide::new().topic_with("b", "title = \"Bread\"", ""), &catalogue);
    assert_eq!(told.len(), 1);
    assert_eq!(told[0][1..], ["write `aliases = [\"old%20name.html\"]`".to_owned(), "content/b.md".to_owned()]);
    let followed = TestGuide::new().topic_with("b", "title = \"Bread\"\naliases = [\"old%20name.html\"]", "");
    assert_eq!(gone(&followed, &catalogue), Vec::<[String; 3]>::new());
}

/// Exit code and what was told, with the catalogue on the standard input.
fn piped(folder: &Path, catalogue: &[u8]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_studybook"));
    command.args(["check", "--strict", "--since", "-"]).arg(folder);
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().unwrap();
    child.stdin.take().unwrap().write_all(catalogue).unwrap();
    let output = child.wait_with_output().unwrap();
    (output.status.code(), stderr(&output))
}

#[test]
fn what_is_published_may_come_through_a_pipe_and_fails_a_strict_check() {
    let folder = tempfile::tempdir().unwrap();
    let page = "title = \"One\"";
    TestGuide::new().topic_with("one", page, "").on_disk(folder.path());
    let catalogue = published(&TestGuide::new().topic_with("one", page, "").topic_with("two", "title = \"Two\"", ""));
    let (code, told) = piped(folder.path(), &catalogue);
    assert_eq!(code, Some(1));
    assert!(told.contains("error[address-gone]: the published address `two.html` is gone"), "{told}");
    let (code, told) = piped(folder.path(), &published(&TestGuide::new().topic_with("one", page, "")));
    assert_eq!(code, Some(0), "{told}");
}

#[test]
fn what_is_no_catalogue_is_told() {
    let folder = tempfile::tempdir().unwrap();
    TestGuide::new().topic("one", "").on_disk(folder.path());
    for other in ["<html>404</html>", "", "[]", "{\"pages\": []}", "{\"topics\": [{}]}"] {
        let (code, told) = piped(folder.path(), other.as_bytes());
        assert_eq!(code, Some(1), "{other}");
        assert!(told.contains("cannot read `-`: it is no `topics.json` of a site"), "{told}");
    }
    let output = studybook(folder.path(), &["check", "--since", "nowhere.json"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("cannot read `nowhere.json`"));
}
