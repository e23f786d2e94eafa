//! The JSON Schemas of what authors write in TOML: the one place that describes each key.
//!
//! Editors read them, the manual's reference is made of them, and the language server shows them.

/// The schema of `book.toml`.
pub const BOOK_SCHEMA: &str = include_str!("../../schemas/book.schema.json");
/// The schema of the front matter.
pub const TOPIC_SCHEMA: &str = include_str!("../../schemas/topic.schema.json");
