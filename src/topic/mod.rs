//! One topic: front matter, Markdown, code.

pub mod document;
pub mod inline;
pub mod maths;
pub mod fence;
pub mod front;
pub mod footnotes;
pub mod markdown;
pub mod classes;
pub mod highlight;
pub mod cache;
pub mod parse;
