//! The search index from outside: what it promises for any guide.

use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use studybook::memo::archive;
use studybook::search::token::{Kind, Scratch, scan};
use studybook::search::{Facets, Gathered, SearchSection, SearchTopic, Spelling, index, index_in, stop_words};

struct Owned {
    url: String,
    title: String,
    text: String,
    asks: Vec<String>,
    tags: Vec<String>,
}

/// A guide of `number` topics with words of their own and words in common.
fn guide(number: usize) -> Vec<Owned> {
    let topic = |i: usize| Owned {
        url: format!("part-{}/topic-{i}.html", i / 7),
        title: format!("What does `thing_{i}` do with item{}?", i % 11),
        text: (0..60).map(|k| format!("word{} common ", (i * 31 + k * k) % 997)).collect(),
        asks: vec![format!("why thing {i}")],
        tags: vec![format!("tag{}", i % 5)],
    };
    (0..number).map(topic).collect()
}

fn topics(guide: &[Owned]) -> Vec<SearchTopic<'_>> {
    fn topic(owned: &Owned) -> SearchTopic<'_> {
        let Owned { url, title, text, asks, tags } = owned;
        let (chapter, _) = url.split_once('/').expect("guide() writes one");
        let start = SearchSection { id: None, heading: "", text: title, code: "" };
        let section = SearchSection { id: Some("more"), heading: "More", text, code: "x = 1\n" };
        SearchTopic {
            id: url,
            url,
            title,
            short: title,
            summary: text,
            asks,
            tags,
            difficulty: "basic",
            chapter,
            sections: vec![start, section],
        }
    }
    guide.iter().map(topic).collect()
}

#[test]
fn equal_guides_give_equal_bytes_whatever_the_number_of_threads() {
    let guide = guide(700);
    let topics = topics(&guide);
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be had");
        pool.install(|| index(&topics, &Facets::default()))
    };
    let one = with(1);
    assert_eq!(one, with(3));
    assert_eq!(one, with(8));
}

#[test]
fn there_is_at_most_one_file_for_twenty_topics_and_one_for_the_smallest_guide() {
    for number in [0, 1, 19, 20, 39, 40, 99, 100, 165, 200, 500, 1001, 2000] {
        let guide = guide(number);
        let files = index(&topics(&guide), &Facets::default());
        assert!(files.len() <= (number / 20).max(1), "{number} topics: {} files", files.len());
        let names: BTreeSet<_> = files.iter().map(|(name, _)| name).collect();
        assert_eq!(names.len(), files.len());
        assert_eq!(files[0].0, "manifest.js");
    }
}

#[test]
fn a_small_guide_has_all_parts_though_in_few_files() {
    for number in [5, 60, 165, 300, 1500] {
        let guide = guide(number);
        let files = index(&topics(&guide), &Facets::default());
        let all: String = files.iter().map(|(_, bytes)| String::from_utf8_lossy(bytes)).collect();
        for part in ["manifest", "words", "terms-00", "show-00", "heads-00", "homes-00", "places-00"] {
            assert_eq!(all.matches(&format!("studybookSearch(\"{part}\"")).count(), 1, "{part} of {number} topics");
        }
    }
}

#[test]
fn no_text_can_leave_its_string() {
    let mut guide = guide(3);
    let hostile = "</script><script>alert(1)</script><!-- \u{2028}\u{2029}\"\\ ]]> `${x}`";
    guide[0].title = hostile.to_owned();
    guide[1].tags = vec![hostile.to_owned()];
    guide[2].asks = vec![hostile.to_owned()];
    for (_, bytes) in index(&topics(&guide), &Facets::default()) {
        let script = String::from_utf8(bytes).expect("scripts are UTF-8");
        assert!(!script.contains(['<', '\u{2028}', '\u{2029}']));
        for line in script.lines() {
            let inside =
                line.strip_prefix("studybookSearch(").and_then(|l| l.strip_suffix(");")).expect("one call a line");
            let arguments: serde_json::Value =
                serde_json::from_str(&format!("[{inside}]")).expect("arguments are JSON");
            assert_eq!(arguments.as_array().map(Vec::len), Some(3));
        }
    }
}

#[test]
fn an_edited_topic_changes_the_stamp_of_its_parts_and_not_of_others() {
    let mut guide = guide(2000);
    let before = index(&topics(&guide), &Facets::default());
    guide[3].title = "What does `thing_3` do now?".to_owned();
    let after = index(&topics(&guide), &Facets::default());
    let changed = before.iter().zip(&after).filter(|(a, b)| a != b).count();
    assert!((2..before.len() / 2).contains(&changed), "{changed} of {}", before.len());
}

