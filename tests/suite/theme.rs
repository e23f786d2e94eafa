//! Themes laid over the default one.

use crate::guide::{Outcome, TestGuide};

fn guide() -> TestGuide {
    TestGuide::new().topic("a", "x\n")
}

#[test]
fn one_template_replaces_one() {
    let guide = guide().file("themes/mine/templates/topic.html", "<main id=main>{{ page.title }}</main>");
    assert_eq!(guide.build().page("a.html"), "<main id=main>About a</main>");
}

#[test]
fn a_template_can_extend_the_one_it_replaces() {
    let text = "{% extends \"default/topic.html\" %}{% block main %}<p>mine</p>{{ super() }}{% endblock main %}";
    let html = guide().file("themes/mine/templates/topic.html", text).build().main("a.html");
    assert!(html.contains("<p>mine</p>") && html.contains("About a"), "{html}");
}

#[test]
fn one_component_replaces_one() {
    let text = "{% component level(it: map) %}<b>{{ it.rank }}/{{ it.of }}</b>{% endcomponent level %}";
    assert!(
        guide().file("themes/mine/templates/components/level.html", text).build().main("a.html").contains("<b>1/3</b>")
    );
}

#[test]
fn static_files_are_named_after_their_content() {
    let guide = guide()
        .file("themes/mine/static/style.css", "body { background: url(\"dot.png\") }")
        .file("themes/mine/static/dot.png", "x");
    let outcome = guide.build();
    let paths: Vec<String> =
        outcome.site().files().map(|(path, _)| path.to_string()).filter(|path| path.starts_with("assets/")).collect();
    let sheet = paths.iter().find(|path| path.starts_with("assets/style.")).unwrap();
    let dot = paths.iter().find(|path| path.starts_with("assets/dot.")).unwrap();
    assert!(outcome.page(sheet).contains(&format!("url(\"{}\")", dot.trim_start_matches("assets/"))));
    assert!(outcome.page("a.html").contains(sheet.as_str()));
}

/// The one file of the site that is made of `static/NAME.ENDING`.
fn asset(outcome: &Outcome, name: &str, ending: &str) -> String {
    let is_it = |path: &str| path.starts_with(&format!("assets/{name}.")) && path.ends_with(&format!(".{ending}"));
    let paths: Vec<String> = outcome.site().files().map(|(path, _)| path.to_string()).filter(|it| is_it(it)).collect();
    assert_eq!(paths.len(), 1, "{paths:?}");
    outcome.page(&paths[0])
}

/// Paths of files of the site in `assets/`.
fn assets(outcome: &Outcome) -> Vec<String> {
    outcome.site().files().map(|(path, _)| path.to_string()).filter(|path| path.starts_with("assets/")).collect()
}

#[test]
fn the_style_sheet_is_joined_from_its_parts_without_their_comments() {
    let outcome = guide().build();
    let sheet = asset(&outcome, "style", "css");
    assert!(sheet.starts_with("@layer tokens, base, prose,"), "{}", &sheet[..80]);
    assert!(!sheet.contains("/*") && !sheet.contains("\n\n"), "{sheet}");
    assert!(assets(&outcome).iter().all(|path| !path.contains("assets/style/") && !path.contains(".bundle")));
}

#[test]
fn one_part_of_the_style_sheet_replaces_one() {
    let outcome = guide().file("themes/mine/static/style/code.css", "/* mine */ .example { color : red").build();
    let sheet = asset(&outcome, "style", "css");
    assert!(sheet.contains("\n .example { color : red}\n@layer frame {") && !sheet.contains("mine"), "{sheet}");
    assert!(sheet.contains("@layer prose {") && !sheet.contains("@layer code {"), "{sheet}");
}

#[test]
fn a_style_sheet_of_the_whole_name_replaces_all_parts() {
    for (bundle, part) in [("style.css", "style/code.css"), ("search-engine.js", "search/words.js")] {
        let (name, ending) = bundle.rsplit_once('.').unwrap();
        let mine = "/* mine */\n  a  b";
        let guide = guide().file(&format!("themes/mine/static/{bundle}"), mine);
        for guide in [guide.clone(), guide.file(&format!("themes/mine/static/{part}"), "part")] {
            let outcome = guide.build();
            assert_eq!(asset(&outcome, name, ending), mine);
            assert!(
                assets(&outcome).iter().all(|path| !path.contains(&part[..part.len() - 3])),
                "{:?}",
                assets(&outcome)
            );
        }
    }
}

