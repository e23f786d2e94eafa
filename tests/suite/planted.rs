//! A guide that someone else made holds links, pipes and pages that were put there on purpose.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use crate::guide::{BOOK, TestGuide, stderr, studybook};

/// A guide, and beside it a folder of the reader's own with a file in it.
struct Clone {
    whole: tempfile::TempDir,
}

impl Clone {
    fn new() -> Self {
        let whole = tempfile::tempdir().unwrap();
        fs::create_dir_all(whole.path().join("guide")).unwrap();
        fs::create_dir_all(whole.path().join("home/staged")).unwrap();
        fs::write(whole.path().join("home/secret"), "mine\n").unwrap();
        fs::write(whole.path().join("home/staged/file"), "mine\n").unwrap();
        TestGuide::new().topic("a/b", "text\n").on_disk(&whole.path().join("guide"));
        Self { whole }
    }

    fn guide(&self) -> PathBuf {
        self.whole.path().join("guide")
    }

    fn home(&self, name: &str) -> PathBuf {
        self.whole.path().join("home").join(name)
    }

    fn link(&self, to: &Path, at: &str) {
        let at = self.guide().join(at);
        fs::create_dir_all(at.parent().unwrap()).unwrap();
        if at.is_dir() {
            fs::remove_dir_all(&at).unwrap();
        } else if at.exists() {
            fs::remove_file(&at).unwrap();
        }
        symlink(to, at).unwrap();
    }

    /// Runs a command. The reader's folder is as it was, and nothing of it is in the site.
    fn run(&self, arguments: &[&str]) -> (bool, String) {
        let output = studybook(&self.guide(), arguments);
        let names = |folder: &Path| {
            let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
            names.sort();
            names
        };
        assert_eq!(names(&self.home("")), ["secret", "staged"]);
        assert_eq!(names(&self.home("staged")), ["file"]);
        assert_eq!(fs::read_to_string(self.home("secret")).unwrap(), "mine\n");
        let site = self.guide().join("site");
        let mut folders = if site.is_symlink() { Vec::new() } else { vec![site] };
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    assert_ne!(fs::read(&path).unwrap(), b"mine\n", "{path:?}");
                }
            }
        }
        (output.status.success(), stderr(&output))
    }
}

#[test]
fn a_link_in_the_place_of_the_lock_is_not_written_through() {
    let clone = Clone::new();
    clone.link(&clone.home("secret"), ".site.studybook/lock");
    let (built, said) = clone.run(&["build"]);
    assert!(!built && said.contains("symbolic link"), "{said}");
}

#[test]
fn a_link_in_the_place_of_a_staged_or_an_old_site_is_not_believed() {
    for name in ["aside", "staged", "staged-0123456789abcdef"] {
        let clone = Clone::new();
        clone.link(&clone.home(""), &format!(".site.studybook/{name}"));
        let (built, said) = clone.run(&["build"]);
        assert!(!built && said.contains("no folder of ours"), "{said}");
    }
}

#[test]
fn a_link_in_the_place_of_the_folder_for_both_is_not_followed() {
    let clone = Clone::new();
    clone.link(&clone.home(""), ".site.studybook");
    let (built, said) = clone.run(&["build"]);
    assert!(!built && said.contains("symbolic link"), "{said}");
}

#[test]
fn an_old_site_that_no_build_left_is_not_published() {
    let clone = Clone::new();
    fs::create_dir_all(clone.guide().join(".site.studybook/aside")).unwrap();
    fs::write(clone.guide().join(".site.studybook/aside/evil.html"), "evil").unwrap();
    let (built, said) = clone.run(&["build"]);
    assert!(built, "{said}");
    assert!(!clone.guide().join("site/evil.html").exists());
}

