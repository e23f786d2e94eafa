//! Code blocks and the `output` blocks tied to them.

use std::ops::Range;

use pulldown_cmark::CodeBlockKind;

use super::{Writer, first_line};
use crate::topic::document::{CodeBlock, OutputBlock, Piece, key};
use crate::topic::fence;
use crate::words::message::Message;
use crate::words::report::Place;

/// A code block being read.
pub(super) struct OpenCode {
    pub(super) info: Option<Range<usize>>,
    pub(super) code: String,
    pub(super) span: Range<usize>,
}

impl Writer<'_> {
    pub(super) fn start_code(&mut self, kind: &CodeBlockKind<'_>, span: Range<usize>) {
        let info = matches!(kind, CodeBlockKind::Fenced(_)).then(|| {
            let line = first_line(self.text, &span);
            let opening = &self.text[line.clone()];
            let fence = opening.chars().next().unwrap_or('`');
            let after = opening.len() - opening.trim_start_matches(fence).len();
            let lead = opening[after..].len() - opening[after..].trim_start().len();
            line.start + after + lead..line.end
        });
        self.code = Some(OpenCode { info, code: String::new(), span });
    }

    pub(super) fn end_code(&mut self) {
        let Some(open) = self.code.take() else { return };
        let mut fence = fence::Fence::default();
        if let Some(info) = &open.info {
            let text = self.text[info.clone()].trim_end();
            fence = fence::read(text, info.start, self.source, self.report);
            self.check_closed(&open.span);
        }
        if fence.language == "output" {
            return self.end_output(open);
        }
        let lines = open.code.lines().count();
        if let Some(line) = fence.highlighted.iter().map(|range| *range.end()).find(|line| *line > lines) {
            let message = Message::BadAttribute {
                name: "hl".to_owned(),
                reason: format!("there is no line {line}: the block has {lines}"),
                advice: Some("lines are counted from 1, without the fences"),
            };
            self.report.at(Place::span(self.source, fence.highlighted_span.clone()), message);
        }
        self.section.code.push_str(&open.code);
        let index = self.document.code.len();
        let opening = first_line(self.text, &open.span);
        let key = key(&fence.language, &open.code);
        self.document.code.push(CodeBlock { key, fence, code: open.code, span: open.span, opening, output: None });
        self.push(Piece::Code(index));
        self.last_code = Some(index);
    }

    pub(super) fn end_output(&mut self, open: OpenCode) {
        let place = Place::span(self.source, first_line(self.text, &open.span));
        self.section.code.push_str(&open.code);
        match self.last_code.take().and_then(|index| self.document.code.get_mut(index)) {
            Some(example) => example.output = Some(OutputBlock { text: open.code, span: open.span }),
            None => self.report.at(place, Message::OutputWithoutExample),
        }
    }

    pub(super) fn check_closed(&mut self, span: &Range<usize>) {
        let block = self.text[span.clone()].trim_end();
        let marker = block.chars().next().unwrap_or('`');
        let opened = block.chars().take_while(|c| *c == marker).count();
        let last = block.rsplit('\n').next().unwrap_or("");
        let last = last.trim_start_matches(|c: char| c.is_whitespace() || c == '>');
        let closed = block.contains('\n') && last.chars().all(|c| c == marker) && last.chars().count() >= opened;
        if !closed {
            self.report.at(Place::span(self.source, first_line(self.text, span)), Message::UnclosedFence);
        }
    }
}
