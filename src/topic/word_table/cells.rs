//! The cells of a table, each with its place.
//!
//! In: the text of a CSV file (RFC 4180). Out: rows of cells, and what is wrong with their quotation marks. It knows no columns.

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

use crate::problem::table_fault::TableFault;
use crate::text::span::Span;

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// What it says, without quotation marks.
    pub value: String,
    /// Bytes of the file: all of it, with its quotation marks.
    pub span: Span,
    /// Whether it stands between quotation marks.
    pub is_quoted: bool,
}

impl Cell {
    /// The byte of the file at which a byte of the value stands.
    pub fn at(&self, offset: usize) -> usize {
        let before = self.value.get(..offset).unwrap_or(&self.value);
        // A quotation mark inside of marks is written twice.
        let marks = if self.is_quoted { 1 + before.matches('"').count() } else { 0 };
        self.span.start + offset + marks
    }

    /// What it says without white space around it, and where that begins in the value.
    pub fn trimmed(&self) -> (&str, usize) {
        (self.value.trim(), self.value.len() - self.value.trim_start().len())
    }
}

/// The sign that stands between cells: the first one of the first line that can be one, else a comma.
pub fn delimiter(text: &str) -> char {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    first.chars().find(|c| matches!(c, ',' | ';' | '\t')).unwrap_or(',')
}

/// The rows of the text from byte `start` on; lines without text are none. Faults have the bytes of the file that they are about.
pub fn rows(text: &str, start: usize, delimiter: char, faults: &mut Vec<(Span, TableFault)>) -> Vec<Vec<Cell>> {
    let mut reader: Reader = ReaderBuilder::new().delimiter(u8::try_from(delimiter).unwrap_or(b',')).build();
    let bytes = text.as_bytes();
    // No cell is longer than the text.
    let mut output = vec![0; text.len() - start];
    let (mut rows, mut row) = (Vec::new(), Vec::new());
    let mut at = start;
    loop {
        let (from, mut written) = (at, 0);
        let ended = loop {
            let (result, read, said) = reader.read_field(&bytes[at..], &mut output[written..]);
            at += read;
            written += said;
            match result {
                // Nothing is left to read: the next call ends the cell.
                ReadFieldResult::InputEmpty => {}
                // There is room for all that can come.
                ReadFieldResult::OutputFull if read + said > 0 => {}
                ReadFieldResult::OutputFull | ReadFieldResult::End => return rows,
                ReadFieldResult::Field { record_end } => break record_end,
            }
        };
        let value = String::from_utf8_lossy(&output[..written]).into_owned();
        row.push(cell(text, Span::new(from, at), value, row.is_empty(), delimiter, faults));
        if ended {
            rows.push(std::mem::take(&mut row));
        }
    }
}

/// A cell that was read from some bytes, which also hold the sign behind it.
fn cell(
    text: &str,
    read: Span,
    value: String,
    is_first: bool,
    delimiter: char,
    faults: &mut Vec<(Span, TableFault)>,
) -> Cell {
    let raw = &text[read];
    // Empty lines before a row are read with its first cell.
    let blank = if is_first { raw.len() - raw.trim_start_matches(['\n', '\r']).len() } else { 0 };
    let raw = &raw[blank..];
    let start = read.start + blank;
    let is_quoted = raw.starts_with('"');
    let closed = if is_quoted { closing(raw) } else { None };
    let after = closed.map_or(raw, |at| &raw[at..]);
    let end = if is_quoted && closed.is_none() {
        raw.len()
    } else {
        let sign = after.ends_with([delimiter, '\n', '\r']);
        raw.len() - usize::from(sign)
    };
    if is_quoted {
        match closed {
            None => faults.push((Span::new(start, start + 1), TableFault::OpenQuote)),
            Some(at) if at < end => faults.push((Span::new(start + at, start + end), TableFault::AfterQuote)),
            Some(_) => {}
        }
    }
    Cell { value, span: Span::new(start, start + end), is_quoted }
}

/// Where a cell ends that begins with a quotation mark: behind the mark that closes it.
fn closing(raw: &str) -> Option<usize> {
    let mut at = 1;
    loop {
        at += raw[at..].find('"')? + 1;
        if !raw[at..].starts_with('"') {
            return Some(at);
        }
        at += 1;
    }
}

/// A value as a cell says it.
pub fn written(value: &str, delimiter: char) -> String {
    let needs_marks = value.contains([delimiter, '"', '\n', '\r']) || value.trim() != value;
    if needs_marks { format!("\"{}\"", value.replace('"', "\"\"")) } else { value.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Faults = Vec<(Span, TableFault)>;

    fn read(text: &str) -> (Vec<Vec<String>>, Faults) {
        let mut faults = Vec::new();
        let rows = rows(text, 0, delimiter(text), &mut faults);
        (rows.iter().map(|row| row.iter().map(|cell| cell.value.clone()).collect()).collect(), faults)
    }

    #[test]
    fn tables_of_spreadsheets_are_read() {
        let rows = |text| read(text).0;
        assert_eq!(rows("a,b\n1,\"x, y\"\n\n2,\"say \"\"z\"\"\"\n"), [["a", "b"], ["1", "x, y"], ["2", "say \"z\""]]);
        assert_eq!(rows("a;b\n1,5;2"), [["a", "b"], ["1,5", "2"]]);
        assert_eq!(rows("a\tb\n1\t2\n"), [["a", "b"], ["1", "2"]]);
        assert_eq!(rows("a,b\n\"1\n2\",\n"), [["a", "b"], ["1\n2", ""]]);
        assert_eq!(rows(""), Vec::<Vec<String>>::new());
    }

    #[test]
    fn wrong_quotation_marks_have_their_places() {
        assert_eq!(read("a,b\n\"x\"y,z\n").1, [(Span::new(7, 8), TableFault::AfterQuote)]);
        assert_eq!(read("a,b\nx,\"y\nz,1\n").1, [(Span::new(6, 7), TableFault::OpenQuote)]);
        assert_eq!(read("a,b\nsay \"x\",y\n").1, []);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_with_its_places(table in proptest::collection::vec(proptest::collection::vec("[a\",;\né ]{0,5}", 2), 1..5), sign in "[,;\t]") {
            let sign = sign.chars().next().unwrap();
            let cell = |value: &String| if value.is_empty() { "\"\"".to_owned() } else { written(value, sign) };
            let line = |row: &Vec<String>| row.iter().map(cell).collect::<Vec<_>>().join(&sign.to_string());
            let text = table.iter().map(line).collect::<Vec<_>>().join("\n");
            let mut faults = Vec::new();
            let rows = rows(&text, 0, sign, &mut faults);
            prop_assert_eq!(&faults, &[]);
            let values: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(|cell| cell.value.clone()).collect()).collect();
            prop_assert_eq!(&values, &table);
            for cell in rows.iter().flatten() {
                prop_assert_eq!(text[cell.span].starts_with('"'), cell.is_quoted);
                for (offset, c) in cell.value.char_indices() {
                    prop_assert!(text[cell.at(offset)..].starts_with(c), "{} in {:?} of {:?}", offset, cell, text);
                }
            }
        }

        #[test]
        fn no_text_is_lost(text in "[a\",;\n\r ]{0,40}") {
            let mut faults = Vec::new();
            let rows = rows(&text, 0, ',', &mut faults);
            let spans: usize = rows.iter().flatten().map(|cell| cell.span.len()).sum();
            let between = text.bytes().filter(|b| b",\n\r".contains(b)).count();
            prop_assert!(spans + between >= text.len(), "{:?} of {:?}", rows, text);
        }
    }
}
