//! `studybook epub`: the guide, or a selection of it, as an e-book.

use std::process::ExitCode;

use clap::Args;

use crate::cli::command_run::{CheckOptions, GuideArgs, PartArgs, Run};
use crate::export::epub::book::{self, Book};
use crate::guide::selection::Wish;
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
    if let Some(message) =
        args.part.output.as_deref().and_then(|path| named_file::refused(&args.guide.dir, path, &book::FILE))
    {
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
    if let Some(book) = made.filter(|_| !run.report.has_errors())
        && let Some(path) =
            run.write(args.part.output.as_deref(), &format!("{}.epub", book.name), &book.bytes, &book::FILE)
    {
        summary = book::summary(&book, &path);
        counts = EpubCounts { topics: book.topics, bytes: book.bytes.len() };
    }
    run.finish_export(args.guide.json, &counts, || summary)
}

/// Makes a book, without writing it. `None` after a problem.
pub fn make(check: &CheckOptions, select: &[Wish], view: print::View, run: &mut Run) -> Option<Book> {
    run.export(check, select, |scene, inputs, selection, report| book::make(scene, inputs, selection, view, report))
}
