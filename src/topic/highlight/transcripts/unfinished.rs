//! Whether a command of a shell is finished.
//!
//! In: what was typed, line after line. Out: whether something is open that another line must close: a quotation, a
//! here-document, a loop, a condition, the body of a function, brackets, or a line that says that another follows.

use std::collections::VecDeque;

use crate::topic::highlight::transcripts::Kind;
use crate::topic::highlight::transcripts::shells::Dialect;

/// What ends something that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Closer {
    Done,
    Fi,
    Esac,
    Brace,
    Bracket,
    /// Of `$(` inside of quotation marks, which go on behind it.
    BracketInQuote,
    /// Of `((`.
    Arithmetic,
}

/// More lines than this are no single command without prompts.
const LONGEST: usize = 1_000;

/// A command as far as it was typed, and what would end it.
#[derive(Clone, Debug)]
pub struct Unfinished {
    dialect: Dialect,
    /// End here-documents, the next one first.
    delimiters: VecDeque<String>,
    closers: Vec<Closer>,
    /// A quotation is open.
    quote: Option<char>,
    /// The last line says that another follows.
    joins: bool,
    /// A word that comes now is the name of a command, or a word of the shell.
    is_first: bool,
    /// The name of a function comes now.
    names_function: bool,
    /// A function was named, and its body comes now.
    awaits_body: bool,
}

impl Unfinished {
    /// With the first line of a command.
    pub fn new(dialect: Dialect, line: &str) -> Self {
        let mut typed = Self {
            dialect,
            delimiters: VecDeque::new(),
            closers: Vec::new(),
            quote: None,
            joins: false,
            is_first: true,
            names_function: false,
            awaits_body: false,
        };
        typed.add(line);
        typed
    }

    /// How the shell reads it.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Whether another line belongs to it.
    pub fn is_open(&self) -> bool {
        self.joins || self.has_open()
    }

    /// Whether the next line belongs to it for no other reason than that the last one says so.
    pub fn is_only_joined(&self) -> bool {
        self.joins && !self.has_open()
    }

    /// Whether the next line is one of a here-document.
    pub fn is_in_document(&self) -> bool {
        !self.delimiters.is_empty()
    }

    fn has_open(&self) -> bool {
        !self.delimiters.is_empty() || !self.closers.is_empty() || self.quote.is_some()
    }

    /// Adds a line.
    pub fn add(&mut self, line: &str) {
        if let Some(delimiter) = self.delimiters.front() {
            let ends = match self.dialect {
                Dialect::PowerShell => line.starts_with(delimiter.as_str()),
                _ => line.trim() == delimiter,
            };
            if ends {
                self.delimiters.pop_front();
            }
            return;
        }
        match self.dialect {
            Dialect::Posix => self.posix(line),
            Dialect::PowerShell => self.power_shell(line),
            Dialect::Cmd => self.cmd(line),
        }
    }

