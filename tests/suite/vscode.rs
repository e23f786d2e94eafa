//! The extension for VS Code: small, and of what it says the program knows all.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::guide::{stdout, studybook};

/// More than this is more than a start of the server.
const MOST_LINES: usize = 150;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("editors/vscode")
}

fn text(name: &str) -> String {
    fs::read_to_string(folder().join(name)).unwrap()
}

#[test]
fn the_extension_starts_a_command_that_there_is() {
    let package: Value = serde_json::from_str(&text("package.json")).unwrap();
    assert_eq!(package["version"], env!("CARGO_PKG_VERSION"));
    assert!(folder().join(package["main"].as_str().unwrap()).is_file());
    let pinned = package["dependencies"]["vscode-languageclient"].as_str().unwrap();
    assert!(pinned.split('.').count() == 3 && pinned.bytes().all(|b| b.is_ascii_digit() || b == b'.'), "{pinned}");
    let source = text("extension.js");
    // The setting and the commands that it asks for are those that it declares.
    let settings = package["contributes"]["configuration"]["properties"].as_object().unwrap();
    assert_eq!(settings.keys().collect::<Vec<_>>(), ["studybook.path"]);
    assert!(source.contains("getConfiguration(\"studybook\").get(\"path\", \"studybook\")"));
    for command in package["contributes"]["commands"].as_array().unwrap() {
        let name = command["command"].as_str().unwrap();
        assert!(source.contains(&format!("registerCommand(\"{name}\"")), "{name}");
    }
    // What it starts is a command of the program.
    assert!(source.contains("args: [\"lsp\"]"));
    assert!(studybook(Path::new("."), &["lsp", "--help"]).status.success());
    assert!(stdout(&studybook(Path::new("."), &["--help"])).contains("\n  lsp"));
}

#[test]
fn the_extension_is_small() {
    let lines: usize =
        ["package.json", "extension.js", "README.md"].map(|name| text(name).lines().count()).iter().sum();
    assert!(lines < MOST_LINES, "{lines}");
}
