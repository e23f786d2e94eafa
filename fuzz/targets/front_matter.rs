//! Any front matter is read or told, with places inside the file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use studybook::path::{SourcePath, TopicPath};
use studybook::problem::report::{Report, Texts};
use studybook::reading::inputs::{TextFile, TopicFile};
use studybook::topic::front_matter;

fuzz_target!(|toml: &str| {
    let text = format!("+++\n{toml}\n+++\nbody\n");
    let source = SourcePath::new("content/a.md");
    let file = TextFile { source, text: text.clone().into() };
    let mut report = Report::new();
    let (_, start) = front_matter::read(&TopicFile { path: TopicPath::new("a"), is_index: false, file }, &mut report);
    assert!(text.is_char_boundary(start));
    let _ = report.render(&Texts::from([("content/a.md", text.as_str())]), false);
});
