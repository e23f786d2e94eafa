//! `studybook epub`: the guide, or a selection of it, as an e-book.

use std::process::ExitCode;

use clap::Args;

use crate::build::pipeline::{self, Options, Stage};
use crate::cli::command_run::{CheckOptions, GuideArgs, PartArgs, Run};
use crate::export::epub::book::{self, Book};
use crate::guide::selection::{self, Wish};
use crate::problem::message::Message;
use crate::site::pages::print;
use crate::write::named_file;

/// Arguments of `epub`.
#[derive(Args)]
pub struct EpubArgs {
    #[command(flatten)]
    guide: GuideArgs,
    #[command(flatten)]
    check: CheckOptions,
    #[command(flatten)]
    part: PartArgs,
    /// What of each topic to take
    #[arg(long, value_enum, default_value = "full")]
    view: EpubView,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum EpubView {
    /// Everything, as a book
    Full,
    /// The questions, and at the end the short answers
    Answers,
    /// A cheat sheet of the short answers
    Summary,
}

/// What was bound, as `--json` shows it.
#[derive(Default, serde::Serialize)]
struct EpubCounts {
    topics: usize,
    bytes: usize,
}

/// Makes the book.
pub fn run(args: &EpubArgs) -> ExitCode {
    let mut run = Run::start(&args.guide, args.check.strict);
    if let Some(message) = args.part.output.as_deref().and_then(|path| named_file::refused(path, &book::FILE)) {
        run.report.add(message);
    }
    let view = match args.view {
        EpubView::Full => print::View::Full,
        EpubView::Answers => print::View::Answers,
        EpubView::Summary => print::View::Summary,
    };
    let made = make(&args.check, &args.part.select, view, &mut run);
    let mut summary = String::new();
    let mut counts = EpubCounts::default();
    if let Some(made) = made.filter(|_| !run.report.has_errors()) {
        run.clock.enter(Some(Stage::Write));
        let named = || args.guide.dir.join(format!("{}.epub", made.name));
        let path = args.part.output.clone().unwrap_or_else(named);
        match named_file::write(&path, &made.bytes, &book::FILE) {
            Ok(()) => {
                summary = book::summary(&made, &path);
                counts = EpubCounts { topics: made.topics, bytes: made.bytes.len() };
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

/// Makes a book, without writing it. `None` after a problem.
pub fn make(check: &CheckOptions, select: &[Wish], view: print::View, run: &mut Run) -> Option<Book> {
    let Run { report, clock, inputs, .. } = run;
    let clock = std::cell::RefCell::new(clock);
    let made = pipeline::stage(
        inputs,
        &Options { without_cards: true, ..check.options() },
        &mut |stage| clock.borrow_mut().enter(Some(stage)),
        report,
        |scene, report| {
            let selection = selection::resolve(scene.guide, select, report)?;
            if report.has_errors() {
                return None;
            }
            clock.borrow_mut().enter(Some(Stage::Print));
            book::make(scene, inputs, &selection, view, report)
        },
    );
    made.and_then(|(book, _)| book)
}
