//! A run of a command: its clock, its problems, what it read, and how it ends.
//!
//! In: the arguments that commands share. Out: the problems and a summary, as text or as one JSON object, and the exit code.

#![expect(clippy::disallowed_methods, reason = "the command line tells how long each stage took")]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;
use clap::builder::{PathBufValueParser, TypedValueParser};

use crate::build::memory::Memory;
use crate::build::pipeline::{self, Built, Options, Stage};
use crate::guide::selection::{self, Selection};
use crate::problem::deck_fault::DeckFault;
use crate::problem::message::Message;
use crate::problem::report::{ProblemJson, Report};
use crate::reading::inputs::{Inputs, TextFile};
use crate::reading::load;
use crate::reading::root::guide_folder;
use crate::site::context::Scene;
use crate::site::store::Store;
use crate::terminal::{self, count, is_colored, print_error, print_result, texts, theme_texts};
use crate::text::shown;
use crate::write::changes;
use crate::write::named_file::{self, FileKind};
use crate::write::staging::Written;

/// Which guide, and in which form to answer.
#[derive(Args)]
pub struct GuideArgs {
    /// The guide's folder, which holds `book.toml` [default: that of the guide you stand in]
    #[arg(default_value = ".", hide_default_value = true, value_parser = PathBufValueParser::new().map(guide_folder))]
    pub dir: PathBuf,
    /// Print one JSON object with counts, seconds by stage and problems
    #[arg(long)]
    pub json: bool,
}

/// How strictly and what of the guide.
#[derive(Args)]
pub struct CheckOptions {
    /// Treat warnings as errors
    #[arg(long)]
    pub strict: bool,
    /// Include topics marked `draft = true`
    #[arg(long)]
    pub drafts: bool,
    /// Use this address instead of `book.base_url`
    #[arg(long, value_name = "URL", value_parser = parse_base_url)]
    pub base_url: Option<String>,
}

/// Which part of the guide goes into one file, and which file.
#[derive(Args)]
pub struct PartArgs {
    /// The file to write [default: named after the title, in the guide's folder]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Take only some topics: `tag:threads`, `difficulty:advanced`, `chapter:python/memory`, or several, with commas
    #[arg(long, value_name = "WHAT", default_value = "", hide_default_value = true, value_parser = selection::parse)]
    pub select: std::vec::Vec<selection::Wish>,
}

fn parse_base_url(typed: &str) -> Result<String, String> {
    pipeline::base_url(typed).map_err(|message| match message.hint() {
        Some(hint) => format!("{message}; {hint}"),
        None => message.to_string(),
    })
}

impl CheckOptions {
    /// For the build.
    pub fn options(&self) -> Options {
        Options { drafts: self.drafts, base_url: self.base_url.clone(), ..Options::default() }
    }
}

/// A run under way: its clock, its problems, what it read.
pub struct Run {
    /// What was wrong.
    pub report: Report,
    /// The time of each stage.
    pub clock: Clock,
    /// The guide as read.
    pub inputs: Inputs,
    /// Files outside the guide that problems point into.
    pub others: Vec<TextFile>,
    /// The guide's folder as it was named.
    dir: PathBuf,
}

/// Seconds by stage, and the progress line.
pub struct Clock {
    seconds: BTreeMap<Stage, f64>,
    current: Option<(Stage, Instant)>,
    /// Whether someone looks on.
    pub progress: bool,
}

impl Clock {
    /// Ends the current stage and begins another, if any.
    pub fn enter(&mut self, stage: Option<Stage>) {
        if let Some((stage, since)) = self.current.take() {
            *self.seconds.entry(stage).or_default() += since.elapsed().as_secs_f64();
        }
        if self.progress {
            let line = stage.map_or_else(String::new, |stage| format!("{}…", stage_name(stage)));
            let _ = write!(io::stderr(), "\r\u{1b}[K{line}");
        }
        self.current = stage.map(|stage| (stage, Instant::now()));
    }
}

