//! The manual tells the truth: its generated pages are up to date, its Markdown and settings are read without a problem,
//! and its settings for languages run.
//!
//! `INSTA_UPDATE=always cargo test --test suite manual` writes the generated pages anew; the difference then stands in `git diff`.

mod generated;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use studybook::topic::fence::ATTRIBUTES;
use walkdir::WalkDir;

use crate::guide::{BOOK, TestGuide};
#[cfg(unix)]
use crate::guide::{stderr, stdout, studybook};

fn content() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("manual/content")
}

fn page(name: &str) -> String {
    fs::read_to_string(content().join(name)).unwrap().replace("\r\n", "\n")
}

/// A block of a page: the words behind its backticks, and what it holds.
struct Block {
    place: String,
    info: String,
    text: String,
}

impl Block {
    fn language(&self) -> &str {
        self.info.split(' ').next().unwrap()
    }
}

/// The blocks of a page; those inside of another are part of it.
fn blocks(name: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open: Option<(usize, Block)> = None;
    for (number, line) in page(name).lines().enumerate() {
        let ticks = line.bytes().take_while(|byte| *byte == b'`').count();
        match open.take() {
            Some((fence, block)) if ticks >= fence && line.len() == ticks => blocks.push(block),
            Some((fence, mut block)) => {
                block.text.push_str(line);
                block.text.push('\n');
                open = Some((fence, block));
            }
            None if ticks >= 3 => {
                let place = format!("manual/content/{name}:{}", number + 1);
                open = Some((ticks, Block { place, info: line[ticks..].to_owned(), text: String::new() }));
            }
            None => {}
        }
    }
    assert!(open.is_none(), "{name}");
    blocks
}

fn all_blocks() -> Vec<Block> {
    let root = content();
    let files = WalkDir::new(&root).sort_by_file_name().into_iter().map(|entry| entry.unwrap().into_path());
    let pages = files.filter(|path| path.extension().is_some_and(|it| it == "md"));
    let name = |path: PathBuf| path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
    pages.map(name).flat_map(|name| blocks(&name)).collect()
}

#[test]
fn the_generated_pages_are_up_to_date() {
    let renew = std::env::var("INSTA_UPDATE").is_ok_and(|it| it == "always");
    let mut stale = Vec::new();
    for (name, text) in generated::pages() {
        let path = content().join("reference").join(&name);
        if renew {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &text).unwrap();
        } else if fs::read_to_string(&path).ok().map(|it| it.replace("\r\n", "\n")) != Some(text) {
            stale.push(name);
        }
    }
    assert!(stale.is_empty(), "stale: {stale:?}; write them by `INSTA_UPDATE=always cargo test --test suite manual`");
}

#[test]
fn every_attribute_of_a_block_has_a_row() {
    let page = page("examples/attributes.md");
    for name in ATTRIBUTES {
        let row = page.lines().any(|line| line.starts_with(&format!("| `{name}")));
        assert!(row, "`{name}` has no row in manual/content/examples/attributes.md");
    }
}

#[test]
fn every_key_of_a_runner_is_explained() {
    let schema: serde_json::Value = serde_json::from_str(studybook::reading::schemas::BOOK_SCHEMA).unwrap();
    let keys = &schema["properties"]["examples"]["additionalProperties"]["properties"];
    let pages = ["languages", "sessions", "python"].map(|name| page(&format!("examples/{name}.md"))).concat();
    for key in keys.as_object().unwrap().keys() {
        assert!(pages.contains(&format!("`{key}`")) || pages.contains(&format!("\n{key} = ")), "`{key}`");
    }
}

/// A guide with the topics, files and tags that the manual's pieces name.
fn surroundings() -> TestGuide {
    let book = format!("{BOOK}food = {{ label = \"Food\" }}\n[markdown]\nabbreviations = true\n");
    let topics = ["food/sourdough", "food/bread", "food/flour", "tools/oven"];
    let guide = topics.iter().fold(TestGuide::new().book(&book), |guide, path| {
        guide.topic(path, "## Pitfalls\n\nIt sinks.\n").chapter(path.split('/').next().unwrap(), "Chapter")
    });
    let tagged = guide.topic_with("food/milk", "tags = [\"food\"]", "White.\n");
    tagged.file("content/food/bread.svg", "<svg/>").file("content/food/pan.mp3", "").file("content/food/recipe.pdf", "")
}

#[test]
fn every_piece_of_markdown_is_read_without_a_problem() {
    let pieces: Vec<Block> = all_blocks().into_iter().filter(|block| block.language() == "markdown").collect();
    assert!(pieces.len() > 15, "{}", pieces.len());
    for piece in pieces {
        let title = piece.info.split("title=\"").nth(1).and_then(|rest| rest.split('"').next());
        let guide = match title.filter(|_| piece.text.starts_with("+++")) {
            Some(path) => surroundings().file(path, &piece.text),
            None => surroundings().topic("food/piece", &piece.text),
        };
        let problems = guide.build().problems;
        // Some languages are run by a guide's own settings, which this one has not.
        let is_told = |line: &&str| {
            (line.starts_with("error") || line.starts_with("warning")) && !line.contains("nothing runs this block")
        };
        let told: Vec<&str> = problems.lines().filter(is_told).collect();
        assert_eq!(told, Vec::<&str>::new(), "{}\n{problems}", piece.place);
    }
}

