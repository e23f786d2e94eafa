//! Python compiled to WebAssembly: the npm package `pyodide`, run by Node in one process that takes job after job.
//!
//! In: a job's files. Out: what each did. It has the standard library without threads, processes, sockets and SQLite;
//! what needs those is told apart from what fails. After each job the interpreter is put back as it was; a job that
//! does not end costs the process, and the next job starts another.

#![expect(clippy::disallowed_methods, reason = "its scripts lie on disk; a build never comes here")]

use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::disk::folder::Folder;
use crate::examples::process::{kill, limited, on_path};
use crate::examples::version::Version;
use crate::examples::work_folder::WorkFolder;

/// A package that was found, and the Node that runs it.
#[derive(Clone, Debug)]
pub struct Pyodide {
    /// Node.
    pub node: PathBuf,
    /// The package's folder.
    pub folder: PathBuf,
    /// The version of Python in it.
    pub version: Version,
    /// The version of the package.
    pub package: String,
}

/// A job.
#[derive(Debug, Serialize)]
pub struct Request {
    /// The blocks.
    pub files: Vec<RequestFile>,
    /// Parse the first block and run nothing.
    pub only_parse: bool,
}

/// A block of a job.
#[derive(Debug, Serialize)]
pub struct RequestFile {
    /// `example.py`.
    pub name: String,
    /// Its text.
    pub code: String,
    /// Whether the next block runs even if this one raises.
    pub raises: bool,
}

/// What came of a job.
#[derive(Debug)]
pub enum Answer {
    /// What each block did; whether a failure may come from what this Python lacks, not from the block.
    Ran(Vec<BlockAnswer>, bool),
    /// A block needs what is not there.
    Unsupported,
    /// A block was parsed: line, column and message if that failed.
    Parsed(Option<(usize, usize, String)>),
    /// It printed too much.
    TooMuch,
    /// It did not end in time.
    TimedOut,
    /// It nested calls more deeply than Node can.
    TooDeep,
    /// The process is gone.
    Gone(String),
}

/// What a block did; no code if it was not reached.
#[derive(Debug, Deserialize)]
#[expect(missing_docs, reason = "named as in a process")]
pub struct BlockAnswer {
    pub out: String,
    pub err: String,
    pub code: Option<i32>,
    /// It ended by `SystemExit`.
    #[serde(default)]
    pub exited: bool,
    /// It ended by another exception.
    #[serde(default)]
    pub raised: bool,
}

/// A process that takes jobs.
#[derive(Debug)]
pub struct Session {
    child: Child,
    input: ChildStdin,
    lines: Receiver<String>,
    // Its cleaner ends the process when we are killed.
    _folder: WorkFolder,
}

/// Looks for the package in a folder of the guide and for Node on the `PATH`.
pub fn find(folder: &Path) -> Option<Pyodide> {
    let json = |name: &str| -> Option<serde_json::Value> {
        serde_json::from_str(&fs::read_to_string(folder.join(name)).ok()?).ok()
    };
    let version = Version::read(json("pyodide-lock.json")?.get("info")?.get("python")?.as_str()?)?;
    let package = json("package.json")?.get("version")?.as_str()?.to_owned();
    let node = on_path("node").into_iter().next()?;
    let folder = fs::canonicalize(folder).ok()?;
    Some(Pyodide { node, folder, version, package })
}

/// Seconds that the start may take.
const START: u64 = 180;

/// Where its scripts are put, from the guide's root.
const SCRIPTS: &str = ".studybook/pyodide";

/// Starts a process for the guide in `root`.
pub fn start(pyodide: &Pyodide, root: &Path) -> Result<Session, String> {
    let told = |error: io::Error| error.to_string();
    let guide = Folder::open(root).map_err(told)?;
    let texts = [("mjs", include_str!("python/pyodide.mjs")), ("py", include_str!("python/pyodide.py"))];
    for (ending, text) in texts {
        guide.write(Path::new(&format!("{SCRIPTS}/pyodide.{ending}")), text.as_bytes()).map_err(told)?;
    }
    let scripts = &root.join(SCRIPTS);
    let script = scripts.join("pyodide.mjs");
    let command = [pyodide.node.clone().into(), script.into(), pyodide.folder.clone().into_os_string()];
    let mut process: Command = limited(&command, 8192, 7200);
    // An example reaches the variables of its process.
    let mut folder = WorkFolder::new().map_err(told)?;
    process.env_clear().envs(std::env::vars_os().filter(|(name, _)| name == "PATH" || name == "SYSTEMROOT"));
    process.env("HOME", &folder.work);
    process.current_dir(scripts).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = process.spawn().map_err(told)?;
    if let Err(error) = folder.watch(child.id()) {
        end(&mut child);
        return Err(told(error));
    }
    let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err("it has no input or output".to_owned());
    };
    let (sender, lines) = channel();
    thread::spawn(move || {
        // Ends when the process does, or when nobody listens any more.
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                break;
            }
        }
    });
    let session = Session { child, input, lines, _folder: folder };
    match session.lines.recv_timeout(Duration::from_secs(START)) {
        Ok(line) if line.contains("\"ready\"") => Ok(session),
        Ok(line) => Err(line),
        Err(error) => Err(error.to_string()),
    }
}

#[derive(Deserialize)]
struct Reply {
    results: Option<Vec<BlockAnswer>>,
    #[serde(default)]
    excused: bool,
    #[serde(default)]
    unsupported: bool,
    #[serde(default)]
    too_much: bool,
    #[serde(default)]
    syntax: Option<(usize, usize, String)>,
    broken: Option<String>,
}

impl Session {
    /// Has a job done. After `TooMuch`, `TimedOut`, `TooDeep` and `Gone` the session is over.
    pub fn ask(&mut self, request: &Request, time: Duration) -> Answer {
        let mut line = match serde_json::to_string(request) {
            Ok(line) => line,
            Err(error) => return Answer::Gone(error.to_string()),
        };
        line.push('\n');
        if let Err(error) = self.input.write_all(line.as_bytes()).and_then(|()| self.input.flush()) {
            return Answer::Gone(error.to_string());
        }
        let line = match self.lines.recv_timeout(time) {
            Ok(line) => line,
            Err(RecvTimeoutError::Timeout) => return Answer::TimedOut,
            Err(RecvTimeoutError::Disconnected) => return Answer::Gone("Node has ended".to_owned()),
        };
        let reply: Reply = match serde_json::from_str(&line) {
            Ok(reply) => reply,
            Err(error) => return Answer::Gone(error.to_string()),
        };
        if reply.unsupported {
            return Answer::Unsupported;
        }
        if reply.too_much {
            return Answer::TooMuch;
        }
        match (reply.results, reply.broken) {
            // The stack of Node is smaller than that of a process.
            (_, Some(broken)) if broken.contains("Maximum call stack size") => Answer::TooDeep,
            (_, Some(broken)) => Answer::Gone(broken),
            (Some(results), None) => Answer::Ran(results, reply.excused),
            (None, None) => Answer::Parsed(reply.syntax),
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}

fn end(child: &mut Child) {
    kill(child);
    // The process was killed; waiting only tells the system that it may forget it.
    let _ = child.wait();
}
