//! Lines of a block that are shown on demand (`hide`), and code that stands in a file of its own (`from`, `part`).

use studybook::build::memory::Memory;
use studybook::examples::interpreters;

use crate::examples;
use crate::guide::TestGuide;

const HIDDEN: &str =
    "```python hide=\"1-2,4\"\nimport a\nimport b\nsecond = 3\nthird = 4\n```\n\n```python hl=1\nx = 1\n```\n";
const GROUP: &str = "```python group=hi\nprint(1)\n```\n\n```output\n1\n```\n\n```js group=hi norun=\"no\"\nlog(2)\n```\n\nText.\n\n```python group=hi title=\"a.py\"\nx = 3\n```\n\n```python group=hi title=\"b.py\"\nx = 4\n```\n";
const SHOP: &str = "import json\n\n\nclass Shop:\n    # part: total\n    def total(self):\n        return 1 + 1\n    # end: total\n\n\n# part: use\nprint(Shop().total())\n# end: use\n";

#[test]
fn hidden_lines_are_on_the_page_behind_a_box_that_needs_no_script() {
    let outcome = TestGuide::new().topic("a", HIDDEN).build();
    outcome.is_clean();
    let main = outcome.main("a.html");
    assert_eq!(
        main.matches("class=\"unfold\"><input type=\"checkbox\"> Show hidden lines <span class=\"count\">3</span>")
            .count(),
        1,
        "{main}"
    );
    assert_eq!(
        (main.matches("class=\"line folded\"").count(), main.matches("class=\"gap\"></span>").count()),
        (3, 2),
        "{main}"
    );
    assert!(main.contains("a\n</span>"), "what is hidden is there to be copied: {main}");
}

#[test]
fn paper_leaves_hidden_lines_out_and_counts_them_and_search_does_not_find_them() {
    let outcome = TestGuide::new().topic("a", HIDDEN).build();
    let print = outcome.main("print.html");
    assert!(print.contains("second") && !print.contains("third") && !print.contains("import"), "{print}");
    assert!(print.contains("<p class=\"left-out\">Lines that are shown on its page: 3</p>"), "{print}");
    let document = &outcome.built.as_ref().unwrap().guide.topics[0].topic.document;
    assert_eq!(document.sections[0].code, "second = 3\nx = 1\n");
    assert!(document.code[0].code.starts_with("import a\n"));
}

#[test]
fn hidden_lines_that_are_not_there_or_are_all_are_told() {
    let told = |body: &str, expected: &str| {
        TestGuide::new().topic("a", body).build().says(expected);
    };
    told("```python hide=3\nx = 1\n```\n", "attribute `hide`: there is no line 3: the block has 1");
    told("```python hide=1-2\nx = 1\ny = 2\n```\n", "attribute `hide`: no line of the block is left to see");
    told("```python hide=x\nx = 1\n```\n", "attribute `hide`: `x` is not a list of lines");
}

#[test]
fn blocks_of_a_group_are_shown_in_turn_and_on_paper_one_below_the_other() {
    let outcome = TestGuide::new().topic("a", GROUP).build();
    outcome.is_clean();
    let main = outcome.main("a.html");
    assert_eq!((main.matches("class=\"tabs\"").count(), main.matches("class=\"tab\"").count()), (2, 4), "{main}");
    assert_eq!(main.matches(" checked>").count(), 2);
    for label in [
        "id=\"page.tab-1-1\" checked><label for=\"page.tab-1-1\">Python</label>",
        "name=\"page.tabs-1\" id=\"page.tab-1-2\"><label for=\"page.tab-1-2\">JavaScript</label>",
        "id=\"page.tab-2-2\"><label for=\"page.tab-2-2\">b.py</label>",
    ] {
        assert!(main.contains(label), "{label}: {main}");
    }
    let print = outcome.main("print.html");
    assert!(!print.contains("radio"), "{print}");
    assert!(print.contains(">Python<") && print.contains(">JavaScript<") && print.contains("b.py"), "{print}");
    for code in ["print", "log", "3", "4"] {
        assert!(print.contains(code), "{code}: {print}");
    }
}

#[test]
fn groups_that_a_reader_could_not_use_are_told() {
    let told = |body: &str, expected: &str| {
        TestGuide::new().topic("a", body).build().says(expected);
    };
    let alone = "attribute `group`: no block of this group stands beside it";
    told("```python group=a\nx = 1\n```\n", alone);
    told("```python group=a\nx = 1\n```\n\nText.\n\n```js group=a\nx = 1\n```\n", alone);
    told("```python group=a\nx = 1\n```\n\n```js group=b\nx = 1\n```\n", alone);
    told("```python group=a\nx\n```\n\n```py group=a\nx\n```\n", "another block of the group has the same name");
    told("```js group=a\nx\n```\n\n``` group=a\nx\n```\n", "attribute `group`");
    told("```text group=a\nx\n```\n\n```js group=a\nx\n```\n", "nothing names the block among the others");
    told(
        "```python group=a proof=\"x\"\nx = 1\n```\n\n```js group=a\nx\n```\n",
        "attribute `group`: a proof is folded by itself",
    );
}

#[test]
fn a_diff_has_the_colours_of_its_language_and_its_lines_say_what_changed() {
    let body = "```diff-python\n def f():\n-    return 1\n+    return 2\n```\n";
    let outcome = TestGuide::new().topic("a", body).build();
    outcome.is_clean();
    for page in ["a.html", "print.html"] {
        let main = outcome.main(page);
        assert!(main.contains("class=\"line removed") && main.contains("class=\"line added"), "{main}");
        assert!(main.contains("<i class=gd>-</i>    <i class=k>return</i>"), "{main}");
    }
    assert!(outcome.main("a.html").contains("Python · Diff"));
    let unknown = TestGuide::new().topic("a", "```diff-pyhton\n x\n```\n").build();
    unknown.says("no highlighting for the language `diff-pyhton`").says("`diff-python`");
}

