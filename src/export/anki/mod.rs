//! The cards of a guide as a deck of Anki.
//!
//! In: the scene and which cards. Out: the bytes of a package (`.apkg`) or of a text file. Each note is known by a name made of
//! the guide's id and the card's, so that a deck which is imported again updates its notes and keeps what their reader knows.
//! It touches no disk: the database of a package is made in memory.

pub mod identity;
pub mod pictures;
pub mod faces;
pub mod kept;
pub mod notes;
pub mod note_type;
pub mod collection;
pub mod package;
pub mod text;
pub mod deck;
