//! Finds operators and symbols between the words: `==`, `|>`, `[::-1]`, a lone `%`, `→`.

use crate::search::character::{OPENS, SIGN, Unit};
use crate::search::token::{Cutter, Kind, Role};

/// Operators of two or more characters.
const OPERATORS: &[&str] = &[
    "!=", "%}", "&&", "**", "**=", "*=", "++", "+=", "-=", "->", "...", "//", "//=", "/=", "::", ":=", "<<", "<=",
    "<>", "==", "===", "=>", ">=", ">>", "?.", "??", "{%", "{{", "|=", "||", "}}",
];

/// Bracketed idioms, taken where they stand free, and slices behind a word too.
const BRACKETS: &[&str] = &["[::-1]", "[:-1]", "[1:]", "[:]", "[]", "{}", "()"];

/// Runs of these draw lines and end sentences; any other two or three signs without braces are an operator where they stand
/// free or in code.
const DRAWN: &[&str] = &["-.:!", "?!", "*", "=", "~"];

/// Single characters that are operators where they stand free.
const LONE: &str = "*/%@+&|^~<>=";

impl<U: Unit, F: FnMut(&str, &str, Role, u32)> Cutter<'_, U, F> {
    /// At a character that is no word's: emits an operator or a symbol if one stands here. Returns where to go on.
    pub(super) fn sign(&mut self, from: usize, in_code: bool) -> usize {
        let before = from.checked_sub(1);
        if self.class(from) & OPENS != 0 && !before.is_some_and(|i| "()[]{}".contains(self.units[i].char())) {
            let is_after_word = before.is_some_and(|i| self.is_word(i));
            for idiom in BRACKETS {
                let to = from + idiom.len();
                if self.matches(from, idiom) && !self.is_word(to) && (!is_after_word || idiom.contains(':')) {
                    return self.operator(from, to);
                }
            }
        }
        let to = self.end_of(from, |u| u.class() & SIGN != 0);
        if to == from {
            return from + 1;
        }
        // A sentence may end behind it.
        let is_end = matches!(self.char(to - 1), Some('.' | '?')) && self.known(from, to - 1).is_some();
        let bare = if is_end { to - 1 } else { to };
        if self.is_operator(from, bare, in_code) { self.operator(from, bare) } else { to }
    }

    /// The operator of the list that stands here.
    fn known(&self, from: usize, to: usize) -> Option<&'static str> {
        OPERATORS.iter().find(|o| o.len() == to - from && self.matches(from, o)).copied()
    }

    /// Whether an operator stands here, by itself or in code.
    fn is_operator(&self, from: usize, to: usize, in_code: bool) -> bool {
        let is_free = self.is_edge(from.checked_sub(1)) && self.is_edge(Some(to));
        let length = to - from;
        if length == 1 {
            return self.kind == Kind::Prose && is_free && LONE.contains(self.units[from].char());
        }
        if self.is_word(to) && self.sign_before(to, 2).is_some() {
            return false;
        }
        let known = self.known(from, to);
        if known.is_some_and(|o| !matches!(o, "..." | "??")) {
            return true;
        }
        let signs = || self.units[from..to].iter().map(|unit| unit.char());
        let is_drawn = || signs().any(|c| "{}".contains(c)) || DRAWN.iter().any(|all| signs().all(|c| all.contains(c)));
        (is_free || in_code) && (known.is_some() || (length < 4 && !is_drawn()))
    }

    /// At a dollar that stands before no name: `$` and `$$` by themselves.
    pub(super) fn dollars(&mut self, from: usize) -> usize {
        let to = self.end_of(from, |u| u.char() == '$');
        let is_free =
            self.is_edge(from.checked_sub(1)) && (self.is_edge(Some(to)) || matches!(self.char(to), Some('?')));
        if self.kind == Kind::Prose && is_free && to - from <= 2 {
            return self.operator(from, to);
        }
        to
    }

    pub(super) fn operator(&mut self, from: usize, to: usize) -> usize {
        self.term.extend(self.units[from..to].iter().map(|unit| unit.char()));
        self.give(Role::Word);
        self.place += 1;
        to
    }

    fn matches(&self, from: usize, ascii: &str) -> bool {
        ascii.chars().enumerate().all(|(i, c)| self.char(from + i) == Some(c))
    }
}
