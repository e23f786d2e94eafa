//! What looks like the markup of another program, or like Markdown that did not become what was meant. It stays as text, and
//! a problem says how to write it.

use crate::problem::message::Message;
use crate::problem::report::Place;
use crate::problem::slip::Slip;
use crate::text::bytes;
use crate::text::cjk::is_cjk;
use crate::text::span::Span;
use crate::topic::document::UnsetMark;
use crate::topic::escapes;
use crate::topic::highlight::grammars;
use crate::topic::inline_marks;
use crate::topic::markdown::media::braces;
use crate::topic::markdown::{NOTES, Writer, broken_blocks, first_line};
use crate::topic::unfinished;

/// How blocks of other programs begin and end their first line, and what to write instead.
const FOREIGN_BLOCKS: [(&str, &str, &str); 20] = [
    (":::", "", NOTE),
    ("!!! ", "", NOTE),
    ("??? ", "", FOLDED),
    ("???+ ", "", FOLDED),
    ("=== \"", "", "write one block after the other, each with a `title`"),
    ("{% ", "%}", CONTENT),
    ("{{<", ">}}", CONTENT),
    ("{{%", "%}}", CONTENT),
    ("{{#include ", "}}", FILE),
    ("--8<-- ", "", FILE),
    ("<<< @/", "", FILE),
    ("{!", "!}", FILE),
    ("+--", "+", "a table is a line `| a | b |`, a line `|---|---|`, and a line for each row"),
    (".. ", "::", "a note is a quote that begins with `> [!NOTE]`, a picture is `![text](file)`"),
    ("[!", "]", "a note is a quote: `> ` stands before each of its lines"),
    ("\\begin{", "}", FORMULA),
    ("'''", "", "code stands between lines of three backticks"),
    ("[TOC]", "", "pages have an outline of their own: take the line out"),
    ("import ", "\"", "pages hold no components: take the line out"),
    (
        "*[",
        "",
        "allow it by `abbreviations = true` under `[markdown]` in `book.toml`, or say at its first use what the short form means",
    ),
];
const CONTENT: &str = "write in Markdown what it stood for; if it is text, put it between backticks";
const NOTE: &str = "a note is a quote that begins with `> [!NOTE]`";
const GENERATED: &str = "another program wrote here what code says of itself: write it, or link to it";
const KIND: &str = "the first line of a note is `> [!NOTE]`, with its kind in capitals";
const FOLDED: &str =
    "a note is a quote that begins with `> [!NOTE]`; an answer to fold stands under a heading with `{.questions}`";
pub(super) const FORMULA: &str = "a formula stands between dollars, as in `$x^2$`, or between lines of `$$`";
const FILE: &str = "code of a file is a block with `from=\"file\"`; other text is copied here";

/// The block of another program that a line begins: what is written, and what to write instead.
fn foreign_block(line: &str) -> Option<(&'static str, &'static str)> {
    let line = line.trim_end();
    let is_meant = |start: &str, end: &str| match start {
        // The line that closes such a block says nothing more.
        ":::" => !line.trim_end_matches(':').is_empty(),
        ".. " => line[start.len()..]
            .split_once("::")
            .is_some_and(|(name, _)| name.chars().all(|c| c.is_alphanumeric() || "-_:".contains(c))),
        "[TOC]" => line == start,
        "[!" => line
            .get(2..line.len().max(3) - 1)
            .is_some_and(|kind| line.ends_with(end) && NOTES.iter().any(|note| note.eq_ignore_ascii_case(kind))),
        "'''" => grammars::language(line[start.len()..].trim()).is_some() && line.len() > start.len(),
        "+--" => line.chars().all(|c| matches!(c, '+' | '-' | '=' | ':')),
        "import " => line.contains(" from ") && line.trim_end_matches(';').ends_with(['"', '\'']),
        "*[" => line.split_once("]: ").is_some_and(|(name, _)| !name.contains('*') || name.rfind('*') == Some(0)),
        _ => line.ends_with(end),
    };
    if let Some(name) = line.strip_prefix("::: ")
        && name.contains('.')
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-'))
        && !name.ends_with('.')
    {
        return Some((":::", GENERATED));
    }
    let found = FOREIGN_BLOCKS.iter().find(|(start, end, _)| line.starts_with(start) && is_meant(start, end));
    found.map(|(start, _, instead)| (start.trim(), *instead))
}

/// Whether the first line of a quote says which kind of note it is to be, and not as one says it: `[NOTE]`, `!NOTE`, `[! NOTE]`.
fn is_misspelt_note(line: &str) -> bool {
    let line = line.trim().trim_end_matches(':');
    let inside = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(line);
    let kind = inside.trim().trim_start_matches('!').trim();
    kind.len() < line.len() && NOTES.contains(&kind)
}

