//! Definition lists, and those under a heading of questions: each term a question, its definition the answer.

use crate::problem::message::Message;
use crate::problem::report::Place;
use crate::text::span::Span;
use crate::topic::document::{Fold, Piece, Question};
use crate::topic::fence_values::is_card_id;
use crate::topic::markdown::{Writer, first_line};

/// Where we are in a list of questions.
#[derive(Default)]
pub(super) struct Questions {
    /// The heading that asks for one, until its list comes.
    pub(super) awaited: Option<Span>,
    /// Definition lists that are open, and whether each is one of questions.
    pub(super) lists: Vec<bool>,
    /// A question is open and waits for its answer's end.
    pub(super) open: bool,
    /// The text of the question being read.
    pub(super) title: Option<String>,
}

impl Writer<'_> {
    pub(super) fn in_questions(&self) -> bool {
        self.questions.lists.last().copied().unwrap_or(false)
    }

    pub(super) fn start_definitions(&mut self) {
        let is_questions = self.questions.awaited.take().is_some();
        self.questions.lists.push(is_questions);
        self.html.push_str(if is_questions { "<div class=\"questions\">\n" } else { "<dl>\n" });
    }

    pub(super) fn end_definitions(&mut self) {
        self.close_question();
        let was_questions = self.questions.lists.pop().unwrap_or(false);
        self.close_block(if was_questions { "</div>\n" } else { "</dl>\n" });
    }

    pub(super) fn start_term(&mut self) {
        if !self.in_questions() {
            return self.html.push_str("<dt>");
        }
        self.close_question();
        self.flush();
        self.captures.push(self.document.pieces.len());
        self.questions.title = Some(String::new());
    }

    pub(super) fn end_term(&mut self, span: Span) {
        if !self.in_questions() {
            return self.close_block("</dt>\n");
        }
        let mut inner = self.end_capture();
        let title = self.questions.title.take().unwrap_or_default();
        let (title, given) = without_id(title.trim());
        if given.is_some()
            && let Some(Piece::Html(html)) = inner.last_mut()
        {
            html.truncate(html.rfind("{#").unwrap_or(html.len()));
            html.truncate(html.trim_end().len());
        }
        let place = first_line(self.text, span);
        let own = given.filter(|id| self.claim_card(id, place)).map(str::to_owned);
        let id = own.clone().unwrap_or_else(|| self.ids.fresh(title));
        let end = span.start + self.text[span].trim_end().len();
        let (anchor, text) = (id.clone(), title.to_owned());
        self.document.questions.push(Question { id: own, anchor, text, span: place, end });
        self.push(Piece::Fold(Fold::Open));
        self.push(Piece::Id(id.clone()));
        self.push(Piece::Fold(Fold::Question));
        self.document.pieces.extend(inner);
        self.push(Piece::Fold(Fold::Answer));
        self.document.anchors.push(id.clone());
        self.next_section(Some(id), title, true);
        self.questions.open = true;
    }

    pub(super) fn close_question(&mut self) {
        if self.in_questions() && std::mem::take(&mut self.questions.open) {
            self.push(Piece::Fold(Fold::Close));
        }
    }

    pub(super) fn end_awaiting(&mut self) {
        if let Some(span) = self.questions.awaited.take() {
            self.report.at(Place::span(self.source, first_line(self.text, span)), Message::QuestionsWithoutList);
        }
    }
}

/// A question without the id that stands at its end: `Why? {#why}`.
fn without_id(title: &str) -> (&str, Option<&str>) {
    let split = title.strip_suffix('}').and_then(|rest| rest.rsplit_once("{#"));
    match split.filter(|(_, id)| is_card_id(id)) {
        Some((title, id)) => (title.trim_end(), Some(id)),
        None => (title, None),
    }
}
