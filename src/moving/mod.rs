//! Moving parts of a guide, so that everything that names them follows: what `studybook mv` does.
//!
//! In: a guide as it was read, and what goes where. Out: a plan of edits and renames. Nothing is written here: `write::changes` does.

pub mod new_places;
pub mod spelling;
pub mod names;
pub mod topics;
pub mod book_toml;
pub mod plan;
pub mod marks;
pub mod proof;
pub mod prepared_move;
