//! Watches the guide's folders and says which paths changed.
//!
//! In: the guide's root. Out: an [`Order`] for each burst of changes. Folders are watched, not files: editors save by
//! renaming, and a watch on the old file would see nothing more. `content/` and `themes/` may come and go.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use notify_debouncer_full::notify::{self, EventKind, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache, new_debouncer};

use crate::program::serve::orders::Order;
use crate::words::message::Message;

/// Changes within this time are told together.
const BURST: Duration = Duration::from_millis(30);
/// How often it is looked whether a burst has ended.
const TICK: Duration = Duration::from_millis(20);

/// A watch on a guide.
pub struct Watch {
    debouncer: Debouncer<RecommendedWatcher, RecommendedCache>,
    root: PathBuf,
    watched: BTreeMap<&'static str, bool>,
}

/// Watches the guide in `root`, an absolute path without symbolic links.
pub fn watch(root: &Path, orders: mpsc::Sender<Order>) -> Result<Watch, Message> {
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
    let mut debouncer = new_debouncer(BURST, Some(TICK), hear).map_err(|error| told(&error))?;
    debouncer.watch(root, RecursiveMode::NonRecursive).map_err(|error| told(&error))?;
    let watched = BTreeMap::from([("content", false), ("themes", false)]);
    Ok(Watch { debouncer, root: root.to_path_buf(), watched })
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
}

fn not_watched(path: &Path, error: &notify::Error) -> Message {
    Message::NotWatched { path: path.display().to_string(), reason: error.to_string() }
}
