//! With which bytes a match of a regular expression can begin.
//!
//! In: an expression as Oniguruma reads it. Out: for each of the first [`DEPTH`] places of a match the bytes that can stand
//! there, never too few of them. What this module does not know of an expression makes the sets larger: look-arounds and
//! back references count as able to match anything. Where a line holds none of these bytes, no search is needed.

use std::fmt::Write as _;

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind, Look};

/// So many places are looked at.
pub const DEPTH: usize = 3;

/// Stands for the end of the line in a set; below it are the ASCII bytes.
pub const END: usize = 128;

/// A set of ASCII bytes and of [`END`], a bit for each.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bytes {
    ascii: u128,
    end: bool,
}

/// What a match can begin with. A byte that is not ASCII can stand at any place, and anything after it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FirstBytes {
    /// By place.
    pub at: [Bytes; DEPTH],
    /// A match begins where a word begins or ends.
    pub at_boundary: bool,
}

impl Bytes {
    const NONE: Self = Self { ascii: 0, end: false };
    const ALL: Self = Self { ascii: u128::MAX, end: true };

    /// Whether an ASCII byte, or [`END`], is in the set.
    pub fn holds(self, byte: usize) -> bool {
        if byte == END { self.end } else { self.ascii >> byte & 1 == 1 }
    }

    fn add(&mut self, first: u8, last: u8) {
        for byte in first..=last.min(127) {
            self.ascii |= 1 << byte;
        }
    }
}

impl FirstBytes {
    /// Anything.
    const ANY: Self = Self { at: [Bytes::ALL; DEPTH], at_boundary: false };

    /// What a match of an expression can begin with.
    pub fn of(regex: &str) -> Self {
        let mut parser = ParserBuilder::new().unicode(false).utf8(false).build();
        let Some(hir) = portable(regex).and_then(|regex| parser.parse(&regex).ok()) else { return Self::ANY };
        let mut first = Self { at: [Bytes::NONE; DEPTH], at_boundary: begins_at_boundary(&hir) };
        let lengths = first.read(&hir, 1);
        // Where a match can be over, anything can follow.
        let shortest = lengths.trailing_zeros() as usize;
        if shortest < DEPTH {
            first.at[shortest..].fill(Bytes::ALL);
        }
        first
    }

    /// Adds what a part of an expression reads after so many bytes: `lengths` has a bit for each number of bytes before it, the
    /// last one for [`DEPTH`] and more. Returns the lengths after it.
    fn read(&mut self, hir: &Hir, lengths: u8) -> u8 {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => lengths,
            HirKind::Literal(literal) => literal
                .0
                .iter()
                .take(DEPTH)
                .fold(lengths, |lengths, byte| self.step(lengths, |bytes| bytes.add(*byte, *byte))),
            HirKind::Class(class) => self.step(lengths, |bytes| match class {
                Class::Bytes(class) => class.iter().for_each(|it| bytes.add(it.start(), it.end())),
                Class::Unicode(_) => *bytes = Bytes::ALL,
            }),
            HirKind::Capture(capture) => self.read(&capture.sub, lengths),
            HirKind::Concat(parts) => parts.iter().fold(lengths, |lengths, part| self.read(part, lengths)),
            HirKind::Alternation(parts) => parts.iter().fold(0, |after, part| after | self.read(part, lengths)),
            HirKind::Repetition(repetition) => {
                let mut now = lengths;
                let mut after = if repetition.min == 0 { lengths } else { 0 };
                // More than so many times add nothing new.
                let most = repetition.max.unwrap_or(u32::MAX).min(repetition.min.min(DEPTH as u32) + DEPTH as u32);
                for count in 1..=most {
                    now = self.read(&repetition.sub, now);
                    if count >= repetition.min.min(DEPTH as u32) {
                        after |= now;
                    }
                }
                after
            }
        }
    }

    /// One byte read.
    fn step(&mut self, lengths: u8, add: impl Fn(&mut Bytes)) -> u8 {
        for (place, bytes) in self.at.iter_mut().enumerate() {
            if lengths >> place & 1 == 1 {
                add(bytes);
            }
        }
        let last = 1 << DEPTH;
        (lengths << 1 | lengths & last) & (last | (last - 1))
    }
}

