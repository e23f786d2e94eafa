//! The script that runs blocks of Python in one namespace, and the mark by which what they write is told apart.

/// The script.
pub const SCRIPT: &str = include_str!("python/driver.py");

/// What stands before the words that tell the blocks of a process apart.
pub const MARK: &str = "studybook-3b9f1c ";
