//! Any bytes as the terms of the last build give an index: a chunk that does not fit is gathered again.
#![no_main]

use libfuzzer_sys::fuzz_target;
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
    // The first chunk of what a build leaves has a digest before it, so that bytes reach the decoder of chunks.
    let mut known = Gathered::default();
    index_in("en", &topics, &Facets::default(), &mut known);
    let whole = known.encode(&[]).unwrap_or_default();
    let start = whole.len().min(bytes.first().copied().unwrap_or(0).into());
    let file = [&whole[..start], bytes.get(1..).unwrap_or_default()].concat();
    index_in("en", &topics, &Facets::default(), &mut Gathered::decode(file, 0));
});
