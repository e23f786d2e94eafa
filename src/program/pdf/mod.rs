//! The print page as a PDF, by the reader's own Chromium or Chrome.
//!
//! In: the scene and what to print. Out: the bytes of the file. The page is printed once to learn on which sheet each
//! id lands, and again with the numbers in its contents, index and references, until they are where they say.
//! The browser is never part of a build: `print.html` of the site does without it.

pub mod sheets;
pub mod chromium;
pub mod document;

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

use crate::output::numbers::PageNumbers;
use crate::output::scene::Scene;
use crate::program::pdf::chromium::Browser;
use crate::program::pdf::document::Front;
use crate::program::pdf::sheets::{Order, Sheets};
use crate::program::write;
use crate::reading::inputs::Inputs;
use crate::words::message::Message;
use crate::words::report::Report;

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
        let sheets = sheets::make(scene, inputs, order, &PageNumbers::Printed(pages.clone()), report)?;
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

/// Says why a PDF cannot be written there, if that is known before it is made: another kind of file is never overwritten.
pub fn refused(path: &Path) -> Option<Message> {
    let mut start = [0; 5];
    let mut read = || std::fs::File::open(path)?.read(&mut start);
    let reason = match path.metadata() {
        Ok(it) if it.is_dir() => "it is a folder",
        Ok(it) if it.is_file() && it.len() > 0 && (read().is_err() || start != *b"%PDF-") => "it is a file and no PDF",
        _ => return None,
    };
    Some(Message::BadPdfPath { path: path.display().to_string(), reason: reason.to_owned() })
}

/// Writes the file whole or not at all.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Message> {
    write::write_file(path, bytes).map_err(|message| match message {
        Message::CannotWrite { reason, .. } => Message::BadPdfPath { path: path.display().to_string(), reason },
        message => message,
    })
}

/// What was done, in a line.
pub fn summary(pdf: &Pdf, path: &Path) -> String {
    let many = |n: usize| if n == 1 { "" } else { "s" };
    let (topics, pages) = (pdf.topics, pdf.pages);
    format!("printed {topics} topic{} on {pages} page{}: {}", many(topics), many(pages), path.display())
}

/// How long one printing may take: many times what it takes on a slow machine.
fn patience(topics: usize) -> Duration {
    Duration::from_secs(120 + topics as u64 / 2)
}
