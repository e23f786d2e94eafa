//! `studybook epub`: the e-book, unpacked and read, and what is said where none can be written.
//!
//! EPUBCheck looks at whole books in a step of its own: `tests/epub/check.py`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

use studybook::html::tokens;
use studybook::path::decode_percent;
use tempfile::TempDir;
use zip::ZipArchive;

use crate::guide::{stderr, studybook};

type Files = BTreeMap<String, Vec<u8>>;

/// The guide of hard pages, which EPUBCheck is shown too.
fn hard() -> TempDir {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/epub");
    let to = tempfile::tempdir().unwrap();
    let mut folders = vec![from.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let place = to.path().join(path.strip_prefix(&from).unwrap());
            if path.is_dir() {
                fs::create_dir_all(&place).unwrap();
                folders.push(path);
            } else {
                fs::create_dir_all(place.parent().unwrap()).unwrap();
                fs::copy(&path, place).unwrap();
            }
        }
    }
    to
}

fn made(guide: &TempDir, arguments: &[&str]) -> Vec<u8> {
    let output = studybook(guide.path(), &[&["epub", "-o", "out.epub"], arguments].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    fs::read(guide.path().join("out.epub")).unwrap()
}

fn unpacked(bytes: Vec<u8>) -> Files {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut files = Files::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut held = Vec::new();
        file.read_to_end(&mut held).unwrap();
        files.insert(file.name().unwrap().into_owned(), held);
    }
    files
}

fn text<'a>(files: &'a Files, path: &str) -> &'a str {
    std::str::from_utf8(&files[path]).unwrap()
}

/// All text files of the book as one.
fn all(files: &Files) -> String {
    let texts = files.iter().filter(|(path, _)| path.starts_with("EPUB/text/"));
    texts.map(|(_, bytes)| String::from_utf8_lossy(bytes)).collect()
}

#[test]
fn equal_guides_give_equal_books_that_are_known_by_their_first_bytes() {
    let guide = hard();
    let book = made(&guide, &[]);
    assert_eq!(book, made(&hard(), &[]));
    assert_eq!(&book[30..58], b"mimetypeapplication/epub+zip");
    // Nothing of this machine, nothing of today.
    assert!(text(&unpacked(book), "EPUB/package.opf").contains("dcterms:modified\">2026-03-01T00:00:00Z<"));
}

#[test]
fn every_link_inside_a_book_leads_to_something_and_every_tag_is_closed() {
    for view in ["full", "answers", "summary"] {
        let files = unpacked(made(&hard(), &["--view", view]));
        let pages: Vec<&String> = files.keys().filter(|path| path.ends_with(".xhtml")).collect();
        let mut ids: BTreeSet<(String, String)> = BTreeSet::new();
        for path in &pages {
            let mut open = Vec::new();
            let page = text(&files, path);
            for tag in tokens::tags(page) {
                if tag.closes() {
                    assert_eq!(open.pop().as_deref(), Some(&*tag.name()), "{path}");
                } else if !page[tag.span].ends_with("/>") {
                    open.push(tag.name().into_owned());
                }
                if let Some(id) = tag.attribute("id") {
                    assert!(ids.insert(((*path).clone(), id.into_owned())), "an id twice in {path}");
                }
            }
            assert!(open.is_empty(), "{path}: {open:?}");
        }
        let mut inside = 0;
        for path in &pages {
            for tag in tokens::tags(text(&files, path)) {
                let address = tag.attribute("href").or_else(|| tag.attribute("src")).unwrap_or_default().into_owned();
                if address.is_empty() || address.contains("://") || address.starts_with("mailto:") {
                    continue;
                }
                let (file, id) = address.split_once('#').unwrap_or((&address, ""));
                let folder = path.rsplit_once('/').unwrap().0;
                let target = if file.is_empty() { (*path).clone() } else { resolved(folder, file) };
                assert!(files.contains_key(&target), "{path} leads to {target}");
                let id = decode_percent(id).unwrap();
                assert!(id.is_empty() || ids.contains(&(target.clone(), id.clone())), "{path}: no {target}#{id}");
                inside += 1;
            }
        }
        assert!(inside > 10, "{view}: {inside}");
    }
}

