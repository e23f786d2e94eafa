//! Problems as editors show them.
//!
//! In: the problems of a build and the texts they point into. Out: diagnostics by file. A problem of no file of the guide
//! stands at the beginning of `book.toml`.

use std::collections::BTreeMap;
use std::path::Path;

use gen_lsp_types::{Code, CodeDescription, Diagnostic, DiagnosticSeverity, Range, Uri};

use crate::lsp::open_file;
use crate::path::SourcePath;
use crate::problem::explained;
use crate::problem::message::Severity;
use crate::problem::report::{Place, Problem};
use crate::reading::inputs::Inputs;
use crate::text::shown;
use crate::text::utf16::Lines;

/// The diagnostics of each file that has some.
pub type ByFile = BTreeMap<SourcePath, Vec<Diagnostic>>;

/// The diagnostics of all problems, in their order.
pub fn of(problems: &[Problem], inputs: &Inputs, root: &Path) -> ByFile {
    let texts = texts(inputs);
    let mut lines: BTreeMap<&SourcePath, Lines<'_>> = BTreeMap::new();
    let mut found = ByFile::new();
    for problem in problems {
        let place = problem.place.as_ref().filter(|place| is_of_guide(place, &texts, root));
        let Some(place) = place else {
            let source = problem.place.as_ref().map(|place| &place.source);
            let of_book = found.entry(SourcePath::new("book.toml")).or_default();
            of_book.push(diagnostic(problem, source, Range::default()));
            continue;
        };
        let range = match (place.span, texts.get(place.source.as_str())) {
            (Some(span), Some(text)) => {
                let lines = lines.entry(&place.source).or_insert_with(|| Lines::new(text));
                open_file::range(lines, span.start, span.end)
            }
            _ => Range::default(),
        };
        found.entry(place.source.clone()).or_default().push(diagnostic(problem, None, range));
    }
    found
}

/// The texts that places may point into and that an author can edit.
pub fn texts(inputs: &Inputs) -> BTreeMap<&str, &str> {
    let files = inputs.topics.iter().map(|topic| &topic.file).chain(&inputs.book).chain(&inputs.examples_lock);
    let files = files.map(|file| (file.source.as_str(), &*file.text));
    let theme = inputs.theme.iter();
    let theme = theme.filter_map(|file| Some((file.source.as_str(), std::str::from_utf8(&file.bytes).ok()?)));
    files.chain(theme).collect()
}

/// A template of the program itself has a place, too.
fn is_of_guide(place: &Place, texts: &BTreeMap<&str, &str>, root: &Path) -> bool {
    texts.contains_key(place.source.as_str()) || root.join(place.source.as_str()).symlink_metadata().is_ok()
}

/// A problem at a range. `elsewhere` is the file it is of, if that is none of the guide.
pub fn diagnostic(problem: &Problem, elsewhere: Option<&SourcePath>, range: Range) -> Diagnostic {
    let said = &problem.message;
    let code = said.code();
    let mut message = String::new();
    if let Some(source) = elsewhere {
        message.push_str(&format!("{source}: "));
    }
    message.push_str(&said.to_string());
    if let Some(detail) = said.detail() {
        message.push_str(&format!("\n{}", detail.trim_end()));
    }
    if let Some(hint) = said.hint() {
        message.push_str(&format!("\nhint: {hint}"));
    }
    Diagnostic {
        range,
        severity: Some(match said.severity() {
            Severity::Error => DiagnosticSeverity::Error,
            Severity::Warning => DiagnosticSeverity::Warning,
        }),
        code: Some(Code::String(code.to_owned())),
        code_description: explained::address(code).map(|href| CodeDescription { href: Uri(href) }),
        source: Some("studybook".to_owned()),
        message: shown::lines(&message).into_owned().into(),
        tags: None,
        related_information: None,
        data: None,
    }
}
