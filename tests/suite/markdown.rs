//! Markdown to HTML.

use crate::guide::TestGuide;

fn body(text: &str) -> String {
    TestGuide::new().topic("a", text).build().main("a.html")
}

#[track_caller]
fn shows(text: &str, expected: &str) {
    let html = body(text);
    assert!(html.contains(expected), "expected\n{expected}\nin\n{html}");
}

#[test]
fn gfm_is_understood() {
    shows("| a | b |\n|--:|---|\n| 1 | 2 |\n", "<th scope=\"col\" class=\"right\">a</th>");
    shows("~~old~~\n", "<del>old</del>");
    shows("- [x] done\n- [ ] not\n", "<input type=\"checkbox\" disabled checked aria-label=\"Done\">");
    shows("> [!WARNING]\n> Hot.\n", "<div class=\"alert warning\" role=\"note\">");
    shows("Term\n: Meaning\n", "<dl>\n<dt>Term</dt>\n<dd>Meaning</dd>\n</dl>");
}

#[test]
fn footnotes_are_numbered_by_use_and_lead_back() {
    let html = body("B[^b] and A[^a] and B again[^b].\n\n[^a]: note alpha\n[^b]: note beta\n[^c]: unreferenced\n");
    assert!(html.contains("<sup class=\"footnote-reference\" id=\"fnref-1\"><a href=\"#fn-1\">1</a></sup>"), "{html}");
    assert!(html.contains("id=\"fnref-1-2\""));
    assert!(html.find("note beta").unwrap() < html.find("note alpha").unwrap());
    assert!(!html.contains("unreferenced"));
}

#[test]
fn prices_are_no_formulas() {
    shows(
        "cost $5 and *from* $6 to `x`, US$10, or $n$\n",
        "cost $5 and <em>from</em> $6 to <code>x</code>, US$10, or <math>",
    );
    shows("> from $6,\n> or US$10\n", "from $6,\nor US$10");
}

#[test]
fn maths_is_mathml() {
    shows("$O(n \\log n)$\n", "<math>");
    for formula in
        ["x_{2k}", "\\frac{(-1)^k}{(2k)!}x^{2k}", "\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}", "a^{b}\n= c_{d}"]
    {
        shows(&format!("$$\n{formula}\n$$\n"), "<p><math display=\"block\">");
    }
}

#[test]
fn headings_have_ids_and_link_to_themselves() {
    shows("## Why `x`?\n", "<h2 id=\"why-x\"><a class=\"here\" href=\"#why-x\">Why <code>x</code>?</a></h2>");
    shows("## A {#own}\n", "<h2 id=\"own\">");
    shows("## A {#own .wide .odd data-x=1 lang=fr}\n", "<h2 id=\"own\" class=\"wide odd\" data-x=\"1\" lang=\"fr\">");
    let told = |body: &str| TestGuide::new().topic("a", body).build();
    told("## A {onclick=x}\n").says("attribute `onclick`: a heading has none").says("content/a.md:6:1");
    told("## A {.question}\n").says("did you mean `.questions`?");
    shows("## A\n\n## A\n", "<h2 id=\"a-1\">");
}

#[test]
fn a_section_of_the_second_level_is_named_for_the_theme() {
    shows("## Pitfalls\n\nx\n\n## Sources\n", "<section data-section=\"pitfalls\">\n<h2");
    shows("## Fallstricke {#pitfalls}\n", "<section data-section=\"pitfalls\">\n<h2 id=\"pitfalls\">");
}

#[test]
fn questions_fold_their_answers() {
    let html = body("## Follow-ups {.questions}\n\nWhy `x`?\n: Because.\n\nAnd y?\n: No.\n");
    assert!(
        html.contains(
            "<details class=\"question\" data-card=\"a#why-x\" id=\"why-x\"><summary>Why <code>x</code>?</summary>"
        ),
        "{html}"
    );
    assert!(html.contains("<div class=\"answer\">"));
    assert_eq!(html.matches("</details>").count(), html.matches("<details class=\"question\"").count());
}

#[test]
fn html_is_text_unless_the_guide_allows_it() {
    shows("a <b>c</b>\n", "a &lt;b&gt;c&lt;/b&gt;");
    shows("x <!-- hidden --> y\n", "x  y");
    let book = "[book]\ntitle = \"G\"\n[markdown]\nhtml = true\n";
    let html = TestGuide::new().book(book).topic_with("a", "tags = []", "a <kbd>c</kbd>\n").build().main("a.html");
    assert!(html.contains("<kbd>c</kbd>"));
}

