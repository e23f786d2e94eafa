//! Runs one process within limits and gives what it wrote.
//!
//! In: a command, its folder and variables, its limits. Out: [`Finished`]. The process gets no input, a group of its
//! own that is killed whole at the end, and none of the caller's environment. The limits are against accidents: a
//! process that means harm is not held by them.

#![expect(clippy::disallowed_methods, reason = "a time limit needs a clock; no output is made here")]

use std::env;
use std::ffi::OsString;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::examples::stray::{self, Which};
use crate::examples::work_folder::WorkFolder;

/// What a process may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Time on the clock.
    pub time: Duration,
    /// Memory it may write to, in megabytes.
    pub memory: u64,
    /// Bytes it may write to its output, and again to its standard error.
    pub output: usize,
}

impl Limits {
    /// Seconds of the processor: generous, for it is there so that nothing goes on for ever if we are killed ourselves.
    pub fn processor(self) -> u64 {
        self.time.as_secs() * 4 + 10
    }
}

/// What a block may print: 1 MB.
pub const MOST_OUTPUT: usize = 1 << 20;

/// A process that ended.
#[derive(Debug)]
pub struct Finished {
    /// Its standard output.
    pub out: Vec<u8>,
    /// Its standard error.
    pub err: Vec<u8>,
    /// How it ended.
    pub end: ProcessEnd,
}

/// How a process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProcessEnd {
    /// With an exit code.
    Exit(i32),
    /// By a signal.
    Signal(i32),
    /// Killed when its time was over.
    TimedOut,
    /// Killed for writing too much.
    TooMuch,
}

/// Keeps our variables, which may hold passwords, from the examples, which could read them in `/proc`. They run as the
/// same user, so this holds where the system knows the call, and not for an administrator.
pub fn hide_our_variables() {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        // SECURITY.md promises no more than where the system allows it.
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}

/// All programs of this name on the `PATH`, in its order.
pub fn on_path(name: &str) -> Vec<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let programs = env::split_paths(&path).flat_map(|folder| {
        let program = folder.join(name);
        [program.with_extension("exe"), program]
    });
    // `python3.12` has an extension only by its looks.
    programs
        .filter(|program| program.file_name().is_some_and(|it| it == name || cfg!(windows)) && program.is_file())
        .collect()
}

/// Runs a command of our own to its end, such as the question which version a program is.
pub fn run(
    command: &[OsString],
    folder: &Path,
    variables: &[(OsString, OsString)],
    limits: Limits,
) -> io::Result<Finished> {
    let (child, pipes) = start_reading(command, folder, variables, limits)?;
    to_its_end(child, pipes, limits, &|_| 0)
}

/// Runs an example to its end in a folder of its own. What it started and left behind is killed, also what left its
/// group; and if we are killed, so is it.
pub fn run_in(
    folder: &mut WorkFolder,
    command: &[OsString],
    variables: &[(OsString, OsString)],
    limits: Limits,
) -> io::Result<Finished> {
    let (mut child, pipes) = start_reading(command, &folder.work, variables, limits)?;
    if let Err(error) = folder.watch(child.id()) {
        kill(&mut child);
        child.wait()?;
        return Err(error);
    }
    let finished = to_its_end(child, pipes, limits, &|which| stray::kill(folder.path(), which))?;
    folder.check()?;
    Ok(finished)
}

/// What a process reads, and where both its outputs go.
pub struct Input {
    /// Its standard input.
    pub stdin: Stdio,
    /// Where each of its outputs goes.
    pub outputs: fn() -> Stdio,
}

/// Starts a process in a group of its own.
pub fn start(
    command: &[OsString],
    folder: &Path,
    variables: &[(OsString, OsString)],
    limits: Limits,
    input: Input,
) -> io::Result<Child> {
    let mut process = limited(command, limits.memory, limits.processor());
    process.current_dir(folder).env_clear().envs(variables.iter().map(|(name, value)| (name, value)));
    process.stdin(input.stdin).stdout((input.outputs)()).stderr((input.outputs)()).spawn()
}

/// Starts a process that reads nothing and whose outputs are read.
fn start_reading(
    command: &[OsString],
    folder: &Path,
    variables: &[(OsString, OsString)],
    limits: Limits,
) -> io::Result<(Child, (ChildStdout, ChildStderr))> {
    let input = Input { stdin: Stdio::null(), outputs: Stdio::piped };
    let mut child = start(command, folder, variables, limits, input)?;
    let pipes = child.stdout.take().zip(child.stderr.take());
    Ok((child, pipes.ok_or_else(|| io::Error::other("the process has no outputs"))?))
}

