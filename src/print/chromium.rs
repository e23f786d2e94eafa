//! The reader's own Chromium or Chrome, as a printer.
//!
//! In: a small site. Out: the PDF of its print page. The browser gets a folder and a profile of its own, both gone
//! afterwards; it makes no request, since the page names none. This module starts a program and waits for it; it
//! prints nothing itself.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::print::book_site::PAGE;
use crate::problem::message::Message;
use crate::site::site::Site;
use crate::write::staging::Staging;

/// Names under which a browser that can print is found on `PATH`, the likeliest first.
const NAMES: [&str; 9] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "chromium-headless-shell",
    "microsoft-edge",
    "brave-browser",
    "vivaldi",
];

/// Where browsers are installed that are not on `PATH`.
const PLACES: [&str; 4] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

/// A browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Browser(PathBuf);

/// Whether the PDF says what is a heading, a list, a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tags {
    /// Only what one sees.
    None,
    /// What screen readers need.
    All,
}

impl Browser {
    /// As messages name it.
    pub fn name(&self) -> String {
        self.0.display().to_string()
    }
}

/// The browser that was named, or the first that is found. `path` is the variable `PATH`.
pub fn find(named: Option<&Path>, path: Option<&OsStr>) -> Result<Browser, Message> {
    if let Some(named) = named {
        return Ok(Browser(named.to_path_buf()));
    }
    let folders: Vec<PathBuf> = path.map(|path| std::env::split_paths(path).collect()).unwrap_or_default();
    let on_path = NAMES.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    let mut all = on_path.chain(PLACES.iter().map(PathBuf::from));
    all.find(|candidate| is_program(candidate)).map(Browser).ok_or(Message::NoBrowser)
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|it| it.is_file() && it.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

/// Prints the page of a site.
#[expect(clippy::disallowed_methods, reason = "what the browser wrote is no part of the guide")]
pub fn print(browser: &Browser, site: &Site, tags: Tags, patience: Duration) -> Result<Vec<u8>, Message> {
    let folder = tempfile::Builder::new().prefix("studybook-").tempdir();
    let folder = folder.map_err(|error| Message::CannotWrite {
        action: "create a folder in",
        path: std::env::temp_dir().display().to_string(),
        reason: error.to_string(),
    })?;
    // A browser resolves links before it opens files, and shows no others.
    let root = folder.path().canonicalize().unwrap_or_else(|_| folder.path().to_path_buf());
    let pages = root.join("site");
    Staging::begin(&pages)?.finish(site)?;
    let pdf = root.join("printed.pdf");
    let said = root.join("said.txt");
    let not_started =
        |error: &std::io::Error| Message::BrowserNotStarted { browser: browser.name(), reason: error.to_string() };
    let log = std::fs::File::create(&said).map_err(|error| not_started(&error))?;
    let mut command = Command::new(&browser.0);
    command.args(switches(tags));
    if is_root() {
        // The sandbox refuses to start for root, as in most containers. The page is ours and runs no script.
        command.arg("--no-sandbox");
    }
    command.arg(switch("--user-data-dir=", &root.join("profile")));
    command.arg(switch("--print-to-pdf=", &pdf));
    command.arg(file_url(&pages.join(PAGE)));
    // Its caches and crash reports stay in the folder too.
    command.env("XDG_CONFIG_HOME", root.join("config")).env("XDG_CACHE_HOME", root.join("cache"));
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::from(log));
    let status = wait(command, patience).map_err(|error| match error {
        Waited::TooLong => Message::BrowserTooSlow { browser: browser.name(), seconds: patience.as_secs() },
        Waited::Failed(error) => not_started(&error),
    })?;
    let failed = |reason: String| Message::BrowserFailed {
        browser: browser.name(),
        reason,
        said: last_lines(&String::from_utf8_lossy(&std::fs::read(&said).unwrap_or_default())),
    };
    if !status.success() {
        return Err(failed(ending(status)));
    }
    match std::fs::read(&pdf) {
        Ok(bytes) if bytes.starts_with(b"%PDF-") => Ok(bytes),
        _ => Err(failed("it left no PDF".to_owned())),
    }
}

