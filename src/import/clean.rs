//! Markdown of elsewhere made into Markdown of a guide.
//!
//! In: the body of a question or page as its source wrote it. Out: a body that `check` accepts: HTML becomes Markdown,
//! headings start at the second level, fences name a language that can be highlighted, dollars that are no maths and
//! brackets that are no wikilinks are escaped. Links are left to `link_targets`, which knows where things went.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, LinkType, Parser, Tag, TagEnd};

use crate::import::alerts;
use crate::import::code_fences;
use crate::import::colon_blocks;
use crate::import::found::{Edits, Losses, going_on};
use crate::import::heading_attributes;
use crate::import::hidden_lines;
use crate::import::html;
use crate::import::inline_tags::{self, OpenTags};
use crate::import::maths::{self, Between, Notation};
use crate::import::picture_sizes;
use crate::import::table_bars::{self, Rows};
use crate::problem::report::Place;
use crate::reading::settings::MarkdownSettings;
use crate::topic::markdown;

/// Makes a body fit a guide.
pub fn clean(text: &str, place: Option<&Place>, losses: &mut Losses) -> String {
    clean_with(text, Notation::Guessed, place, losses)
}

/// The same of a source that says how it writes formulas; they stand between dollars already.
pub fn clean_with(text: &str, notation: Notation, place: Option<&Place>, losses: &mut Losses) -> String {
    let text = alerts::of_quotes(&colon_blocks::to_alerts(text, place, losses), place, losses);
    let text = picture_sizes::behind(&table_bars::escaped(&text, Rows::TooLong));
    let text = hidden_lines::named(&text);
    // Two rounds: what the first turns into Markdown, the second sees as such.
    let text = round(&text, notation, place, losses);
    let text = headings(&round(&text, notation, place, &mut Losses::default()));
    let text = heading_attributes::settled(&text, place, losses);
    let text = single_gaps(&text);
    let text = text.trim_matches('\n').trim_end();
    if text.is_empty() { String::new() } else { format!("{text}\n") }
}

/// Where comments of HTML stand.
pub fn comments(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut found: Vec<std::ops::Range<usize>> = Vec::new();
    for (event, range) in parser(text) {
        let (Event::Html(html) | Event::InlineHtml(html)) = event else { continue };
        if found.last().is_some_and(|last| last.end > range.start) {
            continue;
        }
        // A comment goes on over the lines, each of which is an event of its own.
        for (at, _) in html.match_indices("<!--") {
            let start = range.start + at;
            if found.last().is_none_or(|last| last.end <= start) {
                let length = text[start..].find("-->").map_or(text.len() - start, |length| length + 3);
                found.push(start..start + length);
            }
        }
    }
    found
}

/// At most one empty line in a row, but in code.
fn single_gaps(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut in_fence, mut empty) = (false, false);
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let ends = lines.peek().is_none_or(|next| next.trim().is_empty());
        // A line break before nothing, or after nothing.
        if !in_fence && line.trim_end() == "\\" {
            continue;
        }
        let line = match line.strip_suffix("\\\n") {
            Some(rest) if ends && !in_fence => &format!("{rest}\n"),
            _ => line,
        };
        in_fence ^= line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
        let is_empty = line.trim().is_empty();
        if in_fence || !(is_empty && empty) {
            out.push_str(if is_empty && !in_fence { "\n" } else { line });
        }
        empty = is_empty;
    }
    out
}

fn parser(text: &str) -> impl Iterator<Item = (Event<'_>, std::ops::Range<usize>)> {
    Parser::new_ext(text, markdown::options(MarkdownSettings::default())).into_offset_iter()
}

fn round(text: &str, notation: Notation, place: Option<&Place>, losses: &mut Losses) -> String {
    let mut edits = Edits::default();
    let mut open = OpenTags::default();
    let mut html_block: Option<(std::ops::Range<usize>, String)> = None;
    for (event, range) in parser(text) {
        match event {
            Event::Start(Tag::HtmlBlock) => html_block = Some((range, String::new())),
            Event::Html(line) => {
                if let Some((_, html)) = &mut html_block {
                    html.push_str(&line);
                }
            }
            Event::End(TagEnd::HtmlBlock) => {
                if let Some((range, html)) = html_block.take() {
                    let (markdown, lost) = html::to_markdown(&html);
                    lost.into_iter().for_each(|what| losses.add(what.clone(), html::instead(&what), place));
                    edits.replace(range.clone(), in_its_place(text, range, &markdown));
                }
            }
            Event::Start(Tag::TableCell) => open.is_in_cell = true,
            Event::InlineHtml(tag) => inline_tags::replace(text, &tag, range, &mut open, &mut edits, place, losses),
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell | TagEnd::Heading(_)) => {
                open.is_in_cell = false;
                open.drop_marks(&mut edits);
            }
            Event::InlineMath(latex) | Event::DisplayMath(latex) => match notation.between(&latex) {
                Between::Formula => {}
                Between::Text => {
                    let escaped = text[range.clone()].replace('$', "\\$");
                    edits.replace(range, escaped);
                }
                Between::Unset => edits.replace(range, maths::as_code(&latex, place, losses)),
            },
            Event::Start(
                Tag::Link { link_type: LinkType::WikiLink { .. }, .. }
                | Tag::Image { link_type: LinkType::WikiLink { .. }, .. },
            ) => {
                let at = range.start + text[range.clone()].find('[').unwrap_or(0);
                edits.replace(at..at, "\\");
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => {
                code_fences::fence(text, range, &mut edits, place, losses);
            }
            _ => {}
        }
    }
    open.drop_marks(&mut edits);
    edits.apply(text)
}

