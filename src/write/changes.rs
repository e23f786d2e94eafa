//! Changes of several files of a guide as one: all of them are made, or none.
//!
//! In: the guide's folder and [`Change`]s, each with what it replaces. Out: the files as they should be, or as they were. Before the
//! first change, `.studybook/changes.json` says what will be done and holds the texts that go; it is removed after the last. If the
//! program ends in between, the next command finds it and takes back what was done. What someone has changed since stays as it is,
//! and is told. A lock keeps a second run out.

use std::fs::File;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_128;

use crate::disk::folder::{Folder, Kind, MOST_BYTES, MOST_TEXT};
use crate::problem::message::Message;
use crate::write::files::cannot;

/// What is about to be done, from the guide's root.
const RECORD: &str = ".studybook/changes.json";
/// What keeps a second run out, from the guide's root.
const LOCK: &str = ".studybook/changes.lock";

/// A change of a file or a folder, by paths from the guide's root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A file gets another text.
    Rewrite {
        /// The file.
        path: String,
        /// What stands there.
        before: String,
        /// What will.
        after: String,
    },
    /// A file that is not there yet.
    Create {
        /// The file.
        path: String,
        /// Its text.
        text: String,
    },
    /// A file or a folder goes elsewhere.
    Rename {
        /// Where it is.
        from: String,
        /// Where nothing is yet.
        to: String,
    },
}

/// What the record holds.
#[derive(Debug, Serialize, Deserialize)]
struct Record {
    /// What the changes are for, in words.
    what: String,
    steps: Vec<Step>,
    /// Folders that were not there before, the outermost first.
    folders: Vec<String>,
}

/// A change as it can be taken back.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Step {
    Rewrite { path: String, before: String, after: String },
    Create { path: String, text: String },
    Rename { from: String, to: String },
}

/// The right to change the files of a guide.
#[derive(Debug)]
pub struct Changes {
    folder: Folder,
    root: PathBuf,
    lock: File,
}

impl Changes {
    /// Waits for nobody: if another run is at work, that is told. Takes back what an earlier run left; gives what it has to say.
    pub fn begin(root: &Path) -> Result<(Self, Vec<Message>), Message> {
        let folder = Folder::open(root).map_err(|error| cannot("open the folder", root, &error))?;
        let open = || {
            folder.create_folder(Path::new(".studybook"))?;
            folder.append(Path::new(LOCK))
        };
        let lock = open().map_err(|error| cannot("use", &root.join(LOCK), &error))?;
        if lock.try_lock().is_err() {
            return Err(Message::MoveBusy);
        }
        let changes = Self { folder, root: root.to_path_buf(), lock };
        let told = changes.take_back_earlier()?;
        Ok((changes, told))
    }

    /// Makes all changes in their order, or none. `what` says in words what they are for.
    pub fn make(&self, what: &str, changes: &[Change]) -> Result<(), Vec<Message>> {
        self.make_until(what, changes, &mut || true)
    }

    /// The same as far as `goes_on` says before each step; then all is left as it is, as if the program had ended.
    fn make_until(
        &self,
        what: &str,
        changes: &[Change],
        goes_on: &mut dyn FnMut() -> bool,
    ) -> Result<(), Vec<Message>> {
        let wrong: Vec<Message> = changes.iter().filter_map(|change| self.refused(change)).collect();
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let record = Record {
            what: what.to_owned(),
            steps: changes.iter().map(Step::of).collect(),
            folders: self.missing_folders(changes),
        };
        if !goes_on() {
            return Ok(());
        }
        self.keep(&record).map_err(|message| vec![message])?;
        for change in changes {
            if !goes_on() {
                return Ok(());
            }
            if let Err(message) = self.do_one(change) {
                let left = self.take_back(&record, &mut || true);
                return Err(std::iter::once(message).chain(left.into_iter().flatten()).collect());
            }
        }
        if !goes_on() {
            return Ok(());
        }
        let removed = self.folder.remove(Path::new(RECORD));
        removed.map_err(|error| vec![cannot("remove", &self.root.join(RECORD), &error)])
    }

