//! `studybook build`: the site, written.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use crate::build::memory::Memory;
use crate::build::pipeline::{Options, Stage};
use crate::cards::card::Kind;
use crate::cli::command_run::{CheckOptions, Counts, GuideArgs, Run, kept};
use crate::cli::commands::{anki, epub, pdf};
use crate::export::anki::deck;
use crate::memo::digest::Digest;
use crate::print::{book_site, chromium};
use crate::reading::inputs::Download;
use crate::reading::load;
use crate::site::pages::print;
use crate::site::store::{InMemory, Store};
use crate::terminal;
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
    /// Also make files that readers take along, and offer them on the site with their sizes: `anki`, `epub`, `pdf`, with commas
    #[arg(long, value_enum, value_delimiter = ',', value_name = "FORMS")]
    with: Vec<Form>,
    /// Make everything anew: do not read or write what earlier builds keep in `.studybook/`
    #[arg(long)]
    no_cache: bool,
}

/// A form of the guide for another program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
enum Form {
    /// A deck of Anki
    Anki,
    /// An e-book
    Epub,
    /// A book on paper; needs Chromium or Chrome
    Pdf,
}

/// Builds.
pub fn run(args: &BuildArgs) -> ExitCode {
    let dir = &args.guide.dir;
    let out = args.output.clone().unwrap_or_else(|| dir.join("site"));
    let mut run = Run::start(&args.guide, args.check.strict);
    let staging = begin(&mut run, dir, &out);
    let options = args.check.options();
    let key = site_key(args, &run, &options);
    if let (Some(staging), Some(key)) = (&staging, key)
        && run.report.count() == 0
        && let Some(counts) = last_site::recall_whole(dir, staging.last(), key)
    {
        return finish(run, args, &out, &Counts::unchanged(counts));
    }
    if args.no_cache {
        run.inputs.highlights = None;
    } else {
        run.inputs.cards = load::cards(dir);
    }
    run.inputs.last_catalogue = load::catalogue(&out);
    run.inputs.downloads = downloads(args, &mut run);
    let mut memory = match &staging {
        Some(staging) if !args.no_cache => last_site::recall(dir, staging.last()),
        _ => Memory::default(),
    };
    let store: &dyn Store = staging.as_ref().map_or(&InMemory, |staging| staging);
    let built = run.build(&options, store, &mut memory);
    let mut counts = built.as_ref().map_or_else(Counts::default, |built| Counts::of(built, Written::default()));
    if let Some(built) = &built
        && let Some(staging) = staging.filter(|_| !run.report.has_errors())
    {
        run.clock.enter(Some(Stage::Write));
        match staging.finish(&built.site) {
            Ok((written, manifest)) => {
                counts = Counts::of(built, written);
                if !args.no_cache {
                    kept(last_site::keep(dir, &memory, &built.site), &mut run.report);
                }
                if let Some(key) = key.filter(|_| run.report.count() == 0) {
                    kept(last_site::keep_whole(dir, &manifest, key, &counts), &mut run.report);
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
    let code = finish(run, args, &out, &counts);
    // The program ends: the system takes the memory back at once, where values would go one by one.
    std::mem::forget((built, memory));
    code
}

/// Says what was done.
fn finish(run: Run, args: &BuildArgs, out: &Path, counts: &Counts) -> ExitCode {
    let shown = terminal::named(out);
    run.finish(args.guide.json, "counts", counts, || {
        let (guide, Counts { files, written, unchanged, .. }) = (counts.guide(), counts);
        format!("built {guide}: {files} files in {shown} ({written} written, {unchanged} unchanged)")
    })
}

/// What the whole site is made of, as a digest. None where more than the inputs decides it, as a browser does of a PDF, and for who
/// wants everything made anew.
fn site_key(args: &BuildArgs, run: &Run, options: &Options) -> Option<u128> {
    let alone = args.with.is_empty() && !args.no_cache;
    alone.then(|| Digest::new("site").number(run.inputs.digest()).text(&format!("{options:?}")).done())
}

/// Where the site is laid out; none, and a problem, if it cannot be written.
fn begin(run: &mut Run, dir: &Path, out: &Path) -> Option<Staging> {
    run.inputs.book.as_ref()?;
    let staging = files::check_output(dir, out).and_then(|()| Staging::begin(out));
    staging.map_err(|message| run.report.add(message)).ok()
}

/// The guide in the forms that are wanted. After an error no further ones: the build tells it anyway.
fn downloads(args: &BuildArgs, run: &mut Run) -> Vec<Download> {
    let forms: BTreeSet<Form> = args.with.iter().copied().collect();
    let mut made = Vec::new();
    for form in forms {
        if run.report.has_errors() {
            break;
        }
        made.extend(match form {
            Form::Anki => {
                let wanted = anki::Wanted { select: &[], kinds: &Kind::ALL, form: deck::Form::Package };
                let deck = anki::make(&args.guide, &args.check, &wanted, run);
                deck.map(|deck| download("anki", &deck.name, wanted.form.ending(), deck.bytes))
            }
            Form::Epub => {
                let book = epub::make(&args.check, &[], print::View::Full, run);
                book.map(|book| download("epub", &book.name, "epub", book.bytes))
            }
            Form::Pdf => {
                let browser = chromium::find(None, std::env::var_os("PATH").as_deref());
                let browser = browser.map_err(|message| run.report.add(message)).ok();
                let (view, paper) = (print::View::Full, book_site::Paper::A4);
                let wanted = pdf::Wanted { select: &[], view, paper, patience: None };
                let pdf = browser.and_then(|browser| pdf::make(&args.check, &wanted, Some(&browser), run));
                pdf.map(|pdf| download("pdf", &pdf.name, "pdf", pdf.bytes))
            }
        });
    }
    made
}

fn download(kind: &'static str, name: &str, ending: &str, bytes: Vec<u8>) -> Download {
    Download { kind, name: format!("{name}.{ending}"), bytes: bytes.into() }
}
