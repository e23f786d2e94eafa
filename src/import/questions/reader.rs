//! A text being read for questions: the question that is open, the headings above it, and what belongs to neither.
//!
//! In: pieces of the text, each with its bytes. Out: [`Found`]. A piece goes into the answer of the open question; where
//! none is open it is left, and told: nothing is passed over in silence.

use std::ops::Range;

use crate::import::clean::clean;
use crate::import::found::{Found, FoundTopic, Origin, file_name, line_place};
use crate::import::heading::{self, title};
use crate::import::html;
use crate::import::leftovers::{Kind, Left};
use crate::import::questions::answer::{is_ornament, strip_answer_label, without_ornaments};
use crate::import::questions::asking_headings::Levels;
use crate::import::questions::html_headings;
use crate::import::reference_links::Definitions;
use crate::import::short_answer;
use crate::path::SourcePath;
use crate::text::slug::Ids;

/// The level of what is no heading.
pub const NO_HEADING: usize = 7;

/// Which lists hold questions.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Lists {
    /// Those of which half ask, and numbered ones where no heading asks.
    Asking,
    /// All but tables of contents.
    All,
}

/// A question being read.
pub struct Open {
    topic: FoundTopic,
    /// The level of its heading; 7 if it is none.
    pub level: usize,
    body: String,
    /// A label such as `Answer.`, which is the answer if nothing follows.
    label: String,
    /// How many `<details>` are open in it, its own among them.
    pub folds: usize,
    /// Loose blocks after it belong to it.
    pub takes_more: bool,
}

/// A heading above.
struct Above {
    level: usize,
    title: String,
    start: usize,
    /// Questions of its own level belong to it.
    spans: bool,
    /// How many topics there were before it.
    topics: usize,
}

/// A part that belongs to no question: "Contributing".
pub struct Passed {
    /// The level of its heading; 7 if it is folded.
    pub level: usize,
    start: usize,
    kind: Kind,
}

/// What is being read, and what was found so far.
pub struct Reader<'a> {
    /// All of it.
    pub text: &'a str,
    source: &'a SourcePath,
    /// Which lists count.
    pub lists: Lists,
    /// Which headings do.
    pub levels: Levels,
    /// Whether a heading asks.
    pub has_headings: bool,
    /// The question that is open.
    pub open: Option<Open>,
    /// The part that is passed over.
    pub passed: Option<Passed>,
    /// Ids of headings.
    pub ids: Ids,
    /// Names that links lead to, of the heading that comes.
    pub names: Vec<String>,
    definitions: Definitions,
    trail: Vec<Above>,
    left: Left,
    found: Found,
}

impl<'a> Reader<'a> {
    /// Begins.
    pub fn new(source: &'a SourcePath, text: &'a str, lists: Lists, levels: Levels, has_headings: bool) -> Self {
        Self {
            text,
            source,
            lists,
            levels,
            has_headings,
            open: None,
            passed: None,
            ids: Ids::default(),
            names: Vec::new(),
            definitions: Definitions::of(text),
            trail: Vec::new(),
            left: Left::default(),
            found: Found::default(),
        }
    }

    /// Ends.
    pub fn finish(mut self) -> Found {
        self.end_passed(self.text.len());
        self.close();
        self.leave_headings(0, self.text.len());
        self.left.tell(self.source, self.text, &mut self.found.losses);
        self.found
    }

    /// Begins a question; `range` is what is lost if it turns out to be empty. Gives whether it is not.
    pub fn begin(&mut self, asked: &str, range: Range<usize>, level: usize, anchor: Option<String>) -> bool {
        self.close();
        let mut anchors = std::mem::take(&mut self.names);
        anchors.extend(html_headings::names(asked));
        let asked = &*self.definitions.inlined(asked);
        let title = title(asked);
        if title.is_empty() {
            self.leave(range, Kind::Loose);
            return false;
        }
        let place = line_place(self.source, self.text, range.start);
        // The first heading of all is the document's title unless there are others like it.
        let above = self.trail.iter().filter(|it| !self.levels.is_title(it.level));
        let trail = above.map(|it| it.title.clone()).collect();
        let origin = Origin { file: file_name(self.source).to_owned(), anchor };
        let body = self.references(asked, range.start);
        let topic = FoundTopic { title, trail, origin, anchors, place: Some(place), ..FoundTopic::default() };
        let label = String::new();
        self.open = Some(Open { topic, level, body, label, folds: 0, takes_more: false });
        true
    }

