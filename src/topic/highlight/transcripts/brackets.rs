//! Whether what was typed into a program other than a shell is finished.
//!
//! In: lines, one after the other. Out: whether something is open that another line must close: brackets, a quotation, a statement
//! that has a body, or a line that says that another follows. Of what it does not know it says that it is finished.

/// How a program's language is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grammar {
    /// A colon begins a body; `#` is a comment; `"""` quotes lines.
    Python,
    /// Words begin a body, which `end` ends; `#` is a comment.
    Julia,
    /// Brackets alone.
    Brackets,
    /// Two semicolons end it.
    Semicolons,
}

/// Words that begin a body in Python; a line may hold all of it.
const PYTHON: [&str; 13] =
    ["if", "for", "while", "def", "class", "with", "try", "async", "match", "else", "elif", "except", "finally"];

/// Words that `end` closes.
const JULIA: [&str; 13] =
    ["function", "if", "for", "while", "begin", "let", "struct", "module", "baremodule", "try", "do", "quote", "macro"];

/// What was typed so far.
#[derive(Clone, Debug)]
pub struct Typed {
    grammar: Grammar,
    depth: usize,
    /// The quotation that is open: a sign, once or three times.
    quote: Option<(char, usize)>,
    bodies: usize,
    /// The last line says that another follows.
    joins: bool,
    has_body: bool,
}

impl Typed {
    /// With the first line.
    pub fn new(grammar: Grammar, line: &str) -> Self {
        let mut typed = Self { grammar, depth: 0, quote: None, bodies: 0, joins: false, has_body: false };
        let first = line.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("");
        typed.has_body =
            grammar == Grammar::Python && (line.starts_with('@') || PYTHON.contains(&first) && line.contains(':'));
        typed.add(line);
        typed
    }

    /// Whether another line belongs to it.
    pub fn is_open(&self) -> bool {
        self.joins || self.has_body || self.depth > 0 || self.bodies > 0 || self.quote.is_some()
    }

    /// Adds a line.
    pub fn add(&mut self, line: &str) {
        let line = line.trim_end();
        if self.grammar == Grammar::Semicolons {
            self.joins = !line.contains(";;");
            return;
        }
        let mut chars = line.char_indices().peekable();
        let mut word = String::new();
        let mut code = 0;
        while let Some((at, sign)) = chars.next() {
            if let Some((open, times)) = self.quote {
                if sign == '\\' {
                    chars.next();
                } else if sign == open && line[at..].starts_with(&open.to_string().repeat(times)) {
                    for _ in 1..times {
                        chars.next();
                    }
                    self.quote = None;
                }
                code = at + 1;
                continue;
            }
            if sign.is_alphanumeric() || matches!(sign, '_' | '!') {
                word.push(sign);
                code = at + 1;
                continue;
            }
            self.word(&word);
            // The quotation mark of `A'` and `don't` begins none.
            let begins = sign == '"' || sign == '\'' && (word.is_empty() || self.grammar == Grammar::Python);
            word.clear();
            match sign {
                '#' if self.grammar != Grammar::Brackets => break,
                '(' | '[' | '{' => self.depth += 1,
                ')' | ']' | '}' => self.depth = self.depth.saturating_sub(1),
                _ if begins => {
                    let times = if line[at..].starts_with(&sign.to_string().repeat(3)) { 3 } else { 1 };
                    for _ in 1..times {
                        chars.next();
                    }
                    self.quote = Some((sign, times));
                }
                _ => {}
            }
            if !sign.is_whitespace() {
                code = at + 1;
            }
        }
        self.word(&word);
        let code = line.get(..code).unwrap_or(line);
        self.joins = match self.grammar {
            Grammar::Python => code.ends_with('\\'),
            _ => ["=", ",", "&&", "||", "|>", "->", "+", "*"].iter().any(|sign| code.ends_with(sign)),
        };
        // A quotation of one line does not go on but behind a backslash, or in Julia.
        if self.quote.is_some_and(|(_, times)| times == 1) && self.grammar == Grammar::Python && !line.ends_with('\\') {
            self.quote = None;
        }
    }

    fn word(&mut self, word: &str) {
        if self.grammar != Grammar::Julia || self.depth > 0 {
            return;
        }
        if JULIA.contains(&word) {
            self.bodies += 1;
        } else if word == "end" {
            self.bodies = self.bodies.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_open(grammar: Grammar, code: &str) -> bool {
        let mut lines = code.lines();
        let mut typed = Typed::new(grammar, lines.next().unwrap_or(""));
        lines.for_each(|line| typed.add(line));
        typed.is_open()
    }

    #[test]
    fn what_python_asks_more_of_is_open() {
        for code in [
            "f(",
            "x = [1,",
            "x = {",
            "s = '''a",
            "s = \"\"\"a\nb",
            "x = 1 + \\",
            "if x:",
            "if x: y",
            "@cache",
            "async def f():",
            "class A: pass",
            "f(  # (",
            "with a as b: # x",
            "while 1: pass",
            "s = 'a\\",
        ] {
            assert!(is_open(Grammar::Python, code), "{code}");
        }
        for code in [
            "f()",
            "x = 1",
            "print('(')",
            "x = \"it's\"",
            "f(1, # (\n2)",
            "s = '''a\nb'''",
            "lambda x: x",
            "d[1:2]",
            "x  # if y:",
            "format(1)",
            "ifs = {1: 2}",
            "print('''(''')",
            "s = r'\\\\'",
            "'it\\'s ('",
            "x: int",
        ] {
            assert!(!is_open(Grammar::Python, code), "{code}");
        }
    }

    #[test]
    fn what_julia_asks_more_of_is_open() {
        for code in [
            "function f(x)",
            "for i in 1:2\n  if i",
            "x = [1,",
            "map(x) do y",
            "x =",
            "a = \"\"\"",
            "struct A\n  x\n",
            "begin # end",
            "if x[end]",
            "f(x) = begin",
            "y = x |>",
        ] {
            assert!(is_open(Grammar::Julia, code), "{code}");
        }
        for code in [
            "f(1)",
            "function f() end",
            "[x for x in y]",
            "x[end]",
            "A'",
            "\"begin\"",
            "if a b else c end",
            "endif",
            "x # do",
            "f!(x)",
        ] {
            assert!(!is_open(Grammar::Julia, code), "{code}");
        }
    }
}
