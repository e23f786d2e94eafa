//! Runs grammars over lines of code, and remembers lines.
//!
//! In: lines, one after the other. Out: their runs, added to [`Tokens`]. A grammar is a pure function from its state
//! and a line to runs and the next state, and in a guide a third of all lines have been seen before in the same state
//! (`return x`, `}`, blank lines): these cost a look-up.

use std::collections::HashMap;

use syntect::parsing::{Scope, ScopeStack, ScopeStackOp, SyntaxReference};

use crate::topic::highlight::classes::{self, Class};
use crate::topic::highlight::parser::ParseState;
use crate::topic::highlight::runs::Tokens;

/// States beyond this many are not remembered: a code block of nested brackets has one for each depth.
const MOST_STATES: usize = 64;
/// Nor lines longer than so many bytes, which hardly come twice.
const LONGEST_LINE: usize = 120;
/// Nor more lines than this.
const MOST_LINES: usize = 50_000;

/// What has been seen of each grammar.
#[derive(Default)]
pub struct Painters {
    classes: HashMap<Scope, Class>,
    seen: HashMap<Scope, Seen>,
}

/// Where a block of code stands.
pub struct Painter<'a> {
    classes: &'a mut HashMap<Scope, Class>,
    seen: &'a mut Seen,
    place: Place,
}

/// A state that has a number, or one beyond [`MOST_STATES`].
enum Place {
    Known(usize),
    Other(Box<State>),
}

/// All that the colours of the next line depend on, but for the line.
#[derive(Clone, PartialEq, Eq)]
struct State {
    parse: ParseState,
    scopes: ScopeStack,
    /// The class of each scope of the stack.
    classes: Vec<Class>,
}

/// The states of a grammar; the first is that of a new block.
struct Seen {
    states: Vec<State>,
    /// By the number of the state before the line.
    lines: Vec<HashMap<Box<str>, Line>>,
    kept: usize,
}

struct Line {
    runs: Box<[Run]>,
    next: usize,
}

/// Bytes of one class, or of white space, which takes the class of what stands before it.
#[derive(Clone, Copy)]
enum Run {
    Text(Class, usize),
    Space(usize),
}

impl Painters {
    /// A painter at the beginning of a block.
    pub fn begin(&mut self, syntax: &SyntaxReference) -> Painter<'_> {
        let new = || Seen {
            states: vec![State { parse: ParseState::new(syntax), scopes: ScopeStack::new(), classes: Vec::new() }],
            lines: vec![HashMap::new()],
            kept: 0,
        };
        let seen = self.seen.entry(syntax.scope).or_insert_with(new);
        Painter { classes: &mut self.classes, seen, place: Place::Known(0) }
    }
}

impl Painter<'_> {
    /// Goes back to the beginning of a block.
    pub fn restart(&mut self) {
        self.place = Place::Known(0);
    }

    /// Adds the runs of a line. Text that the grammar cannot follow is left plain, never lost.
    pub fn line(&mut self, line: &str, tokens: &mut Tokens) {
        match &mut self.place {
            Place::Known(number) => {
                if let Some(known) = self.seen.lines[*number].get(line) {
                    known.runs.iter().for_each(|run| run.add_to(tokens));
                    *number = known.next;
                    return;
                }
                let before = *number;
                let mut state = self.seen.states[before].clone();
                let runs = state.line(line, self.classes);
                runs.iter().for_each(|run| run.add_to(tokens));
                self.place = self.seen.number(state);
                if let Place::Known(next) = self.place {
                    self.seen.keep(before, line, runs, next);
                }
            }
            Place::Other(state) => {
                let runs = state.line(line, self.classes);
                runs.iter().for_each(|run| run.add_to(tokens));
                if let Some(number) = self.seen.states.iter().position(|known| known == &**state) {
                    self.place = Place::Known(number);
                }
            }
        }
    }
}

impl Seen {
    fn number(&mut self, state: State) -> Place {
        if let Some(number) = self.states.iter().position(|known| *known == state) {
            return Place::Known(number);
        }
        if self.states.len() >= MOST_STATES {
            return Place::Other(Box::new(state));
        }
        self.states.push(state);
        self.lines.push(HashMap::new());
        Place::Known(self.states.len() - 1)
    }

    fn keep(&mut self, before: usize, line: &str, runs: Vec<Run>, next: usize) {
        if line.len() <= LONGEST_LINE && self.kept < MOST_LINES {
            self.kept += 1;
            self.lines[before].insert(line.into(), Line { runs: runs.into(), next });
        }
    }
}

impl Run {
    fn add_to(&self, tokens: &mut Tokens) {
        match *self {
            Self::Text(class, length) => tokens.add(class, length),
            Self::Space(length) => tokens.add_space(length),
        }
    }
}

impl State {
    /// The runs of a line; the state becomes that after it.
    fn line(&mut self, line: &str, known: &mut HashMap<Scope, Class>) -> Vec<Run> {
        let Some(operations) = self.parse.line(line) else {
            return vec![Run::Text(Class::Plain, line.len())];
        };
        let mut runs = Vec::new();
        let mut at = 0;
        for (byte, operation) in operations {
            let byte = byte.min(line.len());
            if byte > at {
                runs.push(self.run(&line[at..byte]));
                at = byte;
            }
            self.apply(&operation, known);
        }
        if at < line.len() {
            runs.push(self.run(&line[at..]));
        }
        runs
    }

    fn apply(&mut self, operation: &ScopeStackOp, known: &mut HashMap<Scope, Class>) {
        match operation {
            ScopeStackOp::Push(scope) => {
                let outer = self.classes.last().copied().unwrap_or(Class::Plain);
                let own = *known.entry(*scope).or_insert_with(|| classes::of(*scope));
                self.classes.push(own.within(outer));
                self.scopes.push(*scope);
            }
            ScopeStackOp::Pop(count) => {
                for _ in 0..*count {
                    self.classes.pop();
                    self.scopes.pop();
                }
            }
            ScopeStackOp::Clear(_) | ScopeStackOp::Restore => {
                // Rare: let syntect keep the stack and take the classes from it again.
                if self.scopes.apply(operation).is_ok() {
                    self.classes.clear();
                    for scope in &self.scopes.scopes {
                        let outer = self.classes.last().copied().unwrap_or(Class::Plain);
                        self.classes.push(classes::of(*scope).within(outer));
                    }
                }
            }
            ScopeStackOp::Noop => {}
        }
    }

    fn run(&self, text: &str) -> Run {
        let class = self.classes.last().copied().unwrap_or(Class::Plain);
        if text.trim().is_empty() && !matches!(class, Class::Inserted | Class::Deleted) {
            return Run::Space(text.len());
        }
        Run::Text(class, text.len())
    }
}
