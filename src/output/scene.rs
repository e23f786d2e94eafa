//! All that a page is made from, in one place.

use crate::examples::verified::Marks;
use crate::guide::links::Links;
use crate::guide::model::Guide;
use crate::guide::related::Related;
use crate::output::card::cards::Cards;
use crate::output::faces::Faces;
use crate::output::theme::Theme;
use crate::topic::cache::Highlights;

/// The finished stages before rendering.
pub struct Scene<'a> {
    /// The guide.
    pub guide: &'a Guide,
    /// Its links.
    pub links: &'a Links,
    /// Related topics, for each topic.
    pub related: &'a [Related],
    /// Highlighted code.
    pub highlights: &'a Highlights,
    /// The theme.
    pub theme: &'a Theme,
    /// Social cards.
    pub cards: &'a Cards,
    /// What is known of each example's last run.
    pub marks: &'a Marks,
    /// For each topic, its id on a page that holds many.
    pub anchors: &'a [String],
    /// Digests of what many pages show.
    pub faces: &'a Faces,
}
