//! What stands above a page: YAML between lines `---`, or in MkDocs `Title: …` lines as MultiMarkdown has them.
//!
//! In: a page. Out: what it says of itself, and the rest. What a guide has no place for is told.

use yaml_rust2::Yaml;

use crate::import::found::Losses;
use crate::import::heading;
use crate::import::yaml::{self, Unread};
use crate::problem::report::Place;

/// What a page says of itself.
#[derive(Debug, Default)]
pub struct Front {
    /// Inline Markdown.
    pub title: Option<String>,
    /// As they are written.
    pub tags: Vec<String>,
    /// The short answer.
    pub summary: Option<String>,
    /// `2026-11-22`.
    pub updated: Option<String>,
    /// Whether it is kept back.
    pub draft: bool,
}

/// Reads it; gives it and the rest.
pub fn read<'a>(text: &'a str, place: &Place, losses: &mut Losses) -> (Front, &'a str) {
    if text.starts_with("---\n") { of_yaml(text, place, losses) } else { by_lines(text, place, losses) }
}

/// Reads YAML between two lines `---`. Without keys these are rules, and what stands between them is text.
pub fn of_yaml<'a>(text: &'a str, place: &Place, losses: &mut Losses) -> (Front, &'a str) {
    let Some(inside) = text.strip_prefix("---\n") else { return (Front::default(), text) };
    let end = inside.find("\n---\n").map(|at| (at, at + 5)).or_else(|| inside.find("\n...\n").map(|at| (at, at + 5)));
    let Some((end, rest)) = end else { return (Front::default(), text) };
    let said = match yaml::first(&inside[..end]) {
        Ok(Yaml::Hash(said)) => said,
        Ok(Yaml::Null | Yaml::BadValue) if inside[..end].trim().is_empty() => {
            return (Front::default(), &inside[rest..]);
        }
        Ok(_) => return (Front::default(), text),
        // A list, a link or a line with a colon in it may stand between two rules.
        Err(Unread::Syntax(reason)) => {
            if begins_with_key(&inside[..end]) {
                losses.add(
                    format!("front matter that cannot be read as YAML: {reason}"),
                    "it stays as text",
                    Some(place),
                );
            }
            return (Front::default(), text);
        }
        Err(Unread::TooMuch(reason)) => {
            losses.add(format!("front matter that cannot be read as YAML: {reason}"), "", Some(place));
            return (Front::default(), &inside[rest..]);
        }
    };
    let mut front = Front::default();
    for (key, value) in &said {
        front.set(key.as_str().unwrap_or(""), value, place, losses);
    }
    (front, &inside[rest..])
}

/// Whether the first line is a key.
fn begins_with_key(text: &str) -> bool {
    let first = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let key = first.split_once(':').map_or("", |(key, _)| key);
    !key.is_empty() && !key.contains(char::is_whitespace) && !key.starts_with(['[', '{', '-', '?', '#'])
}

/// Lines `Key: value` from the very first on, up to an empty one; a line behind four blanks goes on with the value above.
/// As MkDocs reads them, but a page may begin with `Note: …`: one of the keys must be one that pages have.
fn by_lines<'a>(text: &'a str, place: &Place, losses: &mut Losses) -> (Front, &'a str) {
    let mut keys: Vec<(String, Vec<&str>)> = Vec::new();
    let mut length = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim();
        if bare.is_empty() {
            break;
        }
        length += line.len();
        let is_key = |key: &str| !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c));
        let indent = line.len() - line.trim_start_matches(' ').len();
        match (line.split_once(':').filter(|(key, _)| is_key(key.trim()) && indent < 4), keys.last_mut()) {
            (Some((key, value)), _) => keys.push((key.trim().to_lowercase(), vec![value.trim()])),
            (None, Some((_, values))) if indent >= 4 => values.push(bare),
            _ => return (Front::default(), text),
        }
    }
    if !keys.iter().any(|(key, _)| KNOWN.contains(&key.as_str())) {
        return (Front::default(), text);
    }
    let mut front = Front::default();
    for (key, mut values) in keys {
        values.retain(|value| !value.is_empty());
        let value = match key.as_str() {
            "tags" => Yaml::Array(
                values.iter().flat_map(|it| it.split(',')).map(|it| Yaml::String(it.trim().to_owned())).collect(),
            ),
            "draft" => Yaml::Boolean(values == ["true"]),
            _ => Yaml::String(values.join(" ")),
        };
        front.set(&key, &value, place, losses);
    }
    (front, text[length..].trim_start_matches('\n'))
}

