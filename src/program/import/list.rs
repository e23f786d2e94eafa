//! Questions in one Markdown file: a README, a numbered list, headings, folded answers.
//!
//! In: the text. Out: [`Found`], a topic for each question. What counts as a question:
//!
//! - a heading that asks (`?`, "Explain …") or is numbered, or whose neighbours of the same level mostly do;
//! - a list item under a heading, where the list is numbered or half of its items ask; a nested list is its answer,
//!   unless its items ask and the item itself does not: then the item is a heading;
//! - `<summary>` of a `<details>`, unless it only says "Answer";
//! - a paragraph that begins `Q:`, or is bold as a whole and asks.
//!
//! Everything up to the next question is the answer. Headings above are the chapter.

use crate::program::import::answer::{
    element, find_tag, is_address, is_answer_label, is_boilerplate, is_bold, is_contents, is_contents_heading,
    split_answer, strip_answer_label, without_ornaments,
};
use crate::program::import::blocks::{Block, Item, Kind, List, blocks, heading_or, heading_text};
use crate::program::import::clean::clean;
use crate::program::import::found::{Found, FoundTopic, Origin, dedent, file_name, line_place};
use crate::program::import::heading::{asks, is_marked, is_numbered, plain, title, without_number};
use crate::program::import::html;
use crate::words::path::SourcePath;
use crate::words::slug::{Ids, slug};

/// Reads a file. If nothing in it asks, every list is taken for one of questions.
pub fn read(source: &SourcePath, text: &str) -> Found {
    let found = read_as(Lists::Asking, source, text);
    if found.topics.iter().any(|topic| asks(&plain(&topic.title))) { found } else { read_as(Lists::All, source, text) }
}

/// Which lists hold questions.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lists {
    /// Those of which half ask, and numbered ones where no heading asks.
    Asking,
    /// All but tables of contents.
    All,
}

fn read_as(lists: Lists, source: &SourcePath, text: &str) -> Found {
    let blocks = blocks(text);
    let levels = question_levels(&blocks);
    let mut reader = Reader {
        text,
        source,
        lists,
        levels,
        marked: has_marked_questions(&blocks),
        trail: Vec::new(),
        open: None,
        passed: None,
        found: Found::default(),
        ids: Ids::default(),
        has_headings: false,
    };
    reader.has_headings =
        blocks.iter().any(|block| matches!(&block.kind, Kind::Heading(level, it) if reader.is_question(*level, it)));
    for (index, block) in blocks.iter().enumerate() {
        reader.block(block, &blocks[index + 1..]);
    }
    reader.close();
    reader.found
}

/// Whether most headings that ask are marked `Q.`: then those without are none.
fn has_marked_questions(blocks: &[Block]) -> bool {
    let asking = blocks.iter().filter_map(|block| match &block.kind {
        Kind::Heading(level, text) if *level > 1 => Some(plain(text)),
        _ => None,
    });
    let asking: Vec<String> = asking.filter(|it| asks(it)).collect();
    asking.iter().filter(|it| is_marked(it)).count() * 2 > asking.len()
}

/// Levels of headings of which at least half ask or are numbered; a heading with such headings under it is none.
fn question_levels(blocks: &[Block]) -> [bool; 7] {
    let mut all = [0_usize; 7];
    let mut asking = [0_usize; 7];
    for block in blocks {
        if let Kind::Heading(level, text) = &block.kind {
            all[*level] += 1;
            let plain = plain(text);
            asking[*level] += usize::from(plain.trim_end().ends_with('?') || (is_numbered(&plain) && asks(&plain)));
        }
    }
    std::array::from_fn(|level| level > 1 && asking[level] * 2 >= all[level] && asking[level] > 0)
}

/// The level of what is no heading.
const FOLDED: usize = 7;

/// A question being read.
struct Open {
    topic: FoundTopic,
    /// The level of its heading; 7 if it is none.
    level: usize,
    body: String,
    /// Ends with `</details>`.
    folded: bool,
    /// Loose blocks after it belong to it.
    takes_more: bool,
}

struct Reader<'a> {
    text: &'a str,
    source: &'a SourcePath,
    lists: Lists,
    levels: [bool; 7],
    /// Headings that ask begin with `Q.`.
    marked: bool,
    trail: Vec<(usize, String)>,
    open: Option<Open>,
    /// The level of a heading whose part belongs to no question: "Contributing".
    passed: Option<usize>,
    found: Found,
    ids: Ids,
    has_headings: bool,
}

