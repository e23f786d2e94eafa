//! Numbers laid out for a terminal.

use crate::guide::statistics::{Row, Stats};
use crate::terminal::many;
use crate::text::shown;

/// What `studybook stats` prints.
pub fn stats(stats: &Stats) -> String {
    let mut out = format!(
        "{}, {}, {}, {}, {}, {}\n",
        many(stats.topics, "topic"),
        many(stats.chapters, "chapter"),
        many(stats.words, "word"),
        many(stats.examples, "example"),
        many(stats.proofs, "proof"),
        counted(stats.quizzes, "quiz", "quizzes")
    );
    let total = Row {
        name: "all".to_owned(),
        levels: stats.by_difficulty.clone(),
        topics: stats.topics,
        words: stats.words,
        examples: stats.examples,
        proofs: stats.proofs,
        quizzes: stats.quizzes,
    };
    for (title, rows) in [("chapter", &stats.by_chapter), ("tag", &stats.by_tag)] {
        if rows.is_empty() {
            continue;
        }
        out.push('\n');
        let total = (title == "chapter").then_some(&total);
        out.push_str(&table(title, &stats.levels, rows, total));
    }
    if !stats.stubs.is_empty() {
        out.push_str(&format!("\n{}:\n", many(stats.stubs.len(), "stub")));
        for stub in &stats.stubs {
            out.push_str(&format!("  {}\n", shown::line(stub)));
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// A number with a noun whose plural has a form of its own.
fn counted(n: usize, one: &str, several: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { several })
}

fn table(title: &str, levels: &[String], rows: &[Row], total: Option<&Row>) -> String {
    let mut cells: Vec<Vec<String>> = Vec::new();
    let mut header = vec![title.to_owned()];
    header.extend(levels.iter().map(|level| shown::line(level).into_owned()));
    header.extend(["topics", "words", "examples", "proofs", "quizzes"].map(str::to_owned));
    cells.push(header);
    for row in rows.iter().chain(total) {
        let mut line = vec![shown::line(&row.name).into_owned()];
        line.extend(row.levels.iter().map(ToString::to_string));
        line.extend([row.topics, row.words, row.examples, row.proofs, row.quizzes].map(|n| n.to_string()));
        cells.push(line);
    }
    let columns = cells[0].len();
    let widths: Vec<usize> =
        (0..columns).map(|column| cells.iter().map(|line| line[column].chars().count()).max().unwrap_or(0)).collect();
    let mut out = String::new();
    for line in &cells {
        for (column, (cell, width)) in line.iter().zip(&widths).enumerate() {
            let pad = " ".repeat(width - cell.chars().count());
            out.push_str(&if column == 0 { format!("{cell}{pad}") } else { format!("  {pad}{cell}") });
        }
        out.truncate(out.trim_end().len());
        out.push('\n');
    }
    out
}
