//! What would cost the square of what there is ends in a limit, or grows with it. Steps and problems are counted, not seconds.

use std::fs;

use studybook::reading::settings::MOST_LEVELS;

use crate::guide::{BOOK, TestGuide, stderr, studybook};

fn told(guide: &TestGuide) -> String {
    let outcome = guide.build();
    outcome
        .report
        .sorted()
        .iter()
        .map(|it| format!("{} {}\n", it.message, it.message.hint().unwrap_or_default()))
        .collect()
}

#[test]
fn a_question_asked_many_times_is_told_once_for_each_topic() {
    for titles in [
        vec!["What is the GIL?"; 60],
        ["What is the GIL?", "Explain the GIL", "the GIL"].repeat(20),
        ["How do you convert a list to a tuple?", "How to convert lists to tuples"].repeat(30),
    ] {
        let guide = titles.iter().enumerate().fold(TestGuide::new(), |guide, (n, title)| {
            guide.topic_with(&format!("t{n}"), &format!("title = \"{title}\""), "")
        });
        let folder = tempfile::tempdir().unwrap();
        guide.book(&BOOK.replace("[tags]", "[check]\noff = [\"stub\", \"orphan\"]\n[tags]")).on_disk(folder.path());
        let output = studybook(folder.path(), &["check"]);
        let text = stderr(&output);
        let warnings = text.matches("% like that of").count();
        assert_eq!(warnings, titles.len() - 1, "{text}");
    }
}

#[test]
fn a_file_that_is_wrong_all_over_gets_a_number_of_suggestions() {
    let links = |link: &dyn Fn(usize) -> String| -> String {
        (0..300).map(|n| format!("## Heading number {n}\n\n{}\n\n", link(n))).collect()
    };
    for body in [
        links(&|n| format!("[x](#heading-numbr-{n})")),
        links(&|n| format!("[x](other{n}.md)")),
        links(&|n| format!("[[other{n}]]")),
        links(&|n| format!("[x](othr{n}.png)")),
    ] {
        let guide = TestGuide::new().topic("a", &body).topic("other", "").file("content/other.png", "x");
        let told = told(&guide);
        assert_eq!(told.lines().filter(|line| line.starts_with("no ")).count(), 300, "{told}");
        assert!((1..=200).contains(&told.matches("did you mean").count()), "{told}");
    }
}

#[test]
fn folders_lie_in_each_other_up_to_a_limit() {
    let deep =
        |count: usize| TestGuide::new().topic("a", "").file(&format!("content/{}x.txt", "f/".repeat(count)), "x");
    let is_told = |count: usize| {
        let folder = tempfile::tempdir().unwrap();
        deep(count).on_disk(folder.path());
        stderr(&studybook(folder.path(), &["check"])).matches("folders deep").count()
    };
    assert_eq!([32, 33, 34, 60].map(is_told), [0, 1, 1, 1]);
}

#[test]
fn a_linked_folder_is_refused_and_not_walked() {
    #[cfg(unix)]
    for place in ["content/l", "content/a/l", "content/a/l.png"] {
        let folder = tempfile::tempdir().unwrap();
        TestGuide::new().topic("a/b", "").chapter("a", "A").on_disk(&folder.path().join("guide"));
        let elsewhere = folder.path().join("elsewhere");
        fs::create_dir(&elsewhere).unwrap();
        for n in 0..50 {
            fs::write(elsewhere.join(format!("secret{n}.md")), "no front matter").unwrap();
        }
        let link = folder.path().join("guide").join(place);
        std::os::unix::fs::symlink(&elsewhere, &link).unwrap();
        let text = stderr(&studybook(&folder.path().join("guide"), &["check"]));
        assert!(text.contains("symbolic link") && !text.contains("secret"), "{place}: {text}");
    }
}

