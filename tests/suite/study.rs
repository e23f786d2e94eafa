//! Cards: which there are, by which ids, and the files and pages that ask them.

use std::fs;

use studybook::build::memory::Memory;
use studybook::examples::interpreters;

use crate::examples;
use crate::guide::{Outcome, TestGuide, stderr, stdout, studybook};

const BODY: &str = "Text.\n\n```python title=\"one.py\"\nprint(1)\n```\n\n```output\n1\n```\n\n```python raises=ValueError\nint(\"x\")\n```\n\n```python card=false\nprint(2)\n```\n\n```output\n2\n```\n\n```python\nprint(\"at 0x1\")\n```\n\n```output\nat ...\n```\n\n## Follow-ups {.questions}\n\nDoes it matter for a *web server*? {#web-server}\n: Rarely: see [the other](b.md) and [above](#follow-ups).\n\nWhy?\n: So.\n\n```quiz id=\"late\"\nWhich?\n\n- [x] this: yes\n- [ ] that\n```\n";

fn guide() -> TestGuide {
    let keys = "title = \"What is *it*?\"\nsummary = \"A `thing`.\"\nid = \"it\"\norder = 1\nasks = [\"And what?\"]";
    TestGuide::new().chapter("c", "Chapter").topic_with("c/a", keys, BODY).topic_with("c/b", "summary = \"B.\"", "")
}

/// The guide with a record of its examples, if there is a Python.
fn tested() -> Option<TestGuide> {
    interpreters::default()?;
    let ran = examples::run(&guide());
    assert_eq!(ran.codes, Vec::<&str>::new(), "{}", ran.said);
    Some(guide().file("examples.lock", fs::read(ran.folder.path().join("examples.lock")).unwrap()))
}

fn cards(outcome: &Outcome) -> Vec<(String, String)> {
    let json: serde_json::Value = serde_json::from_str(&outcome.page("topics.json")).unwrap();
    let text = |card: &serde_json::Value, key: &str| card[key].as_str().unwrap().to_owned();
    let cards = json["cards"].as_array().cloned().unwrap_or_default();
    cards.iter().map(|card| (text(card, "id"), text(card, "kind"))).collect()
}

/// The value that a script hands over.
fn value(script: &str, part: &str) -> serde_json::Value {
    let json =
        script.trim_end().strip_prefix(&format!("studybookCards(\"{part}\",")).unwrap().strip_suffix(')').unwrap();
    serde_json::from_str(json).unwrap()
}

#[test]
fn each_kind_of_card_has_an_id_and_stands_in_the_catalogue() {
    let Some(guide) = tested() else { return };
    let outcome = guide.build();
    outcome.is_clean();
    let expected = [
        ("it", "topic"),
        ("it#onepy", "output"),
        ("it#example-2", "output"),
        ("it#web-server", "question"),
        ("it#why", "question"),
        ("it#late", "quiz"),
        ("c/b", "topic"),
    ];
    assert_eq!(cards(&outcome), expected.map(|(id, kind)| (id.to_owned(), kind.to_owned())));
    let catalogue: serde_json::Value = serde_json::from_str(&outcome.page("topics.json")).unwrap();
    let question = serde_json::json!({"id": "it#web-server", "kind": "question", "topic": "it", "prompt": "Does it matter for a web server?"});
    assert_eq!(catalogue["cards"][3], question);
    let main = outcome.main("c/a.html");
    for card in ["it", "it#onepy", "it#example-2", "it#web-server", "it#late"] {
        assert_eq!(main.matches(&format!("data-card=\"{card}\"")).count(), 1, "{card} in {main}");
    }
    assert!(main.contains("<summary>Does it matter for a <em>web server</em>?</summary>"), "{main}");
    // An example that nobody ran is no card.
    assert_eq!(cards(&self::guide().build()).len(), 5);
}

