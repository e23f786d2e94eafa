//! `studybook lsp`: a language server on standard input and output, for a guide's topics and its `book.toml`.
//!
//! In: messages of an editor. Out: answers, and the problems that `check` would tell if all that is open were saved. One thread
//! reads; another one, in [`server`], answers and builds. Standard output holds the protocol and nothing else, and no file is written.

pub mod transport;
pub mod uri;
pub mod open_file;
pub mod diagnostics;
pub mod open_guide;
pub mod workspace;
pub mod toml_cursor;
pub mod markdown_cursor;
pub mod schema;
pub mod under_cursor;
pub mod hover;
pub mod definition;
pub mod references;
pub mod outline;
pub mod actions;
pub mod rename;
pub mod choices;
pub mod completion;
pub mod capabilities;
pub mod server;

use std::io::{self, IsTerminal};
use std::process::ExitCode;

use clap::Args;

use crate::terminal;

/// Arguments of `lsp`.
#[derive(Args)]
pub struct LspArgs {
    /// Check topics marked `draft = true` as if they were part of the guide
    #[arg(long)]
    drafts: bool,
    /// Some editors say which way to talk; there is only this one
    #[arg(long, hide = true)]
    stdio: bool,
}

/// Serves until the editor says it is done, or is gone.
pub fn run(args: &LspArgs) -> ExitCode {
    if io::stdin().is_terminal() {
        terminal::print_error("an editor starts `studybook lsp` and talks with it; Ctrl-C ends it\n");
    }
    server::serve(args.drafts)
}
