//! Examples of other languages than Python: what runs them, on what their results rest, what the mark says.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use crate::guide::{TestGuide, stderr, stdout, studybook};

/// A guide whose topic holds `body`, with `[examples.sh]` from `runner` and the files given.
struct Guide {
    folder: tempfile::TempDir,
}

impl Guide {
    fn new(runner: &str, body: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let guide = Self { folder };
        guide.book(runner);
        TestGuide::new().topic("a", body).book(&guide.read("book.toml")).on_disk(guide.folder.path());
        guide
    }

    fn book(&self, runner: &str) {
        self.write("book.toml", &format!("[book]\ntitle = \"G\"\n[tags]\nthreads = {{}}\n[examples.sh]\n{runner}\n"));
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        if name.ends_with(".sh") {
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        }
    }

    /// Runs the examples: passed, failed, runs that were really made; and what was said.
    fn test(&self) -> ([u64; 3], String) {
        let output = studybook(self.folder.path(), &["test", "--json"]);
        let json: serde_json::Value =
            serde_json::from_str(&stdout(&output)).unwrap_or_else(|_| panic!("{}", stderr(&output)));
        let count = |key: &str| json["examples"][key].as_u64().unwrap();
        ([count("passed"), count("failed"), count("runs")], json["problems"].to_string())
    }

    /// The mark of the example on its page.
    fn mark(&self) -> String {
        let output = studybook(self.folder.path(), &["build"]);
        assert!(output.status.success(), "{}", stderr(&output));
        let page = self.read("site/a.html");
        let mark = page.split("<p class=\"run ").nth(1).unwrap_or("none").to_owned();
        mark.split("</p>").next().unwrap().to_owned()
    }
}

const RUNNER: &str = "command = [\"/bin/sh\"]";
const SAYS_HI: &str = "```sh\necho hi\n```\n\n```output\nhi\n```\n";

#[test]
fn a_program_whose_name_ends_in_a_digit_is_named_once() {
    let guide = Guide::new("command = [\"./tool3.sh\"]\nlabel = \"tool3\"", SAYS_HI);
    guide.write("tool3.sh", "#!/bin/sh\nexec /bin/sh \"$1\"\n");
    assert_eq!(guide.test(), ([1, 0, 1], "[]".into()));
    let lock = guide.read("examples.lock");
    assert!(lock.contains("= \"tool3\"\n"), "{lock}");
    assert_eq!(guide.test(), ([1, 0, 0], "[]".into()));
    assert_eq!(guide.read("examples.lock"), lock);
    assert!(guide.mark().ends_with("Ran on tool3"), "{}", guide.mark());
}

#[test]
fn a_label_and_the_version_that_a_command_tells_stand_in_the_mark() {
    let guide = Guide::new("command = [\"/bin/sh\"]\nlabel = \"Shell 2\"\nversion = [\"./version.sh\"]", SAYS_HI);
    guide.write("version.sh", "#!/bin/sh\necho tool v3.45.1 of 2024\n");
    assert_eq!(guide.test().0, [1, 0, 1]);
    assert!(guide.mark().ends_with("Ran on Shell 2 3.45"), "{}", guide.mark());
    guide.write("version.sh", "#!/bin/sh\necho none\n");
    assert!(guide.test().1.contains("names no version"));
}

#[test]
fn a_mark_does_not_rest_on_where_a_setting_stands() {
    let guide = Guide::new(RUNNER, SAYS_HI);
    assert_eq!(guide.test().0, [1, 0, 1]);
    let verified = guide.mark();
    assert!(verified.starts_with("verified"), "{verified}");
    for lines in ["# a comment\n", "\n\n", "# one\n# two, longer\n"] {
        guide.write("book.toml", &format!("{lines}{}", guide.read("book.toml")));
        assert_eq!(guide.mark(), verified, "{lines:?}");
        assert_eq!(guide.test().0, [1, 0, 0]);
    }
    guide.book("timeout = 9\ncommand = [ '/bin/sh' ]");
    assert_eq!(guide.mark(), verified);
    guide.book("command = [\"/bin/sh\", \"-e\"]");
    assert!(guide.mark().starts_with("stale"));
}

