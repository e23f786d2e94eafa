//! Runs the blocks of one job on one interpreter.
//!
//! In: a job, a program, the set-up file. Out: what each block did. A single block runs as a reader would run it,
//! `python example.py`, in a fresh folder that is also its home; a session, or a block with a set-up file, runs behind
//! `python/driver.py` in one namespace; where the guide says so, in a copy of a process in which the set-up has run. So does a block
//! that exits on purpose, since only there an exit and an exception are told apart. Other languages: `command.rs`.

#![expect(clippy::disallowed_methods, reason = "examples run in folders of their own; a build never comes here")]

#[cfg(unix)]
use std::collections::HashMap;
use std::env;
#[cfg(unix)]
use std::ffi::OsStr;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::disk::folder as disk;
use crate::examples::compare::printed_text;
use crate::examples::driver;
use crate::examples::end_mark::EndMark;
#[cfg(unix)]
use crate::examples::fork_server::{self, ForkServer};
use crate::examples::jobs::{Job, MEMORY};
use crate::examples::process::{Finished, Limits, MOST_OUTPUT, ProcessEnd, run_in};
use crate::examples::pyodide::{Answer, BlockAnswer, Request, RequestFile, Session};
use crate::examples::traceback::file_name;
use crate::examples::verdict::{BlockRun, End, Verdict, judge};
use crate::examples::work_folder::WorkFolder;
use crate::topic::fence::Fence;

/// Changes when the way examples are run does, so that earlier results no longer count.
pub const EDITION: &str = "1";

/// A set-up file: the name to show for it and its text.
pub type Setup<'a> = Option<(&'a str, &'a str)>;

/// Files of the guide that lie beside an example under the same paths.
#[derive(Clone, Copy, Debug)]
pub struct Companions<'a> {
    /// The guide's folder.
    pub root: &'a Path,
    /// From it.
    pub names: &'a [&'a str],
}

impl Companions<'_> {
    /// Copies them.
    pub fn lay(&self, work: &Path) -> io::Result<()> {
        if self.names.is_empty() {
            return Ok(());
        }
        let (guide, work) = (disk::Folder::open(self.root)?, disk::Folder::open(work)?);
        self.names.iter().map(Path::new).try_for_each(|name| work.write(name, &guide.read(name, disk::MOST_TEXT)?))
    }
}

/// Runs a job with a Python program.
pub fn on_python(
    job: &Job<'_>,
    program: &Path,
    setup: Setup<'_>,
    companions: Companions<'_>,
) -> io::Result<Vec<BlockRun>> {
    let (mut folder, blocks) = laid_out(job, companions)?;
    let count = blocks.len();
    let mut command: Vec<OsString> = vec![program.into()];
    let driven = count > 1 || setup.is_some() || job.blocks[0].fence.exit.is_some();
    if driven {
        let driver = folder.runner.join("driver.py");
        fs::write(&driver, driver::SCRIPT)?;
        let (shown, file) = match setup {
            Some((shown, text)) => {
                let file = folder.runner.join("setup.py");
                fs::write(&file, text)?;
                (shown, file.into_os_string())
            }
            None => ("", OsString::new()),
        };
        command.extend([driver.into_os_string(), driver::MARK.into(), file, shown.into()]);
        for (sign, file) in blocks {
            let mut argument = OsString::from(sign);
            argument.push(file);
            command.push(argument);
        }
    } else {
        command.extend(blocks.into_iter().map(|(_, file)| file.into_os_string()));
    }
    let variables = variables(job, &folder.work, program.parent());
    let finished = run_in(&mut folder, &command, &variables, limits(job))?;
    let place = folder.work.display().to_string();
    Ok(if driven {
        split(&finished, &fences(job), setup.is_some(), driver::MARK, &place)
    } else {
        let mut run = whole(&finished, &place);
        if EndMark::of(job).is_some_and(|mark| !mark.take_out(&mut run)) && run.end == End::Exit(0) {
            run.end = End::CutOff;
        }
        vec![run]
    })
}