#[test]
fn caches_behind_a_link_are_neither_read_nor_written() {
    let clone = Clone::new();
    clone.link(&clone.home(""), ".studybook");
    for command in ["build", "build", "check", "test"] {
        let (_, said) = clone.run(&[command]);
        assert!(!said.contains("panicked"), "{said}");
    }
    let (built, said) = clone.run(&["build"]);
    assert!(built && !said.contains("error"), "a cache that cannot be kept is no failure: {said}");
    let clone = Clone::new();
    for name in ["highlights", "pages", "terms", "results", "cards", "external"] {
        clone.link(&clone.home("secret"), &format!(".studybook/{name}"));
    }
    assert!(clone.run(&["build"]).0);
    clone.run(&["test"]);
}

#[test]
fn a_site_that_is_a_link_out_of_the_guide_is_refused() {
    let clone = Clone::new();
    fs::create_dir(clone.guide().join("own")).unwrap();
    clone.link(&clone.home("staged"), "site");
    for arguments in [&["build"][..], &["build", "-o", "site"], &["build", "-o", "site/deeper"]] {
        let (built, said) = clone.run(arguments);
        assert!(!built && said.contains("a link in the guide leads out of it"), "{said}");
    }
}

#[test]
fn an_output_that_a_link_of_the_guide_leads_out_of_it_is_refused() {
    let clone = Clone::new();
    clone.link(&clone.home(""), "sub");
    clone.link(&clone.home("new"), "gone");
    clone.link(Path::new("sub"), "again");
    clone.link(Path::new("../../home"), "own/up");
    clone.link(&clone.home("secret"), "file");
    for out in ["sub/x", "sub/new/x", "gone/x", "again/x", "own/up/x", "sub/../x", "./own/../sub/x", "file"] {
        for command in [&["epub"][..], &["anki"], &["anki", "--tsv"], &["pdf"], &["build"]] {
            let (is_done, said) = clone.run(&[command, &["-o", out]].concat());
            assert!(!is_done && said.contains("a link in the guide leads out of it"), "{command:?} {out}: {said}");
        }
    }
    assert!(!clone.home("new").exists() && !clone.whole.path().join("x").exists());
}

#[test]
fn an_output_may_lie_outside_and_behind_a_link_that_lies_there() {
    let clone = Clone::new();
    fs::create_dir_all(clone.whole.path().join("out/real")).unwrap();
    fs::create_dir(clone.guide().join("real")).unwrap();
    symlink("real", clone.whole.path().join("out/link")).unwrap();
    clone.link(Path::new("real"), "inner");
    for out in ["../out/1", "../out/link/2", "../out/new/3", "inner/4", "real/../../out/5", "6", "../guide/7"] {
        for command in ["epub", "build"] {
            let out = format!("{out}.{command}");
            let (is_done, said) = clone.run(&[command, "-o", &out]);
            assert!(is_done && clone.guide().join(&out).exists(), "{command} {out}: {said}");
        }
    }
}

#[test]
fn a_link_in_the_site_that_leads_out_of_it_is_told_and_the_last_site_stays() {
    let clone = Clone::new();
    assert!(clone.run(&["build"]).0);
    let leak = clone.guide().join("site/leak");
    for to in [clone.home("secret"), PathBuf::from("../../home/secret"), PathBuf::from("a/../../x")] {
        symlink(&to, &leak).unwrap();
        fs::write(
            clone.guide().join("content/a/b.md"),
            format!("+++\ntitle = \"{}\"\ndifficulty = \"basic\"\n+++\n", to.display()),
        )
        .unwrap();
        let output = studybook(&clone.guide(), &["build"]);
        assert!(!output.status.success() && stderr(&output).contains("leads out of the site"), "{}", stderr(&output));
        fs::remove_file(&leak).unwrap();
    }
    symlink("a/b.html", &leak).unwrap();
    fs::write(clone.guide().join("content/a/b.md"), "+++\ntitle = \"New\"\ndifficulty = \"basic\"\n+++\n").unwrap();
    assert!(clone.run(&["build"]).0);
    assert!(leak.is_symlink() && leak.exists());
}

#[test]
fn files_that_every_guide_has_are_not_read_through_links() {
    for name in ["book.toml", "examples.lock", "content/a/b.md", "content/a/file.txt", "themes/default/static/x.svg"] {
        let clone = Clone::new();
        let target = if name == "book.toml" {
            fs::write(clone.whole.path().join("other.toml"), BOOK).unwrap();
            clone.whole.path().join("other.toml")
        } else {
            clone.home("secret")
        };
        clone.link(&target, name);
        let (built, said) = clone.run(&["build"]);
        assert!(!built && said.contains("symbolic link"), "{name}: {said}");
    }
}

