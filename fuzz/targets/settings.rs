//! Any `book.toml` is read or told.
#![no_main]

use libfuzzer_sys::fuzz_target;
use studybook::path::SourcePath;
use studybook::problem::report::Report;
use studybook::reading::settings;
use studybook::reading::inputs::TextFile;

fuzz_target!(|toml: &str| {
    let mut report = Report::new();
    let file = TextFile { source: SourcePath::new("book.toml"), text: toml.into() };
    if settings::read(&file, &mut report).is_none() {
        assert!(report.has_errors());
    }
});
