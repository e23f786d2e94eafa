//! Any text is read as a style sheet, moved and rewritten without an end in panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use studybook::css::addresses::{addresses, rewritten};
use studybook::theme::sheets;

fuzz_target!(|text: &str| {
    let _ = sheets::moved(&sheets::without_comments(text), "a/b.css", "c.css");
    let count = addresses(text).len();
    assert_eq!(addresses(&rewritten(text, |address| Some(address.url.clone()))).len(), count);
});
