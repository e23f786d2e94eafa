//! The order of modules in `lib.rs`, and in the `mod.rs` of each floor, is the floor plan.

use std::fs;
use std::path::{Path, PathBuf};

/// Modules in order, as `reading`, `reading::fields`, …
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
            for (at, _) in line.match_indices("crate::") {
                let used: Vec<&str> = line[at + 7..]
                    .split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'))
                    .next()
                    .unwrap()
                    .split("::")
                    .collect();
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
