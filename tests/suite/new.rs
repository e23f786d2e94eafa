//! `studybook new`: a topic from a template.

use std::fs;
use std::path::Path;
use std::process::Output;

use crate::guide::{TestGuide, stderr, stdout, studybook};

const BOOK: &str = "[book]\ntitle = \"Guide\"\n\n[tags]\nasync = { label = \"Asyncio and coroutines\" }\nlocks = { label = \"Locks\" }\nthreads = { label = \"Threads\" }\n";

fn guide() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    TestGuide::new().book(BOOK).chapter("python", "Python").topic("python/gil", "Lock.\n").on_disk(folder.path());
    folder
}

fn new(folder: &Path, arguments: &[&str]) -> Output {
    studybook(folder, &[&["new"], arguments].concat())
}

#[test]
fn a_topic_has_what_was_asked_for_and_builds() {
    let folder = guide();
    let arguments = ["python/asyncio-tasks", "--tag", "async", "--tag", "locks", "--difficulty", "advanced"];
    let output = new(folder.path(), &arguments);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(stdout(&output).contains("made `content/python/asyncio-tasks.md`"));
    let text = fs::read_to_string(folder.path().join("content/python/asyncio-tasks.md")).unwrap();
    for line in [
        "title = \"Asyncio tasks\"",
        "difficulty = \"advanced\"",
        "tags = [\"async\", \"locks\"]",
        "id = \"python.asyncio-tasks\"",
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
    let output = studybook(folder.path(), &["check", "--strict"]);
    assert!(output.status.success(), "{}", stderr(&output));
}

#[test]
fn tags_are_suggested_from_the_path_and_the_chapter() {
    let folder = guide();
    let told = stdout(&new(folder.path(), &["python/asyncio-tasks"]));
    assert!(told.contains("tags that may fit: `async`, `threads`"), "{told}");
    let told = stdout(&new(folder.path(), &["python/lock-free", "--tag", "threads"]));
    assert!(told.contains("tags that may fit: `locks`\n"), "{told}");
}

#[test]
fn chapters_above_get_an_index_if_they_have_none() {
    let folder = guide();
    let told = stdout(&new(folder.path(), &["content/web-apps/http/caching.md", "--title", "What is \"caching\"?"]));
    assert!(
        told.contains("made `content/web-apps/index.md`") && told.contains("made `content/web-apps/http/index.md`")
    );
    let read = |path: &str| fs::read_to_string(folder.path().join("content").join(path)).unwrap();
    assert!(read("web-apps/index.md").contains("title = \"Web apps\""));
    assert!(read("web-apps/http/caching.md").contains("What is \"caching\"?"));
    let index = read("python/index.md");
    new(folder.path(), &["python/x"]);
    assert_eq!(read("python/index.md"), index);
    let problems = stdout(&studybook(folder.path(), &["check", "--json"]));
    assert!(problems.contains("\"errors\":0"), "{problems}");
}

#[test]
fn slips_are_answered_with_a_suggestion() {
    let folder = guide();
    let output = new(folder.path(), &["python/x", "--tag", "thread", "--difficulty", "basics"]);
    assert_eq!(output.status.code(), Some(1));
    let told = stderr(&output);
    assert!(told.contains("did you mean `threads`?") && told.contains("did you mean `basic`?"), "{told}");
    assert!(!folder.path().join("content/python/x.md").exists());
}

#[test]
fn paths_that_make_no_address_are_refused() {
    let folder = guide();
    // Code: bad-topic-path.
    for (path, expected) in [
        ("Python/Asyncio Tasks", "did you mean `python/asyncio-tasks`?"),
        ("../outside", "it lies outside `content/`"),
        ("/etc/x", "it lies outside `content/`"),
        ("python/index", "`index` is the page of its chapter"),
        ("tags/x", "the site has pages of that name"),
        ("", "it lies outside `content/`"),
        (".hidden", "did you mean `hidden`?"),
    ] {
        let output = new(folder.path(), &[path]);
        assert_eq!(output.status.code(), Some(1), "{path}");
        assert!(stderr(&output).contains(expected), "{path}: {}", stderr(&output));
    }
}

#[test]
fn a_topic_that_is_there_stays() {
    let folder = guide();
    let before = fs::read_to_string(folder.path().join("content/python/gil.md")).unwrap();
    let output = new(folder.path(), &["python/gil"]);
    assert_eq!(output.status.code(), Some(1));
    // Code: topic-exists.
    assert!(stderr(&output).contains("`content/python/gil.md` is there already"), "{}", stderr(&output));
    assert_eq!(fs::read_to_string(folder.path().join("content/python/gil.md")).unwrap(), before);
}

#[test]
fn an_id_that_is_taken_gets_a_number() {
    let folder = guide();
    TestGuide::new().book(BOOK).topic_with("other", "id = \"python.x\"", "").on_disk(folder.path());
    new(folder.path(), &["python/x"]);
    let text = fs::read_to_string(folder.path().join("content/python/x.md")).unwrap();
    assert!(text.contains("id = \"python.x-2\""), "{text}");
}

#[test]
fn without_a_guide_there_is_no_topic() {
    let folder = tempfile::tempdir().unwrap();
    let output = new(folder.path(), &["x"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("no `book.toml`"));
}

#[test]
fn the_guides_own_template_is_used() {
    let folder = guide();
    let template = "+++\ntitle = {{ title }}\ndifficulty = {{difficulty}}\ntags = {{ tags }}\nid = {{ id }}\n+++\n\n\
                    # {{ title }}: `{{% raw %}}` {{ tags }}, {{\n";
    fs::create_dir(folder.path().join("templates")).unwrap();
    fs::write(folder.path().join("templates/topic.md"), template.replace("{{% raw %}}", "{x}")).unwrap();
    let arguments = ["python/locks", "--title", "What \"is\" a lock?", "--tag", "locks", "--tag", "threads"];
    let output = new(folder.path(), &arguments);
    assert!(output.status.success(), "{}", stderr(&output));
    let text = fs::read_to_string(folder.path().join("content/python/locks.md")).unwrap();
    assert_eq!(
        text,
        "+++\ntitle = 'What \"is\" a lock?'\ndifficulty = \"basic\"\ntags = [\"locks\", \"threads\"]\nid = \"python.locks\"\n+++\n\n\
         # What \"is\" a lock?: `{x}` locks, threads, {{\n"
    );
}

#[test]
fn a_slip_in_the_guides_own_template_is_told_and_nothing_is_made() {
    let folder = guide();
    fs::create_dir(folder.path().join("templates")).unwrap();
    fs::write(folder.path().join("templates/topic.md"), "+++\ntitle = {{ titel }}\n+++\n").unwrap();
    let output = new(folder.path(), &["python/locks"]);
    assert_eq!(output.status.code(), Some(1));
    let told = stderr(&output);
    assert!(told.contains("templates/topic.md:2:9") && told.contains("did you mean `title`?"), "{told}");
    assert!(!folder.path().join("content/python/locks.md").exists());
}
