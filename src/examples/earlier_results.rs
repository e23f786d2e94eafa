//! What examples did in earlier runs, so that a second run costs nothing.
//!
//! In and out: `.studybook/results`, a line of JSON a result, added as each comes so that an interrupted run loses
//! none; a full run drops what it did not need. Only what passed is kept. A line that cannot be read is no result.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use serde::{Deserialize, Serialize};

use crate::disk::folder::{Folder, MOST_BYTES};
use crate::examples::verdict::BlockRun;

/// What is kept between runs lies here, from the guide's root.
const FOLDER: &str = ".studybook";
/// The file, from the guide's root.
pub const FILE: &str = ".studybook/results";

/// The results of earlier runs, and a way to add to them.
#[derive(Debug)]
pub struct Results {
    root: PathBuf,
    known: HashMap<String, Vec<BlockRun>>,
    file: Mutex<Option<File>>,
}

#[derive(Serialize, Deserialize)]
struct Line {
    key: String,
    runs: Vec<BlockRun>,
}

/// Reads the results of a guide. If they cannot be kept, there are none and none are kept.
pub fn open(root: &Path) -> Results {
    let read = Folder::open(root).and_then(|guide| guide.read_text(Path::new(FILE), MOST_BYTES));
    let text = read.unwrap_or_default();
    let lines = text.lines().filter_map(|line| serde_json::from_str::<Line>(line).ok());
    let known = lines.map(|line| (line.key, line.runs)).collect();
    Results { root: root.to_path_buf(), known, file: Mutex::new(None) }
}

impl Results {
    /// What a job did on a target.
    pub fn get(&self, key: &str) -> Option<&Vec<BlockRun>> {
        self.known.get(key)
    }

    /// Keeps a result for the next run.
    pub fn add(&self, key: &str, runs: &[BlockRun]) -> io::Result<()> {
        let line = Line { key: key.to_owned(), runs: runs.to_vec() };
        let mut text = serde_json::to_string(&line)?;
        text.push('\n');
        let mut slot = self.file.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if slot.is_none() {
            let guide = Folder::open(&self.root)?;
            guide.create_folder(Path::new(FOLDER))?;
            *slot = Some(guide.append(Path::new(FILE))?);
        }
        match slot.as_mut() {
            // One call a line, so that two runs at once do not mix their lines.
            Some(file) => file.write_all(text.as_bytes()),
            None => Ok(()),
        }
    }

    /// Drops every result whose key is not among `keys`, if there are many.
    pub fn keep_only(&self, keys: &std::collections::HashSet<&str>) -> io::Result<()> {
        let guide = Folder::open(&self.root)?;
        let Ok(text) = guide.read_text(Path::new(FILE), MOST_BYTES) else { return Ok(()) };
        let mut kept: HashMap<String, &str> = HashMap::new();
        for line in text.lines() {
            if let Ok(read) = serde_json::from_str::<Line>(line)
                && keys.contains(read.key.as_str())
            {
                kept.insert(read.key, line);
            }
        }
        if text.lines().count() <= kept.len() + kept.len() / 4 {
            return Ok(());
        }
        let mut lines: Vec<(&String, &&str)> = kept.iter().collect();
        lines.sort();
        let new: String = lines.into_iter().map(|(_, line)| format!("{line}\n")).collect();
        guide.write(Path::new(FILE), new.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::examples::verdict::End;

    #[test]
    fn what_is_kept_is_there_in_the_next_run_and_a_broken_line_does_no_harm() {
        let root = tempfile::tempdir().unwrap();
        let runs = vec![BlockRun { out: "a\n\"".into(), err: String::new(), end: End::Exit(0) }];
        open(root.path()).add("k", &runs).unwrap();
        let path = root.path().join(FILE);
        let mut text = fs::read_to_string(&path).unwrap();
        text.push_str("{\"key\":\"half");
        fs::write(&path, text).unwrap();
        let again = open(root.path());
        assert_eq!(again.get("k"), Some(&runs));
        again.keep_only(&std::collections::HashSet::new()).unwrap();
        assert!(open(root.path()).get("k").is_none());
    }
}
