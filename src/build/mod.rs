//! The build: every stage in order, and what one build leaves for the next.

pub mod memory;
pub mod pipeline;
pub mod live_guide;