#[test]
fn what_a_terminal_printed_in_colour_is_shown_so_and_found_by_its_words() {
    let body = "```ansi\nok \\x1b[32mpas\\x1b[1msed\\x1b[0m\n\u{1b}[31mred\u{1b}[0m\n```\n";
    let outcome = TestGuide::new().topic("a", body).build();
    outcome.is_clean();
    let main = outcome.main("a.html");
    assert!(main.contains("ok <i class=an2>pas</i><i class=ab2>sed</i>\n"), "{main}");
    assert!(main.contains("<i class=an1>red</i>") && !main.contains('\u{1b}') && !main.contains("x1b"), "{main}");
    let document = &outcome.built.as_ref().unwrap().guide.topics[0].topic.document;
    assert_eq!(document.sections[0].code, "ok passed\nred\n");
}

fn shop(attributes: &str) -> TestGuide {
    TestGuide::new()
        .file("content/web/listings/shop.py", SHOP)
        .chapter("web", "Web")
        .topic("web/a", &format!("```python from=\"listings/shop.py\"{attributes}\n```\n"))
}

#[test]
fn code_comes_from_a_file_or_from_a_part_of_it() {
    let outcome = shop(" part=total").build();
    outcome.is_clean();
    let code = |outcome: &crate::guide::Outcome| {
        outcome.built.as_ref().unwrap().guide.topics[0].topic.document.code[0].clone()
    };
    assert_eq!(code(&outcome).code, "def total(self):\n    return 1 + 1\n");
    assert_eq!(code(&outcome).listing.unwrap().numbers, [6, 7]);
    assert!(outcome.main("web/a.html").contains("total"));
    let whole = shop("").build();
    assert!(code(&whole).code.starts_with("import json\n\n\nclass Shop:\n    def total"), "{}", code(&whole).code);
    let twin = outcome.page("web/a.md");
    assert!(twin.contains("part=total\ndef total(self):\n    return 1 + 1\n```\n"), "{twin}");
}

#[test]
fn a_twin_keeps_what_stands_before_a_block() {
    let outcome = TestGuide::new()
        .file("content/x.py", "a = '''\n```\n'''\n")
        .topic("a", "> - ```python from=x.py\n>   ```\n>\n> After.\n")
        .build();
    let twin = outcome.page("a.md");
    assert!(
        twin.contains("> - ````python from=x.py\n>   a = '''\n>   ```\n>   '''\n>   ````\n>\n> After.\n"),
        "{twin}"
    );
}

#[test]
fn a_file_or_a_part_that_is_missing_is_told_with_the_nearest() {
    let told = |attributes: &str, expected: &[&str]| {
        let outcome = TestGuide::new()
            .file("content/web/listings/shop.py", SHOP)
            .chapter("web", "Web")
            .topic("web/a", &format!("```python {attributes}\n```\n"))
            .build();
        for text in expected {
            outcome.says(text);
        }
    };
    told(
        "from=\"listings/shpo.py\"",
        &["no file `listings/shpo.py`", "did you mean `listings/shop.py`?", "content/web/a.md:6:11"],
    );
    told("from=\"listings/shop.py\" part=totl", &["`listings/shop.py` has no part `totl`", "did you mean `total`?"]);
    for outside in ["../../../secret.py", "/etc/passwd", "..\\\\..\\\\x.py"] {
        let outcome = TestGuide::new()
            .chapter("web", "Web")
            .topic("web/a", &format!("```python from=\"{outside}\"\n```\n"))
            .build();
        assert!(outcome.report.errors() > 0, "{outside}: {}", outcome.problems);
    }
    let outcome =
        TestGuide::new().file("content/x.py", "x = 1\n").topic("a", "```python from=x.py\ny = 2\n```\n").build();
    outcome.says("attribute `from`: the block holds code of its own");
}

#[test]
fn an_edit_of_the_file_is_an_edit_of_the_topic() {
    let mut memory = Memory::default();
    let before = shop(" part=use");
    before.rebuild(&mut memory).is_clean();
    let after = before.file("content/web/listings/shop.py", SHOP.replace("print(Shop", "print(2 * Shop"));
    let again = after.rebuild(&mut memory);
    assert_eq!(again.page("web/a.html"), after.build().page("web/a.html"));
    assert!(again.main("web/a.html").contains("2"), "{}", again.main("web/a.html"));
    after.without("content/web/listings/shop.py").rebuild(&mut memory).says("no file `listings/shop.py`");
}

#[test]
fn an_example_of_a_file_runs_and_what_it_raises_is_told_at_its_line_there() {
    if interpreters::default().is_none() {
        return;
    }
    let guide = |code: &str| {
        examples::guide("", "```python from=x.py hide=1\n```\n\n```output\n2\n```\n").file("content/x.py", code)
    };
    let ran = examples::run(&guide("# part: all\nimport sys\nprint(1 + 1)\n"));
    assert_eq!((ran.codes.len(), ran.outcome.passed), (0, 1), "{}", ran.said);
    let ran = examples::run(&guide("# part: all\nimport sys\n\nraise ValueError(sys.version)\n"));
    assert!(ran.said.contains("content/a.md:6:1") && ran.said.contains("content/x.py\", line 4"), "{}", ran.said);
}
