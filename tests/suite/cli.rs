//! The command line.

use std::fs;

use crate::guide::{TWO_TAGS, TestGuide, stderr, stdout, studybook};

fn on_disk() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let guide = TestGuide::new()
        .book(TWO_TAGS)
        .chapter("python", "Python")
        .topic("python/gil", "A word.\n\n```python\nprint(1)\n```\n\n```output\n1\n```\n");
    guide
        .topic_with("python/slots", "difficulty = \"advanced\"\ntags = [\"memory\"]", "Two words.\n")
        .on_disk(folder.path());
    folder
}

#[test]
fn wrong_usage_is_exit_code_2() {
    let folder = on_disk();
    for arguments in [&["buidl"][..], &["build", "--no-such-flag"], &["build", "--base-url", "example.org"], &[]] {
        assert_eq!(studybook(folder.path(), arguments).status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn a_folder_without_a_guide_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let output = studybook(folder.path(), &["build", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("\"no-book\""));
    fs::write(folder.path().join("book.toml"), "[book]\ntitle = \"G\"\n").unwrap();
    assert!(stdout(&studybook(folder.path(), &["check", "--json"])).contains("\"no-content\""));
}

#[test]
fn a_part_of_a_guide_stands_for_the_guide() {
    let folder = on_disk();
    for part in ["book.toml", "content"] {
        let output = studybook(folder.path(), &["check", part]);
        assert_eq!(stdout(&output), "checked 2 topics in 1 chapter\n", "{}", stderr(&output));
    }
    let output = studybook(folder.path(), &["check", "content/python"]);
    assert!(stderr(&output).contains("no `book.toml`"), "{}", stderr(&output));
}

#[test]
fn a_picture_that_a_setting_names_is_looked_for_in_content_too() {
    let folder = on_disk();
    let book = folder.path().join("book.toml");
    let text = fs::read_to_string(&book).unwrap().replacen("[book]\n", "[book]\nlogo = \"logo.svg\"\n", 1);
    fs::write(&book, text).unwrap();
    let told = stderr(&studybook(folder.path(), &["check"]));
    assert!(told.contains("the settings name files from the guide's folder"), "{told}");
    fs::write(folder.path().join("content/logo.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>").unwrap();
    let told = stderr(&studybook(folder.path(), &["check"]));
    assert!(told.contains("book.toml:2:8") && told.contains("did you mean `content/logo.svg`?"), "{told}");
}

#[test]
fn json_holds_counts_and_seconds_by_stage() {
    let folder = on_disk();
    let output = studybook(folder.path(), &["build", "--json"]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["ok"], true);
    assert_eq!(json["counts"]["topics"], 2);
    for stage in ["load", "parse", "link", "highlight", "render", "inspect", "write"] {
        assert!(json["seconds"][stage].is_f64(), "{stage} in {json}");
    }
    assert_eq!(json["counts"]["highlighted"], 1);
    let again = studybook(folder.path(), &["build", "--json"]);
    let json: serde_json::Value = serde_json::from_slice(&again.stdout).unwrap();
    assert_eq!(json["counts"]["highlighted"], 0);
    assert_eq!(json["counts"]["written"], 0);
}

#[test]
fn check_writes_nothing() {
    let folder = on_disk();
    let output = studybook(folder.path(), &["check"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(stdout(&output), "checked 2 topics in 1 chapter\n");
    assert!(!folder.path().join("site").exists() && !folder.path().join(".studybook").exists());
}

#[test]
fn strict_makes_warnings_errors() {
    let folder = on_disk();
    fs::write(folder.path().join("content/python/c.md"), "+++\ntitle = \"C\"\ndifficulty = \"basic\"\n+++\n<b>x</b>\n")
        .unwrap();
    assert!(studybook(folder.path(), &["check"]).status.success());
    assert_eq!(studybook(folder.path(), &["check", "--strict"]).status.code(), Some(1));
}

#[test]
fn problems_are_annotations_where_github_shows_them() {
    let folder = tempfile::tempdir().unwrap();
    TestGuide::new().topic("a", "[x](gone.md), 100%\n").on_disk(folder.path());
    let output = studybook(folder.path(), &["check", "--format", "github"]);
    assert_eq!(output.status.code(), Some(1));
    let said = stdout(&output);
    let line = said.lines().find(|line| line.contains("gone.md")).unwrap();
    assert!(line.starts_with("::error file=content/a.md,line="), "{line}");
    assert!(stderr(&output).contains("no topic `gone.md`"), "the usual text is gone: {}", stderr(&output));
    assert_eq!(studybook(folder.path(), &["check", "--format", "github", "--json"]).status.code(), Some(2));
}

#[test]
fn an_ornament_does_not_fail_a_strict_check() {
    let folder = tempfile::tempdir().unwrap();
    TestGuide::new().file("content/x.png", "x").topic("a", "![](x.png)\n").on_disk(folder.path());
    let output = studybook(folder.path(), &["check", "--strict"]);
    assert!(output.status.success() && stderr(&output).contains("the image has no description"));
}

#[test]
fn stats_are_a_table() {
    let folder = on_disk();
    insta::assert_snapshot!(stdout(&studybook(folder.path(), &["stats"])), @"
    2 topics, 1 chapter, 4 words, 1 example, 0 proofs, 0 quizzes

    chapter  basic  intermediate  advanced  topics  words  examples  proofs  quizzes
    python       1             0         1       2      4         1       0        0
    all          1             0         1       2      4         1       0        0

    tag      basic  intermediate  advanced  topics  words  examples  proofs  quizzes
    memory       0             0         1       1      2         0       0        0
    threads      1             0         0       1      2         1       0        0

    2 stubs:
      python/gil
      python/slots
    ");
    let json: serde_json::Value =
        serde_json::from_slice(&studybook(folder.path(), &["stats", "--json"]).stdout).unwrap();
    assert_eq!(json["counts"]["by_difficulty"], serde_json::json!([1, 0, 1]));
}

#[cfg(target_os = "linux")]
#[test]
fn a_result_that_cannot_be_written_is_an_error() {
    let folder = on_disk();
    for arguments in [&["stats"][..], &["build", "--json"], &["man"]] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_studybook"));
        let output = command.args(arguments).current_dir(folder.path()).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert!(stderr(&output).contains("error[cannot-write]: cannot write to `stdout`"), "{}", stderr(&output));
    }
}

#[test]
fn colour_is_for_terminals_only() {
    let folder = on_disk();
    fs::write(folder.path().join("content/bad.md"), "x").unwrap();
    assert!(!stderr(&studybook(folder.path(), &["check"])).contains('\u{1b}'));
}

#[test]
fn the_base_url_can_be_given() {
    let folder = on_disk();
    studybook(folder.path(), &["build", "--base-url", "https://example.org/guide"]);
    let sitemap = fs::read_to_string(folder.path().join("site/sitemap.xml")).unwrap();
    assert!(sitemap.contains("<loc>https://example.org/guide/python/gil.html</loc>"), "{sitemap}");
    assert!(sitemap.contains("<loc>https://example.org/guide/</loc>"));
}

#[test]
fn strict_hides_no_warning_behind_another() {
    let folder = tempfile::tempdir().unwrap();
    TestGuide::new().book(crate::guide::TWO_TAGS).topic("a", "<b>x</b>\n").on_disk(folder.path());
    let output = studybook(folder.path(), &["check", "--strict"]);
    assert_eq!(output.status.code(), Some(1));
    let told = stderr(&output);
    assert!(told.contains("HTML is shown as text") && told.contains("no topic uses the tag `memory`"), "{told}");
}

#[test]
fn problems_are_placed_from_where_one_stands() {
    let folder = tempfile::tempdir().unwrap();
    TestGuide::new().topic("a", "[x](none.md)\n").on_disk(&folder.path().join("docs"));
    assert!(stderr(&studybook(folder.path(), &["check", "docs"])).contains("--> docs/content/a.md:"));
    assert!(stderr(&studybook(&folder.path().join("docs"), &["check"])).contains("--> content/a.md:"));
}

#[test]
fn a_command_finds_the_guide_one_stands_in() {
    let folder = tempfile::tempdir().unwrap();
    TestGuide::new().topic("python/gil", "[x](none.md)\n").chapter("python", "Python").on_disk(folder.path());
    let inside = folder.path().join("content/python");
    let told = stderr(&studybook(&inside, &["check"]));
    assert!(told.contains("../../content/python/gil.md:"), "{told}");
    fs::write(inside.join("gil.md"), "+++\ntitle = \"A\"\ndifficulty = \"basic\"\ntags = [\"threads\"]\n+++\nText.\n")
        .unwrap();
    for command in [&["build"][..], &["test", "gil"], &["new", "python/locks"], &["stats"], &["ids"]] {
        let output = studybook(&inside, command);
        assert!(output.status.success(), "{command:?}: {}", stderr(&output));
    }
    assert!(folder.path().join("site/python/gil.html").exists() && inside.join("locks.md").exists());
    // A folder that is named is meant.
    let elsewhere = folder.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    let named = studybook(folder.path(), &["check", "elsewhere"]);
    assert!(stderr(&named).contains("no `book.toml` in `elsewhere`"), "{}", stderr(&named));
}
