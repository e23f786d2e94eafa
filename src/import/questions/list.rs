//! Questions in one Markdown file: a README, a numbered list, headings, folded answers.
//!
//! In: the text. Out: [`Found`], a topic for each question. What counts as a question:
//!
//! - a heading that asks (`?`, "Explain …") or is numbered, or whose neighbours of the same level mostly do, or that
//!   has an answer beside such headings;
//! - a list item under a heading, where the list is numbered or half of its items ask; a nested list is its answer,
//!   unless its items ask and the item itself does not: then the item is a heading;
//! - a row of a table in which a column asks;
//! - `<summary>` of a `<details>`, unless it only says "Answer";
//! - a paragraph that begins `Q:`, or is bold as a whole and asks.
//!
//! Everything up to the next question is the answer. Headings above are the chapter. What is neither is told.

use std::ops::Range;

use crate::import::clean::comments;
use crate::import::found::{Found, Losses, dedent, line_place};
use crate::import::heading::{asks, ends_asking, has_mark, is_marked, is_numbered, plain, without_number};
use crate::import::page_front;
use crate::import::questions::answer::{
    is_address, is_answer_label, is_boilerplate, is_bold, is_contents, is_contents_heading, split_answer,
    strip_answer_label,
};
use crate::import::questions::asking_headings::Levels;
use crate::import::questions::blocks::{Block, Item, Kind, List, blocks, heading_or, heading_text};
use crate::import::questions::html_headings;
use crate::import::questions::reader::{Lists, NO_HEADING, Reader};
use crate::import::{html, leftovers};
use crate::path::SourcePath;
use crate::text::slug::slug;

/// Reads a file. If nothing in it asks, numbered headings are questions, and else every list is taken for one of them.
pub fn read(source: &SourcePath, text: &str) -> Found {
    let place = line_place(source, text, 0);
    let mut losses = Losses::default();
    let (front, rest) = page_front::of_yaml(text, &place, &mut losses);
    if rest.len() == text.len() {
        return of_text(source, text);
    }
    // Places stay what they were where blanks stand for it.
    let above = &text[..text.len() - rest.len()];
    let blanks: String =
        above.chars().map(|c| if c == '\n' { "\n".to_owned() } else { " ".repeat(c.len_utf8()) }).collect();
    let mut found = of_text(source, &(blanks + rest));
    for (what, is_there) in [("tags", !front.tags.is_empty()), ("description", front.summary.is_some())] {
        if is_there {
            losses.add(
                format!("`{what}` of the front matter"),
                "a list of questions has no place for it",
                Some(&place),
            );
        }
    }
    if found.title.is_none() {
        found.title_place = front.title.is_some().then(|| place.clone());
        found.title = front.title;
    }
    found.losses.join(losses);
    found
}

fn of_text(source: &SourcePath, text: &str) -> Found {
    let of = |block: Block| match block.kind {
        Kind::Html => html_headings::parted(text, block.range),
        _ => vec![block],
    };
    let blocks: Vec<Block> = blocks(text).into_iter().flat_map(of).collect();
    let found = read_as(Lists::Asking, Levels::of(&blocks), source, text, &blocks);
    if found.topics.iter().any(|topic| asks(&plain(&topic.title))) {
        return found;
    }
    let numbered = Levels::numbered(&blocks).map(|levels| read_as(Lists::Asking, levels, source, text, &blocks));
    let numbered = numbered.filter(|it| !it.topics.is_empty());
    numbered.unwrap_or_else(|| read_as(Lists::All, Levels::of(&blocks), source, text, &blocks))
}

fn read_as(lists: Lists, levels: Levels, source: &SourcePath, text: &str, blocks: &[Block]) -> Found {
    let asks = |block: &Block| matches!(&block.kind, Kind::Heading(level, it) if levels.asks(*level, it));
    let has_headings = blocks.iter().any(asks);
    let mut reader = Reader::new(source, text, lists, levels, has_headings);
    comments(text).into_iter().for_each(|range| reader.unseen(range, leftovers::Kind::Comment));
    for (index, block) in blocks.iter().enumerate() {
        reader.block(block, &blocks[index + 1..]);
    }
    reader.finish()
}

