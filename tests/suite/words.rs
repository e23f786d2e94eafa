//! The words of the interface in other languages: each file is whole, and says no value that the English words do not have.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::guide::TestGuide;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/words")
}

/// The words of a file by their keys, tables joined by a dot.
fn words(path: &Path) -> BTreeMap<String, String> {
    let text = fs::read_to_string(path).unwrap();
    let table: toml::Table = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut found = BTreeMap::new();
    let mut waiting: Vec<(String, toml::Value)> = table.into_iter().collect();
    while let Some((key, value)) = waiting.pop() {
        match value {
            toml::Value::Table(inner) => {
                waiting.extend(inner.into_iter().map(|(name, value)| (format!("{key}.{name}"), value)));
            }
            toml::Value::String(text) => {
                found.insert(key, text);
            }
            other => panic!("{}: {key} is {other}", path.display()),
        }
    }
    found
}

/// `{n}` and the like in a word.
fn values(word: &str) -> BTreeSet<&str> {
    word.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

fn languages() -> Vec<(String, BTreeMap<String, String>)> {
    let files = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let named = files.map(|path| (path.file_stem().unwrap().to_string_lossy().into_owned(), words(&path)));
    let mut all: Vec<_> = named.filter(|(name, _)| name != "en").collect();
    all.sort();
    all
}

/// The words of the study pages that are said of a number: each stands beside a `…_one`.
fn counted(english: &BTreeMap<String, String>) -> Vec<&str> {
    let bases = english.keys().filter(|key| key.starts_with("study")).filter_map(|key| key.strip_suffix("_one"));
    bases.filter(|base| english.contains_key(*base)).collect()
}

/// The forms that a language has beside the one for one and the one for all others, as Unicode names them. Those for fractions
/// and for millions are left out.
fn forms(language: &str) -> &'static [&'static str] {
    match language {
        "ar" => &["two", "few", "many"],
        "pl" | "ru" => &["few"],
        _ => &[],
    }
}

/// Whether a form says its number in words: Arabic has a singular for one and a dual for two.
fn is_said_in_full(language: &str, key: &str, word: &str, english: &str) -> bool {
    let mut missing = values(english);
    missing.retain(|value| !values(word).contains(value));
    language == "ar" && (key.ends_with("_one") || key.ends_with("_two")) && missing == BTreeSet::from(["n"])
}

/// The words of the search dialog, which stand in a script.
fn searching() -> BTreeMap<String, String> {
    let path = folder().join("../static/search-ui/words.js");
    let text = fs::read_to_string(path).unwrap();
    let table = text.split("const WORDS = {").nth(1).unwrap().split("\n    };").next().unwrap();
    let line = |line: &str| {
        line.trim().trim_end_matches(',').split_once(": ").map(|(key, word)| (key.to_owned(), word.to_owned()))
    };
    table.lines().filter_map(line).collect()
}

#[test]
fn twelve_languages_have_every_word_that_readers_see_and_its_values() {
    let english = words(&folder().join("en.toml"));
    let all = languages();
    let names: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["ar", "de", "es", "fr", "it", "ja", "ko", "pl", "pt-BR", "ru", "tr", "zh-CN"]);
    let mut wrong = Vec::new();
    for (language, words) in &all {
        for (key, word) in &english {
            match words.get(key) {
                None => wrong.push(format!("{language} has no `{key}`")),
                Some(other) if values(other) != values(word) && !is_said_in_full(language, key, other, word) => {
                    wrong.push(format!(
                        "{language}: `{key}` has the values {:?}, not {:?}",
                        values(other),
                        values(word)
                    ));
                }
                Some(other) if other.trim().is_empty() => wrong.push(format!("{language}: `{key}` says nothing")),
                Some(_) => {}
            }
        }
        let is_form = |key: &str| {
            key.rsplit_once('_')
                .is_some_and(|(base, form)| forms(language).contains(&form) && counted(&english).contains(&base))
        };
        let own =
            words.keys().filter(|key| !key.starts_with("searching") && !english.contains_key(*key) && !is_form(key));
        wrong.extend(own.map(|key| format!("{language}: English has no `{key}`")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_language_with_more_forms_of_the_plural_has_each_for_the_study_pages() {
    let english = words(&folder().join("en.toml"));
    assert!(counted(&english).len() > 10);
    let mut wrong = Vec::new();
    for (language, words) in languages() {
        for base in counted(&english) {
            for form in forms(&language) {
                let key = format!("{base}_{form}");
                match words.get(&key) {
                    None => wrong.push(format!("{language} has no `{key}`")),
                    Some(word)
                        if values(word) != values(&english[base])
                            && !is_said_in_full(&language, &key, word, &english[base]) =>
                    {
                        wrong.push(format!("{language}: `{key}` has the values {:?}", values(word)));
                    }
                    Some(_) => {}
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_search_dialog_speaks_twelve_languages() {
    let english = searching();
    assert!(english.len() > 20, "{english:?}");
    let mut wrong = Vec::new();
    for (language, words) in languages() {
        for (key, word) in &english {
            // A word with forms for numbers has at least the one for all others.
            let key = format!("searching.{key}");
            let Some(other) = words.get(&key).or_else(|| words.get(&format!("{key}.other"))) else {
                wrong.push(format!("{language} has no `{key}`"));
                continue;
            };
            if values(other) != values(word) {
                wrong.push(format!("{language}: `{key}` has the values {:?}, not {:?}", values(other), values(word)));
            }
        }
        for key in words.keys().filter_map(|key| key.strip_prefix("searching.")) {
            let name = key.split('.').next().unwrap();
            if !english.contains_key(name) {
                wrong.push(format!("{language}: the dialog never says `{key}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_guide_in_each_language_is_built_without_a_word_of_warning() {
    for (language, words) in languages() {
        let book = format!("[book]\ntitle = \"T\"\nlanguage = \"{language}\"\n");
        let outcome = TestGuide::new().book(&book).topic_with("a", "tags = []\nsummary = \"S\"", "x\n").build();
        let page = outcome.page("a.html");
        assert!(page.contains(&format!("lang=\"{language}\"")), "{language}");
        assert!(page.contains(&words["on_this_page"]) || page.contains(&words["markdown"]), "{language} is not heard");
        let study = outcome.page("study.html");
        assert!(study.contains(&format!("<h1>{}</h1>", words["study.title"])), "{language} does not study");
        assert!(
            study.contains(&format!("data-word=\"again\">{}</p>", words["study.again"])),
            "{language} does not grade"
        );
        for form in forms(&language) {
            let word = &words[&format!("study.cards_{form}")];
            assert!(study.contains(&format!("data-word=\"cards_{form}\">{word}</p>")), "{language} does not count");
        }
        assert!(page.contains(if language == "ar" { "dir=\"rtl\"" } else { "dir=\"ltr\"" }), "{language}");
    }
}
