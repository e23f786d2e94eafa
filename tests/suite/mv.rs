//! `studybook mv`: what moves takes its links, its old address and its identity along, and nothing else changes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use proptest::prelude::*;
use studybook::build::pipeline::{self, Options};
use studybook::examples::interpreters;
use studybook::guide::links::Target;
use studybook::moving::names::{self, Typed};
use studybook::moving::plan;
use studybook::moving::proof::{self, State};
use studybook::path::relative;
use studybook::problem::report::Report;
use studybook::reading::inputs::Inputs;

use crate::guide::{TWO_TAGS, TestGuide, stderr, stdout, studybook};

fn read(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join(path)).unwrap()
}

/// All files of a guide but ours, by path.
fn files(root: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    // Another program may be at work in it.
    for entry in walkdir::WalkDir::new(root).into_iter().filter_map(Result::ok).filter(|it| it.file_type().is_file()) {
        let path = entry.path().strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
        if !path.starts_with(".studybook") && !path.starts_with(".git/") {
            let bytes = fs::read(entry.path()).unwrap_or_default();
            found.insert(path, String::from_utf8_lossy(&bytes).into_owned());
        }
    }
    found
}

/// A guide in which every way to name a topic occurs, and nothing is wrong.
fn guide() -> TestGuide {
    let book = format!("{TWO_TAGS}\n[markdown]\nhtml = true\n");
    let gil = "See [locks](locks.md#why \"locks.md\"), ![lock](pics/lock.png) and [the web](../web/index.md).\n\n```python from=\"x.py\"\n```\n\n## Why {#why}\n\nSo.\n";
    let all = "[a](python/gil.md#why 'gil') [`](python/gil.md)`](<python/gil.md>) [r][g] [g] [[python/gil]] [[python/gil#why|text]]\n\n\
               | a |\n|---|\n| [[python/gil\\|b]] |\n\n> [q](./python/gil.md)\n> and <a href=\"python/gil.md#why\">html</a>\n\n[g]: python/gil.md \"python/gil.md\"\n";
    TestGuide::new()
        .book(&book)
        .chapter("python", "Python")
        .chapter("web", "Web")
        .topic("python/gil", gil)
        .topic_with(
            "python/locks",
            "requires = [\"python/gil\"]\nsummary = \"After [[python/gil]], \\\"[it](gil.md)\\\".\"",
            "## Why {#why}\n\nSo.\n\n[up](../all.md)\n",
        )
        .topic_with("web/http", "tags = [\"memory\"]\nrequires = ['python/gil.md']", "[gil](../python/gil.md#why)\n")
        .topic("all", all)
        .file("content/python/x.py", "x = 1\n")
        .file("content/python/pics/lock.png", "png")
}

fn on_disk(guide: &TestGuide) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    guide.on_disk(folder.path());
    folder
}

fn mv(folder: &Path, arguments: &[&str]) -> Output {
    studybook(folder, &[&["mv"], arguments].concat())
}

#[track_caller]
fn moved(folder: &Path, arguments: &[&str]) -> String {
    let output = mv(folder, arguments);
    assert!(output.status.success(), "{}", stderr(&output));
    let check = studybook(folder, &["check", "--strict"]);
    assert!(check.status.success(), "{}", stderr(&check));
    stdout(&output)
}

#[test]
fn a_topic_takes_all_that_names_it_along() {
    let folder = on_disk(&guide());
    let told = moved(folder.path(), &["python/gil", "python/threads/lock"]);
    assert_eq!(
        told,
        "moved `python/gil` to `python/threads/lock`; changed 18 places in 4 files\nmade `content/python/threads/index.md`\n"
    );
    let topic = read(folder.path(), "content/python/threads/lock.md");
    assert_eq!(
        topic,
        "+++\ntitle = \"About python/gil\"\nid = \"python/gil\"\naliases = [\"python/gil.html\"]\ndifficulty = \"basic\"\ntags = [\"threads\"]\n+++\n\
         See [locks](../locks.md#why \"locks.md\"), ![lock](../pics/lock.png) and [the web](../../web/index.md).\n\n\
         ```python from=\"../x.py\"\n```\n\n## Why {#why}\n\nSo.\n"
    );
    assert!(!folder.path().join("content/python/gil.md").exists());
    let all = read(folder.path(), "content/all.md");
    let body = all.split("+++\n").nth(2).unwrap();
    assert_eq!(
        body,
        "[a](python/threads/lock.md#why 'gil') [`](python/gil.md)`](<python/threads/lock.md>) [r][g] [g] [[python/threads/lock]] [[python/threads/lock#why|text]]\n\n\
         | a |\n|---|\n| [[python/threads/lock\\|b]] |\n\n> [q](./python/threads/lock.md)\n> and <a href=\"python/threads/lock.md#why\">html</a>\n\n[g]: python/threads/lock.md \"python/gil.md\"\n"
    );
    let locks = read(folder.path(), "content/python/locks.md");
    assert!(locks.contains("requires = [\"python/threads/lock\"]\n"), "{locks}");
    assert!(locks.contains("summary = \"After [[python/threads/lock]], \\\"[it](threads/lock.md)\\\".\"\n"), "{locks}");
    let http = read(folder.path(), "content/web/http.md");
    assert!(
        http.contains("requires = ['python/threads/lock.md']\n") && http.contains("(../python/threads/lock.md#why)")
    );
}

