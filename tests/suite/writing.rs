//! The site on disk: whole or not at all.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::guide::{TWO_TAGS, TestGuide, stderr, stdout, studybook};

fn guide(text: &str) -> TestGuide {
    TestGuide::new().topic("a", text).topic("b", "same\n")
}

/// Every file of a folder with its text.
fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path)
            } else {
                files.insert(path.strip_prefix(folder).unwrap().to_path_buf(), fs::read(&path).unwrap());
            }
        }
    }
    files
}

fn code(folder: &Path, arguments: &[&str]) -> String {
    let output = studybook(folder, &[arguments, &["--json"]].concat());
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1));
    json["problems"][0]["code"].as_str().unwrap().to_owned()
}

#[test]
fn an_unchanged_file_is_not_rewritten() {
    let folder = tempfile::tempdir().unwrap();
    guide("one\n").on_disk(folder.path());
    studybook(folder.path(), &["build"]);
    let site = folder.path().join("site");
    let modified = |name: &str| fs::metadata(site.join(name)).unwrap().modified().unwrap();
    let (a, b) = (modified("a.html"), modified("b.html"));
    guide("two\n").on_disk(folder.path());
    let output = stdout(&studybook(folder.path(), &["build", "--json"]));
    let json: serde_json::Value = serde_json::from_str(&output).unwrap();
    assert!(json["counts"]["unchanged"].as_u64() > Some(8), "{output}");
    assert_eq!(modified("b.html"), b);
    assert!(modified("a.html") > a);
    assert!(!folder.path().join(".site.studybook").exists());
}

/// The stages of a build, its counts and how many problems it told.
fn built(folder: &Path, more: &[&str]) -> (Vec<String>, serde_json::Value, usize) {
    let output = studybook(folder, &[&["build", "--json"], more].concat());
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let stages = json["seconds"].as_object().unwrap().keys().cloned().collect();
    (stages, json["counts"].clone(), json["problems"].as_array().unwrap().len())
}

#[test]
fn a_guide_of_which_nothing_changed_is_only_read() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    guide("one\n").file("content/picture.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n").on_disk(root);
    let (stages, first, _) = built(root, &[]);
    assert!(stages.contains(&"render".to_owned()), "{stages:?}");
    let left = tree(&root.join("site"));
    let is_only_read = |more: &[&str]| built(root, more).0 == ["load"];
    let (stages, again, problems) = built(root, &[]);
    assert_eq!((stages, problems), (vec!["load".to_owned()], 0));
    assert_eq!((&again["written"], &again["unchanged"]), (&0.into(), &first["files"]));
    for same in ["topics", "chapters", "tags", "pages", "files", "bytes"] {
        assert_eq!(again[same], first[same], "{same}");
    }
    assert!(stdout(&studybook(root, &["build"])).contains("built 2 topics"));
    assert_eq!(tree(&root.join("site")), left);
    for more in [&["--no-cache"][..], &["--with", "anki"], &["--drafts"], &["--base-url", "https://example.org"]] {
        assert!(!is_only_read(more), "{more:?}");
        // What another wish left is not what this one would leave.
        built(root, &[]);
        assert!(is_only_read(&[]), "after {more:?}");
    }
    // Any file that a build reads.
    let [topic, book] = ["content/a.md", "book.toml"].map(|path| fs::read_to_string(root.join(path)).unwrap());
    for (path, text) in [
        ("content/a.md", &*topic.replace("one", "other")),
        ("content/new.md", &topic.replace("\"a\"", "\"new\"")),
        ("content/picture.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\"/>\n"),
        ("content/words.csv", "prompt,answer\none,two\n"),
        ("themes/default/static/extra.js", "1;\n"),
        ("themes/other/theme.toml", "\n"),
        ("book.toml", &book.replace("title = \"", "title = \"Another ")),
        ("examples.lock", "format = 1\n\n[examples]\n"),
    ] {
        fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
        fs::write(root.join(path), text).unwrap();
        let (stages, _, problems) = built(root, &[]);
        assert!(stages.len() > 1, "{path}");
        assert_eq!(problems, 0, "{path}");
        studybook(root, &["build", "--no-cache", "-o", "anew"]);
        assert_eq!(tree(&root.join("site")), tree(&root.join("anew")), "{path}");
    }
}

