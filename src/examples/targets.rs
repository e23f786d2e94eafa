//! What examples run on: the interpreters that are there, with their packages.
//!
//! In: the runners and the jobs that want them. Out: [`Target`]s, made ready; what is missing is told once each, not
//! once an example.

use std::ffi::OsString;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use xxhash_rust::xxh3::Xxh3;

use crate::disk::folder::{Folder, MOST_TEXT};
use crate::examples::environment::{self, Packages};
use crate::examples::interpreters::{self, Interpreter, Kind};
use crate::examples::jobs::{Job, Plan};
use crate::examples::process::{Limits, MOST_OUTPUT, on_path, run};
use crate::examples::pyodide::{self, Pyodide};
use crate::examples::version::Version;
use crate::path::SourcePath;
use crate::problem::message::Message;
use crate::problem::report::{Place, Report};
use crate::reading::runner_setting::{RunnerSetting, words};
use crate::reading::toml_keys::Located;

/// Something that runs examples.
#[derive(Clone, Debug)]
pub struct Target {
    /// `Python`, or the name of a command.
    pub name: String,
    /// The version of a Python.
    pub version: Option<Version>,
    /// The version of a command, as it tells it: `3.45`.
    pub release: Option<String>,
    /// How it is run.
    pub engine: Engine,
    /// The packages installed for it.
    pub packages: Packages,
    /// A hash of the program of a command and of the files that it names, wherever they lie.
    pub files: u64,
}

/// Ways to run.
#[derive(Clone, Debug)]
pub enum Engine {
    /// A Python program.
    Python(PathBuf),
    /// Python in Node.
    Pyodide(Pyodide),
    /// Any other command.
    Command(Vec<OsString>),
}

/// The targets of one language.
#[derive(Debug, Default)]
pub struct Bench {
    /// As written after the backticks.
    pub language: String,
    /// In the order of `interpreters`.
    pub targets: Vec<Target>,
    /// A Python program for parsing, by version, also where packages are missing.
    pub parsers: Vec<(Version, PathBuf)>,
}

/// What making ready may need to know and say.
pub struct Wishes<'a> {
    /// The guide's folder, absolute.
    pub root: &'a Path,
    /// `book.toml`.
    pub book: &'a SourcePath,
    /// `--no-install`.
    pub no_install: bool,
    /// Told what takes long.
    pub say: &'a (dyn Fn(&str) + Sync),
}

/// Makes ready what the plan needs of each runner.
pub fn prepare(plan: &Plan<'_>, runners: &[RunnerSetting], wishes: &Wishes<'_>, report: &mut Report) -> Vec<Bench> {
    let mut benches = Vec::new();
    for runner in runners {
        let wants = |job: &&Job<'_>| job.setting.language.value == runner.language.value;
        let jobs: Vec<&Job<'_>> = plan.jobs.iter().filter(wants).collect();
        let unrun: Vec<&Job<'_>> = plan.unrun.iter().filter(wants).collect();
        if jobs.is_empty() && unrun.is_empty() {
            continue;
        }
        let (targets, parsers) = if runner.is_python() {
            pythons(runner, &jobs, &unrun, wishes, report)
        } else {
            (command(runner, wishes, report), Vec::new())
        };
        benches.push(Bench { language: runner.language.value.clone(), targets, parsers });
    }
    benches
}

impl Target {
    /// `3.12`; empty for a command that was not asked.
    pub fn short_version(&self) -> String {
        self.version.map(Version::short).or_else(|| self.release.clone()).unwrap_or_default()
    }

    /// Whether a job may run here.
    pub fn takes(&self, job: &Job<'_>) -> bool {
        let fits = self.version.is_none_or(|version| job.allows(version));
        fits && !(matches!(self.engine, Engine::Pyodide(_)) && job.environment.is_some())
    }

