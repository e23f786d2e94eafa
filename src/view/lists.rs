//! The views of tags, levels of difficulty, all topics.

use serde::Serialize;

use crate::view::chapter::LevelCount;
use crate::view::parts::{LevelMark, TagMark, TopicGroup};
use crate::view::site::PageHead;

/// `tags.html`.
#[derive(Debug, Serialize)]
pub struct TagsPage {
    /// What every page has.
    #[serde(flatten)]
    pub head: PageHead,
    /// The tags by label.
    pub tags: Vec<TagCard>,
    /// The same by the part of the guide that they belong to; one group without a name where that would say little.
    pub groups: Vec<TagGroup>,
}

/// Tags of which most topics stand in one part of the guide.
#[derive(Debug, Serialize)]
pub struct TagGroup {
    /// The part; none for tags of many.
    pub title_html: Option<String>,
    /// The tags by label.
    pub tags: Vec<TagCard>,
}

/// A tag in the overview.
#[derive(Clone, Debug, Serialize)]
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
