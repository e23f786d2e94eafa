//! The one reader of YAML: settings of MkDocs, and what stands above its pages.
//!
//! In: text that someone else wrote. Out: its first document as a value, or why there is none. Nothing is read that is nested
//! deeper, or that aliases make larger, than any author means: the library's loader goes into itself, and writes aliases out.

use std::collections::HashMap;

use yaml_rust2::parser::{Event, Parser};
use yaml_rust2::{Yaml, YamlLoader};

/// Lists and maps that may lie in each other: a navigation takes two for each section.
const DEEPEST: usize = 64;
/// Values that a text may hold, aliases written out: many times those of the largest site.
const MOST_NODES: usize = 100_000;

/// Why a text gives no value.
#[derive(Debug)]
pub enum Unread {
    /// It is no YAML.
    Syntax(String),
    /// It is YAML of more than any author means.
    TooMuch(String),
}

impl Unread {
    /// In words.
    pub fn reason(self) -> String {
        match self {
            Self::Syntax(reason) | Self::TooMuch(reason) => reason,
        }
    }
}

/// Reads a text's first document; nothing at all is null.
pub fn first(text: &str) -> Result<Yaml, Unread> {
    check_size(text)?;
    let documents = YamlLoader::load_from_str(text).map_err(|error| Unread::Syntax(error.to_string()))?;
    Ok(documents.into_iter().next().unwrap_or(Yaml::Null))
}

/// Goes through all documents of a text, event by event, up to the first that is too much.
fn check_size(text: &str) -> Result<(), Unread> {
    let mut parser = Parser::new_from_str(text);
    let mut size = Size::default();
    loop {
        let (event, _) = parser.next_token().map_err(|error| Unread::Syntax(error.to_string()))?;
        if event == Event::StreamEnd {
            return Ok(());
        }
        size.add(&event);
        if size.open.len() > DEEPEST {
            return Err(Unread::TooMuch(format!("its lists and maps lie more than {DEEPEST} deep in each other")));
        }
        if size.all > MOST_NODES {
            let reason = format!("it holds, with its aliases (`*name`) written out, more than {MOST_NODES} values");
            return Err(Unread::TooMuch(reason));
        }
    }
}

/// Values as they would be with each alias written out.
#[derive(Default)]
struct Size {
    all: usize,
    by_anchor: HashMap<usize, usize>,
    /// Lists and maps that are open: the anchor, and how many values there were before.
    open: Vec<(usize, usize)>,
}

impl Size {
    fn add(&mut self, event: &Event) {
        match event {
            Event::Alias(anchor) => {
                let size = self.by_anchor.get(anchor).copied().unwrap_or(1);
                self.all = self.all.saturating_add(size);
            }
            Event::Scalar(_, _, anchor, _) => {
                self.all += 1;
                self.by_anchor.insert(*anchor, 1);
            }
            Event::SequenceStart(anchor, _) | Event::MappingStart(anchor, _) => {
                self.open.push((*anchor, self.all));
                self.all += 1;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some((anchor, before)) = self.open.pop() {
                    self.by_anchor.insert(anchor, self.all - before);
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> Option<String> {
        first(text).err().map(Unread::reason)
    }

    #[test]
    fn lists_and_maps_lie_in_each_other_up_to_a_limit() {
        let kinds: [(&str, &str, &str); 6] = [
            ("- ", "x", ""),
            ("? ", "x", ""),
            ("[", "x", "]"),
            ("{a: ", "x", "}"),
            ("- ? ", "x", ""),
            ("? - ", "x", ""),
        ];
        for (opens, inside, closes) in kinds {
            let nested = |count: usize| format!("{}{inside}{}\n", opens.repeat(count), closes.repeat(count));
            let each = if opens.len() == 4 && closes.is_empty() { 2 } else { 1 };
            assert_eq!(refused(&nested(DEEPEST / each)), None, "{opens}");
            for count in [DEEPEST / each + 1, 300, 100_000] {
                let reason = refused(&nested(count)).unwrap_or_default();
                // The library has a limit of its own for what stands in brackets.
                let is_told = ["deep in each other", "recursion limit"].iter().any(|it| reason.contains(it));
                assert!(is_told, "{opens} {count}: {reason}");
            }
        }
        let by_lines: String = (0..2_000).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
        assert!(refused(&by_lines).is_some_and(|it| it.contains("deep in each other")));
    }

    #[test]
    fn each_document_of_a_text_is_measured() {
        let bomb = format!("a: b\n---\n{}x\n", "- ".repeat(100_000));
        assert!(refused(&bomb).is_some_and(|it| it.contains("deep in each other")));
        let mut aliases = "a: b\n---\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..6 {
            aliases.push_str(&format!("a{level}: &a{level} [{}]\n", vec![format!("*a{}", level - 1); 10].join(", ")));
        }
        assert!(refused(&aliases).is_some_and(|it| it.contains("aliases")));
        assert!(refused(&vec!["- x\n"; MOST_NODES].concat()).is_some_and(|it| it.contains("values")));
    }

    #[test]
    fn the_first_document_is_read() {
        assert_eq!(first("").unwrap(), Yaml::Null);
        assert_eq!(first("a: &x [1, 2]\nb: *x\n").unwrap()["b"][1], Yaml::Integer(2));
        assert_eq!(first("a: 1\n---\na: 2\n").unwrap()["a"], Yaml::Integer(1));
        assert!(refused("a: [1").is_some());
    }
}