#[test]
fn a_topic_that_comes_back_has_one_old_address_and_its_first_identity() {
    let folder = on_disk(&guide());
    moved(folder.path(), &["content/python/gil.md", "web/"]);
    let there = read(folder.path(), "content/web/gil.md");
    assert!(there.contains("id = \"python/gil\"\naliases = [\"python/gil.html\"]\n"), "{there}");
    moved(folder.path(), &["web/gil", "./python/gil.md"]);
    let back = read(folder.path(), "content/python/gil.md");
    assert!(back.contains("id = \"python/gil\"\naliases = [\"web/gil.html\"]\n"), "{back}");
    moved(folder.path(), &["python/gil", "python/lock"]);
    let last = read(folder.path(), "content/python/lock.md");
    assert!(last.contains("aliases = [\"web/gil.html\", \"python/gil.html\"]\n"), "{last}");
}

#[test]
fn a_draft_gets_no_old_address_and_marks_and_line_ends_stay() {
    let text =
        "\u{feff}+++\r\ntitle = \"Draft\"\r\ndifficulty = \"basic\"\r\ndraft = true\r\n+++\r\n[gil](python/gil.md)\r\n";
    let folder = on_disk(&guide().file("content/draft.md", text).topic_with("own", "id = \"mine\"\naliases = []", ""));
    moved(folder.path(), &["draft", "web/draft"]);
    let expected =
        text.replace("\"Draft\"\r\n", "\"Draft\"\r\nid = \"draft\"\r\n").replace("python/gil", "../python/gil");
    assert_eq!(read(folder.path(), "content/web/draft.md"), expected);
    moved(folder.path(), &["own", "web/own"]);
    assert!(read(folder.path(), "content/web/own.md").contains("id = \"mine\"\naliases = [\"own.html\"]\n+++"));
}

#[test]
fn a_dry_run_shows_what_git_can_apply_and_writes_nothing() {
    for arguments in
        [["python/gil", "new/lock"], ["python/", "lang/python"], ["tag:threads", "tag:memory"], ["python/x.py", "web/"]]
    {
        let (shown, done) = (on_disk(&guide()), on_disk(&guide()));
        let before = files(shown.path());
        let diff = mv(shown.path(), &[&arguments[..], &[".", "--dry-run"]].concat());
        assert!(diff.status.success(), "{}", stderr(&diff));
        assert_eq!(files(shown.path()), before);
        assert!(!shown.path().join(".studybook/changes.json").exists());
        fs::write(shown.path().join("diff"), &diff.stdout).unwrap();
        let git = |arguments: &[&str]| Command::new("git").args(arguments).current_dir(shown.path()).output().unwrap();
        git(&["init", "-q"]);
        let applied = git(&["apply", "diff"]);
        assert!(applied.status.success(), "{}\n{}", stderr(&applied), stdout(&diff));
        fs::remove_file(shown.path().join("diff")).unwrap();
        moved(done.path(), &arguments);
        assert_eq!(files(shown.path()), files(done.path()), "{arguments:?}");
    }
}

