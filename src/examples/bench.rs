//! What examples run on: the interpreters that are there, with their packages.
//!
//! In: the runners and the jobs that want them. Out: [`Target`]s, made ready; what is missing is told once each, not
//! once an example.

#![expect(clippy::disallowed_methods, reason = "the requirements are read as they are now; a build never comes here")]

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::thread;

use crate::examples::environment::{self, Packages};
use crate::examples::interpreters::{self, Interpreter, Kind};
use crate::examples::plan::{Job, Plan};
use crate::examples::pyodide::{self, Pyodide};
use crate::examples::run::on_path;
use crate::examples::version::Version;
use crate::reading::fields::Located;
use crate::reading::settings::RunnerSetting;
use crate::words::message::Message;
use crate::words::path::SourcePath;
use crate::words::report::{Place, Report};

/// Something that runs examples.
#[derive(Clone, Debug)]
pub struct Target {
    /// `Python`, or the name of a command.
    pub name: String,
    /// The version of a Python.
    pub version: Option<Version>,
    /// How it is run.
    pub engine: Engine,
    /// The packages installed for it.
    pub packages: Packages,
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
    /// `3.12`; empty for a command.
    pub fn short_version(&self) -> String {
        self.version.map_or_else(String::new, Version::short)
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
        format!("{} {:?} {engine} {:?}", self.name, self.version, self.packages)
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
        report.at(Place::span(wishes.book, first.span.clone()), Message::NoRunner { language, tried });
        return Vec::new();
    };
    let rest = runner.command[1..].iter().map(|part| part.value.clone().into());
    let command = std::iter::once(program.into_os_string()).chain(rest).collect();
    vec![Target { name, version: None, engine: Engine::Command(command), packages: Packages::new() }]
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
    if !runner.interpreters.is_empty() {
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
            let place = runner.interpreters.first().map(|first| Place::span(wishes.book, first.span.clone()));
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
                let place = runner.requirements.as_ref().map(|file| Place::span(wishes.book, file.span.clone()));
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
        report.at(Place::span(wishes.book, wanted.span.clone()), message);
    }
    found.into_iter().flatten().collect()
}

/// Whether an interpreter is named by the path of its program.
fn is_path(wanted: &Located<String>) -> bool {
    wanted.value.contains(['/', '\\'])
}

/// Tells of blocks whose `python=` none of the declared interpreters is.
fn report_unwanted(runner: &RunnerSetting, jobs: &[&Job<'_>], report: &mut Report) {
    if runner.interpreters.iter().any(is_path) {
        return;
    }
    let declared: Vec<Version> = runner.interpreters.iter().filter_map(|it| Version::read(&it.value)).collect();
    for job in jobs.iter().filter(|job| !declared.iter().any(|version| job.allows(*version))) {
        let wanted = job.blocks.iter().find_map(|block| block.fence.python.clone()).unwrap_or_else(|| "3".to_owned());
        report.at(Place::span(&job.topic.source, job.blocks[0].opening.clone()), Message::NoSuchVersion { wanted });
    }
}

/// Makes an interpreter ready: with packages, in an environment of its own.
fn target(python: &Interpreter, runner: &RunnerSetting, wishes: &Wishes<'_>) -> Result<Target, Message> {
    let plain =
        |engine| Target { name: "Python".to_owned(), version: Some(python.version), engine, packages: Packages::new() };
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
    let requirements = std::fs::read_to_string(&path).unwrap_or_default();
    let folder = wishes.root.join(environment::folder(python.version, program, &requirements));
    let short = python.version.short();
    let made = match environment::existing(&folder) {
        Some(made) => made,
        None if wishes.no_install => {
            return Err(Message::PackagesMissing { file: file.value.clone(), python: short });
        }
        None => {
            (wishes.say)(&format!("installing the packages of `{}` for Python {short}", file.value));
            let made = environment::make(program, python.version, &folder, &path)?;
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
