//! Which examples are verified: every block of a guide that can run, as the record knows it.
//!
//! In: a guide and `examples.lock`. Out: [`Marks`], by file and block. Those of files that did not change are kept for the
//! next build.

use std::collections::{HashMap, HashSet};

use xxhash_rust::xxh3::Xxh3;

use crate::examples::jobs::{self, Plan};
use crate::examples::record::{self, Record};
use crate::guide::model::Guide;
use crate::path::SourcePath;
use crate::problem::report::Report;
use crate::reading::inputs::TextFile;
use crate::reading::runner_setting::RunnerSetting;
use crate::topic::document::CodeBlock;
use crate::topic::parse::Topic;

/// What the record says about a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verified {
    /// It ran as it stands, on these: `Python 3.11, 3.12`, `Django 5.2, 6.0`.
    On(Vec<String>),
    /// The record does not know the block as it stands now.
    Stale,
    /// There is no record at all.
    Missing,
}

/// What the record says about every block of a guide that can run.
#[derive(Debug, Default)]
pub struct Marks {
    /// Of the record, the runners and the files that they name.
    found_from: u128,
    record: Option<Record>,
    /// What reading the record had to say.
    problems: Report,
    files: HashMap<SourcePath, OfFile>,
}

/// The marks of a file.
#[derive(Debug)]
struct OfFile {
    /// Of the file as it was.
    digest: u128,
    /// By the byte at which the block starts.
    blocks: Vec<(usize, Verified)>,
}

impl Marks {
    /// Looks up every block of a guide; `lock` is its `examples.lock`, if it has one, and `files` are those that runners name.
    pub fn update(&mut self, guide: &Guide, lock: Option<&TextFile>, files: &[TextFile], report: &mut Report) {
        let runners = jobs::runners(&guide.settings);
        let found_from = digest(lock, files, &runners);
        if self.found_from != found_from {
            let mut problems = Report::new();
            let record = lock.map(|file| record::read(file, &mut problems));
            *self = Self { found_from, record, problems, files: HashMap::new() };
        }
        report.merge(self.problems.clone());
        for topic in guide.files() {
            if self.files.get(&topic.source).is_none_or(|known| known.digest != topic.digest) {
                let blocks = of_file(topic, self.record.as_ref(), &runners, files);
                self.files.insert(topic.source.clone(), OfFile { digest: topic.digest, blocks });
            }
        }
        if self.files.len() > guide.files().count() {
            let present: HashSet<&SourcePath> = guide.files().map(|topic| &topic.source).collect();
            self.files.retain(|source, _| present.contains(source));
        }
    }

    /// What the record says about a block; `None` for one that is never run.
    pub fn of(&self, source: &SourcePath, block: &CodeBlock) -> Option<&Verified> {
        let blocks = &self.files.get(source)?.blocks;
        blocks.iter().find(|(start, _)| *start == block.span.start).map(|(_, verified)| verified)
    }

    /// How many blocks are verified, and how many can run.
    pub fn count(&self) -> (usize, usize) {
        let all = || self.files.values().flat_map(|file| &file.blocks);
        (all().filter(|(_, mark)| matches!(mark, Verified::On(_))).count(), all().count())
    }
}

fn of_file(
    topic: &Topic,
    record: Option<&Record>,
    runners: &[RunnerSetting],
    files: &[TextFile],
) -> Vec<(usize, Verified)> {
    let mut plan = Plan::default();
    jobs::plan_file(topic, runners, &mut plan);
    let mut marks = Vec::new();
    for job in &plan.jobs {
        for (index, block) in job.blocks.iter().enumerate() {
            let written = block.output.as_ref().map(|output| output.text.as_str());
            let ran = |record: &Record| {
                let ran = record.examples.get(&record::key(job, index, written, files));
                ran.map_or(Verified::Stale, |ran| Verified::On(record::in_words(ran)))
            };
            marks.push((block.span.start, record.map_or(Verified::Missing, ran)));
        }
    }
    marks
}

fn digest(lock: Option<&TextFile>, files: &[TextFile], runners: &[RunnerSetting]) -> u128 {
    let mut hash = Xxh3::new();
    hash.update(format!("{} {runners:?}", lock.is_some()).as_bytes());
    for file in lock.into_iter().chain(files) {
        hash.update(&(file.text.len() as u64).to_le_bytes());
        hash.update(file.text.as_bytes());
        hash.update(file.source.as_str().as_bytes());
    }
    hash.digest128()
}
