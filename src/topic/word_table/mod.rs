//! A table of words: a CSV file whose rows are questions with their answers, `words.csv` or `NAME.words.csv`.
//!
//! In: the file's text. Out: a [`Document`] as if its rows were a list of questions, and [`WordTable`], which says where the cells
//! stand. Whether a tag is declared is not known here.

mod cell_text;
pub mod cells;

use std::collections::{BTreeMap, HashMap};

use crate::path::SourcePath;
use crate::problem::message::Message;
use crate::problem::report::{Place, Report};
use crate::problem::table_fault::TableFault;
use crate::reading::settings::MarkdownSettings;
use crate::reading::toml_keys::Located;
use crate::text::did_you_mean::nearest;
use crate::text::slug::Ids;
use crate::text::span::Span;
use crate::topic::document::{Document, Fold, Link, LinkKind, Media, Piece, Question, Section};
use crate::topic::fence_values::is_card_id;
use crate::topic::inline;
use crate::topic::word_rows::{WordRow, WordTable};
use crate::topic::word_table::cell_text::CellText;
use crate::topic::word_table::cells::Cell;

/// The columns that a table can have; the first two are needed.
pub const COLUMNS: [&str; 7] = ["prompt", "answer", "tags", "difficulty", "note", "audio", "id"];
const PROMPT: usize = 0;
const ANSWER: usize = 1;
const TAGS: usize = 2;
const DIFFICULTY: usize = 3;
const NOTE: usize = 4;
const AUDIO: usize = 5;
const ID: usize = 6;

/// Reads the table that begins at byte `start` of a file.
pub fn read(
    text: &str,
    start: usize,
    source: &SourcePath,
    settings: MarkdownSettings,
    report: &mut Report,
) -> Document {
    let delimiter = cells::delimiter(&text[start..]);
    let mut faults = Vec::new();
    let mut rows = cells::rows(text, start, delimiter, &mut faults).into_iter();
    let is_whole = faults.is_empty();
    for (span, fault) in faults {
        report.at(Place::span(source, span), fault.into());
    }
    let first_line = Span::new(start, start + text[start..].lines().next().map_or(0, str::len));
    let header = rows.next().unwrap_or_default();
    let columns = columns(&header, source, report);
    let mut reading = Reading {
        text,
        source,
        settings,
        report,
        document: Document { sections: vec![Section::default()], ..Document::default() },
        ids: Ids::default(),
        rows: Vec::new(),
        counted: (0, 1),
    };
    let mut ends: Vec<usize> = header.last().map(|cell| cell.span.end).into_iter().collect();
    let rows: Vec<Vec<Cell>> = rows.collect();
    let mut found = Vec::new();
    let mut has_columns = true;
    for column in [PROMPT, ANSWER].into_iter().filter(|column| !columns.contains_key(column)) {
        has_columns = false;
        let fault = TableFault::NoColumn { column: COLUMNS[column] };
        reading.report.at(Place::span(source, first_line), fault.into());
    }
    if has_columns {
        found = reading.rows(&rows, header.len(), &columns, is_whole, &mut ends);
    }
    if found.is_empty() && reading.report.errors() == 0 {
        reading.report.at(Place::span(source, first_line), TableFault::NoRows.into());
    }
    reading.write(found);
    let table = WordTable { delimiter, ends, has_ids: columns.contains_key(&ID), rows: reading.rows };
    Document { table: Some(table), ..reading.document }
}

/// Of each column that the first line names, where it stands.
fn columns(header: &[Cell], source: &SourcePath, report: &mut Report) -> BTreeMap<usize, usize> {
    let mut columns = BTreeMap::new();
    for (at, cell) in header.iter().enumerate() {
        let (name, _) = cell.trimmed();
        let name = name.to_owned();
        let fault = match COLUMNS.iter().position(|column| *column == name) {
            Some(column) if columns.contains_key(&column) => TableFault::RepeatedColumn { name },
            Some(column) => {
                columns.insert(column, at);
                continue;
            }
            None => TableFault::UnknownColumn { nearest: nearest(&name, COLUMNS).map(str::to_owned), name },
        };
        report.at(Place::span(source, cell.span), fault.into());
    }
    columns
}