#[test]
fn the_index_and_the_texts_are_what_scripts_read() {
    let Some(guide) = tested() else { return };
    let outcome = guide.build();
    let index = value(&outcome.page("study/index.js"), "index");
    assert_eq!(index["guide"], "guide");
    assert_eq!(index["topics"][0]["u"], "c/a.html");
    assert_eq!(index["cards"][1], serde_json::json!(["#onepy", 2, 0, 0, index["cards"][1][4]]));
    let name = index["files"][0].as_str().unwrap();
    assert!(name.starts_with("c.") && index["files"].as_array().unwrap().len() == 1, "{name}");
    let texts = value(&outcome.page(&format!("study/{name}")), "cards");
    assert_eq!(texts["n"], 0);
    let texts = &texts["cards"];
    assert_eq!(texts["it"]["p"], "What is <em>it</em>?");
    assert_eq!(texts["it"]["asks"][0], "And what?");
    assert_eq!(texts["it"]["follow"], serde_json::json!(["it#web-server", "it#why"]));
    assert_eq!(texts["it#onepy"]["a"], "<pre><samp>1</samp></pre>");
    assert_eq!(texts["it#example-2"]["raises"], true);
    assert!(texts["it#onepy"]["v"].as_str().unwrap().starts_with("Python 3"));
    let answer = texts["it#web-server"]["a"].as_str().unwrap();
    assert!(answer.contains("<a href=\"c/b.html\">the other</a> and <a href=\"c/a.html#follow-ups\">"), "{answer}");
    assert!(!answer.contains(" id="), "{answer}");
    assert_eq!(texts["it#late"]["quiz"]["choices"][0], serde_json::json!({"h": "this", "right": true, "why": "yes"}));
    for page in ["study.html", "interview.html", "progress.html", "cheatsheet.html"] {
        assert!(outcome.page(page).contains("data-guide=\"guide\""), "{page}");
    }
    assert!(outcome.page("index.html").contains("data-first=\"it\""), "{}", outcome.main("index.html"));
}

#[test]
fn a_guide_that_asks_nothing_has_nothing_of_it() {
    let off = guide().book(&format!("{}[study]\nenabled = false\n", crate::guide::BOOK)).build();
    let bare = TestGuide::new().topic("a", "Text.\n").build();
    for outcome in [&off, &bare] {
        let named = |path: &str| path.contains("study") || path.contains("interview") || path.contains("progress.html");
        assert!(outcome.site().files().all(|(path, _)| !named(path.as_str())));
        assert!(!outcome.page("index.html").contains("study"), "{}", outcome.page("index.html"));
        assert!(!outcome.page("topics.json").contains("\"cards\""));
    }
    assert!(!off.page("c/a.html").contains("data-card"));
    let quiet = guide().book(&format!("{}[study]\nhome = false\noutput = false\n", crate::guide::BOOK)).build();
    assert!(!quiet.page("index.html").contains("data-first"));
}

#[test]
fn two_cards_of_one_id_are_told_with_both_places() {
    let taken = "## Q {.questions}\n\nWhy? {#late}\n: So.\n\n```quiz id=late\nWhich?\n\n- [x] a\n- [ ] b\n```\n";
    TestGuide::new().topic("a", taken).build().says("the id `late` is that of line 8 too").says("content/a.md:11:1");
    let two = TestGuide::new().topic_with("a", "id = \"x\"", "## Q {.questions}\n\nWhy?\n: So.\n").topic_with(
        "b",
        "id = \"x#why\"\nsummary = \"S.\"",
        "",
    );
    two.build().says("the id `x#why` is that of a card of `content/a.md` too");
}

#[test]
fn ids_are_written_and_nothing_else_is_touched() {
    let folder = tempfile::tempdir().unwrap();
    let windows = BODY.replace('\n', "\r\n");
    let guide = guide().book(&format!("{}[study]\n", crate::guide::BOOK));
    guide.topic_with("c/a", "summary = \"S.\"\nid = \"it\"", &windows).on_disk(folder.path());
    let path = folder.path().join("content/c/a.md");
    let before = fs::read_to_string(&path).unwrap();
    let said = studybook(folder.path(), &["ids"]);
    assert!(said.status.success(), "{}", stderr(&said));
    assert!(stdout(&said).contains("wrote 3 ids into 1 file"), "{}", stdout(&said));
    let after = fs::read_to_string(&path).unwrap();
    assert!(after.contains("```python title=\"one.py\" id=\"onepy\"\r\n"), "{after}");
    assert!(
        after.contains("Why? {#why}\r\n: So.\r\n") && after.contains("raises=ValueError id=\"example-2\"\r\n"),
        "{after}"
    );
    let undone = after.replace(" id=\"onepy\"", "").replace(" {#why}", "").replace(" id=\"example-2\"", "");
    assert_eq!(undone, before);
    assert!(stdout(&studybook(folder.path(), &["ids"])).contains("wrote 0 ids"));
    assert!(!stderr(&studybook(folder.path(), &["check"])).contains("id of"));
}