    fn posix(&mut self, line: &str) {
        self.is_first |= !self.joins && self.quote.is_none();
        self.joins = false;
        let mut word = String::new();
        // Behind `|`, `&&` and `||` a command must follow.
        let mut awaits = false;
        let mut chars = line.trim_end().chars().peekable();
        while let Some(sign) = chars.next() {
            if let Some(open) = self.quote {
                match sign {
                    '\\' if open != '\'' => drop(chars.next()),
                    '$' if open == '"' && chars.next_if_eq(&'(').is_some() => {
                        self.quote = None;
                        self.opens(Closer::BracketInQuote);
                        word.clear();
                    }
                    _ if sign == open => self.quote = None,
                    _ => {}
                }
                continue;
            }
            let was_awaiting = std::mem::take(&mut awaits);
            match sign {
                '\\' => match chars.next() {
                    Some(_) => word.push('\\'),
                    None => self.joins = true,
                },
                '\'' | '"' | '`' => {
                    self.quote = Some(sign);
                    word.push(sign);
                }
                '#' if word.is_empty() => {
                    awaits = was_awaiting;
                    break;
                }
                '(' => {
                    let is_first = word.is_empty() || word.ends_with('$');
                    let is_function = !is_first && chars.next_if_eq(&')').is_some();
                    self.word(&word);
                    word.clear();
                    if is_function {
                        (self.is_first, self.awaits_body) = (true, true);
                    } else if is_first && chars.next_if_eq(&'(').is_some() {
                        self.opens(Closer::Arithmetic);
                    } else {
                        self.opens(Closer::Bracket);
                        self.is_first = is_first;
                    }
                }
                ')' => {
                    self.word(&word);
                    word.clear();
                    self.bracket_closes(chars.peek() == Some(&')')).then(|| chars.next());
                }
                '<' if chars.peek() == Some(&'<') && !self.closers.contains(&Closer::Arithmetic) => {
                    self.word(&word);
                    word.clear();
                    chars.next();
                    if chars.next_if_eq(&'<').is_none() {
                        self.document(&mut chars);
                    }
                }
                ';' | '&' | '|' => {
                    self.word(&word);
                    word.clear();
                    self.is_first = true;
                    awaits = match sign {
                        '&' => was_awaiting || chars.next_if_eq(&'&').is_some(),
                        sign => sign == '|',
                    };
                }
                '<' | '>' => {
                    self.word(&word);
                    word.clear();
                    // What follows names a file.
                    chars.next_if_eq(&'&');
                }
                blank if blank.is_whitespace() => {
                    self.word(&word);
                    word.clear();
                    awaits = was_awaiting;
                }
                _ => word.push(sign),
            }
        }
        self.word(&word);
        self.joins |= (awaits || self.awaits_body) && self.quote.is_none();
    }

    /// A here-document begins behind `<<`.
    fn document(&mut self, chars: &mut std::iter::Peekable<std::str::Chars<'_>>) {
        while chars.next_if(|c| matches!(c, '-' | ' ' | '~')).is_some() {}
        let mut delimiter = String::new();
        while let Some(c) = chars.next_if(|c| !c.is_whitespace() && !matches!(c, ';' | '&' | '|' | ')' | '<' | '>')) {
            if !matches!(c, '\'' | '"' | '\\') {
                delimiter.push(c);
            }
        }
        if !delimiter.is_empty() {
            self.delimiters.push_back(delimiter);
        }
    }

    fn opens(&mut self, closer: Closer) {
        self.closers.push(closer);
        self.is_first = closer != Closer::Arithmetic;
        self.awaits_body = false;
    }

    /// A closing bracket; whether it takes a second one with it.
    fn bracket_closes(&mut self, is_double: bool) -> bool {
        match self.closers.last() {
            Some(Closer::Arithmetic) if is_double => {
                self.closers.pop();
                self.is_first = false;
                return true;
            }
            Some(Closer::Bracket) => {
                self.closers.pop();
                self.is_first = false;
            }
            Some(Closer::BracketInQuote) => {
                self.closers.pop();
                self.quote = Some('"');
            }
            // Behind a pattern.
            Some(Closer::Esac) => self.is_first = true,
            _ => {}
        }
        false
    }

    /// A word, without the signs that part words.
    fn word(&mut self, word: &str) {
        if word.is_empty() {
            return;
        }
        if std::mem::take(&mut self.names_function) {
            (self.is_first, self.awaits_body) = (true, true);
            return;
        }
        if !std::mem::take(&mut self.is_first) {
            return;
        }
        self.awaits_body = false;
        match word {
            "for" | "select" => {
                self.opens(Closer::Done);
                self.is_first = false;
            }
            "while" | "until" => self.opens(Closer::Done),
            "if" => self.opens(Closer::Fi),
            "case" => {
                self.opens(Closer::Esac);
                self.is_first = false;
            }
            "{" => self.opens(Closer::Brace),
            "then" | "do" | "else" | "elif" | "!" | "time" => self.is_first = true,
            "function" => self.names_function = true,
            "done" => self.closes(Closer::Done),
            "fi" => self.closes(Closer::Fi),
            "esac" => self.closes(Closer::Esac),
            "}" => self.closes(Closer::Brace),
            _ => {}
        }
    }

