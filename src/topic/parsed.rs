//! The files of the last build, parsed: the next one parses only what changed.
//!
//! In: the Markdown files. Out: their topics and problems. A file counts as unchanged if its text is equal, byte for
//! byte, the settings of Markdown are, and the files are from which its code blocks take their code; nothing else goes into
//! parsing.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use crate::path::{SourcePath, TopicPath};
use crate::problem::report::Report;
use crate::reading::inputs::{AssetFile, TopicFile};
use crate::reading::settings::MarkdownSettings;
use crate::topic::listing::{self, Wanted};
use crate::topic::parse::{self, Topic};

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
    listings: Wanted,
    problems: Report,
}

impl Kept {
    /// Whether the files whose code stands in this one are as they were.
    fn listings_are(&self, assets: &[AssetFile]) -> bool {
        let is_same = |was: &Option<Arc<[u8]>>, is: Option<&AssetFile>| match (was, is) {
            (Some(was), Some(is)) => Arc::ptr_eq(was, &is.bytes) || *was == is.bytes,
            (was, is) => was.is_none() && is.is_none(),
        };
        self.listings.iter().all(|(path, bytes)| is_same(bytes, listing::find(path, assets)))
    }
}

impl Parsed {
    /// Parses what is new or changed. Gives all topics, and the paths of the files that could not be parsed.
    pub fn update(
        &mut self,
        files: &[TopicFile],
        settings: MarkdownSettings,
        assets: &[AssetFile],
        report: &mut Report,
    ) -> (Vec<Arc<Topic>>, BTreeSet<TopicPath>) {
        if self.settings != settings {
            *self = Self { settings, files: Vec::new() };
        }
        let mut known = self.in_order_of(files, assets);
        let changed: Vec<usize> = (0..files.len()).filter(|&at| known[at].is_none()).collect();
        let parse = |&at: &usize| {
            let (file, mut problems) = (&files[at], Report::new());
            let topic = parse::parse(file, settings, assets, &mut problems).map(Arc::new);
            let listings = topic.as_ref().map(|topic| topic.document.listings.clone()).unwrap_or_default();
            Kept { source: file.file.source.clone(), text: file.file.text.clone(), topic, listings, problems }
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
    fn in_order_of(&mut self, files: &[TopicFile], assets: &[AssetFile]) -> Vec<Option<Kept>> {
        let last = std::mem::take(&mut self.files);
        let is_same = |kept: &Kept, file: &TopicFile| {
            (Arc::ptr_eq(&kept.text, &file.file.text) || kept.text == file.file.text) && kept.listings_are(assets)
        };
        // Mostly no file has come or gone.
        if last.iter().map(|kept| &kept.source).eq(files.iter().map(|file| &file.file.source)) {
            return last.into_iter().zip(files).map(|(kept, file)| is_same(&kept, file).then_some(kept)).collect();
        }
        let mut last: HashMap<SourcePath, Kept> = last.into_iter().map(|kept| (kept.source.clone(), kept)).collect();
        files.iter().map(|file| last.remove(&file.file.source).filter(|kept| is_same(kept, file))).collect()
    }
}
