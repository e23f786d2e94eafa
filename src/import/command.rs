//! The command `studybook import`: its arguments, and the steps from reading to writing. It prints nothing.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PathBufValueParser, TypedValueParser};

use crate::build::pipeline::{self, Options};
use crate::import::plan::Plan;
use crate::import::{self, From, Request, ShortNotes, plan_text};
use crate::problem::message::Message;
use crate::problem::report::Report;
use crate::reading::inputs::{Inputs, TextFile};
use crate::reading::kept_notes;
use crate::reading::root::guide_folder;
use crate::write::files::{self, Created};

/// What can be typed after `studybook import`.
#[derive(Args)]
pub struct ImportArgs {
    /// The file, or the folder of a book
    pub file: PathBuf,
    /// The guide's folder, which holds `book.toml` [default: that of the guide you stand in]
    #[arg(default_value = ".", hide_default_value = true, value_parser = PathBufValueParser::new().map(guide_folder))]
    pub dir: PathBuf,
    /// What it is [default: guessed from its name]
    #[arg(long, value_enum)]
    pub from: Option<From>,
    /// The chapter everything goes into, as `python/basics`
    #[arg(long, value_name = "PATH")]
    pub chapter: Option<String>,
    /// Make a topic of each note, however short, and no table of words
    #[arg(long)]
    pub topics: bool,
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
            match files::create_file(&args.dir, path, bytes) {
                Ok(Created::New) => {}
                // Its name says what it holds.
                Ok(Created::WasThere) if path.starts_with(kept_notes::FOLDER) => {}
                // It came while the plan was made.
                Ok(Created::WasThere) => report.add(Message::TopicExists { path: path.clone() }),
                Err(message) => report.add(message),
            }
        }
    }
    (plan.map(|plan| plan_text::show(&plan, args.dry_run)), texts)
}

fn plan(args: &ImportArgs, inputs: &Inputs, texts: &mut Vec<TextFile>, report: &mut Report) -> Option<Plan> {
    let options = Options { drafts: true, ..Options::default() };
    let mut problems = Report::new();
    let guide = pipeline::read_guide(inputs, &options, &mut |_| {}, &mut problems);
    if problems.has_errors() || report.has_errors() {
        report.merge(problems);
        return None;
    }
    // What is wrong with the guide but no error is `check`'s to say.
    let guide = guide?;
    let short_notes = if args.topics { ShortNotes::Topics } else { ShortNotes::Rows };
    let request = Request { file: &args.file, from: args.from, chapter: args.chapter.as_deref(), short_notes };
    let source = import::read(&request).map_err(|message| report.add(message)).ok()?;
    texts.push(source.text.clone());
    texts.extend(source.pages.iter().cloned());
    let plan = import::plan(&source, &request, &guide, inputs, report)?;
    texts.extend(import::verify(&plan, inputs, report));
    Some(plan)
}
