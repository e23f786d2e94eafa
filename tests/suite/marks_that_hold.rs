//! "Ran on …" says what the last run said: what a mark rests on, and what takes it back.
#![cfg(unix)]

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::guide::{TestGuide, stderr, stdout, studybook};

const BOOK: &str = "[book]\ntitle = \"Guide\"\n[tags]\nthreads = {}\n";
const BLOCK: &str = "```foo\nhi\n```\n\n```output\nhi\n```\n";

fn guide(runner: &str, body: &str, files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut guide = TestGuide::new().book(&format!("{BOOK}{runner}")).topic("a", body);
    for (path, text) in files {
        guide = guide.file(path, text);
    }
    guide.on_disk(folder.path());
    folder
}

/// What `studybook test` ends with.
fn test(folder: &Path, arguments: &[&str]) -> Option<i32> {
    let ran = studybook(folder, &[&["test"], arguments].concat());
    assert!(stderr(&ran).len() + stdout(&ran).len() > 0);
    ran.status.code()
}

/// What the pages say of the examples.
fn marks(folder: &Path) -> Vec<String> {
    let built = studybook(folder, &["build"]);
    assert!(built.status.success(), "{}", stderr(&built));
    let page = fs::read_to_string(folder.join("site/a.html")).unwrap();
    let marks = page.split("Ran on ").skip(1).map(|rest| rest.split('<').next().unwrap_or_default().to_owned());
    marks.collect()
}

#[test]
fn an_example_that_fails_now_loses_the_mark_of_an_earlier_run() {
    let outside = tempfile::tempdir().unwrap();
    let wrapper = outside.path().join("run.sh");
    let flag = outside.path().join("flag");
    let runner = format!("[examples.foo]\ncommand = [\"sh\", \"{}\"]\n", wrapper.display());
    let script = format!("test -e {} && cat \"$1\"\n", flag.display());
    for (wrong, arguments) in [("echo other\n", &[][..]), ("exit 3\n", &[]), (script.as_str(), &["--no-cache"])] {
        fs::write(&flag, "").unwrap();
        fs::write(&wrapper, if wrong == script { &script } else { "cat \"$1\"\n" }).unwrap();
        let folder = guide(&runner, BLOCK, &[]);
        assert_eq!(test(folder.path(), &[]), Some(0), "{wrong}");
        assert_eq!(marks(folder.path()), ["sh"], "{wrong}");
        fs::remove_file(&flag).unwrap();
        fs::write(&wrapper, wrong).unwrap();
        assert_eq!(test(folder.path(), arguments), Some(1), "{wrong}");
        assert_eq!(marks(folder.path()), [""; 0], "{wrong}");
    }
}

#[test]
fn a_run_of_one_topic_takes_back_what_fails_and_nothing_else() {
    let outside = tempfile::tempdir().unwrap();
    let flag = outside.path().join("flag");
    fs::write(&flag, "").unwrap();
    let body = format!("```sh\ncat {}\n```\n\n```sh\necho 1\n```\n\n```output\n1\n```\n", flag.display());
    let folder = guide("[examples.sh]\ncommand = [\"sh\"]\n", &body, &[]);
    assert_eq!(test(folder.path(), &[]), Some(0));
    assert_eq!(marks(folder.path()), ["sh", "sh"]);
    fs::remove_file(&flag).unwrap();
    assert_eq!(test(folder.path(), &["content/a.md", "--no-cache"]), Some(1));
    assert_eq!(marks(folder.path()), ["sh"]);
}

#[test]
fn the_program_and_the_files_of_a_command_count_by_their_bytes_wherever_they_lie() {
    let outside = tempfile::tempdir().unwrap();
    let wrapper = outside.path().join("run.sh");
    let shown = wrapper.display();
    for command in
        [format!("[\"sh\", \"{shown}\"]"), format!("[\"sh\", \"-c\", \"sh {shown} $0\"]"), format!("[\"{shown}\"]")]
    {
        fs::write(&wrapper, "#!/bin/sh\ncat \"$1\" \n").unwrap();
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&wrapper, fs::Permissions::from_mode(0o755)).unwrap();
        let folder = guide(&format!("[examples.foo]\ncommand = {command}\n"), BLOCK, &[]);
        assert_eq!(test(folder.path(), &[]), Some(0), "{command}");
        let time = fs::metadata(&wrapper).unwrap().modified().unwrap();
        fs::write(&wrapper, "#!/bin/sh\necho \"$1\"\n").unwrap();
        fs::File::options().write(true).open(&wrapper).unwrap().set_modified(time).unwrap();
        assert_eq!(test(folder.path(), &[]), Some(1), "{command}");
    }
}

#[test]
fn a_file_that_a_part_of_a_command_names_lies_beside_the_example_and_counts_for_its_mark() {
    for command in [
        "[\"sed\", \"--file=tools/run.sed\"]",
        "[\"sh\", \"-c\", \"sed -f ./tools/run.sed $0\"]",
        "[\"sed\", \"-f\", \"tools/run.sed\"]",
    ] {
        let folder = guide(&format!("[examples.foo]\ncommand = {command}\n"), BLOCK, &[("tools/run.sed", "s/x/y/\n")]);
        assert_eq!(test(folder.path(), &[]), Some(0), "{command}");
        assert_eq!(marks(folder.path()).len(), 1, "{command}");
        fs::write(folder.path().join("tools/run.sed"), "s/hi/ho/\n").unwrap();
        assert_eq!(marks(folder.path()), [""; 0], "{command}");
        assert_eq!(test(folder.path(), &[]), Some(1), "{command}");
    }
}

#[test]
fn a_runner_that_was_renamed_has_one_name_in_the_mark() {
    let runner = |label: &str, rest: &str| format!("[examples.foo]\ncommand = [\"cat\"]\n{label}{rest}");
    let folder = guide(&runner("label = \"Cat\"\n", ""), BLOCK, &[]);
    for (label, mark) in [("label = \"Cat\"\n", "Cat"), ("label = \"Dog\"\n", "Dog"), ("", "cat")] {
        fs::write(folder.path().join("book.toml"), format!("{BOOK}{}", runner(label, ""))).unwrap();
        assert_eq!(test(folder.path(), &[]), Some(0));
        assert_eq!(marks(folder.path()), [mark]);
    }
    // The end of the file's name is a part of how it runs.
    fs::write(folder.path().join("book.toml"), format!("{BOOK}{}", runner("", "suffix = \".c\"\n"))).unwrap();
    assert_eq!(marks(folder.path()), [""; 0]);
}
