//! Tables of words: `words.csv` and `NAME.words.csv`.

use std::fs;
use std::io::Read;
use std::path::Path;

use proptest::prelude::*;
use studybook::build::memory::Memory;
use studybook::cards::named;
use studybook::path::{SourcePath, TopicPath};
use studybook::problem::report::Report;
use studybook::reading::inputs::{TextFile, TopicFile};
use studybook::reading::settings::MarkdownSettings;
use studybook::topic::parse::{self, Topic};

use crate::guide::{TWO_TAGS, TestGuide, stderr, stdout, studybook};
use crate::server::served;

const WORDS: &str = "prompt,answer,tags,difficulty,note,audio,id\n\
    el pan,the bread,threads,basic,\"*masculine*, see [[food/milk]]\",pan.mp3,bread\n\
    comer,\"to eat, to have\",memory threads,advanced,,,\n";

fn guide() -> TestGuide {
    TestGuide::new()
        .book(TWO_TAGS)
        .chapter("food", "Food")
        .topic("food/milk", "All [words](words.csv#comer), and [[food/words]].\n")
        .file("content/food/words.csv", WORDS)
        .file("content/food/pan.mp3", "sound")
}

fn catalogue(outcome: &crate::guide::Outcome) -> serde_json::Value {
    serde_json::from_str(&outcome.page("topics.json")).unwrap()
}

fn read(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join(path)).unwrap()
}

#[test]
fn each_row_is_a_card_and_a_line_of_a_page() {
    let outcome = guide().build();
    outcome.is_clean();
    let json = catalogue(&outcome);
    let cards: Vec<_> = json["cards"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["id"].as_str().unwrap(), it["kind"].as_str().unwrap(), it["prompt"].as_str().unwrap()))
        .collect();
    assert_eq!(cards, [("food/words#bread", "question", "el pan"), ("food/words#comer", "question", "comer")]);
    let table = json["topics"].as_array().unwrap().iter().find(|it| it["id"] == "food/words").unwrap();
    assert_eq!((&table["title"], &table["difficulty"]), (&"Words".into(), &"basic".into()));
    assert_eq!(table["tags"], serde_json::json!(["threads", "memory"]));
    let page = outcome.main("food/words.html");
    for expected in [
        "<details class=\"question\" data-card=\"food/words#bread\" id=\"bread\"><summary>el pan</summary>",
        "<p>the bread</p>",
        "<p class=\"note\"><em>masculine</em>, see <a href=\"milk.html\">",
        "<audio controls preload=\"none\" src=\"pan.mp3\" aria-label=\"el pan\">",
        "<summary>comer</summary>\n<div class=\"answer\"><p>to eat, to have</p>\n</div>",
    ] {
        assert!(page.contains(expected), "{expected} in {page}");
    }
    assert!(outcome.main("food/milk.html").contains("href=\"words.html#comer\""));
    assert_eq!(
        outcome.page("food/words.md"),
        "# Words\n\n| prompt | answer | note | audio |\n| --- | --- | --- | --- |\n\
         | el pan | the bread | *masculine*, see [About food/milk](milk.md) | ![el pan](pan.mp3) |\n\
         | comer | to eat, to have |  |  |\n"
    );
    assert!(outcome.page("food/milk.md").contains("[words](words.md#comer)"));
}

#[test]
fn a_table_is_found_by_its_words_and_printed_with_one_side_covered() {
    let outcome = guide().build();
    let index: String = outcome
        .site()
        .files()
        .filter(|(path, _)| path.as_str().starts_with("search/"))
        .map(|(path, _)| outcome.page(path.as_str()))
        .collect();
    assert!(index.contains("#comer") || index.contains("comer"), "{index}");
    let folder = tempfile::tempdir().unwrap();
    guide().on_disk(folder.path());
    let epub = |view: &str| {
        let made = studybook(folder.path(), &["epub", "--view", view, "-o", "book.epub"]);
        assert!(made.status.success(), "{}", stderr(&made));
        let bytes = fs::read(folder.path().join("book.epub")).unwrap();
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        for index in 0..zip.len() {
            let mut file = zip.by_index(index).unwrap();
            if file.name().is_ok_and(|name| name.contains("text/")) {
                file.read_to_string(&mut text).unwrap();
            }
        }
        text
    };
    for view in ["full", "answers", "summary"] {
        let text = epub(view);
        assert!(text.contains("to eat, to have") && text.contains("<p class=\"ask\">comer</p>"), "{view}: {text}");
    }
    // Questions with their answers elsewhere.
    let text = epub("answers");
    let covered = text.find("<p class=\"ask\">comer</p>").unwrap();
    let answer = text.find("to eat, to have").unwrap();
    assert_eq!((text.matches(">comer</p>").count(), covered < answer), (2, true), "{text}");
    assert!(!text[covered..covered + 60].contains("to eat"), "{text}");
}

