//! A tiny guide in memory: the only code of the suite that knows the API.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use studybook::build::memory::Memory;
use studybook::build::pipeline::{self, Built, Options};
use studybook::path::{OutputPath, SourcePath, TopicPath, split_topic};
use studybook::problem::report::{Report, Texts};
use studybook::reading::inputs::{AssetFile, Inputs, TextFile, ThemeFile, TopicFile};
use studybook::reading::limits::Limits;
use studybook::site::site::Site;
use studybook::site::store::InMemory;

/// The smallest `book.toml` with a tag.
pub const BOOK: &str = "[book]\ntitle = \"Guide\"\n\n[tags]\nthreads = { label = \"Threads\" }\n";

/// The same with two tags.
pub const TWO_TAGS: &str =
    "[book]\ntitle = \"Guide\"\n\n[tags]\nthreads = { label = \"Threads\" }\nmemory = { label = \"Memory\" }\n";

/// A guide under construction.
#[derive(Clone)]
pub struct TestGuide {
    files: BTreeMap<String, Vec<u8>>,
    options: Options,
    cards: Option<Vec<u8>>,
}

/// What building gave.
pub struct Outcome {
    pub built: Option<Built>,
    pub report: Report,
    pub problems: String,
}

impl TestGuide {
    /// `book.toml`, a home page, and nothing else.
    pub fn new() -> Self {
        let guide = Self { files: BTreeMap::new(), options: Options::default(), cards: None };
        guide.file("book.toml", BOOK).file("content/index.md", "+++\ntitle = \"Home\"\n+++\n")
    }

    /// Any file, from the guide's root.
    pub fn file(mut self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        self.files.insert(path.to_owned(), bytes.as_ref().to_vec());
        self
    }

    /// `book.toml`.
    pub fn book(self, text: &str) -> Self {
        self.file("book.toml", text)
    }

    /// A basic topic with a title made of its path and the tag `threads`.
    pub fn topic(self, path: &str, body: &str) -> Self {
        self.topic_with(path, "", body)
    }

    /// The same with more keys in its front matter; a key given here replaces the default one.
    pub fn topic_with(self, path: &str, keys: &str, body: &str) -> Self {
        let mut front = String::new();
        for (key, line) in [
            ("title", format!("title = \"About {path}\"\n")),
            ("difficulty", "difficulty = \"basic\"\n".to_owned()),
            ("tags", "tags = [\"threads\"]\n".to_owned()),
        ] {
            if !keys.lines().any(|given| given.starts_with(&format!("{key} "))) {
                front.push_str(&line);
            }
        }
        let text =
            format!("+++\n{front}{keys}{}+++\n{body}", if keys.is_empty() || keys.ends_with('\n') { "" } else { "\n" });
        self.file(&format!("content/{path}.md"), text)
    }

    /// A chapter's introduction.
    pub fn chapter(self, path: &str, title: &str) -> Self {
        self.file(&format!("content/{path}/index.md"), format!("+++\ntitle = \"{title}\"\n+++\n"))
    }

    /// Drafts are part of the site.
    pub fn drafts(mut self) -> Self {
        self.options.drafts = true;
        self
    }

    /// A file as text; nothing if it is not there.
    pub fn text(&self, path: &str) -> Option<&str> {
        std::str::from_utf8(self.files.get(path)?).ok()
    }

    /// The paths of all files.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The guide without a file.
    pub fn without(mut self, path: &str) -> Self {
        self.files.remove(path);
        self
    }

    /// Social cards kept from an earlier build.
    pub fn with_cards(mut self, kept: &[u8]) -> Self {
        self.cards = Some(kept.to_vec());
        self
    }

