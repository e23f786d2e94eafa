//! `studybook import`: topics made of what is written elsewhere.

use std::process::ExitCode;

use crate::cli::command_run::{Counts, GuideArgs, Run};
use crate::import::command::{self, ImportArgs};

/// Imports.
pub fn run(args: &ImportArgs) -> ExitCode {
    let mut run = Run::start(&GuideArgs { dir: args.dir.clone(), json: false }, false);
    let (shown, texts) = command::import(args, &run.inputs, &mut run.report);
    run.others = texts;
    run.finish(false, "counts", &Counts::default(), || shown.unwrap_or_default())
}
