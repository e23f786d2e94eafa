//! The Markdown of a cell, read as a line of text.
//!
//! In: a cell. Out: its pieces, as part of the table's document: links are numbered and placed as those of the whole file. Nothing in
//! a cell begins a block: `# in Python` and `1. d4` are words.

use crate::path::SourcePath;
use crate::problem::report::{Place, Report};
use crate::reading::settings::MarkdownSettings;
use crate::text::span::Span;
use crate::topic::document::{Document, Piece, UnsetMark};
use crate::topic::listing::Shelf;
use crate::topic::markdown;
use crate::topic::word_rows::WordCell;
use crate::topic::word_table::cells::Cell;

/// What is put before a text so that nothing begins a block: white space to what follows, and no indentation.
const BEFORE: &str = "\u{a0}";

/// A cell, read.
#[derive(Debug, Default)]
pub(super) struct CellText {
    /// Its pieces.
    pub pieces: Vec<Piece>,
    /// The plain text; inline code stands between backticks.
    pub text: String,
    /// As it is written.
    pub cell: WordCell,
}

/// Reads a cell into a document.
pub(super) fn read(
    cell: &Cell,
    source: &SourcePath,
    settings: MarkdownSettings,
    document: &mut Document,
    report: &mut Report,
) -> CellText {
    let (value, shift) = cell.trimmed();
    if value.is_empty() {
        return CellText::default();
    }
    let line = format!("{BEFORE}{}", value.replace(['\n', '\r'], " "));
    let mut problems = Report::new();
    let read = markdown::read(&line, 0, source, settings, Shelf::new(source, &[]), &mut problems);
    let inside = |at: usize| at.saturating_sub(BEFORE.len()).min(value.len());
    let place = |span: Span| Span::new(cell.at(shift + inside(span.start)), cell.at(shift + inside(span.end)));
    for problem in problems.sorted() {
        let span = problem.place.as_ref().and_then(|place| place.span).map_or(cell.span, place);
        report.at(Place::span(source, span), problem.message.clone());
    }
    let first = document.links.len();
    let mut links = Vec::new();
    for (index, mut link) in read.links.into_iter().enumerate() {
        links.push((first + index, Span::new(inside(link.whole.start), inside(link.whole.end))));
        link.whole = place(link.whole);
        link.span = place(link.span);
        link.address = link.address.map(place);
        document.links.push(link);
    }
    document.anchors.extend(read.anchors);
    document.words += read.words;
    let unset = read.unset_mark.map(|it| UnsetMark { span: place(it.span), ..it });
    document.unset_mark = document.unset_mark.take().or(unset);
    let mut pieces = read.pieces;
    pieces.iter_mut().for_each(|piece| renumber(piece, first));
    without_paragraph(&mut pieces);
    let text = read.sections.first().map_or("", |section| section.text.as_str());
    let text = text.trim().to_owned();
    CellText { pieces, text, cell: WordCell { markdown: value.to_owned(), links } }
}

/// Lets a piece point to the link of the table that was one of the cell.
fn renumber(piece: &mut Piece, first: usize) {
    match piece {
        Piece::Href(index)
        | Piece::Title(index)
        | Piece::Src(index)
        | Piece::Size(index)
        | Piece::SizedTo(index, _)
        | Piece::Media(index, _) => *index += first,
        _ => {}
    }
}

/// Takes away the paragraph around a line, and what was put before it.
fn without_paragraph(pieces: &mut [Piece]) {
    if let Some(Piece::Html(html)) = pieces.first_mut()
        && let Some(rest) = html.strip_prefix("<p>").and_then(|rest| rest.strip_prefix(BEFORE))
    {
        *html = rest.to_owned();
    }
    if let Some(Piece::Html(html)) = pieces.last_mut()
        && let Some(rest) = html.trim_end().strip_suffix("</p>")
    {
        *html = rest.to_owned();
    }
}
