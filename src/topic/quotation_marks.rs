//! Straight quotation marks as a guide's language writes them: “…”, „…“, «…», 「…」.
//!
//! In: what the parser says of a text whose quotation marks are to be set, which it sets as English has them. Out: the same with
//! those of the language. Marks that an author typed stay, and so does an apostrophe.

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use crate::text::language::QuotationMarks;
use crate::text::span::Span;

/// Sets the marks of one text, event after event.
#[derive(Debug)]
pub struct Setting {
    marks: Option<QuotationMarks>,
    /// Single marks that are open in this block: another sign of the kind is an apostrophe.
    open: usize,
}

impl Setting {
    /// With the marks of a language; with none, all stays.
    pub fn new(marks: Option<QuotationMarks>) -> Self {
        Self { marks, open: 0 }
    }

    /// An event, and the bytes of the text that it is about.
    pub fn set<'e>(&mut self, event: Event<'e>, text: &str, span: Span) -> Event<'e> {
        let Some(marks) = self.marks else { return event };
        if let Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::Item | Tag::TableCell)
        | Event::End(TagEnd::Item) = event
        {
            self.open = 0;
        }
        let is_inside_word = || {
            let beside = [text[..span.start].chars().next_back(), text[span.end..].chars().next()];
            beside.into_iter().all(|c| c.is_some_and(char::is_alphabetic))
        };
        let set = match (&event, &text[span]) {
            (Event::Text(text), "\"") if &**text == "“" => marks.double.0,
            (Event::Text(text), "\"") if &**text == "”" => marks.double.1,
            (Event::Text(text), "'") if &**text == "‘" => {
                self.open += 1;
                marks.single.0
            }
            (Event::Text(text), "'") if &**text == "’" && self.open > 0 && !is_inside_word() => {
                self.open -= 1;
                marks.single.1
            }
            _ => return event,
        };
        Event::Text(CowStr::Borrowed(set))
    }
}
