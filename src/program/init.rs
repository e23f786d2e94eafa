//! `studybook init`: a guide that builds at once, with two topics that teach the format.
//!
//! In: a folder. Out: files that were not there. A folder that is a guide already is refused, and no file is ever
//! overwritten; a `.gitignore` gets the lines it lacks.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use crate::program::console;
use crate::program::write::{self, Created};
use crate::words::message::Message;

/// Arguments of `init`.
#[derive(Args)]
pub struct InitArgs {
    /// The folder to make the guide in
    dir: PathBuf,
    /// The guide's title [default: made from the folder's name]
    #[arg(long, value_parser = clap::builder::NonEmptyStringValueParser::new())]
    title: Option<String>,
}

/// The files of a new guide, by path.
pub const FILES: [(&str, &str); 7] = [
    ("book.toml", include_str!("../../assets/init/book.toml")),
    (".gitignore", include_str!("../../assets/init/gitignore")),
    (".github/workflows/pages.yml", include_str!("../../assets/init/pages.yml")),
    ("content/index.md", include_str!("../../assets/init/index.md")),
    ("content/first-steps/index.md", include_str!("../../assets/init/first-steps/index.md")),
    ("content/first-steps/what-is-a-topic.md", include_str!("../../assets/init/first-steps/what-is-a-topic.md")),
    ("content/first-steps/run-an-example.md", include_str!("../../assets/init/first-steps/run-an-example.md")),
];

/// Makes a guide.
pub fn run(args: &InitArgs) -> ExitCode {
    console::done(init(&args.dir, args.title.as_deref()))
}

/// Gives what to tell the author.
fn init(dir: &Path, title: Option<&str>) -> Result<String, Message> {
    let shown = dir.display().to_string();
    if dir.join("book.toml").exists() {
        return Err(Message::GuideExists { folder: shown });
    }
    let title = title.map_or_else(|| title_of(dir), str::to_owned);
    let mut kept = Vec::new();
    let mut ignored = Vec::new();
    for (path, text) in FILES {
        let text = match path {
            "book.toml" | "content/index.md" => text.replace("TITLE", &toml::Value::String(title.clone()).to_string()),
            ".github/workflows/pages.yml" => text.replace("VERSION", env!("CARGO_PKG_VERSION")),
            _ => text.to_owned(),
        };
        if write::create_file(&dir.join(path), text.as_bytes())? == Created::WasThere {
            if path != ".gitignore" {
                kept.push(format!("`{path}`"));
                continue;
            }
            ignored = write::add_lines(&dir.join(path), &text)?;
        }
    }
    let mut told = format!("made a guide in {shown}");
    if !ignored.is_empty() {
        told.push_str(&format!("\nadded to `.gitignore`: {}", ignored.join(" ")));
    }
    if !kept.is_empty() {
        told.push_str(&format!("\nleft as they were: {}", kept.join(", ")));
    }
    let next = format!("\nsee it with `studybook serve {shown}`; add a topic there with `studybook new CHAPTER/NAME`");
    told.push_str(&next);
    Ok(told)
}

/// `My guide` for `my-guide`.
fn title_of(dir: &Path) -> String {
    let full = std::path::absolute(dir).unwrap_or_else(|_| dir.to_path_buf());
    let name = full.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let title = write_out(&name);
    if title.is_empty() { "A study guide".to_owned() } else { title }
}

/// A file's name as a title: hyphens become spaces, the first letter a capital.
pub fn write_out(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