/// A guide with a topic in which HTML is allowed.
fn raw(body: &str) -> TestGuide {
    let book = "[book]\ntitle = \"G\"\n[markdown]\nhtml = true\n";
    TestGuide::new().book(book).chapter("ch", "C").topic_with("ch/a", "tags = []", body)
}

#[test]
fn words_in_html_of_the_author_are_searched_and_counted() {
    let body = "One <b>two</b>.\n\n<div>\n<p>Three <i>f</i>our</p><p>five</p>\n<!-- not me -->\n</div>\n\nSix.\n\n## More\n\n<ul><li>Seven</li></ul>\n";
    let outcome = raw(body).build();
    let document = &outcome.is_clean().built.as_ref().unwrap().guide.topics[0].topic.document;
    let words = |at: usize| document.sections[at].text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!((words(0), words(1)), ("One two. Three four five Six.".into(), "Seven".into()));
    assert_eq!(document.words, 8);
}

#[test]
fn html_of_the_author_has_links_and_anchors_like_markdown() {
    let body = "<img src='x.png' alt=\"z > y\">\n\n<p><a\n  href=b.md#there>b</a></p>\n\nSee <a id=\"here\"></a>, [it](#here), \
        <a HREF=\"#here\">it</a>, <a href=\"https://a.example/?b&amp;c\">out</a>.\n\n> <picture><source\n> srcset=\"x.png 1x, ../y.png 2x\">\
        </picture>\n\n<label for=here>x</label> <svg><path fill=\"url(#here)\"/></svg>\n\n## Two <a name=\"old\"></a>words\n";
    let guide = raw(body).file("content/ch/x.png", "x").file("content/y.png", "y");
    let outcome = guide.topic_with("ch/b", "tags = []", "<b id=\"there\">x</b> [a](a.md#old)\n").build();
    let (page, print) = (outcome.is_clean().main("ch/a.html"), outcome.page("print.html"));
    for (on_page, on_print) in [
        ("<img src=\"x.png\" alt=\"z > y\">", "<img src=\"ch/x.png\" alt=\"z > y\">"),
        ("<a\n  href=\"b.html#there\">b</a>", "<a\n  href=\"#ch--b--there\""),
        ("<a id=\"here\"></a>", "<a id=\"ch--a--here\"></a>"),
        (
            "<a href=\"#here\">it</a>, <a href=\"#here\">it</a>",
            "<a href=\"#ch--a--here\">it</a>, <a href=\"#ch--a--here\">it</a>",
        ),
        ("<a href=\"https://a.example/?b&amp;c\">", "<a href=\"https://a.example/?b&amp;c\" data-note=\"a\">"),
        ("srcset=\"x.png 1x, ../y.png 2x\"", "srcset=\"ch/x.png 1x, y.png 2x\""),
        ("<label for=\"here\">", "<label for=\"ch--a--here\">"),
        ("<path fill=\"url(#here)\"/>", "<path fill=\"url(#ch--a--here)\"/>"),
        ("Two <a id=\"old\"></a>words", "Two <a id=\"ch--a--old\"></a>words"),
    ] {
        assert!(page.contains(on_page), "{on_page}\nin {page}");
        assert!(print.contains(on_print), "{on_print}\nin {print}");
    }
    let links = &outcome.built.as_ref().unwrap().links;
    assert_eq!(links.backlinks.iter().map(Vec::len).collect::<Vec<_>>(), [1, 1]);
}

#[test]
fn tables_in_html_of_the_author_scroll_in_a_frame() {
    let frames = |body: &str| {
        let html = raw(body).build().is_clean().main("ch/a.html");
        let count = html.matches("<div class=\"table breaks\" tabindex=\"0\">").count();
        assert_eq!(html.matches("<div").count(), html.matches("</div>").count(), "{html}");
        (count, html)
    };
    let (count, html) = frames("<table id=t class=\"x\">\n<tr><td>1</td></tr>\n</table>\n");
    assert!(count == 1 && html.contains("tabindex=\"0\"><table id=\"t\" class=\"x\">\n"), "{html}");
    assert!(html.contains("</table></div>"), "{html}");
    assert_eq!(frames("<div>\n<TABLE>\n<tr><td>\n\n**Markdown**\n\n</td></tr>\n</TABLE>\n</div>\n").0, 1);
    // A frame in a frame would scroll twice.
    assert_eq!(frames("<table><tr><td><table><tr><td>1</td></tr></table></td></tr></table>\n").0, 1);
    assert_eq!(frames("* <table><tr><td>1</td></tr></table>\n\n> <table><tr><td>2</td></tr></table>\n").0, 2);
}

