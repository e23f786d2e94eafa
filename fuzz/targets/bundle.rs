//! Any text as a style sheet or a script is shortened without an end in panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use studybook::output::bundle::{script, sheet};

fuzz_target!(|text: &str| {
    let _ = sheet::bare(text);
    let _ = script::bare(text);
});
