//! The command `studybook import`: its arguments, and the steps from reading to writing. It prints nothing.

use std::path::PathBuf;

use clap::Args;

use crate::program::build::{self, Options};
use crate::program::import::plan::Plan;
use crate::program::import::{self, From, Request, show};
use crate::program::write::{self, Created};
use crate::reading::inputs::{Inputs, TextFile};
use crate::words::message::Message;
use crate::words::report::Report;

/// What can be typed after `studybook import`.
#[derive(Args)]
pub struct ImportArgs {
    /// The file, or the folder of a book
    pub file: PathBuf,
    /// The guide's folder, which holds `book.toml`
    #[arg(default_value = ".")]
    pub dir: PathBuf,
    /// What it is [default: guessed from its name]
    #[arg(long, value_enum)]
    pub from: Option<From>,
    /// The chapter everything goes into, as `python/basics`
    #[arg(long, value_name = "PATH")]
    pub chapter: Option<String>,
    /// Show what would be added and write nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// Imports into the guide read as `inputs`. Gives what to print, unless nothing could be planned, and the texts that
/// problems point into.
pub fn import(args: &ImportArgs, inputs: &Inputs, report: &mut Report) -> (Option<String>, Vec<TextFile>) {
    let mut texts = Vec::new();
    let plan = plan(args, inputs, &mut texts, report);
    if let Some(plan) = plan.as_ref().filter(|_| !args.dry_run && !report.has_errors()) {
        for (path, bytes) in &plan.files {
            match write::create_file(&args.dir.join(path), bytes) {
                Ok(Created::New) => {}
                // It came while the plan was made.
                Ok(Created::WasThere) => report.add(Message::TopicExists { path: path.clone() }),
                Err(message) => report.add(message),
            }
        }
    }
    (plan.map(|plan| show::show(&plan, args.dry_run)), texts)
}

fn plan(args: &ImportArgs, inputs: &Inputs, texts: &mut Vec<TextFile>, report: &mut Report) -> Option<Plan> {
    let options = Options { drafts: true, ..Options::default() };
    let mut problems = Report::new();
    let guide = build::read_guide(inputs, &options, &mut |_| {}, &mut problems);
    if problems.has_errors() || report.has_errors() {
        report.merge(problems);
        return None;
    }
    // What is wrong with the guide but no error is `check`'s to say.
    let guide = guide?;
    let request = Request { file: &args.file, from: args.from, chapter: args.chapter.as_deref() };
    let source = import::read(&request).map_err(|message| report.add(message)).ok()?;
    texts.push(source.text.clone());
    texts.extend(source.pages.iter().cloned());
    let plan = import::plan(&source, &request, &guide, inputs, report)?;
    texts.extend(import::verify(&plan, inputs, report));
    Some(plan)
}
