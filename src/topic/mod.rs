//! One topic: front matter, Markdown, code.

pub mod fence;
pub mod document;
pub mod maths;
pub mod inline;
pub mod front;
pub mod footnotes;
pub mod markdown;
pub mod classes;
pub mod tokens;
pub mod painter;
pub mod highlight;
pub mod cache;
pub mod parse;
pub mod parsed;