/// A row with what is needed to write it.
struct Found<'a> {
    /// Of each column its cell.
    cells: [Option<&'a Cell>; 7],
    /// The id that the author gave, if it can be one and is free.
    id: Option<String>,
    /// The prompt, plain.
    prompt: String,
    /// Where the row ends.
    end: usize,
}

struct Reading<'a> {
    text: &'a str,
    source: &'a SourcePath,
    settings: MarkdownSettings,
    report: &'a mut Report,
    document: Document,
    ids: Ids,
    rows: Vec<WordRow>,
    /// A byte, and its line.
    counted: (usize, usize),
}

impl Reading<'_> {
    /// The rows that hold words. Where each of the others ends is noted.
    fn rows<'c>(
        &mut self,
        rows: &'c [Vec<Cell>],
        width: usize,
        columns: &BTreeMap<usize, usize>,
        is_whole: bool,
        ends: &mut Vec<usize>,
    ) -> Vec<Found<'c>> {
        let mut found = Vec::with_capacity(rows.len());
        let mut claimed: HashMap<&str, usize> = HashMap::new();
        let mut asked: HashMap<String, usize> = HashMap::new();
        for row in rows {
            let span =
                Span::new(row.first().map_or(0, |cell| cell.span.start), row.last().map_or(0, |cell| cell.span.end));
            if row.iter().all(|cell| cell.value.trim().is_empty()) {
                ends.push(span.end);
                continue;
            }
            // After a wrong quotation mark nobody knows which cells are meant.
            if row.len() != width {
                if is_whole {
                    self.fault(span, TableFault::Cells { cells: row.len(), columns: width });
                }
                continue;
            }
            let mut cells = [None; 7];
            for (&column, &at) in columns {
                cells[column] = row.get(at).filter(|cell| !cell.value.trim().is_empty());
            }
            for column in [PROMPT, ANSWER].into_iter().filter(|&column| cells[column].is_none()) {
                self.fault(span, TableFault::EmptyCell { column: COLUMNS[column] });
            }
            let line = self.line(span.start);
            let id = cells[ID].and_then(|cell: &'c Cell| self.claim(cell, line, &mut claimed));
            let prompt = cells[PROMPT].map_or("", |cell: &Cell| cell.trimmed().0);
            let prompt = inline::read_with(prompt, self.settings).text;
            let first = *asked.entry(prompt.clone()).or_insert(line);
            if first != line && cells[ID].is_none() && !prompt.is_empty() {
                let place = cells[PROMPT].map_or(span, |cell| cell.span);
                self.fault(place, TableFault::RepeatedPrompt { prompt: prompt.clone(), first });
            }
            found.push(Found { cells, id, prompt, end: span.end });
        }
        found
    }

    /// Takes the id that an author gave to a row; none if it cannot be one, or another row has it: that is told.
    fn claim<'c>(&mut self, cell: &'c Cell, line: usize, claimed: &mut HashMap<&'c str, usize>) -> Option<String> {
        let (id, _) = cell.trimmed();
        if !is_card_id(id) {
            self.fault(cell.span, TableFault::BadId { id: id.to_owned() });
            return None;
        }
        let message = match claimed.get(id) {
            Some(first) => Message::DuplicateCard { id: id.to_owned(), first: format!("line {first}") },
            None if self.ids.claim(id) => {
                claimed.insert(id, line);
                return Some(id.to_owned());
            }
            None => Message::DuplicateAnchor { id: id.to_owned() },
        };
        self.report.at(Place::span(self.source, cell.span), message);
        None
    }

    /// Writes the rows as a list of questions.
    fn write(&mut self, found: Vec<Found<'_>>) {
        self.document.pieces.push(Piece::Html("<div class=\"questions words\">\n".into()));
        for row in found {
            let [prompt, answer, note] = [PROMPT, ANSWER, NOTE].map(|column| self.text_of(row.cells[column]));
            let audio = row.cells[AUDIO].and_then(|cell| self.sound(cell, &row.prompt));
            let anchor = row.id.clone().unwrap_or_else(|| self.ids.fresh(&row.prompt));
            let pieces = &mut self.document.pieces;
            pieces.extend([Piece::Fold(Fold::Open), Piece::Id(anchor.clone()), Piece::Fold(Fold::Question)]);
            pieces.extend(prompt.pieces);
            pieces.push(Piece::Fold(Fold::Answer));
            pieces.push(Piece::Html("<div class=\"answer\"><p>".into()));
            pieces.extend(answer.pieces);
            if !note.pieces.is_empty() {
                pieces.push(Piece::Html("</p>\n<p class=\"note\">".into()));
                pieces.extend(note.pieces);
            }
            if let Some(link) = audio {
                pieces.extend([Piece::Html("</p>\n<p>".into()), Piece::Media(link, None)]);
            }
            pieces.extend([Piece::Html("</p>\n</div>\n".into()), Piece::Fold(Fold::Close)]);
            let said = [answer.text, note.text].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>();
            self.document.sections.push(Section {
                id: Some(anchor.clone()),
                heading: row.prompt.clone(),
                text: said.join("\n"),
                code: String::new(),
                question: true,
            });
            let span = row.cells[PROMPT].map_or(Span::at(row.end), |cell| cell.span);
            let end = span.end;
            self.document.anchors.push(anchor.clone());
            self.document.questions.push(Question { id: row.id, anchor, text: row.prompt, span, end });
            self.rows.push(WordRow {
                prompt: prompt.cell,
                answer: answer.cell,
                note: note.cell,
                audio,
                tags: row.cells[TAGS].map(tags).unwrap_or_default(),
                difficulty: row.cells[DIFFICULTY].and_then(|cell| words(cell).next()),
                id: row.cells[ID].map_or(Span::at(row.end), |cell| cell.span),
            });
        }
        self.document.pieces.push(Piece::Html("</div>\n".into()));
    }

    fn text_of(&mut self, cell: Option<&Cell>) -> CellText {
        let Some(cell) = cell else { return CellText::default() };
        cell_text::read(cell, self.source, self.settings, &mut self.document, self.report)
    }

    /// The link to a sound.
    fn sound(&mut self, cell: &Cell, prompt: &str) -> Option<usize> {
        let (path, shift) = cell.trimmed();
        if Media::of(path) != Some(Media::Audio) {
            self.fault(cell.span, TableFault::NoSound { path: path.to_owned() });
            return None;
        }
        let span = Span::new(cell.at(shift), cell.at(shift + path.len()));
        self.document.links.push(Link {
            destination: path.to_owned(),
            span,
            kind: LinkKind::Image,
            whole: span,
            address: Some(span),
            text: prompt.to_owned(),
        });
        Some(self.document.links.len() - 1)
    }

    fn fault(&mut self, span: Span, fault: TableFault) {
        self.report.at(Place::span(self.source, span), fault.into());
    }

    /// The line of a byte that no earlier one was asked after.
    fn line(&mut self, at: usize) -> usize {
        let (from, line) = self.counted;
        self.counted = (at, line + self.text[from..at].matches('\n').count());
        self.counted.1
    }
}

/// The words of a cell, between blanks, commas and semicolons, with their places.
fn words(cell: &Cell) -> impl Iterator<Item = Located<String>> {
    let is_between = |c: char| c.is_whitespace() || matches!(c, ',' | ';');
    let mut at = 0;
    cell.value.split(is_between).filter_map(move |word| {
        let start = at;
        at += word.len() + cell.value[start + word.len()..].chars().next().map_or(0, char::len_utf8);
        let span = Span::new(cell.at(start), cell.at(start + word.len()));
        (!word.is_empty()).then(|| Located { value: word.to_owned(), span })
    })
}

/// The tags of a cell, each once.
fn tags(cell: &Cell) -> Vec<Located<String>> {
    let mut tags: Vec<Located<String>> = Vec::new();
    for tag in words(cell) {
        if tags.iter().all(|other| other.value != tag.value) {
            tags.push(tag);
        }
    }
    tags
}