    /// Links of a title, for the body below it; those that cannot stand there are told.
    fn references(&mut self, markdown: &str, at: usize) -> String {
        let mut body = String::new();
        let place = line_place(self.source, self.text, at);
        for it in heading::references(markdown) {
            let (text, address) = (&it.text, it.address.replace(['<', '>', '\n'], ""));
            if address.starts_with('#') && !text.contains(char::is_alphanumeric) {
                self.found.losses.add_at("links back to the top", "", &place);
            } else if it.is_image || address.starts_with('#') {
                let what = if it.is_image { "image" } else { "link" };
                self.found.losses.add_at(format!("the {what} `{address}` of a heading"), "", &place);
            } else {
                let text = if text.trim().is_empty() { &address } else { text };
                body.push_str(&format!("[{text}](<{address}>)\n\n"));
            }
        }
        body
    }

    /// Adds to the answer, or leaves the bytes that this is.
    pub fn more(&mut self, markdown: &str, range: Range<usize>) {
        match &mut self.open {
            Some(open) => {
                open.body.push_str(markdown.trim_end());
                open.body.push_str("\n\n");
            }
            None => self.leave(range, Kind::Loose),
        }
    }

    /// Adds to the answer what may begin with a label: `Ans: text`.
    pub fn more_labelled(&mut self, markdown: &str, range: Range<usize>) {
        let said = strip_answer_label(markdown);
        if let Some(open) = self.open.as_mut().filter(|_| said.is_some_and(|it| it.trim().is_empty())) {
            open.label = markdown.trim().to_owned();
        }
        self.more(said.unwrap_or(markdown), range);
    }

    /// Ends the question that is open.
    pub fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        let mut topic = open.topic;
        let (body, ornaments) = without_ornaments(&open.body);
        for _ in 0..ornaments {
            self.found.losses.add("links back to the top", "", topic.place.as_ref());
        }
        let body = self.definitions.with_notes(&self.definitions.inlined(&body));
        topic.body = clean(&body, topic.place.as_ref(), &mut self.found.losses);
        if topic.body.is_empty() && !open.label.trim_end_matches(['*', '_', ' ']).ends_with(':') {
            topic.body = clean(&open.label, topic.place.as_ref(), &mut self.found.losses);
        }
        (topic.summary, topic.body) = short_answer::split_if_short(&topic.body);
        self.found.topics.push(topic);
    }

    /// Notes what stands in no topic. Markup that shows nothing is none of it.
    pub fn leave(&mut self, range: Range<usize>, kind: Kind) {
        let source = self.text.get(range.clone()).unwrap_or("");
        if kind == Kind::Loose && source.lines().any(is_ornament) {
            let (rest, ornaments) = without_ornaments(source);
            if html::to_markdown(&rest).0.is_empty() {
                let place = line_place(self.source, self.text, range.start);
                (0..ornaments).for_each(|_| self.found.losses.add_at("links back to the top", "", &place));
                return;
            }
        }
        if source.trim_start().starts_with('<') && html::to_markdown(source).0.is_empty() {
            return;
        }
        self.left.add(range, kind);
    }

    /// Puts a heading above what follows; `spans` if questions of its own level belong to it.
    pub fn head(&mut self, level: usize, markdown: &str, start: usize, spans: bool) {
        self.leave_headings(level, start);
        let markdown = &*self.definitions.inlined(markdown);
        self.references(markdown, start).lines().filter(|line| !line.is_empty()).for_each(|link| {
            let place = line_place(self.source, self.text, start);
            self.found.losses.add_at(format!("the link `{link}` of a heading"), "", &place);
        });
        let title = title(markdown);
        if self.levels.is_title(level) && self.found.title.is_none() && !title.is_empty() {
            self.found.title = Some(title.clone());
            self.found.title_place = Some(line_place(self.source, self.text, start));
        }
        self.trail.push(Above { level, title, start, spans, topics: self.found.topics.len() });
    }

    /// Takes headings of a level and below away, at a byte where no question is open; those without a question under
    /// them are left with all that they head.
    pub fn leave_headings(&mut self, level: usize, end: usize) {
        self.pop(end, |above| above.level >= level);
    }

    /// Takes headings away under which a question of a level does not belong.
    pub fn leave_finished(&mut self, level: usize, end: usize) {
        self.pop(end, |above| above.level > level || above.level == level && !above.spans);
    }

    fn pop(&mut self, end: usize, is_over: impl Fn(&Above) -> bool) {
        while let Some(above) = self.trail.pop_if(|above| is_over(above)) {
            if above.topics == self.found.topics.len() {
                self.left.add(above.start..end, Kind::Part(above.title));
            }
        }
    }

    /// Begins a part that belongs to no question.
    pub fn pass(&mut self, level: usize, start: usize, kind: Kind) {
        self.passed = Some(Passed { level, start, kind });
    }

    /// Ends it.
    pub fn end_passed(&mut self, end: usize) {
        if let Some(passed) = self.passed.take() {
            self.left.add(passed.start..end, passed.kind);
        }
    }

    /// Notes what is never shown, in an answer or not.
    pub fn unseen(&mut self, range: Range<usize>, kind: Kind) {
        self.left.add(range, kind);
    }
}