#[test]
fn a_slip_in_the_name_of_a_part_is_told() {
    let with = |name: &str| guide().file(&format!("themes/mine/static/{name}"), "p { }").build();
    let told = "has no file `static/style/cod.css` that this could replace";
    with("style/cod.css").says(told).says("did you mean `static/style/code.css`?");
    for fine in ["style/colours.css", "style/more.css", "style/cod.txt", "code.css", "fonts/cod.css"] {
        with(fine).is_clean();
    }
}

#[test]
fn a_list_of_the_guide_itself_replaces_a_file_of_the_default_theme() {
    let own = |name: &str, text: &str| guide().file(&format!("themes/mine/static/{name}"), text);
    let outcome = own("map.js.bundle", "mine.js").file("themes/mine/static/mine.js", "go();").build();
    assert_eq!(asset(&outcome, "map", "js"), "go();\n;\n");
    let outcome = own("style.css.bundle", "# all\nstyle/tokens.css\nmine.css")
        .file("themes/mine/static/mine.css", "a { }")
        .build();
    let sheet = asset(&outcome, "style", "css");
    assert!(sheet.starts_with("@layer tokens {") && sheet.ends_with("\na { }\n"), "{sheet}");
    assert!(
        assets(&outcome).iter().any(|path| path.starts_with("assets/style/code.")),
        "what no list names is a file of its own"
    );
}

#[test]
fn what_is_checked_in_a_sheet_is_what_is_rewritten_relative_to_it() {
    let theme = guide()
        .file(
            "themes/mine/static/a.css",
            "@import \"zz.css\"; @import url('extra/deep.css') print;\na { content: \"see url(nothing.png)\" }",
        )
        .file("themes/mine/static/zz.css", "a { b: url( bg.png ) url('bg.png#x') url(\"bg.png?1\") }")
        .file("themes/mine/static/extra/deep.css", "a { b: url(bg.png) url(../bg.png) }")
        .file("themes/mine/static/bg.png", "x")
        .file("themes/mine/static/extra/bg.png", "deep");
    let outcome = theme.clone().build();
    outcome.is_clean();
    let all = assets(&outcome);
    let path =
        |start: &str, end: &str| all.iter().find(|it| it.starts_with(start) && it.ends_with(end)).unwrap().clone();
    let name = |path: &str| path.trim_start_matches("assets/").to_owned();
    let (bg, deep_bg) = (name(&path("assets/bg.", ".png")), path("assets/extra/bg.", ".png"));
    let (zz, deep) = (path("assets/zz.", ".css"), path("assets/extra/deep.", ".css"));
    let first = outcome.page(&path("assets/a.", ".css"));
    assert!(first.contains(&format!("@import \"{}\"; @import url(\"{}\") print;", name(&zz), name(&deep))), "{first}");
    assert!(first.contains("\"see url(nothing.png)\""), "{first}");
    assert_eq!(outcome.page(&zz), format!("a {{ b: url( \"{bg}\" ) url(\"{bg}#x\") url(\"{bg}?1\") }}"));
    let deep_name = deep_bg.rsplit('/').next().unwrap();
    assert_eq!(outcome.page(&deep), format!("a {{ b: url(\"{deep_name}\") url(\"../{bg}\") }}"));
    for wrong in
        ["@import 'ab.css';", "a { b: url(extra/b.png) }", "a{b:url( bgg.png )}", "a { b: \\75rl('../bg.png') }"]
    {
        theme
            .clone()
            .file("themes/mine/static/wrong.css", wrong)
            .build()
            .says("error[no-such-file]: no file `")
            .says("wrong.css:1:");
    }
}

#[test]
fn a_part_of_a_bundle_leads_where_it_would_lead_alone() {
    let guide = guide()
        .file("themes/mine/static/style/code.css", "a { b: url(paper.png) url(../top.png) }")
        .file("themes/mine/static/style/paper.png", "x")
        .file("themes/mine/static/top.png", "y");
    let outcome = guide.build();
    outcome.is_clean();
    let sheet = asset(&outcome, "style", "css");
    assert!(sheet.contains("url(\"style/paper.") && sheet.contains("url(\"top."), "{sheet}");
}

