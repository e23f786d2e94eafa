//! Any Markdown is a document or a problem, and its links resolve or are reported.
#![no_main]

use libfuzzer_sys::fuzz_target;
use studybook::path::SourcePath;
use studybook::problem::report::{Report, Texts};
use studybook::reading::settings::MarkdownSettings;
use studybook::topic::markdown;
use studybook::topic::document::Piece;
use studybook::topic::listing::Shelf;

fuzz_target!(|text: &str| {
    let source = SourcePath::new("content/a.md");
    let mut report = Report::new();
    let length = text.len();
    let settings = MarkdownSettings {
        html: length % 2 == 0,
        smart_punctuation: length % 3 == 0,
        subscript: length % 5 == 0,
        superscript: length % 7 == 0,
        mark: length % 11 == 0,
        // One that is added later keeps no target from being built.
        ..MarkdownSettings::default()
    };
    let document = markdown::read(text, 0, &source, settings, Shelf::new(&source, &[]), &mut report);
    for piece in &document.pieces {
        match piece {
            Piece::Href(index) | Piece::Src(index) | Piece::Title(index) => assert!(*index < document.links.len()),
            Piece::Code(index) => assert!(*index < document.code.len()),
            _ => {}
        }
    }
    for link in &document.links {
        assert!(text.get(link.span.clone()).is_some());
    }
    let _ = report.render(&Texts::from([("content/a.md", text)]), false);
});
