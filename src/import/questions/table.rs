//! Tables of questions: a column that asks, and the answers beside it.
//!
//! In: a table. Out: a question for each row; numbers of rows go, as those of lists do.

use std::ops::Range;

use crate::import::heading::{asks, plain};
use crate::import::leftovers::Kind;
use crate::import::questions::answer::is_inward;
use crate::import::questions::blocks::Table;
use crate::import::questions::reader::{NO_HEADING, Reader};
use crate::text::slug::slug;

/// What stands above a column of questions.
const QUESTIONS: [&str; 5] = ["question", "questions", "q", "interview question", "interview questions"];
/// What stands above a column of numbers.
const NUMBERS: [&str; 7] = ["#", "no", "nr", "number", "s no", "sno", "sl no"];

impl Reader<'_> {
    /// Reads a table that stands in no answer.
    pub fn table(&mut self, table: &Table, range: Range<usize>) {
        let Some(column) = self.question_column(table) else {
            return self.leave(range, Kind::Loose);
        };
        let Some((head, rows)) = table.rows.split_first() else { return };
        if rows.iter().filter_map(|row| row.get(column)).all(|cell| is_inward(self.cell(cell))) {
            return self.leave(range, Kind::Contents);
        }
        let others: Vec<usize> = (0..head.len()).filter(|it| *it != column && !self.is_numbers(table, *it)).collect();
        for row in rows {
            let Some(asked) = row.get(column) else { continue };
            let line = row[0].start..row.last().map_or(asked.end, |cell| cell.end);
            let asked = self.cell(asked).to_owned();
            if !self.begin(&asked, line.clone(), NO_HEADING, Some(slug(&plain(&asked)))) {
                continue;
            }
            for (name, cell) in others.iter().filter_map(|it| head.get(*it).zip(row.get(*it))) {
                let said = match (self.cell(name), self.cell(cell)) {
                    (_, "") => continue,
                    (name, text) if others.len() > 1 && !name.is_empty() => format!("**{name}:** {text}"),
                    (_, text) => text.to_owned(),
                };
                self.more_labelled(&said, line.clone());
            }
            self.close();
        }
    }

    fn cell(&self, range: &Range<usize>) -> &str {
        self.text[range.clone()].trim_matches(['|', ' ', '\n'])
    }

    /// The column that is called so, else the first that is none of numbers, if half of it asks.
    pub fn question_column(&self, table: &Table) -> Option<usize> {
        let (head, rows) = table.rows.split_first()?;
        let name = |cell: &Range<usize>| name(self.cell(cell));
        if let Some(named) = head.iter().position(|cell| QUESTIONS.contains(&name(cell).as_str())) {
            return Some(named);
        }
        let first = (0..head.len()).find(|it| !self.is_numbers(table, *it))?;
        let asking = rows.iter().filter_map(|row| row.get(first)).filter(|cell| asks(&plain(self.cell(cell)))).count();
        (asking > 0 && asking * 2 >= rows.len()).then_some(first)
    }

    fn is_numbers(&self, table: &Table, column: usize) -> bool {
        let Some((head, rows)) = table.rows.split_first() else { return false };
        let is_number = |cell: &Range<usize>| self.cell(cell).chars().all(|c| c.is_ascii_digit() || ".)".contains(c));
        let named = head.get(column).map(|cell| name(self.cell(cell))).unwrap_or_default();
        (named.is_empty() || NUMBERS.contains(&named.as_str()))
            && rows.iter().filter_map(|row| row.get(column)).all(is_number)
    }
}

/// What a column is called.
fn name(cell: &str) -> String {
    let name = plain(cell).to_lowercase().replace('.', " ");
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}
