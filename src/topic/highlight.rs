//! Syntax highlighting at build time.
//!
//! In: code and its language. Out: [`Tokens`], runs of bytes with a class each. Scopes of the grammars are mapped to
//! about twenty short classes and equal neighbours are merged, so the markup stays small and one markup serves every
//! colour scheme. Blocks are highlighted once each, in parallel; `cache` keeps the result between builds.

use std::collections::HashMap;
use std::sync::OnceLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, ScopeStackOp, SyntaxReference, SyntaxSet};

use crate::topic::classes::{self, Class};
use crate::words::escape::escape_text_into;

/// Code longer than this many bytes, or with a line longer than [`LONGEST_LINE`], is shown plain: regular expressions
/// over it could take minutes.
const LONGEST_CODE: usize = 400_000;
/// See [`LONGEST_CODE`].
const LONGEST_LINE: usize = 5_000;

/// Highlighted code: runs of bytes that follow each other, each with a class.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tokens(Vec<(Class, usize)>);

/// A language that can be highlighted.
#[derive(Clone, Copy)]
pub struct Language {
    syntax: Option<&'static SyntaxReference>,
    shape: Shape,
}

/// How a block of a language is laid out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Code,
    /// A Python session with `>>>` and `...`.
    PythonSession,
    /// A shell session with `$`, `#`, `>` or `%`.
    ShellSession,
}

/// Names people write that the grammars do not know.
const ALIASES: [(&str, &str); 30] = [
    ("python3", "python"),
    ("py3", "python"),
    ("python2", "python"),
    ("ipython", "python"),
    ("jinja", "jinja2"),
    ("django", "jinja2"),
    ("htmldjango", "jinja2"),
    ("tera", "jinja2"),
    ("shell", "bash"),
    ("zsh", "bash"),
    ("sh", "bash"),
    ("dockerfile", "dockerfile"),
    ("containerfile", "dockerfile"),
    ("jsonc", "json"),
    ("json5", "json"),
    ("csharp", "cs"),
    ("c#", "cs"),
    ("golang", "go"),
    ("node", "js"),
    ("mjs", "js"),
    ("postgresql", "sql"),
    ("postgres", "sql"),
    ("mysql", "sql"),
    ("sqlite", "sql"),
    ("plpgsql", "sql"),
    ("make", "makefile"),
    ("conf", "ini"),
    ("cfg", "ini"),
    ("patch", "diff"),
    ("svg", "xml"),
];

/// Languages shown plain without a warning.
const PLAIN: [&str; 7] = ["", "text", "txt", "plain", "plaintext", "none", "output"];

fn grammars() -> &'static SyntaxSet {
    static GRAMMARS: OnceLock<SyntaxSet> = OnceLock::new();
    GRAMMARS.get_or_init(two_face::syntax::extra_newlines)
}

/// The language of a name, or `None` if nothing highlights it.
pub fn language(name: &str) -> Option<Language> {
    let code = |syntax| Language { syntax, shape: Shape::Code };
    if PLAIN.contains(&name) {
        return Some(code(None));
    }
    match name {
        "pycon" | "python-console" | "python-repl" => {
            return Some(Language { syntax: find("python"), shape: Shape::PythonSession });
        }
        "console" | "shell-session" | "shellsession" | "terminal" | "sh-session" => {
            return Some(Language { syntax: find("bash"), shape: Shape::ShellSession });
        }
        _ => {}
    }
    let aliased = ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name, |(_, target)| target);
    find(aliased).map(|syntax| code(Some(syntax)))
}

fn find(name: &str) -> Option<&'static SyntaxReference> {
    // What `find_syntax_by_token` does by looking through all: the name, before it the extension, the last one wins.
    static BY_TOKEN: OnceLock<HashMap<String, &'static SyntaxReference>> = OnceLock::new();
    let by_token = BY_TOKEN.get_or_init(|| {
        let all = grammars().syntaxes();
        let names = all.iter().map(|syntax| (syntax.name.to_ascii_lowercase(), syntax));
        let extension = |syntax: &'static SyntaxReference| {
            syntax.file_extensions.iter().map(move |extension| (extension.to_ascii_lowercase(), syntax))
        };
        names.chain(all.iter().flat_map(extension)).collect()
    });
    by_token.get(&name.to_ascii_lowercase()).copied()
}

