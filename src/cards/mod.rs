//! What a guide can ask its readers: one card for each question that has an answer, with an id that survives rewording.
//!
//! In: the guide and what is known of its examples. Out: [`deck::Deck`]. Nothing here writes HTML: `site::study` does.

pub mod card;
pub mod deck;
pub mod gone;
pub mod named;
