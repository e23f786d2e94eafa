//! The command line: which commands there are.
//!
//! Results go to stdout, everything else to stderr. Exit code 0: done; 1: problems in the guide; 2: wrong usage.

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use crate::cli::commands::init::{self, InitArgs};
use crate::cli::commands::new::{self, NewArgs};
use crate::cli::commands::shell::{self, CompletionsArgs, SchemaArgs};
use crate::cli::commands::{anki, build, check, epub, explain, ids, import, mv, pdf, stats, test};
use crate::import::command::ImportArgs;
use crate::lsp::{self, LspArgs};
use crate::serve::{self, ServeArgs};
use crate::terminal;

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
    Build(build::BuildArgs),
    /// Build, serve on this machine, and rebuild and reload the browser on a save
    Serve(ServeArgs),
    /// Check everything that `build` checks and more, and write nothing
    Check(check::CheckArgs),
    /// Say what the code of a problem means, with an example that is wrong and one that is right
    Explain(explain::ExplainArgs),
    /// Run the examples and compare what they print; this runs code of the guide's author
    Test(test::TestArgs),
    /// Print the guide, or a part of it, as a PDF; needs Chromium or Chrome
    Pdf(pdf::PdfArgs),
    /// Make a deck of Anki of the guide's cards, or of a part of them
    Anki(anki::AnkiArgs),
    /// Make an e-book (EPUB) of the guide, or of a part of it
    Epub(epub::EpubArgs),
    /// Make topics of a list of questions, a book of mdBook, a site of MkDocs or notes of Anki
    Import(ImportArgs),
    /// Count topics by chapter, tag and difficulty; words; examples; stubs
    Stats(stats::StatsArgs),
    /// Move or rename a topic, a chapter, a file, a tag or a level: links, requirements and old addresses follow
    Mv(mv::MvArgs),
    /// Write ids for questions, quizzes and examples, so that readers' records survive rewording
    Ids(ids::IdsArgs),
    /// Make a guide that builds at once, with a workflow that publishes it
    Init(InitArgs),
    /// Make a topic from a template
    New(NewArgs),
    /// Serve an editor: problems as you type, completion, hover, links that lead to their files (Language Server Protocol)
    Lsp(LspArgs),
    /// Print the completions of a shell
    Completions(CompletionsArgs),
    /// Print the man page
    Man,
    /// Print a JSON Schema, by which editors complete keys
    Schema(SchemaArgs),
}

/// Runs the program with the arguments it was started with.
pub fn run() -> ExitCode {
    match Cli::parse().command {
        Command::Build(args) => build::run(&args),
        Command::Serve(args) => serve::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Test(args) => test::run(&args),
        Command::Pdf(args) => pdf::run(&args),
        Command::Anki(args) => anki::run(&args),
        Command::Epub(args) => epub::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Stats(args) => stats::run(&args),
        Command::Mv(args) => mv::run(&args),
        Command::Ids(args) => ids::run(&args),
        Command::Init(args) => init::run(&args),
        Command::New(args) => new::run(&args),
        Command::Lsp(args) => lsp::run(&args),
        Command::Completions(args) => terminal::done(Ok(shell::completions(&args, Cli::command()))),
        Command::Man => terminal::done(Ok(shell::man(&Cli::command()))),
        Command::Schema(args) => terminal::done(Ok(shell::schema(&args).to_owned())),
    }
}
