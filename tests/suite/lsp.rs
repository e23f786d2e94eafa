//! `studybook lsp`: a real process, talked with over pipes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use studybook::problem::explained;

use crate::editor::{Editor, byte, with_edits};
use crate::guide::{BOOK, TWO_TAGS, TestGuide, stdout, studybook};

fn guide() -> TestGuide {
    TestGuide::new()
        .book(&format!("{TWO_TAGS}[examples.python]\nenvironments = {{ django = \"setup.py\" }}\n"))
        .file("setup.py", "x = 1\n")
        .chapter("python", "Python")
        .topic_with(
            "python/gil",
            "title = \"What is the *GIL*?\"\nsummary = \"A lock. See [[python/locks]].\"\nasks = [\"Does teleportation need an interpreter?\"]\n",
            "## Why {#why}\n\nIt is.\n",
        )
        .topic("python/locks", "## Use\n\nText.\n\n```python session=a\nx = 1\n```\n")
        .topic("other", "See [it](python/gil.md#why) and [[python/gil]].\n")
        .file("content/python/lock.svg", "<svg/>")
        .file("content/python/list.py", "# part: first\nx = 1\n# end: first\n")
}

fn on_disk(guide: &TestGuide) -> (tempfile::TempDir, Editor) {
    let folder = tempfile::tempdir().unwrap();
    guide.on_disk(folder.path());
    let editor = Editor::start(folder.path());
    (folder, editor)
}

fn text(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join(path)).unwrap()
}

/// A problem in words: file, place, severity, code and all it says.
type Told = (String, usize, usize, String, String, String);

/// What `check` tells of a folder.
fn checked(folder: &Path) -> BTreeSet<Told> {
    let json: Value = serde_json::from_str(&stdout(&studybook(folder, &["check", "--json"]))).unwrap();
    let word = |it: &Value, key: &str| it[key].as_str().unwrap_or_default().to_owned();
    let number = |it: &Value, key: &str| it[key].as_u64().map_or(1, |it| usize::try_from(it).unwrap());
    let told = |it: &Value| {
        let mut message = word(it, "message");
        for (key, sign) in [("detail", ""), ("hint", "hint: ")] {
            if let Some(more) = it[key].as_str() {
                message.push_str(&format!("\n{sign}{more}"));
            }
        }
        let path = it["path"].as_str().unwrap_or("book.toml").to_owned();
        (path, number(it, "line"), number(it, "column"), word(it, "severity"), word(it, "code"), message)
    };
    json["problems"].as_array().unwrap().iter().map(told).collect()
}

/// What the editor shows.
fn shown(editor: &Editor, text: impl Fn(&str) -> String) -> BTreeSet<Told> {
    let root = format!("{}/", editor.address(""));
    let of_file = |(uri, problems): (&String, &Vec<Value>)| {
        let path = uri.strip_prefix(&root).unwrap_or_else(|| panic!("{uri}")).to_owned();
        let text = text(&path);
        let told = |it: &Value| {
            let start = &it["range"]["start"];
            let before = &text[..byte(&text, start)];
            let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
            let line = before.matches('\n').count() + 1;
            let severity = if it["severity"] == 1 { "error" } else { "warning" };
            let word = |key: &str| it[key].as_str().unwrap().to_owned();
            (path.clone(), line, column, severity.to_owned(), word("code"), word("message"))
        };
        problems.iter().map(told).collect::<Vec<_>>()
    };
    editor.shown.iter().flat_map(of_file).collect()
}

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

/// What an author may type, some of it wrong and some of it half.
const TYPED: [&str; 25] = [
    "Teleportation needs no interpreter.\n",
    "🦀 Zoë ",
    "[x](python/gil.md)",
    "[x](gone.md#a)",
    "[[python/gil#why]]",
    "[[pyton/gil]] ",
    "\n## A heading\n",
    "\n## Why {#why}\n",
    "\n```python\nprint(1)\n```\n\n```output\n1\n```\n",
    "\n```pyhton titel=\"x\"\n",
    "\n+++\n",
    "tags = [\"thread\"]\n",
    "title = \"Again\"\n",
    "\nrequires = [\"other\"]\n",
    "requires = [\"othr\"]\n",
    "draft = true\n",
    "id = \"python/gil\"\n",
    "summary = \"[[gone]]\"\n",
    "![](lock.svg)",
    "\n> [!NOTTE]\n> x\n",
    "\n[check]\noff = [\"stub\"]\n",
    "{#a} **b",
    "\n| a | b |\n|---|---|\n| 1 | 2 | 3 |\n",
    "\"",
    "\n",
];

