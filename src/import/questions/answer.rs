//! Where a question ends and its answer begins, and what belongs to neither.

use crate::import::heading::{asks, ends_asking, plain};
use crate::import::html;
use crate::import::questions::blocks::{Item, List};

/// A question and the answer on the same lines: after a bold question, or on the line after a question mark.
pub fn split_answer(head: &str) -> (&str, &str) {
    let trimmed = head.trim_start();
    let start = head.len() - trimmed.len();
    for mark in ["***", "___", "**", "__"] {
        // `**What are *args and **kwargs?**` has a mark inside.
        let line = trimmed.lines().next().unwrap_or("");
        if let Some(inner) = line.strip_prefix(mark)
            && let Some(end) = inner
                .match_indices(mark)
                .map(|(at, _)| at)
                .find(|&at| ends_asking(&inner[..at]) || inner[..at].trim_end().ends_with(['.', ':']))
                .or_else(|| inner.find(mark))
            && asks(&inner[..end])
        {
            let end = start + mark.len() * 2 + end;
            let rest = head[end..].trim_start_matches([' ', ':', '-', '\n', '–', '—']);
            return (&head[..end], rest);
        }
    }
    match head.trim_end().find('\n') {
        Some(at) => {
            let first = head[..at].trim_end_matches([' ', '*', '\\']);
            let label = strip_answer_label(head[at..].trim_start_matches(['\n', ' ', '*', '_'])).is_some();
            // A task on a line of its own, and a new sentence below it.
            let next = head[at..].trim_start();
            let task = first.len() < 60 && asks(&plain(first)) && next.starts_with(char::is_uppercase);
            if ends_asking(first) || label || task { (&head[..at], head[at..].trim_start()) } else { (head, "") }
        }
        None => (head, ""),
    }
}

/// Whether a line only announces the answer.
pub fn is_answer_label(plain: &str) -> bool {
    let words = plain.trim().trim_end_matches([':', '.', '!']).to_lowercase();
    let said = [
        "answer",
        "answers",
        "solution",
        "show answer",
        "view answer",
        "click to see",
        "explanation",
        "reveal answer",
        "see answer",
        "show",
    ];
    said.contains(&words.as_str()) || words.starts_with("click ")
}

/// `A: text` without its label: also `Ans.`, `Answer 3 -`, `**A2:**`.
pub fn strip_answer_label(text: &str) -> Option<&str> {
    let bare = text.trim_start().trim_start_matches(['*', '_']);
    let is_bold = text.trim_start().starts_with("**");
    let word = bare.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(bare.len());
    let is_letter = bare[..word].eq_ignore_ascii_case("a");
    if !is_letter && !["ans", "answer"].iter().any(|it| bare[..word].eq_ignore_ascii_case(it)) {
        return None;
    }
    let rest = bare[word..].trim_start_matches(|c: char| c == ' ' && !is_letter);
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['*', ' ']);
    let marks: &[char] = if is_letter && !is_bold { &[':'] } else { &[':', '.', ')', '-', '–'] };
    Some(rest.strip_prefix(marks)?.trim_start_matches([':', '*', '_', ' ']))
}

/// A table of contents: links into the page and nothing else.
pub fn is_contents(list: &List, text: &str) -> bool {
    let head = |item: &Item| text[item.head.clone()].trim();
    let is_empty = list.items.iter().all(|item| head(item).is_empty());
    !is_empty && list.items.iter().all(|item| head(item).is_empty() || is_inward(head(item)))
}

/// Whether inline Markdown is one link into the page.
pub fn is_inward(text: &str) -> bool {
    text.starts_with('[') && text.contains("](#") && text.ends_with(')')
}

/// The heading of one.
pub fn is_contents_heading(plain: &str) -> bool {
    let name = plain.trim().trim_end_matches(':').to_lowercase();
    ["table of contents", "contents", "table of content", "toc", "index"].contains(&name.as_str())
}

/// Headings of a README under which no question stands.
pub fn is_boilerplate(plain: &str) -> bool {
    let name: String = plain.chars().filter(|c| c.is_alphanumeric() || *c == ' ').collect();
    let names = [
        "contributing",
        "contribution",
        "contributions",
        "contributors",
        "contribute",
        "how to contribute",
        "license",
        "licence",
        "disclaimer",
        "credits",
        "acknowledgements",
        "acknowledgments",
        "sponsors",
        "backers",
        "support",
        "author",
        "authors",
        "maintainers",
        "code of conduct",
        "star history",
        "translations",
        "changelog",
        "resources",
        "references",
        "further reading",
        "useful links",
        "see also",
    ];
    is_contents_heading(plain) || names.contains(&name.trim().to_lowercase().as_str())
}

/// An item that is only an address.
pub fn is_address(head: &str) -> bool {
    let head = head.trim().trim_start_matches('<').trim_end_matches('>');
    (head.starts_with("http://") || head.starts_with("https://")) && !head.contains(char::is_whitespace)
}

/// Whether a paragraph is bold as a whole.
pub fn is_bold(source: &str) -> bool {
    let bold = source.trim();
    bold.len() > 4 && bold.starts_with("**") && bold.ends_with("**")
}

/// Lines that lead back to the top.
pub fn is_ornament(line: &str) -> bool {
    let line = line.trim();
    let text = if line.starts_with('<') { plain(&html::to_markdown(line).0) } else { plain(line) }.to_lowercase();
    let leads_up = line.contains("(#") || line.contains("href=\"#") || line.contains("href='#");
    let says_so = ["back to top", "⬆", "↑", "⇧", "🔝"].iter().any(|sign| text.contains(sign));
    let said = ["back", "go", "return", "to", "the", "top", "up", "table", "of", "contents", "content", "toc", "index"];
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    leads_up && (says_so || text.trim() == "top") && words.all(|word| said.contains(&word))
}

/// A body without such lines, and how many they were; code is left alone.
pub fn without_ornaments(body: &str) -> (String, usize) {
    let mut in_fence = false;
    let mut ornaments = 0;
    let mut kept = String::with_capacity(body.len());
    for line in body.split_inclusive('\n') {
        in_fence ^= line.trim_start().starts_with("```");
        if in_fence || !is_ornament(line) {
            kept.push_str(line);
        } else {
            ornaments += 1;
        }
    }
    (kept, ornaments)
}
