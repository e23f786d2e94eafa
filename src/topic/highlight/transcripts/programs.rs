//! The prompts of programs other than shells: `>>>`, `In [1]:`, `sqlite>`, `postgres=#`, `irb(main):001>`.
//!
//! In: a line. Out: the length of the prompt that it begins with. A prompt of what goes on is looked for only below a command.

use crate::topic::highlight::transcripts::brackets::Grammar;

/// Prompts that are a name.
const NAMES: [&str; 20] = [
    "scala>",
    "ghci>",
    "Prelude>",
    "php >",
    "irb>",
    "ipdb>",
    "SQL>",
    "nix-repl>",
    "utop #",
    "user=>",
    "λ>",
    "spark-sql>",
    "cqlsh>",
    "gnuplot>",
    "kotlin>",
    "nim>",
    "λΠ>",
    "CL-USER>",
    "groovy>",
    "dotnet>",
];

/// What begins a statement of SQL that someone types in lower case.
const STATEMENTS: [&str; 16] = [
    "select", "insert", "update", "delete", "create", "drop", "alter", "begin", "commit", "rollback", "explain",
    "with", "show", "set", "table", "grant",
];

/// A program that asks, by the form of its prompts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// `>>>` and `...`.
    Python,
    /// `In [1]:` and `...:`.
    IPython,
    /// `sqlite>` and `...>`; Java's `jshell>` too.
    Sqlite,
    /// `postgres=#` and `postgres-#`.
    Postgres,
    /// `mysql>` and `->`; `MariaDB [shop]>` too.
    MySql,
    /// `irb(main):001:0>` and `irb(main):002:1*`.
    Ruby,
    /// `julia>`, which goes on without a prompt, below its first letter; `(@v1.10) pkg>` and `shell>` beside it.
    Julia,
    /// `scala>`, `ghci>`, `SQL>`, `nix-repl>`, which go on behind a bar, or below their first letter.
    Named,
    /// `127.0.0.1:6379>`.
    Redis,
    /// `(gdb)`, `(lldb)` and `(Pdb)`, which never go on.
    Debugger,
    /// `[1] pry(main)>` and `[1] pry(main)* `.
    Pry,
    /// `1> X = 1.`
    Erlang,
    /// `  1> let x = 1` and `  2.`
    Swift,
    /// `iex(1)>` and `...(1)>`.
    Elixir,
    /// `>`, and `...`, `|`, `+` or `>>`, as `node`, R and Lua have them.
    Angle,
    /// `shop>`, the name of a database, as `mongosh` has it.
    Database,
    /// `octave:1>`, `groovy:000>`, `icr:1>`, `DB<1>` and `(%i1)`: a name and a number.
    Counted,
    /// `>>>` and `...` as Kotlin and others have them that are no Python.
    Arrows,
    /// `>>` and `?>`, as `irb --simple-prompt` has them, and MATLAB.
    TwoAngles,
    /// OCaml's `#`, up to two semicolons.
    OCaml,
    /// `?-`, and a bar where it goes on.
    Prolog,
    /// `-` and `=` of Standard ML.
    Sml,
    /// `%` and `>` of Tcl.
    Tcl,
}

impl Program {
    /// Those whose prompts mean nothing else anywhere.
    pub const NAMED: [Self; 14] = [
        Self::IPython,
        Self::Sqlite,
        Self::Postgres,
        Self::MySql,
        Self::Ruby,
        Self::Julia,
        Self::Named,
        Self::Redis,
        Self::Debugger,
        Self::Pry,
        Self::Erlang,
        Self::Swift,
        Self::Elixir,
        Self::Counted,
    ];

