//! Finds interpreters of Python and other programs.
//!
//! In: the versions a guide asks for. Out: for each the program that is it, looked for among pyenv's and uv's versions,
//! on the `PATH`, and last as Pyodide. Each is asked for its version; what does not answer is not there.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::examples::process::{Limits, MOST_OUTPUT, ProcessEnd, on_path, run};
use crate::examples::pyodide::Pyodide;
use crate::examples::version::Version;

/// A Python that answered.
#[derive(Clone, Debug)]
pub struct Interpreter {
    /// Its version.
    pub version: Version,
    /// What it is.
    pub kind: Kind,
}

/// Kinds of interpreters.
#[derive(Clone, Debug)]
pub enum Kind {
    /// A program.
    Program(PathBuf),
    /// The one compiled to WebAssembly, run by Node.
    Pyodide(Pyodide),
}

/// Finds an interpreter of the version `wanted`, such as `3.12` or `3.12.1`, or the program of that path.
pub fn find(wanted: &str, pyodide: Option<&Pyodide>) -> Option<Interpreter> {
    if wanted.contains(['/', '\\']) {
        return probe(Path::new(wanted));
    }
    let version = Version::read(wanted)?;
    let fits = |found: &Interpreter| is_of(found.version, version, wanted);
    let candidates = managed(wanted).into_iter().chain(on_path(&format!("python{}", version.short())));
    let program = candidates.filter_map(|program| probe(&program)).find(fits);
    program.or_else(|| {
        let pyodide = pyodide.filter(|it| is_of(it.version, version, wanted))?;
        Some(Interpreter { version: pyodide.version, kind: Kind::Pyodide(pyodide.clone()) })
    })
}

/// The Python that is there when nothing is asked for.
pub fn default() -> Option<Interpreter> {
    let candidates = on_path("python3").into_iter().chain(on_path("python"));
    candidates.filter_map(|program| probe(&program)).find(|found| found.version.0[0] >= 3)
}

/// Versions that pyenv and uv keep, the newest first.
fn managed(wanted: &str) -> Vec<PathBuf> {
    let home = env::var_os("HOME").map(PathBuf::from);
    let pyenv = env::var_os("PYENV_ROOT").map(PathBuf::from).or_else(|| home.as_ref().map(|home| home.join(".pyenv")));
    let uv = home.as_ref().map(|home| home.join(".local/share/uv/python"));
    let mut found: Vec<(Version, PathBuf)> = Vec::new();
    for folder in [pyenv.map(|it| it.join("versions")), uv].into_iter().flatten() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let number =
                name.strip_prefix("cpython-").map_or(name.as_str(), |rest| rest.split('-').next().unwrap_or(rest));
            let plain = number.chars().all(|c| c.is_ascii_digit() || c == '.');
            let program = entry.path().join("bin/python");
            if let Some(version) = Version::read(number)
                && plain
                && (number == wanted || number.strip_prefix(wanted).is_some_and(|rest| rest.starts_with('.')))
                && program.is_file()
            {
                found.push((version, program));
            }
        }
    }
    found.sort();
    found.into_iter().rev().map(|(_, program)| program).collect()
}

fn is_of(found: Version, wanted: Version, text: &str) -> bool {
    let count = text.split('.').count().min(3);
    found.0[..count] == wanted.0[..count]
}

const QUESTION: &str = "import sys; print('%d.%d.%d' % sys.version_info[:3]); print(sys.executable)";

/// Asks a program whether it is a Python.
fn probe(program: &Path) -> Option<Interpreter> {
    let command: Vec<OsString> = vec![program.into(), "-c".into(), QUESTION.into()];
    let limits = Limits { time: Duration::from_secs(20), memory: 2048, output: MOST_OUTPUT };
    let kept = ["PATH", "HOME", "PYENV_ROOT", "SYSTEMROOT"];
    let variables: Vec<(OsString, OsString)> =
        kept.iter().filter_map(|name| Some((OsString::from(name), env::var_os(name)?))).collect();
    let finished = run(&command, Path::new("."), &variables, limits).ok()?;
    if finished.end != ProcessEnd::Exit(0) {
        return None;
    }
    let text = String::from_utf8(finished.out).ok()?;
    let mut lines = text.lines();
    let version = Version::read(lines.next()?)?;
    let real = lines
        .next()
        .map(str::trim)
        .filter(|path| !path.is_empty())
        .map_or_else(|| program.to_path_buf(), PathBuf::from);
    Some(Interpreter { version, kind: Kind::Program(real) })
}
