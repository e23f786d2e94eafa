//! The commands on a whole guide, a module each: arguments in, exit code out. `serve`, `init`, `new` and `shell` lie beside.

pub mod build;
pub mod check;
pub mod test;
pub mod pdf;
pub mod stats;
pub mod import;
