//! Transcripts: which part of a line is a prompt, what was typed, and what came back.
//!
//! In: a transcript of Python or of a shell. Out: its lines, each of a [`Kind`]. Of a shell's prompts, `$`, `%`, `(venv) $`,
//! `me@host:~$`, `bash-5.2$`, `➜  ~`, `PS C:\>` and `C:\>` are known. `#` is root's prompt where a block has no other; beside another it begins a
//! comment. `>` goes on with a command only where the command is unfinished: a quote, a loop or a here-document is open.

/// What a line of a transcript is; prompts with their length in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A prompt, and a command that begins.
    Command(usize),
    /// A prompt, and a command that goes on.
    GoesOn(usize),
    /// A remark of the author.
    Comment,
    /// What came back.
    Output,
}

/// The lines of a Python session.
pub fn python(code: &str) -> Vec<Kind> {
    code.split_inclusive('\n').map(python_line).collect()
}

/// Whether code that was not called a session is one of Python.
pub fn is_python(code: &str) -> bool {
    matches!(python_line(first_line(code)), Kind::Command(_))
}

fn python_line(line: &str) -> Kind {
    let length = |prompt: &str| {
        let rest = line.strip_prefix(prompt)?;
        (rest.trim_end().is_empty() || rest.starts_with(' ')).then(|| prompt.len() + usize::from(rest.starts_with(' ')))
    };
    match (length(">>>"), length("...")) {
        (Some(length), _) => Kind::Command(length),
        (_, Some(length)) => Kind::GoesOn(length),
        _ => Kind::Output,
    }
}

/// The lines of a shell's session.
pub fn shell(code: &str) -> Vec<Kind> {
    let has_other = code.lines().any(|line| prompt(line).is_some());
    let mut typed: Option<Typed> = None;
    let line = |line: &str| {
        let text = line.trim_end_matches('\n');
        let root = if text == "#" || text.starts_with("# ") { Some(text.len().min(2)) } else { None };
        let begins = prompt(text).or(root.filter(|_| !has_other));
        if let Some(length) = begins {
            typed = Some(Typed::new(text.get(length..).unwrap_or("")));
            return Kind::Command(length);
        }
        if let Some(before) = typed.as_mut().filter(|it| it.is_open())
            && let Some(length) = goes_on(text)
        {
            before.add(text.get(length..).unwrap_or(""));
            return Kind::GoesOn(length);
        }
        typed = None;
        if root.is_some() { Kind::Comment } else { Kind::Output }
    };
    code.split_inclusive('\n').map(line).collect()
}

/// Whether code that was not called a session is one of a shell.
pub fn is_shell(code: &str) -> bool {
    prompt(first_line(code)).is_some()
}

fn first_line(code: &str) -> &str {
    code.lines().find(|line| !line.trim().is_empty()).unwrap_or("")
}

/// The length of a prompt that a command follows, other than a bare `#`.
fn prompt(line: &str) -> Option<usize> {
    let environment = match line.strip_prefix('(').and_then(|rest| rest.split_once(") ")) {
        Some((name, _)) if !name.contains([' ', '(', '\'', '"']) => name.len() + 3,
        _ => 0,
    };
    let rest = line.get(environment..)?;
    let known = [sign, power_shell, drive, arrow, shell_or_place, user_at_host];
    let length = known.iter().find_map(|length| length(rest))?;
    Some(environment + length)
}

/// `$` or `%`, and the blank after it.
fn sign(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix(['$', '%'])?;
    (after.is_empty() || after.starts_with(' ')).then(|| 1 + usize::from(!after.is_empty()))
}

/// `❯`, and `➜  ~ git:(main) ✗`, which name a folder and a branch.
fn arrow(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix(['❯', '➜', 'λ'])?;
    let place = match after.strip_prefix("  ") {
        Some(place) => {
            let (folder, typed) = place.split_once(' ').unwrap_or((place, ""));
            // A server of pages says so where it listens.
            if folder.ends_with(':') {
                return None;
            }
            let typed =
                typed.strip_prefix("git:(").and_then(|it| it.split_once(") ")).map_or(typed, |(_, typed)| typed);
            typed.strip_prefix("✗ ").unwrap_or(typed)
        }
        None => after.strip_prefix(' ').or(after.is_empty().then_some(""))?,
    };
    Some(rest.len() - place.len())
}

