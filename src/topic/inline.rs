//! Inline Markdown of the front matter: titles, short names, summaries.
//!
//! In: one line or paragraph. Out: HTML without links and plain text. Links keep their text only, since a title is
//! itself shown inside links; HTML is text.

use std::ops::Range;

use math_core::MathDisplay;
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeWithOffset};

use crate::reading::settings::MarkdownSettings;
use crate::text::escape::escape_text_into;
use crate::text::span::Span;
use crate::topic::document::{Inline, LinkKind};
use crate::topic::formulas;
use crate::topic::inline_marks;
use crate::topic::plain_signs;

/// Reads inline Markdown. Nothing in it begins a block: `# in Python`, `> and <` and `1. d4` are words, and so is
/// `__init__`, which would be bold elsewhere.
pub fn read(text: &str) -> Inline {
    read_with(text, MarkdownSettings::default())
}

/// The same with the marks that a guide allows.
pub fn read_with(text: &str, settings: MarkdownSettings) -> Inline {
    with_options(text, Options::empty(), settings, &|_| None)
}

/// Reads a summary, which can link to topics: `[[path]]` shows what `title` gives for it, or else the path's last part.
pub fn read_summary(text: &str, settings: MarkdownSettings, title: &dyn Fn(&str) -> Option<Inline>) -> Inline {
    with_options(text, Options::ENABLE_WIKILINKS, settings, title)
}

impl Inline {
    fn push_plain(&mut self, text: &str, with_ticks: &str) {
        self.text.push_str(text);
        self.with_ticks.push_str(with_ticks);
    }
}

/// A link in inline Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InlineLink {
    /// Bytes of the text that hold all of it.
    pub whole: Span,
    /// The destination as written.
    pub destination: String,
    /// What kind of link.
    pub kind: LinkKind,
}

/// The links of a summary, in order.
pub fn links(summary: &str) -> Vec<InlineLink> {
    let covered = plain_signs::covered(summary);
    let events = Parser::new_ext(&covered, Options::ENABLE_MATH | Options::ENABLE_WIKILINKS).into_offset_iter();
    let link = |(event, whole): (Event<'_>, Range<usize>)| match plain_signs::uncovered(event) {
        Event::Start(Tag::Link { link_type, dest_url, .. }) => {
            let kind = match link_type {
                LinkType::WikiLink { has_pothole } => LinkKind::of_wikilink(has_pothole, &summary[whole.clone()]),
                LinkType::Email => return None,
                _ => LinkKind::Link,
            };
            Some(InlineLink { whole: whole.into(), destination: dest_url.to_string(), kind })
        }
        _ => None,
    };
    events.filter_map(link).collect()
}

/// A summary as Markdown without its links, of which the text stays: for where nothing can be followed.
pub fn without_links(summary: &str, title: &dyn Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(summary.len());
    let mut done = 0;
    for InlineLink { whole, destination, kind } in links(summary) {
        if whole.start < done {
            continue;
        }
        let written = &summary[whole];
        let shown = match kind {
            LinkKind::WikiBare => title(&destination).or_else(|| Some(name(&destination).to_owned())),
            LinkKind::WikiText => written.split_once('|').map(|(_, text)| text.trim_end_matches(']').to_owned()),
            _ => match written.strip_prefix('[') {
                Some(text) => text.rfind("](").map(|end| text[..end].to_owned()),
                None => Some(destination),
            },
        };
        out.push_str(&summary[done..whole.start]);
        out.push_str(shown.as_deref().unwrap_or(written));
        done = whole.end;
    }
    out.push_str(&summary[done..]);
    out
}

