//! The commands on a whole guide, a module each: arguments in, exit code out. `serve`, `init`, `new` and `shell` lie beside.

pub mod build;
pub mod check;
pub mod test;
pub mod pdf;
pub mod anki;
pub mod epub;
pub mod stats;
pub mod ids;
pub mod mv;
pub mod import;
pub mod init;
pub mod new;
pub mod shell;
pub mod explain;