/// A fresh folder with the files of a job: of each block the driver's sign for how it may end, and its path.
fn laid_out(job: &Job<'_>, companions: Companions<'_>) -> io::Result<(WorkFolder, Vec<(&'static str, PathBuf)>)> {
    let folder = WorkFolder::new()?;
    companions.lay(&folder.work)?;
    let count = job.blocks.len();
    let mut files = Vec::with_capacity(count);
    for (index, block) in job.blocks.iter().enumerate() {
        let file = folder.work.join(file_name(index, count, ".py"));
        match EndMark::of(job) {
            Some(mark) => fs::write(&file, mark.below(&block.code))?,
            None => fs::write(&file, &block.code)?,
        }
        let sign = match (&block.fence.raises, block.fence.exit) {
            (Some(_), _) => "+",
            (None, Some(_)) => "!",
            (None, None) => "-",
        };
        files.push((sign, file));
    }
    Ok((folder, files))
}

/// The set-ups that have run once, each in a process of which jobs get copies. None where that did not end well.
#[cfg(unix)]
#[derive(Default)]
pub struct ForkServers(HashMap<(PathBuf, String), Option<ForkServer>>);

#[cfg(unix)]
impl ForkServers {
    /// Runs a job in a copy, if the guide names its environment under `once` and there can be one.
    pub fn run(
        &mut self,
        job: &Job<'_>,
        program: &Path,
        setup: Setup<'_>,
        companions: Companions<'_>,
    ) -> Option<Vec<BlockRun>> {
        let (shown, text) = setup.filter(|_| job.is_set_up_once())?;
        let key = (program.to_path_buf(), text.to_owned());
        let server = self.0.entry(key).or_insert_with(|| {
            let variables = |home: &Path| variables(job, home, program.parent());
            ForkServer::start(program, (shown, text), variables, limits(job).memory).ok().flatten()
        });
        let runs = in_copy(job, server.as_ref()?, program, companions);
        if runs.is_err() {
            // An example may have killed it, or the system has no process left. Alone the job says what is wrong.
            *server = None;
        }
        runs.ok()
    }
}

/// Elsewhere a process cannot be copied.
#[cfg(not(unix))]
#[derive(Default)]
pub struct ForkServers;

#[cfg(not(unix))]
impl ForkServers {
    /// Runs nothing.
    pub fn run(&mut self, _: &Job<'_>, _: &Path, _: Setup<'_>, _: Companions<'_>) -> Option<Vec<BlockRun>> {
        None
    }
}

#[cfg(unix)]
fn in_copy(
    job: &Job<'_>,
    server: &ForkServer,
    program: &Path,
    companions: Companions<'_>,
) -> io::Result<Vec<BlockRun>> {
    let (mut folder, blocks) = laid_out(job, companions)?;
    let text = |text: &OsStr| text.to_str().map(str::to_owned).ok_or_else(|| io::Error::other("a path is no text"));
    let block = |(sign, file): &(&str, PathBuf)| Ok(format!("{sign}{}", text(file.as_os_str())?));
    let variable = |(name, value): (OsString, OsString)| Ok((text(&name)?, text(&value)?));
    let limits = limits(job);
    let request = fork_server::Request {
        folder: text(folder.work.as_os_str())?,
        variables: variables(job, &folder.work, program.parent())
            .into_iter()
            .map(variable)
            .collect::<io::Result<_>>()?,
        blocks: blocks.iter().map(block).collect::<io::Result<_>>()?,
        processor: limits.processor(),
    };
    let finished = server.run(&mut folder, &request, limits)?;
    Ok(split(&finished, &fences(job), true, driver::MARK, &folder.work.display().to_string()))
}

/// Runs a job on Pyodide. `Err` if the process has to be started again before the next.
pub fn on_pyodide(job: &Job<'_>, session: &mut Session) -> Result<Vec<BlockRun>, Vec<BlockRun>> {
    let count = job.blocks.len();
    let file = |index: usize| RequestFile {
        name: file_name(index, count, ".py"),
        code: job.blocks[index].code.clone(),
        raises: job.blocks[index].fence.raises.is_some(),
    };
    let request = Request { files: (0..count).map(file).collect(), only_parse: false };
    let all = |end: End, err: &str| {
        let first = BlockRun { out: String::new(), err: err.to_owned(), end: end.clone() };
        let later = if end == End::Unsupported { End::Unsupported } else { End::NotReached };
        let later = BlockRun { out: String::new(), err: String::new(), end: later };
        std::iter::once(first).chain(std::iter::repeat_n(later, count - 1)).collect::<Vec<_>>()
    };
    match session.ask(&request, Duration::from_secs(job.all_seconds())) {
        Answer::Ran(answers, excused) => {
            let run = |(index, answer): (usize, BlockAnswer)| {
                let fence = &job.blocks[index].fence;
                let end = match answer.code {
                    None => End::NotReached,
                    Some(1) if answer.raised && fence.exit.is_some() => End::Uncaught,
                    Some(0) if answer.exited && fence.proof.is_some() => End::CutOff,
                    Some(code) => End::Exit(code),
                };
                BlockRun { out: printed_text(answer.out.as_bytes()), err: answer.err, end }
            };
            let runs: Vec<BlockRun> = answers.into_iter().enumerate().map(run).collect();
            let passes = |(index, run): (usize, &BlockRun)| {
                let written = job.blocks[index].output.as_ref().map(|output| output.text.as_str());
                judge(job, index, run, written) == Verdict::Passed
            };
            // What lacks something here says nothing by failing; if it passes all the same, that counts.
            if excused && !runs.iter().enumerate().all(passes) {
                return Ok(all(End::Unsupported, ""));
            }
            Ok(runs)
        }
        Answer::Unsupported => Ok(all(End::Unsupported, "")),
        Answer::Parsed(_) => Ok(all(End::Exit(0), "")),
        Answer::TooDeep => Err(all(End::Unsupported, "")),
        Answer::TooMuch => Err(all(End::TooMuch, "")),
        Answer::TimedOut => Err(all(End::TimedOut, "")),
        Answer::Gone(why) => Err(all(End::Exit(1), &why)),
    }
}

/// What a process gets of an environment: the same on every machine but for the `PATH`.
pub fn variables(job: &Job<'_>, home: &Path, program_folder: Option<&Path>) -> Vec<(OsString, OsString)> {
    let mut path: Vec<PathBuf> = program_folder.map(Path::to_path_buf).into_iter().collect();
    path.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    // A folder's name with a colon in it cannot be joined; the caller's own path is then as good.
    let path = env::join_paths(path).unwrap_or_else(|_| env::var_os("PATH").unwrap_or_default());
    let mut variables: Vec<(OsString, OsString)> = vec![("PATH".into(), path)];
    for name in ["HOME", "TMPDIR", "PYTHONPATH"] {
        variables.push((name.into(), home.into()));
    }
    let fixed = [
        ("LANG", "C.UTF-8"),
        ("TZ", "UTC"),
        ("PYTHONHASHSEED", "0"),
        ("PYTHONUTF8", "1"),
        ("PYTHONIOENCODING", "utf-8"),
        ("PYTHONDONTWRITEBYTECODE", "1"),
        ("PYTHONNOUSERSITE", "1"),
        ("NO_COLOR", "1"),
    ];
    variables.extend(fixed.iter().map(|(name, value)| (OsString::from(name), OsString::from(value))));
    variables.extend(env::var_os("SYSTEMROOT").map(|value| ("SYSTEMROOT".into(), value)));
    for (name, value) in &job.setting.variables {
        variables.retain(|(known, _)| known != name.as_str());
        variables.push((name.into(), value.into()));
    }
    variables
}

/// What it may take.
pub fn limits(job: &Job<'_>) -> Limits {
    let time = Duration::from_secs(job.all_seconds());
    Limits { time, memory: job.setting.memory.unwrap_or(MEMORY), output: MOST_OUTPUT * job.blocks.len() }
}

/// What a process did, as that of one block.
pub fn whole(finished: &Finished, place: &str) -> BlockRun {
    let end = match finished.end {
        ProcessEnd::Exit(code) => End::Exit(code),
        ProcessEnd::Signal(signal) => End::Signal(signal),
        ProcessEnd::TimedOut => End::TimedOut,
        ProcessEnd::TooMuch => End::TooMuch,
    };
    BlockRun { out: printed_text(&finished.out), err: without(&printed_text(&finished.err), place), end }
}

/// Takes the example's own folder out of a text, so that equal examples write equal texts.
fn without(text: &str, place: &str) -> String {
    text.replace(&format!("{place}/"), "")
}

fn fences<'a>(job: &Job<'a>) -> Vec<&'a Fence> {
    job.blocks.iter().map(|block| &block.fence).collect()
}