#[test]
fn a_chapter_moves_as_a_folder_with_all_that_lies_in_it() {
    let guide = guide().file("content/python/.notes", "hidden").file("content/python/old.bak", "backup");
    let folder = on_disk(&guide.topic("paper", "[p](print/python.html) [c](python/) [[python]]\n"));
    moved(folder.path(), &["python", "lang/py"]);
    let now = files(folder.path());
    assert_eq!((now["content/lang/py/.notes"].as_str(), now["content/lang/py/old.bak"].as_str()), ("hidden", "backup"));
    assert!(!folder.path().join("content/python").exists());
    assert!(
        now["content/paper.md"].ends_with("[p](print/lang/py.html) [c](lang/py/) [[lang/py]]\n"),
        "{}",
        now["content/paper.md"]
    );
    assert!(now["content/lang/py/index.md"].contains("aliases = [\"python/index.html\"]\n"));
    assert!(!now["content/lang/py/index.md"].contains("id ="));
    assert!(
        now["content/lang/py/gil.md"]
            .contains("[locks](locks.md#why \"locks.md\"), ![lock](pics/lock.png) and [the web](../../web/index.md)")
    );
    assert!(now["content/lang/py/locks.md"].contains("requires = [\"lang/py/gil\"]"));
    assert!(now.contains_key("content/lang/index.md"));
}

#[test]
fn a_file_beside_topics_moves_with_its_links() {
    let folder = on_disk(&guide());
    moved(folder.path(), &["python/pics/lock.png", "web/key.png"]);
    moved(folder.path(), &["python/x.py", "python/code/"]);
    let gil = read(folder.path(), "content/python/gil.md");
    assert!(gil.contains("![lock](../web/key.png)") && gil.contains("from=\"code/x.py\""), "{gil}");
}

#[test]
fn a_tag_gets_another_name_or_becomes_one_with_another() {
    let linked = || guide().topic_with("both", "tags = [\"threads\", \"memory\"]", "[t](tags/threads.html)\n");
    let folder = on_disk(&linked());
    moved(folder.path(), &["tag:threads", "tag:locks"]);
    assert!(read(folder.path(), "book.toml").contains("\nlocks = { label = \"Threads\" }\n"));
    let both = read(folder.path(), "content/both.md");
    assert!(both.contains("tags = [\"locks\", \"memory\"]") && both.contains("(tags/locks.html)"), "{both}");
    let folder = on_disk(&linked());
    moved(folder.path(), &["tag:threads", "tag:memory"]);
    assert!(!read(folder.path(), "book.toml").contains("threads"));
    let both = read(folder.path(), "content/both.md");
    assert!(both.contains("tags = [\"memory\"]") && both.contains("(tags/memory.html)"), "{both}");
    assert!(read(folder.path(), "content/python/gil.md").contains("tags = [\"memory\"]"));
}

#[test]
fn a_tag_is_found_however_it_is_declared() {
    let declared = [
        (
            "[tags.threads]\nlabel = \"T\"\n\n[tags.memory]\nlabel = \"M\"\n",
            "[tags.x]\nlabel = \"T\"\n\n[tags.memory]\nlabel = \"M\"\n",
            "[tags.memory]\nlabel = \"M\"\n",
        ),
        (
            "[tags]\nthreads.label = \"T\"\nthreads.description = \"D\"\nmemory.label = \"M\"\n",
            "[tags]\nx.label = \"T\"\nx.description = \"D\"\nmemory.label = \"M\"\n",
            "",
        ),
        (
            "[tags]\n'threads' = { label = \"T\" } # first\nmemory = { label = \"M\" }\n",
            "[tags]\n'x' = { label = \"T\" } # first\nmemory = { label = \"M\" }\n",
            "[tags]\nmemory = { label = \"M\" }\n",
        ),
    ];
    for (before, renamed, merged) in declared {
        let book = |tags: &str| format!("[book]\ntitle = \"Guide\"\n\n{tags}");
        let guide = || TestGuide::new().book(&book(before)).topic("a", "").topic_with("b", "tags = [\"memory\"]", "");
        let folder = on_disk(&guide());
        moved(folder.path(), &["tag:threads", "tag:x"]);
        assert_eq!(read(folder.path(), "book.toml"), book(renamed));
        let folder = on_disk(&guide());
        if merged.is_empty() {
            let output = mv(folder.path(), &["tag:threads", "tag:memory"]);
            assert!(stderr(&output).contains("in a way that only you can change"), "{}", stderr(&output));
        } else {
            moved(folder.path(), &["tag:threads", "tag:memory"]);
            assert_eq!(read(folder.path(), "book.toml"), book(merged));
        }
    }
}

