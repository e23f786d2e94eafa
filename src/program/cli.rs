//! The command line: with `console`, the only module that prints.
//!
//! Results go to stdout, everything else to stderr. Exit code 0: done; 1: problems in the guide; 2: wrong usage.

#![expect(clippy::disallowed_methods, reason = "the command line tells how long each stage took")]

use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::{Args, CommandFactory, Parser, Subcommand};

use crate::examples;
use crate::examples::test::{Progress, TestOptions};
use crate::guide::model::Guide;
use crate::guide::{lint, select, stats};
use crate::output::pages::print;
use crate::program::build::{self, Built, Options, Stage};
use crate::program::console::{self, count, is_colored, print_error, print_line, texts, theme_texts};
use crate::program::external;
use crate::program::import::command::{self, ImportArgs};
use crate::program::init::{self, InitArgs};
use crate::program::last;
use crate::program::memory::Memory;
use crate::program::new::{self, NewArgs};
use crate::program::pdf::{self, chromium, sheets};
use crate::program::serve::{self, ServeArgs};
use crate::program::shell::{self, CompletionsArgs, SchemaArgs};
use crate::program::table;
use crate::program::write::{self, Written};
use crate::reading::inputs::{Inputs, TextFile};
use crate::reading::{foreign, load};
use crate::words::message::Message;
use crate::words::report::Report;

/// A static site generator for study guides.
#[derive(Parser)]
#[command(name = "studybook", version, about, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the site
    Build(BuildArgs),
    /// Build, serve on this machine, and rebuild and reload the browser on a save
    Serve(ServeArgs),
    /// Check everything that `build` checks and more, and write nothing
    Check(CheckArgs),
    /// Run the examples and compare what they print; this runs code of the guide's author
    Test(TestArgs),
    /// Print the guide, or a part of it, as a PDF; needs Chromium or Chrome
    Pdf(PdfArgs),
    /// Make topics of a list of questions, a book of mdBook, a site of MkDocs or notes of Anki
    Import(ImportArgs),
    /// Count topics by chapter, tag and difficulty; words; examples; stubs
    Stats(StatsArgs),
    /// Make a guide that builds at once, with a workflow that publishes it
    Init(InitArgs),
    /// Make a topic from a template
    New(NewArgs),
    /// Print the completions of a shell
    Completions(CompletionsArgs),
    /// Print the man page
    Man,
    /// Print a JSON Schema, by which editors complete keys
    Schema(SchemaArgs),
}

#[derive(Args)]
struct GuideArgs {
    /// The guide's folder, which holds `book.toml`
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// Print one JSON object with counts, seconds by stage and problems
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
struct BuildArgs {
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

#[derive(Args)]
struct CheckArgs {
    #[command(flatten)]
    guide: GuideArgs,
    #[command(flatten)]
    check: CheckOptions,
    /// Look up links to other servers too
    #[arg(long)]
    external: bool,
}

#[derive(Args)]
struct CheckOptions {
    /// Treat warnings as errors
    #[arg(long)]
    strict: bool,
    /// Include topics marked `draft = true`
    #[arg(long)]
    drafts: bool,
    /// Use this address instead of `book.base_url`
    #[arg(long, value_name = "URL", value_parser = parse_base_url)]
    base_url: Option<String>,
}

#[derive(Args)]
struct TestArgs {
    #[command(flatten)]
    guide: GuideArgs,
    /// Only topics whose path holds this text
    pattern: Option<String>,
    /// Rewrite the output blocks with what the examples print
    #[arg(long)]
    fix: bool,
    /// Install no packages: fail if an environment is not there yet
    #[arg(long)]
    no_install: bool,
    /// Run everything, also what passed before and has not changed
    #[arg(long)]
    no_cache: bool,
}

#[derive(Args)]
struct PdfArgs {
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

#[derive(Args)]
struct StatsArgs {
    #[command(flatten)]
    guide: GuideArgs,
}

fn parse_base_url(typed: &str) -> Result<String, String> {
    build::base_url(typed).map_err(|message| match message.hint() {
        Some(hint) => format!("{message}; {hint}"),
        None => message.to_string(),
    })
}

/// Runs the program with the arguments it was started with.
pub fn run() -> ExitCode {
    match Cli::parse().command {
        Command::Build(args) => run_build(&args),
        Command::Serve(args) => serve::run(&args),
        Command::Check(args) => run_check(&args),
        Command::Test(args) => run_test(&args),
        Command::Pdf(args) => run_pdf(&args),
        Command::Import(args) => run_import(&args),
        Command::Stats(args) => run_stats(&args),
        Command::Init(args) => init::run(&args),
        Command::New(args) => new::run(&args),
        Command::Completions(args) => console::done(Ok(shell::completions(&args, Cli::command()))),
        Command::Man => console::done(Ok(shell::man(&Cli::command()))),
        Command::Schema(args) => console::done(Ok(shell::schema(&args).to_owned())),
    }
}

/// A run under way: its clock, its problems, what it read.
struct Run {
    report: Report,
    clock: Clock,
    inputs: Inputs,
    /// Files outside the guide that problems point into.
    others: Vec<TextFile>,
}

/// Seconds by stage, and the progress line.
struct Clock {
    seconds: BTreeMap<Stage, f64>,
    current: Option<(Stage, Instant)>,
    progress: bool,
}

impl Clock {
    fn enter(&mut self, stage: Option<Stage>) {
        if let Some((stage, since)) = self.current.take() {
            *self.seconds.entry(stage).or_default() += since.elapsed().as_secs_f64();
        }
        if self.progress {
            let line = stage.map_or_else(String::new, |stage| format!("{}…", stage_name(stage)));
            let _ = write!(io::stderr(), "\r\u{1b}[K{line}");
        }
        self.current = stage.map(|stage| (stage, Instant::now()));
    }
}

fn stage_name(stage: Stage) -> &'static str {
    match stage {
        Stage::Load => "load",
        Stage::Parse => "parse",
        Stage::Link => "link",
        Stage::Highlight => "highlight",
        Stage::Render => "render",
        Stage::Inspect => "inspect",
        Stage::Print => "print",
        Stage::Write => "write",
        Stage::Test => "test",
    }
}

impl Run {
    fn start(guide: &GuideArgs, strict: bool) -> Self {
        let mut report = if strict { Report::strict() } else { Report::new() };
        let progress = !guide.json && io::stderr().is_terminal();
        let mut clock = Clock { seconds: BTreeMap::new(), current: None, progress };
        clock.enter(Some(Stage::Load));
        let inputs = load::load(&guide.dir, &mut report);
        Self { report, clock, inputs, others: Vec::new() }
    }

