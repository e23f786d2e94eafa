//! Pictures, films and sounds: how wide a picture is shown, what stands under it, and what plays.
//!
//! In: an image as written, and what follows it in braces. Out: pieces. What a file is, its ending says.

use crate::problem::message::Message;
use crate::problem::report::Place;
use crate::text::attribute_words;
use crate::text::escape::escape;
use crate::text::span::Span;
use crate::topic::document::{Media, Piece, Width};
use crate::topic::inline;
use crate::topic::markdown::Writer;

/// An image whose text is being read.
pub(super) struct OpenImage {
    pub(super) link: usize,
    pub(super) title: String,
    /// It is a paragraph of its own, with a caption.
    is_figure: bool,
}

impl Writer<'_> {
    pub(super) fn open_image(&mut self, link: usize, title: &str, span: Span) {
        let is_alone = self.paragraph.as_ref().is_some_and(|paragraph| {
            let rest = self.text.get(span.end..paragraph.end).unwrap_or_default();
            let rest = rest.get(braces(rest).map_or(0, |braces| braces.len())..).unwrap_or_default();
            paragraph.start == span.start && rest.trim().is_empty()
        });
        let is_figure = is_alone && !title.trim().is_empty() && self.html.ends_with("<p>");
        if is_figure {
            self.html.truncate(self.html.len() - "<p>".len());
            self.html.push_str("<figure class=\"picture\">\n");
        }
        self.image = Some(OpenImage { link, title: title.to_owned(), is_figure });
    }

    pub(super) fn close_image(&mut self, image: &OpenImage, end: usize) {
        let link = &self.document.links[image.link];
        let media = Media::of(&link.destination);
        if link.text.trim().is_empty() {
            self.report.at(Place::span(self.source, link.whole), Message::ImageWithoutText);
        }
        let text = escape(link.text.trim());
        let width = self.width_behind(end);
        if media.is_some() {
            self.push(Piece::Media(image.link, width));
        } else {
            self.html.push_str("<img src=\"");
            self.push(Piece::Src(image.link));
            self.html.push_str(&format!("\" alt=\"{text}\""));
            match width {
                Some(Width::Pixels(pixels)) => {
                    self.html.push_str(" class=\"sized\"");
                    self.push(Piece::SizedTo(image.link, pixels));
                }
                width => {
                    if let Some(Width::Percent(percent)) = width {
                        self.html.push_str(&format!(" class=\"sized wide-{percent}\""));
                    }
                    self.push(Piece::Size(image.link));
                }
            }
            if !image.is_figure {
                self.push_title(&image.title);
            }
            // The first one is likely on the screen at once.
            self.html.push_str(if self.has_picture { " loading=\"lazy\">" } else { ">" });
            self.has_picture = true;
        }
        if image.is_figure {
            let caption = inline::read_with(&image.title, self.settings);
            self.html.push_str(&format!("\n<figcaption>{}</figcaption>", caption.html));
            self.section.text.push('\n');
            self.section.text.push_str(&caption.text);
            self.in_figure = true;
        }
    }

    /// The width that stands behind a picture, in braces, which are then no text.
    fn width_behind(&mut self, end: usize) -> Option<Width> {
        let written = braces(self.text.get(end..)?)?;
        let mut width = None;
        let mut at = end + 1;
        for attribute in attribute_words::words(&written[1..written.len() - 1]) {
            let start = self.text[at..].find(attribute).map_or(at, |found| at + found);
            let place = Span::new(start, start + attribute.len());
            at = place.end;
            match attribute.split_once('=') {
                Some(("width", value)) => match Width::read(value.trim_matches('"')) {
                    Some(read) => width = Some(read),
                    None => {
                        let reason = format!("`{value}` is no width");
                        let advice = "write `width=60%`, from 1 to 100, or `width=300` for pixels, up to 4000";
                        self.bad_attribute("width", reason, advice, place);
                    }
                },
                pair => {
                    let name = pair.map_or(attribute, |(name, _)| name);
                    let reason = "a picture has none of this name".to_owned();
                    self.bad_attribute(name, reason, "its one attribute is `width`, as in `{width=60%}`", place);
                }
            }
        }
        self.attributes_end = Some(end + written.len());
        width
    }

    fn bad_attribute(&mut self, name: &str, reason: String, advice: &'static str, place: Span) {
        let message = Message::BadAttribute { name: name.to_owned(), reason, advice: Some(advice) };
        self.report.at(Place::span(self.source, place), message);
    }

    /// Text behind the attributes of a picture; the attributes themselves are none.
    pub(super) fn without_attributes<'t>(&mut self, text: &'t str, span: Span) -> (&'t str, Span) {
        let is_behind = self.attributes_end.take_if(|end| span.contains(*end - 1));
        match (is_behind, text.find('}')) {
            (Some(end), Some(at)) if text.starts_with('{') => (&text[at + 1..], Span::new(end, span.end)),
            _ => (text, span),
        }
    }
}

/// Braces with attributes at the beginning of some text: not those of words, code or templates.
pub(super) fn braces(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('{')?;
    let inner = &inner[..inner.find(['}', '\n'])?];
    let written = text.get(..inner.len() + 2).filter(|written| written.ends_with('}'))?;
    let is_attribute = |word: &str| {
        let (name, value) = word.split_once('=').unwrap_or((word.strip_prefix(['#', '.']).unwrap_or(""), "x"));
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let is_quoted = value.len() > 1 && value.starts_with('"') && value.ends_with('"');
        let is_value = |c: char| c.is_alphanumeric() || "%.-_\"".contains(c) || is_quoted && !"`<{".contains(c);
        is_name && value.chars().all(is_value)
    };
    let words = attribute_words::words(inner);
    (!words.is_empty() && words.into_iter().all(is_attribute)).then_some(written)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn widths_are_percents_or_pixels() {
        for (value, width) in [
            ("60%", Some(Width::Percent(60))),
            ("100%", Some(Width::Percent(100))),
            ("300", Some(Width::Pixels(300))),
            ("300px", Some(Width::Pixels(300))),
            ("0", None),
            ("0%", None),
            ("101%", None),
            ("4001", None),
            ("+5", None),
            ("5em", None),
            ("", None),
        ] {
            assert_eq!(Width::read(value), width, "{value}");
        }
    }

    #[test]
    fn braces_hold_attributes_or_are_text() {
        for text in [
            "{width=60%} x",
            "{ width=3 }",
            "{.wide}",
            "{#a .b}",
            "{width=\"3\"}",
            "{width=}",
            "{style=\"color: red\"}",
        ] {
            assert!(braces(text).is_some(), "{text}");
        }
        for text in ["{x}", "{% url %}", "{{ x }}", "{}", "{a b}", "{width=3", "{a=`b`}", "{x: 1}", "width=3"] {
            assert!(braces(text).is_none(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_can_stand_behind_a_picture(text in "[{}=%.#a-c0-9 \"\\n*é]{0,20}") {
            if let Some(written) = braces(&text) {
                let is_whole = written.starts_with('{') && written.ends_with('}') && text.starts_with(written);
                prop_assert!(is_whole);
            }
            let _ = Width::read(&text);
        }
    }
}
