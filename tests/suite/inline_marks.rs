//! `H~2~O`, `x^2^` and `==text==` where a guide allows them.

use crate::guide::{BOOK, TestGuide, stderr, studybook};

const ON: &str = "[markdown]\nsubscript = true\nsuperscript = true\nmark = true\n";

fn guide(on: &str, body: &str) -> TestGuide {
    TestGuide::new().book(&format!("{BOOK}{on}")).topic("a", body)
}

#[test]
fn marks_stand_in_texts_headings_tables_and_quizzes() {
    let body = "## CO~2~ {#gas}\n\nH~2~O, x^2^ and ==**so** `==`==.\n\n| m^2^ | a==b |\n|---|---|\n| ==x | y== |\n\n\
        ```quiz\nWhat is H~2~O?\n\n- [x] ==water==\n- [ ] `H~2~O`\n```\n";
    let outcome = guide(ON, body).build();
    let main = outcome.is_clean().main("a.html");
    for expected in [
        "CO<sub>2</sub>",
        "H<sub>2</sub>O, x<sup>2</sup> and <mark><strong>so</strong> <code>==</code></mark>.",
        "m<sup>2</sup>",
        "a==b",
        "==x",
        "y==",
        "What is H<sub>2</sub>O?",
        "<mark>water</mark>",
        "<code>H~2~O</code>",
    ] {
        assert!(main.contains(expected), "{expected} in {main}");
    }
    let index = outcome.page("search/manifest.js");
    assert!(index.contains("co2 ") && !index.contains('~') && !index.contains('^'), "{index}");
    assert!(outcome.page("a.md").contains("H~2~O, x^2^ and ==**so** `==`==."));
}

#[test]
fn titles_summaries_and_wordings_have_them_too() {
    let keys = "title = \"What is H~2~O?\"\nsummary = \"==Water==, see [[b]].\"\nasks = [\"CO~2~?\"]";
    let outcome = TestGuide::new().book(&format!("{BOOK}{ON}")).topic_with("a", keys, "").topic("b", "").build();
    let main = outcome.is_clean().main("a.html");
    assert!(main.contains("<h1>What is H<sub>2</sub>O?</h1>"), "{main}");
    assert!(main.contains("<mark>Water</mark>, see About b."), "{main}");
    assert!(main.contains("CO<sub>2</sub>?"), "{main}");
    assert!(outcome.page("a.html").contains("<title>What is H2O? · Guide</title>"));
    assert!(!outcome.page("search/manifest.js").contains("H~2~O"));
}

#[test]
fn with_subscript_one_tilde_strikes_nothing_through() {
    let body = "~~gone~~ and ~kept~.[^a]\n\n[^a]: A note^1^ of its own.\n";
    let main = guide(ON, body).build().is_clean().main("a.html");
    assert!(main.contains("<del>gone</del> and ~kept~.") && main.contains("note<sup>1</sup>"), "{main}");
}

#[test]
fn while_they_are_off_text_stays_and_what_is_clearly_meant_is_told_once_a_file() {
    let body = "Water is H~2~O, area m^2^ and CO~2~, ==marked==.\n";
    let main = guide("", body).build().is_clean().main("a.html");
    assert!(main.contains("Water is H~2~O, area m^2^ and CO~2~, ==marked==."), "{main}");
    let told = |on: &str, body: &str| {
        let folder = tempfile::tempdir().unwrap();
        guide(on, body).on_disk(folder.path());
        let told = stderr(&studybook(folder.path(), &["check"]));
        (told.matches("[unset-mark]").count(), told)
    };
    let (count, text) = told("", body);
    assert!(
        count == 1 && text.contains("`~2~` is shown as it is written") && text.contains("content/a.md:6:11"),
        "{text}"
    );
    assert!(text.contains("`subscript = true` under `[markdown]`"), "{text}");
    let (count, text) = told("[markdown]\nsubscript = true\n", body);
    assert!(count == 1 && text.contains("`superscript = true`"), "{text}");
    assert_eq!(told(ON, body).0, 0);
    for plain in ["cp ~/a ~/b", "a ^ b ^ c", "a^b", "`x==y==z` x == y == z", "if a==b and c==d", "H\\~2~O", "==>  <=="]
    {
        let (count, text) = told("", &format!("{plain}\n"));
        assert_eq!(count, 0, "{plain}: {text}");
    }
}