/// Edits the guide by chance, and at every tenth edit asks whether the editor shows what `check` tells of the same texts.
fn edited_by_chance(guide: &TestGuide, files: &[&str], edits: usize, seed: u64) {
    let (folder, mut editor) = on_disk(guide);
    let copy = tempfile::tempdir().unwrap();
    let mut dice = Dice(seed);
    let mut seen = BTreeSet::new();
    for number in 1..=edits {
        let path = files[dice.roll(files.len())];
        if !editor.open.contains_key(path) {
            let text = fs::read_to_string(folder.path().join(path)).unwrap_or_default();
            editor.open(path, &text);
        }
        let text = editor.open[path].0.clone();
        let boundary = |mut at: usize| {
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        // In the middle, most of what is typed breaks the front matter, and what else is wrong is not told.
        let at = if dice.roll(3) > 0 { text.len() } else { boundary(dice.roll(text.len() + 1)) };
        match dice.roll(8) {
            0 => editor.edit(path, boundary(at.saturating_sub(30))..at, ""),
            1 => editor.close(path),
            2 => editor.rewrite(path, guide.text(path).unwrap_or("+++\ntitle = \"New\"\n+++\n")),
            _ => editor.edit(path, at..at, TYPED[dice.roll(TYPED.len())]),
        }
        if number % 10 > 0 {
            continue;
        }
        editor.settle();
        let _ = fs::remove_dir_all(copy.path());
        guide.on_disk(copy.path());
        for (path, (text, _)) in &editor.open {
            let path = copy.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let expected = checked(copy.path());
        let own = shown(&editor, |path| fs::read_to_string(copy.path().join(path)).unwrap_or_default());
        assert_eq!(own, expected, "after {number} edits of seed {seed}");
        seen.extend(expected.into_iter().map(|it| it.4));
    }
    assert!(seen.len() > 8, "{seen:?}");
}

#[test]
fn after_each_ten_of_200_edits_the_editor_shows_what_check_tells() {
    let files = ["book.toml", "content/python/gil.md", "content/other.md", "content/python/index.md", "content/new.md"];
    edited_by_chance(&guide(), &files, 200, 7);
}

#[test]
fn so_it_does_of_a_guide_too_large_to_be_built_whole_at_every_change() {
    let large = (0..130).fold(guide(), |guide, number| guide.topic(&format!("more/t{number}"), "[x](../other.md)\n"));
    edited_by_chance(&large, &["content/python/gil.md", "content/more/t7.md", "content/other.md"], 40, 11);
}

#[test]
fn problems_come_as_one_types_and_go_when_they_are_gone() {
    let (folder, mut editor) = on_disk(&guide());
    let path = "content/other.md";
    let before = text(folder.path(), path);
    editor.open(path, &before);
    let broken = format!("{before}\n🦀🦀 [x](gnoe.md)\n");
    editor.rewrite(path, &broken);
    let found = editor.wait(path, |shown| shown.iter().any(|it| it["code"] == "no-such-topic"));
    let problem = found.iter().find(|it| it["code"] == "no-such-topic").unwrap();
    let line = broken.lines().count() - 1;
    assert_eq!(problem["range"]["start"], json!({ "line": line, "character": 9 }));
    assert_eq!(problem["range"]["end"], json!({ "line": line, "character": 16 }));
    assert_eq!((&problem["severity"], &problem["source"]), (&json!(1), &json!("studybook")));
    let href = problem["codeDescription"]["href"].as_str().unwrap();
    assert_eq!(href, explained::address("no-such-topic").unwrap());
    editor.rewrite(path, &before);
    editor.wait(path, |shown| !shown.iter().any(|it| it["code"] == "no-such-topic"));
    // What is wrong in a file that is not open is shown, too.
    editor.open("content/python/gil.md", "+++\ntitle = \"x\"\ndifficulty = \"basic\"\n+++\n");
    editor.wait(path, |shown| shown.iter().any(|it| it["code"] == "no-such-section"));
    editor.close("content/python/gil.md");
    editor.wait(path, |shown| !shown.iter().any(|it| it["code"] == "no-such-section"));
}

#[test]
fn the_pages_that_explain_codes_are_in_the_manual() {
    let manual = Path::new(env!("CARGO_MANIFEST_DIR")).join("manual");
    let book: toml::Table = text(&manual, "book.toml").parse().unwrap();
    assert_eq!(book["book"]["base_url"].as_str(), Some(explained::MANUAL));
    for code in explained::all().iter().flat_map(|area| &area.codes) {
        let address = explained::address(code.code).unwrap();
        let page = address.strip_prefix(explained::MANUAL).unwrap().replace(".html", ".md");
        assert!(manual.join("content").join(&page).is_file(), "{page}");
    }
    assert_eq!(explained::address("no-such-code"), None);
}

#[test]
fn a_guide_that_cannot_be_read_shows_why_and_goes_on() {
    let (folder, mut editor) = on_disk(&guide());
    editor.settle();
    editor.open("book.toml", "[book\n");
    let found = editor.wait("book.toml", |shown| shown.iter().any(|it| it["code"] == "toml-syntax"));
    assert!(found.iter().all(|it| it["code"] == "toml-syntax"), "{found:?}");
    // Names of before are still known.
    assert!(editor.labels("content/other.md", "+++\ntitle = \"x\"\n+++\n[[^").contains(&"python/gil".to_owned()));
    editor.rewrite("book.toml", &text(folder.path(), "book.toml"));
    editor.wait("book.toml", |shown| !shown.iter().any(|it| it["code"] == "toml-syntax"));
}

#[test]
fn changes_of_the_disk_are_followed_by_whom_the_editor_says_or_by_the_server() {
    let on = json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    for capabilities in [on, json!({})] {
        let folder = tempfile::tempdir().unwrap();
        guide().on_disk(folder.path());
        let mut editor = Editor::with(folder.path(), capabilities.clone());
        editor.settle();
        fs::remove_file(folder.path().join("content/python/gil.md")).unwrap();
        if capabilities != json!({}) {
            assert!(editor.asked.iter().any(|(method, _)| method == "client/registerCapability"), "{:?}", editor.asked);
            let uri = editor.address("content/python/gil.md");
            editor.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri, "type": 3 }] }));
        }
        editor.wait("content/other.md", |shown| shown.iter().any(|it| it["code"] == "no-such-topic"));
    }
}

