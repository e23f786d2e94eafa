//! A build with a memory gives what a build without one gives, whatever was edited in between.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;
use studybook::build::memory::Memory;
use studybook::memo::archive::{self, Key, Value};
use studybook::problem::report::Report;
use studybook::reading::load::load;
use studybook::reading::settings;
use studybook::search::Gathered;
use studybook::site::page_record;
use studybook::site::rendering::Rendered;
use studybook::site::site::{Content, Stamp};
use studybook::topic::parse::Topic;
use studybook::topic::parsed::Parsed;

use crate::guide::{Outcome, TestGuide};

const BOOK: &str = "[book]\ntitle = \"Guide\"\nbase_url = \"https://example.org/\"\n\n[tags]\nthreads = { label = \"Threads\" }\nmemory = { label = \"Memory\" }\n";

/// Eight topics in two chapters and at the top, joined by links, requirements and tags.
fn guide() -> TestGuide {
    let code = "```python\nprint(1)\n```\n\n```output\n1\n```\n";
    let mut guide = TestGuide::new().book(BOOK).chapter("a", "Alpha").chapter("a/b", "Beta");
    for n in 0..4 {
        let body =
            format!("See [it](b/t{}.md), [[a/t{}]] and [why](#why).\n\n## Why\n\n{code}", (n + 1) % 4, (n + 2) % 4);
        guide = guide.topic_with(
            &format!("a/t{n}"),
            &format!("title = \"T {n}\"\ntags = [\"threads\", \"memory\"]"),
            &body,
        );
        let keys =
            format!("title = \"B {n}\"\nsummary = \"Number {n}.\"\nrequires = [\"a/t{n}\"]\naliases = [\"old/{n}\"]");
        guide = guide.topic_with(&format!("a/b/t{n}"), &keys, "Back to [it](../t0.md#why).\n\n![A](p.svg)\n");
    }
    guide.file("content/a/b/p.svg", "<svg/>").topic("top", "Nothing.\n")
}

/// The files of the site and the problems, to be compared.
fn seen(outcome: &Outcome) -> (Vec<(String, String)>, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let site = outcome.built.as_ref().map(|built| &built.site);
    let files = site.into_iter().flat_map(|site| site.files());
    (
        files.map(|(path, file)| (path.to_string(), text(file.bytes().map_or(&[][..], |bytes| bytes)))).collect(),
        outcome.problems.clone(),
    )
}

/// The files and problems in which two builds differ.
fn difference(one: &Outcome, other: &Outcome) -> Vec<String> {
    let ((one, told), (other, told_too)) = (seen(one), seen(other));
    let maps: [BTreeMap<String, String>; 2] = [one.into_iter().collect(), other.into_iter().collect()];
    let paths = maps[0].keys().chain(maps[1].keys()).filter(|path| maps[0].get(*path) != maps[1].get(*path));
    let mut found: Vec<String> = paths.cloned().collect();
    found.dedup();
    if told != told_too {
        found.push(format!("problems: {told}\nand: {told_too}"));
    }
    found
}

