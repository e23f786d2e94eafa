//! What can be wrong, and how it is told: messages with their codes and hints, places, the report that gathers them.

pub mod advice;
pub mod import_note;
pub mod quiz_fault;
pub mod table_fault;
pub mod slip;
pub mod deck_fault;
pub mod message;
pub mod report;
pub mod replacement;
pub mod explained;
