//! Which prompts a session of a shell has.
//!
//! In: its lines. Out: where commands begin. Most prompts are known (`shells.rs`); what a session has of its own is found by its
//! first line. `#` is root's where a block has no other prompt, and below a command that starts a shell of root's.

use crate::topic::highlight::transcripts::is_asked;
use crate::topic::highlight::transcripts::programs::Program;
use crate::topic::highlight::transcripts::shells::{self, Dialect};

/// What a shell's session has before its commands.
pub struct Prompts<'c> {
    /// A bare `#` is a prompt in all of it.
    is_roots: bool,
    /// A bare `#` is one now, since a shell of root's was started.
    is_root_now: bool,
    /// What is known from the first line alone.
    own: Option<&'c str>,
    /// `$` or `%`: below one of them the other came back.
    sign: Option<char>,
}

impl<'c> Prompts<'c> {
    /// Of a session.
    pub fn of(lines: &[&'c str]) -> Self {
        let is_known = lines.iter().any(|line| shells::prompt(line).is_some());
        let first = lines.iter().find(|line| !line.trim().is_empty()).filter(|line| !is_asked(line, &Program::NAMED));
        // Alone a line says too little.
        let own = first.filter(|_| !is_known && lines.len() > 1).and_then(|line| shells::own(line));
        Self { is_roots: !is_known && own.is_none(), is_root_now: false, own, sign: None }
    }

    /// The length of the prompt that a line begins with, and how what is typed behind it is read.
    pub fn begins(&self, line: &str) -> Option<(usize, Dialect)> {
        if let Some(after) = self.own.and_then(|own| line.strip_prefix(own)) {
            let length = line.len() - after.len() + usize::from(!after.is_empty());
            return (after.is_empty() || after.starts_with(' ')).then_some((length, Dialect::Posix));
        }
        let came_back = self.sign.is_some() && bare_sign(line).is_some_and(|sign| self.sign != Some(sign));
        let is_root = self.is_roots || self.is_root_now && is_command(line);
        let root = || root(line).filter(|_| is_root).map(|length| (length, Dialect::Posix));
        shells::prompt(line).filter(|_| !came_back).or_else(root)
    }

    /// A command was typed in this line: it may start a shell that has other prompts, or end one.
    pub fn follow(&mut self, line: &str, typed: &str) {
        let first = typed.split_whitespace().next().unwrap_or("");
        let is_other = matches!(first, "zsh" | "bash" | "csh" | "tcsh" | "sh" | "ssh" | "su" | "exit" | "logout");
        self.sign = bare_sign(line).or(self.sign).filter(|_| !is_other);
        self.is_root_now = match root(line) {
            Some(_) => self.is_root_now && !matches!(first, "exit" | "logout"),
            None => shells::becomes_root(typed),
        };
    }
}

/// Whether what stands behind a `#` looks like a command, not like a sentence.
fn is_command(line: &str) -> bool {
    let typed = line.trim_start_matches(['#', ' ']);
    typed.starts_with(|c: char| c.is_lowercase() || matches!(c, '.' | '/' | '~' | '$')) && !typed.ends_with(['.', ':'])
}

/// The sign of a prompt that is nothing else.
fn bare_sign(line: &str) -> Option<char> {
    line.chars().next().filter(|sign| matches!(sign, '$' | '%'))
}

/// The length of root's bare prompt.
pub fn root(line: &str) -> Option<usize> {
    (line == "#" || line.starts_with("# ")).then_some(line.len().min(2))
}

#[cfg(test)]
mod tests {
    use crate::topic::highlight::transcripts::{Kind, of_program, program, python, shell};