#[test]
fn aliases_of_a_language_share_its_runner() {
    for (declared, fenced) in
        [("javascript", "js"), ("js", "javascript"), ("bash", "sh"), ("ruby", "rb"), ("cpp", "c++")]
    {
        let guide = Guide::new(RUNNER, "");
        guide.write(
            "book.toml",
            &format!("[book]\ntitle = \"G\"\n[tags]\nthreads = {{}}\n[examples.{declared}]\ncommand = [\"/bin/sh\"]\n"),
        );
        let front = "+++\ntitle = \"A\"\ndifficulty = \"basic\"\ntags = [\"threads\"]\n+++\n";
        guide.write("content/a.md", &format!("{front}```{fenced}\necho 1\n```\n\n```output\n7\n```\n"));
        assert_eq!(guide.test().0, [0, 1, 1], "{declared} {fenced}");
    }
}

#[test]
fn an_output_below_a_block_that_nothing_runs_is_told() {
    for fence in ["go", "", "sql title=\"a.sql\"", "console"] {
        let guide = Guide::new(RUNNER, &format!("```{fence}\nx\n```\n\n```output\n7\n```\n"));
        let output = studybook(guide.folder.path(), &["build", "--strict"]);
        assert!(!output.status.success() && stderr(&output).contains("is not checked"), "{fence}: {}", stderr(&output));
    }
    for fence in ["go norun=\"by hand\"", "sh"] {
        let guide = Guide::new(RUNNER, &format!("```{fence}\nx\n```\n\n```output\n7\n```\n"));
        assert!(studybook(guide.folder.path(), &["build", "--strict"]).status.success(), "{fence}");
    }
}

#[test]
fn a_file_that_an_example_reads_lies_beside_it_and_counts_for_its_mark() {
    let body = "```sh\ncat data/numbers.txt\n```\n\n```output\n1\n```\n";
    let guide = Guide::new("command = [\"/bin/sh\"]\ninputs = [\"data/*.txt\"]", "");
    guide.write("data/numbers.txt", "1\n");
    let front = "+++\ntitle = \"A\"\ndifficulty = \"basic\"\ntags = [\"threads\"]\n+++\n";
    guide.write("content/a.md", &format!("{front}{body}"));
    assert_eq!(guide.test(), ([1, 0, 1], "[]".into()));
    assert!(guide.mark().starts_with("verified"));
    guide.write("data/numbers.txt", "2\n");
    assert!(guide.mark().starts_with("stale"));
    assert_eq!(guide.test().0, [0, 1, 1]);
    fs::write(guide.path("data/numbers.txt"), [0xff, 0xfe]).unwrap();
    assert_eq!(guide.test().0, [0, 1, 1], "a file that is no text counts too");
    fs::remove_file(guide.path("data/numbers.txt")).unwrap();
    assert!(guide.test().1.contains("no-such-file"));
}

#[test]
fn a_wrapper_that_changes_makes_the_example_run_again() {
    let guide = Guide::new("command = [\"./run.sh\", \"{file}\"]", SAYS_HI);
    guide.write("run.sh", "#!/bin/sh\nexec /bin/sh \"$1\"\n");
    assert_eq!(guide.test().0, [1, 0, 1]);
    guide.write("run.sh", "#!/bin/sh\necho other\n");
    assert!(guide.mark().starts_with("stale"));
    assert_eq!(guide.test().0, [0, 1, 1]);
}

