//! `studybook test`, on tiny guides on disk. What needs an interpreter that a machine may lack asks for it first.

use std::fs;
use std::path::Path;

use studybook::build::pipeline::{self, Options};
use studybook::examples::interpreters;
use studybook::examples::marks::{Marks, Verified};
use studybook::examples::outcome::{Outcome, Progress, TestOptions};
use studybook::examples::process::on_path;
use studybook::examples::record::{self, Record};
use studybook::examples::run::test;
use studybook::guide::model::Guide;
use studybook::path::SourcePath;
use studybook::problem::report::{Report, Texts};
use studybook::reading::inputs::{Inputs, TextFile};
use studybook::reading::load::load;

use crate::guide::TestGuide;

const BOOK: &str = "[book]\ntitle = \"Guide\"\n[tags]\nthreads = {}\n";

/// A run: what came of it, what was said, and the folder as it is afterwards.
pub struct Ran {
    pub outcome: Outcome,
    pub said: String,
    pub codes: Vec<&'static str>,
    pub folder: tempfile::TempDir,
}

/// A guide with one topic, `a`, and more lines in `book.toml`.
pub fn guide(book: &str, body: &str) -> TestGuide {
    TestGuide::new().book(&format!("{BOOK}{book}")).topic("a", body)
}

pub fn run(guide: &TestGuide) -> Ran {
    run_with(guide, &TestOptions::default())
}

fn run_with(guide: &TestGuide, options: &TestOptions) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    guide.on_disk(folder.path());
    run_in(folder, options)
}

fn run_in(folder: tempfile::TempDir, options: &TestOptions) -> Ran {
    let mut report = Report::new();
    let inputs = load(folder.path(), &mut report);
    let guide = pipeline::read_guide(&inputs, &Options::default(), &mut |_| {}, &mut report).unwrap();
    let quiet = |_: Progress<'_>| {};
    let outcome = test(folder.path(), &guide, &inputs, options, &quiet, &mut report);
    let files = inputs.topics.iter().map(|topic| &topic.file).chain(&inputs.book);
    let texts: Texts<'_> = files.map(|file| (file.source.as_str(), &*file.text)).collect();
    let said = report.render(&texts, false);
    let codes = report.sorted().iter().map(|problem| problem.message.code()).collect();
    Ran { outcome, said, codes, folder }
}

impl Ran {
    #[track_caller]
    fn says(&self, expected: &str) -> &Self {
        assert!(self.said.contains(expected), "expected\n{expected}\nin\n{}", self.said);
        self
    }

    #[track_caller]
    fn counts(&self, passed: usize, failed: usize, skipped: usize) -> &Self {
        let found = (self.outcome.passed, self.outcome.failed, self.outcome.skipped);
        assert_eq!(found, (passed, failed, skipped), "passed, failed, skipped\n{}", self.said);
        self
    }

    #[track_caller]
    fn is_clean(&self) -> &Self {
        assert_eq!(self.said, "");
        self
    }

    fn topic(&self) -> String {
        fs::read_to_string(self.folder.path().join("content/a.md")).unwrap()
    }

    fn marks(&self) -> Marks {
        let mut report = Report::new();
        let inputs = load(self.folder.path(), &mut report);
        let guide = pipeline::read_guide(&inputs, &Options::default(), &mut |_| {}, &mut report).unwrap();
        marks(&guide, inputs.examples_lock.as_ref(), &inputs)
    }
}

fn marks(guide: &Guide, lock: Option<&TextFile>, inputs: &Inputs) -> Marks {
    let mut marks = Marks::default();
    marks.update(guide, lock, &inputs.example_files, &mut Report::new());
    marks
}

fn lock_of(folder: &Path) -> Option<String> {
    fs::read_to_string(folder.join(record::FILE)).ok()
}

#[test]
fn an_example_that_prints_what_is_written_passes_without_any_configuration() {
    let ran = run(&guide("", "```python\nprint(6 * 7)\n```\n\n```output\n42\n```\n\n```html\n<p>\n```\n"));
    ran.is_clean().counts(1, 0, 0);
    assert!(lock_of(ran.folder.path()).unwrap().contains("Python 3."));
}

