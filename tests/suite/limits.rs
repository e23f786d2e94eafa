//! What a page leaves out when a guide is large. Each limit is three here; three are within it, four are not.

use studybook::reading::limits::Limits;

use crate::guide::{Outcome, TestGuide};

const NONE: Limits = Limits {
    menu_chapters: usize::MAX,
    siblings: usize::MAX,
    detailed_list: usize::MAX,
    rail: usize::MAX,
    map_topics: usize::MAX,
    map_chapters: usize::MAX,
    share_images: usize::MAX,
    print_topics: usize::MAX,
};

/// So many chapters with a topic each.
fn chapters(count: usize, limits: Limits) -> Outcome {
    let guide = (0..count).fold(TestGuide::new().limits(limits), |guide, it| {
        guide.chapter(&format!("c{it}"), &format!("Chapter {it}")).topic(&format!("c{it}/a"), "")
    });
    built(&guide)
}

/// So many topics in one chapter inside another.
fn topics(count: usize, limits: Limits) -> Outcome {
    let guide = TestGuide::new()
        .book("[book]\ntitle = \"Guide\"\nbase_url = \"https://example.org/\"\n\n[tags]\nthreads = { label = \"Threads\" }\n")
        .limits(limits)
        .chapter("a", "A")
        .chapter("a/b", "B");
    let guide = (0..count).fold(guide, |guide, it| {
        guide.topic_with(&format!("a/b/t{it}"), &format!("summary = \"Answer {it}.\"\nshort = \"Topic {it}\"\n"), "")
    });
    built(&guide)
}

/// With nothing to complain of, the finished site's links among it.
fn built(guide: &TestGuide) -> Outcome {
    let outcome = guide.build();
    outcome.is_clean();
    outcome
}

fn has(outcome: &Outcome, path: &str) -> bool {
    outcome.site().files().any(|(it, _)| it.as_str() == path)
}

#[test]
fn a_menu_counts_the_chapters_that_it_does_not_list() {
    let limits = Limits { menu_chapters: 3, ..NONE };
    assert!(!chapters(3, limits).page("topics.html").contains("Chapters: + "));
    let page = chapters(4, limits).page("topics.html");
    assert!(page.contains("Chapters: + 1<"), "{page}");
}

#[test]
fn a_chapter_with_too_many_beside_it_lists_none() {
    let limits = Limits { siblings: 3, ..NONE };
    let listed = |count| chapters(count, limits).page("c0/index.html").matches("aria-current=\"true\"").count();
    assert_eq!((listed(3), listed(4)), (1, 0));
}

#[test]
fn a_long_list_shows_titles_and_levels_alone() {
    let limits = Limits { detailed_list: 3, ..NONE };
    for page in ["a/b/index.html", "tags/threads.html", "difficulty/basic.html"] {
        let answers = |count| topics(count, limits).main(page).matches(">Answer ").count();
        assert_eq!((answers(3), answers(4)), (3, 0), "{page}");
    }
}

#[test]
fn a_rail_shows_the_topics_nearest_in_the_chapter() {
    let limits = Limits { rail: 3, ..NONE };
    let shown = |count: usize, at: &str| {
        let page = topics(count, limits).page(at);
        let rail = page.split("<main").next().unwrap_or("").to_owned();
        (0..count).filter(|it| rail.contains(&format!(">Topic {it}<"))).collect::<Vec<_>>()
    };
    assert_eq!(shown(3, "a/b/t0.html"), [0, 1, 2]);
    assert_eq!(shown(5, "a/b/t0.html"), [0, 1, 2]);
    assert_eq!(shown(5, "a/b/t2.html"), [1, 2, 3]);
    assert_eq!(shown(5, "a/b/t4.html"), [2, 3, 4]);
}

#[test]
fn the_map_of_a_large_guide_draws_no_topics_and_of_many_chapters_no_overview() {
    let drawn =
        |count| chapters(count, Limits { map_topics: 3, ..NONE }).page("map.html").matches("data-node=").count();
    assert_eq!((drawn(3), drawn(4)), (3, 0));
    let overview =
        |count| chapters(count, Limits { map_chapters: 3, ..NONE }).page("map.html").contains("map-overview");
    assert_eq!((overview(3), overview(4)), (true, false));
}

#[test]
fn a_large_guide_has_one_share_image_its_own() {
    let limits = Limits { share_images: 3, ..NONE };
    let images = |count| {
        let outcome = topics(count, limits);
        outcome.site().files().filter(|(path, _)| path.as_str().ends_with(".png")).count()
    };
    assert_eq!((images(3), images(4)), (4, 1));
}

#[test]
fn a_chapter_too_large_for_a_print_page_is_printed_by_its_chapters() {
    let limits = Limits { print_topics: 3, ..NONE };
    let few = topics(3, limits);
    assert!(has(&few, "print/a.html") && has(&few, "print/a/b.html"));
    assert!(few.page("a/index.html").contains("print/a.html") && few.page("print.html").contains("Answer 0."));
    let many = topics(4, limits);
    // A chapter without chapters is printed whole all the same.
    assert!(!has(&many, "print/a.html") && has(&many, "print/a/b.html"));
    assert!(!many.page("a/index.html").contains("print/a.html"), "a link leads to a page that is not made");
    assert!(many.page("a/b/index.html").contains("print/a/b.html"));
    assert!(!many.page("print.html").contains("Answer 0."));
}
