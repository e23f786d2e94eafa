//! `[examples.LANG]` in `book.toml`: how the examples of a language are run, and on which files their results rest.

use crate::problem::message::Message;
use crate::problem::report::Report;
use crate::reading::toml_keys::{Fields, Located};
use crate::text::pattern::fits;

/// `[examples.LANG]`: how the examples of a language are run.
#[derive(Clone, Debug)]
pub struct RunnerSetting {
    /// `python`, as written after the backticks.
    pub language: Located<String>,
    /// The command for languages other than Python: `["node"]`. The file comes last, or where `{file}` stands.
    pub command: Vec<Located<String>>,
    /// What its mark says: `SQLite`; the name of the program if nothing is said.
    pub label: Option<String>,
    /// The command that tells the version which the mark names: `["sqlite3", "--version"]`.
    pub version: Vec<Located<String>>,
    /// Patterns of files of the guide that the examples read: `["listings/**"]`. They lie beside an example when it runs.
    pub inputs: Vec<Located<String>>,
    /// Interpreters to try, for Python: `["3.11", "3.14"]`; without it, the `python3` of the `PATH`.
    pub interpreters: Vec<Located<String>>,
    /// What a block's file name ends in: `.py`.
    pub suffix: Option<String>,
    /// Seconds a block may take.
    pub timeout: Option<u64>,
    /// Megabytes of memory a block may take.
    pub memory: Option<u64>,
    /// Environment variables.
    pub variables: Vec<(String, String)>,
    /// The file of pinned packages, from the guide's root.
    pub requirements: Option<Located<String>>,
    /// Named environments: name and set-up files in their order, from the guide's root.
    pub environments: Vec<(String, Vec<Located<String>>)>,
    /// Names of environments whose set-up runs once, for Python: each job goes on in a copy of that process.
    pub once: Vec<Located<String>>,
    /// Packages whose versions the mark names, such as `Django`.
    pub report: Vec<String>,
    /// The folder of the npm package `pyodide`, from the guide's root; `node_modules/pyodide` if nothing is said.
    pub pyodide: Option<Located<String>>,
}

impl RunnerSetting {
    /// A runner of which nothing is said.
    pub fn new(language: Located<String>) -> Self {
        Self {
            language,
            command: Vec::new(),
            label: None,
            version: Vec::new(),
            inputs: Vec::new(),
            interpreters: Vec::new(),
            suffix: None,
            timeout: None,
            memory: None,
            variables: Vec::new(),
            requirements: None,
            environments: Vec::new(),
            once: Vec::new(),
            report: Vec::new(),
            pyodide: None,
        }
    }

    /// Whether this runs Python.
    pub fn is_python(&self) -> bool {
        self.language.value == "python"
    }

    /// The files it names, from the guide's root.
    pub fn files(&self) -> impl Iterator<Item = &Located<String>> {
        self.requirements.iter().chain(self.environments.iter().flat_map(|(_, files)| files))
    }

    /// Whether a result rests on this file of the guide: the command is it or names it, or a pattern of `inputs` fits.
    pub fn reads(&self, file: &str) -> bool {
        let is_named = |part: &Located<String>| words(&part.value).any(|word| word == file);
        self.command.iter().chain(&self.version).any(is_named) || self.inputs.iter().any(|it| fits(&it.value, file))
    }
}

/// What a part of a command may name a file by: the part, and each word in it, as in `--file=tools/run.awk` and in a script for `sh -c`.
pub fn words(part: &str) -> impl Iterator<Item = &str> {
    let is_border = |c: char| c.is_whitespace() || "\"'`=;|&()<>,".contains(c);
    let words = part.split(is_border).filter(move |word| word.len() < part.len());
    std::iter::once(part).chain(words).map(|word| word.strip_prefix("./").unwrap_or(word))
}

