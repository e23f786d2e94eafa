//! `studybook import`: our own fixtures in the layouts that people use. Whatever is imported passes `check`, and a second
//! run adds nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use studybook::import::questions::list;
use studybook::path::SourcePath;
use studybook::problem::report::{Report, Texts};
use studybook::reading::inputs::TextFile;
use walkdir::WalkDir;

use crate::guide::{TestGuide, stderr, stdout, studybook};

const BOOK: &str =
    "[book]\ntitle = \"G\"\n\n[tags]\nthreads = { label = \"Threads\" }\nlists = { label = \"Lists\" }\n";

struct Imported {
    folder: tempfile::TempDir,
    shown: String,
    told: String,
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/import").join(name)
}

fn guide() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    TestGuide::new().book(BOOK).on_disk(folder.path());
    folder
}

/// Imports into a new guide, and asserts what holds for every import.
#[track_caller]
fn import(name: &str, more: &[&str]) -> Imported {
    let folder = guide();
    let file = fixture(name);
    let arguments = [&["import", file.to_str().unwrap()], more].concat();
    let dry = studybook(folder.path(), &[arguments.as_slice(), &["--dry-run"]].concat());
    assert!(dry.status.success(), "{}", stderr(&dry));
    assert_eq!(files(folder.path()).len(), 2, "a dry run writes nothing");
    let output = studybook(folder.path(), &arguments);
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(
        stdout(&output).split_once(' ').unwrap().1.lines().next(),
        stdout(&dry).split_once("add ").unwrap().1.lines().next()
    );
    let check = studybook(folder.path(), &["check"]);
    assert!(check.status.success(), "{}", stderr(&check));
    let before = files(folder.path());
    let again = studybook(folder.path(), &arguments);
    assert!(stdout(&again).starts_with("added 0 topics"), "{}", stdout(&again));
    assert_eq!(files(folder.path()), before);
    Imported { folder, shown: stdout(&dry), told: stderr(&output) }
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    entries
        .map(|entry| {
            let name = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            (name, fs::read(entry.path()).unwrap())
        })
        .collect()
}

impl Imported {
    #[track_caller]
    fn file(&self, name: &str) -> String {
        let path = self.folder.path().join("content").join(name);
        let there: Vec<String> = files(self.folder.path()).into_keys().collect();
        fs::read_to_string(path).unwrap_or_else(|_| panic!("no {name} among {there:?}"))
    }

    #[track_caller]
    fn says(&self, expected: &str) {
        assert!(self.told.contains(expected), "expected\n{expected}\nin\n{}", self.told);
    }
}

#[test]
fn a_list_becomes_a_topic_for_each_question() {
    let it = import("numbered.md", &[]);
    insta::assert_snapshot!("import_numbered", it.shown);
    let gil = it.file("threads/gil.md");
    assert!(gil.contains("title = \"What is the GIL?\"\n") && gil.contains("asks = [\"Explain the GIL.\"]"), "{gil}");
    assert!(
        gil.contains("difficulty = \"basic\"\ntags = [\"threads\"]\n") && gil.contains("id = \"threads.gil\""),
        "{gil}"
    );
    let pool = it.file("threads/implement-thread-pool.md");
    assert!(pool.contains("difficulty = \"advanced\""), "the heading says so: {pool}");
    assert!(
        it.file("threads/race-condition.md")
            .contains("summary = \"Two threads that change one thing, and the result depends on who is first.\"\n")
    );
    assert!(it.file("threads/deadlock.md").contains("```python\na.acquire(); b.acquire()\n```"));
    assert!(
        it.file("threads/why-slot-save-memory-5-6.md")
            .contains("title = \"Why does `__slots__` save memory, and \\\\$5 or \\\\$6?\"")
    );
    assert!(it.file("lists/sorting/list-sorted.md").contains("[creating](../creating/create-list.md)"));
    it.says("tags that are not declared were left out: `creating` (2 topics), `sorting` (1 topic)");
    it.says("not carried over: the part `Contributing`");
}

