//! `studybook test`: the examples, run.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use crate::build::pipeline::{self, Options, Stage};
use crate::cli::command_run::{GuideArgs, Run};
use crate::examples;
use crate::examples::outcome::{Outcome, Progress, TestOptions};
use crate::reading::root::guide_folder;
use crate::terminal::print_error;
use crate::text::shown;

/// Arguments of `test`.
#[derive(Args)]
pub struct TestArgs {
    #[command(flatten)]
    guide: GuideArgs,
    /// Only topics whose path holds this text; may stand alone, for the guide one stands in
    pattern: Option<String>,
    /// Rewrite the output blocks with what the examples print
    #[arg(long)]
    fix: bool,
    /// Install no packages: fail if an environment is not there yet
    #[arg(long)]
    no_install: bool,
    /// Run everything, also what passed before and has not changed
    #[arg(long)]
    no_cache: bool,
}

/// Runs them.
pub fn run(args: &TestArgs) -> ExitCode {
    let (guide_args, pattern) = guide_and_pattern(args);
    examples::process::hide_our_variables();
    examples::work_folder::sweep();
    let mut run = Run::start(&guide_args, false);
    let clock = &mut run.clock;
    let options = Options { drafts: true, ..Options::default() };
    let guide = pipeline::read_guide(&run.inputs, &options, &mut |stage| clock.enter(Some(stage)), &mut run.report);
    let mut outcome = Outcome::default();
    if let Some(guide) = guide.as_ref().filter(|_| !run.report.has_errors()) {
        run.clock.enter(Some(Stage::Test));
        let options = TestOptions { fix: args.fix, no_install: args.no_install, pattern, no_cache: args.no_cache };
        let progress = run.clock.progress;
        let show = |step: Progress<'_>| show_progress(&step, progress);
        outcome = examples::run::test(&guide_args.dir, guide, &run.inputs, &options, &show, &mut run.report);
    }
    let examples = serde_json::json!({
        "passed": outcome.passed, "failed": outcome.failed, "skipped": outcome.skipped,
        "runs": outcome.run, "cached": outcome.cached, "fixed": outcome.fixed, "on": outcome.on,
    });
    run.finish(args.guide.json, "examples", &examples, || {
        let on: Vec<String> = outcome.on.iter().map(|(version, count)| format!("{version}: {count}")).collect();
        let skipped = if outcome.skipped > 0 { format!(", {} skipped", outcome.skipped) } else { String::new() };
        format!("{}\n{} passed, {} failed{skipped}", on.join(", "), outcome.passed, outcome.failed)
    })
}

/// `studybook test gil` means the topics of this guide whose path holds `gil`, not a guide in a folder `gil`.
fn guide_and_pattern(args: &TestArgs) -> (GuideArgs, Option<String>) {
    let is_guide = |folder: &Path| folder.join("book.toml").is_file();
    let (dir, json) = (args.guide.dir.clone(), args.guide.json);
    let here = guide_folder(PathBuf::from("."));
    if args.pattern.is_some() || is_guide(&dir) || !is_guide(&here) {
        return (GuideArgs { dir, json }, args.pattern.clone());
    }
    let typed = dir.to_string_lossy().into_owned();
    (GuideArgs { dir: here, json }, Some(typed.trim_start_matches("./").to_owned()))
}

/// Installing takes minutes, so it is told on any stderr; the count only on a terminal.
fn show_progress(step: &Progress<'_>, terminal: bool) {
    match step {
        Progress::Note(text) if terminal => print_error(&format!("\r\u{1b}[K{}\n", shown::line(text))),
        Progress::Note(text) => print_error(&format!("{}\n", shown::line(text))),
        Progress::Ran(done, all) if terminal => print_error(&format!("\r\u{1b}[K{}", bar(*done, *all))),
        Progress::Ran(..) => {}
    }
}

fn bar(done: usize, all: usize) -> String {
    let filled = done * 30 / all.max(1);
    format!("[{}{}] {done}/{all}", "#".repeat(filled), "-".repeat(30 - filled))
}