/// The settings that the manual shows, each as a whole `book.toml`.
fn settings() -> Vec<Block> {
    let mut settings: Vec<Block> =
        all_blocks().into_iter().filter(|it| it.info == "toml title=\"book.toml\"").collect();
    for block in settings.iter_mut().filter(|block| !block.text.contains("[book]\n")) {
        block.text.insert_str(0, "[book]\ntitle = \"Guide\"\n\n");
    }
    settings
}

#[test]
fn every_setting_is_read_without_a_problem() {
    let settings = settings();
    assert!(settings.len() > 15, "{}", settings.len());
    for block in settings {
        let levels = if block.text.contains("id = \"a1\"") { "difficulty = \"a1\"\ntags = []" } else { "tags = []" };
        let guide = TestGuide::new().book(&block.text).file("content/logo.svg", "<svg/>");
        let problems = guide.topic_with("a", levels, "Text.\n").build().problems;
        let told: Vec<&str> = problems
            .lines()
            .filter(|line| line.starts_with("error") || line.starts_with("warning"))
            .filter(|line| !line.contains("no topic uses the tag"))
            .collect();
        assert_eq!(told, Vec::<&str>::new(), "{}", block.place);
    }
}

/// Of the page of languages: the settings of each, and its example with what it prints.
fn languages() -> BTreeMap<String, (String, String)> {
    let mut languages: BTreeMap<String, (String, String)> = BTreeMap::new();
    let mut setting = None;
    for block in blocks("examples/languages.md") {
        let language = block.language().to_owned();
        if block.info == "toml title=\"book.toml\"" {
            setting = Some(block.text);
        } else if let Some(setting) = setting.take() {
            assert!(setting.starts_with(&format!("[examples.{language}]\n")), "{}", block.place);
            languages.insert(language, (setting, block.text));
        }
    }
    languages
}

/// Whether a program is there that can do what the page's example needs.
#[cfg(unix)]
fn is_there(language: &str) -> bool {
    let answer = |program: &str, argument: &str| {
        let output = std::process::Command::new(program).arg(argument).output().ok().filter(|it| it.status.success());
        output.map(|it| String::from_utf8_lossy(&it.stdout).into_owned())
    };
    match language {
        "sh" => true,
        "sql" => answer("sqlite3", "--version").is_some_and(|it| !it.starts_with("3.1") && !it.starts_with("3.2")),
        "javascript" => answer("node", "--version").is_some(),
        "typescript" => answer("node", "--version")
            .and_then(|it| it.trim_start_matches('v').split('.').next()?.parse::<u32>().ok())
            .is_some_and(|major| major >= 23),
        "go" => answer("go", "version").is_some(),
        "rust" => answer("rustc", "--version").is_some(),
        "java" => answer("javac", "--version").is_some(),
        "c" => answer("cc", "--version").is_some(),
        other => panic!("say when `{other}` can be tried"),
    }
}

#[cfg(unix)]
#[test]
fn the_settings_for_languages_run_where_these_are_there() {
    let mut book = String::from("[book]\ntitle = \"Guide\"\n");
    let mut body = String::new();
    let mut tried = 0;
    for (language, (setting, code)) in languages().into_iter().filter(|(language, _)| is_there(language)) {
        book.push_str(&setting);
        body.push_str(&format!("```{language}\n{code}```\n\n```output\nWHAT IT PRINTS\n```\n\n"));
        tried += 1;
    }
    if tried == 0 {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    TestGuide::new().book(&book).topic_with("a", "tags = []", &body).on_disk(folder.path());
    let fixed = studybook(folder.path(), &["test", "--fix"]);
    let told = stdout(&fixed);
    assert!(told.ends_with(&format!("{tried} passed, 0 failed\n")), "{told}{}", stderr(&fixed));
    let text = fs::read_to_string(folder.path().join("content/a.md")).unwrap();
    assert!(!text.contains("WHAT IT PRINTS"), "{text}");
}

#[test]
fn the_manual_runs_languages_by_the_settings_it_shows() {
    let book = fs::read_to_string(content().join("../book.toml")).unwrap().replace("\r\n", "\n");
    let book: toml::Table = book.parse().unwrap();
    let own = book["examples"].as_table().unwrap();
    let mut same = 0;
    for (language, (setting, _)) in languages() {
        let shown: toml::Table = setting.parse().unwrap();
        if let Some(own) = own.get(&language).filter(|_| language != "sh") {
            assert_eq!(&shown["examples"][&language], own, "{language}");
            same += 1;
        }
    }
    assert_eq!(same + 1, own.len());
}
