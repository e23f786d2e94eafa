//! The suite: one binary, a module a feature. Every test builds its own tiny guide through [`guide::TestGuide`].

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail by panic")]
#![allow(clippy::disallowed_methods, reason = "tests read and write the disk to see what the program did")]

mod guide;
mod server;

mod cards;
mod cli;
mod examples;
mod external;
mod floor_plan;
mod highlighting;
mod hostile;
mod init;
mod import;
mod linking;
mod lints;
mod loading;
mod markdown;
mod messages;
mod new;
mod pdf;
mod rebuilding;
mod schemas;
mod search;
mod serve;
mod settings;
mod site;
mod theme;
mod writing;
