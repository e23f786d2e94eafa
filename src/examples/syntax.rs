//! Parses blocks that do not run, so that no guide ships code that is not even syntax.
//!
//! In: pieces of Python and an interpreter. Out: for each the first mistake, if there is one. Nothing of it is run.

#![expect(clippy::disallowed_methods, reason = "the code to parse goes through a file; a build never comes here")]

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::Path;
use std::time::Duration;

use crate::examples::process::{Limits, MOST_OUTPUT, ProcessEnd, run_in};
use crate::examples::work_folder::WorkFolder;

/// A mistake: line and column from 1, and Python's message.
pub type Mistake = (usize, usize, String);

/// Parses all texts in one process.
pub fn parse(texts: &[&str], program: &Path) -> io::Result<Vec<Option<Mistake>>> {
    let mut folder = WorkFolder::new()?;
    let script = folder.runner.join("syntax.py");
    let input = folder.runner.join("texts.json");
    fs::write(&script, include_str!("python/syntax.py"))?;
    fs::write(&input, serde_json::to_string(texts)?)?;
    let command: Vec<OsString> = vec![program.into(), script.into(), input.into()];
    let limits = Limits { time: Duration::from_secs(60), memory: 2048, output: 16 * MOST_OUTPUT };
    let variables = [("PYTHONDONTWRITEBYTECODE".into(), "1".into()), ("LANG".into(), "C.UTF-8".into())];
    let finished = run_in(&mut folder, &command, &variables, limits)?;
    if finished.end != ProcessEnd::Exit(0) {
        return Err(io::Error::other(String::from_utf8_lossy(&finished.err).into_owned()));
    }
    Ok(serde_json::from_slice(&finished.out)?)
}