#[test]
fn a_session_knows_the_tags_and_the_level_of_a_row_and_loads_large_tables_in_parts() {
    let value = |script: &str, part: &str| -> serde_json::Value {
        let start = format!("studybookCards(\"{part}\",");
        serde_json::from_str(script.trim_end().strip_prefix(&start).unwrap().strip_suffix(')').unwrap()).unwrap()
    };
    let outcome = guide().build();
    let index = value(&outcome.page("study/index.js"), "index");
    let (memory, threads) = (0, 1);
    let length = |card: usize| index["cards"][card][4].clone();
    assert_eq!(index["tags"][threads][0], "threads");
    assert_eq!(index["cards"][0], serde_json::json!(["#bread", 1, 1, 0, length(0), 0, [threads]]));
    assert_eq!(index["cards"][1], serde_json::json!(["#comer", 1, 1, 0, length(1), 2, [memory, threads]]));
    let rows: String = (0..2_000).map(|row| format!("palabra {row},word {row},,,,,\n")).collect();
    let outcome = guide().file("content/food/words.csv", format!("{WORDS}{rows}")).build();
    let index = value(&outcome.page("study/index.js"), "index");
    let files = index["files"].as_array().unwrap();
    assert!(files.len() > 1);
    let texts: Vec<_> = files.iter().map(|name| outcome.page(&format!("study/{}", name.as_str().unwrap()))).collect();
    assert!(texts.iter().all(|text| text.len() < 100_000));
    for card in index["cards"].as_array().unwrap() {
        let file = usize::try_from(card[3].as_u64().unwrap()).unwrap();
        let id = format!("\"food/words{}\":", card[0].as_str().unwrap());
        assert!(texts[file].contains(&id), "{id} in {}", files[file]);
    }
}

#[test]
fn a_row_goes_into_a_deck_with_its_own_tags_and_level() {
    let folder = tempfile::tempdir().unwrap();
    guide().on_disk(folder.path());
    let made = studybook(folder.path(), &["anki", "--tsv", "-o", "deck.tsv"]);
    assert!(made.status.success(), "{}", stderr(&made));
    let text = read(folder.path(), "deck.tsv");
    let row = |of: &str| text.split("\tGuide::Food\t").find(|line| line.contains(of)).unwrap().to_owned();
    let (bread, eat) = (row("el pan"), row("comer"));
    assert!(
        bread.contains("the bread") && bread.contains("masculine") && bread.contains("difficulty::basic tag::threads"),
        "{bread}"
    );
    assert!(
        eat.contains("difficulty::advanced tag::memory tag::threads") && !eat.contains("difficulty::basic"),
        "{eat}"
    );
}

#[test]
fn front_matter_says_what_the_file_name_does_not() {
    let front = "+++\ntitle = 'At the *market*'\nid = 'market'\ndifficulty = 'advanced'\n+++\n";
    let built = |text: String| {
        let guide = TestGuide::new().topic("a", "").file("content/words.csv", text);
        let outcome = guide.build();
        outcome.is_clean();
        catalogue(&outcome)["topics"].as_array().unwrap().iter().find(|it| it["id"] == "market").unwrap().clone()
    };
    let plain = built(format!("{front}prompt,answer\na,b\n"));
    assert_eq!((&plain["title"], &plain["difficulty"]), (&"At the market".into(), &"advanced".into()));
    // As a spreadsheet writes it.
    let padded: String = front.lines().map(|line| format!("{line},,\n")).collect();
    assert_eq!(built(format!("{padded}prompt,answer,note\na,b,c\n")), plain);
    TestGuide::new()
        .topic("a", "")
        .file("content/words.csv", "+++\nkind = 'page'\n+++\nprompt,answer\na,b\n")
        .build()
        .says("the file is a table of words");
}

#[test]
fn a_link_names_the_file_that_is_there() {
    guide().topic("food/more", "[x](words.md)\n").build().says("did you mean `words.csv`?");
    guide().topic("food/more", "[x](milk.words.csv)\n").build().says("did you mean `milk.md`?");
}

#[test]
fn ids_are_written_into_their_column_or_into_a_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let plain = "\u{feff}prompt;answer\r\n\"say \"\"x\"\"\";\"a\r\nb\"\r\n;\r\n\r\nél;he\r\n";
    guide().file("content/food/more.words.csv", plain).on_disk(folder.path());
    let written = studybook(folder.path(), &["ids"]);
    assert_eq!(stdout(&written), "wrote 3 ids into 2 files\n", "{}", stderr(&written));
    assert_eq!(read(folder.path(), "content/food/words.csv"), WORDS.replace("advanced,,,", "advanced,,,comer"));
    let expected = "\u{feff}prompt;answer;id\r\n\"say \"\"x\"\"\";\"a\r\nb\";say-x\r\n;;\r\n\r\nél;he;él\r\n";
    assert_eq!(read(folder.path(), "content/food/more.words.csv"), expected);
    assert_eq!(stdout(&studybook(folder.path(), &["ids"])), "wrote 0 ids into 0 files\n");
}

