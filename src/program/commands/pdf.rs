//! `studybook pdf`: the guide, or a selection of it, printed by a browser.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::guide::select;
use crate::output::pages::print;
use crate::program::build::{self, Options, Stage};
use crate::program::pdf::{self, chromium, sheets};
use crate::program::run::{CheckOptions, GuideArgs, Run};
use crate::words::message::Message;

/// Arguments of `pdf`.
#[derive(Args)]
pub struct PdfArgs {
    #[command(flatten)]
    guide: GuideArgs,
    #[command(flatten)]
    check: CheckOptions,
    /// The file to write [default: named after the title, in the guide's folder]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Print only some topics: `tag:threads`, `difficulty:advanced`, `chapter:python/memory`, or several, with commas
    #[arg(long, value_name = "WHAT", default_value = "", hide_default_value = true, value_parser = select::parse)]
    select: std::vec::Vec<select::Wish>,
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
    let refused = args.output.as_deref().and_then(pdf::refused);
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
        PdfPaper::A4 => sheets::Paper::A4,
        PdfPaper::Letter => sheets::Paper::Letter,
    };
    let Run { report, clock, inputs, .. } = &mut run;
    let clock = std::cell::RefCell::new(clock);
    let made = build::stage(
        inputs,
        &Options { without_cards: true, ..args.check.options() },
        &mut |stage| clock.borrow_mut().enter(Some(stage)),
        report,
        |scene, report| {
            let selection = select::resolve(scene.guide, &args.select, report)?;
            let browser = browser.as_ref().filter(|_| !report.has_errors())?;
            clock.borrow_mut().enter(Some(Stage::Print));
            let patience = args.timeout.map(std::time::Duration::from_secs);
            let order = sheets::Order { selection: &selection, view, paper, patience };
            pdf::print(scene, inputs, &order, browser, report)
        },
    );
    let pdf = made.and_then(|(pdf, _)| pdf);
    let mut summary = String::new();
    let mut counts = PdfCounts::default();
    if let Some(pdf) = pdf.filter(|_| !run.report.has_errors()) {
        run.clock.enter(Some(Stage::Write));
        let path = args.output.clone().unwrap_or_else(|| args.guide.dir.join(format!("{}.pdf", pdf.name)));
        match pdf::write(&path, &pdf.bytes) {
            Ok(()) => {
                summary = pdf::summary(&pdf, &path);
                counts = PdfCounts { topics: pdf.topics, pages: pdf.pages, bytes: pdf.bytes.len() };
            }
            Err(message) => run.report.add(message),
        }
    }
    let misused =
        run.report.sorted().iter().any(|problem| {
            matches!(problem.message, Message::UnknownSelection { .. } | Message::NothingSelected { .. })
        });
    let code = run.finish(args.guide.json, "counts", &counts, || summary);
    if misused { ExitCode::from(2) } else { code }
}
