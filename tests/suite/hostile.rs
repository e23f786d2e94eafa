//! Input that wants to break the program ends in a problem or a page.

use crate::guide::TestGuide;

fn survives(body: &str) {
    let outcome = TestGuide::new().topic("a", body).build();
    assert!(outcome.built.is_some() || outcome.report.has_errors());
}

#[test]
fn deep_and_long_markdown_is_a_page() {
    survives(&"[".repeat(50_000));
    survives(&"> ".repeat(20_000));
    survives(&">".repeat(20_000));
    survives(&"- ".repeat(5_000));
    survives(&"*a _b ".repeat(20_000));
    survives(&"![".repeat(20_000));
    survives(&"[a](".repeat(20_000));
    survives(&"`".repeat(50_000));
    survives(&"x".repeat(2_000_000));
    survives(&"[^a]: ".repeat(3_000));
    survives(&format!("${}$", "{".repeat(5_000)));
    survives(&format!("```python\n{}\n```\n", "x = (".repeat(50_000)));
}

#[test]
fn html_of_the_author_can_be_anything() {
    let survives = |body: &str| {
        let book = format!("{}\n[markdown]\nhtml = true\n", crate::guide::BOOK);
        let outcome = TestGuide::new().book(&book).topic("a", body).build();
        assert!(outcome.built.is_some() || outcome.report.has_errors());
    };
    survives(&"<script></script>".repeat(5_000));
    survives(&format!("<div>\n{}", "<SCRIPT>x</script ><a href='".repeat(5_000)));
    survives(&"<a id=x>\n".repeat(500));
    survives(&"<img srcset='é, ü 1x,,' src=é id='\u{fc}'>\n".repeat(2_000));
    survives(&format!("## {}\n", "<a href=#x>y</a> <b>".repeat(1_000)));
    survives("<a\n> href=\n> <b id=\n\n- <a href='\n  x'>\n\n<p id=\"é");
    survives(&"<!--".repeat(20_000));
}

#[test]
fn deep_toml_is_a_problem() {
    for keys in [
        format!("id = {}", "[".repeat(20_000)),
        format!("a{} = 1", ".a".repeat(20_000)),
        format!("id = {}", "{a=".repeat(20_000)),
    ] {
        assert!(TestGuide::new().topic_with("a", &keys, "").build().report.has_errors());
    }
}

#[test]
fn markup_in_any_word_of_a_guide_stays_text() {
    let evil = "<script>alert(1)</script>";
    let book = format!(
        "[book]\ntitle = \"{evil}\"\ndescription = \"{evil}\"\nauthors = [\"{evil}\"]\nbase_url = \"https://example.org/\"\n[[difficulty]]\nid = \"basic\"\nlabel = \"{evil}\"\n[tags]\nthreads = {{ label = \"{evil}\", description = \"{evil}\" }}\n"
    );
    let keys = format!(
        "title = \"{evil}\"\nshort = \"{evil}\"\nsummary = \"{evil}\"\nasks = [\"{evil}\"]\nid = \"{evil}\"\naliases = [\"<script>.html\"]\n"
    );
    let body = format!(
        "## {evil}\n\n{evil}\n\n![{evil}](<a\"onerror=x.svg>)\n\n```{evil} title=\"{evil}\"\n{evil}\n```\n\n```output\n{evil}\n```\n\n[a](https://x.org/\"onclick=alert(1)) [[b\"onclick=x|{evil}]]\n"
    );
    let guide = TestGuide::new()
        .book(&book)
        .topic_with("a", &keys, &body)
        .topic_with("b\"onclick=x", "title = \"B\"", "")
        .file("content/a\"onerror=x.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    let outcome = guide.build();
    for (path, file) in
        outcome.site().files().filter(|(path, _)| path.extension() == "html" || path.extension() == "xml")
    {
        let html = String::from_utf8_lossy(file.bytes().unwrap());
        assert!(!html.contains("<script>alert"), "{path}");
        assert!(!html.contains("\"onclick") && !html.contains("\"onerror"), "{path}");
    }
}

#[test]
fn scripts_cannot_be_linked_to() {
    for link in [
        "javascript:alert(1)",
        "JaVaScRiPt:x",
        "&#106;avascript:x",
        "vbscript:x",
        "data:text/html,x",
        "<java\tscript:x>",
    ] {
        let outcome = TestGuide::new().topic("a", &format!("[x]({link})\n")).build();
        assert!(outcome.report.has_errors(), "{link}");
    }
}

#[test]
fn commands_inside_commands_do_not_overflow_the_stack() {
    for command in [r"\sqrt", r"\frac1", r"\hat", "{", r"\left(", r"\sqrt[3]", "x^"] {
        let formula = command.repeat(1_900.min(19_000 / command.len()));
        let outcome = TestGuide::new().topic("a", &format!("${formula} x$\n")).build();
        assert!(outcome.built.is_some() || outcome.report.has_errors());
    }
}

#[test]
fn ten_thousand_equal_headings_get_ids_in_no_time() {
    TestGuide::new().topic("a", &"## Notes\n\n".repeat(10_000)).build().is_clean();
}

#[test]
fn chapters_nest_deeper_than_templates_do() {
    let path = (0..60).map(|n| format!("c{n}")).collect::<Vec<_>>().join("/");
    let outcome = TestGuide::new().topic(&format!("{path}/a"), "").build();
    assert!(outcome.page(&format!("{path}/a.html")).contains("About"));
}

#[test]
fn files_for_programs_stay_well_formed_whatever_titles_hold() {
    let book = "[book]\ntitle = \"A\\u0007 &\\n# B\"\nbase_url = \"https://e.org/a&b/\"\n\n[tags]\nthreads = {}\n";
    let guide = TestGuide::new().book(book);
    let outcome = guide.topic_with("a", "title = \"x&#10;- y\"\nupdated = 2026-11-22", "").build();
    let feed = outcome.page("feed.xml");
    assert!(feed.contains("<id>https://e.org/a&amp;b/</id>") && !feed.contains('\u{7}'), "{feed}");
    let llms = outcome.page("llms.txt");
    assert!(llms.starts_with("# A\u{7} & # B\n") && llms.contains("- [x - y]("), "{llms}");
}