#[test]
fn a_readme_gives_headings_as_questions_and_their_answers() {
    let it = import("readme.md", &[]);
    let closure = it.file("functions/closure.md");
    assert!(closure.contains("See [the next one](name-two-use-closure.md),\n[the docs](https://docs.python.org/3/) and **nothing** else.\n\n## Details"), "{closure}");
    assert!(closure.ends_with("[^cell]: One cell for each name.\n"), "no way back to the top: {closure}");
    let uses = it.file("functions/name-two-use-closure.md");
    assert!(uses.contains("summary = \"**Answer: callbacks and decorators**\"\n"), "{uses}");
    assert!(uses.ends_with("+++\n\n```js\n[[1, 2]].map(f)\n```\n"), "{uses}");
    // Questions about code are one only if the code is.
    assert!(it.file("functions/print.md").contains("print(1)") && it.file("functions/print-2.md").contains("print(2)"));
}

#[test]
fn folded_and_spoken_answers_are_found() {
    let it = import("folded.md", &["--chapter", "python"]);
    let count = it.file("python/memory/reference-count.md");
    assert!(count.contains("summary = \"How many names hold an object.\"\n"), "{count}");
    let weakref = it.file("python/memory/weakref.md");
    assert!(weakref.contains("title = \"What is a `weakref`?\"") && weakref.ends_with(" Broken\n"), "{weakref}");
    assert!(it.file("python/asked-aloud/stack.md").contains("summary = \"Last in, first out.\"\n"));
    assert!(it.file("python/asked-aloud/queue.md").contains("summary = \"First in, first out.\"\n"));
    assert!(it.file("python/index.md").contains("title = \"Python\""));
    it.says("not carried over: the link `missing.md`");
}

/// Every topic of an import, and what was told: its front matter's first keys and its body.
fn all(it: &Imported) -> String {
    let mut out = it.told.replace(env!("CARGO_MANIFEST_DIR"), "");
    for (name, bytes) in files(&it.folder.path().join("content")) {
        if name.ends_with(".md") && name != "index.md" {
            out.push_str(&format!("=== {name}\n{}", String::from_utf8(bytes).unwrap()));
        }
    }
    out
}

#[test]
fn items_that_are_headings_under_a_table_of_contents() {
    let it = import("table.md", &[]);
    assert!(it.folder.path().join("content/pictures/wall.svg").exists(), "a picture beside the file comes along");
    insta::assert_snapshot!("import_table", all(&it));
}

#[test]
fn numbered_headings_with_folded_answers() {
    insta::assert_snapshot!("import_quiz", all(&import("quiz.md", &[])));
}

#[test]
fn folded_questions_in_bold_wrappers() {
    insta::assert_snapshot!("import_exercises", all(&import("exercises.md", &[])));
}

#[test]
fn headings_marked_with_a_q_between_numbered_sections() {
    insta::assert_snapshot!("import_marked", all(&import("marked.md", &[])));
}

#[test]
fn bold_questions_and_spoken_ones() {
    insta::assert_snapshot!("import_spoken", all(&import("spoken.md", &[])));
}

#[test]
fn a_list_of_which_nothing_asks() {
    insta::assert_snapshot!("import_bare", all(&import("bare.md", &[])));
}

