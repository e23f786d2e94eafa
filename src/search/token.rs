//! Cuts text into the terms that are indexed, with code in mind.
//!
//! In: prose (inline code may stand between backticks) or code. Out: terms with their position. `search/words.js`
//! cuts queries by the same rules; `tests/search/tokens.json` holds both to it.
//!
//! | text | terms |
//! |---|---|
//! | `Größe`, `naïve` | `grosse`, `naive` (folded, never stemmed: the client groups the forms of a word) |
//! | `select_related` | `selectrelated`, and its parts `select` `related` |
//! | `HttpResponse`, `python3` | `httpresponse` `http` `response`, `python3` `python` `3` |
//! | `__slots__`, `_private` | `__slots__` `slots`, `_private` `private` |
//! | `@property`, `*args`, `**kw`, `--strict`, `-m`, `.env` | with the sign, and without |
//! | `==`, `:=`, `->`, `[::-1]`, a lone `%` | themselves |
//! | `f-string`, `Node.js`, `CI/CD`, `R&D` | `fstring` and the parts, `nodejs`, `cicd`, `rd` and the parts; but for hyphens not in code |
//! | `O(n log n)`, `N+1`, `C++`, `A*`, `3.12` | `o(nlogn)`, `n+1`, `c++`, `a*`, `3.12` (and their words) |
//! | a stop word in backticks | once more with a backtick after it, so that the keyword `with` is not the word with |
//! | الكتاب, والكتاب, للكتاب | `كتاب`: without the article |
//! | وراثة | itself, and `راثه`: the first letter may mean "and" |
//! | 数据库 | pairs: `数据` `据库` `库` (the last alone, so that every character begins a term) |

use crate::search::arabic;
use crate::search::character::{DIGIT, EDGE, OPENS, PAIRED, SIGN, UNDERSCORE, UPPER, Unit, WORD};
use crate::search::fold::fold_into;
use crate::search::spelling::Spelling;

/// What is being cut.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Sentences; backticks mark code in them.
    Prose,
    /// A code block.
    Code,
}

/// How a term stands to the text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// A word or operator by itself.
    Word,
    /// A word inside an identifier.
    Part,
    /// An identifier or compound as one; its words follow at the same position.
    Whole,
}

/// Longest term that is indexed, in UTF-16 units: longer ones are data, not words.
const LONGEST: usize = 48;

/// More parts than this make an identifier data, not words.
const MOST_PARTS: usize = 8;

/// Endings that follow an apostrophe.
const ENDINGS: &[&str] = &["s", "t", "d", "m", "re", "ve", "ll"];

/// Buffers kept between calls.
#[derive(Default)]
pub struct Scratch {
    chars: Vec<char>,
    term: String,
    spelled: String,
    parts: Vec<(usize, usize)>,
}

/// Calls `emit(term, spelled, role, position)` for each term of `text`; `spelled` is how a word is written where that is asked
/// for, and else empty. Returns the number of positions taken.
pub fn scan(
    text: &str,
    kind: Kind,
    stop: &[&str],
    spelling: Spelling,
    scratch: &mut Scratch,
    emit: &mut impl FnMut(&str, &str, Role, u32),
) -> u32 {
    let Scratch { chars, term, spelled, parts } = scratch;
    if text.is_ascii() {
        let units = text.as_bytes();
        return Cutter { units, kind, stop, spelling, term, spelled, parts, place: 0, chain_end: 0, emit }.cut();
    }
    chars.clear();
    chars.extend(text.chars());
    Cutter { units: chars, kind, stop, spelling, term, spelled, parts, place: 0, chain_end: 0, emit }.cut()
}

pub(super) struct Cutter<'a, U, F> {
    pub(super) units: &'a [U],
    pub(super) kind: Kind,
    stop: &'a [&'a str],
    spelling: Spelling,
    pub(super) term: &'a mut String,
    /// How the term is written, if that is asked for.
    spelled: &'a mut String,
    parts: &'a mut Vec<(usize, usize)>,
    pub(super) place: u32,
    /// Where the hyphenated compound that was last emitted ends.
    chain_end: usize,
    emit: &'a mut F,
}

