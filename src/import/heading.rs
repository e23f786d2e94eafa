//! Whether a line asks a question, and the question without its number and emphasis.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::borrow::Cow;

use crate::html::tokens;
use crate::import::escapes::escape_markdown;
use crate::import::maths::{Between, Notation};
use crate::import::text_tags;

/// Words a task begins with that is no question in form.
const TASKS: [&str; 24] = [
    "explain",
    "describe",
    "define",
    "name",
    "list",
    "compare",
    "give",
    "tell",
    "discuss",
    "write",
    "implement",
    "what",
    "why",
    "how",
    "when",
    "where",
    "which",
    "who",
    "can",
    "is",
    "are",
    "do",
    "does",
    "differentiate",
];

/// Marks of questions: of Latin, Chinese and Japanese, Arabic, Ethiopic and Armenian letters, and doubled ones.
const MARKS: [char; 8] = ['?', '？', '؟', '፧', '՞', '⁇', '⁈', '‽'];

/// Whether a plain text reads like a question or a task.
pub fn asks(plain: &str) -> bool {
    let plain = plain.trim().trim_end_matches(['*', '_', '"', '”', ')', ' ', ':', '.']);
    ends_asking(plain)
        || plain.contains("? ")
        || plain.contains(|c: char| c != '?' && MARKS.contains(&c))
        || is_task(plain)
}

/// Whether a text ends with the mark of a question. That of Greek is a semicolon.
pub fn ends_asking(plain: &str) -> bool {
    let plain = plain.trim_end();
    let is_greek = |c: char| matches!(c, '\u{386}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}');
    plain.ends_with(MARKS) || plain.ends_with([';', '\u{37e}']) && plain.contains(is_greek)
}

/// Whether the mark of a question stands in a text.
pub fn has_mark(plain: &str) -> bool {
    plain.contains(MARKS) || ends_asking(plain)
}

/// Whether it begins as a task does.
fn is_task(plain: &str) -> bool {
    let first = without_number(plain).split_whitespace().next().unwrap_or("").to_lowercase();
    let words = without_number(plain).split_whitespace().count();
    words > 1 && TASKS.contains(&first.trim_end_matches([',', ':']))
}

/// Whether a number or a `Q:` stands before the text: `12. `, `3) `, `Q7: `, `Question 4.`
pub fn is_numbered(plain: &str) -> bool {
    without_number(plain).len() < plain.trim_start().len()
}

/// Whether a `Q` stands before the text: `Q. `, `Q7: `, `Question 4.`
pub fn is_marked(plain: &str) -> bool {
    is_numbered(plain) && plain.trim_start().starts_with(['Q', 'q'])
}

/// The text without such a number.
pub fn without_number(plain: &str) -> &str {
    let text = plain.trim_start();
    let lower = text.to_ascii_lowercase();
    let word = if lower.starts_with("question") {
        8
    } else {
        usize::from(
            lower.starts_with('q') && lower[1..].starts_with(|c: char| c.is_ascii_digit() || ".:)．：）".contains(c)),
        )
    };
    let rest = text[word..].trim_start_matches([' ', '#']);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let after = &rest[digits..];
    let marked = after.trim_start().strip_prefix(['.', ')', ':', '-', '–', '、', '．', '：', '）']);
    match marked {
        Some(rest)
            if (digits > 0 || word > 0) && (rest.is_empty() || rest.starts_with(|c: char| !c.is_ascii_digit())) =>
        {
            rest.trim_start()
        }
        // `Question 4` alone, or `3 ways`.
        _ => text,
    }
}

/// A title from inline Markdown: code stays code, everything else is text, numbers and emphasis go.
/// `__init__` without backticks, which Markdown takes for emphasis, becomes code.
pub fn title(markdown: &str) -> String {
    title_with(markdown, Notation::Guessed)
}

/// The same of a source that says how it writes formulas.
pub fn title_with(markdown: &str, notation: Notation) -> String {
    let joined = inline_with(markdown, notation);
    // A leading `12.` was a list to Markdown or is text; either way it goes.
    let bare = without_number(&joined).trim_end_matches([':', ' ']);
    let bare = bare.strip_suffix(" -").unwrap_or(bare);
    let bare = bare.trim_matches(is_ornament);
    // `[⬆] Basics`: brackets round nothing but a sign.
    let bare = match bare.strip_prefix("\\[").and_then(|rest| rest.split_once("\\]")) {
        Some((inside, rest)) if !inside.is_empty() && inside.chars().all(is_ornament) => rest,
        _ => bare,
    };
    bare.trim().to_owned()
}

