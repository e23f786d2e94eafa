//! Every message the program can say, each with a fixture that makes it say so.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use strum::VariantNames;
use studybook::problem::advice::{Lint, NAMES};
use studybook::problem::deck_fault::DeckFault;
use studybook::problem::import_note::Carry;
use studybook::problem::message::Message;
use studybook::problem::quiz_fault::QuizFault;
use studybook::problem::slip::Slip;
use studybook::problem::table_fault::TableFault;

use crate::guide::{BOOK, TWO_TAGS, TestGuide, stderr, studybook};

/// Code of the message, and a guide that has the problem.
fn fixtures() -> Vec<(&'static str, TestGuide)> {
    let guide = TestGuide::new;
    let body = |text: &str| TestGuide::new().topic("python/gil", text).chapter("python", "Python");
    let quiz = |text: &str| TestGuide::new().topic("gil", &format!("```quiz\n{text}\n```\n"));
    let html = |text: &str| TestGuide::new().book(&format!("{BOOK}[markdown]\nhtml = true\n")).topic("gil", text);
    let front = |text: &str| TestGuide::new().topic_with("gil", text, "");
    let words = |text: &str| TestGuide::new().topic("gil", "").file("content/words.csv", text);
    vec![
        ("table-no-column", words("prompt;note\na;b\n")),
        ("table-unknown-column", words("prompt,answer,nte\na,b,c\n")),
        ("table-repeated-column", words("prompt,answer,prompt\na,b,c\n")),
        ("table-no-rows", words("prompt,answer\n")),
        ("table-cells", words("prompt,answer\nyes,yes, please\n")),
        ("table-empty-cell", words("prompt,answer\na,\n")),
        ("table-open-quote", words("prompt,answer\na,\"b\nc,d\n")),
        ("table-after-quote", words("prompt,answer\na,\"b\" c\n")),
        ("table-bad-id", words("prompt,answer,id\na,b,c d\n")),
        ("table-repeated-prompt", words("prompt,answer\nel banco,the bank\nel banco,the bench\n")),
        ("table-no-sound", words("prompt,answer,audio\na,b,a.txt\n")),
        ("unknown-lint", guide().book(&format!("{BOOK}[check]\noff = [\"stubs\"]\n")).topic("gil", "")),
        (
            "near-duplicate",
            guide().topic_with("a", "title = \"What is the GIL?\"", "").topic_with(
                "b",
                "title = \"Explain the GIL\"",
                "",
            ),
        ),
        ("stub", body("Few words.\n")),
        ("not-on-windows", body("").file("content/python/a?b.svg", "<svg/>")),
        ("no-example", crowd(10, "```python\nx = 1\n```\n").topic("b", "")),
        ("orphan", guide().topic("a", "[b](b.md)\n").topic("b", "")),
        ("tag-used-once", crowd(10, "").book(TWO_TAGS).topic_with("x", "tags = [\"memory\"]", "")),
        ("long-summary", front(&format!("summary = \"{}\"", "word ".repeat(61)))),
        (
            "out-of-date",
            guide().topic_with("a", "updated = 2024-11-21", "").topic_with("b", "updated = 2026-01-02", ""),
        ),
        ("hard-to-read", crowd(12, &"One is so. ".repeat(40)).topic("hard", &"incomprehensibilities ".repeat(120))),
        ("uneven-difficulty", crowd(8, "").chapter("c", "C")),
        ("norun-without-reason", body("```python norun\nx = 1\n```\n")),
        (
            "card-without-id",
            guide().book(&format!("{BOOK}[study]\nhome = true\n")).topic("gil", "## Q {.questions}\n\nWhy?\n: So.\n"),
        ),
        ("unknown-element", html("A List<String> of words.\n")),
        ("unclosed-element", html("<div>\n\nText.\n")),
        ("stray-end", html("Text.</span>\n")),
        ("unclosed-comment", html("<!-- draft\n\nText.\n")),
        ("refused-element", html("<meta http-equiv=\"refresh\" content=\"0;url=https://example.org/\">\n")),
        ("unanswered-ask", front("asks = [\"When do you need Elasticsearch?\"]")),
        (
            "absolute",
            guide()
                .book(&format!("{BOOK}[check]\non = [\"absolute\"]\n"))
                .topic("gil", "## Pitfalls\n\nIt is always so.\n"),
        ),
        (
            "requires-ahead",
            TestGuide::new()
                .book(&format!("{BOOK}[check]\non = [\"requires-ahead\"]\n"))
                .topic_with("a/gil", "requires = [\"b/locks\"]", "Text.\n")
                .topic("b/locks", "Text.\n"),
        ),
        (
            "answer-to-no-ask",
            guide().topic_with("gil", "asks = [\"Why a lock?\"]\n[answers]\n\"Why a lok?\" = \"#a\"", "## A\n"),
        ),
        ("answer-elsewhere", front("asks = [\"Why a lock?\"]\n[answers]\n\"Why a lock?\" = \"locks.md\"")),
        (
            "no-theme",
            guide()
                .book("[book]\ntitle = \"G\"\ntheme = \"mien\"\n")
                .file("themes/mine/words/en.toml", "")
                .topic("a", ""),
        ),
        ("active-file", guide().topic("gil", "").file("content/demo.js", "x")),
        ("folder-too-deep", guide().topic("gil", "").file(&format!("content/{}x.png", "a/".repeat(33)), "x")),
        ("no-words", guide().book(&BOOK.replace("\n\n", "\nlanguage = \"nl\"\n\n")).topic("gil", "")),
        ("unknown-theme-file", guide().topic("gil", "").file("themes/default/templates/topics.htm", "x")),
        ("foreign-markup", body("!!! note\n    Text.\n")),
        ("cells-lost", body("| op | does |\n|---|---|\n| `a|b` | or |\n")),
        ("no-table", body("| op | does | x |\n|---|---|\n| a | b |\n")),
        ("blank-in-address", body("See [x](other file.md).\n")),
        ("loose-emphasis", body("これは**「重要」**です。\n")),
        (
            "order-against-requires",
            guide().topic_with("a", "order = 1\nrequires = [\"b\"]", "").topic_with("b", "order = 2", ""),
        ),
        (
            "sheet-circle",
            guide()
                .topic("gil", "")
                .file("themes/default/static/a.css", "@import 'b.css';")
                .file("themes/default/static/b.css", "@import \"a.css\";"),
        ),
        (
            "late-import",
            guide()
                .topic("gil", "")
                .file("themes/default/static/custom.css", "p { margin: 0 }\n@import \"a.css\";\n")
                .file("themes/default/static/a.css", "p { color: green }"),
        ),
        (
            "not-in-bundle",
            guide().topic("gil", "").file("themes/default/static/search.js.bundle", "search-ui/wrods.js\n"),
        ),
        ("toml-syntax", front("short = \"The GIL\nid = \"x\"")),
        ("unknown-key", front("summry = \"A lock.\"")),
        ("key-of-other-kind", front("menu = true")),
        (
            "large-picture",
            body("![x](x.png)\n")
                .file("content/python/x.png", [&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], &[0; 500_000]].concat()),
        ),
        ("no-picture", body("![x](x.png)\n").file("content/python/x.png", "<!DOCTYPE html>\n")),
        ("unset-mark", body("Water is H~2~O.\n")),
        ("missing-key", guide().file("content/gil.md", "+++\ntitle = \"The GIL\"\n+++\n")),
        ("wrong-type", front("tags = \"threads\"")),
        ("empty-value", front("title = \" \"")),
        ("repeated", front("tags = [\"threads\", \"threads\"]")),
        ("bad-value", guide().book(&BOOK.replace("\n\n", "\nbase_url = \"example.org\"\n\n")).topic("gil", "")),
        ("bad-id", guide().book(&BOOK.replace("threads", "\"C++\"")).topic_with("gil", "tags = []", "")),
        ("no-front-matter", guide().file("content/gil.md", "---\ntitle: The GIL\n---\n")),
        ("unclosed-front-matter", guide().file("content/gil.md", "+++\ntitle = \"The GIL\"\n")),
        ("unknown-difficulty", front("difficulty = \"basics\"")),
        ("undeclared-tag", front("tags = [\"thread\"]")),
        ("unused-tag", guide().book(TWO_TAGS).topic("gil", "")),
        ("empty-chapter", guide().topic("gil", "").chapter("python", "Python")),
        ("no-chapter-index", guide().topic("python/gil", "")),
        ("no-topics", guide()),
        ("duplicate-id", guide().topic_with("a", "id = \"x\"", "").topic_with("b", "id = \"x\"", "")),
        (
            "path-and-id",
            guide().topic_with("a", "id = \"x\"", "").topic_with("b", "id = \"a\"", "").topic("c", "[[a]]\n"),
        ),
        ("unknown-requirement", guide().topic("gil", "").topic_with("b", "requires = [\"gill\"]", "")),
        (
            "requirement-cycle",
            guide().topic_with("a", "requires = [\"b\"]", "").topic_with("b", "requires = [\"a\"]", ""),
        ),
        ("alias-escapes", front("aliases = [\"../old.html\"]")),
        ("unknown-attribute", body("```python titel=\"a.py\"\n```\n")),
        ("bad-attribute", body("```python hl=\"7\"\nx = 1\n```\n")),
        (
            "no-such-part",
            body("```python from=\"x.py\" part=\"veiw\"\n```\n")
                .file("content/python/x.py", "# part: view\nx = 1\n# end: view\n"),
        ),
        ("unknown-language", body("```pyhton\nx = 1\n```\n")),
        ("unknown-environment", body("```python env=shop\nx = 1\n```\n")),
        ("quiz-no-question", quiz("- [x] a\n- [ ] b")),
        ("quiz-no-choices", quiz("What?")),
        ("quiz-none-right", quiz("What?\n\n- [ ] a\n- [ ] b")),
        ("quiz-one-choice", quiz("What?\n\n- [x] a")),
        ("quiz-equal-choices", quiz("What?\n\n- [x] a: yes\n- [ ] a: no")),
        ("quiz-empty-choice", quiz("What?\n\n- [x]\n- [ ] a")),
        ("quiz-bad-pattern", quiz("What?\n\n= /(/")),
        ("quiz-stray-line", quiz("What?\n\n- [x] a\n- [ ] b\n- c")),
        ("quiz-bad-order", quiz("What first?\n\n1. a\n3. b")),
        ("quiz-inside", body("> ```quiz\n> What?\n>\n> - [x] a\n> - [ ] b\n> ```\n")),
        ("duplicate-card", body("```python id=a\nx = 1\n```\n\n```python id=a\nx = 2\n```\n")),
        ("session-environments", body("```python session=a env=one\n```\n\n```python session=a env=two\n```\n")),
        ("proof-of-nothing", body("```python proof=\"so it is\"\n# nothing\n```\n")),
        (
            "asserts-in-vain",
            body("```python proof=\"so it is\"\nassert 1\ntry:\n    assert 0\nexcept Exception:\n    pass\n```\n"),
        ),
        ("output-unchecked", body("```go\nx\n```\n\n```output\n1\n```\n")),
        ("output-without-example", body("text\n\n```output\n1\n```\n")),
        ("unclosed-fence", body("```python\nx = 1\n")),
        (
            "inert-html",
            guide().book(&format!("{BOOK}[markdown]\nhtml = true\n")).topic("gil", "<b style=\"color: red\">x</b>\n"),
        ),
        ("html-shown-as-text", body("Press <kbd>Ctrl</kbd>.\n")),
        ("bad-maths", body("$\\nosuch$\n")),
        ("duplicate-anchor", body("## A {#a}\n\n## B {#a}\n")),
        ("questions-without-list", body("## Follow-ups {.questions}\n\nNone.\n")),
        ("unknown-note", body("> [!WARNUNG]\n> Mind the lock.\n")),
        ("undefined-reference", body("See [the docs][docs].\n")),
        ("undefined-footnote", body("Since 3.13.[^since]\n")),
        (
            "repeated-definition",
            body("Text[^a] and [it].\n\n[^a]: First.\n\n[^A]: Second.\n\n[it]: https://a.org\n[It]: https://b.org\n"),
        ),
        ("merge-conflict", body("<<<<<<< HEAD\nOurs.\n=======\nTheirs.\n>>>>>>> main\n")),
        ("unused-footnote", body("Text.\n\n[^1]: A note.\n")),
        ("unused-definition", body("Text.\n\n[docs]: https://docs.python.org/3/\n")),
        ("empty-heading", body("##\n\nText.\n")),
        ("empty-link", body("[here]()\n")),
        ("link-without-text", body("[](gil.md)\n")),
        ("bad-address", body("[m](https:example.org)\n")),
        ("unclosed-mark", body("This is **bold text.\n")),
        ("lost-signs", body("The method __init__ runs.\n")),
        ("empty-note", body("> [!NOTE]\n\nText.\n")),
        ("fence-in-code", body("```python\nx = 1\n\n```sh\nls\n```\n")),
        ("tick-in-fence", body("```python title=\"the `with` statement\"\nx = 1\n```\n")),
        ("no-link", body("(text)[gil.md]\n")),
        ("no-blank", body("##\u{a0}Heading\n")),
        ("no-rule", body("| a | b |\n| 1 | 2 |\n")),
        ("text-in-table", body("| a | b |\n|---|---|\n| 1 | 2 |\nText.\n")),
        ("broken-list", body("1. a\n  - b\n2. c\n")),
        ("hidden-sign", body("a \u{202e} b\n")),
        ("two-ticks", body("``python\nx = 1\n``\n")),
        ("not-in-front-matter", front("title = \"A [link](gil.md)\"")),
        ("hidden-html", html("<?php echo 1 ?>\n")),
        ("unknown-html-attribute", html("<a herf=\"gil.md\">x</a>\n")),
        ("html-without-source", html("<img alt=\"x\">\n")),
        ("image-without-text", body("![](gil.svg)\n").file("content/python/gil.svg", "<svg/>")),
        ("no-such-topic", body("[GIL](gli.md)\n")),
        ("no-such-section", body("## Why\n\n[why](#wy)\n")),
        ("no-such-file", body("[table](data.cvs)\n").file("content/python/data.csv", "")),
        ("link-leaves-guide", body("[x](../../secret.md)\n")),
        ("unsafe-scheme", body("[x](javascript:alert(1))\n")),
        ("foreign-image", body("![x](https://example.org/a.png)\n")),
        ("link-to-page", body("[x](gil.html)\n")),
        ("link-to-draft", body("[x](new.md)\n").topic_with("python/new", "draft = true", "")),
        ("same-but-for-case", guide().topic("Gil", "").topic("gIL", "")),
        ("two-owners", guide().topic("gil", "").file("content/gil.html", "x")),
        (
            "template",
            guide().topic("gil", "").file("themes/default/templates/topic.html", "<main>{{ page.titel }}</main>\n"),
        ),
        (
            "dead-link",
            guide()
                .topic("gil", "")
                .file("themes/default/templates/search.html", "<main><a href=\"gone.html\">x</a></main>\n"),
        ),
        (
            "duplicate-page-id",
            guide().topic("gil", "").file("themes/default/templates/search.html", "<main id=a><p id=a></main>\n"),
        ),
    ]
}