#[test]
fn what_is_told_is_told_again_and_what_is_lost_is_made_again() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    guide("one\n").on_disk(root);
    built(root, &[]);
    // A site, and a memory of it, that are not as they were left.
    let left = tree(&root.join("site"));
    for path in ["site/a.html", "site/.studybook-manifest", "site/topics.json", ".studybook/site", ".studybook/pages"] {
        built(root, &[]);
        let path = root.join(path);
        let bytes = fs::read(&path).unwrap();
        fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
        built(root, &[]);
        assert_eq!(tree(&root.join("site")), left, "{}", path.display());
        fs::remove_file(&path).unwrap();
        if !path.ends_with(".studybook-manifest") {
            built(root, &[]);
        } else {
            fs::write(&path, bytes).unwrap();
        }
        assert_eq!(tree(&root.join("site")), left, "{}", path.display());
    }
    guide("one ![](gone.png)\n").on_disk(root);
    assert_eq!(studybook(root, &["build"]).status.code(), Some(1));
    guide("one\n\n![](p.svg)\n").file("content/p.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>").on_disk(root);
    let told = built(root, &[]).2;
    assert!(told > 0, "a picture without a description is told");
    assert_eq!(built(root, &[]).2, told);
}

#[test]
fn a_file_someone_changed_is_put_right() {
    let folder = tempfile::tempdir().unwrap();
    guide("one\n").on_disk(folder.path());
    studybook(folder.path(), &["build"]);
    let page = folder.path().join("site/a.html");
    let right = fs::read(&page).unwrap();
    let mut wrong = right.clone();
    wrong[20] ^= 1;
    let later = std::time::SystemTime::now() + std::time::Duration::from_secs(5);
    fs::write(&page, wrong).unwrap();
    fs::File::options().append(true).open(&page).unwrap().set_modified(later).unwrap();
    fs::remove_file(folder.path().join("site/b.html")).unwrap();
    studybook(folder.path(), &["build"]);
    assert_eq!(fs::read(&page).unwrap(), right);
    assert!(folder.path().join("site/b.html").exists());
}

#[test]
fn what_is_gone_from_the_guide_is_gone_from_the_site() {
    let folder = tempfile::tempdir().unwrap();
    guide("one\n").on_disk(folder.path());
    studybook(folder.path(), &["build"]);
    fs::remove_file(folder.path().join("content/b.md")).unwrap();
    studybook(folder.path(), &["build"]);
    assert!(!folder.path().join("site/b.html").exists());
}

#[test]
fn a_build_with_errors_leaves_the_last_site() {
    let folder = tempfile::tempdir().unwrap();
    guide("one\n").on_disk(folder.path());
    studybook(folder.path(), &["build"]);
    let before = tree(&folder.path().join("site"));
    guide("[x](gone.md)\n").on_disk(folder.path());
    let output = studybook(folder.path(), &["build"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(tree(&folder.path().join("site")), before);
}

#[test]
fn a_folder_of_someone_else_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    guide("one\n").file("public/cv.pdf", "x").on_disk(folder.path());
    assert_eq!(code(folder.path(), &["build", "-o", "public"]), "foreign-folder");
    assert!(folder.path().join("public/cv.pdf").exists());
    fs::create_dir(folder.path().join("empty")).unwrap();
    assert!(studybook(folder.path(), &["build", "-o", "empty"]).status.success());
}

#[test]
fn the_guide_itself_is_never_the_output() {
    let folder = tempfile::tempdir().unwrap();
    guide("one\n").on_disk(folder.path());
    for out in [".", "..", "content", "content/site", "themes", "./content/../content", "/", ".git", "book.toml"] {
        assert_eq!(code(folder.path(), &["build", "-o", out]), "bad-output", "{out}");
    }
    assert!(folder.path().join("content/a.md").exists());
}

#[test]
fn equal_inputs_give_equal_bytes_for_any_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    let mut guide = TestGuide::new().book(TWO_TAGS).chapter("c", "C");
    for n in 0..40 {
        let body = format!("[x](t{}.md)\n\n```python\nx = {n}\n```\n", (n + 7) % 40);
        guide = guide.topic_with(
            &format!("c/t{n}"),
            &format!("title = \"T {}\"\ntags = [\"threads\", \"memory\"]", n % 9),
            &body,
        );
    }
    guide.on_disk(folder.path());
    let build = |threads: &str, out: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_studybook"));
        command.args(["build", "--no-cache", "-o", out]).current_dir(folder.path()).env("RAYON_NUM_THREADS", threads);
        assert!(command.output().unwrap().status.success());
        tree(&folder.path().join(out))
    };
    let one = build("1", "one");
    assert_eq!(one, build("2", "two"));
    assert_eq!(one, build("5", "five"));
}

