//! Strong words where a guide is easily wrong: "always", "never", "the same", in a topic that proves nothing.
//!
//! In: a guide and the text of its files. Out: advice, for guides in English that ask for it. Looked at are the short answer,
//! cells of tables, sections on pitfalls, and questions with their answers. Code says nothing.

use std::collections::HashMap;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::guide::model::{Entry, Guide};
use crate::problem::advice::Lint;
use crate::problem::report::{Place, Report};
use crate::reading::inputs::Inputs;
use crate::text::span::Span;

/// The words, in lower case. Two words stand apart by one blank.
const STRONG: [&str; 9] = ["always", "never", "only", "any", "every", "all", "no", "the same", "new"];

/// What a heading holds under which mistakes are told.
const PITFALLS: [&str; 4] = ["pitfall", "trap", "mistake", "gotcha"];

/// Tells the first strong word of each passage of the topics that have no proof.
pub fn absolutes(guide: &Guide, inputs: &Inputs, report: &mut Report) {
    if !guide.settings.language.starts_with("en") {
        return;
    }
    let texts: HashMap<&str, &str> = inputs.topics.iter().map(|it| (it.file.source.as_str(), &*it.file.text)).collect();
    for entry in guide.topics.iter().filter(|entry| entry.topic.table().is_none() && !has_proof(entry)) {
        let topic = &entry.topic;
        let text = texts.get(topic.source.as_str()).copied().unwrap_or_default();
        let summary = topic.front.summary.iter().map(|summary| summary.span);
        for passage in summary.chain(passages(text, topic.body_start)) {
            let Some((at, word)) = text.get(passage.range()).and_then(strong_word) else { continue };
            let span = Span::new(at, at + word.len()).behind(passage.start);
            report.at(Place::span(&topic.source, span), Lint::Absolute { word: word.to_lowercase() }.into());
        }
    }
}

fn has_proof(entry: &Entry) -> bool {
    entry.topic.document.code.iter().any(|block| block.fence.proof.is_some())
}

/// Where the passages stand that are looked at, in order.
fn passages(text: &str, body_start: usize) -> Vec<Span> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_DEFINITION_LIST | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut found: Vec<Span> = Vec::new();
    let mut is_pitfalls = false;
    let mut heading: Option<String> = None;
    let mut depth = 0_usize;
    for (event, span) in Parser::new_ext(&text[body_start..], options).into_offset_iter() {
        let span = Span::from(span).behind(body_start);
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => {
                let heading = heading.take().unwrap_or_default().to_lowercase();
                is_pitfalls = PITFALLS.iter().any(|word| heading.contains(word));
            }
            Event::Start(Tag::TableCell | Tag::DefinitionListTitle | Tag::DefinitionListDefinition) => depth += 1,
            Event::End(TagEnd::TableCell | TagEnd::DefinitionListTitle | TagEnd::DefinitionListDefinition) => {
                depth -= 1
            }
            Event::Text(text) => match &mut heading {
                Some(heading) => heading.push_str(&text),
                None if depth > 0 || is_pitfalls => found.push(span),
                None => {}
            },
            Event::Start(Tag::CodeBlock(_)) => heading = Some(String::new()),
            Event::End(TagEnd::CodeBlock) => heading = None,
            _ => {}
        }
    }
    found
}

/// The first strong word of a text, as written, and where it begins.
fn strong_word(text: &str) -> Option<(usize, &str)> {
    let bounds = |at: usize, end: usize| {
        let before = text[..at].chars().next_back();
        let after = text[end..].chars().next();
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '`' | '.');
        !before.is_some_and(is_part) && !after.is_some_and(|c| is_part(c) && c != '.')
    };
    let lower = text.to_ascii_lowercase();
    let of = |word: &&str| {
        let mut places = lower.match_indices(*word).map(|(at, word)| (at, at + word.len()));
        places.find(|(at, end)| bounds(*at, *end)).map(|(at, end)| (at, &text[at..end]))
    };
    STRONG.iter().filter_map(of).min_by_key(|(at, _)| *at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_strong_only_as_a_word() {
        for (text, word) in [
            ("It is Always so.", Some("Always")),
            ("Both give the same list.", Some("the same")),
            ("No.", Some("No")),
            ("`any()` is a function", None),
            ("read-only, anyone, nobody, new_name", None),
            ("Größe: never ü", Some("never")),
        ] {
            assert_eq!(strong_word(text).map(|(_, word)| word), word, "{text}");
        }
    }

    #[test]
    fn tables_pitfalls_and_questions_are_looked_at_and_nothing_else() {
        let text = "Always.\n\n## A\n\n| never | b |\n|---|---|\n| all | `no` |\n\nOnly.\n\n## Pitfalls\n\nAny.\n\n```python\nnew\n```\n\n## Q {.questions}\n\nEvery?\n: No.\n\nNever.\n";
        let words: Vec<&str> =
            passages(text, 0).into_iter().filter_map(|at| strong_word(&text[at])).map(|it| it.1).collect();
        assert_eq!(words, ["never", "all", "Any", "Every", "No"]);
    }
}