/// `bash-5.2$`, `sh-5.1#`, `root#`, `~/x$`, and `/ #` as in a container.
fn shell_or_place(rest: &str) -> Option<usize> {
    let at = rest.find(['$', '%', '#'])?;
    let head = &rest[..at];
    let is_shell = |(name, version): (&str, &str)| {
        matches!(name, "sh" | "bash" | "dash" | "ksh" | "zsh")
            && !version.is_empty()
            && version.chars().all(|c| c.is_ascii_digit() || c == '.')
    };
    let is_place = head.starts_with('~') && !head.contains(char::is_whitespace);
    let is_known = is_place || matches!(head, "root" | "/ ") || head.split_once('-').is_some_and(is_shell);
    let after = &rest[at + 1..];
    (is_known && (after.is_empty() || after.starts_with(' '))).then(|| at + 1 + usize::from(!after.is_empty()))
}

/// `PS C:\>`, `PS /home/me>`, `PS>`.
fn power_shell(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix("PS")?;
    let (place, typed) = after.split_once('>')?;
    let is_place = place.is_empty() || place.starts_with([' ']) && place.contains(['\\', '/', '~', ':']);
    let ends = typed.is_empty() || typed.starts_with(' ');
    (is_place && ends).then(|| 3 + place.len() + usize::from(!typed.is_empty()))
}

/// `C:\Users\me>`, after which the command follows at once.
fn drive(rest: &str) -> Option<usize> {
    let letter = rest.chars().next().filter(char::is_ascii_alphabetic)?;
    let (place, typed) = rest.get(letter.len_utf8()..)?.strip_prefix(":\\")?.split_once('>')?;
    Some(letter.len_utf8() + 2 + place.len() + 1 + usize::from(typed.starts_with(' ')))
}

/// `me@host:~/x$`, `[me@host x]$`, `me@host ~ %`, `root@host:/#`.
fn user_at_host(rest: &str) -> Option<usize> {
    let at = rest.match_indices(['$', '%', '#']).map(|(at, _)| at).find(|at| {
        let after = rest.get(at + 1..).unwrap_or("");
        after.is_empty() || after.starts_with(' ')
    })?;
    let head = rest.get(..at)?.trim_end();
    let inner = head.strip_prefix('[').and_then(|it| it.strip_suffix(']')).unwrap_or(head);
    let mut words = inner.split(' ');
    let (user, host) = words.next()?.split_once('@')?;
    let is_name = |it: &str| !it.is_empty() && !it.contains(['/', '"', '\'', '(', '=', '<']);
    let host = host.split(':').next().unwrap_or("");
    let is_prompt =
        is_name(user) && is_name(host) && words.next().is_none_or(|place| !place.is_empty()) && words.next().is_none();
    is_prompt.then(|| at + 1 + usize::from(rest.len() > at + 1))
}

/// The length of the prompt before what goes on: `>`, in PowerShell `>>`.
fn goes_on(line: &str) -> Option<usize> {
    let after = line.strip_prefix(">>").or_else(|| line.strip_prefix('>'))?;
    let length = line.len() - after.len();
    (after.is_empty() || after.starts_with(' ')).then(|| length + usize::from(!after.is_empty()))
}

/// A command as far as it was typed, and what would end it.
struct Typed {
    /// Ends a here-document.
    delimiter: Option<String>,
    /// Ends a loop or a condition.
    closing: Option<&'static str>,
    /// A quote is open.
    quote: Option<char>,
    /// The last line says that another follows.
    joins: bool,
}

impl Typed {
    fn new(line: &str) -> Self {
        let closing = match line.split_whitespace().next() {
            Some("for" | "while" | "until" | "select") => Some("done"),
            Some("if") => Some("fi"),
            Some("case") => Some("esac"),
            Some("function") => Some("}"),
            _ => None,
        };
        let mut typed = Self { delimiter: None, closing, quote: None, joins: false };
        typed.add(line);
        typed
    }

    fn is_open(&self) -> bool {
        self.delimiter.is_some() || self.closing.is_some() || self.quote.is_some() || self.joins
    }

