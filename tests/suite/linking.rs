//! Links, neighbours, requirements, aliases.

use crate::guide::{TWO_TAGS, TestGuide};

fn small() -> TestGuide {
    TestGuide::new()
        .book(TWO_TAGS)
        .chapter("python", "Python")
        .topic_with(
            "python/gil",
            "short = \"The GIL\"\ndifficulty = \"advanced\"\ntags = [\"threads\", \"memory\"]",
            "## Why\n",
        )
        .topic_with(
            "python/threads",
            "requires = [\"python/gil\"]",
            "[the lock](gil.md#why) and [[python/gil]] and [[python/gil|it]]\n",
        )
        .topic_with("top", "tags = [\"memory\"]", "[chapter](python/index.md) [threads](python/threads.md)\n")
}

#[test]
fn links_to_sources_become_links_to_pages() {
    let outcome = small().build();
    let html = outcome.is_clean().main("python/threads.html");
    assert!(html.contains("<a href=\"gil.html#why\">the lock</a>"), "{html}");
    assert!(html.contains("<a href=\"gil.html\">About python/gil</a>"));
    assert!(html.contains("<a href=\"gil.html\">it</a>"));
    assert!(outcome.main("top.html").contains("<a href=\"python/index.html\">chapter</a>"));
    // The print page spells the same document with links into itself.
    assert!(outcome.page("print.html").contains("<a href=\"#python--gil--why\">the lock</a>"));
}

#[test]
fn the_markdown_twin_spells_wikilinks_as_links() {
    let twin = small().build().page("python/threads.md");
    assert_eq!(
        twin,
        "# About python/threads\n\n[the lock](gil.md#why) and [About python/gil](gil.md) and [it](gil.md)\n"
    );
}

#[test]
fn no_link_of_the_markdown_twin_is_dead() {
    let body = "[c](index.md) [h](../index.md#top) [t](/python/gil.md#why) ![i](/x.png) [r][], [s][ref] and [ref]\n\
        [![i](/x.png)](index.md) [[python/gil#why]] [[#own]] [[python|`p` [q]]] [f](../python/)\n\n\
        [r]: index.md \"T\"\n[ref]: <index.md>\n\n## Own\n";
    let guide = TestGuide::new()
        .chapter("python", "Python")
        .file("content/index.md", "+++\ntitle = \"Home\"\n+++\n## Top\n")
        .file("content/x.png", "x")
        .topic_with("python/gil", "title = \"\"\"What is `a[0]`\nand b[1]?\"\"\"", "## Why\n")
        .file("content/python/odd.md", "+++\ntitle = \"Odd\"\ndifficulty = \"basic\"\n+++\n")
        .topic_with("python/a", "summary = \"See [[python/gil]], [[python/odd|odd]] and [c](index.md).\"", body);
    let outcome = guide.build();
    let twin = outcome.is_clean().page("python/a.md");
    assert_eq!(
        twin,
        "# About python/a\n\n> See [What is `a[0]` and b\\[1\\]?](gil.md), [odd](odd.md) and [c](index.html).\n\n\
        [c](index.html) [h](../index.html#top) [t](gil.md#why) ![i](../x.png) [r](index.html), [s](index.html) and [ref](index.html)\n\
        [![i](../x.png)](index.html) [What is `a[0]` and b\\[1\\]?](gil.md#why) [own](#own) [`p` \\[q](index.html)] [f](index.html)\n\n\
        [r]: index.md \"T\"\n[ref]: <index.md>\n\n## Own\n"
    );
    assert!(outcome.page("python/gil.md").starts_with("# What is `a[0]` and b[1]?\n"));
}

