//! CSS, read in one way: what is checked in a sheet is what is rewritten in it.

pub mod tokens;
pub mod addresses;