    /// All that a result rests on here.
    pub fn fingerprint(&self) -> String {
        let engine = match &self.engine {
            Engine::Python(program) => program.display().to_string(),
            Engine::Pyodide(pyodide) => format!("pyodide {}", pyodide.package),
            Engine::Command(command) => format!("{command:?}"),
        };
        let release = self.release.as_deref().map(|release| format!(" {release}")).unwrap_or_default();
        format!("{} {:?} {engine} {:?}{release} {:x}", self.name, self.version, self.packages, self.files)
    }
}

fn command(runner: &RunnerSetting, wishes: &Wishes<'_>, report: &mut Report) -> Vec<Target> {
    let Some(first) = runner.command.first() else { return Vec::new() };
    let name = first.value.rsplit(['/', '\\']).next().unwrap_or(&first.value).to_owned();
    let program = if first.value.contains(['/', '\\']) {
        Some(wishes.root.join(&first.value)).filter(|program| program.is_file())
    } else {
        on_path(&first.value).into_iter().next()
    };
    let Some(program) = program else {
        let language = runner.language.value.clone();
        let tried = format!("no program `{}`", first.value);
        report.at(Place::span(wishes.book, first.span), Message::NoRunner { language, tried });
        return Vec::new();
    };
    let release = match runner.version.first() {
        None => None,
        Some(asked) => match release(&runner.version, wishes.root) {
            Ok(release) => Some(release),
            Err(tried) => {
                let message = Message::NoRunner { language: runner.language.value.clone(), tried };
                report.at(Place::span(wishes.book, asked.span), message);
                return Vec::new();
            }
        },
    };
    let words = runner.command.iter().flat_map(|part| words(&part.value)).map(|word| wishes.root.join(word));
    let files = hash_of_files(std::iter::once(program.clone()).chain(words));
    let rest = runner.command[1..].iter().map(|part| part.value.clone().into());
    let command = std::iter::once(program.into_os_string()).chain(rest).collect();
    let name = runner.label.clone().unwrap_or(name);
    let packages = Packages::new();
    vec![Target { name, version: None, release, engine: Engine::Command(command), packages, files }]
}

/// A hash of the bytes of files; of a large one, which is a program, of its size and time. What is no file counts for nothing.
#[expect(clippy::disallowed_methods, reason = "a command may be any file of the machine")]
fn hash_of_files(paths: impl Iterator<Item = PathBuf>) -> u64 {
    let mut hash = Xxh3::new();
    for path in paths {
        let Some(metadata) = fs::metadata(&path).ok().filter(Metadata::is_file) else { continue };
        hash.update(path.as_os_str().as_encoded_bytes());
        match (metadata.len() <= MOST_TEXT).then(|| fs::read(&path)) {
            Some(Ok(bytes)) => hash.update(&bytes),
            _ => hash.update(format!("{} {:?}", metadata.len(), metadata.modified().ok()).as_bytes()),
        }
    }
    hash.digest()
}

/// Asks a command for its version: the first number with a point in what it says, in its first two parts. Else what was tried.
fn release(command: &[Located<String>], root: &Path) -> Result<String, String> {
    let shown = command.iter().map(|part| part.value.as_str()).collect::<Vec<_>>().join(" ");
    let first = &command[0].value;
    let program = if first.contains(['/', '\\']) { Some(root.join(first)) } else { on_path(first).into_iter().next() };
    let program = program.ok_or_else(|| format!("no program `{first}`"))?;
    let rest = command[1..].iter().map(|part| part.value.clone().into());
    let command: Vec<OsString> = std::iter::once(program.into_os_string()).chain(rest).collect();
    let limits = Limits { time: Duration::from_secs(20), memory: 2048, output: MOST_OUTPUT };
    let path = ("PATH".into(), std::env::var_os("PATH").unwrap_or_default());
    let said = run(&command, root, &[path], limits).map_err(|error| format!("`{shown}`: {error}"))?;
    let said = format!("{} {}", String::from_utf8_lossy(&said.out), String::from_utf8_lossy(&said.err));
    let mut words = said.split(|c: char| !(c.is_ascii_digit() || c == '.')).map(|word| word.trim_matches('.'));
    let number = words.find(|word| word.contains('.')).ok_or_else(|| format!("`{shown}` names no version"))?;
    Ok(number.split('.').take(2).collect::<Vec<_>>().join("."))
}

