//! Marks that were signs of code or of sums: `__init__` is bold without its underscores, and of `2*3*4` the three is slanted.
//!
//! In: emphasis with its marks, and what stands beside it. Out: whether it was hardly meant as one.

use std::ops::Range;

use crate::problem::report::Place;
use crate::problem::slip::Slip;
use crate::topic::markdown::Writer;

/// Names between two underscores that Python knows; other words may be bold on purpose.
const NAMES: [&str; 64] = [
    "init",
    "new",
    "del",
    "repr",
    "str",
    "bytes",
    "format",
    "lt",
    "le",
    "eq",
    "ne",
    "gt",
    "ge",
    "hash",
    "bool",
    "getattr",
    "getattribute",
    "setattr",
    "delattr",
    "dir",
    "get",
    "set",
    "delete",
    "slots",
    "dict",
    "doc",
    "name",
    "main",
    "file",
    "module",
    "class",
    "call",
    "len",
    "getitem",
    "setitem",
    "delitem",
    "missing",
    "iter",
    "next",
    "reversed",
    "contains",
    "add",
    "radd",
    "iadd",
    "sub",
    "mul",
    "matmul",
    "truediv",
    "floordiv",
    "mod",
    "neg",
    "index",
    "enter",
    "exit",
    "aenter",
    "aexit",
    "aiter",
    "anext",
    "await",
    "all",
    "version",
    "annotations",
    "mro",
    "debug",
];

impl Writer<'_> {
    /// Tells emphasis that was hardly meant as such.
    pub(super) fn check_lost_signs(&mut self, span: &Range<usize>) {
        if let Some(what) = lost(self.text, span) {
            let written = self.text[span.clone()].to_owned();
            self.report.at(Place::span(self.source, span.clone()), Slip::LostSigns { written, what }.into());
        }
    }
}

/// As what the text between the marks is shown.
fn lost(text: &str, span: &Range<usize>) -> Option<&'static str> {
    let written = text.get(span.clone())?;
    if let Some(name) = written.strip_prefix("__").and_then(|rest| rest.strip_suffix("__")) {
        return NAMES.contains(&name).then_some("bold");
    }
    let inside = written.strip_prefix('*').and_then(|rest| rest.strip_suffix('*'))?;
    let before = text[..span.start].chars().next_back()?;
    let after = text[span.end..].chars().next()?;
    let is_between = before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric();
    // Part of a word may be slanted, one letter or a number between two others is a product.
    let is_product = inside.chars().count() == 1
        || inside.starts_with(|c: char| c.is_ascii_digit())
        || before.is_ascii_digit() && after.is_ascii_digit();
    (is_between && is_product && !inside.starts_with('*')).then_some("slanted")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_products_are_hardly_meant_as_emphasis() {
        let read = |before: &str, marked: &str, after: &str| {
            lost(&format!("{before}{marked}{after}"), &(before.len()..before.len() + marked.len()))
        };
        for (before, marked, after, what) in [
            ("The method ", "__init__", " runs", "bold"),
            ("", "__name__", " == x", "bold"),
            ("2", "*3*", "4", "slanted"),
            ("a", "*b*", "c", "slanted"),
            ("cost: $5", "*2 and $6*", "3", "slanted"),
        ] {
            assert_eq!(read(before, marked, after), Some(what), "{marked}");
        }
        for (before, marked, after) in [
            ("A ", "__note__", " here"),
            ("", "**init**", ""),
            ("un", "*believ*", "able"),
            ("a ", "*b*", " c"),
            ("x", "*emphasis*", ""),
            ("2", "**3**", "4"),
            ("(", "*a*", ")"),
        ] {
            assert_eq!(read(before, marked, after), None, "{marked}");
        }
    }
}
