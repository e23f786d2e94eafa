//! HTML as people put it into READMEs and cards, turned into Markdown.
//!
//! In: HTML. Out: Markdown that says the same, and the names of what had no Markdown. It reads tags, it is no parser:
//! what is not closed is closed at the end.

use std::borrow::Cow;

use crate::html::character_references;
use crate::html::tokens::{self, Tag, Token};
use crate::import::escapes::{escape_markdown, escape_start};
use crate::import::html_tables::Table;
use crate::import::text_tags;
use crate::topic::highlight::grammars;

/// What stands for a tag inside a line of Markdown; `None` for tags that have nothing.
pub fn inline(tag: &Tag<'_>) -> Option<String> {
    let mark = |mark: &str| Some(mark.to_owned());
    match &*tag.name() {
        "b" | "strong" => mark("**"),
        "i" | "em" | "cite" | "dfn" | "var" => mark("*"),
        "code" | "tt" | "kbd" | "samp" => mark("`"),
        "del" | "s" | "strike" => mark("~~"),
        "br" => mark("\\\n"),
        "q" => mark("\""),
        "a" if tag.closes() => mark("]"),
        "p" | "div" | "span" | "font" | "center" | "small" | "u" | "mark" | "a" | "wbr" | "details" | "summary"
        | "section" | "article" | "main" | "nav" | "abbr" | "big" | "ins" => mark(""),
        _ => None,
    }
}

/// Writes Markdown from a run of tokens.
#[derive(Default)]
struct Writer {
    out: String,
    /// Open lists: the number of the next item, or none for bullets.
    lists: Vec<Option<usize>>,
    in_pre: bool,
    /// Where the code of `<pre>` begins.
    pre_start: usize,
    in_code: bool,
    /// Addresses of open links.
    links: Vec<Option<String>>,
    /// Emphasis that is open: its tag, its mark, and where it began.
    marks: Vec<(String, String, usize)>,
    /// Rows of the tables that are open.
    tables: Vec<Table>,
    unknown: Vec<String>,
    /// Whether text is none that a reader sees: of `<style>`, `<script>`, `<rp>`.
    is_silent: bool,
    /// Where open `<sup>` (true) and `<sub>` (false) began.
    raised: Vec<(bool, usize)>,
}

/// The language that `<pre>` or the `<code>` in it names, if its code can be highlighted.
fn language(tag: &Tag<'_>) -> Option<String> {
    let class = tag.attribute("class").unwrap_or_default();
    let marks = ["language-", "lang-", "highlight-source-"];
    let of_class = class.split_whitespace().find_map(|it| marks.iter().find_map(|mark| it.strip_prefix(mark)));
    let named = of_class.map(str::to_owned).or_else(|| tag.attribute("lang").map(Cow::into_owned))?.to_lowercase();
    let is_word = named.chars().all(|c| c.is_ascii_alphanumeric() || "+-_#".contains(c));
    (is_word && grammars::language(&named).is_some()).then_some(named)
}

/// What became of an element that has no Markdown.
pub fn instead(what: &str) -> &'static str {
    if what.contains("`<style>`") || what.contains("`<script>`") {
        "it says nothing to a reader"
    } else {
        "its text was kept"
    }
}

/// HTML as Markdown, and what had none: names of tags, and images by address.
pub fn to_markdown(html: &str) -> (String, Vec<String>) {
    let mut writer = Writer::default();
    for token in tokens::tokens(html) {
        match token {
            Token::Text(span) => writer.text(&html[span]),
            Token::Start(tag) | Token::End(tag) => {
                let (written, before) = (&html[tag.span], &html[..tag.span.start]);
                match text_tags::is_text(written, before) && text_tags::is_beside_words(html, tag.span.range()) {
                    true => writer.text(written),
                    false => writer.tag(&tag),
                }
            }
            Token::Comment { .. } => {}
        }
    }
    while !writer.tables.is_empty() {
        writer.end_table();
    }
    if writer.in_pre {
        writer.out.push_str("\n```\n");
    }
    let mut out = String::new();
    let mut empty = 0;
    for line in writer.out.lines() {
        let line = line.trim_end();
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty < 2 {
            out.push_str(line);
            out.push('\n');
        }
    }
    (out.trim().to_owned(), writer.unknown)
}