/// Divides what a driven process wrote into blocks.
fn split(finished: &Finished, fences: &[&Fence], has_setup: bool, mark: &str, place: &str) -> Vec<BlockRun> {
    let count = fences.len();
    let all = whole(finished, place);
    let out = segments(&all.out, mark);
    let err = segments(&all.err, mark);
    let skipped = usize::from(has_setup);
    if has_setup && out.first().is_some_and(|(_, word)| *word == Some("skipped")) {
        let reason = err.first().map_or("", |(text, _)| text).trim().to_owned();
        let end = End::SkippedBySetup(reason);
        let one = BlockRun { out: String::new(), err: String::new(), end };
        return std::iter::repeat_n(one, count).collect();
    }
    if has_setup && out.first().is_none_or(|(_, word)| *word != Some("setup")) {
        // An end that the block asks for was not its own.
        let is_meant = fences.first().is_some_and(|fence| fence.exit.is_some() || fence.raises.is_some());
        let end = if is_meant && matches!(all.end, End::Exit(_)) { End::CutOff } else { all.end };
        let first = BlockRun { out: String::new(), err: all.err, end };
        return std::iter::once(first).chain(not_reached(count - 1)).collect();
    }
    let mut runs: Vec<BlockRun> = Vec::with_capacity(count);
    for (index, fence) in fences.iter().enumerate() {
        let at = index + skipped;
        let text = |segments: &[(&str, Option<&str>)]| segments.get(at).map_or("", |(text, _)| text).to_owned();
        let mut run = BlockRun { out: text(&out), err: text(&err), end: all.end.clone() };
        let word = out.get(at).and_then(|(_, word)| *word);
        run.end = match word {
            Some("passed") => End::Exit(0),
            Some("uncaught") => End::Uncaught,
            Some("failed" | "raised") => End::Exit(1),
            // The program ended inside this block, with or without saying so.
            _ if run.end == End::Exit(0) && (index + 1 < count || fence.proof.is_some()) => End::CutOff,
            _ => run.end,
        };
        let stops = !matches!(word, Some("passed" | "raised"));
        // What comes after the last mark, from threads and exit functions, belongs to the last block.
        if word.is_some() && (stops || index + 1 == count) {
            run.out.push_str(out.get(at + 1).map_or("", |(text, _)| text));
            run.err.push_str(err.get(at + 1).map_or("", |(text, _)| text));
            if word == Some("passed") {
                run.end = all.end.clone();
            }
        }
        runs.push(run);
        if stops {
            break;
        }
    }
    // Where a block ends the program and says so, what stands below it in its session cannot run.
    let exits = |(run, fence): (&BlockRun, &&Fence)| fence.exit.is_some_and(|code| run.end == End::Exit(code.into()));
    let exits = runs.iter().zip(fences).next_back().is_some_and(exits);
    let rest = count - runs.len();
    let later = not_reached(rest).map(|run| if exits { BlockRun { end: End::CutOff, ..run } } else { run });
    runs.extend(later);
    runs
}

