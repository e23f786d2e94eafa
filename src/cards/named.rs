//! Ids written into a file: what `studybook ids` does.
//!
//! In: a file as it stands on disk, its loaded text and its topic. Out: the file's new text, in which nothing but the ids is
//! new: byte-order mark, line ends, indentation and quote marks stay. It writes nothing.

use crate::text::edits;
use crate::text::span::Span;
use crate::topic::document::Document;
use crate::topic::parse::Topic;
use crate::topic::word_rows::WordTable;

/// What is written where, in bytes of the loaded text.
fn additions(topic: &Topic) -> Vec<(usize, String)> {
    let document = &topic.document;
    let mut all: Vec<(usize, String)> = Vec::new();
    for question in document.questions.iter().filter(|it| it.id.is_none()) {
        all.push((question.end, format!(" {{#{}}}", question.anchor)));
    }
    for quiz in document.quizzes.iter().filter(|it| it.is_card && it.id.is_none()) {
        all.push((quiz.opening.end, format!(" id=\"{}\"", quiz.anchor)));
    }
    for block in document.code.iter().filter(|it| document.asks(it) && it.fence.id.is_none()) {
        if let Some(anchor) = &block.anchor {
            all.push((block.opening.end, format!(" id=\"{anchor}\"")));
        }
    }
    all.sort();
    all
}

/// The ids of a table of words: in their column, or in one that is added.
fn of_table(document: &Document, table: &WordTable) -> Vec<(Span, String)> {
    let rows = || document.questions.iter().zip(&table.rows);
    if rows().all(|(question, _)| question.id.is_some()) {
        return Vec::new();
    }
    if table.has_ids {
        let new = rows().filter(|(question, _)| question.id.is_none());
        return new.map(|(question, row)| (row.id, question.anchor.clone())).collect();
    }
    let sign = table.delimiter;
    let mut ends = table.ends.iter();
    let header = ends.next().map(|&end| (Span::at(end), format!("{sign}id")));
    let of_rows = rows().map(|(question, row)| (row.id, format!("{sign}{}", question.anchor)));
    header.into_iter().chain(of_rows).chain(ends.map(|&end| (Span::at(end), sign.to_string()))).collect()
}

/// The new text of a file with the number of ids that were written; `None` if the file is no longer what was loaded.
pub fn rewrite(on_disk: &str, loaded: &str, topic: &Topic) -> Option<(String, usize)> {
    if let Some(table) = topic.table() {
        let ids = topic.document.questions.iter().filter(|question| question.id.is_none()).count();
        return Some((edits::replaced_on_disk(on_disk, loaded, &of_table(&topic.document, table))?, ids));
    }
    let body = on_disk.strip_prefix('\u{feff}');
    let mark = if body.is_some() { "\u{feff}" } else { "" };
    let body = body.unwrap_or(on_disk);
    if body.replace("\r\n", "\n") != loaded {
        return None;
    }
    let additions = additions(topic);
    let mut out = String::with_capacity(on_disk.len() + additions.len() * 24);
    out.push_str(mark);
    let mut next = additions.iter().peekable();
    let mut at = 0;
    for (index, line) in body.split('\n').enumerate() {
        if index > 0 {
            out.push('\n');
        }
        let loaded_line = line.strip_suffix('\r').unwrap_or(line);
        let end = at + loaded_line.len();
        let words = loaded_line.trim_end().len();
        match next.next_if(|(place, _)| *place <= end) {
            Some((_, text)) => {
                out.push_str(&line[..words]);
                out.push_str(text);
                out.push_str(&line[words..]);
            }
            None => out.push_str(line),
        }
        at = end + 1;
    }
    Some((out, additions.len()))
}
