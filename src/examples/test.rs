//! `studybook test`: runs the examples of a guide, compares, rewrites outputs if asked to, and keeps the record.
//!
//! In: the guide, what was read of it, and its folder. Out: [`Outcome`] and problems at the lines of the Markdown
//! files. This is the only part of studybook that runs what a guide says: a build never does.

#![expect(clippy::disallowed_methods, reason = "it rewrites outputs and the record; a build never comes here")]

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::examples::bench::{self, Bench, Engine, Target, Wishes};
use crate::examples::execute::{EDITION, on_command, on_pyodide, on_python};
use crate::examples::fix::{Edit, rewrite};
use crate::examples::judge::{At, BlockRun, Failure, Verdict, judge};
use crate::examples::plan::{self, Job, Plan};
use crate::examples::pyodide::{self, Session};
use crate::examples::record::{self, Ran, Record, hash};
use crate::examples::results::{self, Results};
use crate::examples::version::Version;
use crate::examples::{lines, syntax, trace};
use crate::guide::model::Guide;
use crate::reading::inputs::{Inputs, TextFile};
use crate::topic::document::CodeBlock;
use crate::words::message::Message;
use crate::words::nearest::nearest;
use crate::words::path::SourcePath;
use crate::words::report::{Place, Report};

/// What the caller wants.
#[derive(Clone, Debug, Default)]
pub struct TestOptions {
    /// Rewrite the output blocks that differ.
    pub fix: bool,
    /// Install no packages.
    pub no_install: bool,
    /// Only files whose path holds this.
    pub pattern: Option<String>,
    /// Forget earlier results.
    pub no_cache: bool,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Examples that did what is written wherever they ran.
    pub passed: usize,
    /// Examples that did not, somewhere.
    pub failed: usize,
    /// Examples that ran nowhere, `norun` among them.
    pub skipped: usize,
    /// Runs that an earlier run had spared.
    pub cached: usize,
    /// Runs of this run.
    pub run: usize,
    /// Output blocks rewritten.
    pub fixed: usize,
    /// What the result holds for: `Python 3.11, 3.12`, each with the number of examples that passed there.
    pub on: Vec<(String, usize)>,
}

/// What is told while it runs.
#[derive(Clone, Debug)]
pub enum Progress<'a> {
    /// Something that takes long has begun or ended.
    Note(&'a str),
    /// So many runs of so many are done.
    Ran(usize, usize),
}

/// Runs the examples of a guide. `examples.lock` is written if all of them were selected and none failed.
pub fn test(
    root: &Path,
    guide: &Guide,
    inputs: &Inputs,
    options: &TestOptions,
    progress: &(dyn Fn(Progress<'_>) + Sync),
    report: &mut Report,
) -> Outcome {
    let root = &fs::canonicalize(root).unwrap_or_else(|_| root.to_path_buf());
    let runners = plan::runners(&guide.settings);
    let plan = plan::plan(guide, &runners, options.pattern.as_deref());
    if let Some(pattern) = options.pattern.as_ref()
        && !guide.files().any(|topic| topic.source.as_str().contains(pattern.as_str()))
    {
        report.add(Message::NoMatch { pattern: pattern.clone() });
    }
    let errors_before = report.errors();
    let plan = without_unknown_environments(plan, report);
    let wishes = Wishes {
        root,
        book: &guide.settings.source,
        no_install: options.no_install,
        say: &|text| progress(Progress::Note(text)),
    };
    let benches = bench::prepare(&plan, &runners, &wishes, report);
    let texts = texts(inputs);
    let mut outcome = Outcome::default();
    let unparsed = parse_the_rest(&plan, &benches, &texts, report);
    outcome.failed += unparsed;
    outcome.skipped += plan.unrun.len() - unparsed;
    let runs = run_all(root, &plan, &benches, inputs, options, progress, &mut outcome, report);
    let mut written: Written = BTreeMap::new();
    if options.fix {
        written = fix(root, &plan, &runs, &texts, &mut outcome, report);
    }
    let record = conclude(&plan, &runs, &written, inputs, &texts, &mut outcome, report);
    if options.pattern.is_none() && outcome.failed == 0 && report.errors() == errors_before {
        keep_record(root, record, &plan, &written, inputs, report);
    }
    outcome
}

/// By source and start of the block, what `--fix` wrote below it.
type Written = BTreeMap<(SourcePath, usize), String>;
/// The loaded texts by source.
type Texts<'a> = BTreeMap<&'a str, &'a str>;

fn texts(inputs: &Inputs) -> Texts<'_> {
    inputs.topics.iter().map(|topic| (topic.file.source.as_str(), &*topic.file.text)).collect()
}

fn without_unknown_environments<'g>(plan: Plan<'g>, report: &mut Report) -> Plan<'g> {
    let mut known = |job: &Job<'g>| {
        let Some(name) = job.environment else { return true };
        let names: Vec<String> = job.setting.environments.iter().map(|(name, _)| name.clone()).collect();
        if names.iter().any(|known| known == name) {
            return true;
        }
        let block = job.blocks.iter().find(|block| block.fence.environment.is_some()).unwrap_or(&job.blocks[0]);
        let message = Message::UnknownEnvironment {
            name: name.to_owned(),
            language: job.setting.language.value.clone(),
            nearest: nearest(name, names.iter().map(String::as_str)).map(str::to_owned),
            known: names,
        };
        report.at(Place::span(&job.topic.source, block.opening.clone()), message);
        false
    };
    Plan { jobs: plan.jobs.into_iter().filter(|job| known(job)).collect(), unrun: plan.unrun }
}