/// One edit of the kind an author makes. `pick` chooses the file, `word` what is written.
fn edit(guide: TestGuide, kind: usize, pick: usize, word: &str) -> TestGuide {
    let topics: Vec<String> =
        guide.paths().filter(|path| path.ends_with(".md") && !path.ends_with("index.md")).map(str::to_owned).collect();
    if topics.is_empty() {
        return guide.topic("a/again", word);
    }
    let path = topics[pick % topics.len()].clone();
    let text = guide.text(&path).unwrap_or_default().to_owned();
    let book = guide.text("book.toml").unwrap_or_default().to_owned();
    let level = ["basic", "intermediate", "advanced"][pick % 3];
    let other = topics[(pick / 7) % topics.len()].trim_start_matches("content/").trim_end_matches(".md").to_owned();
    match kind {
        0 => guide.file(&path, format!("{text}\nMore {word}.\n")),
        1 => guide.file(&path, text.replace("## Why", &format!("## Why {word}"))),
        2 => guide.file(&path, format!("{text}\n[[{other}]] and [here](/{other}.md)\n")),
        3 => guide.file(&path, text.replace("[it](", "[it](x")),
        4 => guide.file(&path, text.replacen("title = \"", &format!("title = \"{word} "), 1)),
        5 => guide.file(&path, text.replace("\"basic\"", &format!("\"{level}\""))),
        6 => guide.file(&path, text.replace("tags = [\"threads\"", "tags = [\"memory\"")),
        7 => guide.file(&path, text.replacen("+++\n", &format!("+++\norder = {pick}\n"), 1)),
        8 => guide.without(&path),
        9 => guide.topic_with(&format!("a/{word}"), "", &format!("[it](t0.md) {word}\n")),
        10 => guide.topic_with(&format!("new-{word}/x"), "updated = 2026-01-02", word),
        11 => guide.file(
            "content/a/index.md",
            format!("+++\ntitle = \"A {word}\"\nsummary = \"S {word}.\"\n+++\n[[{other}]]\n\n```python\nprint('{word}')\n```\n\n```output\n{word}\n```\n"),
        ),
        12 => guide.file("content/a/b/index.md", "+++\ntitle = \"Zed\"\norder = 1\n+++\n"),
        13 => guide.file("book.toml", book.replacen("label = \"", &format!("label = \"{word} "), 1)),
        14 => guide.file("book.toml", book.replacen("title = \"", &format!("title = \"{word} "), 1)),
        15 => guide.file("content/a/b/p.svg", format!("<svg width=\"{}\" height=\"9\"><title>{word}</title></svg>", pick + 1)),
        16 => guide.without("content/a/b/p.svg"),
        17 => guide.file("themes/default/templates/components/level.html", LEVEL.replace("WORD", word)),
        18 => guide.file("themes/default/static/style.css", format!("p {{ color: {word} }}")),
        19 => guide.file("themes/default/words/en.toml", format!("tags = \"{word}\"\n")),
        20 => guide.file("content/index.md", format!("+++\ntitle = \"{word}\"\n+++\nHome [[{other}]].\n")),
        21 => guide.file(&path, text.replacen("+++\n", &format!("+++\nid = \"{word}\"\n"), 1)),
        22 => guide.file(&path, text.replace("print(1)", &format!("print('{word}')"))),
        23 => guide.file(&path, text.replacen("+++\n", "+++\ndraft = true\n", 1)),
        24 => guide.file(&path, text.replacen("+++\n", &format!("+++\nrequires = [\"{other}\"]\n"), 1)),
        25 => guide
            .file("book.toml", format!("{}\n[markdown]\nhtml = true\n", book.replace("[markdown]\nhtml = true\n", ""))),
        26 => guide.file("examples.lock", format!("# {word}\n")),
        27 => guide.file("examples.lock", format!("# {word}\nformat = 1\n[examples]\n")),
        28 => guide.file(&path, text.replacen("+++\n", &format!("+++\nsummary = \"See [[{other}]].\"\n"), 1)),
        29 => guide.file(&path.replace(".md", ".MD"), text),
        30 => guide.file("content/a/b/index.md", format!("+++\ntitle = \"Beta\"\n+++\n[A](../t0.md#why) {word}\n\n## Why\n")),
        31 => guide.file(
            "content/about.md",
            format!("+++\ntitle = \"A {word}\"\nkind = \"page\"\nmenu = {}\n+++\n[[{other}]] {word}\n", pick > 49),
        ),
        32 => guide.file(&path, format!("{text}\n[[about]]\n")),
        33 => guide.file("book.toml", book.replacen("title", &format!("banner = \"{word} [x]({other}.md)\"\ntitle"), 1)),
        34 => guide.file("book.toml", book.replacen("title", "logo = \"content/a/b/p.svg\"\ntitle", 1)),
        _ => guide.file(&path, "no front matter\n"),
    }
}

