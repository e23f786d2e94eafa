//! `studybook import` of lists of questions as people write them: which lines ask, and that no word of an answer is lost.

use crate::import_pages::{Imported, import_of};

#[track_caller]
fn list(text: &str) -> Imported {
    import_of("q.md", &[("q.md", text)])
}

#[test]
fn links_of_an_answer_find_what_defines_them_elsewhere() {
    let text = "# Q\n\n## 1. What is [A][doc]?\n\nSee [the docs][doc].\n\n## 2. What is B?\n\nFirst.\n\n![p][Pic] and [doc].\n\n\
        ## 3. What is C?\n\nA note[^1].\n\n## 4. What is D?\n\nOf D.\n\n[doc]: https://x.org \"T\"\n[pic]: c.png\n\n[^1]: Of C.\n";
    let it = import_of("q.md", &[("q.md", text), ("c.png", "x")]);
    let page = it.file("q/what-is-a.md");
    assert!(page.contains("title = \"What is A?\"\n"), "{page}");
    assert!(page.ends_with("See [the docs](https://x.org \"T\").\n") && !page.contains("summary"), "{page}");
    assert!(it.file("q/b.md").ends_with("![p](c.png) and [doc](https://x.org \"T\").\n"), "{}", it.file("q/b.md"));
    assert!(it.file("q/c.md").ends_with("A note[^1].\n\n[^1]: Of C.\n"), "{}", it.file("q/c.md"));
    assert!(it.file("q/d.md").contains("summary = \"Of D.\"\n"), "{}", it.file("q/d.md"));
    assert!(it.folder.path().join("content/q/c.png").exists(), "{}", it.told);
    assert!(!it.told.contains("image"), "{}", it.told);
}

#[test]
fn what_stands_in_angle_brackets_is_text_where_html_has_no_such_element() {
    let it = list(
        "# Q\n\n### 1. What is <T>?\n\nIn List<String> it is <T>, <b>bold</b>.\n\n### 2. What does Box<Object> mean?\n\ny\n\n\
         <details>\n<summary>3. What is Vec<u8>?</summary>\n\nz\n\n</details>\n",
    );
    assert!(it.file("q/t.md").contains("title = \"What is \\\\<T>?\"\n"), "{}", it.file("q/t.md"));
    assert!(
        it.file("q/t.md").contains("summary = \"In List\\\\<String> it is \\\\<T>, **bold**.\"\n"),
        "{}",
        it.file("q/t.md")
    );
    assert!(it.file("q/box-object.md").contains("What does Box\\\\<Object> mean?"));
    assert!(it.file("q/box-object.md").contains("**What is Vec\\<u8>?**"));
}

#[test]
fn a_question_is_known_by_the_mark_of_its_language_or_by_its_number() {
    for (text, titles) in [
        ("# Q\n\n## What is A？\n\na\n\n## What is B？\n\nb\n", ["What is A？", "What is B？"]),
        ("# س\n\n## ما هو أ؟\n\na\n\n## ما هو ب؟\n\nb\n", ["ما هو أ؟", "ما هو ب؟"]),
        ("# Ε\n\n## Τι είναι Α;\n\na\n\n## Τι είναι Β;\n\nb\n", ["Τι είναι Α;", "Τι είναι Β;"]),
        ("# 面试题\n\n### 1、什么是 GIL\n\na\n\n### 2、装饰器\n\nb\n", ["什么是 GIL", "装饰器"]),
        ("# 面试题\n\n### 3．什么是 GIL\n\na\n\n### 4．装饰器\n\nb\n", ["什么是 GIL", "装饰器"]),
        ("# 質問\n\n## Q1. GILとは何ですか\n\na\n\n## Q2. 関数とは\n\nb\n", ["GILとは何ですか", "関数とは"]),
        ("# Q\n\n## Basics\n\n### 1. GIL\n\na\n\n- x\n- y\n\n### 2. Decorators\n\nb\n", ["GIL", "Decorators"]),
        ("# Q\n\n## 1. Basics\n\n### 1. GIL\n\na\n\n### 2. Decorators\n\nb\n", ["GIL", "Decorators"]),
    ] {
        let (source, titled) = (studybook::path::SourcePath::new("q.md"), |it: &str| it.to_owned());
        let found = studybook::import::questions::list::read(&source, text);
        assert_eq!(found.topics.iter().map(|it| it.title.clone()).collect::<Vec<_>>(), titles.map(titled), "{text}");
        list(text);
    }
    let it = list("# Q\n\n### 1. CON?\n\na\n\n### 2. What is NUL?\n\nb\n");
    assert!(it.file("q/con-2.md").contains("CON?") && it.file("q/nul-2.md").contains("NUL?"));
}

#[test]
fn headings_in_html_are_headings_and_names_lead_to_their_question() {
    let it = list(
        "# Q\n\n<a name=\"q1\"></a>\n## 1. What is A?\n\na [C](#q3)\n\n## <a name=\"q2\"></a>2. What is B?\n\n\
         b <a href=\"#q1\">see A</a>\n\n<h2 id=\"q3\">3. What is C?</h2>\n\nc [B](#q2)\n\n<h3>More</h3>\n\nmore\n",
    );
    assert!(it.file("q/what-is-a.md").ends_with("a [C](c.md)\n"), "{}", it.file("q/what-is-a.md"));
    assert!(it.file("q/b.md").ends_with("b [see A](what-is-a.md)\n"), "{}", it.file("q/b.md"));
    assert!(it.file("q/c.md").ends_with("c [B](b.md)\n\n## More\n\nmore\n"), "{}", it.file("q/c.md"));
    assert!(!it.told.contains("the link"), "{}", it.told);
    let it = list("<h1 align=\"center\">Q</h1>\n\n<h3>1. What is B?</h3>\n\nb\n\n<h3>2. What is C?</h3>\n<p>c</p>\n");
    assert!(it.file("q/b.md").contains("summary = \"b\"") && it.file("q/c.md").contains("summary = \"c\""));
    let it = list("# Q\n\n***1. What is B?***\n\nb\n\n***2. What is C?***\n\nc\n");
    assert!(it.file("q/b.md").contains("summary = \"b\"") && it.file("q/c.md").contains("summary = \"c\""));
}
