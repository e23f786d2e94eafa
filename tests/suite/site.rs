//! The site as a whole.

use crate::guide::TestGuide;

/// A guide with every kind of page.
fn golden() -> TestGuide {
    TestGuide::new()
        .book("[book]\ntitle = \"Guide\"\nbase_url = \"https://example.org/g/\"\nrepository = \"https://example.org/r\"\n\n[tags]\nthreads = { label = \"Threads\" }\n")
        .chapter("python", "Python")
        .topic_with("python/gil", "short = \"GIL\"\nsummary = \"One *lock*.\"\nasks = [\"Why a lock?\"]\nid = \"py.gil\"\nupdated = 2026-01-02\naliases = [\"gil.html\"]", "Text with [threads](threads.md).\n")
        .topic_with("python/threads", "requires = [\"python/gil\"]", "More.\n")
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
        .collect();
    insta::assert_snapshot!(paths.join("\n"), @"");
}

#[test]
fn the_catalogue_holds_what_programs_need() {
    let json: serde_json::Value = serde_json::from_str(&golden().build().page("topics.json")).unwrap();
    insta::assert_snapshot!(serde_json::to_string_pretty(&json["topics"][0]).unwrap(), @"");
}

#[test]
fn files_for_programs_are_well_formed() {
    let outcome = golden().build();
    insta::assert_snapshot!(outcome.page("sitemap.xml"), @"");
    insta::assert_snapshot!(outcome.page("llms.txt"), @"");
    insta::assert_snapshot!(outcome.page("feed.xml"), @"");
    insta::assert_snapshot!(outcome.page("robots.txt"), @"");
    insta::assert_snapshot!(outcome.page("python/gil.md"), @"");
}

#[test]
fn only_the_404_page_spells_its_links_in_full() {
    let outcome = golden().build();
    assert!(outcome.page("404.html").contains("href=\"https://example.org/g/topics.html\""));
    for (path, file) in
        outcome.site().files().filter(|(path, _)| path.extension() == "html" && path.as_str() != "404.html")
    {
        let html = String::from_utf8_lossy(&file.bytes);
        for part in html.split(" href=\"").skip(1) {
            let url = part.split('"').next().unwrap();
            assert!(!url.starts_with('/'), "{path}: {url}");
        }
    }
}

#[test]
fn no_page_runs_inline_code_or_asks_another_server() {
    for (path, file) in golden().build().site().files().filter(|(path, _)| path.extension() == "html") {
        let html = String::from_utf8_lossy(&file.bytes);
        let inline_script = html.split("<script").skip(1).any(|tag| {
            let tag = tag.split('>').next().unwrap();
            !tag.contains(" src=") && !tag.contains("type=\"application/")
        });
        assert!(!inline_script && !html.contains("<style") && !html.contains(" style="), "{path}");
        assert!(!html.contains(" src=\"http"), "{path}");
        assert!(html.contains("Content-Security-Policy") || html.contains("http-equiv=\"refresh\""), "{path}");
    }
}

#[test]
fn edit_links_lead_to_the_source() {
    assert!(golden().build().page("python/gil.html").contains("https://example.org/r/edit/main/content/python/gil.md"));
}