impl Reader<'_> {
    fn is_question(&self, level: usize, text: &str) -> bool {
        let plain = plain(text);
        let asks = plain.trim_end().ends_with('?');
        level > 1 && !is_boilerplate(&plain) && (asks || self.levels[level] && (!self.marked || is_marked(&plain)))
    }

    fn block(&mut self, block: &Block, after: &[Block]) {
        let source = &self.text[block.range.clone()];
        if self.passed.is_some() && !matches!(block.kind, Kind::Heading(..)) {
            if self.passed == Some(FOLDED) && find_tag(source, "</details").is_some() {
                self.passed = None;
            }
            return;
        }
        match &block.kind {
            Kind::Heading(level, text) => self.heading(*level, text, block, after),
            Kind::Html => self.html(source, block.range.start),
            Kind::Paragraph => self.paragraph(source, block.range.start),
            Kind::List(list) => self.list(list, block),
            Kind::Rule => self.more("\n"),
            Kind::Other => self.more(source),
        }
    }

    fn heading(&mut self, level: usize, text: &str, block: &Block, after: &[Block]) {
        let label = plain(text);
        let anchor = self.ids.fresh(&label);
        if self.passed.is_some_and(|passed| level > passed) {
            return;
        }
        self.passed = None;
        // Line breaks and lines across say nothing.
        let is_content = |block: &&Block| match block.kind {
            Kind::Rule => false,
            Kind::Html => !html::to_markdown(&self.text[block.range.clone()]).0.is_empty(),
            _ => true,
        };
        let next = after.iter().find(is_content).map(|block| &block.kind);
        let has_questions_below = match next {
            Some(Kind::Heading(below, text)) => *below > level && self.is_question(*below, text),
            Some(Kind::List(list)) => self.is_list_of_questions(list) && !label.contains('?'),
            _ => false,
        };
        let is_empty_part =
            matches!(next, Some(Kind::Heading(below, _)) if *below <= level) && !(asks(&label) || is_numbered(&label));
        let inside = self.open.as_ref().is_some_and(|open| level > open.level && open.level < 7);
        if self.open.is_some() && label.to_lowercase().starts_with("answer") {
            // `#### Answer: B` says something, `#### Answer` does not.
            let said = if is_answer_label(&label) { String::new() } else { format!("**{}**", text.trim()) };
            return self.more(&said);
        }
        if self.is_question(level, text) && !has_questions_below && !is_empty_part && !inside {
            self.begin(title(text), block.range.start, level, Some(anchor));
        } else if inside {
            self.more(&self.text[block.range.clone()]);
        } else {
            self.close();
            self.trail.retain(|(above, _)| *above < level);
            if is_contents_heading(&label) {
                return;
            }
            if is_boilerplate(&label) {
                self.passed = Some(level);
                let place = line_place(self.source, self.text, block.range.start);
                return self.found.losses.add(format!("the part `{}`", label.trim()), "", Some(&place));
            }
            if level == 1 && self.found.title.is_none() {
                self.found.title = Some(title(text)).filter(|it| !it.is_empty());
            }
            self.trail.push((level, title(text)));
        }
    }

    /// `<details>` and what is in it.
    fn html(&mut self, source: &str, at: usize) {
        let mut rest = source;
        while let Some((start, end)) = element(rest, "summary") {
            let (summary, length) = (&rest[start.end..end.start], end.end);
            let (markdown, _) = html::to_markdown(summary);
            let name = plain(&markdown);
            let before = &rest[..start.start];
            if let Some(close) = find_tag(before, "</details") {
                self.more(&before[..close]);
                self.end_folded();
            }
            if is_answer_label(&name) || self.open.as_ref().is_some_and(|open| !open.folded) {
                if !is_answer_label(&name) {
                    self.more(&format!("**{}**\n", title(&markdown)));
                }
            } else if self.has_headings && !asks(&name) {
                let place = line_place(self.source, self.text, at);
                self.found.losses.add(format!("the folded part `{}`", name.trim()), "", Some(&place));
                self.passed = find_tag(&rest[length..], "</details").is_none().then_some(FOLDED);
                if self.passed.is_some() {
                    return;
                }
            } else {
                self.begin(title(&markdown), at, 7, Some(slug(&name)));
                if let Some(open) = &mut self.open {
                    open.folded = true;
                    open.takes_more = true;
                }
            }
            rest = &rest[length..];
        }
        match find_tag(rest, "</details") {
            Some(close) => {
                self.more(&rest[..close]);
                self.end_folded();
            }
            None => self.more(rest),
        }
    }

    fn end_folded(&mut self) {
        if self.open.as_ref().is_some_and(|open| open.folded) {
            self.close();
        }
    }

    fn paragraph(&mut self, source: &str, at: usize) {
        // The answer may stand on the next line of the same paragraph.
        let (first, rest) = split_answer(source);
        let question = plain(first);
        let question = question.trim_start_matches(['*', '_', ' ']);
        let folded = self.open.as_ref().is_some_and(|it| it.folded);
        let is_spoken = is_marked(question) && without_number(question) != question;
        let stands_out = is_bold(first) || is_numbered(question) && !first.trim().contains('\n');
        let is_question = is_spoken || stands_out && asks(question) && !self.has_headings && !folded;
        if !is_question {
            let bare = source.trim_start_matches(['*', '_', ' ']);
            return self.more(strip_answer_label(source).or_else(|| strip_answer_label(bare)).unwrap_or(source));
        }
        let name = title(first.trim().trim_matches('*'));
        self.begin(name, at, 7, None);
        if let Some(open) = &mut self.open {
            open.takes_more = true;
        }
        self.more(strip_answer_label(rest).unwrap_or(rest));
    }

    fn list(&mut self, list: &List, block: &Block) {
        let in_answer =
            self.open.as_ref().is_some_and(|open| open.level < 7 || open.takes_more && !self.continues(open, list));
        if in_answer || is_contents(list, self.text) {
            if in_answer {
                self.more(&self.text[block.range.clone()]);
            }
            return;
        }
        if !self.is_list_of_questions(list) {
            if self.open.is_some() {
                self.more(&self.text[block.range.clone()]);
            } else {
                let place = line_place(self.source, self.text, block.range.start);
                self.found.losses.add("lists without questions", "", Some(&place));
            }
            return;
        }
        self.items(list, 0);
    }

    /// Whether a numbered list goes on after the answer to its last item stood outside of it.
    fn continues(&self, open: &Open, list: &List) -> bool {
        let marked = list.items.first().is_some_and(|item| is_marked(&plain(&self.text[item.head.clone()])));
        (list.ordered || marked) && !open.folded && self.is_list_of_questions(list)
    }

    fn items(&mut self, list: &List, depth: usize) {
        let single = list.ordered && list.items.len() == 1;
        for item in &list.items {
            let head = &self.text[item.head.clone()];
            if let Some(inner) = &item.inner
                && !plain(head).contains('?')
                && depth < 4
                && self.is_list_of_questions(inner)
                && item.inner_asks(self.text)
            {
                self.close();
                let level = 7 + depth;
                self.trail.retain(|(above, _)| *above < level);
                self.trail.push((level, title(&heading_text(head))));
                self.items(inner, depth + 1);
                self.close();
                self.trail.retain(|(above, _)| *above < level);
                continue;
            }
            let head = heading_or(head);
            if is_address(&head) {
                let place = line_place(self.source, self.text, item.range.start);
                self.found.losses.add(format!("the address `{}`", head.trim()), "", Some(&place));
                continue;
            }
            let (first, rest_of_head) = split_answer(&head);
            let (first, rest_of_head) = (first.to_owned(), rest_of_head.to_owned());
            let anchor = slug(&plain(&first));
            self.begin(title(&first), item.range.start, 7, Some(anchor));
            let column = item.head.start - self.text[..item.head.start].rfind('\n').map_or(0, |at| at + 1);
            let rest = self.text[item.head.end.min(item.range.end)..item.range.end].trim_start_matches('\n');
            let rest = dedent(rest, column);
            let rest = rest.as_str();
            self.more(strip_answer_label(&rest_of_head).unwrap_or(&rest_of_head));
            // `- A: …` under a question is its answer, not a list.
            let alone =
                rest.trim_start().strip_prefix(['-', '*']).filter(|it| !it.contains("\n- ") && !it.contains("\n* "));
            let said = strip_answer_label(rest).or_else(|| strip_answer_label(alone?));
            self.more(&format!("\n{}", said.unwrap_or(rest)));
            if let Some(open) = &mut self.open {
                open.takes_more = single;
            }
        }
        if !single {
            self.close();
        }
    }

    fn is_list_of_questions(&self, list: &List) -> bool {
        let plain_head = |item: &Item| plain(&heading_or(&self.text[item.head.clone()]));
        let is_heading = |item: &Item| self.text[item.head.clone()].trim_start().starts_with('#');
        let asking = list.items.iter().filter(|item| is_heading(item) || asks(&plain_head(item))).count();
        let nested =
            list.items.iter().filter_map(|item| item.inner.as_ref()).any(|inner| self.is_list_of_questions(inner));
        let empty = list.items.iter().all(|item| plain_head(item).trim().is_empty());
        let counts = self.lists == Lists::All || (list.ordered && (asking > 0 || !self.has_headings));
        !empty && (asking * 2 >= list.items.len() || nested || counts)
    }

    fn begin(&mut self, title: String, at: usize, level: usize, anchor: Option<String>) {
        self.close();
        if title.is_empty() {
            return;
        }
        let place = line_place(self.source, self.text, at);
        // The first heading of all is the document's title unless there are others like it.
        let trail = self.trail.iter().filter(|(level, _)| *level > 1).map(|(_, title)| title.clone()).collect();
        let origin = Origin { file: file_name(self.source).to_owned(), anchor };
        let topic = FoundTopic { title, trail, origin, place: Some(place), ..FoundTopic::default() };
        self.open = Some(Open { topic, level, body: String::new(), folded: false, takes_more: false });
    }

    /// Adds to the answer.
    fn more(&mut self, markdown: &str) {
        if let Some(open) = &mut self.open {
            open.body.push_str(markdown.trim_end());
            open.body.push_str("\n\n");
        }
    }

    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        let mut topic = open.topic;
        let body = without_ornaments(&open.body);
        topic.body = clean(&body, topic.place.as_ref(), &mut self.found.losses);
        self.found.topics.push(topic);
    }
}

/// What is said when a file holds no question.
pub const LOOKED_FOR: &str =
    "questions are headings or list items that end in `?` or are numbered, `<summary>`s, and lines `Q: …`";
