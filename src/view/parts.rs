//! Views: the small parts that lists are made of.

use serde::Serialize;

/// A link with its text.
#[derive(Clone, Debug, Serialize)]
pub struct LinkView {
    /// Where it leads.
    pub url: String,
    /// What it says.
    pub html: String,
}

/// A level as a mark on a topic.
#[derive(Clone, Debug, Serialize)]
pub struct LevelMark {
    /// `basic`.
    pub id: String,
    /// `Basic`.
    pub label: String,
    /// From 1.
    pub rank: usize,
    /// How many levels there are.
    pub of: usize,
    /// Its page.
    pub url: String,
}

/// A tag on a topic.
#[derive(Clone, Debug, Serialize)]
pub struct TagMark {
    /// `gil`.
    pub id: String,
    /// `Global interpreter lock`.
    pub label: String,
    /// Its page.
    pub url: String,
}

/// A topic in a list.
#[derive(Clone, Debug, Serialize)]
pub struct TopicCard {
    /// Its stable identity.
    pub id: String,
    /// Its page.
    pub url: String,
    /// The title.
    pub title_html: String,
    /// The short name.
    pub short_html: String,
    /// The short answer; left out of very long lists.
    pub summary_html: Option<String>,
    /// Its level.
    pub level: LevelMark,
    /// Its tags; left out of very long lists.
    pub tags: Vec<TagMark>,
    /// The chapter's path from `content/`: `python/concurrency`.
    pub chapter: String,
}

/// Topics under a heading: a chapter, a level, or a tag.
#[derive(Clone, Debug, Serialize)]
pub struct TopicGroup {
    /// `basic` or `python/concurrency`: an id for anchors and filters.
    pub id: String,
    /// The heading.
    pub title_html: String,
    /// The heading as plain text.
    pub title: String,
    /// The page of the heading, if it has one.
    pub url: Option<String>,
    /// The name of the first-level chapter, where its first group begins and the group is not that chapter itself.
    pub part_html: Option<String>,
    /// The level, where the group is one.
    pub level: Option<LevelMark>,
    /// The topics, in order.
    pub topics: Vec<TopicCard>,
}
