//! Bars in the code of tables: `| `a|b` | or |`.
//!
//! In: Markdown. Out: Markdown in which such a bar is written `\\|`, as a guide needs it: to GFM it parts two cells, and what is too
//! much for a row is lost.

use crate::import::maths;

/// Which rows are written anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// Those with more cells than their table has columns.
    TooLong,
    /// All: the source reads code before it reads bars, as Python-Markdown does.
    All,
}

/// Rewrites the rows of tables.
pub fn escaped(text: &str, rows: Rows) -> String {
    if !text.contains('|') {
        return text.to_owned();
    }
    let code = maths::code(text);
    let mut out = String::with_capacity(text.len());
    // The columns of the table that a line stands in.
    let mut columns: Option<usize> = None;
    let mut at = 0;
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let start = at;
        at += line.len();
        let next = lines.peek().copied().unwrap_or("");
        let is_head =
            || line.contains('|') && is_rule(next) && !maths::is_in(&code, at + next.len() - next.trim_start().len());
        columns = match columns {
            Some(columns) if line.contains('|') => Some(columns),
            _ if is_head() => Some(cells(next)),
            _ => None,
        };
        let is_in_code =
            || maths::is_in(&code, start + line.len() - line.trim_start().len()) && !line.trim_start().starts_with('`');
        match columns {
            Some(columns) if (rows == Rows::All || cells(line) > columns) && !is_in_code() => {
                out.push_str(&in_code_escaped(line))
            }
            _ => out.push_str(line),
        }
    }
    out
}

/// Whether a line is the one below a table's head.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.contains('-') && line.contains('|') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
}

/// How many cells the bars of a line part.
fn cells(line: &str) -> usize {
    let line = line.trim().trim_start_matches('|');
    let line = line.strip_suffix('|').filter(|rest| !rest.ends_with('\\')).unwrap_or(line);
    let mut previous = ' ';
    1 + line.chars().filter(|&c| std::mem::replace(&mut previous, c) != '\\' && c == '|').count()
}

/// A line with a backslash before the bars in its code.
fn in_code_escaped(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(start) = rest.find('`') {
        let ticks = rest[start..].bytes().take_while(|byte| *byte == b'`').count();
        let (before, behind) = rest.split_at(start + ticks);
        out.push_str(before);
        rest = behind;
        if let Some(length) = closing(behind, ticks) {
            let (inside, after) = behind.split_at(length);
            let bare = inside.replace("\\|", "|");
            out.push_str(&bare.replace('|', "\\|"));
            out.push_str(&after[..ticks]);
            rest = &after[ticks..];
        }
    }
    out + rest
}

/// How far it is to the next run of so many backticks.
fn closing(text: &str, ticks: usize) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = text[at..].find('`') {
        let run = text[at + found..].bytes().take_while(|byte| *byte == b'`').count();
        if run == ticks {
            return Some(at + found);
        }
        at += found + run;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_in_code_are_escaped_where_they_would_part_cells() {
        let rule = "\n|---|---|\n";
        for (row, expected) in [
            ("| `a|b` | or |", "| `a\\|b` | or |"),
            ("`x||y` | ``c | `d`` ", "`x\\|\\|y` | ``c \\| `d`` "),
            ("| `a\\|b|c` | d |", "| `a\\|b\\|c` | d |"),
            ("| a | b | c |", "| a | b | c |"),
            ("| `a` | b |", "| `a` | b |"),
        ] {
            let table = |row: &str| format!("| op | does |{rule}{row}\n\nand `a|b`\n");
            assert_eq!(escaped(&table(row), Rows::TooLong), table(expected));
            assert_eq!(escaped(&table(row), Rows::All), table(expected));
        }
        let three = "| a | b | c |\n|---|---|---|\n| `x|y` | z |\n";
        assert_eq!(escaped(three, Rows::TooLong), three);
        assert_eq!(escaped(three, Rows::All), three.replace("x|y", "x\\|y"));
        let head = "| `a|b` | c |\n|---|---|\n| d | e |\n";
        assert_eq!(escaped(head, Rows::All), head.replace("a|b", "a\\|b"));
        for text in ["```\n| a | b |\n|---|---|\n| `x|y` | z |\n```\n", "a `x|y`\n\n---\n", "`x|y`|\n"] {
            assert_eq!(escaped(text, Rows::All), text);
        }
    }
}
