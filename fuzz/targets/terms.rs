//! Any bytes as the terms of the last build give an index: a chunk that does not fit is gathered again.
#![no_main]

use std::collections::BTreeMap;

use libfuzzer_sys::fuzz_target;
use studybook::memo::archive;
use studybook::search::{Facets, Gathered, SearchSection, SearchTopic, index_in};

fuzz_target!(|bytes: &[u8]| {
    let section = SearchSection { id: Some("more"), heading: "More", text: "The same word, again the word.", code: "x = 1\n" };
    let topic = SearchTopic {
        id: "a",
        url: "a.html",
        title: "What is `a`?",
        short: "a",
        summary: "",
        asks: &[],
        tags: &[],
        difficulty: "basic",
        chapter: "",
        sections: vec![section],
    };
    let topics = [topic];
    // Under the digest of the topics, so that bytes reach the decoder of chunks.
    let mut known = Gathered::default();
    index_in("en", &topics, &Facets::default(), &mut known);
    let whole = known.encode(1).unwrap_or_default();
    let chunks: BTreeMap<u128, &[u8]> = archive::read(1, &whole).into_keys().map(|key| (key, bytes)).collect();
    index_in("en", &topics, &Facets::default(), &mut Gathered::decode(1, archive::write(1, &chunks)));
});
