//! `proof="…"`: run like any example, folded on the page, left out of paper and search, counted.

use studybook::examples::interpreters;
use studybook::examples::marks::Marks;
use studybook::guide::statistics;
use studybook::problem::report::Report;

use crate::examples;
use crate::guide::TestGuide;

const TWO: &str = "Before.\n\n~~~python proof=\"a `range` is hashable\"\nhash(range(1))\n~~~\n\n```python proof=\"one is one\"\nprint(1)\n```\n\n```output\n1\n```\n\nBetween.\n\n```python proof=\"apart\"\nassert True\n```\n\n```python\nseen = 1\n```\n";

#[test]
fn proofs_that_stand_together_share_one_fold() {
    let outcome = TestGuide::new().topic("a", TWO).build();
    outcome.is_clean();
    let main = outcome.main("a.html");
    assert_eq!(main.matches("<details class=\"proofs\">").count(), 2, "{main}");
    assert!(main.contains("<summary>Checked <span class=\"count\">2</span></summary>"), "{main}");
    assert!(main.contains("<p class=\"claim\">a <code>range</code> is hashable</p>"), "{main}");
    let between = main.find("Between").unwrap();
    assert!(main.find("one is one").unwrap() < between && between < main.find("apart").unwrap());
}

#[test]
fn paper_counts_proofs_and_search_leaves_them_out() {
    let outcome = TestGuide::new().topic("a", TWO).build();
    let print = outcome.main("print.html");
    assert!(!print.contains("hash") && !print.contains("apart"), "{print}");
    assert!(print.contains("Checked by 3 proofs"), "{print}");
    let built = outcome.built.as_ref().unwrap();
    let document = &built.guide.topics[0].topic.document;
    assert_eq!((document.words, document.sections[0].code.as_str()), (2, "seen = 1\n"));
    let stats = statistics::count(&built.guide);
    assert_eq!((stats.proofs, stats.examples, stats.words), (3, 0, 2));
}

#[test]
fn a_proof_that_fails_is_told_as_the_claim_that_fails() {
    if interpreters::default().is_none() {
        return;
    }
    let ran = examples::run(&examples::guide("", "```python proof=\"one is two\"\nx = 1\nassert x == 2\n```\n"));
    assert_eq!(ran.codes, ["proof-fails"]);
    assert!(ran.said.contains("what is claimed does not hold: one is two"), "{}", ran.said);
    assert!(ran.said.contains("content/a.md:8:1"), "{}", ran.said);
    let ran = examples::run(&examples::guide("", "```python proof=\"one is one\"\nassert 1 == 1\n```\n"));
    assert_eq!((ran.codes.len(), ran.outcome.passed), (0, 1));
}

/// The codes of a guide whose topic holds one proof.
fn codes(language: &str, code: &str) -> Vec<&'static str> {
    let runner = "[examples.sh]\ncommand = [\"/bin/sh\"]\n";
    examples::run(&examples::guide(runner, &format!("```{language} proof=\"so it is\"\n{code}\n```\n"))).codes
}

#[test]
fn a_proof_that_ends_before_its_last_line_fails() {
    if interpreters::default().is_none() {
        return;
    }
    for code in [
        "import sys\nsys.exit(0)\nassert False",
        "raise SystemExit\nassert False",
        "import os\nos._exit(0)\nassert False",
        "quit()\nassert False",
        "import sys\ndef check():\n    sys.exit()\ncheck()\nassert False",
    ] {
        assert_eq!(codes("python", code), ["proof-fails"], "{code}");
        assert_eq!(codes("python session=a", code), ["proof-fails"], "{code}");
    }
    for code in ["exit 0\nfalse", "exec true\nfalse", "if true; then exit; fi\nfalse"] {
        assert_eq!(codes("sh", code), ["proof-fails"], "{code}");
    }
    for code in [
        "import os\nos.close(1)",
        "import sys\nsys.stdout = None",
        "try:\n    raise SystemExit\nexcept SystemExit:\n    pass",
        "x = (1,\n    2)",
        "import atexit\natexit.register(abs, 1)",
        "from __future__ import annotations\nassert 'annotations' in globals()",
    ] {
        assert_eq!(codes("python", code), [""; 0], "{code}");
    }
    assert_eq!(codes("sh", "test 1 = 1\nx=1"), [""; 0]);
    assert_eq!(codes("python exit=3", "raise SystemExit(3)"), [""; 0]);
    assert_eq!(codes("python raises=SystemExit", "raise SystemExit(3)"), [""; 0]);
}