/// Whether each match begins where a word begins or ends.
fn begins_at_boundary(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Look(look) => matches!(look, Look::WordAscii),
        HirKind::Capture(capture) => begins_at_boundary(&capture.sub),
        HirKind::Concat(parts) => {
            let reads_nothing = |part: &&Hir| part.properties().maximum_len() == Some(0);
            let length = parts.iter().take_while(reads_nothing).count();
            parts.iter().take(length + 1).any(begins_at_boundary)
        }
        HirKind::Alternation(parts) => parts.iter().all(begins_at_boundary),
        HirKind::Repetition(repetition) => repetition.min > 0 && begins_at_boundary(&repetition.sub),
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) => false,
    }
}

/// An expression in the syntax of `regex-syntax` that matches at least what Oniguruma's does in ASCII text; `None` where
/// something in it is not known. Oniguruma's syntax is described at
/// <https://github.com/kkos/oniguruma/blob/master/doc/RE>.
fn portable(regex: &str) -> Option<String> {
    // Without regard to case, a sign beyond ASCII may stand for some in it: ß for ss.
    if !regex.is_ascii() && regex.contains("(?i") {
        return None;
    }
    let mut reader = Reader { rest: regex, out: String::with_capacity(regex.len()) };
    reader.alternatives(true, false)?;
    reader.rest.is_empty().then_some(reader.out)
}

/// Reads an expression of Oniguruma and writes the portable one.
struct Reader<'a> {
    rest: &'a str,
    out: String,
}

impl<'a> Reader<'a> {
    fn take(&mut self) -> Option<char> {
        let next = self.rest.chars().next()?;
        self.rest = &self.rest[next.len_utf8()..];
        Some(next)
    }

    fn takes(&mut self, text: &str) -> bool {
        match self.rest.strip_prefix(text) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// Reads up to the end of a group or of all. `is_last`: nothing of the whole expression follows.
    fn alternatives(&mut self, is_last: bool, mut extended: bool) -> Option<()> {
        while let Some(next) = self.rest.chars().next() {
            match next {
                ')' => return Some(()),
                '(' => {
                    self.take();
                    self.group(is_last, &mut extended)?;
                    continue;
                }
                '[' => {
                    self.take();
                    self.class()?;
                }
                '\\' => {
                    self.take();
                    self.escape(false)?;
                }
                // Anchors: where a line begins or ends is not looked at.
                '^' | '$' => {
                    self.take();
                    self.out.push_str("(?:)");
                }
                '|' | '.' => {
                    self.take();
                    self.out.push(next);
                    continue;
                }
                '#' if extended => {
                    while self.take().is_some_and(|it| it != '\n') {}
                    continue;
                }
                _ if extended && next.is_whitespace() => {
                    self.take();
                    continue;
                }
                '*' | '+' | '?' => {}
                '{' if self.interval().is_some() => {}
                _ => {
                    self.take();
                    self.literal(next);
                }
            }
            self.quantifiers(extended)?;
        }
        Some(())
    }

    /// `{2,3}` at the front of the rest.
    fn interval(&self) -> Option<&'a str> {
        let (inside, _) = self.rest.strip_prefix('{')?.split_once('}')?;
        let (low, high) = inside.split_once(',').unwrap_or((inside, ""));
        let is_number = |text: &str| text.len() < 4 && text.bytes().all(|it| it.is_ascii_digit());
        (!low.is_empty() && is_number(low) && is_number(high)).then(|| &self.rest[..inside.len() + 2])
    }

