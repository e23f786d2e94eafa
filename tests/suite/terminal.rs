//! What a guide of a stranger can do to the terminal of who builds it: nothing.

use std::fs;
use std::process::Output;

use crate::guide::{BOOK, TestGuide, stderr, stdout, studybook};

/// Escape sequences, a bell, the other set of control characters, a turned line and a line of one's own.
const EVIL: [&str; 6] =
    ["\u{1b}[2Jx", "x\u{7}", "\u{9b}31mx", "\u{9d}0;title\u{9c}", "\u{202e}dm.x", "x\nerror: all is lost"];

fn run(guide: &TestGuide, arguments: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    guide.on_disk(folder.path());
    studybook(folder.path(), arguments)
}

#[track_caller]
fn is_tame(output: &Output) {
    for text in [stdout(output), stderr(output)] {
        let acts = |c: char| {
            (c.is_control() && c != '\n' && c != '\t') || ('\u{202a}'..='\u{202e}').contains(&c) || c == '\u{2028}'
        };
        assert!(!text.contains(acts), "{text:?}");
        assert!(!text.lines().any(|line| line == "error: all is lost"), "{text}");
    }
}

/// As a string of TOML.
fn quoted(text: &str) -> String {
    let escaped: String = text.chars().map(|c| format!("\\U{:08X}", u32::from(c))).collect();
    format!("\"{escaped}\"")
}

#[test]
fn a_file_name_is_written_out_wherever_it_is_told() {
    for evil in EVIL {
        let guide = TestGuide::new()
            .topic(&format!("{evil}/{evil}"), "[x](nothing.md)\n\n[y](../nowhere/z.md)\n")
            .file(&format!("content/{evil}.md"), "no front matter")
            .file(&format!("content/{evil}.png"), "x");
        for command in [&["check"][..], &["build"], &["check", "--json"], &["stats"], &["test"]] {
            is_tame(&run(&guide, command));
        }
        let told = stderr(&run(&guide, &["check"]));
        assert!(told.contains("no front matter"), "{told}");
    }
}

#[test]
fn a_title_a_tag_and_a_line_of_a_file_are_written_out() {
    for evil in EVIL {
        let keys = format!("title = {}\nid = {}\nsummary = {}", quoted(evil), quoted(evil), quoted(evil));
        let book = format!(
            "{BOOK}[[difficulty]]\nid = \"basic\"\nlabel = {}\n[tags.more]\nlabel = {}\n",
            quoted(evil),
            quoted(evil)
        );
        let guide = TestGuide::new()
            .book(&book)
            .topic_with("a", &keys, &format!("[{evil}]({evil}.md) [[{evil}]]\n\n[x](nothing.md) {evil}\n"))
            .topic_with("b", &format!("{keys}\nrequires = [{}]\ntags = [{}]", quoted(evil), quoted(evil)), "");
        for command in [&["check"][..], &["stats"], &["check", "--json"], &["stats", "--json"], &["build"]] {
            is_tame(&run(&guide, command));
        }
    }
}

#[test]
fn what_an_example_prints_is_written_out() {
    let book = format!("{BOOK}[examples.sh]\ncommand = [\"/bin/sh\"]\n");
    let body = "```sh\nprintf '\\033[2J\\007\\302\\233'\n```\n\n```output\nx\n```\n\n```sh\nprintf '\\033]0;x\\007' >&2; exit 3\n```\n";
    let output = run(&TestGuide::new().book(&book).topic("a", body), &["test"]);
    assert!(!output.status.success() && stderr(&output).contains("[2J"), "{}", stderr(&output));
    is_tame(&output);
}

#[test]
fn what_is_imported_is_written_out() {
    for evil in EVIL {
        let folder = tempfile::tempdir().unwrap();
        TestGuide::new().topic("a", "").on_disk(folder.path());
        let name = format!("{evil}.md");
        let one_line = evil.replace('\n', " ");
        let text = format!(
            "# {one_line}\n\n## What is {one_line}?\n\nSo. ![x]({one_line}.png)\n\n## And {one_line}?\n\nSo.\n"
        );
        fs::write(folder.path().join(&name), text).unwrap();
        is_tame(&studybook(folder.path(), &["import", &name, "--dry-run"]));
        is_tame(&studybook(folder.path(), &["import", &name]));
    }
}

#[test]
fn folders_that_one_names_are_written_out() {
    for evil in EVIL {
        let folder = tempfile::tempdir().unwrap();
        let made = studybook(folder.path(), &["init", evil]);
        assert!(made.status.success(), "{}", stderr(&made));
        is_tame(&made);
        is_tame(&studybook(folder.path(), &["build", evil]));
        is_tame(&studybook(folder.path(), &["check", &format!("{evil}/nothing")]));
    }
}