    /// What a closer ends, and all that was opened in it.
    fn closes(&mut self, closer: Closer) {
        if let Some(at) = self.closers.iter().rposition(|it| *it == closer) {
            self.closers.truncate(at);
        }
    }

    fn power_shell(&mut self, line: &str) {
        let line = line.trim_end();
        let mut before = ' ';
        let mut chars = line.chars().peekable();
        self.joins = false;
        while let Some(sign) = chars.next() {
            match self.quote {
                Some('"') if sign == '`' => drop(chars.next()),
                Some(open) if sign == open => self.quote = None,
                Some(_) => {}
                None => match sign {
                    '@' if chars.peek().is_some_and(|c| matches!(c, '"' | '\'')) => {
                        let quote = chars.next().unwrap_or('"');
                        match chars.peek() {
                            None => self.delimiters.push_back(format!("{quote}@")),
                            Some(_) => self.quote = Some(quote),
                        }
                    }
                    '"' | '\'' => self.quote = Some(sign),
                    '`' => self.joins = chars.next().is_none(),
                    '#' if before.is_whitespace() => return,
                    '{' => self.closers.push(Closer::Brace),
                    '(' => self.closers.push(Closer::Bracket),
                    '}' => self.closes(Closer::Brace),
                    ')' => self.closes(Closer::Bracket),
                    '|' => self.joins = chars.peek().is_none(),
                    _ => {}
                },
            }
            before = sign;
        }
    }

    fn cmd(&mut self, line: &str) {
        let line = line.trim();
        self.joins = line.ends_with('^') && !line.ends_with("^^");
        if line.starts_with(')') {
            self.closes(Closer::Bracket);
        }
        if line.ends_with('(') {
            self.closers.push(Closer::Bracket);
        }
    }
}

/// The lines in which an unfinished command goes on.
pub fn going_on(typed: &Unfinished, rest: &[&str], begins: &dyn Fn(&str) -> bool) -> Vec<Kind> {
    let (shown, is_finished) = behind_prompts(typed.clone(), rest, begins);
    if is_finished {
        return shown;
    }
    match without_prompts(typed.clone(), rest, begins) {
        (bare, is_finished) if is_finished || shown.is_empty() => bare,
        _ => shown,
    }
}

/// The lines behind prompts, and whether the command is finished then.
fn behind_prompts(mut typed: Unfinished, rest: &[&str], begins: &dyn Fn(&str) -> bool) -> (Vec<Kind>, bool) {
    let mut kinds = Vec::new();
    for line in rest {
        if !typed.is_open() || begins(line) {
            break;
        }
        let Some(length) = typed.dialect().goes_on(line) else { break };
        typed.add(line.get(length..).unwrap_or(""));
        kinds.push(Kind::GoesOn(length));
    }
    (kinds, !typed.is_open())
}

/// The same where no prompts stand. What does not end is what came back, but for lines that the one before it announced.
fn without_prompts(mut typed: Unfinished, rest: &[&str], begins: &dyn Fn(&str) -> bool) -> (Vec<Kind>, bool) {
    let mut announced = 0;
    let mut lines = 0;
    for line in rest.iter().take(LONGEST) {
        let is_announced = typed.is_only_joined();
        let ends = !typed.is_in_document() && begins(line) || is_announced && line.trim().is_empty();
        if !typed.is_open() || ends {
            break;
        }
        if is_announced && announced == lines {
            announced += 1;
        }
        typed.add(line);
        lines += 1;
    }
    let is_finished = !typed.is_open();
    (vec![Kind::GoesOn(0); if is_finished { lines } else { announced }], is_finished)
}
