//! Virtual environments with the packages that a guide's examples need, one an interpreter, under `.studybook/`.
//!
//! In: an interpreter and the text of the requirements file. Out: the environment's own Python and what is installed
//! in it. The folder's name holds a hash of both, so another pin makes another environment. The list of packages is
//! written last: a folder without it was never finished and is made again. The system's Python is never changed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::disk::folder::{Folder, Kind, MOST_TEXT};
use crate::examples::record::hash;
use crate::examples::version::Version;
use crate::examples::work_folder::WorkFolder;
use crate::problem::message::Message;

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

/// An environment that was made before in the folder `inside` of the guide; `None` if there is none that was finished.
/// Its Python may be a link, as `venv` makes it; the folder may not.
pub fn existing(root: &Path, inside: &str) -> Option<Environment> {
    let folder = Folder::open(root).and_then(|guide| guide.inner(Path::new(inside))).ok()?;
    let packages = folder.read_text(Path::new(PACKAGES), MOST_TEXT).ok()?;
    let program = python_of(&root.join(inside));
    program.exists().then(|| Environment { program, packages: read_packages(&packages) })
}

/// Makes an environment in the folder `inside` of the guide and installs the packages; `requirements` is the file's path.
/// Takes a minute or so.
pub fn make(
    base: &Path,
    version: Version,
    root: &Path,
    inside: &str,
    requirements: &Path,
) -> Result<Environment, Message> {
    let failed = |step: &'static str, detail: String| Message::InstallFailed { python: version.short(), step, detail };
    let io = |error: io::Error| failed("make a virtual environment", error.to_string());
    let folder = &root.join(inside);
    // Another run may be making the same one; whoever comes second finds it made.
    let guide = Folder::open(root).map_err(io)?;
    guide.create_folder(Path::new(inside).parent().unwrap_or(Path::new(""))).map_err(io)?;
    let lock = guide.append(Path::new(&format!("{inside}.lock"))).map_err(io)?;
    lock.lock().map_err(io)?;
    if let Some(made) = existing(root, inside) {
        return Ok(made);
    }
    match guide.kind(Path::new(inside)).map_err(io)? {
        None => {}
        Some(Kind::Folder) => fs::remove_dir_all(folder).map_err(io)?,
        Some(_) => guide.remove(Path::new(inside)).map_err(io)?,
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
    guide.write(&Path::new(inside).join(PACKAGES), packages.as_bytes()).map_err(io)?;
    Ok(Environment { program, packages: read_packages(&packages) })
}

/// Runs with the caller's environment, because proxies and package indexes are set there, but not its Python paths.
/// It ends when we do, and what it unpacked meanwhile goes.
fn quiet(command: &mut Command) -> io::Result<Output> {
    let mut folder = WorkFolder::new()?;
    command.env_remove("PYTHONPATH").env_remove("PYTHONHOME").env_remove("VIRTUAL_ENV").env("TMPDIR", &folder.work);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    let child = command.spawn()?;
    folder.watch(child.id())?;
    child.wait_with_output()
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
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("venv");
        let program = python_of(&folder);
        fs::create_dir_all(program.parent().unwrap()).unwrap();
        let guide = Folder::open(root.path()).unwrap();
        fs::File::create(&program).unwrap();
        assert!(existing(root.path(), "venv").is_none());
        guide.create(&Path::new("venv").join(PACKAGES), b"Django==6.0\n-e x\n").unwrap();
        assert_eq!(existing(root.path(), "venv").unwrap().packages, [("django".to_owned(), "6.0".to_owned())]);
    }

    #[cfg(unix)]
    #[test]
    fn an_environment_behind_a_link_is_none() {
        let root = tempfile::tempdir().unwrap();
        let guide = Folder::open(root.path()).unwrap();
        guide.write(&Path::new("there").join(PACKAGES), b"Django==6.0\n").unwrap();
        guide.write(Path::new("there/bin/python"), b"").unwrap();
        std::os::unix::fs::symlink("there", root.path().join("venv")).unwrap();
        assert!(existing(root.path(), "there").is_some() && existing(root.path(), "venv").is_none());
    }
}
