//! From the guide to the bytes of its site. Nothing here touches the disk.

pub mod site;
pub mod view;
pub mod words;
pub mod bundle;
pub mod card;
pub mod theme;
pub mod kept;
pub mod anchors;
pub mod faces;
pub mod scene;
pub mod numbers;
pub mod digest;
pub mod spell;
pub mod marks;
pub mod head;
pub mod structured;
pub mod layers;
pub mod pages;
pub mod catalogue;
pub mod twin;
pub mod robots;
pub mod searchable;
pub mod making;
pub mod render;
pub mod inspect;
pub mod remember;