    /// Why a change cannot be made, if that is known before.
    fn refused(&self, change: &Change) -> Option<Message> {
        match change {
            Change::Rewrite { path, before, .. } => match self.folder.read_text(Path::new(path), MOST_TEXT) {
                Ok(text) if text == *before => None,
                Ok(_) => Some(changed(path)),
                Err(error) => Some(Message::Unreadable { path: path.clone(), reason: error.to_string() }),
            },
            Change::Create { path, .. } => self.is_taken(path).then(|| Message::TopicExists { path: path.clone() }),
            Change::Rename { from, to } => match self.folder.kind(Path::new(from)) {
                Ok(Some(Kind::File | Kind::Folder)) => {
                    self.is_taken(to).then(|| Message::TopicExists { path: to.clone() })
                }
                Ok(_) => Some(changed(from)),
                Err(error) => Some(Message::Unreadable { path: from.clone(), reason: error.to_string() }),
            },
        }
    }

    fn is_taken(&self, path: &str) -> bool {
        !matches!(self.folder.kind(Path::new(path)), Ok(None))
    }

    /// The folders above what is made or renamed that are not there.
    fn missing_folders(&self, changes: &[Change]) -> Vec<String> {
        let mut missing: Vec<String> = Vec::new();
        for change in changes {
            let (Change::Create { path, .. } | Change::Rename { to: path, .. }) = change else { continue };
            for (at, _) in path.match_indices('/') {
                let above = &path[..at];
                if !missing.iter().any(|it| it == above) && !self.is_taken(above) {
                    missing.push(above.to_owned());
                }
            }
        }
        missing
    }

    fn keep(&self, record: &Record) -> Result<(), Message> {
        let failed = |reason: String| Message::CannotKeep { path: RECORD.to_owned(), reason };
        let text = serde_json::to_vec(record).map_err(|error| failed(error.to_string()))?;
        let path = Path::new(RECORD);
        // It must be on the disk before what it tells of is.
        let written = self.folder.write(path, &text).and_then(|()| self.folder.append(path)?.sync_all());
        written.map_err(|error| failed(error.to_string()))
    }

    fn do_one(&self, change: &Change) -> Result<(), Message> {
        let failed = |action, path: &str, error: std::io::Error| cannot(action, &self.root.join(path), &error);
        match change {
            Change::Rewrite { path, before, after } => match self.folder.read_text(Path::new(path), MOST_TEXT) {
                Ok(text) if text == *before => {
                    self.folder.write(Path::new(path), after.as_bytes()).map_err(|error| failed("write", path, error))
                }
                Ok(_) => Err(changed(path)),
                Err(error) => Err(failed("read", path, error)),
            },
            Change::Create { path, text } => {
                self.create_above(path)?;
                let created = self.folder.create(Path::new(path), text.as_bytes());
                created.map_err(|error| failed("write", path, error))
            }
            Change::Rename { from, to } => {
                self.create_above(to)?;
                let renamed = self.folder.rename(Path::new(from), Path::new(to));
                renamed.map_err(|error| failed("rename", from, error))
            }
        }
    }

    fn create_above(&self, path: &str) -> Result<(), Message> {
        let above = Path::new(path).parent().unwrap_or(Path::new(""));
        let made = if above.as_os_str().is_empty() { Ok(()) } else { self.folder.create_folder(above).map(|_| ()) };
        made.map_err(|error| cannot("create the folder", &self.root.join(above), &error))
    }