fn stage_name(stage: Stage) -> &'static str {
    match stage {
        Stage::Load => "load",
        Stage::Parse => "parse",
        Stage::Link => "link",
        Stage::Highlight => "highlight",
        Stage::Render => "render",
        Stage::Inspect => "inspect",
        Stage::Print => "print",
        Stage::Write => "write",
        Stage::Test => "test",
    }
}

impl Run {
    /// Reads the guide.
    pub fn start(guide: &GuideArgs, strict: bool) -> Self {
        let mut report = if strict { Report::strict() } else { Report::new() };
        let progress = !guide.json && io::stderr().is_terminal();
        let mut clock = Clock { seconds: BTreeMap::new(), current: None, progress };
        clock.enter(Some(Stage::Load));
        terminal::tell(changes::recover(&guide.dir));
        let inputs = load::load(&guide.dir, &mut report);
        Self { report, clock, inputs, others: Vec::new(), dir: guide.dir.clone() }
    }

    /// Builds it.
    pub fn build(&mut self, options: &Options, store: &dyn Store, memory: &mut Memory) -> Option<Built> {
        let clock = &mut self.clock;
        pipeline::rebuild(&self.inputs, options, store, memory, &mut |stage| clock.enter(Some(stage)), &mut self.report)
    }

    /// Makes a file of a part of the guide for another program. `None` after a problem.
    pub fn export<T>(
        &mut self,
        check: &CheckOptions,
        select: &[selection::Wish],
        make: impl FnOnce(&Scene<'_>, &Inputs, &Selection, &mut Report) -> Option<T>,
    ) -> Option<T> {
        let Self { report, clock, inputs, .. } = self;
        let clock = RefCell::new(clock);
        let made = pipeline::stage(
            inputs,
            &Options { without_cards: true, ..check.options() },
            &mut |stage| clock.borrow_mut().enter(Some(stage)),
            report,
            |scene, report| {
                let selection = selection::resolve(scene.guide, select, report)?;
                if report.has_errors() {
                    return None;
                }
                clock.borrow_mut().enter(Some(Stage::Print));
                make(scene, inputs, &selection, report)
            },
        );
        made.and_then(|(made, _)| made)
    }

    /// Writes such a file where the author wants it, or under its name into the guide's folder. Gives where; `None` after a problem.
    pub fn write(&mut self, wanted: Option<&Path>, name: &str, bytes: &[u8], kind: &FileKind) -> Option<PathBuf> {
        self.clock.enter(Some(Stage::Write));
        let path = wanted.map_or_else(|| self.dir.join(name), Path::to_path_buf);
        match named_file::write(&self.dir, &path, bytes, kind) {
            Ok(()) => Some(path),
            Err(message) => {
                self.report.add(message);
                None
            }
        }
    }

    /// Ends a run that makes such a file: a selection of nothing is wrong usage.
    pub fn finish_export(
        self,
        json: bool,
        counts: &impl serde::Serialize,
        summary: impl FnOnce() -> String,
    ) -> ExitCode {
        let is_misuse = |message: &Message| {
            matches!(
                message,
                Message::UnknownSelection { .. }
                    | Message::NothingSelected { .. }
                    | Message::Deck(DeckFault::Empty { .. })
            )
        };
        let misused = self.report.sorted().iter().any(|problem| is_misuse(&problem.message));
        let code = self.finish(json, "counts", counts, summary);
        if misused { ExitCode::from(2) } else { code }
    }

    /// Prints the problems in a form that is made of them and of the guide's folder.
    pub fn print_problems(&self, form: impl Fn(&[ProblemJson], &Path) -> String) {
        let theme_texts: Vec<(String, String)> = theme_texts(&self.inputs);
        let problems = self.report.to_json(&texts(&self.inputs, &theme_texts));
        // Where this cannot be written, the summary cannot either, and says so.
        print_result(form(&problems, &self.dir).trim_end());
    }

    /// Prints the problems, and the summary or the JSON; gives the exit code.
    pub fn finish(
        mut self,
        json: bool,
        name: &str,
        counts: &impl serde::Serialize,
        summary: impl FnOnce() -> String,
    ) -> ExitCode {
        self.clock.enter(None);
        let theme_texts: Vec<(String, String)> = theme_texts(&self.inputs);
        let mut texts = texts(&self.inputs, &theme_texts);
        texts.extend(self.others.iter().map(|file| (file.source.as_str(), &*file.text)));
        let failed = self.report.has_errors();
        let mut code = ExitCode::from(u8::from(failed));
        let mut result = |line: &str| {
            let written = print_result(line);
            code = if failed { code } else { written };
        };
        if json {
            let seconds: BTreeMap<&str, f64> =
                self.clock.seconds.iter().map(|(stage, it)| (stage_name(*stage), round(*it))).collect();
            let value = serde_json::json!({
                "ok": !failed,
                name: counts,
                "seconds": seconds,
                "errors": self.report.errors(),
                "warnings": self.report.warnings(),
                "problems": self.report.to_json(&texts),
            });
            result(&shown::json(&value.to_string()));
        } else {
            // A built-in template is no file of the guide, and what was imported lies elsewhere.
            let shown = |source: &str| {
                let path = self.dir.join(source);
                let is_here = self.dir.as_os_str() == "." || self.others.iter().any(|it| it.source.as_str() == source);
                if is_here || !path.exists() { source.to_owned() } else { path.display().to_string() }
            };
            print_error(&self.report.render_as(&shown, &texts, is_colored()));
            let (errors, warnings) = (self.report.errors(), self.report.warnings());
            if failed {
                print_error(&format!("{}\n", count(errors, warnings)));
            } else {
                let summary = summary();
                if !summary.is_empty() {
                    result(&summary);
                }
                if warnings > 0 {
                    print_error(&format!("{}\n", count(errors, warnings)));
                }
            }
            if errors + warnings > 0 {
                print_error("`studybook explain CODE` says more of a problem\n");
            }
        }
        // The program ends: see `commands::build`.
        std::mem::forget(self);
        code
    }
}

/// What a run counted, as `--json` shows it.
#[derive(Default, serde::Serialize, serde::Deserialize)]
pub struct Counts {
    /// Topics.
    pub topics: usize,
    /// Chapters but the home page.
    pub chapters: usize,
    /// Tags.
    pub tags: usize,
    /// HTML pages.
    pub pages: usize,
    /// All files of the site.
    pub files: usize,
    /// The size of the site.
    pub bytes: u64,
    /// Blocks highlighted anew.
    pub highlighted: usize,
    /// Files that were new or different.
    pub written: usize,
    /// Files that were right already.
    pub unchanged: usize,
    /// Files of the last site that are gone.
    pub removed: usize,
}

impl Counts {
    /// The counts of a build.
    pub fn of(built: &Built, written: Written) -> Self {
        Self {
            topics: built.guide.topics.len(),
            chapters: built.guide.chapters.len() - 1,
            tags: built.guide.tags.len(),
            pages: built.site.files().filter(|(path, _)| path.extension() == "html").count(),
            files: built.site.len(),
            bytes: built.site.size(),
            highlighted: built.fresh,
            written: written.written,
            unchanged: written.unchanged,
            removed: written.removed,
        }
    }

    /// Of a run that found all of the site as it should be.
    pub fn unchanged(self) -> Self {
        Self { highlighted: 0, written: 0, unchanged: self.files, removed: 0, ..self }
    }

    /// `2 topics in 1 chapter`.
    pub fn guide(&self) -> String {
        format!("{} in {}", terminal::many(self.topics, "topic"), terminal::many(self.chapters, "chapter"))
    }
}

fn round(seconds: f64) -> f64 {
    (seconds * 1e6).round() / 1e6
}

/// A cache makes the next build faster; that it cannot be kept is worth a word but no failure.
pub fn kept(result: Result<(), Message>, report: &mut Report) {
    if let Err(Message::CannotWrite { path, reason, .. }) = result {
        report.add(Message::CacheNotKept { path, reason });
    }
}
