//! `examples.lock`: which examples ran where, committed beside the guide.
//!
//! The file is TOML, one line an example, sorted:
//!
//! ```toml
//! format = 1
//!
//! [examples]
//! 0a1b2c3d4e5f6071 = "Python 3.11, 3.12, 3.13; Django 5.2, 6.0"
//! ```
//!
//! The key is a hash of all that the result rests on: the code, the blocks of its session before it, the attributes
//! that change how it runs, the set-up file, the requirements file and the output. Change one of them and the key is
//! no longer there: the example counts as not verified, and a build says so. Nothing is run or read from disk here.

use std::collections::BTreeMap;

use xxhash_rust::xxh3::xxh3_64;

use crate::examples::jobs::Job;
use crate::examples::quiz_choices;
use crate::problem::message::{Message, Severity};
use crate::problem::report::{Place, Problem, Report};
use crate::reading::inputs::TextFile;
use crate::reading::toml_keys::{TomlText, read_document};

/// The file's name, from the guide's root.
pub const FILE: &str = "examples.lock";

const HEADER: &str = "\
# Which examples ran where. `studybook test` writes this file, `studybook build` reads it; commit it.
# A line is the hash of an example with all it rests on, and what it ran on. Do not edit.
format = 1

[examples]
";

/// What an example ran on: names with their versions, `Python` first: `[("Python", ["3.11", "3.12"])]`.
pub type Ran = Vec<(String, Vec<String>)>;

/// The record, by key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// What each example ran on.
    pub examples: BTreeMap<String, Ran>,
}

/// Reads `examples.lock`; lines that cannot be read are a problem, and their examples not verified.
pub fn read(file: &TextFile, report: &mut Report) -> Record {
    let text = TomlText { source: &file.source, text: &file.text, offset: 0 };
    let mut problems = Report::new();
    let read = read_document(text, "`examples.lock`", &mut problems, |root, report| {
        let format = root.integer("format", report);
        let pairs = root.string_map("examples", report);
        if format.as_ref().is_some_and(|format| format.value == 1) {
            return Some(pairs);
        }
        report.at(Place::file(&file.source), Message::LockFormat);
        None
    });
    match problems.sorted().into_iter().find(|problem| problem.message.severity() == Severity::Error) {
        // What a merge left, for one: the whole file is written anew.
        Some(Problem { place: Some(place), .. }) => report.at(place.clone(), Message::LockFormat),
        _ => report.merge(problems),
    }
    let pairs = read.flatten().unwrap_or_default();
    Record { examples: pairs.into_iter().map(|(key, value)| (key.value, read_ran(&value.value))).collect() }
}

/// The file's text.
pub fn write(record: &Record) -> String {
    let mut text = HEADER.to_owned();
    for (key, ran) in &record.examples {
        text.push_str(&format!("{key} = \"{}\"\n", in_words(ran).join("; ")));
    }
    text
}

/// The key of the block `index` of a job with this text in its output block.
pub fn key(job: &Job<'_>, index: usize, written: Option<&str>, files: &[TextFile]) -> String {
    let mut rests_on: Vec<String> = vec!["1".to_owned(), job.setting.language.value.clone()];
    let command = list(job.setting.command.iter().map(|part| quoted(&part.value)));
    let variables = list(job.setting.variables.iter().map(|(name, value)| pair(&quoted(name), &quoted(value))));
    rests_on.push(format!("{command} {variables}"));
    rests_on.push(some(job.setup(files).map(|(path, text)| pair(&quoted(&path), &some(text.as_deref().map(quoted))))));
    rests_on.push(some(job.requirements(files).map(quoted)));
    rests_on
        .extend(job.setting.suffix.as_ref().filter(|_| !job.setting.is_python()).map(|end| format!("suffix {end}")));
    for file in job.inputs(files) {
        rests_on.push(pair(&quoted(file.source.as_str()), &quoted(&file.text)));
    }
    for block in &job.blocks[..=index] {
        let fence = &block.fence;
        let masks = list(fence.masks.iter().map(|mask| mask.name().to_owned()));
        let (raises, python) = (fence.raises.as_deref().map(quoted), fence.python.as_deref().map(quoted));
        rests_on.push(format!("{} {} {masks}", some(raises), some(python)));
        rests_on.extend(fence.exit.map(|code| format!("exit {code}")));
        rests_on.push(block.code.clone());
        if let Some(quiz) = quiz_choices::asking(&job.topic.document, block) {
            rests_on.push(format!("quiz {}", list(quiz.answers.iter().map(|answer| quoted(&answer.written())))));
            rests_on.extend(quiz.choices.iter().map(|choice| format!("{} {}", choice.right, choice.text)));
        }
        rests_on.extend(block.stderr.as_ref().map(|said| format!("stderr {}", said.text.trim_end_matches('\n'))));
    }
    rests_on.push(written.unwrap_or("").trim_end_matches('\n').to_owned());
    format!("{:016x}", hash(&rests_on))
}

// How values are spelled in a key. It must never change, or what is recorded no longer counts; so it is written out here.

fn quoted(text: &str) -> String {
    let mut spelled = String::with_capacity(text.len() + 2);
    spelled.push('"');
    for c in text.chars() {
        match c {
            '"' => spelled.push_str("\\\""),
            '\\' => spelled.push_str("\\\\"),
            '\n' => spelled.push_str("\\n"),
            '\r' => spelled.push_str("\\r"),
            '\t' => spelled.push_str("\\t"),
            c => spelled.push(c),
        }
    }
    spelled.push('"');
    spelled
}