    /// Those whose prompts are signs that mean a prompt in code of this language alone, by the name of its grammar.
    pub fn of_language(name: &str) -> &'static [Self] {
        match name {
            "JavaScript" | "JavaScript (Babel)" | "TypeScript" | "R" | "Lua" | "Haskell" | "F#" | "Lisp" | "Racket"
            | "Scheme" | "Clojure" | "C#" | "Elm" | "PureScript" | "PowerShell" => &[Self::Angle],
            "Kotlin" | "Go" | "Dart" | "Groovy" | "Java" => &[Self::Arrows],
            "Ruby" | "MATLAB" => &[Self::TwoAngles],
            "OCaml" => &[Self::OCaml],
            "Prolog" => &[Self::Prolog],
            "SML" | "Standard ML" => &[Self::Sml],
            "Tcl" => &[Self::Tcl],
            _ => &[],
        }
    }

    /// How one sees that what was typed is finished, where the prompt of what goes on does not say it.
    pub fn grammar(self) -> Option<Grammar> {
        match self {
            Self::Python => Some(Grammar::Python),
            Self::Julia => Some(Grammar::Julia),
            Self::Named => Some(Grammar::Brackets),
            Self::OCaml => Some(Grammar::Semicolons),
            _ => None,
        }
    }

    /// Whether what goes on may stand without a prompt below the first letter of what was typed.
    pub fn aligns(self) -> bool {
        matches!(self, Self::Julia | Self::Named | Self::OCaml)
    }

    /// The program that a command of a shell starts, if its prompts alone do not tell it.
    pub fn started_by(command: &str) -> Option<Self> {
        let mut words = command.split_whitespace().rev();
        let last = words.next()?;
        match last.rsplit('/').next().unwrap_or(last) {
            "node" | "R" | "lua" | "deno" => Some(Self::Angle),
            _ if command.split_whitespace().next() == Some("mongosh") => Some(Self::Database),
            _ if command.contains("python") || command.contains("pypy") || last == "shell" => Some(Self::Python),
            _ => None,
        }
    }

    /// The length of the prompt that a line begins with.
    pub fn asks(self, line: &str) -> Option<usize> {
        let after = match self {
            Self::Python => line.strip_prefix(">>>"),
            Self::IPython => line.strip_prefix("In [").and_then(numbered).and_then(|rest| rest.strip_prefix("]:")),
            Self::Sqlite => line.strip_prefix("sqlite>").or_else(|| line.strip_prefix("jshell>")),
            Self::Postgres => postgres(line, &['=']).filter(|after| {
                // An arrow function may be written like the prompt of who is not the owner.
                let is_sql = |word: &str| {
                    let word = word.trim_end_matches(';');
                    let is_upper = word.len() > 2 && word.chars().all(|c| c.is_ascii_uppercase());
                    word.starts_with('\\') || is_upper || STATEMENTS.contains(&word)
                };
                line[..line.len() - after.len()].ends_with('#') || after.split_whitespace().next().is_some_and(is_sql)
            }),
            Self::MySql => line.strip_prefix("mysql>").or_else(|| {
                let (database, rest) = line.strip_prefix("MariaDB [")?.split_once("]>")?;
                (!database.contains(' ')).then_some(rest)
            }),
            Self::Ruby => irb(line).filter(|(depth, sign, _)| *depth == "0" && *sign == '>').map(|(.., rest)| rest),
            Self::Named => NAMES.iter().find_map(|name| line.strip_prefix(name)),
            Self::Julia => match line.strip_prefix("(@").and_then(|rest| rest.split_once(") pkg>")) {
                Some((version, after)) if !version.contains(' ') => Some(after),
                _ => ["julia>", "pkg>", "help?>"].iter().find_map(|name| line.strip_prefix(name)),
            },
            Self::Redis => redis(line),
            Self::Debugger => ["(gdb)", "(lldb)", "(Pdb)", "(Pdb++)"].iter().find_map(|name| line.strip_prefix(name)),
            Self::Pry => pry(line, '>'),
            Self::Erlang => numbered(line).and_then(|rest| rest.strip_prefix('>')).filter(|after| {
                // A number and an angle redirect an output of a shell.
                after.starts_with(' ') && after.trim_end().ends_with(['.', ',', '(', '[', '{', '>'])
            }),
            Self::Swift => {
                line.strip_prefix("  ").map(str::trim_start).and_then(numbered).and_then(|it| it.strip_prefix('>'))
            }
            Self::Database => {
                let name = line.split('>').next().filter(|name| !name.is_empty() && name.chars().all(is_of_name));
                name.and_then(|name| line.get(name.len() + 1..))
            }
            Self::Elixir => line.strip_prefix("iex(").and_then(numbered).and_then(|rest| rest.strip_prefix(")>")),
            Self::Angle => line.strip_prefix('>'),
            Self::Counted => {
                counted(line).filter(|(name, number, _)| *name != "groovy" || *number == "000").map(|it| it.2)
            }
            Self::Arrows => line.strip_prefix(">>>"),
            Self::TwoAngles => line.strip_prefix(">>"),
            Self::OCaml => line.strip_prefix('#'),
            Self::Prolog => line.strip_prefix("?-"),
            Self::Sml => line.strip_prefix('-'),
            Self::Tcl => line.strip_prefix('%'),
        };
        length(line, after?)
    }

    /// The length of the prompt of what goes on.
    pub fn goes_on(self, line: &str) -> Option<usize> {
        let inner = line.trim_start_matches(' ');
        let one_of = |signs: &[&str]| signs.iter().find_map(|sign| inner.strip_prefix(sign));
        let after = match self {
            Self::Python => line.strip_prefix("..."),
            Self::IPython => one_of(&["...:"]),
            Self::Sqlite => one_of(&["...>"]),
            Self::Postgres => postgres(line, &['-', '(', '\'', '"', '*', '$', '^']),
            Self::MySql => one_of(&["->", "'>", "\">", "`>", "/*>"]),
            Self::Ruby => irb(line).filter(|(depth, sign, _)| *depth != "0" || *sign != '>').map(|(.., rest)| rest),
            Self::Named => one_of(&["|", "ghci|", "Prelude|", "php {", "php (", "#_=>"]),
            Self::Julia | Self::Redis | Self::Debugger | Self::Erlang => None,
            Self::Pry => pry(line, '*'),
            Self::Swift => numbered(inner).filter(|_| inner.len() < line.len()).and_then(|rest| rest.strip_prefix('.')),
            Self::Database => one_of(&["...", "|"]),
            Self::Elixir => one_of(&["...("]).and_then(numbered).and_then(|rest| rest.strip_prefix(")>")),
            Self::Angle => one_of(&["...", "|", "+", ">>"]),
            Self::Counted => {
                counted(line).filter(|(name, number, _)| *name == "groovy" && *number != "000").map(|it| it.2)
            }
            Self::Arrows => line.strip_prefix("..."),
            Self::TwoAngles => one_of(&["?>"]),
            Self::OCaml => None,
            Self::Prolog => one_of(&["|"]),
            Self::Sml => one_of(&["="]),
            Self::Tcl => line.strip_prefix('>'),
        };
        length(line, after?)
    }
}