/// Reads `[examples.LANG]`.
pub(super) fn read_runner(language: Located<String>, fields: &mut Fields<'_>, report: &mut Report) -> RunnerSetting {
    let mut runner = RunnerSetting::new(language);
    runner.command = fields.words("command", report);
    let label = fields.string("label", report);
    runner.version = fields.words("version", report);
    runner.inputs = fields.strings("inputs", report);
    runner.interpreters = fields.strings("interpreters", report);
    let suffix = fields.string("suffix", report);
    let timeout = fields.integer("timeout", report);
    runner.timeout =
        timeout.and_then(|it| within(fields, "timeout", it, 1..=3600, "not from 1 to 3600 seconds", report));
    let memory = fields.integer("memory", report);
    let reason = "not from 64 to 1048576 megabytes";
    runner.memory = memory.and_then(|it| within(fields, "memory", it, 64..=1_048_576, reason, report));
    let variables = fields.string_map("variables", report);
    runner.requirements = fields.string("requirements", report);
    runner.environments = fields.strings_map("environments", report);
    runner.once = fields.strings("once", report);
    runner.report = fields.strings("report", report).into_iter().map(|it| it.value).collect();
    runner.pyodide = fields.string("pyodide", report);
    if let Some(label) = label {
        // `examples.lock` holds it: `SQLite 3.45; …`.
        if label.value.chars().all(|c| c.is_alphanumeric() || " .-+#_()".contains(c)) {
            runner.label = Some(label.value);
        } else {
            let advice = Some("write letters, digits, blanks and `. - + # _ ( )`");
            bad_value(fields, "label", &label, "not a name for a mark", advice, report);
        }
    }
    if let Some(suffix) = suffix {
        if suffix.value.starts_with('.') && !suffix.value.contains(['/', '\\']) {
            runner.suffix = Some(suffix.value);
        } else {
            bad_value(fields, "suffix", &suffix, "not the end of a file name", Some("write it as in `.js`"), report);
        }
    }
    for (name, value) in variables {
        if name.value.is_empty() || name.value.contains(['=', '\0']) || value.value.contains('\0') {
            let shown = Located { value: name.value, span: value.span };
            bad_value(
                fields,
                "variables",
                &shown,
                "not the name of a variable",
                Some("write it as in `DEBUG = \"1\"`"),
                report,
            );
        } else {
            runner.variables.push((name.value, value.value));
        }
    }
    check_runner(&runner, fields, report);
    runner
}

/// Python is run by interpreters, every other language by a command.
fn check_runner(runner: &RunnerSetting, fields: &Fields<'_>, report: &mut Report) {
    let mut misplaced = |key: &str, value: Option<&Located<String>>, reason, advice| {
        if let Some(value) = value {
            bad_value(fields, key, value, reason, Some(advice), report);
        }
    };
    if runner.is_python() {
        let advice = "name versions: `interpreters = [\"3.11\", \"3.12\"]`";
        misplaced("command", runner.command.first(), "Python is run by interpreters", advice);
        misplaced("version", runner.version.first(), "Python is asked for its version", "leave it out");
    } else {
        misplaced("interpreters", runner.interpreters.first(), "only Python has them", "write `command`");
        misplaced("requirements", runner.requirements.as_ref(), "only Python has them", "leave it out");
        misplaced("once", runner.once.first(), "only Python has it", "leave it out");
        misplaced("pyodide", runner.pyodide.as_ref(), "only Python has it", "leave it out");
        if runner.command.is_empty() {
            let table = format!("`[examples.{}]`", runner.language.value);
            report.at(fields.table_place(), Message::MissingKey { key: "command", table });
        }
    }
    for name in runner.once.iter().filter(|it| !runner.environments.iter().any(|(known, _)| *known == it.value)) {
        let advice = Some("write a name that stands in `environments`");
        bad_value(fields, "once", name, "not an environment", advice, report);
    }
    for pattern in runner.inputs.iter().filter(|it| it.value.split('/').any(|part| matches!(part, "" | "." | ".."))) {
        let advice = Some("write it from the guide's folder, as in `listings/**`");
        bad_value(fields, "inputs", pattern, "not a path of the guide", advice, report);
    }
    for wanted in &runner.interpreters {
        let is_path = wanted.value.contains(['/', '\\']);
        let parts: Vec<&str> = wanted.value.split('.').collect();
        let is_number =
            |part: &&str| !part.is_empty() && part.len() < 4 && part.bytes().all(|byte| byte.is_ascii_digit());
        let is_version = (2..=3).contains(&parts.len()) && parts.iter().all(is_number);
        if !is_path && !is_version {
            let advice = Some("write it as in `3.12`, or as the path of a program");
            bad_value(fields, "interpreters", wanted, "not a version of Python", advice, report);
        }
    }
}

pub(super) fn within(
    fields: &Fields<'_>,
    key: &str,
    number: Located<i64>,
    range: std::ops::RangeInclusive<u64>,
    reason: &'static str,
    report: &mut Report,
) -> Option<u64> {
    let value = u64::try_from(number.value).ok().filter(|value| range.contains(value));
    if value.is_none() {
        let shown = Located { value: number.value.to_string(), span: number.span };
        let advice =
            Some(if key == "timeout" { "write it as in `timeout = 10`" } else { "write it as in `memory = 2048`" });
        bad_value(fields, key, &shown, reason, advice, report);
    }
    value
}

pub(super) fn bad_value(
    fields: &Fields<'_>,
    key: &str,
    value: &Located<String>,
    reason: &'static str,
    advice: Option<&'static str>,
    report: &mut Report,
) {
    let message = Message::BadValue { key: key.to_owned(), value: value.value.clone(), reason, advice };
    report.at(fields.place_of(value.span), message);
}