/// Keys of which a page has one where its first lines are such lines.
const KNOWN: [&str; 11] = [
    "title",
    "author",
    "authors",
    "date",
    "updated",
    "description",
    "summary",
    "tags",
    "template",
    "draft",
    "keywords",
];

impl Front {
    fn set(&mut self, key: &str, value: &Yaml, place: &Place, losses: &mut Losses) {
        let text = |value: &Yaml| value.as_str().map(|it| it.split_whitespace().collect::<Vec<_>>().join(" "));
        match key {
            "title" => self.title = text(value).map(|it| heading::title(&it)),
            "tags" => match value {
                Yaml::Array(tags) => self.tags = tags.iter().filter_map(text).collect(),
                _ => self.tags.extend(text(value).iter().flat_map(|it| it.split(',')).map(|it| it.trim().to_owned())),
            },
            "description" | "summary" => self.summary = text(value),
            "draft" => self.draft = value.as_bool().unwrap_or(false),
            key @ ("date" | "updated") => {
                self.updated = text(value).and_then(|it| date(&it));
                if self.updated.is_none() {
                    losses.add(format!("`{key}` of the front matter"), "it is no date", Some(place));
                }
            }
            other => losses.add(format!("`{other}` of the front matter"), "", Some(place)),
        }
    }
}

/// The date at the start of a text, if it is one.
fn date(text: &str) -> Option<String> {
    let day = text.get(..10)?;
    let fine = |(at, byte): (usize, u8)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() };
    day.bytes().enumerate().all(fine).then(|| day.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> (Front, &str) {
        read(text, &Place::file(&crate::path::SourcePath::new("a.md")), &mut Losses::default())
    }

    #[test]
    fn lines_of_keys_are_what_a_page_says_of_itself() {
        let (front, rest) = of("Title: A: *b*\nAuthor: X\n    Y\nTags: c, d\n    e\ndate: 2026-01-02\n\n# B\n");
        assert_eq!((front.title.as_deref(), rest), (Some("A: b"), "# B\n"));
        assert_eq!((front.tags.join("|").as_str(), front.updated.as_deref()), ("c|d|e", Some("2026-01-02")));
        assert_eq!(of("summary: One.\n    Two.\n").0.summary.as_deref(), Some("One. Two."));
    }

    #[test]
    fn text_between_two_rules_is_text() {
        let read = |text: &str| {
            let place = Place::file(&crate::path::SourcePath::new("a.md"));
            let (front, rest) = of_yaml(text, &place, &mut Losses::default());
            (front.title, rest.to_owned())
        };
        assert_eq!(read("---\ntitle: A\nminutes: 5\n---\n\nb\n"), (Some("A".to_owned()), "\nb\n".to_owned()));
        assert_eq!(read("---\n\n---\n\nb\n"), (None, "\nb\n".to_owned()));
        for text in [
            "---\nA text.\n---\nb\n",
            "---\n\n# A\n\nOne: two: three.\n\n---\n",
            "---\n- a\n- b\n---\n",
            "---\n\n- a\n- b\n\nc\n---\n",
            "---\n[a](b) c\n---\n",
            "---\n# none\n---\n\nb\n",
            "---\ntitle: a\n",
            "title: A\n\nb\n",
        ] {
            assert_eq!(read(text), (None, text.to_owned()));
        }
    }

    #[test]
    fn text_that_begins_so_is_text() {
        for text in [
            "Note: this is text.\n\nb\n",
            "Title: a\nand more text\n",
            "https://example.org/\n",
            "# Title: x\n",
            "\nTitle: a\n",
        ] {
            let (front, rest) = of(text);
            assert_eq!((front.title, rest), (None, text));
        }
    }
}
