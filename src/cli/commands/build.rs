//! `studybook build`: the site, written.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use crate::build::memory::Memory;
use crate::build::pipeline::Stage;
use crate::cli::command_run::{CheckOptions, Counts, GuideArgs, Run, counts_line, kept};
use crate::console;
use crate::reading::load;
use crate::site::store::{InMemory, Store};
use crate::write::staging::{Staging, Written};
use crate::write::{files, last_site};

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
    /// Make everything anew: do not read or write what earlier builds keep in `.studybook/`
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
    } else {
        run.inputs.cards = load::cards(dir);
    }
    run.inputs.last_catalogue = load::catalogue(&out);
    let staging = begin(&mut run, dir, &out);
    let mut memory = match &staging {
        Some(staging) if !args.no_cache => last_site::recall(dir, staging.last()),
        _ => Memory::default(),
    };
    let store: &dyn Store = staging.as_ref().map_or(&InMemory, |staging| staging);
    let built = run.build(&args.check.options(), store, &mut memory);
    let mut written = Written::default();
    let mut counts = Counts::default();
    if let Some(built) = &built {
        if let Some(staging) = staging.filter(|_| !run.report.has_errors()) {
            run.clock.enter(Some(Stage::Write));
            match staging.finish(&built.site) {
                Ok(done) => {
                    written = done;
                    if !args.no_cache {
                        kept(last_site::keep(dir, &memory, &built.site), &mut run.report);
                    }
                }
                Err(message) => run.report.add(message),
            }
            for (name, bytes) in [(load::HIGHLIGHT_CACHE, &built.highlights), (load::CARD_CACHE, &built.cards)] {
                if let Some(bytes) = bytes.as_ref().filter(|_| !args.no_cache) {
                    kept(files::write_file(dir, name, bytes), &mut run.report);
                }
            }
        }
        counts = Counts::of(built, written);
    }
    let shown = console::named(&out);
    let code = run.finish(args.guide.json, "counts", &counts, || {
        let topics = counts_line(built.as_ref().map(|built| &*built.guide));
        format!(
            "built {topics}: {} files in {shown} ({} written, {} unchanged)",
            counts.files, counts.written, counts.unchanged
        )
    });
    // The program ends: the system takes the memory back at once, where values would go one by one.
    std::mem::forget((built, memory));
    code
}

/// Where the site is laid out; none, and a problem, if it cannot be written.
fn begin(run: &mut Run, dir: &Path, out: &Path) -> Option<Staging> {
    run.inputs.book.as_ref()?;
    let staging = files::check_output(dir, out).and_then(|()| Staging::begin(out));
    staging.map_err(|message| run.report.add(message)).ok()
}
