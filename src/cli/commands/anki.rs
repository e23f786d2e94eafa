//! `studybook anki`: the guide's cards, or a selection of them, as a deck of Anki.

use std::path::Path;
use std::process::ExitCode;

use clap::Args;

use crate::cards::card::Kind;
use crate::cli::command_run::{CheckOptions, GuideArgs, PartArgs, Run};
use crate::export::anki::deck::{self, Deck, Form, Order};
use crate::export::anki::kept::Kept;
use crate::guide::selection::Wish;
use crate::problem::deck_fault::DeckFault;
use crate::problem::report::Report;
use crate::reading::{changed, kept_notes};
use crate::terminal::many;
use crate::text::shown;
use crate::write::named_file;

/// Arguments of `anki`.
#[derive(Args)]
pub struct AnkiArgs {
    #[command(flatten)]
    guide: GuideArgs,
    #[command(flatten)]
    check: CheckOptions,
    #[command(flatten)]
    part: PartArgs,
    /// Take only some kinds of cards, with commas
    #[arg(long, value_enum, value_delimiter = ',', value_name = "KINDS")]
    kinds: Vec<CardKind>,
    /// Write lines of text for Anki's "Import File" instead of a package: no pictures, no look
    #[arg(long)]
    tsv: bool,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum CardKind {
    /// The question of a topic; its short answer answers
    Topic,
    /// The questions of lists of questions
    Question,
    /// What examples print
    Output,
    /// The quizzes
    Quiz,
}

/// What was written, as `--json` shows it.
#[derive(Default, serde::Serialize)]
struct DeckCounts {
    notes: usize,
    decks: usize,
    pictures: usize,
    bytes: usize,
}

/// Makes the deck.
pub fn run(args: &AnkiArgs) -> ExitCode {
    let mut run = Run::start(&args.guide, args.check.strict);
    let form = if args.tsv { Form::Text } else { Form::Package };
    if let Some(message) =
        args.part.output.as_deref().and_then(|path| named_file::refused(&args.guide.dir, path, &form.file()))
    {
        run.report.add(message);
    }
    let kinds: Vec<Kind> = if args.kinds.is_empty() {
        Kind::ALL.to_vec()
    } else {
        args.kinds.iter().map(|kind| Kind::ALL[*kind as usize]).collect()
    };
    let wanted = Wanted { select: &args.part.select, kinds: &kinds, form };
    let made = make(&args.guide, &args.check, &wanted, &mut run).filter(|_| !run.report.has_errors());
    let mut summary = String::new();
    let mut counts = DeckCounts::default();
    if let Some(deck) = made
        && let Some(path) = run.write(
            args.part.output.as_deref(),
            &format!("{}.{}", deck.name, form.ending()),
            &deck.bytes,
            &form.file(),
        )
    {
        let shown = shown::line(&path.display().to_string()).into_owned();
        let (notes, decks) = (many(deck.notes, "card"), many(deck.decks, "deck"));
        summary = format!("wrote {notes} in {decks}: {shown}");
        counts = DeckCounts { notes: deck.notes, decks: deck.decks, pictures: deck.pictures, bytes: deck.bytes.len() };
    }
    run.finish_export(args.guide.json, &counts, || summary)
}

/// Which cards are wanted, and in which form.
pub struct Wanted<'a> {
    /// The part of the guide.
    pub select: &'a [Wish],
    /// The kinds of cards.
    pub kinds: &'a [Kind],
    /// The form.
    pub form: Form,
}

/// Makes a deck, without writing it. `None` after a problem.
pub fn make(guide: &GuideArgs, check: &CheckOptions, wanted: &Wanted<'_>, run: &mut Run) -> Option<Deck> {
    let sources: Vec<_> = run.inputs.topics.iter().map(|topic| topic.file.source.clone()).collect();
    let latest = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|it| it.trim().parse().ok());
    let changes = changed::times(&guide.dir, &sources, latest);
    let kept = kept(&guide.dir, &mut run.report)?;
    let &Wanted { select, kinds, form } = wanted;
    run.export(check, select, |scene, inputs, selection, report| {
        deck::make(scene, inputs, &Order { selection, kinds, form, changes: &changes, kept: &kept }, report)
    })
}

/// What is known of notes that were imported. `None` after a problem.
fn kept(guide: &Path, report: &mut Report) -> Option<Kept> {
    let fault = |path: &str, reason: String| DeckFault::NoteTypes { path: path.to_owned(), reason };
    let texts = match kept_notes::read(guide) {
        Ok(texts) => texts,
        Err(error) => {
            report.add(fault(kept_notes::FOLDER, error.to_string()).into());
            return None;
        }
    };
    let mut all = Kept::default();
    for file in &texts {
        match Kept::from_json(&file.text) {
            Ok(kept) => {
                all.note_types.extend(kept.note_types);
                all.notes.extend(kept.notes);
            }
            Err(reason) => report.add(fault(file.source.as_str(), reason).into()),
        }
    }
    Some(all)
}
