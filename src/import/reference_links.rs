//! Links and notes of a file that is parted: what defines them may stand in another part.
//!
//! In: a whole text, then parts of it. Out: parts in which each link has its address beside it and each note its words below.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Parser, Tag};

use crate::import::found::{Edits, Losses};
use crate::import::maths;
use crate::path::SourcePath;
use crate::problem::message::Message;
use crate::problem::report::{Place, Report};
use crate::reading::settings::MarkdownSettings;
use crate::topic::listing::Shelf;
use crate::topic::markdown;

/// What a text defines at any place of it.
#[derive(Debug, Default)]
pub struct Definitions {
    /// Address and title by label in lower case.
    links: BTreeMap<String, (String, String)>,
    /// The lines of notes by label.
    notes: BTreeMap<String, String>,
    /// Labels of notes that the text refers to.
    used: BTreeSet<String>,
}

impl Definitions {
    /// Looks through a text.
    pub fn of(text: &str) -> Self {
        let mut found = Self::default();
        let parser = Parser::new_ext(text, markdown::options(MarkdownSettings::default()));
        for (label, it) in parser.reference_definitions().iter() {
            let title = it.title.as_deref().unwrap_or_default().to_owned();
            found.links.insert(label.to_lowercase(), (it.dest.to_string(), title));
        }
        for (event, range) in parser.into_offset_iter() {
            match event {
                Event::Start(Tag::FootnoteDefinition(label)) => {
                    found.notes.insert(label.to_string(), text[range].trim_end().to_owned());
                }
                Event::FootnoteReference(label) => drop(found.used.insert(label.to_string())),
                _ => {}
            }
        }
        found
    }

    /// A part with the address of each link beside it: `[a][b]` becomes `[a](b.md)`.
    pub fn inlined(&self, part: &str) -> String {
        if self.links.is_empty() || !part.contains('[') {
            return part.to_owned();
        }
        let mut define = |link: BrokenLink<'_>| {
            let (address, title) = self.links.get(&link.reference.to_lowercase())?;
            Some((CowStr::from(address.clone()), CowStr::from(title.clone())))
        };
        let options = markdown::options(MarkdownSettings::default());
        let mut edits = Edits::default();
        let events = Parser::new_with_broken_link_callback(part, options, Some(&mut define)).into_offset_iter();
        for (event, range) in events {
            let (Event::Start(Tag::Link { link_type, dest_url, title, .. })
            | Event::Start(Tag::Image { link_type, dest_url, title, .. })) = event
            else {
                continue;
            };
            if let Some(label) = label_after(part, &range, link_type) {
                edits.replace(label, beside(&dest_url, &title));
            }
        }
        edits.apply(part)
    }

    /// A part with the notes that it refers to, and without those that other parts refer to.
    pub fn with_notes(&self, part: &str) -> String {
        if self.notes.is_empty() {
            return part.to_owned();
        }
        let code = maths::code(part);
        let (mut wanted, mut defined) = (Vec::new(), Vec::new());
        for (at, _) in part.match_indices("[^").filter(|(at, _)| !maths::is_in(&code, *at)) {
            let Some(end) = part[at..].find(']').map(|end| at + end) else { break };
            let label = &part[at + 2..end];
            let is_definition =
                part[end..].starts_with("]:") && part[..at].rsplit('\n').next().unwrap_or("").is_empty();
            let labels = if is_definition { &mut defined } else { &mut wanted };
            if self.notes.contains_key(label) && !labels.contains(&label) {
                labels.push(label);
            }
        }
        let mut out = part.to_owned();
        for label in defined.iter().filter(|label| !wanted.contains(label) && self.used.contains(**label)) {
            out = out.replacen(&self.notes[*label], "", 1);
        }
        for label in wanted.iter().filter(|label| !defined.contains(label)) {
            out = format!("{}\n\n{}\n", out.trim_end(), self.notes[*label]);
        }
        out
    }
}

/// A body without definitions of links that nothing in it uses: they would be shown nowhere, and `check` would say so.
pub fn without_unused(body: &str, place: Option<&Place>, losses: &mut Losses) -> String {
    if !body.contains("]:") {
        return body.to_owned();
    }
    let (source, settings, mut report) = (SourcePath::new(""), MarkdownSettings::default(), Report::new());
    markdown::read(body, 0, &source, settings, Shelf::new(&source, &[]), &mut report);
    let unused: BTreeSet<usize> = report
        .sorted()
        .into_iter()
        .filter(|it| matches!(it.message, Message::UnusedDefinition { .. }))
        .filter_map(|it| Some(it.place.as_ref()?.span.as_ref()?.start))
        .collect();
    let mut edits = Edits::default();
    let parser = Parser::new_ext(body, markdown::options(settings));
    for (label, it) in parser.reference_definitions().iter().filter(|(_, it)| unused.contains(&it.span.start)) {
        // In a quote the signs of the line go along.
        let line = body[..it.span.start].rfind('\n').map_or(0, |end| end + 1);
        let is_alone = body[line..it.span.start].trim_matches([' ', '>']).is_empty();
        let end = it.span.end + body[it.span.end..].find('\n').map_or(0, |length| length + 1);
        if is_alone && body[it.span.end..end].trim().is_empty() {
            losses.add(format!("`[{label}]`, a link that its page does not use"), "", place);
            edits.replace(line..end, "");
        }
    }
    let out = edits.apply(body);
    if out.len() == body.len() { out } else { format!("{}\n", out.trim_end()) }
}

