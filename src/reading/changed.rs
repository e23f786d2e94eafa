//! When each file of a guide last changed.
//!
//! In: the guide's folder and its files. Out: seconds since 1970 by file: of the last commit that touched it; where it is in none or
//! differs from it, of the file itself. `SOURCE_DATE_EPOCH` is the latest there is. No program that the folder's own settings of
//! git name is started.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::UNIX_EPOCH;

use crate::path::SourcePath;

/// The times of the files. `latest` is `SOURCE_DATE_EPOCH`, if it is set.
pub fn times(guide: &Path, sources: &[SourcePath], latest: Option<i64>) -> BTreeMap<SourcePath, i64> {
    let committed = committed(guide, sources).unwrap_or_default();
    let time = |source: &SourcePath| {
        let commit = committed.get(source.as_str()).copied();
        let time = commit.unwrap_or_else(|| own(&guide.join(source.as_str())));
        (source.clone(), latest.map_or(time, |latest| time.min(latest)))
    };
    sources.iter().map(time).collect()
}

/// The file's own time; 0 if it has none.
fn own(path: &Path) -> i64 {
    let since = path.symlink_metadata().and_then(|it| it.modified()).ok();
    let since = since.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    since.and_then(|it| i64::try_from(it.as_secs()).ok()).unwrap_or(0)
}

/// The time of the last commit of each file that is as it was committed. `None` without git or outside of a repository.
fn committed(guide: &Path, sources: &[SourcePath]) -> Option<BTreeMap<String, i64>> {
    let tree = git(guide, &["ls-tree", "-r", "-z", "HEAD", "--", "content"], "")?;
    let mut blobs: BTreeMap<&str, &str> = BTreeMap::new();
    for line in tree.split('\0') {
        // `100644 blob ID\tPATH`
        if let Some((what, path)) = line.split_once('\t') {
            blobs.insert(path, what.rsplit(' ').next().unwrap_or(""));
        }
    }
    let asked: Vec<&str> = sources.iter().map(SourcePath::as_str).filter(|path| !path.contains('\n')).collect();
    let asked: Vec<&str> = asked.into_iter().filter(|path| blobs.contains_key(path)).collect();
    let own = git(guide, &["hash-object", "--no-filters", "--stdin-paths"], &(asked.join("\n") + "\n"))?;
    let same: BTreeMap<&str, bool> =
        asked.iter().zip(own.lines()).map(|(path, id)| (*path, blobs[path] == id)).collect();
    let log = git(
        guide,
        &[
            "log",
            "--no-show-signature",
            "--no-renames",
            "--relative",
            "-z",
            "--format=%x01%ct",
            "--name-only",
            "--",
            "content",
        ],
        "",
    )?;
    let mut times: BTreeMap<String, i64> = BTreeMap::new();
    let mut now = 0;
    for part in log.split(['\0', '\n']).filter(|part| !part.is_empty()) {
        match part.strip_prefix('\u{1}') {
            Some(time) => now = time.trim().parse().unwrap_or(0),
            None if same.get(part) == Some(&true) => {
                // The newest commit comes first, but for clocks that went wrong.
                let time = times.entry(part.to_owned()).or_insert(now);
                *time = now.max(*time);
            }
            None => {}
        }
    }
    Some(times)
}

/// What git says; `None` if it fails or is not there.
fn git(guide: &Path, arguments: &[&str], input: &str) -> Option<String> {
    let mut command = Command::new("git");
    command.arg("-C").arg(guide);
    for setting in
        ["core.fsmonitor=false", "core.hooksPath=/dev/null", "log.showSignature=false", "core.quotePath=false"]
    {
        command.args(["-c", setting]);
    }
    command.args(arguments);
    command.env("GIT_NO_LAZY_FETCH", "1").env("GIT_OPTIONAL_LOCKS", "0").env("GIT_PAGER", "cat");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().ok()?;
    let mut stdin = child.stdin.take()?;
    let text = input.to_owned();
    // Written beside the reading: both pipes may be full.
    let writer = std::thread::spawn(move || stdin.write_all(text.as_bytes()));
    let output = child.wait_with_output().ok()?;
    writer.join().ok()?.ok()?;
    if !output.status.success() {
        return None;
    }
    String::from_utf8(output.stdout).ok()
}