#[test]
fn a_level_gets_another_name_also_where_the_guide_names_none() {
    let folder = on_disk(&guide().topic("list", "[l](difficulty/basic.html)\n"));
    moved(folder.path(), &["level:basic", "level:first-steps"]);
    let book = read(folder.path(), "book.toml");
    assert!(
        book.contains(
            "\n[[difficulty]]\nid = \"first-steps\"\nlabel = \"Basic\"\n\n[[difficulty]]\nid = \"intermediate\"\n"
        ),
        "{book}"
    );
    moved(folder.path(), &["level:first-steps", "level:easy"]);
    assert!(read(folder.path(), "book.toml").contains("id = \"easy\"\nlabel = \"Basic\"\n"));
    let list = read(folder.path(), "content/list.md");
    assert!(list.contains("difficulty = \"easy\"") && list.contains("(difficulty/easy.html)"), "{list}");
}

#[test]
fn settings_that_name_what_moves_follow() {
    let book = format!("{TWO_TAGS}\n[examples.python]\nenvironments = {{ e = \"content/python/x.py\" }}\n")
        .replace("title = \"Guide\"", "title = \"Guide\"\nexclude = [\"python/raw/**\", \"*.psd\"]");
    let folder = on_disk(
        &guide().book(&format!("{book}\n[markdown]\nhtml = true\n")).file("content/python/raw/a.md", "no topic"),
    );
    moved(folder.path(), &["python", "py"]);
    let book = read(folder.path(), "book.toml");
    assert!(book.contains("exclude = [\"py/raw/**\", \"*.psd\"]") && book.contains("\"content/py/x.py\""), "{book}");
}

#[test]
fn a_page_that_is_no_topic_moves_and_lines_of_all_pages_follow() {
    let head = "title = \"Guide\"\nlogo = \"content/python/pics/lock.png\"\nfooter = 'See [\"it\"](python/gil.md) and [[python/gil|that]], [tag](tags/memory.html), [imprint](imprint.md).'";
    let book = format!("{}\n[markdown]\nhtml = true\n", TWO_TAGS.replace("title = \"Guide\"", head));
    let page = "+++\ntitle = \"Imprint\"\nkind = \"page\"\n+++\n[gil](python/gil.md)\n";
    let guide = guide().book(&book).file("content/imprint.md", page).topic("to", "[i](imprint.md)\n");
    let folder = on_disk(&guide);
    moved(folder.path(), &["imprint", "web/legal"]);
    let expected =
        page.replace("Imprint\"\n", "Imprint\"\naliases = [\"imprint.html\"]\n").replace("(python", "(../python");
    assert_eq!(read(folder.path(), "content/web/legal.md"), expected);
    moved(folder.path(), &["python/", "lang/py"]);
    moved(folder.path(), &["tag:memory", "tag:ram"]);
    let book = read(folder.path(), "book.toml");
    assert!(book.contains("logo = \"content/lang/py/pics/lock.png\"\n"), "{book}");
    let footer = "footer = 'See [\"it\"](lang/py/gil.md) and [[lang/py/gil|that]], [tag](tags/ram.html), [imprint](web/legal.md).'\n";
    assert!(book.contains(footer), "{book}");
}