const LEVEL: &str = "{% component level(it: map) %}WORD {{ it.label }}{% endcomponent level %}\n";

proptest! {
    #![proptest_config(ProptestConfig { cases: 5, ..ProptestConfig::default() })]

    #[test]
    fn a_memory_changes_nothing_but_the_time(edits in prop::collection::vec((0_usize..36, 0_usize..100, "[a-z]{1,3}"), 1..8)) {
        let mut memory = Memory::default();
        let mut guide = guide();
        guide.rebuild(&mut memory);
        for (kind, pick, word) in edits {
            let before = guide.clone();
            guide = edit(guide, kind, pick, &word);
            prop_assert_eq!(difference(&guide.rebuild(&mut memory), &guide.build()), [""; 0], "after edit {}", kind);
            // Errors hide what a build gives: go on from the guide before.
            if guide.build().report.has_errors() {
                guide = before;
                prop_assert_eq!(difference(&guide.rebuild(&mut memory), &guide.build()), [""; 0], "back from edit {}", kind);
            }
        }
    }
}

/// The files that hold what a run remembers.
#[derive(Clone, Default)]
struct Remembered {
    pages: Vec<u8>,
    topics: Vec<u8>,
    terms: Vec<u8>,
}

impl Remembered {
    /// By a run that wrote this; what has no news stays as it was.
    fn by(memory: &Memory, outcome: &Outcome, before: &Remembered) -> Self {
        let (nearness, site) = (&memory.stages.nearness, outcome.site());
        let Rendered { kept, inspected, gathered } = &memory.rendered;
        Self {
            pages: page_record::encode(1, kept, inspected, nearness, site).unwrap(),
            topics: memory.stages.parsed.news().map_or_else(|| before.topics.clone(), |news| archive::write(1, &news)),
            terms: gathered.news().map_or_else(|| before.terms.clone(), |news| archive::write(1, &news)),
        }
    }

    /// What the next run has of it.
    fn recalled(&self, is_there: &dyn Fn(&str, Stamp) -> bool) -> Memory {
        let (kept, inspected, nearness) = page_record::decode(1, &self.pages, is_there);
        let gathered = Gathered::recalled(archive::values(1, self.terms.clone()));
        let mut memory = Memory { rendered: Rendered { kept, inspected, gathered }, ..Memory::default() };
        memory.stages.nearness = nearness;
        memory.stages.parsed = Parsed::recalled(archive::values(1, self.topics.clone()));
        memory
    }
}

/// The output as a map: what a build gives, with files it left alone taken from before.
fn written(outcome: &Outcome, before: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    let bytes = |path: &str, content: &Content| match content {
        Content::Made(bytes) => bytes.to_vec(),
        Content::Written(stamp) => {
            assert_eq!(Stamp::of(&before[path]), *stamp, "{path}");
            before[path].clone()
        }
        Content::Later(_) | Content::Stored(_) => panic!("{path} is not at hand"),
    };
    let files = outcome.site().files();
    files.map(|(path, file)| (path.to_string(), bytes(path.as_str(), &file.content))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5, ..ProptestConfig::default() })]

    #[test]
    fn what_a_run_remembers_changes_nothing_but_the_time(
        edits in prop::collection::vec((0_usize..36, 0_usize..100, "[a-z]{1,3}"), 1..8),
        lost in 0_usize..40,
    ) {
        let mut guide = guide();
        let (mut disk, mut remembered) = (BTreeMap::new(), Remembered::default());
        for (kind, pick, word) in edits {
            // Someone changed a file of the output.
            let lost = disk.keys().nth(lost).cloned();
            let is_there = |path: &str, stamp| {
                Some(path) != lost.as_deref() && disk.get(path).is_some_and(|bytes: &Vec<u8>| Stamp::of(bytes) == stamp)
            };
            let mut memory = remembered.recalled(&is_there);
            let (after, fresh) = (guide.rebuild(&mut memory), guide.build());
            prop_assert_eq!(&after.problems, &fresh.problems);
            if !after.report.has_errors() {
                let files = written(&after, &disk);
                prop_assert_eq!(&files, &written(&fresh, &disk), "before edit {}", kind);
                remembered = Remembered::by(&memory, &after, &remembered);
                disk = files;
            }
            guide = edit(guide, kind, pick, &word);
        }
    }

    #[test]
    fn a_damaged_memory_is_no_memory(at in 0_usize..4000, byte: u8) {
        let mut memory = Memory::default();
        let outcome = guide().rebuild(&mut memory);
        let bytes = Remembered::by(&memory, &outcome, &Remembered::default()).pages;
        prop_assert!(page_record::decode(1, &bytes, &|_, _| true).0.files().count() > 10);
        prop_assert_eq!(page_record::decode(2, &bytes, &|_, _| true).0.files().count(), 0);
        let mut damaged = bytes.clone();
        let at = at % bytes.len();
        damaged[at] = byte;
        prop_assume!(damaged != bytes);
        prop_assert_eq!(page_record::decode(1, &damaged, &|_, _| true).0.files().count(), 0);
    }
}

