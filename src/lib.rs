//! studybook turns a folder of Markdown topics into a study guide: a linked, highlighted, searchable, printable site.
//!
//! This list is the floor plan: a module uses only modules above it, on its own floor or on an earlier one.
//! `tests/suite/floor_plan.rs` keeps it so. `ARCHITECTURE.md` says what flows through the rooms.

pub mod words;
pub mod reading;
pub mod topic;
pub mod guide;
pub mod examples;
pub mod search;
pub mod output;
pub mod program;