#[test]
fn what_cannot_be_moved_is_told_and_nothing_changes() {
    let guide = guide().topic_with("named", "id = \"web/new\"\naliases = [\"web/taken.html\"]", "").topic("python", "");
    let folder = on_disk(&guide);
    let before = files(folder.path());
    // Codes: nothing-to-move, cannot-move, topic-exists.
    for (from, to, told) in [
        (
            "python/gli",
            "web/gil",
            "error[nothing-to-move]: nothing in the guide is called `python/gli`\nhint: did you mean `python/gil`?",
        ),
        ("web/gil", "web/x", "did you mean `python/gil`?"),
        ("tag:thread", "tag:x", "did you mean `tag:threads`?"),
        ("level:basics", "level:x", "did you mean `level:basic`?"),
        ("python/gil", "web/http", "error[topic-exists]: `content/web/http.md` is there already"),
        ("python/gil", "python/gil.md", "cannot become `python/gil.md`: it is there already"),
        ("python/gil", "../gil", "that lies outside `content/`"),
        ("/etc/passwd", "x", "it lies outside `content/`"),
        ("python/gil", "web", "there is a folder of that name\nhint: to move it into that folder, write `web/`"),
        ("python/gil", "web/The GIL", "it becomes an address\nhint: write it as in `web/the-gil`"),
        ("python/gil", "web/index", "is the page of a chapter"),
        ("python/gil", "tags/gil", "the site has pages of that name"),
        ("python/gil", "web/new", "`web/new` is the id of `content/named.md`"),
        ("python/gil", "web/taken", "the page `web/taken.html` is that of"),
        (
            "python",
            "x",
            "it is a topic and a chapter\nhint: write `python.md` for the topic, or `python/` for the chapter",
        ),
        ("python/", "python/inner/python", "a chapter does not go into itself"),
        ("python/", "web", "there is a folder of that name"),
        ("python/index.md", "web/x", "it is the page of its chapter\nhint: to move the chapter, write `python/`"),
        ("index", "web/x", "it is the home page"),
        ("python/x.py", "web/x.md", "files that end in `.md` are topics"),
        ("python/x.py", "web/.x.py", "files of that name are no part of a guide"),
        ("tag:threads", "tag:C++", "it would be part of an address\nhint: write it as in `tag:cpp`"),
        ("tag:threads", "web/x", "one is a path and the other is none"),
        ("web/http", "tag:x", "one is a path and the other is none"),
        ("level:basic", "level:advanced", "there is a level of that name"),
        ("tag:threads", "tag:threads", "it has that name already"),
    ] {
        let output = mv(folder.path(), &[from, to]);
        assert_eq!(output.status.code(), Some(1), "{from} {to} {}", stdout(&output));
        assert!(stderr(&output).contains(told), "{from} {to}\n{told}\n{}", stderr(&output));
        assert_eq!(files(folder.path()), before, "{from} {to}");
    }
}