/// A chapter of so many topics.
fn crowd(topics: usize, body: &str) -> TestGuide {
    (0..topics).fold(TestGuide::new(), |guide, it| guide.topic(&format!("c/t{it}"), body)).chapter("c", "C")
}

/// Messages of the disk and the command line: shown by tests of their own, named here.
const ELSEWHERE: [(&str, &str); 85] = [
    ("nothing-to-move", "mv.rs"),
    ("cannot-move", "mv.rs"),
    ("move-busy", "mv.rs"),
    ("move-taken-back", "mv.rs"),
    ("move-left", "mv.rs"),
    ("unknown-code", "explained.rs"),
    ("deck-path", "anki.rs"),
    ("deck-empty", "anki.rs"),
    ("deck-unmade", "anki.rs"),
    ("deck-pictures", "anki.rs"),
    ("deck-gaps", "import_anki.rs"),
    ("deck-note-types", "import_anki.rs"),
    ("dead-address", "external.rs"),
    ("unsure-address", "external.rs"),
    ("nothing-found", "import.rs"),
    ("nothing-to-begin", "import.rs"),
    ("no-text", "import.rs"),
    ("unreadable-source", "import.rs"),
    ("damaged-package", "import_anki.rs"),
    ("large-package", "import_anki.rs"),
    ("whole-collection", "import_anki.rs"),
    ("bad-chapter", "import.rs"),
    ("not-carried-over", "import.rs"),
    ("tags-left-out", "import.rs"),
    ("served-to-others", "serve.rs"),
    ("not-a-topic", "loading.rs"),
    ("no-book", "cli.rs"),
    ("no-content", "cli.rs"),
    ("unreadable", "loading.rs"),
    ("not-utf8", "loading.rs"),
    ("bad-symlink", "loading.rs"),
    ("bad-file-name", "loading.rs"),
    ("foreign-folder", "writing.rs"),
    ("bad-output", "writing.rs"),
    ("output-busy", "writing.rs"),
    ("cache-not-kept", "writing.rs"),
    ("cannot-write", "writing.rs"),
    ("example-not-exited", "commands.rs"),
    ("example-cut-off", "commands.rs"),
    ("stderr-unwritten", "commands.rs"),
    ("example-stderr", "commands.rs"),
    ("example-output", "examples.rs"),
    ("example-unwritten", "examples.rs"),
    ("example-raised", "examples.rs"),
    ("example-raised-other", "examples.rs"),
    ("example-not-raised", "examples.rs"),
    ("example-exit", "examples.rs"),
    ("example-timed-out", "examples.rs"),
    ("example-too-much", "examples.rs"),
    ("example-syntax", "examples.rs"),
    ("card-gone", "study.rs"),
    ("address-gone", "since.rs"),
    ("proof-fails", "proofs.rs"),
    ("quiz-ticked", "quizzes.rs"),
    ("quiz-unticked", "quizzes.rs"),
    ("quiz-not-counted", "quizzes.rs"),
    ("no-such-version", "examples.rs"),
    ("no-interpreter", "examples.rs"),
    ("skipped-by-setup", "examples.rs"),
    ("no-runner", "examples.rs"),
    ("packages-missing", "examples.rs"),
    ("install-failed", "examples.rs"),
    ("cannot-run", "examples.rs"),
    ("example-folder-gone", "examples.rs"),
    ("no-match", "examples.rs"),
    ("cannot-fix", "examples.rs"),
    ("cannot-keep", "examples.rs"),
    ("lock-format", "examples.rs"),
    ("unknown-selection", "pdf.rs"),
    ("nothing-selected", "pdf.rs"),
    ("bad-pdf-path", "pdf.rs"),
    ("bad-book-path", "epub.rs"),
    ("no-browser", "pdf.rs"),
    ("browser-not-started", "pdf.rs"),
    ("browser-failed", "pdf.rs"),
    ("browser-too-slow", "pdf.rs"),
    ("bad-pdf", "pdf.rs"),
    ("unsettled-pages", "pdf.rs"),
    ("port-taken", "serve.rs"),
    ("cannot-listen", "serve.rs"),
    ("not-watched", "serve.rs"),
    ("not-opened", "serve.rs"),
    ("guide-exists", "init.rs"),
    ("topic-exists", "new.rs"),
    ("bad-topic-path", "new.rs"),
];