#[test]
fn a_book_keeps_its_chapters_links_pictures_and_addresses() {
    let it = import("book", &[]);
    assert!(it.file("guide/getting-started/index.md").contains("title = \"Getting started\""));
    let install = it.file("guide/getting-started/install.md");
    assert!(install.contains("title = \"How to install it\"\nshort = \"Install\"\n"), "{install}");
    assert!(install.contains("aliases = [\"guide/install.html\"]"), "{install}");
    assert!(install.contains("```rust hide=\"1\"\nuse hidden::line;\nfn main() {}\n```"), "{install}");
    assert!(install.contains("\nShared *by all* pages.\n"), "{install}");
    assert!(install.contains("```rust\nfn greet() {\n    println!(\"Hello\");\n}\n```"), "{install}");
    let hidden = "- In a list:\n\n  ```rust hide=\"1-8\"\n  use std::fmt;\n\n  // ANCHOR: greet\n  fn greet() {\n";
    assert!(install.contains(hidden), "{install}");
    assert!(install.contains("{{#include ../../../outside.md}} and {{#quiz ../quizzes/one.toml}}"), "{install}");
    assert!(install.contains("Gone, [settings](../../reference/settings.md) and [start](index.md)."), "{install}");
    let introduction = it.file("introduction.md");
    assert!(introduction.contains("[installing](guide/getting-started/install.md#on-linux)"), "{introduction}");
    assert!(introduction.contains("![a picture](img/one.svg)"), "{introduction}");
    assert!(it.folder.path().join("content/img/one.svg").exists());
    assert!(it.file("contributors.md").contains("title = \"Contributors\""), "a last chapter belongs to no part");
    it.says("not carried over: `{{#include ../../../outside.md}}`");
    it.says("guide/install.md:22:1");
    it.says("not carried over: `{{#quiz ../quizzes/one.toml}}`");
    assert!(!it.told.contains("shared.md"), "{}", it.told);
    it.says("not carried over: the draft chapter `Coming soon`");
    it.says("hint: write it and import again");
}

#[test]
fn a_site_keeps_its_navigation_and_its_admonitions_become_alerts() {
    let it = import("mkdocs", &["--from", "mkdocs"]);
    let threads = it.file("guide/threads.md");
    assert!(threads.contains("title = \"What is a thread?\"\nshort = \"Threads\"\n"), "{threads}");
    assert!(threads.contains("tags = [\"threads\"]\nsummary = \"One line of control among several.\"\n"), "{threads}");
    assert!(threads.contains("updated = 2026-01-02\n"), "{threads}");
    assert!(
        threads.contains(
            "> [!CAUTION]\n> **Careful**\n>\n> Two threads, one name.\n>\n> See [locks](advanced/locks.md#use).\n"
        ),
        "{threads}"
    );
    assert!(threads.contains("**Python**\n\n```python lines hl=\"1\"\nimport threading\n```"), "{threads}");
    let locks = it.file("guide/advanced/locks.md");
    assert!(locks.contains("aliases = [\"guide/locks/index.html\"]"), "{locks}");
    assert!(locks.contains("![lock](../../img/lock.png)"), "{locks}");
    for lost in [
        "tabs",
        "blocks that fold",
        "`--8<-- \"shared.md\"`",
        "`hide` of the front matter",
        "pages that the navigation does not list",
        "icons",
    ] {
        it.says(&format!("not carried over: {lost}"));
    }
    it.says("under `[tags]` first\n  unknown-tag = { label = \"unknown tag\" }");
}

#[test]
fn notes_keep_their_identity_decks_and_tags() {
    let it = import("notes.txt", &[]);
    let gil = it.file("python/threads/gil.md");
    assert!(gil.contains("id = \"anki:a{b!1\"") && gil.contains("tags = [\"threads\"]"), "{gil}");
    assert!(
        gil.contains("summary = \"One lock.\"\n")
            && gil.ends_with("+++\n\nIt guards \"objects\".\n\n```text\nx < 1\n```\n"),
        "{gil}"
    );
    assert!(it.file("python/memory/free-object-once.md").contains("Reference counting frees objects at once"));
    it.says("not carried over: `[sound:gil.mp3]`");
    it.says("not carried over: the image `heap.png`");
    // Reworded in Anki, it is still the same note.
    let reworded = it.folder.path().join("notes.txt");
    fs::write(
        &reworded,
        fs::read_to_string(fixture("notes.txt")).unwrap().replace("What is the", "Whatever would be a"),
    )
    .unwrap();
    let again = studybook(it.folder.path(), &["import", "notes.txt"]);
    assert!(stdout(&again).starts_with("added 0 topics"), "{}", stdout(&again));
}

