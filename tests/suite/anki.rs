//! `studybook anki`: what stands in a package and in a text, and what is said where none can be made. Anki's own library reads
//! packages in `tests/anki/check.py`.

use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, UNIX_EPOCH};

use rusqlite::{Connection, MAIN_DB};
use studybook::problem::deck_fault::DeckFault;
use tempfile::TempDir;

use crate::guide::{TestGuide, stderr, studybook};

const BODY: &str = "See [memory](memory.md#more), [a file](point.png), [elsewhere](https://example.com/) and a note[^1].\n\n\
    ![A point](point.png)\n\n## More\n\n```python\nprint(\"[sound:x.mp3]\")\n```\n\n\
    ```quiz id=\"q\"\nWhich?\n\n- [x] this: so.\n- [ ] that: not so.\n```\n\n\
    ## Follow-ups {.questions}\n\nWhy? {#why}\n: Because.\n\n[^1]: Said once.\n";

fn guide(book: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let text = |id: &str| format!("id = \"{id}\"\nsummary = \"In short.\"\nupdated = 2026-03-01\n");
    TestGuide::new()
        .book(&format!(
            "[book]\ntitle = \"A guide\"\nid = \"g\"\n{book}\n[tags]\nthreads = {{ label = \"Threads\" }}\n"
        ))
        .chapter("python", "Python")
        .topic_with("python/gil", &text("gil"), BODY)
        .topic_with("python/memory", &text("memory"), "## More\n\nText.\n")
        .file("content/python/point.png", b"\x89PNG of a kind")
        .on_disk(folder.path());
    folder
}

/// A file of a package.
fn entry(package: &Path, name: &str) -> Vec<u8> {
    let mut zip = zip::ZipArchive::new(Cursor::new(fs::read(package).unwrap())).unwrap();
    let mut bytes = Vec::new();
    zip.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

/// Fields and times of the notes of a package, by the id of their card.
fn notes(package: &Path) -> Vec<(String, Vec<String>, i64)> {
    let bytes = entry(package, "collection.anki2");
    let mut database = Connection::open_in_memory().unwrap();
    database.deserialize_read_exact(MAIN_DB, Cursor::new(&bytes), bytes.len(), true).unwrap();
    let mut rows = database.prepare("select flds, mod from notes order by id").unwrap();
    let rows = rows.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?))).unwrap();
    let mut notes: Vec<_> = rows
        .map(|row| {
            let (fields, time) = row.unwrap();
            let fields: Vec<String> = fields.split('\u{1f}').map(str::to_owned).collect();
            (fields[6].clone(), fields, time)
        })
        .collect();
    notes.sort();
    notes
}

