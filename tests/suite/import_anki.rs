//! `studybook import deck.apkg`: packages that Anki's own library wrote, and packages that someone wrote to do harm.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use rusqlite::Connection;
use studybook::import::anki::{apkg, collection, notes};
use studybook::path::SourcePath;
use studybook::problem::import_note::Carry;
use walkdir::WalkDir;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::guide::{TestGuide, stderr, stdout, studybook};

const BOOK: &str = "[book]\ntitle = \"G\"\n\n[tags]\nnoun = { label = \"Nouns\" }\n";

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/import").join(name)
}

fn guide() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    TestGuide::new().book(BOOK).on_disk(folder.path());
    folder
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    let name = |path: &Path| path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
    entries.map(|entry| (name(entry.path()), fs::read(entry.path()).unwrap())).collect()
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn part(package: &[u8], name: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    ZipArchive::new(Cursor::new(package)).unwrap().by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

/// A database of the old form, with one note type and one deck, after `more` was run.
fn database(more: &str) -> Vec<u8> {
    let mut database = Connection::open_in_memory().unwrap();
    let tables = "CREATE TABLE col (id, models, decks);
        CREATE TABLE notes (id integer primary key, guid, mid, tags, flds);
        CREATE TABLE cards (id integer primary key, nid, did, ord, odid);
        CREATE TABLE revlog (id integer primary key);";
    database.execute_batch(tables).unwrap();
    let models = r#"{"5": {"name": "B", "type": 0, "flds": [{"name": "Front"}, {"name": "Back"}],
        "tmpls": [{"qfmt": "{{Front}}", "afmt": "{{Back}}"}]}}"#;
    database
        .execute("INSERT INTO col VALUES (1, ?1, ?2)", [models, r#"{"1": {"name": "Default"}, "7": {"name": "D"}}"#])
        .unwrap();
    database.execute_batch(more).unwrap();
    database.serialize("main").unwrap().to_vec()
}

fn note(front: &str, back: &str) -> String {
    format!(
        "INSERT INTO notes VALUES (11, 'g1', 5, ' noun ', '{}' || char(31) || '{}'); INSERT INTO cards VALUES (1, 11, 7, 0, 0);",
        front.replace('\'', "''"),
        back.replace('\'', "''")
    )
}

/// Imports a package into a new guide: the files that came, what was printed, and what was told.
fn import(bytes: &[u8]) -> (BTreeMap<String, Vec<u8>>, String, String) {
    let folder = guide();
    let outside = tempfile::tempdir().unwrap();
    let file = outside.path().join("deck.apkg");
    fs::write(&file, bytes).unwrap();
    let before = files(folder.path());
    let output = studybook(folder.path(), &["import", file.to_str().unwrap()]);
    let mut after = files(folder.path());
    assert_eq!(files(outside.path()).len(), 1, "nothing is written beside the package");
    if !output.status.success() {
        assert_eq!(before, after, "{}", stderr(&output));
    }
    after.retain(|name, _| !before.contains_key(name));
    let told = stderr(&output);
    assert!(!told.contains("panicked"), "{told}");
    if output.status.success() {
        let check = studybook(folder.path(), &["check"]);
        assert!(check.status.success(), "{}", stderr(&check));
    }
    (after, stdout(&output), told)
}

fn text(files: &BTreeMap<String, Vec<u8>>, name: &str) -> String {
    let there: Vec<&String> = files.keys().collect();
    String::from_utf8(files.get(name).unwrap_or_else(|| panic!("no {name} among {there:?}")).clone()).unwrap()
}

#[test]
fn packages_of_both_forms_become_the_same_guide() {
    let (old, shown, told) = import(&fs::read(fixture("stock-old.apkg")).unwrap());
    let (new, ..) = import(&fs::read(fixture("stock-new.apkg")).unwrap());
    assert_eq!(old, new);
    assert!(shown.starts_with("added 8 topics, 6 chapters, 3 files"), "{shown}");
    let cat = text(&old, "content/spanish/words/el-gato.md");
    assert!(cat.contains("tags = [\"noun\"]\nsummary = \"the cat\"\nid = \"anki:"), "{cat}");
    assert!(cat.contains("![a cat](../../media/a-cat-") && cat.contains("[hola.mp3](../../media/hola-"), "{cat}");
    let verb = text(&old, "content/spanish/verbs/speak.md");
    assert!(verb.contains("summary = \"hablar\"") && verb.ends_with("+++\n"), "{verb}");
    let gaps = text(&old, "content/spanish/grammar/adjective-come-where-noun.md");
    assert!(gaps.contains("title = \"Adjectives come \\\\[where?\\\\] the noun. \\\\[…\\\\]\""), "{gaps}");
    assert!(gaps.contains("summary = \"after; Mostly so\"\nid = \"anki-cloze:"), "{gaps}");
    assert!(gaps.ends_with("## Back Extra\n\nAn extra remark: $x^2$ and\n\n- one\n- two\n"), "{gaps}");
    let sort = text(&old, "content/python/1945-sort-list.md");
    assert!(sort.contains("title = \"1945: how do you sort a list?\""), "{sort}");
    for kept in
        ["```text\nx = [3, 1]\n```", "| 1 | 2³ |", "1. first\n   - inner\n2. second", "H₂O & $\\frac{1}{2}$ $$a+b=c$$"]
    {
        assert!(sort.contains(kept), "{kept}: {sort}");
    }
    for lost in [
        "`level-a1` (1 topic)",
        "more cards of a note of the type `Basic (and reversed card)`",
        "the field `Add Reverse`, which switches cards on",
        "gaps of one text that Anki asks one by one",
        "what pictures of Image Occlusion cover",
    ] {
        assert!(told.contains(lost), "{lost}: {told}");
    }
    assert!(told.contains("apkg (nid:"), "the note is named: {told}");
}

#[test]
fn a_second_import_adds_nothing_and_notes_that_are_alike_stay_two() {
    let folder = guide();
    let more = "INSERT INTO notes VALUES (11, 'a', 5, '', 'to speak' || char(31) || 'hablar');
        INSERT INTO notes VALUES (12, 'b', 5, '', 'to speak' || char(31) || 'decir');";
    fs::write(folder.path().join("deck.apkg"), zipped(&[("collection.anki2", &database(more))])).unwrap();
    let output = studybook(folder.path(), &["import", "deck.apkg"]);
    assert!(stdout(&output).starts_with("added 2 topics, 1 chapter\n"), "{}{}", stdout(&output), stderr(&output));
    let before = files(folder.path());
    let again = studybook(folder.path(), &["import", "deck.apkg"]);
    assert!(stdout(&again).starts_with("added 0 topics; 2 there already"), "{}", stdout(&again));
    assert_eq!(files(folder.path()), before);
}

/// Twelve words, a note with an example and one that is longer than a line.
fn deck_of_words() -> Vec<u8> {
    let insert = |number: usize, tags: &str, front: &str, back: &str| {
        format!(
            "INSERT INTO notes VALUES ({number}, 'g;{number}', 5, ' {tags} ', '{front}' || char(31) || '{back}');
            INSERT INTO cards VALUES ({number}, {number}, 7, 0, 0);"
        )
    };
    let tags = "noun b1 b2 b3 b4 b5";
    let words = (1..=12).map(|number| insert(number, tags, &format!("palabra {number}"), "one, or <i>two</i>"));
    let long = insert(13, "noun", "What?", "<p>This.</p><ul><li>And that.</li></ul>");
    zipped(&[("collection.anki2", &database(&(words.collect::<String>() + &long)))])
}

const MANY_TAGS: &str = "[book]\ntitle = \"G\"\n\n[tags]\nnoun = {}\nb1 = {}\nb2 = {}\nb3 = {}\nb4 = {}\n";

#[test]
fn a_deck_of_short_notes_becomes_one_table_of_words() {
    let folder = tempfile::tempdir().unwrap();
    TestGuide::new().book(MANY_TAGS).on_disk(folder.path());
    let run = |arguments: &[&str]| studybook(folder.path(), arguments);
    fs::write(folder.path().join("deck.apkg"), deck_of_words()).unwrap();
    let output = run(&["import", "deck.apkg"]);
    assert_eq!(
        stdout(&output),
        "added 1 topic, 1 table of words with 12 rows, 1 chapter\n  content/d/words.csv  (12 rows)\n  \
         content/d/what.md  (basic: noun)  What?\n",
        "{}",
        stderr(&output)
    );
    assert!(stderr(&output).contains("`b5` (12 topics)"), "{}", stderr(&output));
    let path = folder.path().join("content/d/words.csv");
    let table = fs::read_to_string(&path).unwrap();
    let start = "+++\nid = 'd.words'\n+++\nprompt,answer,tags,id\n\
        palabra 1,\"one, or *two*\",noun b1 b2 b3 b4,anki_g_3b1\npalabra 2,";
    assert!(table.starts_with(start), "{table}");
    let again = run(&["import", "deck.apkg"]);
    assert_eq!(stdout(&again), "added 0 topics; 13 there already\n");
    assert!(run(&["import", "deck.apkg", "--topics"]).status.success());
    assert_eq!(fs::read_to_string(&path).unwrap(), table);
    // A row that was corrected goes back as the note that it was.
    fs::write(&path, table.replace("palabra 7,", "la palabra 7,")).unwrap();
    assert!(stdout(&run(&["import", "deck.apkg"])).starts_with("added 0 topics; 13 there already"));
    assert!(run(&["anki", "-o", "back.apkg"]).status.success());
    let back = fs::read(folder.path().join("back.apkg")).unwrap();
    let collection = collection::read(part(&back, "collection.anki2")).unwrap();
    let known = |note: &&collection::Note| note.kind == 5 && note.guid.starts_with("g;");
    assert_eq!(collection.notes.iter().filter(known).count(), 13);
    let corrected = collection.notes.iter().find(|note| note.guid == "g;7").unwrap();
    assert!(corrected.fields[0].contains("la palabra 7"), "{:?}", corrected.fields);
}

#[test]
fn a_deck_that_has_grown_adds_a_table_beside_the_first() {
    let folder = guide();
    let run = |arguments: &[&str]| studybook(folder.path(), arguments);
    let text = |words: std::ops::Range<usize>| -> String {
        words.map(|number| format!("palabra {number}\tword {number}\n")).collect()
    };
    fs::write(folder.path().join("food.tsv"), text(0..9)).unwrap();
    assert!(stdout(&run(&["import", "food.tsv", "--dry-run"])).starts_with("would add 9 topics, 1 chapter\n"));
    fs::write(folder.path().join("food.tsv"), text(0..12) + "palabra 3\tword 3\npalabra 3\tanother word\n").unwrap();
    let topics = run(&["import", "food.tsv", "--dry-run", "--topics"]);
    assert!(
        stdout(&topics).starts_with("would add 12 topics, 1 chapter; 2 duplicates merged\n"),
        "{}",
        stdout(&topics)
    );
    let first = run(&["import", "food.tsv"]);
    let told = stdout(&first);
    assert!(told.starts_with("added 1 table of words with 13 rows, 1 chapter; 1 duplicate merged\n"), "{told}");
    let table = fs::read_to_string(folder.path().join("content/food/words.csv")).unwrap();
    assert!(table.contains("palabra 3,word 3,palabra-3\n") && table.contains("palabra 3,another word,palabra-3-1\n"));
    fs::write(folder.path().join("food.tsv"), text(0..14)).unwrap();
    let more = run(&["import", "food.tsv"]);
    let told = stdout(&more);
    assert!(told.starts_with("added 1 table of words with 2 rows; 12 there already\n"), "{told}{}", stderr(&more));
    assert_eq!(fs::read_to_string(folder.path().join("content/food/words.csv")).unwrap(), table);
    let second = fs::read_to_string(folder.path().join("content/food/words-2.words.csv")).unwrap();
    assert!(second.ends_with("prompt,answer,id\npalabra 12,word 12,palabra-12\npalabra 13,word 13,palabra-13\n"));
    let check = stderr(&run(&["check"]));
    assert!(!check.contains("near-duplicate") && !check.contains("error"), "{check}");
}

#[test]
fn a_topic_that_came_with_gaps_makes_no_second_note() {
    let folder = guide();
    let run = |arguments: &[&str]| studybook(folder.path(), arguments);
    let package = fixture("stock-new.apkg");
    assert!(run(&["import", package.to_str().unwrap()]).status.success());
    let output = run(&["anki", "-o", "g.apkg"]);
    assert!(stdout(&output).starts_with("wrote 6 cards"), "{}", stdout(&output));
    let told = stderr(&output);
    assert!(told.contains("2 cards came from notes with gaps and are left out"), "{told}");
    let problems = stdout(&run(&["anki", "-o", "g.apkg", "--json"]));
    assert!(problems.contains("deck-gaps"), "{problems}");
}

#[test]
fn notes_go_back_as_notes_of_the_type_that_they_were() {
    let folder = guide();
    let run = |arguments: &[&str]| studybook(folder.path(), arguments);
    let more = note("Why?", "So.");
    fs::write(folder.path().join("My deck.apkg"), zipped(&[("collection.anki2", &database(&more))])).unwrap();
    assert!(run(&["import", "My deck.apkg"]).status.success());
    let kept = files(folder.path()).into_keys().find(|name| name.starts_with("anki/my-deck-")).unwrap();
    let topic = folder.path().join("content/d/why.md");
    fs::write(&topic, fs::read_to_string(&topic).unwrap().replace("So.", "Because it is so.")).unwrap();
    assert!(run(&["anki", "-o", "back.apkg"]).status.success());
    let back = fs::read(folder.path().join("back.apkg")).unwrap();
    let collection = collection::read(part(&back, "collection.anki2")).unwrap();
    let [note] = collection.notes.as_slice() else { panic!("{:?}", collection.notes) };
    assert_eq!((note.guid.as_str(), note.kind), ("g1", 5));
    assert!(note.fields[0].contains("Why?") && note.fields[1].contains("Because it is so."), "{:?}", note.fields);
    assert_eq!(collection.types[&5].fields, ["Front", "Back"]);
    // Its code: deck-note-types.
    fs::write(folder.path().join(&kept), "{}").unwrap();
    let output = run(&["anki", "-o", "other.apkg"]);
    assert_eq!(output.status.code(), Some(1));
    let told = stderr(&output);
    assert!(told.contains(&format!("what was kept of notes of Anki cannot be read from `{kept}`")), "{told}");
    assert!(!folder.path().join("other.apkg").exists());
}

#[test]
fn damaged_and_hostile_packages_get_one_clear_problem() {
    let whole = fs::read(fixture("stock-new.apkg")).unwrap();
    let good = database(&note("Why?", "So."));
    let zeros = vec![0; (64 << 20) + 1];
    let bomb = note("Why?", "<img src=\"x.png\">");
    for (bytes, expected) in [
        (b"PK\x03\x04".to_vec(), "error[damaged-package]: the zip file of the package `"),
        (b"no zip at all".to_vec(), "the zip file of the package"),
        (zipped(&[("readme.txt", b"")]), "there is no `collection.anki2` in the zip file"),
        (zipped(&[("collection.anki2", b"no database")]), "file is not a database"),
        (zipped(&[("collection.anki2", &good[..good.len() / 2])]), "database disk image is malformed"),
        (zipped(&[("collection.anki2", &good[..0])]), "the database of the package"),
        (zipped(&[("collection.anki2", &good), ("media", b"[1]")]), "`media` of the package"),
        (zipped(&[("collection.anki21b", &good), ("media", b"")]), "`media` of the package"),
        (zipped(&[("collection.anki2", &good), ("media", &zeros)]), "`media` of the package"),
        (
            zipped(&[("collection.anki2", &database(&bomb)), ("media", br#"{"0":"x.png"}"#), ("0", &zeros)]),
            "is larger than 64 MiB",
        ),
        (zipped(&[("collection.anki2", &database(&bomb)), ("media", br#"{"0":"x.png"}"#)]), "`x.png` of the package"),
        (whole[..whole.len() - 30].to_vec(), "the zip file of the package"),
        (
            zipped(&[("collection.anki2", &database("DROP TABLE notes; CREATE VIEW notes AS SELECT 1"))]),
            "the database of the package",
        ),
        (
            zipped(&[("collection.anki2", &database("UPDATE col SET decks = 'x'"))]),
            "its note types or decks are no JSON",
        ),
    ] {
        let (came, _, told) = import(&bytes);
        assert!(
            told.contains(expected) && told.contains("\n1 error\n") && told.contains("hint: "),
            "{expected}: {told}"
        );
        assert!(came.is_empty());
    }
    // Their codes: damaged-package, large-package, whole-collection.
    let folder = guide();
    fs::write(folder.path().join("all.colpkg"), &whole).unwrap();
    let output = studybook(folder.path(), &["import", "all.colpkg"]);
    assert!(
        stderr(&output)
            .contains("error[whole-collection]: `all.colpkg` is a backup of a whole collection of Anki\nhint: "),
        "{}",
        stderr(&output)
    );
}

#[test]
fn names_lead_nowhere_and_markup_does_nothing() {
    let more = format!(
        "{}; UPDATE col SET decks = '{{\"7\": {{\"name\": \"../..::x''; DROP TABLE notes; --::con\"}}}}'",
        note(
            "<script>alert(1)</script>What <b onclick=x>is</b> it?",
            "See <img src=\"../../evil.png\"> <a href=\"javascript:alert(1)\">here</a> [sound:..\\..\\a.mp3]"
        )
    );
    let names = br#"{"0": "../../evil.png", "1": "..\\..\\a.mp3", "2": "run.html"}"#;
    let bytes =
        zipped(&[("collection.anki2", &database(&more)), ("media", names), ("0", b"png"), ("1", b"mp3"), ("2", b"x")]);
    let (came, _, told) = import(&bytes);
    for name in came.keys() {
        assert!(
            (name.starts_with("content/") || name.starts_with("anki/deck-"))
                && !name.contains("..")
                && !name.contains('\\'),
            "{name}"
        );
    }
    assert_eq!(came.keys().filter(|name| name.contains("media/")).count(), 2, "{:?}{told}", came.keys());
    let all: String =
        came.iter().filter(|(name, _)| name.ends_with(".md")).map(|(name, _)| text(&came, name)).collect();
    assert!(!all.contains("<script") && !all.contains("onclick"), "{all}");
    assert!(told.contains("files that no field shows, or no page can"), "{told}");
}

#[test]
fn odd_types_and_deep_markup_are_read() {
    let deep = format!("{}x{}", "<div><ul><li>".repeat(20_000), "</li></ul></div>".repeat(20_000));
    let more = format!(
        "INSERT INTO notes VALUES (1, x'00ff', 'five', 7, 42); INSERT INTO notes VALUES (2, NULL, NULL, NULL, NULL);
         INSERT INTO cards VALUES (2, 'x', NULL, 1.5, x'00'); {}",
        note("Why?", &deep)
    );
    let (came, shown, told) = import(&zipped(&[("collection.anki2", &database(&more))]));
    assert!(shown.starts_with("added 2 topics"), "{shown}{told}");
    assert!(told.contains("notes that have no question"), "{told}");
    assert!(came.keys().any(|name| name.ends_with("42.md")), "{:?}", came.keys());
}

fn read(bytes: Vec<u8>) -> Result<usize, Carry> {
    apkg::read("x.apkg", bytes).map(|package| notes::read(&SourcePath::new("x.apkg"), &package).topics.len())
}

fn changed(mut bytes: Vec<u8>, changes: &[(usize, u8)], cut: usize) -> Vec<u8> {
    for (at, byte) in changes {
        let at = at % bytes.len();
        bytes[at] ^= byte;
    }
    bytes.truncate(bytes.len() - cut % bytes.len());
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_package_with_other_bytes_is_read_or_refused(
        is_new: bool,
        changes in proptest::collection::vec((any::<usize>(), 1u8..), 0..6),
        cut in prop_oneof![Just(0), any::<usize>()],
    ) {
        let bytes = fs::read(fixture(if is_new { "stock-new.apkg" } else { "stock-old.apkg" })).unwrap();
        drop(read(changed(bytes, &changes, cut)));
    }

    #[test]
    fn a_database_with_other_bytes_is_read_or_refused(
        changes in proptest::collection::vec((any::<usize>(), 1u8..), 1..40),
        cut in prop_oneof![Just(0), any::<usize>()],
    ) {
        let bytes = part(&fs::read(fixture("stock-old.apkg")).unwrap(), "collection.anki21");
        if let Ok(collection) = collection::read(changed(bytes, &changes, cut)) {
            let package = apkg::Package { collection, ..apkg::Package::default() };
            let found = notes::read(&SourcePath::new("x.apkg"), &package);
            prop_assert!(found.topics.len() <= 1_000);
        }
    }
}
