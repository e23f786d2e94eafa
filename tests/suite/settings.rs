//! `book.toml`.

use std::fs;
use std::path::Path;

use crate::guide::TestGuide;

#[test]
fn every_key_of_the_repositorys_own_book_is_known() {
    let book = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("book.toml")).unwrap();
    let uncommented =
        book.lines().map(|line| line.strip_prefix("# theme").map_or(line.to_owned(), |rest| format!("# theme{rest}")));
    let guide =
        TestGuide::new().book(&uncommented.collect::<Vec<_>>().join("\n")).topic_with("a", "tags = [\"async\"]", "");
    let outcome = guide.build();
    assert_eq!(outcome.report.errors(), 0, "{}", outcome.problems);
}

#[test]
fn every_key_the_program_reads_is_documented_in_the_repositorys_book() {
    let book = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("book.toml")).unwrap();
    let read = |name: &str| fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap();
    let source = read("src/reading/settings.rs")
        + &read("src/reading/runner_setting.rs")
        + &read("src/reading/check_settings.rs");
    let calls =
        ["string", "strings", "boolean", "integer", "table", "tables", "open_table", "string_map", "required_string"];
    let mut keys = Vec::new();
    for call in calls {
        for part in source.split(&format!(".{call}(\"")).skip(1) {
            keys.push(part.split('"').next().unwrap());
        }
    }
    assert!(keys.len() > 15, "{keys:?}");
    for key in keys {
        assert!(
            book.contains(&format!("{key} = "))
                || book.contains(&format!("[{key}]"))
                || book.contains(&format!("[{key}.")),
            "`{key}` is not documented"
        );
    }
}

#[test]
fn levels_are_the_guides_own() {
    let book =
        "[book]\ntitle = \"G\"\n[[difficulty]]\nid = \"easy\"\nlabel = \"Easy\"\n[[difficulty]]\nid = \"hard\"\n";
    let guide = TestGuide::new().book(book).topic_with("a", "difficulty = \"hard\"\ntags = []", "");
    let outcome = guide.build();
    assert!(outcome.is_clean().main("difficulty/hard.html").contains("a.html"));
    TestGuide::new()
        .book(book)
        .topic_with("a", "difficulty = \"hrad\"\ntags = []", "")
        .build()
        .says("did you mean `hard`?");
}

#[test]
fn all_mistakes_of_a_file_are_told_at_once() {
    let outcome = TestGuide::new().book("[book]\ntitel = \"G\"\nlanguage = 7\n[markdown]\nhtml = \"yes\"\n").build();
    outcome
        .says("book.toml:2:1")
        .says("did you mean `title`?")
        .says("book.toml:3:12")
        .says("book.toml:5:8")
        .says("has no `title`");
}

#[test]
fn a_tag_or_level_that_could_not_be_read_is_not_missed_elsewhere() {
    let problems = |book: &str| TestGuide::new().book(book).topic("a", "").build().report.errors();
    assert_eq!(problems("[book]\ntitle = \"G\"\n[tags]\nthreads = \"Threads\"\n"), 1);
    let levels = "[book]\ntitle = \"G\"\n[tags]\nthreads = {}\n[[difficulty]]\nid = \"easy\"\n[[difficulty]]\nlabel = \"Basic\"\n";
    assert_eq!(problems(levels), 1);
}

#[test]
fn a_slip_in_toml_gets_a_hint_for_it() {
    let hint = |book: &str, hint: &str| {
        TestGuide::new().book(book).topic("a", "").build().says(hint);
    };
    hint("[book]\ntitle = \"the \"door\"\"\n", "a quotation mark inside a text is written `\\\"`");
    hint("[book]\ntitle = \"G\"\n[difficulty]\nid = \"a\"\n[difficulty]\nid = \"b\"\n", "two brackets: `[[name]]`");
    hint("[book]\ntitle = \"G\"\ntitle = \"H\"\n", "leave one of the two out");
    hint("[book]\ntitle: G\n", "this is TOML, not YAML");
    hint("[book]\ntitle = \"G\"\n[tags]\nverbs = \"Verbs\"\n", "`verbs = { label = \"…\" }`");
    hint("[book]\ntitle = \"G\"\n[tags]\ndescription = \"x\"\n", "a key of `[book]` stands above `[tags]`");
    let asked = TestGuide::new().topic_with(
        "a",
        "asks = [\"Why?\"]\n[answers]\n\"Why?\" = \"#\"\nsummary = \"So.\"",
        "Text.\n",
    );
    asked.build().says("a key of the topic, such as `summary`, stands above it");
}

#[test]
fn a_missing_title_hides_no_other_mistake() {
    let guide = TestGuide::new().topic_with("a", "title = 3\ndifficulty = \"basci\"", "[x](nope.md)\n");
    guide.build().says("`title` is a number").says("no difficulty `basci`").says("no topic `nope.md`");
    let guide = guide.book("[book]\n\n[tags]\nthreads = {}\n");
    guide.build().says("`[book]` has no `title`").says("no topic `nope.md`");
}

#[test]
fn words_of_a_chapter_are_looked_up() {
    let index = "+++\ntitle = \"C\"\ntags = [\"thread\"]\n+++\n";
    let guide = TestGuide::new().topic("c/a", "").file("content/c/index.md", index);
    guide.build().says("tag `thread` is not declared").says("content/c/index.md:3:9");
}

#[test]
fn a_name_that_is_no_id_gets_one() {
    let book = |tags: &str| TestGuide::new().book(&format!("[book]\ntitle = \"G\"\n{tags}"));
    book("[tags]\n\"C++\" = {}\n").build().says("book.toml:4:1").says("`cpp = { label = \"C++\" }`");
    book("[tags]\n\".NET\" = {}\n").build().says("`dotnet = { label = \".NET\" }`");
    book("[[difficulty]]\nid = \"Very Hard\"\n").build().says("`id = \"very-hard\"` and `label = \"Very Hard\"`");
    let tagged = book("").topic_with("a", "tags = [\"Machine Learning\"]", "").build();
    tagged.says(
        "`machine-learning = { label = \"Machine Learning\" }` under `[tags]`, and write `machine-learning` here",
    );
}