#[test]
fn a_pattern_may_stand_alone() {
    let folder = tempfile::tempdir().unwrap();
    guide("", "```python\nprint(1)\n```\n\n```output\n2\n```\n").topic("gil", "").on_disk(folder.path());
    let test = |arguments: &[&str]| crate::guide::studybook(folder.path(), &[&["test"], arguments].concat());
    assert!(test(&["gil"]).status.success());
    assert!(test(&["./content/gil.md"]).status.success());
    assert_eq!(test(&["content/a.md"]).status.code(), Some(1));
    assert!(crate::guide::stderr(&test(&["gli"])).contains("no file matches `gli`"));
    let inside = crate::guide::studybook(&folder.path().join("content"), &["test", "gil"]);
    assert!(inside.status.success(), "{}", crate::guide::stderr(&inside));
    let nowhere = tempfile::tempdir().unwrap();
    let elsewhere = crate::guide::studybook(nowhere.path(), &["test", "gil"]);
    assert!(crate::guide::stderr(&elsewhere).contains("no `book.toml` in `gil`"));
}

#[test]
fn the_difference_stands_in_json_too() {
    let folder = tempfile::tempdir().unwrap();
    guide("", "```python\nprint(1)\n```\n\n```output\n2\n```\n").on_disk(folder.path());
    let json = crate::guide::stdout(&crate::guide::studybook(folder.path(), &["test", "--json", "--no-cache"]));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let detail = json["problems"][0]["detail"].as_str().unwrap();
    assert!(detail.contains("-2") && detail.contains("+1"), "{json}");
}

#[test]
fn a_mismatch_is_told_at_the_line_of_the_output_with_a_diff() {
    let ran = run(&guide("", "\n```python\nprint(1)\nprint(2)\n```\n\n```output\n1\n3\n```\n"));
    ran.counts(0, 1, 0).says("--> content/a.md:14:1").says("--- written\n+++ printed\n@@ -1,2 +1,2 @@\n 1\n-3\n+2\n");
    assert_eq!(ran.codes, ["example-output"]);
    assert_eq!(lock_of(ran.folder.path()), None);
}

#[test]
fn an_example_without_an_output_block_must_print_nothing() {
    let ran = run(&guide("", "```python\nx = 1\n```\n\n```python\nprint(1)\n```\n"));
    ran.counts(1, 1, 0).says("--> content/a.md:10:1").says("no `output` block follows it").says("--fix");
    assert_eq!(ran.codes, ["example-unwritten"]);
}

#[test]
fn an_exception_is_told_at_the_line_that_raised_it() {
    let ran = run(&guide("", "- ```python\n  def f():\n      return {}[1]\n  f()\n  ```\n"));
    ran.counts(0, 1, 0).says("--> content/a.md:8:7").says("File \"content/a.md\", line 9, in <module>");
    assert_eq!(ran.codes, ["example-raised"]);
}

#[test]
fn an_exception_that_is_announced_must_come() {
    let body = |code: &str| format!("```python raises=ValueError\n{code}\n```\n");
    run(&guide("", &body("int('x')"))).is_clean().counts(1, 0, 0);
    assert_eq!(run(&guide("", &body("int('1')"))).codes, ["example-not-raised"]);
    let other = run(&guide("", &body("int([])")));
    other.says("raises `TypeError: int() argument must be").says("not `ValueError`");
    assert_eq!(other.codes, ["example-raised-other"]);
    run(&guide("", "```python raises=SystemExit\nraise SystemExit(3)\n```\n")).is_clean();
    assert_eq!(run(&guide("", "```python\nraise SystemExit(3)\n```\n")).codes, ["example-exit"]);
}

#[test]
fn the_last_line_of_the_traceback_ends_the_output() {
    let body = "```python raises=decimal.InvalidOperation\nprint('before')\nimport decimal\ndecimal.Decimal('x')\n```\n\n\
                ```output\nbefore\ndecimal.InvalidOperation: [<class 'decimal.ConversionSyntax'>]\n```\n";
    run(&guide("", body)).is_clean();
    let ran = run(&guide("", &body.replace("Syntax", "Sintax")));
    ran.says("--> content/a.md:14:1");
}

#[test]
fn an_example_that_does_not_end_is_ended() {
    let ran = run(&guide("", "```python timeout=1\nimport time\ntime.sleep(60)\n```\n"));
    ran.counts(0, 1, 0).says("did not end within 1 s").says("--> content/a.md:6:1");
    assert_eq!(ran.codes, ["example-timed-out"]);
}

#[test]
fn an_example_that_prints_without_end_is_ended() {
    let ran = run(&guide("", "```python timeout=60\nwhile True: print('x' * 1000)\n```\n"));
    assert_eq!(ran.codes, ["example-too-much"]);
}

