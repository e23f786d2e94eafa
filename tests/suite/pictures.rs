//! Figures, widths, films and sounds.

use crate::guide::{TestGuide, stderr, studybook};

const PICTURE: &str = "<svg width=\"600\" height=\"300\"/>";

fn guide(body: &str) -> TestGuide {
    TestGuide::new()
        .topic("a", body)
        .file("content/p.svg", PICTURE)
        .file("content/perro.mp3", "x")
        .file("content/film.webm", "x")
}

#[test]
fn a_picture_with_a_title_that_is_a_paragraph_of_its_own_is_a_figure() {
    let main = guide("![A dog](p.svg \"A `dog` & *more*\")\n").build().is_clean().main("a.html");
    let figure = "<figure class=\"picture\">\n<img src=\"p.svg\" alt=\"A dog\" width=\"600\" height=\"300\">\n\
        <figcaption>A <code>dog</code> &amp; <em>more</em></figcaption>\n</figure>";
    assert!(main.contains(figure), "{main}");
    let others = guide(
        "Text ![x](p.svg \"One\")\n\n![x](p.svg)\n\n![x](p.svg \"Two\")\n![x](p.svg \"Three\")\n\n[![x](p.svg \"Four\")](b.md)\n",
    )
    .topic("b", "");
    let main = others.build().main("a.html");
    assert!(!main.contains("<figure class=\"picture\"") && main.contains("title=\"Three\""), "{main}");
    let nested = guide("> ![x](p.svg \"One\")\n\n- a\n\n  ![x](p.svg \"Two\")\n").build().main("a.html");
    assert_eq!(nested.matches("<figure class=\"picture\">").count(), 2, "{nested}");
    assert_eq!(nested.matches("</figure>").count(), 2, "{nested}");
}

#[test]
fn a_picture_is_as_wide_as_its_attribute_says() {
    let main = guide("![x](p.svg){width=60%} and ![y](p.svg){width=300px}.\n\n![z](p.svg \"C\"){width=200}\n").build();
    let main = main.is_clean().main("a.html");
    assert!(
        main.contains("<img src=\"p.svg\" alt=\"x\" class=\"sized wide-60\" width=\"600\" height=\"300\"> and "),
        "{main}"
    );
    assert!(main.contains("alt=\"y\" class=\"sized\" width=\"300\" height=\"150\" loading=\"lazy\">."), "{main}");
    assert!(
        main.contains("alt=\"z\" class=\"sized\" width=\"200\" height=\"100\" loading=\"lazy\">\n<figcaption>C"),
        "{main}"
    );
    assert!(!main.contains("{width"), "{main}");
}

#[test]
fn a_bad_width_and_an_unknown_attribute_are_told_with_their_place() {
    let told = |attributes: &str, what: &str, column: usize| {
        let outcome = guide(&format!("![x](p.svg){{{attributes}}}\n")).build();
        outcome.says(what).says(&format!("content/a.md:6:{column}"));
        assert_eq!(outcome.report.errors(), 1, "{}", outcome.problems);
    };
    told("width=0%", "attribute `width`: `0%` is no width", 13);
    told("width=5em", "`5em` is no width", 13);
    told("width=60% .big", "attribute `.big`: a picture has none of this name", 23);
    told("height=3", "attribute `height`: a picture has none of this name", 13);
    // What is no attribute is text.
    for text in ["{x}", "{% url %}", "{{ x }}", " {width=60%}", "{a b}"] {
        let main = guide(&format!("![x](p.svg){text} end\n")).build().is_clean().main("a.html");
        assert!(main.contains(&format!("height=\"300\">{text} end")), "{main}");
    }
}

#[test]
fn twins_keep_what_was_written() {
    let body = "![x](p.svg \"C\"){width=60%}\n\n![perro](perro.mp3)\n";
    assert!(guide(body).build().page("a.md").ends_with(body));
}

#[test]
fn a_sound_and_a_film_are_players_and_on_paper_a_line_with_the_name() {
    let outcome = guide("![perro](perro.mp3)\n\nSee ![A *film*](film.webm#t=3 \"T\"){width=50%}.\n").build();
    let main = outcome.is_clean().main("a.html");
    let sound = "<span class=\"media\"><audio controls preload=\"none\" src=\"perro.mp3\" aria-label=\"perro\">\
        <a href=\"perro.mp3\">perro</a></audio><span class=\"media-name\">perro (perro.mp3)</span></span>";
    assert!(main.contains(sound), "{main}");
    assert!(
        main.contains(
            "<span class=\"media wide wide-50\"><video controls preload=\"metadata\" src=\"film.webm\" aria-label=\"A film\">"
        ),
        "{main}"
    );
    let paper = outcome.page("print.html");
    assert!(paper.contains("<span class=\"media-name\"><a href=\"perro.mp3\">perro (perro.mp3)</a></span>"), "{paper}");
    assert!(!paper.contains("<audio") && !paper.contains("<video"), "{paper}");
    assert!(outcome.page("search/manifest.js").contains("perro"));
    guide("![x](gone.mp3)\n").build().says("no file `gone.mp3`");
    guide("![x](https://example.org/x.mp3)\n").build().says("is on another server");
}

#[test]
fn a_picture_above_the_limit_is_told_once_where_it_is_first_shown() {
    let checked = |check: &str| {
        let folder = tempfile::tempdir().unwrap();
        let book = format!("{}{check}", crate::guide::BOOK);
        TestGuide::new()
            .book(&book)
            .topic("a", "![x](x.png) ![x](x.png)\n\n[no](y.png) ![z](z.mp3)\n")
            .topic("b", "![x](x.png)\n")
            .file("content/x.png", vec![0; 700_000])
            .file("content/y.png", vec![0; 700_000])
            .file("content/z.mp3", vec![0; 700_000])
            .on_disk(folder.path());
        stderr(&studybook(folder.path(), &["check"]))
    };
    let told = checked("");
    assert_eq!(told.matches("[large-picture]").count(), 1, "{told}");
    assert!(told.contains("the picture `x.png` has 700 kB") && told.contains("content/a.md:6:6"), "{told}");
    assert!(!checked("[check]\npicture_kilobytes = 700\n").contains("large-picture"));
    assert!(!checked("[check]\noff = [\"large-picture\"]\n").contains("large-picture"));
}