#[test]
fn a_proof_in_which_nothing_can_fail_is_told() {
    let told = |language: &str, code: &str| {
        let runner = "[examples.sh]\ncommand = [\"/bin/sh\"]\n";
        let outcome = examples::guide(runner, &format!("```{language} proof=\"so it is\"\n{code}\n```\n")).build();
        outcome.report.sorted().iter().map(|problem| problem.message.code()).collect::<Vec<_>>()
    };
    let test =
        "import unittest\n\n\nclass T(unittest.TestCase):\n    def test_x(self):\n        self.assertEqual(1, 2)";
    for (language, code) in [
        ("python", ""),
        ("python", "# nothing"),
        ("py", "\n  # a\n# b"),
        ("sh", "# nothing"),
        ("python", "def test_x(): assert False"),
        ("python session=s", "def test_x():\n    assert False"),
        ("python", "try:\n    assert False\nexcept AssertionError:\n    pass"),
        ("python", test),
    ] {
        assert_eq!(told(language, code), ["proof-of-nothing"], "{code}");
    }
    for (language, code) in [
        ("python", "def f(a, /): return a"),
        ("python", "import tomllib"),
        ("python", "def test_x(): assert True\ntest_x()"),
        ("python", &format!("{test}\n\n\nunittest.main()")),
        ("sh", "true"),
    ] {
        assert_eq!(told(language, code), [""; 0], "{code}");
    }
}

#[test]
fn a_proof_of_which_python_says_that_something_was_not_asserted_fails() {
    if interpreters::default().is_none() {
        return;
    }
    for code in [
        "assert (1 == 2, 'never')",
        "import threading\ndef f(): assert False\nt = threading.Thread(target=f)\nt.start()\nt.join()",
        "async def f(): assert False\nf()",
        "class A:\n    async def f(self): assert False\nA().f()",
        "class A:\n    def __del__(self): assert False\nA()",
    ] {
        assert_eq!(codes("python", code), ["proof-fails"], "{code}");
    }
    for code in [
        "assert 1 is 1",
        "import logging\nlogging.error('AssertionError is no problem')",
        "import asyncio\nasyncio.sleep(0)",
        "try:\n    assert False\nexcept AssertionError:\n    caught = True\nassert caught",
    ] {
        assert_eq!(codes("python", code), [""; 0], "{code}");
    }
    let body = "```python proof=\"so it is\"\nimport sys\nsys.stderr.write('AssertionError')\n```\n\n```stderr\nAssertionError\n```\n";
    assert_eq!(examples::run(&examples::guide("", body)).codes, [""; 0]);
}

#[test]
fn an_example_that_does_nothing_has_no_mark() {
    for (body, count) in [
        ("```python\n```\n", 0),
        ("```python\n# a\n```\n", 0),
        ("```sh\n# a\n```\n", 0),
        ("```python raises=KeyError\n# a\n```\n", 1),
        ("```python\n# a\n```\n\n```output\n1\n```\n", 1),
        ("```python session=s\n# a\n```\n\n```python session=s\n1\n```\n", 2),
        ("```python\n1\n```\n", 1),
    ] {
        let built = examples::guide("[examples.sh]\ncommand = [\"/bin/sh\"]\n", body).build().built.unwrap();
        let mut marks = Marks::default();
        marks.update(&built.guide, None, &[], &mut Report::new());
        assert_eq!(marks.count().1, count, "{body}");
    }
}
