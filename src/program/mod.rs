//! The program: a build as one function, writing it down, and the command line.

pub mod console;
pub mod memory;
pub mod build;
pub mod manifest;
pub mod write;
pub mod staging;
pub mod last;
pub mod pdf;
pub mod external;
pub mod import;
pub mod table;
pub mod serve;
pub mod init;
pub mod new;
pub mod shell;
pub mod run;
pub mod commands;
pub mod cli;
