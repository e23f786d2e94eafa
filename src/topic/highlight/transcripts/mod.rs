//! Transcripts: which part of a line is a prompt, what was typed, and what came back.
//!
//! In: a transcript of Python, of a shell or of another program that asks. Out: its lines, each of a [`Kind`]. The prompts of
//! shells are in `shells.rs`, those of other programs in `programs.rs`. `#` is root's prompt where a block has no other; beside
//! another it begins a comment. A command goes on only where it is unfinished (`unfinished.rs`): behind `>`, or without a
//! prompt, as one writes it who has no terminal to copy from, up to where it ends.

mod brackets;
mod programs;
mod prompts;
mod shells;
#[cfg(test)]
mod tests;
mod unfinished;

use crate::topic::highlight::transcripts::brackets::Typed;
pub use crate::topic::highlight::transcripts::programs::Program;
use crate::topic::highlight::transcripts::prompts::{Prompts, root};
use crate::topic::highlight::transcripts::unfinished::{Unfinished, going_on};

/// What a line of a transcript is; prompts with their length in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A prompt, and a command that begins.
    Command(usize),
    /// A prompt, and a command that goes on; without a prompt, 0.
    GoesOn(usize),
    /// A remark of the author.
    Comment,
    /// What came back.
    Output,
}

/// The lines of a Python session. It may stand indented as a whole, as in the text that a function has above it.
pub fn python(code: &str) -> Vec<Kind> {
    let known = [Program::Python, Program::IPython];
    let margin = code
        .lines()
        .find(|line| is_asked(line.trim_start(), &known))
        .map_or(0, |line| line.len() - line.trim_start().len());
    if margin == 0 {
        return python_lines(code);
    }
    let blanks = " ".repeat(margin);
    let lines: Vec<&str> = code.lines().map(|line| line.strip_prefix(&blanks).unwrap_or(line)).collect();
    let moved = |(kind, line): (Kind, &str)| match kind {
        Kind::Command(length) if line.starts_with(&blanks) => Kind::Command(length + margin),
        Kind::GoesOn(length) if line.starts_with(&blanks) => Kind::GoesOn(length + margin),
        kind => kind,
    };
    python_lines(&lines.join("\n")).into_iter().zip(code.lines()).map(moved).collect()
}

fn python_lines(code: &str) -> Vec<Kind> {
    let mut kinds = programs(code, &[Program::Python, Program::IPython]);
    // A session may be shown from its middle. Below that, dots that end nothing came back, as in `... 5 more lines`.
    for (line, kind) in code.lines().zip(&mut kinds) {
        let Some(length) = Program::Python.goes_on(line).filter(|_| *kind == Kind::Output) else { break };
        *kind = Kind::GoesOn(length);
    }
    kinds
}

fn is_asked(line: &str, known: &[Program]) -> bool {
    known.iter().any(|program| program.asks(line).is_some())
}

/// Whether code that was not called a session is one of Python.
pub fn is_python(code: &str) -> bool {
    is_asked(first_line(code).trim_start(), &[Program::Python, Program::IPython])
}

/// The program whose session code is that was not called one, by its first prompt and the name of the grammar that it is called by:
/// `sqlite>` is a prompt in any, `>` in JavaScript, R and others, `#` in OCaml.
pub fn program(language: &str, code: &str) -> Option<Program> {
    let first = code.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    let line = first_line(code);
    let of_language =
        Program::of_language(language).iter().find(|it| it.asks(first).or_else(|| it.asks(line)).is_some());
    Program::NAMED.iter().find(|program| program.asks(line).is_some()).or(of_language).copied()
}

/// The lines of a session of a program.
pub fn of_program(program: Program, code: &str) -> Vec<Kind> {
    programs(code, &[program])
}

/// Whether code that was not called a session is one of a program that its prompt names.
fn is_of_program(code: &str) -> bool {
    program("", code).is_some()
}

