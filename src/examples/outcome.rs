//! What `studybook test` is asked for, what it tells while it runs, and what came of it.

use std::collections::BTreeMap;

use crate::examples::targets::Target;
use crate::examples::verdict::BlockRun;
use crate::path::SourcePath;

/// What the caller wants.
#[derive(Clone, Debug, Default)]
pub struct TestOptions {
    /// Rewrite the output blocks that differ.
    pub fix: bool,
    /// Install no packages.
    pub no_install: bool,
    /// Only files whose path holds this.
    pub pattern: Option<String>,
    /// Forget earlier results.
    pub no_cache: bool,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Examples that did what is written wherever they ran.
    pub passed: usize,
    /// Examples that did not, somewhere.
    pub failed: usize,
    /// Examples that ran nowhere, `norun` among them.
    pub skipped: usize,
    /// Runs that an earlier run had spared.
    pub cached: usize,
    /// Runs of this run.
    pub run: usize,
    /// Output blocks rewritten.
    pub fixed: usize,
    /// What the result holds for: `Python 3.11, 3.12`, each with the number of examples that passed there.
    pub on: Vec<(String, usize)>,
}

/// What is told while it runs.
#[derive(Clone, Debug)]
pub enum Progress<'a> {
    /// Something that takes long has begun or ended.
    Note(&'a str),
    /// So many runs of so many are done.
    Ran(usize, usize),
}

/// By source and start of the block, what `--fix` wrote below it.
pub type Written = BTreeMap<(SourcePath, usize), String>;
/// The loaded texts by source.
pub type Texts<'a> = BTreeMap<&'a str, &'a str>;

/// What every job did on each target that took it.
pub type Runs<'b> = Vec<Vec<(&'b Target, Vec<BlockRun>)>>;