    /// Takes back what a run left that ended too soon.
    fn take_back_earlier(&self) -> Result<Vec<Message>, Message> {
        if matches!(self.folder.kind(Path::new(RECORD)), Ok(None)) {
            return Ok(Vec::new());
        }
        let unreadable = |reason: String| Message::Unreadable { path: RECORD.to_owned(), reason };
        let bytes = self.folder.read(Path::new(RECORD), MOST_BYTES).map_err(|error| unreadable(error.to_string()))?;
        let record: Record = serde_json::from_slice(&bytes).map_err(|error| unreadable(error.to_string()))?;
        let left = self.take_back(&record, &mut || true).map_err(|mut left| left.remove(0))?;
        Ok(std::iter::once(Message::MoveTakenBack { what: record.what }).chain(left).collect())
    }

    /// Undoes the steps, the last one first, and removes the record. Gives what was left since someone has changed it; the
    /// error is what could not be undone, and the record stays.
    fn take_back(&self, record: &Record, goes_on: &mut dyn FnMut() -> bool) -> Result<Vec<Message>, Vec<Message>> {
        let mut left = Vec::new();
        for step in record.steps.iter().rev() {
            if !goes_on() {
                return Ok(left);
            }
            left.extend(self.undo(step).map_err(|message| vec![message])?);
        }
        for folder in record.folders.iter().rev() {
            // One that holds something is someone's now.
            let _ = self.folder.remove_folder(Path::new(folder));
        }
        if !goes_on() {
            return Ok(left);
        }
        match self.folder.remove(Path::new(RECORD)) {
            Ok(()) => Ok(left),
            Err(error) => Err(vec![cannot("remove", &self.root.join(RECORD), &error)]),
        }
    }

    /// Removes what is left beside a file if the program ended while the file was written.
    fn clear_unfinished(&self, path: &str) -> std::io::Result<()> {
        let (above, name) = path.rsplit_once('/').unwrap_or(("", path));
        let Ok(entries) = std::fs::read_dir(self.root.join(above)) else { return Ok(()) };
        let start = format!(".{name}.");
        for entry in entries {
            let found = entry?.file_name();
            let rest = found.to_str().and_then(|found| found.strip_prefix(&start));
            if rest.is_some_and(|rest| rest.len() == 16 && rest.bytes().all(|byte| byte.is_ascii_hexdigit())) {
                self.folder.remove(&Path::new(above).join(&found))?;
            }
        }
        Ok(())
    }

    fn undo(&self, step: &Step) -> Result<Option<Message>, Message> {
        let left = |path: &str| Ok(Some(Message::MoveLeft { path: path.to_owned() }));
        let failed = |action, path: &str, error: std::io::Error| cannot(action, &self.root.join(path), &error);
        match step {
            Step::Rename { from, to } => {
                let kind = |path: &str| self.folder.kind(Path::new(path)).map_err(|error| failed("read", path, error));
                match (kind(from)?, kind(to)?) {
                    (_, None) => Ok(None),
                    (None, Some(_)) => {
                        self.create_above(from)?;
                        let renamed = self.folder.rename(Path::new(to), Path::new(from));
                        renamed.map(|()| None).map_err(|error| failed("rename", to, error))
                    }
                    // Where it was, something else is now.
                    (Some(_), Some(_)) => left(to),
                }
            }
            Step::Rewrite { path, .. } if self.clear_unfinished(path).is_err() => left(path),
            Step::Rewrite { path, before, after } => match self.folder.read(Path::new(path), MOST_TEXT) {
                Ok(bytes) if stamp(&bytes) == *after => {
                    let written = self.folder.write(Path::new(path), before.as_bytes());
                    written.map(|()| None).map_err(|error| failed("write", path, error))
                }
                Ok(bytes) if bytes == before.as_bytes() => Ok(None),
                _ => left(path),
            },
            Step::Create { path, text } => match self.folder.kind(Path::new(path)) {
                Ok(None) => Ok(None),
                Ok(Some(Kind::File)) => match self.folder.read(Path::new(path), MOST_TEXT) {
                    // It may have been cut short.
                    Ok(bytes) if text.as_bytes().starts_with(&bytes) => {
                        let removed = self.folder.remove(Path::new(path));
                        removed.map(|()| None).map_err(|error| failed("remove", path, error))
                    }
                    _ => left(path),
                },
                _ => left(path),
            },
        }
    }
}

