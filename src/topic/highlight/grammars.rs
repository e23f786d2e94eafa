//! Syntax highlighting at build time.
//!
//! In: code and its language. Out: [`Tokens`], runs of bytes with a class each. Scopes of the grammars are mapped to
//! about twenty short classes and equal neighbours are merged, so the markup stays small and one markup serves every
//! colour scheme. `painter` runs the grammars; blocks are highlighted once each, in parallel; `cache` keeps the result
//! between builds.

use std::collections::HashMap;
use std::sync::OnceLock;

use syntect::parsing::SyntaxReference;

use crate::topic::highlight::ansi;
use crate::topic::highlight::classes::Class;
use crate::topic::highlight::contexts::grammars;
use crate::topic::highlight::lines::{Painter, Painters};
use crate::topic::highlight::runs::Tokens;
use crate::topic::highlight::transcripts::Program;
use crate::topic::highlight::transcripts::{self, Kind};

/// Code longer than this many bytes, or with a line longer than [`LONGEST_LINE`], is shown plain: regular expressions
/// over it could take minutes.
const LONGEST_CODE: usize = 400_000;
/// See [`LONGEST_CODE`].
const LONGEST_LINE: usize = 5_000;

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
    /// A shell session with `$` or another prompt.
    ShellSession,
    /// A session of another program: `sqlite>`.
    ProgramSession(Program),
    /// Lines of code behind `+`, `-` or a blank: `diff-python`.
    Diff,
    /// What a terminal printed, with its escape sequences.
    Terminal,
}

impl Shape {
    /// A block called by its language is a session all the same where it begins with a prompt.
    fn of(self, code: &str, syntax: &SyntaxReference) -> Self {
        match syntax.name.as_str() {
            _ if self != Self::Code => self,
            "Python" if transcripts::is_python(code) => Self::PythonSession,
            "Bourne Again Shell (bash)" | "PowerShell" | "Batch File" if transcripts::is_shell(code) => {
                Self::ShellSession
            }
            name => transcripts::program(name, code).map_or(self, Self::ProgramSession),
        }
    }
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
const PLAIN: [&str; 8] = ["", "text", "txt", "plain", "plaintext", "none", "output", "stderr"];

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
        "ansi" => return Some(Language { syntax: None, shape: Shape::Terminal }),
        _ => {}
    }
    if let Some(inner) = in_diff(name) {
        return language(inner)
            .filter(|inner| inner.shape == Shape::Code)
            .map(|it| Language { shape: Shape::Diff, ..it });
    }
    let aliased = ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name, |(_, target)| target);
    find(aliased).map(|syntax| code(Some(syntax)))
}

/// The language of the lines of a diff: `python` of `diff-python`.
pub fn in_diff(name: &str) -> Option<&str> {
    name.strip_prefix("diff-").filter(|inner| !inner.is_empty() && !inner.starts_with("diff"))
}

/// A language's name for people.
pub fn label(language: &str) -> String {
    if let Some(inner) = in_diff(language) {
        return format!("{} · Diff", label(inner));
    }
    let known = match language {
        "python" | "py" | "python3" => "Python",
        "pycon" => "Python session",
        "console" | "shell-session" | "ansi" => "Terminal",
        "bash" | "sh" | "shell" | "zsh" => "Shell",
        "javascript" | "js" => "JavaScript",
        "typescript" | "ts" => "TypeScript",
        "html" => "HTML",
        "django" | "jinja" | "jinja2" | "htmldjango" => "Template",
        "css" => "CSS",
        "sql" => "SQL",
        "json" => "JSON",
        "toml" => "TOML",
        "yaml" | "yml" => "YAML",
        "ini" | "cfg" => "INI",
        "xml" => "XML",
        "diff" => "Diff",
        "dockerfile" => "Dockerfile",
        "nginx" => "nginx",
        "rust" | "rs" => "Rust",
        "text" | "txt" | "" => "",
        other => {
            let mut letters = other.chars();
            return letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect());
        }
    };
    known.to_owned()
}

/// What a line of a diff says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It names files or lines.
    Header,
    /// It is as before.
    None,
}

/// Reads the sign that a line of a diff begins with.
pub fn change(line: &str) -> Change {
    let is_header = ["+++ ", "--- ", "@@", "diff ", "index ", "\\ "].iter().any(|sign| line.starts_with(sign));
    match line.as_bytes().first() {
        _ if is_header => Change::Header,
        Some(b'+') => Change::Added,
        Some(b'-') => Change::Removed,
        _ => Change::None,
    }
}

/// Whether a name says that nothing is to be highlighted: what a machine printed, or a drawing.
pub fn is_plain(name: &str) -> bool {
    PLAIN.contains(&name)
}