/// The topics of a folder with what an earlier run remembers of them, as Rust shows them, and what the next run is to recall.
fn parsed(root: &Path, recalled: HashMap<Key, Value>) -> (Vec<String>, Option<BTreeMap<Key, Value>>) {
    let mut report = Report::new();
    let inputs = load(root, &mut report);
    let markdown = settings::read(inputs.book.as_ref().unwrap(), &mut report).unwrap().markdown;
    let mut parsed = Parsed::recalled(recalled);
    let (topics, _) = parsed.update(&inputs.topics, markdown, &inputs.assets, &mut report);
    (topics.iter().map(|topic: &Arc<Topic>| format!("{topic:?}")).collect(), parsed.news())
}

#[test]
fn topics_come_back_from_an_earlier_run_as_they_were() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for root in [root, &root.join("manual")] {
        let (topics, news) = parsed(root, HashMap::new());
        assert!(!topics.is_empty());
        let (again, news) = parsed(root, news.unwrap().into_iter().collect());
        assert!(again == topics, "topics of {} changed", root.display());
        assert!(news.is_none());
    }
}

#[test]
fn a_page_left_alone_that_has_become_wrong_is_made_again_and_told() {
    let top = |body: &str| guide().file("themes/default/templates/search.html", body);
    let with = top("<!doctype html><html><body><a href=\"top.html\">top</a></body></html>");
    let mut memory = Memory::default();
    let before = with.rebuild(&mut memory);
    before.is_clean();
    let mut memory = Remembered::by(&memory, &before, &Remembered::default()).recalled(&|_, _| true);
    // The search page shows no topic, so its digest is the same when the topic it links to is gone.
    let without = with.without("content/top.md").topic("other", "In its place.\n");
    let (after, fresh) = (without.rebuild(&mut memory), without.build());
    after.says("top.html");
    assert_eq!(after.problems, fresh.problems);
}

/// How many files were rendered anew: those whose bytes are not the very same in memory.
fn rendered(before: &Outcome, after: &Outcome) -> Vec<String> {
    let new = after.site().files();
    let is_new = |path: &studybook::path::OutputPath, file: &studybook::site::site::File| {
        !before.site().get(path).is_some_and(|old| std::sync::Arc::ptr_eq(old.bytes().unwrap(), file.bytes().unwrap()))
    };
    new.filter(|(path, file)| path.extension() == "html" && is_new(path, file))
        .map(|(path, _)| path.to_string())
        .collect()
}

#[test]
fn an_edit_to_one_body_renders_its_page_and_those_that_show_it() {
    let mut memory = Memory::default();
    let guide = guide();
    let before = guide.rebuild(&mut memory);
    let text = guide.text("content/a/b/t1.md").unwrap().to_owned();
    let after = guide.clone().file("content/a/b/t1.md", format!("{text}More.\n")).rebuild(&mut memory);
    let print = ["print.html", "print/a.html", "print/a/b.html"];
    // Pages of the study layer name the state of all cards.
    let mut expected = vec!["a/b/t1.html", "cheatsheet.html", "index.html", "interview.html"];
    expected.extend(print);
    expected.extend(["progress.html", "study.html"]);
    assert_eq!(rendered(&before, &after), expected);
}

