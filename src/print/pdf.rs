//! The print page as a PDF, by the reader's own Chromium or Chrome.
//!
//! In: the scene and what to print. Out: the bytes of the file. The page is printed once to learn on which sheet each
//! id lands, and again with the numbers in its contents, index and references, until they are where they say.
//! The browser is never part of a build: `print.html` of the site does without it.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use crate::print::book_site::{self, Order, Sheets};
use crate::print::chromium::{self, Browser};
use crate::print::document::{self, Front};
use crate::problem::message::Message;
use crate::problem::report::Report;
use crate::reading::inputs::Inputs;
use crate::site::context::Scene;
use crate::site::page_numbers::PageNumbers;
use crate::text::shown;
use crate::write::named_file::FileKind;

/// The file that is written.
pub const FILE: FileKind = FileKind {
    label: "PDF",
    is_ours: |start| start.starts_with(b"%PDF-"),
    bad: |path, reason| Message::BadPdfPath { path, reason },
};

/// Printings at most: two suffice unless the numbers themselves move a line to another sheet.
const PRINTINGS: usize = 4;

/// A finished PDF.
#[derive(Debug)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// Its sheets.
    pub pages: usize,
    /// The topics in it.
    pub topics: usize,
    /// What it is called, without `.pdf`.
    pub name: String,
}

/// Prints. `None` after a problem.
pub fn print(
    scene: &Scene<'_>,
    inputs: &Inputs,
    order: &Order<'_>,
    browser: &Browser,
    report: &mut Report,
) -> Option<Pdf> {
    let mut pages: BTreeMap<String, usize> = BTreeMap::new();
    for printing in 1..=PRINTINGS {
        let sheets = book_site::make(scene, inputs, order, &PageNumbers::Printed(pages.clone()), report)?;
        // The first printing is only measured: without the tags that screen readers need it is made faster.
        let tags = if printing == 1 { chromium::Tags::None } else { chromium::Tags::All };
        let printed = match chromium::print(
            browser,
            &sheets.site,
            tags,
            order.patience.unwrap_or_else(|| patience(sheets.topics)),
        ) {
            Ok(printed) => printed,
            Err(message) => return fail(message, report),
        };
        let unreadable = |reason: String| Message::BadPdf { browser: browser.name(), reason };
        let read = match document::read(&printed) {
            Ok(read) => read,
            Err(reason) => return fail(unreadable(reason), report),
        };
        let found = read.destinations();
        let settled = found == pages;
        pages = found;
        if printing == 1 || (!settled && printing < PRINTINGS) {
            continue;
        }
        if !settled {
            report.add(Message::UnsettledPages);
        }
        return match finish(read, &sheets, scene) {
            Ok(pdf) => Some(pdf),
            Err(reason) => fail(unreadable(reason), report),
        };
    }
    None
}

fn fail(message: Message, report: &mut Report) -> Option<Pdf> {
    report.add(message);
    None
}

fn finish(read: document::Printed, sheets: &Sheets, scene: &Scene<'_>) -> Result<Pdf, String> {
    let settings = &scene.guide.settings;
    let front = Front {
        title: &sheets.title,
        authors: &settings.authors,
        subject: settings.description.as_deref(),
        language: &settings.language,
        date: sheets.edition.as_deref(),
        identity: sheets.identity,
        outline: &sheets.outline,
    };
    let pages = read.pages();
    let bytes = read.finish(&front)?;
    Ok(Pdf { bytes, pages, topics: sheets.topics, name: sheets.name.clone() })
}

/// What was done, in a line.
pub fn summary(pdf: &Pdf, path: &Path) -> String {
    let many = |n: usize| if n == 1 { "" } else { "s" };
    let (topics, pages) = (pdf.topics, pdf.pages);
    format!(
        "printed {topics} topic{} on {pages} page{}: {}",
        many(topics),
        many(pages),
        shown::line(&path.display().to_string())
    )
}

/// How long one printing may take: many times what it takes on a slow machine.
fn patience(topics: usize) -> Duration {
    Duration::from_secs(120 + topics as u64 / 2)
}
