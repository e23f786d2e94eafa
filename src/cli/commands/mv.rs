//! `studybook mv`: a topic, a chapter, a file, a tag or a level gets another place or name, and all that names it follows.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use clap::builder::{PathBufValueParser, TypedValueParser};
use walkdir::WalkDir;

use crate::build::pipeline::Options;
use crate::disk::folder::{Folder, MOST_TEXT};
use crate::moving::names::Typed;
use crate::moving::new_places::Move;
use crate::moving::plan::{self, Plan};
use crate::moving::prepared_move::{PreparedMove, prepare};
use crate::moving::proof;
use crate::problem::message::Message;
use crate::problem::report::Report;
use crate::reading::inputs::Inputs;
use crate::reading::load;
use crate::reading::root::guide_folder;
use crate::terminal::{self, many};
use crate::text::edits;
use crate::write::changes::{self, Change, Changes};

/// Arguments of `mv`.
#[derive(Args)]
pub struct MvArgs {
    /// What is moved, from `content/`: a topic `python/gil`, a chapter `python/`, a file `python/gil.svg`, `tag:threads` or
    /// `level:basic`
    #[arg(value_name = "FROM")]
    from: String,
    /// Where it goes, or what it is called then; with `/` at its end, the folder it goes into
    #[arg(value_name = "TO")]
    to: String,
    /// The guide's folder, which holds `book.toml` [default: that of the guide you stand in]
    #[arg(value_name = "DIR", default_value = ".", hide_default_value = true, value_parser = PathBufValueParser::new().map(guide_folder))]
    dir: PathBuf,
    /// Show as a diff what would change, and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// Moves.
pub fn run(args: &MvArgs) -> ExitCode {
    match moved(args) {
        Ok(told) => terminal::print_result(&told),
        Err(wrong) => {
            terminal::print_error(&wrong);
            ExitCode::from(1)
        }
    }
}

/// Gives what to tell the author. The error is the problems, laid out.
fn moved(args: &MvArgs) -> Result<String, String> {
    let mut read = Report::new();
    // Without a guide there, nothing is made in the folder.
    let is_guide = args.dir.join("book.toml").is_file();
    let held = match is_guide && !args.dry_run {
        true => {
            let (held, told) = Changes::begin(&args.dir).map_err(one)?;
            terminal::tell(told);
            Some(held)
        }
        false => {
            terminal::tell(changes::recover(&args.dir));
            None
        }
    };
    let inputs = load::load(&args.dir, &mut read);
    let options = Options { drafts: true, ..Options::default() };
    let before = match proof::read(&inputs, &options) {
        Ok(before) if before.guide.unread.is_empty() && read.is_sound() => before,
        // What could not be read cannot be changed along.
        unread => {
            read.merge(unread.map_or_else(|report| report, |before| before.report));
            return Err(terminal::layout(&read, &inputs, terminal::is_colored()));
        }
    };
    let typed = Typed { from: &args.from, to: &args.to };
    let PreparedMove { map, plan, after, new } = prepare(typed, &inputs, &before).map_err(one)?;
    check_links(&args.dir, &map, &plan).map_err(one)?;
    let changes = on_disk(&args.dir, &inputs, &plan).map_err(all)?;
    let told = match held {
        Some(held) => {
            let (from, to) = map.ends();
            held.make(&format!("`{from}` to `{to}`"), &changes).map_err(all)?;
            summary(&map, &plan)
        }
        None => plan.diff(&inputs).trim_end_matches('\n').to_owned(),
    };
    terminal::print_error(&terminal::layout(&new, &after, terminal::is_colored()));
    Ok(told)
}

fn one(message: Message) -> String {
    all(vec![message])
}

fn all(messages: Vec<Message>) -> String {
    let mut report = Report::new();
    messages.into_iter().for_each(|message| report.add(message));
    terminal::layout(&report, &Inputs::default(), terminal::is_colored())
}

/// A symbolic link that goes elsewhere may lead elsewhere.
fn check_links(dir: &Path, map: &Move, plan: &Plan) -> Result<(), Message> {
    let Some((from, _)) = &plan.rename else { return Ok(()) };
    let start = dir.join(from);
    let entries = WalkDir::new(&start).into_iter().filter_map(Result::ok).map(walkdir::DirEntry::into_path);
    match std::iter::once(start.clone()).chain(entries).find(|path| path.is_symlink()) {
        Some(link) => {
            let path = link.strip_prefix(dir).unwrap_or(&link).display().to_string();
            let (from, to) = map.ends();
            let reason = format!("`{path}` is a symbolic link");
            let advice = Some("put the file itself into the guide".to_owned());
            Err(Message::CannotMove { from, to, reason, advice })
        }
        None => Ok(()),
    }
}

/// The changes on disk, with the texts as they stand there.
fn on_disk(dir: &Path, inputs: &Inputs, plan: &Plan) -> Result<Vec<Change>, Vec<Message>> {
    let folder = Folder::open(dir);
    let mut changes = Vec::new();
    let mut wrong = Vec::new();
    for file in plan::texts(inputs) {
        let Some(edits) = plan.edits.get(&file.source) else { continue };
        let read = folder.as_ref().map_err(ToString::to_string);
        let read = read.and_then(|folder| {
            folder.read_text(Path::new(file.source.as_str()), MOST_TEXT).map_err(|error| error.to_string())
        });
        let path = file.source.to_string();
        let change = read.and_then(|before| {
            let after = edits::replaced_on_disk(&before, &file.text, edits);
            let after = after.ok_or_else(|| "the file has changed meanwhile".to_owned())?;
            Ok(Change::Rewrite { path: path.clone(), before, after })
        });
        match change {
            Ok(change) => changes.push(change),
            Err(reason) => wrong.push(Message::Unreadable { path, reason }),
        }
    }
    let created = plan.created.iter().map(|(path, text)| Change::Create { path: path.clone(), text: text.clone() });
    changes.extend(created);
    changes.extend(plan.rename.iter().map(|(from, to)| Change::Rename { from: from.clone(), to: to.clone() }));
    if wrong.is_empty() { Ok(changes) } else { Err(wrong) }
}

fn summary(map: &Move, plan: &Plan) -> String {
    let (from, to) = map.ends();
    let verb = if plan.rename.is_some() { "moved" } else { "renamed" };
    let mut told = format!(
        "{verb} `{from}` to `{to}`; changed {} in {}",
        many(plan.places(), "place"),
        many(plan.edits.len(), "file")
    );
    for (path, _) in &plan.created {
        told.push_str(&format!("\nmade `{path}`"));
    }
    told
}