#[test]
fn what_lies_in_a_chapter_follows_it() {
    let mut guide = TestGuide::new();
    for path in ["b", "a", "a/x", "a-b", "a/x/deep/er", "a/y", "c/only/inner"] {
        guide = guide.topic(&format!("{path}/topic"), "Text.\n");
    }
    let guide = guide.build().built.unwrap().guide;
    assert!(guide.chapters.len() > 8);
    for (index, chapter) in guide.chapters.iter().enumerate() {
        let by_path: Vec<usize> =
            (0..guide.chapters.len()).filter(|&other| guide.chapters[other].path.is_within(&chapter.path)).collect();
        assert_eq!(guide.within(index).collect::<Vec<_>>(), by_path, "{}", chapter.path);
    }
}

#[test]
fn a_theme_that_is_broken_and_mended_is_used_again() {
    let mut memory = Memory::default();
    let guide = guide();
    let whole = guide.rebuild(&mut memory);
    guide.clone().file("themes/default/templates/topic.html", "{{ page.").rebuild(&mut memory).says("topic.html");
    assert_eq!(difference(&guide.rebuild(&mut memory), &whole), [""; 0]);
}

#[test]
fn edits_to_bodies_alone_are_followed_by_links_marks_and_titles() {
    let code = "```python\nprint(2)\n```\n\n```output\n2\n```\n";
    let whole = guide()
        .topic_with("a/see", "summary = \"See [[a/t0]].\"", "[Why](t1.md#why)\n")
        .file("content/a/index.md", "+++\ntitle = \"Alpha\"\n+++\n[Why](t1.md#why)\n")
        .file("examples.lock", "format = 1\n\n[examples]\n");
    let t1 = whole.text("content/a/t1.md").unwrap().to_owned();
    let edits = [
        // A link more, and one fewer.
        ("content/a/t1.md", format!("{t1}\n[[top]]\n")),
        ("content/a/t1.md", t1.clone()),
        // Another example, and a heading that others link to is gone and back.
        ("content/a/t1.md", format!("{t1}\n{code}")),
        ("content/a/t1.md", t1.replace("## Why", "## How")),
        ("content/a/t1.md", t1.clone()),
        // The body of a chapter, of the home page, of a topic whose summary names another.
        ("content/a/index.md", "+++\ntitle = \"Alpha\"\n+++\n[Why](t2.md#why) and [no](t2.md#no)\n".to_owned()),
        ("content/a/index.md", "+++\ntitle = \"Alpha\"\n+++\n[[top]]\n".to_owned()),
        ("content/a/see.md", whole.text("content/a/see.md").unwrap().replace("[Why]", "[Other]")),
        ("content/a/t0.md", whole.text("content/a/t0.md").unwrap().replacen("title = \"T 0\"", "title = \"New\"", 1)),
    ];
    let (mut guide, mut memory) = (whole, Memory::default());
    guide.rebuild(&mut memory);
    for (path, text) in edits {
        guide = guide.file(path, text);
        assert_eq!(difference(&guide.rebuild(&mut memory), &guide.build()), [""; 0], "{path}");
    }
}

#[test]
fn a_picture_of_another_size_is_told_on_every_page_that_shows_it() {
    let mut memory = Memory::default();
    let svg = |width: usize| format!("<svg width=\"{width}\" height=\"9\"/>");
    let guide = guide().topic("ask", "## Q {.questions}\n\nWhich? {#which}\n: ![A](a/b/p.svg)\n");
    for width in [0, 3, 3, 70] {
        let guide = guide.clone().file("content/a/b/p.svg", svg(width));
        assert_eq!(difference(&guide.rebuild(&mut memory), &guide.build()), [""; 0], "{width}");
    }
}