#[test]
fn a_file_belongs_to_the_guide_of_the_nearest_settings() {
    let folder = tempfile::tempdir().unwrap();
    guide().on_disk(folder.path());
    TestGuide::new().topic("inner", "[x](gone.md)\n").on_disk(&folder.path().join("manual"));
    let mut editor = Editor::silent(folder.path());
    editor.request("initialize", json!({ "capabilities": {}, "rootUri": null }));
    editor.notify("initialized", json!({}));
    let path = "manual/content/inner.md";
    editor.open(path, &text(folder.path(), path));
    editor.wait(path, |shown| shown.iter().any(|it| it["code"] == "no-such-topic"));
    assert!(editor.labels(path, "+++\ntitle = \"x\"\n+++\n[[^").iter().all(|it| !it.contains("gil")));
    // Outside of any guide nothing is known, and nothing is wrong.
    assert_eq!(editor.ask("hover", "README.md", "a^"), Value::Null);
    assert_eq!(editor.ask("completion", "README.md", "[[^"), Value::Null);
}

#[test]
fn the_conversation_begins_and_ends_as_the_protocol_says() {
    let folder = tempfile::tempdir().unwrap();
    guide().on_disk(folder.path());
    let mut editor = Editor::silent(folder.path());
    assert_eq!(editor.request("textDocument/hover", json!({}))["code"], -32002);
    editor.notify("textDocument/didOpen", json!({}));
    editor.request("initialize", json!({ "capabilities": {} }));
    assert_eq!(editor.request("initialize", json!({}))["code"], -32600);
    assert_eq!(editor.request("textDocument/typeDefinition", json!({}))["code"], -32601);
    assert_eq!(editor.request("$/unknown", json!({}))["code"], -32601);
    assert_eq!(editor.request("textDocument/hover", json!({ "position": 1 }))["code"], -32602);
    editor.notify("$/cancelRequest", json!({ "id": 1 }));
    editor.notify("textDocument/didChange", json!([1]));
    editor.send(b"Content-Length: 3\r\n\r\n{a}");
    editor.send(b"nonsense\r\n\r\nContent-Length: 2\r\n\r\n{}");
    assert_eq!(editor.request("shutdown", Value::Null), Value::Null);
    assert_eq!(editor.complaints, [-32700, -32600]);
    assert_eq!(editor.request("textDocument/hover", json!({}))["code"], -32600);
    editor.notify("exit", Value::Null);
    assert_eq!(editor.ended().code(), Some(0));
    let mut editor = Editor::start(folder.path());
    editor.notify("exit", Value::Null);
    assert_eq!(editor.ended().code(), Some(1));
    assert_eq!(Editor::start(folder.path()).hang_up().code(), Some(1));
}

