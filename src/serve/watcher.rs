//! Watches the guide's folders and says which paths changed.
//!
//! In: the guide's root. Out: an [`Order`] for each burst of changes. Folders are watched, not files: editors save by
//! renaming, and a watch on the old file would see nothing more. `content/` and `themes/` may come and go, and so may the
//! folders elsewhere whose files belong to the guide, such as those that links lead to.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use notify_debouncer_full::notify::{self, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{
    DebounceEventResult, Debouncer, NoCache, RecommendedCache, new_debouncer, new_debouncer_opt,
};

use crate::problem::message::Message;
use crate::serve::messages::Order;

/// Changes within this time are told together.
const BURST: Duration = Duration::from_millis(30);
/// How often it is looked whether a burst has ended.
const TICK: Duration = Duration::from_millis(20);

/// How often files are looked at where the system does not say what changed.
const POLL: Duration = Duration::from_millis(500);

/// How changes are noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The system says them.
    Events,
    /// The files are looked at again and again: for folders that another system holds, as those of a container may be.
    Polling,
}

enum Watcher {
    Events(Debouncer<RecommendedWatcher, RecommendedCache>),
    Polling(Debouncer<PollWatcher, NoCache>),
}

impl Watcher {
    fn watch(&mut self, folder: &Path, mode: RecursiveMode) -> notify::Result<()> {
        match self {
            Self::Events(it) => it.watch(folder, mode),
            Self::Polling(it) => it.watch(folder, mode),
        }
    }

    fn unwatch(&mut self, folder: &Path) -> notify::Result<()> {
        match self {
            Self::Events(it) => it.unwatch(folder),
            Self::Polling(it) => it.unwatch(folder),
        }
    }
}

/// A watch on a guide.
pub struct Watch {
    debouncer: Watcher,
    root: PathBuf,
    watched: BTreeMap<&'static str, bool>,
    /// Folders elsewhere in the guide that are watched too.
    followed: BTreeSet<PathBuf>,
}

/// Watches the guide in `root`, an absolute path without symbolic links.
pub fn watch(root: &Path, notice: Notice, orders: mpsc::Sender<Order>) -> Result<Watch, Message> {
    let from = root.to_path_buf();
    let hear = move |result: DebounceEventResult| {
        let paths = match result {
            Ok(events) => events
                .iter()
                .filter(|event| !matches!(event.kind, EventKind::Access(_)) || event.need_rescan())
                // Where events were lost, everything may be different.
                .flat_map(|event| if event.need_rescan() { vec![from.join("content")] } else { event.paths.clone() })
                .collect(),
            Err(_) => vec![from.join("content")],
        };
        let inside = |path: PathBuf| path.strip_prefix(&from).map(Path::to_path_buf).ok();
        let paths: BTreeSet<PathBuf> = paths.into_iter().filter_map(inside).collect();
        if !paths.is_empty() {
            // If nobody takes orders any more, the program is ending.
            let _ = orders.send(Order::Changed(paths));
        }
    };
    let told = |error: &notify::Error| not_watched(root, error);
    let made = match notice {
        Notice::Events => new_debouncer(BURST, Some(TICK), hear).map(Watcher::Events),
        Notice::Polling => {
            // By their times alone, of two saves within a second the later would not be seen.
            let config = notify::Config::default().with_poll_interval(POLL).with_compare_contents(true);
            new_debouncer_opt(BURST, Some(TICK), hear, NoCache, config).map(Watcher::Polling)
        }
    };
    let mut debouncer = made.map_err(|error| told(&error))?;
    debouncer.watch(root, RecursiveMode::NonRecursive).map_err(|error| told(&error))?;
    let watched = BTreeMap::from([("content", false), ("themes", false)]);
    Ok(Watch { debouncer, root: root.to_path_buf(), watched, followed: BTreeSet::new() })
}

impl Watch {
    /// Watches folders that are new, again those among `changed`, and forgets those that are gone.
    pub fn update(&mut self, changed: &BTreeSet<PathBuf>) -> Vec<Message> {
        let mut problems = Vec::new();
        for (name, watched) in &mut self.watched {
            let folder = self.root.join(name);
            let is_there = folder.is_dir();
            if *watched && (!is_there || changed.contains(Path::new(name))) {
                // A folder that is gone has taken its watch with it.
                let _ = self.debouncer.unwatch(&folder);
                *watched = false;
            }
            if is_there && !*watched {
                match self.debouncer.watch(&folder, RecursiveMode::Recursive) {
                    Ok(()) => *watched = true,
                    Err(error) => problems.push(not_watched(&folder, &error)),
                }
            }
        }
        problems
    }

    /// Watches these folders of the guide as well, from its root, again those among `changed`, and no others any more.
    pub fn follow(&mut self, folders: &BTreeSet<PathBuf>, changed: &BTreeSet<PathBuf>) -> Vec<Message> {
        let is_kept = |folder: &PathBuf| folders.contains(folder) && !changed.contains(folder);
        for folder in self.followed.iter().filter(|folder| !is_kept(folder)) {
            // A folder that is gone has taken its watch with it.
            let _ = self.debouncer.unwatch(&self.root.join(folder));
        }
        self.followed.retain(is_kept);
        let mut problems = Vec::new();
        for folder in folders {
            let path = self.root.join(folder);
            if self.followed.contains(folder) || !path.is_dir() {
                continue;
            }
            match self.debouncer.watch(&path, RecursiveMode::NonRecursive) {
                Ok(()) => drop(self.followed.insert(folder.clone())),
                Err(error) => problems.push(not_watched(&path, &error)),
            }
        }
        problems
    }
}

fn not_watched(path: &Path, error: &notify::Error) -> Message {
    Message::NotWatched { path: path.display().to_string(), reason: error.to_string() }
}
