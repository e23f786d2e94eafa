//! One topic: front matter, Markdown, code.

pub mod bare_addresses;
pub mod plain_dollars;
pub mod plain_signs;
pub mod inline_marks;
pub mod quotation_marks;
pub mod abbreviations;
pub mod line_list;
pub mod fence_values;
pub mod fence;
pub mod listing;
pub mod quiz;
pub mod spreadsheet_padding;
pub mod word_rows;
pub mod document;
pub mod footnotes;
pub mod highlight;
pub mod unfinished;
pub mod formulas;
pub mod inline;
pub mod markdown;
pub mod word_table;
pub mod front_matter;
pub mod front_slips;
pub mod answers;
pub mod parse;
pub mod parsed;
