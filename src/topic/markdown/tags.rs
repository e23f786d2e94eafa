//! What the parser says begins and ends: paragraphs, lists, tables, emphasis.

use pulldown_cmark::{Tag, TagEnd};

use crate::problem::message::Message;
use crate::problem::report::Place;
use crate::text::span::Span;
use crate::topic::markdown::destinations::OpenLink;
use crate::topic::markdown::{TABLE_FRAME, Writer, first_line, folded_label};

impl Writer<'_> {
    pub(super) fn start_tag(&mut self, tag: Tag<'_>, span: Span) {
        if !matches!(tag, Tag::CodeBlock(_)) {
            self.last_code = None;
        }
        if is_container(&tag) {
            self.depth += 1;
        }
        match tag {
            Tag::Paragraph => {
                self.check_paragraph(span);
                self.html.push_str("<p>");
                self.paragraph = Some(span);
            }
            Tag::Heading { level, id, classes, attrs } => self.start_heading(level, id, &classes, &attrs, span),
            Tag::BlockQuote(kind) => self.start_quote(kind, span),
            Tag::CodeBlock(kind) => self.start_code(&kind, span),
            Tag::HtmlBlock => {}
            Tag::List(Some(first)) => self.start_numbers(first, span),
            Tag::List(None) => self.html.push_str("<ul>\n"),
            Tag::Item => self.html.push_str("<li>"),
            Tag::FootnoteDefinition(label) => {
                self.flush();
                self.captures.push(self.document.pieces.len());
                let place = first_line(self.text, span);
                if let Some(label) = self.footnotes.open(&label, place) {
                    self.report.at(Place::span(self.source, place), Message::RepeatedDefinition { label });
                }
            }
            Tag::DefinitionList => self.start_definitions(),
            Tag::DefinitionListTitle => self.start_term(),
            Tag::DefinitionListDefinition => {
                self.html.push_str(if self.in_questions() { "<div class=\"answer\">" } else { "<dd>" });
            }
            Tag::Table(alignments) => {
                self.start_table(alignments, span);
                self.html.push_str(TABLE_FRAME);
                self.html.push_str("<table>\n");
            }
            Tag::TableHead => {
                self.table.in_head = true;
                self.table.column = 0;
                self.html.push_str("<thead><tr>");
            }
            Tag::TableRow => {
                self.check_row(span);
                self.table.column = 0;
                self.html.push_str("<tr>");
            }
            Tag::TableCell => self.start_cell(),
            Tag::Emphasis => {
                self.check_lost_signs(span);
                self.mark("<em>");
            }
            Tag::Strong => {
                self.check_lost_signs(span);
                self.mark("<strong>");
            }
            Tag::Strikethrough => self.mark("<del>"),
            Tag::Superscript => self.mark("<sup>"),
            Tag::Subscript => self.mark("<sub>"),
            Tag::Link { link_type, dest_url, title, id } => {
                self.definitions.remove(&folded_label(&id));
                self.open_links.push(OpenLink::new(link_type, span));
                self.start_link(link_type, &dest_url, &title, span);
            }
            Tag::Image { link_type, dest_url, title, id } => {
                self.definitions.remove(&folded_label(&id));
                self.open_links.push(OpenLink::new(link_type, span));
                self.start_image(&dest_url, &title, span);
            }
            Tag::MetadataBlock(_) => {}
        }
    }

    pub(super) fn end_tag(&mut self, tag: TagEnd, span: Span) {
        if is_container_end(tag) {
            self.depth = self.depth.saturating_sub(1);
        }
        match tag {
            TagEnd::Paragraph => {
                self.paragraph = None;
                let is_figure = std::mem::take(&mut self.in_figure);
                self.close_block(if is_figure { "\n</figure>\n" } else { "</p>\n" });
            }
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::BlockQuote(None) => self.close_block("</blockquote>\n"),
            TagEnd::BlockQuote(Some(_)) => self.close_block("</div>\n"),
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::HtmlBlock => self.end_raw_block(),
            TagEnd::MetadataBlock(_) => {}
            TagEnd::List(true) => self.close_block("</ol>\n"),
            TagEnd::List(false) => self.close_block("</ul>\n"),
            TagEnd::Item => self.close_block("</li>\n"),
            TagEnd::FootnoteDefinition => {
                let pieces = self.end_capture();
                self.footnotes.close(pieces);
            }
            TagEnd::DefinitionList => self.end_definitions(),
            TagEnd::DefinitionListTitle => self.end_term(span),
            TagEnd::DefinitionListDefinition => {
                self.close_block(if self.in_questions() { "</div>\n" } else { "</dd>\n" })
            }
            TagEnd::Table => self.close_block("</tbody></table></div>\n"),
            TagEnd::TableHead => {
                self.table.in_head = false;
                self.html.push_str("</tr></thead><tbody>\n");
            }
            TagEnd::TableRow => self.close_block("</tr>\n"),
            TagEnd::TableCell => {
                self.end_cell();
                self.table.column += 1;
            }
            TagEnd::Emphasis => self.mark("</em>"),
            TagEnd::Strong => self.mark("</strong>"),
            TagEnd::Strikethrough => self.mark("</del>"),
            TagEnd::Superscript => self.mark("</sup>"),
            TagEnd::Subscript => self.mark("</sub>"),
            TagEnd::Link => {
                self.note_address();
                self.check_link_text();
                self.close_link();
            }
            TagEnd::Image => {
                self.note_address();
                self.end_image(span.end);
            }
        }
    }
}

fn is_container(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::BlockQuote(_) | Tag::List(_) | Tag::FootnoteDefinition(_) | Tag::DefinitionList)
}

fn is_container_end(tag: TagEnd) -> bool {
    matches!(tag, TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::FootnoteDefinition | TagEnd::DefinitionList)
}
