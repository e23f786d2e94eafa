//! The guide in the hands of other programs: what readers take along.

pub mod anki;
pub mod epub;