/// A process that was started: by us, or as a copy of one that was.
pub trait Running {
    /// Its number.
    fn number(&self) -> u32;
    /// How it ended, if it has.
    fn end_now(&mut self) -> io::Result<Option<ProcessEnd>>;
    /// Kills it and all that it started in its group.
    fn kill(&mut self);
    /// Waits for its end.
    fn end(&mut self) -> io::Result<ProcessEnd>;
}

impl Running for Child {
    fn number(&self) -> u32 {
        self.id()
    }

    fn end_now(&mut self) -> io::Result<Option<ProcessEnd>> {
        Ok(self.try_wait()?.map(ended))
    }

    fn kill(&mut self) {
        kill(self);
    }

    fn end(&mut self) -> io::Result<ProcessEnd> {
        Ok(ended(self.wait()?))
    }
}

/// How long a pipe is read that outlives its process. Only a process that we cannot find holds one open so long.
const DRAIN: Duration = Duration::from_millis(500);

/// Reads what a process writes until it ends or reaches a limit, and kills what it leaves behind.
pub fn to_its_end(
    mut process: impl Running,
    (out, err): (impl Read + Send + 'static, impl Read + Send + 'static),
    limits: Limits,
    kill_strays: &dyn Fn(Which) -> usize,
) -> io::Result<Finished> {
    let (sender, received) = channel();
    let out = collect(out, limits.output, sender.clone());
    let err = collect(err, limits.output, sender);
    let mut pipes = Pipes { received, open: 2 };
    let end = wait(&mut process, &mut pipes, limits.time);
    process.kill();
    // Waiting gives its number back to the system, also if it was we who killed it.
    let last = process.end()?;
    kill_strays(Which::After(process.number()));
    if !pipes.are_drained(DRAIN) && kill_strays(Which::All) > 0 {
        pipes.are_drained(DRAIN);
    }
    let end = end?.unwrap_or(last);
    Ok(Finished { out: std::mem::take(&mut *lock(&out)), err: std::mem::take(&mut *lock(&err)), end })
}

/// A command behind a shell that limits memory, in megabytes, and processor time, in seconds, and then becomes the command, in a process group of its own.
#[cfg(unix)]
pub fn limited(command: &[OsString], memory: u64, processor: u64) -> Command {
    use std::os::unix::process::CommandExt;
    const SCRIPT: &str =
        "ulimit -d \"$1\" 2>/dev/null; ulimit -t \"$2\"; ulimit -f 524288; ulimit -c 0; shift 2; exec \"$@\"";
    let mut process = Command::new("/bin/sh");
    process
        .args(["-c", SCRIPT, "sh"])
        .arg((memory * 1024).to_string())
        .arg(processor.to_string())
        .args(command)
        .process_group(0);
    process
}

/// A command; this system gives no way to limit its memory without unsafe code.
#[cfg(not(unix))]
pub fn limited(command: &[OsString], _memory: u64, _processor: u64) -> Command {
    let mut process = Command::new(&command[0]);
    process.args(&command[1..]);
    process
}

/// Kills the process and all that it started in its group.
pub fn kill(child: &mut Child) {
    #[cfg(unix)]
    kill_group(child.id());
    let _ = child.kill();
}

/// Kills a group of processes, named by the number of the first.
#[cfg(unix)]
pub fn kill_group(number: u32) {
    if let Some(id) = i32::try_from(number).ok().and_then(rustix::process::Pid::from_raw) {
        // There may be nothing left to kill, which is what is wanted.
        let _ = rustix::process::kill_process_group(id, rustix::process::Signal::KILL);
    }
}

enum Heard {
    End,
    TooMuch,
}

/// What a reader of a pipe has so far.
type Collected = Arc<Mutex<Vec<u8>>>;

fn lock(bytes: &Mutex<Vec<u8>>) -> MutexGuard<'_, Vec<u8>> {
    bytes.lock().unwrap_or_else(PoisonError::into_inner)
}

fn collect(mut pipe: impl Read + Send + 'static, most: usize, sender: Sender<Heard>) -> Collected {
    let collected = Collected::default();
    let ours = Arc::clone(&collected);
    thread::spawn(move || {
        let mut buffer = [0_u8; 16 * 1024];
        let mut length = 0;
        loop {
            match pipe.read(&mut buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Ok(0) | Err(_) => break,
                Ok(_) if length > most => {}
                Ok(count) => {
                    lock(&ours).extend_from_slice(&buffer[..count]);
                    length += count;
                    if length > most {
                        // Nobody listens any more once the process was given up.
                        let _ = sender.send(Heard::TooMuch);
                    }
                }
            }
        }
        let _ = sender.send(Heard::End);
    });
    collected
}

/// What is heard of the two readers.
struct Pipes {
    received: Receiver<Heard>,
    open: usize,
}

