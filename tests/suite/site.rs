//! The site as a whole.

use studybook::path::{OutputPath, decode_percent};

use crate::guide::{Outcome, TestGuide};

/// A guide with every kind of page.
fn golden() -> TestGuide {
    TestGuide::new()
        .book("[book]\ntitle = \"Guide\"\nbase_url = \"https://example.org/g/\"\nrepository = \"https://example.org/r\"\n\n[tags]\nthreads = { label = \"Threads\" }\n")
        .chapter("python", "Python")
        .topic_with("python/gil", "short = \"GIL\"\nsummary = \"One *lock*.\"\nasks = [\"Why a lock?\"]\nid = \"py.gil\"\nupdated = 2026-01-02\naliases = [\"gil.html\"]", "Text with [threads](threads.md).\n")
        .topic_with("python/threads", "requires = [\"python/gil\"]", "More.\n")
}

#[test]
fn the_sitemap_has_the_pages_of_the_guide_and_not_those_made_for_its_visitors() {
    let guide =
        golden().topic("printing", "Ink.\n").topic("python/print", "`print`.\n").topic("print/cups", "Queues.\n");
    let outcome = guide.chapter("print", "Print").build();
    let sitemap = outcome.is_clean().page("sitemap.xml").to_owned();
    let has = |page: &str| sitemap.contains(&format!("<loc>https://example.org/g/{page}</loc>"));
    for page in ["", "printing.html", "python/print.html", "print/cups.html", "search.html"] {
        assert!(has(page), "{page}: {sitemap}");
    }
    for page in ["print.html", "print/python.html", "404.html", "study.html", "cheatsheet.html", "gil.html"] {
        assert!(!has(page), "{page}: {sitemap}");
    }
}

