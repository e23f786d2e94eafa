//! The pages, one module for each kind: from the scene to a view, and from the view through its template.

pub mod topic;
pub mod quiz_key;
pub mod print;
pub mod study;
pub mod output;
pub mod chapter;
pub mod lists;
pub mod map;
pub mod plain;
