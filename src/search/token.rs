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
//! | `==`, `:=`, `->`, `[::-1]`, a lone `%`, `→`, `🎉` | themselves; so any two or three signs that stand free or in code, `|>` |
//! | `f-string`, `Node.js`, `CI/CD`, `R&D` | `fstring` and the parts, `nodejs`, `cicd`, `rd` and the parts; but for hyphens not in code |
//! | `O(n log n)`, `N+1`, `C++`, `C#`, `A*`, `B+` | `o(nlogn)`, `n+1`, `c++`, `c#`, `a*`, `b+`, and their words: the letter of `C#` as a part |
//! | `3.12`, `python3.12`, `1,000`, `x^2` | `3.12`; `3.12` and the words; `1000` and its groups; `x2` and its words |
//! | `O'Reilly`, `l'eau` | `oreilly` and its words; `l` `eau` |
//! | `$PATH`, `$`, `\d` | `$path` `path`, `$`, `\d` `d` |
//! | a stop word in backticks | once more with a backtick after it, so that the keyword `with` is not the word with |
//! | الكتاب, والكتاب, للكتاب | `كتاب`: without the article |
//! | وراثة | itself, and `راثه`: the first letter may mean "and" |
//! | 数据库 | pairs: `数据` `据库` `库` (the last alone, so that every character begins a term) |

use crate::search::arabic;
use crate::search::character::{DIGIT, EDGE, OPENS, PAIRED, SIGN, UNDERSCORE, UPPER, Unit, WORD};
use crate::search::fold::{fold_into, is_symbol};
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

/// Of a longer word this much is indexed, in UTF-16 units.
const LONGEST: usize = 48;

/// A longer one is data, no word.
const LONGEST_WORD: usize = 2 * LONGEST;

/// More parts than this make an identifier data, not words, unless the parts are long.
const MOST_PARTS: usize = 8;

/// The same for parts of [`LONG_PART`] characters or more on average.
const MOST_LONG_PARTS: usize = 24;

/// See [`MOST_LONG_PARTS`].
const LONG_PART: usize = 3;