impl Pipes {
    /// Whether both pipes end within the time.
    fn are_drained(&mut self, time: Duration) -> bool {
        let deadline = Instant::now() + time;
        while self.open > 0 {
            match self.received.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(Heard::End) => self.open -= 1,
                Ok(Heard::TooMuch) => {}
                Err(RecvTimeoutError::Timeout) => return false,
                Err(RecvTimeoutError::Disconnected) => return true,
            }
        }
        true
    }
}

/// Waits until both outputs are closed, or the process has ended, or a limit is reached.
/// `None` means that the process has ended or is about to.
fn wait(process: &mut impl Running, pipes: &mut Pipes, time: Duration) -> io::Result<Option<ProcessEnd>> {
    let deadline = Instant::now() + time;
    let mut pause = Duration::from_millis(50);
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(Some(ProcessEnd::TimedOut));
        }
        match pipes.received.recv_timeout(left.min(pause)) {
            Ok(Heard::TooMuch) => return Ok(Some(ProcessEnd::TooMuch)),
            Ok(Heard::End) => pipes.open -= 1,
            Err(RecvTimeoutError::Timeout) => {}
            // Both are closed; what is left is the process itself.
            Err(RecvTimeoutError::Disconnected) => thread::sleep(pause.min(left)),
        }
        if pipes.open == 0 {
            pause = Duration::from_millis(2);
        }
        if let Some(end) = process.end_now()? {
            return Ok(Some(end));
        }
    }
}

fn ended(status: ExitStatus) -> ProcessEnd {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        if let Some(signal) = status.signal() {
            return ProcessEnd::Signal(signal);
        }
    }
    ProcessEnd::Exit(status.code().unwrap_or(-1))
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str, milliseconds: u64) -> Finished {
        let command: Vec<OsString> = ["/bin/sh", "-c", script].iter().map(OsString::from).collect();
        let limits = Limits { time: Duration::from_millis(milliseconds), memory: 512, output: 1000 };
        let path = ("PATH".into(), "/usr/bin:/bin".into());
        let mut folder = WorkFolder::new().expect("a folder can be made");
        let home = ("HOME".into(), folder.work.clone().into());
        run_in(&mut folder, &command, &[path, home], limits).expect("a shell can be started")
    }

    #[test]
    fn output_and_end_are_told_apart() {
        let finished = shell("echo out; echo err >&2; exit 3", 10_000);
        assert_eq!((finished.out.as_slice(), finished.err.as_slice()), (b"out\n".as_slice(), b"err\n".as_slice()));
        assert_eq!(finished.end, ProcessEnd::Exit(3));
        assert_eq!(shell("kill -9 $$", 10_000).end, ProcessEnd::Signal(9));
    }

    #[test]
    fn what_does_not_end_is_ended() {
        assert_eq!(shell("sleep 60 & sleep 60", 100).end, ProcessEnd::TimedOut);
        assert_eq!(shell("while :; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaa; done", 20_000).end, ProcessEnd::TooMuch);
    }

    #[test]
    fn a_child_left_behind_does_not_hold_up_the_end() {
        let start = Instant::now();
        assert_eq!(shell("sleep 60 & echo gone", 30_000).end, ProcessEnd::Exit(0));
        assert!(start.elapsed() < Duration::from_secs(20));
    }

    #[test]
    fn a_child_in_a_session_of_its_own_does_not_hold_up_the_end() {
        for script in [
            "setsid sleep 61 & echo gone",
            "env -i /usr/bin/setsid sleep 2 & echo gone",
            "setsid -f sleep 61 & setsid -f sleep 61 >/dev/null 2>&1; echo gone",
        ] {
            let start = Instant::now();
            let finished = shell(script, 30_000);
            assert_eq!((finished.end, finished.out.as_slice()), (ProcessEnd::Exit(0), b"gone\n".as_slice()));
            assert!(start.elapsed() < Duration::from_secs(20));
        }
        let start = Instant::now();
        assert_eq!(shell("setsid -f sleep 61; sleep 61", 200).end, ProcessEnd::TimedOut);
        assert!(start.elapsed() < Duration::from_secs(20));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_was_killed_is_forgotten_by_the_system() {
        for script in
            ["echo $$; sleep 61", "echo $$; while :; do echo aaaaaaaaaaaaaaaaaaaaa; done", "echo $$; kill -9 $$"]
        {
            let finished = shell(script, 500);
            let number = String::from_utf8_lossy(&finished.out).lines().next().unwrap_or_default().to_owned();
            assert!(!number.is_empty() && !Path::new("/proc").join(&number).exists());
        }
    }

    #[test]
    fn there_is_no_input() {
        assert_eq!(shell("read line || echo none", 10_000).out, b"none\n");
    }
}