impl Drop for Changes {
    fn drop(&mut self) {
        let _ = self.lock.unlock();
    }
}

/// Takes back what an earlier run left that ended too soon, if one did and none is at work. Gives what there is to say.
pub fn recover(root: &Path) -> Vec<Message> {
    // Behind a link lies nothing of ours.
    let is_left = Folder::open(root).is_ok_and(|guide| matches!(guide.kind(Path::new(RECORD)), Ok(Some(_))));
    match is_left.then(|| Changes::begin(root)) {
        None | Some(Err(Message::MoveBusy)) => Vec::new(),
        Some(Ok((_, told))) => told,
        Some(Err(message)) => vec![message],
    }
}

impl Step {
    fn of(change: &Change) -> Self {
        match change.clone() {
            Change::Rewrite { path, before, after } => Step::Rewrite { path, before, after: stamp(after.as_bytes()) },
            Change::Create { path, text } => Step::Create { path, text },
            Change::Rename { from, to } => Step::Rename { from, to },
        }
    }
}

/// By which bytes are known again.
fn stamp(bytes: &[u8]) -> String {
    format!("{:032x}", xxh3_128(bytes))
}

fn changed(path: &str) -> Message {
    Message::Unreadable { path: path.to_owned(), reason: "the file has changed meanwhile".to_owned() }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;

    use super::*;

    /// All files below a folder but ours, by path.
    fn files(root: &Path) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        for entry in walkdir::WalkDir::new(root).into_iter().map(Result::unwrap) {
            let path = entry.path().strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            if path.is_empty() || path.starts_with(".studybook") {
                continue;
            }
            let text = if entry.file_type().is_dir() {
                "folder".to_owned()
            } else {
                fs::read_to_string(entry.path()).unwrap()
            };
            found.insert(path, text);
        }
        found
    }

    fn guide() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in
            [("content/a/x.md", "x"), ("content/a/y.md", "y"), ("content/b.md", "b"), ("book.toml", "t")]
        {
            fs::create_dir_all(folder.path().join(path).parent().unwrap()).unwrap();
            fs::write(folder.path().join(path), text).unwrap();
        }
        folder
    }

    fn changes() -> Vec<Change> {
        let rewrite = |path: &str, before: &str, after: &str| Change::Rewrite {
            path: path.to_owned(),
            before: before.to_owned(),
            after: after.to_owned(),
        };
        let rename = |from: &str, to: &str| Change::Rename { from: from.to_owned(), to: to.to_owned() };
        vec![
            rewrite("book.toml", "t", "T"),
            rewrite("content/a/x.md", "x", "X"),
            rewrite("content/b.md", "b", "B"),
            Change::Create { path: "content/n/index.md".to_owned(), text: "n".to_owned() },
            rename("content/a", "content/n/m/a"),
            rename("content/b.md", "content/n/b.md"),
        ]
    }

    /// Makes the changes as far as `steps` steps, as if the program was killed then.
    fn killed_after(folder: &Path, steps: usize) {
        let (held, told) = Changes::begin(folder).unwrap();
        assert!(told.is_empty());
        let mut done = 0;
        let mut goes_on = || {
            done += 1;
            done <= steps
        };
        held.make_until("a to b", &changes(), &mut goes_on).unwrap();
    }

    #[test]
    fn all_changes_are_made_and_nothing_is_left_of_the_record() {
        let folder = guide();
        let (held, _) = Changes::begin(folder.path()).unwrap();
        held.make("a to b", &changes()).unwrap();
        let now = files(folder.path());
        assert_eq!(now["content/n/m/a/x.md"], "X");
        assert_eq!((now["content/n/m/a/y.md"].as_str(), now["content/n/b.md"].as_str()), ("y", "B"));
        assert!(!now.contains_key("content/a") && !folder.path().join(RECORD).exists());
    }

    #[test]
    fn wherever_it_is_killed_the_next_run_finds_the_guide_as_it_was_and_says_so() {
        let steps = changes().len() + 2;
        for killed in 0..steps {
            let folder = guide();
            let before = files(folder.path());
            killed_after(folder.path(), killed);
            let told = recover(folder.path());
            assert_eq!(files(folder.path()), before, "{killed}");
            let what = Message::MoveTakenBack { what: "a to b".to_owned() };
            assert_eq!(told, if killed == 0 { vec![] } else { vec![what] }, "{killed}");
            assert!(recover(folder.path()).is_empty());
            let (held, _) = Changes::begin(folder.path()).unwrap();
            held.make("a to b", &changes()).unwrap();
        }
    }

    #[test]
    fn taking_back_may_be_killed_as_well() {
        for killed in 0..=changes().len() {
            let folder = guide();
            let before = files(folder.path());
            killed_after(folder.path(), changes().len() + 1);
            let record: Record = serde_json::from_slice(&fs::read(folder.path().join(RECORD)).unwrap()).unwrap();
            let mut done = 0;
            let mut goes_on = || {
                done += 1;
                done <= killed
            };
            let held = Changes {
                folder: Folder::open(folder.path()).unwrap(),
                root: folder.path().to_path_buf(),
                lock: fs::File::open(folder.path().join(LOCK)).unwrap(),
            };
            held.take_back(&record, &mut goes_on).unwrap();
            drop(held);
            recover(folder.path());
            assert_eq!(files(folder.path()), before, "{killed}");
        }
    }

    #[test]
    fn what_someone_has_changed_since_stays_and_is_told() {
        let folder = guide();
        killed_after(folder.path(), changes().len() + 1);
        fs::write(folder.path().join("book.toml"), "mine").unwrap();
        fs::write(folder.path().join("content/b.md"), "new").unwrap();
        let told = recover(folder.path());
        let left = |path: &str| Message::MoveLeft { path: path.to_owned() };
        assert!(told.contains(&left("book.toml")) && told.contains(&left("content/n/b.md")), "{told:?}");
        let now = files(folder.path());
        assert_eq!((now["book.toml"].as_str(), now["content/b.md"].as_str()), ("mine", "new"));
        assert_eq!((now["content/n/b.md"].as_str(), now["content/a/x.md"].as_str()), ("B", "x"));
        assert!(!folder.path().join(RECORD).exists());
    }

    #[test]
    fn a_change_that_cannot_be_made_leaves_all_as_it_was() {
        let folder = guide();
        let before = files(folder.path());
        let (held, _) = Changes::begin(folder.path()).unwrap();
        let fails = |change: Change| {
            let all: Vec<Change> = changes().into_iter().chain([change]).collect();
            assert_eq!(held.make("a to b", &all).unwrap_err().len(), 1);
            assert_eq!(files(folder.path()), before);
            assert!(!folder.path().join(RECORD).exists());
        };
        fails(Change::Rewrite { path: "content/c.md".to_owned(), before: String::new(), after: "c".to_owned() });
        fails(Change::Create { path: "book.toml".to_owned(), text: String::new() });
        fails(Change::Rename { from: "content/c".to_owned(), to: "content/d".to_owned() });
        // It is found only when its turn comes: the folder above it is a file by then.
        fails(Change::Create { path: "content/n/b.md/c.md".to_owned(), text: String::new() });
    }

    #[test]
    fn two_runs_do_not_meet() {
        let folder = guide();
        let (held, _) = Changes::begin(folder.path()).unwrap();
        assert_eq!(Changes::begin(folder.path()).unwrap_err(), Message::MoveBusy);
        assert!(recover(folder.path()).is_empty());
        drop(held);
        assert!(Changes::begin(folder.path()).is_ok());
    }
}
