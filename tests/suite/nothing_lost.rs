//! Nothing is lost silently: each word of a topic is on its page, on paper and in its twin, or a problem says why not.

use std::fmt::Write;

use proptest::prelude::*;

use crate::guide::{Outcome, TestGuide};

/// Signs that authors write between words, most of which mean something to Markdown somewhere.
const SIGNS: [&str; 28] = [
    " ", " ", " ", " ", "\n", " * ", " _", "*", " | ", "|", ": ", " {", "} ", " $", "$5 ", " < ", " > ", " & ",
    "&amp;", "\\", "\\\n", " [", "] ", "`", " ~", " ~~", " ^", " == ",
];

/// Words that stand nowhere else, counted up.
struct Words(usize);

impl Words {
    fn next(&mut self) -> String {
        self.0 += 1;
        format!("zq{}x", self.0)
    }
}

/// Three words with signs between them.
fn line(words: &mut Words, signs: [usize; 2]) -> String {
    let (a, b, c) = (words.next(), words.next(), words.next());
    format!("{a}{}{b}{}{c}", SIGNS[signs[0] % SIGNS.len()], SIGNS[signs[1] % SIGNS.len()])
}

/// A block of a kind, with words of its own.
fn block(kind: usize, signs: [usize; 2], words: &mut Words) -> String {
    let text = line(words, signs);
    let mut word = || words.next();
    match kind {
        0 | 1 => format!("{text}\n"),
        2 => format!("## {}\n", text.replace('\n', " ")),
        3 => format!("- {}\n- {}\n    - {}\n", text.replace('\n', " "), word(), word()),
        4 => format!("3. {}\n4. {}\n\n    {}\n", word(), word(), word()),
        5 => format!("> {}\n> {}\n", text.replace('\n', "\n> "), word()),
        6 => format!("> [!{}]\n> {}\n", ["NOTE", "WARNING", "Tip"][signs[0] % 3], text.replace('\n', "\n> ")),
        7 => format!("| {} | {} |\n|---|:-:|\n| {} | `{}` |\n| {} |\n", word(), word(), word(), word(), word()),
        8 => {
            format!("```python title=\"{}\"\n{} = \"{}\"\n```\n\n```output\n{}\n```\n", word(), word(), word(), word())
        }
        9 => format!("```text\n{text}\n```\n"),
        10 => format!("    {}\n    {}\n", word(), word()),
        11 => format!("{}\n: {}\n", text.replace('\n', " "), word()),
        12 => {
            let note = word();
            format!("{}[^{note}] and {}\n\n[^{note}]: {}\n", word(), word(), word())
        }
        13 => format!(
            "[{}](https://example.org/{} \"{}\") and <https://example.org/{}>\n",
            word(),
            word(),
            word(),
            word()
        ),
        14 => format!(
            "![{}](a.png \"{}\") {}\n\n![{}](a.png)\n\n![{}](a.png \"{}\")\n",
            word(),
            word(),
            word(),
            word(),
            word(),
            word()
        ),
        15 => format!("- [ ] {}\n- [x] {}\n", word(), word()),
        16 => format!("**{}** *{}* ~~{}~~ `{}` {}<br>{}\n", word(), word(), word(), word(), word(), word()),
        17 => format!(
            "Before <kbd>{}</kbd> & <span lang=\"de\">{}</span>, <!-- said to nobody --> {}\n",
            word(),
            word(),
            word()
        ),
        18 => format!("<details><summary>{}</summary>\n\n{}\n\n</details>\n", word(), text),
        19 => format!(
            "## Follow-ups {{.questions}}\n\n{}?\n: {}\n\n{}?\n: {}\n\n    {}\n",
            word(),
            word(),
            word(),
            word(),
            word()
        ),
        20 => {
            format!("```quiz\n{}?\n\n- [x] {}\n    {}\n- [ ] {}\n    {}\n```\n", word(), word(), word(), word(), word())
        }
        21 => format!("$x_{{\\text{{{}}}}}$ and $$y^{{\\text{{{}}}}}$$\n", word(), word()),
        22 => format!("{}\n===\n\n{}\n---\n", word(), word()),
        23 => format!(
            "```diff-python\n-{}\n+{}\n```\n\n```ansi\n\\x1b[31m{}\\x1b[0m {}\n```\n",
            word(),
            word(),
            word(),
            word()
        ),
        24 => format!("```python group=g\n{}\n```\n\n```js group=g\n{}\n```\n", word(), word()),
        _ => {
            format!("[{}][r] {}\n\n[r]: https://example.org/y\n", word(), word())
        }
    }
}

/// A picture of one point.
const PICTURE: &[u8] = &[
    137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0, 31, 21, 196,
    137, 0, 0, 0, 13, 73, 68, 65, 84, 120, 218, 99, 100, 248, 207, 80, 15, 0, 3, 134, 1, 128, 90, 52, 125, 107, 0, 0,
    0, 0, 73, 69, 78, 68, 174, 66, 96, 130,
];

fn build(body: &str, html: bool) -> Outcome {
    let book = format!("[book]\ntitle = \"Guide\"\n[tags]\nthreads = {{}}\n[markdown]\nhtml = {html}\n");
    TestGuide::new().book(&book).file("content/a.png", PICTURE).topic("a", body).build()
}

/// The words that are not on a page, on paper or in the twin, and where they are missing.
fn missing(body: &str, outcome: &Outcome) -> String {
    let mut told = String::new();
    for page in ["a.html", "print.html", "a.md"] {
        let text = outcome.page(page);
        for word in body.split(|c: char| !c.is_alphanumeric()).filter(|word| word.starts_with("zq")) {
            // A note's name is a number on the page.
            let is_name = body.contains(&format!("[^{word}]"));
            if !text.contains(word) && !is_name {
                writeln!(told, "{word} is not in {page}").unwrap();
            }
        }
    }
    told
}

#[test]
fn each_kind_of_block_is_whole_and_nothing_is_told_of_it() {
    for kind in 0..26 {
        let mut words = Words(0);
        let body = block(kind, [0, 0], &mut words);
        let outcome = build(&body, true);
        assert_eq!((outcome.problems.as_str(), missing(&body, &outcome).as_str()), ("", ""), "{body}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn each_word_is_on_the_page_on_paper_and_in_the_twin_or_a_problem_is_told(
        kinds in prop::collection::vec((0_usize..26, 0_usize..100, 0_usize..100), 1..4),
        html in any::<bool>(),
    ) {
        let mut words = Words(0);
        let blocks: Vec<String> = kinds.iter().map(|&(kind, a, b)| block(kind, [a, b], &mut words)).collect();
        let body = blocks.join("\n");
        let outcome = build(&body, html);
        // A problem says what an author has to look at; without one, all must be there.
        if outcome.problems.is_empty() {
            let missing = missing(&body, &outcome);
            prop_assert!(missing.is_empty(), "{missing}\n{body}");
        }
    }
}