/// Names for "did you mean": what authors write most.
pub fn language_names() -> impl Iterator<Item = &'static str> {
    let common = [
        "python",
        "pycon",
        "console",
        "bash",
        "html",
        "css",
        "javascript",
        "typescript",
        "json",
        "toml",
        "yaml",
        "sql",
        "rust",
        "go",
        "java",
        "kotlin",
        "swift",
        "ruby",
        "php",
        "cpp",
        "text",
        "diff",
        "dockerfile",
        "nginx",
        "xml",
        "markdown",
        "makefile",
        "ini",
        "graphql",
        "haskell",
        "scala",
        "perl",
        "lua",
        "powershell",
        "csharp",
    ];
    common.into_iter().chain(ALIASES.iter().map(|(alias, _)| *alias))
}

/// Highlights a block. Text the grammar cannot follow is left plain, never lost.
pub fn highlight(code: &str, language: Language) -> Tokens {
    let Some(syntax) = language.syntax else { return Tokens::plain(code) };
    if code.len() > LONGEST_CODE || code.lines().any(|line| line.len() > LONGEST_LINE) {
        return Tokens::plain(code);
    }
    match language.shape {
        Shape::Code => {
            let mut tokens = Tokens::default();
            let mut painter = Painter::new(syntax);
            for line in code.split_inclusive('\n') {
                painter.line(line, &mut tokens);
            }
            tokens
        }
        Shape::PythonSession => session(code, syntax, python_prompt),
        Shape::ShellSession => session(code, syntax, shell_prompt),
    }
}

/// The length of a Python prompt, and whether a new statement starts.
fn python_prompt(line: &str) -> Option<(usize, bool)> {
    let bare = line.trim_end();
    let (prompt, new) = if bare.starts_with(">>>") { (">>>", true) } else { ("...", false) };
    if line.starts_with(prompt) && (bare == prompt || line[3..].starts_with(' ')) {
        Some(((prompt.len() + 1).min(bare.len().max(3)), new))
    } else {
        None
    }
}

fn shell_prompt(line: &str) -> Option<(usize, bool)> {
    ["$ ", "# ", "% "]
        .iter()
        .find(|prompt| line.starts_with(**prompt))
        .map(|_| (2, true))
        .or_else(|| line.starts_with("> ").then_some((2, false)))
}

/// A transcript: prompts, what was typed after them, and what came back.
fn session(code: &str, syntax: &'static SyntaxReference, prompt: fn(&str) -> Option<(usize, bool)>) -> Tokens {
    let mut tokens = Tokens::default();
    let mut painter = Painter::new(syntax);
    for line in code.split_inclusive('\n') {
        match prompt(line) {
            Some((length, new)) => {
                if new {
                    painter = Painter::new(syntax);
                }
                let length = length.min(line.len());
                tokens.add(Class::Prompt, length);
                painter.line(&line[length..], &mut tokens);
            }
            None => tokens.add(Class::Output, line.len()),
        }
    }
    tokens
}

/// Runs a grammar over lines.
struct Painter {
    state: ParseState,
    scopes: ScopeStack,
    classes: Vec<Class>,
    known: HashMap<Scope, Class>,
}

impl Painter {
    fn new(syntax: &SyntaxReference) -> Self {
        Self { state: ParseState::new(syntax), scopes: ScopeStack::new(), classes: Vec::new(), known: HashMap::new() }
    }

    fn line(&mut self, line: &str, tokens: &mut Tokens) {
        let Ok(operations) = self.state.parse_line(line, grammars()) else {
            return tokens.add(Class::Plain, line.len());
        };
        let mut at = 0;
        for (byte, operation) in operations {
            let byte = byte.min(line.len());
            if byte > at {
                self.text(&line[at..byte], tokens);
                at = byte;
            }
            self.apply(&operation);
        }
        self.text(&line[at..], tokens);
    }