    /// Repetitions. Lazy and possessive ones become greedy: a match of theirs is one of the greedy one.
    fn quantifiers(&mut self, extended: bool) -> Option<()> {
        if extended {
            self.rest = self.rest.trim_start();
        }
        if let Some(interval) = self.interval() {
            self.out.push_str(interval);
            self.rest = &self.rest[interval.len()..];
            // In Oniguruma's syntax `x{2}?` is `(?:x{2})?`, and `x{2}+` is `(?:x{2})+`.
            return (!self.rest.starts_with(['?', '+', '*', '{'])).then_some(());
        }
        if self.rest.starts_with("{,") {
            return None;
        }
        if let Some(sign) = self.rest.chars().next().filter(|it| matches!(it, '*' | '+' | '?')) {
            self.take();
            self.out.push(sign);
            if self.rest.starts_with(['?', '+']) {
                self.take();
            }
            return (!self.rest.starts_with(['?', '+', '*', '{'])).then_some(());
        }
        Some(())
    }

    /// After `(`.
    fn group(&mut self, is_last: bool, extended: &mut bool) -> Option<()> {
        let mut inner = *extended;
        let mut is_skipped = false;
        let mut looks_ahead = false;
        let before = self.out.len();
        self.out.push_str("(?:");
        if self.takes("?#") {
            while self.take()? != ')' {}
            self.out.truncate(before);
            return Some(());
        } else if self.takes("?=") {
            looks_ahead = true;
        } else if self.takes("?!") || self.takes("?<=") || self.takes("?<!") {
            is_skipped = true;
        } else if self.takes("?<") {
            while self.take()? != '>' {}
        } else if self.takes("?") && !self.takes(":") && !self.takes(">") {
            // Options: `(?i)`, `(?x-i:`.
            let mut on = true;
            loop {
                match self.take()? {
                    '-' => on = false,
                    'x' => inner = on,
                    'i' if on => self.out.push_str("(?i)"),
                    'i' => self.out.push_str("(?-i)"),
                    // Oniguruma's `m`: the dot matches newlines.
                    'm' if on => self.out.push_str("(?s)"),
                    'm' => self.out.push_str("(?-s)"),
                    ':' => break,
                    ')' => {
                        // What follows, to the end of the group around it, its alternatives too, is a group.
                        self.alternatives(is_last, inner)?;
                        self.out.push(')');
                        return Some(());
                    }
                    _ => return None,
                }
            }
        }
        self.alternatives(false, inner)?;
        if !self.takes(")") {
            return None;
        }
        self.out.push(')');
        // What is looked for ahead of the end is read as if it belonged to the match.
        let ends = is_last && (self.rest.is_empty() || self.rest.starts_with('|'));
        if is_skipped || looks_ahead && !ends {
            self.out.truncate(before);
            self.out.push_str("(?:)");
        }
        self.quantifiers(*extended)
    }

    /// After a backslash.
    fn escape(&mut self, in_class: bool) -> Option<()> {
        match self.take()? {
            sign @ ('d' | 'D' | 'w' | 'W' | 's' | 'S') => {
                self.out.push('\\');
                self.out.push(sign);
            }
            'h' => self.out.push_str("[0-9A-Fa-f]"),
            'H' => self.out.push_str("[^0-9A-Fa-f]"),
            'b' if !in_class => self.out.push_str("\\b"),
            'B' | 'A' | 'z' | 'Z' | 'G' | 'K' if !in_class => self.out.push_str("(?:)"),
            'p' => {
                let (name, rest) = self.rest.strip_prefix('{')?.split_once('}')?;
                self.rest = rest;
                self.out.push_str(match name {
                    "L" | "Alpha" => "[A-Za-z]",
                    "Lu" => "[A-Z]",
                    "Ll" => "[a-z]",
                    "N" | "Nd" => "[0-9]",
                    _ => return None,
                });
            }
            'n' => self.out.push_str("\\n"),
            't' => self.out.push_str("\\t"),
            'r' => self.out.push_str("\\r"),
            'f' => self.out.push_str("\\x0C"),
            'v' => self.out.push_str("\\x0B"),
            'x' => {
                let (digits, rest) = match self.rest.strip_prefix('{') {
                    Some(rest) => rest.split_once('}')?,
                    None => self.rest.split_at_checked(2)?,
                };
                self.rest = rest;
                self.literal(char::from_u32(u32::from_str_radix(digits, 16).ok()?)?);
            }
            // A back reference: anything.
            '1'..='9' if !in_class => {
                self.rest = self.rest.trim_start_matches(|it: char| it.is_ascii_digit());
                self.out.push_str("(?s:.*)");
            }
            sign if sign.is_ascii_punctuation() || sign == ' ' => self.literal(sign),
            _ => return None,
        }
        Some(())
    }

