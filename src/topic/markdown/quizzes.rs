//! Quizzes: the question is Markdown of its own, each choice a line of it.
//!
//! Their events go to the same writer, so links, code and formulas in a quiz are like those around it.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd, TextMergeWithOffset};

use crate::problem::message::Message;
use crate::problem::quiz_fault::QuizFault;
use crate::problem::report::Place;
use crate::text::span::Span;
use crate::topic::document::{Choice, Piece, Quiz};
use crate::topic::fence;
use crate::topic::inline_marks;
use crate::topic::markdown::code::OpenCode;
use crate::topic::markdown::{Writer, first_line};
use crate::topic::quiz::written::{self, Written, WrittenChoice};

impl Writer<'_> {
    /// Whether a block that was read is a quiz that can be read as one.
    pub(super) fn is_quiz(&mut self, info: &str, open: &OpenCode) -> bool {
        if info.split_whitespace().next().is_none_or(|word| !word.eq_ignore_ascii_case("quiz")) {
            return false;
        }
        let what = match (self.in_quiz, self.depth) {
            (Some(_), _) => "another quiz",
            // Where lines have something before them, what is written is not what is read.
            (None, 1..) => "a list or a quote",
            (None, 0) if self.content(open).is_none() => "an indented block",
            (None, 0) => return true,
        };
        let place = Place::span(self.source, first_line(self.text, open.span));
        self.report.at(place, QuizFault::Inside { what }.into());
        false
    }

    /// The bytes of the file that hold what stands between the fences.
    fn content(&self, open: &OpenCode) -> Option<Span> {
        let start = (first_line(self.text, open.span).end + 1).min(open.span.end);
        let range = Span::new(start, start + open.code.len());
        (self.text.get(range.range()) == Some(open.code.as_str())).then_some(range)
    }

    /// Reads a quiz and puts it where it stands.
    pub(super) fn quiz(&mut self, info: &str, info_start: usize, open: OpenCode) {
        let fence = fence::read_of_quiz(info, info_start, self.source, self.report);
        let Some(content) = self.content(&open) else { return };
        let opening = first_line(self.text, open.span);
        let mut written = written::read(&open.code);
        for (fault, span) in std::mem::take(&mut written.faults) {
            let at = |range: Span| content.start + range.start..content.start + range.end;
            let span = if span.is_empty() { opening } else { at(span).into() };
            self.report.at(Place::span(self.source, span), fault.into());
        }
        let index = self.document.quizzes.len();
        self.in_quiz = Some(index);
        // A heading in a question opens no section of the page.
        self.depth += 1;
        let (first_code, section) = (self.document.code.len(), self.section.text.len());
        let code_length = self.section.code.len();
        let question = self.captured(written.question.behind(content.start));
        self.separate();
        let text = self.section.text.get(section..).unwrap_or_default().trim().to_owned();
        let code = (first_code < self.document.code.len()).then_some(first_code);
        // What is wrong is searched for by nobody: of a quiz the question alone is found.
        let asked = self.section.text.len();
        let choices = self.choices(&written, content.start);
        self.section.text.truncate(asked);
        self.section.code.truncate(code_length);
        self.depth -= 1;
        self.in_quiz = None;
        self.last_code = None;
        let given = fence.id.clone().filter(|id| self.claim_card(id, opening));
        let anchor = given.unwrap_or_else(|| self.ids.fresh(&text));
        self.document.anchors.push(anchor.clone());
        let Written { how, answers, .. } = written;
        let (id, is_card) = (fence.id, !fence.no_card);
        let span = open.span;
        self.document.quizzes.push(Quiz {
            id,
            anchor,
            is_card,
            how,
            question,
            text,
            code,
            choices,
            answers,
            span,
            opening,
        });
        self.push(Piece::Quiz(index));
    }

    fn choices(&mut self, written: &Written, start: usize) -> Vec<Choice> {
        let choice = |this: &mut Self, choice: &WrittenChoice| {
            let at = |span: Span| span.behind(start);
            let span = at(choice.text);
            let text = this.text[span].to_owned();
            let pieces = this.captured_inline(span);
            this.separate();
            let why = choice.why.as_ref().map(|why| this.captured_inline(at(*why)));
            this.separate();
            Choice { right: choice.right, code: whole_code(&text), pieces, why, text, span }
        };
        written.choices.iter().map(|it| choice(self, it)).collect()
    }

    /// Ends a line of the section's text.
    fn separate(&mut self) {
        if !self.section.text.is_empty() && !self.section.text.ends_with('\n') {
            self.section.text.push('\n');
        }
    }

    /// The pieces of some Markdown of the file.
    fn captured(&mut self, range: Span) -> Vec<Piece> {
        self.flush();
        self.captures.push(self.document.pieces.len());
        let (text, settings) = (self.text, self.settings);
        let covered = inline_marks::covered(&text[range], settings);
        let events = Parser::new_ext(&covered, super::options(settings)).into_offset_iter();
        self.note_definitions(events.reference_definitions(), range.start);
        let events: Vec<(Event<'_>, Range<usize>)> = TextMergeWithOffset::new(events).collect();
        self.events(&events, &events, range.start);
        self.end_capture()
    }

    /// Reads some of the events of a part of the file, which begins at `start`.
    fn events(&mut self, some: &[(Event<'_>, Range<usize>)], all: &[(Event<'_>, Range<usize>)], start: usize) {
        let inner = inline_marks::paired(all).into_iter();
        let outer = std::mem::replace(&mut self.is_paired, inner);
        for (event, span) in some {
            self.event(inline_marks::uncovered(event.clone()), Span::from(span.clone()).behind(start));
        }
        self.is_paired = outer;
    }

    /// The same for a line in which nothing begins a block: `1. d4` and `> and <` are words.
    fn captured_inline(&mut self, range: Span) -> Vec<Piece> {
        self.flush();
        self.captures.push(self.document.pieces.len());
        let (text, settings) = (self.text, self.settings);
        let covered = inline_marks::covered(&text[range], settings);
        let parser = Parser::new_ext(&covered, super::options(settings));
        let events: Vec<(Event<'_>, Range<usize>)> = TextMergeWithOffset::new(parser.into_offset_iter()).collect();
        let begins_or_ends =
            |event: &Event<'_>| matches!(event, Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph));
        match events.as_slice() {
            [(Event::Start(Tag::Paragraph), _), inner @ .., (Event::End(TagEnd::Paragraph), _)]
                if !inner.iter().any(|(event, _)| begins_or_ends(event)) =>
            {
                self.events(inner, &events, range.start);
            }
            _ => self.plain(&text[range]),
        }
        self.end_capture()
    }

    /// Takes an id that an author gave to a card. `false` if another has it; that is told.
    pub(super) fn claim_card(&mut self, id: &str, place: Span) -> bool {
        if let Some(first) = self.card_ids.get(id) {
            let line = self.text[..first.start].matches('\n').count() + 1;
            let first = format!("line {line}");
            self.report.at(Place::span(self.source, place), Message::DuplicateCard { id: id.to_owned(), first });
            return false;
        }
        if !self.ids.claim(id) {
            let message = Message::DuplicateAnchor { id: id.to_owned() };
            self.report.at(Place::span(self.source, place), message);
            return false;
        }
        self.card_ids.insert(id.to_owned(), place);
        true
    }

    /// Gives examples their ids, after all headings have theirs: the title's slug, or else `example-2`.
    pub(super) fn name_examples(&mut self) {
        let mut number = 0;
        for block in &mut self.document.code {
            if block.is_example() && block.quiz.is_none() && block.fence.proof.is_none() {
                number += 1;
                if block.anchor.is_none() {
                    let name = block.fence.title.clone().unwrap_or_else(|| format!("example {number}"));
                    block.anchor = Some(self.ids.fresh(&name));
                }
            }
            self.document.anchors.extend(block.anchor.clone());
        }
    }
}

/// What stands between the backticks of a text that is inline code and nothing else.
fn whole_code(text: &str) -> Option<String> {
    let mut events = Parser::new(text);
    let first = (events.next()?, events.next()?, events.next()?);
    match (first, events.next()) {
        ((Event::Start(Tag::Paragraph), Event::Code(code), Event::End(TagEnd::Paragraph)), None) => {
            Some(code.to_string())
        }
        _ => None,
    }
}
