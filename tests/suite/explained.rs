//! `studybook explain`: each code has an entry, and its examples are what they are said to be.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Output;

use studybook::examples::interpreters;
use studybook::problem::explained::{self, Explained};

use crate::guide::{TestGuide, stderr, stdout, studybook};
use crate::messages::codes;

/// The guide that the examples are parts of.
fn surroundings() -> TestGuide {
    let guide = TestGuide::new().chapter("python", "Python").topic("python/gil", "One thread runs.\n");
    guide.topic("python/locks", "## Why {#why}\n\nOne thread waits.\n").file("themes/mine/words/en.toml", "")
}

/// What the command says of one of the two examples.
fn told(entry: &Explained, example: &str, folder: &Path) -> Output {
    let mut guide = surroundings();
    for (path, text) in &entry.with {
        guide = guide.file(path, text);
    }
    let guide = match entry.place {
        "body" => guide.topic("python/gil", example),
        "front" => guide.topic_with("python/gil", example, ""),
        "command" => guide,
        path => guide.file(path, example),
    };
    guide.on_disk(folder);
    let command = if entry.place == "command" { example } else { entry.command };
    let words: Vec<&str> = command.split_whitespace().collect();
    assert_eq!(words[0], "studybook", "{}", entry.code);
    studybook(folder, &words[1..])
}

#[test]
fn every_code_is_explained_and_every_explanation_has_a_code() {
    let areas = explained::all();
    let all: Vec<&Explained> = areas.iter().flat_map(|area| &area.codes).collect();
    let explained: BTreeSet<String> = all.iter().map(|it| it.code.to_owned()).collect();
    assert_eq!(explained.len(), all.len(), "a code is explained twice");
    assert_eq!(explained, codes());
    for it in all {
        assert!(!it.title.is_empty() && !it.means.is_empty() && !it.why.is_empty(), "{it:?}");
        let has_both = it.wrong.trim() != "" && it.right.trim() != "" && it.wrong != it.right && !it.place.is_empty();
        assert!(has_both != it.reason.is_some(), "{}: both examples, or a reason", it.code);
    }
}

#[test]
fn the_wrong_example_has_the_problem_and_the_right_one_has_no_error() {
    let areas = explained::all();
    let has_python = interpreters::default().is_some();
    let all = areas.iter().flat_map(|area| &area.codes).filter(|it| it.reason.is_none());
    let all: Vec<&Explained> = all.filter(|it| has_python || it.command != "studybook test").collect();
    assert!(all.len() > 70, "{}", all.len());
    let wrong = |entry: &Explained| {
        let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        let code = format!("[{}]", entry.code);
        let wrong = stderr(&told(entry, &entry.wrong, folders[0].path()));
        let right = stderr(&told(entry, &entry.right, folders[1].path()));
        let is_fine = wrong.contains(&code) && !right.contains(&code) && !right.contains("error");
        (!is_fine).then(|| format!("== {}\nwrong:\n{wrong}\nright:\n{right}", entry.code))
    };
    // Each waits for a program most of the time.
    let said: Vec<String> = std::thread::scope(|scope| {
        let parts: Vec<_> = all.chunks(all.len().div_ceil(4)).collect();
        let all =
            parts.into_iter().map(|part| scope.spawn(|| part.iter().filter_map(|it| wrong(it)).collect::<Vec<_>>()));
        all.collect::<Vec<_>>().into_iter().flat_map(|it| it.join().unwrap()).collect()
    });
    assert!(said.is_empty(), "{}", said.join("\n"));
}

#[test]
fn a_code_is_explained_and_a_wrong_one_is_told_with_the_nearest() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| studybook(folder.path(), arguments);
    let one = stdout(&run(&["explain", "no-such-topic"]));
    assert!(one.starts_with("# no-such-topic: A link leads to no topic\n\n"), "{one}");
    assert!(
        one.ends_with(
            "Wrong, in the text of a topic:\n\n    See [locks](lock.md).\n\nRight:\n\n    See [locks](locks.md).\n"
        ),
        "{one}"
    );
    assert_eq!(stdout(&run(&["explain", "[no-such-topic]"])), one);
    let none = stdout(&run(&["explain", "no-browser"]));
    assert!(none.ends_with("There is no example of it. It depends on what is installed.\n"), "{none}");
    let all = stdout(&run(&["explain"]));
    for code in codes() {
        assert!(all.lines().any(|line| line.split_whitespace().next() == Some(&code)), "{code}");
    }
    let wrong = run(&["explain", "no-such-topics"]);
    assert_eq!(wrong.status.code(), Some(1));
    assert_eq!(
        stderr(&wrong),
        "error[unknown-code]: no problem has the code `no-such-topics`\nhint: did you mean `no-such-topic`?\n\n"
    );
}

#[test]
fn a_run_with_problems_says_once_where_more_is_said() {
    let folder = tempfile::tempdir().unwrap();
    TestGuide::new().topic("gil", "[x](a.md) [y](b.md)\n").on_disk(folder.path());
    let said = stderr(&studybook(folder.path(), &["check"]));
    assert_eq!(said.matches("error[no-such-topic]: no topic").count(), 2, "{said}");
    assert!(said.ends_with("\n`studybook explain CODE` says more of a problem\n"), "{said}");
    assert_eq!(said.matches("studybook explain").count(), 1, "{said}");
}