/// The codes of all messages.
pub fn codes() -> BTreeSet<String> {
    let of_others = ["lint", "carry", "quiz", "table", "deck", "slip"];
    let own = Message::VARIANTS.iter().filter(|code| !of_others.contains(code)).map(|code| (*code).to_owned());
    let quiz = QuizFault::VARIANTS.iter().map(|code| format!("quiz-{code}"));
    let table = TableFault::VARIANTS.iter().map(|code| format!("table-{code}"));
    let deck = DeckFault::VARIANTS.iter().map(|code| format!("deck-{code}"));
    let others = Lint::VARIANTS.iter().chain(Carry::VARIANTS).chain(Slip::VARIANTS).map(|code| (*code).to_owned());
    own.chain(quiz).chain(table).chain(deck).chain(others).collect()
}

#[test]
fn every_message_has_a_fixture() {
    let codes = codes();
    let codes: BTreeSet<&str> = codes.iter().map(String::as_str).collect();
    let mut shown: BTreeSet<&str> = fixtures().into_iter().map(|(code, _)| code).collect();
    shown.extend(ELSEWHERE.map(|(code, _)| code));
    assert!(codes.len() > 40, "{codes:?}");
    assert_eq!(codes, shown);
    for (code, file) in ELSEWHERE {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite").join(file)).unwrap();
        assert!(text.contains(code), "{file} does not test {code}");
    }
}

