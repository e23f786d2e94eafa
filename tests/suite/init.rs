//! `studybook init`: a guide that builds at once.

use std::fs;

use crate::guide::{stderr, stdout, studybook};

#[test]
fn a_new_guide_builds_and_is_strictly_clean() {
    let folder = tempfile::tempdir().unwrap();
    let output = studybook(folder.path(), &["init", "my-guide"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(stdout(&output).contains("made a guide in my-guide"), "{}", stdout(&output));
    let output = studybook(folder.path(), &["check", "--strict", "my-guide"]);
    assert!(output.status.success() && stderr(&output).is_empty(), "{}", stderr(&output));
    let output = studybook(folder.path(), &["build", "--strict", "my-guide"]);
    assert!(stdout(&output).contains("built 2 topics in 1 chapter"), "{}", stdout(&output));
    let guide = folder.path().join("my-guide");
    assert!(fs::read_to_string(guide.join("book.toml")).unwrap().contains("title = \"My guide\""));
    // What is built is not committed.
    let ignored = fs::read_to_string(guide.join(".gitignore")).unwrap();
    for path in ["site", ".studybook"] {
        assert!(guide.join(path).exists() && ignored.contains(&format!("/{path}/")), "{path}");
    }
}

#[test]
fn titles_are_written_as_toml() {
    let folder = tempfile::tempdir().unwrap();
    assert!(studybook(folder.path(), &["init", "g", "--title", "A \"quoted\" \\ title"]).status.success());
    assert!(studybook(folder.path(), &["check", "--strict", "g"]).status.success());
}

#[test]
fn a_guide_is_not_made_twice() {
    let folder = tempfile::tempdir().unwrap();
    studybook(folder.path(), &["init", "."]);
    let book = folder.path().join("book.toml");
    fs::write(&book, "mine").unwrap();
    let output = studybook(folder.path(), &["init", "."]);
    assert_eq!(output.status.code(), Some(1));
    // Code: guide-exists.
    assert!(stderr(&output).contains("`.` is a guide already"), "{}", stderr(&output));
    assert_eq!(fs::read_to_string(book).unwrap(), "mine");
}

#[test]
fn files_that_are_there_stay() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("content")).unwrap();
    fs::write(folder.path().join(".gitignore"), "*.tmp\nsite").unwrap();
    fs::write(folder.path().join("content/index.md"), "+++\ntitle = \"Mine\"\n+++\n").unwrap();
    let output = studybook(folder.path(), &["init", "."]);
    assert!(stdout(&output).contains("left as they were: `content/index.md`"), "{}", stdout(&output));
    assert!(stdout(&output).contains("added to `.gitignore`: /.site.studybook/ /.studybook/"), "{}", stdout(&output));
    let ignored = fs::read_to_string(folder.path().join(".gitignore")).unwrap();
    assert_eq!(ignored, "*.tmp\nsite\n/.site.studybook/\n/.studybook/\n");
    assert!(fs::read_to_string(folder.path().join("content/index.md")).unwrap().contains("Mine"));
}

#[test]
fn the_workflow_checks_tests_builds_and_deploys() {
    let folder = tempfile::tempdir().unwrap();
    studybook(folder.path(), &["init", "g"]);
    let workflow = fs::read_to_string(folder.path().join("g/.github/workflows/pages.yml")).unwrap();
    let steps = [
        &format!("STUDYBOOK: \"{}\"", env!("CARGO_PKG_VERSION")),
        "releases/download/v$STUDYBOOK",
        "sha256sum --check",
        "cargo install studybook --version \"$STUDYBOOK\" --locked",
        "path: .studybook",
        "studybook check --strict",
        "studybook test",
        "studybook build --strict",
        "actions/upload-pages-artifact@",
        "actions/deploy-pages@",
    ];
    let mut at = 0;
    for step in steps {
        at += workflow[at..].find(step).unwrap_or_else(|| panic!("{step} is not where it should be in {workflow}"));
    }
    assert!(workflow.lines().all(|line| !line.contains('\t') && line.trim_end() == line));
}

#[test]
fn each_kind_of_guide_is_strictly_clean_and_its_examples_pass() {
    let folder = tempfile::tempdir().unwrap();
    for kind in ["plain", "interview", "vocabulary", "course"] {
        let made = studybook(folder.path(), &["init", kind, "--template", kind]);
        assert!(made.status.success(), "{}", stderr(&made));
        let checked = studybook(folder.path(), &["check", "--strict", kind]);
        assert!(checked.status.success() && stderr(&checked).is_empty(), "{kind}: {}", stderr(&checked));
        if kind != "vocabulary" {
            let tested = studybook(folder.path(), &["test", kind]);
            assert!(stdout(&tested).contains(" 0 failed"), "{kind}: {}", stderr(&tested));
        }
        // What `new` makes there needs no more than its text.
        let new = studybook(folder.path(), &["new", "more/words", "--dir", kind]);
        assert!(new.status.success(), "{kind}: {}", stderr(&new));
        let checked = studybook(folder.path(), &["check", kind]);
        assert!(checked.status.success(), "{kind}: {}", stderr(&checked));
    }
}

#[test]
fn a_guide_begins_in_its_language() {
    let folder = tempfile::tempdir().unwrap();
    let made = studybook(folder.path(), &["init", "woerter", "--language", "de", "--template", "vocabulary"]);
    assert!(stdout(&made).contains("the topics to begin with are in English"), "{}", stdout(&made));
    let built = studybook(folder.path(), &["build", "--strict", "woerter"]);
    assert!(built.status.success(), "{}", stderr(&built));
    let home = fs::read_to_string(folder.path().join("woerter/site/index.html")).unwrap();
    assert!(home.contains("<html lang=\"de\""));
    let wrong = studybook(folder.path(), &["init", "other", "--language", "german language"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(stderr(&wrong).contains("write it as in `en` or `pt-BR`") && !folder.path().join("other").exists());
}
