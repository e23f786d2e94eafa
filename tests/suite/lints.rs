//! Advice that `check` gives and `build` does not. `messages.rs` has a fixture for each lint.

use crate::guide::{BOOK, TestGuide, stderr, stdout, studybook};

fn checked(guide: &TestGuide, arguments: &[&str]) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().unwrap();
    guide.on_disk(folder.path());
    let output = studybook(folder.path(), arguments);
    (output.status.code(), stderr(&output) + &stdout(&output))
}

#[test]
fn advice_is_for_check_alone_and_never_an_error() {
    let guide = TestGuide::new().topic("gil", "Few words.\n");
    assert!(checked(&guide, &["check"]).1.contains("the topic has 2 words"));
    assert!(!checked(&guide, &["build"]).1.contains("the topic has 2 words"));
    let (code, text) = checked(&guide, &["check", "--strict"]);
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("warning[stub]: the topic has 2 words"));
}

#[test]
fn a_lint_can_be_switched_off_and_its_threshold_set() {
    let off = TestGuide::new().book(&format!("{BOOK}[check]\noff = [\"stub\"]\n")).topic("gil", "Few words.\n");
    assert!(!checked(&off, &["check"]).1.contains("the topic has"));
    let lower = TestGuide::new().book(&format!("{BOOK}[check]\nstub_words = 2\n")).topic("gil", "Few words.\n");
    assert!(!checked(&lower, &["check"]).1.contains("the topic has"));
    let wrong = TestGuide::new().book(&format!("{BOOK}[check]\nalike_percent = 101\n")).topic("gil", "Few words.\n");
    assert_eq!(checked(&wrong, &["check"]).0, Some(1));
}

#[test]
fn other_wordings_count_as_questions_but_not_against_their_own_topic() {
    let own = "title = \"What is the GIL?\"\nasks = [\"Explain the GIL\", \"What does the GIL do?\"]";
    let guide = TestGuide::new().topic_with("a", own, "").topic_with("b", "title = \"Define the GIL\"", "");
    let text = checked(&guide, &["check"]).1;
    assert_eq!(text.matches("% like that of").count(), 1, "{text}");
}

#[test]
fn questions_about_code_are_alike_only_if_the_code_is() {
    let ask = "title = \"What does this print?\"";
    let code = |number: usize| format!("```python\nprint({number})\n```\n");
    let guide = TestGuide::new().topic_with("a", ask, &code(1)).topic_with("b", ask, &code(2));
    assert!(!checked(&guide, &["check"]).1.contains("% like"));
    let guide = TestGuide::new().topic_with("a", ask, &code(1)).topic_with("b", ask, &code(1));
    assert!(checked(&guide, &["check"]).1.contains("100 % like"));
}

#[test]
fn a_topic_that_a_chapter_or_a_requirement_names_is_no_orphan() {
    let guide = TestGuide::new()
        .file("content/index.md", "+++\ntitle = \"Home\"\n+++\n[a](a.md)\n")
        .topic("a", "")
        .topic_with("b", "requires = [\"c\"]", "")
        .topic("c", "[b](b.md)\n");
    assert!(!checked(&guide, &["check"]).1.contains("links to this one"));
}

#[test]
fn a_wording_that_the_page_says_nothing_of_is_told_unless_the_author_says_what_answers_it() {
    let said = |front: &str, body: &str| {
        let front = format!("title = \"What is a lock?\"\nsummary = \"One at a time.\"\n{front}");
        let text = checked(&TestGuide::new().topic_with("lock", &front, body), &["check"]).1;
        (text.matches("nothing on the page seems to answer").count(), text)
    };
    let asks = |ask: &str| format!("asks = [\"{ask}\"]");
    // Words of the title, the page's own words in other forms, and words that only ask are there.
    for ask in ["Explain what a lock is", "How do you acquire it?", "Which threads wait?", "What is released when?"] {
        let (told, text) = said(&asks(ask), "## Acquiring\n\nA thread is waiting until another releases it.\n");
        assert_eq!(told, 0, "{ask}\n{text}");
    }
    for ask in ["When does a deadlock happen?", "Are semaphores fairer?", "What does an RLock cost under contention?"] {
        let (told, text) = said(&asks(ask), "## Acquiring\n\nA thread is waiting until another releases it.\n");
        assert_eq!(told, 1, "{ask}\n{text}");
    }
    let (told, text) = said(&asks("When does a deadlock happen?"), "## Orders\n\nA `deadlock` needs two.\n");
    assert_eq!(told, 0, "{text}");
    let marked = "asks = [\"Are semaphores fairer?\"]\n[answers]\n\"Are semaphores fairer?\" = \"#queue\"";
    let (told, text) = said(marked, "## First come {#queue}\n\nThe longest waits least.\n");
    assert_eq!(told, 0, "{text}");
}