/// The length of a prompt before `after`, with the blank behind it; none if something else follows.
fn length(line: &str, after: &str) -> Option<usize> {
    (after.trim_end().is_empty() || after.starts_with(' '))
        .then(|| line.len() - after.len() + usize::from(after.starts_with(' ')))
}

/// What follows the address of a server: `127.0.0.1:6379>`, `localhost:6379[1]>`.
fn redis(line: &str) -> Option<&str> {
    let (host, rest) = line.split_once(':')?;
    let rest = numbered(rest)?;
    let rest = rest.strip_prefix('[').and_then(numbered).and_then(|rest| rest.strip_prefix(']')).unwrap_or(rest);
    let is_address = host.contains('.') && host.chars().all(|c| c.is_ascii_digit() || c == '.');
    let is_host = is_address || host == "localhost" || host.starts_with("redis") && host.chars().all(is_of_name);
    rest.strip_prefix('>').filter(|_| is_host)
}

/// What follows `[1] pry(main)` and a sign.
fn pry(line: &str, sign: char) -> Option<&str> {
    let (place, rest) = numbered(line.strip_prefix('[')?)?.strip_prefix("] pry(")?.split_once(')')?;
    let rest = rest.strip_prefix(':').and_then(numbered).unwrap_or(rest);
    rest.strip_prefix(sign).filter(|_| !place.contains(' '))
}

/// Of `octave:1>` and its like: the name, the number, and what follows.
fn counted(line: &str) -> Option<(&str, &str, &str)> {
    const FORMS: [(&str, &str, &str); 5] =
        [("octave", ":", ">"), ("groovy", ":", ">"), ("icr", ":", ">"), ("DB", "<", ">"), ("(%i", "", ")")];
    FORMS.iter().find_map(|(name, before, behind)| {
        let text = line.strip_prefix(name)?.strip_prefix(before)?;
        let rest = numbered(text)?;
        Some((*name, &text[..text.len() - rest.len()], rest.strip_prefix(behind)?))
    })
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '-' | '_')
}

/// What follows a number.
fn numbered(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    (rest.len() < text.len()).then_some(rest)
}

/// What follows `name=#`: a database, a sign for what is open, one for a transaction, and one for the user's rank.
fn postgres<'l>(line: &'l str, open: &[char]) -> Option<&'l str> {
    let name = line.len() - line.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_').len();
    let rest = line.get(name..)?.strip_prefix(open).filter(|_| name > 0)?;
    rest.strip_prefix(['*', '!']).unwrap_or(rest).strip_prefix(['#', '>'])
}

/// Of `irb(main):002:1* `: how much is open, the sign, and what follows.
fn irb(line: &str) -> Option<(&str, char, &str)> {
    let (_, rest) = line.strip_prefix("irb(")?.split_once("):")?;
    let rest = numbered(rest)?;
    let (depth, rest) = match rest.strip_prefix(':') {
        Some(depth) => (depth, numbered(depth)?),
        None => ("0", rest),
    };
    let depth = &depth[..if depth == "0" { 1 } else { depth.len() - rest.len() }];
    let sign = rest.chars().next().filter(|c| matches!(c, '>' | '*' | '"' | '\'' | ']' | '/' | '`'))?;
    Some((depth, sign, &rest[1..]))
}