impl<U: Unit, F: FnMut(&str, &str, Role, u32)> Cutter<'_, U, F> {
    fn cut(mut self) -> u32 {
        let mut in_code = false;
        let mut at = 0;
        while let Some(unit) = self.units.get(at) {
            let class = unit.class();
            at = if class & WORD != 0 {
                self.word(at, in_code)
            } else if class & (SIGN | OPENS) != 0 {
                self.sign(at)
            } else if class & PAIRED != 0 {
                self.pairs(at)
            } else if self.kind == Kind::Prose && unit.char() == '`' {
                in_code = !in_code;
                self.end_of(at, |u| u.char() == '`')
            } else {
                at + 1
            };
        }
        self.place
    }

    /// The character at a place.
    pub(super) fn char(&self, at: usize) -> Option<char> {
        self.units.get(at).map(|u| u.char())
    }

    /// The class of a character; 0 past the ends.
    pub(super) fn class(&self, at: usize) -> u8 {
        self.units.get(at).map_or(0, |u| u.class())
    }

    /// Whether a word or pair goes on here.
    pub(super) fn is_word(&self, at: usize) -> bool {
        self.class(at) & (WORD | PAIRED) != 0
    }

    /// Whether an operator may stand beside this character: also beside the ends of the text.
    pub(super) fn is_edge(&self, at: Option<usize>) -> bool {
        at.and_then(|i| self.units.get(i)).is_none_or(|u| u.class() & EDGE != 0)
    }

    /// The end of the run of characters from `at` on that satisfy `belongs`.
    pub(super) fn end_of(&self, at: usize, belongs: impl Fn(U) -> bool) -> usize {
        self.units[at..].iter().position(|&u| !belongs(u)).map_or(self.units.len(), |n| at + n)
    }

    /// Emits what `term` holds, and empties it.
    pub(super) fn give(&mut self, role: Role) {
        if !self.term.is_empty() && (self.term.len() <= LONGEST || self.term.encode_utf16().count() <= LONGEST) {
            (self.emit)(self.term, self.spelled, role, self.place);
        }
        self.term.clear();
        self.spelled.clear();
    }

    fn fold(&mut self, from: usize, to: usize) {
        fold_into(self.term, self.units[from..to].iter().map(|u| u.char()));
    }

    fn give_folded(&mut self, from: usize, to: usize, role: Role) {
        self.fold(from, to);
        self.give(role);
    }

    // --- scripts without spaces -------------------------------------------------------------------------------

    fn pairs(&mut self, from: usize) -> usize {
        let to = self.end_of(from, |u| u.class() & PAIRED != 0);
        let mut folded = String::new();
        fold_into(&mut folded, self.units[from..to].iter().map(|u| u.char()));
        let mut rest = folded.chars();
        while let Some(first) = rest.next() {
            self.term.push(first);
            self.term.extend(rest.clone().next());
            self.give(Role::Word);
            self.place += 1;
        }
        to
    }

    // --- words and identifiers --------------------------------------------------------------------------------

    fn word(&mut self, from: usize, in_code: bool) -> usize {
        if self.class(from) & DIGIT != 0
            && let Some(to) = self.number(from)
        {
            return to;
        }
        let to = self.word_end(from);
        match self.char(to) {
            Some('(') if to - from == 1 => self.order(from),
            Some('-' | '.' | '/' | '+' | '&') => self.chain(from, in_code),
            _ => {}
        }
        if from > 0 || matches!(self.char(to), Some('+' | '#' | '*')) {
            self.whole_with_sign(from, to);
        }
        let (joined, next) = self.ending(to);
        if joined {
            self.fold(from, to);
            self.give_folded(to + 1, next, Role::Word);
            self.place += 1;
            return next;
        }
        self.identifier(from, to, in_code);
        next
    }

    /// End of the run of word characters that starts at `from`.
    fn word_end(&self, from: usize) -> usize {
        self.end_of(from, |u| u.class() & WORD != 0)
    }

    /// After a word: whether an ending like `n't` is to be joined to it, and where reading goes on. `'s` is skipped.
    fn ending(&self, to: usize) -> (bool, usize) {
        if !matches!(self.char(to), Some('\'' | '\u{2019}')) || self.kind == Kind::Code {
            return (false, to);
        }
        let end = self.word_end(to + 1);
        let ending: String = self.units[to + 1..end].iter().take(3).map(|u| u.char().to_ascii_lowercase()).collect();
        match ending.as_str() {
            "s" => (false, end),
            e if ENDINGS.contains(&e) => (true, end),
            _ => (false, to),
        }
    }

    /// `3.12`, as one.
    fn number(&mut self, from: usize) -> Option<usize> {
        let digits = |at: usize| self.end_of(at, |u| u.class() & DIGIT != 0);
        let first = digits(from);
        let mut to = first;
        while self.char(to) == Some('.') && self.class(to + 1) & DIGIT != 0 {
            to = digits(to + 1);
        }
        if to == first || self.is_word(to) {
            return None;
        }
        self.give_folded(from, to, Role::Word);
        self.place += 1;
        Some(to)
    }

    /// `O(n log n)` without its spaces, before its words.
    fn order(&mut self, from: usize) {
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
    fn chain(&mut self, from: usize, in_code: bool) {
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

    /// `@name`, `*args`, `N+1`, `C#`: the word with the sign that belongs to it, before the word.
    fn whole_with_sign(&mut self, from: usize, to: usize) {
        if let Some(sign) = self.sign_before(from, to - from) {
            self.term.push_str(sign);
            self.give_folded(from, to, Role::Whole);
        }
        let Some(first) = self.char(from) else { return };
        if to - from > 2 || !first.is_ascii_alphanumeric() || (from > 0 && self.char(from - 1) == Some('+')) {
            return;
        }
        match (self.char(to), self.char(to + 1)) {
            (Some('+'), Some('+')) if to - from == 1 && first.is_ascii_alphabetic() => {
                self.fold(from, to);
                self.term.push_str("++");
                self.give(Role::Whole);
            }
            (Some('*'), _)
                if self.kind == Kind::Prose
                    && to - from == 1
                    && first.is_ascii_alphabetic()
                    && self.is_edge(Some(to + 1)) =>
            {
                self.fold(from, to);
                self.term.push('*');
                self.give(Role::Whole);
            }
            (Some('#'), _) if to - from == 1 && first.is_ascii_alphabetic() => {
                self.fold(from, to);
                self.term.push('#');
                self.give(Role::Whole);
            }
            (Some('+'), Some(c)) if c.is_ascii_alphanumeric() => {
                let end = self.word_end(to + 1);
                if end - to <= 3 {
                    self.give_folded(from, end, Role::Whole);
                }
            }
            _ => {}
        }
    }

    pub(super) fn sign_before(&self, from: usize, length: usize) -> Option<&'static str> {
        if from == 0 || self.class(from - 1) & SIGN == 0 {
            return None;
        }
        let back = |n: usize| from.checked_sub(n).and_then(|i| self.char(i));
        let free = |n: usize, sign: char| {
            back(n).is_none_or(|c| c != ')' && c != ']' && c != sign)
                && !from.checked_sub(n).is_some_and(|i| self.is_word(i))
        };
        match back(1)? {
            '@' if free(2, '@') => Some("@"),
            '*' if back(2) == Some('*') && free(3, '*') => Some("**"),
            '*' if free(2, '*') => Some("*"),
            '-' if back(2) == Some('-') && free(3, '-') => Some("--"),
            '-' if length == 1 && free(2, '-') => Some("-"),
            '%' if length == 1 && free(2, '%') => Some("%"),
            '.' if self.is_edge(from.checked_sub(2)) => Some("."),
            _ => None,
        }
    }

    /// An identifier: as one if it has parts, and its parts.
    fn identifier(&mut self, from: usize, to: usize, in_code: bool) {
        let seen = self.units[from + 1..to].iter().fold(0, |seen, u| seen | u.class());
        if (seen | self.class(from)) & UNDERSCORE == 0 && seen & (UPPER | DIGIT) == 0 {
            self.part(from, to, Role::Word, in_code);
            return;
        }
        self.split(from, to);
        let parts = std::mem::take(self.parts);
        let mut role = Role::Word;
        if self.char(from) == Some('_') {
            if parts.is_empty() {
                self.give_folded(from, to, Role::Word);
                self.place += 1;
            } else {
                self.give_folded(from, to, Role::Whole);
                role = Role::Part;
            }
        }
        if parts.len() > 1 {
            for &(a, b) in &parts {
                self.fold(a, b);
            }
            self.give(Role::Whole);
            role = Role::Part;
        }
        if parts.len() <= MOST_PARTS {
            for &(a, b) in &parts {
                self.part(a, b, role, in_code);
            }
        } else {
            self.place += 1;
        }
        *self.parts = parts;
    }

    /// A word, or a part of an identifier; a stop word that is code also with a backtick.
    fn part(&mut self, from: usize, to: usize, role: Role, in_code: bool) {
        self.fold(from, to);
        if in_code && role == Role::Word && self.stop.binary_search(&self.term.as_str()).is_ok() {
            self.term.push('`');
            self.give(Role::Whole);
            self.fold(from, to);
        }
        if let Some(rest) = arabic::without_article(self.term) {
            *self.term = rest.to_owned();
        } else if let Some(rest) = arabic::without_and(self.term) {
            let rest = rest.to_owned();
            self.give(Role::Whole);
            *self.term = rest;
        }
        self.spelling.spell_into(self.spelled, self.units[from..to].iter().map(|u| u.char()));
        self.give(role);
        self.place += 1;
    }

    /// Fills `parts` with the words of an identifier: between underscores, at camelCase humps, before final digits.
    fn split(&mut self, from: usize, to: usize) {
        self.parts.clear();
        let class = |i: usize| self.units[i].class();
        let is_lower = |i: usize| self.units[i].char().is_ascii_lowercase();
        let mut at = from;
        while at < to {
            if class(at) & UNDERSCORE != 0 {
                at += 1;
                continue;
            }
            let end = (at..to).find(|&i| class(i) & UNDERSCORE != 0).unwrap_or(to);
            let mut start = at;
            // `URLs`, `APIs`
            let is_plural =
                end - at > 2 && self.units[end - 1].char() == 's' && (at..end - 1).all(|i| class(i) & UPPER != 0);
            if !is_plural {
                for i in at + 1..end {
                    let before = class(i - 1);
                    let hump = class(i) & UPPER != 0
                        && (is_lower(i - 1)
                            || before & DIGIT != 0
                            || (before & UPPER != 0 && i + 1 < end && is_lower(i + 1)));
                    if hump {
                        self.parts.push((start, i));
                        start = i;
                    }
                }
            }
            let letters = (start..end).find(|&i| !self.units[i].char().is_ascii_alphabetic()).unwrap_or(end);
            if letters - start >= 3 && letters < end && (letters..end).all(|i| class(i) & DIGIT != 0) {
                self.parts.push((start, letters));
                start = letters;
            }
            self.parts.push((start, end));
            at = end;
        }
    }
}