/// The blanks that a line of code is set in by where HTML has it in plain text: two that do not break, or more.
fn indentation(text: &str) -> String {
    let blanks = text.trim_start_matches(['\n', '\r', '\t', ' ']);
    let words = blanks.trim_start();
    let blanks = &blanks[..blanks.len() - words.len()];
    let is_meant = blanks.matches('\u{a0}').count() > 1 && !words.is_empty();
    if is_meant { "&nbsp;".repeat(blanks.chars().count()) } else { String::new() }
}

impl Writer {
    fn text(&mut self, text: &str) {
        if self.is_silent {
            return;
        }
        let text = character_references::text(text);
        if self.in_pre {
            self.out.push_str(&text);
            return;
        }
        if self.in_code {
            self.out.push_str(&text.replace('\n', " "));
            return;
        }
        let at_start = self.is_at_start();
        let mut words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.starts_with(char::is_whitespace) && !at_start && !self.out.ends_with(' ') {
            words.insert(0, ' ');
        }
        if text.ends_with(char::is_whitespace) && !words.is_empty() && !words.ends_with(' ') {
            words.push(' ');
        }
        let escaped = escape_markdown(&words);
        if at_start {
            self.out.push_str(&indentation(&text));
        }
        self.out.push_str(&if at_start { escape_start(escaped.trim_start()) } else { escaped });
    }

    /// Whether a block may begin here: at the start of a line, or of an item.
    fn is_at_start(&self) -> bool {
        let line = self.out.rsplit('\n').next().unwrap_or_default().trim();
        line.is_empty()
            || line == "-"
            || line.strip_suffix('.').is_some_and(|it| it.bytes().all(|c| c.is_ascii_digit()))
    }

    fn paragraph(&mut self) {
        if !self.out.is_empty() && self.lists.is_empty() {
            self.out.push_str("\n\n");
        }
    }

    /// Marks go round text of one line alone: `<b>` round paragraphs is a wrapper.
    fn emphasis(&mut self, tag: &Tag<'_>, closes: bool) {
        if !closes {
            self.marks.push((tag.name().into_owned(), inline(tag).unwrap_or_default(), self.out.len()));
            return;
        }
        let Some(at) = self.marks.iter().rposition(|(name, ..)| tag.is(name)) else { return };
        let (_, mark, start) = self.marks.swap_remove(at);
        let Some(inside) = self.out.get(start..).map(str::to_owned) else { return };
        let text = inside.trim();
        if text.is_empty() || text.contains('\n') || text.contains(mark.as_str()) {
            return;
        }
        let gap = |is_there: bool| if is_there { " " } else { "" };
        let (before, after) = (gap(inside.starts_with(' ')), gap(inside.ends_with(' ')));
        let marked = format!("{before}{mark}{text}{mark}{after}");
        self.out.replace_range(start.., &marked);
    }

