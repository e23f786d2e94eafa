//! What a template engine reads in pages before they are Markdown: `{{ page.title }}`, `{{footnote: words}}`.
//!
//! In: a page, and the values that its settings give. Out: the page with what is known in its place. The rest stays as it is written,
//! and is told.

use std::collections::BTreeMap;

use crate::import::found::{Edits, Losses};
use crate::import::maths;
use crate::problem::report::Place;

/// How what stays is told.
const STAYS: &str = "it stays as it is written: say in its place what it stood for";

/// Values by name: `config.site_name`, `version`.
pub type Values = BTreeMap<String, String>;

/// Writes values in the place of their names. With `values` the engine reads code as well.
pub fn filled(text: &str, values: Option<&Values>, place: Option<&Place>, losses: &mut Losses) -> String {
    if !text.contains("{{") {
        return text.to_owned();
    }
    let code = maths::code(text);
    let raw = between(text, "{% raw %}", "{% endraw %}");
    let mut edits = Edits::default();
    for (range, name) in names(text) {
        let is_code = maths::is_in(&code, range.start);
        if maths::is_in(&raw, range.start) || is_code && values.is_none() {
            continue;
        }
        match values.and_then(|values| values.get(name)) {
            Some(value) => edits.replace(range, value.clone()),
            None => losses.add(format!("`{}`", &text[range]), STAYS, place),
        }
    }
    edits.apply(text)
}

/// What stands between two marks, with these.
fn between(text: &str, open: &str, close: &str) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(open).map(|it| it + at) {
        let end = text[start..].find(close).map_or(text.len(), |it| start + it + close.len());
        found.push(start..end);
        at = end;
    }
    found
}

/// Names, calls and filters between two braces: `{{ page.title }}`, `{{ x | upper }}`, `{{ link("a") }}`.
fn names(text: &str) -> Vec<(std::ops::Range<usize>, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find("{{").map(|it| it + at) {
        at = start + 2;
        // No name is longer.
        let most = text[at..].char_indices().nth(200).map_or(text.len(), |(length, _)| at + length);
        let Some(end) = text[at..most].find("}}").map(|it| at + it) else { continue };
        let inner = text[at..end].trim().trim_matches('-').trim();
        let is_name = inner.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && inner.chars().all(|c| c.is_alphanumeric() || " _.()[]\"'|,=-/:+~%".contains(c));
        // Actions of GitHub, text, and deeper braces.
        let is_other = text[..start].ends_with(['$', '\\', '{']) || text[end + 2..].starts_with('}');
        if is_name && !is_other {
            found.push((start..end + 2, inner));
        }
        at = end + 2;
    }
    found
}

/// Notes of `mdbook-footnote`: `{{footnote: words}}` becomes a note of Markdown, whose words stand at the end of the page.
pub fn with_notes(text: &str) -> String {
    const MARK: &str = "{{footnote:";
    if !text.contains(MARK) {
        return text.to_owned();
    }
    let code = maths::code(text);
    let mut edits = Edits::default();
    let mut notes: Vec<String> = Vec::new();
    let digits = |text: &str| text.split_once(']').and_then(|(number, _)| number.parse::<usize>().ok());
    let mut number = text.split("[^note-").skip(1).filter_map(digits).max().unwrap_or(0);
    let mut at = 0;
    while let Some(start) = text[at..].find(MARK).map(|it| it + at) {
        at = start + MARK.len();
        let Some(end) = text[at..].find("}}").map(|it| at + it) else { break };
        let words = text[at..end].split_whitespace().collect::<Vec<_>>().join(" ");
        if maths::is_in(&code, start) || words.is_empty() || text[at..end].contains("\n\n") {
            continue;
        }
        number += 1;
        edits.replace(start..end + 2, format!("[^note-{number}]"));
        notes.push(format!("[^note-{number}]: {words}\n"));
        at = end + 2;
    }
    let body = edits.apply(text);
    if notes.is_empty() { body } else { format!("{}\n\n{}", body.trim_end(), notes.join("\n")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::report::Report;

    fn told(text: &str, values: Option<&Values>) -> Vec<String> {
        let (mut losses, mut report) = (Losses::default(), Report::new());
        filled(text, values, None, &mut losses);
        losses.report(&[], &mut report);
        report.sorted().iter().map(|it| it.message.to_string().replace("not carried over: ", "")).collect()
    }

    #[test]
    fn what_is_known_is_written_and_the_rest_told() {
        let values =
            Values::from([("page.title".to_owned(), "A *page*".to_owned()), ("v".to_owned(), "1.2".to_owned())]);
        let read = |text: &str| filled(text, Some(&values), None, &mut Losses::default());
        assert_eq!(read("{{ page.title }}, `pip install x=={{v}}`"), "A *page*, `pip install x==1.2`");
        assert_eq!(read("{% raw %}{{ v }}{% endraw %} {{v}}"), "{% raw %}{{ v }}{% endraw %} 1.2");
        assert_eq!(told("{{ v }} and {{ macro(\"x\") }}", Some(&values)), ["`{{ macro(\"x\") }}`"]);
        assert_eq!(told("{{ v }} and {{name}} and `{{ code }}`", None), ["`{{ v }}`", "`{{name}}`"]);
        for text in ["${{ secrets.X }}", "\\{{ x }}", "{{ 1 }}", "{{#title x}}", "{{{ x }}}", "{{", "{{}}"] {
            assert_eq!(told(text, Some(&values)), [""; 0], "{text}");
            assert_eq!(read(text), text);
        }
    }

    #[test]
    fn a_note_of_mdbook_is_one_of_markdown() {
        assert_eq!(
            with_notes("a{{footnote: One *x*,\ntwo.}} b [^note-1] c{{footnote: d}}\n"),
            "a[^note-2] b [^note-1] c[^note-3]\n\n[^note-2]: One *x*, two.\n\n[^note-3]: d\n"
        );
        for text in ["`{{footnote: x}}`", "{{footnote: x", "{{footnote: }}", "none"] {
            assert_eq!(with_notes(text), text);
        }
    }
}
