//! Text and nothing else: bytes, places, escaping, slugs, dates, lines and columns, "did you mean", how alike two questions are.

pub mod attribute_words;
pub mod bytes;
pub mod span;
pub mod cjk;
pub mod composed;
pub mod date;
pub mod date_in_words;
pub mod did_you_mean;
pub mod escape;
pub mod language;
pub mod question_words;
pub mod likeness;
pub mod position;
pub mod utf16;
pub mod shown;
pub mod slug;
pub mod windows_names;
pub mod pattern;
pub mod edits;
pub mod title_order;