    /// Sizes beyond which pages show less.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.options.limits = limits;
        self
    }

    /// Builds in memory.
    pub fn build(&self) -> Outcome {
        self.rebuild(&mut Memory::default())
    }

    /// Builds with what an earlier build left.
    pub fn rebuild(&self, memory: &mut Memory) -> Outcome {
        let mut report = Report::new();
        let inputs = self.inputs();
        let built = pipeline::rebuild(&inputs, &self.options, &InMemory, memory, &mut |_| {}, &mut report);
        let theme: Vec<(String, String)> = studybook::theme::load::built_in_texts().collect();
        let mut texts: Texts<'_> = theme.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let own: Vec<(&str, &str)> = self
            .files
            .iter()
            .filter_map(|(path, bytes)| Some((path.as_str(), std::str::from_utf8(bytes).ok()?)))
            .collect();
        texts.extend(own);
        let problems = report.render(&texts, false);
        Outcome { built, report, problems }
    }

    /// What `load` would give for these files.
    pub fn inputs(&self) -> Inputs {
        let text = |path: &str, bytes: &[u8]| TextFile {
            source: SourcePath::new(path),
            text: String::from_utf8(bytes.to_vec()).expect("in-memory guides are UTF-8").into(),
        };
        let mut inputs = Inputs { cards: self.cards.clone(), ..Inputs::default() };
        for (path, bytes) in &self.files {
            if path == "book.toml" {
                inputs.book = Some(text(path, bytes));
            } else if path == "examples.lock" {
                inputs.examples_lock = Some(text(path, bytes));
            } else if let Some(inner) = path.strip_prefix("content/") {
                if let Some((stem, _)) = split_topic(inner) {
                    let is_index = inner == "index.md" || inner.ends_with("/index.md");
                    let stem = if is_index { stem.trim_end_matches("index") } else { stem };
                    inputs.topics.push(TopicFile { path: TopicPath::new(stem), is_index, file: text(path, bytes) });
                } else {
                    let (source, bytes) = (SourcePath::new(path), bytes.clone().into());
                    inputs.assets.push(AssetFile { source, path: inner.to_owned(), bytes });
                }
            } else if let Some(rest) = path.strip_prefix("themes/") {
                let name = rest.split_once('/').map_or(rest, |(_, name)| name).to_owned();
                inputs.theme.push(ThemeFile { source: SourcePath::new(path), name, bytes: bytes.clone().into() });
            }
        }
        inputs
    }

    /// Writes the files to a folder.
    pub fn on_disk(&self, folder: &Path) {
        for (path, bytes) in &self.files {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
    }
}

impl Outcome {
    /// The site, if nothing was wrong but warnings.
    pub fn site(&self) -> &Site {
        assert!(!self.report.has_errors(), "{}", self.problems);
        &self.built.as_ref().expect("a build without errors gives a site").site
    }

    /// A file of the site.
    pub fn bytes(&self, path: &str) -> Vec<u8> {
        let site = self.site();
        let file = site.get(&OutputPath::new(path));
        let paths: Vec<&str> = site.files().map(|(path, _)| path.as_str()).collect();
        file.unwrap_or_else(|| panic!("no {path} among {paths:?}")).bytes().unwrap().to_vec()
    }

    /// A file of the site as text.
    pub fn page(&self, path: &str) -> String {
        String::from_utf8(self.bytes(path)).unwrap()
    }

    /// What stands in `<main>` of a page.
    pub fn main(&self, path: &str) -> String {
        let page = self.page(path);
        let start = page.find("<main").expect("every page has a main");
        page[start..page.find("</main>").unwrap()].to_owned()
    }

    /// Asserts that problems were found and that the text of all of them holds `expected`.
    #[track_caller]
    pub fn says(&self, expected: &str) -> &Self {
        assert!(self.problems.contains(expected), "expected\n{expected}\nin\n{}", self.problems);
        self
    }

    /// Asserts that there is nothing to say.
    #[track_caller]
    pub fn is_clean(&self) -> &Self {
        assert_eq!(self.problems, "");
        self
    }
}

/// Runs the program.
pub fn studybook(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_studybook")).args(arguments).current_dir(folder).output().unwrap()
}

/// Standard error as text.
pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Standard output as text.
pub fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}