#[test]
fn links_of_a_summary_are_checked_and_show_titles() {
    let guide = TestGuide::new().topic_with("gil", "title = \"The `GIL`\"", "");
    let linking = guide.clone().topic_with("a", "summary = \"See [[gil]] and [[gil|it]].\"", "");
    let outcome = linking.build();
    let page = outcome.is_clean().page("a.html");
    assert!(page.contains("See The <code>GIL</code> and it."), "{page}");
    assert!(page.contains("content=\"See The GIL and it.\""), "{page}");
    assert_eq!(outcome.built.as_ref().unwrap().links.backlinks.iter().map(Vec::len).sum::<usize>(), 1);
    let index = |outcome: &crate::guide::Outcome| {
        let paths = outcome.site().files().map(|(path, _)| path.to_string()).filter(|path| path.starts_with("search/"));
        paths.map(|path| outcome.page(&path)).collect::<String>()
    };
    assert!(
        index(&outcome).contains("See The `GIL` and it.") && !index(&outcome).contains("[[gil"),
        "{}",
        index(&outcome)
    );
    let mut memory = studybook::build::memory::Memory::default();
    linking.rebuild(&mut memory).is_clean();
    let renamed = linking.topic_with("gil", "title = \"The lock\"", "");
    let (again, fresh) = (renamed.rebuild(&mut memory), renamed.build());
    assert!(again.page("a.html").contains("See The lock and it."));
    for page in ["a.html", "a.md", "topics.html", "index.html", "print.html", "tags/threads.html", "topics.json"] {
        assert_eq!(again.page(page), fresh.page(page), "{page}");
    }
    assert_eq!(index(&again), index(&fresh));
    guide.clone().topic_with("a", "summary = \"See [[gill]].\"", "").build().says("no topic `gill`").says("a.md:5:18");
    guide.topic_with("a", "summary = \"See [x](gill.md).\"", "").build().says("no topic `gill.md`").says("a.md:5:20");
}

#[test]
fn a_link_to_a_missing_topic_names_the_nearest_one() {
    let outcome = TestGuide::new()
        .topic("python/gil", "")
        .chapter("python", "P")
        .topic("python/a", "text [x](../python/gill.md) text\n")
        .build();
    outcome
        .says("error[no-such-topic]: no topic `../python/gill.md`")
        .says("content/python/a.md:6:10")
        .says("hint: did you mean `gil.md`?");
}

#[test]
fn a_topic_in_another_folder_is_found_by_its_name() {
    let outcome = TestGuide::new().topic("python/gil", "").chapter("python", "P").topic("a", "[x](gil.md)\n").build();
    outcome.says("did you mean `python/gil.md`?");
}

#[test]
fn sections_are_checked_across_topics() {
    small().topic("b", "[x](python/gil.md#whi)\n").build().says("no section `#whi`").says("did you mean `#why`?");
}

#[test]
fn related_topics_come_with_their_reason() {
    let outcome = small().build();
    let built = outcome.built.as_ref().unwrap();
    let guide = &built.guide;
    let links = studybook::guide::links::resolve(guide, &Default::default(), &mut Default::default());
    let related = studybook::guide::related::find(guide, &links);
    let name = |index: usize| guide.topics[index].topic.path.as_str();
    let gil = guide.topics.iter().position(|entry| entry.topic.path.as_str() == "python/gil").unwrap();
    let first = &related[gil].topics[0];
    assert_eq!(name(first.topic), "python/threads");
    assert!(first.linked);
    assert_eq!(first.shared.iter().map(|&tag| guide.tags[tag].id.as_str()).collect::<Vec<_>>(), ["threads"]);
    assert_eq!(name(related[gil].easier.as_ref().unwrap().topic), "python/threads");
    assert_eq!(related[gil].harder, None);
    let threads = guide.by_path[&studybook::path::TopicPath::new("python/threads")];
    assert_eq!(name(related[threads].harder.as_ref().unwrap().topic), "python/gil");
    assert_eq!(guide.topics[gil].unlocks, [threads]);
    assert_eq!(links.backlinks[gil], [threads]);
}