// Parsing.

/// Parses the blocks that are not run, and those that nothing here can run. Gives the number of mistakes in `norun`.
fn parse_the_rest(plan: &Plan<'_>, benches: &[Bench], texts: &Texts<'_>, report: &mut Report) -> usize {
    let Some(bench) = benches.iter().find(|bench| bench.language == "python") else { return 0 };
    let nowhere = plan.jobs.iter().filter(|job| {
        job.setting.is_python()
            && !bench.targets.iter().any(|target| target.takes(job))
            && job.blocks.iter().all(|block| block.fence.raises.is_none())
    });
    type Blocks<'a> = Vec<(&'a Job<'a>, &'a CodeBlock)>;
    let mut by_parser: BTreeMap<Version, (&Path, Blocks<'_>)> = BTreeMap::new();
    for job in plan.unrun.iter().chain(nowhere) {
        let newest =
            bench.parsers.iter().filter(|(version, _)| job.allows(*version)).max_by_key(|(version, _)| *version);
        let Some((version, program)) = newest else { continue };
        let blocks = job.blocks.iter().map(|block| (job, *block));
        by_parser.entry(*version).or_insert_with(|| (program, Vec::new())).1.extend(blocks);
    }
    let mut mistakes = 0;
    for (version, (program, blocks)) in by_parser {
        let codes: Vec<&str> = blocks.iter().map(|(_, block)| block.code.as_str()).collect();
        let found = match syntax::parse(&codes, program) {
            Ok(found) => found,
            Err(error) => {
                let message = Message::CannotRun { program: program.display().to_string(), reason: error.to_string() };
                report.add(message);
                continue;
            }
        };
        for ((job, block), mistake) in blocks.into_iter().zip(found) {
            let Some((line, _, detail)) = mistake else { continue };
            let text = texts.get(job.topic.source.as_str()).copied().unwrap_or("");
            let span = lines::span(text, lines::number(text, block.span.start) + line);
            let message = Message::ExampleSyntax { version: version.short(), detail };
            report.at(Place::span(&job.topic.source, span), message);
            mistakes += usize::from(block.fence.no_run.is_some());
        }
    }
    mistakes
}

// Running.

/// What every job did on each target that took it.
type Runs<'b> = Vec<Vec<(&'b Target, Vec<BlockRun>)>>;

struct Task<'a> {
    job: usize,
    target: &'a Target,
    key: String,
}

