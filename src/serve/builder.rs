//! The thread that builds: keeps the guide and the memory, and turns orders into states.

#![expect(clippy::disallowed_methods, reason = "the terminal is told how long a build took")]

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc;
use std::time::Instant;

use tokio::sync::{oneshot, watch};

use crate::build::live_guide::LiveGuide;
use crate::build::pipeline::Options;
use crate::path::{OutputPath, SourcePath};
use crate::problem::message::Message;
use crate::problem::report::Report;
use crate::reading::load::HIGHLIGHT_CACHE;
use crate::reading::reload::Change;
use crate::serve::messages::Order;
use crate::serve::state::{State, Step};
use crate::serve::watcher::Watch;
use crate::site::rendering::Scope;
use crate::terminal;
use crate::write::files;

/// All that building needs.
struct Builder {
    guide: LiveGuide,
    address: String,
    drafts: bool,
    watch: Option<Watch>,
    state: watch::Sender<Arc<State>>,
}

/// Builds the guide, then again at every order, until nobody gives any.
pub fn run(
    root: PathBuf,
    address: String,
    drafts: bool,
    watch: Option<Watch>,
    orders: &mpsc::Receiver<Order>,
    state: watch::Sender<Arc<State>>,
) {
    let mut builder = Builder { guide: LiveGuide::open(root), address, drafts, watch, state };
    builder.look_again(&BTreeSet::new());
    builder.follow(&BTreeSet::new());
    builder.build(BTreeSet::new(), false);
    while let Ok(order) = orders.recv() {
        let (changed, asked, waiting) = gather(order, orders);
        if !changed.is_empty() {
            builder.update(&changed);
        }
        if !asked.is_empty() {
            builder.build(asked, false);
        }
        for done in waiting {
            // Whoever asked may have gone.
            let _ = done.send(());
        }
    }
}

/// What changed, what is asked for, and who waits for it.
type Gathered = (BTreeSet<PathBuf>, BTreeSet<OutputPath>, Vec<oneshot::Sender<()>>);

/// The order and all that came meanwhile, as one.
fn gather(first: Order, orders: &mpsc::Receiver<Order>) -> Gathered {
    let (mut changed, mut asked, mut waiting) = Gathered::default();
    for order in std::iter::once(first).chain(orders.try_iter()) {
        match order {
            Order::Changed(paths) => changed.extend(paths),
            Order::Make(path, done) => {
                asked.insert(path);
                waiting.push(done);
            }
        }
    }
    (changed, asked, waiting)
}

impl Builder {
    fn update(&mut self, changed: &BTreeSet<PathBuf>) {
        self.look_again(changed);
        let change = self.guide.refresh(changed);
        self.follow(changed);
        match change {
            Change::Nothing => {}
            Change::Files(files) => self.build(BTreeSet::new(), files.iter().all(is_style_sheet)),
            Change::Anything => self.build(BTreeSet::new(), false),
        }
    }

    /// Keeps the watch on folders that come and go.
    fn look_again(&mut self, changed: &BTreeSet<PathBuf>) {
        let mut report = Report::new();
        for problem in self.watch.as_mut().map(|watch| watch.update(changed)).unwrap_or_default() {
            report.add(problem);
        }
        self.tell(&report);
    }

    /// Keeps the watch on folders elsewhere whose files belong to the guide.
    fn follow(&mut self, changed: &BTreeSet<PathBuf>) {
        let folders = self.guide.loaded.folders_elsewhere();
        let mut report = Report::new();
        for problem in self.watch.as_mut().map(|watch| watch.follow(&folders, changed)).unwrap_or_default() {
            report.add(problem);
        }
        self.tell(&report);
    }

    fn tell(&self, report: &Report) {
        terminal::print_error(&terminal::layout(report, &self.guide.loaded.inputs, terminal::is_colored()));
    }

    /// Builds what changed, and the files asked for.
    fn build(&mut self, asked: BTreeSet<OutputPath>, styles_only: bool) {
        let since = Instant::now();
        let is_asked = !asked.is_empty();
        let scope = Scope::Asked(asked);
        let options = Options {
            drafts: self.drafts,
            base_url: Some(self.address.clone()),
            scope,
            without_cards: true,
            ..Options::default()
        };
        let (built, report) = self.guide.build(&options);
        let before = self.state.borrow().clone();
        self.tell(&report);
        let after = match built {
            Some(built) if !report.has_errors() => {
                self.keep_highlights(built.highlights);
                let topics = built.guide.topics.len();
                let after =
                    if is_asked { before.completed(built.site) } else { before.with_site(built.site, styles_only) };
                self.say(&before, &after, topics, since);
                after
            }
            _ => {
                terminal::print_error(&format!("{}\n", terminal::count(report.errors(), report.warnings())));
                before.with_problems(terminal::layout(&report, &self.guide.loaded.inputs, false))
            }
        };
        self.state.send_replace(Arc::new(after));
    }

    fn say(&self, before: &State, after: &State, topics: usize, since: Instant) {
        let milliseconds = since.elapsed().as_millis();
        if before.site.is_none() {
            let line = format!("built {} in {milliseconds} ms", terminal::many(topics, "topic"));
            terminal::print_line(&line);
        } else if before.version != after.version {
            let what = match &after.step {
                Step::Everything => "all files".to_owned(),
                Step::Files(files) => terminal::many(files.len(), "file"),
                Step::Styles(_) => "style sheets".to_owned(),
            };
            terminal::print_line(&format!("rebuilt {what} in {milliseconds} ms"));
        } else if !before.problems.is_empty() {
            terminal::print_line("the errors are gone");
        }
    }

    /// The next start is faster for it; that it cannot be kept is worth a word but no failure.
    fn keep_highlights(&self, bytes: Option<Vec<u8>>) {
        if let Some(bytes) = bytes
            && let Err(Message::CannotWrite { path, reason, .. }) =
                files::write_file(self.guide.root(), HIGHLIGHT_CACHE, &bytes)
        {
            let mut report = Report::new();
            report.add(Message::CacheNotKept { path, reason });
            self.tell(&report);
        }
    }
}

/// A style sheet of a theme.
fn is_style_sheet(source: &SourcePath) -> bool {
    let path = source.as_str();
    path.starts_with("themes/") && path.contains("/static/") && path.ends_with(".css")
}