#[test]
fn every_message_names_its_place_and_what_to_do() {
    let mut all = String::new();
    for (code, guide) in fixtures() {
        let folder = tempfile::tempdir().unwrap();
        guide.on_disk(folder.path());
        let json = studybook(folder.path(), &["check", "--json"]);
        let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
        let codes: Vec<&str> =
            json["problems"].as_array().unwrap().iter().map(|it| it["code"].as_str().unwrap()).collect();
        assert!(codes.contains(&code), "{code} is not among {codes:?}");
        let output = studybook(folder.path(), &["check"]);
        let text = stderr(&output);
        // Advice about these tiny guides is not what they are here for.
        let advice: Vec<String> = json["problems"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|it| NAMES.contains(&it["code"].as_str().unwrap()) && it["code"] != code)
            .map(|it| format!("warning[{}]: {}\n", it["code"].as_str().unwrap(), it["message"].as_str().unwrap()))
            .collect();
        // The guides of this table leave other tags unused. The last line counts, advice too.
        let problems =
            text.split("\n\n").filter(|part| !part.contains("no topic uses the tag") || code == "unused-tag");
        let problems = problems
            .filter(|part| !part.starts_with(|c: char| c.is_ascii_digit()))
            .filter(|part| !advice.iter().any(|it| part.trim_start().starts_with(it)));
        all.push_str(&format!(
            "## {code}, exit {}\n{}\n\n",
            output.status.code().unwrap(),
            problems.collect::<Vec<_>>().join("\n\n").trim()
        ));
    }
    insta::assert_snapshot!("messages", all);
}

