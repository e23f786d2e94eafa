//! `studybook check`: all that `build` checks, the lints, and links to other servers; nothing is written but their answers.

use std::path::Path;
use std::process::ExitCode;

use clap::Args;

use crate::guide::lint;
use crate::output::store::InMemory;
use crate::program::build::{Built, Options};
use crate::program::external;
use crate::program::memory::Memory;
use crate::program::run::{CheckOptions, Counts, GuideArgs, Run, counts_line, kept};
use crate::program::staging::Written;
use crate::program::write;
use crate::reading::foreign;
use crate::words::report::Report;

/// Arguments of `check`.
#[derive(Args)]
pub struct CheckArgs {
    #[command(flatten)]
    guide: GuideArgs,
    #[command(flatten)]
    check: CheckOptions,
    /// Look up links to other servers too
    #[arg(long)]
    external: bool,
}

/// Checks.
pub fn run(args: &CheckArgs) -> ExitCode {
    let mut run = Run::start(&args.guide, args.check.strict);
    let options = Options { without_cards: true, ..args.check.options() };
    let built = run.build(&options, &InMemory, &mut Memory::default());
    if let Some(built) = &built {
        lint::lint(&built.guide, &built.links, &mut run.report);
        if args.external {
            check_external(built, &args.guide.dir, &mut run.report);
        }
    }
    let counts = built.as_ref().map_or_else(Counts::default, |built| Counts::of(built, Written::default()));
    run.finish(args.guide.json, "counts", &counts, || {
        format!("checked {}", counts_line(built.as_ref().map(|built| &*built.guide)))
    })
}

fn check_external(built: &Built, dir: &Path, report: &mut Report) {
    let addresses = external::addresses(&built.guide, &built.links);
    let known = foreign::kept_answers(dir);
    let keep = external::check(&addresses, known.as_deref(), &external::over_the_network, report);
    kept(write::write_file(&dir.join(foreign::EXTERNAL_CACHE), keep.as_bytes()), report);
}