#[expect(clippy::too_many_arguments, reason = "the one place where everything meets")]
fn run_all<'b>(
    root: &Path,
    plan: &Plan<'_>,
    benches: &'b [Bench],
    inputs: &Inputs,
    options: &TestOptions,
    progress: &(dyn Fn(Progress<'_>) + Sync),
    outcome: &mut Outcome,
    report: &mut Report,
) -> Runs<'b> {
    let mut tasks: Vec<Task<'b>> = Vec::new();
    for (index, job) in plan.jobs.iter().enumerate() {
        let Some(bench) = benches.iter().find(|bench| bench.language == job.setting.language.value) else { continue };
        for target in bench.targets.iter().filter(|target| target.takes(job)) {
            tasks.push(Task { job: index, target, key: result_key(job, target, &inputs.example_files) });
        }
    }
    let results = results::open(root);
    let slots: Vec<Mutex<Option<Vec<BlockRun>>>> = tasks.iter().map(|_| Mutex::new(None)).collect();
    let mut left = (Vec::new(), Vec::new());
    for (index, task) in tasks.iter().enumerate() {
        match results.get(&task.key).filter(|_| !options.no_cache) {
            Some(known) => *lock(&slots[index]) = Some(known.clone()),
            None if matches!(task.target.engine, Engine::Pyodide(_)) => left.1.push(index),
            None => left.0.push(index),
        }
    }
    outcome.run = left.0.len() + left.1.len();
    outcome.cached = tasks.len() - outcome.run;
    let problems = Mutex::new(BTreeSet::new());
    let crew = Crew { root, plan, tasks: &tasks, slots: &slots, inputs, results: &results, problems: &problems };
    let done = AtomicUsize::new(0);
    let tell = || progress(Progress::Ran(done.fetch_add(1, Ordering::Relaxed) + 1, outcome.run));
    work(&crew, &left.0, &left.1, &tell);
    for (program, reason) in problems.into_inner().unwrap_or_default() {
        report.add(if program == results::FILE {
            Message::CannotKeep { path: program, reason }
        } else {
            Message::CannotRun { program, reason }
        });
    }
    if options.pattern.is_none() {
        let keys: HashSet<&str> = tasks.iter().map(|task| task.key.as_str()).collect();
        if let Err(error) = results.keep_only(&keys) {
            report.add(Message::CannotKeep { path: results::FILE.to_owned(), reason: error.to_string() });
        }
    }
    let mut runs: Runs<'b> = plan.jobs.iter().map(|_| Vec::new()).collect();
    for (task, slot) in tasks.iter().zip(slots) {
        if let Some(run) = slot.into_inner().unwrap_or_default() {
            runs[task.job].push((task.target, run));
        }
    }
    runs
}

struct Crew<'a, 'b, 'g> {
    root: &'a Path,
    plan: &'a Plan<'g>,
    tasks: &'a [Task<'b>],
    slots: &'a [Mutex<Option<Vec<BlockRun>>>],
    inputs: &'a Inputs,
    results: &'a Results,
    problems: &'a Mutex<BTreeSet<(String, String)>>,
}

/// Does the tasks: as many at once as there are cores, and those for Pyodide one after the other beside them.
fn work(crew: &Crew<'_, '_, '_>, plain: &[usize], pyodide: &[usize], tell: &(dyn Fn() + Sync)) {
    let next = AtomicUsize::new(0);
    let cores = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    thread::scope(|scope| {
        for _ in 0..cores.min(plain.len()) {
            scope.spawn(|| {
                while let Some(&index) = plain.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Some(runs) = run_one(crew, index) {
                        finish(crew, index, runs);
                    }
                    tell();
                }
            });
        }
        scope.spawn(|| {
            let mut session = None;
            for &index in pyodide {
                if let Some(runs) = run_on_pyodide(crew, index, &mut session) {
                    finish(crew, index, runs);
                }
                tell();
            }
        });
    });
}

fn run_one(crew: &Crew<'_, '_, '_>, index: usize) -> Option<Vec<BlockRun>> {
    let task = &crew.tasks[index];
    let job = &crew.plan.jobs[task.job];
    let setup = match job.setup(&crew.inputs.example_files) {
        // A missing file was told when it was to be read.
        Some((_, None)) => return None,
        Some((name, Some(text))) => Some((name, text)),
        None => None,
    };
    let run = match &task.target.engine {
        Engine::Python(program) => on_python(job, program, setup),
        Engine::Command(command) => on_command(job, command, setup),
        Engine::Pyodide(_) => return None,
    };
    match run {
        Ok(runs) => Some(runs),
        Err(error) => {
            let program = format!("{} {}", task.target.name, task.target.short_version());
            lock(crew.problems).insert((program.trim().to_owned(), error.to_string()));
            None
        }
    }
}

