//! Examples that want to outlive `studybook test`, and a `studybook test` that is ended before its examples.

#![cfg(target_os = "linux")]

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::examples::guide;

const SHELL: &str = "[examples.sh]\ncommand = [\"/bin/sh\"]\n";

/// A guide with a shell block, and an empty folder for what is temporary.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new(attributes: &str, script: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().display().to_string();
        let script = script.replace("HERE", &at);
        guide(SHELL, &format!("```sh {attributes}\n{script}\n```\n")).on_disk(&folder.path().join("guide"));
        fs::create_dir(folder.path().join("temporary")).unwrap();
        Self { folder }
    }

    fn temporary(&self) -> PathBuf {
        self.folder.path().join("temporary")
    }

    /// Whoever starts these tests in the background may ignore signals, and a program inherits that: `env` ends it.
    fn start(&self) -> Child {
        let mut command = Command::new("env");
        command.args(["--default-signal=INT,TERM,HUP", env!("CARGO_BIN_EXE_studybook"), "test", "guide"]);
        command.current_dir(self.folder.path()).env("TMPDIR", self.temporary());
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    /// The process whose number an example wrote into this file.
    fn process(&self, file: &str) -> PathBuf {
        let file = self.folder.path().join(file);
        until(|| fs::read_to_string(&file).is_ok_and(|text| text.ends_with('\n')));
        Path::new("/proc").join(fs::read_to_string(file).unwrap().trim())
    }

    fn is_empty(&self) -> bool {
        fs::read_dir(self.temporary()).unwrap().next().is_none()
    }
}

/// Other processes do this; a test that waits for ever says less than one that fails.
#[track_caller]
fn until(mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_secs(60), "it does not come");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Whether it runs; one that waits for its parent to ask how it ended does not.
fn lives(process: &Path) -> bool {
    fs::read_to_string(process.join("stat")).is_ok_and(|text| !text.contains(") Z "))
}

#[test]
fn a_child_that_left_its_group_ends_with_its_example() {
    for script in [
        "setsid sh -c 'echo $$ > HERE/child; exec sleep 611'&\nwhile [ ! -s HERE/child ]; do :; done",
        "setsid sh -c 'echo $$ > HERE/child; exec sleep 612' >/dev/null 2>&1 &\nwhile [ ! -s HERE/child ]; do :; done",
        "(cd /; setsid sh -c 'setsid sh -c \"echo \\$\\$ > HERE/child; exec sleep 613\" &' &)\nwhile [ ! -s HERE/child ]; do :; done",
    ] {
        let place = Place::new("timeout=30", script);
        let start = Instant::now();
        let output = place.start().wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(start.elapsed() < Duration::from_secs(25));
        let child = place.process("child");
        until(|| !lives(&child));
        assert!(place.is_empty());
    }
}

#[test]
fn whatever_ends_the_program_ends_its_examples_and_removes_their_folders() {
    for signal in [Signal::INT, Signal::TERM, Signal::HUP, Signal::KILL] {
        let script = "setsid sh -c 'echo $$ > HERE/child; exec sleep 614' &\necho $$ > HERE/example\nsleep 615";
        let place = Place::new("timeout=600", script);
        let mut program = place.start();
        let (child, example) = (place.process("child"), place.process("example"));
        assert!(lives(&child) && lives(&example) && !place.is_empty());
        let number = Pid::from_raw(i32::try_from(program.id()).unwrap()).unwrap();
        kill_process(number, signal).unwrap();
        until(|| program.try_wait().unwrap().is_some());
        assert!(!program.wait().unwrap().success());
        until(|| !lives(&child) && !lives(&example) && place.is_empty());
    }
}

#[test]
fn folders_of_runs_that_were_killed_go_at_the_next_start() {
    let place = Place::new("", "true");
    let make = |name: &str, lock: bool| {
        let folder = place.temporary().join(name);
        fs::create_dir_all(folder.join("example")).unwrap();
        lock.then(|| File::create(folder.join("lock")).unwrap())
    };
    drop(make("studybook-example-left", true));
    let running = make("studybook-example-running", true).unwrap();
    running.lock().unwrap();
    make("studybook-example-just-made", false);
    drop(make("another-program", true));
    let elsewhere = place.folder.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    File::create(elsewhere.join("lock")).unwrap();
    std::os::unix::fs::symlink(&elsewhere, place.temporary().join("studybook-example-link")).unwrap();
    assert!(place.start().wait().unwrap().success());
    let mut left: Vec<String> = fs::read_dir(place.temporary())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    left.sort();
    assert_eq!(
        left,
        ["another-program", "studybook-example-just-made", "studybook-example-link", "studybook-example-running"]
    );
    assert!(elsewhere.join("lock").exists());
}

#[test]
fn an_example_sees_none_of_our_variables() {
    // An administrator may read them in any case.
    let ours = if rustix::process::geteuid().is_root() { "" } else { "tr '\\0' '\\n' < /proc/$PPID/environ\n" };
    let place = Place::new("", &format!("env > HERE/seen\n(:\n{ours}) >> HERE/seen 2>/dev/null\ntrue"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_studybook"));
    command.args(["test", "guide"]).current_dir(place.folder.path()).env("TMPDIR", place.temporary());
    command.env("A_PASSWORD", "secret-of-ours").env("PIP_INDEX_URL", "https://secret-of-ours@example.org/");
    assert!(command.output().unwrap().status.success());
    let seen = fs::read_to_string(place.folder.path().join("seen")).unwrap();
    assert!(seen.contains("HOME=") && !seen.contains("secret-of-ours"), "{seen}");
}
