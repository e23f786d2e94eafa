//! Notes in boxes, of whatever program, as alerts of GFM.
//!
//! In: a kind, a title and a text; or Markdown with quotes that begin `> [!kind] Title`. Out: quotes that begin `> [!NOTE]` or one of
//! the four others. A kind that is none of these becomes the nearest, and is told.

use crate::import::found::{Edits, Losses};
use crate::import::maths;
use crate::problem::report::Place;

/// Kinds that mean one of the five, by the alert that says most nearly what they say.
const NEAREST: [(&str, &[&str]); 5] = [
    ("NOTE", &["note", "info", "todo", "seealso", "question", "help", "faq", "quote", "cite", "secondary", "details"]),
    ("TIP", &["tip", "hint", "success", "check", "done", "example"]),
    ("IMPORTANT", &["important", "abstract", "summary", "tldr"]),
    ("WARNING", &["warning", "attention", "bug"]),
    ("CAUTION", &["caution", "danger", "error", "failure", "fail", "missing"]),
];

/// The alert that says most nearly what a kind says in lower case, if the kind is one that programs have.
pub fn known(kind: &str) -> Option<&'static str> {
    NEAREST.iter().find(|(_, kinds)| kinds.contains(&kind)).map(|(alert, _)| *alert)
}

/// Writes an alert, each line behind `lead`; an empty line ends it.
pub fn written(
    (kind, title): (&str, Option<&str>),
    body: &str,
    lead: &str,
    place: Option<&Place>,
    losses: &mut Losses,
) -> String {
    let alert = named(kind, place, losses);
    let mut out = format!("{lead}> [!{alert}]\n");
    if let Some(title) = title.map(str::trim).filter(|title| !title.is_empty()) {
        out.push_str(&format!("{lead}> **{title}**\n{lead}>\n"));
    }
    for line in body.lines() {
        out.push_str(&format!("{lead}>{}{line}\n", if line.is_empty() { "" } else { " " }));
    }
    out.push('\n');
    out
}

/// The alert of a kind; told if the kind is another.
pub fn named(kind: &str, place: Option<&Place>, losses: &mut Losses) -> &'static str {
    let kind = kind.to_lowercase();
    let alert = known(&kind).unwrap_or("NOTE");
    if !alert.eq_ignore_ascii_case(&kind) {
        losses.add(format!("admonitions of the kind `{kind}`"), "they became alerts of the nearest kind", place);
    }
    alert
}

/// Tells that a block folds in the source.
pub fn tell_folded(place: Option<&Place>, losses: &mut Losses) {
    losses.add("blocks that fold", "they became alerts that are always open", place);
}

/// Quotes that begin with a kind that GFM does not have, or with a title behind it: `> [!EXAMPLE]`, `> [!info]- Title`.
pub fn of_quotes(text: &str, place: Option<&Place>, losses: &mut Losses) -> String {
    if !text.contains("[!") {
        return text.to_owned();
    }
    let code = maths::code(text);
    let mut edits = Edits::default();
    let mut at = 0;
    let mut above = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let inner = line.trim_start_matches(['>', ' ']);
        let (lead, depth) = (&line[..line.len() - inner.len()], line[..line.len() - inner.len()].matches('>').count());
        let begins = depth > std::mem::replace(&mut above, depth);
        let Some((kind, rest)) = inner.strip_prefix("[!").and_then(|it| it.split_once(']')).filter(|_| begins) else {
            continue;
        };
        let is_kind = kind.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_')) && !kind.is_empty();
        let title = rest.trim_start_matches(['-', '+']).trim();
        let is_folded = rest.starts_with(['-', '+']);
        let is_gfm = NEAREST.iter().any(|(alert, _)| alert.eq_ignore_ascii_case(kind));
        if !is_kind
            || is_gfm && rest.trim().is_empty()
            || rest.starts_with(['(', '[', ':'])
            || maths::is_in(&code, start)
        {
            continue;
        }
        if is_folded {
            tell_folded(place, losses);
        }
        let alert = named(kind, place, losses);
        let own = kind.replace(['-', '_'], " ");
        let title = match known(&kind.to_lowercase()) {
            None if title.is_empty() => own.as_str(),
            _ => title,
        };
        let lead = lead.trim_end();
        let title = if title.is_empty() { String::new() } else { format!("{lead} **{title}**\n{lead}\n") };
        edits.replace(start..at, format!("{lead} [!{alert}]\n{title}"));
    }
    edits.apply(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_of_another_kind_becomes_the_nearest_alert() {
        for (text, expected) in [
            ("> [!EXAMPLE]\n> a\n", "> [!TIP]\n> a\n"),
            ("> [!EDITION-2024]\n> a\n", "> [!NOTE]\n> **EDITION 2024**\n>\n> a\n"),
            ("> [!info]- How *it* works\n> a\n", "> [!NOTE]\n> **How *it* works**\n>\n> a\n"),
            ("> [!warning] Stop\n> a\n", "> [!WARNING]\n> **Stop**\n>\n> a\n"),
            ("- x\n  > [!bug]\n  > a\n", "- x\n  > [!WARNING]\n  > a\n"),
            ("> a\n>\n> > [!quote]\n> > b\n", "> a\n>\n> > [!NOTE]\n> > b\n"),
        ] {
            assert_eq!(of_quotes(text, None, &mut Losses::default()), expected);
        }
        for text in [
            "> [!NOTE]\n> a\n",
            "> [!note]\n> a\n",
            "> a\n> [!EXAMPLE]\n",
            "> [!a](b.png)\n",
            "> [!x y]\n> a\n",
            "[!EXAMPLE]\n",
            "```md\n> [!EXAMPLE]\n```\n",
        ] {
            assert_eq!(of_quotes(text, None, &mut Losses::default()), text);
        }
    }
}