impl Writer<'_> {
    /// A paragraph that begins as a block of another program does, or that was to be a table.
    pub(super) fn check_paragraph(&mut self, span: Span) {
        let first = first_line(self.text, span);
        let line = &self.text[first];
        if let Some((start, instead)) = foreign_block(line) {
            let message = Message::ForeignMarkup { written: start.to_owned(), instead };
            return self.report.at(Place::span(self.source, first), message);
        }
        let lead = &self.text[self.text[..first.start].rfind('\n').map_or(0, |end| end + 1)..first.start];
        if lead.contains('>') && is_misspelt_note(line) {
            let message = Message::ForeignMarkup { written: line.trim().to_owned(), instead: KIND };
            return self.report.at(Place::span(self.source, first), message);
        }
        for (at, slip) in broken_blocks::slips(&self.text[span]) {
            self.report.at(Place::span(self.source, at.behind(span.start)), slip.into());
        }
        let mut lines = self.text[span].lines().map(|line| line.trim_start_matches(['>', ' ']));
        let Some(head) = lines.next().filter(|head| head.contains('|')) else { return };
        if let Some(rule) = lines.next().filter(|line| is_rule(line)) {
            let (cells, columns) = (cells(head), cells(rule));
            if cells != columns {
                self.report.at(Place::span(self.source, first), Message::NoTable { cells, columns });
            }
        } else if head.starts_with("| ") && head.trim_end().ends_with(" |") && cells(head) > 1 {
            self.report.at(Place::span(self.source, first), Slip::NoRule.into());
        }
    }

    /// A row of a table that has more cells than the table has columns: what is too much is in no cell.
    pub(super) fn check_row(&mut self, span: Span) {
        let columns = self.table.alignments.len();
        let row = first_line(self.text, span);
        let cells = cells(&self.text[row]);
        if cells > columns {
            self.report.at(Place::span(self.source, row), Message::CellsLost { cells, columns });
        } else if columns > 1 && self.is_text_in_table(row, cells) {
            self.report.at(Place::span(self.source, row), Slip::TextInTable.into());
        }
    }

    /// Whether a row is a line below a table whose rows have bars, or the rest of the row above it.
    fn is_text_in_table(&self, row: Span, cells: usize) -> bool {
        let line = self.text[row].trim();
        let mut above = self.text[..row.start].lines().rev();
        // What stands before the row in its own line: the signs of quotes and lists.
        let lead = if self.text[..row.start].ends_with('\n') { "" } else { above.next().unwrap_or_default() };
        let above = above.next().unwrap_or_default().trim_start_matches(['>', ' ']).trim_end();
        let is_bare = cells == 1 && !line.contains('|') && lead.trim_matches(['>', ' ']).is_empty();
        let is_rest = !line.starts_with('|') && line.ends_with('|') && !above.ends_with('|');
        above.starts_with('|') && (is_bare && above.ends_with('|') || is_rest)
    }

    /// Text in which a link, an emphasis or a mark was meant. `is_whole` says that no mark was taken out of it.
    pub(super) fn check_text(&mut self, text: &str, span: Span, is_whole: bool) {
        let source = self.text;
        let span = escapes::whole(source, span);
        if span.len() != text.len() {
            self.check_brackets_of_latex(span);
        }
        let is_plain = !bytes::any(text, is_sign) && !text.ends_with(':');
        let Some(written) = source.get(span.range()).filter(|_| !is_plain && is_whole) else { return };
        let text = &*escapes::hidden(written);
        if self.document.unset_mark.is_none()
            && let Some((at, mark)) = inline_marks::meant(text, self.settings)
        {
            let written = written[at].to_owned();
            self.document.unset_mark = Some(UnsetMark { mark, written, span: at.behind(span.start) });
        }
        self.check_task(text, span);
        self.check_attributes(text, span);
        self.check_roles(text, span);
        self.check_bare_address(text, span);
        for (at, slip) in unfinished::slips(written) {
            self.report.at(Place::span(self.source, at.behind(span.start)), slip);
        }
        let first_open = text.find('[').unwrap_or(text.len());
        for (at, _) in text.match_indices("](") {
            // No address that is meant holds a bracket; so the search ends soon where many begin.
            let Some(length) = text[at + 2..].find(['(', ')', '\n']) else { continue };
            let address = &text[at + 2..at + 2 + length];
            let is_meant = !text[at + 2 + length..].starts_with('(')
                && address.contains(' ')
                && !address.contains(['"', '\'', '<'])
                && address.contains(['.', '/']);
            if is_meant && first_open < at {
                let place = Place::span(self.source, Span::new(span.start + at + 2, span.start + at + 2 + length));
                self.report.at(place, Message::BlankInAddress { address: written[at + 2..at + 2 + length].to_owned() });
            }
        }
        for mark in ["**", "__", "~~", "*"] {
            for (at, _) in text.match_indices(mark) {
                let end = at + mark.len();
                let beside = [text[..at].chars().next_back(), text[end..].chars().next()];
                // One star alone may be a product: it was meant as a mark beside brackets and the like.
                let is_meant = |c: char| is_cjk(c) && (mark.len() == 2 || !c.is_alphanumeric());
                let is_no = |c: char| c == '*' || mark.len() == 1 && c.is_ascii_alphanumeric();
                let mut beside = beside.into_iter().flatten();
                if beside.clone().any(is_meant) && !beside.any(is_no) {
                    let place = Place::span(self.source, Span::new(span.start + at, span.start + end));
                    self.report.at(place, Message::LooseEmphasis { mark });
                    break;
                }
            }
        }
    }

    /// A task whose brackets no blank follows: `- [ ]buy milk`.
    fn check_task(&mut self, text: &str, span: Span) {
        let line = self.text[..span.start].rfind('\n').map_or(0, |end| end + 1);
        let lead = self.text[line..span.start].trim();
        let is_item = matches!(lead, "-" | "*" | "+")
            || lead.ends_with(['.', ')']) && lead.starts_with(|c: char| c.is_ascii_digit());
        let is_task = text.strip_prefix("[ ]").is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
        if is_item && is_task {
            let slip = Slip::NoBlank { sign: "[ ]".to_owned(), block: "task" };
            self.report.at(Place::span(self.source, Span::new(span.start, span.start + 3)), slip.into());
        }
    }

    /// Attributes in braces behind a link, code or emphasis, or in a line of their own, as other programs read them.
    fn check_attributes(&mut self, text: &str, span: Span) {
        let instead =
            "attributes stand behind a heading, a picture and the opening of a code block; elsewhere take them out";
        let before = self.text[..span.start].chars().next_back();
        let is_behind = before.is_some_and(|c| matches!(c, ')' | '`' | '*' | '_' | ']' | '>'));
        let at = match text.find("]{") {
            _ if is_behind && braces(text).is_some() => Some(0),
            _ if text.starts_with("{:") && text.ends_with('}') && text.len() > 3 => Some(0),
            Some(bracket) if braces(&text[bracket + 1..]).is_some() => Some(bracket + 1),
            _ => None,
        };
        if let Some(at) = at {
            let length = text[at..].find('}').map_or(text.len() - at, |end| end + 1);
            self.foreign(Span::new(at, at + length).behind(span.start), instead);
        }
    }
}