#[test]
fn a_guide_that_cannot_be_read_is_not_changed() {
    let folder = on_disk(&guide().file("content/web/torn.md", "+++\ntitle = \"T\n+++\n"));
    let before = files(folder.path());
    let output = mv(folder.path(), &["python/gil", "web/gil"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("error[toml-syntax]"), "{}", stderr(&output));
    assert_eq!(files(folder.path()), before);
    let empty = tempfile::tempdir().unwrap();
    assert!(stderr(&mv(empty.path(), &["a", "b"])).contains("error[no-book]"));
    assert_eq!(fs::read_dir(empty.path()).unwrap().count(), 0);
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_is_neither_moved_nor_written_through() {
    let folder =
        on_disk(&guide().file("real/b.md", "+++\ntitle = \"B\"\ndifficulty = \"basic\"\n+++\n[gil](python/gil.md)\n"));
    std::os::unix::fs::symlink("../real/b.md", folder.path().join("content/b.md")).unwrap();
    let before = files(folder.path());
    let told = stderr(&mv(folder.path(), &["b", "web/b"]));
    assert!(told.contains("`content/b.md` is a symbolic link"), "{told}");
    let told = stderr(&mv(folder.path(), &["python/gil", "web/gil"]));
    assert!(told.contains("content/b.md"), "{told}");
    assert_eq!(files(folder.path()), before);
}

#[test]
fn a_move_that_is_killed_is_taken_back_by_the_next_command() {
    // Codes: move-busy, move-taken-back, move-left.
    let many = (0..60).fold(guide(), |guide, n| guide.topic(&format!("more/t{n}"), "[gil](../python/gil.md)\n"));
    let many = many.chapter("more", "More");
    let done = on_disk(&many);
    moved(done.path(), &["python/gil", "web/gil"]);
    let (before, after) = (files(on_disk(&many).path()), files(done.path()));
    for tenth in 0..10 {
        let folder = on_disk(&many);
        let mut child = Command::new(env!("CARGO_BIN_EXE_studybook"))
            .args(["mv", "python/gil", "web/gil"])
            .current_dir(folder.path())
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        // It is killed when it has written about so many files.
        let record = folder.path().join(".studybook/changes.json");
        let changed = || files(folder.path()).iter().filter(|(path, text)| before.get(*path) != Some(*text)).count();
        while child.try_wait().unwrap().is_none() && !(record.exists() && changed() >= tenth * 6) {
            std::thread::yield_now();
        }
        let _ = child.kill();
        child.wait().unwrap();
        let check = studybook(folder.path(), &["check"]);
        assert!(check.status.success(), "{}", stderr(&check));
        let now = files(folder.path());
        assert!(now == before || now == after, "{tenth}: {:?}", stderr(&check));
        assert!(!record.exists());
        if stderr(&check).contains("taken back") {
            assert!(stderr(&check).contains(
                "warning[move-taken-back]: a change was cut short and is taken back: `python/gil` to `web/gil`"
            ));
        }
    }
}

#[test]
fn two_moves_at_once_do_not_meet() {
    let folder = on_disk(&guide());
    let (held, _) = studybook::write::changes::Changes::begin(folder.path()).unwrap();
    let output = mv(folder.path(), &["python/gil", "web/gil"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("error[move-busy]: another `studybook mv` is at work"), "{}", stderr(&output));
    drop(held);
    moved(folder.path(), &["python/gil", "web/gil"]);
}

#[test]
fn records_of_cards_stay_valid() {
    let body = "```python title=\"Add\"\nprint(1 + 1)\n```\n\n```output\n2\n```\n\n## Q {.questions}\n\nWhy?\n: So.\n";
    let folder = on_disk(&guide().topic_with("python/add", "summary = \"Sum.\"", body));
    studybook(folder.path(), &["build"]);
    let cards = |folder: &Path| {
        let json: serde_json::Value = serde_json::from_str(&read(folder, "site/topics.json")).unwrap();
        let ids = json["cards"].as_array().unwrap().iter().map(|card| card["id"].as_str().unwrap().to_owned());
        ids.collect::<BTreeSet<String>>()
    };
    let before = cards(folder.path());
    assert!(before.contains("python/add"), "{before:?}");
    moved(folder.path(), &["python/add", "web/sum"]);
    studybook(folder.path(), &["build"]);
    assert_eq!(cards(folder.path()), before);
    let since = studybook(folder.path(), &["check", "--since", "site/topics.json"]);
    assert!(!stderr(&since).contains("address-gone"), "{}", stderr(&since));
}

#[test]
fn marks_of_examples_stay_valid_also_if_their_set_up_moves() {
    if interpreters::default().is_none() {
        return;
    }
    let book = format!(
        "{TWO_TAGS}\n[examples.python]\nenvironments = {{ e = \"content/python/set_up.py\" }}\n\n[markdown]\nhtml = true\n"
    );
    let body = "```python env=e\nprint(x)\n```\n\n```output\n1\n```\n\n```python\nprint(2)\n```\n\n```output\n2\n```\n";
    let folder = on_disk(&guide().book(&book).topic("python/run", body).file("content/python/set_up.py", "x = 1\n"));
    let test = || assert!(studybook(folder.path(), &["test"]).status.success());
    test();
    let before = read(folder.path(), "examples.lock");
    moved(folder.path(), &["python/run", "web/run"]);
    assert_eq!(read(folder.path(), "examples.lock"), before);
    moved(folder.path(), &["python/", "lang/python"]);
    let moved = read(folder.path(), "examples.lock");
    assert_ne!(moved, before);
    fs::remove_file(folder.path().join("examples.lock")).unwrap();
    test();
    assert_eq!(read(folder.path(), "examples.lock"), moved);
}

/// Numbers that look like chance and come again.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

const CHAPTERS: [&str; 6] = ["", "py", "py/con", "web", "web/old stuff", "é"];

fn joined(chapter: &str, name: &str) -> String {
    if chapter.is_empty() { name.to_owned() } else { format!("{chapter}/{name}") }
}

fn encoded(path: &str) -> String {
    let mut url = String::new();
    studybook::path::encode_path(path, &mut url);
    url
}

/// A guide by chance in which nothing is wrong, and its topics and assets.
fn by_chance(chance: &mut Chance) -> (TestGuide, Vec<String>, Vec<String>) {
    let mut topics: Vec<String> = Vec::new();
    let mut assets: Vec<String> = Vec::new();
    for chapter in CHAPTERS {
        for number in 0..=chance.below(3) {
            topics.push(joined(chapter, &format!("t{number}")));
        }
        for number in 0..chance.below(3) {
            assets.push(joined(chapter, &format!("f {number}.txt")));
        }
    }
    let book = format!("{TWO_TAGS}\n[markdown]\nhtml = true\n");
    let mut guide = TestGuide::new().book(&book);
    for chapter in CHAPTERS.iter().filter(|it| !it.is_empty()) {
        guide = guide.chapter(chapter, &format!("Chapter {chapter}"));
    }
    for asset in &assets {
        guide = guide.file(&format!("content/{asset}"), format!("code of {asset}\n"));
    }
    for (index, topic) in topics.clone().iter().enumerate() {
        let folder = topic.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut body = String::from("## S {#s}\n\n");
        for number in 0..chance.below(7) {
            body.push_str(&link(chance, folder, &topics, &assets, number));
            body.push_str("\n\n");
        }
        let mut keys = format!("title = \"Topic {topic}\"\n");
        if chance.below(2) == 0 {
            keys.push_str(&format!("id = \"id{index}\"\n"));
        }
        keys.push_str(
            ["tags = [\"threads\"]\n", "tags = [\n  \"memory\", # one\n]\n", "tags = ['memory', \"threads\"]\n"]
                [chance.below(3)],
        );
        if index > 0 && chance.below(2) == 0 {
            let other = chance.below(index);
            keys.push_str(&format!("requires = [\"{}{}\"]\n", topics[other], [".md", ""][chance.below(2)]));
        }
        if chance.below(3) == 0 {
            let (wiki, url) = (chance.of(&topics).clone(), chance.of(&topics).clone());
            keys.push_str(&format!("summary = \"See [[{wiki}]] and [x](<{}.md>).\"\n", relative(&url, folder)));
        }
        if chance.below(4) == 0 {
            keys.push_str(&format!("aliases = [\"old/{index}\"]\n"));
        }
        guide = guide.topic_with(topic, &keys, &body);
    }
    // Both tags are used, whatever chance says.
    let guide = guide.topic("both", "").topic_with("both2", "tags = [\"memory\"]", "");
    (guide, topics, assets)
}

/// A link of any form to anything.
fn link(chance: &mut Chance, folder: &str, topics: &[String], assets: &[String], number: usize) -> String {
    let topic = chance.of(topics).clone();
    let chapter = *chance.of(&CHAPTERS[1..]);
    let section = ["", "#s"][chance.below(2)];
    let url = encoded(&relative(&format!("{topic}.md"), folder));
    let link = match chance.below(16) {
        0 => format!("[a]({url}{section} \"{topic}.md\")"),
        1 => format!("[a.md](<{}.md{section}>)", relative(&topic, folder)),
        2 => format!("[a][r{number}] and [r{number}]\n\n[r{number}]: {url}{section} 't'"),
        3 => format!("[[{topic}{section}]]"),
        4 => format!("[[{topic}.md{section}|text]]"),
        5 => format!("| a |\n|---|\n| [[{topic}\\|b]] [c]({url}) |"),
        6 => format!("[a](/{}.md{section})", encoded(&topic)),
        7 => format!("<a title='x.md' href='{url}{section}'>x</a>"),
        8 => format!("- > [a](\n  > {url})"),
        9 => format!("[c]({}/)", encoded(&relative(chapter, folder))),
        10 => format!("[c]({}) [[{chapter}]]", encoded(&relative(&format!("{chapter}/index.md"), folder))),
        11 => format!("[p]({})", encoded(&relative(&format!("print/{chapter}.html"), folder))),
        12 => {
            format!("[t]({}) [l]({})", relative("tags/memory.html", folder), relative("difficulty/basic.html", folder))
        }
        13 => format!("```quiz\nIs [it]({url})?\n- [x] yes\n- [ ] no\n```"),
        14 if !assets.is_empty() => {
            let asset = relative(&chance.of::<String>(assets).clone(), folder);
            format!("![p]({0}) [d](<{asset}>) <img src=\"{0}\" alt=\"x\">", encoded(&asset))
        }
        15 if !assets.is_empty() => {
            format!("```text from=\"{}\"\n```", relative(&chance.of::<String>(assets).clone(), folder))
        }
        _ => "No link.".to_owned(),
    };
    if chance.below(5) == 0 && !link.contains('\n') { format!("**{link}** `[x]({topic}.md)`") } else { link }
}

/// A move by chance.
fn move_by_chance(chance: &mut Chance, topics: &[String], assets: &[String]) -> (String, String) {
    let goals = ["", "py", "py/con", "web", "new", "new/er", "é"];
    let goal = |chance: &mut Chance, name: &str| joined(chance.of::<&str>(&goals), name);
    match chance.below(8) {
        0..=2 => {
            let name = ["moved", "t9"][chance.below(2)];
            (chance.of(topics).clone(), goal(chance, name))
        }
        3 => (format!("{}.md", chance.of(topics)), format!("{}/", chance.of(&goals[1..]))),
        4 => (format!("{}/", chance.of(&CHAPTERS[1..])), goal(chance, "folder")),
        5 if !assets.is_empty() => (chance.of(assets).clone(), goal(chance, "Moved file.txt")),
        6 => ("tag:memory".to_owned(), ["tag:other", "tag:threads"][chance.below(2)].to_owned()),
        _ => ("level:basic".to_owned(), "level:easy".to_owned()),
    }
}

/// What each file's links lead to, by what is there and not by what it is called.
fn leads(state: &State, inputs: &Inputs) -> BTreeMap<String, Vec<String>> {
    let guide = &state.guide;
    let named = |target: &Target| match target {
        Target::Topic(index, at) => format!("{} {at:?}", guide.topics[*index].topic.title.text),
        Target::Chapter(index, at) => format!("{} {at:?}", guide.chapters[*index].title.text),
        Target::Asset(path, _) => {
            let asset = inputs.assets.iter().find(|asset| asset.path == path.as_str());
            asset.map_or_else(
                || path.folder().split('/').next().unwrap().to_owned(),
                |it| String::from_utf8_lossy(&it.bytes).into_owned(),
            )
        }
        other => format!("{other:?}"),
    };
    let mut all = BTreeMap::new();
    for (entry, targets) in guide.topics.iter().zip(&state.links.topics) {
        let mut found: Vec<String> = targets.iter().map(named).collect();
        let requires = entry.requires.iter().map(|&index| format!("requires {}", guide.topics[index].topic.title.text));
        found.extend(requires);
        found.extend(entry.topic.document.code.iter().map(|block| block.code.clone()));
        found.push(entry.id.clone());
        all.insert(entry.topic.title.text.clone(), found);
    }
    all
}

/// The codes of what a whole build has to say.
fn problems(inputs: &Inputs) -> BTreeSet<&'static str> {
    let mut report = Report::new();
    pipeline::build(inputs, &Options { without_cards: true, ..Options::default() }, &mut |_| {}, &mut report);
    report.sorted().into_iter().map(|problem| problem.message.code()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn links_lead_where_they_led_and_no_problem_comes(seed in any::<u64>()) {
        let mut chance = Chance(seed);
        let (guide, topics, assets) = by_chance(&mut chance);
        let mut inputs = guide.inputs();
        inputs.assets.sort_by(|a, b| a.path.cmp(&b.path));
        let state = proof::read(&inputs, &Options::default()).unwrap();
        let told: Vec<String> = state.report.sorted().iter().map(|it| it.message.to_string()).collect();
        prop_assert_eq!(told, Vec::<String>::new());
        let mut moves = Vec::new();
        for _ in 0..3 {
            let before = proof::read(&inputs, &Options::default()).unwrap();
            let (from, to) = move_by_chance(&mut chance, &topics, &assets);
            let typed = Typed { from: &from, to: &to };
            // It may be the place of another one.
            let Ok(map) = names::read(typed, &inputs, &before.guide) else { continue };
            let plan = plan::plan(&map, &inputs, &before.guide).map_err(|it| TestCaseError::fail(it.to_string()))?;
            let applied = plan.applied(&inputs);
            let checked = proof::check(&map, &plan, &inputs, &before, &applied);
            match checked.map_err(|message| message.to_string()) {
                // A chapter that would be left without topics has no such page; and the place may be an old address of another.
                Err(told) if told.contains("no page for paper") || told.contains("is that of") => continue,
                checked => prop_assert!(checked.is_ok(), "{} {}: {}", from, to, checked.unwrap_err()),
            }
            let after = proof::read(&applied, &Options::default()).unwrap();
            prop_assert_eq!(leads(&before, &inputs), leads(&after, &applied), "{} {}", from, to);
            moves.push((from, to));
            inputs = applied;
        }
        // A chapter may be left without topics.
        let told: BTreeSet<&str> = problems(&inputs).into_iter().filter(|code| *code != "empty-chapter").collect();
        prop_assert!(told.is_empty(), "{:?}: {:?}", moves, told);
    }
}
