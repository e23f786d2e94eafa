//! A process that clears up after an example when we cannot, because we were killed.
//!
//! In: the example's folder and its process. Out: nothing. It waits at a pipe that only we hold open: when we end, by
//! whatever signal, the pipe ends too, and it kills the example with all its children and removes the folder. It is a
//! shell in a group of its own, so that what ends us at a terminal does not end it.

use std::io::{self, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};

const SCRIPT: &str = r#"
trap '' HUP INT TERM
group=
while read -r word; do
  case $word in
    done) exit 0 ;;
    *) group=$word ;;
  esac
done
kill -9 -"$group" 2>/dev/null
for round in 1 2 3 4 5; do
  found=$(grep -lF -- "$1/" /proc/[0-9]*/environ 2>/dev/null)
  [ -n "$found" ] || break
  for file in $found; do
    number=${file#/proc/}
    kill -9 "${number%/environ}" 2>/dev/null
  done
done
rm -rf -- "$1"
"#;

/// The process; it goes when this value does.
#[derive(Debug)]
pub struct Cleaner {
    child: Child,
    pipe: Option<ChildStdin>,
}

impl Cleaner {
    /// Starts it for a folder. `None` where there is no such shell: then an example outlives us for its time at most.
    pub fn start(folder: &Path) -> Option<Self> {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", SCRIPT, "sh"]).arg(folder).current_dir("/").env_clear().env("PATH", "/usr/bin:/bin");
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command.spawn().ok()?;
        let pipe = child.stdin.take();
        Some(Self { child, pipe })
    }

    /// Names the example's process, which leads a group.
    pub fn watch(&mut self, process: u32) -> io::Result<()> {
        self.pipe.as_mut().map_or(Ok(()), |pipe| writeln!(pipe, "{process}"))
    }
}

impl Drop for Cleaner {
    fn drop(&mut self) {
        if let Some(mut pipe) = self.pipe.take() {
            // If it is gone, the wait below gives back its number at once.
            let _ = pipe.write_all(b"done\n");
        }
        let _ = self.child.wait();
    }
}
