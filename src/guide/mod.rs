//! All topics together: order, links, nearness, numbers.

pub mod model;
pub mod requirements;
pub mod summaries;
pub mod arrange;
pub mod arranged;
pub mod links;
pub mod linked;
pub mod related;
pub mod stats;
pub mod select;
pub mod lint;
