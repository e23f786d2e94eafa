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

/// Parsed files, in the order in which they were given.
#[derive(Debug, Default)]
pub struct Parsed {
    settings: MarkdownSettings,
    files: Vec<Kept>,
}

#[derive(Debug)]
struct Kept {
    source: SourcePath,
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
            *self = Self { settings, files: Vec::new() };
        }
        let mut known = self.in_order_of(files);
        let changed: Vec<usize> = (0..files.len()).filter(|&at| known[at].is_none()).collect();
        let parse = |&at: &usize| {
            let (file, mut problems) = (&files[at], Report::new());
            let topic = parse::parse(file, settings, &mut problems).map(Arc::new);
            Kept { source: file.file.source.clone(), text: file.file.text.clone(), topic, problems }
        };
        let new: Vec<Kept> = changed.par_iter().map(parse).collect();
        for (at, kept) in changed.into_iter().zip(new) {
            known[at] = Some(kept);
        }
        self.files = known.into_iter().flatten().collect();
        let mut topics = Vec::with_capacity(files.len());
        let mut unread = BTreeSet::new();
        for (file, kept) in files.iter().zip(&self.files) {
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

    /// Of each file what is known of it; nothing if its text is another.
    fn in_order_of(&mut self, files: &[TopicFile]) -> Vec<Option<Kept>> {
        let last = std::mem::take(&mut self.files);
        let is_same =
            |kept: &Kept, file: &TopicFile| Arc::ptr_eq(&kept.text, &file.file.text) || kept.text == file.file.text;
        // Mostly no file has come or gone.
        if last.iter().map(|kept| &kept.source).eq(files.iter().map(|file| &file.file.source)) {
            return last.into_iter().zip(files).map(|(kept, file)| is_same(&kept, file).then_some(kept)).collect();
        }
        let mut last: HashMap<SourcePath, Kept> = last.into_iter().map(|kept| (kept.source.clone(), kept)).collect();
        files.iter().map(|file| last.remove(&file.file.source).filter(|kept| is_same(kept, file))).collect()
    }
}