fn deck(folder: &Path, arguments: &[&str]) -> std::path::PathBuf {
    let output = studybook(folder, &[&["anki", "-o", "deck.apkg"], arguments].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    folder.join("deck.apkg")
}

#[test]
fn a_deck_holds_a_note_for_each_card_and_equal_guides_give_equal_bytes() {
    let folder = guide("");
    let package = deck(folder.path(), &[]);
    let ids: Vec<String> = notes(&package).into_iter().map(|(id, ..)| id).collect();
    assert_eq!(ids, ["gil", "gil#q", "gil#why", "memory"]);
    let first = fs::read(&package).unwrap();
    assert_eq!(first, fs::read(deck(folder.path(), &[])).unwrap());
    let media: serde_json::Value = serde_json::from_slice(&entry(&package, "media")).unwrap();
    let name = media["0"].as_str().unwrap();
    assert!(name.starts_with("point-") && notes(&package)[0].1[2].contains(&format!("src=\"{name}\"")), "{name}");
    assert_eq!(entry(&package, "0"), b"\x89PNG of a kind");
}

#[test]
fn links_lead_to_the_site_or_are_text() {
    let there = guide("base_url = \"https://example.org/g\"\n");
    let note = &notes(&deck(there.path(), &[]))[0].1;
    assert!(note[2].contains("href=\"https://example.org/g/python/memory.html#more\""), "{}", note[2]);
    assert!(note[2].contains("href=\"https://example.org/g/python/gil.html#"), "{}", note[2]);
    assert!(note[5].contains("https://example.org/g/python/gil.html"), "{}", note[5]);
    let nowhere = guide("");
    let note = &notes(&deck(nowhere.path(), &[]))[0].1;
    assert!(!note[2].contains("href=\"\"") && !note[2].contains("href=\"#"), "{}", note[2]);
    assert_eq!(note[2].matches("href=").count(), 1, "{}", note[2]);
    assert!(note[2].contains(">memory</a>") && !note[2].contains(" id=") && note[5].is_empty(), "{}", note[2]);
    assert!(note[2].contains("&#91;sound:") && !note[2].contains("[sound:"), "{}", note[2]);
}

#[test]
fn selections_and_kinds_narrow_a_deck() {
    let folder = guide("");
    let ids = |arguments: &[&str]| -> Vec<String> {
        notes(&deck(folder.path(), arguments)).into_iter().map(|(id, ..)| id).collect()
    };
    assert_eq!(ids(&["--kinds", "topic,quiz"]), ["gil", "gil#q", "memory"]);
    assert_eq!(ids(&["--select", "tag:threads", "--kinds", "question"]), ["gil#why"]);
    for (arguments, code) in [
        (&["--select", "tag:none"][..], "unknown-selection"),
        (&["--select", "difficulty:advanced"], "nothing-selected"),
        (&["--kinds", "output"], "deck-empty"),
    ] {
        let before = fs::read(folder.path().join("deck.apkg")).unwrap();
        let output = studybook(folder.path(), &[&["anki", "-o", "deck.apkg", "--json"], arguments].concat());
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(said.contains(code), "{said}");
        assert_eq!(before, fs::read(folder.path().join("deck.apkg")).unwrap());
    }
}

#[test]
fn where_no_deck_can_be_written_all_stays_as_it_was() {
    let folder = guide("");
    fs::create_dir(folder.path().join("folder")).unwrap();
    fs::write(folder.path().join("mine.txt"), "mine").unwrap();
    for (name, why) in
        [("folder", "it is a folder"), ("mine.txt", "no package of Anki"), ("mine.txt/x.apkg", "deck-path")]
    {
        let output = studybook(folder.path(), &["anki", "-o", name, "--json"]);
        assert_eq!(output.status.code(), Some(1));
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(said.contains(why) && said.contains("deck-path"), "{name}: {said}");
    }
    assert_eq!(fs::read(folder.path().join("mine.txt")).unwrap(), b"mine");
    fs::remove_file(folder.path().join("content/python/point.png")).unwrap();
    let output = studybook(folder.path(), &["anki", "-o", "new.apkg"]);
    assert!(stderr(&output).contains("content/python/gil.md:"), "{}", stderr(&output));
    assert!(!folder.path().join("new.apkg").exists());
}

#[test]
fn a_text_holds_names_decks_and_tags_and_says_that_pictures_are_missing() {
    let folder = guide("");
    let output = studybook(folder.path(), &["anki", "--tsv", "-o", "deck.tsv", "--json"]);
    assert!(output.status.success() && String::from_utf8_lossy(&output.stdout).contains("deck-pictures"));
    let text = fs::read_to_string(folder.path().join("deck.tsv")).unwrap();
    let header: Vec<&str> = text.lines().take_while(|line| line.starts_with('#')).collect();
    assert_eq!(header[..5], ["#separator:tab", "#html:true", "#guid column:1", "#deck column:2", "#tags column:5"]);
    assert_eq!(text.matches("\tA guide::Python\t").count(), 4, "{text}");
    assert_eq!(text.matches("\tdifficulty::basic tag::threads kind::").count(), 4, "{text}");
    let package = studybook(folder.path(), &["anki", "-o", "deck.tsv"]);
    assert_eq!(package.status.code(), Some(1), "a package never takes the place of a text");
}

/// Gives a file a time of its own.
fn touch(file: &Path, seconds: u64) {
    let opened = fs::File::options().write(true).open(file).unwrap();
    opened.set_modified(UNIX_EPOCH + Duration::from_secs(seconds)).unwrap();
}

#[test]
fn a_note_is_as_new_as_its_file() {
    let folder = guide("");
    let file = folder.path().join("content/python/memory.md");
    let epoch = |epoch: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_studybook"));
        command.args(["anki", "-o", "deck.apkg"]).env("SOURCE_DATE_EPOCH", epoch).current_dir(folder.path());
        assert!(command.output().unwrap().status.success());
        notes(&folder.path().join("deck.apkg")).pop().unwrap().2
    };
    // Midnight of its `updated` is the least.
    assert_eq!(epoch("1000"), 1_772_323_200);
    touch(&file, 1_780_000_000);
    assert_eq!(epoch("1999000000"), 1_780_000_000);
    assert_eq!(epoch("1775000000"), 1_775_000_000);
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.args(["-c", "user.name=A", "-c", "user.email=a@example.org"]).args(arguments);
        command.env("GIT_COMMITTER_DATE", "1790000000 +0000").current_dir(folder.path());
        command.output().is_ok_and(|output| output.status.success())
    };
    if !git(&["init", "-q"]) || !git(&["add", "content"]) || !git(&["commit", "-q", "-m", "x"]) {
        return;
    }
    let committed = notes(&deck(folder.path(), &[]));
    assert_eq!(committed[3].2, 1_790_000_000);
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{text}\nMore.\n")).unwrap();
    touch(&file, 1_790_000_500);
    let changed = notes(&deck(folder.path(), &[]));
    assert_eq!(changed[3].2, 1_790_000_500);
    assert_eq!(changed[0].2, 1_790_000_000);
}

#[test]
fn every_reason_says_what_to_do() {
    let unmade = DeckFault::Unmade { reason: "no memory".into() };
    assert_eq!(unmade.code(), "deck-unmade");
    assert!(unmade.is_error() && !unmade.hint().is_empty());
}
