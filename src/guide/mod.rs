//! All topics together: order, links, nearness, numbers.

pub mod model;
pub mod made_pages;
pub mod requirements;
pub mod arrange;
pub mod suggestions;
pub mod links;
pub mod linked;
pub mod related;
pub mod unanswered;
pub mod absolutes;
pub mod false_pictures;
pub mod lints;
pub mod selection;
pub mod statistics;
pub mod summary_links;
pub mod arranged;
