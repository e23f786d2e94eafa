//! `check --fix`: hints with one answer become changes of the files, and nothing else changes.

use std::fs;
use std::path::Path;

use crate::guide::{TWO_TAGS, TestGuide, stderr, stdout, studybook};

/// A guide with a slip of every kind that has one answer, and the same guide without them.
const SLIPS: [(&str, &str); 14] = [
    ("dificulty = \"advanced\"", "difficulty = \"advanced\""),
    ("tags = [\"thread\", \"memry\"]", "tags = [\"threads\", \"memory\"]"),
    ("requires = [\"python/lokcs\"]", "requires = [\"python/locks\"]"),
    ("\"Why a lok?\" = \"#locsk\"", "\"Why a lock?\" = \"#locks\""),
    ("[GIL](lcoks.md \"lcoks.md\")", "[GIL](lcoks.md \"lcoks.md\")"),
    ("[GIL](lcoks.md) and [lcoks.md](lcoks.md#b)", "[GIL](locks.md) and [lcoks.md](locks.md#b)"),
    ("[[python/lcoks]] and [[python/locks#ab]]", "[[python/locks]] and [[python/locks#abc]]"),
    ("[down](#lockss) and [that](locks.md#ab)", "[down](#locks) and [that](locks.md#abc)"),
    ("[table](data.cvs) and ![table](data.cvs)", "[table](data.csv) and ![table](data.csv)"),
    ("[page](locks.html)", "[page](locks.md)"),
    ("> [!WARNIGN]", "> [!WARNING]"),
    ("```pyhton titel=\"titel\"", "```python title=\"titel\""),
    ("```python from=\"x.py\" part=\"veiw\"", "```python from=\"x.py\" part=\"view\""),
    ("```python from=\"y.py\" lines", "```python from=\"x.py\" lines"),
];

fn text(pick: impl Fn(&(&'static str, &'static str)) -> &'static str) -> String {
    let line = |number: usize| pick(&SLIPS[number]);
    let front = format!("title = \"Über GIL\"\n{}\n{}\n{}\n", line(0), line(1), line(2));
    let asks = format!("asks = [\"Why a lock?\"]\n[answers]\n{}\n", line(3));
    let lines: Vec<&str> = (4..10).map(line).collect();
    let code = format!("{}\nx = 1\n```\n\n{}\n```\n\n{}\n```\n", line(11), line(12), line(13));
    format!("+++\n{front}{asks}+++\n## Locks\n\n{}\n\n{}\n> Mind — it.\n\n{code}", lines.join("\n\n"), line(10))
}

fn guide(gil: &str) -> TestGuide {
    let guide = TestGuide::new().book(&format!("{TWO_TAGS}[check]\noff = [\"stubs\"]\n")).chapter("python", "Python");
    guide
        .topic("python/locks", "## Abc {#abc}\n\nText.\n\n## B {#b}\n\nText.\n")
        .file("content/python/gil.md", gil)
        .file("content/python/data.csv", "")
        .file("content/python/x.py", "# part: view\nx = 1\n# end: view\n")
}

fn read(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join(path)).unwrap()
}

#[test]
fn every_hint_with_one_answer_is_shown_then_written_and_twice_gives_nothing_new() {
    let folder = tempfile::tempdir().unwrap();
    let (wrong, right) = (text(|slip| slip.0), text(|slip| slip.1));
    guide(&wrong).on_disk(folder.path());
    let book = read(folder.path(), "book.toml");
    let shown = studybook(folder.path(), &["check", "--fix"]);
    assert_eq!(shown.status.code(), Some(1));
    let diff = stdout(&shown);
    assert!(diff.starts_with("--- a/book.toml\n+++ b/book.toml\n@@ "), "{diff}");
    assert!(diff.contains("\n-off = [\"stubs\"]\n+off = [\"stub\"]\n"), "{diff}");
    assert!(diff.contains("--- a/content/python/gil.md\n+++ b/content/python/gil.md\n@@ "), "{diff}");
    assert_eq!((read(folder.path(), "content/python/gil.md"), read(folder.path(), "book.toml")), (wrong, book));
    let written = studybook(folder.path(), &["check", "--fix", "--write"]);
    assert_eq!(read(folder.path(), "content/python/gil.md"), right);
    assert!(stdout(&written).starts_with("changed 21 places in 2 files\n"), "{}", stdout(&written));
    // A title that says the same as its address is no certain place.
    assert_eq!(stderr(&written).matches("did you mean").count(), 1, "{}", stderr(&written));
    let again = studybook(folder.path(), &["check", "--fix", "--write"]);
    assert!(stdout(&again).starts_with("changed 0 places in 0 files"), "{}", stdout(&again));
    assert_eq!(read(folder.path(), "content/python/gil.md"), right);
}

#[test]
fn a_byte_order_mark_and_line_ends_of_both_kinds_stay() {
    let folder = tempfile::tempdir().unwrap();
    let spelled = |text: &str| format!("\u{feff}{}", text.replacen('\n', "\r\n", 12).trim_end());
    guide(&spelled(&text(|slip| slip.0))).on_disk(folder.path());
    studybook(folder.path(), &["check", "--fix", "--write"]);
    assert_eq!(read(folder.path(), "content/python/gil.md"), spelled(&text(|slip| slip.1)));
}

#[test]
fn an_answer_that_would_stand_twice_is_none() {
    let front = |keys: &str| TestGuide::new().book(TWO_TAGS).topic_with("gil", keys, "");
    let written = |guide: TestGuide| {
        let folder = tempfile::tempdir().unwrap();
        guide.on_disk(folder.path());
        studybook(folder.path(), &["check", "--fix", "--write"]);
        read(folder.path(), "content/gil.md")
    };
    let tags = written(front("tags = [\"thread\", \"threds\"]"));
    assert!(tags.contains("tags = [\"threads\", \"threds\"]"), "{tags}");
    let there = written(front("tags = [\"thread\", \"threads\"]"));
    assert!(there.contains("tags = [\"thread\", \"threads\"]"), "{there}");
    let keys = written(front("dificulty = \"basic\"\ndifficulti = \"basic\""));
    assert!(keys.contains("\ntags = [\"threads\"]\ndificulty = \"basic\"\ndifficulti = \"basic\"\n"), "{keys}");
    let own = written(front("requires = [\"gill\"]"));
    assert!(own.contains("[\"gill\"]"), "{own}");
    let attributes = written(TestGuide::new().topic("gil", "```python title=a titel=b tilte=c\nx\n```\n"));
    assert!(attributes.contains("title=a titel=b tilte=c"), "{attributes}");
}

#[cfg(unix)]
#[test]
fn if_one_file_cannot_be_written_none_is() {
    let folder = tempfile::tempdir().unwrap();
    let topic = |name: &str| format!("+++\ntitle = \"{name}\"\ndifficulty = \"basics\"\ntags = [\"threads\"]\n+++\n");
    let guide = TestGuide::new().file("content/a.md", topic("A")).file("real/b.md", topic("B"));
    guide.on_disk(folder.path());
    std::os::unix::fs::symlink("../real/b.md", folder.path().join("content/b.md")).unwrap();
    let told = studybook(folder.path(), &["check", "--fix", "--write"]);
    assert_eq!(told.status.code(), Some(1));
    assert!(stderr(&told).contains("content/b.md"), "{}", stderr(&told));
    assert_eq!(read(folder.path(), "content/a.md"), topic("A"));
    assert_eq!(read(folder.path(), "real/b.md"), topic("B"));
}
