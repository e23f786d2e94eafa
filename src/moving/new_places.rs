//! What goes where, and what that means for every path of the guide.
//!
//! In: paths from `content/`. Out: where they lead afterwards; nothing if they stay.

use crate::guide::made_pages::Family;
use crate::path::{TopicPath, split_topic, table_ending};
use crate::text::composed::composed;

/// What goes where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Move {
    /// A topic.
    Topic {
        /// Where it is.
        from: TopicPath,
        /// Where it goes.
        to: TopicPath,
    },
    /// A folder with all that lies in it.
    Chapter {
        /// Where it is.
        from: TopicPath,
        /// Where it goes.
        to: TopicPath,
    },
    /// A file that is no topic, by its path from `content/`.
    Asset {
        /// Where it is.
        from: String,
        /// Where it goes.
        to: String,
    },
    /// A tag gets another id; if a tag has that id, the two become one.
    Tag {
        /// The id it has.
        from: String,
        /// The id it gets.
        to: String,
    },
    /// A level of difficulty gets another id.
    Level {
        /// The id it has.
        from: String,
        /// The id it gets.
        to: String,
    },
}

impl Move {
    /// Both ends, as messages name them.
    pub fn ends(&self) -> (String, String) {
        match self {
            Self::Topic { from, to } => (from.to_string(), to.to_string()),
            Self::Chapter { from, to } => (format!("{from}/"), format!("{to}/")),
            Self::Asset { from, to } => (from.clone(), to.clone()),
            Self::Tag { from, to } => (format!("tag:{from}"), format!("tag:{to}")),
            Self::Level { from, to } => (format!("level:{from}"), format!("level:{to}")),
        }
    }

    /// Where the topic or chapter of this path is afterwards.
    pub fn path(&self, path: &str) -> Option<String> {
        match self {
            Self::Topic { from, to } => (path == from.as_str()).then(|| to.to_string()),
            Self::Chapter { from, to } => below(path, from.as_str(), to.as_str()),
            _ => None,
        }
    }

    /// Where a file of `content/` lies afterwards; its path is as it is on disk.
    pub fn file(&self, path: &str, is_index: bool) -> Option<String> {
        match self {
            Self::Topic { to, .. } => {
                let (stem, ending) = split_topic(path)?;
                let is_it = !is_index && self.path(&composed(stem)).is_some();
                is_it.then(|| format!("{to}{}", ending_at(to.as_str(), ending)))
            }
            Self::Chapter { from, to } => {
                let is_inside = composed(path).strip_prefix(from.as_str()).is_some_and(|rest| rest.starts_with('/'));
                // Letters with marks may be spelled otherwise on disk.
                let rest = path.splitn(from.depth() + 1, '/').nth(from.depth());
                rest.filter(|_| is_inside).map(|rest| format!("{to}/{rest}"))
            }
            Self::Asset { from, to } => (composed(path) == from.as_str()).then(|| to.clone()),
            Self::Tag { .. } | Self::Level { .. } => None,
        }
    }

    /// Where a link leads afterwards that leads to this path of the site's sources: a file, a folder, or a page that is made.
    pub fn target(&self, path: &str) -> Option<String> {
        match self {
            Self::Topic { .. } => {
                let (stem, ending) = split_topic(path)?;
                self.path(stem).map(|to| format!("{to}{}", ending_at(&to, ending)))
            }
            Self::Chapter { from, to } => {
                let paper = Family::Print.name(path).and_then(|chapter| below(chapter, from.as_str(), to.as_str()));
                below(path, from.as_str(), to.as_str()).or_else(|| paper.map(|to| Family::Print.page(&to).to_string()))
            }
            Self::Asset { from, to } => (path == from).then(|| to.clone()),
            Self::Tag { from, to } => moved(Family::Tag, path, from, to),
            Self::Level { from, to } => moved(Family::Level, path, from, to),
        }
    }
}

/// The page of another name, if `path` is that of `from`.
fn moved(family: Family, path: &str, from: &str, to: &str) -> Option<String> {
    (family.name(path) == Some(from)).then(|| family.page(to).to_string())
}

/// A path that is a folder or lies in it, in the folder `to`.
fn below(path: &str, from: &str, to: &str) -> Option<String> {
    let rest = path.strip_prefix(from)?;
    (rest.is_empty() || rest.starts_with('/')).then(|| format!("{to}{rest}"))
}

/// What a file's name ends in where its path without that is `stem`: as it is written, but for tables of words, which are known by
/// their names.
pub fn ending_at<'e>(stem: &str, ending: &'e str) -> &'e str {
    if ending.to_ascii_lowercase().ends_with(".csv") { table_ending(stem) } else { ending }
}

/// A path without `.md`, and the `.md` as it is written.
pub fn split_markdown(path: &str) -> Option<(&str, &str)> {
    split_topic(path).filter(|(_, ending)| ending.eq_ignore_ascii_case(".md"))
}
