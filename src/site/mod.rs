//! From the guide to the bytes of its site. Nothing here touches the disk, and nothing here knows of serving or printing.

pub mod active_files;
pub mod anchors;
pub mod feeds;
pub mod labels;
pub mod layered_graph;
pub mod markdown_page;
pub mod page_head;
pub mod page_numbers;
pub mod search_input;
pub mod share_image;
pub mod picture_sizes;
pub mod masthead;
pub mod shared_digests;
pub mod context;
pub mod catalogue;
pub mod spot;
pub mod code_views;
pub mod players;
pub mod fill;
pub mod page_digests;
#[expect(clippy::module_inception, reason = "the finished site is what this floor makes")]
pub mod site;
pub mod kept_pages;
pub mod store;
pub mod rendering;
pub mod structured_data;
pub mod offline;
pub mod pages;
pub mod card_texts;
pub mod study_files;
pub mod site_view;
pub mod page_table;
pub mod template_problem;
pub mod inspect;
pub mod gone_addresses;
pub mod page_record;