    fn literal(&mut self, sign: char) {
        if sign.is_ascii() {
            let _ = write!(self.out, "\\x{:02X}", u32::from(sign));
        } else {
            self.out.push_str("[\\x80-\\xFF]");
        }
    }

    /// After `[`.
    fn class(&mut self) -> Option<()> {
        self.out.push('[');
        if self.takes("^") {
            self.out.push('^');
        }
        let mut is_first = true;
        loop {
            if self.takes("&&") {
                self.out.push_str("&&");
                continue;
            }
            match self.take()? {
                ']' if !is_first => {
                    self.out.push(']');
                    return Some(());
                }
                '[' if self.rest.starts_with(':') => {
                    let end = self.rest.find(":]")?;
                    let name = &self.rest[1..end];
                    let known = ["alpha", "digit", "alnum", "upper", "lower", "space", "xdigit", "word", "blank"];
                    if !known.contains(&name.trim_start_matches('^')) {
                        return None;
                    }
                    let _ = write!(self.out, "[:{name}:]");
                    self.rest = &self.rest[end + 2..];
                }
                '[' => self.class()?,
                '\\' => self.escape(true)?,
                '-' => {
                    // A range needs its dash; elsewhere it is one more sign.
                    let is_range = !is_first && !self.rest.starts_with(']') && !self.out.ends_with(']');
                    self.out.push_str(if is_range { "-" } else { "\\x2D" });
                }
                sign => self.literal(sign),
            }
            is_first = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What can stand at the first places, as signs.
    fn first(regex: &str) -> Vec<String> {
        let signs = |bytes: &Bytes| -> String {
            let ascii = (0..END).filter(|it| bytes.holds(*it)).filter_map(|it| char::from_u32(it as u32));
            if *bytes == Bytes::ALL { "anything".to_owned() } else { ascii.collect() }
        };
        FirstBytes::of(regex).at.iter().map(signs).collect()
    }

    #[test]
    fn what_an_expression_begins_with_is_read() {
        for (regex, expected) in [
            ("abc", ["a", "b", "c"]),
            ("if|else", ["ei", "fl", "anything"]),
            ("a*b", ["ab", "anything", "anything"]),
            ("a+bc", ["a", "ab", "abc"]),
            ("a{2,3}b", ["a", "a", "ab"]),
            ("x??yz", ["xy", "yz", "anything"]),
            ("(?i)ab\\x63", ["Aa", "Bb", "Cc"]),
            ("a(?i)b|cd", ["a", "BCbc", "anything"]),
            ("(?x) a b # c\n c", ["a", "b", "c"]),
            ("(?=ab)c", ["c", "anything", "anything"]),
            ("a(?=bc)", ["a", "b", "c"]),
            ("(?<!x)a(?!b)cd", ["a", "c", "d"]),
            ("(?<name>[a-c&&[^b]])-]", ["ac", "-", "]"]),
            ("[]a-]\\p{Lu}?\\.", ["-]a", ".ABCDEFGHIJKLMNOPQRSTUVWXYZ", "anything"]),
            ("\\h{3}", ["0123456789ABCDEFabcdef"; 3]),
            ("^\\s*$", ["anything"; 3]),
            ("(a)\\1", ["a", "anything", "anything"]),
            ("\\k<a>bc", ["anything"; 3]),
            ("x{2}?y", ["anything"; 3]),
        ] {
            assert_eq!(first(regex), expected, "{regex}");
        }
    }

    #[test]
    fn an_edge_of_a_word_is_seen_where_each_match_begins_with_it() {
        for (regex, expected) in [
            (r"\bif\b", true),
            (r"(?:\bif|\b(?:else))", true),
            (r"(?!x)\bif", true),
            (r"\bif|else", false),
            (r"(?:\b)?if", false),
            (r"if\b", false),
        ] {
            assert_eq!(FirstBytes::of(regex).at_boundary, expected, "{regex}");
        }
    }
}