/// Changes a guide or its lists in one of the ways an author does.
fn edit(guide: &mut Vec<Owned>, facets: &mut Facets, kind: usize, pick: usize) {
    let at = pick % guide.len();
    match kind {
        0 => guide[at].text.push_str("and one word more, péché ou Pêche"),
        1 => guide[at].title = format!("What became of peche {pick}?"),
        2 => guide[at].tags = vec![format!("tag{}", pick % 7)],
        3 => facets.tags = vec![(format!("tag{}", pick % 7), format!("Label {pick}"))],
        4 => facets.chapters = vec![(format!("part-{}", pick % 9), format!("Chapter {pick}"))],
        5 => guide.swap(at, 0),
        6 => drop(guide.remove(at)),
        _ => guide[at].asks.clear(),
    }
}

/// The file that is left for the next run; none if it would be the one that was read.
fn kept_bytes(gathered: &Gathered) -> Option<Vec<u8>> {
    gathered.news().map(|values| archive::write(1, &values))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn what_was_gathered_before_changes_nothing_but_the_time(edits in prop::collection::vec((0_usize..8, 0_usize..500), 1..6), language in prop::sample::select(vec!["en", "fr", "tr", "ar"])) {
        let (mut guide, mut facets) = (guide(70), Facets::default());
        let mut kept = Vec::new();
        for (kind, pick) in edits {
            let mut gathered = Gathered::recalled(archive::values(1, kept.clone()));
            let again = index_in(language, &topics(&guide), &facets, &mut gathered);
            let anew = index_in(language, &topics(&guide), &facets, &mut Gathered::default());
            prop_assert_eq!(again, anew, "before edit {}", kind);
            if let Some(bytes) = kept_bytes(&gathered) {
                kept = bytes;
            }
            edit(&mut guide, &mut facets, kind, pick);
        }
    }

    #[test]
    fn damaged_terms_are_gathered_again_or_used_without_panic(at in 0_usize..100_000, byte: u8) {
        let guide = guide(40);
        let mut gathered = Gathered::default();
        index_in("en", &topics(&guide), &Facets::default(), &mut gathered);
        let bytes = kept_bytes(&gathered).expect("all of it is new");
        // A right checksum over a chunk that is damaged.
        let mut chunks: BTreeMap<u128, Vec<u8>> =
            archive::read(1, &bytes).into_iter().map(|(key, chunk)| (key, chunk.to_vec())).collect();
        let chunk = chunks.values_mut().next().expect("topics give a chunk");
        let at = at % chunk.len();
        chunk[at] = byte;
        let damaged = archive::write(1, &chunks);
        index_in("en", &topics(&guide), &Facets::default(), &mut Gathered::recalled(archive::values(1, damaged)));
    }
}

#[test]
fn what_has_not_changed_is_not_kept_anew() {
    let mut guide = guide(70);
    let mut gathered = Gathered::default();
    index_in("en", &topics(&guide), &Facets::default(), &mut gathered);
    let bytes = kept_bytes(&gathered).expect("all of it is new");
    let mut gathered = Gathered::recalled(archive::values(1, bytes));
    index_in("en", &topics(&guide), &Facets::default(), &mut gathered);
    assert!(gathered.news().is_none());
    guide[3].text.push_str("more");
    index_in("en", &topics(&guide), &Facets::default(), &mut gathered);
    assert!(gathered.news().is_some());
}

#[test]
fn terms_come_with_their_spellings_where_the_stemmer_asks_for_them() {
    let texts = ["La pêche, le péché", "Péché de peche"];
    let guide: Vec<Owned> =
        texts.iter().zip(guide(2)).map(|(text, one)| Owned { text: text.to_string(), ..one }).collect();
    let said = |language: &str| {
        let files = index_in(language, &topics(&guide), &Facets::default(), &mut Gathered::default());
        files.iter().map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()).collect::<String>()
    };
    let french = said("fr");
    assert!(french.contains(":,péché,pêche "), "{french}");
    assert!(french.contains(r#""spelling":"lower""#));
    for language in ["en", "de", "ja"] {
        assert!(!said(language).contains(":,p"), "{language}");
        assert!(!said(language).contains(r#""spelling""#), "{language}");
    }
}

#[test]
fn terms_are_those_that_the_client_is_held_to() {
    let cases: Vec<serde_json::Value> =
        serde_json::from_str(include_str!("../search/tokens.json")).expect("the fixture is JSON");
    let stop: Vec<&str> = include_str!("../search/stop.txt").split_whitespace().collect();
    assert_eq!(stop, stop_words("en"));
    let mut scratch = Scratch::default();
    for case in cases {
        let (kind, text) = (case["kind"].as_str().expect("a kind"), case["text"].as_str().expect("a text"));
        let kind = if kind == "code" { Kind::Code } else { Kind::Prose };
        let mut terms = Vec::new();
        scan(text, kind, &stop, Spelling::Folded, &mut scratch, &mut |term, _, role, place| {
            terms.push(serde_json::json!([term, format!("{role:?}").to_lowercase(), place]));
        });
        assert_eq!(serde_json::Value::from(terms), case["terms"], "{text}");
    }
}