/// What a block of HTML became, where the block stood: in a quote or an item each line goes on as the first begins.
fn in_its_place(text: &str, block: std::ops::Range<usize>, markdown: &str) -> String {
    let lead = going_on(text, block.start);
    let ends = text[block].ends_with('\n');
    match (lead.is_empty(), markdown.is_empty()) {
        (true, true) => String::new(),
        (true, false) => format!("{markdown}\n\n"),
        // What follows begins a line of its own.
        (false, true) => if ends { "\n" } else { "" }.to_owned(),
        (false, false) => {
            let gap = format!("\n{}", lead.trim_end());
            let lines: Vec<String> = markdown
                .lines()
                .map(|line| if line.is_empty() { lead.trim_end().to_owned() } else { format!("{lead}{line}") })
                .collect();
            let lines = lines.join("\n");
            format!("{}{gap}{}", lines.strip_prefix(&lead).unwrap_or(&lines), if ends { "\n" } else { "" })
        }
    }
}

/// Moves headings so that the highest is of the second level; the title is the first.
fn headings(text: &str) -> String {
    let level = |level: HeadingLevel| level as usize;
    let highest = parser(text).filter_map(|(event, _)| match event {
        Event::Start(Tag::Heading { level: it, .. }) => Some(level(it)),
        _ => None,
    });
    let Some(highest) = highest.min() else { return text.to_owned() };
    let mut edits = Edits::default();
    for (event, range) in parser(text) {
        let Event::Start(Tag::Heading { level: it, .. }) = event else { continue };
        // Nothing but comments stood there.
        if text[range.clone()].trim_matches(['#', ' ', '\n', '\t']).is_empty() {
            edits.replace(range, "");
            continue;
        }
        let marks = "#".repeat((level(it) + 2 - highest).clamp(2, 6));
        let source = &text[range.clone()];
        let hashes = source.bytes().take_while(|byte| *byte == b'#').count();
        if hashes > 0 {
            edits.replace(range.start..range.start + hashes, marks);
        } else {
            // Underlined.
            let title: Vec<&str> = source.trim_end().lines().collect();
            let title = title[..title.len().saturating_sub(1).max(1)].join(" ");
            edits.replace(range, format!("{marks} {}\n", title.trim()));
        }
    }
    edits.apply(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(text: &str) -> String {
        clean(text, None, &mut Losses::default())
    }

    #[test]
    fn headings_begin_at_the_second_level() {
        assert_eq!(cleaned("# A\n\ntext\n\n### B\n\nC\n---\n"), "## A\n\ntext\n\n#### B\n\n### C\n");
        assert_eq!(cleaned("#### A\n"), "## A\n");
        assert_eq!(cleaned("## A\n\n#### <!-- x -->\n\nb\n\n##\n"), "## A\n\nb\n");
    }

    #[test]
    fn fences_name_a_known_language_and_known_attributes() {
        assert_eq!(
            cleaned("```rust,ignore\n# use x;\n#\nfn f() {}\n##[a]\n# }\n```\n"),
            "```rust hide=\"1-2,5\"\nuse x;\n\nfn f() {}\n#[a]\n}\n```\n"
        );
        assert_eq!(cleaned("```rust\n# use x;\n```\n"), "```rust\nuse x;\n```\n");
        assert_eq!(cleaned("```rust\nlet x = \"\n## a\n\";\n```\n"), "```rust\nlet x = \"\n# a\n\";\n```\n");
        assert_eq!(
            cleaned("```{.python title=\"a.py\" linenums=\"1\"}\nx\n```\n"),
            "```python title=\"a.py\" lines\nx\n```\n"
        );
        assert_eq!(cleaned("```python hl_lines=\"1 2\"\nx\ny\n```\n"), "```python hl=\"1,2\"\nx\ny\n```\n");
        assert_eq!(cleaned("```js{2,4}\nx\n```\n"), "```js\nx\n```\n");
        assert_eq!(cleaned("```js {1, 2 - 3,}\nx\ny\nz\n```\n"), "```js hl=\"1,2-3\"\nx\ny\nz\n```\n");
        assert_eq!(cleaned("```jsx {2} title=\"a.jsx\"\nx\ny\n```\n"), "```jsx title=\"a.jsx\" hl=\"2\"\nx\ny\n```\n");
        assert_eq!(cleaned("```python {title=\"a.py\"}\nx\n```\n"), "```python title=\"a.py\"\nx\n```\n");
        assert_eq!(cleaned("```js {3-2}\nx\ny\nz\n```\n"), "```js\nx\ny\nz\n```\n");
        assert_eq!(cleaned("```python hl_lines=\" 1  2,\"\nx\ny\n```\n"), "```python hl=\"1,2\"\nx\ny\n```\n");
        assert_eq!(cleaned("```mermaid2\nx\n```\n"), "```text\nx\n```\n");
    }

    #[test]
    fn a_title_keeps_its_quotation_marks() {
        for (info, expected) in [
            (r#"python title="a \"b\".py""#, r#"python title='a "b".py'"#),
            (r#"py title='single "q" quotes'"#, r#"py title='single "q" quotes'"#),
            (r#"{.python title="it's \"x\""}"#, r#"python title='it’s "x"'"#),
            (r#"python title="it's" linenums="1""#, r#"python title="it's" lines"#),
            (r#"python title="p\w.py, q" hl_lines='1'"#, r#"python title="p\w.py, q" hl="1""#),
            (r#"js {1} title="a=b""#, r#"js title="a=b" hl="1""#),
            (r#"python title="unclosed"#, r#"python title="unclosed""#),
            (r#"admonish warning title="Careful \"q\"""#, r#"text title='Careful "q"'"#),
        ] {
            assert_eq!(cleaned(&format!("```{info}\nx\n```\n")), format!("```{expected}\nx\n```\n"));
        }
    }

    #[test]
    fn what_the_source_writes_as_a_formula_stays_one() {
        let dollars = |text: &str| clean_with(text, Notation::Dollars, None, &mut Losses::default());
        for text in ["Where $n$ is 5.\n", "$$\nb\n$$\n", "$x$ and $n+1$\n", "| a |\n| --- |\n| $e$ |\n"] {
            assert_eq!(dollars(text), text);
        }
        let mut losses = Losses::default();
        assert_eq!(clean_with("a $\\nope{x}$ b\n", Notation::Dollars, None, &mut losses), "a `\\nope{x}` b\n");
        let mut report = crate::problem::report::Report::new();
        losses.report(&[], &mut report);
        assert!(report.sorted()[0].message.to_string().contains("the formula `\\nope{x}`"));
    }

    #[test]
    fn prices_are_no_maths_and_lists_no_wikilinks() {
        assert_eq!(
            cleaned("From $5 in US$ to $6, $x^2$, and [[1, 2], [3]]\n"),
            "From \\$5 in US\\$ to $6, $x^2$, and \\[[1, 2], [3]]\n"
        );
    }

    #[test]
    fn a_cell_stays_one_line() {
        for (cell, expected) in [
            ("Unix: `a`<br/>Windows: `b`", "Unix: `a`; Windows: `b`"),
            ("one. <br> two,<br />three", "one. two, three"),
            ("<br>one<br>", "one"),
            ("<ul><li>one</li><li>two *x*</li></ul>", "one; two *x*"),
            ("`a`<br><br>`b`", "`a`; `b`"),
        ] {
            let table = |cell: &str| format!("| a | b |\n| --- | --- |\n| x | {cell} |\n");
            assert_eq!(cleaned(&table(cell)), table(expected));
        }
    }

    #[test]
    fn html_in_quotes_and_items_leaves_them_whole() {
        for (text, expected) in [
            ("> <!-- c -->\n> ```rust\n> x\n> ```\n", ">\n> ```rust\n> x\n> ```\n"),
            ("> <p>a\n> b</p>\n> <p>c</p>\n>\n> d\n", "> a b\n>\n> c\n>\n>\n> d\n"),
            ("1. a\n\n   <p>b</p>\n   <p>c</p>\n\n   d\n", "1. a\n\n   b\n\n   c\n\n   d\n"),
            ("> - a\n>\n>   <div>b</div>\n>   <div>c</div>\n", "> - a\n>\n>   b\n>\n>   c\n>\n"),
            ("- a\n\n  <!-- c -->\n  b\n", "- a\n\n  b\n"),
        ] {
            let written: Vec<String> = cleaned(text).lines().map(|line| line.trim_end().to_owned()).collect();
            let gaps = |text: &str| text.trim_end_matches(['\n', '>']).replace(">\n>\n", ">\n");
            assert_eq!(gaps(&written.join("\n")), gaps(expected), "{text}");
        }
    }

    #[test]
    fn html_becomes_markdown() {
        assert_eq!(cleaned("<p>\n\n**a** <b>b</b><br>c <!-- x -->\n\n</p>\n"), "**a** **b**\\\nc\n");
    }
}
