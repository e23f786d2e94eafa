//! What is one in a text and holds signs: `3.12`, `1,000`, `O(n log n)`, `Node.js`, `O'Reilly`, `python3.12`, `x^2`.
//!
//! In: where a word begins, or stands. Out: the compound as one term, before its words, which the cutter emits as all others.

use crate::search::character::{DIGIT, Unit, WORD};
use crate::search::fold::fold_into;
use crate::search::token::{Cutter, ENDINGS, Kind, Role};

/// What French and Italian leave a vowel out of: the word behind it is one by itself.
const ELISIONS: &[&str] = &[
    "all", "c", "coll", "d", "dall", "dell", "j", "jusqu", "l", "lorsqu", "m", "n", "nell", "puisqu", "qu", "quell",
    "quest", "quoiqu", "s", "sull", "t", "un",
];

const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}')
}

impl<U: Unit, F: FnMut(&str, &str, Role, u32)> Cutter<'_, U, F> {
    /// `3.12`, as one.
    pub(super) fn number(&mut self, from: usize) -> Option<usize> {
        let first = self.digits_end(from);
        let to = self.number_end(first);
        if to == first || self.is_word(to) {
            return None;
        }
        self.give_folded(from, to, Role::Word);
        self.place += 1;
        Some(to)
    }

    /// `O(n log n)` without its spaces, before its words.
    pub(super) fn order(&mut self, from: usize) {
        if !matches!(self.char(from), Some('O' | 'o')) {
            return;
        }
        self.term.push_str("o(");
        for i in from + 2..from + 24 {
            match self.char(i) {
                Some(')') if self.term.len() > 2 => {
                    self.term.push(')');
                    self.give(Role::Whole);
                    return;
                }
                Some(' ' | '·' | '×') => {}
                Some('*') if self.char(i + 1) == Some('*') => self.term.push('^'),
                Some('*') => {}
                Some('²') => self.term.push_str("^2"),
                Some('³') => self.term.push_str("^3"),
                Some(c) if c.is_ascii_alphanumeric() || matches!(c, '+' | '^' | '!' | '/' | ',' | '-') => {
                    self.term.push(c.to_ascii_lowercase());
                }
                _ => break,
            }
        }
        self.term.clear();
    }

    /// `many-to-many` as `manytomany`, `Node.js` as `nodejs`, before their words.
    pub(super) fn chain(&mut self, from: usize, in_code: bool) {
        if self.kind == Kind::Code || from < self.chain_end {
            return;
        }
        let mut to = self.word_end(from);
        let mut words = 1;
        let is_short = to - from <= 2;
        let joins = |c: char| c == '-' || !in_code && (matches!(c, '.' | '/' | '&') || c == '+' && !is_short);
        while self.char(to).is_some_and(joins) && self.class(to + 1) & WORD != 0 {
            to = self.word_end(to + 1);
            words += 1;
        }
        self.chain_end = to;
        if (2..=4).contains(&words) {
            let is_sign = |c: &char| matches!(c, '-' | '_' | '.' | '/' | '+' | '&');
            let letters = self.units[from..to].iter().map(|u| u.char()).filter(|c| !is_sign(c));
            fold_into(self.term, letters);
            self.give(Role::Whole);
        }
    }

    fn digits_end(&self, at: usize) -> usize {
        self.end_of(at, |u| u.class() & DIGIT != 0)
    }

    /// Where a number ends whose first digits end at `to`.
    fn number_end(&self, mut to: usize) -> usize {
        while self.char(to) == Some('.') && self.class(to + 1) & DIGIT != 0 {
            to = self.digits_end(to + 1);
        }
        to
    }

    /// `1,000,000` as `1000000`, before its groups.
    pub(super) fn thousands(&mut self, from: usize) {
        let first = self.digits_end(from);
        let Some(sign) = self.char(first).filter(|c| matches!(c, ',' | '\'' | '\u{2019}' | '\u{a0}' | '\u{202f}'))
        else {
            return;
        };
        if self.kind == Kind::Code || from < self.chain_end || first - from > 3 {
            return;
        }
        let mut to = first;
        while self.char(to) == Some(sign)
            && self.digits_end((to + 1).min(self.units.len())) == to + 4
            && !self.is_word(to + 4)
        {
            to += 4;
        }
        if to == first {
            return;
        }
        self.chain_end = to;
        self.term.extend(self.units[from..to].iter().map(|u| u.char()).filter(char::is_ascii_digit));
        self.give(Role::Whole);
    }

    /// The number of `python3.12` and `v1.2.3`, before the words.
    pub(super) fn version(&mut self, from: usize, to: usize) {
        let digits = self.units[from..to].iter().rev().take_while(|u| u.class() & DIGIT != 0).count();
        let (start, end) = (to - digits, self.number_end(to));
        if digits > 0 && start > from && end > to && !self.is_word(end) {
            self.give_folded(start, end, Role::Whole);
        }
    }

    /// `x^2` and `x**2` as `x2`, which is what x² is.
    pub(super) fn power(&mut self, from: usize, to: usize) {
        let sign = if self.char(to) == Some('^') { 1 } else { 2 };
        let digits = to + sign;
        let is_power = sign == 1 || self.char(to + 1) == Some('*');
        if self.kind == Kind::Code
            || !is_power
            || to - from > 1
            || self.class(digits) & DIGIT == 0
            || self.class(from) & DIGIT != 0
        {
            return;
        }
        let end = self.digits_end(digits);
        if end - digits <= 2 && !self.is_word(end) {
            self.fold(from, to);
            self.give_folded(digits, end, Role::Whole);
        }
    }

    /// `O'Reilly` as `oreilly`, before its words; not `l'eau`, which is two.
    pub(super) fn apostrophes(&mut self, from: usize, in_code: bool) {
        if self.kind == Kind::Code || in_code || from < self.chain_end {
            return;
        }
        let first = self.word_end(from);
        let letters = |from: usize, to: usize| self.units[from..to].iter().map(|u| u.char().to_ascii_lowercase());
        let is_one_of =
            |from: usize, to: usize, words: &[&str]| words.iter().any(|word| letters(from, to).eq(word.chars()));
        if is_one_of(from, first, ELISIONS) {
            return;
        }
        let mut to = first;
        while self.char(to).is_some_and(is_apostrophe) && self.class(to + 1) & WORD != 0 {
            let end = self.word_end(to + 1);
            if is_one_of(to + 1, end, ENDINGS) {
                break;
            }
            to = end;
        }
        if to == first {
            return;
        }
        self.chain_end = to;
        fold_into(self.term, self.units[from..to].iter().map(|u| u.char()).filter(|&c| !is_apostrophe(c)));
        self.give(Role::Whole);
    }
}