impl Reader<'_> {
    fn block(&mut self, block: &Block, after: &[Block]) {
        let range = block.range.clone();
        if self.passed.is_some() && !matches!(block.kind, Kind::Heading(..) | Kind::Html) {
            return;
        }
        let is_inline = matches!(block.kind, Kind::Paragraph | Kind::Html);
        if let Some(names) =
            html_headings::names_alone(&self.text[range.clone()]).filter(|it| is_inline && !it.is_empty())
        {
            return self.names.extend(names);
        }
        if !matches!(block.kind, Kind::Heading(..) | Kind::Rule) {
            self.names.clear();
        }
        match &block.kind {
            Kind::Heading(level, text) => self.heading(*level, text, block, after),
            Kind::Html => self.html(range),
            Kind::Paragraph => self.paragraph(range),
            Kind::List(list) => self.list(list, range, after),
            Kind::Table(table) if !self.in_answer() => self.table(table, range),
            Kind::Indented => self.more(&self.fenced(&range), range),
            Kind::Rule if self.open.is_none() => {}
            Kind::Table(_) | Kind::Other | Kind::Rule => self.more(&self.flush(&range), range),
        }
    }

    /// A block without the blanks that all of it stands behind.
    fn flush(&self, range: &Range<usize>) -> String {
        let source = &self.text[self.line_start(range.start)..range.end];
        let blanks = |line: &str| line.bytes().take_while(|byte| *byte == b' ').count();
        let indent = blanks(source);
        source.split_inclusive('\n').map(|line| &line[blanks(line).min(indent)..]).collect()
    }

    /// Code that is marked by its indentation, between fences.
    fn fenced(&self, range: &Range<usize>) -> String {
        let source = &self.text[self.line_start(range.start)..range.end];
        let code = dedent(source, 4);
        let ticks = if code.contains("```") { "````" } else { "```" };
        format!("{ticks}\n{}\n{ticks}", code.trim_end())
    }

    /// The start of the line, if nothing but blanks stands before a byte there.
    fn line_start(&self, at: usize) -> usize {
        let start = self.text[..at].rfind('\n').map_or(0, |at| at + 1);
        if self.text[start..at].trim().is_empty() { start } else { at }
    }

    /// Whether loose blocks belong to the question that is open.
    fn in_answer(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.level < NO_HEADING || open.takes_more)
    }

    fn heading(&mut self, level: usize, text: &str, block: &Block, after: &[Block]) {
        self.names.extend(html_headings::names(&self.text[block.range.clone()]));
        let names = std::mem::take(&mut self.names);
        let label = plain(text);
        let anchor = self.ids.fresh(&label);
        let range = block.range.clone();
        if self.passed.as_ref().is_some_and(|passed| level > passed.level) {
            return;
        }
        self.end_passed(range.start);
        if self.open.is_some() && label.to_lowercase().starts_with("answer") {
            // `#### Answer: B` says something, `#### Answer` does not.
            let said = if is_answer_label(&label) { String::new() } else { format!("**{}**", text.trim()) };
            return self.more(&said, range);
        }
        let inside = self.open.as_ref().is_some_and(|open| level > open.level && open.level < NO_HEADING);
        let under = self.under(level, &label, after);
        let is_question = self.levels.asks(level, text) && !under.heads_questions && !under.is_empty
            || self.levels.may_ask(level, &label) && under.is_leaf;
        if is_question && !inside {
            self.close();
            self.leave_finished(level, range.start);
            self.names = names;
            self.begin(text, range, level, Some(anchor));
        } else if inside {
            self.more(&self.text[range.clone()], range);
        } else {
            self.close();
            self.leave_headings(level, range.start);
            if is_contents_heading(&label) {
                self.leave(range, leftovers::Kind::Contents);
            } else if is_boilerplate(&label) {
                self.pass(level, range.start, leftovers::Kind::Part(label.trim().to_owned()));
            } else {
                self.head(level, text, range.start, !under.heads_questions);
            }
        }
    }

    /// What stands under a heading, up to the next that is no lower.
    fn under(&self, level: usize, label: &str, after: &[Block]) -> Under {
        let end = after.iter().position(|it| matches!(it.kind, Kind::Heading(other, _) if other <= level));
        // Line breaks and lines across say nothing.
        let is_content = |block: &&Block| match block.kind {
            Kind::Rule => false,
            Kind::Html => !html::to_markdown(&self.text[block.range.clone()]).0.is_empty(),
            _ => true,
        };
        let inside: Vec<&Kind> =
            after[..end.unwrap_or(after.len())].iter().filter(is_content).map(|it| &it.kind).collect();
        let is_heading = |kind: &Kind| matches!(kind, Kind::Heading(below, text) if self.levels.asks(*below, text));
        let asking = |list: &List| {
            let ends = list.items.iter().filter(|it| ends_asking(&plain(&self.text[it.head.clone()])));
            ends.count() * 2 >= list.items.len()
        };
        let own = inside.iter().take_while(|kind| !matches!(kind, Kind::Heading(..)));
        let questions = inside.iter().any(|kind| match kind {
            Kind::List(list) => asking(list),
            Kind::Table(table) => self.question_column(table).is_some(),
            kind => is_heading(kind),
        });
        let first = match inside.first() {
            Some(Kind::List(list)) => self.is_list_of_questions(list) && !has_mark(label),
            Some(kind) => is_heading(kind),
            None => false,
        };
        let heads_questions = first || questions && !(asks(label) || is_numbered(label));
        let has_answer = own.count() > 0;
        let is_leaf = has_answer && !heads_questions && !inside.iter().any(|kind| is_heading(kind));
        let is_empty = inside.is_empty() && end.is_some() && !(asks(label) || is_numbered(label));
        Under { heads_questions, is_empty, is_leaf }
    }

    fn paragraph(&mut self, range: Range<usize>) {
        let source = &self.flush(&range);
        // The answer may stand on the next line of the same paragraph.
        let (first, rest) = split_answer(source);
        let question = plain(first);
        let question = question.trim_start_matches(['*', '_', ' ']);
        let folded = self.open.as_ref().is_some_and(|it| it.folds > 0);
        let is_spoken = is_marked(question) && without_number(question) != question;
        let stands_out = is_bold(first) || is_numbered(question) && !first.trim().contains('\n');
        let is_question = is_spoken || stands_out && asks(question) && !self.has_headings && !folded;
        if !is_question {
            let bare = source.trim_start_matches(['*', '_', ' ']);
            let said =
                if strip_answer_label(source).is_none() && strip_answer_label(bare).is_some() { bare } else { source };
            return self.more_labelled(said, range);
        }
        if self.begin(first.trim().trim_matches('*'), range.clone(), NO_HEADING, None) {
            if let Some(open) = &mut self.open {
                open.takes_more = true;
            }
            self.more_labelled(rest, range);
        }
    }

    fn list(&mut self, list: &List, range: Range<usize>, after: &[Block]) {
        let in_answer = self
            .open
            .as_ref()
            .is_some_and(|open| open.level < NO_HEADING || open.takes_more && !self.continues(open.folds > 0, list));
        if in_answer {
            self.more(&self.flush(&range), range);
        } else if is_contents(list, self.text) {
            self.leave(range, leftovers::Kind::Contents);
        } else if self.is_list_of_questions(list) {
            self.items(list, 0, list.is_numbered() && list.items.len() == 1 || list.goes_on(after));
        } else {
            self.more(&self.flush(&range), range);
        }
    }

    /// Whether a numbered list goes on after the answer to its last item stood outside of it.
    fn continues(&self, folded: bool, list: &List) -> bool {
        let marked = list.items.first().is_some_and(|item| is_marked(&plain(&self.text[item.head.clone()])));
        (list.is_numbered() || marked) && !folded && self.is_list_of_questions(list)
    }

    /// Reads items; `goes_on` if what stands after the last belongs to it.
    fn items(&mut self, list: &List, depth: usize, goes_on: bool) {
        for item in &list.items {
            let head = &self.text[item.head.clone()];
            if let Some(inner) = &item.inner
                && !has_mark(&plain(head))
                && depth < 4
                && self.is_list_of_questions(inner)
                && item.inner_asks(self.text)
            {
                self.close();
                let level = NO_HEADING + depth;
                self.head(level, &heading_text(head), item.range.start, false);
                self.leave(item.head.end..inner.range.start, leftovers::Kind::Loose);
                self.items(inner, depth + 1, false);
                self.close();
                self.leave(inner.range.end..item.range.end, leftovers::Kind::Loose);
                self.leave_headings(level, item.range.end);
                continue;
            }
            self.item(item);
            if let Some(open) = &mut self.open {
                open.takes_more = goes_on;
            }
        }
        if !goes_on {
            self.close();
        }
    }

    fn item(&mut self, item: &Item) {
        let head = heading_or(&self.text[item.head.clone()]);
        let after = item.head.end.min(item.range.end)..item.range.end;
        if is_address(&head) {
            self.close();
            self.leave(item.range.start..after.start, leftovers::Kind::Address(head.trim().to_owned()));
            return self.leave(after, leftovers::Kind::Loose);
        }
        let (first, rest_of_head) = split_answer(&head);
        if !self.begin(first, item.range.clone(), NO_HEADING, Some(slug(&plain(first)))) {
            return;
        }
        let rest = dedent(self.text[after.clone()].trim_start_matches('\n'), item.column(self.text));
        let rest = rest.as_str();
        self.more_labelled(rest_of_head, item.head.clone());
        // `- A: …` under a question is its answer, not a list.
        let alone =
            rest.trim_start().strip_prefix(['-', '*']).filter(|it| !it.contains("\n- ") && !it.contains("\n* "));
        let labelled = alone.filter(|it| strip_answer_label(rest).is_none() && strip_answer_label(it).is_some());
        self.more_labelled(&format!("\n{}", labelled.unwrap_or(rest)), after);
    }

    fn is_list_of_questions(&self, list: &List) -> bool {
        let plain_head = |item: &Item| plain(&heading_or(&self.text[item.head.clone()]));
        let is_heading = |item: &Item| self.text[item.head.clone()].trim_start().starts_with('#');
        let asking = list.items.iter().filter(|item| is_heading(item) || asks(&plain_head(item))).count();
        let nested =
            list.items.iter().filter_map(|item| item.inner.as_ref()).any(|inner| self.is_list_of_questions(inner));
        let empty = list.items.iter().all(|item| plain_head(item).trim().is_empty());
        let counts = self.lists == Lists::All || (list.is_numbered() && (asking > 0 || !self.has_headings));
        !empty && (asking * 2 >= list.items.len() || nested || counts)
    }
}

/// What stands under a heading.
struct Under {
    /// Questions come first, or lists of them.
    heads_questions: bool,
    /// Nothing, and the heading does not ask.
    is_empty: bool,
    /// An answer, and no question.
    is_leaf: bool,
}

/// What is said when a file holds no question.
pub const LOOKED_FOR: &str = "questions are headings, list items or rows of a table that end in `?` or are numbered, `<summary>`s, and lines `Q: …`";