#[test]
fn around_a_topic_each_other_is_named_once_in_the_most_telling_place() {
    // All share a tag, so all are related.
    let links = "[it](a.md)\n";
    let outcome = TestGuide::new()
        .topic_with("a", "requires = [\"first\"]\n", "[first](first.md) [then](then.md) [plain](plain.md)\n")
        .topic("first", links)
        .topic_with("then", "requires = [\"a\"]\n", links)
        .topic("back", links)
        .topic("plain", "")
        .build();
    let page = outcome.page("a.html");
    let (leads, around) = page.split("id=\"page.unlocks\">").nth(1).unwrap().split_once("</section>").unwrap();
    let around = around.split("class=\"around\"").nth(1).unwrap().split("</details>").next().unwrap();
    let parts: Vec<String> = std::iter::once(leads)
        .chain(around.split("<h3>").skip(1))
        .map(|part| {
            let names = part.split("href=\"").skip(1).map(|link| link.split(".html").next().unwrap());
            format!("{}: {}", part.split('<').next().unwrap(), names.collect::<Vec<_>>().join(" "))
        })
        .collect();
    assert_eq!(parts, ["Leads to: then", "Know first: first", "Related: plain", "Mentioned in: back"]);
    // Programs get all that is related.
    assert!(
        outcome.page("topics.json").contains("\"related\":[\"first\",\"then\",\"back\",\"plain\"]"),
        "{}",
        outcome.page("topics.json")
    );
}

#[test]
fn a_topic_that_requires_itself_is_a_problem_and_no_panic() {
    let guide = TestGuide::new().chapter("a", "A").topic_with("a/b", "requires = [\"a/b\"]", "").topic("a/c", "");
    guide.build().says("topics require each other in a circle");
}

#[test]
fn a_circle_of_requirements_is_shown_whole() {
    let guide = TestGuide::new()
        .topic_with("a", "requires = [\"b\"]", "")
        .topic_with("b", "requires = [\"c\"]", "")
        .topic_with("c", "requires = [\"a\"]", "");
    guide.build().says("a → b → c → a").says("content/c.md:5:13");
}

#[test]
fn aliases_lead_to_the_topic_and_collide_loudly() {
    let guide = TestGuide::new().topic_with("a", "aliases = [\"old/path.html\", \"older\"]", "");
    let outcome = guide.build();
    assert!(outcome.page("old/path.html").contains("../a.html"));
    assert!(outcome.page("older.html").contains("a.html"));
    let addresses = "aliases = [\"x%20y.html\", \"%C3%BC.html\", \"notes/v1.2\", \"old.php\", \"page.htm\", \"/b.md\"]";
    let outcome = TestGuide::new().topic_with("a", addresses, "").build();
    for path in ["x y.html", "ü.html", "notes/v1.2/index.html", "old.php/index.html", "page.htm", "b.md/index.html"] {
        assert!(outcome.page(path).contains("a.html"), "{path}");
    }
    TestGuide::new()
        .topic("b", "")
        .topic_with("a", "aliases = [\"b.html\"]", "")
        .build()
        .says("two sources of `b.html`")
        .says("content/a.md:5:12");
}

#[test]
fn reading_order_is_order_then_difficulty_then_title() {
    let guide = TestGuide::new()
        .topic_with("d", "title = \"B\"", "")
        .topic_with("c", "title = \"A\"\ndifficulty = \"advanced\"", "")
        .topic_with("b", "title = \"A\"", "")
        .topic_with("a", "title = \"Z\"\norder = 1\ndifficulty = \"advanced\"", "");
    let built = guide.build().built.unwrap();
    let order: Vec<&str> = built.guide.topics.iter().map(|entry| entry.topic.path.as_str()).collect();
    assert_eq!(order, ["a", "b", "d", "c"]);
}

