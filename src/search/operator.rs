//! Finds operators between the words: `==`, `:=`, `[::-1]`, a lone `%`.

use crate::search::character::{OPENS, SIGN, Unit};
use crate::search::token::{Cutter, Kind, Role};

/// Operators of two or more characters.
const OPERATORS: &[&str] = &[
    "!=", "%}", "&&", "**", "**=", "*=", "++", "+=", "-=", "->", "...", "//", "//=", "/=", "::", ":=", "<<", "<=",
    "<>", "==", "===", "=>", ">=", ">>", "{%", "{{", "|=", "||", "}}",
];

/// Bracketed idioms, taken where they stand free.
const BRACKETS: &[&str] = &["[::-1]", "[:]", "[]", "{}", "()"];

/// Single characters that are operators where they stand free.
const LONE: &str = "*/%@+&|^~<>=";

impl<U: Unit, F: FnMut(&str, &str, Role, u32)> Cutter<'_, U, F> {
    /// At a character that is no word's: emits an operator if one stands here. Returns where to go on.
    pub(super) fn sign(&mut self, from: usize) -> usize {
        let before = from.checked_sub(1);
        if self.class(from) & OPENS != 0
            && !before.is_some_and(|i| self.is_word(i) || "()[]{}".contains(self.units[i].char()))
        {
            for idiom in BRACKETS {
                let to = from + idiom.len();
                if self.matches(from, idiom) && !self.is_word(to) {
                    return self.operator(idiom, to);
                }
            }
        }
        let to = self.end_of(from, |u| u.class() & SIGN != 0);
        let is_free = || self.is_edge(before) && self.is_edge(Some(to));
        match to - from {
            0 => return from + 1,
            1 => {
                let c = self.units[from].char();
                if self.kind == Kind::Prose && LONE.contains(c) && is_free() {
                    return self.operator(c.encode_utf8(&mut [0; 4]), to);
                }
            }
            length => {
                let sigil = self.is_word(to) && self.sign_before(to, 2).is_some();
                let found = OPERATORS.iter().find(|o| o.len() == length && self.matches(from, o));
                if let Some(operator) = found
                    && !sigil
                    && (*operator != "..." || is_free())
                {
                    return self.operator(operator, to);
                }
            }
        }
        to
    }

    /// At a dollar that stands before no name: `$` and `$$` by themselves.
    pub(super) fn dollars(&mut self, from: usize) -> usize {
        let to = self.end_of(from, |u| u.char() == '$');
        let is_free =
            self.is_edge(from.checked_sub(1)) && (self.is_edge(Some(to)) || matches!(self.char(to), Some('?')));
        if self.kind == Kind::Prose && is_free && to - from <= 2 {
            return self.operator(if to - from == 1 { "$" } else { "$$" }, to);
        }
        to
    }

    fn operator(&mut self, text: &str, to: usize) -> usize {
        self.term.push_str(text);
        self.give(Role::Word);
        self.place += 1;
        to
    }

    fn matches(&self, from: usize, ascii: &str) -> bool {
        ascii.chars().enumerate().all(|(i, c)| self.char(from + i) == Some(c))
    }
}
