//! All that a build reads, as values: what `load` gives and everything after works on.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::memo::digest::Digest;
use crate::path::{SourcePath, TopicPath, split_table};

/// By where bytes lie, or would lie, from the guide's root: the files that are links to them.
pub type Links = BTreeMap<SourcePath, Vec<SourcePath>>;

/// The whole of what lies on disk, read.
#[derive(Debug, Default)]
pub struct Inputs {
    /// `book.toml`.
    pub book: Option<TextFile>,
    /// The Markdown files and the tables of words under `content/`, sorted by path.
    pub topics: Vec<TopicFile>,
    /// Everything else under `content/`, sorted by path.
    pub assets: Vec<AssetFile>,
    /// The files of `themes/NAME/`, with paths from that folder, sorted.
    pub theme: Vec<ThemeFile>,
    /// The names of the folders under `themes/`.
    pub theme_names: Vec<String>,
    /// The committed record of which examples ran where, `examples.lock`.
    pub examples_lock: Option<TextFile>,
    /// The set-up and requirements files that `[examples.LANG]` names, each once.
    pub example_files: Vec<TextFile>,
    /// Links among these files.
    pub links: Links,
    /// What the highlighter kept from an earlier build, as read from its cache file; never trusted blindly.
    pub highlights: Option<Vec<u8>>,
    /// Social cards drawn by an earlier build, as read from their cache file.
    pub cards: Option<Vec<u8>>,
    /// `topics.json` of the site that lies in the output: which cards readers may know.
    pub last_catalogue: Option<Vec<u8>>,
    /// The day of the run, from the start of 1970; nothing for a guide in memory. What is written to a site rests on it only where
    /// the feed carries a question a day.
    pub today: Option<u64>,
    /// Files that readers may take along, made of the same guide before.
    pub downloads: Vec<Download>,
}

impl Inputs {
    /// A digest of all that decides what a build makes of them and says of them. What earlier builds left is no part of it: the caches
    /// decide how fast a build is, and the last catalogue what it says of a site that is not its own.
    pub fn digest(&self) -> u128 {
        let Self {
            book,
            topics,
            assets,
            theme,
            theme_names,
            examples_lock,
            example_files,
            links,
            today,
            downloads,
            highlights: _,
            cards: _,
            last_catalogue: _,
        } = self;
        let mut digest = Digest::new("inputs");
        for texts in [book.iter().collect(), examples_lock.iter().collect(), example_files.iter().collect::<Vec<_>>()] {
            digest.size(texts.len());
            for file in texts {
                digest.text(file.source.as_str()).text(&file.text);
            }
        }
        digest.size(topics.len());
        for TopicFile { path, is_index, file } in topics {
            digest.text(path.as_str()).size(usize::from(*is_index)).text(file.source.as_str()).text(&file.text);
        }
        digest.size(assets.len());
        for AssetFile { source, path, bytes } in assets {
            digest.text(source.as_str()).text(path).bytes(bytes);
        }
        digest.size(theme.len());
        for ThemeFile { source, name, bytes } in theme {
            digest.text(source.as_str()).text(name).bytes(bytes);
        }
        digest.size(theme_names.len());
        for name in theme_names {
            digest.text(name);
        }
        digest.size(links.len());
        for (target, from) in links {
            digest.text(target.as_str()).size(from.len());
            for path in from {
                digest.text(path.as_str());
            }
        }
        digest.size(downloads.len());
        for Download { kind, name, bytes } in downloads {
            digest.text(kind).text(name).bytes(bytes);
        }
        digest.number(today.map_or(u128::MAX, u128::from)).done()
    }
}

/// A file of the whole guide for another program.
#[derive(Clone, Debug)]
pub struct Download {
    /// What it is for, as the words of the interface name it: `anki`, `epub`, `pdf`.
    pub kind: &'static str,
    /// Its name at the root of the site.
    pub name: String,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
}

/// A text file and its place.
#[derive(Clone, Debug)]
pub struct TextFile {
    /// From the guide's root.
    pub source: SourcePath,
    /// The text, without byte-order mark and with `\n` line ends.
    pub text: Arc<str>,
}

/// A Markdown file, or a table of words.
#[derive(Clone, Debug)]
pub struct TopicFile {
    /// From `content/`, without `.md`, `/index.md` or the ending of a table.
    pub path: TopicPath,
    /// Whether it is an `index.md`: a chapter's page or the home page.
    pub is_index: bool,
    /// The text and its place.
    pub file: TextFile,
}

impl TopicFile {
    /// Whether it is a table of words.
    pub fn is_table(&self) -> bool {
        split_table(self.file.source.as_str()).is_some()
    }
}

/// A file that is copied as it is.
#[derive(Clone, Debug)]
pub struct AssetFile {
    /// From the guide's root.
    pub source: SourcePath,
    /// From `content/`, and so from the site's root.
    pub path: String,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
}

/// A file of a theme.
#[derive(Clone, Debug)]
pub struct ThemeFile {
    /// From the guide's root.
    pub source: SourcePath,
    /// From the theme's folder: `templates/topic.html`.
    pub name: String,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
}