#[test]
fn there_is_no_input_to_read_and_no_environment_to_see() {
    let body = "```python raises=EOFError\ninput()\n```\n\n\
                ```python\nimport os\nprint(sorted(set(os.environ) & {'CARGO', 'LOGNAME', 'HOME', 'TZ'}))\n\
                print(os.environ['HOME'] == os.getcwd(), hash('a') == hash('a'), os.listdir())\n```\n\n\
                ```output\n['HOME', 'TZ']\nTrue True ['example.py']\n```\n";
    run(&guide("", body)).is_clean().counts(2, 0, 0);
}

#[cfg(target_os = "linux")]
#[test]
fn an_example_cannot_take_all_memory() {
    let book = "[examples.python]\nmemory = 256\n";
    run(&guide(book, "```python raises=MemoryError\nbytearray(1 << 30)\n```\n")).is_clean();
}

#[test]
fn blocks_of_a_session_share_a_namespace_and_each_keeps_its_output() {
    let body = "```python session=s\nx = 1\nprint(x)\n```\n\n```output\n1\n```\n\n```python session=s raises=KeyError\n{}[x]\n```\n\n\
                ```python session=s\nprint(x + 1, __name__)\n```\n\n```output\n2 __main__\n```\n\n```python\nprint(x)\n```\n";
    let ran = run(&guide("", body));
    ran.counts(3, 1, 0).says("NameError: name 'x' is not defined");
}

#[test]
fn a_session_stops_where_it_fails_and_the_rest_is_skipped() {
    let body =
        "```python session=s\nx = 1\n```\n\n```python session=s\n\nx / 0\n```\n\n```python session=s\nprint(x)\n```\n";
    let ran = run(&guide("", body));
    ran.counts(1, 1, 1).says("--> content/a.md:12:1").says("File \"content/a.md\", line 12, in <module>");
}

#[test]
fn a_set_up_file_runs_first_in_the_same_namespace() {
    let book = "[examples.python]\nenvironments = { shop = \"examples/shop_env.py\" }\n";
    let body = "```python env=shop\nprint(PRICE, __name__)\n```\n\n```output\n3 shop\n```\n\n```python\nprint('PRICE' in globals())\n```\n\n```output\nFalse\n```\n";
    let with_setup =
        |book: &str, body: &str| guide(book, body).file("examples/shop_env.py", "PRICE = 3\n__name__ = 'shop'\n");
    run(&with_setup(book, body)).is_clean().counts(2, 0, 0);
    let ran = run(&with_setup(book, &body.replace("env=shop", "env=shpo")));
    ran.says("no environment `shpo`").says("did you mean `shop`?");
    assert_eq!(ran.codes, ["unknown-environment"]);
    let gone = run(&guide(book, body));
    assert_eq!(gone.codes, ["no-such-file"]);
    gone.says("--> book.toml");
}

#[test]
fn set_up_files_run_in_the_order_of_their_list() {
    let book = "[examples.python]\nenvironments = { shop = [\"examples/one.py\", \"examples/two.py\"] }\n";
    let body = "```python env=shop\nprint(PRICE)\n```\n\n```output\n6\n```\n";
    let files = |two: &str| guide(book, body).file("examples/one.py", "PRICE = 3\n").file("examples/two.py", two);
    run(&files("PRICE *= 2\n")).is_clean().counts(1, 0, 0);
    run(&files("PRICE = 3\n")).counts(0, 1, 0);
    let gone = run(&guide(book, body).file("examples/one.py", "PRICE = 3\n"));
    assert_eq!(gone.codes, ["no-such-file"]);
    let empty = run(&guide("[examples.python]\nenvironments = { shop = [] }\n", "text\n"));
    assert_eq!(empty.codes, ["empty-value"]);
}

#[test]
fn a_set_up_file_may_skip_its_examples_with_a_reason() {
    let book = "[examples.python]\nenvironments = { base = \"examples/base.py\" }\n";
    let body = "```python env=base\n1 / 0\n```\n\n```python env=base\n2 / 0\n```\n\n```python\nx = 1\n```\n";
    let skips = |setup: &str| run(&guide(book, body).file("examples/base.py", setup));
    let ran = skips("import unittest\nraise unittest.SkipTest('no server here')\n");
    ran.counts(1, 0, 2).says("the examples of `env=base` are skipped: no server here");
    assert_eq!(ran.codes, ["skipped-by-setup"]);
    // Another exception of that name is a mistake in the set-up.
    skips("class SkipTest(Exception): pass\nraise SkipTest('mine')\n").counts(1, 2, 0);
}

