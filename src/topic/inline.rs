//! Inline Markdown of the front matter: titles, short names, summaries.
//!
//! In: one line or paragraph. Out: HTML without links and plain text. Links keep their text only, since a title is
//! itself shown inside links; HTML is text.

use math_core::MathDisplay;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::topic::document::Inline;
use crate::topic::maths;
use crate::words::escape::escape_text_into;

/// Reads inline Markdown. Nothing in it begins a block: `# in Python`, `> and <` and `1. d4` are words, and so is
/// `__init__`, which would be bold elsewhere.
pub fn read(text: &str) -> Inline {
    // A mark before which nothing can begin a block; to what follows it is as good as a space.
    let line = format!(".{}", literal_names(&text.split_whitespace().collect::<Vec<_>>().join(" ")));
    let mut inline = Inline::default();
    let mut is_first = true;
    for event in Parser::new_ext(&line, Options::ENABLE_STRIKETHROUGH | Options::ENABLE_MATH) {
        match event {
            Event::Text(text) if std::mem::take(&mut is_first) => {
                let text = text.strip_prefix('.').unwrap_or(&text);
                escape_text_into(&mut inline.html, text);
                inline.text.push_str(text);
            }
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

/// The text with a backslash before the underscores of names such as `__init__`, outside code.
fn literal_names(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (number, part) in text.split('`').enumerate() {
        if number > 0 {
            out.push('`');
        }
        if number % 2 == 1 {
            out.push_str(part);
            continue;
        }
        let mut rest = part;
        while let Some(at) = rest.find("__") {
            let (before, name) = rest.split_at(at);
            out.push_str(before);
            rest = &name[2..];
            let stem = rest.find("__").map(|end| &rest[..end]).unwrap_or_default();
            let is_stem = !stem.is_empty() && stem.chars().all(|c| c.is_alphanumeric() || c == '_');
            if is_stem && !before.ends_with(char::is_alphanumeric) {
                out.push_str(&format!("\\_\\_{stem}\\_\\_"));
                rest = &rest[stem.len() + 2..];
            } else {
                out.push_str("__");
            }
        }
        out.push_str(rest);
    }
    out
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

    #[test]
    fn no_mark_at_the_beginning_is_lost() {
        for title in [
            "* and ** in calls",
            "# in Python",
            "> and >= compared",
            "1. edition",
            "---",
            "[x]: y",
            "- x",
            "+ y",
            "=== z",
            "    four",
        ] {
            assert_eq!(read(title).text, title.trim(), "{title}");
        }
        assert_eq!(read("**Bold** `a`\n\nand *more*").html, "<strong>Bold</strong> <code>a</code> and <em>more</em>");
    }

    #[test]
    fn special_names_are_no_emphasis() {
        assert_eq!(read("__init__ and __new__, `__slots__`, a__b__c").text, "__init__ and __new__, __slots__, a__b__c");
        assert_eq!(read("__init_subclass__ too").text, "__init_subclass__ too");
        assert_eq!(read("__two words__ *stay*").html, "<strong>two words</strong> <em>stay</em>");
    }
}
