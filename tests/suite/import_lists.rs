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