#[test]
fn fix_writes_what_is_printed_and_nothing_else() {
    let body = "\u{fc}ber\r\n\r\n```python\r\nprint(1)\r\n```\r\n\r\n```output\r\n2\r\n```\r\n\r\n> ```python\r\n> print('a')\r\n> ```\r\n\r\n```python raises=KeyError\r\nint('x')\r\n```\r\n";
    let ran = run_with(&guide("", body), &TestOptions { fix: true, ..TestOptions::default() });
    assert_eq!(ran.outcome.fixed, 2);
    ran.counts(2, 1, 0);
    let text = ran.topic();
    assert!(text.contains("```output\r\n1\r\n```\r\n"), "{text}");
    assert!(text.contains("> ```\r\n>\r\n> ```output\r\n> a\r\n> ```\r\n"), "{text}");
    assert!(text.contains("raises=KeyError\r\nint('x')\r\n```\r\n"), "{text}");
    let again = run_in(ran.folder, &TestOptions::default());
    again.counts(2, 1, 0);
    assert_eq!(again.codes, ["example-raised-other"]);
}

#[test]
fn code_that_is_not_run_is_still_parsed() {
    let ran =
        run(&guide("", "```python norun=\"needs Redis\"\nx = 1\ny = (\n```\n\n```python norun=\"so\"\nx = 1\n```\n"));
    ran.counts(0, 1, 1).says("--> content/a.md:8:1").says("the code is not Python 3.");
    assert_eq!(ran.codes, ["example-syntax"]);
}

#[test]
fn a_syntax_error_in_code_that_runs_is_told_at_its_line() {
    run(&guide("", "```python\nx = 1\ny = = 2\n```\n")).says("--> content/a.md:8:1").says("SyntaxError");
    run(&guide("", "```python raises=SyntaxError\ny = = 2\n```\n")).is_clean();
}

#[test]
fn an_interpreter_that_is_absent_is_told_once_and_skipped() {
    let Some(own) = interpreters::default() else { panic!("these tests need a python3") };
    let book = format!("[examples.python]\ninterpreters = [\"{}\", \"3.99\"]\n", own.version.short());
    let body = "```python\nx = 1\n```\n\n```python\ny = 1\n```\n\n```python python=\">=3.98\"\nz = 1\n```\n";
    let ran = run(&guide(&book, body));
    ran.counts(2, 0, 1).says("no Python 3.99 was found");
    assert_eq!(ran.codes, ["no-interpreter"]);
    assert_eq!(ran.outcome.on, [(format!("Python {}", own.version.short()), 2)]);
    let none = run(&guide("[examples.python]\ninterpreters = [\"3.98\", \"3.99\"]\n", body));
    none.counts(0, 0, 3);
    assert_eq!(none.codes.iter().filter(|code| **code == "no-runner").count(), 1);
}

#[test]
fn python_2_history_runs_on_python_2_or_is_skipped() {
    let body = "```python python=2.7\nprint 'old'\n```\n\n```output\nold\n```\n\n```python\nprint('new')\n```\n\n```output\nnew\n```\n";
    run(&guide("", body)).counts(1, 0, 1);
    let own = interpreters::default().unwrap().version.short();
    let ran = run(&guide(&format!("[examples.python]\ninterpreters = [\"{own}\", \"2.7\"]\n"), body));
    if interpreters::find("2.7", None).is_some() {
        ran.is_clean().counts(2, 0, 0);
    } else {
        ran.counts(1, 0, 1);
        assert_eq!(ran.codes, ["no-interpreter"]);
    }
}

#[test]
fn a_version_that_no_declared_interpreter_is_is_told() {
    let own = interpreters::default().unwrap().version.short();
    let book = format!("[examples.python]\ninterpreters = [\"{own}\"]\n");
    assert_eq!(run(&guide(&book, "```python python=2.7\nprint 1\n```\n")).codes, ["no-such-version"]);
}

#[cfg(unix)]
#[test]
fn other_languages_run_by_a_command_once_it_is_declared() {
    let body = "```bash session=s\nx=2\necho $x\n```\n\n```output\n2\n```\n\n```bash session=s\necho $((x + 1))\n```\n\n```output\n4\n```\n";
    let none = run(&guide("", body));
    none.counts(0, 0, 0);
    assert_eq!(none.codes, ["output-unchecked", "output-unchecked"]);
    let ran = run(&guide("[examples.bash]\ncommand = [\"sh\"]\n", body));
    ran.counts(1, 1, 0).says("the example prints something else on sh").says("-4\n+3\n");
    let absent = run(&guide("[examples.bash]\ncommand = [\"no-such-shell\"]\n", body));
    absent.counts(0, 0, 2).says("no program `no-such-shell`");
    assert_eq!(absent.codes, ["no-runner"]);
}