#[test]
fn what_is_wrong_in_html_of_the_author_is_told_at_its_line() {
    let told = |body: &str, problem: &str, place: &str| {
        raw(body).build().says(problem).says(&format!("content/ch/a.md:{place}\n"));
    };
    told("<p>\n<img alt=x src=\"x.pnk\">\n</p>\n", "error[no-such-file]: no file `x.pnk`", "7:17");
    told("> a <a\n> href='b.md'>b</a>\n", "error[no-such-topic]: no topic `b.md`", "7:9");
    told("<a href=\"a.html\">b</a>\n", "link to the source: `a.md`", "6:10");
    told("<a href=\"#x\">b</a>\n", "error[no-such-section]: no section `#x`", "6:10");
    told("<a id=x></a><a id=x></a>\n", "error[duplicate-anchor]: the id `x` stands twice", "6:19");
    told(
        "<iframe src=\"https://video.example/1\"></iframe>\n",
        "error[foreign-image]: `https://video.example/1` is on another",
        "6:14",
    );
    told(
        "<video poster=//a.example/b.png></video>\n",
        "error[foreign-image]: `//a.example/b.png` is on another",
        "6:15",
    );
    told("<a href='javascript:x()'>b</a>\n", "error[unsafe-scheme]: links of the kind `javascript:`", "6:10");
    told("Text <b style=\"color:red\">x</b>\n", "warning[inert-html]: `style` does nothing on a page", "6:9");
    told("<script>alert('<a href=no>')</script>\n", "warning[inert-html]: `<script>` does nothing on a page", "6:2");
    raw("x <!-- <img src=no.png> --> ![<b>](b.md)<img src=\"data:image/png;base64,AA\" alt=x>\n")
        .build()
        .says("no file `b.md`");
}

#[test]
fn smart_punctuation_is_the_guides_choice() {
    shows("\"a\" -- b\n", "\"a\" -- b");
    let book = "[book]\ntitle = \"G\"\n[markdown]\nsmart_punctuation = true\n";
    let html = TestGuide::new().book(book).topic_with("a", "tags = []", "\"a\" -- b\n").build().main("a.html");
    assert!(html.contains("“a” – b"), "{html}");
}

#[test]
fn quotation_marks_are_those_of_the_language() {
    let body = "\"Sie sagt: 'Nein' - 'geht's?'.\" Hans' **\"a\"** `\"b\"` \\\"c\\\" “d” 'e'\n\n```text\n\"f\"\n```\n";
    for (language, expected) in [
        ("de", "„Sie sagt: ‚Nein‘ - ‚geht’s?‘.“ Hans’ <strong>„a“</strong> <code>\"b\"</code> \"c\" “d” ‚e‘"),
        ("ja", "「Sie sagt: 『Nein』 - 『geht’s?』.」 Hans’ <strong>「a」</strong> <code>\"b\"</code> \"c\" “d” 『e』"),
        ("en", "“Sie sagt: ‘Nein’ - ‘geht’s?’.” Hans’ <strong>“a”</strong> <code>\"b\"</code> \"c\" “d” ‘e’"),
    ] {
        let book = format!("[book]\ntitle = \"G\"\nlanguage = \"{language}\"\n[markdown]\nsmart_punctuation = true\n");
        let html = TestGuide::new().book(&book).topic_with("a", "tags = []", body).build().main("a.html");
        assert!(html.contains(expected) && html.contains("\"f\""), "{language}: {html}");
    }
}

#[test]
fn an_output_belongs_to_the_example_before_it() {
    let guide = TestGuide::new().topic("a", "```python\nprint(1)\n```\n\n```output\n1\n```\n");
    let outcome = guide.build();
    let built = outcome.built.as_ref().unwrap();
    let code = &built.guide.topics[0].topic.document.code;
    assert_eq!(code.len(), 1);
    assert_eq!(code[0].output.as_ref().unwrap().text, "1\n");
    assert!(outcome.main("a.html").contains("<samp>1\n</samp>"));
}