const FRONT: &str = "+++\ntitle = \"T\"\ndifficulty = \"basic\"\n";

#[test]
fn names_of_the_guide_complete_the_front_matter() {
    let (_folder, mut editor) = on_disk(&guide());
    let path = "content/new.md";
    let keys = editor.labels(path, &format!("{FRONT}^\n+++\n"));
    assert!(keys.contains(&"requires".to_owned()) && !keys.contains(&"title".to_owned()), "{keys:?}");
    let front = |line: &str| format!("{FRONT}{line}\n+++\n");
    assert_eq!(editor.labels(path, &front("tags = [\"th^")), ["threads"]);
    assert_eq!(editor.choose(path, &front("tags = [\"mem^\"]"), "memory"), front("tags = [\"memory\"]"));
    assert_eq!(editor.choose(path, &front("tags = [^]"), "threads"), front("tags = [\"threads\"]"));
    assert_eq!(
        editor.choose(path, &front("requires = [\"🦀\", \"gil^\"]"), "python/gil"),
        front("requires = [\"🦀\", \"python/gil\"]")
    );
    assert_eq!(editor.choose(path, "+++\ndifficulty = ^\n+++\n", "advanced"), "+++\ndifficulty = \"advanced\"\n+++\n");
    assert_eq!(editor.choose(path, &front("draft = ^"), "true"), front("draft = true"));
    assert_eq!(
        editor.choose(path, &front("summary = \"See [[lock^]]\""), "python/locks"),
        front("summary = \"See [[python/locks]]\"")
    );
    assert_eq!(editor.choose(path, &front("ta^"), "tags"), front("tags = []"));
}

#[test]
fn names_of_the_guide_complete_markdown() {
    let (_folder, mut editor) = on_disk(&guide());
    let path = "content/python/new.md";
    let body = |text: &str| format!("{FRONT}+++\n🦀 {text}\n");
    let block = |text: &str| format!("{FRONT}+++\n{text}\n");
    assert_eq!(editor.choose(path, &body("[[gil^"), "python/gil"), body("[[python/gil"));
    assert_eq!(editor.labels(path, &body("[[python/gil#^]]")), ["why"]);
    assert_eq!(editor.choose(path, &body("[x](gil^)"), "gil.md"), body("[x](gil.md)"));
    assert_eq!(editor.choose(path, &body("[x](../oth^)"), "../other.md"), body("[x](../other.md)"));
    assert_eq!(editor.labels(path, &body("[x](gil.md#^)")), ["why"]);
    assert_eq!(editor.labels(path, &body("![x](^)")), ["lock.svg"]);
    assert_eq!(editor.choose(path, &block("> [!W^"), "WARNING"), block("> [!WARNING"));
    assert_eq!(editor.choose(path, &block("```pyc^"), "pycon"), block("```pycon"));
    assert_eq!(editor.choose(path, &block("```python nor^"), "norun"), block("```python norun"));
    assert_eq!(editor.choose(path, &block("```python from=\"^\""), "list.py"), block("```python from=\"list.py\""));
    assert_eq!(editor.labels(path, &block("```python from=\"list.py\" part=^")), ["first"]);
    assert_eq!(
        editor.labels("content/python/locks.md", &block("```python session=a\n```\n```python session=^")),
        ["a"]
    );
    assert_eq!(editor.choose(path, &block("```python env=^ lines"), "django"), block("```python env=django lines"));
    assert_eq!(editor.labels(path, &block("```python mask=\"address,ti^\"")), ["time"]);
    assert_eq!(editor.labels(path, &block("```python\n[[^")), [""; 0]);
    // By its title, too.
    assert_eq!(editor.labels(path, &body("[[What is^")), ["python/gil"]);
}