fn resolved(folder: &str, relative: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').collect();
    for part in relative.split('/') {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    parts.join("/")
}

#[test]
fn a_book_holds_answers_formulas_quizzes_with_a_key_and_the_pictures_it_shows() {
    let files = unpacked(made(&hard(), &[]));
    let book = all(&files);
    for held in [
        "Because of reasons.",
        "<math xmlns=\"http://www.w3.org/1998/Math/MathML\"",
        "Answers to the quizzes",
        "Words for a film",
        "<code>/f.*/</code>",
        "☑ done",
        "dir=\"ltr\"",
        "href=\"https://example.org/hard/one/notes.txt\"",
    ] {
        assert!(book.contains(held), "{held}");
    }
    for left in ["film.mp4", "custom-thing", "<video", "onload", "data-note"] {
        assert!(!book.contains(left), "{left}");
    }
    let package = text(&files, "EPUB/package.opf");
    for held in [
        "properties=\"cover-image\"",
        "properties=\"mathml svg\"",
        "files/one/point.png",
        "schema:accessibilityFeature\">MathML",
    ] {
        assert!(package.contains(held), "{held}");
    }
    assert!(!package.contains("notes.txt"));
    let questions = all(&unpacked(made(&hard(), &["--view", "answers"])));
    // Of a body the folded questions and the quizzes are there, with their answers in the key, and nothing else.
    assert!(questions.contains("id=\"answer.") && questions.contains("Because of reasons."));
    assert!(!questions.contains("☑ done"));
    let sheet = unpacked(made(&hard(), &["--view", "summary", "--select", "difficulty:advanced"]));
    assert!(all(&sheet).contains("The last.") && !all(&sheet).contains("Since "));
    assert!(text(&sheet, "EPUB/package.opf").contains("<dc:title>Hard pages &amp; &lt;more&gt;: Advanced</dc:title>"));
}

#[test]
fn without_an_address_links_to_what_is_not_in_the_book_are_words() {
    let guide = hard();
    let settings = fs::read_to_string(guide.path().join("book.toml")).unwrap();
    fs::write(guide.path().join("book.toml"), settings.replace("base_url", "# base_url")).unwrap();
    let book = all(&unpacked(made(&guide, &["--select", "chapter:two"])));
    assert!(book.contains("<a>Back</a>"), "{book}");
}

#[test]
fn a_site_offers_the_files_it_was_built_with() {
    let guide = hard();
    let build = |arguments: &[&str]| {
        let output = studybook(guide.path(), &[&["build"], arguments].concat());
        assert!(output.status.success(), "{}", stderr(&output));
    };
    let page = |path: &str| fs::read_to_string(guide.path().join("site").join(path)).unwrap();
    build(&["--with", "epub,anki"]);
    let book = fs::read(guide.path().join("site/hard-pages--more.epub")).unwrap();
    assert_eq!(book, made(&guide, &[]));
    let deck = fs::read(guide.path().join("site/hard-pages--more.apkg")).unwrap();
    assert!(deck.starts_with(b"PK"));
    let size = |bytes: &[u8]| format!("<span class=\"count\">{}\u{a0}kB</span>", bytes.len().div_ceil(1000));
    let (home, topic) = (page("index.html"), page("one/alpha.html"));
    assert_eq!(home.matches(&format!("hard-pages--more.epub\" download>E-book {}", size(&book))).count(), 2);
    assert_eq!(topic.matches("href=\"../hard-pages--more.epub\"").count(), 1);
    assert_eq!(topic.matches(&format!("Anki deck {}", size(&deck))).count(), 1);
    // The next build makes every page anew that offered them.
    build(&[]);
    assert!(!guide.path().join("site/hard-pages--more.epub").exists());
    assert!(!page("index.html").contains(".epub") && !page("one/alpha.html").contains(".apkg"));
}

#[test]
fn a_file_of_the_author_with_the_name_of_a_download_is_told() {
    let guide = hard();
    fs::write(guide.path().join("content/hard-pages--more.epub"), "mine").unwrap();
    let output = studybook(guide.path(), &["build", "--with", "epub"]);
    assert_eq!(output.status.code(), Some(1));
    let told = stderr(&output);
    assert!(told.contains("content/hard-pages--more.epub") && told.contains("`build --with`"), "{told}");
    assert!(!guide.path().join("site").exists());
}

#[test]
fn what_cannot_be_written_is_told_and_what_stood_there_is_left() {
    let guide = hard();
    let refused = |arguments: &[&str]| {
        let output = studybook(guide.path(), &[&["epub", "--json"], arguments].concat());
        let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let problem = json["problems"].as_array().unwrap().iter().find(|it| it["severity"] == "error").unwrap().clone();
        (
            output.status.code(),
            problem["code"].as_str().unwrap().to_owned(),
            problem["message"].as_str().unwrap().to_owned(),
        )
    };
    let (exit, code, said) = refused(&["-o", "content"]);
    assert!(exit == Some(1) && code == "bad-book-path" && said.contains("it is a folder"), "{said}");
    let (_, code, said) = refused(&["-o", "book.toml"]);
    assert!(code == "bad-book-path" && said.contains("it is a file and no e-book"), "{said}");
    assert!(fs::read_to_string(guide.path().join("book.toml")).unwrap().contains("[book]"));
    let (_, code, said) = refused(&["-o", "book.toml/out.epub"]);
    assert!(code == "bad-book-path" || code == "cannot-write", "{said}");
    let first = made(&guide, &[]);
    let (exit, code, _) = refused(&["-o", "out.epub", "--select", "tag:loops,difficulty:advanced"]);
    assert_eq!((exit, code.as_str()), (Some(2), "nothing-selected"));
    assert_eq!(refused(&["-o", "out.epub", "--select", "tag:loop"]).1, "unknown-selection");
    assert_eq!(fs::read(guide.path().join("out.epub")).unwrap(), first);
}