#[test]
fn numbers_in_titles_of_topics_and_chapters_and_in_tags_sort_as_numbers() {
    let outcome = TestGuide::new()
        .file(
            "book.toml",
            "[book]\ntitle = \"T\"\n[tags]\nv9 = { label = \"Level 9\" }\nv10 = { label = \"Level 10\" }\n",
        )
        .chapter("a", "Part 10")
        .chapter("b", "Part 9")
        .topic_with("a/x", "title = \"10 things\"\ntags = [\"v10\"]", "")
        .topic_with("a/y", "title = \"9 things\"\ntags = [\"v9\"]", "")
        .topic_with("b/z", "title = \"Z\"\ntags = [\"v9\"]", "")
        .build();
    let tags = outcome.main("tags/index.html");
    assert!(tags.find("Level 9").unwrap() < tags.find("Level 10").unwrap(), "{tags}");
    let guide = &outcome.built.as_ref().unwrap().guide;
    let order: Vec<&str> = guide.topics.iter().map(|entry| entry.topic.path.as_str()).collect();
    assert_eq!(order, ["b/z", "a/y", "a/x"]);
}

#[test]
fn drafts_are_left_out_unless_asked_for() {
    let guide = TestGuide::new().topic("a", "").topic_with("b", "draft = true", "");
    assert!(guide.build().site().get(&studybook::path::OutputPath::new("b.html")).is_none());
    assert!(guide.drafts().build().main("b.html").contains("About b"));
}

#[test]
fn sections_may_have_the_names_of_what_pages_have() {
    let body = "## Main\n\n## fn-1\n\n[up](#) [main](#main-section) x[^1]\n\n## fnref-1\n\n[^1]: Note.\n";
    let outcome = TestGuide::new()
        .topic("main", body)
        .topic("chapter-1", "## B\n")
        .topic("chapter-1/b", "")
        .file("content/chapter-1/index.md", "+++\ntitle = \"One\"\n+++\n## Basic\n")
        .chapter("main", "Main")
        .topic("main/x", "")
        .build();
    outcome.is_clean();
    let page = outcome.page("chapter-1/index.html");
    assert!(page.contains(" id=\"basic\"") && page.contains(" id=\"level.basic\""), "{page}");
}

#[test]
fn an_id_of_the_page_itself_is_told_at_its_heading() {
    TestGuide::new().topic("a", "x\n\n## Title {#main}\n").build().says("content/a.md:8:1");
}

#[test]
fn a_wikilink_with_text_stands_in_a_table() {
    let outcome = TestGuide::new().topic("a", "| x |\n|---|\n| [[b\\|the other]] |\n").topic("b", "").build();
    outcome.is_clean();
    assert!(outcome.main("a.html").contains("<a href=\"b.html\">the other</a>"));
}

#[test]
fn a_collapsed_reference_needs_its_definition() {
    TestGuide::new().topic("a", "See [docs][].\n").build().says("no definition of `[docs]`");
}

#[test]
fn a_bare_name_suggests_the_topic_of_that_name() {
    TestGuide::new().topic("a", "[[b]]\n").topic("c/b", "").chapter("c", "C").build().says("did you mean `c/b`?");
}

#[test]
fn a_title_or_short_name_suggests_the_topic_that_has_it() {
    let keys = "title = \"What is the `GIL`?\"\nshort = \"Global lock\"";
    for written in ["[[what is the GIL?]]", "[[Global lock]]", "[x](What-is-the-GIL.md)"] {
        let guide = TestGuide::new().topic("a", &format!("{written}\n")).topic_with("c/b", keys, "").chapter("c", "C");
        guide.build().says("did you mean `c/b");
    }
    TestGuide::new().topic("a", "[[The lock]]\n").topic_with("c/b", keys, "").build().says("paths start at");
}

#[test]
fn a_full_address_on_the_same_host_is_not_taken_for_a_page() {
    let book = "[book]\ntitle = \"G\"\nbase_url = \"https://e.org/\"\nrepository = \"https://e.org/git/g\"\n\n[tags]\nthreads = {}\n";
    TestGuide::new().book(book).topic("a", "[blog](https://e.org/blog)\n").build().is_clean();
}

