//! A whole guide of one fuzzed topic: with no error in the report there is a site in which every link resolves.
#![no_main]

use libfuzzer_sys::fuzz_target;
use studybook::build::pipeline::{Options, self};
use studybook::path::{SourcePath, TopicPath};
use studybook::problem::report::Report;
use studybook::reading::inputs::{Inputs, TextFile, TopicFile};

fuzz_target!(|text: &str| {
    let file = |path: &str, text: &str| TextFile { source: SourcePath::new(path), text: text.into() };
    let topic = |path: &str, text: &str| TopicFile {
        path: TopicPath::new(path),
        is_index: false,
        file: file(&format!("content/{path}.md"), text),
    };
    let inputs = Inputs {
        book: Some(file("book.toml", "[book]\ntitle = \"G\"\n[tags]\na = {}\n")),
        topics: vec![
            topic("a", &format!("+++\ntitle = \"A\"\ndifficulty = \"basic\"\ntags = [\"a\"]\n+++\n{text}")),
            topic("b", text),
        ],
        ..Inputs::default()
    };
    let mut report = Report::new();
    let built = pipeline::build(&inputs, &Options::default(), &mut |_| {}, &mut report);
    assert!(built.is_some() || report.has_errors());
});