#[test]
fn the_paths_are_those_of_the_contract() {
    let outcome = golden().build();
    let paths: Vec<String> = outcome
        .is_clean()
        .site()
        .files()
        .map(|(path, _)| path.to_string())
        .filter(|path| !path.starts_with("assets/") && !path.starts_with("search/"))
        // Texts of cards are named after their content.
        .filter(|path| !path.starts_with("study/python."))
        .collect();
    insta::assert_snapshot!(paths.join("\n"), @"
    .nojekyll
    404.html
    cards/index.png
    cards/python/gil.png
    cards/python/threads.png
    cheatsheet.html
    difficulty/advanced.html
    difficulty/basic.html
    difficulty/intermediate.html
    feed.xml
    gil.html
    index.html
    interview.html
    llms.txt
    map.html
    print.html
    print/python.html
    progress.html
    python/gil.html
    python/gil.md
    python/index.html
    python/threads.html
    python/threads.md
    robots.txt
    search.html
    sitemap.xml
    study.html
    study/index.js
    tags/index.html
    tags/threads.html
    topics.html
    topics.json
    ");
}

#[test]
fn the_catalogue_holds_what_programs_need() {
    let json: serde_json::Value = serde_json::from_str(&golden().build().page("topics.json")).unwrap();
    insta::assert_snapshot!(serde_json::to_string_pretty(&json["topics"][0]).unwrap(), @r#"
    {
      "asks": [
        "Why a lock?"
      ],
      "chapter": "python",
      "difficulty": "basic",
      "id": "py.gil",
      "related": [
        "python/threads"
      ],
      "requires": [],
      "short": "GIL",
      "summary": "One lock.",
      "tags": [
        "threads"
      ],
      "title": "About python/gil",
      "url": "python/gil.html"
    }
    "#);
}

#[test]
fn files_for_programs_are_well_formed() {
    let outcome = golden().build();
    insta::assert_snapshot!(outcome.page("sitemap.xml"), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
    <url><loc>https://example.org/g/difficulty/advanced.html</loc></url>
    <url><loc>https://example.org/g/difficulty/basic.html</loc></url>
    <url><loc>https://example.org/g/difficulty/intermediate.html</loc></url>
    <url><loc>https://example.org/g/</loc></url>
    <url><loc>https://example.org/g/map.html</loc></url>
    <url><loc>https://example.org/g/python/gil.html</loc><lastmod>2026-01-02</lastmod></url>
    <url><loc>https://example.org/g/python/index.html</loc></url>
    <url><loc>https://example.org/g/python/threads.html</loc></url>
    <url><loc>https://example.org/g/search.html</loc></url>
    <url><loc>https://example.org/g/tags/index.html</loc></url>
    <url><loc>https://example.org/g/tags/threads.html</loc></url>
    <url><loc>https://example.org/g/topics.html</loc></url>
    </urlset>
    "#);
    insta::assert_snapshot!(outcome.page("llms.txt"), @"
    # Guide

    ## Python

    - [About python/gil](https://example.org/g/python/gil.md): One lock.
    - [About python/threads](https://example.org/g/python/threads.md)
    ");
    insta::assert_snapshot!(outcome.page("feed.xml"), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <feed xmlns="http://www.w3.org/2005/Atom">
    <title>Guide</title>
    <id>https://example.org/g/</id>
    <link href="https://example.org/g/"/>
    <link rel="self" href="https://example.org/g/feed.xml"/>
    <updated>2026-01-02T00:00:00Z</updated>
    <author><name>Guide</name></author>
    <entry><title>About python/gil</title><id>https://example.org/g/python/gil.html</id><link href="https://example.org/g/python/gil.html"/><updated>2026-01-02T00:00:00Z</updated><summary>One lock.</summary></entry>
    </feed>
    "#);
    insta::assert_snapshot!(outcome.page("robots.txt"), @"
    User-agent: *
    Allow: /
    Sitemap: https://example.org/g/sitemap.xml
    ");
    insta::assert_snapshot!(outcome.page("python/gil.md"), @"
    # About python/gil

    > One *lock*.

    Text with [threads](threads.md).
    ");
}

#[test]
fn only_the_404_page_spells_its_links_from_the_hosts_root() {
    let outcome = golden().build();
    let lost = outcome.page("404.html");
    assert!(lost.contains("href=\"/g/topics.html\"") && lost.contains("data-root=\"/g/\""), "{lost}");
    assert!(!lost.contains("\"https://example.org/g/"), "{lost}");
    for (path, file) in
        outcome.site().files().filter(|(path, _)| path.extension() == "html" && path.as_str() != "404.html")
    {
        let html = String::from_utf8_lossy(file.bytes().unwrap());
        for part in html.split(" href=\"").skip(1) {
            let url = part.split('"').next().unwrap();
            assert!(!url.starts_with('/'), "{path}: {url}");
        }
    }
}

#[test]
fn no_page_runs_inline_code_or_asks_another_server() {
    for (path, file) in golden().build().site().files().filter(|(path, _)| path.extension() == "html") {
        let html = String::from_utf8_lossy(file.bytes().unwrap());
        let inline_script = html.split("<script").skip(1).any(|tag| {
            let tag = tag.split('>').next().unwrap();
            !tag.contains(" src=") && !tag.contains("type=\"application/")
        });
        assert!(!inline_script && !html.contains("<style") && !html.contains(" style="), "{path}");
        assert!(!html.contains(" src=\"http") && !html.contains(" src=\"//"), "{path}");
        assert!(html.contains("Content-Security-Policy") || html.contains("http-equiv=\"refresh\""), "{path}");
    }
}

#[test]
fn edit_links_lead_to_the_source() {
    assert!(golden().build().page("python/gil.html").contains("https://example.org/r/edit/main/content/python/gil.md"));
    let at = |keys: &str| {
        let book = format!("[book]\ntitle = \"G\"\n{keys}\n[tags]\nthreads = {{}}\n");
        golden().book(&book).build().page("python/gil.html").to_owned()
    };
    let gitlab = at("repository = \"https://gitlab.com/a/b\"\nbranch = \"trunk\"");
    assert!(gitlab.contains("https://gitlab.com/a/b/-/edit/trunk/content/python/gil.md"), "{gitlab}");
    let nested =
        at("repository = \"https://example.org/r\"\nedit_url = \"https://example.org/r/_edit/main/my-guide/{path}\"");
    assert!(nested.contains("\"https://example.org/r/_edit/main/my-guide/content/python/gil.md\""), "{nested}");
    let book = "[book]\ntitle = \"G\"\nedit_url = \"https://example.org/edit/\"\n[tags]\nthreads = {}\n";
    golden().book(book).build().says("book.toml:3:12").says("without `{path}`");
}

#[test]
fn chapters_have_aliases_too() {
    let index = "+++\ntitle = \"C\"\naliases = [\"old/\"]\n+++\n";
    let outcome = TestGuide::new().topic("c/a", "").file("content/c/index.md", index).build();
    assert!(outcome.page("old/index.html").contains("../c/index.html"));
}

#[test]
fn an_alias_that_meets_a_file_is_told_where_it_is_written() {
    let alias = |alias: &str| TestGuide::new().topic_with("a", &format!("aliases = [\"{alias}\"]"), "").topic("b", "");
    let told = "content/a.md:5:12";
    alias("x.svg").file("content/x.svg", "<svg/>").build().says("two sources of `x.svg`").says(told);
    alias("b.html/x.html").build().says("two sources of `b.html`").says(told);
    alias("old.html?p=1").build().says("no page can have this address").says(told);
    alias(".studybook-manifest").build().says("no page can have this address").says(told);
}

#[test]
fn a_chapter_without_introduction_that_meets_a_page_is_told_at_its_topic() {
    TestGuide::new().topic("tags/a", "").build().says("two sources of `tags/index.html`").says("--> content/tags/a.md");
}

#[test]
fn a_draft_chapter_takes_its_topics_along() {
    let index = "+++\ntitle = \"C\"\ndraft = true\n+++\n";
    let guide = TestGuide::new().topic("a", "").topic("c/b", "").file("content/c/index.md", index);
    let outcome = guide.build();
    outcome.is_clean();
    assert!(!outcome.page("topics.html").contains("c/b.html"));
    assert!(guide.drafts().build().page("topics.html").contains("c/b.html"));
}

#[test]
fn the_menu_lists_sixty_chapters_and_counts_the_rest() {
    let guide = (0..62).fold(TestGuide::new(), |guide, it| {
        guide.chapter(&format!("c{it:02}"), &format!("Chapter {it:02}")).topic(&format!("c{it:02}/a"), "")
    });
    let outcome = guide.build();
    let page = outcome.page("c00/a.html");
    let menu = page.split("menu-levels").next().unwrap_or("");
    assert_eq!(menu.matches(">Chapter ").count(), 60);
    assert!(menu.contains(">Chapters: + 2</a>"), "{menu}");
}

#[test]
fn a_heading_may_have_any_name_that_a_page_has_too() {
    let words = "## Settings\n\n## Menu\n\n## Outline\n\n## Shortcuts\n\n## Around\n\n## Start\n\n## Glance\n\n## Contents\n\n\
                 ## Index\n\n## Answers\n\n## Search words\n\n## Main\n\n## Map chapters\n\n## Questions {.questions}\n\nSettings\n: Yes.\n";
    let home = format!("+++\ntitle = \"Home\"\n+++\n{words}");
    let guide = TestGuide::new().chapter("c", "C").topic("c/a", words).topic_with("c/b", "requires = [\"c/a\"]", words);
    let outcome = guide.file("content/index.md", home).build();
    assert!(outcome.is_clean().main("c/a.html").contains("id=\"settings\""));
}

#[test]
fn an_author_may_have_rules_for_robots() {
    let guide = TestGuide::new().topic("a", "").file("content/robots.txt", "User-agent: *\nDisallow: /\n");
    assert_eq!(guide.build().is_clean().page("robots.txt"), "User-agent: *\nDisallow: /\n");
}

#[test]
fn a_page_without_summary_is_described_by_its_first_words() {
    let long = "A `lock` lets one thread in at a time. ".repeat(9);
    let outcome = TestGuide::new().chapter("c", "C").topic("c/a", &format!("## Why\n\n{long}\n")).build();
    let page = outcome.is_clean().page("c/a.html");
    let start = page.find("name=\"description\" content=\"A lock lets one thread in").expect("a description");
    let text = page[start..].split('"').nth(3).unwrap();
    assert!(text.ends_with('…') && text.chars().count() <= 161, "{text}");
}

#[test]
fn an_introduction_that_cannot_be_read_is_told_once() {
    let guide = TestGuide::new().file("content/c/index.md", "no front matter\n").topic("c/a", "x\n");
    let outcome = guide.build();
    assert!(!outcome.problems.contains("has no `index.md`"), "{}", outcome.problems);
    outcome.says("content/c/index.md");
}

#[test]
fn a_guide_that_may_be_kept_has_a_list_of_its_files_a_worker_and_a_manifest() {
    let guide = |setting: &str, body: &str| {
        let book = crate::guide::BOOK.replacen("[book]\n", &format!("[book]\n{setting}\n"), 1);
        TestGuide::new().book(&book).chapter("a", "A").topic("a/gil", body).build()
    };
    let ended = guide("offline = false", "One.\n");
    assert!(ended.is_clean().page("worker.js").contains("unregister()"));
    assert!(ended.site().get(&OutputPath::new("offline.json")).is_none());
    let without = guide("", "One.\n");
    let page = without.is_clean().page("a/gil.html");
    assert!(!page.contains("worker-src") && !page.contains("manifest") && !page.contains("offline.html"), "{page}");
    for name in ["offline.html", "offline.json", "worker.js", "manifest.webmanifest", "icon-192.png"] {
        assert!(without.site().get(&OutputPath::new(name)).is_none(), "{name}");
    }
    let (one, same, other) =
        (guide("offline = true", "One.\n"), guide("offline = true", "One.\n"), guide("offline = true", "Two.\n"));
    let page = one.is_clean().page("a/gil.html");
    assert!(page.contains("; worker-src 'self'; manifest-src 'self'\""), "{page}");
    assert!(page.contains("<link rel=\"manifest\" href=\"../manifest.webmanifest\">"));
    assert!(page.contains("href=\"../offline.html\""));
    let list =
        |outcome: &Outcome| -> serde_json::Value { serde_json::from_str(&outcome.page("offline.json")).unwrap() };
    let build = |outcome: &Outcome| list(outcome)["build"].as_str().unwrap().to_owned();
    assert_eq!(build(&one), build(&same));
    assert_ne!(build(&one), build(&other));
    assert!(one.page("worker.js").starts_with(&format!("const BUILD = \"{}\";\n", build(&one))));
    let listed = list(&one)["files"].as_array().unwrap().clone();
    for file in &listed {
        let (path, size) = (file[0].as_str().unwrap(), file[2].as_u64().unwrap());
        assert_eq!(one.bytes(&decode_percent(path).unwrap()).len() as u64, size, "{path}");
    }
    let paths: Vec<&str> = listed.iter().map(|file| file[0].as_str().unwrap()).collect();
    assert!(paths.contains(&"a/gil.html") && paths.contains(&"404.html") && paths.contains(&"offline.html"));
    assert!(!paths.iter().any(|path| ["worker.js", "offline.json", "sitemap.xml"].contains(path)));
    let manifest: serde_json::Value = serde_json::from_str(&one.page("manifest.webmanifest")).unwrap();
    for icon in manifest["icons"].as_array().unwrap() {
        assert!(one.site().get(&OutputPath::new(icon["src"].as_str().unwrap())).is_some(), "{icon}");
    }
}

#[test]
fn files_that_prove_an_owner_are_copied_and_are_no_page_to_find() {
    let book = "[book]\ntitle = \"Guide\"\nbase_url = \"https://example.org/\"\n[tags]\nthreads = {}\n";
    let files = [
        ("google0123456789abcdef.html", "google-site-verification: google0123456789abcdef.html"),
        ("naver0123.html", "naver-site-verification: naver0123.html"),
        ("a/zoho.HTM", "12345678"),
        ("yandex_01.html", "<html><head><meta charset='utf-8'></head><body>Verification: 01</body></html>"),
    ];
    let guide = files.iter().fold(TestGuide::new().book(book).topic("gil", ""), |guide, (name, text)| {
        guide.file(&format!("content/{name}"), *text)
    });
    let outcome = guide.file("content/own.html", "<html><title>Own</title><p>x</p></html>").build();
    let sitemap = outcome.page("sitemap.xml");
    for (name, text) in files {
        assert_eq!(outcome.page(name), text);
        assert!(!sitemap.contains(name), "{sitemap}");
    }
    assert!(sitemap.contains("https://example.org/own.html") && sitemap.contains("gil.html"));
    // Of these only what holds markup is a page that acts.
    assert_eq!(outcome.problems.matches("[active-file]").count(), 2, "{}", outcome.problems);
}