    fn build(&mut self, options: &Options, memory: &mut Memory) -> Option<Built> {
        let clock = &mut self.clock;
        build::rebuild(&self.inputs, options, memory, &mut |stage| clock.enter(Some(stage)), &mut self.report)
    }

    /// Prints the problems, and the summary or the JSON; gives the exit code.
    fn finish(
        mut self,
        json: bool,
        name: &str,
        counts: &impl serde::Serialize,
        summary: impl FnOnce() -> String,
    ) -> ExitCode {
        self.clock.enter(None);
        let theme_texts: Vec<(String, String)> = theme_texts(&self.inputs);
        let mut texts = texts(&self.inputs, &theme_texts);
        texts.extend(self.others.iter().map(|file| (file.source.as_str(), &*file.text)));
        let failed = self.report.has_errors();
        if json {
            let seconds: BTreeMap<&str, f64> =
                self.clock.seconds.iter().map(|(stage, it)| (stage_name(*stage), round(*it))).collect();
            let value = serde_json::json!({
                "ok": !failed,
                name: counts,
                "seconds": seconds,
                "errors": self.report.errors(),
                "warnings": self.report.warnings(),
                "problems": self.report.to_json(&texts),
            });
            print_line(&value.to_string());
        } else {
            print_error(&self.report.render(&texts, is_colored()));
            let (errors, warnings) = (self.report.errors(), self.report.warnings());
            if failed {
                print_error(&format!("{}\n", count(errors, warnings)));
            } else {
                print_line(&summary());
                if warnings > 0 {
                    print_error(&format!("{}\n", count(errors, warnings)));
                }
            }
        }
        ExitCode::from(u8::from(failed))
    }
}

/// What a run counted, as `--json` shows it.
#[derive(Default, serde::Serialize)]
struct Counts {
    topics: usize,
    chapters: usize,
    tags: usize,
    pages: usize,
    files: usize,
    bytes: u64,
    highlighted: usize,
    written: usize,
    unchanged: usize,
    removed: usize,
}

impl Counts {
    fn of(built: &Built, written: Written) -> Self {
        Self {
            topics: built.guide.topics.len(),
            chapters: built.guide.chapters.len() - 1,
            tags: built.guide.tags.len(),
            pages: built.site.files().filter(|(path, _)| path.extension() == "html").count(),
            files: built.site.len(),
            bytes: built.site.size(),
            highlighted: built.fresh,
            written: written.written,
            unchanged: written.unchanged,
            removed: written.removed,
        }
    }
}

fn round(seconds: f64) -> f64 {
    (seconds * 1e6).round() / 1e6
}

fn options(check: &CheckOptions) -> Options {
    Options { drafts: check.drafts, base_url: check.base_url.clone(), ..Options::default() }
}

fn run_build(args: &BuildArgs) -> ExitCode {
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
    let built = run.build(&options(&args.check), &mut memory);
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

/// A cache makes the next build faster; that it cannot be kept is worth a word but no failure.
fn kept(result: Result<(), Message>, report: &mut Report) {
    if let Err(Message::CannotWrite { path, reason, .. }) = result {
        report.add(Message::CacheNotKept { path, reason });
    }
}

fn run_check(args: &CheckArgs) -> ExitCode {
    let mut run = Run::start(&args.guide, args.check.strict);
    let built = run.build(&Options { without_cards: true, ..options(&args.check) }, &mut Memory::default());
    if let Some(built) = &built {
        lint::lint(&built.guide, &built.links, &mut run.report);
        if args.external {
            check_external(built, &args.guide.dir, &mut run.report);
        }
    }
    let counts = built.as_ref().map_or_else(Counts::default, |built| Counts::of(built, Written::default()));
    run.finish(args.guide.json, "counts", &counts, || {
        format!("checked {}", counts_line(built.as_ref().map(|built| &built.guide)))
    })
}

fn run_test(args: &TestArgs) -> ExitCode {
    let mut run = Run::start(&args.guide, false);
    let clock = &mut run.clock;
    let options = Options { drafts: true, ..Options::default() };
    let guide = build::read_guide(&run.inputs, &options, &mut |stage| clock.enter(Some(stage)), &mut run.report);
    let mut outcome = examples::test::Outcome::default();
    if let Some(guide) = guide.as_ref().filter(|_| !run.report.has_errors()) {
        run.clock.enter(Some(Stage::Test));
        let options = TestOptions {
            fix: args.fix,
            no_install: args.no_install,
            pattern: args.pattern.clone(),
            no_cache: args.no_cache,
        };
        let progress = run.clock.progress;
        let show = |step: Progress<'_>| show_progress(&step, progress);
        outcome = examples::test::test(&args.guide.dir, guide, &run.inputs, &options, &show, &mut run.report);
    }
    let examples = serde_json::json!({
        "passed": outcome.passed, "failed": outcome.failed, "skipped": outcome.skipped,
        "runs": outcome.run, "cached": outcome.cached, "fixed": outcome.fixed, "on": outcome.on,
    });
    run.finish(args.guide.json, "examples", &examples, || {
        let on: Vec<String> = outcome.on.iter().map(|(version, count)| format!("{version}: {count}")).collect();
        let skipped = if outcome.skipped > 0 { format!(", {} skipped", outcome.skipped) } else { String::new() };
        format!("{}\n{} passed, {} failed{skipped}", on.join(", "), outcome.passed, outcome.failed)
    })
}

/// Installing takes minutes, so it is told on any stderr; the count only on a terminal.
fn show_progress(step: &Progress<'_>, terminal: bool) {
    match step {
        Progress::Note(text) if terminal => print_error(&format!("\r\u{1b}[K{text}\n")),
        Progress::Note(text) => print_error(&format!("{text}\n")),
        Progress::Ran(done, all) if terminal => print_error(&format!("\r\u{1b}[K{}", bar(*done, *all))),
        Progress::Ran(..) => {}
    }
}

fn bar(done: usize, all: usize) -> String {
    let filled = done * 30 / all.max(1);
    format!("[{}{}] {done}/{all}", "#".repeat(filled), "-".repeat(30 - filled))
}

/// What was printed, as `--json` shows it.
#[derive(Default, serde::Serialize)]
struct PdfCounts {
    topics: usize,
    pages: usize,
    bytes: usize,
}

fn run_pdf(args: &PdfArgs) -> ExitCode {
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
        &Options { without_cards: true, ..options(&args.check) },
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

fn check_external(built: &Built, dir: &Path, report: &mut Report) {
    let addresses = external::addresses(&built.guide, &built.links);
    let known = foreign::kept_answers(dir);
    let keep = external::check(&addresses, known.as_deref(), &external::over_the_network, report);
    kept(write::write_file(&dir.join(foreign::EXTERNAL_CACHE), keep.as_bytes()), report);
}

fn run_import(args: &ImportArgs) -> ExitCode {
    let mut run = Run::start(&GuideArgs { dir: args.dir.clone(), json: false }, false);
    let (shown, texts) = command::import(args, &run.inputs, &mut run.report);
    run.others = texts;
    run.finish(false, "counts", &Counts::default(), || shown.unwrap_or_default())
}

fn run_stats(args: &StatsArgs) -> ExitCode {
    let mut run = Run::start(&args.guide, false);
    let clock = &mut run.clock;
    let guide =
        build::read_guide(&run.inputs, &Options::default(), &mut |stage| clock.enter(Some(stage)), &mut run.report);
    let stats = guide.as_ref().map(stats::count);
    if let (true, Some(stats)) = (args.guide.json && !run.report.has_errors(), &stats) {
        run.clock.enter(None);
        return match serde_json::to_string(stats) {
            Ok(json) => {
                print_line(&json);
                ExitCode::SUCCESS
            }
            Err(error) => {
                print_error(&format!("error: {error}\n"));
                ExitCode::from(1)
            }
        };
    }
    run.finish(args.guide.json, "counts", &Counts::default(), || stats.as_ref().map_or_else(String::new, table::stats))
}

fn counts_line(guide: Option<&Guide>) -> String {
    guide.map_or_else(String::new, |guide| {
        let (topics, chapters) = (guide.topics.len(), guide.chapters.len() - 1);
        format!("{} in {}", console::many(topics, "topic"), console::many(chapters, "chapter"))
    })
}
