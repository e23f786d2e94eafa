//! `<details>`: a summary that asks, and the answer folded under it.
//!
//! In: a block of HTML of which the tags may stand in other blocks than their content. Out: questions begun and ended.

use std::ops::Range;

use crate::html::tokens::{element, tags};
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
        while at < range.end {
            let rest = &self.text[at..range.end];
            let close = tags(rest).find(|tag| tag.closes() && tag.is("details")).map(|tag| tag.span);
            let summary =
                element(rest, "summary").filter(|(start, _)| close.as_ref().is_none_or(|it| start.start < it.start));
            match (summary, close) {
                (Some((start, end)), _) => {
                    self.piece(at..at + start.start);
                    self.summary(at + start.end..at + end.start, at + start.start..at + end.end);
                    at += end.end;
                }
                (None, Some(close)) => {
                    self.piece(at..at + close.start);
                    at += close.end;
                    self.unfold(at);
                }
                (None, None) => {
                    self.piece(at..range.end);
                    at = range.end;
                }
            }
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
