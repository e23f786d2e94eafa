//! Tables of HTML as GFM writes them, whose cells are one line each.

use crate::html::tokens::{self, Tag};

/// A table being read.
#[derive(Default)]
pub struct Table {
    /// The cells of each row.
    pub rows: Vec<Vec<String>>,
    /// Where the open cell began.
    pub cell: Option<usize>,
}

impl Table {
    /// Rows as GFM writes them; the first is the head.
    pub fn write(&self) -> String {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let mut out = String::new();
        for (number, row) in self.rows.iter().enumerate() {
            let cells = (0..columns).map(|at| row.get(at).map_or_else(String::new, |it| it.replace('|', "\\|")));
            out.push_str(&format!("| {} |\n", cells.collect::<Vec<_>>().join(" | ")));
            if number == 0 {
                out.push_str(&format!("|{}\n", " --- |".repeat(columns)));
            }
        }
        out
    }
}

/// What stands for a line break in a cell of a table, which is one line.
pub fn cell_break(before: &str, after: &str) -> &'static str {
    const PASSED: [&str; 6] = ["br", "li", "ul", "ol", "p", "div"];
    let is_passed = |tag: &Tag<'_>| PASSED.iter().any(|name| tag.is(name));
    let touches_bar = before.ends_with('|') || after.starts_with('|');
    let (mut before, mut after) = (before, after.trim_start());
    while let Some(at) = before.trim_end().ends_with('>').then(|| before.rfind('<')).flatten() {
        let Some(tag) = tokens::tag(&before[at..]).filter(is_passed) else { break };
        // The break before it says so already.
        if tag.is("br") || tag.is("li") && !tag.closes() {
            return "";
        }
        before = before[..at].trim_end();
    }
    while let Some(tag) = after.starts_with('<').then(|| tokens::tag(after)).flatten().filter(is_passed) {
        after = after[tag.span.end..].trim_start();
    }
    let before = before.trim_end_matches(' ');
    match before.is_empty() || before.ends_with(['|', '\n']) || after.is_empty() || after.starts_with('|') {
        true if touches_bar => " ",
        true => "",
        false if before.ends_with(['.', ',', ';', ':', '!', '?', '…', '。', '、', '，', '；']) => " ",
        false => "; ",
    }
}