#[test]
fn the_schema_completes_and_explains_the_settings() {
    let (_folder, mut editor) = on_disk(&guide());
    let path = "book.toml";
    assert!(editor.labels(path, &format!("{BOOK}[^")).contains(&"difficulty".to_owned()));
    let keys = editor.labels(path, "[book]\ntitle = \"x\"\n^\n");
    assert!(keys.contains(&"base_url".to_owned()) && !keys.contains(&"title".to_owned()), "{keys:?}");
    assert_eq!(editor.labels(path, &format!("{BOOK}[check]\noff = [\"orph^\"]")), ["orphan"]);
    assert_eq!(
        editor.choose(path, &format!("{BOOK}[markdown]\nhtml = ^"), "true"),
        format!("{BOOK}[markdown]\nhtml = true")
    );
    let hover = editor.ask("hover", path, &BOOK.replace("title", "ti^tle"));
    assert_eq!(hover["contents"]["value"], "`title`: The guide's title, on every page.");
    let front = format!("{FRONT}ord^er = 1\n+++\n");
    let hover = editor.ask("hover", "content/other.md", &front);
    assert!(
        hover["contents"]["value"].as_str().unwrap().starts_with("`order`: The place within the chapter"),
        "{hover}"
    );
}

#[test]
fn hover_tells_of_what_a_link_leads_to() {
    let (_folder, mut editor) = on_disk(&guide());
    let path = "content/python/new.md";
    for line in ["[x](g^il.md)", "[[python^/gil]]", "[🦀](gil.md#why^)", "[[python/gil#why|x^]]"] {
        let hover = editor.ask("hover", path, &format!("{FRONT}+++\n🦀 {line}\n"));
        let value = hover["contents"]["value"].as_str().unwrap_or_else(|| panic!("{line}: {hover}"));
        assert!(value.starts_with("**What is the *GIL*?**\n\n"), "{value}");
        assert!(
            value.contains("A lock. See About python/locks.") && value.contains("`python/gil` · Basic · Threads"),
            "{value}"
        );
        assert_eq!(value.contains("§ Why"), line.contains('#'), "{value}");
        assert_eq!(hover["range"]["start"], json!({ "line": 4, "character": 3 }));
    }
    for (line, expected) in
        [("requires = [\"python/^gil\"]", "**What is the *GIL*?**"), ("tags = [\"thr^eads\"]", "**Threads**")]
    {
        let hover = editor.ask("hover", path, &format!("{FRONT}{line}\n+++\n"));
        assert!(hover["contents"]["value"].as_str().unwrap().starts_with(expected), "{hover}");
    }
    let hover = editor.ask("hover", path, "+++\ntitle = \"x\"\ndifficulty = \"ba^sic\"\n+++\n");
    assert_eq!(hover["contents"]["value"], "**Basic** · level 1 of 3");
    assert_eq!(editor.ask("hover", path, &format!("{FRONT}+++\nno^thing\n")), Value::Null);
}

