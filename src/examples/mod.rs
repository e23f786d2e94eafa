//! `studybook test`: the fenced examples of a guide are run and what they print is compared with what is written.
//!
//! Plan, run, judge, record: only `run`, `environment`, `interpreters`, `pyodide`, `execute`, `fork_server` and what `process` stands on touch processes;
//! nothing here is used by a build but `plan`, `record` and `verified`, which are pure.

pub mod version;
pub mod compare;
pub mod idle_code;
pub mod vain_asserts;
pub mod jobs;
pub mod quiz_choices;
pub mod record;
pub mod driver;
pub mod stray;
pub mod cleaner;
pub mod work_folder;
pub mod environment;
pub mod markdown_lines;
pub mod fix;
pub mod marks;
pub mod process;
pub mod fork_server;
pub mod pyodide;
pub mod interpreters;
pub mod syntax;
pub mod targets;
pub mod traceback;
pub mod verdict;
pub mod end_mark;
pub mod execute;
pub mod command;
pub mod outcome;
pub mod results;
pub mod earlier_results;
pub mod schedule;
pub mod run;
