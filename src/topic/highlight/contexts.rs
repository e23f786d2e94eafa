//! The contexts of grammars: their rules in the order in which they are tried, and which of them can match where.
//!
//! In: syntect's contexts, as its grammars hold them. Out: [`Context`], made when it is first asked for and kept as long as
//! the program runs. Most of a context's rules cannot match at most places of a line; a table of first bytes
//! ([`FirstBytes`]) says so for 64 rules at a time.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{LazyLock, OnceLock, PoisonError, RwLock};

use onig::{Regex, RegexOptions, Syntax};
use syntect::parsing::syntax_definition::{self, ContextId, ContextReference, MatchOperation, MatchPattern};
use syntect::parsing::{ParseState, SyntaxReference, SyntaxSet};

use crate::topic::highlight::first_bytes::{DEPTH, END, FirstBytes};

/// A context: what can stand at a place of a text, such as the inside of a string.
pub struct Context {
    /// As the grammar has it.
    pub definition: &'static syntax_definition::Context,
    rules: Vec<&'static Rule>,
    groups: Vec<Group>,
    prototype: OnceLock<Option<&'static Context>>,
}

/// A rule: an expression, and what follows where it matches.
pub struct Rule {
    /// As the grammar has it.
    pub pattern: &'static MatchPattern,
    first: FirstBytes,
    regex: OnceLock<Option<Regex>>,
    targets: OnceLock<Option<Vec<&'static Context>>>,
    with_prototype: OnceLock<Option<&'static Context>>,
}

/// Which of up to 64 rules can match, a bit for each.
struct Group {
    /// By the bytes at the first places of a match.
    at: [[u64; END + 1]; DEPTH],
    /// Where no word begins or ends.
    within_words: u64,
    all: u64,
}

/// The grammars of the program.
pub fn grammars() -> &'static SyntaxSet {
    static GRAMMARS: OnceLock<SyntaxSet> = OnceLock::new();
    GRAMMARS.get_or_init(two_face::syntax::extra_newlines)
}

/// An expression as grammars mean it; `None` if Oniguruma refuses it.
pub fn compile(regex: &str) -> Option<Regex> {
    Regex::with_options(regex, RegexOptions::REGEX_OPTION_CAPTURE_GROUP, Syntax::default()).ok()
}

/// The value of a key, made once and kept for good.
fn kept<K: Eq + Hash, V>(all: &RwLock<HashMap<K, &'static V>>, key: K, make: impl FnOnce() -> V) -> &'static V {
    if let Some(known) = all.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
        return known;
    }
    let made = make();
    all.write().unwrap_or_else(PoisonError::into_inner).entry(key).or_insert_with(|| Box::leak(Box::new(made)))
}

impl Context {
    /// The context in which a text begins.
    ///
    /// Syntect keeps its number to itself, but a state shows it.
    pub fn first(syntax: &SyntaxReference) -> Option<&'static Self> {
        let shown = format!("{:?}", ParseState::new(syntax));
        let mut numbers = shown.split(|it: char| !it.is_ascii_digit()).filter_map(|it| it.parse::<usize>().ok());
        Self::numbered(&(numbers.next()?, numbers.next()?))
    }

    /// The context of an id. Syntect resolves references only, and has no way to make one but to read it: `Direct` is the
    /// fifth of its kinds.
    fn numbered(id: &impl serde::Serialize) -> Option<&'static Self> {
        let reference = postcard::to_allocvec(&(4_u32, id)).ok()?;
        Self::of(&postcard::from_bytes(&reference).ok()?)
    }

    /// The context that a rule names.
    fn of(reference: &ContextReference) -> Option<&'static Self> {
        static CONTEXTS: LazyLock<RwLock<HashMap<ContextId, &'static Context>>> = LazyLock::new(RwLock::default);
        let definition = reference.resolve(grammars()).ok()?;
        Some(kept(&CONTEXTS, reference.id().ok()?, || Self::new(definition)))
    }

    fn new(definition: &'static syntax_definition::Context) -> Self {
        let patterns = syntax_definition::context_iter(grammars(), definition);
        let rules: Vec<_> = patterns.filter_map(|(context, at)| context.match_at(at).ok()).map(Rule::of).collect();
        let groups = rules.chunks(64).map(Group::of).collect();
        Self { definition, rules, groups, prototype: OnceLock::new() }
    }

    /// The context whose rules come before its own.
    pub fn prototype(&self) -> Option<&'static Self> {
        *self.prototype.get_or_init(|| self.definition.prototype.and_then(|id| Self::numbered(&id)))
    }

    /// The rules that may match at a byte of a line, in order. What is left out cannot match there.
    pub fn candidates(&self, line: &[u8], at: usize) -> impl Iterator<Item = &'static Rule> {
        let within = is_within_word(line, at);
        self.groups.iter().zip(self.rules.chunks(64)).flat_map(move |(group, rules)| {
            let mut left = group.candidates(line, at);
            if within {
                left &= group.within_words;
            }
            std::iter::from_fn(move || {
                let rule = rules.get(left.trailing_zeros() as usize)?;
                left &= left - 1;
                Some(*rule)
            })
        })
    }
}

