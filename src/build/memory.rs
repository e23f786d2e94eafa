//! What a build leaves for the next one of the same process: `serve` keeps one, a plain build starts with an empty one.
//!
//! A memory never changes what a build gives, only how long it takes: each part is used only where what it was made
//! from is the same. `tests/suite/rebuilding.rs` holds it to that.

use std::sync::Arc;

use crate::examples::marks::Marks;
use crate::guide::arranged::Arranged;
use crate::guide::linked::Linked;
use crate::guide::related::Nearness;
use crate::problem::report::Report;
use crate::reading::inputs::ThemeFile;
use crate::site::anchors::Anchors;
use crate::site::rendering::Rendered;
use crate::theme::load::{self, Theme};
use crate::topic::highlight::cache::Highlights;
use crate::topic::parsed::Parsed;

/// The parts that are kept.
#[derive(Debug, Default)]
pub struct Memory {
    /// Of the stages before rendering.
    pub stages: Stages,
    /// Of rendering.
    pub rendered: Rendered,
}

/// What the stages before rendering leave, one part for each that is worth it.
#[derive(Debug, Default)]
pub struct Stages {
    /// Parsed files.
    pub parsed: Parsed,
    /// The guide.
    pub arranged: Arranged,
    /// Its links.
    pub linked: Linked,
    /// Highlighted code.
    pub highlights: Highlights,
    /// Related topics.
    pub nearness: Nearness,
    /// Ids of topics on pages that hold many.
    pub anchors: Anchors,
    /// Which examples are verified.
    pub marks: Marks,
    /// The theme.
    pub theme: ThemeMemory,
}

/// A theme and what it was loaded from.
#[derive(Debug, Default)]
pub struct ThemeMemory {
    files: Vec<(String, Arc<[u8]>)>,
    language: String,
    theme: Option<Theme>,
    problems: Report,
}

impl ThemeMemory {
    /// The theme for these files. `None` if a template cannot be read.
    pub fn load(&mut self, files: &[ThemeFile], language: &str, report: &mut Report) -> Option<&mut Theme> {
        let same = |(known, file): (&(String, Arc<[u8]>), &ThemeFile)| {
            known.0 == file.name && (Arc::ptr_eq(&known.1, &file.bytes) || known.1 == file.bytes)
        };
        let unchanged = self.theme.is_some()
            && self.language == language
            && self.files.len() == files.len()
            && self.files.iter().zip(files).all(same);
        if !unchanged {
            let mut problems = Report::new();
            let theme = load::load(files, language, &mut problems);
            let files = files.iter().map(|file| (file.name.clone(), file.bytes.clone())).collect();
            *self = Self { files, language: language.to_owned(), theme, problems };
        }
        report.merge(self.problems.clone());
        self.theme.as_mut()
    }
}