#[test]
fn plain_text_is_kept_by_section() {
    let guide = TestGuide::new().topic("a", "Intro *text*.\n\n## Why\n\nBecause `x`.\n\n```python\ny = 1\n```\n");
    let built = guide.build().built.unwrap();
    let sections = &built.guide.topics[0].topic.document.sections;
    assert_eq!(sections[0].text, "Intro text.");
    assert_eq!(
        (sections[1].heading.as_str(), sections[1].text.as_str(), sections[1].code.as_str()),
        ("Why", "Because `x`.", "y = 1\n")
    );
}

#[test]
fn carets_stand_under_the_word_that_is_wrong() {
    let told = |body: &str, place: &str| {
        TestGuide::new().topic("a", body).build().says(place);
    };
    told("```pyhton hl=\"1\"\nx\n```\n", "content/a.md:6:4\n");
    told("- ```python lines hl=\"9\"\n  x\n  ```\n", "content/a.md:6:19\n");
    told("```python,norun\nx\n```\n", "the language comes first");
}

#[test]
fn single_quotes_hold_spaces_too() {
    TestGuide::new().topic("a", "```python title='my app.py'\nx = 1\n```\n").build().is_clean();
}

/// What is told of a body in a guide that allows HTML.
fn told_of_html(body: &str) -> Vec<String> {
    let book = format!("{}[markdown]\nhtml = true\n", crate::guide::BOOK);
    let outcome = TestGuide::new().book(&book).topic("a", body).build();
    outcome.report.sorted().iter().map(|it| it.message.to_string()).collect()
}

#[test]
fn elements_that_html_does_not_have_or_that_are_never_closed_are_told() {
    for (body, told) in [
        ("A List<String> of words.", "HTML has no element `<String>`"),
        ("Map<K, V> and `Vec<T>`", ""),
        ("A Vec<T> here", "HTML has no element `<T>`"),
        ("Press <key>x</key>.", "HTML has no element `<key>`"),
        ("<detials>\n\nText.\n\n</detials>", "HTML has no element `<detials>`"),
        ("<div>\n\nText.", "the element `<div>` is never closed"),
        ("Some <b>bold text.\n\nMore.", "the element `<b>` is never closed"),
        ("<section><div>x</section>", "the element `<div>` is never closed"),
        ("<details>\n<summary>A</summary>\n\nB\n", "the element `<details>` is never closed"),
        ("Text.</div>", "`</div>` closes nothing"),
        ("<p>a</p></p>", "`</p>` closes nothing"),
        ("<!-- a draft\n\nText.", "the comment is never closed: all after it is hidden"),
        ("> <!-- a draft\n\nText.", "the comment is never closed: all after it is hidden"),
        ("<base target=\"_blank\">", "`<base target=\"_blank\">` would change where the page leads"),
        (
            "a <META HTTP-EQUIV=refresh content=0>",
            "`<META HTTP-EQUIV=refresh content=0>` would change where the page leads",
        ),
    ] {
        let expected: Vec<&str> = [told].into_iter().filter(|it| !it.is_empty()).collect();
        assert_eq!(told_of_html(body), expected, "{body}");
    }
}

#[test]
fn elements_round_markdown_and_those_that_end_by_themselves_are_in_order() {
    for body in [
        "<details>\n<summary>A</summary>\n\n**B**\n\n</details>\n",
        "<div>\n\n- a\n- <b>b</b>\n\n</div>\n",
        "<ul><li>a<li>b</ul>\n",
        "<table><tr><td>a<td>b<tr><td>c</table>\n",
        "<p>a<p>b\n",
        "a<br>b<hr><img src=\"data:,\" alt=\"a\"><wbr>\n",
        "<svg viewBox=\"0 0 1 1\"><linearGradient id=\"g\"/><path d=\"M0 0\"/><foreignObject></foreignObject></svg>\n",
        "<math><mrow><mi>x</mi></mrow></math>\n",
        "<my-tag>a</my-tag> <kbd>Ctrl</kbd> <!-- a note -->\n",
        "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>\n",
        "<video controls><source src=\"data:,\"></video>\n",
    ] {
        assert_eq!(told_of_html(body), [""; 0], "{body}");
    }
}

