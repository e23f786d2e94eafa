//! Social cards: the pictures that messengers and networks show beside a link.
//!
//! In: words. Out: a PNG of 1200 by 630, the same bytes for the same words, or nothing where the card's letters cannot
//! spell them. Text is drawn as outlines, so a title is never read as markup.

pub mod lettering;
pub mod png;
pub mod drawing;
pub mod app_icon;
pub mod image_cache;
pub mod images;