#[test]
fn a_command_may_fail_on_purpose() {
    let body = |fence: &str, code: &str, below: &str| format!("```sh {fence}\n{code}\n```\n\n{below}");
    let tested = |body: String| {
        let (counts, said) = Guide::new(RUNNER, &body).test();
        (counts[0], counts[1], said)
    };
    let output = "```output\nout\n```\n\n```stderr\nno such table\n```\n";
    let code = "echo out; echo no such table >&2; exit 3";
    assert_eq!(tested(body("exit=3", code, output)), (1, 0, "[]".into()));
    let (passed, failed, said) = tested(body("exit=3", "echo out; echo no such table >&2", output));
    assert!((passed, failed) == (0, 1) && said.contains("example-not-exited"), "{said}");
    assert!(tested(body("exit=2", code, output)).2.contains("ended with exit code 3"));
    let (_, failed, said) = tested(body("exit=3", "echo out; echo other >&2; exit 3", output));
    assert!(failed == 1 && said.contains("example-stderr") && said.contains("+other"), "{said}");
    assert!(tested(body("exit=0", "true", "")).2.contains("is not from 1 to 255"));
}

#[test]
fn environments_and_sessions_work_for_commands() {
    let guide = Guide::new(
        "command = [\"/bin/sh\"]\nenvironments = { shop = \"shop.txt\" }",
        "```sh env=shop session=s\necho $name; more=2\n```\n\n```output\nshop\n```\n\n\
         ```sh session=s\necho $name $more\n```\n\n```output\nshop 2\n```\n",
    );
    guide.write("shop.txt", "name=shop\n");
    assert_eq!(guide.test(), ([2, 0, 1], "[]".into()));
}

#[test]
fn what_a_command_writes_to_its_standard_error_is_on_the_page() {
    let guide = Guide::new(RUNNER, "```sh exit=1\necho no >&2; exit 1\n```\n\n```stderr\nno\n```\n");
    assert!(studybook(guide.folder.path(), &["build"]).status.success());
    let page = guide.read("site/a.html");
    assert!(page.contains("Standard error") && page.contains("<samp>no\n</samp>"), "{page}");
    assert!(page.contains("Ends with exit code <code>1</code>"));
    assert!(Path::new(&guide.path("site/a.md")).exists());
}

/// Blocks of one session: fence, code, and what is written below.
fn session(language: &str, blocks: &[(&str, &str, &str)]) -> String {
    let one = |(fence, code, below): &(&str, &str, &str)| {
        format!("```{language} session=s {fence}\n{code}\n```\n\n{below}\n")
    };
    blocks.iter().map(one).collect()
}

#[test]
fn a_block_below_one_that_ends_the_program_does_not_pass() {
    let never = ("exit=3", "rm x; echo never; exit 3", "");
    for blocks in [
        [("exit=3", "exit 3", ""), never],
        [("", "exit 0", ""), ("", "x=1", "")],
        [("", "exec true", ""), ("", "x=1", "")],
        [("exit=1", "set -e; false", ""), ("exit=1", "false", "")],
        [("", "echo a; exit", "```output\na\n```\n"), ("", "x=1", "")],
    ] {
        let (counts, said) = Guide::new(RUNNER, &session("sh", &blocks)).test();
        assert_eq!((counts[0], counts[1]), (1, 1), "{blocks:?}: {said}");
        assert!(said.contains("example-cut-off"), "{blocks:?}: {said}");
    }
    // What does not end the program may fail as often as it likes.
    for blocks in [
        [("exit=1", "false", ""), ("exit=1", "test -e none", "")],
        [("exit=1", "cat none", ""), ("", "echo $?", "```output\n1\n```\n")],
        [("exit=2", "(exit 2)", ""), ("exit=3", "exit 3", "")],
        [("", "exec >all", ""), ("", "echo x", "")],
        [("", "set -xu", ""), ("", "x=1", "```stderr\n+ x=1\n```\n")],
    ] {
        let (counts, said) = Guide::new(RUNNER, &session("sh", &blocks)).test();
        assert_eq!((counts[0], counts[1]), (2, 0), "{blocks:?}: {said}");
    }
    // Of a language that is not known, so much is seen as that nothing is new.
    let other = "[book]\ntitle = \"G\"\n[tags]\nthreads = {}\n[examples.foo]\ncommand = [\"/bin/sh\"]\n";
    for (blocks, passed) in
        [([("exit=3", "exit 3", ""), never], 1), ([("exit=1", "false", ""), ("exit=3", "exit 3", "")], 2)]
    {
        let guide = Guide::new(RUNNER, &session("foo", &blocks));
        guide.write("book.toml", other);
        assert_eq!(guide.test().0[..2], [passed, 2 - passed], "{blocks:?}");
    }
}

