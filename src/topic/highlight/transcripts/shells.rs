//! The prompts of shells.
//!
//! In: a line. Out: the length of the prompt that it begins with, and how the shell behind it reads what is typed. `$`, `%`,
//! `(venv) $`, `me@host:~$`, `mac:~ me$`, `bash-5.2$`, `➜  ~`, `└─$`, `PS C:\>` and `C:\>` are known; what else a session may have
//! before its commands is found by its first line.

/// How a shell reads what is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// As `sh` and those after it.
    Posix,
    /// As PowerShell.
    PowerShell,
    /// As `cmd.exe`.
    Cmd,
}

/// What zsh says is open.
const OPEN: [&str; 24] = [
    "quote", "dquote", "bquote", "heredoc", "heredocd", "for", "foreach", "while", "until", "select", "repeat", "if",
    "then", "else", "elif", "case", "function", "subsh", "cmdsubst", "pipe", "cmdand", "cmdor", "cursh", "array",
];

impl Dialect {
    /// The length of the prompt before what goes on: `>`, `quote>`; in PowerShell `>>`, in `cmd` `More?`.
    pub fn goes_on(self, line: &str) -> Option<usize> {
        let zsh = || {
            let (words, after) = line.split_once('>')?;
            words.split(' ').all(|word| OPEN.contains(&word)).then_some(after)
        };
        let after = match self {
            Self::Cmd => line.strip_prefix("More?"),
            Self::PowerShell => line.strip_prefix(">>").or_else(|| line.strip_prefix('>')),
            Self::Posix => line.strip_prefix('>').or_else(zsh),
        }?;
        let length = line.len() - after.len();
        (after.is_empty() || after.starts_with(' ')).then(|| length + usize::from(!after.is_empty()))
    }
}

/// The length of a prompt that a command follows, other than a bare `#`.
pub fn prompt(line: &str) -> Option<(usize, Dialect)> {
    let environment = match line.strip_prefix('(').and_then(|rest| rest.split_once(") ")) {
        Some((name, _)) if !name.contains([' ', '(', '\'', '"']) => name.len() + 3,
        _ => 0,
    };
    let rest = line.get(environment..)?;
    let posix =
        || [sign, corner, arrow, shell_or_place, user_at_host, fish, host_and_user].iter().find_map(|it| it(rest));
    let known = power_shell(rest).map(|length| (length, Dialect::PowerShell));
    let known = known.or_else(|| drive(rest).map(|length| (length, Dialect::Cmd)));
    let (length, dialect) = known.or_else(|| posix().map(|length| (length, Dialect::Posix)))?;
    Some((environment + length, dialect))
}

/// `$` or `%`, and the blank after it. An amount of money and a percentage are no commands: `$ 5.00`, `% 5 done`.
fn sign(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix(['$', '%'])?;
    let first = after.split_whitespace().next().unwrap_or("");
    let is_number = !first.is_empty() && first.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','));
    let ends = after.is_empty() || after.starts_with([' ', '\t']);
    (ends && !is_number).then(|| 1 + usize::from(!after.is_empty()))
}

/// `└─$`, below a line that names a user, as Kali and others have it.
fn corner(rest: &str) -> Option<usize> {
    let inner = ["└─", "╰─"].iter().find_map(|it| rest.strip_prefix(it))?;
    let after = inner.trim_start_matches('─').strip_prefix(['$', '#', '%', '❯', '➤', '>'])?;
    (after.is_empty() || after.starts_with(' ')).then(|| rest.len() - after.len() + usize::from(!after.is_empty()))
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
    let is_place = head.starts_with('~') && !head.strip_suffix(' ').unwrap_or(head).contains(char::is_whitespace);
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

/// `me@host ~/x>`, as fish has it.
fn fish(rest: &str) -> Option<usize> {
    let (head, after) = rest.split_once('>')?;
    let (name, place) = head.split_once(' ')?;
    let (user, host) = name.split_once('@')?;
    let is_prompt = is_host(user) && is_host(host) && place.starts_with(['~', '/']) && !place.contains(' ');
    (is_prompt && (after.is_empty() || after.starts_with(' '))).then(|| head.len() + 1 + usize::from(!after.is_empty()))
}

/// `MacBook:~ me$`, as the shells of older Macs have it.
fn host_and_user(rest: &str) -> Option<usize> {
    let (head, after) = rest.split_once('$')?;
    let (place, user) = head.rsplit_once(' ')?;
    let (host, folder) = place.split_once(':')?;
    let is_folder = !folder.is_empty() && !folder.starts_with("//") && !folder.starts_with(' ');
    let is_folder = is_folder && (folder.starts_with(['~', '/']) || !folder.contains(' '));
    let is_prompt = is_host(host) && is_host(user) && is_folder && host.starts_with(|c: char| c.is_alphabetic());
    (is_prompt && (after.is_empty() || after.starts_with(' '))).then(|| head.len() + 1 + usize::from(!after.is_empty()))
}

/// A prompt that nobody else has, by the first command of a session: what stands before its sign, in one word or two, as in
/// `web$ ls`, `project main $ ls`, `Router# show` and `> ls`. A command that redirects its output, `ls > all`, has none.
pub fn own(line: &str) -> Option<&str> {
    let at = line.find(['$', '%', '#', '>', '❯', '»'])?;
    let sign = line.get(at..)?.chars().next()?;
    let end = at + sign.len_utf8();
    let (head, after) = (line.get(..at)?, line.get(end..)?);
    let is_word = |word: &str| word.chars().all(|c| c.is_alphanumeric() || "-_.~/:@()[]+".contains(c));
    let words = head.trim_end().split(' ');
    let has_few_words = words.clone().count() <= 2 && words.into_iter().all(is_word);
    // `ls # all of them`, `ls > all`, `echo 100% sure`.
    let is_other = matches!(sign, '#' | '>' | '%')
        && (head.contains(' ') || head.ends_with(|c: char| c.is_ascii_digit()))
        || matches!(sign, '#' | '%') && head.is_empty();
    let typed = after.strip_prefix(' ')?;
    let is_command = typed.starts_with(|c: char| c.is_alphabetic() || matches!(c, '.' | '/' | '~' | '\\' | '$'));
    (has_few_words && !is_other && is_command && head.len() <= LONGEST_OWN).then(|| &line[..end])
}

/// A longer prompt is none.
const LONGEST_OWN: usize = 40;

/// Whether a command starts a shell of root's, whose prompt is `#`.
pub fn becomes_root(command: &str) -> bool {
    let words: Vec<&str> = command.split_whitespace().collect();
    let is_shell = |word: &&str| matches!(word.rsplit('/').next(), Some("sh" | "bash" | "zsh" | "ash" | "dash"));
    match words.as_slice() {
        ["su", rest @ ..] => rest.iter().all(|word| matches!(*word, "-" | "-l" | "root" | "--login")),
        ["chroot" | "arch-chroot", ..] => true,
        ["sudo", rest @ ..] => {
            let starts = |word: &&str| matches!(*word, "-i" | "-s" | "--login" | "--shell");
            rest.first().is_some_and(starts) && rest.len() == 1
                || rest.last().is_some_and(is_shell)
                || becomes_root(&rest.join(" "))
        }
        ["docker" | "podman" | "kubectl" | "oc" | "lxc" | "unshare" | "fakeroot", ..] => {
            words.last().is_some_and(is_shell)
        }
        _ => false,
    }
}

/// Whether this may name a computer or a user.
fn is_host(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
}
