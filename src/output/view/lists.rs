//! The views of tags, levels of difficulty, all topics.

use serde::Serialize;

use crate::output::view::chapter::LevelCount;
use crate::output::view::mark::{LevelMark, TagMark, TopicGroup};
use crate::output::view::site::PageHead;

/// `tags.html`.
#[derive(Debug, Serialize)]
pub struct TagsPage {
    /// What every page has.
    #[serde(flatten)]
    pub head: PageHead,
    /// The tags by label.
    pub tags: Vec<TagCard>,
}

/// A tag in the overview.
#[derive(Debug, Serialize)]
pub struct TagCard {
    /// `gil`.
    pub id: String,
    /// Its page.
    pub url: String,
    /// The label.
    pub label: String,
    /// One sentence.
    pub description: Option<String>,
    /// Topics.
    pub topics: usize,
    /// Topics of each level.
    pub levels: Vec<LevelCount>,
}

/// `tag.html`.
#[derive(Debug, Serialize)]
pub struct TagPage {
    /// What every page has.
    #[serde(flatten)]
    pub head: PageHead,
    /// `gil`.
    pub id: String,
    /// One sentence.
    pub summary: Option<String>,
    /// Topics.
    pub topics: usize,
    /// The topics by level.
    pub groups: Vec<TopicGroup>,
    /// Tags often found together with this one.
    pub near: Vec<TagMark>,
}

/// `difficulty.html`.
#[derive(Debug, Serialize)]
pub struct DifficultyPage {
    /// What every page has.
    #[serde(flatten)]
    pub head: PageHead,
    /// The level.
    pub level: LevelMark,
    /// Topics.
    pub topics: usize,
    /// The topics by chapter.
    pub groups: Vec<TopicGroup>,
    /// The easier level.
    pub easier: Option<LevelMark>,
    /// The harder level.
    pub harder: Option<LevelMark>,
}

/// `topics.html`.
#[derive(Debug, Serialize)]
pub struct TopicsPage {
    /// What every page has.
    #[serde(flatten)]
    pub head: PageHead,
    /// The topics by chapter.
    pub groups: Vec<TopicGroup>,
    /// The tags with their counts, for the filter.
    pub tags: Vec<TagCard>,
    /// The levels with their counts, for the filter.
    pub levels: Vec<LevelCount>,
}
