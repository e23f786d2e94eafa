//! The theme: templates, static files joined into bundles, and the words of the interface.

pub mod sheets;
pub mod bundle;
pub mod interface_words;
pub mod load;
