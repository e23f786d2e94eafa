//! The record of examples that ran, for a guide in which a set-up file has another path: the path is part of what a mark rests on,
//! though nothing else has changed.
//!
//! In: the guide before and after, and `examples.lock`. Out: its new text, if it changes. A mark that rests on an input that moves
//! is left: the example reads that file by its path.

use std::collections::BTreeMap;

use crate::examples::jobs::{self, Plan as Jobs};
use crate::examples::record;
use crate::guide::model::Guide;
use crate::moving::plan::Plan;
use crate::path::SourcePath;
use crate::problem::report::Report;
use crate::reading::inputs::{Inputs, TextFile};

/// By which a block is found before and after: the file it is in then, the job and the number in it.
type Block = (SourcePath, usize, usize);

/// The record afterwards; nothing if it stays, or cannot be read.
pub fn rewritten(plan: &Plan, inputs: &Inputs, before: &Guide, after: &Guide, read_then: &Inputs) -> Option<String> {
    let file = inputs.examples_lock.as_ref()?;
    let mut problems = Report::new();
    let mut record = record::read(file, &mut problems);
    if problems.count() > 0 {
        return None;
    }
    let old = keys(before, &inputs.example_files, Some(plan));
    let new = keys(after, &read_then.example_files, None);
    let mut changed = BTreeMap::new();
    for (block, old) in &old {
        let Some(new) = new.get(block).filter(|new| *new != old) else { continue };
        if let Some(ran) = record.examples.get(old) {
            changed.insert(old.clone(), (new.clone(), ran.clone()));
        }
    }
    for (old, (new, ran)) in changed.iter() {
        record.examples.remove(old);
        record.examples.insert(new.clone(), ran.clone());
    }
    (!changed.is_empty()).then(|| record::write(&record))
}

/// The key of every block that can run and reads no file that moves.
fn keys(guide: &Guide, files: &[TextFile], plan: Option<&Plan>) -> BTreeMap<Block, String> {
    let runners = jobs::runners(&guide.settings);
    let mut keys = BTreeMap::new();
    for topic in guide.files() {
        let mut jobs = Jobs::default();
        jobs::plan_file(topic, &runners, &mut jobs);
        let moved = |source: &SourcePath| plan.and_then(|plan| plan.files.get(source));
        let source = moved(&topic.source).unwrap_or(&topic.source);
        for (number, job) in jobs.jobs.iter().enumerate() {
            if job.inputs(files).any(|input| moved(&input.source).is_some()) {
                continue;
            }
            for (index, block) in job.blocks.iter().enumerate() {
                let written = block.output.as_ref().map(|output| output.text.as_str());
                keys.insert((source.clone(), number, index), record::key(job, index, written, files));
            }
        }
    }
    keys
}
