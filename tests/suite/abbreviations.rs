//! `*[HTML]: HyperText Markup Language` where a guide allows it.

use crate::guide::{BOOK, TestGuide, stderr, studybook};

const BODY: &str = "## HTML first {#one}\n\nA [HTML](b.md) page, ![HTML](p.png) of **HTML** and `HTML`, XHTML, HTML 5; again HTML. \
    https://HTML.example/HTML\n\n```text\n*[CSS]: no\nHTML\n```\n\n- a CSS\n*[HTML]: HyperText & \"Markup\" Zeugma\n*[HTML 5]: the fifth\n";

fn guide(on: &str) -> TestGuide {
    let book = format!("{BOOK}{on}");
    TestGuide::new().book(&book).topic("a", BODY).topic("b", "").file("content/p.png", "")
}

#[test]
fn a_short_form_says_what_it_stands_for() {
    let outcome = guide("[markdown]\nabbreviations = true\n").build();
    let main = outcome.main("a.html");
    let title = "<abbr title=\"HyperText &amp; &quot;Markup&quot; Zeugma\"";
    assert!(main.contains(&format!("<strong>{title} class=\"first-use\">HTML</abbr></strong>")), "{main}");
    assert!(main.contains(&format!("again {title}>HTML</abbr>.")), "{main}");
    assert!(main.contains("XHTML, <abbr title=\"the fifth\" class=\"first-use\">HTML 5</abbr>"), "{main}");
    assert!(main.contains("<code>HTML</code>") && main.contains("*[CSS]: no"), "{main}");
    assert_eq!(main.matches("<abbr ").count(), 4, "{main}");
    assert!(main.contains(">HTML</a> page") && main.contains(">https://HTML.example/HTML</a>"), "{main}");
    assert!(main.contains(&format!("{title}>HTML</abbr> first")), "{main}");
    assert!(!main.contains("*[HTML]") && main.contains("<li>a CSS"), "{main}");
    // The long form is found, once, and the twin is the source.
    let index = outcome.page("search/manifest.js").to_owned();
    assert!(index.contains("Azeugma"), "{index}");
    assert!(outcome.page("a.md").contains("*[HTML 5]: the fifth"));
}

#[test]
fn while_it_is_off_a_line_that_explains_is_told() {
    let folder = tempfile::tempdir().unwrap();
    TestGuide::new().topic("a", "HTML.\n\n*[HTML]: HyperText Markup Language\n").on_disk(folder.path());
    let told = stderr(&studybook(folder.path(), &["check"]));
    assert!(
        told.contains("warning[foreign-markup]") && told.contains("`abbreviations = true` under `[markdown]`"),
        "{told}"
    );
    assert!(TestGuide::new().topic("a", "HTML.\n\n*[HTML]: Hyper\n").build().main("a.html").contains("*[HTML]: Hyper"));
}
