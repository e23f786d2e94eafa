//! `studybook build`: the site, written.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::program::build::Stage;
use crate::program::last;
use crate::program::memory::Memory;
use crate::program::run::{CheckOptions, Counts, GuideArgs, Run, counts_line, kept};
use crate::program::write::{self, Written};
use crate::reading::load;

/// Arguments of `build`.
#[derive(Args)]
pub struct BuildArgs {
    #[command(flatten)]
    guide: GuideArgs,
    #[command(flatten)]
    check: CheckOptions,
    /// Where to put the site [default: `site/` in the guide's folder]
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
    /// Do not read or write the highlighter's cache in `.studybook/`
    #[arg(long)]
    no_cache: bool,
}

/// Builds.
pub fn run(args: &BuildArgs) -> ExitCode {
    let dir = &args.guide.dir;
    let out = args.output.clone().unwrap_or_else(|| dir.join("site"));
    let mut run = Run::start(&args.guide, args.check.strict);
    if args.no_cache {
        run.inputs.highlights = None;
        run.inputs.cards = None;
    }
    if run.inputs.book.is_some()
        && let Err(message) = write::check_output(dir, &out)
    {
        run.report.add(message);
    }
    let mut memory = if args.no_cache { Memory::default() } else { last::recall(dir, &out) };
    let built = run.build(&args.check.options(), &mut memory);
    let mut written = Written::default();
    let mut counts = Counts::default();
    if let Some(built) = &built {
        if !run.report.has_errors() {
            run.clock.enter(Some(Stage::Write));
            match write::write(&built.site, &out) {
                Ok(done) => {
                    written = done;
                    if !args.no_cache && memory.kept.has_news() {
                        kept(last::keep(dir, &memory, &built.site), &mut run.report);
                    }
                }
                Err(message) => run.report.add(message),
            }
            for (name, bytes) in [(load::HIGHLIGHT_CACHE, &built.highlights), (load::CARD_CACHE, &built.cards)] {
                if let Some(bytes) = bytes.as_ref().filter(|_| !args.no_cache) {
                    kept(write::write_file(&dir.join(name), bytes), &mut run.report);
                }
            }
        }
        counts = Counts::of(built, written);
    }
    let shown = out.display().to_string();
    run.finish(args.guide.json, "counts", &counts, || {
        let topics = counts_line(built.as_ref().map(|built| &built.guide));
        format!(
            "built {topics}: {} files in {shown} ({} written, {} unchanged)",
            counts.files, counts.written, counts.unchanged
        )
    })
}
