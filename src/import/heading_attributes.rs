//! Lists of attributes behind headings, as other programs read them: `## A {#a .wide key="x"}`, `## A { id="1.0" }`.
//!
//! In: Markdown of elsewhere. Out: Markdown whose headings have one id each, that no other has, and no attribute that a guide refuses;
//! what goes is told.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use crate::import::found::{Edits, Losses};
use crate::problem::report::Place;
use crate::reading::settings::MarkdownSettings;
use crate::text::attribute_words;
use crate::topic::markdown;

/// Leaves of each list what a guide allows.
pub fn settled(text: &str, place: Option<&Place>, losses: &mut Losses) -> String {
    let mut edits = Edits::default();
    let mut ids: BTreeSet<String> = BTreeSet::new();
    let options = markdown::options(MarkdownSettings::default());
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        let Event::Start(Tag::Heading { .. }) = event else { continue };
        let Some((list, words)) = list(&text[range.clone()]) else { continue };
        let (mut id, mut kept) = (None, Vec::new());
        for word in words {
            let (name, value) = word.split_once('=').unwrap_or((word, ""));
            let value = value.trim_matches(['"', '\'']);
            match word.strip_prefix('#').or((name == "id").then_some(value)) {
                Some(named) if !named.is_empty() && ids.contains(named) => {
                    losses.add(format!("the id `{named}`, which stands twice"), "the later heading has another", place);
                }
                Some(named) if !named.is_empty() && id.is_none() => id = Some(named),
                _ if word.strip_prefix('.').is_some_and(|name| !name.is_empty()) => kept.push(word.to_owned()),
                None if markdown::is_free_attribute(name) && !value.contains(char::is_whitespace) => {
                    kept.push(format!("{name}={value}"));
                }
                _ => losses.add(format!("the attribute `{word}` of a heading"), "", place),
            }
        }
        if let Some(id) = id {
            ids.insert(id.to_owned());
            kept.insert(0, format!("#{id}"));
        }
        let list = range.start + list.start..range.start + list.end;
        let instead = if kept.is_empty() { String::new() } else { format!("{{{}}}", kept.join(" ")) };
        if text[list.clone()] != instead {
            let start = if kept.is_empty() { text[..list.start].trim_end_matches(' ').len() } else { list.start };
            edits.replace(start..list.end, instead);
        }
    }
    edits.apply(text)
}

/// Where the list of a heading stands, and its words.
fn list(heading: &str) -> Option<(Range<usize>, Vec<&str>)> {
    let is_underlined = !heading.trim_start().starts_with('#');
    let heading = heading.trim_end();
    list_of_line(if is_underlined { heading.rsplit_once('\n')?.0 } else { heading })
}

/// Where the list stands that ends the line of a heading, and its words.
pub fn list_of_line(line: &str) -> Option<(Range<usize>, Vec<&str>)> {
    let line = line.trim_end().trim_end_matches('#').trim_end();
    let open = line.strip_suffix('}')?.rfind('{')?;
    let inner = line[open + 1..line.len() - 1].trim_start_matches(':').trim();
    let words = attribute_words::words(inner);
    let first = words.first()?;
    let is_list = first.starts_with(['#', '.'])
        || first.split_once('=').is_some_and(|(name, _)| name.bytes().all(|c| c.is_ascii_alphabetic() || c == b'-'));
    is_list.then_some((open..line.len(), words))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        settled(text, None, &mut Losses::default())
    }

    #[test]
    fn a_heading_keeps_one_id_and_what_a_guide_allows() {
        for (text, expected) in [
            ("## A { id=\"9.7.6\" }\n", "## A {#9.7.6}\n"),
            ("## A {: id='a' .wide data-x=1 }\n", "## A {#a .wide data-x=1}\n"),
            ("### `x` {: #x-1 }\n", "### `x` {#x-1}\n"),
            ("## A { .wide #a }\n", "## A {#a .wide}\n"),
            ("## A {#a #b}\n", "## A {#a}\n"),
            ("## A {.x key=\"two words\" lang=de}\n", "## A {.x lang=de}\n"),
            ("## A {#a unnumbered}\n", "## A {#a}\n"),
            ("## A {style=\"color: red\"} ##\n", "## A ##\n"),
            ("A {id=a}\n---\n", "A {#a}\n---\n"),
            ("## A {#a}\n\n## B {#a}\n\n## C {#a .x}\n", "## A {#a}\n\n## B\n\n## C {.x}\n"),
        ] {
            assert_eq!(read(text), expected);
        }
        for text in ["## A {#a .b}\n", "## Set {x}\n", "## A {}\n", "## {% url %}\n", "a {id=b}\n", "## A { x }\n"] {
            assert_eq!(read(text), text);
        }
    }
}
