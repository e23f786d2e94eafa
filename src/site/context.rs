//! All that a page is made from, in one place.

use crate::cards::deck::Deck;
use crate::examples::marks::Marks;
use crate::guide::links::Links;
use crate::guide::model::Guide;
use crate::guide::related::Related;
use crate::site::share_image::images::ShareImages;
use crate::site::shared_digests::SharedDigests;
use crate::theme::load::Theme;
use crate::topic::highlight::cache::Highlights;

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
    /// What the guide asks its readers.
    pub deck: &'a Deck,
    /// Social pictures.
    pub share_images: &'a ShareImages,
    /// What is known of each example's last run.
    pub marks: &'a Marks,
    /// For each topic, its id on a page that holds many.
    pub anchors: &'a [String],
    /// Digests of what many pages show.
    pub digests: &'a SharedDigests,
    /// Today in days since 1970, where the feed carries a question a day.
    pub day: Option<u64>,
}
