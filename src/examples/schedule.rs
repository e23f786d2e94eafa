//! Runs jobs on their targets: as many at once as there are cores, passing results kept for the next time.
//!
//! In: the plan and what can run it. Out: what every job did on each target that took it, and problems of the machine.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::examples::command::on_command;
use crate::examples::earlier_results::{self, Results};
use crate::examples::execute::{Companions, EDITION, ForkServers, on_pyodide, on_python};
use crate::examples::jobs::{Job, Plan};
use crate::examples::outcome::{Outcome, Progress, Runs, TestOptions};
use crate::examples::pyodide::{self, Session};
use crate::examples::record::hash;
use crate::examples::targets::{Bench, Engine, Target};
use crate::examples::verdict::{BlockRun, End, Verdict, judge};
use crate::examples::work_folder::FolderGone;
use crate::problem::message::Message;
use crate::problem::report::{Place, Report};
use crate::reading::inputs::{Inputs, TextFile};

struct Task<'a> {
    job: usize,
    target: &'a Target,
    key: String,
}

/// Runs all that is planned.
#[expect(clippy::too_many_arguments, reason = "the one place where everything meets")]
pub fn run_all<'b>(
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
    let results = earlier_results::open(root);
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
    let problems = Mutex::default();
    let schedule =
        Schedule { root, plan, tasks: &tasks, slots: &slots, inputs, results: &results, problems: &problems };
    let done = AtomicUsize::new(0);
    let tell = || progress(Progress::Ran(done.fetch_add(1, Ordering::Relaxed) + 1, outcome.run));
    work(&schedule, &left.0, &left.1, &tell);
    for (_, (place, message)) in problems.into_inner().unwrap_or_default() {
        match place {
            Some(place) => report.at(place, message),
            None => report.add(message),
        }
    }
    if options.pattern.is_none() {
        let keys: HashSet<&str> = tasks.iter().map(|task| task.key.as_str()).collect();
        if let Err(error) = results.keep_only(&keys) {
            report.add(Message::CannotKeep { path: earlier_results::FILE.to_owned(), reason: error.to_string() });
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

struct Schedule<'a, 'b, 'g> {
    root: &'a Path,
    plan: &'a Plan<'g>,
    tasks: &'a [Task<'b>],
    slots: &'a [Mutex<Option<Vec<BlockRun>>>],
    inputs: &'a Inputs,
    results: &'a Results,
    problems: &'a Mutex<MachineProblems>,
}

/// What is wrong with the machine, each once: by what is said, where and what.
type MachineProblems = BTreeMap<(Option<Place>, String), (Option<Place>, Message)>;

impl Schedule<'_, '_, '_> {
    fn tell(&self, place: Option<Place>, message: Message) {
        lock(self.problems).insert((place.clone(), message.to_string()), (place, message));
    }
}

/// Does the tasks: as many at once as there are cores, and those for Pyodide one after the other beside them.
fn work(schedule: &Schedule<'_, '_, '_>, plain: &[usize], pyodide: &[usize], tell: &(dyn Fn() + Sync)) {
    let next = AtomicUsize::new(0);
    let cores = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    thread::scope(|scope| {
        for _ in 0..cores.min(plain.len()) {
            scope.spawn(|| {
                let mut servers = ForkServers::default();
                while let Some(&index) = plain.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Some(runs) = run_one(schedule, index, &mut servers) {
                        finish(schedule, index, runs);
                    }
                    tell();
                }
            });
        }
        scope.spawn(|| {
            let mut session = None;
            for &index in pyodide {
                if let Some(runs) = run_on_pyodide(schedule, index, &mut session) {
                    finish(schedule, index, runs);
                }
                tell();
            }
        });
    });
}

