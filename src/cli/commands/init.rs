//! `studybook init`: a guide that builds at once, with topics of its kind to begin with.
//!
//! In: a folder. Out: files that were not there. A folder that is a guide already is refused, and no file is ever
//! overwritten; a `.gitignore` gets the lines it lacks.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use crate::cli::starter::Starter;
use crate::cli::topic_template::quoted;
use crate::problem::message::Message;
use crate::reading::settings::is_language_tag;
use crate::terminal;
use crate::text::slug::write_out;
use crate::write::files::{self, Created};

/// Arguments of `init`.
#[derive(Args)]
pub struct InitArgs {
    /// The folder to make the guide in
    dir: PathBuf,
    /// The guide's title [default: made from the folder's name]
    #[arg(long, value_parser = clap::builder::NonEmptyStringValueParser::new())]
    title: Option<String>,
    /// The language of the guide, as `de` or `pt-BR`: it chooses the words of the interface
    #[arg(long, value_name = "TAG", default_value = "en", value_parser = language_tag)]
    language: String,
    /// What the guide begins with
    #[arg(long, value_enum, default_value = "plain")]
    template: Starter,
}

fn language_tag(typed: &str) -> Result<String, &'static str> {
    if is_language_tag(typed) { Ok(typed.to_owned()) } else { Err("write it as in `en` or `pt-BR`") }
}

/// Makes a guide.
pub fn run(args: &InitArgs) -> ExitCode {
    terminal::done(init(args))
}

/// Gives what to tell the author.
fn init(args: &InitArgs) -> Result<String, Message> {
    let dir = &args.dir;
    let shown = terminal::named(dir);
    if dir.join("book.toml").exists() {
        return Err(Message::GuideExists { folder: shown });
    }
    let title = args.title.clone().unwrap_or_else(|| title_of(dir));
    let mut kept = Vec::new();
    let mut ignored = Vec::new();
    for (path, text) in args.template.files() {
        let text = match path {
            "book.toml" => text.replace("LANGUAGE", &quoted(&args.language)).replace("TITLE", &quoted(&title)),
            "content/index.md" => text.replace("TITLE", &quoted(&title)),
            ".github/workflows/pages.yml" => text.replace("VERSION", env!("CARGO_PKG_VERSION")),
            _ => text.to_owned(),
        };
        if files::create_file(dir, path, text.as_bytes())? == Created::WasThere {
            if path != ".gitignore" {
                kept.push(format!("`{path}`"));
                continue;
            }
            ignored = files::add_lines(dir, path, &text)?;
        }
    }
    let mut told = format!("made a guide in {shown}");
    if !ignored.is_empty() {
        told.push_str(&format!("\nadded to `.gitignore`: {}", ignored.join(" ")));
    }
    if !kept.is_empty() {
        told.push_str(&format!("\nleft as they were: {}", kept.join(", ")));
    }
    if args.language != "en" {
        told.push_str("\nthe topics to begin with are in English: replace them");
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
