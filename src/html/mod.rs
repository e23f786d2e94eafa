//! HTML, read in one way: what an author wrote in a topic, what a source to import holds, what the finished site is made of.

pub mod character_references;
pub mod attributes;
pub mod element_names;
pub mod tag_rest;
pub mod tokens;
