//! From disk to values.

use std::fs;
use std::path::Path;

use crate::guide::{BOOK, TWO_TAGS, TestGuide, stderr, stdout, studybook};

fn checked(folder: &Path) -> String {
    stdout(&studybook(folder, &["check", "--json"]))
}

#[test]
fn crlf_and_byte_order_marks_change_neither_site_nor_places() {
    let unix = tempfile::tempdir().unwrap();
    let windows = tempfile::tempdir().unwrap();
    let guide = TestGuide::new().book(TWO_TAGS).topic_with(
        "gil",
        "tags = [\"threads\", \"memory\"]",
        "## Why\n\n```python\nx = 1\n```\n\n[here](#why)\n",
    );
    guide.on_disk(unix.path());
    guide.on_disk(windows.path());
    for name in ["book.toml", "content/index.md", "content/gil.md"] {
        let path = windows.path().join(name);
        let text = fs::read_to_string(&path).unwrap().replace('\n', "\r\n");
        fs::write(path, format!("\u{feff}{text}")).unwrap();
    }
    for folder in [&unix, &windows] {
        let output = studybook(folder.path(), &["build"]);
        assert!(output.status.success(), "{}", stderr(&output));
    }
    let page = |folder: &Path| fs::read_to_string(folder.join("site/gil.html")).unwrap();
    assert_eq!(page(unix.path()), page(windows.path()));
    let broken = "\u{feff}+++\r\ntitle = \"x\"\r\ndifficulty = \"basic\"\r\n+++\r\n\r\n[x](nowhere.md)\r\n";
    fs::write(windows.path().join("content/gil.md"), broken).unwrap();
    assert!(stderr(&studybook(windows.path(), &["check"])).contains("content/gil.md:6:5"));
}

#[test]
fn a_file_is_found_beside_a_folder_whose_name_begins_like_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let files = ["a/x.py", "a-b/x.py", "a.c/x.py", "a.py", "a/b-c/x.py", "a/b/x.py"];
    let body: String = files.iter().map(|file| format!("```python from=\"{file}\"\n```\n\n")).collect();
    let guide = files
        .iter()
        .fold(TestGuide::new().topic("t", &body), |guide, file| guide.file(&format!("content/{file}"), "x = 1\n"));
    guide.on_disk(folder.path());
    let told = checked(folder.path());
    assert!(!told.contains("no-such-file"), "{told}");
}

#[test]
fn odd_file_names_get_pages_that_links_reach() {
    let folder = tempfile::tempdir().unwrap();
    let guide = TestGuide::new()
        .topic("c# and 100% été", "")
        .topic("a", "[x](<c# and 100% été.md>) [y](c%23%20and%20100%25%20%C3%A9t%C3%A9.md) ![z](<b c#.svg>)\n")
        .file("content/b c#.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    guide.on_disk(folder.path());
    let output = studybook(folder.path(), &["build"]);
    let text = stderr(&output);
    // In a link written plainly, `#` starts a section, so only the encoded form can mean the file.
    assert!(text.contains("no file `c`") || output.status.success(), "{text}");
    let guide =
        TestGuide::new().topic("c# and 100% été", "").topic("a", "[y](c%23%20and%20100%25%20%C3%A9t%C3%A9.md)\n");
    let page = guide.build().page("a.html");
    assert!(page.contains("href=\"c%23%20and%20100%25%20%C3%A9t%C3%A9.html\""));
}

#[test]
fn bytes_that_are_not_utf8_are_named_with_their_place() {
    let folder = tempfile::tempdir().unwrap();
    TestGuide::new()
        .topic("gil", "")
        .file("content/b.md", b"+++\r\ntitle = \"\xff\"\r\ndifficulty = \"basic\"\r\n+++\r\n")
        .on_disk(folder.path());
    let text = stderr(&studybook(folder.path(), &["check"]));
    assert!(text.contains("byte 0xff") && text.contains("content/b.md:2:10"), "{text}");
    assert!(checked(folder.path()).contains("\"not-utf8\""));
}

#[cfg(unix)]
#[test]
fn symbolic_links_that_leave_or_loop_are_refused() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    TestGuide::new().topic("gil", "").on_disk(folder.path());
    symlink(".", folder.path().join("content/loop")).unwrap();
    symlink("/etc/hostname", folder.path().join("content/out.md")).unwrap();
    symlink("gone.md", folder.path().join("content/dangling.md")).unwrap();
    let text = stderr(&studybook(folder.path(), &["check"]));
    for expected in ["back to a folder above it", "out of the guide", "leads nowhere", "3 errors"] {
        assert!(text.contains(expected), "{expected} not in {text}");
    }
    assert!(checked(folder.path()).contains("\"bad-symlink\""));
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_not_utf8_are_refused() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().unwrap();
    TestGuide::new().topic("gil", "").on_disk(folder.path());
    fs::write(folder.path().join("content").join(OsStr::from_bytes(b"a\xff.png")), "x").unwrap();
    assert!(checked(folder.path()).contains("\"bad-file-name\""));
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    TestGuide::new().topic("gil", "").on_disk(folder.path());
    let socket = std::os::unix::net::UnixListener::bind(folder.path().join("content/socket")).unwrap();
    assert!(checked(folder.path()).contains("\"unreadable\""));
    drop(socket);
}