/// Names of one language for which there is more than one grammar, or none.
const NAMES: [&[&str]; 12] = [
    &["javascript", "js", "node", "mjs", "cjs"],
    &["typescript", "ts"],
    &["python", "py", "python3", "py3"],
    &["bash", "sh", "shell", "zsh"],
    &["ruby", "rb"],
    &["rust", "rs"],
    &["c++", "cpp", "cc", "cxx"],
    &["csharp", "cs", "c#"],
    &["kotlin", "kt", "kts"],
    &["powershell", "ps1", "pwsh"],
    &["perl", "pl"],
    &["haskell", "hs"],
];

/// Whether two names are of one language: `js` and `javascript`, `py` and `python`. Transcripts are none.
pub fn are_same(a: &str, b: &str) -> bool {
    if a == b || NAMES.iter().any(|names| names.contains(&a) && names.contains(&b)) {
        return true;
    }
    match (language(a), language(b)) {
        (
            Some(Language { syntax: Some(a), shape: Shape::Code }),
            Some(Language { syntax: Some(b), shape: Shape::Code }),
        ) => a.name == b.name,
        _ => false,
    }
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
        "ansi",
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

/// Highlights blocks one after the other.
#[derive(Default)]
pub struct Highlighter(Painters);

impl Highlighter {
    /// Highlights a block. Text the grammar cannot follow is left plain, never lost. What was highlighted before changes
    /// nothing but the time.
    pub fn highlight(&mut self, code: &str, language: Language) -> Tokens {
        if language.shape == Shape::Terminal {
            return ansi::tokens(code);
        }
        let Some(syntax) = language.syntax else { return Tokens::plain(code) };
        if code.len() > LONGEST_CODE || code.lines().any(|line| line.len() > LONGEST_LINE) {
            return Tokens::plain(code);
        }
        let mut painter = self.0.begin(syntax);
        match language.shape.of(code, syntax) {
            Shape::Code => {
                let mut tokens = Tokens::default();
                for line in code.split_inclusive('\n') {
                    painter.line(line, &mut tokens);
                }
                tokens
            }
            Shape::PythonSession => session(code, painter, &transcripts::python(code)),
            Shape::ShellSession => session(code, painter, &transcripts::shell(code)),
            Shape::ProgramSession(program) => session(code, painter, &transcripts::of_program(program, code)),
            Shape::Diff => diff(code, painter),
            Shape::Terminal => Tokens::plain(code),
        }
    }
}

/// A transcript: prompts, what was typed after them, and what came back.
fn session(code: &str, mut painter: Painter<'_>, kinds: &[Kind]) -> Tokens {
    let mut tokens = Tokens::default();
    for (line, kind) in code.split_inclusive('\n').zip(kinds) {
        match *kind {
            Kind::Command(length) | Kind::GoesOn(length) => {
                if matches!(kind, Kind::Command(_)) {
                    painter.restart();
                }
                let length = length.min(line.len());
                tokens.add_prompt(length);
                painter.line(&line[length..], &mut tokens);
            }
            Kind::Comment => tokens.add(Class::Comment, line.len()),
            Kind::Output => tokens.add(Class::Output, line.len()),
        }
    }
    tokens
}

/// A diff: signs, and the code behind them.
fn diff(code: &str, mut painter: Painter<'_>) -> Tokens {
    let mut tokens = Tokens::default();
    for line in code.split_inclusive('\n') {
        let sign = match change(line) {
            Change::Header => {
                painter.restart();
                tokens.add(Class::DiffHeader, line.len());
                continue;
            }
            Change::Added => Class::Inserted,
            Change::Removed => Class::Deleted,
            Change::None => Class::Plain,
        };
        let length = usize::from(sign != Class::Plain || line.starts_with(' '));
        tokens.add(sign, length);
        painter.line(&line[length..], &mut tokens);
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_a_diff_have_the_colours_of_their_language() {
        let mut highlighter = Highlighter::default();
        let mut html = |code: &str, name: &str| highlighter.highlight(code, language(name).unwrap()).html(code);
        let code = "@@ -1 +1 @@\n-def f(): pass\n+def g(): pass\n x = 1\n";
        let shown = html(code, "diff-python");
        assert!(shown.starts_with("<i class=gh>@@ -1 +1 @@</i>\n<i class=gd>-</i><i class=k>def</i>"), "{shown}");
        assert!(shown.contains("<i class=gi>+</i><i class=k>def</i>"), "{shown}");
        assert!(language("diff-nothing").is_none() && language("diff-pycon").is_none() && language("diff-").is_none());
    }

    #[test]
    fn languages_are_found_as_syntect_finds_them() {
        let names = grammars().syntaxes().iter().flat_map(|it| it.file_extensions.iter().chain([&it.name]));
        for name in names {
            let expected = grammars().find_syntax_by_token(name).map(|it| &it.name);
            assert_eq!(find(name).map(|it| &it.name), expected, "{name}");
        }
    }
}