#[test]
fn hints_fit_what_was_written() {
    let front = |keys: &str| TestGuide::new().topic_with("gil", keys, "");
    let hinted = |guide: TestGuide, problem: &str, hint: &str| {
        guide.build().says(problem).says(hint);
    };
    let chapter = front("").file("content/ch/index.md", "text\n");
    hinted(chapter.clone(), "no front matter", "start the file with `+++`, `title = \"…\"`, `+++`\n");
    assert!(!chapter.build().problems.contains("has no `index.md`"));
    hinted(front("aliases = [\"gil.html\"]"), "`aliases` is `gil.html`: the page itself", "leave it out");
    hinted(front("aliases = [\"./x.html\"]"), "no page can have this address", "such as `old/page.html`");
    hinted(front("aliases = [\"a/../../x.html\"]"), "leads out of the site", "from the site's root");
    hinted(front("tags = [\"threads\", 3]"), "`tags[1]` is a number, not a string", "write it as in `\"text\"`");
    hinted(front("asks = [\"\"]"), "`asks[0]` is empty", "give it a value");
    hinted(front("updated = 2026-02-30"), "invalid date", "write a day of the calendar");
    let lock = "<<<<<<< HEAD\nformat = 1\n=======\n";
    hinted(
        front("").file("examples.lock", lock),
        "warning[lock-format]: `examples.lock` is not in a format",
        "run `studybook test`",
    );
    assert_eq!(front("").file("examples.lock", lock).build().report.sorted().len(), 1);
    let linking = |body: &str| TestGuide::new().chapter("ch", "C").topic("ch/gil", body);
    hinted(linking("[[GIL]]\n"), "no topic `GIL`", "did you mean `ch/gil`?");
    hinted(linking("[x](page.html)\n"), "`page.html` is a page", "`tags/TAG.html`");
    let broken = TestGuide::new().book(&"\u{1}=%\n".repeat(1000)).topic("gil", "");
    assert_eq!(broken.build().report.errors(), 5);
}

#[test]
fn what_the_disk_refuses_is_told_in_the_words_of_the_guide() {
    let folder = tempfile::tempdir().unwrap();
    let long = "x".repeat(252);
    TestGuide::new().topic(&long, "").on_disk(folder.path());
    let told = stderr(&studybook(folder.path(), &["build"]));
    assert!(
        told.contains("/site/xxx") && !told.contains("staged") && told.contains("hint: shorten the name"),
        "{told}"
    );
    fs::write(folder.path().join("file"), "").unwrap();
    assert!(stderr(&studybook(folder.path(), &["init", "file"])).contains("hint: a file has that name"));
    fs::remove_file(folder.path().join(format!("content/{long}.md"))).unwrap();
    let topic = "+++\ntitle = \"A\"\ndifficulty = \"basic\"\n+++\n";
    fs::write(folder.path().join("content/a.md"), topic).unwrap();
    fs::write(folder.path().join("content/a.MD"), topic).unwrap();
    let told = stderr(&studybook(folder.path(), &["build"]));
    // Where upper and lower case are the same, the second was the first.
    let files = fs::read_dir(folder.path().join("content")).unwrap().count();
    assert_eq!(told.matches("two sources of").count(), files - 2, "{told}");
}
