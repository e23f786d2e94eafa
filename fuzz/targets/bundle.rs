//! Any text as a style sheet or a script is shortened, once for all.
#![no_main]

use libfuzzer_sys::fuzz_target;
use studybook::output::bundle::{script, sheet};

fuzz_target!(|text: &str| {
    let short = sheet::bare(text);
    assert!(sheet::bare(&short).len() <= short.len() + 1);
    let _ = script::bare(text);
});
