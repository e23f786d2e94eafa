//! `studybook pdf`: what is printed, read back with a PDF library, and what is said where nothing can be printed.
//!
//! The tests that print need a Chromium or Chrome on `PATH`; without one they say so and pass.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::OnceLock;

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};
use tempfile::TempDir;

use crate::guide::{TestGuide, stderr, studybook};

const BOOK: &str = "[book]\ntitle = \"A small book\"\ndescription = \"For tests\"\nauthors = [\"Ada\", \"Brian\"]\n\
                    language = \"en\"\n[tags]\nloops = { label = \"Loops\" }\nnames = { label = \"Names\" }\n";

/// A PNG of one red point.
const PNG: &[u8] = b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde\x00\x00\x00\x0cIDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92\xef\x00\x00\x00\x00IEND\xaeB`\x82";

/// A guide with all that is hard on paper: long code, wide code, tables, questions, images, letters beyond ASCII.
fn guide() -> TempDir {
    let long: String = (0..150).map(|n| format!("value_{n} = {n}\n")).collect();
    let wide = format!("print(\"{}\")\n", "wide ".repeat(40));
    let topic = |title: &str, level: &str, tags: &str, body: &str| {
        format!(
            "+++\ntitle = \"{title}\"\nshort = \"Short {title}\"\ndifficulty = \"{level}\"\ntags = [{tags}]\n\
             summary = \"Summary of {title}.\"\nupdated = 2026-03-01\n+++\n\n{body}\n"
        )
    };
    let filler = "A paragraph that fills the page with words, so that topics stand on different pages. ".repeat(60);
    let alpha = format!(
        "Opening words. See [the last](../two/omega.md#größe) and [Python](https://www.python.org/).\n\n\
         ![A red point](point.png)\n\n{filler}\n\n## Details\n\n```python\n{long}```\n\n\
         ```python\n{wide}```\n\n```output\nwide\n```\n\n\
         | A | B |\n|---|---|\n| 1 | 2 |\n\n## Follow-ups {{.questions}}\n\nWhy so?\n: Because of reasons.\n\n\
         ## Sources\n\n- [The docs](https://docs.python.org/3/)\n"
    );
    let omega = format!("{filler}\n\n## Größe\n\nThe end. [Back](../one/alpha.md)");
    let guide = TestGuide::new()
        .book(BOOK)
        .file("content/index.md", "+++\ntitle = \"Home\"\n+++\n\nWelcome to [the first](one/alpha.md).\n")
        .file("content/one/index.md", "+++\ntitle = \"Chapter one\"\norder = 1\n+++\n\nIt opens.\n")
        .file("content/one/alpha.md", topic("Alpha?", "basic", "\"loops\"", &alpha))
        .file("content/one/point.png", PNG)
        .file("content/one/beta.md", topic("Beta?", "advanced", "\"loops\", \"names\"", &filler))
        .file("content/two/index.md", "+++\ntitle = \"Chapter two\"\norder = 2\n+++\n")
        .file("content/two/omega.md", topic("Ωmega?", "advanced", "\"names\"", &omega));
    let folder = tempfile::tempdir().unwrap();
    guide.on_disk(folder.path());
    folder
}

#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn browser() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    let found =
        std::env::split_paths(&path).flat_map(|folder| names.map(|name| folder.join(name))).find(|it| it.exists());
    if found.is_none() {
        eprintln!("skipped: no Chromium or Chrome on PATH");
    }
    found
}

/// The small book in full, printed once for all tests. `None` without a browser.
fn printed() -> Option<&'static (Vec<u8>, Document)> {
    static PRINTED: OnceLock<Option<(Vec<u8>, Document)>> = OnceLock::new();
    PRINTED.get_or_init(|| browser().map(|_| print(&guide(), &[]))).as_ref()
}

fn print(guide: &TempDir, arguments: &[&str]) -> (Vec<u8>, Document) {
    let output = studybook(guide.path(), &[&["pdf", "-o", "out.pdf"], arguments].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    let bytes = fs::read(guide.path().join("out.pdf")).unwrap();
    let document = Document::load_mem(&bytes).unwrap();
    (bytes, document)
}

/// The pages of the named destinations, read without the program's own code.
fn destinations(document: &Document) -> BTreeMap<String, usize> {
    let numbers: BTreeMap<ObjectId, u32> = document.get_pages().into_iter().map(|(number, id)| (id, number)).collect();
    let dests = document.catalog().and_then(|catalog| catalog.get_deref(b"Dests", document)).expect("destinations");
    let page = |target: &Object| {
        let array = document.dereference(target).expect("a destination").1.as_array().expect("an array");
        numbers[&array[0].as_reference().expect("a page")] as usize
    };
    let dests = dests.as_dict().expect("a dictionary").iter();
    dests.map(|(name, target)| (String::from_utf8_lossy(name).into_owned(), page(target))).collect()
}

fn text(document: &Document, page: u32) -> String {
    let text = document.extract_text(&[page]).expect("text");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The entries of the outline with their depth and page.
fn outline(document: &Document) -> Vec<(usize, String, usize)> {
    fn walk(document: &Document, node: &Dictionary, depth: usize, found: &mut Vec<(usize, String, usize)>) {
        let mut next = node.get(b"First").ok();
        while let Some(id) = next {
            let entry = document.dereference(id).expect("an entry").1.as_dict().expect("a dictionary");
            let title = lopdf::decode_text_string(entry.get(b"Title").expect("a title")).expect("text");
            let page = entry.get(b"Dest").and_then(Object::as_array).expect("a destination")[0].as_reference();
            let page =
                document.get_pages().into_iter().find(|(_, id)| Ok(*id) == page.as_ref().copied().map_err(|_| ()));
            found.push((depth, title, page.expect("a page").0 as usize));
            walk(document, entry, depth + 1, found);
            next = entry.get(b"Next").ok();
        }
    }
    let root = document.catalog().and_then(|catalog| catalog.get_deref(b"Outlines", document)).expect("an outline");
    let mut found = Vec::new();
    walk(document, root.as_dict().expect("a dictionary"), 1, &mut found);
    found
}

#[test]
fn the_contents_name_the_page_on_which_each_topic_stands() {
    let Some((_, document)) = printed() else { return };
    let dests = destinations(document);
    let contents = text(document, 2);
    for (name, id) in [("Short Alpha?", "one--alpha"), ("Short Beta?", "one--beta"), ("Short Ωmega?", "two--omega")] {
        let page = dests[id];
        assert!(contents.contains(&format!("{name} {page}")), "{name} on {page}: {contents}");
        let title = name.trim_start_matches("Short ");
        assert!(text(document, page as u32).contains(title), "{title} on page {page}");
    }
}

#[test]
fn links_and_the_index_name_pages_too() {
    let Some((_, document)) = printed() else { return };
    let dests = destinations(document);
    let omega = dests["two--omega--gr%C3%B6%C3%9Fe"];
    let first = text(document, dests["one--alpha"] as u32);
    assert!(first.contains(&format!("the last (p. {omega})")), "{first}");
    let last = text(document, document.get_pages().len() as u32);
    assert!(last.contains("Index") && last.contains(&format!("Short Beta? {}", dests["one--beta"])), "{last}");
}

#[test]
fn the_outline_has_chapters_with_their_topics() {
    let Some((_, document)) = printed() else { return };
    let dests = destinations(document);
    let entry = |depth, name: &str, id: &str| (depth, name.to_owned(), dests[id]);
    assert_eq!(
        outline(document),
        [
            entry(1, "Introduction", "chapter.0"),
            entry(1, "Chapter one", "chapter.1"),
            entry(2, "Short Alpha?", "one--alpha"),
            entry(2, "Short Beta?", "one--beta"),
            entry(1, "Chapter two", "chapter.2"),
            entry(2, "Short Ωmega?", "two--omega"),
            entry(1, "Index", "book.index"),
        ]
    );
}

#[test]
fn chapters_begin_on_new_pages_and_the_text_keeps_its_order() {
    let Some((_, document)) = printed() else { return };
    let dests = destinations(document);
    assert!(dests["chapter.2"] > dests["one--beta"]);
    let page = text(document, dests["one--alpha"] as u32);
    let at = |what: &str| page.find(what).unwrap_or_else(|| panic!("`{what}` in {page}"));
    assert!(at("Alpha?") < at("Summary of Alpha?."));
    assert!(at("Summary of Alpha?.") < at("Opening words."));
}

#[test]
fn code_too_long_for_a_page_is_numbered_and_questions_are_open() {
    let Some((_, document)) = printed() else { return };
    let all: String = (1..=document.get_pages().len() as u32).map(|page| text(document, page) + " ").collect();
    assert!(all.contains("150 value_149 = 149"), "{all}");
    assert!(all.contains("Why so? Because of reasons."), "{all}");
    assert!(all.contains("www.python.org"), "the address is a note: {all}");
}

#[test]
fn the_file_is_tagged_and_says_what_it_is() {
    let Some((bytes, document)) = printed() else { return };
    let catalog = document.catalog().expect("a catalog");
    let marked = catalog.get(b"MarkInfo").and_then(Object::as_dict).and_then(|it| it.get(b"Marked"));
    assert_eq!(marked.and_then(Object::as_bool).ok(), Some(true));
    assert_eq!(catalog.get(b"Lang").and_then(Object::as_str).ok(), Some(b"en".as_slice()));
    let roles: std::collections::BTreeSet<String> = document
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok()?.get(b"S").ok()?.as_name().ok())
        .map(|name| String::from_utf8_lossy(name).into_owned())
        .collect();
    for role in ["H1", "H2", "H3", "H4", "P", "Table", "TR", "TH", "L", "LI", "Link"] {
        assert!(roles.contains(role), "{role} in {roles:?}");
    }
    let about = document.trailer.get_deref(b"Info", document).and_then(Object::as_dict).expect("metadata");
    let said = |key: &[u8]| lopdf::decode_text_string(about.get(key).expect("a key")).expect("text");
    assert_eq!(said(b"Title"), "A small book");
    assert_eq!(said(b"Author"), "Ada, Brian");
    assert_eq!(said(b"CreationDate"), "D:20260301000000Z");
    let images = document.objects.values().filter_map(|object| object.as_stream().ok());
    let images = images.filter(|it| it.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|it| it == b"Image"));
    assert_eq!(images.count(), 1, "the image beside the topic is shown");
    assert!(!bytes.windows(7).any(|it| it == b"file://"), "an address of the temporary folder is left");
}

/// On which pages a line of code stands, by the words it begins with.
fn pages_of(pages: &[String], word: &str) -> Vec<usize> {
    pages.iter().enumerate().filter(|(_, text)| text.contains(word)).map(|(page, _)| page).collect()
}

#[test]
fn short_examples_stay_whole_long_ones_break_with_lines_on_both_sides_and_no_heading_ends_a_page() {
    if browser().is_none() {
        return;
    }
    let code = |name: &str, lines: usize| -> String {
        let lines: String = (10..10 + lines).map(|line| format!("{name}_{line} = {line}\n")).collect();
        format!("```python\n{lines}```\n\n")
    };
    let section = |at: usize| {
        let words = "Words before the code. ".repeat(1 + at * 7 % 40);
        let long =
            if at.is_multiple_of(3) { code(&format!("long{at}x"), 30) } else { code(&format!("short{at}x"), 12) };
        format!("{words}\n\n{long}## The end of part {at}\n\n")
    };
    let body: String = (0..30).map(section).collect();
    let guide = TestGuide::new().topic("a", &format!("{body}Last.\n"));
    let folder = tempfile::tempdir().unwrap();
    guide.on_disk(folder.path());
    let (_, document) = print(&folder, &[]);
    let pages: Vec<String> = (1..=document.get_pages().len() as u32).map(|page| text(&document, page)).collect();
    let mut broken = 0;
    for at in 0..30_usize {
        let heading = format!("The end of part {at}");
        let [page] = pages_of(&pages, &format!("{heading} "))[..] else { panic!("`{heading}` in {pages:#?}") };
        let after = pages[page].split(&heading).nth(1).unwrap();
        assert!(after.contains("Words before") || after.contains("Last."), "`{heading}` ends page {page}: {after}");
        if at.is_multiple_of(3) {
            let lines: Vec<usize> = (10..40).map(|line| pages_of(&pages, &format!("long{at}x_{line} "))[0]).collect();
            let first = lines.iter().filter(|page| **page == lines[0]).count();
            assert!(first >= 7 && (first == 30 || first <= 23), "{first} of 30 lines of {at} stand apart");
            broken += usize::from(first < 30);
        } else {
            let whole = pages_of(&pages, &format!("short{at}x_10 ")) == pages_of(&pages, &format!("short{at}x_21 "));
            assert!(whole, "example {at} is broken: {pages:#?}");
        }
    }
    assert!(broken > 0, "no example had to be broken, so nothing was tested");
}

#[test]
fn two_printings_are_equal_to_the_last_byte() {
    let Some((bytes, _)) = printed() else { return };
    assert!(print(&guide(), &[]).0 == *bytes);
}

#[test]
fn a_selection_is_printed_in_its_view_on_its_paper() {
    if browser().is_none() {
        return;
    }
    let guide = guide();
    let (_, sheet) = print(&guide, &["--select", "tag:names", "--view", "answers", "--paper", "letter"]);
    let pages = sheet.get_pages();
    let page = sheet.get_dictionary(pages[&1]).expect("a page");
    let size = page.get_deref(b"MediaBox", &sheet).and_then(Object::as_array).expect("a size");
    assert_eq!(size.iter().map(|it| it.as_float().unwrap_or(0.0)).collect::<Vec<_>>(), [0.0, 0.0, 612.0, 792.0]);
    let first = text(&sheet, 1);
    assert!(first.contains("Beta?") && first.contains("Ωmega?") && !first.contains("Alpha?"), "{first}");
    let key = destinations(&sheet)["answer.two--omega"];
    assert!(first.contains(&format!("answer on p. {key}")), "{first}");
    assert!(text(&sheet, key as u32).contains("Summary of Ωmega?."));
    let (_, cards) = print(&guide, &["--select", "chapter:one", "--view", "summary"]);
    let cards = text(&cards, 1);
    assert!(
        cards.contains("Chapter one") && cards.contains("Summary of Beta?.") && !cards.contains("Ωmega"),
        "{cards}"
    );
}

/// A script that stands for a browser: it is given the arguments and knows where the PDF is wanted as `$pdf`.
#[cfg(unix)]
fn fake(folder: &Path, script: &str) -> String {
    use std::os::unix::fs::PermissionsExt;
    let path = folder.join("browser.sh");
    let find = "for it in \"$@\"; do case \"$it\" in --print-to-pdf=*) pdf=\"${it#--print-to-pdf=}\";; esac; done";
    fs::write(&path, format!("#!/bin/sh\n{find}\n{script}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path.to_str().unwrap().to_owned()
}

/// A PDF of two empty pages whose only destination is on the first or the second.
fn two_pages(page_of_alpha: usize) -> Vec<u8> {
    let mut document = Document::with_version("1.4");
    let tree = document.new_object_id();
    let size: Vec<Object> = vec![0.into(), 0.into(), 595.into(), 842.into()];
    let page = |document: &mut Document| {
        document.add_object(dictionary! { "Type" => "Page", "Parent" => tree, "MediaBox" => size.clone() })
    };
    let pages = [page(&mut document), page(&mut document)];
    let kids: Vec<Object> = pages.iter().map(|&id| id.into()).collect();
    document.objects.insert(tree, Object::Dictionary(dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => 2 }));
    let target: Vec<Object> = vec![pages[page_of_alpha - 1].into(), Object::Name(b"Fit".to_vec())];
    let catalog =
        dictionary! { "Type" => "Catalog", "Pages" => tree, "Dests" => dictionary! { "one--alpha" => target } };
    let catalog = document.add_object(catalog);
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

/// What is said of a command that prints nothing: the exit code, the codes of the problems, and the words.
fn refused(guide: &TempDir, arguments: &[&str]) -> (Option<i32>, Vec<String>, String) {
    let arguments = [&["pdf"], arguments].concat();
    let output = studybook(guide.path(), &arguments);
    let json = studybook(guide.path(), &[&arguments[..], &["--json"]].concat());
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    let codes = json["problems"].as_array().unwrap().iter().map(|it| it["code"].as_str().unwrap().to_owned());
    (output.status.code(), codes.collect(), stderr(&output))
}

#[test]
fn words_of_a_selection_that_name_nothing_are_wrong_usage_with_a_suggestion() {
    let guide = guide();
    let wishes = ["--browser", "true", "--select", "tag:loop,difficulty:basics,chapter:on"];
    let (exit, codes, said) = refused(&guide, &wishes);
    assert_eq!((exit, codes), (Some(2), vec!["unknown-selection".to_owned(); 3]));
    for line in ["no tag `loop`", "did you mean `loops`?", "no difficulty `basics`", "no chapter `on`", "`one`"] {
        assert!(said.contains(line), "{line} in {said}");
    }
    let (exit, codes, said) = refused(&guide, &["--browser", "true", "--select", "tag:names,difficulty:basic"]);
    assert_eq!((exit, codes), (Some(2), vec!["nothing-selected".to_owned()]));
    assert!(said.contains("no topic is selected by `tag:names,difficulty:basic`"), "{said}");
}

#[test]
#[cfg(unix)]
fn a_browser_that_is_not_there_or_breaks_is_named() {
    let guide = guide();
    let broken = |script: &str| fake(guide.path(), script);
    let expect = |arguments: &[&str], code: &str, words: &str| {
        let (exit, codes, said) = refused(&guide, arguments);
        assert_eq!((exit, codes), (Some(1), vec![code.to_owned()]), "{said}");
        assert!(said.contains(words), "{words} in {said}");
    };
    expect(&["--browser", "/no/such/browser"], "browser-not-started", "`/no/such/browser` cannot be started");
    let browser = broken("echo 'cannot open display' >&2; exit 3");
    expect(&["--browser", &browser], "browser-failed", "failed to print: it ended with code 3");
    expect(&["--browser", &browser], "browser-failed", "cannot open display");
    let browser = broken("kill -9 $$");
    expect(&["--browser", &browser], "browser-failed", "failed to print: it crashed");
    expect(&["--browser", "true"], "browser-failed", "failed to print: it left no PDF");
    let browser = broken("echo '%PDF-1.4 and no more' > \"$pdf\"");
    expect(&["--browser", &browser], "bad-pdf", "cannot be read");
    let browser = broken("exec sleep 600");
    expect(&["--browser", &browser, "--timeout", "0"], "browser-too-slow", "did not finish printing in 0 seconds");
}

#[test]
#[cfg(unix)]
fn without_a_browser_it_is_said_how_to_name_one() {
    let guide = guide();
    let program = env!("CARGO_BIN_EXE_studybook");
    let run = std::process::Command::new(program).arg("pdf").arg(guide.path()).env("PATH", "/nowhere").output();
    let output: Output = run.unwrap();
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(1));
    // The code `no-browser`; the words name every way out.
    for words in ["no browser was found that can print", "--browser PATH", "`CHROME`", "print.html"] {
        assert!(said.contains(words), "{words} in {said}");
    }
}

#[test]
#[cfg(unix)]
fn it_is_printed_until_every_number_is_where_it_says() {
    let guide = guide();
    let at = |name: &str| guide.path().join(name);
    fs::write(at("on1.pdf"), two_pages(1)).unwrap();
    fs::write(at("on2.pdf"), two_pages(2)).unwrap();
    let count = |script: &str| {
        fs::write(at("runs"), "").unwrap();
        let folder = guide.path().display();
        let browser = fake(guide.path(), &format!("cd {folder}; echo x >> runs; n=$(wc -l < runs)\n{script}"));
        let output = studybook(guide.path(), &["pdf", "--browser", &browser, "-o", "out.pdf"]);
        assert!(output.status.success(), "{}", stderr(&output));
        (fs::read_to_string(at("runs")).unwrap().lines().count(), stderr(&output))
    };
    assert_eq!(count("cp on2.pdf \"$pdf\""), (2, String::new()));
    assert_eq!(count("cp on$((n > 1 ? 2 : 1)).pdf \"$pdf\""), (3, String::new()));
    let (runs, said) = count("cp on$((n % 2 + 1)).pdf \"$pdf\"");
    assert_eq!(runs, 4);
    // The code `unsettled-pages`, a warning.
    assert!(
        said.contains("warning[unsettled-pages]: the page numbers of the contents and the index did not settle"),
        "{said}"
    );
}

#[test]
fn a_failed_printing_leaves_the_last_file_as_it_was() {
    let guide = guide();
    let file = guide.path().join("book.pdf");
    fs::write(&file, "the last one").unwrap();
    assert_eq!(refused(&guide, &["--browser", "false", "-o", "book.pdf"]).0, Some(1));
    assert_eq!(fs::read_to_string(&file).unwrap(), "the last one");
    let (_, codes, said) = refused(&guide, &["--browser", "true", "-o", "book.toml"]);
    assert!(codes == ["bad-pdf-path"] && said.contains("it is a file and no PDF"), "{said}");
    assert!(fs::read_to_string(guide.path().join("book.toml")).unwrap().contains("[book]"));
    let (exit, codes, said) = refused(&guide, &["--browser", "true", "-o", "content"]);
    assert_eq!((exit, codes), (Some(1), vec!["bad-pdf-path".to_owned()]));
    assert!(said.contains("it is a folder"), "{said}");
}
