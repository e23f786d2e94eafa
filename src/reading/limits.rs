//! Sizes beyond which a page shows less, so that a site does not grow by the square of its guide.
//!
//! They are no keys of `book.toml`. A test sets them low, so that each is crossed by a guide of a few topics.

/// The sizes up to which all is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Chapters in the menu of every page; the rest are counted.
    pub menu_chapters: usize,
    /// Chapters listed beside a chapter; of more, none.
    pub siblings: usize,
    /// Topics in a list that shows summaries and tags; a longer one shows titles and levels.
    pub detailed_list: usize,
    /// Topics of a chapter in the rail of a topic: those nearest to it.
    pub rail: usize,
    /// Topics of a guide whose map draws each of them.
    pub map_topics: usize,
    /// Chapters in the map's overview; of more, none is drawn.
    pub map_chapters: usize,
    /// Topics of a guide that has a share image for each; a larger one has its own alone, or they would outweigh its pages.
    pub share_images: usize,
    /// Topics on a print page; a larger chapter that holds chapters is printed by them.
    pub print_topics: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            menu_chapters: 60,
            siblings: 40,
            detailed_list: 400,
            rail: 60,
            map_topics: 1_500,
            map_chapters: 80,
            share_images: 2_000,
            print_topics: 3_000,
        }
    }
}
