//! The command line: which commands there are.
//!
//! Results go to stdout, everything else to stderr. Exit code 0: done; 1: problems in the guide; 2: wrong usage.

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use crate::program::commands::{build, check, import, pdf, stats, test};
use crate::program::console;
use crate::program::import::command::ImportArgs;
use crate::program::init::{self, InitArgs};
use crate::program::new::{self, NewArgs};
use crate::program::serve::{self, ServeArgs};
use crate::program::shell::{self, CompletionsArgs, SchemaArgs};

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
    /// Run the examples and compare what they print; this runs code of the guide's author
    Test(test::TestArgs),
    /// Print the guide, or a part of it, as a PDF; needs Chromium or Chrome
    Pdf(pdf::PdfArgs),
    /// Make topics of a list of questions, a book of mdBook, a site of MkDocs or notes of Anki
    Import(ImportArgs),
    /// Count topics by chapter, tag and difficulty; words; examples; stubs
    Stats(stats::StatsArgs),
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

/// Runs the program with the arguments it was started with.
pub fn run() -> ExitCode {
    match Cli::parse().command {
        Command::Build(args) => build::run(&args),
        Command::Serve(args) => serve::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Test(args) => test::run(&args),
        Command::Pdf(args) => pdf::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Stats(args) => stats::run(&args),
        Command::Init(args) => init::run(&args),
        Command::New(args) => new::run(&args),
        Command::Completions(args) => console::done(Ok(shell::completions(&args, Cli::command()))),
        Command::Man => console::done(Ok(shell::man(&Cli::command()))),
        Command::Schema(args) => console::done(Ok(shell::schema(&args).to_owned())),
    }
}