fn some(value: Option<String>) -> String {
    value.map_or_else(|| "None".to_owned(), |value| format!("Some({value})"))
}

fn pair(a: &str, b: &str) -> String {
    format!("({a}, {b})")
}

fn list(values: impl Iterator<Item = String>) -> String {
    format!("[{}]", values.collect::<Vec<_>>().join(", "))
}

/// A hash of texts; their borders count.
pub fn hash(parts: &[String]) -> u64 {
    let mut bytes = Vec::new();
    for part in parts {
        bytes.extend_from_slice(&part.len().to_le_bytes());
        bytes.extend_from_slice(part.as_bytes());
    }
    xxh3_64(&bytes)
}

/// Adds what an example ran on to what it is known to have run on.
pub fn join(into: &mut Ran, ran: &Ran) {
    for (name, versions) in ran {
        let at = into.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
            into.push((name.clone(), Vec::new()));
            into.len() - 1
        });
        let known = &mut into[at].1;
        known.extend(versions.iter().filter(|version| !version.is_empty()).cloned());
        known.sort_by_key(|version| numbers(version));
        known.dedup();
    }
}

/// `Python 3.11, 3.12`, and so on.
pub fn in_words(ran: &Ran) -> Vec<String> {
    ran.iter().map(|(name, versions)| format!("{name} {}", versions.join(", ")).trim_end().to_owned()).collect()
}

/// What a runner of this name and version is in the record.
pub fn ran(name: &str, version: &str) -> Ran {
    // What cannot stand in a line of the record is left out; so a name reads back as it is written.
    let name: String = name.chars().filter(|c| !c.is_control() && !";,\"\\".contains(*c)).collect();
    read_ran(&format!("{} {version}", name.trim()))
}

/// Reads what `in_words` wrote. The versions are the numbers at the end: `sqlite3` is a name, and so is `node 22 LTS`.
fn read_ran(text: &str) -> Ran {
    let one = |part: &str| {
        let parts: Vec<&str> = part.split(',').map(str::trim).filter(|it| !it.is_empty()).collect();
        let (first, rest) = parts.split_first()?;
        let is_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
        match first.rsplit_once(' ').filter(|(_, last)| is_number(last)) {
            Some((name, last)) => {
                let versions = std::iter::once(&last).chain(rest).map(|it| (*it).to_owned());
                Some((name.trim().to_owned(), versions.collect()))
            }
            None => Some((part.trim().to_owned(), Vec::new())),
        }
    };
    text.split(';').map(str::trim).filter_map(one).collect()
}

fn numbers(version: &str) -> Vec<u64> {
    version.split('.').map(|part| part.parse().unwrap_or(0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::SourcePath;

    #[test]
    fn what_is_written_is_read_back() {
        let mut ran = Ran::new();
        join(&mut ran, &vec![("Python".into(), vec!["3.12".into()]), ("Django".into(), vec!["6.0".into()])]);
        join(&mut ran, &vec![("Python".into(), vec!["3.9".into(), "3.12".into()])]);
        join(&mut ran, &vec![("node".into(), vec![])]);
        let record = Record { examples: BTreeMap::from([("0a".to_owned(), ran)]) };
        let text = write(&record);
        assert!(text.ends_with("[examples]\n0a = \"Python 3.9, 3.12; Django 6.0; node\"\n"), "{text}");
        let file = TextFile { source: SourcePath::new(FILE), text: text.into() };
        let mut report = Report::new();
        assert_eq!(read(&file, &mut report), record);
        assert!(!report.has_errors());
    }

    #[test]
    fn values_are_spelled_as_they_were_in_records_that_are_there() {
        let text = "django==6.0; python_version >= \"3.12\"\n\tpath \\ 'x'\r\n";
        assert_eq!(some(Some(quoted(text))), format!("{:?}", Some(text)));
        assert_eq!(list([pair(&quoted("a"), "None")].into_iter()), format!("{:?}", [("a", None::<&str>)]));
        assert_eq!(list(std::iter::empty()), format!("{:?}", [""; 0]));
    }

    #[test]
    fn a_name_may_end_in_a_digit() {
        for (text, spelled) in [
            ("sqlite3", "sqlite3"),
            ("sqlite3 3.45", "sqlite3 3.45"),
            ("Python 3.11, 3.12", "Python 3.11, 3.12"),
            ("SQLite 3 shell 3.45", "SQLite 3 shell 3.45"),
            ("base64", "base64"),
        ] {
            assert_eq!(in_words(&read_ran(text)), [spelled]);
        }
        let mut twice = ran("sqlite3", "");
        join(&mut twice, &read_ran("sqlite3"));
        assert_eq!(in_words(&twice), ["sqlite3"]);
        assert_eq!(in_words(&ran("a;\"b", "1.2")), ["ab 1.2"]);
    }

    #[test]
    fn another_format_is_a_problem_and_verifies_nothing() {
        let file = TextFile { source: SourcePath::new(FILE), text: "format = 2\n[examples]\na = \"x 1\"\n".into() };
        let mut report = Report::new();
        assert_eq!(read(&file, &mut report), Record::default());
        assert_eq!(report.sorted().len(), 1);
    }
}