type Pythons = (Vec<Target>, Vec<(Version, PathBuf)>);

fn pythons(
    runner: &RunnerSetting,
    jobs: &[&Job<'_>],
    unrun: &[&Job<'_>],
    wishes: &Wishes<'_>,
    report: &mut Report,
) -> Pythons {
    let needed = |version: Version| jobs.iter().chain(unrun).any(|job| job.allows(version));
    let found = if runner.interpreters.is_empty() {
        interpreters::default().into_iter().collect()
    } else {
        declared(runner, &needed, wishes, report)
    };
    if runner.interpreters.is_empty() {
        report_unfound(&found, jobs, report);
    } else {
        report_unwanted(runner, jobs, report);
    }
    if found.is_empty() {
        let is_needed = |wanted: &Located<String>| is_path(wanted) || Version::read(&wanted.value).is_some_and(needed);
        let some_needed = runner.interpreters.is_empty() || runner.interpreters.iter().any(is_needed);
        if !jobs.is_empty() && some_needed {
            let tried = match runner.interpreters.as_slice() {
                [] => "no `python3` on the PATH".to_owned(),
                all => format!("no Python {}", all.iter().map(|it| it.value.as_str()).collect::<Vec<_>>().join(", ")),
            };
            let language = runner.language.value.clone();
            let place = runner.interpreters.first().map(|first| Place::span(wishes.book, first.span));
            report_at(place, Message::NoRunner { language, tried }, report);
        }
        return (Vec::new(), Vec::new());
    }
    let parsers = found.iter().filter_map(|python| match &python.kind {
        Kind::Program(program) => Some((python.version, program.clone())),
        Kind::Pyodide(_) => None,
    });
    let parsers = parsers.collect();
    let wanted: Vec<&Interpreter> =
        found.iter().filter(|python| jobs.iter().any(|job| job.allows(python.version))).collect();
    let made: Vec<Result<Target, Message>> = thread::scope(|scope| {
        let each = wanted.iter().map(|python| scope.spawn(|| target(python, runner, wishes))).collect::<Vec<_>>();
        each.into_iter().filter_map(|made| made.join().ok()).collect()
    });
    let mut targets = Vec::new();
    for made in made {
        match made {
            Ok(target) => targets.push(target),
            Err(message) => {
                let place = runner.requirements.as_ref().map(|file| Place::span(wishes.book, file.span));
                report_at(place, message, report);
            }
        }
    }
    (targets, parsers)
}

/// The declared interpreters that are there; each that is needed and is not is told.
fn declared(
    runner: &RunnerSetting,
    needed: &dyn Fn(Version) -> bool,
    wishes: &Wishes<'_>,
    report: &mut Report,
) -> Vec<Interpreter> {
    let folder = runner.pyodide.as_ref().map_or("node_modules/pyodide", |folder| folder.value.as_str());
    let pyodide = pyodide::find(&wishes.root.join(folder));
    let wanted: Vec<&Located<String>> = runner
        .interpreters
        .iter()
        .filter(|wanted| is_path(wanted) || Version::read(&wanted.value).is_some_and(needed))
        .collect();
    let found: Vec<Option<Interpreter>> = thread::scope(|scope| {
        let find = |wanted: &Located<String>| {
            let path = if is_path(wanted) {
                wishes.root.join(&wanted.value).display().to_string()
            } else {
                wanted.value.clone()
            };
            interpreters::find(&path, pyodide.as_ref())
        };
        let each = wanted.iter().map(|wanted| scope.spawn(move || find(wanted))).collect::<Vec<_>>();
        each.into_iter().map(|found| found.join().ok().flatten()).collect()
    });
    for (wanted, _) in wanted.iter().zip(&found).filter(|(_, found)| found.is_none()) {
        let message = Message::NoInterpreter { wanted: wanted.value.clone() };
        report.at(Place::span(wishes.book, wanted.span), message);
    }
    found.into_iter().flatten().collect()
}

/// Whether an interpreter is named by the path of its program.
fn is_path(wanted: &Located<String>) -> bool {
    wanted.value.contains(['/', '\\'])
}

/// Tells of blocks whose `python=` is not the interpreter that was found, where the guide declares none.
fn report_unfound(found: &[Interpreter], jobs: &[&Job<'_>], report: &mut Report) {
    let unfound = jobs.iter().filter(|job| !found.is_empty() && !found.iter().any(|it| job.allows(it.version)));
    for job in unfound {
        let (place, wanted) = wanted_version(job);
        report.at(place, Message::NoInterpreter { wanted });
    }
}

/// The version that a job asks for, and the block that says so.
fn wanted_version(job: &Job<'_>) -> (Place, String) {
    let block = job.blocks.iter().find(|block| block.fence.python.is_some()).unwrap_or(&job.blocks[0]);
    let wanted = block.fence.python.clone().unwrap_or_else(|| "3".to_owned());
    (Place::span(&job.topic.source, block.opening), wanted)
}

/// Tells of blocks whose `python=` none of the declared interpreters is.
fn report_unwanted(runner: &RunnerSetting, jobs: &[&Job<'_>], report: &mut Report) {
    if runner.interpreters.iter().any(is_path) {
        return;
    }
    let declared: Vec<Version> = runner.interpreters.iter().filter_map(|it| Version::read(&it.value)).collect();
    for job in jobs.iter().filter(|job| !declared.iter().any(|version| job.allows(*version))) {
        let (place, wanted) = wanted_version(job);
        report.at(place, Message::NoSuchVersion { wanted });
    }
}

/// Makes an interpreter ready: with packages, in an environment of its own.
fn target(python: &Interpreter, runner: &RunnerSetting, wishes: &Wishes<'_>) -> Result<Target, Message> {
    let plain = |engine| Target {
        name: runner.label.clone().unwrap_or_else(|| "Python".to_owned()),
        version: Some(python.version),
        release: None,
        engine,
        packages: Packages::new(),
        files: 0,
    };
    let program = match &python.kind {
        Kind::Pyodide(pyodide) => return Ok(plain(Engine::Pyodide(pyodide.clone()))),
        Kind::Program(program) => program,
    };
    // Python 2 has neither `venv` nor today's packages: it is there for history, with its standard library.
    let Some(file) = runner.requirements.as_ref().filter(|_| python.version.0[0] >= 3) else {
        return Ok(plain(Engine::Python(program.clone())));
    };
    let path = wishes.root.join(&file.value);
    // A missing file was told when it was to be read.
    let read = Folder::open(wishes.root).and_then(|guide| guide.read_text(Path::new(&file.value), MOST_TEXT));
    let requirements = read.unwrap_or_default();
    let folder = environment::folder(python.version, program, &requirements);
    let short = python.version.short();
    let made = match environment::existing(wishes.root, &folder) {
        Some(made) => made,
        None if wishes.no_install => {
            return Err(Message::PackagesMissing { file: file.value.clone(), python: short });
        }
        None => {
            (wishes.say)(&format!("installing the packages of `{}` for Python {short}", file.value));
            let made = environment::make(program, python.version, wishes.root, &folder, &path)?;
            (wishes.say)(&format!("Python {short} is ready, with {} packages", made.packages.len()));
            made
        }
    };
    Ok(Target { packages: made.packages, ..plain(Engine::Python(made.program)) })
}

fn report_at(place: Option<Place>, message: Message, report: &mut Report) {
    match place {
        Some(place) => report.at(place, message),
        None => report.add(message),
    }
}