/// A sign without which a text holds nothing that was meant as markup, but for a role, which may end in a colon.
fn is_sign(byte: u8) -> bool {
    b"*_~^=`$[]{}<".iter().fold(false, |found, sign| found | (byte == *sign))
}

impl Writer<'_> {
    /// What stands in a line as other programs write it: a role before code, as in `` {ref}`x` ``, and a shortcode.
    fn check_roles(&mut self, text: &str, span: Span) {
        let role = role_at_end(text).filter(|_| self.text[span.end..].starts_with('`'));
        let shortcode = [("{{<", ">}}"), ("{{%", "%}}")].into_iter().find_map(|(open, close)| {
            let start = text.find(open).filter(|start| *start > 0)?;
            let inner = &text[start + open.len()..];
            Some((Span::new(start, start + open.len() + inner.find(close)? + close.len()), CONTENT))
        });
        if let Some((at, instead)) =
            role.map(|at| (at, "a link is `[text](file.md)`; code needs no word before it")).or(shortcode)
        {
            self.foreign(at.behind(span.start), instead);
        }
    }

    /// `<www.example.org>`: without `https://` this is no address.
    fn check_bare_address(&mut self, text: &str, span: Span) {
        let Some(at) = text.find("<www.") else { return };
        let Some(end) = text[at..].find('>').filter(|end| !text[at..at + end].contains(char::is_whitespace)) else {
            return;
        };
        let at = Span::new(span.start + at, span.start + at + end + 1);
        let instead = "between `<` and `>` an address begins with `https://`";
        let slip = Slip::NoLink { written: self.text[at].to_owned(), instead };
        self.report.at(Place::span(self.source, at), slip.into());
    }

    /// Markup of another program, at its place.
    fn foreign(&mut self, at: Span, instead: &'static str) {
        let written = self.text[at].to_owned();
        self.report.at(Place::span(self.source, at), Message::ForeignMarkup { written, instead });
    }
}