#[test]
fn links_of_the_404_page_are_checked_under_the_path_of_the_site() {
    for base in ["https://e.org/", "https://e.org/g/", "https://e.org//g/"] {
        let book = format!("[book]\ntitle = \"G\"\nbase_url = \"{base}\"\n\n[tags]\nthreads = {{}}\n");
        let guide = TestGuide::new().book(&book).topic("a", "");
        let lost = |link: &str| {
            guide.clone().file("themes/mine/templates/404.html", format!("<a href=\"{link}\">x</a>")).build()
        };
        lost("{{ page.root }}a.html").is_clean();
        lost("{{ site.base_url }}a.html").is_clean();
        lost("//example.org/gone.html").is_clean();
        lost("{{ page.root }}gone.html").says("gone.html");
        lost("{{ site.base_url }}gone.html").says("gone.html");
    }
    let beside =
        TestGuide::new().book("[book]\ntitle = \"G\"\nbase_url = \"https://e.org/g/\"\n\n[tags]\nthreads = {}\n");
    beside.topic("a", "").file("themes/mine/templates/404.html", "<a href=\"/blog\">x</a>").build().is_clean();
}

#[test]
fn pages_that_every_build_makes_can_be_linked() {
    let guide =
        small().topic("python/more", "[a](../tags/memory.html) [b](/topics.html) [c](../difficulty/basic.html)\n");
    let html = guide.build().is_clean().main("python/more.html");
    for address in ["../tags/memory.html", "../topics.html", "../difficulty/basic.html"] {
        assert!(html.contains(&format!("<a href=\"{address}\">")), "{html}");
    }
    let made = ["topics.json", "print/python.html", "llms.txt", "404.html"];
    let text: String = made.iter().map(|path| format!("[x](/{path})\n")).collect();
    let html = small().topic("python/more", &text).build().is_clean().main("python/more.html");
    assert!(made.iter().all(|path| html.contains(&format!("href=\"../{path}\""))), "{html}");
    // Without an address the site has no feed, and what looks through the finished site says so.
    small().topic("python/more", "[a](/feed.xml)\n").build().says("feed.xml");
    small().topic("python/more", "[a](/print/none.html)\n").build().says("print/none.html");
    small().topic("python/more", "[a](../tags/none.html)\n").build().says("tags/none.html");
}

#[test]
fn a_link_may_name_a_part_of_a_file() {
    let guide = small().file("content/python/a.pdf", "%PDF-").topic("python/more", "[p](a.pdf#page=2&zoom=3)\n");
    let html = guide.build().is_clean().main("python/more.html");
    assert!(html.contains("<a href=\"a.pdf#page=2&amp;zoom=3\">"), "{html}");
}

#[test]
fn addresses_in_running_text_are_links() {
    let text =
        "See https://a.example/x_(y)_z, **www.b.example** and `https://c.example`; [https://d.example](gil.md).\n";
    let html = small().topic("python/more", text).build().is_clean().main("python/more.html");
    assert!(html.contains("<a href=\"https://a.example/x_(y)_z\""), "{html}");
    assert!(html.contains("<strong><a href=\"http://www.b.example\""), "{html}");
    assert!(
        html.contains("<code>https://c.example</code>") && html.contains("\"gil.html\">https://d.example</a>"),
        "{html}"
    );
}

