//! The guide as an e-book: EPUB 3.3, the same bytes for the same guide.
//!
//! In: the scene and what to take. Out: the bytes of the file. Its pages are spelled as those for paper are, then made
//! well-formed and divided into files. Nothing here touches the disk.

pub mod container;
pub mod cover;
pub mod elements;
pub mod xhtml;
pub mod package;
pub mod contents;
pub mod part;
pub mod book;
