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
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

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

/// Runs a command to its end.
pub fn run(
    command: &[OsString],
    folder: &Path,
    variables: &[(OsString, OsString)],
    limits: Limits,
) -> io::Result<Finished> {
    // Processor time is limited too, generously, so that nothing goes on for ever if we are killed ourselves.
    let mut process = limited(command, limits.memory, limits.time.as_secs() * 4 + 10);
    process.current_dir(folder).env_clear().envs(variables.iter().map(|(name, value)| (name, value)));
    process.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = process.spawn()?;
    let (sender, received) = channel();
    let out = child.stdout.take().map(|pipe| collect(pipe, limits.output, sender.clone()));
    let err = child.stderr.take().map(|pipe| collect(pipe, limits.output, sender));
    let end = wait(&mut child, &received, limits.time);
    kill(&mut child);
    let end = match end? {
        Some(end) => end,
        // Both outputs are closed or the process has ended; killing the group made sure of the other.
        None => ended(child.wait()?),
    };
    let join = |reader: Option<thread::JoinHandle<Vec<u8>>>| reader.and_then(|it| it.join().ok()).unwrap_or_default();
    Ok(Finished { out: join(out), err: join(err), end })
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
    {
        let id = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw);
        if let Some(id) = id {
            // There may be nothing left to kill, which is what is wanted.
            let _ = rustix::process::kill_process_group(id, rustix::process::Signal::KILL);
        }
    }
    let _ = child.kill();
}

enum Heard {
    End,
    TooMuch,
}

fn collect(mut pipe: impl Read + Send + 'static, most: usize, sender: Sender<Heard>) -> thread::JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let mut buffer = [0_u8; 16 * 1024];
        loop {
            match pipe.read(&mut buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Ok(0) | Err(_) => break,
                Ok(_) if bytes.len() > most => {}
                Ok(count) => {
                    bytes.extend_from_slice(&buffer[..count]);
                    if bytes.len() > most {
                        let _ = sender.send(Heard::TooMuch);
                    }
                }
            }
        }
        // Nobody listens any more once the process was given up.
        let _ = sender.send(Heard::End);
        bytes
    })
}

/// Waits until both outputs are closed, or the process has ended, or a limit is reached.
/// `None` means that the process has ended or is about to.
fn wait(child: &mut Child, received: &Receiver<Heard>, time: Duration) -> io::Result<Option<ProcessEnd>> {
    let deadline = Instant::now() + time;
    let mut open = 2;
    let mut pause = Duration::from_millis(50);
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(Some(ProcessEnd::TimedOut));
        }
        match received.recv_timeout(left.min(pause)) {
            Ok(Heard::TooMuch) => return Ok(Some(ProcessEnd::TooMuch)),
            Ok(Heard::End) => open -= 1,
            Err(RecvTimeoutError::Timeout) => {}
            // Both are closed; what is left is the process itself.
            Err(RecvTimeoutError::Disconnected) => thread::sleep(pause.min(left)),
        }
        if open <= 0 {
            pause = Duration::from_millis(2);
        }
        if let Some(status) = child.try_wait()? {
            return Ok(Some(ended(status)));
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
        run(&command, Path::new("/"), &[path], limits).expect("a shell can be started")
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
    fn there_is_no_input() {
        assert_eq!(shell("read line || echo none", 10_000).out, b"none\n");
    }
}
