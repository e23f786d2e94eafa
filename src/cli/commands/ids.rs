//! `studybook ids`: explicit ids for questions, quizzes and examples, so that what readers know of a card survives rewording.

use std::path::Path;
use std::process::ExitCode;

use clap::Args;

use crate::build::pipeline::{self, Options};
use crate::cards::named;
use crate::cli::command_run::{GuideArgs, Run};
use crate::disk::folder::{Folder, MOST_TEXT};
use crate::problem::message::Message;
use crate::terminal::many;
use crate::write::files;

/// Arguments of `ids`.
#[derive(Args)]
pub struct IdsArgs {
    #[command(flatten)]
    guide: GuideArgs,
}

/// What was written.
#[derive(Default, serde::Serialize)]
struct Written {
    ids: usize,
    files: usize,
}

/// Writes them.
pub fn run(args: &IdsArgs) -> ExitCode {
    let mut run = Run::start(&args.guide, false);
    let options = Options { drafts: true, ..Options::default() };
    let clock = &mut run.clock;
    let guide = pipeline::read_guide(&run.inputs, &options, &mut |stage| clock.enter(Some(stage)), &mut run.report);
    let mut written = Written::default();
    // With a mistake in the guide an id may be that of something else tomorrow.
    if let Some(guide) = guide.filter(|_| !run.report.has_errors()) {
        for entry in &guide.topics {
            let source = entry.topic.source.as_str();
            let Some(file) = run.inputs.topics.iter().find(|file| file.file.source == entry.topic.source) else {
                continue;
            };
            let folder = Folder::open(&args.guide.dir);
            let result = folder.and_then(|folder| folder.read_text(Path::new(source), MOST_TEXT));
            let new = result.map(|on_disk| named::rewrite(&on_disk, &file.file.text, &entry.topic));
            let reason = match new {
                Ok(Some((_, 0))) => continue,
                Ok(Some((text, ids))) => {
                    match files::write_file(&args.guide.dir, source, text.as_bytes()) {
                        Ok(()) => {
                            written.ids += ids;
                            written.files += 1;
                        }
                        Err(message) => run.report.add(message),
                    }
                    continue;
                }
                Ok(None) => "the file has changed meanwhile".to_owned(),
                Err(error) => error.to_string(),
            };
            run.report.add(Message::Unreadable { path: source.to_owned(), reason });
        }
    }
    run.finish(args.guide.json, "written", &written, || {
        format!("wrote {} into {}", many(written.ids, "id"), many(written.files, "file"))
    })
}