/// Endings that follow an apostrophe.
pub(super) const ENDINGS: &[&str] = &["s", "t", "d", "m", "re", "ve", "ll"];

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
    /// Where the compound that was last emitted ends.
    pub(super) chain_end: usize,
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
                self.sign(at, in_code)
            } else if class & PAIRED != 0 {
                self.pairs(at)
            } else if unit.char() == '$' {
                self.dollars(at)
            } else if self.kind == Kind::Prose && unit.char() == '`' {
                in_code = !in_code;
                self.end_of(at, |u| u.char() == '`')
            } else if is_symbol(unit.char()) {
                self.operator(at, at + 1)
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
        let length = if self.term.len() <= LONGEST { self.term.len() } else { self.term.encode_utf16().count() };
        if length > LONGEST {
            cut(self.term);
            cut(self.spelled);
        }
        if !self.term.is_empty() && length <= LONGEST_WORD {
            (self.emit)(self.term, self.spelled, role, self.place);
        }
        self.term.clear();
        self.spelled.clear();
    }

    pub(super) fn fold(&mut self, from: usize, to: usize) {
        fold_into(self.term, self.units[from..to].iter().map(|u| u.char()));
    }

    pub(super) fn give_folded(&mut self, from: usize, to: usize, role: Role) {
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
        if self.class(from) & DIGIT != 0 {
            self.thousands(from);
            if let Some(to) = self.number(from) {
                return to;
            }
        }
        let to = self.word_end(from);
        match self.char(to) {
            Some('(') if to - from == 1 => self.order(from),
            Some('-' | '.' | '/' | '+' | '&') => self.chain(from, in_code),
            Some('\'' | '\u{2019}') => self.apostrophes(from, in_code),
            _ => {}
        }
        let mut role = Role::Word;
        if from > 0 || matches!(self.char(to), Some('+' | '#' | '*' | '-')) {
            role = self.whole_with_sign(from, to);
        }
        match self.char(to) {
            Some('.') => self.version(from, to),
            Some('^' | '*') => self.power(from, to),
            _ => {}
        }
        let (joined, next) = self.ending(to);
        if joined {
            self.fold(from, to);
            self.give_folded(to + 1, next, Role::Word);
            self.place += 1;
            return next;
        }
        self.identifier(from, to, role, in_code);
        next
    }

    /// End of the run of word characters that starts at `from`.
    pub(super) fn word_end(&self, from: usize) -> usize {
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

    /// `@name`, `*args`, `N+1`, `C#`: the word with the sign that belongs to it, before the word. Gives what the word is then: in
    /// a name such as `C#` it is a part, so that C is found before it.
    fn whole_with_sign(&mut self, from: usize, to: usize) -> Role {
        if let Some(sign) = self.sign_before(from, to - from) {
            self.term.push_str(sign);
            self.give_folded(from, to, Role::Whole);
            if sign == "." {
                return Role::Part;
            }
        }
        let Some(first) = self.char(from) else { return Role::Word };
        if to - from > 2 || !first.is_ascii_alphanumeric() || (from > 0 && self.char(from - 1) == Some('+')) {
            return Role::Word;
        }
        let is_letter = to - from == 1 && first.is_ascii_alphabetic();
        let is_prose = self.kind == Kind::Prose;
        let sign = match (self.char(to), self.char(to + 1)) {
            (Some('+'), Some('+')) if is_letter => "++",
            (Some('#'), _) if is_letter => "#",
            (Some('*'), _) if is_letter && is_prose && self.ends_name(to + 1) => "*",
            (Some('+'), _) if is_letter && is_prose && self.ends_name(to + 1) => "+",
            (Some('-'), Some('-')) if is_letter && is_prose && self.ends_name(to + 2) => "--",
            (Some('+'), Some(c)) if c.is_ascii_alphanumeric() => {
                let end = self.word_end(to + 1);
                if end - to <= 3 {
                    self.give_folded(from, end, Role::Whole);
                }
                return Role::Word;
            }
            _ => return Role::Word,
        };
        self.fold(from, to);
        self.term.push_str(sign);
        self.give(Role::Whole);
        Role::Part
    }

    /// Whether the sign of `A*` or `B+` ends before `at`: what follows is no operand.
    fn ends_name(&self, at: usize) -> bool {
        match self.char(at) {
            Some('?' | '!' | ';' | ':') => true,
            Some('.') => self.is_edge(Some(at + 1)),
            Some('-') => self.is_word(at + 1),
            _ => self.is_edge(Some(at)),
        }
    }

    pub(super) fn sign_before(&self, from: usize, length: usize) -> Option<&'static str> {
        let before = from.checked_sub(1)?;
        if self.class(before) & SIGN == 0 && !matches!(self.char(before), Some('$' | '\\')) {
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
            '$' if free(2, '$') => Some("$"),
            '\\' if length == 1 && free(2, '\\') => Some("\\"),
            '.' if self.is_edge(from.checked_sub(2)) => Some("."),
            _ => None,
        }
    }

    /// An identifier: as one if it has parts, and its parts.
    fn identifier(&mut self, from: usize, to: usize, mut role: Role, in_code: bool) {
        let seen = self.units[from + 1..to].iter().fold(0, |seen, u| seen | u.class());
        if (seen | self.class(from)) & UNDERSCORE == 0 && seen & (UPPER | DIGIT) == 0 {
            self.part(from, to, role, in_code);
            return;
        }
        self.split(from, to);
        let parts = std::mem::take(self.parts);
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
        let are_words = parts.len() <= MOST_LONG_PARTS && to - from >= LONG_PART * parts.len();
        if parts.len() <= MOST_PARTS || are_words {
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

/// Keeps what of a long word is indexed, in whole characters.
fn cut(word: &mut String) {
    let mut length = 0;
    let end = word.char_indices().find_map(|(at, c)| {
        length += c.len_utf16();
        (length > LONGEST).then_some(at)
    });
    word.truncate(end.unwrap_or(word.len()));
}
