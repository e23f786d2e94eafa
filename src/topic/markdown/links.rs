//! Links and images as written: nothing is resolved here.

use pulldown_cmark::LinkType;

use crate::problem::message::Message;
use crate::problem::report::Place;
use crate::problem::slip::Slip;
use crate::text::escape::escape;
use crate::text::span::Span;
use crate::topic::document::{Link, LinkKind, Piece};
use crate::topic::markdown::Writer;

impl Writer<'_> {
    pub(super) fn start_link(&mut self, kind: LinkType, destination: &str, title: &str, span: Span) {
        if let Some(heading) = &mut self.heading {
            heading.has_link = true;
        }
        let kind = match kind {
            LinkType::WikiLink { has_pothole: true } => {
                // In a table the bar is written `\|`.
                let destination = destination.strip_suffix('\\').unwrap_or(destination);
                let kind = LinkKind::of_wikilink(true, &self.text[span]);
                return self.open_link(destination, kind, title, span);
            }
            LinkType::WikiLink { has_pothole: false } => LinkKind::WikiBare,
            LinkType::Email if !destination.starts_with("mailto:") => {
                return self.open_link(&format!("mailto:{destination}"), LinkKind::Link, title, span);
            }
            _ => LinkKind::Link,
        };
        if destination.is_empty() && kind == LinkKind::Link {
            self.report.at(Place::span(self.source, span), Message::EmptyLink);
        }
        self.open_link(destination, kind, title, span);
    }

    pub(super) fn open_link(&mut self, destination: &str, kind: LinkKind, title: &str, span: Span) {
        let index = self.add_link(destination, kind, span);
        self.links.push(index);
        if self.image.is_some() {
            return;
        }
        self.html.push_str("<a href=\"");
        self.push(Piece::Href(index));
        self.html.push('"');
        self.push_title(title);
        self.html.push('>');
        if kind == LinkKind::WikiBare {
            self.push(Piece::Title(index));
            self.in_bare_wikilink = true;
        }
    }

    /// Tells a link of Markdown, which ends, that shows nothing.
    pub(super) fn check_link_text(&mut self) {
        let Some(index) = self.links.last().copied().filter(|_| self.image.is_none()) else { return };
        let link = &self.document.links[index];
        let holds_nothing = matches!(self.document.pieces.last(), Some(Piece::Href(href)) if *href == index)
            && !self.html.contains('<');
        if holds_nothing && link.text.trim().is_empty() && !link.destination.is_empty() {
            self.report.at(Place::span(self.source, link.whole), Slip::LinkWithoutText.into());
        }
    }

    pub(super) fn close_link(&mut self) {
        self.links.pop();
        self.in_bare_wikilink = false;
        if self.image.is_none() {
            self.html.push_str("</a>");
        }
    }

    pub(super) fn push_title(&mut self, title: &str) {
        if !title.is_empty() {
            self.html.push_str(&format!(" title=\"{}\"", escape(title)));
        }
    }

    pub(super) fn add_link(&mut self, destination: &str, kind: LinkKind, whole: Span) -> usize {
        let written = &self.text[whole];
        let span = match written.rfind(destination) {
            Some(at) if !destination.is_empty() => Span::new(at, at + destination.len()).behind(whole.start),
            _ => whole,
        };
        let destination = destination.to_owned();
        self.document.links.push(Link { destination, span, kind, whole, address: None, text: String::new() });
        self.document.links.len() - 1
    }

    pub(super) fn start_image(&mut self, destination: &str, title: &str, span: Span) {
        let link = self.add_link(destination, LinkKind::Image, span);
        self.links.push(link);
        if self.image.is_none() {
            self.open_image(link, title, span);
        }
    }

    pub(super) fn end_image(&mut self, end: usize) {
        let ended = self.links.pop();
        // An image inside an image's text is only text.
        if self.image.as_ref().map(|image| image.link) != ended {
            return;
        }
        if let Some(image) = self.image.take() {
            self.close_image(&image, end);
        }
    }
}
