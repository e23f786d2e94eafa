//! The command line: arguments in, exit code out.

pub mod annotations;
pub mod command_run;
pub mod external_links;
pub mod table;
pub mod starter;
pub mod topic_template;
pub mod mending;
pub mod commands;
pub mod arguments;