#[test]
fn the_place_that_answers_a_wording_is_a_link_and_must_be_there() {
    let guide = |place: &str, ask: &str| {
        let front = format!("asks = [\"Is a `lock` fair?\", \"Else?\"]\n[answers]\n\"{ask}\" = \"{place}\"");
        TestGuide::new().topic_with(
            "lock",
            &front,
            "## Fairness\n\nNo.\n\n## Asked {.questions}\n\nWhy? {#why}\n: So.\n",
        )
    };
    let page = guide("#fairness", "Is a `lock` fair?").build().is_clean().page("lock.html");
    assert!(page.contains("<li><a href=\"#fairness\">Is a <code>lock</code> fair?</a></li><li>Else?</li>"), "{page}");
    assert!(guide("#why", "Else?").build().is_clean().page("lock.html").contains("<a href=\"#why\">Else?</a>"));
    assert!(guide("#", "Else?").build().is_clean().page("lock.html").contains("<li>Else?</li>"));
    guide("#fairnes", "Else?").build().says("no section `#fairnes`").says("did you mean `#fairness`?");
    guide("fairness", "Else?").build().says("names no place of this page").says("after `#`");
    guide("#fairness", "Els?").build().says("none of the `asks`").says("did you mean `Else?`?");
}

#[test]
fn strong_words_without_a_proof_are_told_to_who_asks() {
    let body = "Always.\n\n| a | b |\n|---|---|\n| never | only `all` |\n\n## Pitfalls\n\nEvery one.\n";
    let guide = |check: &str, language: &str, body: &str| {
        let book = BOOK.replacen("title", &format!("language = \"{language}\"\ntitle"), 1);
        let guide = TestGuide::new().book(&format!("{book}[check]\n{check}\n"));
        checked(&guide.topic_with("gil", "summary = \"The same.\"", body), &["check"]).1
    };
    let text = guide("on = [\"absolute\"]", "en", body);
    for word in ["the same", "never", "only", "every"] {
        assert!(text.contains(&format!("`{word}` is a strong word")), "{word}\n{text}");
    }
    assert_eq!(text.matches("strong word").count(), 4, "{text}");
    assert!(!guide("", "en", body).contains("strong word"));
    assert!(!guide("on = [\"absolute\"]", "de", body).contains("strong word"));
    let proved = format!("{body}\n```python proof=\"it holds\"\nassert True\n```\n");
    assert!(!guide("on = [\"absolute\"]", "en", &proved).contains("strong word"));
    assert!(guide("on = [\"absolutes\"]", "en", body).contains("did you mean `absolute`?"));
}

#[test]
fn what_is_required_of_a_later_chapter_is_told_to_who_asks() {
    let guide = |check: &str| {
        let guide = TestGuide::new()
            .book(&format!("{BOOK}[check]\n{check}\n"))
            .chapter("a", "First")
            .chapter("b", "Second")
            .topic_with("a/one", "requires = [\"a/two\", \"b/three\"]", "Text.\n")
            .topic("a/two", "Text.\n")
            .topic_with("b/three", "id = \"three\"\nrequires = [\"a/two\"]", "Text.\n")
            .topic_with("a/four", "requires = [\"three\"]", "Text.\n");
        checked(&guide, &["check"]).1
    };
    let text = guide("on = [\"requires-ahead\"]");
    assert_eq!(text.matches("which comes in a later chapter").count(), 2, "{text}");
    assert_eq!(text.matches("this requires `content/b/three.md`").count(), 2, "{text}");
    assert!(!guide("").contains("later chapter"));
}

#[test]
fn a_day_that_has_not_come_is_told_and_makes_no_other_topic_old() {
    for ahead in ["2099-01-01", "9999-12-31", "2206-03-05"] {
        let topic = |guide: TestGuide, name: &str, date: &str| {
            guide.topic_with(name, &format!("title = \"Topic {name}\"\nupdated = {date}"), "")
        };
        let guide = topic(topic(topic(TestGuide::new(), "old", "2020-01-01"), "new", "2026-05-01"), "slip", ahead);
        let text = checked(&guide, &["check"]).1;
        assert_eq!(text.matches("warning[out-of-date]").count(), 2, "{text}");
        assert!(text.contains("days ahead\n --> content/slip.md"), "{text}");
        assert!(text.contains("days before the newest topic\n --> content/old.md"), "{text}");
        assert!(text.contains("the newest topic says 2026-05-01"), "{text}");
    }
}