#[test]
fn pictures_say_their_size_and_only_later_ones_wait_until_they_are_near() {
    // The first bytes of a PNG of 3 × 2, and of a GIF of 5 × 4.
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x03\0\0\0\x02\x08\x02\0\0\0";
    let gif = b"GIF89a\x05\0\x04\0\x80\0\0";
    let guide = TestGuide::new()
        .file("content/a.png", png)
        .file("content/b.gif", gif)
        .file("content/c.svg", "<svg viewBox=\"0 0 30 20\"/>")
        .file("content/d.png", "no picture")
        .topic("t", "![A](a.png) ![B](b.gif \"Title\")\n\n![C](c.svg)\n\n![D](d.png)\n");
    let page = guide.build().is_clean().page("t.html");
    for picture in [
        "alt=\"A\" width=\"3\" height=\"2\">",
        "alt=\"B\" width=\"5\" height=\"4\" title=\"Title\" loading=\"lazy\">",
        "alt=\"C\" width=\"30\" height=\"20\" loading=\"lazy\">",
        "alt=\"D\" loading=\"lazy\">",
    ] {
        assert!(page.contains(picture), "{picture}\n{page}");
    }
}

fn one(text: &str) -> crate::guide::Outcome {
    TestGuide::new().file("content/gil.svg", "<svg/>").topic("a", text).build()
}

#[test]
fn markup_of_other_programs_and_lines_that_nobody_sees_are_told() {
    for (body, code) in [
        ("> [!WARNING]: hot\n", "unused-definition"),
        ("> [!WARNING]: the lock is global\n", "foreign-markup"),
        ("Text.\n\n[Note]: this\n", "unused-definition"),
        ("Text.\n\n[docs]: https://example.org \"never used\"\n", "unused-definition"),
        ("> [!note] My title\n> text\n", "foreign-markup"),
        ("> [!NOTE]- folded\n> text\n", "foreign-markup"),
        ("{% hint style=\"info\" %}\nx\n{% endhint %}\n", "foreign-markup"),
        ("{{< figure src=\"x.png\" >}}\n", "foreign-markup"),
        ("--8<-- \"x.md\"\n", "foreign-markup"),
        (".. note:: x\n", "foreign-markup"),
        ("[TOC]\n", "foreign-markup"),
        ("- a\n\n  {{#include x.rs}}\n", "foreign-markup"),
        ("[x](https://example.org){target=_blank} y\n", "foreign-markup"),
        ("see `x`{.python} here\n", "foreign-markup"),
        ("| a |\n|---|\n| [text]{.mark} |\n", "foreign-markup"),
        ("Text.\n{: .note }\n", "foreign-markup"),
        ("これは*「重要」*です。\n", "loose-emphasis"),
        ("これは~~「重要」~~です。\n", "loose-emphasis"),
    ] {
        let problems = one(body).problems;
        assert!(problems.contains(&format!("[{code}]")), "{body}{problems}");
    }
    for body in [
        "[//]: # (a remark)\n\n[comment]: <> (another)\n\nText.\n",
        "See [Docs][] and ![x][p].\n\n[docs]: https://example.org\n\n[P]: gil.svg\n",
        "{% url %} makes an address, `{x}` and f(x){y}, a[0]{b}\n",
        "3*「x」 and 2 * 3 * 4\n",
    ] {
        let problems = one(body).problems;
        assert!(
            !problems.contains("foreign") && !problems.contains("unused") && !problems.contains("loose"),
            "{body}{problems}"
        );
    }
}

#[test]
fn dollars_of_a_text_leave_its_code_and_links_whole() {
    for (body, html) in [
        ("It is $5 and `a$` here\n", "<p>It is $5 and <code>a$</code> here</p>"),
        ("kill $$ and echo $$ now\n", "<p>kill $$ and echo $$ now</p>"),
        ("Set ${HOME}/${PATH}\n", "<p>Set ${HOME}/${PATH}</p>"),
        ("See <https://example.org/$a/$b>\n", "<a href=\"https://example.org/$a/$b\">https://example.org/$a/$b</a>"),
        ("So $`x`$ is\n", "<p>So <math><mi>x</mi></math> is</p>"),
        ("数式$x$は\n", "<p>数式<math><mi>x</mi></math>は</p>"),
        ("Pros | Cons\n:--\nx\n", ":--"),
        ("## Set {#1, 2}\n", "Set {#1, 2}</a></h2>"),
    ] {
        let page = one(body).page("a.html");
        assert!(page.contains(html), "{body}{}", page.split("<article").nth(1).unwrap_or_default());
    }
}

