//! Files of a source that its pages show or link.
//!
//! In: bodies of pages, and the files that lie beside them. Out: those that go along into the guide, by path.

use std::collections::{BTreeMap, BTreeSet};

use crate::path::{SourcePath, decode_percent, folder_of, join};
use crate::problem::report::Report;
use crate::reading::settings::MarkdownSettings;
use crate::topic::document::Document;
use crate::topic::listing::Shelf;
use crate::topic::markdown;

/// The files among `beside` that bodies name, each body with the path of its page.
pub fn of<'b>(
    bodies: impl Iterator<Item = (&'b str, &'b str)>,
    beside: &BTreeMap<String, Vec<u8>>,
) -> BTreeSet<String> {
    let mut shown = BTreeSet::new();
    for (body, page) in bodies {
        for link in parsed(body).links {
            let path = link.destination.split(['#', '?']).next().unwrap_or("");
            let path = decode_percent(path).unwrap_or_else(|| path.to_owned());
            shown.extend(join(folder_of(page), &path).filter(|it| beside.contains_key(it)));
        }
    }
    shown
}

/// A body as it will be read, for its ids.
pub fn parsed(body: &str) -> Document {
    let (source, settings) = (SourcePath::new(""), MarkdownSettings::default());
    markdown::read(body, 0, &source, settings, Shelf::new(&source, &[]), &mut Report::new())
}