#[test]
fn a_command_may_say_where_the_file_goes() {
    if on_path("sqlite3").is_empty() {
        return;
    }
    let book = "[examples.sql]\ncommand = [\"sqlite3\", \":memory:\", \".read {file}\"]\n";
    run(&guide(book, "```sql\nselect 1 + 1;\n```\n\n```output\n2\n```\n")).is_clean().counts(1, 0, 0);
}

#[test]
fn a_second_run_runs_nothing_and_a_change_runs_only_what_changed() {
    let body = "```python\nprint(1)\n```\n\n```output\n1\n```\n\n```python\nx = 2\n```\n";
    let ran = run(&guide("", body));
    assert_eq!((ran.outcome.run, ran.outcome.cached), (2, 0));
    let again = run_in(ran.folder, &TestOptions::default());
    again.is_clean().counts(2, 0, 0);
    assert_eq!((again.outcome.run, again.outcome.cached), (0, 2));
    let path = again.folder.path().join("content/a.md");
    fs::write(&path, again.topic().replace("x = 2", "x = 3")).unwrap();
    let changed = run_in(again.folder, &TestOptions::default());
    assert_eq!((changed.outcome.run, changed.outcome.cached), (1, 1));
    fs::write(&path, changed.topic().replace("```output\n1", "```output\n7")).unwrap();
    let wrong = run_in(changed.folder, &TestOptions::default());
    assert_eq!(wrong.codes, ["example-output"]);
}

#[test]
fn the_record_verifies_what_ran_and_nothing_that_changed_since() {
    let body = "```python\nprint(1)\n```\n\n```output\n1\n```\n\n```python\nx = 2\n```\n";
    let ran = run(&guide("", body));
    assert_eq!(ran.marks().count(), (2, 2));
    let before = lock_of(ran.folder.path()).unwrap();
    let again = run_in(ran.folder, &TestOptions::default());
    assert_eq!(lock_of(again.folder.path()).unwrap(), before);
    let path = again.folder.path().join("content/a.md");
    fs::write(&path, again.topic().replace("x = 2", "x = 3")).unwrap();
    assert_eq!(again.marks().count(), (1, 2));
    // A run of a part, and one that fails, leave the record alone; a full one drops what is stale.
    let part = run_in(again.folder, &TestOptions { pattern: Some("content/a".into()), ..TestOptions::default() });
    assert_eq!(lock_of(part.folder.path()).unwrap(), before);
    let full = run_in(part.folder, &TestOptions::default());
    assert_eq!(full.marks().count(), (2, 2));
    assert_eq!(lock_of(full.folder.path()).unwrap().lines().count(), before.lines().count());
    fs::write(&path, full.topic().replace("```output\n1", "```output\n7")).unwrap();
    let after = lock_of(full.folder.path());
    let failed = run_in(full.folder, &TestOptions::default());
    assert_eq!(lock_of(failed.folder.path()), after);
    fs::remove_file(failed.folder.path().join(record::FILE)).unwrap();
    assert_eq!(failed.marks().count(), (0, 2));
}

#[test]
fn a_mark_names_the_versions() {
    let ran = run(&guide("", "```python\nx = 2\n```\n"));
    let mut report = Report::new();
    let inputs = load(ran.folder.path(), &mut report);
    let guide = pipeline::read_guide(&inputs, &Options::default(), &mut |_| {}, &mut report).unwrap();
    let topic = &guide.topics[0].topic;
    let version = interpreters::default().unwrap().version.short();
    assert_eq!(
        ran.marks().of(&topic.source, &topic.document.code[0]),
        Some(&Verified::On(vec![format!("Python {version}")]))
    );
    let lock = TextFile { source: SourcePath::new(record::FILE), text: record::write(&Record::default()).into() };
    let empty = marks(&guide, Some(&lock), &inputs);
    assert_eq!(empty.of(&topic.source, &topic.document.code[0]), Some(&Verified::Stale));
    let none = marks(&guide, None, &inputs);
    assert_eq!(none.of(&topic.source, &topic.document.code[0]), Some(&Verified::Missing));
}

#[test]
fn a_record_of_another_format_is_told() {
    let guide = guide("", "```python\nx = 2\n```\n").file("examples.lock", "format = 9\n");
    assert_eq!(run(&guide).codes, ["lock-format"]);
}

