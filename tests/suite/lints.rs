//! Advice that `check` gives and `build` does not. `messages.rs` has a fixture for each lint.

use crate::guide::{BOOK, TestGuide, stderr, stdout, studybook};

fn checked(guide: &TestGuide, arguments: &[&str]) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().unwrap();
    guide.on_disk(folder.path());
    let output = studybook(folder.path(), arguments);
    (output.status.code(), stderr(&output) + &stdout(&output))
}

#[test]
fn advice_is_for_check_alone_and_never_an_error() {
    let guide = TestGuide::new().topic("gil", "Few words.\n");
    assert!(checked(&guide, &["check"]).1.contains("the topic has 2 words"));
    assert!(!checked(&guide, &["build"]).1.contains("the topic has 2 words"));
    let (code, text) = checked(&guide, &["check", "--strict"]);
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("warning: the topic has 2 words"));
}

#[test]
fn a_lint_can_be_switched_off_and_its_threshold_set() {
    let off = TestGuide::new().book(&format!("{BOOK}[check]\noff = [\"stub\"]\n")).topic("gil", "Few words.\n");
    assert!(!checked(&off, &["check"]).1.contains("the topic has"));
    let lower = TestGuide::new().book(&format!("{BOOK}[check]\nstub_words = 2\n")).topic("gil", "Few words.\n");
    assert!(!checked(&lower, &["check"]).1.contains("the topic has"));
    let wrong = TestGuide::new().book(&format!("{BOOK}[check]\nalike_percent = 101\n")).topic("gil", "Few words.\n");
    assert_eq!(checked(&wrong, &["check"]).0, Some(1));
}

#[test]
fn other_wordings_count_as_questions_but_not_against_their_own_topic() {
    let own = "title = \"What is the GIL?\"\nasks = [\"Explain the GIL\", \"What does the GIL do?\"]";
    let guide = TestGuide::new().topic_with("a", own, "").topic_with("b", "title = \"Define the GIL\"", "");
    let text = checked(&guide, &["check"]).1;
    assert_eq!(text.matches("% like that of").count(), 1, "{text}");
}

#[test]
fn questions_about_code_are_alike_only_if_the_code_is() {
    let ask = "title = \"What does this print?\"";
    let code = |number: usize| format!("```python\nprint({number})\n```\n");
    let guide = TestGuide::new().topic_with("a", ask, &code(1)).topic_with("b", ask, &code(2));
    assert!(!checked(&guide, &["check"]).1.contains("% like"));
    let guide = TestGuide::new().topic_with("a", ask, &code(1)).topic_with("b", ask, &code(1));
    assert!(checked(&guide, &["check"]).1.contains("100 % like"));
}

#[test]
fn a_topic_that_a_chapter_or_a_requirement_names_is_no_orphan() {
    let guide = TestGuide::new()
        .file("content/index.md", "+++\ntitle = \"Home\"\n+++\n[a](a.md)\n")
        .topic("a", "")
        .topic_with("b", "requires = [\"c\"]", "")
        .topic("c", "[b](b.md)\n");
    assert!(!checked(&guide, &["check"]).1.contains("links to this one"));
}
