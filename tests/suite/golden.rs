//! One small guide, whole: every file of its site is compared with what it was.
//!
//! `INSTA_UPDATE=always cargo test --test suite golden` writes what it is now; the difference then stands in `git diff`.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use walkdir::WalkDir;
use xxhash_rust::xxh3::xxh3_128;

use crate::guide::{TestGuide, studybook};

/// The guide's files.
fn golden() -> TestGuide {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/golden");
    let mut guide = TestGuide::new();
    for entry in WalkDir::new(&root).sort_by_file_name() {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
            guide = guide.file(&path, fs::read(entry.path()).unwrap());
        }
    }
    guide
}

/// The names of files that bear a digest of their bytes, without it: what the theme's sheets and scripts hold is read there.
fn without_digests(text: &str) -> String {
    let mut shown = String::new();
    for part in text.split_inclusive(['.', '-']) {
        let digest = part.len() == 9 && part.ends_with('.') && part[..8].bytes().all(|it| it.is_ascii_hexdigit());
        shown.push_str(if digest { "DIGEST." } else { part });
    }
    without_stamp(without_stamp(shown, "data-stamp=\""), "\"stamp\":\"")
}

/// The stamp of the cards is a digest, too, and of the theme as well.
fn without_stamp(text: String, before: &str) -> String {
    let mut parts = text.split(before);
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.bytes().take_while(u8::is_ascii_hexdigit).count();
        shown.push_str(before);
        shown.push_str(if digits == 16 { "STAMP" } else { &part[..digits] });
        shown.push_str(&part[digits..]);
    }
    shown
}

/// All of a folder as one text. A file that is no text is told by its size and digest; one of the theme, and the list of all
/// files with their digests, by its name.
fn shown(folder: &Path) -> String {
    let mut all = String::new();
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.unwrap();
        if !entry.file_type().is_file() {
            continue;
        }
        let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
        let bytes = fs::read(entry.path()).unwrap();
        writeln!(all, "=== {}", without_digests(&path)).unwrap();
        if path.starts_with("assets/") || path == ".studybook-manifest" {
            continue;
        }
        match String::from_utf8(bytes) {
            Ok(text) => writeln!(all, "{}", without_digests(&text)).unwrap(),
            Err(error) => writeln!(all, "{} bytes, {:x}", error.as_bytes().len(), xxh3_128(error.as_bytes())).unwrap(),
        }
    }
    all
}

#[test]
fn the_golden_site_is_what_it_was() {
    let folder = tempfile::tempdir().unwrap();
    golden().on_disk(folder.path());
    let built = studybook(folder.path(), &["build", "--strict"]);
    assert!(built.status.success(), "{}", crate::guide::stderr(&built));
    insta::assert_snapshot!("site", shown(&folder.path().join("site")));
}

#[test]
fn digests_are_left_out_of_names_only() {
    assert_eq!(without_digests("a/style.0f3c77d2.css?x=deadbeef"), "a/style.DIGEST.css?x=deadbeef");
    assert_eq!(
        without_digests("data-stamp=\"0123456789abcdef\" {\"stamp\":\"a\"}"),
        "data-stamp=\"STAMP\" {\"stamp\":\"a\"}"
    );
    assert_eq!(without_digests("app-12345678.js zzzzzzzz. 0f3c77d2 ."), "app-DIGEST.js zzzzzzzz. 0f3c77d2 .");
}
