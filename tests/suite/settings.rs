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
    let source = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/reading/settings.rs")).unwrap();
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
