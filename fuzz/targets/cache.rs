//! Any bytes as the highlighter's cache give the same tokens as none.
#![no_main]

use libfuzzer_sys::fuzz_target;
use studybook::topic::cache::Highlights;
use studybook::topic::tokens::Tokens;

fuzz_target!(|bytes: &[u8]| {
    let code = "def f(é):\n    return 1\n";
    let fresh = Highlights::of(&[(1, "text", code)], None);
    let cached = Highlights::of(&[(1, "text", code)], Some(bytes));
    assert_eq!(fresh.get(1, code), cached.get(1, code));
    if let Some(tokens) = Tokens::decode(bytes, code) {
        let _ = tokens.html(code);
    }
});