#[test]
fn definitions_and_references_are_places_of_files() {
    let (folder, mut editor) = on_disk(&guide());
    let path = "content/python/new.md";
    let gil = text(folder.path(), "content/python/gil.md");
    let line = |wanted: &str, text: &str| text.lines().position(|line| line.contains(wanted)).unwrap();
    let mut definition = |marked: &str| {
        let found = editor.ask("definition", path, marked);
        let place = &found[0];
        let uri = place["uri"].as_str().unwrap_or_else(|| panic!("{marked}: {found}")).to_owned();
        (uri.rsplit("/content/").next().unwrap().to_owned(), place["range"]["start"]["line"].as_u64().unwrap())
    };
    let body = |text: &str| format!("{FRONT}+++\n{text}\n\n## Own\n");
    let why = line("## Why", &gil) as u64;
    assert_eq!(definition(&body("[x](gi^l.md#why)")), ("python/gil.md".to_owned(), why));
    assert_eq!(definition(&body("[[python/^gil]]")), ("python/gil.md".to_owned(), 0));
    assert_eq!(definition(&body("[x](^#own)")), ("python/new.md".to_owned(), 6));
    assert_eq!(definition(&body("![x](loc^k.svg)")), ("python/lock.svg".to_owned(), 0));
    assert_eq!(definition(&body("[x](in^dex.md)")), ("python/index.md".to_owned(), 0));
    assert_eq!(definition(&format!("{FRONT}requires = [\"oth^er\"]\n+++\n")), ("other.md".to_owned(), 0));
    let book = line("threads", TWO_TAGS) as u64;
    let (uri, at) = definition(&format!("{FRONT}tags = [\"thr^eads\"]\n+++\n"));
    assert!(uri.ends_with("/book.toml") && at == book, "{uri} {at}");
    editor.close(path);
    let mut references = |path: &str, marked: &str| -> BTreeMap<String, usize> {
        let mut by_file = BTreeMap::new();
        for place in editor.ask("references", path, marked).as_array().unwrap() {
            let uri = place["uri"].as_str().unwrap();
            *by_file.entry(uri.rsplit("/content/").next().unwrap().to_owned()).or_default() += 1;
        }
        by_file
    };
    let of =
        |pairs: &[(&str, usize)]| pairs.iter().map(|(path, n)| ((*path).to_owned(), *n)).collect::<BTreeMap<_, _>>();
    let path = "content/python/gil.md";
    assert_eq!(references(path, &gil.replace("It is.", "It^ is.")), of(&[("other.md", 2)]));
    assert_eq!(references(path, &gil.replace("## Why", "## W^hy")), of(&[("other.md", 1)]));
    assert_eq!(references(path, &gil.replace("[[python/locks]]", "[[python^/locks]]")), of(&[("python/gil.md", 1)]));
    let tagged = [("other.md", 1), ("python/gil.md", 1), ("python/locks.md", 1)];
    assert_eq!(references(path, &gil.replace("threads", "thr^eads")), of(&tagged));
    assert_eq!(references("book.toml", &TWO_TAGS.replace("threads", "^threads")), of(&tagged));
}

#[test]
fn hints_with_one_answer_are_code_actions() {
    let (_folder, mut editor) = on_disk(&guide());
    let path = "content/other.md";
    let wrong = "+++\ntitle = \"🦀\"\ndificulty = \"basic\"\ntags = [\"thread\"]\n+++\n🦀 [x](python/gli.md) and [[python/lokcs]]\n";
    editor.open(path, wrong);
    let uri = editor.address(path);
    let whole = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
    let mut actions = |range: &Value, only: Value| {
        let context = json!({ "diagnostics": [], "only": only });
        let params = json!({ "textDocument": { "uri": uri }, "range": range, "context": context });
        editor.request("textDocument/codeAction", params).as_array().unwrap().clone()
    };
    let here = json!({ "start": { "line": 5, "character": 8 }, "end": { "line": 5, "character": 8 } });
    let found = actions(&here, json!(["quickfix"]));
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["title"], "Write `python/gil.md`");
    assert_eq!(found[0]["diagnostics"][0]["code"], "no-such-topic");
    let edits = |action: &Value| {
        let edits = action["edit"]["changes"][&uri].as_array().unwrap().clone();
        with_edits(wrong, &edits.iter().collect::<Vec<_>>())
    };
    assert_eq!(edits(&found[0]), wrong.replace("gli", "gil"));
    let all = actions(&whole, json!(["source"]));
    assert_eq!(all.len(), 1);
    let right = wrong.replace("dificulty", "difficulty").replace("thread", "threads").replace("gli", "gil");
    assert_eq!(edits(&all[0]), right.replace("lokcs", "locks"));
    assert!(
        actions(
            &json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 1 } }),
            json!(["quickfix"])
        )
        .is_empty()
    );
}

#[test]
fn the_outline_is_a_tree_and_the_front_matter_folds() {
    let (_folder, mut editor) = on_disk(&guide());
    let path = "content/other.md";
    let text = format!("{FRONT}+++\nText.\n\n## One\n\n### Inner 🦀\n\nText.\n\n## Two\n\n```python\nx = 1\n```\n");
    editor.open(path, &text);
    let uri = editor.address(path);
    let symbols = editor.request("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri } }));
    let names: Vec<&str> = symbols.as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["One", "Two"]);
    assert_eq!(symbols[0]["children"][0]["name"], "Inner 🦀");
    let folds = editor.request("textDocument/foldingRange", json!({ "textDocument": { "uri": uri } }));
    let lines: Vec<(u64, u64)> = folds
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["startLine"].as_u64().unwrap(), it["endLine"].as_u64().unwrap()))
        .collect();
    assert_eq!(lines, [(0, 3), (6, 10), (8, 10), (12, 16), (14, 16)]);
}