#[test]
fn words_that_would_vanish_are_shown_or_told() {
    for (body, told) in [
        ("Begin with <?php echo 1 ?>.", "a browser hides `<?php echo 1 ?>`"),
        ("<![CDATA[x]]>", "a browser hides `<![CDATA[x]]>`"),
        ("> <?xml\n> version?>", "a browser hides `<?xml`"),
        ("<!DOCTYPE html>", ""),
        ("<a herf=\"u.md\">x</a>", "`<a>` has no attribute `herf`"),
        ("Text <img alt=\"x\"> here", "`<img>` says no file, so nothing is shown"),
        ("<svg viewBox=\"0 0 1 1\"><path fil=red /></svg>", ""),
    ] {
        let expected: Vec<&str> = [told].into_iter().filter(|it| !it.is_empty()).collect();
        assert_eq!(told_of_html(body), expected, "{body}");
    }
}

#[test]
fn a_link_shows_words_or_a_problem_says_that_it_does_not() {
    for body in ["[](b.md)\n", "x [ ](https://example.org) y\n", "- [](b.md \"Title\")\n", "[][r]\n\n[r]: b.md\n"] {
        assert!(one(body).problems.contains("[link-without-text]"), "{body}");
    }
    for body in
        ["[`x`](a.md)", "[![x](gil.svg)](a.md)", "[**b**](a.md)", "[$x$](a.md)", "[[a]]", "[]()", "![](gil.svg)"]
    {
        assert!(!one(body).problems.contains("[link-without-text]"), "{body}");
    }
    // Without words the title stands there.
    let guide = TestGuide::new().topic_with("b", "title = \"Other `x`\"", "");
    let outcome = guide.topic("a", "See [[b|]], [[b]].\n\n| x |\n|---|\n| [[b\\|]] |\n").build();
    let page = outcome.is_clean().main("a.html");
    assert_eq!(page.matches("<a href=\"b.html\">Other <code>x</code></a>").count(), 3, "{page}");
}

#[test]
fn code_in_angles_is_text_and_addresses_are_links() {
    shows("A std::vector<std::string> v\n", "A std::vector&lt;std::string&gt; v");
    shows("Django's <int:pk> and <slug:title>\n", "Django's &lt;int:pk&gt; and &lt;slug:title&gt;");
    shows("## What is <T::Item>?\n", "What is &lt;T::Item&gt;?</a></h2>");
    shows("<mailto:me@example.org>\n", "<a href=\"mailto:me@example.org\">");
    let outcome = TestGuide::new().topic_with("a", "title = \"Why Vec<std::u8>?\"", "").build();
    assert!(outcome.is_clean().page("a.html").contains("Why Vec&lt;std::u8&gt;?"));
    one("<foo://x.y>\n").says("[unsafe-scheme]").says("stands between backticks");
}

#[test]
fn of_two_anchors_of_a_heading_none_is_lost_without_a_word() {
    one("## A {#a #b}\n").says("attribute `#a`: another one of its kind stands behind it");
    one("A {lang=de lang=fr}\n===\n").says("attribute `lang=de`");
    one("## A {#a .b .c data-x=1}\n").is_clean();
}

