//! What a style sheet of the theme asks for.
//!
//! In: a sheet and the names of the static files. Out: problems. A page makes no request to another server, and a file
//! that is not there is a slip.

use std::ops::Range;

use crate::words::message::Message;
use crate::words::nearest::nearest;
use crate::words::path::SourcePath;
use crate::words::report::{Place, Report};

/// Checks a sheet. `names` are static files as they stand below `static/`.
pub fn check(source: &SourcePath, sheet: &str, names: &[&str], report: &mut Report) {
    for span in addresses(sheet) {
        let written = &sheet[span.clone()];
        let name = written.split(['?', '#']).next().unwrap_or(written);
        let scheme = written.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
        let message = match scheme.as_deref() {
            Some("data") => continue,
            Some("http" | "https") => Message::ForeignImage { url: written.to_owned() },
            _ if written.starts_with("//") => Message::ForeignImage { url: written.to_owned() },
            _ if name.is_empty() || names.contains(&name) => continue,
            _ => Message::NoSuchFile {
                path: written.to_owned(),
                nearest: nearest(name, names.iter().copied()).map(str::to_owned),
            },
        };
        report.at(Place::span(source, span), message);
    }
}

/// Where addresses stand: in `url(…)`, and as strings after `@import`.
fn addresses(sheet: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = sheet[at..].find(['/', 'u', 'U', '@']) {
        at += next;
        let rest = &sheet[at..];
        let starts = |word: &str| rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        if rest.starts_with("/*") {
            at = rest.find("*/").map_or(sheet.len(), |end| at + end + 2);
            continue;
        }
        let inside = if starts("url(") {
            4
        } else if starts("@import") {
            7
        } else {
            at += 1;
            continue;
        };
        at += inside;
        at += sheet[at..].len() - sheet[at..].trim_start().len();
        let (start, end) = match sheet[at..].chars().next() {
            Some(quote @ ('"' | '\'')) => (at + 1, sheet[at + 1..].find(quote).map(|end| at + 1 + end)),
            // `@import url(…)` is found as the latter.
            _ if inside == 7 => continue,
            _ => (at, sheet[at..].find([')', '\n']).map(|end| at + sheet[at..at + end].trim_end().len())),
        };
        let Some(end) = end else { break };
        found.push(start..end);
        at = end;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses_are_found_outside_of_comments() {
        let sheet =
            "/* url(no) */ @import 'a.css'; @IMPORT url( b.css ) print; c { d: url(\"e.svg#f\") } /* @import 'no'";
        let found: Vec<&str> = addresses(sheet).into_iter().map(|span| &sheet[span]).collect();
        assert_eq!(found, ["a.css", "b.css", "e.svg#f"]);
    }

    proptest! {
        #[test]
        fn any_text_can_be_read(sheet in "(url\\(|@import|/\\*|\\*/|[\"'() é;\n]){0,12}") {
            prop_assert!(addresses(&sheet).iter().all(|span| sheet.get(span.clone()).is_some()));
        }
    }
}