    fn add(&mut self, line: &str) {
        if let Some(delimiter) = &self.delimiter {
            if line.trim() == delimiter {
                self.delimiter = None;
            }
            return;
        }
        let mut is_escaped = false;
        for char in line.chars() {
            match self.quote {
                _ if is_escaped => {}
                None if matches!(char, '"' | '\'') => self.quote = Some(char),
                Some(open) if open == char => self.quote = None,
                _ => {}
            }
            is_escaped = char == '\\' && !is_escaped && self.quote != Some('\'');
        }
        if self.quote.is_none()
            && let Some((_, after)) = line.split_once("<<")
        {
            let word = after.trim_start_matches(['-', ' ']).split_whitespace().next().unwrap_or("");
            let word = word.trim_matches(['\'', '"', '\\']);
            self.delimiter = (!word.is_empty() && !word.starts_with('<')).then(|| word.to_owned());
        }
        let bare = line.trim_end();
        if let Some(closing) = self.closing
            && bare.split([' ', ';']).any(|word| word == closing)
        {
            self.closing = None;
        }
        self.joins = ["\\", "|", "&&", "||", "{", "(", "`"].iter().any(|end| bare.ends_with(end));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(code: &str) -> Vec<&str> {
        let lines = code.split_inclusive('\n').zip(shell(code));
        let typed = lines.filter_map(|(line, kind)| match kind {
            Kind::Command(length) | Kind::GoesOn(length) => Some(line[length..].trim_end_matches('\n')),
            Kind::Comment | Kind::Output => None,
        });
        typed.collect()
    }

    #[test]
    fn prompts_of_many_shells_are_told_from_what_came_back() {
        for line in [
            "$ ls",
            "% ls",
            "(venv) $ ls",
            "(.venv-3.13) $ ls",
            "me@host:~$ ls",
            "me@host:~/a b$ ls",
            "[me@host dir]$ ls",
            "(base) me@mac ~ % ls",
            "root@host:/# ls",
            "PS C:\\> ls",
            "PS C:\\Users\\A B> ls",
            "PS> ls",
            "(venv) PS /home/me> ls",
            "C:\\Users\\me>ls",
            "C:\\> ls",
            "❯ ls",
            "➜ ls",
            "➜  ~ ls",
            "➜  book git:(main) ✗ ls",
            "bash-5.2$ ls",
            "sh-5.1# ls",
            "root# ls",
            "~/a$ ls",
            "/ # ls",
        ] {
            assert_eq!(typed(line), ["ls"], "{line}");
        }
        for line in [
            "ls",
            "100 % done",
            "mail me@host.org for $ 5 or so",
            "PS: see > below",
            "(a) b",
            "$HOME",
            "git@host.org:a/b.git (fetch)",
            "> quoted",
            "=> 5",
            "➜  Local: http://localhost:5173/",
            "bash-x$ ls",
            "re-1.2$ up",
            "/etc/hosts # the names",
            "~ 5 $ or so",
            "#!/bin/sh",
        ] {
            assert_eq!(typed(line), [""; 0], "{line}");
        }
    }

    #[test]
    fn a_hash_is_roots_prompt_alone_and_a_remark_beside_another_prompt() {
        assert_eq!(typed("# apt install x\nReading lists\n# exit\n"), ["apt install x", "exit"]);
        assert_eq!(typed("# Install it.\n$ pip install x\n# Title\n"), ["pip install x"]);
        assert_eq!(shell("# Install it.\n$ pip\n")[0], Kind::Comment);
    }

    #[test]
    fn a_command_goes_on_where_something_is_open_and_only_there() {
        let code = "$ cat > f <<EOF\n> a\n>\n> EOF\n> b\n";
        assert_eq!(typed(code), ["cat > f <<EOF", "a", "", "EOF"]);
        assert_eq!(typed("$ cat notes.md\n> a quote\n"), ["cat notes.md"]);
        assert_eq!(typed("$ for i in 1 2; do\n> echo $i\n> done\n> x\n"), ["for i in 1 2; do", "echo $i", "done"]);
        assert_eq!(typed("$ echo 'a\n> b'\n> x\n"), ["echo 'a", "b'"]);
        assert_eq!(typed("$ pip install \\\n>   x\nDone\n> x\n"), ["pip install \\", "  x"]);
        assert_eq!(typed("$ npm run build\n\n> x@1.0 build\n"), ["npm run build"]);
    }
}
