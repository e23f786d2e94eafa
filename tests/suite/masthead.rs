//! What stands on every page: logo, banner and footer.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use studybook::path::SourcePath;
use studybook::reading::reload::{self, Change};

use crate::guide::{BOOK, TestGuide, stderr, studybook};

fn book(keys: &str) -> String {
    BOOK.replacen("title", &format!("{keys}\ntitle"), 1)
}

fn guide(keys: &str) -> TestGuide {
    TestGuide::new()
        .book(&book(keys))
        .chapter("python", "Python")
        .topic("python/gil", "## Why\n\nText.\n")
        .file("content/wide.svg", "<svg width=\"90\" height=\"30\"/>")
        .file("content/mark.svg", "<svg width=\"30\" height=\"30\"/>")
}

#[test]
fn a_wide_logo_stands_in_the_place_of_the_title_and_another_one_beside_it() {
    let wide = guide("logo = \"content/wide.svg\"").build();
    let page = wide.is_clean().page("python/gil.html");
    let name = "<a class=\"name\" href=\"../index.html\"><img class=\"logo\" src=\"../wide.svg\" alt=\"Guide\" width=\"90\" height=\"30\"></a>";
    assert!(page.contains(name), "{page}");
    let mark = guide("logo = \"content/mark.svg\"").build().page("index.html");
    let name = "<img class=\"logo\" src=\"mark.svg\" alt=\"\" width=\"30\" height=\"30\"><span>Guide</span></a>";
    assert!(mark.contains(name), "{mark}");
    assert!(wide.page("print.html").contains("src=\"wide.svg\""));
    assert!(wide.page("print/python.html").contains("src=\"../wide.svg\""));
}

#[test]
fn a_line_above_and_a_line_below_are_markdown_whose_links_fit_each_page() {
    let keys = "banner = \"Now **open**: [why](python/gil.md#why), [[python]], [web](https://example.org/?a=1&b) <b>\"\n\
        footer = \"`CC` [BY](wide.svg)\"";
    let outcome = guide(keys).build();
    let deep = outcome.page("python/gil.html");
    assert!(
        deep.contains(
            "<p>Now <strong>open</strong>: <a href=\"../python/gil.html#why\">why</a>, <a href=\"../python/index.html\">Python</a>, \
             <a href=\"https://example.org/?a=1&amp;b\">web</a> &lt;b&gt;</p></aside>"
        ),
        "{deep}"
    );
    let home = outcome.page("index.html");
    assert!(home.contains("<a href=\"python/gil.html#why\">why</a>"), "{home}");
    assert!(home.contains("<p class=\"foot-line\"><code>CC</code> <a href=\"wide.svg\">BY</a></p>"), "{home}");
    assert!(!guide("").build().page("index.html").contains("class=\"banner\""));
}

#[test]
fn what_is_wrong_with_them_is_told_at_the_setting() {
    let told = |keys: &str, what: &str, hint: &str| {
        guide(keys).build().says(what).says(hint).says("book.toml:2:");
    };
    told("logo = \"content/wied.svg\"", "no file `content/wied.svg`", "did you mean `content/wide.svg`?");
    told("logo = \"content/notes.txt\"", "not the name of a picture", "ends in `.svg`");
    told("banner = \"[x](gone.md)\"", "no topic `gone.md`", "book.toml:2:10");
    told("footer = \"# Title\"", "`footer` is `# Title`: more than a line of text", "write one line");
    told("footer = \"- a\"", "more than a line of text", "write one line");
    told("banner = \"a\\n\\nb\"", "more than a line of text", "write one line");
    told("banner = \"[x](javascript:alert)\"", "`javascript:`", "book.toml:2:10");
    told("banner = \"\"", "`banner` is empty", "give it a value");
}

#[test]
fn a_logo_may_lie_outside_of_content() {
    let folder = tempfile::tempdir().unwrap();
    guide("logo = \"art/logo.svg\"").file("art/logo.svg", "<svg viewBox=\"0 0 9 9\"/>").on_disk(folder.path());
    assert!(studybook(folder.path(), &["build", "--strict"]).status.success());
    let page = fs::read_to_string(folder.path().join("site/python/gil.html")).unwrap();
    assert!(page.contains("src=\"../assets/logo/logo.svg\""), "{page}");
    assert!(folder.path().join("site/assets/logo/logo.svg").is_file());
    let mut loaded = reload::load(folder.path());
    fs::write(folder.path().join("art/logo.svg"), "<svg viewBox=\"0 0 1 1\"/>").unwrap();
    let changed = loaded.refresh(folder.path(), &BTreeSet::from([PathBuf::from("art/logo.svg")]));
    assert_eq!(changed, Change::Files(BTreeSet::from([SourcePath::new("art/logo.svg")])));
    for (logo, what) in [("../logo.svg", "lies outside the guide"), ("art/gone.svg", "no file `art/gone.svg`")] {
        fs::write(folder.path().join("book.toml"), book(&format!("logo = \"{logo}\""))).unwrap();
        let output = studybook(folder.path(), &["check"]);
        assert_eq!(output.status.code(), Some(1));
        assert!(stderr(&output).contains(what), "{}", stderr(&output));
    }
}