/// The role that a text ends with: `{ref}`, `:class:`.
fn role_at_end(text: &str) -> Option<Span> {
    let (open, inner) = match text.strip_suffix('}') {
        Some(inner) => (inner.rfind('{')?, &inner[inner.rfind('{')? + 1..]),
        None => {
            let inner = text.strip_suffix(':')?;
            // The name of a domain may stand before it: `:py:class:`.
            let start = inner.rfind(char::is_whitespace).map_or(0, |at| at + 1);
            let start = start + inner[start..].find(':')?;
            (start, &inner[start + 1..])
        }
    };
    let begins = text[..open].chars().next_back().is_none_or(|c| c.is_whitespace() || "([\"".contains(c));
    let is_name = inner.starts_with(|c: char| c.is_ascii_lowercase())
        && inner.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_:".contains(c))
        && inner.len() > 1;
    (begins && is_name).then_some(Span::new(open, text.len()))
}

/// Whether a line is the second of a table: `|---|:-:|`.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.contains("--") && line.contains('|') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

/// The cells of a row. A bar splits it wherever it stands, in code too, unless a backslash stands before it.
fn cells(row: &str) -> usize {
    let row = row.trim().trim_start_matches(['>', ' ']);
    let row = row.strip_prefix('|').unwrap_or(row);
    let mut bars = 0;
    let mut is_escaped = false;
    let mut ends_in_bar = false;
    for byte in row.bytes() {
        ends_in_bar = byte == b'|' && !is_escaped;
        bars += usize::from(ends_in_bar);
        is_escaped = byte == b'\\' && !is_escaped;
    }
    bars + usize::from(!ends_in_bar)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_of_other_programs_are_known_by_a_whole_line() {
        for line in [
            ":::note",
            "::: {.tip}",
            "!!! note \"x\"",
            "??? x",
            "{% hint style=\"info\" %}",
            "{{< figure src=\"x\" >}}",
            "{{% notice %}}",
            "{{#include x.rs:1:2}}",
            "--8<-- \"x\"",
            "<<< @/x.js",
            ".. note:: x",
            ".. code-block:: py",
            "[TOC]",
            "import A from 'b';",
            "import { A } from \"b\"",
            "*[HTML]: Hyper Text",
            "{!x.md!}",
            "+---+:-:+",
            "[!NOTE]",
            "[!warning]",
            "\\begin{align}",
            "'''python",
        ] {
            assert!(foreign_block(line).is_some(), "{line}");
        }
        for line in [
            ":::",
            "::::",
            "!!!",
            "What???",
            "{% url %} makes an address",
            "{{ x }}",
            "-- 8",
            "... and so on::",
            ".. up",
            "[TOC] lists",
            "import x from y as 'z' is an error",
            "*[x](y)* and z: a",
            "=== is equal",
            "+-- a tree +",
            "{!x} is",
            "[!NOTE] and more",
            "[!a]",
            "[!]",
            "\\begin{x} is a command",
            "'''",
            "'''Not a language'''",
        ] {
            assert!(foreign_block(line).is_none(), "{line}");
        }
    }

    #[test]
    fn a_name_of_code_behind_colons_is_no_note() {
        for (line, instead) in [
            ("::: pkg.mod.Name", GENERATED),
            ("::: pkg", NOTE),
            ("::: note", NOTE),
            (":::note", NOTE),
            ("::: {.tip}", NOTE),
            ("::: Stop.", NOTE),
        ] {
            assert_eq!(foreign_block(line).map(|it| it.1), Some(instead), "{line}");
        }
    }

    #[test]
    fn a_note_may_be_misspelt() {
        for line in ["[NOTE]", "!NOTE", "[! WARNING]", "[NOTE]:", "[ !TIP ]"] {
            assert!(is_misspelt_note(line), "{line}");
        }
        for line in ["NOTE", "NOTE:", "[note]", "[a](NOTE)", "[NOTE] more", "[X]"] {
            assert!(!is_misspelt_note(line), "{line}");
        }
    }

    #[test]
    fn a_role_is_a_word_between_marks_before_code() {
        for (text, role) in
            [("See {ref}", "{ref}"), (":py:class:", ":py:class:"), ("(:func:", ":func:"), ("x {term}", "{term}")]
        {
            assert_eq!(role_at_end(text).map(|at| &text[at]), Some(role), "{text}");
        }
        for text in ["f{x}", "Use this:", "at 10:", "a:b:", "{X}", "{a b}", "in {a}{bc}", "so: note:", "`x` :"] {
            assert_eq!(role_at_end(text), None, "{text}");
        }
    }

    #[test]
    fn cells_are_counted_as_gfm_splits_them() {
        for (row, count) in
            [("| a | b |", 2), ("a | b", 2), ("| `a|b` | or |", 3), ("| `a\\|b` | or |", 2), ("| a", 1), ("|a||", 2)]
        {
            assert_eq!(cells(row), count, "{row}");
        }
    }
}
