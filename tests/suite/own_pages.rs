//! Pages that are no topics: `kind = "page"`.

use std::fs;

use crate::guide::{BOOK, TestGuide, studybook};

const ABOUT: &str = "+++\ntitle = \"About *this* guide\"\nshort = \"About\"\nkind = \"page\"\nsummary = \"Who wrote it.\"\n\
    aliases = [\"imprint\"]\nupdated = 2026-11-22\n+++\nSee [the GIL](python/gil.md) and [[python]].\n\n## Licence\n\nZyxwvut.\n";

fn guide() -> TestGuide {
    TestGuide::new()
        .book(&BOOK.replacen("title", "base_url = \"https://example.org/\"\ntitle", 1))
        .chapter("python", "Python")
        .topic("python/gil", "Read [about it](../about.md#licence), [[about]] and [[python/authors|the authors]].\n")
        .file("content/about.md", ABOUT)
        .file(
            "content/python/authors.md",
            "+++\ntitle = \"Authors\"\nkind = \"page\"\nmenu = true\n+++\n[Back](../about.md)\n",
        )
}

#[test]
fn a_page_has_its_page_its_twin_its_alias_and_its_place_in_sitemap_and_search() {
    let outcome = guide().build();
    outcome.is_clean();
    let page = outcome.main("about.html");
    assert!(page.contains("<h1>About <em>this</em> guide</h1>"), "{page}");
    assert!(page.contains("Who wrote it.") && page.contains("2026-11-22"), "{page}");
    assert!(page.contains("<a href=\"python/gil.html\">the GIL</a>"), "{page}");
    assert!(page.contains("<a href=\"python/index.html\">Python</a>"), "{page}");
    let twin = outcome.page("about.md");
    assert!(twin.starts_with("# About *this* guide\n\n> Who wrote it.\n"), "{twin}");
    assert!(twin.contains("[the GIL](python/gil.md) and [Python](python/index.html)"), "{twin}");
    assert!(outcome.page("imprint.html").contains("about.html"));
    let sitemap = outcome.page("sitemap.xml");
    assert!(
        sitemap.contains("<loc>https://example.org/about.html</loc><lastmod>2026-11-22</lastmod>")
            && sitemap.contains("<loc>https://example.org/python/authors.html</loc>")
            && !sitemap.contains("imprint"),
        "{sitemap}"
    );
    let index = outcome.page("search/manifest.js");
    // An address that follows from the id is empty.
    assert!(index.contains("zyxwvut") && index.contains(r#"["about","","#), "{index}");
}

#[test]
fn a_page_stands_in_no_list() {
    let outcome = guide().build();
    for list in
        ["index.html", "topics.html", "python/index.html", "map.html", "difficulty/basic.html", "tags/index.html"]
    {
        let main = outcome.main(list);
        assert!(!main.contains("about.html") && !main.contains("authors.html"), "{list}: {main}");
    }
    for file in ["topics.json", "llms.txt", "feed.xml", "print.html", "study/cards.js"] {
        let site = outcome.site();
        if site.get(&studybook::path::OutputPath::new(file)).is_some() {
            let text = outcome.page(file);
            assert!(!text.contains("Who wrote it.") && !text.contains("Zyxwvut"), "{file}: {text}");
        }
    }
    let built = outcome.built.as_ref().unwrap();
    assert_eq!((built.guide.topics.len(), built.guide.pages.len()), (1, 2));
}

#[test]
fn no_filter_of_search_finds_a_page() {
    let index = guide().build().page("search/manifest.js");
    // The one topic is basic and in the one chapter; pages have 63 for no level and a chapter beyond the list.
    assert!(index.contains("\"chapters\":[[\"python\",\"Python\"]]"), "{index}");
    let facets = index.split("\"facets\":[\"").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(facets.len(), 3, "{facets}");
    let (topic, pages) = facets.split_at(1);
    assert!(!pages.contains(topic) && pages.bytes().all(|byte| byte == pages.as_bytes()[0]), "{facets}");
}

#[test]
fn pages_are_linked_at_the_foot_or_in_the_menu() {
    let outcome = guide().build();
    for page in ["index.html", "python/gil.html", "search.html", "about.html"] {
        let html = outcome.page(page);
        let root = if page.starts_with("python/") { "../" } else { "" };
        let (above, foot) = html.split_once("<footer").unwrap();
        assert!(foot.contains(&format!("<a href=\"{root}about.html\">About</a>")), "{page}: {foot}");
        assert!(!foot.contains("authors.html"), "{foot}");
        assert!(above.matches(&format!("href=\"{root}python/authors.html\"")).count() >= 2, "{page}");
    }
    let own = outcome.page("python/authors.html");
    assert!(own.contains("<a href=\"../python/authors.html\" aria-current=\"page\">Authors</a>"), "{own}");
    assert!(own.contains("class=\"crumbs\""), "{own}");
}

#[test]
fn topics_link_to_pages_and_show_their_titles() {
    let outcome = guide().build();
    let topic = outcome.main("python/gil.html");
    assert!(topic.contains("<a href=\"../about.html#licence\">about it</a>"), "{topic}");
    assert!(topic.contains("<a href=\"../about.html\">About <em>this</em> guide</a>"), "{topic}");
    assert!(topic.contains("<a href=\"authors.html\">the authors</a>"), "{topic}");
    assert!(outcome.page("python/gil.md").contains("[About *this* guide](../about.md)"));
    // On paper a link leads to the site.
    assert!(outcome.page("print.html").contains("<a href=\"about.html#licence\">about it</a>"));
    guide()
        .topic("x", "[a](abuot.md) [b](about.md#lisence)\n")
        .build()
        .says("did you mean `about.md`?")
        .says("did you mean `#licence`?");
    let draft = ABOUT.replacen("+++\n", "+++\ndraft = true\n", 1);
    guide().file("content/about.md", draft).build().says("`about` is a draft");
}

#[test]
fn keys_of_other_kinds_are_told() {
    let page = |keys: &str| {
        TestGuide::new()
            .topic("a", "")
            .file("content/p.md", format!("+++\ntitle = \"P\"\nkind = \"page\"\n{keys}\n+++\n"))
    };
    for key in ["difficulty = \"basic\"", "tags = []", "asks = [\"Q\"]", "id = \"p\"", "requires = [\"a\"]"] {
        let name = key.split(' ').next().unwrap();
        let outcome = page(key).build();
        outcome
            .says(&format!("error[key-of-other-kind]: `{name}` is a key of topics, and this file is a page"))
            .says("content/p.md:4:1");
        assert_eq!(outcome.report.errors(), 1, "{}", outcome.problems);
    }
    page("order = 3\ndraft = false").build().is_clean();
    TestGuide::new()
        .topic_with("a", "menu = true", "")
        .build()
        .says("`menu` is a key of pages, and this file is a topic");
    let index = |keys: &str| {
        TestGuide::new().topic("c/a", "").file("content/c/index.md", format!("+++\ntitle = \"C\"\n{keys}\n+++\n"))
    };
    index("menu = true").build().says("this file is a chapter");
    index("kind = \"page\"").build().says("`kind` is `page`: the file introduces a chapter");
    let wrong =
        TestGuide::new().topic("a", "").file("content/p.md", "+++\ntitle = \"P\"\nkind = \"pgae\"\n+++\n").build();
    wrong.says("`kind` is `pgae`: there is no such kind of file").says("write `kind = \"page\"`");
    assert_eq!(wrong.report.errors(), 1, "{}", wrong.problems);
}

#[test]
fn examples_of_a_page_are_checked_and_it_is_no_card() {
    let folder = tempfile::tempdir().unwrap();
    let code = "```python\nprint(1)\n```\n\n```output\n2\n```\n\n## Asked {.questions}\n\nWhy?\n: So.\n";
    TestGuide::new()
        .topic("a", "")
        .file("content/p.md", format!("+++\ntitle = \"P\"\nkind = \"page\"\n+++\n{code}"))
        .on_disk(folder.path());
    assert!(studybook(folder.path(), &["build"]).status.success());
    let cards = fs::read_to_string(folder.path().join("site/topics.json")).unwrap();
    assert!(!cards.contains("Why?"), "{cards}");
    let page = fs::read_to_string(folder.path().join("site/p.html")).unwrap();
    assert!(page.contains("<details class=\"question\"") && !page.contains("data-card"), "{page}");
}
