//! studybook turns a folder of Markdown topics into a study guide: a linked, highlighted, searchable, printable site.
//!
//! This list is the floor plan: a module uses only modules above it, on its own floor or on an earlier one.
//! `tests/suite/floor_plan.rs` keeps it so. `ARCHITECTURE.md` says what flows through the rooms.

#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a unit test may fail by panic, and use the disk")
)]

pub mod text;
pub mod path;
pub mod disk;
pub mod problem;
pub mod memo;
pub mod html;
pub mod css;
pub mod reading;
pub mod topic;
pub mod guide;
pub mod examples;
pub mod cards;
pub mod search;
pub mod view;
pub mod theme;
pub mod site;
pub mod build;
pub mod write;
pub mod print;
pub mod export;
pub mod import;
pub mod moving;
pub mod terminal;
pub mod serve;
pub mod lsp;
pub mod cli;
