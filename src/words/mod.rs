//! The words every other floor speaks in: paths, places, problems. Nothing here knows what a topic is.

pub mod escape;
pub mod slug;
pub mod lint;
pub mod carry;
pub mod message;
pub mod nearest;
pub mod path;
pub mod position;
pub mod report;
pub mod similar;