/// A mark is not taken back for it: what was deleted says nothing about the claim.
#[cfg(unix)]
#[test]
fn an_example_whose_folder_vanishes_has_neither_passed_nor_failed() {
    let deletes = "import os\nimport shutil\nshutil.rmtree(os.path.dirname(os.getcwd()))\nopen('x', 'w')\n";
    let session = "```python session=a\nx = 1\n```\n\n";
    for (body, skipped) in [
        (format!("```python proof=\"it is so\"\n{deletes}```\n"), 1),
        (format!("{session}```python session=a\n{deletes}```\n"), 2),
        ("```sh\nrm -r \"$(dirname \"$PWD\")\"\nexit 1\n```\n".to_owned(), 1),
    ] {
        let ran = run(&guide("[examples.sh]\ncommand = [\"sh\"]\n", &body));
        assert_eq!(ran.codes, ["example-folder-gone"], "{}", ran.said);
        assert!(ran.said.contains("content/a.md:"), "{}", ran.said);
        ran.counts(0, 0, skipped);
    }
}

#[test]
fn a_pattern_that_no_file_matches_is_told() {
    let options = TestOptions { pattern: Some("django".into()), ..TestOptions::default() };
    let ran = run_with(&guide("", "```python\nx = 2\n```\n"), &options);
    assert_eq!(ran.codes, ["no-match"]);
    let own = TestOptions { pattern: Some("content/a".into()), ..TestOptions::default() };
    run_with(&guide("", "```python\nx = 2\n```\n"), &own).is_clean().counts(1, 0, 0);
}

#[test]
fn packages_are_not_installed_when_that_is_forbidden() {
    let book = "[examples.python]\nrequirements = \"pins.txt\"\n";
    let guide = guide(book, "```python\nx = 2\n```\n\n```python\ny = 2\n```\n").file("pins.txt", "");
    let ran = run_with(&guide, &TestOptions { no_install: true, ..TestOptions::default() });
    ran.counts(0, 0, 2).says("--> book.toml").says("without `--no-install`");
    assert_eq!(ran.codes, ["packages-missing"]);
}

#[test]
fn packages_that_cannot_be_installed_are_one_problem_and_nothing_is_kept() {
    let book = "[examples.python]\nrequirements = \"pins.txt\"\n";
    let guide = guide(book, "```python\nx = 2\n```\n\n```python\ny = 2\n```\n").file("pins.txt", "./no-such-folder\n");
    let ran = run(&guide);
    ran.counts(0, 0, 2).says("cannot install the packages for Python 3.");
    assert_eq!(ran.codes, ["install-failed"]);
    let again = run_in(ran.folder, &TestOptions::default());
    assert_eq!(again.codes, ["install-failed"]);
}

#[test]
fn an_environment_is_made_once_and_again_when_it_was_not_finished() {
    let book = "[examples.python]\nrequirements = \"pins.txt\"\n";
    let body = "```python\nimport sys\nprint(sys.prefix != sys.base_prefix)\n```\n\n```output\nTrue\n```\n";
    let ran = run(&guide(book, body).file("pins.txt", "# none\n"));
    ran.is_clean().counts(1, 0, 0);
    let state = ran.folder.path().join(".studybook");
    let venv = fs::read_dir(&state)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.is_dir() && path.file_name().unwrap().to_string_lossy().starts_with("venv-"))
        .unwrap();
    fs::remove_file(venv.join("studybook-packages.txt")).unwrap();
    fs::remove_dir_all(venv.join("lib")).unwrap();
    let again = run_in(ran.folder, &TestOptions { no_cache: true, ..TestOptions::default() });
    again.is_clean().counts(1, 0, 0);
}

/// A guide whose set-up runs once or each time.
#[cfg(unix)]
fn set_up(how_often: &str, setup: &str, body: &str) -> TestGuide {
    let book = format!("[examples.python]\ntimeout = 60\nenvironments = {{ w = \"w.py\" }}\n{how_often}\n");
    guide(&book, body).file("w.py", setup)
}

