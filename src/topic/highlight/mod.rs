//! Code in colour: grammars, the theme's classes, lines that are remembered, tokens, and what is kept between builds.

pub mod classes;
pub mod runs;
pub mod ansi;
pub mod first_bytes;
pub mod contexts;
pub mod parser;
pub mod lines;
pub mod transcripts;
pub mod grammars;
pub mod cache;
