//! A Python process in which a set-up has run once, and copies of it for jobs.
//!
//! In: a Python, a set-up that the guide names under `once`, and jobs. Out: what each job did, as if it had run by itself. A set-up that
//! imports much costs more than most examples do; a copy of its process costs some milliseconds. Where there are no copies
//! (Windows, an old Python), or the set-up does not end well, there is no server, and the job runs by itself, which also tells why.

#![cfg(unix)]
#![expect(
    clippy::disallowed_methods,
    reason = "its script and the set-up lie in a folder of their own; a build never comes here"
)]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io::{self, IoSlice, PipeWriter};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;

use rustix::io::Errno;
use rustix::net::{RecvFlags, SendAncillaryBuffer, SendAncillaryMessage, SendFlags, recv, sendmsg};
use serde::Serialize;

use crate::examples::driver;
use crate::examples::process::{Finished, Input, Limits, ProcessEnd, Running, kill, kill_group, start, to_its_end};
use crate::examples::stray::{self, Which};
use crate::examples::work_folder::WorkFolder;

/// What a set-up may take, and the longest that is waited for an answer.
const SETUP: Duration = Duration::from_secs(60);

/// The process.
pub struct ForkServer {
    child: Child,
    socket: UnixStream,
    /// What was read of answers and not yet used.
    unread: RefCell<Vec<u8>>,
    /// Its files.
    folder: WorkFolder,
}

/// What a copy is to do.
#[derive(Serialize)]
pub struct Request {
    /// The folder it stands in.
    pub folder: String,
    /// All its variables.
    pub variables: BTreeMap<String, String>,
    /// The files of its blocks, each after `+` if it may raise, else after `-`.
    pub blocks: Vec<String>,
    /// Seconds of the processor it may take.
    pub processor: u64,
}

impl ForkServer {
    /// Starts it and waits until the set-up, its name and text, is done. `None` if that does not end well.
    pub fn start(
        program: &Path,
        (shown, text): (&str, &str),
        variables: impl FnOnce(&Path) -> Vec<(OsString, OsString)>,
        memory: u64,
    ) -> io::Result<Option<Self>> {
        let mut folder = WorkFolder::new()?;
        let file = |name: &str, text: &str| {
            let path = folder.runner.join(name);
            fs::write(&path, text).map(|()| path)
        };
        let (script, setup) = (file("driver.py", driver::SCRIPT)?, file("setup.py", text)?);
        let mut waiting = OsString::from("=");
        waiting.push(file("fork_server.py", include_str!("python/fork_server.py"))?);
        let (socket, theirs) = UnixStream::pair()?;
        socket.set_read_timeout(Some(SETUP))?;
        let command: Vec<OsString> =
            vec![program.into(), script.into(), driver::MARK.into(), setup.into(), shown.into(), waiting];
        let variables = variables(&folder.work);
        // Its copies have limits of their own.
        let limits = Limits { time: Duration::from_secs(24 * 60 * 60), memory, output: 0 };
        let input = Input { stdin: OwnedFd::from(theirs).into(), outputs: Stdio::null };
        let child = start(&command, &folder.work, &variables, limits, input)?;
        folder.watch(child.id())?;
        let server = Self { child, socket, unread: RefCell::default(), folder };
        let word = server.answer(RecvFlags::empty());
        Ok(word.is_ok_and(|word| word.as_deref() == Some("ready")).then_some(server))
    }

    /// Runs a job in a copy of the process, which works in `folder`.
    pub fn run(&self, folder: &mut WorkFolder, request: &Request, limits: Limits) -> io::Result<Finished> {
        let (out, out_end) = io::pipe()?;
        let (err, err_end) = io::pipe()?;
        self.send(&format!("{}\n", serde_json::to_string(request)?), [&out_end, &err_end])?;
        drop((out_end, err_end));
        let number = self.answer(RecvFlags::empty())?.and_then(|word| word.parse::<u32>().ok()).ok_or_else(gone)?;
        folder.watch(number)?;
        let copy = Copy { number, server: self, end: None };
        let finished = to_its_end(copy, (out, err), limits, &|which| stray::kill(folder.path(), which))?;
        // What the set-up keeps in its own folder, such as a database, is needed as well.
        self.folder.check().and_then(|()| folder.check())?;
        Ok(finished)
    }

    fn send(&self, text: &str, files: [&PipeWriter; 2]) -> io::Result<()> {
        let files = files.map(AsFd::as_fd);
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(2))];
        let mut message = SendAncillaryBuffer::new(&mut space);
        if !message.push(SendAncillaryMessage::ScmRights(&files)) {
            return Err(io::Error::other("a message has no room for two files"));
        }
        let sent = sendmsg(&self.socket, &[IoSlice::new(text.as_bytes())], &mut message, SendFlags::empty())?;
        io::Write::write_all(&mut &self.socket, &text.as_bytes()[sent..])
    }

    /// The next answer; nothing if there is none yet.
    fn answer(&self, flags: RecvFlags) -> io::Result<Option<String>> {
        let mut unread = self.unread.borrow_mut();
        loop {
            if let Some(end) = unread.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = unread.drain(..=end).collect();
                return Ok(Some(String::from_utf8_lossy(&line[..end]).into_owned()));
            }
            let mut bytes = [0_u8; 64];
            match recv(&self.socket, &mut bytes, flags) {
                Ok((0, _)) => return Err(gone()),
                Ok((length, _)) => unread.extend_from_slice(&bytes[..length]),
                Err(Errno::INTR) => {}
                Err(Errno::AGAIN) => return Ok(None),
                Err(error) => return Err(error.into()),
            }
        }
    }
}

impl Drop for ForkServer {
    fn drop(&mut self) {
        kill(&mut self.child);
        // Nothing can be done about a process that cannot be waited for.
        let _ = self.child.wait();
        stray::kill(self.folder.path(), Which::After(self.child.id()));
    }
}

fn gone() -> io::Error {
    io::Error::new(io::ErrorKind::BrokenPipe, "the process of the set-up has ended")
}

/// A copy of the process, doing a job.
struct Copy<'a> {
    number: u32,
    server: &'a ForkServer,
    end: Option<ProcessEnd>,
}

impl Copy<'_> {
    fn ask(&mut self, flags: RecvFlags) -> io::Result<Option<ProcessEnd>> {
        if self.end.is_none()
            && let Some(word) = self.server.answer(flags)?
        {
            let code = word.parse::<i32>().map_err(|_| gone())?;
            self.end = Some(if code < 0 { ProcessEnd::Signal(-code) } else { ProcessEnd::Exit(code) });
        }
        Ok(self.end)
    }
}

impl Running for Copy<'_> {
    fn number(&self) -> u32 {
        self.number
    }

    fn end_now(&mut self) -> io::Result<Option<ProcessEnd>> {
        self.ask(RecvFlags::DONTWAIT)
    }

    fn kill(&mut self) {
        kill_group(self.number);
    }

    fn end(&mut self) -> io::Result<ProcessEnd> {
        self.ask(RecvFlags::empty())?.ok_or_else(gone)
    }
}
