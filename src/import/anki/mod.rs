//! Notes of Anki: exported as text, or in a package.
//!
//! A package goes from bytes to parts (`archive`), from its database to rows (`collection`), and from rows to topics
//! (`notes`). What a field holds is read the same way for both forms.

pub mod protobuf;
pub mod archive;
pub mod database;
pub mod note_types;
pub mod collection;
pub mod media;
pub mod apkg;
pub mod cloze;
pub mod fields;
pub mod short_note;
pub mod plain_text;
pub mod notes;