#[test]
fn comments_and_notes_without_a_question_are_told() {
    let folder = guide();
    let notes = "#separator:tab\nWhat is a list?\tOne.\n# kept by hand\n\"#include does what?\"\tCopies.\n<b></b>\tNo question.\n";
    fs::write(folder.path().join("notes.txt"), notes).unwrap();
    let output = studybook(folder.path(), &["import", "notes.txt"]);
    let told = stderr(&output);
    assert!(stdout(&output).starts_with("added 2 topics"), "{}{told}", stdout(&output));
    assert!(told.contains("the comment `# kept by hand`\n --> notes.txt:3:1"), "{told}");
    assert!(told.contains("the note `<b></b> No question.`, which has no question\n --> notes.txt:5:1"), "{told}");
}

#[test]
fn only_what_is_new_is_added_and_an_edited_file_stays() {
    let folder = guide();
    let list = folder.path().join("list.md");
    fs::write(&list, "## Threads\n\n1. What is the GIL?\n2. What is a lock?\n").unwrap();
    studybook(folder.path(), &["import", "list.md"]);
    let gil = folder.path().join("content/threads/gil.md");
    let edited =
        fs::read_to_string(&gil).unwrap().replace("What is the GIL?", "Why is there one lock?") + "\nMy own answer.\n";
    let edited = edited.replace("difficulty =", "asks = [\"What is the GIL?\"]\ndifficulty =");
    fs::write(&gil, &edited).unwrap();
    fs::write(&list, "## Threads\n\n1. What is the GIL?\n2. Explain a lock.\n3. What is a thread?\n").unwrap();
    let output = studybook(folder.path(), &["import", "list.md"]);
    assert!(
        stdout(&output).starts_with("added 1 topic; 2 there already\n  content/threads/thread.md"),
        "{}",
        stdout(&output)
    );
    assert!(
        stdout(&output).contains("Explain a lock.\n      99 % like a question of content/threads/lock.md"),
        "{}",
        stdout(&output)
    );
    assert_eq!(fs::read_to_string(&gil).unwrap(), edited);
}