#[test]
fn what_was_begun_and_not_finished_is_told_at_its_place() {
    for (body, code, place) in [
        ("This is **bold text\n", "unclosed-mark", "6:9"),
        ("The method __init__ runs.\n", "lost-signs", "6:12"),
        ("2*3*4\n", "lost-signs", "6:2"),
        ("The method \\__init__ runs.\n", "lost-signs", "6:14"),
        ("A \\* and **bold text\n", "unclosed-mark", "6:10"),
        ("\\# &lt; [text](gil.md and more\n", "no-link", "6:9"),
        ("\\(a) has `x and\n", "unclosed-mark", "6:10"),
        ("It's \\_ and (text)[gil.md]\n", "no-link", "6:13"),
        ("Sums: \\\\(x^2\\\\)\n", "foreign-markup", "6:7"),
        ("See <www.example.org> here.\n", "no-link", "6:5"),
        ("> [!NOTE]\n\nText.\n", "empty-note", "6:1"),
        ("- > [!TIP]\n  >\n", "empty-note", "6:3"),
        ("## A {#a b}\n", "bad-attribute", "6:1"),
        ("```python\nx = 1\n\n```sh\nls\n```\n", "fence-in-code", "9:1"),
        ("> ~~~text\n> x\n> ~~~~py\n> ~~~\n", "fence-in-code", "8:3"),
        ("```python title=\"a `b`\"\nx = 1\n```\n", "tick-in-fence", "6:1"),
        ("> Use `x and\n", "unclosed-mark", "6:7"),
        ("- [text](gil.md and more\n", "no-link", "6:3"),
        ("$$\nx\n", "unclosed-mark", "6:1"),
        ("Text.\n\n> [!NOTE\n> x\n", "unclosed-mark", "8:3"),
        ("**Note:**text\n", "loose-emphasis", "6:1"),
        ("Text\n##\u{a0}Heading\n", "no-blank", "7:1"),
        ("> -\u{a0}item\n", "no-blank", "6:3"),
        ("[b]: u.md some text\n\n[b]\n", "no-link", "6:1"),
        ("[m](http:/x.org)\n", "bad-address", "6:5"),
        ("[h](mailto:)\n", "bad-address", "6:5"),
        ("[h](mailto:me)\n", "bad-address", "6:5"),
        ("[h](https://x,org/a)\n", "bad-address", "6:5"),
        ("![p] (x.png)\n", "no-link", "6:2"),
        ("!(p)[x.png]\n", "no-link", "6:2"),
        ("![p](x.png \"title)\n", "no-link", "6:2"),
        ("- [ ]buy milk\n- [x] done\n", "no-blank", "6:3"),
        ("-The first\n-A second\n", "no-blank", "7:1"),
        ("> [NOTE]\n> x\n", "foreign-markup", "6:3"),
        ("> !WARNING\n> x\n", "foreign-markup", "6:3"),
        ("[!NOTE]\nx\n", "foreign-markup", "6:1"),
        ("So \\(x^2\\) is.\n", "foreign-markup", "6:4"),
        ("\\(x^2\\) is so.\n", "foreign-markup", "6:1"),
        ("\\[ x^2 + y \\]\n", "foreign-markup", "6:1"),
        ("- So:\n\n  \\[\n  x^2\n  \\]\n", "foreign-markup", "8:3"),
        ("| a |\n|---|\n| \\(\\alpha\\) |\n", "foreign-markup", "8:3"),
        ("\\begin{align}\na\n\\end{align}\n", "foreign-markup", "6:1"),
        ("'''python\nx\n'''\n", "foreign-markup", "6:1"),
        ("<https:x.org>\n", "bad-address", "6:2"),
    ] {
        one(body).says(&format!("[{code}]")).says(&format!("content/a.md:{place}\n"));
    }
    one("[m](HTTPS://x.org) [n](http://[::1]/) [o](mailto:a@b.c) [p](tel:112) [q](mailto:?subject=x)\n").is_clean();
    one("\\*\\*Note here\\*\\* and \\`code, \\[x](y z.md), &#42;&#42;Note here, \\<www.example.org>.\n").is_clean();
    one("> [!NOTE]\n>\n> Text.\n\n## A \\{#a b}\n\n## The set {a, b}\n\n## In `{#a b}`\n").is_clean();
    one("````md\n```sh\nls\n```\n````\n\n```md\n```sh\n```\n\n```text\n~~~sh\n```\n\n``` `x` ```\n").is_clean();
    one("A \\(note\\), \\[x\\] and \\(a+b\\).\n\n-v is verbose\n-q is quiet\n\n- [x]\n- [ ] a\n").is_clean();
    let front =
        TestGuide::new().topic_with("a", "title = \"T\"\nsummary = \"See [a][b] and ![i](c.png).\"", "").build();
    front.says("a `summary` has no references: `[a][b]`").says("content/a.md:5:16");
    for (value, code) in [("A \\* and **bold text", "unclosed-mark"), ("\\# and (text)[gil.md]", "no-link")] {
        let topic = |key: &str| TestGuide::new().topic_with("a", &format!("title = 'T'\n{key} = '{value}'"), "");
        topic("summary").build().says(&format!("[{code}]"));
        TestGuide::new().topic_with("a", &format!("title = '{value}'"), "").build().says(&format!("[{code}]"));
    }
    TestGuide::new().topic_with("a", "title = 'Why \\*\\*kw and `\\*`?'", "").build().is_clean();
    for link in ["a/", "./a/", "x/../a/", "a"] {
        let told = one(&format!("[x]({link})\n")).problems;
        assert!(told.contains("did you mean `") && !told.contains("/.md`"), "{told}");
    }
}