fn run_on_pyodide(crew: &Crew<'_, '_, '_>, index: usize, session: &mut Option<Session>) -> Option<Vec<BlockRun>> {
    let task = &crew.tasks[index];
    let Engine::Pyodide(pyodide) = &task.target.engine else { return None };
    if session.is_none() {
        match pyodide::start(pyodide, &crew.root.join(".studybook/pyodide")) {
            Ok(started) => *session = Some(started),
            Err(reason) => {
                lock(crew.problems).insert(("Pyodide".to_owned(), reason));
                return None;
            }
        }
    }
    let run = on_pyodide(&crew.plan.jobs[task.job], session.as_mut()?);
    match run {
        Ok(runs) => Some(runs),
        Err(runs) => {
            *session = None;
            Some(runs)
        }
    }
}

/// Keeps what passed for the next run. What failed is run again: it may have been the machine.
fn finish(crew: &Crew<'_, '_, '_>, index: usize, runs: Vec<BlockRun>) {
    let task = &crew.tasks[index];
    let job = &crew.plan.jobs[task.job];
    let passed = (0..job.blocks.len()).all(|block| {
        let unsupported = runs.get(block).is_some_and(|run| run.end == crate::examples::judge::End::Unsupported);
        let written = job.blocks[block].output.as_ref().map(|output| output.text.as_str());
        unsupported || runs.get(block).is_some_and(|run| judge(job, block, run, written) == Verdict::Passed)
    });
    if passed && let Err(error) = crew.results.add(&task.key, &runs) {
        lock(crew.problems).insert((results::FILE.to_owned(), error.to_string()));
    }
    *lock(&crew.slots[index]) = Some(runs);
}