fn with_options(
    text: &str,
    options: Options,
    settings: MarkdownSettings,
    title: &dyn Fn(&str) -> Option<Inline>,
) -> Inline {
    // A mark before which nothing can begin a block; to what follows it is as good as a space.
    let line = format!(".{}", literal_names(&text.split_whitespace().collect::<Vec<_>>().join(" ")));
    let mut inline = Inline::default();
    let mut is_first = true;
    let mut in_bare_wikilink = false;
    let options = options | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_MATH;
    let marked = inline_marks::covered(&line, settings);
    let line = plain_signs::covered(&marked);
    let events: Vec<_> = TextMergeWithOffset::new(Parser::new_ext(&line, options).into_offset_iter()).collect();
    let mut is_paired = inline_marks::paired(&events).into_iter();
    for (event, whole) in events {
        match inline_marks::uncovered(plain_signs::uncovered(event)) {
            Event::Start(Tag::Link { link_type: LinkType::WikiLink { has_pothole }, dest_url, .. })
                if LinkKind::of_wikilink(has_pothole, &line[whole.clone()]) == LinkKind::WikiBare =>
            {
                in_bare_wikilink = true;
                let shown = title(&dest_url).unwrap_or_else(|| read(name(&dest_url)));
                inline.html.push_str(&shown.html);
                inline.push_plain(&shown.text, &shown.with_ticks);
            }
            Event::End(TagEnd::Link) => in_bare_wikilink = false,
            // Its signs are passed over too.
            Event::Text(text) if in_bare_wikilink => inline_marks::signs(&text).iter().for_each(|_| {
                is_paired.next();
            }),
            _ if in_bare_wikilink => {}
            Event::Text(text) => {
                let text = if std::mem::take(&mut is_first) { text.strip_prefix('.').unwrap_or(&text) } else { &text };
                push_text(text, &mut is_paired, &mut inline);
            }
            Event::Html(text) | Event::InlineHtml(text) => {
                escape_text_into(&mut inline.html, &text);
                inline.push_plain(&text, &text);
            }
            Event::Code(code) => {
                inline.html.push_str("<code>");
                escape_text_into(&mut inline.html, &code);
                inline.html.push_str("</code>");
                inline.push_plain(&code, &ticked(&code));
            }
            Event::InlineMath(latex) | Event::DisplayMath(latex) => {
                inline.push_plain(&latex, &latex);
                match formulas::to_mathml(&latex, MathDisplay::Inline) {
                    Ok(mathml) => inline.html.push_str(&mathml),
                    Err(_) => escape_text_into(&mut inline.html, &latex),
                }
            }
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::Heading(_)) => {
                inline.html.push(' ');
                inline.push_plain(" ", " ");
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
    inline.with_ticks.truncate(inline.with_ticks.trim_end().len());
    inline
}

/// Code between backticks; code that holds one is text, since one would end it.
fn ticked(code: &str) -> String {
    if code.contains('`') { code.replace('`', "\u{2bb}") } else { format!("`{code}`") }
}

/// Adds running text with its marks.
fn push_text(text: &str, is_paired: &mut impl Iterator<Item = bool>, inline: &mut Inline) {
    let push = |text: &str, inline: &mut Inline| {
        let text = inline_marks::bare(text);
        escape_text_into(&mut inline.html, &text);
        // A backtick that is text would begin code.
        inline.push_plain(&text, &text.replace('`', "\u{2bb}"));
    };
    let mut done = 0;
    for sign in inline_marks::signs(text) {
        if is_paired.next() == Some(true) {
            push(&text[done..sign.span.start], inline);
            inline.html.push_str(&sign.tag());
            done = sign.span.end;
        }
    }
    push(&text[done..], inline);
}

/// The last part of a path without `.md` or `#section`.
fn name(path: &str) -> &str {
    let path = path.split('#').next().unwrap_or(path);
    let path = path.strip_suffix(".md").unwrap_or(path);
    path.rsplit('/').next().unwrap_or(path)
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
        assert_eq!(inline.with_ticks, "What is `__slots__` for, <b>really</b>? x");
    }

    #[test]
    fn a_summary_shows_what_its_links_say() {
        let title = |path: &str| (path == "a/b").then(|| read("*B*"));
        let shown = read_summary(
            "See [[a/b]], [[a/c#d]], [[a/b|`e`]], [[a/b|]] and [f](g.md).",
            MarkdownSettings::default(),
            &title,
        );
        assert_eq!(shown.html, "See <em>B</em>, c, <code>e</code>, <em>B</em> and f.");
        assert_eq!(shown.text, "See B, c, e, B and f.");
        assert_eq!(read("x [[a/b]]").text, "x [[a/b]]");
        let plain =
            without_links("See [[a/b]], [[a/c|`e`]], [`f`](g.md) and <https://h.example>.", &|_| Some("B".into()));
        assert_eq!(plain, "See B, `e`, `f` and https://h.example.");
    }

    #[test]
    fn prices_are_no_formulas() {
        assert_eq!(read("From $5, or US$6, to $n$").text, "From $5, or US$6, to n");
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