#[test]
fn a_linked_folder_is_refused_without_being_walked() {
    for name in ["content", "content/l", "themes/default"] {
        let clone = Clone::new();
        clone.link(&clone.home(""), name);
        let (built, said) = clone.run(&["build"]);
        assert!(!built && said.contains("symbolic link"), "{name}: {said}");
        assert!(!said.contains("secret"), "{said}");
    }
    let clone = Clone::new();
    clone.link(Path::new("a"), "content/l");
    assert!(clone.run(&["build"]).1.contains("leads to a folder"));
}

#[test]
fn a_link_to_a_file_of_the_guide_is_that_file_unless_it_is_hidden() {
    let clone = Clone::new();
    fs::write(clone.guide().join("shared.md"), "+++\ntitle = \"Shared\"\ndifficulty = \"basic\"\n+++\n").unwrap();
    clone.link(Path::new("../../shared.md"), "content/a/c.md");
    assert!(clone.run(&["build"]).0);
    assert!(fs::read_to_string(clone.guide().join("site/a/c.html")).unwrap().contains("Shared"));
    fs::create_dir(clone.guide().join(".git")).unwrap();
    fs::write(clone.guide().join(".git/config"), "url = https://token@example.org\n").unwrap();
    clone.link(Path::new("../.git/config"), "content/config.txt");
    let (built, said) = clone.run(&["build"]);
    assert!(!built && said.contains("leads to a hidden file"), "{said}");
}

#[test]
fn a_pipe_or_a_file_of_gigabytes_holds_nothing_up() {
    for name in ["content/pipe.md", "examples.lock", ".studybook/highlights", "book.toml"] {
        let clone = Clone::new();
        let pipe = clone.guide().join(name);
        fs::create_dir_all(pipe.parent().unwrap()).unwrap();
        if pipe.exists() {
            fs::remove_file(&pipe).unwrap();
        }
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let (built, said) = clone.run(&["build"]);
        assert_eq!(built, name.starts_with('.'), "{name}: {said}");
    }
    let clone = Clone::new();
    fs::File::create(clone.guide().join("content/large.bin")).unwrap().set_len(3 << 30).unwrap();
    let (built, said) = clone.run(&["build"]);
    assert!(!built && said.contains("larger than 1024 MiB"), "{said}");
}

#[test]
fn new_and_init_make_nothing_behind_a_link() {
    let clone = Clone::new();
    clone.link(&clone.home(""), "content/l");
    fs::remove_file(clone.guide().join("content/l")).unwrap();
    symlink(clone.home(""), clone.guide().join("content/later")).unwrap();
    let (made, said) = clone.run(&["new", "later/topic"]);
    assert!(!made && said.contains("symbolic link"), "{said}");
    let folder = clone.guide().join("fresh");
    fs::create_dir(&folder).unwrap();
    symlink(clone.home(""), folder.join("content")).unwrap();
    symlink(clone.home("secret"), folder.join(".gitignore")).unwrap();
    let (made, said) = clone.run(&["init", "fresh"]);
    assert!(!made && said.contains("symbolic link"), "{said}");
}

/// Puts `text` over the start of a file, of the same length, and its time back as it was.
fn swap(path: &Path, text: &str) {
    let time = fs::metadata(path).unwrap().modified().unwrap();
    let mut bytes = fs::read(path).unwrap();
    bytes[..text.len()].copy_from_slice(text.as_bytes());
    fs::write(path, bytes).unwrap();
    fs::File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
}

