//! `studybook stats`: what the guide holds, counted.

use std::process::ExitCode;

use clap::Args;

use crate::build::pipeline::{self, Options};
use crate::cli::command_run::{GuideArgs, Run};
use crate::cli::table;
use crate::guide::statistics;

/// Arguments of `stats`.
#[derive(Args)]
pub struct StatsArgs {
    #[command(flatten)]
    guide: GuideArgs,
}

/// Counts.
pub fn run(args: &StatsArgs) -> ExitCode {
    let mut run = Run::start(&args.guide, false);
    let clock = &mut run.clock;
    let guide =
        pipeline::read_guide(&run.inputs, &Options::default(), &mut |stage| clock.enter(Some(stage)), &mut run.report);
    let stats = guide.as_deref().map(statistics::count);
    run.finish(args.guide.json, "counts", &stats, || stats.as_ref().map_or_else(String::new, table::stats))
}
