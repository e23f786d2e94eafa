//! A guide that has files open in the editor: what it is now, and what the editor was told of it.
//!
//! In: changed files. Out: the guide and its links as last built, its problems, and diagnostics for what changed in them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gen_lsp_types::Diagnostic;

use crate::build::live_guide::LiveGuide;
use crate::build::pipeline::Options;
use crate::guide::links::Links;
use crate::guide::lints;
use crate::guide::model::Guide;
use crate::guide::unanswered::Unanswered;
use crate::lsp::diagnostics;
use crate::path::SourcePath;
use crate::problem::message::Message;
use crate::problem::report::{Problem, Report};
use crate::reading::inputs::Inputs;
use crate::reading::reload::Change;
use crate::reading::{load, settings};
use crate::serve::watcher::Watch;
use crate::site::rendering::Scope;

/// Guides of so many topics are built whole at every change; in larger ones, the pages that show many topics wait for a pause.
const BUILT_WHOLE: usize = 100;

/// How far what was told has followed the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    /// A file changed since.
    Stale,
    /// The problems of all files are known; pages that show many topics were not made.
    Quick,
    /// All is as `check` would tell it.
    Settled,
}

/// Diagnostics by the address of their file.
pub type Told = BTreeMap<String, Vec<Diagnostic>>;

/// A guide and its links, from one build.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The guide.
    pub guide: Arc<Guide>,
    /// Its links.
    pub links: Arc<Links>,
}

/// A guide that is open.
pub struct OpenGuide {
    live: LiveGuide,
    drafts: bool,
    snapshot: Option<Snapshot>,
    problems: Vec<Problem>,
    unanswered: Unanswered,
    state: State,
    /// What the editor shows, by address.
    told: Told,
    /// What it shows may be out of date.
    has_news: bool,
    /// Where the editor does not say which files changed.
    watch: Option<Watch>,
}

impl OpenGuide {
    /// Reads the guide in `root`. It is built when it is needed.
    pub fn open(root: PathBuf, drafts: bool, watch: Option<Watch>) -> Self {
        let live = LiveGuide::open(root);
        let mut guide = Self {
            live,
            drafts,
            snapshot: None,
            problems: Vec::new(),
            unanswered: Unanswered::default(),
            state: State::Stale,
            told: Told::new(),
            has_news: false,
            watch,
        };
        guide.look_again(&BTreeSet::new());
        guide.read_catalogue();
        guide
    }

    /// Its folder.
    pub fn root(&self) -> &Path {
        self.live.root()
    }

    /// What it was read from.
    pub fn inputs(&self) -> &Inputs {
        &self.live.loaded.inputs
    }

    /// Whether every file of it could be read.
    pub fn is_read_whole(&self) -> bool {
        self.live.loaded.problems.is_sound()
    }

    /// The guide as last built; none if it never could be.
    pub fn snapshot(&self) -> Option<&Snapshot> {
        self.snapshot.as_ref()
    }

    /// What is wrong with it, in the order of `check`.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Takes the text of a file from the editor, or gives it back to the disk.
    pub fn hold(&mut self, source: &SourcePath, text: Option<Arc<str>>) {
        // The file may have another address now.
        self.has_news = true;
        self.live.loaded.hold(source.clone(), text);
        self.refresh(&BTreeSet::from([PathBuf::from(source.as_str())]));
    }

    /// Reads files again: paths from its folder.
    pub fn refresh(&mut self, changed: &BTreeSet<PathBuf>) {
        self.look_again(changed);
        let change = self.live.refresh(changed);
        if change == Change::Anything || changed.contains(Path::new("site/topics.json")) {
            self.read_catalogue();
            self.state = State::Stale;
        } else if change != Change::Nothing {
            self.state = State::Stale;
        }
    }

    /// Which cards readers may know, as `check` asks.
    fn read_catalogue(&mut self) {
        self.live.loaded.inputs.last_catalogue = load::catalogue(&self.live.root().join("site"));
    }

    /// Keeps the watch on folders that come and go.
    fn look_again(&mut self, changed: &BTreeSet<PathBuf>) {
        if let Some(watch) = &mut self.watch {
            // A folder that cannot be watched is one whose changes are seen at the next save.
            let _ = watch.update(changed);
        }
    }

    /// Whether a file changed since the last build.
    pub fn is_stale(&self) -> bool {
        self.state == State::Stale
    }

    /// Whether something is left to be checked.
    pub fn is_unsettled(&self) -> bool {
        self.state != State::Settled
    }

    /// Builds it if a file changed: as much as tells the problems of files.
    pub fn follow(&mut self) {
        if self.is_stale() {
            let is_small = self.inputs().topics.len() <= BUILT_WHOLE;
            self.build(if is_small { State::Settled } else { State::Quick });
        }
    }

    /// Builds what is left.
    pub fn settle(&mut self) {
        if self.is_unsettled() {
            self.build(State::Settled);
        }
    }

    fn build(&mut self, aim: State) {
        let scope = if aim == State::Settled { Scope::All } else { Scope::Asked(BTreeSet::new()) };
        let options = Options { drafts: self.drafts, scope, without_cards: true, ..Options::default() };
        // Settings that cannot be read leave the guide of the last build where it is; else, whoever holds it makes the build
        // arrange all of it anew.
        let book = self.inputs().book.as_ref();
        if book.is_some_and(|book| settings::read(book, &mut Report::new()).is_some()) {
            self.snapshot = None;
        }
        let (built, mut report) = self.live.build(&options);
        if let Some(built) = built {
            let inputs = &self.live.loaded.inputs;
            lints::lint_again(&built.guide, &built.links, inputs, &mut self.unanswered, &mut report);
            self.snapshot = Some(Snapshot { guide: built.guide, links: built.links });
            if aim == State::Quick {
                self.keep_faults_of_pages(&mut report);
            }
        }
        self.problems = report.sorted().into_iter().cloned().collect();
        self.state = aim;
        self.has_news = true;
    }

    /// Faults of pages that were not made now stay until these are.
    fn keep_faults_of_pages(&self, report: &mut Report) {
        let is_of_page = |problem: &&Problem| {
            matches!(
                problem.message,
                Message::DeadLink { .. } | Message::DuplicatePageId { .. } | Message::Template { .. }
            )
        };
        for problem in self.problems.iter().filter(is_of_page) {
            match &problem.place {
                Some(place) => report.at(place.clone(), problem.message.clone()),
                None => report.add(problem.message.clone()),
            }
        }
    }

    /// The diagnostics that have changed since this was asked last; none for a file that has no more. Nothing is told of a guide
    /// that changed since it was built.
    pub fn news(&mut self, address: &dyn Fn(&Path, &SourcePath) -> String) -> Told {
        if !self.has_news || self.is_stale() {
            return Told::new();
        }
        self.has_news = false;
        let found = diagnostics::of(&self.problems, &self.live.loaded.inputs, self.live.root());
        let root = self.live.root();
        let now: Told = found.into_iter().map(|(source, own)| (address(root, &source), own)).collect();
        let gone = self.told.keys().filter(|uri| !now.contains_key(*uri)).map(|uri| (uri.clone(), Vec::new()));
        let changed = now.iter().filter(|(uri, own)| self.told.get(*uri) != Some(*own));
        let news = gone.chain(changed.map(|(uri, own)| (uri.clone(), own.clone()))).collect();
        self.told = now;
        news
    }
}