#[test]
fn aliases_of_yaml_stand_for_a_number_of_values() {
    let settings = |levels: usize| {
        let mut text = "site_name: x\na0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..levels {
            let inside = vec![format!("*a{}", level - 1); 9].join(", ");
            text.push_str(&format!("a{level}: &a{level} [{inside}]\n"));
        }
        text + "nav:\n  - A: a.md\n"
    };
    for (levels, is_read) in [(1, true), (3, true), (7, false), (40, false)] {
        let folder = tempfile::tempdir().unwrap();
        TestGuide::new().topic("b", "").on_disk(&folder.path().join("guide"));
        fs::create_dir_all(folder.path().join("site/docs")).unwrap();
        fs::write(folder.path().join("site/mkdocs.yml"), settings(levels)).unwrap();
        fs::write(folder.path().join("site/docs/a.md"), "# A\n\nText.\n").unwrap();
        let output = studybook(folder.path(), &["import", "site", "guide", "--dry-run"]);
        assert_eq!(output.status.success(), is_read, "{levels}: {}", stderr(&output));
        assert!(is_read || stderr(&output).contains("aliases"), "{}", stderr(&output));
    }
}

#[test]
fn yaml_that_lies_deep_in_itself_is_told_and_not_gone_into() {
    let import = |settings: &str, page: &str| {
        let folder = tempfile::tempdir().unwrap();
        TestGuide::new().topic("b", "").on_disk(&folder.path().join("guide"));
        fs::create_dir_all(folder.path().join("site/docs")).unwrap();
        fs::write(folder.path().join("site/mkdocs.yml"), settings).unwrap();
        fs::write(folder.path().join("site/docs/a.md"), page).unwrap();
        let output = studybook(folder.path(), &["import", "site", "guide", "--dry-run"]);
        (output.status.code(), format!("{}{}", stderr(&output), String::from_utf8_lossy(&output.stdout)))
    };
    for deep in ["- ", "? ", "- ? ", "? - "] {
        let deep = deep.repeat(6_000);
        let (code, said) = import(&format!("{deep}\n"), "# A\n\nText.\n");
        assert!(code == Some(1) && said.contains("deep in each other"), "{code:?} {said}");
        let (code, said) = import("site_name: x\n", &format!("---\n{deep}x\n---\n# A\n\nText.\n"));
        assert!(code == Some(0) && said.contains("deep in each other"), "{code:?} {said}");
    }
}

#[test]
fn a_guide_has_levels_up_to_a_limit() {
    let told_of = |count: usize| {
        let levels: String = (0..count).map(|n| format!("[[difficulty]]\nid = \"l{n}\"\n\n")).collect();
        let guide = TestGuide::new()
            .book(&format!("{levels}{BOOK}"))
            .file("content/a.md", "+++\ntitle = \"A\"\ndifficulty = \"l0\"\nsummary = \"A.\"\n+++\n\nText.\n");
        let outcome = guide.build();
        let problems = outcome.report.sorted();
        problems.iter().map(|it| format!("{} {:?}\n", it.message, it.place)).collect::<String>()
    };
    assert!(!told_of(MOST_LEVELS).contains("levels"), "{}", told_of(MOST_LEVELS));
    for count in [MOST_LEVELS + 1, MOST_LEVELS + 2, 1_000] {
        let told = told_of(count);
        let reason = format!("`difficulty` is `l{MOST_LEVELS}`: a guide has at most {MOST_LEVELS} levels");
        assert_eq!(told.matches(&reason).count(), 1, "{told}");
        assert!(told.contains("book.toml") && told.lines().count() == 1, "{told}");
    }
}

#[test]
fn a_file_that_holds_nothing_but_its_size_is_told() {
    for (name, size) in
        [("big.md", 900 << 20), ("big.words.csv", 900 << 20), ("big.svg", 900 << 20), ("big.html", 65 << 20)]
    {
        let folder = tempfile::tempdir().unwrap();
        TestGuide::new().topic("a", "").on_disk(folder.path());
        fs::File::create(folder.path().join("content").join(name)).unwrap().set_len(size).unwrap();
        let text = stderr(&studybook(folder.path(), &["check"]));
        assert_eq!(text.matches("larger than").count(), 1, "{text}");
        assert!(text.contains(&format!("content/{name}")), "{text}");
    }
    let folder = tempfile::tempdir().unwrap();
    TestGuide::new().topic("a", "```python from=\"big.py\" norun=\"long\"\n```\n").on_disk(folder.path());
    fs::File::create(folder.path().join("content/big.py")).unwrap().set_len(17 << 20).unwrap();
    let text = stderr(&studybook(folder.path(), &["check"]));
    assert_eq!(text.matches("`big.py` is larger than 16 MiB").count(), 1, "{text}");
}