/// Whether the same word goes on at a byte, or the same blanks and signs. Signs beyond ASCII may be letters or not.
fn is_within_word(line: &[u8], at: usize) -> bool {
    let is_word = |byte: Option<&u8>| byte.is_some_and(|it| it.is_ascii_alphanumeric() || *it == b'_');
    let (before, here) = (at.checked_sub(1).and_then(|it| line.get(it)), line.get(at));
    is_word(before) == is_word(here) && [before, here].into_iter().flatten().all(u8::is_ascii)
}

impl Group {
    fn of(rules: &[&Rule]) -> Self {
        let mut group = Self { at: [[0; END + 1]; DEPTH], within_words: 0, all: 0 };
        for (number, rule) in rules.iter().enumerate() {
            let bit = 1 << number;
            group.all |= bit;
            if !rule.first.at_boundary {
                group.within_words |= bit;
            }
            for (bytes, rules) in rule.first.at.iter().zip(&mut group.at) {
                for (byte, rules) in rules.iter_mut().enumerate() {
                    *rules |= if bytes.holds(byte) { bit } else { 0 };
                }
            }
        }
        group
    }

    fn candidates(&self, line: &[u8], at: usize) -> u64 {
        let mut left = self.all;
        for (place, rules) in self.at.iter().enumerate() {
            match line.get(at + place) {
                Some(byte) if !byte.is_ascii() => break,
                Some(byte) => left &= rules[usize::from(*byte)],
                None => return left & rules[END],
            }
            if left == 0 {
                break;
            }
        }
        left
    }
}

impl Rule {
    fn of(pattern: &'static MatchPattern) -> &'static Self {
        /// By where the grammar holds the pattern: contexts that include the same one share it.
        static RULES: LazyLock<RwLock<HashMap<usize, &'static Rule>>> = LazyLock::new(RwLock::default);
        kept(&RULES, std::ptr::from_ref(pattern).addr(), || Self {
            pattern,
            first: FirstBytes::of(pattern.regex().regex_str()),
            regex: OnceLock::new(),
            targets: OnceLock::new(),
            with_prototype: OnceLock::new(),
        })
    }

    /// Its expression.
    pub fn regex(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| compile(self.pattern.regex().regex_str())).as_ref()
    }

    /// The contexts that it enters, the innermost one last; `None` if one is missing.
    pub fn targets(&self) -> Option<&[&'static Context]> {
        let find = || match &self.pattern.operation {
            MatchOperation::Push(names) | MatchOperation::Set(names) => names.iter().map(Context::of).collect(),
            MatchOperation::Pop | MatchOperation::None => Some(Vec::new()),
        };
        self.targets.get_or_init(find).as_deref()
    }

    /// The context whose rules come first in all that it enters.
    pub fn with_prototype(&self) -> Option<&'static Context> {
        *self.with_prototype.get_or_init(|| self.pattern.with_prototype.as_ref().and_then(Context::of))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_grammar_has_a_first_context() {
        for syntax in grammars().syntaxes() {
            let first = Context::first(syntax).unwrap_or_else(|| panic!("{}", syntax.name));
            assert_eq!(first.rules.len(), 1, "{}", syntax.name);
            assert!(!first.rules[0].targets().unwrap().is_empty(), "{}", syntax.name);
        }
    }
}
