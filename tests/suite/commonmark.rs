//! The examples of CommonMark's and GFM's specifications, through the whole rendering of a topic.
//!
//! They come with the source of `pulldown-cmark`, where cargo keeps it. What a page adds (frames of code and tables, links at headings, sections)
//! is taken away before comparing. What differs on purpose is listed with its reason, so that nothing else can begin to differ.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use html5gum::{Token, Tokenizer};
use studybook::path::OutputPath;

use crate::guide::TestGuide;

/// An example: what it is called, Markdown, HTML.
type Example = (String, String, String);

/// Where cargo keeps the source of a crate.
fn source_of(crate_name: &str) -> PathBuf {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages.iter().find(|package| package["name"] == crate_name).unwrap();
    PathBuf::from(package["manifest_path"].as_str().unwrap()).parent().unwrap().to_path_buf()
}

/// The examples of a file of tests: `let original = r##"…"##; let expected = r##"…"##;`.
fn examples(name: &str) -> Vec<Example> {
    let text = fs::read_to_string(source_of("pulldown-cmark").join(format!("tests/suite/{name}.rs"))).unwrap();
    let raw = |text: &str| {
        let start = text.find("r##\"").unwrap() + 4;
        text[start..start + text[start..].find("\"##;").unwrap()].to_owned()
    };
    let parts = text.split("let original = ").skip(1).enumerate();
    parts
        .map(|(at, part)| (format!("{name} {}", at + 1), raw(part), raw(&part[part.find("\"##;").unwrap()..])))
        .collect()
}

/// What a page adds to the HTML of a specification, with all that stands in it.
fn is_added(name: &str, class: &str) -> bool {
    matches!(name, "figcaption" | "button") || class == "gap"
}

/// The elements of a page that only stand round others.
fn is_frame(name: &str, class: &str) -> bool {
    matches!(name, "figure" | "section" | "i")
        || class == "here"
        || name == "div" && !class.is_empty()
        || name == "span" && class.starts_with("line")
}

/// HTML in a form in which what means the same is equal: tags with the attributes that a specification speaks of, and text.
fn plain(html: &str) -> String {
    const KEPT: [&str; 8] = ["href", "src", "alt", "title", "start", "checked", "disabled", "type"];
    let mut out = String::new();
    // Elements that are open: their names, and whether they and all in them are left out.
    let mut frames: Vec<(String, bool, bool)> = Vec::new();
    for token in Tokenizer::new(html) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                let value = |name: &str| {
                    tag.attributes.get(name.as_bytes()).map(|value| String::from_utf8_lossy(value).into_owned())
                };
                let class = value("class").unwrap_or_default();
                let outer = frames.last().is_some_and(|(_, left_out, _)| *left_out);
                let (left_out, frame) = (outer || is_added(&name, &class), is_frame(&name, &class));
                if !left_out && !frame {
                    // The title of a page is its first heading; those of the text are below it.
                    out.push_str(&format!("<{}", if name == "h1" { "h2" } else { &name }));
                    for kept in KEPT {
                        if let Some(mut value) = value(kept) {
                            // The files of the examples are not there: a link to one leads nowhere.
                            let is_whole = value.contains("://") || value.starts_with("mailto:");
                            if matches!(kept, "href" | "src") && !is_whole {
                                value.clear();
                            }
                            out.push_str(&format!(" {kept}=\"{value}\""));
                        }
                    }
                    if name == "code" && class.starts_with("language-") {
                        out.push_str(&format!(" class=\"{class}\""));
                    }
                    out.push('>');
                }
                if !tag.self_closing && !matches!(name.as_str(), "img" | "br" | "hr" | "input") {
                    frames.push((name, left_out, frame));
                }
            }
            Token::EndTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                if let Some(at) = frames.iter().rposition(|(open, ..)| *open == name) {
                    let (_, left_out, frame) = frames[at].clone();
                    frames.truncate(at);
                    if !left_out && !frame {
                        out.push_str(&format!("</{}>", if name == "h1" { "h2" } else { &name }));
                    }
                }
            }
            Token::String(text) if !frames.last().is_some_and(|(_, left_out, _)| *left_out) => {
                let text = String::from_utf8_lossy(&text);
                let in_code = frames.iter().any(|(name, ..)| name == "pre");
                out.push_str(&if in_code { text.into_owned() } else { text.replace('\n', " ") });
            }
            _ => {}
        }
    }
    loop {
        let shorter = out.replace("> ", ">").replace(" <", "<").replace("  ", " ");
        if shorter == out {
            return out.trim().to_owned();
        }
        out = shorter;
    }
}

/// What differs on purpose: why, and the numbers of the examples in `spec`.
const DIFFERENT: [(&str, &str); 7] = [
    ("addresses on other servers stand as they are written: browsers encode them", "20 346 526 538 603"),
    ("what opens a block is read as it is written, so that `title=\"C:\\new\"` needs no escapes", "24 34"),
    ("a dollar that begins no formula is covered while Markdown is read, and is no punctuation then", "354"),
    ("two brackets are a link to a topic", "548 559 590"),
    ("a picture that stands alone and has a title is a figure with that caption", "572 573 577 588 589 591"),
    ("addresses of unknown kinds are told, and lead nowhere", "596 599"),
    ("bare addresses are links, as in GFM", "608 611"),
];

#[test]
fn the_examples_of_the_specifications_are_rendered_as_they_say() {
    let all: Vec<Example> =
        ["spec", "gfm_table", "gfm_strikethrough", "gfm_tasklist"].iter().flat_map(|name| examples(name)).collect();
    assert!(all.len() > 650, "{}", all.len());
    let book = "[book]\ntitle = \"Guide\"\n[tags]\nthreads = {}\n[markdown]\nhtml = true\n[study]\nenabled = false\n";
    let path = |name: &str| name.replace([' ', '_'], "-");
    let mut guide = TestGuide::new().book(book);
    for (name, markdown, _) in &all {
        guide = guide.topic(&path(name), markdown);
    }
    let outcome = guide.build();
    let site = &outcome.built.as_ref().unwrap().site;
    let mut different: BTreeMap<String, String> = BTreeMap::new();
    for (name, markdown, expected) in &all {
        let file = site.get(&OutputPath::new(&format!("{}.html", path(name)))).unwrap();
        let page = String::from_utf8(file.bytes().unwrap().to_vec()).unwrap();
        let start = page.find("<div class=\"prose\">").unwrap() + "<div class=\"prose\">".len();
        let end = page.rfind("</div>\n</div>\n<nav class=\"onward\"").unwrap();
        let (found, wanted) = (plain(&page[start..end]), plain(expected));
        if found != wanted {
            different.insert(name.clone(), format!("{name}\n{markdown}\nwanted {wanted}\nfound  {found}\n"));
        }
    }
    let listed: Vec<String> = DIFFERENT
        .iter()
        .flat_map(|(_, numbers)| numbers.split_whitespace().map(|number| format!("spec {number}")))
        .collect();
    let new: Vec<&String> = different.iter().filter(|(name, _)| !listed.contains(name)).map(|(_, text)| text).collect();
    let gone: Vec<&String> = listed.iter().filter(|name| !different.contains_key(*name)).collect();
    assert!(
        new.is_empty(),
        "{} differ:\n{}",
        new.len(),
        new.iter().map(|it| it.as_str()).collect::<Vec<_>>().join("\n")
    );
    assert!(gone.is_empty(), "these are as they should be: {gone:?}");
}
