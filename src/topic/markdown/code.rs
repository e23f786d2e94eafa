//! Code blocks and the `output` blocks tied to them.

use pulldown_cmark::CodeBlockKind;

use crate::problem::message::Message;
use crate::problem::report::Place;
use crate::problem::slip::Slip;
use crate::text::span::Span;
use crate::topic::document::{CodeBlock, Lines, OutputBlock, Piece, key};
use crate::topic::fence::{self, Fence};
use crate::topic::highlight::ansi;
use crate::topic::highlight::grammars::{self, label};
use crate::topic::markdown::{Writer, broken_lists, first_line};

/// Where an example wrote what stands below it.
#[derive(Clone, Copy)]
enum Stream {
    Output,
    Error,
}

/// A code block being read.
pub(super) struct OpenCode {
    pub(super) info: Option<Span>,
    pub(super) code: String,
    pub(super) span: Span,
}

impl Writer<'_> {
    pub(super) fn start_code(&mut self, kind: &CodeBlockKind<'_>, span: Span) {
        let info = matches!(kind, CodeBlockKind::Fenced(_)).then(|| {
            let line = first_line(self.text, span);
            let opening = &self.text[line];
            let fence = opening.chars().next().unwrap_or('`');
            let after = opening.len() - opening.trim_start_matches(fence).len();
            let lead = opening[after..].len() - opening[after..].trim_start().len();
            Span::new(line.start + after + lead, line.end)
        });
        if info.is_none()
            && let Some(slip) = broken_lists::as_code(&self.text[..span.start], &self.text[span])
        {
            self.report.at(Place::span(self.source, first_line(self.text, span)), slip.into());
        }
        self.code = Some(OpenCode { info, code: String::new(), span });
    }

    pub(super) fn end_code(&mut self) {
        let Some(mut open) = self.code.take() else { return };
        let mut fence = fence::Fence::default();
        if let Some(info) = &open.info {
            let text = self.text[*info].trim_end();
            self.check_closed(open.span);
            self.check_opened_once(text, open.span);
            if self.is_quiz(text, &open) {
                return self.quiz(text, info.start, open);
            }
            fence = fence::read(text, info.start, self.source, self.report);
        }
        match fence.language.as_str() {
            "output" => return self.end_output(open, Stream::Output),
            "stderr" => return self.end_output(open, Stream::Error),
            _ => {}
        }
        let listing = self.listing(&fence, &mut open);
        self.check_lines(&fence, &open.code);
        if fence.proof.is_none() {
            let shown = open.code.split_inclusive('\n').enumerate().filter(|(at, _)| !fence.hides(at + 1));
            if fence.language == "ansi" {
                self.section.code.push_str(&ansi::text(&open.code));
            } else {
                self.section.code.extend(shown.map(|(_, line)| line));
            }
        }
        let index = self.document.code.len();
        let before = self.last_code.and_then(|last| self.document.code.get(last));
        let in_turn = fence.group.is_some() && before.is_some_and(|before| before.fence.group == fence.group);
        let opening = first_line(self.text, open.span);
        let key = key(&fence.language, &open.code);
        let anchor = fence.id.clone().filter(|id| self.claim_card(id, opening));
        let (code, span, quiz) = (open.code, open.span, self.in_quiz);
        self.document.code.push(CodeBlock {
            key,
            fence,
            code,
            listing,
            span,
            opening,
            output: None,
            stderr: None,
            anchor,
            quiz,
            in_turn,
        });
        self.push(Piece::Code(index));
        self.last_code = Some(index);
    }

    /// Takes the code from the file that the fence names.
    fn listing(&mut self, fence: &Fence, open: &mut OpenCode) -> Option<Lines> {
        let from = fence.from.as_ref()?;
        let place = Place::span(self.source, from.span);
        if !open.code.trim().is_empty() {
            let reason = "the block holds code of its own".to_owned();
            let advice = Some("take the code out, or leave `from` out");
            self.report.at(place, Message::BadAttribute { name: "from".to_owned(), reason, advice });
            return None;
        }
        match self.shelf.code(from, &mut self.document.listings) {
            Ok(listing) => {
                open.code = listing.code;
                Some(Lines { source: listing.source, numbers: listing.numbers })
            }
            Err(message) => {
                let is_of_part = matches!(message, Message::NoSuchPart { .. });
                let place = if is_of_part { Place::span(self.source, from.part_span) } else { place };
                self.report.at(place, message);
                None
            }
        }
    }

    /// Tells attributes that name lines which are not there, and a block of which nothing is left to see.
    fn check_lines(&mut self, fence: &Fence, code: &str) {
        let lines = code.lines().count();
        // Where a file is missing, that is told.
        if lines == 0 && fence.from.is_some() {
            return;
        }
        let attributes =
            [("hl", &fence.highlighted, &fence.highlighted_span), ("hide", &fence.hidden, &fence.hidden_span)];
        for (name, ranges, span) in attributes {
            let (reason, advice) = match ranges.beyond(lines) {
                Some(line) => (
                    format!("there is no line {line}: the block has {lines}"),
                    "lines are counted from 1, without the fences",
                ),
                None if name == "hide" && ranges.holds_all(lines) => {
                    ("no line of the block is left to see".to_owned(), "hide what a reader can do without")
                }
                None => continue,
            };
            let message = Message::BadAttribute { name: name.to_owned(), reason, advice: Some(advice) };
            self.report.at(Place::span(self.source, *span), message);
        }
    }

    /// Tells blocks of a group that stand alone, that prove something, or that a reader could not tell apart.
    pub(super) fn check_groups(&mut self) {
        let all = &self.document.code;
        let mut names: Vec<String> = Vec::new();
        for (index, block) in all.iter().enumerate().filter(|(_, block)| block.fence.group.is_some()) {
            if !block.in_turn {
                names.clear();
            }
            let name = block.fence.title.clone().unwrap_or_else(|| label(&block.fence.language));
            let is_alone = !block.in_turn && !all.get(index + 1).is_some_and(|next| next.in_turn);
            let told = if block.fence.proof.is_some() {
                Some(("a proof is folded by itself", "leave `group` or `proof` out"))
            } else if is_alone {
                Some(("no block of this group stands beside it", "give the block above or below the same group"))
            } else if name.is_empty() {
                Some(("nothing names the block among the others", "give it a `title`"))
            } else if names.contains(&name) {
                Some(("another block of the group has the same name", "give each a `title`"))
            } else {
                None
            };
            if let Some((reason, advice)) = told {
                let message =
                    Message::BadAttribute { name: "group".to_owned(), reason: reason.to_owned(), advice: Some(advice) };
                self.report.at(Place::span(self.source, block.fence.group_span), message);
            }
            names.push(name);
        }
    }

    fn end_output(&mut self, open: OpenCode, stream: Stream) {
        let place = Place::span(self.source, first_line(self.text, open.span));
        let example = self.last_code.and_then(|index| self.document.code.get_mut(index));
        let is_seen = example.as_ref().is_some_and(|example| example.fence.proof.is_none());
        let slot = example.map(|example| match stream {
            Stream::Output => &mut example.output,
            Stream::Error => &mut example.stderr,
        });
        match slot.filter(|slot| slot.is_none()) {
            Some(slot) => {
                // Search finds what a reader sees; proofs are folded away.
                if is_seen {
                    self.section.code.push_str(&open.code);
                }
                *slot = Some(OutputBlock { text: open.code, span: open.span });
            }
            None => self.report.at(place, Message::OutputWithoutExample),
        }
    }

    /// A line of the code that would begin such a block itself: the one above it was not closed. Markdown and outputs may have such lines.
    fn check_opened_once(&mut self, info: &str, span: Span) {
        let block = &self.text[span];
        let marker = block.chars().next().unwrap_or('`');
        let fence = &block[..block.len() - block.trim_start_matches(marker).len()];
        let may_hold_one = |name: &str| {
            ["markdown", "md", "mdx", "quarto", "rmd", "output", "stderr"].contains(&&*name.to_ascii_lowercase())
        };
        if info.split_whitespace().next().is_some_and(may_hold_one) {
            return;
        }
        let mut start = span.start;
        for line in block.split_inclusive('\n') {
            let opening = line.trim_start_matches(|c: char| c.is_whitespace() || c == '>');
            let language = opening.strip_prefix(fence).map(|rest| rest.trim_start_matches(marker).trim());
            let language = language.and_then(|info| info.split_whitespace().next()).unwrap_or_default();
            if start > span.start && !language.is_empty() && grammars::language(language).is_some() {
                let at = Span::new(start + line.len() - opening.len(), start + line.trim_end().len());
                return self
                    .report
                    .at(Place::span(self.source, at), Slip::FenceInCode { fence: fence.to_owned() }.into());
            }
            start += line.len();
        }
    }

    pub(super) fn check_closed(&mut self, span: Span) {
        let block = self.text[span].trim_end();
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
