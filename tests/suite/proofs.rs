//! `proof="…"`: run like any example, folded on the page, left out of paper and search, counted.

use studybook::examples::interpreters;
use studybook::guide::statistics;

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
