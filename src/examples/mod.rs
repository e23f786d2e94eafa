//! `studybook test`: the fenced examples of a guide are run and what they print is compared with what is written.
//!
//! Plan, run, judge, record: only `run`, `environment`, `interpreters`, `pyodide` and `execute` touch processes;
//! nothing here is used by a build but `plan`, `record` and `verified`, which are pure.

pub mod version;
pub mod compare;
pub mod trace;
pub mod plan;
pub mod judge;
pub mod record;
pub mod verified;
pub mod lines;
pub mod fix;
pub mod run;
pub mod pyodide;
pub mod interpreters;
pub mod environment;
pub mod execute;
pub mod results;
pub mod syntax;
pub mod bench;
pub mod outcome;
pub mod crew;
pub mod conclude;
pub mod test;