/// How the browser is told to print and to leave everything else alone.
fn switches(tags: Tags) -> Vec<&'static str> {
    let mut switches = vec![
        "--headless",
        // Nothing outside the book is asked for, whatever an author wrote.
        "--host-resolver-rules=MAP * ~NOTFOUND",
        "--disable-gpu",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-default-apps",
        "--disable-dev-shm-usage",
        "--disable-extensions",
        "--disable-sync",
        "--no-default-browser-check",
        "--no-first-run",
        "--no-pdf-header-footer",
        "--password-store=basic",
        "--use-mock-keychain",
    ];
    switches.push(match tags {
        Tags::None => "--disable-pdf-tagging",
        Tags::All => "--export-tagged-pdf",
    });
    switches
}

#[cfg(unix)]
fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}

fn switch(name: &str, path: &Path) -> std::ffi::OsString {
    let mut switch = std::ffi::OsString::from(name);
    switch.push(path);
    switch
}

fn file_url(path: &Path) -> String {
    let mut url = "file://".to_owned();
    let text = path.to_string_lossy().replace('\\', "/");
    if !text.starts_with('/') {
        url.push('/');
    }
    crate::path::encode_path(&text, &mut url);
    url
}

enum Waited {
    TooLong,
    Failed(std::io::Error),
}

/// Runs to the end, but no longer than `patience`.
#[expect(clippy::disallowed_methods, reason = "the clock ends a browser that hangs; nothing printed depends on it")]
fn wait(mut command: Command, patience: Duration) -> Result<ExitStatus, Waited> {
    let mut child = command.spawn().map_err(Waited::Failed)?;
    let started = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Ok(status),
            Ok(None) if started.elapsed() < patience => std::thread::sleep(Duration::from_millis(15)),
            other => {
                // What it started ends with it.
                let killed = child.kill().and_then(|()| child.wait());
                return Err(match (other, killed) {
                    (Err(error), _) | (_, Err(error)) => Waited::Failed(error),
                    _ => Waited::TooLong,
                });
            }
        }
    }
}

fn ending(status: ExitStatus) -> String {
    match status.code() {
        Some(code) => format!("it ended with code {code}"),
        None => "it crashed".to_owned(),
    }
}

/// The end of what the browser said, without its chatter about buses and displays.
fn last_lines(said: &str) -> String {
    let chatter = ["dbus", "DBus", "vaInitialize", "gcm", "unexpected operator"];
    let lines: Vec<&str> =
        said.lines().filter(|line| !line.trim().is_empty() && !chatter.iter().any(|it| line.contains(it))).collect();
    lines[lines.len().saturating_sub(6)..].join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_browser_is_taken_and_none_is_a_problem() {
        assert_eq!(find(Some(Path::new("/x/chrome")), None), Ok(Browser("/x/chrome".into())));
        if !PLACES.iter().any(|place| Path::new(place).exists()) {
            assert_eq!(find(None, Some(OsStr::new("/nowhere"))), Err(Message::NoBrowser));
        }
    }

    #[test]
    fn chatter_is_left_out_of_what_the_browser_said() {
        assert_eq!(last_lines("ERROR:dbus/bus.cc x\n\ncannot open display\n"), "cannot open display");
    }

    #[test]
    #[cfg(unix)]
    fn patience_has_an_end() {
        let mut command = Command::new("sleep");
        command.arg("600");
        assert!(matches!(wait(command, Duration::from_millis(1)), Err(Waited::TooLong)));
    }

    #[test]
    fn a_path_becomes_a_url() {
        assert_eq!(file_url(Path::new("/tmp/a b/é.html")), "file:///tmp/a%20b/%C3%A9.html");
    }
}
