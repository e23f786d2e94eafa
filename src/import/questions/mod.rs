//! Lists of questions in one Markdown file: which lines ask, and where each answer ends.

pub mod blocks;
pub mod html_headings;
pub mod answer;
pub mod asking_headings;
pub mod reader;
pub mod folded;
pub mod list;
pub mod table;
