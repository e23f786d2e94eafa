//! The files of the last build, parsed: the next one parses only what changed.
//!
//! In: the Markdown files. Out: their topics and problems. A file counts as unchanged if its text is equal, byte for
//! byte, and the settings of Markdown are; nothing else goes into parsing.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use crate::reading::inputs::TopicFile;
use crate::reading::settings::MarkdownSettings;
use crate::topic::parse::{self, Topic};
use crate::words::path::{SourcePath, TopicPath};
use crate::words::report::Report;

/// Parsed files by source.
#[derive(Debug, Default)]
pub struct Parsed {
    settings: MarkdownSettings,
    files: HashMap<SourcePath, Kept>,
}

#[derive(Debug)]
struct Kept {
    text: Arc<str>,
    topic: Option<Arc<Topic>>,
    problems: Report,
}

impl Parsed {
    /// Parses what is new or changed. Gives all topics, and the paths of the files that could not be parsed.
    pub fn update(
        &mut self,
        files: &[TopicFile],
        settings: MarkdownSettings,
        report: &mut Report,
    ) -> (Vec<Arc<Topic>>, BTreeSet<TopicPath>) {
        if self.settings != settings {
            *self = Self { settings, files: HashMap::new() };
        }
        let changed: Vec<&TopicFile> = files.iter().filter(|file| !self.knows(file)).collect();
        let parse = |file: &&TopicFile| {
            let mut problems = Report::new();
            let topic = parse::parse(file, settings, &mut problems).map(Arc::new);
            (file.file.source.clone(), Kept { text: file.file.text.clone(), topic, problems })
        };
        let new: Vec<(SourcePath, Kept)> = changed.par_iter().map(parse).collect();
        self.files.extend(new);
        if self.files.len() > files.len() {
            let present: BTreeSet<&SourcePath> = files.iter().map(|file| &file.file.source).collect();
            self.files.retain(|source, _| present.contains(source));
        }
        let mut topics = Vec::with_capacity(files.len());
        let mut unread = BTreeSet::new();
        for file in files {
            let Some(kept) = self.files.get(&file.file.source) else { continue };
            report.merge(kept.problems.clone());
            match &kept.topic {
                Some(topic) => topics.push(topic.clone()),
                None => {
                    unread.insert(file.path.clone());
                }
            }
        }
        (topics, unread)
    }

    fn knows(&self, file: &TopicFile) -> bool {
        let kept = self.files.get(&file.file.source);
        kept.is_some_and(|kept| Arc::ptr_eq(&kept.text, &file.file.text) || kept.text == file.file.text)
    }
}