#[test]
fn what_cannot_be_imported_is_told_and_nothing_written() {
    let folder = guide();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("prose.md", "# Notes\n\nNo question here.\n");
    write("mkdocs.yml", "nav: [\n");
    write("empty.md", "");
    fs::create_dir(folder.path().join("nothing")).unwrap();
    fs::write(folder.path().join("latin.md"), b"1. What is a\n2. caf\xe9?\n").unwrap();
    fs::write(folder.path().join("wide.md"), b"\xff\xfeW\0h\0").unwrap();
    fs::write(folder.path().join("zip.md"), b"PK\x03\x04\0\0").unwrap();
    let before = files(folder.path());
    for (arguments, expected) in [
        (&["import", "prose.md"][..], "no question found in `prose.md`"),
        (&["import", "mkdocs.yml"], "`mkdocs.yml` cannot be read as settings of MkDocs"),
        (&["import", "mkdocs.yml"], "hint: see whether it is whole"),
        (&["import", "prose.md", "--chapter", "My Notes"], "`--chapter My Notes` is no path of a chapter"),
        (&["import", "gone.md"], "cannot read `gone.md`"),
        (&["import", "empty.md"], "no question found in `empty.md`"),
        (&["import", "prose.md", "--from", "mdbook"], "chapters are what the list in `SUMMARY.md` links to"),
        (&["import", "prose.md", "--from", "mkdocs"], "hint: name `SUMMARY.md`, `mkdocs.yml` or the folder"),
        (&["import", "nothing"], "no `SUMMARY.md`, `mkdocs.yml` or `README.md` in the folder `nothing`"),
        (&["import", "latin.md"], "`latin.md` cannot be read as text: line 2 is not UTF-8\nhint: save it as UTF-8"),
        (&["import", "wide.md"], "`wide.md` cannot be read as text: it is UTF-16"),
        (&["import", "zip.md"], "`zip.md` cannot be read as text: it is a binary file"),
    ] {
        let output = studybook(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert!(stderr(&output).contains(expected), "{}", stderr(&output));
    }
    assert_eq!(files(folder.path()), before);
    // Their codes: nothing-found, nothing-to-begin, no-text, unreadable-source, bad-chapter; not-carried-over and tags-left-out are above.
    assert_eq!(studybook(folder.path(), &["import", "prose.md", "--from", "word"]).status.code(), Some(2));
}

#[test]
fn names_the_site_needs_for_itself_are_left_alone() {
    let folder = guide();
    let list = "## Tags\n\n1. What is a tag?\n\n## Print\n\n1. What is an index?\n";
    fs::write(folder.path().join("list.md"), list).unwrap();
    let output = studybook(folder.path(), &["import", "list.md"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(folder.path().join("content/tags-chapter/tag.md").exists());
    assert!(folder.path().join("content/print-chapter/index-2.md").exists());
    let build = studybook(folder.path(), &["build"]);
    assert!(build.status.success(), "{}", stderr(&build));
}

/// Writes a list into a new guide, imports it, and gives what came of it.
#[track_caller]
fn import_text(text: &str) -> Imported {
    let folder = guide();
    fs::write(folder.path().join("list.md"), text).unwrap();
    let output = studybook(folder.path(), &["import", "list.md"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let build = studybook(folder.path(), &["build"]);
    assert!(build.status.success(), "{}", stderr(&build));
    Imported { folder, shown: stdout(&output), told: stderr(&output) }
}

#[test]
fn a_heading_with_an_answer_beside_questions_is_one() {
    let it = import_text(
        "# Python\n\n## Basics\n\n### What is a list?\n\nOne.\n\n### Explain tuples\n\nTwo.\n\n### Lists vs tuples\n\n\
         Three.\n\n## Advanced\n\n### Metaclasses\n\nFour.\n",
    );
    for (name, level, answer) in [
        ("list/list.md", "basic", "One."),
        ("list/tuple.md", "basic", "Two."),
        ("list/list-vs-tuple.md", "basic", "Three."),
        ("list/metaclass.md", "advanced", "Four."),
    ] {
        let text = it.file(name);
        assert!(
            text.contains(&format!("summary = \"{answer}\"\n")) && text.contains(&format!("\"{level}\"")),
            "{text}"
        );
    }
    assert_eq!(it.told, "");
}

#[test]
fn a_heading_over_questions_is_a_chapter_however_deep_they_stand() {
    let it = import_text(
        "# Python\n\n## Lists\n\n### Creating\n\nWords.\n\n- How do you create a list?\n- How do you copy one?\n\n\
         ## What is a set?\n\n- What?\n\n\tUnordered:\n\n\t```python\n\tif x:\n\t\ty()\n\t```\n\n## Sets\n\n\
         - What is a frozen set?\n\n\tOne that stays:\n\n\t```make\n\ta:\n\t\tb\n\t```\n",
    );
    assert!(it.file("list/lists/creating/create-list.md").contains("title = \"How do you create a list?\""));
    assert!(it.file("list/set.md").contains("- What?"));
    assert!(it.file("list/sets/frozen-set.md").ends_with("\n\nOne that stays:\n\n```make\na:\n\tb\n```\n"));
    it.says("not carried over: what belongs to no question (line 7)");
}

#[test]
fn what_belongs_to_no_question_is_told_with_its_lines() {
    insta::assert_snapshot!("import_loose", all(&import("loose.md", &[])));
}

#[test]
fn a_question_folded_in_an_item_keeps_its_answer_and_code_its_columns() {
    insta::assert_snapshot!("import_indented", all(&import("indented.md", &[])));
}

#[test]
fn a_bare_answer_label_is_an_answer_if_nothing_follows() {
    let it = import_text("1. What is a list?\n\n   Answer.\n\n2. What is a set?\n\n   Answer: Unordered.\n");
    assert!(it.file("list/list.md").contains("summary = \"Answer.\"\n"));
    assert!(it.file("list/set.md").contains("summary = \"Unordered.\"\n"));
}

#[test]
fn an_answer_between_numbers_belongs_to_the_last() {
    let it = import_text(
        "1. What is a list?\n2. What is a set?\n\nUnordered.\n\n```python\nset()\n```\n\n3. What is a dict?\n\nWords.\n",
    );
    assert!(it.file("list/set.md").ends_with("+++\n\n```python\nset()\n```\n"));
    assert!(it.file("list/dict.md").contains("summary = \"Words.\"\n"), "of a list of one, what follows is the answer");
    assert!(it.file("list/list.md").ends_with("+++\n"));
}

#[test]
fn a_topic_with_another_title_is_known_by_its_id() {
    let folder = guide();
    let list = folder.path().join("rw.md");
    fs::write(&list, "- What is the alpha thing?\n- What is a beta?\n").unwrap();
    assert!(studybook(folder.path(), &["import", "rw.md"]).status.success());
    let alpha = folder.path().join("content/rw/alpha-thing.md");
    let text = fs::read_to_string(&alpha).unwrap();
    fs::write(&alpha, text.replace("What is the alpha thing?", "Which letter comes before all others?")).unwrap();
    let again = stdout(&studybook(folder.path(), &["import", "rw.md"]));
    assert!(again.starts_with("added 0 topics; 2 there already"), "{again}");
    assert!(again.contains("What is the alpha thing?\n      the same id as content/rw/alpha-thing.md"), "{again}");
    // Another question with such a name is new where the first is asked already.
    fs::write(&list, "- What is a beta?\n- What is the alpha thing?\n- Which thing is alpha, and for whom is it so?\n")
        .unwrap();
    let third = stdout(&studybook(folder.path(), &["import", "rw.md"]));
    assert!(third.starts_with("added 1 topic"), "{third}");
}

#[test]
fn a_chapter_that_the_site_needs_for_itself_is_refused() {
    let folder = guide();
    fs::write(folder.path().join("list.md"), "- What is a tag?\n").unwrap();
    fs::write(folder.path().join("tags.md"), "- What is a tag?\n").unwrap();
    let refused = studybook(folder.path(), &["import", "list.md", "--chapter", "tags"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(stderr(&refused).contains("write it as in `tags-chapter`"), "{}", stderr(&refused));
    assert!(studybook(folder.path(), &["import", "tags.md"]).status.success());
    assert!(folder.path().join("content/tags-chapter/tag.md").exists());
    assert!(studybook(folder.path(), &["build"]).status.success());
}

#[test]
fn a_book_says_where_it_lies_and_keeps_all_its_addresses() {
    let it = import("moved", &[]);
    insta::assert_snapshot!("import_moved", all(&it));
    let build = studybook(it.folder.path(), &["build"]);
    assert!(build.status.success(), "{}", stderr(&build));
    for old in ["ch1/index.html", "ch1/a.html", "old/a.html"] {
        assert!(it.folder.path().join("site").join(old).exists(), "{old}");
    }
}

#[test]
fn pages_that_were_folders_keep_their_addresses() {
    let it = import("folders", &["--from", "mkdocs"]);
    insta::assert_snapshot!("import_folders", all(&it));
    let build = studybook(it.folder.path(), &["build"]);
    assert!(build.status.success(), "{}", stderr(&build));
    for old in ["guide/start/index.html", "before/index.html"] {
        assert!(it.folder.path().join("site").join(old).exists(), "{old}");
    }
}

/// Pieces of READMEs; `@` is a word that occurs once.
const PIECES: [&str; 56] = [
    "# @\n",
    "## @\n",
    "### @\n",
    "#### @\n",
    "## What is @?\n",
    "### What is @?\n",
    "### Explain @ now\n",
    "## 3. What is @?\n",
    "## [What is @?](https://@.org)\n",
    "## Resources\n",
    "## Contributing\n",
    "### Table of contents\n",
    "@ @.\n@ @\n",
    "> @\n",
    "- @\n- @\n",
    "- What is @?\n- What is @?\n",
    "1. What is @?\n2. Explain @ @\n\n   @\n",
    "1. @\n   - What is @?\n   - What is @?\n\n   @\n",
    "- @\n\n  @\n  - What is @?\n  - Explain @ @\n  - @\n- @\n",
    "- [What is @?](https://@.org)\n- What is [@](@.md)?\n",
    "- [@](#@)\n",
    "- https://@.org\n\n  @\n- What is @?\n",
    "- ```python\n  @\n  ```\n- What is @?\n",
    "**What is @?**\n\n@\n",
    "Q: What is @?\nA: @\n",
    "Answer: @\n",
    "A. @\n",
    "<details>\n<summary>What is @?</summary>\n\n@\n\n</details>\n",
    "<details><summary>@</summary>\n@\n</details>\n",
    "<p>@</p><details><summary>@</summary>@</details><p>@</p>\n",
    "<details><summary>What is @?</summary>\n\n<details><summary>@</summary>\n\n@\n\n</details>\n\n@\n\n</details>\n\n@\n",
    "<details>\n  <summary>What is @?</summary>\n\n  ```python\n  def @():\n      return @\n  ```\n\n      @\n</details>\n",
    "<summary>@</summary>\n\n@\n",
    "1. <details><summary>What is @?</summary>\n\n   @\n\n   </details>\n2. <details>\n   <summary>@</summary>\n   @\n   </details>\n",
    "```python\n@ = 1\n```\n",
    "    @ = 2\n",
    "| # | Question | Answer |\n|---|---|---|\n| 1 | What is @? | @ |\n",
    "| Question | @ | @ |\n|---|---|---|\n| [What is @?](@.md) | @ | @ |\n| | @ | |\n",
    "| @ | @ |\n|---|---|\n| @ | @ |\n",
    "[@](#@) @ ![@](@.png)\n",
    "<!-- @ -->\n",
    "<div align=\"center\">\n\n@\n\n</div>\n",
    "**[⬆ Back to @](#@)**\n",
    "---\n",
    "@\n---\n",
    "@ @?\n===\n",
    "<table><tr><td>What is @?</td><td>@</td></tr></table>\n",
    "<p><b>@</b> <kbd>@</kbd> <img src=\"@.png\" alt=\"@\"></p>\n",
    "<pre>\n@\n\n@\n</pre>\n",
    "1. @\n2. @\n   @\n",
    "**4. What is @?** @ @\n",
    "- [ ] What is @?\n\t@\n\n\t@\n- **@**\n",
    "* What is @?\n\n      @\n\n* Q: Why @?\n  * A: @\n",
    "#### Answer: @\n\n@\n",
    "## @ <a name=\"x\"></a> ![@](@.svg)\n",
    "> **What is @?**\n>\n> - @\n\nText@ with `@` and $@$ {{@}} [[@]] ~~@~~\n",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn every_word_of_a_list_is_in_a_topic_or_in_a_line_that_is_told(picks in prop::collection::vec(0..PIECES.len(), 1..9)) {
        let mut text = String::new();
        let mut words = 0;
        for pick in picks {
            for part in PIECES[pick].split_inclusive('@') {
                let (before, is_word) = part.strip_suffix('@').map_or((part, false), |before| (before, true));
                text.push_str(before);
                if is_word {
                    words += 1;
                    text.push_str(&format!("w{words}x"));
                }
            }
            text.push('\n');
        }
        let source = SourcePath::new("a.md");
        let found = list::read(&source, &text);
        let mut kept: String = found.title.iter().cloned().collect();
        for topic in &found.topics {
            let summary = topic.summary.as_deref().unwrap_or_default();
            kept.push_str(&format!("{} {} {summary} {}\n", topic.title, topic.trail.join(" "), topic.body));
        }
        let is_empty = found.topics.is_empty();
        let mut report = Report::new();
        let file = TextFile { source, text: text.clone().into() };
        found.losses.report(std::slice::from_ref(&file), &mut report);
        let texts: Texts = [("a.md", &*text)].into();
        let mut told = Vec::new();
        for problem in report.to_json(&texts) {
            let lines = problem.message.rsplit_once("(line").map_or("", |(_, rest)| rest.split(')').next().unwrap_or(""));
            let number = |it: &str| it.trim().parse::<usize>().ok();
            for lines in lines.trim_start_matches('s').split(',') {
                let (first, last) = lines.split_once(" to ").unwrap_or((lines, lines));
                let first = number(first).or(problem.line).unwrap_or(0);
                told.push((first, number(last).unwrap_or(first)));
            }
            kept.push_str(&format!("{}\n", problem.message));
        }
        for (number, line) in text.lines().enumerate().filter(|_| !is_empty) {
            let is_told = told.iter().any(|(first, last)| (*first..=*last).contains(&(number + 1)));
            for word in line.split(|c: char| !c.is_ascii_alphanumeric()).filter(|it| it.starts_with('w') && it.ends_with('x')) {
                prop_assert!(is_told || kept.contains(word), "{} of line {} is lost:\n{}\n--- told\n{:?}\n--- kept\n{}", word, number + 1, text, told, kept);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_list_is_read_without_panic(parts in prop::collection::vec(prop_oneof![
        "[#>*`~|0-9.a?<!\\[\\]()\n \t\\-é]{0,12}",
        prop::sample::select(vec!["<details>", "<summary>", "</summary>", "</details>", "```rust\n# a\n", "\n| a? |\n|-|\n| b", "\n\n1. ", "\n   - ", "\n## ", "<!--", "-->", "Q: ", "A. "]).prop_map(str::to_owned),
    ], 0..20)) {
        let _ = list::read(&SourcePath::new("a.md"), &parts.concat());
    }
}

#[test]
fn a_navigation_that_names_folders_and_stars_brings_in_the_pages_that_they_mean() {
    for (nav, expected) in [
        (
            "  - User Guide: user-guide/\n",
            &["user-guide/index.md", "user-guide/install.md", "user-guide/deep/last.md"][..],
        ),
        ("  - user-guide\n", &["user-guide/index.md", "user-guide/install.md", "user-guide/deep/last.md"]),
        ("  - All: [user-guide/*.md]\n", &["all/index.md", "all/install.md"]),
        ("  - All:\n    - user-guide/install.md\n    - '**/*.md'\n", &["all/install.md", "all/last.md"]),
    ] {
        let folder = guide();
        let source = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = source.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("mkdocs.yml", &format!("site_name: X\nnav:\n{nav}"));
        write("docs/user-guide/README.md", "# Guide\n\nFirst words.\n");
        write("docs/user-guide/install.md", "# Installing\n\nSecond words.\n");
        write("docs/user-guide/deep/last.md", "# Last\n\nThird words.\n");
        let output = studybook(folder.path(), &["import", source.path().to_str().unwrap()]);
        assert!(output.status.success(), "{nav}{}", stderr(&output));
        for name in expected {
            let path = folder.path().join("content").join(name);
            assert!(path.exists(), "{nav}{name}\n{}", stdout(&output));
        }
        assert!(!stderr(&output).contains("missing"), "{}", stderr(&output));
    }
}