#[test]
fn a_card_that_seems_to_have_lost_its_id_is_told() {
    // The message is `card-gone`.
    let folder = tempfile::tempdir().unwrap();
    let question = |text: &str| format!("## Q {{.questions}}\n\n{text}\n: So.\n");
    TestGuide::new().topic("a", &question("Does it matter for a web server?")).on_disk(folder.path());
    assert!(studybook(folder.path(), &["build"]).status.success());
    TestGuide::new().topic("a", &question("Does it really matter for a web server?")).on_disk(folder.path());
    let said = stderr(&studybook(folder.path(), &["build"]));
    assert!(said.contains("the card `a#does-it-matter-for-a-web-server` is gone"), "{said}");
    assert!(said.contains("give it the id `does-it-matter-for-a-web-server`"), "{said}");
    let kept = question("Does it really matter for a web server? {#does-it-matter-for-a-web-server}");
    TestGuide::new().topic("a", &kept).on_disk(folder.path());
    assert!(!stderr(&studybook(folder.path(), &["build"])).contains("is gone"));
}

#[test]
fn a_memory_changes_nothing_about_the_cards() {
    let mut memory = Memory::default();
    let Some(guide) = tested() else { return };
    let book = crate::guide::BOOK.replace("[book]\n", "[book]\nbase_url = \"https://e.org/g/\"\n");
    let guide = guide.book(&format!("{book}[study]\nshare = true\n"));
    guide.rebuild(&mut memory);
    let edited = guide.topic_with("c/b", "summary = \"Another.\"", "## Q {.questions}\n\nNew?\n: Yes.\n");
    let (again, anew) = (edited.rebuild(&mut memory), edited.build());
    for (path, file) in anew.site().files() {
        assert!(again.bytes(path.as_str())[..] == file.bytes().unwrap()[..], "{path}");
    }
}

#[test]
fn the_feed_carries_a_question_a_day_if_the_guide_wants_it() {
    let folder = tempfile::tempdir().unwrap();
    let book = crate::guide::BOOK.replace("[book]\n", "[book]\nbase_url = \"https://e.org/g/\"\n");
    let feed = |daily: &str, day: u64| {
        let build = || {
            let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_studybook"));
            command
                .args(["build"])
                .env("SOURCE_DATE_EPOCH", (day * 86_400 + 3_600).to_string())
                .current_dir(folder.path());
            let said = command.output().unwrap();
            assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
            fs::read_to_string(folder.path().join("site/feed.xml")).unwrap()
        };
        guide().book(&format!("{book}{daily}")).on_disk(folder.path());
        let made = build();
        // With what the last build remembers it says the same.
        assert_eq!(made, build());
        made
    };
    assert!(!feed("", 20_786).contains("feed.xml#"));
    let daily = "[study]\ndaily = true\n";
    let (today, tomorrow) = (feed(daily, 20_786), feed(daily, 20_787));
    assert_eq!(today.matches("<id>https://e.org/g/feed.xml#").count(), 7, "{today}");
    assert!(today.contains("<updated>2026-11-29T00:00:00Z</updated>\n<author>"), "{today}");
    assert!(today.contains("#2026-11-23<") && tomorrow.contains("#2026-11-30<") && !tomorrow.contains("#2026-11-23<"));
    // A day keeps its question.
    let entry = |feed: &str, date: &str| {
        feed.lines().find(|line| line.contains(&format!("feed.xml#{date}<"))).map(str::to_owned).unwrap()
    };
    assert_eq!(entry(&today, "2026-11-29"), entry(&tomorrow, "2026-11-29"));
    let weeks: String = (0..8).map(|week| feed(daily, 20_786 + 7 * week)).collect();
    for address in ["c/a.html#late", "c/a.html#web-server", "c/a.html\"", "c/b.html\""] {
        assert!(weeks.contains(&format!("href=\"https://e.org/g/{address}")), "{address}: {weeks}");
    }
}