fn run_one(schedule: &Schedule<'_, '_, '_>, index: usize, servers: &mut ForkServers) -> Option<Vec<BlockRun>> {
    let task = &schedule.tasks[index];
    let job = &schedule.plan.jobs[task.job];
    let found = job.setup(&schedule.inputs.example_files);
    let setup = match &found {
        // A missing file was told when it was to be read.
        Some((_, None)) => return None,
        Some((name, Some(text))) => Some((&**name, &**text)),
        None => None,
    };
    let names: Vec<&str> = job.inputs(&schedule.inputs.example_files).map(|file| file.source.as_str()).collect();
    let companions = Companions { root: schedule.root, names: &names };
    let run = match &task.target.engine {
        Engine::Python(program) => match servers.run(job, program, setup, companions) {
            Some(runs) => Ok(runs),
            None => on_python(job, program, setup, companions),
        },
        Engine::Command(command) => on_command(job, command, setup, companions),
        Engine::Pyodide(_) => return None,
    };
    match run {
        Ok(runs) => Some(runs),
        Err(error) => {
            let program = format!("{} {}", task.target.name, task.target.short_version()).trim().to_owned();
            if error.get_ref().is_some_and(|inner| inner.is::<FolderGone>()) {
                let place = Place::span(&job.topic.source, job.blocks[0].opening);
                schedule.tell(Some(place), Message::ExampleFolderGone { on: program });
            } else {
                schedule.tell(None, Message::CannotRun { program, reason: error.to_string() });
            }
            None
        }
    }
}

fn run_on_pyodide(
    schedule: &Schedule<'_, '_, '_>,
    index: usize,
    session: &mut Option<Session>,
) -> Option<Vec<BlockRun>> {
    let task = &schedule.tasks[index];
    let Engine::Pyodide(pyodide) = &task.target.engine else { return None };
    if session.is_none() {
        match pyodide::start(pyodide, schedule.root) {
            Ok(started) => *session = Some(started),
            Err(reason) => {
                schedule.tell(None, Message::CannotRun { program: "Pyodide".to_owned(), reason });
                return None;
            }
        }
    }
    let run = on_pyodide(&schedule.plan.jobs[task.job], session.as_mut()?);
    match run {
        Ok(runs) => Some(runs),
        Err(runs) => {
            *session = None;
            Some(runs)
        }
    }
}

/// Keeps what passed for the next run. What failed is run again: it may have been the machine.
fn finish(schedule: &Schedule<'_, '_, '_>, index: usize, runs: Vec<BlockRun>) {
    let task = &schedule.tasks[index];
    let job = &schedule.plan.jobs[task.job];
    let passed = (0..job.blocks.len()).all(|block| {
        let unsupported = runs.get(block).is_some_and(|run| run.end == End::Unsupported);
        let written = job.blocks[block].output.as_ref().map(|output| output.text.as_str());
        unsupported || runs.get(block).is_some_and(|run| judge(job, block, run, written) == Verdict::Passed)
    });
    if passed && let Err(error) = schedule.results.add(&task.key, &runs) {
        schedule.tell(None, Message::CannotKeep { path: earlier_results::FILE.to_owned(), reason: error.to_string() });
    }
    *lock(&schedule.slots[index]) = Some(runs);
}

fn result_key(job: &Job<'_>, target: &Target, files: &[TextFile]) -> String {
    let mut rests_on = vec![EDITION.to_owned(), env!("CARGO_PKG_VERSION").to_owned(), target.fingerprint()];
    rests_on.push(format!("{:?} {:?} {:?}", job.setup(files), job.setting.variables, job.suffix()));
    rests_on.push(format!("{} {:?} {}", job.all_seconds(), job.setting.memory, job.is_set_up_once()));
    for file in job.inputs(files) {
        rests_on.extend([file.source.to_string(), file.text.to_string()]);
    }
    for block in &job.blocks {
        rests_on.push(format!("{}", block.fence.raises.is_some()));
        rests_on.extend(block.fence.exit.map(|code| format!("exit {code}")));
        rests_on.extend(block.fence.proof.as_ref().map(|_| "proof".to_owned()));
        rests_on.push(block.code.clone());
    }
    format!("{:016x}", hash(&rests_on))
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
