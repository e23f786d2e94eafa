//! Processes that an example started and that left its group, as a call of `setsid` lets them.
//!
//! In: the example's folder. Out: how many were killed. A process is known as an example's by the folder in the
//! variables it was started with (`HOME`, `TMPDIR`), which its children get too. One that changes its variables as well is not found.

use std::path::Path;

/// Which processes are looked at.
#[derive(Clone, Copy, Debug)]
pub enum Which {
    /// Those that were started after this one, which are few: the system counts up.
    After(u32),
    /// All, if the system began to count anew.
    All,
}

/// Kills the processes of the example in `folder`, until none is left that was not killed.
#[cfg(target_os = "linux")]
pub fn kill(folder: &Path, which: Which) -> usize {
    use rustix::process::{Pid, Signal, kill_process};
    let mut killed = std::collections::BTreeSet::new();
    loop {
        let before = killed.len();
        for number in numbers(which) {
            let Some(pid) = i32::try_from(number).ok().and_then(Pid::from_raw) else { continue };
            // What ended meanwhile needs no signal, and what is another user's was never an example.
            if !killed.contains(&number) && is_of(number, folder) && kill_process(pid, Signal::KILL).is_ok() {
                killed.insert(number);
            }
        }
        if killed.len() == before {
            return before;
        }
    }
}

/// Other systems do not show the variables of a process.
#[cfg(not(target_os = "linux"))]
pub fn kill(_folder: &Path, _which: Which) -> usize {
    0
}

#[cfg(target_os = "linux")]
fn numbers(which: Which) -> Vec<u32> {
    let first = match which {
        Which::After(number) => number,
        Which::All => 0,
    };
    let entries = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let own = std::process::id();
    entries
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(|number| *number > first && *number != own)
        .collect()
}

#[cfg(target_os = "linux")]
#[expect(clippy::disallowed_methods, reason = "the variables of a process are no file of a guide")]
fn is_of(number: u32, folder: &Path) -> bool {
    let Ok(variables) = std::fs::read(format!("/proc/{number}/environ")) else { return false };
    let folder = folder.as_os_str().as_encoded_bytes();
    memchr::memmem::find_iter(&variables, folder).any(|at| variables.get(at + folder.len()) == Some(&b'/'))
}
