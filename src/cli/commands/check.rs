//! `studybook check`: all that `build` checks, the lints, and links to other servers; nothing is written but their answers, and with
//! `--fix --write` what the hints say.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use crate::build::memory::Memory;
use crate::build::pipeline::{Built, Options};
use crate::cli::annotations;
use crate::cli::command_run::{CheckOptions, Counts, GuideArgs, Run, kept};
use crate::cli::external_links;
use crate::cli::mending::{self, Mended};
use crate::guide::lints;
use crate::import::source;
use crate::problem::message::Message;
use crate::problem::report::Report;
use crate::reading::load;
use crate::site::gone_addresses;
use crate::site::store::InMemory;
use crate::terminal::{self, many, print_result};
use crate::write::changes;
use crate::write::files;
use crate::write::staging::Written;

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
    /// Tell which addresses of a published site are gone: its `topics.json`, or `-` for the standard input
    #[arg(long, value_name = "FILE")]
    since: Option<PathBuf>,
    /// Tell the problems in another form, too
    #[arg(long, value_enum, conflicts_with = "json")]
    format: Option<CheckFormat>,
    /// Show as a diff what the hints with one answer would change ("did you mean …?")
    #[arg(long, conflicts_with_all = ["json", "format"])]
    fix: bool,
    /// Write those changes: all of them or none
    #[arg(long, requires = "fix")]
    write: bool,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum CheckFormat {
    /// Annotations of GitHub Actions, on the standard output
    Github,
    /// A log of SARIF 2.1.0, on the standard output instead of the summary
    Sarif,
}

/// Checks.
pub fn run(args: &CheckArgs) -> ExitCode {
    if args.fix {
        terminal::tell(changes::recover(&args.guide.dir));
        let mended = mending::find(&args.guide.dir, &args.check.options());
        if let Err(messages) = show_or_write(&mended, args) {
            return terminal::all_wrong(messages);
        }
    }
    let mut run = Run::start(&args.guide, args.check.strict);
    run.inputs.last_catalogue = load::catalogue(&args.guide.dir.join("site"));
    let options = Options { without_cards: true, ..args.check.options() };
    let built = run.build(&options, &InMemory, &mut Memory::default());
    if let Some(built) = &built {
        lints::lint(&built.guide, &built.links, &run.inputs, &mut run.report);
        if args.external {
            check_external(built, &args.guide.dir, &mut run.report);
        }
    }
    if let Some(since) = &args.since {
        check_since(built.as_ref(), since, &mut run.report);
    }
    match args.format {
        Some(CheckFormat::Github) => run.print_problems(annotations::github),
        Some(CheckFormat::Sarif) => run.print_problems(annotations::sarif),
        None => {}
    }
    let counts = built.as_ref().map_or_else(Counts::default, |built| Counts::of(built, Written::default()));
    run.finish(args.guide.json, "counts", &counts, || match args.format {
        Some(CheckFormat::Sarif) => String::new(),
        _ => format!("checked {}", counts.guide()),
    })
}

/// Prints the changes as a diff, or writes them and says how many there were.
fn show_or_write(mended: &[Mended], args: &CheckArgs) -> Result<(), Vec<Message>> {
    let places: usize = mended.iter().map(|file| file.places).sum();
    if args.write {
        mending::write(&args.guide.dir, mended)?;
        print_result(&format!("changed {} in {}", many(places, "place"), many(mended.len(), "file")));
    } else if places > 0 {
        let diff: String = mended.iter().map(Mended::diff).collect();
        print_result(diff.trim_end_matches('\n'));
    }
    Ok(())
}

/// Without a site it is unknown which addresses there are; what hinders it has been told.
fn check_since(built: Option<&Built>, since: &Path, report: &mut Report) {
    let checked = load::published(since).and_then(|catalogue| match built {
        Some(built) => gone_addresses::check(&built.guide, &built.site, &catalogue, report),
        None => Ok(()),
    });
    if let Err(reason) = checked {
        report.add(Message::Unreadable { path: since.display().to_string(), reason });
    }
}

fn check_external(built: &Built, dir: &Path, report: &mut Report) {
    let addresses = external_links::addresses(&built.guide, &built.links);
    let known = source::kept_answers(dir);
    let keep = external_links::check(&addresses, known.as_deref(), &external_links::over_the_network, report);
    kept(files::write_file(dir, source::EXTERNAL_CACHE, keep.as_bytes()), report);
}