#[test]
fn an_undefined_field_is_named_with_its_place() {
    let guide = guide().file("themes/mine/templates/topic.html", "<main>\n  {{ page.titel }}\n</main>");
    guide.build().says("themes/mine/templates/topic.html:2:11").says("titel");
    // Tera's own `safe` shows nothing for what is not there.
    for field in ["page.titel_html", "page.level.lable_html", "titel"] {
        let template = format!("<main>\n{{{{ {field} | safe }}}}\n</main>");
        let guide = self::guide().file("themes/mine/templates/topic.html", &template);
        guide.build().says("themes/mine/templates/topic.html:2:").says("no such field");
    }
    let shown = self::guide().file("themes/mine/templates/topic.html", "<main>\n{{ page.title_html | safe }}\n</main>");
    shown.build().is_clean();
}

#[test]
fn a_template_that_cannot_be_read_is_named_with_its_place() {
    let guide = guide().file("themes/mine/templates/topic.html", "<main>\n{% if page.title %}\n</main>");
    guide.build().says("themes/mine/templates/topic.html:2:20");
    let unknown = self::guide().file("themes/mine/templates/topic.html", "<main>\n{{ page.title | shout }}\n</main>");
    unknown.build().says("themes/mine/templates/topic.html:2:").says("shout");
}

#[test]
fn what_a_template_wrote_is_told_there_and_once() {
    let guide = guide().topic_with("ch/b", "tags = []", "").chapter("ch", "C");
    let template = "{% extends \"default/topic.html\" %}{% block main %}\n<p id=\"twice\"></p><p id=\"twice\"></p>\
        <a href=\"{{ page.root }}gone.html\">x</a>{% endblock %}\n";
    let outcome = guide.file("themes/mine/templates/topic.html", template).build();
    outcome
        .says("page `a.html` (and 1 other) links to `gone.html`, which is not in the site")
        .says("--> themes/mine/templates/topic.html:2:")
        .says("(and 1 other) has the id `twice` twice");
}

#[test]
fn what_a_theme_would_fetch_from_elsewhere_is_an_error() {
    let sheet = |text: &str| guide().file("themes/mine/static/custom.css", text).build();
    sheet("@import url(https://fonts.example/x.css);\n")
        .says("`https://fonts.example/x.css` is on another")
        .says("custom.css:1:13");
    sheet("a { b: url(\"//cdn.example/c.woff2\") }\n")
        .says("error[foreign-image]: `//cdn.example/c.woff2` is on another server");
    let missing = guide()
        .file("themes/mine/static/paper.svg", "<svg/>")
        .file("themes/mine/static/custom.css", "a{b:url(papr.svg)}");
    missing
        .clone()
        .build()
        .says("error[no-such-file]: no file `papr.svg`")
        .says("custom.css:1:9")
        .says("did you mean `paper.svg`?");
    missing.file("themes/mine/static/custom.css", "a{b:url(paper.svg);c:url(data:x);d:url(#e)}").build().is_clean();
    let template = "{% extends \"default/topic.html\" %}{% block main %}<script src=\"https://cdn.example/x.js\"></script>{% endblock %}";
    let outcome = guide().file("themes/mine/templates/topic.html", template).build();
    outcome.says("links to `https://cdn.example/x.js`, which is not in the site").says("topic.html:1:");
}

#[test]
fn a_word_that_no_template_shows_is_told() {
    let words = |words: &str| guide().file("themes/mine/words/en.toml", words);
    words("menue = \"x\"\n").build().says("unknown key `menue`").says("did you mean `menu`?");
    words("[paper]\npag = \"x\"\n").build().says("unknown key `paper.pag`");
    words("menu = \"x\"\n").build().is_clean();
    // A theme may have words of its own.
    let own = words("greeting = \"Hello\"\n");
    own.clone().build().is_clean();
    let template =
        "{% extends \"default/topic.html\" %}{% block main %}{{ site.words.greeting }}{{ super() }}{% endblock %}";
    let outcome = own.file("themes/mine/templates/topic.html", template).build();
    assert!(outcome.is_clean().page("a.html").contains("Hello"));
}

