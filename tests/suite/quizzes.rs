//! `quiz` blocks: on the page, on paper, in search and as Markdown, and their examples against their choices.

use studybook::examples::interpreters;

use crate::examples;
use crate::guide::TestGuide;

const LATE: &str = "Before [it](b.md).\n\n```quiz id=\"late-binding\"\nWhat does the last *line* print?\n\n~~~python\nreaders = [lambda: n for n in range(3)]\nprint([read() for read in readers])\n~~~\n\n- [ ] `[0, 1, 2]`: for that each `n: int` would need [its own](b.md).\n- [x] `[2, 2, 2]`: the functions look `n` up when they are called.\n- [ ] It raises `NameError`\n```\n\nAfter.\n";

fn late() -> TestGuide {
    TestGuide::new().topic("a", LATE).topic("b", "")
}

#[test]
fn a_quiz_is_a_question_with_choices_and_its_answer_folded() {
    let outcome = late().build();
    outcome.is_clean();
    let main = outcome.main("a.html");
    assert!(
        main.contains(
            "<div class=\"quiz\" id=\"late-binding\" data-card=\"a#late-binding\" data-kind=\"quiz\" data-how=\"one\""
        ),
        "{main}"
    );
    assert!(main.contains("<p>What does the last <em>line</em> print?</p>"), "{main}");
    assert!(main.contains("<li data-right><code>[2, 2, 2]</code></li>\n<li>It raises"), "{main}");
    let answer = &main[main.find("<details class=\"quiz-answer\"").unwrap()..];
    assert!(!answer[..answer.find("</details>").unwrap()].contains("<code>[2, 2, 2]</code>"), "letters, not choices");
    assert!(answer.contains("<b>Right.</b> <span class=\"quiz-why\">the functions look <code>n</code> up"), "{answer}");
    assert!(
        answer.contains("for that each <code>n: int</code> would need <a href=\"b.html\">its own</a>."),
        "{answer}"
    );
    assert_eq!(answer.matches("<b>Wrong.</b>").count(), 2);
}

#[test]
fn a_quiz_is_found_and_stands_in_the_markdown_page() {
    let outcome = late().build();
    let built = outcome.built.as_ref().unwrap();
    let sections = &built.guide.topics[0].topic.document.sections;
    // Its choices are not: most of them are wrong.
    assert_eq!(sections[0].text, "Before it.\nWhat does the last line print?\nAfter.");
    assert!(!sections[0].code.contains("readers = "));
    let twin = outcome.page("a.md");
    assert!(
        twin.contains("- [x] `[2, 2, 2]`: the functions") && twin.contains("```quiz id=\"late-binding\""),
        "{twin}"
    );
}

#[test]
fn on_paper_the_answers_stand_in_a_key() {
    let many = "```quiz\nWhich are true?\n\n- [x] `[0]`: it holds something.\n- [x] `-1`\n- [ ] `0`\n```\n";
    let outcome = late().topic("c", many).build();
    let print = outcome.main("print.html");
    let (text, key) = print.split_once("id=\"book.quizzes\"").expect("a key");
    assert!(text.contains("Quiz 1") && text.contains("Quiz 2"), "{text}");
    assert!(!text.contains("look <code>n</code> up"), "why stands in the key");
    assert!(key.contains("<p class=\"letters\">B</p>") && key.contains("<p class=\"letters\">A, B</p>"), "{key}");
    assert!(key.contains("look <code>n</code> up"), "{key}");
    assert!(!late().without("content/a.md").build().main("print.html").contains("book.quizzes"));
}

#[test]
fn an_order_is_shown_mixed_and_a_short_answer_as_it_counts() {
    let body = "```quiz\nIn which order?\n\n1. `__new__`: it makes the object.\n2. `__init__`\n3. `__del__`\n```\n\n\
                ```quiz\nWhich type?\n\n= list\n= /arrays?/\n```\n";
    let outcome = TestGuide::new().topic("a", body).build();
    outcome.is_clean();
    let main = outcome.main("a.html");
    let choices = &main[main.find("data-how=\"order\"").unwrap()..main.find("<details").unwrap()];
    let place = |name: &str| choices.find(name).unwrap();
    assert!(!(place("__new__") < place("__init__") && place("__init__") < place("__del__")), "{choices}");
    assert!(main.contains("<code>list</code> or <code>/arrays?/</code>"), "{main}");
    assert!(
        main.contains(
            "data-answers=\"[{&quot;text&quot;:&quot;list&quot;},{&quot;pattern&quot;:&quot;arrays?&quot;}]\""
        ),
        "{main}"
    );
    assert_eq!(outcome.main("a.html"), TestGuide::new().topic("a", body).build().main("a.html"));
}

#[test]
fn a_mistake_is_told_at_its_line() {
    let outcome =
        TestGuide::new().topic("a", "```quiz title=x\nWhat?\n\n- [x] a\n- [ ] b\n- [ ] a: why\n```\n").build();
    outcome.says("content/a.md:11:7").says("two choices are equal: `a`");
    outcome.says("attribute `title`: a quiz has none of this name");
    let nested = "````quiz\nWhat?\n\n~~~quiz\n~~~\n\n- [x] a\n- [ ] b\n````\n";
    TestGuide::new().topic("a", nested).build().says("a quiz cannot stand inside of another quiz");
    let listed = "- x\n\n  ```quiz\n  What?\n\n  - [x] a\n  - [ ] b\n  ```\n";
    TestGuide::new().topic("a", listed).build().says("a quiz cannot stand inside of a list or a quote");
}

#[test]
fn a_heading_in_a_question_and_words_that_begin_blocks_are_kept() {
    let body = "## One\n\n```quiz\n## Which move?\n\n- [x] 1. d4\n- [ ] > and <\n```\n\n## Two\n";
    let outcome = TestGuide::new().topic("a", body).build();
    outcome.is_clean();
    let main = outcome.main("a.html");
    assert!(main.contains("1. d4") && main.contains("&gt; and &lt;"), "{main}");
    assert_eq!(main.matches("<section data-section").count(), 2, "{main}");
}

fn tested(choices: &str, code: &str) -> Option<examples::Ran> {
    interpreters::default()?;
    let body = format!("```quiz\nWhat does it print?\n\n~~~python\n{code}\n~~~\n\n{choices}\n```\n");
    Some(examples::run(&examples::guide("", &body)))
}

#[test]
fn the_ticked_choice_is_what_the_example_prints_and_no_other_is() {
    let codes = |choices: &str, code: &str| tested(choices, code).map(|ran| ran.codes);
    let Some(passed) = tested("- [ ] `1`\n- [x] `1 2`: both", "print(1)\nprint(2)") else { return };
    assert_eq!((passed.codes, passed.outcome.passed), (vec![], 1));
    assert_eq!(codes("- [x] `1`\n- [ ] `2`", "print(2)"), Some(vec!["quiz-ticked"]));
    assert_eq!(codes("- [x] nothing\n- [ ] `2`", "print(2)"), Some(vec!["quiz-unticked"]));
    assert_eq!(codes("= 1", "print(2)"), Some(vec!["quiz-not-counted"]));
    assert_eq!(codes("= /[12]/", "print(2)"), Some(vec![]));
    // With an output of its own the choices are about something else.
    assert_eq!(codes("- [x] `1`\n- [ ] `3`", "print(2)\n~~~\n\n~~~output\n2"), Some(vec![]));
    let wrong = tested("- [x] `1`\n- [ ] `2`", "print(2)").unwrap();
    assert!(wrong.said.contains("a.md:13:7"), "{}", wrong.said);
}