#[test]
fn what_was_written_above_a_block_is_not_its_own() {
    let runner = "command = [\"/bin/sh\"]\nenvironments = { loud = \"loud.sh\", odd = \"odd.sh\" }";
    let stderr = |text: &str| format!("```stderr\n{text}\n```\n");
    let (one, two) = (stderr("e1"), stderr("e2"));
    let output = "```output\nown\n```\n";
    for blocks in [
        vec![("", "echo e1 >&2", one.as_str()), ("", "echo e2 >&2", &two)],
        vec![("", "echo e1 >&2", &one), ("", "echo own", output)],
        vec![("env=loud", "echo own", output), ("", "echo e2 >&2", &two)],
        vec![("env=loud", "echo e1 >&2", &one)],
    ] {
        let guide = Guide::new(runner, &session("sh", &blocks));
        guide.write("loud.sh", "echo loud; echo loud >&2");
        guide.write("odd.sh", "");
        assert_eq!(guide.test(), ([blocks.len() as u64, 0, 1], "[]".into()), "{blocks:?}");
    }
    // A set-up that ends the program leaves nothing to try.
    for odd in ["exit 3", "echo loud; exit 3", "set -e; exit 0"] {
        let guide = Guide::new(runner, "```sh env=odd exit=3\nexit 3\n```\n");
        guide.write("loud.sh", "");
        guide.write("odd.sh", odd);
        let (counts, said) = guide.test();
        assert!(counts[..2] == [0, 1] && said.contains("example-cut-off"), "{odd}: {said}");
    }
}

#[test]
fn what_an_example_that_passes_writes_to_its_standard_error_is_told() {
    for (fence, code, below, told) in [
        ("", "pritnf x; echo ok", "```output\nok\n```\n", true),
        ("", "echo warning >&2", "", true),
        ("", "echo warning >&2", "```stderr\nwarning\n```\n", false),
        ("", "cat none 2>/dev/null; true", "", false),
        ("exit=3", "echo no >&2; exit 3", "", false),
        ("", "true", "", false),
    ] {
        let (counts, said) = Guide::new(RUNNER, &format!("```sh {fence}\n{code}\n```\n\n{below}")).test();
        assert_eq!(counts[..2], [1, 0], "{code}: {said}");
        assert_eq!(said.contains("stderr-unwritten"), told, "{code}: {said}");
    }
}

#[test]
fn signs_that_nobody_sees_are_not_written_into_the_file() {
    for code in ["printf '\\033[1mx\\n'", "printf '\\007x'", "printf '1\\r2\\r3'"] {
        let guide = Guide::new(RUNNER, &format!("```sh\n{code}\n```\n"));
        let before = guide.read("content/a.md");
        let ran = studybook(guide.folder.path(), &["test", "--fix"]);
        assert!(
            !ran.status.success() && stderr(&ran).contains("no signs that nobody sees"),
            "{code}: {}",
            stderr(&ran)
        );
        assert_eq!(guide.read("content/a.md"), before);
    }
    let guide = Guide::new(RUNNER, "```sh\nprintf 'a\\tb\\n'\n```\n");
    assert!(studybook(guide.folder.path(), &["test", "--fix"]).status.success());
    assert!(guide.read("content/a.md").contains("```output\na\tb\n```"));
}
