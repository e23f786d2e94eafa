//! Bare addresses of running text, written as links.

use crate::text::span::Span;
use crate::topic::bare_addresses::addresses;
use crate::topic::document::LinkKind;
use crate::topic::markdown::Writer;

impl Writer<'_> {
    /// Writes text in which addresses become links.
    pub(super) fn text_with_addresses(&mut self, text: &str, span: Span) {
        let mut done = 0;
        let mut from = span.start;
        for address in addresses(text) {
            self.words(&text[done..address.start]);
            let shown = &text[address];
            // Where an escape or an entity stands in the way, the whole text is the place.
            let at = self.text[from..span.end].find(shown).map(|at| Span::new(at, at + shown.len()).behind(from));
            from = at.map_or(from, |at| at.end);
            let scheme = if shown.starts_with("www.") { "http://" } else { "" };
            if let Some(heading) = &mut self.heading {
                heading.has_link = true;
            }
            self.open_link(&format!("{scheme}{shown}"), LinkKind::Link, "", at.unwrap_or(span));
            self.plain(shown);
            self.close_link();
            done = address.end;
        }
        self.words(&text[done..]);
    }
}