#[test]
fn words_of_another_language_are_laid_over_english() {
    let guide = guide()
        .book("[book]\ntitle = \"G\"\nlanguage = \"de-AT\"\n")
        .topic_with("a", "tags = []", "> [!NOTE]\n> x\n")
        .file("themes/mine/words/de.toml", "note = \"Hinweis\"\n");
    let page = guide.build().page("a.html");
    assert!(page.contains("Hinweis") && page.contains("lang=\"de-AT\""));
}

#[test]
fn a_words_file_is_read_strictly_and_found_in_any_case() {
    let book = "[book]\ntitle = \"G\"\nlanguage = \"nl-BE\"\ntheme = \"mine\"\n";
    let guide = guide().book(book).topic_with("a", "tags = []", "");
    let words = |words: &str| guide.clone().file("themes/mine/words/nl-be.toml", words).build();
    assert!(words("skip = \"Pular\"\n").page("a.html").contains(">Pular</a>"));
    words("skip = \"Pular\"\n").is_clean();
    words("[searching]\nany = \"x\"\n").is_clean();
    words("skipp = \"x\"\n")
        .says("error[unknown-key]: unknown key `skipp`")
        .says("words/nl-be.toml:1:1")
        .says("did you mean `skip`?");
    words("[paper]\npag = \"x\"\n").says("unknown key `paper.pag`").says("words/nl-be.toml:2:1").says("`paper.page`");
    // The scripts of the study pages choose among all forms of a plural; templates know no more than `…_one`.
    words("[study]\ncards_few = \"{n} kaarten\"\n").is_clean();
    words("[study]\ncards_some = \"{n} kaarten\"\n").says("unknown key `study.cards_some`");
    words("[study]\nchoose_few = \"Kies\"\n").says("unknown key `study.choose_few`");
    words("[study]\nundo_few = \"Terug\"\n").says("unknown key `study.undo_few`");
    words("count_topics_few = \"{n} onderwerpen\"\n").says("unknown key `count_topics_few`");
    words("skip = 3\n").says("error[wrong-type]: `skip` is a number, not a string").says("words/nl-be.toml:1:8");
    words("[paper]\npage = \" \"\n").says("error[empty-value]: `paper.page` is empty");
    words("skip = \"\n").says("words/nl-be.toml:1");
    guide.build().says("warning[no-words]: the theme has no words in the language `nl-BE`").says("book.toml:3:12");
    let own = guide.file("themes/mine/words/en.toml", "mine = \"x\"\n");
    own.file("themes/mine/words/nl.toml", "mine = \"y\"\n").build().is_clean();
}

#[test]
fn the_words_of_the_search_dialog_come_from_the_words_file() {
    let words = "[searching]\nnone = \"Nichts zu <b>\"\n[searching.topics]\none = \"{n} Thema\"\n";
    let guide = guide().book("[book]\ntitle = \"G\"\nlanguage = \"nl\"\ntheme = \"mine\"\n").topic_with(
        "a",
        "tags = []",
        "x\n",
    );
    assert!(!guide.clone().build().page("a.html").contains("search-words"));
    let page = guide.file("themes/mine/words/nl.toml", words).build().page("a.html");
    assert!(page.contains("<p data-word=\"none\">Nichts zu &lt;b&gt;</p>"), "{page}");
    assert!(page.contains("<p data-word=\"topics.one\">{n} Thema</p>"), "{page}");
}

#[test]
fn a_theme_replaces_a_single_word() {
    let book = crate::guide::BOOK.replace("title = \"Guide\"\n", "title = \"Guide\"\ntheme = \"mine\"\n");
    let guide = TestGuide::new().book(&book).topic("a", "");
    let outcome = guide.clone().file("themes/mine/words/en.toml", "skip = \"Jump\"\n").build();
    assert!(outcome.page("a.html").contains(">Jump</a>"));
    let outcome = guide.file("themes/mine/words/en.toml", "skip = \"Jump\n").build();
    assert_eq!(outcome.report.errors(), 1, "{}", outcome.problems);
}
