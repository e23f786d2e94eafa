//! Inline Markdown of the front matter: titles, short names, summaries.
//!
//! In: one line or paragraph. Out: HTML without links and plain text. Links keep their text only, since a title is
//! itself shown inside links; HTML is text.

use math_core::MathDisplay;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::topic::document::Inline;
use crate::topic::maths;
use crate::words::escape::escape_text_into;

/// Reads inline Markdown; blocks are flattened.
pub fn read(text: &str) -> Inline {
    let mut inline = Inline::default();
    for event in Parser::new_ext(text, Options::ENABLE_STRIKETHROUGH | Options::ENABLE_MATH) {
        match event {
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                escape_text_into(&mut inline.html, &text);
                inline.text.push_str(&text);
            }
            Event::Code(code) => {
                inline.html.push_str("<code>");
                escape_text_into(&mut inline.html, &code);
                inline.html.push_str("</code>");
                inline.text.push_str(&code);
            }
            Event::InlineMath(latex) | Event::DisplayMath(latex) => {
                inline.text.push_str(&latex);
                match maths::to_mathml(&latex, MathDisplay::Inline) {
                    Ok(mathml) => inline.html.push_str(&mathml),
                    Err(_) => escape_text_into(&mut inline.html, &latex),
                }
            }
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::Heading(_)) => {
                inline.html.push(' ');
                inline.text.push(' ');
            }
            Event::Start(Tag::Emphasis) => inline.html.push_str("<em>"),
            Event::End(TagEnd::Emphasis) => inline.html.push_str("</em>"),
            Event::Start(Tag::Strong) => inline.html.push_str("<strong>"),
            Event::End(TagEnd::Strong) => inline.html.push_str("</strong>"),
            Event::Start(Tag::Strikethrough) => inline.html.push_str("<del>"),
            Event::End(TagEnd::Strikethrough) => inline.html.push_str("</del>"),
            _ => {}
        }
    }
    inline.html.truncate(inline.html.trim_end().len());
    inline.text.truncate(inline.text.trim_end().len());
    inline
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_and_emphasis_stay_and_everything_else_is_text() {
        let inline = read("What is `__slots__` *for*, <b>really</b>? [x](y)");
        assert_eq!(inline.html, "What is <code>__slots__</code> <em>for</em>, &lt;b&gt;really&lt;/b&gt;? x");
        assert_eq!(inline.text, "What is __slots__ for, <b>really</b>? x");
    }
}