#[test]
fn a_table_moves_and_its_tags_and_links_follow() {
    let folder = tempfile::tempdir().unwrap();
    guide().on_disk(folder.path());
    let run = |arguments: &[&str]| {
        let output = studybook(folder.path(), arguments);
        assert!(output.status.success(), "{arguments:?}: {}", stderr(&output));
    };
    run(&["mv", "food/words.csv", "food/nouns"]);
    let front = "+++\ntitle = 'Words'\nid = \"food/words\"\naliases = [\"food/words.html\"]\n+++\n";
    assert_eq!(read(folder.path(), "content/food/nouns.words.csv"), format!("{front}{WORDS}"));
    assert!(read(folder.path(), "content/food/milk.md").contains("[words](nouns.words.csv#comer), and [[food/nouns]]"));
    run(&["mv", "tag:memory", "tag:threads"]);
    run(&["mv", "level:basic", "level:easy"]);
    run(&["mv", "food/pan.mp3", "food/a,b.mp3"]);
    run(&["mv", "food/nouns.words.csv", "food/verbs.words.csv"]);
    run(&["mv", "food/", "eat"]);
    let expected = "el pan,the bread,threads,easy,\"*masculine*, see [[eat/milk]]\",a%2Cb.mp3,bread\ncomer,\"to eat, to have\",threads,advanced,,,\n";
    let moved = read(folder.path(), "content/eat/verbs.words.csv");
    assert!(moved.ends_with(expected), "{moved}");
    run(&["check"]);
}

#[test]
fn the_preview_follows_a_row() {
    let (folder, server) = served(&guide());
    let page = server.get("/food/words.html");
    assert!(page.body.contains("/.studybook/reload.js") && page.body.contains("the bread"), "{}", page.body);
    assert!(!page.head.to_lowercase().contains("sandbox"), "{}", page.head);
    let mut events = server.events();
    assert_eq!(events.next()["version"], 1);
    guide().file("content/food/words.csv", WORDS.replace("the bread", "the loaf")).on_disk(folder.path());
    let event = events.find(|event| event["version"] != 1);
    let names = |path: &str| event["changed"].as_array().unwrap().iter().any(|file| file == path);
    assert!(names("food/words.html") && names("food/words.md") && !names("food/pan.mp3"), "{event}");
    assert!(server.get("/food/words.html").body.contains("the loaf"));
}

#[test]
fn a_change_of_a_row_reaches_every_page() {
    let mut memory = Memory::default();
    guide().rebuild(&mut memory);
    for (from, to) in
        [("the bread", "the loaf"), ("memory threads", "threads"), ("basic", "advanced"), (",bread\n", ",loaf\n")]
    {
        let changed = guide().file("content/food/words.csv", WORDS.replace(from, to)).topic("food/more", "tags");
        let changed = changed.topic_with("food/more", "tags = [\"memory\"]", "");
        let (again, fresh) = (changed.rebuild(&mut memory), changed.build());
        for (path, _) in fresh.site().files() {
            assert_eq!(again.bytes(path.as_str()), fresh.bytes(path.as_str()), "{path} after {to}");
        }
    }
}

fn parsed(text: &str) -> (Topic, Report) {
    let file = TextFile { source: SourcePath::new("content/words.csv"), text: text.into() };
    let file = TopicFile { path: TopicPath::new("words"), is_index: false, file };
    let mut report = Report::new();
    let topic = parse::parse(&file, MarkdownSettings::default(), &[], &mut report);
    (topic.expect("a table needs no front matter"), report)
}

proptest! {
    #[test]
    fn every_word_of_a_row_is_in_its_question_or_a_problem_is_told(rows in proptest::collection::vec(("[a-c \"*|]{0,6}", "[a-c \",é#]{0,6}", "[a-c;]{0,4}"), 1..6)) {
        let cell = |text: &String| format!("\"{}\"", text.replace('"', "\"\""));
        let lines: Vec<String> = rows.iter().map(|(a, b, c)| [a, b, c].map(cell).join(",")).collect();
        let text = format!("prompt,answer,note\n{}\n", lines.join("\n"));
        let (topic, report) = parsed(&text);
        let is_word = |row: &&(String, String, String)| [&row.0, &row.1, &row.2].iter().any(|cell| !cell.trim().is_empty());
        let whole: Vec<_> = rows.iter().filter(is_word).collect();
        let document = &topic.document;
        prop_assert_eq!(document.questions.len(), whole.len());
        let told = report.sorted().len();
        let lacking = whole.iter().filter(|(prompt, answer, _)| prompt.trim().is_empty() || answer.trim().is_empty()).count();
        prop_assert!(told >= lacking);
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        for (row, section) in whole.iter().zip(&document.sections[1..]) {
            prop_assert_eq!(letters(&section.heading), letters(&row.0));
            prop_assert_eq!(letters(&section.text), letters(&format!("{} {}", row.1, row.2)));
        }
        // With ids the rows are what they were.
        if report.errors() == 0 {
            let (named, ids) = named::rewrite(&text, &text, &topic).unwrap();
            let (again, _) = parsed(&named);
            prop_assert_eq!(ids, document.questions.len());
            prop_assert_eq!(&again.document.pieces, &document.pieces);
            prop_assert!(again.document.questions.iter().all(|question| question.id.is_some()));
            prop_assert_eq!(named::rewrite(&named, &named, &again).unwrap(), (named, 0));
        }
    }
}