    /// Digits and signs that stand higher or lower have letters of their own; else `^` or `_` says so.
    fn end_raised(&mut self) {
        let Some((is_higher, start)) = self.raised.pop().filter(|(_, start)| *start <= self.out.len()) else { return };
        let Some(inside) = self.out.get(start..).map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()) else {
            return;
        };
        let signs = if is_higher {
            "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ"
        } else {
            "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₙ"
        };
        let sign =
            |c: char| "0123456789+-=()n".find(if c == '−' { '-' } else { c }).and_then(|at| signs.chars().nth(at));
        let own: Option<String> = inside.chars().map(sign).collect();
        let mark = if is_higher { '^' } else { '_' };
        let brackets = inside.chars().count() > 1;
        let instead =
            own.unwrap_or_else(|| if brackets { format!("{mark}({inside})") } else { format!("{mark}{inside}") });
        self.out.truncate(start);
        self.out.push_str(&instead);
    }

    /// `<tr>`, `<td>` and `<th>`; what is not closed is closed by the next.
    fn cell(&mut self, name: &str, closes: bool) {
        let Some(table) = self.tables.last_mut() else { return };
        if let Some(text) = table.cell.take().filter(|start| *start <= self.out.len()).map(|at| self.out.split_off(at))
        {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            if table.rows.is_empty() {
                table.rows.push(Vec::new());
            }
            if let Some(row) = table.rows.last_mut() {
                row.push(text);
            }
        }
        match (name, closes) {
            ("tr", false) => table.rows.push(Vec::new()),
            (_, false) => table.cell = Some(self.out.len()),
            _ => {}
        }
    }

    fn end_table(&mut self) {
        self.cell("table", true);
        let Some(mut table) = self.tables.pop() else { return };
        table.rows.retain(|row| !row.is_empty());
        match self.tables.last() {
            // A table in a cell cannot be one.
            Some(_) => self.out.push_str(&table.rows.concat().join(" ")),
            None => self.out.push_str(&format!("{}\n", table.write())),
        }
    }

    fn tag(&mut self, tag: &Tag<'_>) {
        match (&*tag.name(), tag.closes()) {
            ("pre", false) => {
                self.out.push_str(&format!("\n\n```{}\n", language(tag).unwrap_or_else(|| "text".to_owned())));
                self.in_pre = true;
                self.pre_start = self.out.len();
            }
            ("pre", true) if self.in_pre => {
                self.in_pre = false;
                if !self.out.ends_with('\n') {
                    self.out.push('\n');
                }
                self.out.push_str("```\n\n");
            }
            ("style" | "script", closes) => {
                self.is_silent = !closes;
                self.unknown.extend((!closes).then(|| format!("the HTML element `<{}>`", tag.name())));
            }
            ("rp", closes) => self.is_silent = !closes,
            ("code", false) if self.in_pre && self.out.len() == self.pre_start => {
                if let Some(language) = language(tag)
                    && let Some(before) = self.out.strip_suffix("```text\n")
                {
                    self.out = format!("{before}```{language}\n");
                }
            }
            _ if self.in_pre => {
                if tag.is("br") || (tag.is("div") && tag.closes()) {
                    self.out.push('\n');
                }
            }
            ("code" | "tt" | "kbd" | "samp", closes) => {
                self.in_code = !closes;
                self.out.push('`');
            }
            ("br", _) => self.out.push_str(if self.lists.is_empty() { "\n\n" } else { " " }),
            ("p" | "div" | "section" | "blockquote" | "hr" | "center", _) => self.paragraph(),
            ("table", false) => {
                self.paragraph();
                self.tables.push(Table::default());
            }
            ("table", true) => self.end_table(),
            ("tr" | "td" | "th", closes) if !self.tables.is_empty() => self.cell(&tag.name(), closes),
            // How a word is read: 私(わたし).
            ("rt", closes) => self.out.push(if closes { ')' } else { '(' }),
            ("ruby" | "rb" | "rtc", _) => {}
            ("dt", false) => self.paragraph(),
            ("dd", _) => self.out.push(' '),
            ("tr" | "td" | "th" | "dt" | "dl" | "tbody" | "thead", _) if tag.closes() => {}
            ("tr" | "td" | "th" | "tbody" | "thead" | "dl", _) => {}
            ("ul" | "ol", false) => {
                self.paragraph();
                self.lists.push(tag.is("ol").then_some(1));
            }
            ("ul" | "ol", true) => {
                self.lists.pop();
                self.paragraph();
            }
            ("li", false) => {
                // No one reads deeper lists; their blanks would grow with the square of the text.
                let depth = self.lists.len().saturating_sub(1).min(12);
                let marker = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_owned(),
                };
                self.out.push_str(&format!("\n{}{marker}", "   ".repeat(depth)));
            }
            ("li", true) => {}
            ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", closes) => {
                self.paragraph();
                if !closes {
                    self.out.push_str("## ");
                }
            }
            ("a", false) => {
                let url = tag.attribute("href").filter(|url| !url.is_empty()).map(Cow::into_owned);
                self.out.push_str(if url.is_some() { "[" } else { "" });
                self.links.push(url);
            }
            ("a", true) => {
                if let Some(Some(url)) = self.links.pop() {
                    self.out.push_str(&format!("](<{}>)", url.replace(['<', '>', '\n'], "")));
                }
            }
            ("img", _) => {
                let address = tag.attribute("src").unwrap_or_default().replace(['<', '>', '\n'], "");
                let alt = escape_markdown(&tag.attribute("alt").unwrap_or_default());
                self.out.push_str(&format!("![{alt}](<{address}>)"));
            }
            ("b" | "strong" | "i" | "em" | "cite" | "dfn" | "var" | "del" | "s" | "strike", closes) => {
                self.emphasis(tag, closes);
            }
            ("sub" | "sup", false) => self.raised.push((tag.is("sup"), self.out.len())),
            ("sub" | "sup", true) => self.end_raised(),
            _ => match inline(tag) {
                Some(mark) => self.out.push_str(&mark),
                None if !tag.closes() => self.unknown.push(format!("the HTML element `<{}>`", tag.name())),
                None => {}
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::escapes::escape_lines;
    use proptest::prelude::*;

    #[test]
    fn what_people_write_becomes_markdown() {
        let (markdown, unknown) = to_markdown(
            "<div>Use <b>one</b> * or <code>a &lt; b</code>.<br>See <a href=\"https://x.y/\">this</a></div>\
             <ul><li>a_b<li>_c</ul><pre>x = 1\ny &amp; z</pre><img src=\"cat.png\">",
        );
        assert_eq!(
            markdown,
            "Use **one** \\* or `a < b`.\n\nSee [this](<https://x.y/>)\n\n- a_b\n- \\_c\n\n```text\nx = 1\ny & z\n```\n\n![](<cat.png>)"
        );
        assert_eq!(unknown, [""; 0]);
    }

    #[test]
    fn tables_and_wrappers_become_what_they_mean() {
        let table = "<table><tr><th>a</th><th>b</th></tr><tr><td>1|2<td><b> bold </b></td></tr></table>";
        assert_eq!(to_markdown(table).0, "| a | b |\n| --- | --- |\n| 1\\|2 | **bold** |");
        assert_eq!(to_markdown("<br><b>\nOne.<p>Two.</p></b> </i>").0, "One.\n\nTwo.");
    }

    #[test]
    fn readings_stand_in_brackets_and_styles_say_nothing() {
        let (markdown, unknown) = to_markdown(
            "<style>.a { color: red }</style><ruby>私<rp>(</rp><rt>わたし</rt><rp>)</rp></ruby>です<script>x()</script>",
        );
        assert_eq!(markdown, "私(わたし)です");
        assert_eq!(unknown, ["the HTML element `<style>`", "the HTML element `<script>`"]);
        assert_eq!(instead(&unknown[0]), "it says nothing to a reader");
    }

    #[test]
    fn code_keeps_the_language_that_it_names() {
        for (html, expected) in [
            ("<pre><code class=\"language-python\">x</code></pre>", "```python\nx\n```"),
            ("<pre><code class=\"hljs lang-rust\">x</code></pre>", "```rust\nx\n```"),
            ("<pre class='language-sql'>x</pre>", "```sql\nx\n```"),
            ("<pre lang=js>x</pre>", "```js\nx\n```"),
            ("<pre>x <code class=\"language-python\">y</code></pre>", "```text\nx y\n```"),
            ("<pre><code class=\"language-nope\">x</code></pre>", "```text\nx\n```"),
        ] {
            assert_eq!(to_markdown(html).0, expected);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(html in "[<>/a-z!=\"&;é# -]{0,80}") {
            let _ = to_markdown(&html);
        }
    }

    #[test]
    fn text_begins_no_block() {
        for (text, expected) in [
            ("1989. In November", "1989\\. In November"),
            ("1945.", "1945\\."),
            ("3) third", "3\\) third"),
            ("- 5 degrees", "\\- 5 degrees"),
            ("# is a comment", "\\# is a comment"),
            ("    four blanks", "four blanks"),
            ("a | b\n:-- | ---", "a | b\n\\:-- | ---"),
            ("3.14 and 1)2", "3.14 and 1)2"),
            ("1234567890. x", "1234567890. x"),
        ] {
            assert_eq!(escape_lines(text), expected);
            let html = text.replace('\n', "<br>");
            assert_eq!(to_markdown(&html).0, expected.replace('\n', "\n\n"));
        }
        for (html, expected) in [
            ("def f():<br>&nbsp;&nbsp;&nbsp; return 1", "def f():\n\n&nbsp;&nbsp;&nbsp;&nbsp;return 1"),
            ("a<br>&nbsp;b&nbsp;&nbsp;c<br>&nbsp;&nbsp;", "a\n\nb c"),
            ("What is <T>?", "What is \\<T>?"),
            ("<b>List<String></b> and Map<K,V>", "**List\\<String>** and Map\\<K,V>"),
            ("<code>Box<Object></code>", "`Box<Object>`"),
            ("<pre>Vec<u8> x</pre>", "```text\nVec<u8> x\n```"),
            ("<Tabs>\n<Tab name=\"a\">x</Tab>\n</Tabs>", "x\\</Tab>"),
        ] {
            assert_eq!(to_markdown(html).0, expected);
        }
        assert_eq!(to_markdown("<ul><li>1989. In<li># no</ul>").0, "- 1989\\. In\n- \\# no");
    }
}