fn programs(code: &str, known: &[Program]) -> Vec<Kind> {
    let lines: Vec<&str> = code.lines().collect();
    let mut kinds = Vec::with_capacity(lines.len());
    while let Some(line) = lines.get(kinds.len()) {
        match known.iter().find_map(|program| Some((program, program.asks(line)?))) {
            Some((program, length)) => {
                kinds.push(Kind::Command(length));
                let below = lines_below(*program, (line, length), &lines[kinds.len()..]);
                kinds.extend(below);
            }
            None if is_remark(line) && kinds.iter().all(|kind| *kind == Kind::Comment) => kinds.push(Kind::Comment),
            None => kinds.push(Kind::Output),
        }
    }
    kinds
}

/// The lines in which a command of a program goes on, below its first line with a prompt of this length.
fn lines_below(program: Program, (line, length): (&str, usize), rest: &[&str]) -> Vec<Kind> {
    let behind = |line: &str, length: usize| line.get(length..).unwrap_or("").to_owned();
    let mut typed = program.grammar().map(|grammar| Typed::new(grammar, &behind(line, length)));
    let blanks = " ".repeat(line[..length].chars().count());
    let mut kinds = Vec::new();
    for (index, line) in rest.iter().enumerate() {
        let is_open = typed.as_ref().is_none_or(Typed::is_open);
        let is_aligned = |line: &str| line.starts_with(&blanks) && !line.trim().is_empty();
        let comes_again = || rest[index..].iter().take(LONGEST_GAP).find(|line| !line.trim().is_empty());
        let shown = match program.goes_on(line) {
            Some(length) if is_open || program != Program::Python => length,
            _ if !is_open || !program.aligns() || program.asks(line).is_some() => break,
            // The blanks stay: they may mean something.
            _ if is_aligned(line) || line.trim().is_empty() && comes_again().is_some_and(|line| is_aligned(line)) => 0,
            _ => break,
        };
        kinds.push(Kind::GoesOn(shown));
        if let Some(typed) = &mut typed {
            typed.add(&behind(line, shown));
        }
    }
    kinds
}

/// More empty lines than this are no gap in a command.
const LONGEST_GAP: usize = 3;

/// The lines of a shell's session.
pub fn shell(code: &str) -> Vec<Kind> {
    let lines: Vec<&str> = code.lines().collect();
    let mut prompts = Prompts::of(&lines);
    let mut kinds = Vec::with_capacity(lines.len());
    let mut started: Option<Program> = None;
    while let Some(line) = lines.get(kinds.len()) {
        if let Some((length, dialect)) = prompts.begins(line) {
            kinds.push(Kind::Command(length));
            let typed = line.get(length..).unwrap_or("");
            let rest = &lines[kinds.len()..];
            kinds.extend(going_on(&Unfinished::new(dialect, typed), rest, &|line| prompts.begins(line).is_some()));
            started = Program::started_by(typed);
            prompts.follow(line, typed);
            continue;
        }
        let mut programs = Program::NAMED.into_iter().chain(started);
        match programs.find_map(|program| Some((program, program.asks(line)?))) {
            Some((program, length)) => {
                kinds.push(Kind::Command(length));
                let below = lines_below(program, (line, length), &lines[kinds.len()..]);
                kinds.extend(below);
            }
            None => kinds.push(if root(line).is_some() { Kind::Comment } else { Kind::Output }),
        }
    }
    kinds
}

/// Whether code that was not called a session is one of a shell.
pub fn is_shell(code: &str) -> bool {
    let line = first_line(code);
    shells::prompt(line).is_some() || is_of_program(code)
}

/// The first line that is neither blank nor a remark.
fn first_line(code: &str) -> &str {
    code.lines().find(|line| !line.trim().is_empty() && !is_remark(line)).unwrap_or("")
}

/// Whether a line is a remark in one of the languages that sessions are called by. A prompt of `root` is one too.
fn is_remark(line: &str) -> bool {
    let line = line.trim_start();
    ["#", "//", "-- ", "REM ", "rem ", "::"].iter().any(|start| line.starts_with(start))
}
