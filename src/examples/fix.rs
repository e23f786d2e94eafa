//! Rewrites the output blocks of a Markdown file: what `--fix` does.
//!
//! In: the file as it stands on disk, its loaded text, and what the examples print. Out: the file's new text, in
//! which nothing else has changed: byte-order mark, line ends, indentation and quote marks stay. It writes nothing.

use crate::examples::markdown_lines;
use crate::text::span::Span;

/// A change of one output block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Bytes of the loaded text: the example.
    pub block: Span,
    /// Bytes of the loaded text: its output block, if there is one.
    pub output: Option<Span>,
    /// What the example prints; if that is nothing, the output block goes.
    pub printed: String,
}

/// The new text of a file. `None` if the file is no longer what was loaded.
pub fn rewrite(on_disk: &str, loaded: &str, edits: &[Edit]) -> Option<String> {
    let body = on_disk.strip_prefix('\u{feff}');
    let mark = if body.is_some() { "\u{feff}" } else { "" };
    let body = body.unwrap_or(on_disk);
    if body.replace("\r\n", "\n") != loaded {
        return None;
    }
    let mut all: Vec<String> = body.split('\n').map(str::to_owned).collect();
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| edit.block.start);
    for edit in edits.into_iter().rev() {
        apply(&mut all, loaded, edit);
    }
    Some(format!("{mark}{}", all.join("\n")))
}

fn apply(all: &mut Vec<String>, loaded: &str, edit: &Edit) {
    let (block_first, block_last) = line_indices(loaded, edit.block);
    let carriage = if all[block_first].ends_with('\r') { "\r" } else { "" };
    let opening = loaded.lines().nth(block_first).unwrap_or("");
    let margin = margin(opening);
    let printed = edit.printed.trim_end_matches('\n');
    let ended = |line: &str| {
        format!("{}{carriage}", format!("{margin}{line}").trim_end_matches(|c| line.is_empty() && c == ' '))
    };
    match &edit.output {
        Some(output) => {
            let (first, last) = line_indices(loaded, *output);
            if printed.is_empty() {
                all.drain(block_last + 1..=last);
                return;
            }
            let info = loaded.lines().nth(first).unwrap_or("");
            let info = info[self::margin(info).len().min(info.len())..].trim_start_matches(['`', '~']).to_owned();
            let new = fenced(info.trim(), printed).into_iter().map(|line| ended(&line));
            all.splice(first..=last, new.collect::<Vec<_>>());
        }
        None if printed.is_empty() => {}
        None => {
            let new = fenced("output", printed);
            let new = std::iter::once(String::new()).chain(new).map(|line| ended(&line)).collect::<Vec<_>>();
            all.splice(block_last + 1..block_last + 1, new);
        }
    }
}

/// The lines of a fenced block whose fence is longer than any in its text.
fn fenced(info: &str, text: &str) -> Vec<String> {
    let longest =
        text.lines().map(|line| line.trim_start()).map(|line| line.len() - line.trim_start_matches('`').len());
    let fence = "`".repeat(longest.max().unwrap_or(0).max(2) + 1);
    let mut lines = vec![format!("{fence}{info}")];
    lines.extend(text.lines().map(str::to_owned));
    lines.push(fence);
    lines
}

/// What stands before a block's lines: indentation and quote marks; a list's own mark becomes indentation.
fn margin(opening: &str) -> String {
    let before = opening.find(['`', '~']).unwrap_or(0);
    opening[..before].chars().map(|c| if c == '>' || c.is_whitespace() { c } else { ' ' }).collect()
}

/// The first and last line of a range, from 0.
fn line_indices(loaded: &str, span: Span) -> (usize, usize) {
    let end = span.start + loaded[span].trim_end().len();
    (markdown_lines::number(loaded, span.start) - 1, markdown_lines::number(loaded, end) - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a\n\n```python\nprint(1)\n```\n\n```output\n2\n```\n\nb\n";

    fn edit(text: &str, printed: &str) -> Edit {
        let code = text.find("```python").unwrap();
        let code_end = code + text[code + 3..].find("```").unwrap() + 6;
        let output = text.find("```output").map(|at| Span::new(at, at + 3 + text[at + 3..].find("```").unwrap() + 3));
        Edit { block: Span::new(code, code_end), output, printed: printed.to_owned() }
    }

    #[test]
    fn only_the_output_changes_and_marks_and_line_ends_stay() {
        let on_disk = format!("\u{feff}{}", TEXT.replace('\n', "\r\n"));
        let fixed = rewrite(&on_disk, TEXT, &[edit(TEXT, "1\n")]).unwrap();
        assert_eq!(fixed, on_disk.replace("2\r\n", "1\r\n"));
        assert_eq!(rewrite("something else", TEXT, &[]), None);
    }

    #[test]
    fn an_output_block_is_added_and_taken_away() {
        let bare = "> - ```python\n>   print(1)\n>   ```\n\nb\n";
        let fixed = rewrite(bare, bare, &[edit(bare, "1\n\n2\n")]).unwrap();
        assert_eq!(fixed, "> - ```python\n>   print(1)\n>   ```\n>\n>   ```output\n>   1\n>\n>   2\n>   ```\n\nb\n");
        let gone = rewrite(TEXT, TEXT, &[edit(TEXT, "")]).unwrap();
        assert_eq!(gone, "a\n\n```python\nprint(1)\n```\n\nb\n");
    }

    #[test]
    fn printed_fences_get_a_longer_fence_around_them() {
        let fixed = rewrite(TEXT, TEXT, &[edit(TEXT, "```\nx\n```")]).unwrap();
        assert!(fixed.contains("````output\n```\nx\n```\n````\n"), "{fixed}");
    }
}