/// The same with its number and all its signs.
pub fn inline(markdown: &str) -> String {
    inline_with(markdown, Notation::Guessed)
}

/// The same of a source that says how it writes formulas.
pub fn inline_with(markdown: &str, notation: Notation) -> String {
    let mut out = String::new();
    let mut name = false;
    let source = without_task_mark(markdown.trim());
    for (event, range) in
        Parser::new_ext(source, Options::ENABLE_STRIKETHROUGH | Options::ENABLE_MATH).into_offset_iter()
    {
        match event {
            Event::Start(Tag::Strong) => {
                let inside = source[range].trim_matches('_');
                name = !inside.is_empty()
                    && !source[..].is_empty()
                    && is_name(inside)
                    && source.contains(&format!("__{inside}__"));
                if name {
                    out.push_str(&format!("`__{inside}__`"));
                }
            }
            Event::End(TagEnd::Strong) => name = false,
            Event::Code(code) => {
                let ticks = if code.contains('`') { "``" } else { "`" };
                let pad = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
                out.push_str(&format!("{ticks}{pad}{code}{pad}{ticks}"));
            }
            Event::InlineMath(latex) | Event::DisplayMath(latex) if notation.between(&latex) == Between::Formula => {
                out.push_str(&format!("${latex}$"));
            }
            Event::InlineMath(latex) => out.push_str(&escape_markdown(&format!("${latex}$"))),
            Event::DisplayMath(latex) => out.push_str(&escape_markdown(&format!("$${latex}$$"))),
            Event::InlineHtml(tag) if text_tags::is_text(&tag, &source[..range.start]) => {
                out.push_str(&escape_markdown(&tag));
            }
            Event::Text(_) if name => {}
            Event::Text(text) => out.push_str(&escape_markdown(&text)),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph | TagEnd::Item) => out.push(' '),
            _ => {}
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A link or picture in inline Markdown.
#[derive(Debug, PartialEq)]
pub struct Reference {
    /// What it shows.
    pub text: String,
    /// Where it leads.
    pub address: String,
    /// Whether it is a picture.
    pub is_image: bool,
}

/// The links and pictures of inline Markdown: a title keeps only their text.
pub fn references(markdown: &str) -> Vec<Reference> {
    let mut found: Vec<Reference> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for event in Parser::new_ext(without_task_mark(markdown.trim()), Options::ENABLE_STRIKETHROUGH) {
        let (address, is_image) = match &event {
            Event::Start(Tag::Link { dest_url, .. }) => (Some(dest_url.to_string()), false),
            Event::Start(Tag::Image { dest_url, .. }) => (Some(dest_url.to_string()), true),
            Event::InlineHtml(tag) => {
                let tag = tokens::tag(tag);
                let image = tag.as_ref().and_then(|it| it.attribute("src")).map(Cow::into_owned);
                let is_image = image.is_some();
                let address = image.or_else(|| tag.and_then(|it| it.attribute("href")).map(Cow::into_owned));
                found.extend(address.map(|address| Reference { text: String::new(), address, is_image }));
                continue;
            }
            _ => (None, false),
        };
        if let Some(address) = address {
            open.push(found.len());
            found.push(Reference { text: String::new(), address, is_image });
            continue;
        }
        let text = match &event {
            Event::End(TagEnd::Link | TagEnd::Image) => {
                open.pop();
                continue;
            }
            Event::Text(text) => escape_markdown(text),
            Event::Code(code) => format!("`{code}`"),
            Event::SoftBreak | Event::HardBreak => " ".to_owned(),
            _ => continue,
        };
        for index in &open {
            found[*index].text.push_str(&text);
        }
    }
    found.retain(|it| !it.address.trim().is_empty());
    found
}

/// Signs that decorate: no letter, no digit, no mark of a sentence.
fn is_ornament(c: char) -> bool {
    !c.is_ascii() && !c.is_alphanumeric() && !MARKS.contains(&c) && !"¿“”‘’«»…（）「」『』《》。！".contains(c)
}

/// The text of an item without `[ ]` or `[x]`.
fn without_task_mark(text: &str) -> &str {
    ["[ ] ", "[x] ", "[X] "].iter().find_map(|mark| text.strip_prefix(mark)).unwrap_or(text)
}

fn is_name(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// The plain text of inline Markdown.
pub fn plain(markdown: &str) -> String {
    let text = &*without_tags(without_task_mark(markdown.trim()));
    // `2. Why?` is no list here: the number stays.
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && text[digits..].starts_with(['.', ')']) {
        let rest = crate::topic::inline::read(&text[digits + 1..]).text;
        let gap = if text[digits + 1..].starts_with(' ') { " " } else { "" };
        return format!("{}{gap}{}", &text[..=digits], rest.trim_start());
    }
    crate::topic::inline::read(text).text
}

/// The text without the tags of HTML in it, such as the `<a name="…">` that a table of contents leads to.
fn without_tags(markdown: &str) -> Cow<'_, str> {
    if !markdown.contains('<') {
        return Cow::Borrowed(markdown);
    }
    let mut out = markdown.to_owned();
    let tags: Vec<_> = Parser::new_ext(markdown, Options::empty())
        .into_offset_iter()
        .filter_map(|(event, range)| matches!(event, Event::InlineHtml(_)).then_some(range))
        .collect();
    for range in tags.into_iter().rev() {
        match text_tags::is_text(&markdown[range.clone()], &markdown[..range.start]) {
            true => out.insert(range.start, '\\'),
            false => out.replace_range(range, ""),
        }
    }
    Cow::Owned(out.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_emphasis_go() {
        assert_eq!(title("**12. What is `x`?**"), "What is `x`?");
        assert_eq!(title("Q3: What does __init__ do?"), "What does `__init__` do?");
        assert_eq!(title("[What is a **list**?](#list)"), "What is a list?");
        assert_eq!(title("3 ways to sort"), "3 ways to sort");
        assert_eq!(title("⭐ Why $5 \\* 2?"), "Why \\$5 \\* 2?");
        assert_eq!(title("2.7 or 3.0?"), "2.7 or 3.0?");
        assert_eq!(title("Question 4. Why?"), "Why?");
        assert_eq!(title("[ ] What is a heap?"), "What is a heap?");
        assert_eq!(title("[[⬆]](#toc) Basics:"), "Basics");
        for whole in ["ما هو أ؟", "什么是「锁」", "锁（GIL）"] {
            assert_eq!(title(whole), whole);
        }
        assert_eq!(title("11. What is <T> in List<String>? <a name=\"x\"></a>"), "What is \\<T> in List\\<String>?");
        assert_eq!(title("Say <b>hello</b>, <your-name>"), "Say hello, \\<your-name>");
    }

    #[test]
    fn tags_are_no_words_of_a_label() {
        assert_eq!(plain("<a name='toc'>Table of Contents</a>"), "Table of Contents");
        assert_eq!(plain("<a id=\"x\"></a> Answer"), "Answer");
        assert_eq!(plain("2. <b>Why</b>?"), "2. Why?");
        assert_eq!(plain("1. Is <T> a <b>type</b>?"), "1. Is <T> a type?");
        assert_eq!(plain("Is `List<String>` a < b?"), "Is List<String> a < b?");
    }

    #[test]
    fn questions_and_tasks_ask() {
        assert!(
            asks("What is a list?")
                && asks("Explain decorators")
                && asks("Why? And when?")
                && asks("7. Compare a and b.")
        );
        for question in
            ["什么是 GIL？", "什么是 GIL？请说明。", "ما هو GIL؟", "Τι είναι;", "Τι είναι το GIL;", "Ի՞նչ", "(Why?)"]
        {
            assert!(asks(question), "{question}");
        }
        assert!(!asks("let x = 1;"));
        for (numbered, bare) in
            [("1、什么", "什么"), ("3．装饰器", "装饰器"), ("Q1. GILとは", "GILとは"), ("Q2：何", "何"), ("2）x", "x")]
        {
            assert_eq!(without_number(numbered), bare);
        }
        assert!(!asks("Basics") && !asks("Contributing") && !asks("Lists and tuples"));
    }
}