#[cfg(unix)]
#[test]
fn a_set_up_may_run_once_and_each_job_goes_on_in_a_copy() {
    let setup = "import os, sys\nmade = [os.getpid()]\nsys.dont_write_bytecode = True\nprint('not seen')\n";
    let body = "```python env=w\nimport os, sys\nmade.append(1)\nprint(len(made), made[0] == os.getppid())\nprint(os.getcwd() == os.environ['HOME'] == sys.path[0], os.listdir(), sys.stdin.read() == '')\nopen('left', 'w').close()\n```\n\n```output\n2 True\nTrue ['example.py'] True\n```\n\n\
        ```python env=w session=s\nmade.append(2)\n```\n\n```python env=w session=s\nimport atexit, os\natexit.register(print, 'bye')\nprint(made[1:], os.listdir())\n```\n\n```output\n[2] ['example-1.py', 'example-2.py']\nbye\n```\n\n\
        ```python env=w raises=ZeroDivisionError\n1 / 0\n```\n\n```python env=w\nimport sys\nprint('x', file=sys.stderr)\n```\n\n```stderr\nx\n```\n";
    let ran = run(&set_up("once = [\"w\"]", setup, body));
    ran.is_clean();
    assert_eq!((ran.outcome.failed, ran.outcome.skipped), (0, 0));
    // Alone, its parent is another.
    run(&set_up("", setup, body)).says("-2 True\n+2 False").counts(4, 1, 0);
}

