//! Running text: words, breaks, formulas, HTML that is shown as text.

use math_core::MathDisplay;

use crate::html::tokens;
use crate::problem::message::Message;
use crate::problem::report::Place;
use crate::text::escape::{escape, escape_text_into};
use crate::text::span::Span;
use crate::topic::formulas;
use crate::topic::inline_marks;
use crate::topic::markdown::{Writer, open_elements};

impl Writer<'_> {
    /// Running text with its marks.
    pub(super) fn text(&mut self, text: &str, span: Span) {
        let (text, span) = self.without_attributes(text, span);
        let is_linked = !self.links.is_empty() || self.raw_link.is_some();
        if !is_linked {
            let bare = inline_marks::bare(text);
            self.check_note(&bare, span);
            self.check_text(&bare, span, bare.len() == text.len());
        }
        let mut done = 0;
        for sign in inline_marks::signs(text) {
            if self.is_paired.next() == Some(true) {
                self.unmarked(&text[done..sign.span.start], span);
                if self.image.is_none() && !self.in_bare_wikilink {
                    self.html.push_str(&sign.tag());
                }
                done = sign.span.end;
            }
        }
        self.unmarked(&text[done..], span);
    }

    fn unmarked(&mut self, text: &str, span: Span) {
        let text = inline_marks::bare(text);
        if self.links.is_empty() && self.raw_link.is_none() {
            self.text_with_addresses(&text, span);
        } else {
            self.plain(&text);
        }
    }

    /// Words, of which short forms say what they stand for: the first on the page says it on paper and to search too.
    pub(super) fn words(&mut self, text: &str) {
        let mut done = 0;
        let is_text = self.image.is_none() && !self.in_bare_wikilink;
        for range in if is_text { self.abbreviations.found(text) } else { Vec::new() } {
            self.plain(&text[done..range.start]);
            let short = &text[range];
            let in_title = self.heading.is_some() || self.questions.title.is_some();
            let is_first = !in_title && self.abbreviations.is_first(short);
            let long = self.abbreviations.long(short).to_owned();
            self.html.push_str(&format!("<abbr title=\"{}\"", escape(&long)));
            self.html.push_str(if is_first { " class=\"first-use\">" } else { ">" });
            self.plain(short);
            self.html.push_str("</abbr>");
            if is_first {
                self.section.text.push_str(&format!(" ({long})"));
            }
            done = range.end;
        }
        self.plain(&text[done..]);
    }

    pub(super) fn plain(&mut self, text: &str) {
        if let Some(code) = &mut self.code {
            code.code.push_str(text);
            return;
        }
        if !text.trim().is_empty() {
            self.last_code = None;
        }
        if self.in_bare_wikilink {
            return;
        }
        self.note_text(text);
        if self.image.is_none() {
            escape_text_into(&mut self.html, text);
        }
    }

    /// The same for inline code, which sections keep between backticks so that search can tell it from prose.
    pub(super) fn note_code(&mut self, code: &str) {
        let in_section = self.heading.is_none() && self.questions.title.is_none();
        if in_section {
            self.section.text.push('`');
        }
        self.note_text(code);
        if in_section {
            self.section.text.push('`');
        }
    }

    /// Keeps the plain text for whoever collects it.
    fn note_text(&mut self, text: &str) {
        for &link in self.links.iter().chain(&self.raw_link) {
            self.document.links[link].text.push_str(text);
        }
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(text);
        } else if let Some(title) = &mut self.questions.title {
            title.push_str(text);
        } else {
            self.section.text.push_str(text);
        }
    }

    pub(super) fn line_break(&mut self, html: &str) {
        self.note_text(" ");
        if self.image.is_none() {
            self.html.push_str(html);
        }
    }

    pub(super) fn close_block(&mut self, html: &str) {
        self.raw_link = None;
        self.html.push_str(html);
        if !self.section.text.ends_with(['\n', ' ']) && !self.section.text.is_empty() {
            self.section.text.push('\n');
        }
    }

    pub(super) fn maths(&mut self, latex: &str, display: MathDisplay, span: Span) {
        self.note_text(latex);
        match formulas::in_text(latex, display) {
            Ok(mathml) => self.html.push_str(&mathml),
            Err(detail) => {
                self.report.at(Place::span(self.source, span), Message::BadMaths { detail });
                self.html.push_str("<code>");
                escape_text_into(&mut self.html, latex);
                self.html.push_str("</code>");
            }
        }
    }

    pub(super) fn raw_html(&mut self, html: &str, span: Span, is_block: bool) {
        if self.settings.html {
            if self.image.is_none() {
                self.push_raw(html, span);
            }
            if !is_block {
                self.end_raw();
            }
            return;
        }
        let trimmed = html.trim();
        if trimmed.is_empty() || (trimmed.starts_with("<!--") && trimmed.ends_with("-->")) {
            return;
        }
        let first_line =
            Span::new(span.start, span.start + html.trim_end().len().min(html.find('\n').unwrap_or(html.len())));
        if is_tag_start(trimmed) {
            self.report
                .at(Place::span(self.source, first_line), Message::HtmlShownAsText { is_element: is_element(trimmed) });
        }
        self.note_text(html);
        if self.image.is_none() {
            if is_block {
                self.html.push_str("<p class=\"raw\">");
            }
            escape_text_into(&mut self.html, html.trim_end());
            if is_block {
                self.html.push_str("</p>\n");
            }
        }
    }
}

/// Whether HTML has the element that a line begins with, or may have it; `List<String>` is code.
fn is_element(line: &str) -> bool {
    tokens::tag(line).is_none_or(|tag| open_elements::is_known(&tag.name()))
}

/// Whether a line opens an element, so that an element is reported once.
fn is_tag_start(line: &str) -> bool {
    line.starts_with('<') && !line.starts_with("</")
}
