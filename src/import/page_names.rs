//! What a page is called.
//!
//! In: the names that its source gives it, the most telling first. Out: a title, a shorter name, and names that are neither.

/// A page's names.
#[derive(Debug, PartialEq)]
pub struct Names {
    /// The first.
    pub title: String,
    /// The first of the others that is shorter.
    pub short: Option<String>,
    /// What the guide has no place for.
    pub left: Vec<String>,
}

/// Sorts names; `None` if there is none.
pub fn sorted(all: impl IntoIterator<Item = Option<String>>) -> Option<Names> {
    let mut all = all.into_iter().flatten().filter(|name| !name.trim().is_empty());
    let title = all.next()?;
    let mut names = Names { title, short: None, left: Vec::new() };
    for name in all {
        let is_known = |other: &String| other.to_lowercase() == name.to_lowercase();
        let is_same =
            is_known(&names.title) || names.short.as_ref().is_some_and(is_known) || names.left.iter().any(is_known);
        match names.short {
            _ if name == names.title => {}
            None if name.len() < names.title.len() => names.short = Some(name),
            _ if is_same => {}
            _ => names.left.push(name),
        }
    }
    Some(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_name_is_the_title_and_none_is_lost() {
        let of = |names: &[&str]| {
            let names = sorted(names.iter().map(|it| Some((*it).to_owned()))).unwrap();
            (names.title, names.short.unwrap_or_default(), names.left.join("|"))
        };
        let strings = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
        assert_eq!(of(&["What is a page?", "Page"]), strings("What is a page?", "Page", ""));
        assert_eq!(of(&["A", "A longer one", "A longer one", "a"]), strings("A", "", "A longer one"));
        assert_eq!(of(&["A title", "Two", "Three words here", "two"]), strings("A title", "Two", "Three words here"));
        assert_eq!(of(&["", "A"]), strings("A", "", ""));
        assert_eq!(sorted([None, Some(String::new())]), None);
    }
}