fn result_key(job: &Job<'_>, target: &Target, files: &[TextFile]) -> String {
    let mut rests_on = vec![EDITION.to_owned(), env!("CARGO_PKG_VERSION").to_owned(), target.fingerprint()];
    rests_on.push(format!("{:?} {:?} {:?}", job.setup(files), job.setting.variables, job.suffix()));
    rests_on.push(format!("{} {:?}", job.all_seconds(), job.setting.memory));
    for block in &job.blocks {
        rests_on.push(format!("{}", block.fence.raises.is_some()));
        rests_on.push(block.code.clone());
    }
    format!("{:016x}", hash(&rests_on))
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

// Concluding.

fn written_below<'a>(job: &Job<'a>, index: usize, written: &'a Written) -> Option<&'a str> {
    let block: &'a CodeBlock = job.blocks[index];
    match written.get(&(job.topic.source.clone(), block.span.start)) {
        Some(text) => Some(text.as_str()).filter(|text| !text.is_empty()),
        None => block.output.as_ref().map(|output| output.text.as_str()),
    }
}

/// Judges every block on every target, counts, and reports each kind of failure of a block once.
fn conclude(
    plan: &Plan<'_>,
    runs: &Runs<'_>,
    written: &Written,
    inputs: &Inputs,
    texts: &Texts<'_>,
    outcome: &mut Outcome,
    report: &mut Report,
) -> Record {
    let mut record = Record::default();
    let mut on: BTreeMap<(String, Option<Version>), usize> = BTreeMap::new();
    for (job, runs) in plan.jobs.iter().zip(runs) {
        for index in 0..job.blocks.len() {
            let below = written_below(job, index, written);
            let mut ran = Ran::new();
            let mut failures: Vec<(Failure, Vec<&Target>)> = Vec::new();
            for (target, run) in runs {
                match run.get(index).map_or(Verdict::Skipped, |run| judge(job, index, run, below)) {
                    Verdict::Passed => {
                        *on.entry((target.name.clone(), target.version)).or_default() += 1;
                        record::join(&mut ran, &ran_on(job, index, target, &inputs.example_files));
                    }
                    Verdict::Skipped => {}
                    Verdict::Failed(failure) => {
                        let same = failures
                            .iter_mut()
                            .find(|(other, _)| other.at == failure.at && other.fault.kind() == failure.fault.kind());
                        match same {
                            Some((_, targets)) => targets.push(target),
                            None => failures.push((failure, vec![target])),
                        }
                    }
                }
            }
            match (failures.is_empty(), ran.is_empty()) {
                (false, _) => outcome.failed += 1,
                (true, true) => outcome.skipped += 1,
                (true, false) => {
                    outcome.passed += 1;
                    record.examples.insert(record::key(job, index, below, &inputs.example_files), ran);
                }
            }
            for (failure, targets) in failures {
                report_failure(job, index, failure, &targets, texts, report);
            }
        }
    }
    let label = |(name, version): &(String, Option<Version>)| {
        format!("{name} {}", version.map_or_else(String::new, |version| version.short())).trim_end().to_owned()
    };
    outcome.on = on.iter().map(|(target, count)| (label(target), *count)).collect();
    record
}

/// What a block ran on: the interpreter, and the packages to report that it imports.
fn ran_on(job: &Job<'_>, index: usize, target: &Target, files: &[TextFile]) -> Ran {
    let mut ran: Ran = vec![(target.name.clone(), vec![target.short_version()])];
    ran[0].1.retain(|version| !version.is_empty());
    let setup = job.setup(files).and_then(|(_, text)| text);
    for package in &job.setting.report {
        let module = package.to_lowercase().replace('-', "_");
        let codes = job.blocks[..=index].iter().map(|block| block.code.as_str()).chain(setup);
        let installed = target.packages.iter().find(|(name, _)| *name == package.to_lowercase());
        if let Some((_, version)) = installed
            && codes.into_iter().any(|code| imports(code, &module))
        {
            let short: Vec<&str> = version.split('.').take(2).collect();
            ran.push((package.clone(), vec![short.join(".")]));
        }
    }
    ran
}

fn imports(code: &str, module: &str) -> bool {
    code.lines().any(|line| {
        let mut words = line.trim_start().split(|c: char| c.is_whitespace() || c == '.' || c == ',');
        matches!(words.next(), Some("import" | "from")) && words.next() == Some(module)
    })
}

fn report_failure(
    job: &Job<'_>,
    index: usize,
    mut failure: Failure,
    targets: &[&Target],
    texts: &Texts<'_>,
    report: &mut Report,
) {
    let source = &job.topic.source;
    let text = texts.get(source.as_str()).copied().unwrap_or("");
    let opening_line = |block: usize| lines::number(text, job.blocks[block].span.start);
    let block = job.blocks[index];
    let span = match failure.at {
        At::Opening => block.opening.clone(),
        At::Code(block, line) => lines::span(text, opening_line(block) + 1 + line),
        At::Output(line) => match &block.output {
            Some(output) => lines::span(text, lines::number(text, output.span.start) + 1 + line),
            None => block.opening.clone(),
        },
    };
    if let Some(trace) = failure.fault.trace_mut() {
        let names: Vec<String> =
            (0..job.blocks.len()).map(|index| trace::file_name(index, job.blocks.len(), job.suffix())).collect();
        *trace = trace::mapped(trace, "", |name, line| {
            let block = names.iter().position(|known| known == name)?;
            Some((source.to_string(), opening_line(block) + line))
        });
    }
    let mut on = Ran::new();
    for target in targets {
        record::join(&mut on, &vec![(target.name.clone(), vec![target.short_version()])]);
    }
    report.at(Place::span(source, span), failure.fault.message(record::spell(&on).join(", ")));
}

// Writing.

/// Rewrites the output blocks of examples that only print something else. Where versions disagree, the first counts,
/// and the others are then reported.
fn fix(
    root: &Path,
    plan: &Plan<'_>,
    runs: &Runs<'_>,
    texts: &Texts<'_>,
    outcome: &mut Outcome,
    report: &mut Report,
) -> Written {
    let mut edits: BTreeMap<&SourcePath, Vec<(usize, Edit)>> = BTreeMap::new();
    for (job, runs) in plan.jobs.iter().zip(runs) {
        for (index, block) in job.blocks.iter().enumerate() {
            let below = block.output.as_ref().map(|output| output.text.as_str());
            let verdicts = runs.iter().filter_map(|(_, run)| Some(judge(job, index, run.get(index)?, below)));
            let first = verdicts.into_iter().find(|verdict| *verdict != Verdict::Skipped);
            let Some(Verdict::Failed(Failure { fixed: Some(printed), .. })) = first else { continue };
            let output = block.output.as_ref().map(|output| output.span.clone());
            let edit = Edit { block: block.span.clone(), output, printed };
            edits.entry(&job.topic.source).or_default().push((block.span.start, edit));
        }
    }
    let mut written = Written::new();
    for (source, edits) in edits {
        let loaded = texts.get(source.as_str()).copied().unwrap_or("");
        let list: Vec<Edit> = edits.iter().map(|(_, edit)| edit.clone()).collect();
        let path = root.join(source.as_str());
        let result = fs::read_to_string(&path).and_then(|on_disk| {
            let new = rewrite(&on_disk, loaded, &list);
            let new = new.ok_or_else(|| io::Error::other("the file has changed while the examples ran"))?;
            replace(root, &path, &new)
        });
        match result {
            Ok(()) => {
                outcome.fixed += edits.len();
                written.extend(edits.into_iter().map(|(start, edit)| ((source.clone(), start), edit.printed)));
            }
            Err(error) => {
                let message = Message::CannotFix { path: source.to_string(), reason: error.to_string() };
                report.at(Place::file(source), message);
            }
        }
    }
    written
}

/// Writes `examples.lock`: what passed now, and what is still so from other machines.
fn keep_record(
    root: &Path,
    mut record: Record,
    plan: &Plan<'_>,
    written: &Written,
    inputs: &Inputs,
    report: &mut Report,
) {
    let old = inputs.examples_lock.as_ref().map(|file| record::read(file, report)).unwrap_or_default();
    for job in &plan.jobs {
        let declared: Vec<String> = job
            .setting
            .interpreters
            .iter()
            .filter_map(|wanted| Version::read(&wanted.value).map(Version::short))
            .collect();
        for index in 0..job.blocks.len() {
            let key = record::key(job, index, written_below(job, index, written), &inputs.example_files);
            let Some(earlier) = old.examples.get(&key) else { continue };
            let mut earlier = earlier.clone();
            if let Some((_, versions)) = earlier.iter_mut().find(|(name, _)| name == "Python") {
                versions.retain(|version| declared.contains(version));
                if versions.is_empty() {
                    continue;
                }
            }
            record::join(record.examples.entry(key).or_default(), &earlier);
        }
    }
    let text = record::write(&record);
    let before = inputs.examples_lock.as_ref().map(|file| &*file.text);
    if before == Some(text.as_str()) || (before.is_none() && record.examples.is_empty()) {
        return;
    }
    if let Err(error) = replace(root, &root.join(record::FILE), &text) {
        report.add(Message::CannotKeep { path: record::FILE.to_owned(), reason: error.to_string() });
    }
}

/// Replaces a file whole or not at all, keeping its permissions, and following a link to it.
fn replace(root: &Path, path: &Path, text: &str) -> io::Result<()> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let folder = root.join(".studybook");
    fs::create_dir_all(&folder)?;
    let name = path.file_name().map_or_else(|| "file".into(), |name| name.to_string_lossy().into_owned());
    let unfinished = folder.join(format!("{name}.{}.new", std::process::id()));
    fs::write(&unfinished, text)?;
    if let Ok(old) = fs::metadata(&path) {
        fs::set_permissions(&unfinished, old.permissions())?;
    }
    fs::rename(&unfinished, &path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_counts_where_it_is_imported() {
        assert!(imports("x = 1\nfrom django.db import models\n", "django"));
        assert!(imports("import django\n", "django"));
        assert!(!imports("# import django\nimport djangorest\n", "django"));
    }
}
