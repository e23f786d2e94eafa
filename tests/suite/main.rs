//! The suite: one binary, a module a feature. Every test builds its own tiny guide through [`guide::TestGuide`].

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail by panic")]
#![allow(clippy::disallowed_methods, reason = "tests read and write the disk to see what the program did")]

mod editor;
mod guide;
mod server;

mod abbreviations;
mod anki;
mod cards;
mod cli;
mod commands;
mod commonmark;
mod costs;
mod epub;
mod examples;
mod fences;
mod explained;
mod external;
mod floor_plan;
mod golden;
mod highlighting;
mod hostile;
mod init;
mod inline_marks;
mod import;
mod import_anki;
mod import_lists;
mod import_pages;
mod limits;
mod linking;
mod lints;
mod loading;
mod lsp;
mod lsp_rename;
mod manual;
mod markdown;
mod marks_that_hold;
mod mending;
mod masthead;
mod mv;
mod messages;
mod new;
mod nothing_lost;
mod own_pages;
mod pdf;
mod pictures;
mod planted;
mod proofs;
mod quizzes;
mod rebuilding;
mod runaway;
mod schemas;
mod search;
mod serve;
mod settings;
mod since;
mod site;
mod study;
mod terminal;
mod theme;
mod vscode;
mod word_tables;
mod words;
mod writing;
