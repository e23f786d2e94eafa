//! Boxes of `mdbook-admonish`: blocks of code whose language is `admonish`.
//!
//! In: Markdown of a book. Out: Markdown in which each is an alert with its text as Markdown.
//! As <https://tommilligan.github.io/mdbook-admonish/> describes them.

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use crate::import::alerts;
use crate::import::found::{Edits, Losses, going_on};
use crate::problem::report::Place;

/// Boxes in boxes are read so deep.
const DEEPEST: usize = 6;

/// Makes alerts of the boxes.
pub fn to_alerts(text: &str, place: Option<&Place>, losses: &mut Losses) -> String {
    rewritten(text, DEEPEST, place, losses)
}

fn rewritten(text: &str, depth: usize, place: Option<&Place>, losses: &mut Losses) -> String {
    if depth == 0 || !text.contains("admonish") {
        return text.to_owned();
    }
    let mut edits = Edits::default();
    let mut open: Option<(Opening, String)> = None;
    for (event, range) in Parser::new(text).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                open = Opening::read(&info).map(|it| (it, String::new()));
            }
            Event::Text(inside) => {
                if let Some((_, body)) = &mut open {
                    body.push_str(&inside);
                }
            }
            Event::End(TagEnd::CodeBlock) => {
                let Some((it, body)) = open.take() else { continue };
                if it.folds {
                    alerts::tell_folded(place, losses);
                }
                let body = rewritten(&body, depth - 1, place, losses);
                let lead = going_on(text, range.start);
                let written =
                    alerts::written((&it.kind, it.title.as_deref()), body.trim_matches('\n'), &lead, place, losses);
                let behind = if text[range.clone()].ends_with('\n') { "\n" } else { "" };
                // The line begins where the block did.
                let written = written.strip_prefix(&lead).unwrap_or(&written);
                edits.replace(range, format!("{}\n{}", written.trim_end(), lead.trim_end()) + behind);
            }
            _ => {}
        }
    }
    edits.apply(text)
}

/// What stands behind `admonish`.
struct Opening {
    kind: String,
    title: Option<String>,
    folds: bool,
}

impl Opening {
    fn read(info: &str) -> Option<Self> {
        let rest = info.trim().strip_prefix("admonish")?;
        if !rest.is_empty() && !rest.starts_with([' ', '\t', ',', '.', '"']) {
            return None;
        }
        let rest = rest.trim_start_matches([' ', '\t', ',', '.']);
        let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(rest.len());
        // `title="x"` and `"x"` may stand there with no kind before them.
        let is_kind = end > 0 && !rest[end..].trim_start().starts_with('=');
        let kind =
            if is_kind { rest[..end].to_lowercase() } else { setting(rest, "type").unwrap_or("note".to_owned()) };
        let rest = if is_kind { &rest[end..] } else { rest };
        let bare = || quoted(rest.trim_start_matches([' ', ',']));
        Some(Self { kind, title: setting(rest, "title").or_else(bare), folds: rest.contains("collapsible") })
    }
}

/// The value of `name="value"`, with spaces or none round the sign.
fn setting(settings: &str, name: &str) -> Option<String> {
    let (_, behind) = settings.split_once(name)?;
    quoted(behind.trim_start().strip_prefix('=')?.trim_start())
}

/// The text in the quotation marks that begin a text, without backslashes.
fn quoted(text: &str) -> Option<String> {
    let mark = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let mut out = String::new();
    let mut letters = text[1..].chars();
    while let Some(c) = letters.next() {
        match c {
            '\\' if mark == '"' => out.extend(letters.next()),
            c if c == mark => return Some(out),
            c => out.push(c),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_is_an_alert() {
        for (text, expected) in [
            ("```admonish\na\n```\n", "> [!NOTE]\n> a\n\n"),
            (
                "x\n\n```admonish warning title=\"Data *loss*\"\na\n\n- b\n```\ny\n",
                "x\n\n> [!WARNING]\n> **Data *loss***\n>\n> a\n>\n> - b\n\ny\n",
            ),
            ("```admonish tip \"Old\"\na\n```\n", "> [!TIP]\n> **Old**\n>\n> a\n\n"),
            ("~~~admonish title='Say \"x\"', collapsible=true\na\n~~~\n", "> [!NOTE]\n> **Say \"x\"**\n>\n> a\n\n"),
            ("```admonish success title=\"\"\na\n```\n", "> [!TIP]\n> a\n\n"),
            ("```admonish info.wide\na\n```\n", "> [!NOTE]\n> a\n\n"),
            ("- x\n\n  ```admonish danger\n  a\n  b\n  ```\n- y\n", "- x\n\n  > [!CAUTION]\n  > a\n  > b\n\n- y\n"),
            (
                "~~~~admonish bug\n```rust\nx\n```\n```admonish\nin\n```\n~~~~\n",
                "> [!WARNING]\n> ```rust\n> x\n> ```\n> > [!NOTE]\n> > in\n\n",
            ),
        ] {
            assert_eq!(to_alerts(text, None, &mut Losses::default()), expected, "{text}");
        }
        for text in ["```admonishment\na\n```\n", "````\n```admonish\na\n```\n````\n", "Say `admonish`.\n"] {
            assert_eq!(to_alerts(text, None, &mut Losses::default()), text);
        }
    }
}
