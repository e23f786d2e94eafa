//! Code to coloured code.

use std::cell::RefCell;
use std::fs;
use std::path::Path;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use studybook::topic::highlight::cache::Highlights;
use studybook::topic::highlight::grammars::{Highlighter, language};

use crate::guide::TestGuide;

fn html(name: &str, code: &str) -> String {
    Highlighter::default().highlight(code, language(name).expect("a known language")).html(code)
}

#[test]
fn python_is_coloured_with_short_classes() {
    insta::assert_snapshot!(html("python", "@cache\ndef f(x, y=1):\n    \"\"\"Doc.\"\"\"\n    return f\"{x!r} is {y}\"  # note\n"), @r#"
    <i class=d>@cache</i>
    <i class=k>def</i> <i class=f>f</i>(<i class=p>x</i>, <i class=p>y</i><i class=o>=</i><i class=n>1</i>):
        <i class=c>"""Doc."""</i>
        <i class=k>return</i> <i class=s>f"</i>{x<i class=k>!r</i>} <i class=s>is</i> {y}<i class=s>"</i>  <i class=c># note</i>
    "#);
}

#[test]
fn transcripts_keep_prompt_and_output_apart() {
    insta::assert_snapshot!(html("pycon", ">>> def f():\n...     pass\n...\n>>> f()\n'x'\n"), @"
    <i class=gp>&gt;&gt;&gt;</i> <i class=k>def</i> <i class=f>f</i>():
    <i class=gp>...</i>     <i class=k>pass</i>
    <i class=gp>...
    &gt;&gt;&gt;</i> <i class=f>f</i>()
    <i class=go>'x'</i>
    ");
    insta::assert_snapshot!(html("console", "$ ls -l | wc\n  3\n"), @"
    <i class=gp>$</i> <i class=f>ls</i> <i class=p>-l</i> <i class=o>|</i> <i class=f>wc</i>
      <i class=go>3</i>
    ");
}

#[test]
fn what_is_typed_without_a_prompt_stands_behind_an_empty_one() {
    insta::assert_snapshot!(html("console", "$ cat <<EOF |\n  a\n\nEOF\nwc\n3\n"), @"
    <i class=gp>$</i> <i class=f>cat</i> <i class=o>&lt;&lt;</i><i class=k>EOF</i> <i class=o>|</i>
    <i class=gp></i>  <i class=s>a</i>
    <i class=gp></i>
    <i class=gp></i><i class=k>EOF</i>
    <i class=gp></i><i class=f>wc</i>
    <i class=go>3</i>
    ");
    let guide = TestGuide::new().topic("a", "```console lines norun=\"a transcript\"\n$ ls \\\n    -l\nx\n```\n");
    let html = guide.build().main("a.html");
    assert!(html.contains("<span class=\"line in-2\"><i class=gp></i>    "), "{html}");
}

#[test]
fn sessions_are_known_in_blocks_called_by_their_language() {
    for (name, code, prompt) in [
        ("sql", "sqlite> SELECT 1;\n1\n", "sqlite&gt;"),
        ("postgresql", "-- All.\npostgres=# SELECT 1;\n1\n", "postgres=#"),
        ("ruby", "irb(main):001:0> 1\n1\n", "irb(main):001:0&gt;"),
        ("js", "> 1\n1\n", "&gt;"),
        ("node", "> 1\n1\n", "&gt;"),
        ("ts", "> 1\n1\n", "&gt;"),
        ("r", "> 1\n1\n", "&gt;"),
        ("lua", "> 1\n1\n", "&gt;"),
        ("ipython", "In [1]: 1\n1\n", "In [1]:"),
        ("python", "# It.\n>>> 1\n1\n", "&gt;&gt;&gt;"),
        ("bash", "# It.\n$ ls\n1\n", "$"),
        ("console", "MacBook:~ me$ ls\n1\n", "MacBook:~ me$"),
    ] {
        let html = html(name, code);
        assert!(html.contains(&format!("<i class=gp>{prompt}</i> ")), "{name}: {html}");
        assert!(html.ends_with("<i class=go>1</i>\n"), "{name}: {html}");
    }
    for (name, code) in [("js", "x=> x + 1\n"), ("css", "a > b {}\n"), ("html", "> x\n"), ("markdown", "> x\n")] {
        assert!(!html(name, code).contains("class=gp"), "{name}: {code}");
    }
}

#[test]
fn diffs_show_what_came_and_went() {
    insta::assert_snapshot!(html("diff", "--- a\n+++ b\n@@ -1 +1 @@\n-old\n+new\n"), @"
    <i class=gh>--- a
    +++ b
    @@ -1 +1 @@</i>
    <i class=gd>-old</i>
    <i class=gi>+new</i>
    ");
}

#[test]
fn languages_the_default_set_lacks_are_there() {
    for name in
        ["toml", "typescript", "dockerfile", "tsx", "jsonc", "django", "console", "pycon", "csharp", "nginx", "graphql"]
    {
        assert!(language(name).is_some(), "{name}");
    }
    assert!(html("toml", "a = 1\n").contains("<i class=n>1</i>"));
}

#[test]
fn the_code_is_never_changed() {
    for code in ["x = '<&>\"'\n", "\tdef\r", "é = \"ü\" # 漢字\n", "x = (\n", ""] {
        for name in ["python", "html", "bash", "pycon", "diff", "rust"] {
            let html = html(name, code);
            let text = regex_free_text(&html);
            assert_eq!(text, code, "{name}: {html}");
        }
    }
}

/// Takes tags and escapes out.
fn regex_free_text(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => inside = false,
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

#[test]
fn lines_can_be_numbered_and_marked() {
    let guide =
        TestGuide::new().topic("a", "```python lines hl=\"2\" title=\"a.py\"\nx = 1\ny = \"\"\"a\nb\"\"\"\n```\n");
    let html = guide.build().main("a.html");
    assert!(html.contains("<span class=\"line\">x") && html.contains("<span class=\"line marked\">y"), "{html}");
    assert_eq!(html.matches("<span class=\"line").count(), 3);
    assert!(html.contains("a.py"));
}

#[test]
fn what_was_highlighted_before_changes_nothing() {
    // Lines that open, continue and close strings, brackets, blocks and here-documents, in any order; more brackets than
    // states are remembered.
    let lines = [
        "\n",
        "x = 1\n",
        "x = [\n",
        "]\n",
        "\"\"\"\n",
        "f'''{x!r:>{y}}\n",
        "'''\n",
        "def f(a,\n",
        "    b=2) -> int:\n",
        "# note\n",
        "<div class=\"\n",
        "\"><script>\n",
        "</script></div>\n",
        "cat <<END\n",
        "END\n",
        "{{ x\n",
        "}}\n",
        "[[[[[[[[[[[[[[[[\n",
        "é = '\\u00e9'",
        "/* a\n",
        "*/\n",
        "$ ls 'a\n",
        ">>> x\n",
        "... y\n",
        "+new\n",
        "@@ -1 +1 @@\n",
    ];
    let shared = RefCell::new(Highlighter::default());
    proptest!(|(name in select(vec!["python", "html", "bash", "pycon", "console", "jinja2", "js", "css", "diff", "json"]),
               picked in vec(select(lines.to_vec()), 0..120))| {
        let code = picked.concat();
        let language = language(name).expect("a known language");
        prop_assert_eq!(shared.borrow_mut().highlight(&code, language), Highlighter::default().highlight(&code, language));
    });
}

#[test]
fn the_guides_own_markup_stays_small() {
    let mut files = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("content")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    let (mut code, mut markup) = (0, 0);
    for file in files.into_iter().filter(|file| file.extension().is_some_and(|it| it == "md")) {
        let text = fs::read_to_string(file).unwrap();
        for block in text.split("\n```python").skip(1) {
            let block = block.split_once('\n').unwrap().1.split("\n```").next().unwrap();
            code += block.len();
            markup += html("python", block).len();
        }
    }
    assert!(code > 100_000);
    assert!(markup * 10 < code * 35, "{markup} bytes of markup for {code} of code");
}

#[test]
fn a_block_that_stands_twice_is_highlighted_once() {
    let block = (1, "python", "x = 1\n");
    assert_eq!(Highlights::of(&[block, block], None).fresh, 1);
}
