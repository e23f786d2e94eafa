//! `<details>`: a summary that asks, and the answer folded under it.
//!
//! In: a block of HTML of which the tags may stand in other blocks than their content. Out: questions begun and ended.

use std::ops::Range;

use crate::html::tokens::tags;
use crate::import::found::{dedent, indent};
use crate::import::heading::{asks, plain, title};
use crate::import::html;
use crate::import::leftovers::Kind;
use crate::import::questions::answer::is_answer_label;
use crate::import::questions::reader::{NO_HEADING, Reader};
use crate::text::slug::slug;

impl Reader<'_> {
    /// Reads a block.
    pub fn html(&mut self, range: Range<usize>) {
        let mut at = range.start;
        for mark in marks(&self.text[range.clone()]) {
            let span = |it: &Range<usize>| range.start + it.start..range.start + it.end;
            match mark {
                Mark::Summary { start, end } => {
                    let (start, end) = (span(&start), span(&end));
                    self.piece(at..start.start);
                    self.summary(start.end..end.start, start.start..end.end);
                    at = end.end;
                }
                Mark::End(end) => {
                    let end = span(&end);
                    self.piece(at..end.start);
                    at = end.end;
                    self.unfold(at);
                }
            }
        }
        if at < range.end {
            self.piece(at..range.end);
        }
    }

    /// What stands between tags.
    fn piece(&mut self, range: Range<usize>) {
        let source = &self.text[range.clone()];
        if self.passed.is_none() && !html::to_markdown(source).0.is_empty() {
            let source = source.trim_start_matches('\n');
            self.more(&dedent(source, indent(source)), range);
        }
    }

    fn summary(&mut self, inner: Range<usize>, range: Range<usize>) {
        if self.passed.is_some() {
            return;
        }
        let (markdown, _) = html::to_markdown(&self.text[inner]);
        let name = plain(&markdown);
        let is_label = is_answer_label(&name);
        if let Some(open) = &mut self.open
            && (is_label || open.folds == 0 || !asks(&name))
        {
            open.folds += usize::from(open.folds > 0);
            if !is_label {
                self.more(&format!("**{}**\n", title(&markdown)), range);
            }
        } else if self.has_headings && !asks(&name) {
            self.close();
            self.pass(NO_HEADING, range.start, Kind::Folded(name.trim().to_owned()));
        } else if self.begin(&markdown, range, NO_HEADING, Some(slug(&name)))
            && let Some(open) = &mut self.open
        {
            open.folds = 1;
            open.takes_more = true;
        }
    }

    /// The end of a `<details>`.
    fn unfold(&mut self, end: usize) {
        if self.passed.as_ref().is_some_and(|it| it.level == NO_HEADING) {
            self.end_passed(end);
        }
        let was_open = self.open.as_ref().is_some_and(|open| open.folds > 0);
        if let Some(open) = &mut self.open {
            open.folds = open.folds.saturating_sub(1);
            if was_open && open.folds == 0 {
                self.close();
            }
        }
    }
}

/// What parts a block.
enum Mark {
    /// The tags of a summary.
    Summary { start: Range<usize>, end: Range<usize> },
    /// The tag that ends a `<details>`.
    End(Range<usize>),
}

/// The summaries of some HTML and the ends of what they fold, in order. A summary that does not end is none.
fn marks(html: &str) -> Vec<Mark> {
    let mut found = Vec::new();
    let mut open: Option<Range<usize>> = None;
    // Ends that stand in a summary, should it not end.
    let mut held = Vec::new();
    for tag in tags(html) {
        match (tag.is("summary"), tag.closes()) {
            (true, false) => drop(open.get_or_insert(tag.span.range())),
            (true, true) => {
                if let Some(start) = open.take() {
                    held.clear();
                    found.push(Mark::Summary { start, end: tag.span.range() });
                }
            }
            (false, true) if tag.is("details") && open.is_some() => held.push(Mark::End(tag.span.range())),
            (false, true) if tag.is("details") => found.push(Mark::End(tag.span.range())),
            _ => {}
        }
    }
    found.extend(held);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(html: &str) -> String {
        let of = |mark: Mark| match mark {
            Mark::Summary { start, end } => format!("<{}>", &html[start.end..end.start]),
            Mark::End(end) => format!("/{}", end.start),
        };
        marks(html).into_iter().map(of).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn summaries_and_ends_are_found_in_one_pass() {
        for (html, expected) in [
            ("<details><summary>a</summary>b</details>", "<a> /30"),
            ("</details><details><summary>a</summary>", "/0 <a>"),
            ("<summary>a<summary>b</summary>", "<a<summary>b>"),
            ("<details><summary>a</details>b", "/19"),
            ("</summary><details>", ""),
        ] {
            assert_eq!(parts(html), expected);
        }
        assert_eq!(marks(&"<details><summary>x</summary>\n".repeat(5_000)).len(), 5_000);
    }
}