#[cfg(unix)]
#[test]
fn a_place_that_cannot_be_written_is_named() {
    let folder = tempfile::tempdir().unwrap();
    guide("```python\nx = 1\n```\n").on_disk(folder.path());
    fs::write(folder.path().join("file"), "x").unwrap();
    assert_eq!(code(folder.path(), &["build", "-o", "file/site"]), "cannot-write");
    // A cache that cannot be kept is a warning: the site is there.
    fs::write(folder.path().join(".studybook"), "x").unwrap();
    let output = studybook(folder.path(), &["build", "--json"]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(output.status.success(), "{json}");
    assert_eq!(json["problems"][0]["code"], "cache-not-kept");
    assert!(folder.path().join("site/a.html").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_problem_and_leaves_the_last_site() {
    let folder = tempfile::tempdir().unwrap();
    guide("one\n").on_disk(folder.path());
    assert!(studybook(folder.path(), &["build"]).status.success());
    let old = tree(&folder.path().join("site"));
    guide("two\n").on_disk(folder.path());
    // No file may grow over 4 kB: as on a full disk, a write fails in its middle.
    let limited = format!("trap '' XFSZ; ulimit -f 8; exec {} build --json", env!("CARGO_BIN_EXE_studybook"));
    let output = Command::new("sh").args(["-c", &limited]).current_dir(folder.path()).output().unwrap();
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["problems"][0]["code"], "cannot-write", "{json}");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(tree(&folder.path().join("site")), old);
    assert_eq!(code(folder.path(), &["build", "-o", "/proc/site"]), "cannot-write");
    assert!(studybook(folder.path(), &["build"]).status.success());
    assert_ne!(tree(&folder.path().join("site")), old);
}

#[test]
fn a_second_build_into_the_same_folder_says_so() {
    let folder = tempfile::tempdir().unwrap();
    guide("one\n").on_disk(folder.path());
    let work = folder.path().join(".site.studybook");
    fs::create_dir(&work).unwrap();
    let lock = fs::File::create(work.join("lock")).unwrap();
    lock.lock().unwrap();
    assert_eq!(code(folder.path(), &["build"]), "output-busy");
    lock.unlock().unwrap();
    assert!(studybook(folder.path(), &["build"]).status.success());
}

#[cfg(unix)]
#[test]
fn killed_at_any_moment_a_whole_site_stands() {
    let folder = tempfile::tempdir().unwrap();
    let write = |text: &str| {
        for n in 0..40 {
            let guide = TestGuide::new().topic(&format!("t{n}"), &format!("{text} {n}\n"));
            guide.on_disk(folder.path());
        }
    };
    let site = folder.path().join("site");
    write("old");
    let since = std::time::Instant::now();
    studybook(folder.path(), &["build"]);
    let mut whole = since.elapsed();
    let old = tree(&site);
    write("new");
    studybook(folder.path(), &["build", "-o", "reference"]);
    let new = tree(&folder.path().join("reference"));
    let mut seen = [0, 0];
    // Few, for the time they take; `KILL_ROUNDS=200` for more.
    let rounds: u32 = std::env::var("KILL_ROUNDS").map_or(32, |it| it.parse().unwrap());
    let mut round = 0;
    // As many again where all were killed before the end, or none: the machine has become slower, or faster.
    while round < rounds || (seen.contains(&0) && round < 8 * rounds) {
        write(if round % 2 == 0 { "new" } else { "old" });
        let mut child = Command::new(env!("CARGO_BIN_EXE_studybook"))
            .arg("build")
            .current_dir(folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // All moments of a build and a little after it, in no order.
        std::thread::sleep(whole * (round * 37 % rounds) / (rounds - rounds / 8));
        child.kill().unwrap();
        child.wait().unwrap();
        let now = tree(&site);
        assert!(now == old || now == new, "round {round}: a mixed site");
        seen[usize::from(now == new)] += 1;
        round += 1;
        if round % rounds == 0 {
            whole = match seen {
                [_, 0] => whole * 3,
                [0, _] => whole / 3,
                _ => whole,
            };
        }
    }
    assert!(seen[0] > 0 && seen[1] > 0, "{seen:?}");
    write("new");
    let output = studybook(folder.path(), &["build"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(tree(&site), new);
    let leavings: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|it| it.unwrap().file_name())
        .filter(|it| it.to_string_lossy().starts_with(".site"))
        .collect();
    assert!(leavings.is_empty(), "{leavings:?}");
}

#[cfg(unix)]
#[test]
fn an_output_that_is_a_link_stays_one() {
    let folder = tempfile::tempdir().unwrap();
    guide("one\n").on_disk(folder.path());
    fs::create_dir(folder.path().join("real")).unwrap();
    std::os::unix::fs::symlink("real", folder.path().join("site")).unwrap();
    for text in ["one\n", "two\n"] {
        guide(text).on_disk(folder.path());
        let output = studybook(folder.path(), &["build"]);
        assert!(output.status.success(), "{}", stderr(&output));
        assert!(folder.path().join("site").is_symlink());
        assert!(fs::read_to_string(folder.path().join("real/a.html")).unwrap().contains(text.trim()));
    }
    fs::remove_dir_all(folder.path().join("real")).unwrap();
    let output = studybook(folder.path(), &["build"]);
    assert!(stderr(&output).contains("it is a link that leads nowhere"), "{}", stderr(&output));
}

#[test]
fn what_others_put_into_the_site_stays() {
    let folder = tempfile::tempdir().unwrap();
    guide("one\n").topic("gone", "").on_disk(folder.path());
    assert!(studybook(folder.path(), &["build"]).status.success());
    let site = folder.path().join("site");
    fs::create_dir(site.join(".git")).unwrap();
    fs::write(site.join(".git/HEAD"), "ref: x\n").unwrap();
    fs::write(site.join("CNAME"), "example.org\n").unwrap();
    guide("two\n").on_disk(folder.path());
    fs::remove_file(folder.path().join("content/gone.md")).unwrap();
    let output = studybook(folder.path(), &["build"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(fs::read_to_string(site.join(".git/HEAD")).unwrap(), "ref: x\n");
    assert_eq!(fs::read_to_string(site.join("CNAME")).unwrap(), "example.org\n");
    assert!(!site.join("gone.html").exists());
}

#[test]
fn a_repository_in_the_site_stays_whole() {
    let folder = tempfile::tempdir().unwrap();
    guide("one\n").on_disk(folder.path());
    studybook(folder.path(), &["build"]);
    let git = folder.path().join("site/.git");
    fs::create_dir_all(git.join("refs/heads")).unwrap();
    fs::create_dir_all(git.join("objects")).unwrap();
    fs::write(git.join("HEAD"), "ref: refs/heads/main\n").unwrap();
    guide("two\n").on_disk(folder.path());
    assert!(studybook(folder.path(), &["build"]).status.success());
    assert!(git.join("refs/heads").is_dir() && git.join("objects").is_dir() && git.join("HEAD").is_file());
}

#[test]
fn what_others_put_into_the_site_stays_even_if_the_manifest_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    guide("one\n").on_disk(folder.path());
    studybook(folder.path(), &["build"]);
    let site = folder.path().join("site");
    fs::write(site.join("CNAME"), "example.org\n").unwrap();
    fs::write(site.join(".studybook-manifest"), "studybook site 1\nnothing\n").unwrap();
    assert!(studybook(folder.path(), &["build"]).status.success());
    assert_eq!(fs::read_to_string(site.join("CNAME")).unwrap(), "example.org\n");
    assert!(site.join("a.html").is_file());
}

#[cfg(unix)]
#[test]
fn the_manifest_knows_every_name_a_file_can_have() {
    let folder = tempfile::tempdir().unwrap();
    guide("one\n")
        .file("content/x\ny\\n.md", "+++\ntitle = \"X\"\ndifficulty = \"basic\"\n+++\n")
        .on_disk(folder.path());
    let first: serde_json::Value =
        serde_json::from_str(&stdout(&studybook(folder.path(), &["build", "--json"]))).unwrap();
    fs::write(folder.path().join("site/CNAME"), "example.org\n").unwrap();
    guide("two\n").on_disk(folder.path());
    let second: serde_json::Value =
        serde_json::from_str(&stdout(&studybook(folder.path(), &["build", "--json"]))).unwrap();
    assert!(second["counts"]["written"].as_u64() < first["counts"]["written"].as_u64(), "{first} {second}");
    assert!(folder.path().join("site/CNAME").is_file());
}

/// As a kill leaves it where the system cannot exchange two folders.
#[test]
fn what_is_left_between_two_renames_is_put_back_by_the_next_build() {
    let folder = tempfile::tempdir().unwrap();
    guide("one\n").on_disk(folder.path());
    assert!(studybook(folder.path(), &["build"]).status.success());
    let (site, work) = (folder.path().join("site"), folder.path().join(".site.studybook"));
    fs::write(site.join("CNAME"), "example.org\n").unwrap();
    let old = tree(&site);
    fs::create_dir_all(work.join("staged-cut")).unwrap();
    fs::rename(&site, work.join("aside")).unwrap();
    let output = studybook(folder.path(), &["build", "--json"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(tree(&site), old);
    assert!(!work.exists());
}
