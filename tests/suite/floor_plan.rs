//! The order of modules in `lib.rs`, and in the `mod.rs` of each floor, is the floor plan.

use std::fs;
use std::path::{Path, PathBuf};

/// Modules in order, as `reading`, `reading::toml_keys`, …
fn plan(file: &Path, prefix: &str, out: &mut Vec<String>) {
    let text = fs::read_to_string(file).unwrap();
    let folder = file.parent().unwrap();
    for line in text.lines() {
        let Some(name) = line.trim().strip_prefix("pub mod ").and_then(|rest| rest.strip_suffix(';')) else { continue };
        let full = if prefix.is_empty() { name.to_owned() } else { format!("{prefix}::{name}") };
        let inner = folder.join(name).join("mod.rs");
        if inner.exists() {
            plan(&inner, &full, out);
        }
        out.push(full);
    }
}

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, out)
        } else if path.extension().is_some_and(|it| it == "rs") {
            out.push(path)
        }
    }
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// What a line names from the crate's root: by `crate::` or by `super::`, counted from the module it stands in.
fn names(line: &str, own: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for (start, _) in line.match_indices("crate::").chain(line.match_indices("super::")) {
        let before = line[..start].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        let written = line[start..].split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).next().unwrap();
        let mut path: Vec<String> = own.split("::").map(str::to_owned).collect();
        for part in written.split("::").filter(|part| !part.is_empty()) {
            match part {
                "crate" => path.clear(),
                "super" => drop(path.pop()),
                _ => path.push(part.to_owned()),
            }
        }
        found.push(path);
    }
    found
}

#[test]
fn a_path_is_read_from_the_root_or_from_its_own_module() {
    let path = |line: &str, own: &str| names(line, own).iter().map(|it| it.join("::")).collect::<Vec<_>>();
    assert_eq!(path("use crate::site::fill;", "site::pages::topic"), ["site::fill"]);
    assert_eq!(path("use super::map::view;", "site::pages::topic"), ["site::pages::map::view"]);
    assert_eq!(path("use super::super::fill;", "site::pages::topic"), ["site::fill"]);
    assert_eq!(path("use super::fill;", "site::pages"), ["site::fill"]);
    assert_eq!(path("pub(super) fn map() {}", "site::pages::topic"), Vec::<String>::new());
}

#[test]
fn a_module_uses_only_modules_above_it() {
    let mut order = Vec::new();
    plan(&source().join("lib.rs"), "", &mut order);
    let rank = |module: &str| order.iter().position(|other| other == module);
    let mut paths = Vec::new();
    files(&source(), &mut paths);
    let mut wrong = Vec::new();
    let mut seen = 0;
    for path in paths {
        let relative = path.strip_prefix(source()).unwrap().with_extension("");
        let own = relative.iter().map(|part| part.to_str().unwrap()).collect::<Vec<_>>().join("::");
        let own = own.trim_end_matches("::mod").to_owned();
        let Some(own_rank) = rank(&own) else { continue };
        seen += 1;
        for (number, line) in fs::read_to_string(&path).unwrap().lines().enumerate() {
            // What a test at the foot of a file uses of its own file.
            if line.trim() == "#[cfg(test)]" {
                break;
            }
            for used in names(line, &own) {
                // The longest prefix that is a module.
                let module = (1..=used.len()).rev().map(|n| used[..n].join("::")).find(|module| rank(module).is_some());
                let Some(module) = module else { continue };
                let inside =
                    module.starts_with(&format!("{own}::")) || own.starts_with(&format!("{module}::")) || module == own;
                if !inside && rank(&module) > Some(own_rank) {
                    wrong.push(format!("{}:{}: {own} uses {module}, which is below it", path.display(), number + 1));
                }
            }
        }
    }
    assert!(seen > 25, "the plan names too few modules: {order:?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_says_what_it_is() {
    let mut paths = Vec::new();
    files(&source(), &mut paths);
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//! "), "{} has no header", path.display());
    }
}
