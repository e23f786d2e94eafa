//! Turns a heading into an id that can stand after `#`.
//!
//! In: plain text. Out: letters, digits, `-` and `_`, in lower case. It keeps letters of every script,
//! as repository browsers do, so that links written for them work here too.

use std::collections::{HashMap, HashSet};

use crate::text::composed::composed;

/// The id of a heading, by the rule GitHub uses: lower case, spaces become hyphens, other punctuation goes.
/// Text without a letter or digit gives `section`.
pub fn slug(text: &str) -> String {
    let mut id = String::with_capacity(text.len());
    for c in composed(text.trim()).chars() {
        if c.is_alphanumeric() || c == '_' || c == '-' {
            id.extend(c.to_lowercase());
        } else if c.is_whitespace() {
            id.push('-');
        }
    }
    if id.chars().any(char::is_alphanumeric) { id } else { "section".to_owned() }
}

/// An id for something with a name, such as a tag: `cpp` for `C++`, `dotnet` for `.NET`, `machine-learning`.
pub fn id_of(name: &str) -> String {
    let name = name.trim();
    let named = name.strip_prefix('.').map_or_else(|| name.to_owned(), |rest| format!("dot{rest}"));
    let named = named.replace("++", "pp").replace('#', "sharp").replace('&', " and ").replace(['.', '/', '_'], "-");
    let id = slug(&named).split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    let id: String = id.chars().take(60).collect();
    if id == "index" { "the-index".to_owned() } else { id }
}

/// A file's name as a title: hyphens become spaces, the first letter a capital.
pub fn write_out(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Hands out ids that are unique on one page: the second `notes` becomes `notes-1`.
#[derive(Default)]
pub struct Ids {
    taken: HashSet<String>,
    /// Where to go on counting for a text that came before, so that ten thousand equal headings cost no more than others.
    next: HashMap<String, usize>,
}

impl Ids {
    /// Takes `id` as it is. `false` if it was taken already, by another or by the page itself.
    pub fn claim(&mut self, id: &str) -> bool {
        !is_reserved(id) && self.taken.insert(id.to_owned())
    }

    /// Whether `id` was given out.
    pub fn is_taken(&self, id: &str) -> bool {
        self.taken.contains(id)
    }

    /// A free id made from `text`.
    pub fn fresh(&mut self, text: &str) -> String {
        let mut base = slug(text);
        if is_reserved(&base) {
            base.push_str("-section");
        }
        if self.claim(&base) {
            return base;
        }
        let mut n = self.next.get(&base).copied().unwrap_or(1);
        loop {
            let id = format!("{base}-{n}");
            n += 1;
            if self.claim(&id) {
                self.next.insert(base, n);
                return id;
            }
        }
    }
}

/// Ids that every page has (`main`, where "skip to content" leads), that footnotes get (`fn-1`, `fnref-1-2`), or that a
/// theme gives to what is no part of a text (`page.menu`, `book.contents`): no heading gets an id with a dot.
fn is_reserved(id: &str) -> bool {
    if ["page.", "book.", "answer."].iter().any(|start| id.starts_with(start)) {
        return true;
    }
    let footnote = id.strip_prefix("fn-").or_else(|| id.strip_prefix("fnref-"));
    id == "main" || footnote.is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn slugs_follow_the_rule_of_repository_browsers() {
        assert_eq!(slug("What is `__slots__`?"), "what-is-__slots__");
        assert_eq!(slug("Größe & Maß"), "größe--maß");
        assert_eq!(slug("???"), "section");
    }

    #[test]
    fn names_become_ids_that_can_be_told_apart() {
        let ids = ["C++", "C#", "C", ".NET", "Machine  Learning", "R & D", "Node.js", "index", "???"].map(id_of);
        let expected =
            ["cpp", "csharp", "c", "dotnet", "machine-learning", "r-and-d", "node-js", "the-index", "section"];
        assert_eq!(ids, expected);
    }

    #[test]
    fn equal_headings_get_different_ids() {
        let mut ids = Ids::default();
        assert_eq!([ids.fresh("Notes"), ids.fresh("Notes"), ids.fresh("Notes 1")], ["notes", "notes-1", "notes-1-1"]);
    }

    #[test]
    fn ids_of_the_page_itself_are_not_given_out() {
        let mut ids = Ids::default();
        assert_eq!([ids.fresh("Main"), ids.fresh("fn-1"), ids.fresh("fn-x")], ["main-section", "fn-1-section", "fn-x"]);
        assert!(!ids.claim("fnref-2-1"));
    }

    proptest! {
        #[test]
        fn a_slug_holds_only_characters_that_are_safe_in_an_id(text in ".{0,60}") {
            let id = slug(&text);
            prop_assert!(!id.is_empty());
            prop_assert!(id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_') || !c.is_ascii()));
        }
    }
}