#[test]
fn tables_and_lists_that_fall_apart_are_told() {
    for (body, code, place) in [
        ("| a | b |\n|---|---|\n\n| 1 | 2 |\n", "no-rule", "9:1"),
        ("| a | b |\n|———|———|\n| 1 | 2 |\n", "no-rule", "6:1"),
        ("+---+---+\n| a | b |\n+===+===+\n| 1 | 2 |\n+---+---+\n", "foreign-markup", "6:1"),
        ("| a | b |\n|---|---|\n| 1 | 2 |\nText below.\n", "text-in-table", "9:1"),
        ("| a | b |\n|---|---|\n| one\ntwo | c |\n", "text-in-table", "9:1"),
        ("1. a\n  - b\n2. c\n", "broken-list", "7:3"),
        ("1. First\n```sh norun=\"x\"\nls\n```\n1. b\n", "broken-list", "7:1"),
        ("Text:\n\n    - item\n", "broken-list", "8:5"),
    ] {
        one(body).says(&format!("[{code}]")).says(&format!("content/a.md:{place}\n"));
    }
    for body in [
        "> | a | b |\n> |---|---|\n> | 1 | 2 |\n> | 3 |\n",
        "a | b\n--|--\n1 | 2\n3\n",
        "- | a | b |\n  |---|---|\n  | 1 | 2 |\n",
        "1. a\n   - b\n2. c\n\n   ```sh norun=\"x\"\n   ls\n   ```\n3. d\n",
        "|x| + |y| is a length\n",
    ] {
        one(body).is_clean();
    }
}

#[test]
fn more_markup_of_other_programs_and_signs_that_nobody_sees_are_told() {
    for (body, code) in [
        ("> [!info] Title\n> x\n", "unknown-note"),
        ("> [!question]- Folded\n> x\n", "unknown-note"),
        ("See {ref}`x` here.\n", "foreign-markup"),
        ("See :class:`X`.\n", "foreign-markup"),
        ("[x]{style=\"color:red\"} y\n", "foreign-markup"),
        ("`x`{style=\"color: red\"} y\n", "foreign-markup"),
        ("Text {{< figure src=\"x\" >}} there\n", "foreign-markup"),
        ("{!x.md!}\n", "foreign-markup"),
        ("Text \u{202e}here\n", "hidden-sign"),
        ("```text\na \u{2066}b\n```\n", "hidden-sign"),
        ("```python title=“app.py” norun=\"x\"\nx = 1\n```\n", "bad-attribute"),
    ] {
        let problems = one(body).problems;
        assert!(problems.contains(&format!("[{code}]")), "{body}{problems}");
    }
    for body in [
        "> [!] x\n",
        "> \\[!TIP]\n> x\n",
        "f{x}`y` and at 10:`x`, so:`y`\n",
        "a[0]{b}, {{ x }} and {% x %} y\n",
        "{x}: `y`\n",
    ] {
        one(body).is_clean();
    }
    TestGuide::new().topic("a", "A List<String> of.\n").build().says("if it is code, put it between backticks");
    TestGuide::new().topic("a", "A <kbd>x</kbd>.\n").build().says("or set `html = true`");
    let old = TestGuide::new().file("content/a.md", "+++\rtitle = \"A\"\r+++\r").build();
    old.says("save it with line feeds");
}

#[test]
fn a_tag_without_letters_is_to_be_named_in_letters() {
    TestGuide::new().topic_with("a", "tags = [\"😀\"]", "").build().says("by a name of letters, such as `name = {");
    let book = "[book]\ntitle = \"G\"\n[tags]\n\"?\" = { label = \"?\" }\n";
    TestGuide::new().book(book).topic_with("a", "tags = []", "").build().says("name it in letters: `name = {");
}

#[test]
fn what_other_programs_call_otherwise_is_named_as_it_is_here() {
    for (fence, hint) in [
        ("python hl_lines=\"1\"", "did you mean `hl`?"),
        ("python linenums=\"1\"", "did you mean `lines`?"),
        ("python filename=a.py", "did you mean `title`?"),
        ("python {title=\"a.py\"}", "attributes stand behind the language without braces"),
        ("python:app.py", "the language comes first, then a space"),
        ("python3.12", "did you mean `python`?"),
        ("quizz", "did you mean `quiz`?"),
    ] {
        one(&format!("```{fence}\nx\n```\n")).says(hint);
    }
    one("## A {id=a}\n").says("the anchor of a heading is written `{#name}`");
    one("See [x](www.example.org/a).\n").says("did you mean `https://www.example.org/a`?");
    one("See [x](https//example.org).\n").says("did you mean `https://example.org`?");
}