#[test]
fn an_output_card_has_a_page_and_a_picture_if_the_guide_wants_it() {
    let Some(guide) = tested() else { return };
    let book = crate::guide::BOOK.replace("[book]\n", "[book]\nbase_url = \"https://e.org/g/\"\n");
    let outcome = guide.clone().book(&format!("{book}[study]\nshare = true\n")).build();
    outcome.is_clean();
    let made = |outcome: &Outcome, folder: &str| {
        let paths: Vec<String> = outcome.site().files().map(|(path, _)| path.to_string()).collect();
        paths.into_iter().filter(|path| path.starts_with(folder)).collect::<Vec<_>>()
    };
    assert_eq!(made(&outcome, "study/it"), ["study/it/example-2.html", "study/it/onepy.html"]);
    let pictures = ["cards/study/it/example-2.png", "cards/study/it/onepy.png"];
    assert_eq!(made(&outcome, "cards/study"), pictures);
    assert!(outcome.bytes(pictures[0]) != outcome.bytes(pictures[1]));
    let page = outcome.page("study/it/onepy.html");
    assert!(
        page.contains("<meta property=\"og:image\" content=\"https://e.org/g/cards/study/it/onepy.png\">"),
        "{page}"
    );
    assert!(page.contains("<meta property=\"og:url\" content=\"https://e.org/g/study/it/onepy.html\">"), "{page}");
    let main = outcome.main("study/it/onepy.html");
    assert!(main.contains("<h1>What does this print?</h1>"), "{main}");
    let (shown, folded) = main.split_once("<details").unwrap();
    assert!(shown.contains("print") && !shown.contains("<samp>1") && folded.contains("<samp>1"), "{main}");
    assert!(folded.contains("href=\"../../c/a.html#onepy\""), "{main}");
    assert!(outcome.main("study/it/example-2.html").contains("<h1>What happens?</h1>"));
    // Neither has it a second place for the same card, nor is it in what lists pages.
    assert!(!main.contains("data-card") && !main.contains("id=\"onepy\""), "{main}");
    assert!(!outcome.page("sitemap.xml").contains("study/it"));
    assert_eq!(outcome.main("c/a.html").matches("href=\"../study/it/").count(), 2);
    // A guide that does not want it has nothing of it, and one that is at home nowhere has no picture.
    let (off, nowhere) = (
        guide.clone().book(&book).build(),
        guide.book(&format!("{}[study]\nshare = true\n", crate::guide::BOOK)).build(),
    );
    assert!(made(&off, "study/it").is_empty() && made(&off, "cards/study").is_empty());
    assert!(!off.main("c/a.html").contains("study/it"));
    assert!(made(&nowhere, "study/it").len() == 2 && made(&nowhere, "cards").is_empty());
}

#[test]
fn an_example_that_no_picture_can_spell_is_shared_with_that_of_its_topic() {
    if interpreters::default().is_none() {
        return;
    }
    let book = crate::guide::BOOK.replace("[book]\n", "[book]\nbase_url = \"https://e.org/g/\"\n");
    let body = "```python\nprint(\"全局\")\n```\n\n```output\n全局\n```\n";
    let guide = TestGuide::new().book(&format!("{book}[study]\nshare = true\n")).topic("a", body);
    let ran = examples::run(&guide);
    let guide = guide.file("examples.lock", fs::read(ran.folder.path().join("examples.lock")).unwrap());
    let outcome = guide.build();
    let page = outcome.page("study/a/example-1.html");
    assert!(page.contains("content=\"https://e.org/g/cards/a.png\""), "{page}");
}
