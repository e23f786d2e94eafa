//! Runs the blocks of one job by a command, whatever the language.
//!
//! In: a job, the command, the set-up file. Out: what each block did. No process is shared: a block runs below the set-up and the
//! blocks of its session before it, and what those write to both outputs is taken away. A block counts only if the program came to
//! it: code above it may end the program, and then nothing that the block says was tried.

#![expect(clippy::disallowed_methods, reason = "examples run in folders of their own; a build never comes here")]

use std::ffi::OsString;
use std::fs;
use std::io;

use crate::examples::end_mark::EndMark;
use crate::examples::execute::{Companions, Setup, limits, variables, whole};
use crate::examples::jobs::Job;
use crate::examples::process::run_in;
use crate::examples::verdict::{BlockRun, End};
use crate::examples::work_folder::WorkFolder;

/// What a text did from its first line on.
struct Whole {
    run: BlockRun,
    /// Whether it came to its end, where the language lets one see that.
    came_to_end: Option<bool>,
}

/// Runs a job with a command; `{file}` in it stands for the file, which else comes last.
pub fn on_command(
    job: &Job<'_>,
    command: &[OsString],
    setup: Setup<'_>,
    companions: Companions<'_>,
) -> io::Result<Vec<BlockRun>> {
    let nothing = |end: End| BlockRun { out: String::new(), err: String::new(), end };
    let mut runs: Vec<BlockRun> = Vec::with_capacity(job.blocks.len());
    let mut text = String::new();
    let mut above: Option<Whole> = None;
    if let Some((_, setup)) = setup {
        text = format!("{}\n", setup.trim_end_matches('\n'));
        above = Some(run_text(job, command, companions, &text)?);
    }
    for (index, block) in job.blocks.iter().enumerate() {
        let wanted = |index: usize| End::Exit(job.blocks[index].fence.exit.map_or(0, i32::from));
        if index > 0 && runs[index - 1].end != wanted(index - 1) {
            runs.push(nothing(End::NotReached));
            continue;
        }
        text.push_str(&block.code);
        let all = run_text(job, command, companions, &text)?;
        let mut run = all.run.clone();
        if let Some(above) = &above {
            run.out = behind(&run.out, &above.run.out);
            run.err = behind(&run.err, &above.run.err);
            if above.ends_before(&all) {
                run.end = End::CutOff;
            }
        }
        if block.fence.proof.is_some() && run.end == End::Exit(0) && all.came_to_end == Some(false) {
            run.end = End::CutOff;
        }
        above = Some(all);
        runs.push(run);
    }
    Ok(runs)
}

impl Whole {
    /// Whether it ends before what was written below it, `all` of which is this. Where a language does not let one see that, it is
    /// so if it fails, and all fails in the same way and writes not a letter more.
    fn ends_before(&self, all: &Whole) -> bool {
        match self.came_to_end {
            Some(came_to_end) => !came_to_end && matches!(self.run.end, End::Exit(_)),
            None => self.run == all.run && matches!(self.run.end, End::Exit(code) if code != 0),
        }
    }
}

/// What was written behind what stands above.
fn behind(all: &str, above: &str) -> String {
    all.strip_prefix(above).unwrap_or(all).to_owned()
}

fn run_text(job: &Job<'_>, command: &[OsString], companions: Companions<'_>, text: &str) -> io::Result<Whole> {
    let mark = EndMark::of(job);
    let mut folder = WorkFolder::new()?;
    companions.lay(&folder.work)?;
    let file = folder.work.join(format!("example{}", job.suffix()));
    fs::write(&file, mark.map_or_else(|| text.to_owned(), |mark| mark.below(text)))?;
    let mut full: Vec<OsString> = Vec::with_capacity(command.len() + 1);
    let mut placed = false;
    for part in command {
        match part.to_str().filter(|part| part.contains("{file}")) {
            Some(part) => {
                full.push(part.replace("{file}", &file.display().to_string()).into());
                placed = true;
            }
            None => full.push(part.clone()),
        }
    }
    if !placed {
        full.push(file.into_os_string());
    }
    let variables = variables(job, &folder.work, None);
    let finished = run_in(&mut folder, &full, &variables, limits(job))?;
    let mut run = whole(&finished, &folder.work.display().to_string());
    let came_to_end = mark.map(|mark| mark.take_out(&mut run));
    Ok(Whole { run, came_to_end })
}