#[test]
fn no_mark_takes_the_signs_of_an_address_in_running_text() {
    let shown = |keys: &str, text: &str| {
        let book = format!("[book]\ntitle = \"G\"\n[markdown]\n{keys}");
        let html = TestGuide::new().book(&book).topic_with("a", "tags = []", text).build().is_clean().main("a.html");
        html.replace(" class=\"external\"", "").replace(" rel=\"noopener\"", "")
    };
    for address in [
        "https://github.com/python/cpython/blob/main/Lib/asyncio/__init__.py",
        "https://a.example/a*b*c",
        "https://a.example/~one/~two/~~three~~four",
        "https://a.example/a$b$c",
        "https://a.example/compare/v1...v2--it's",
    ] {
        for keys in ["", "smart_punctuation = true\n", "html = true\n"] {
            let html = shown(
                keys,
                &format!("See {address}, *(as {address})* or **{address}**.\n\n| {address} | b |\n|-|-|\n"),
            );
            let address = address.replace('\'', "&#39;");
            let text = html.replace("&#x27;", "&#39;").replace('\'', "&#39;");
            assert_eq!(text.matches(&format!("<a href=\"{address}\"")).count(), 4, "{keys} {html}");
            assert_eq!(text.matches(&format!(">{address}</a>")).count(), 4, "{keys} {html}");
            assert_eq!((html.matches("<em>").count(), html.matches("<strong>").count()), (1, 1), "{html}");
        }
    }
    let html = shown(
        "",
        "[t](https://a.example/c_d_e)*f* [see https://a.example/_g_](https://a.example/_h_) `www.a.b/_i_` *j*\n",
    );
    assert!(html.contains("<em>f</em>") && html.contains("see https://a.example/_g_</a>"), "{html}");
    assert!(
        html.contains("href=\"https://a.example/_h_\"") && html.contains("<code>www.a.b/_i_</code> <em>j</em>"),
        "{html}"
    );
}

#[test]
fn a_topic_is_named_by_its_id_where_a_path_could_stand() {
    let named = |name: &str| {
        TestGuide::new()
            .chapter("python", "Python")
            .topic_with("python/zlock", "id = \"lock.id\"\ntitle = \"The *lock*\"", "## Why\n")
            .topic_with(
                "python/atomic",
                &format!("requires = [\"{name}\"]\nsummary = \"After [[{name}]].\""),
                &format!("[[{name}#why]] and [[{name}|it]]\n"),
            )
            .build()
    };
    let (by_id, by_path) = (named("lock.id"), named("python/zlock"));
    by_id.is_clean();
    let pages = ["python/atomic.html", "python/zlock.html", "python/index.html", "python/atomic.md", "topics.json"];
    for page in pages {
        let text = by_id.page(page);
        assert_eq!(text, by_path.page(page), "{page}");
    }
    assert!(by_id.main("python/atomic.html").contains("<a href=\"zlock.html#why\">The <em>lock</em></a>"));
    // What is required comes first, though its title is later.
    let chapter = by_id.main("python/index.html");
    assert!(chapter.find("zlock.html") < chapter.find("atomic.html"), "{chapter}");
    named("lock.di").says("`requires` names no topic: `lock.di`").says("no topic `lock.di`");
    TestGuide::new()
        .topic_with("a", "id = \"one\"\nrequires = [\"two\"]", "")
        .topic_with("b", "id = \"two\"\nrequires = [\"one\"]", "")
        .build()
        .says("topics require each other in a circle");
    let missing = TestGuide::new().topic_with("a", "id = \"one\"", "").topic("b", "[[one#wy]]\n");
    missing.build().says("no section `#wy` in `content/a.md`");
}

#[test]
fn a_path_wins_over_the_id_of_another_topic_and_that_is_told() {
    let guide = |name: &str| {
        TestGuide::new()
            .topic_with("a", "id = \"x\"", "")
            .topic_with("b", "id = \"a\"", "")
            .topic_with("c", &format!("requires = [\"{name}\"]"), &format!("[[{name}]]\n"))
            .build()
    };
    let outcome = guide("a");
    outcome
        .says("warning[path-and-id]: `a` is the path of this topic, and the id of `b`")
        .says("the path wins: write `b`");
    assert_eq!(outcome.report.sorted().len(), 2);
    assert!(outcome.main("c.html").contains("<a href=\"a.html\">"));
    guide("b").is_clean();
}