#[test]
fn a_page_swapped_for_one_of_equal_size_and_time_is_made_anew() {
    let files = ["site/index.html", "site/a/b.html", "site/a/b.md", "site/sitemap.xml", "site/picture.png"];
    for arguments in [&["build"][..], &["build", "--no-cache"]] {
        let clone = Clone::new();
        fs::write(clone.guide().join("content/picture.png"), "a picture of many bytes").unwrap();
        fs::write(
            clone.guide().join("book.toml"),
            BOOK.replace("[book]", "[book]\nbase_url = \"https://example.org/\""),
        )
        .unwrap();
        assert!(clone.run(&["build"]).0);
        for file in files {
            let path = clone.guide().join(file);
            let right = fs::read(&path).unwrap();
            swap(&path, "<script>evil()");
            let (built, said) = clone.run(arguments);
            assert!(built, "{file}: {said}");
            assert_eq!(fs::read(&path).unwrap(), right, "{file} after {arguments:?}");
        }
        let (built, said) = clone.run(arguments);
        assert!(built, "{said}");
    }
}

#[test]
fn a_page_that_became_a_link_to_an_equal_one_is_made_anew() {
    let clone = Clone::new();
    assert!(clone.run(&["build"]).0);
    let page = clone.guide().join("site/a/b.html");
    fs::rename(&page, clone.whole.path().join("page.html")).unwrap();
    symlink(clone.whole.path().join("page.html"), &page).unwrap();
    assert!(clone.run(&["build"]).0);
    assert!(!page.is_symlink() && page.is_file());
}

/// Imports `source` into the guide; gives the bytes of all files that it then has under `content/`.
fn import(clone: &Clone, source: &str) -> (bool, String) {
    let (done, said) = clone.run(&["import", source]);
    let mut folders = vec![clone.guide().join("content")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                assert!(!fs::read_to_string(&path).unwrap_or_default().contains("mine"), "{path:?}");
            }
        }
    }
    (done, said)
}

#[test]
fn a_picture_that_is_a_link_is_not_copied() {
    let clone = Clone::new();
    let source = clone.whole.path().join("source");
    fs::create_dir_all(source.join("img")).unwrap();
    fs::write(source.join("README.md"), "# Q\n\n## What is a?\n\n![a](link.png) ![b](far/secret) ![c](far/s.png)\n")
        .unwrap();
    fs::write(clone.home("staged/file"), "mine\n").unwrap();
    symlink(clone.home("secret"), source.join("link.png")).unwrap();
    symlink(clone.home(""), source.join("far")).unwrap();
    let (_, said) = import(&clone, "../source/README.md");
    assert!(!said.contains("panicked"), "{said}");
}

#[test]
fn settings_of_a_source_do_not_lead_out_of_it() {
    for docs in ["../..", "..", "docs/../..", "linked"] {
        let clone = Clone::new();
        let source = clone.whole.path().join("home2/source");
        fs::create_dir_all(&source).unwrap();
        fs::write(clone.whole.path().join("page.md"), "# mine\n\nmine\n").unwrap();
        symlink(clone.whole.path(), source.join("linked")).unwrap();
        fs::write(source.join("mkdocs.yml"), format!("site_name: x\ndocs_dir: {docs}\n")).unwrap();
        let (done, said) = import(&clone, "../home2/source");
        assert!(!done && (said.contains("out of the folder") || said.contains("symbolic link")), "{docs}: {said}");
    }
}

#[test]
fn a_book_does_not_name_a_folder_out_of_it() {
    for src in ["../..", "..", "linked", "src/../../.."] {
        let clone = Clone::new();
        let source = clone.whole.path().join("home2/source");
        fs::create_dir_all(&source).unwrap();
        for folder in [clone.whole.path().to_path_buf(), clone.whole.path().join("home2")] {
            fs::write(folder.join("SUMMARY.md"), "# S\n\n- [mine](page.md)\n").unwrap();
            fs::write(folder.join("page.md"), "# mine\n\nmine\n").unwrap();
        }
        symlink(clone.whole.path(), source.join("linked")).unwrap();
        fs::write(source.join("book.toml"), format!("[book]\nsrc = \"{src}\"\n")).unwrap();
        for named in ["../home2/source", "../home2/source/book.toml"] {
            let (done, said) = import(&clone, named);
            assert!(!done, "{src}, {named}: {said}");
        }
    }
}