#[cfg(unix)]
#[test]
fn what_goes_wrong_in_a_copy_is_told_as_if_the_job_had_run_alone() {
    for (setup, body) in [
        ("x = 1\n", "print(y)"),
        ("x = 1\n", "import sys\nsys.exit(3)"),
        ("x = 1\n", "import os\nos.kill(os.getpid(), 9)"),
        ("x = 1\n", "def f(:"),
        ("def f():\n    raise ValueError('deep')\n", "f()"),
        ("x = 1\n", "while True: print('x' * 1000)"),
        ("import nothing_of_this_name\n", "print(1)"),
        ("import unittest\nraise unittest.SkipTest('no server')\n", "print(1)"),
        ("import threading, time\nthreading.Thread(target=time.sleep, args=(3,), daemon=True).start()\n", "print(1)"),
    ] {
        let body = format!("```python env=w\n{body}\n```\n\n```output\n1\n```\n");
        let (copied, alone) = (run(&set_up("once = [\"w\"]", setup, &body)), run(&set_up("", setup, &body)));
        assert_eq!(copied.said, alone.said);
        let counts = |ran: &Ran| (ran.outcome.passed, ran.outcome.failed, ran.outcome.skipped);
        assert_eq!(counts(&copied), counts(&alone), "{}", copied.said);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_example_that_kills_the_process_of_the_set_up_harms_no_other() {
    let kill = "import os\nif 'fork_server' in open(f'/proc/{os.getppid()}/cmdline').read():\n    os.kill(os.getppid(), 9)\nprint(1)";
    let body = format!(
        "```python env=w\n{kill}\n```\n\n```output\n1\n```\n\n```python env=w\nprint(x)\n```\n\n```output\n1\n```\n"
    );
    run(&set_up("once = [\"w\"]", "x = 1\n", &body)).is_clean().counts(2, 0, 0);
}

#[cfg(unix)]
#[test]
fn a_copy_that_does_not_end_is_ended_with_its_children_and_the_next_runs() {
    let body = "```python env=w timeout=1\nimport subprocess\nsubprocess.run(['sleep', '617'])\n```\n\n```python env=w\nprint(x)\n```\n\n```output\n1\n```\n";
    let ran = run(&set_up("once = [\"w\"]", "x = 1\n", body));
    ran.says("did not end within 1 s").counts(1, 1, 0);
}

#[test]
fn settings_of_runners_are_checked() {
    let book = "[examples.python]\ncommand = [\"python\"]\nonce = [\"w\"]\ninterpreters = [\"three\"]\nsuffix = \"py\"\ntimeout = 0\nmemory = 1\n\
                variables = { \"a=b\" = \"1\" }\nintepreters = []\n[examples.js]\nrequirements = \"../pins.txt\"\n";
    let outcome = TestGuide::new().book(&format!("{BOOK}{book}")).topic("a", "").build();
    let expected = [
        "Python is run by interpreters",
        "not an environment",
        "not a version of Python",
        "not the end of a file name",
        "not from 1 to 3600 seconds",
        "not from 64 to 1048576 megabytes",
        "not the name of a variable",
        "unknown key `intepreters`",
        "`[examples.js]` has no `command`",
        "only Python has them",
    ];
    for text in expected {
        outcome.says(text);
    }
}

/// The rest of the messages, which only a broken machine says: `cannot-run`, `cannot-fix` and `cannot-keep`.
#[cfg(unix)]
#[test]
fn what_cannot_be_written_is_told() {
    let ran = run(&guide("", "```python\nx = 2\n```\n").file(".studybook", "a file where a folder should be"));
    assert!(ran.codes.contains(&"cannot-keep"), "{}", ran.said);
    let fix = TestOptions { fix: true, ..TestOptions::default() };
    // A file that is another one by the time its examples have run.
    let folder = tempfile::tempdir().unwrap();
    let rewrites = format!(
        "import pathlib\nfor file in pathlib.Path({:?}).rglob('*.md'):\n    file.write_text('other')\nprint(2)\n",
        folder.path().join("content")
    );
    guide("", &format!("```python\n{rewrites}```\n")).on_disk(folder.path());
    let ran = run_in(folder, &fix);
    assert!(ran.codes.contains(&"cannot-fix"), "{}", ran.said);
    let book = "[examples.sh]\ncommand = [\"./here\"]\n";
    let ran = run(&guide(book, "```sh\ntrue\n```\n").file("here", "not a program"));
    ran.counts(0, 1, 0);
}

#[test]
fn a_runner_is_for_all_names_of_its_language() {
    let body = "```sh\necho 1\n```\n\n```output\n2\n```\n";
    let ran = run(&guide("[examples.bash]\ncommand = [\"sh\"]\n", body));
    assert_eq!(ran.codes, ["example-output"]);
}

#[test]
fn a_session_with_two_environments_is_told_at_the_second() {
    let book = "[examples.python]\nenvironments = { a = \"a.py\", b = \"b.py\" }\n[examples.sh]\ncommand = [\"/bin/sh\"]\nenvironments = { a = \"a.py\", b = \"b.py\" }\n";
    for (first, second, told) in [
        ("python env=a", "python env=b", 1),
        ("sh env=a", "bash env=b", 1),
        ("python", "python env=b", 0),
        ("python env=a", "python", 0),
        ("python env=a", "python env=a", 0),
        ("python env=a", "sh env=b", 0),
        ("python env=a", "python norun=\"why\" env=b", 0),
    ] {
        let body = format!("```{first} session=s\n1\n```\n\n```{second} session=s\n1\n```\n");
        let outcome = guide(book, &body).file("a.py", "A = 1\n").file("b.py", "A = 2\n").build();
        let codes: Vec<&str> = outcome.report.sorted().iter().map(|problem| problem.message.code()).collect();
        assert_eq!(codes, vec!["session-environments"; told], "{first}, {second}");
    }
}

#[test]
fn an_uncaught_exception_is_no_exit() {
    if interpreters::default().is_none() {
        return;
    }
    for (fence, code) in [
        ("exit=1", "print(undefined)"),
        ("exit=1", "import sys\nsys.exit(undefined)"),
        ("exit=1", "assert False"),
        ("exit=1 session=s", "1 / 0"),
    ] {
        let ran = run(&guide("", &format!("```python {fence}\n{code}\n```\n")));
        assert_eq!(ran.codes, ["example-raised"], "{code}\n{}", ran.said);
    }
    for (fence, code, below) in [
        ("exit=1", "import sys\nsys.exit(1)", ""),
        ("exit=1", "import sys\nsys.exit('no bread')", "```stderr\nno bread\n```\n"),
        ("exit=3", "import os\nos._exit(3)", ""),
        ("exit=3 session=s", "raise SystemExit(3)", ""),
        (
            "exit=1",
            "import logging, sys\ntry:\n    1 / 0\nexcept Exception:\n    logging.exception('x')\n    sys.exit(1)",
            "",
        ),
        (
            "exit=1",
            "import unittest\nclass A(unittest.TestCase):\n    def test_a(self): self.fail()\nunittest.main()",
            "",
        ),
        ("exit=2", "import argparse\nargparse.ArgumentParser().parse_args(['x'])", ""),
    ] {
        run(&guide("", &format!("```python {fence}\n{code}\n```\n\n{below}"))).is_clean().counts(1, 0, 0);
    }
    // What the set-up does is not the block's own.
    let book = "[examples.python]\nenvironments = { a = \"a.py\" }\n";
    for (fence, code, setup) in [
        ("exit=1", "exit(1)", "1 / 0\n"),
        ("exit=3", "exit(3)", "raise SystemExit(3)\n"),
        ("raises=KeyError", "{}[1]", "{}[2]\n"),
    ] {
        let body = format!("```python env=a {fence}\n{code}\n```\n");
        let ran = run(&guide(book, &body).file("a.py", setup));
        assert_eq!(ran.codes, ["example-cut-off"], "{setup}");
    }
    // Nothing runs below an exit.
    let ran =
        run(&guide("", "```python session=s exit=1\nexit(1)\n```\n\n```python session=s exit=1\nassert False\n```\n"));
    ran.counts(1, 1, 0);
    assert_eq!(ran.codes, ["example-cut-off"]);
}
