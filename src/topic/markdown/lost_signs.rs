//! Marks that were signs of code or of sums: `__init__` is bold without its underscores, and of `2*3*4` the three is slanted.
//!
//! In: emphasis with its marks, and what stands beside it. Out: whether it was hardly meant as one.

use crate::problem::report::Place;
use crate::problem::slip::Slip;
use crate::text::span::Span;
use crate::topic::markdown::Writer;

/// Names that Python knows between two underscores, and that are no words: a word may be bold on purpose.
const NAMES: [&str; 40] = [
    "init",
    "repr",
    "str",
    "lt",
    "le",
    "eq",
    "ne",
    "gt",
    "ge",
    "getattr",
    "getattribute",
    "setattr",
    "delattr",
    "dict",
    "doc",
    "len",
    "getitem",
    "setitem",
    "delitem",
    "iter",
    "radd",
    "iadd",
    "mul",
    "rmul",
    "matmul",
    "truediv",
    "floordiv",
    "mod",
    "neg",
    "aenter",
    "aexit",
    "aiter",
    "anext",
    "mro",
    "bool",
    "fspath",
    "subclasshook",
    "qualname",
    "weakref",
    "pycache",
];
/// Those that are words. What stands beside them says that they are names.
const WORDS: [&str; 24] = [
    "new",
    "del",
    "bytes",
    "format",
    "hash",
    "get",
    "set",
    "delete",
    "slots",
    "name",
    "main",
    "file",
    "module",
    "class",
    "call",
    "next",
    "contains",
    "add",
    "sub",
    "index",
    "enter",
    "exit",
    "all",
    "annotations",
];

impl Writer<'_> {
    /// Tells emphasis that was hardly meant as such.
    pub(super) fn check_lost_signs(&mut self, span: Span) {
        if let Some(what) = lost(self.text, span) {
            let written = self.text[span].to_owned();
            self.report.at(Place::span(self.source, span), Slip::LostSigns { written, what }.into());
        }
    }
}

/// As what the text between the marks is shown.
fn lost(text: &str, span: Span) -> Option<&'static str> {
    let written = text.get(span.range())?;
    if let Some(name) = written.strip_prefix("__").and_then(|rest| rest.strip_suffix("__")) {
        let (before, after) = (&text[..span.start], &text[span.end..]);
        let is_code = before.ends_with(['.', '@'])
            || after.starts_with(['(', '='])
            || [" ==", " =", " method", " attribute", " in "].iter().any(|it| after.starts_with(it));
        return (NAMES.contains(&name) || WORDS.contains(&name) && is_code).then_some("bold");
    }
    // `\__init__`: a backslash stands before one sign of four.
    if written.starts_with('_') && text[..span.start].ends_with("\\_") && text[span.end..].starts_with('_') {
        return Some("slanted");
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
            lost(&format!("{before}{marked}{after}"), (before.len()..before.len() + marked.len()).into())
        };
        for (before, marked, after, what) in [
            ("The method ", "__init__", " runs", "bold"),
            ("", "__name__", " == x", "bold"),
            ("the ", "__call__", " method", "bold"),
            ("x.", "__add__", "(y)", "bold"),
            ("2", "*3*", "4", "slanted"),
            ("a", "*b*", "c", "slanted"),
            ("cost: $5", "*2 and $6*", "3", "slanted"),
            ("The \\_", "_init_", "_ runs", "slanted"),
        ] {
            assert_eq!(read(before, marked, after), Some(what), "{marked}");
        }
        for (before, marked, after) in [
            ("A ", "__note__", " here"),
            ("to ", "__add__", " something"),
            ("its ", "__name__", ", and"),
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
