//! What the hints with one answer change in a guide: `check --fix`.
//!
//! In: the guide's folder. Out: the files that would change, with both texts, and the diff of each. A change may show a problem
//! that another hint answers, so the guide is built in memory until no hint is left; only [`write()`] touches the disk.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use crate::build::memory::Memory;
use crate::build::pipeline::{self, Options};
use crate::disk::folder::{Folder, MOST_TEXT};
use crate::problem::message::Message;
use crate::problem::replacement::Replacement;
use crate::problem::report::{Problem, Report};
use crate::reading::inputs::{Inputs, TextFile};
use crate::reading::load;
use crate::site::store::InMemory;
use crate::text::edits;
use crate::write::files::{self, Rewritten};

/// A guide that needs more rounds than this is mended by the next run.
const MOST_ROUNDS: usize = 100;

/// A file that changes.
#[derive(Debug)]
pub struct Mended {
    /// The file from the guide's root.
    pub source: String,
    /// Its text as loaded.
    pub before: Arc<str>,
    /// The same with every answer in its place.
    pub after: Arc<str>,
    /// How many places change.
    pub places: usize,
}

/// What would change.
pub fn find(dir: &Path, options: &Options) -> Vec<Mended> {
    let options = Options { without_cards: true, ..options.clone() };
    let mut report = Report::new();
    let mut inputs = load::load(dir, &mut report);
    let mut memory = Memory::default();
    let mut mended: BTreeMap<String, Mended> = BTreeMap::new();
    for _ in 0..MOST_ROUNDS {
        pipeline::rebuild(&inputs, &options, &InMemory, &mut memory, &mut |_| {}, &mut report);
        let replacements = replacements(&inputs, &report);
        if !change(&mut inputs, &replacements, &mut mended) {
            break;
        }
        report = Report::new();
    }
    mended.into_values().collect()
}

/// The files that an answer may change.
fn texts(inputs: &mut Inputs) -> impl Iterator<Item = &mut TextFile> {
    inputs.book.iter_mut().chain(inputs.topics.iter_mut().map(|topic| &mut topic.file))
}

/// What the problems of a round say.
fn replacements(inputs: &Inputs, report: &Report) -> BTreeSet<Replacement> {
    let files = inputs.book.iter().chain(inputs.topics.iter().map(|topic| &topic.file));
    let by_source: BTreeMap<&str, &str> = files.map(|file| (file.source.as_str(), &*file.text)).collect();
    let of_problem = |problem: &&Problem| {
        let place = problem.place.as_ref()?;
        problem.replacement(by_source.get(place.source.as_str())?)
    };
    report.sorted().iter().filter_map(of_problem).collect()
}

/// Makes the replacements in memory. Gives whether there was one.
fn change(inputs: &mut Inputs, all: &BTreeSet<Replacement>, mended: &mut BTreeMap<String, Mended>) -> bool {
    let mut alone = BTreeSet::new();
    let ready = |it: &&Replacement| !it.is_alone || alone.insert((it.source.clone(), it.text.clone()));
    let ready: Vec<&Replacement> = all.iter().filter(ready).collect();
    let mut has_changed = false;
    for file in texts(inputs) {
        let from = ready.partition_point(|it| it.source < file.source);
        let own = ready[from..].iter().take_while(|it| it.source == file.source);
        let (text, places) = edits::replaced(&file.text, own.map(|it| (it.span, it.text.as_str())));
        if places == 0 {
            continue;
        }
        has_changed = true;
        let text: Arc<str> = text.into();
        let before = std::mem::replace(&mut file.text, text.clone());
        let source = file.source.to_string();
        let file = mended.entry(source.clone()).or_insert(Mended { source, before, after: text.clone(), places: 0 });
        file.after = text;
        file.places += places;
    }
    has_changed
}

impl Mended {
    /// The change as a unified diff, which `patch -p1` and `git apply` read.
    pub fn diff(&self) -> String {
        edits::diff(&format!("a/{}", self.source), &format!("b/{}", self.source), &self.before, &self.after)
    }
}

/// Writes all files, or none.
pub fn write(dir: &Path, mended: &[Mended]) -> Result<(), Vec<Message>> {
    let folder = Folder::open(dir);
    let mut ready = Vec::with_capacity(mended.len());
    let mut wrong = Vec::new();
    for file in mended {
        let read = folder
            .as_ref()
            .map_err(ToString::to_string)
            .and_then(|folder| folder.read_text(Path::new(&file.source), MOST_TEXT).map_err(|error| error.to_string()));
        let after = read.and_then(|before| {
            let after = edits::as_on_disk(&before, &file.before, &file.after);
            let after = after.ok_or_else(|| "the file has changed meanwhile".to_owned())?;
            Ok(Rewritten { inside: file.source.clone(), before, after })
        });
        match after {
            Ok(file) => ready.push(file),
            Err(reason) => wrong.push(Message::Unreadable { path: file.source.clone(), reason }),
        }
    }
    if wrong.is_empty() { files::rewrite_all(dir, &ready) } else { Err(wrong) }
}