fn not_reached(count: usize) -> impl Iterator<Item = BlockRun> {
    std::iter::repeat_n(BlockRun { out: String::new(), err: String::new(), end: End::NotReached }, count)
}

/// The text before each mark and the mark's word; last the text after all marks.
fn segments<'t>(text: &'t str, mark: &str) -> Vec<(&'t str, Option<&'t str>)> {
    let opening = format!("\u{1e}{mark}");
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(&opening) {
        let Some((word, after)) = after.split_once('\u{1e}') else { break };
        found.push((before, Some(word)));
        rest = after;
    }
    found.push((rest, None));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_output_of_a_session_is_divided_at_the_marks() {
        let finished = Finished {
            out: b"\x1em setup\x1ea\n\x1em passed\x1eb\n\x1em raised\x1ec\n\x1em passed\x1eat exit\n".to_vec(),
            err: b"\x1em setup\x1e\x1em passed\x1eoops /t/e\x1em raised\x1e\x1em passed\x1e".to_vec(),
            end: ProcessEnd::Exit(0),
        };
        let fence = Fence::default();
        let runs = split(&finished, &[&fence; 3], true, "m ", "/t");
        let seen: Vec<(&str, &str, &End)> = runs.iter().map(|run| (&*run.out, &*run.err, &run.end)).collect();
        assert_eq!(
            seen,
            [("a\n", "", &End::Exit(0)), ("b\n", "oops e", &End::Exit(1)), ("c\nat exit\n", "", &End::Exit(0))]
        );
    }

    #[test]
    fn after_a_block_that_failed_the_rest_is_not_reached() {
        let finished = Finished {
            out: b"a\n\x1em failed\x1e".to_vec(),
            err: b"x\x1em failed\x1e".to_vec(),
            end: ProcessEnd::Exit(1),
        };
        let fence = Fence::default();
        let ends: Vec<End> = split(&finished, &[&fence; 2], false, "m ", "/t").into_iter().map(|run| run.end).collect();
        assert_eq!(ends, [End::Exit(1), End::NotReached]);
    }
}
