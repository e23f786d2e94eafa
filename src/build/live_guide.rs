//! A guide that is held in memory from build to build, for what goes on running: the preview and the language server.
//!
//! In: a folder, the paths that changed in it, texts that an editor holds. Out: builds, each of which makes only what the
//! last one did not. It writes nothing.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::build::memory::Memory;
use crate::build::pipeline::{self, Built, Options};
use crate::problem::report::Report;
use crate::reading::reload::{self, Change, Loaded};
use crate::site::store::InMemory;

/// The guide as it was read last, and what its last build left.
#[derive(Debug)]
pub struct LiveGuide {
    root: PathBuf,
    /// What was read.
    pub loaded: Loaded,
    memory: Memory,
}

impl LiveGuide {
    /// Reads the guide in `root`.
    pub fn open(root: PathBuf) -> Self {
        let loaded = reload::load(&root);
        Self { root, loaded, memory: Memory::default() }
    }

    /// Its folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Reads again what changed: paths from the guide's folder.
    pub fn refresh(&mut self, changed: &BTreeSet<PathBuf>) -> Change {
        self.loaded.refresh(&self.root, changed)
    }

    /// Builds it. The report holds what reading had to say, too.
    pub fn build(&mut self, options: &Options) -> (Option<Built>, Report) {
        let mut report = self.loaded.problems.clone();
        let inputs = &self.loaded.inputs;
        let built = pipeline::rebuild(inputs, options, &InMemory, &mut self.memory, &mut |_| {}, &mut report);
        (built, report)
    }
}
