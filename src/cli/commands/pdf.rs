//! `studybook pdf`: the guide, or a selection of it, printed by a browser.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;

use crate::cli::command_run::{CheckOptions, GuideArgs, PartArgs, Run};
use crate::guide::selection::Wish;
use crate::print::book_site;
use crate::print::chromium::{self, Browser};
use crate::print::pdf::{self, Pdf};
use crate::site::pages::print;
use crate::write::named_file;

/// Arguments of `pdf`.
#[derive(Args)]
pub struct PdfArgs {
    #[command(flatten)]
    guide: GuideArgs,
    #[command(flatten)]
    check: CheckOptions,
    #[command(flatten)]
    part: PartArgs,
    /// What of each topic to print
    #[arg(long, value_enum, default_value = "full")]
    view: PdfView,
    /// The size of the paper
    #[arg(long, value_enum, default_value = "a4")]
    paper: PdfPaper,
    /// The browser that prints [default: the first Chromium or Chrome on PATH]
    #[arg(long, value_name = "PATH", env = "CHROME")]
    browser: Option<PathBuf>,
    /// How many seconds the browser may take for one of the printings [default: minutes]
    #[arg(long, value_name = "SECONDS")]
    timeout: Option<u64>,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum PdfView {
    /// Everything, as a book
    Full,
    /// The questions, with ruled space for answers
    Questions,
    /// The questions, and at the end the short answers
    Answers,
    /// A cheat sheet of the short answers, in two columns
    Summary,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum PdfPaper {
    /// 210 x 297 mm
    A4,
    /// 8.5 x 11 in
    Letter,
}

/// What was printed, as `--json` shows it.
#[derive(Default, serde::Serialize)]
struct PdfCounts {
    topics: usize,
    pages: usize,
    bytes: usize,
}

/// Prints.
pub fn run(args: &PdfArgs) -> ExitCode {
    let mut run = Run::start(&args.guide, args.check.strict);
    let browser = chromium::find(args.browser.as_deref(), std::env::var_os("PATH").as_deref());
    let browser = browser.map_err(|message| run.report.add(message)).ok();
    let refused = args.part.output.as_deref().and_then(|path| named_file::refused(&args.guide.dir, path, &pdf::FILE));
    if let Some(message) = refused {
        run.report.add(message);
    }
    let view = match args.view {
        PdfView::Full => print::View::Full,
        PdfView::Questions => print::View::Questions,
        PdfView::Answers => print::View::Answers,
        PdfView::Summary => print::View::Summary,
    };
    let paper = match args.paper {
        PdfPaper::A4 => book_site::Paper::A4,
        PdfPaper::Letter => book_site::Paper::Letter,
    };
    let patience = args.timeout.map(Duration::from_secs);
    let wanted = Wanted { select: &args.part.select, view, paper, patience };
    let pdf = make(&args.check, &wanted, browser.as_ref(), &mut run);
    let mut summary = String::new();
    let mut counts = PdfCounts::default();
    if let Some(pdf) = pdf.filter(|_| !run.report.has_errors())
        && let Some(path) = run.write(args.part.output.as_deref(), &format!("{}.pdf", pdf.name), &pdf.bytes, &pdf::FILE)
    {
        summary = pdf::summary(&pdf, &path);
        counts = PdfCounts { topics: pdf.topics, pages: pdf.pages, bytes: pdf.bytes.len() };
    }
    run.finish_export(args.guide.json, &counts, || summary)
}

/// What is to be printed, and how.
pub struct Wanted<'a> {
    /// The part of the guide.
    pub select: &'a [Wish],
    /// What of each topic.
    pub view: print::View,
    /// The size of the paper.
    pub paper: book_site::Paper,
    /// How long the browser may take for one of the printings.
    pub patience: Option<Duration>,
}

/// Prints, without writing the file. `None` after a problem, or without a browser.
pub fn make(check: &CheckOptions, wanted: &Wanted<'_>, browser: Option<&Browser>, run: &mut Run) -> Option<Pdf> {
    let &Wanted { select, view, paper, patience } = wanted;
    run.export(check, select, |scene, inputs, selection, report| {
        pdf::print(scene, inputs, &book_site::Order { selection, view, paper, patience }, browser?, report)
    })
}
