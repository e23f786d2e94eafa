//! Virtual environments with the packages that a guide's examples need, one an interpreter, under `.studybook/`.
//!
//! In: an interpreter and the text of the requirements file. Out: the environment's own Python and what is installed
//! in it. The folder's name holds a hash of both, so another pin makes another environment. The list of packages is
//! written last: a folder without it was never finished and is made again. The system's Python is never changed.

#![expect(clippy::disallowed_methods, reason = "virtual environments lie on disk; a build never comes here")]

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::examples::record::hash;
use crate::examples::version::Version;
use crate::words::message::Message;

/// What is installed: names in lower case with their versions.
pub type Packages = Vec<(String, String)>;

/// An environment that is ready.
#[derive(Clone, Debug)]
pub struct Environment {
    /// Its Python.
    pub program: PathBuf,
    /// What is installed in it.
    pub packages: Packages,
}

/// Stands in the folder once all is installed.
const PACKAGES: &str = "studybook-packages.txt";

/// The folder of an environment, from the guide's root.
pub fn folder(version: Version, program: &Path, requirements: &str) -> String {
    let rests_on = [version.to_string(), program.display().to_string(), requirements.to_owned()];
    format!(".studybook/venv-{}-{:016x}", version.short(), hash(&rests_on))
}

/// An environment that was made before; `None` if there is none that was finished.
pub fn existing(folder: &Path) -> Option<Environment> {
    let program = python_of(folder);
    let packages = fs::read_to_string(folder.join(PACKAGES)).ok()?;
    program.exists().then(|| Environment { program, packages: read_packages(&packages) })
}

/// Makes an environment and installs the packages; `requirements` is the file's path. Takes a minute or so.
pub fn make(base: &Path, version: Version, folder: &Path, requirements: &Path) -> Result<Environment, Message> {
    let failed = |step: &'static str, detail: String| Message::InstallFailed { python: version.short(), step, detail };
    let io = |error: io::Error| failed("make a virtual environment", error.to_string());
    // Another run may be making the same one; whoever comes second finds it made.
    let parent = folder.parent().unwrap_or(folder);
    fs::create_dir_all(parent).map_err(io)?;
    let lock = File::create(folder.with_file_name(format!(
        "{}.lock",
        folder.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
    )))
    .map_err(io)?;
    lock.lock().map_err(io)?;
    if let Some(made) = existing(folder) {
        return Ok(made);
    }
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(io)?;
    }
    let step = |step: &'static str, command: &mut Command| match quiet(command) {
        Ok(output) if output.status.success() => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        Ok(output) => {
            let mut said = String::from_utf8_lossy(&output.stdout).into_owned();
            said.push_str(&String::from_utf8_lossy(&output.stderr));
            Err(failed(step, last_lines(&said, 15)))
        }
        Err(error) => Err(failed(step, error.to_string())),
    };
    step("make a virtual environment", Command::new(base).args(["-m", "venv"]).arg(folder))?;
    let program = python_of(folder);
    let pip = |arguments: &[&str]| {
        let mut command = Command::new(&program);
        command.args(["-m", "pip", "--disable-pip-version-check", "--no-input"]).args(arguments);
        command
    };
    step("install the packages", pip(&["install", "--quiet", "-r"]).arg(requirements))?;
    let packages = step("list the packages", &mut pip(&["freeze"]))?;
    let unfinished = folder.join("studybook-packages.new");
    fs::write(&unfinished, &packages).map_err(io)?;
    fs::rename(&unfinished, folder.join(PACKAGES)).map_err(io)?;
    Ok(Environment { program, packages: read_packages(&packages) })
}

/// Runs with the caller's environment, because proxies and package indexes are set there, but not its Python paths.
fn quiet(command: &mut Command) -> io::Result<std::process::Output> {
    command.env_remove("PYTHONPATH").env_remove("PYTHONHOME").env_remove("VIRTUAL_ENV").stdin(Stdio::null()).output()
}

fn python_of(folder: &Path) -> PathBuf {
    if cfg!(windows) { folder.join("Scripts/python.exe") } else { folder.join("bin/python") }
}

fn read_packages(text: &str) -> Packages {
    let one = |line: &str| {
        let (name, version) = line.split_once("==")?;
        Some((name.trim().to_lowercase(), version.trim().to_owned()))
    };
    text.lines().filter_map(one).collect()
}

fn last_lines(text: &str, count: usize) -> String {
    let lines: Vec<&str> = text.trim_end().lines().collect();
    lines[lines.len().saturating_sub(count)..].join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_pin_is_another_folder() {
        let version = Version([3, 12, 1]);
        let name = |pins| folder(version, Path::new("/usr/bin/python3.12"), pins);
        assert!(name("django==6.0").starts_with(".studybook/venv-3.12-"));
        assert_ne!(name("django==6.0"), name("django==6.1"));
    }

    #[test]
    fn an_unfinished_environment_does_not_exist() {
        let folder = tempfile::tempdir().unwrap();
        let program = python_of(folder.path());
        fs::create_dir_all(program.parent().unwrap()).unwrap();
        fs::write(&program, "").unwrap();
        assert!(existing(folder.path()).is_none());
        fs::write(folder.path().join(PACKAGES), "Django==6.0\n-e x\n").unwrap();
        assert_eq!(existing(folder.path()).unwrap().packages, [("django".to_owned(), "6.0".to_owned())]);
    }
}