/// Where the label of a link stands that `(address)` can take the place of; nothing if the address is there.
fn label_after(text: &str, link: &Range<usize>, kind: LinkType) -> Option<Range<usize>> {
    match kind {
        LinkType::Shortcut | LinkType::ShortcutUnknown => Some(link.end..link.end),
        // The parser leaves the brackets out where what defines the link stands elsewhere.
        LinkType::Collapsed | LinkType::CollapsedUnknown => {
            let end = link.end + if text[link.end..].starts_with("[]") { "[]".len() } else { 0 };
            Some(end - "[]".len()..end)
        }
        LinkType::Reference | LinkType::ReferenceUnknown => {
            let inside = &text[link.clone()];
            let opens = |(at, _): &(usize, &str)| !inside[..*at].ends_with('\\');
            inside.rmatch_indices('[').find(opens).map(|(at, _)| link.start + at..link.end)
        }
        _ => None,
    }
}

fn beside(address: &str, title: &str) -> String {
    let is_plain = !address.is_empty() && !address.contains([' ', '(', ')', '<', '>']);
    let title = title.replace(['"', '\n'], " ");
    let title = if title.is_empty() { title } else { format!(" \"{title}\"") };
    if is_plain { format!("({address}{title})") } else { format!("(<{address}>{title})") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_have_their_address_beside_them() {
        let all = Definitions::of("x\n\n[doc]: https://x.org\n[The Pic]: <a b.png> \"T\"\n[c]: c(d).md\n");
        for (part, expected) in [
            ("See [the *docs*][doc].", "See [the *docs*](https://x.org)."),
            ("[doc] and [Doc][], `[doc]`", "[doc](https://x.org) and [Doc](https://x.org), `[doc]`"),
            ("![p][the pic]\n[![the pic]][c]", "![p](<a b.png> \"T\")\n[![the pic](<a b.png> \"T\")](<c(d).md>)"),
            ("[a](b.md) [none] [x][none] \\[doc] [^doc]", "[a](b.md) [none] [x][none] \\[doc] [^doc]"),
        ] {
            assert_eq!(all.inlined(part), expected);
        }
    }

    #[test]
    fn what_no_link_uses_is_left_out() {
        let read = |text: &str| without_unused(text, None, &mut Losses::default());
        for (text, expected) in [
            ("See [a].\n\n[a]: https://x.org\n[b]: https://y.org\n[`c`]: d.md\n", "See [a].\n\n[a]: https://x.org\n"),
            ("Text.\n\n[b]: https://y.org\n  \"A title\"\n", "Text.\n"),
            ("[b]: https://y.org\n\nText.\n", "\nText.\n"),
            ("> Text.\n>\n> [b]: https://y.org\n> [c]: z\n\nx\n", "> Text.\n>\n\nx\n"),
            ("- a\n\n  [b]: https://y.org\n", "- a\n"),
        ] {
            assert_eq!(read(text), expected);
        }
        for text in ["[a]\n\n[A]: x.md\n", "```\n[b]: x\n```\n", "[//]: # (a remark)\n", "![p][b]\n\n[b]: x.png\n"] {
            assert_eq!(read(text), text);
        }
    }

    #[test]
    fn notes_go_with_the_part_that_refers_to_them() {
        let all = Definitions::of("a[^1] b[^n]\n\n[^1]: One.\n\n[^n]: Two\n    lines.\n\n[^x]: Unused.\n");
        assert_eq!(all.with_notes("a[^1]\n"), "a[^1]\n\n[^1]: One.\n");
        assert_eq!(all.with_notes("b[^n], `[^1]`, [^no]\n"), "b[^n], `[^1]`, [^no]\n\n[^n]: Two\n    lines.\n");
        assert_eq!(
            all.with_notes("b[^n]\n\n[^1]: One.\n\n[^n]: Two\n    lines.\n"),
            "b[^n]\n\n\n\n[^n]: Two\n    lines.\n"
        );
        assert_eq!(all.with_notes("c\n\n[^x]: Unused.\n"), "c\n\n[^x]: Unused.\n");
    }
}