    fn apply(&mut self, operation: &ScopeStackOp) {
        match operation {
            ScopeStackOp::Push(scope) => {
                let outer = self.classes.last().copied().unwrap_or(Class::Plain);
                let own = *self.known.entry(*scope).or_insert_with(|| classes::of(*scope));
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

    fn text(&self, text: &str, tokens: &mut Tokens) {
        let class = self.classes.last().copied().unwrap_or(Class::Plain);
        // White space has no colour: leading space stays with what came before, so that neighbours merge.
        if text.trim().is_empty() && !matches!(class, Class::Inserted | Class::Deleted) {
            return tokens.add_space(text.len());
        }
        tokens.add(class, text.len());
    }
}

impl Tokens {
    /// Code without colour.
    pub fn plain(code: &str) -> Self {
        let mut tokens = Self::default();
        tokens.add(Class::Plain, code.len());
        tokens
    }

    fn add(&mut self, class: Class, length: usize) {
        if length == 0 {
            return;
        }
        match self.0.last_mut() {
            Some((last, bytes)) if *last == class => *bytes += length,
            _ => self.0.push((class, length)),
        }
    }

    fn add_space(&mut self, length: usize) {
        match self.0.last_mut() {
            Some((_, bytes)) => *bytes += length,
            None => self.add(Class::Plain, length),
        }
    }

    /// As bytes for the cache: a class and a LEB128 length for each run.
    pub fn encode(&self, out: &mut Vec<u8>) {
        for (class, length) in &self.0 {
            out.push(*class as u8);
            let mut rest = *length;
            loop {
                let low = u8::try_from(rest & 0x7f).unwrap_or(0);
                rest >>= 7;
                out.push(if rest > 0 { low | 0x80 } else { low });
                if rest == 0 {
                    break;
                }
            }
        }
    }

    /// Reads what [`Tokens::encode`] wrote. `None` unless the runs cover `code` exactly, between characters.
    pub fn decode(bytes: &[u8], code: &str) -> Option<Self> {
        let mut runs = Vec::with_capacity(bytes.len() / 2);
        let mut bytes = bytes.iter();
        let mut at = 0_usize;
        while let Some(class) = bytes.next() {
            let class = Class::from_byte(*class)?;
            let mut length = 0_usize;
            let mut shift = 0;
            loop {
                let byte = bytes.next()?;
                length |= usize::from(byte & 0x7f).checked_shl(shift)?;
                shift += 7;
                if byte & 0x80 == 0 {
                    break;
                }
                if shift > 28 {
                    return None;
                }
            }
            at = at.checked_add(length)?;
            if !code.is_char_boundary(at) {
                return None;
            }
            runs.push((class, length));
        }
        (at == code.len()).then_some(Self(runs))
    }

    /// The code as HTML: `<i class=k>def</i>`. `code` must be the code the tokens were made from.
    pub fn html(&self, code: &str) -> String {
        let mut html = String::with_capacity(code.len() * 2);
        let mut at = 0;
        for (class, length) in &self.0 {
            let end = (at + length).min(code.len());
            paint(&mut html, *class, code.get(at..end).unwrap_or(""));
            at = end;
        }
        html
    }

    /// The code as HTML, each line in `<span class="line">`; `marked` says which lines, from 1, are highlighted.
    pub fn html_by_line(&self, code: &str, marked: impl Fn(usize) -> bool) -> String {
        let mut html = String::with_capacity(code.len() * 3);
        let mut number = 0;
        let mut open = false;
        let mut at = 0;
        for (class, length) in &self.0 {
            let end = (at + length).min(code.len());
            for part in code.get(at..end).unwrap_or("").split_inclusive('\n') {
                if !open {
                    number += 1;
                    html.push_str(if marked(number) {
                        "<span class=\"line marked\">"
                    } else {
                        "<span class=\"line\">"
                    });
                    open = true;
                }
                let line = part.strip_suffix('\n');
                paint(&mut html, *class, line.unwrap_or(part));
                if line.is_some() {
                    html.push_str("\n</span>");
                    open = false;
                }
            }
            at = end;
        }
        if open {
            html.push_str("</span>");
        }
        html
    }
}

fn paint(html: &mut String, class: Class, text: &str) {
    // Space at the ends needs no colour.
    let inner = text.trim_end_matches([' ', '\n']);
    let start = inner.len() - inner.trim_start_matches([' ', '\n']).len();
    if class.name().is_empty() || inner.is_empty() || start >= inner.len() {
        return escape_text_into(html, text);
    }
    html.push_str(&text[..start]);
    html.push_str("<i class=");
    html.push_str(class.name());
    html.push('>');
    escape_text_into(html, &inner[start..]);
    html.push_str("</i>");
    html.push_str(&text[inner.len()..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_found_as_syntect_finds_them() {
        let names = grammars().syntaxes().iter().flat_map(|it| it.file_extensions.iter().chain([&it.name]));
        for name in names {
            let expected = grammars().find_syntax_by_token(name).map(|it| &it.name);
            assert_eq!(find(name).map(|it| &it.name), expected, "{name}");
        }
    }
}