#[test]
fn what_no_author_means_and_what_the_author_excludes_is_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let book = BOOK.replacen("[book]\n", "[book]\nexclude = [\"*.psd\", \"drafts/**\"]\n", 1);
    let left_out = [
        "a.md.bak",
        "a.md.orig",
        "a.md.part",
        "a.md.crdownload",
        "Thumbs.db",
        "x/desktop.ini",
        "x/a.psd",
        "drafts/b.md",
        "drafts/x/c.txt",
        "__MACOSX/gil.md",
        "x/node_modules/p/readme.md",
        "__pycache__/a.pyc",
        "~$notes.md",
        "gil.sync-conflict-20260101-ABC.md",
    ];
    let guide = left_out.iter().fold(TestGuide::new().book(&book).topic("gil", ""), |guide, name| {
        guide.file(&format!("content/{name}"), "no front matter")
    });
    guide.file("content/psd/a.txt", "x").file("content/x/drafts.txt", "x").on_disk(folder.path());
    let output = studybook(folder.path(), &["build"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(left_out.iter().all(|name| !folder.path().join("site").join(name).exists()));
    assert!(["psd/a.txt", "x/drafts.txt"].iter().all(|name| folder.path().join("site").join(name).exists()));
}

#[test]
fn a_file_with_the_long_ending_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let guide = TestGuide::new().topic("gil", "").file("content/a.markdown", "x").file("content/b/c.MARKDOWN", "x");
    let guide = guide.file("content/b.mdx", "x").file("content/c.mkd", "x").file("content/d.md.txt", "x");
    guide.file("content/markdown", "x").file("content/notes.txt", "x").on_disk(folder.path());
    assert_eq!(checked(folder.path()).matches("\"not-a-topic\"").count(), 5);
}

#[test]
fn files_that_a_browser_runs_are_told_unless_the_author_means_them() {
    let folder = tempfile::tempdir().unwrap();
    let guide = TestGuide::new()
        .topic("gil", "")
        .file("content/a.html", "<p>x</p>")
        .file("content/b/c.js", "x")
        .file("content/d.svg", "<svg><script>x</script></svg>")
        .file("content/e.svg", "<svg><path d='M0 0'/></svg>");
    guide.on_disk(folder.path());
    assert_eq!(checked(folder.path()).matches("\"active-file\"").count(), 3);
    guide.book(&BOOK.replacen("[book]\n", "[book]\nactive_files = true\n", 1)).on_disk(folder.path());
    assert_eq!(checked(folder.path()).matches("\"active-file\"").count(), 0);
}

#[test]
fn hidden_files_and_editors_leavings_are_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    TestGuide::new()
        .topic("gil", "")
        .file("content/.hidden.md", "x")
        .file("content/gil.md~", "x")
        .file("content/.well-known/security.txt", "Contact: mailto:a@example.org\n")
        .on_disk(folder.path());
    let output = studybook(folder.path(), &["build"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(!folder.path().join("site/gil.md~").exists());
    assert!(folder.path().join("site/.well-known/security.txt").exists());
}

#[test]
fn a_readme_is_the_page_of_its_chapter_where_no_index_is() {
    let folder = tempfile::tempdir().unwrap();
    let page = |title: &str| format!("+++\ntitle = \"{title}\"\n+++\nIntroduction.\n\n## Inside\n");
    TestGuide::new()
        .file("content/food/README.md", page("Food"))
        .topic("food/bread", "Back to [food](README.md#inside), [again](index.md), [[food/README]].\n")
        .file("content/drink/index.md", page("Drink"))
        .topic("drink/README", "A topic of this name, for [the chapter](index.md) has a page.\n")
        .topic("drink/tea", "[it](README.md) and [bread](../food/README.md)\n")
        .on_disk(folder.path());
    let output = studybook(folder.path(), &["build", "--strict"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let read = |name: &str| fs::read_to_string(folder.path().join("site").join(name)).unwrap();
    assert!(read("food/index.html").contains("Introduction."));
    assert!(!folder.path().join("site/food/README.html").exists());
    let bread = read("food/bread.html");
    assert!(bread.contains("href=\"index.html#inside\"") && bread.contains(">Food</a>"), "{bread}");
    let tea = read("drink/tea.html");
    assert!(tea.contains("href=\"README.html\"") && tea.contains("href=\"../food/index.html\""), "{tea}");
    // A new topic beside it makes no second page for the chapter.
    let output = studybook(folder.path(), &["new", "food/rye", "--difficulty", "basic"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(!folder.path().join("content/food/index.md").exists());
    fs::write(folder.path().join("content/food/README.md"), "Just text.\n").unwrap();
    assert!(checked(folder.path()).contains("no front matter"));
}

#[test]
fn names_are_the_same_however_their_letters_are_composed() {
    // As macOS writes names into archives, and as people type them.
    let (apart, whole) = ("cafe\u{301}", "caf\u{e9}");
    for (file, link) in [(apart, whole), (whole, apart)] {
        let folder = tempfile::tempdir().unwrap();
        TestGuide::new()
            .chapter(&format!("{file}s"), "C")
            .topic(&format!("{file}s/{file}"), &format!("## {file}\n\n## Other\n"))
            .file(&format!("content/{file}.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
            .topic_with(
                "a",
                &format!("requires = [\"{link}s/{link}\"]"),
                &format!(
                    "[x]({link}s/{link}.md#{link}) [[{link}s/{link}]] ![p]({link}.svg) [c]({link}s/index.md) [e](caf%C3%A9.svg)\n"
                ),
            )
            .on_disk(folder.path());
        let output = studybook(folder.path(), &["build", "--strict"]);
        assert!(output.status.success(), "{}", stderr(&output));
        assert!(folder.path().join("site").join(format!("{whole}s/{whole}.html")).exists());
    }
    let folder = tempfile::tempdir().unwrap();
    TestGuide::new().topic(apart, "").topic(whole, "").on_disk(folder.path());
    assert_eq!(studybook(folder.path(), &["build"]).status.code(), Some(1));
}
