//! Any bytes as the highlighter's cache, or as what it holds of a block, give tokens.
#![no_main]

use std::collections::BTreeMap;

use libfuzzer_sys::fuzz_target;
use studybook::memo::archive;
use studybook::topic::highlight::cache::{self, Highlights};
use studybook::topic::highlight::runs::Tokens;

fuzz_target!(|bytes: &[u8]| {
    let code = "def f(é):\n    return 1\n";
    let fresh = Highlights::of(&[(1, "text", code)], None);
    let file = archive::write(cache::maker(), &BTreeMap::from([(1, bytes)]));
    for file in [&file, bytes] {
        let cached = Highlights::of(&[(1, "text", code)], Some(file));
        // Runs that fit the code are believed, whatever they say: they hold classes and no markup.
        assert_eq!(fresh.get(1, code).html(code).is_empty(), cached.get(1, code).html(code).is_empty());
    }
    if let Some(tokens) = Tokens::decode(bytes, code) {
        let _ = tokens.html(code);
    }
});