    fn typed<'c>(code: &'c str, kinds: &[Kind]) -> Vec<&'c str> {
        let one = |(line, kind): (&'c str, &Kind)| match *kind {
            Kind::Command(length) | Kind::GoesOn(length) => Some(&line[length..]),
            Kind::Comment | Kind::Output => None,
        };
        code.lines().zip(kinds).filter_map(one).collect()
    }

    #[test]
    fn a_shell_or_program_that_a_command_starts_has_prompts_of_its_own() {
        for (code, expected) in [
            ("$ sudo -i\n# apt update\nReading\n# exit\n$ ls\n# Done.\n", &["sudo -i", "apt update", "exit", "ls"][..]),
            (
                "$ docker exec -it web sh\n# cat <<E\n# a\nE\n# exit\n",
                &["docker exec -it web sh", "cat <<E", "# a", "E", "exit"],
            ),
            ("$ su -\n# ls\n$ x\n# ls\n", &["su -", "ls", "x"]),
            ("$ sudo su\n# Now as root:\n# ls\n", &["sudo su", "ls"]),
            (
                "$ redis-cli\n127.0.0.1:6379> SET a 1\nOK\n127.0.0.1:6379[1]> GET a\n",
                &["redis-cli", "SET a 1", "GET a"],
            ),
            ("$ gdb ./a\n(gdb) run\nStarting\n(gdb) bt\n", &["gdb ./a", "run", "bt"]),
            ("$ mongosh\ntest> use shop\nswitched\nshop> db.x\n", &["mongosh", "use shop", "db.x"]),
            ("$ zsh\n% ls\n$ no\n% exit\n$ pwd\n", &["zsh", "ls", "exit", "pwd"]),
            ("$ sudo apt update\n# Done.\n# more\n", &["sudo apt update"]),
            ("$ ssh host\n# a remark\nme@host:~$ ls\n", &["ssh host", "ls"]),
        ] {
            assert_eq!(typed(code, &shell(code)), expected, "{code}");
        }
    }

    #[test]
    fn what_only_looks_like_a_prompt_came_back() {
        for (code, expected) in [
            ("$ cat prices\n$ 5.00\n$ 1,000 a year\n$ ls\n", &["cat prices", "ls"][..]),
            ("$ ls\n% 5 done\n% all done\n", &["ls"]),
            ("% ls\n$ HOME\n", &["ls"]),
            ("$ 7z a x\n", &["7z a x"]),
        ] {
            assert_eq!(typed(code, &shell(code)), expected, "{code}");
        }
        for (code, expected) in [
            (">>> f()\n... 5 more lines\n>>> g()\n", &["f()", "g()"][..]),
            (">>> f()\n...\n1\n", &["f()"]),
            (">>> print('(')\n... x\n", &["print('(')"]),
            (
                ">>> if x:\n...     y\n...\n...     z\n>>> [1,\n...  2]\n... and so on\n",
                &["if x:", "    y", "", "    z", "[1,", " 2]"],
            ),
            (">>> @cache\n... def f(): pass\n...\n", &["@cache", "def f(): pass", ""]),
            ("...     y\n... z\n1\n... 2\n", &["    y", "z"]),
            ("    >>> if x:\n    ...     y\n    1\n    >>> z\n", &["if x:", "    y", "z"]),
        ] {
            assert_eq!(typed(code, &python(code)), expected, "{code}");
        }
    }

    #[test]
    fn a_prompt_of_its_own_is_known_by_the_first_line() {
        for (code, expected) in [
            ("web$ ls\na\nweb$ pwd\n", &["ls", "pwd"][..]),
            ("my project $ ls\na\nmy project $ pwd\n", &["ls", "pwd"]),
            ("~ $ ls\na\n~/x $ pwd\n", &["ls", "pwd"]),
            ("~ % ls\na\n", &["ls"]),
            ("┌──(me㉿kali)-[~]\n└─$ ls\na\n", &["ls"]),
            ("> npm i\nadded 5\n> npm test\n", &["npm i", "npm test"]),
            ("> ls\na b\n", &["ls"]),
            ("Router# show version\nCisco\nRouter# exit\n", &["show version", "exit"]),
            ("$\tls\na\n", &["ls"]),
        ] {
            assert_eq!(typed(code, &shell(code)), expected, "{code}");
        }
        for code in [
            "ls # all of them\n",
            "ls > all\ncat all\n",
            "echo 100% sure\n100% sure\n",
            "npm i\n",
            "pip install a>1\n",
            "make && cat a > b\nx\n",
            "# $ x\n",
            "echo \"a$ b\"\n",
            "a 2> b\n",
            "> quoted\n",
            "total 5\nweb$ ls\n",
            "5 > x\n",
        ] {
            let found = typed(code, &shell(code));
            assert!(found.is_empty() || code.starts_with('#'), "{code}: {found:?}");
        }
    }

    #[test]
    fn programs_are_known_by_prompts_that_nothing_else_has() {
        for (code, expected) in [
            (
                "julia> function f(x)\n           x + 1\n\n           x\n       end\nf (generic)\njulia> f(1)\n2\n",
                &["function f(x)", "           x + 1", "", "           x", "       end", "f(1)"][..],
            ),
            ("julia> x = [1,\n            2]\n2-element\n        1\n", &["x = [1,", "            2]"]),
            ("julia> lineplot(x)\n        ┌───\n\n          2\n", &["lineplot(x)"]),
            ("(@v1.10) pkg> add X\n   Resolving\n", &["add X"]),
            ("nix-repl> {\n            a = 1;\n          }\n{ a = 1; }\n", &["{", "            a = 1;", "          }"]),
            ("scala> f(\n     | 1)\n1\n", &["f(", "1)"]),
            ("(Pdb) n\n> /x.py(1)f()\n(Pdb) p x\n", &["n", "p x"]),
            ("[1] pry(main)> def f\n[1] pry(main)*   1\n[1] pry(main)* end\n=> :f\n", &["def f", "  1", "end"]),
            ("SQL> select 1 from dual;\n\n         1\n", &["select 1 from dual;"]),
            ("user=> (+ 1\n  #_=> 2)\n3\n", &["(+ 1", "2)"]),
            ("1> X = 5.\n5\n2> X.\n", &["X = 5.", "X."]),
            ("  1> if x {\n  2.   y\n  3. }\n$R0: 1\n", &["if x {", "  y", "}"]),
            ("λ> 1 + 1\n2\n", &["1 + 1"]),
            ("utop # 1 + 1;;\n- : int\n", &["1 + 1;;"]),
            ("redis:6379> GET a\n1\n", &["GET a"]),
        ] {
            assert!(super::super::is_of_program(code), "{code}");
            assert_eq!(typed(code, &of_program(program("", code).unwrap(), code)), expected, "{code}");
        }
        for code in
            ["1> file", "main.rs:12> x", "shop> x", "(gdb)x", "user=>x", "  1. a", "a.b:80> x", "[1] x", "2> /dev/null"]
        {
            assert!(!super::super::is_of_program(code), "{code}");
        }
    }
}
