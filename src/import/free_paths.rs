//! Paths that topics and chapters get: free ones, in folders named after headings.
//!
//! In: the guide, and what is wanted. Out: paths that nothing has, and old addresses that no page has.

use std::collections::{BTreeMap, BTreeSet};

use crate::guide::made_pages;
use crate::guide::model::Guide;
use crate::import::proposals;
use crate::reading::inputs::Inputs;
use crate::text::windows_names::is_device;

/// Where chapters and topics go.
pub struct Places {
    /// Paths that are taken, in lower case.
    pub taken: BTreeSet<String>,
    /// Paths of the site that are taken, in lower case.
    pub outputs: BTreeSet<String>,
    /// The folder of a trail, from `content/`.
    pub folders: BTreeMap<Vec<String>, String>,
    /// What every folder begins with: `--chapter`.
    pub prefix: Vec<String>,
    /// What the last chapter of the prefix is called; otherwise its folder's name is its title.
    pub title: Option<String>,
}

/// All paths of the guide, from `content/` without `.md`, in lower case.
fn taken(guide: &Guide, inputs: &Inputs) -> BTreeSet<String> {
    let topics = inputs.topics.iter().map(|file| file.path.as_str().to_lowercase());
    let chapters = guide.chapters.iter().map(|chapter| chapter.path.as_str().to_lowercase());
    let assets = inputs.assets.iter().map(|asset| asset.path.to_lowercase());
    topics.chain(chapters).chain(assets).chain(made_pages::reserved_names().map(str::to_owned)).collect()
}

/// The pages of the guide, and the old addresses that lead to them, in lower case.
fn outputs(guide: &Guide) -> BTreeSet<String> {
    let topics = guide.topics.iter().map(|entry| &*entry.topic);
    let introductions = guide.chapters.iter().filter_map(|it| it.introduction.as_deref());
    let aliases = topics.chain(introductions).flat_map(|topic| topic.front.aliases.iter().map(|it| it.value.clone()));
    let aliases = aliases.flat_map(|it| [it.clone(), format!("{it}.html"), format!("{it}index.html")]);
    let topics = guide.topics.iter().map(|entry| format!("{}.html", entry.topic.path.as_str()));
    let chapters = guide.chapters.iter().map(|it| format!("{}/index.html", it.path.as_str()));
    let all = topics.chain(chapters).chain(aliases);
    all.map(|it| it.trim_start_matches('/').to_lowercase()).collect()
}

impl Places {
    /// What a guide has.
    pub fn new(guide: &Guide, inputs: &Inputs, prefix: Vec<String>, title: Option<String>) -> Self {
        Self { taken: taken(guide, inputs), outputs: outputs(guide), folders: BTreeMap::new(), prefix, title }
    }

    /// The folder of a trail: the prefix, then a name for each title.
    pub fn folder(&self, trail: &[String]) -> String {
        let mut parts: Vec<String> = self.prefix.clone();
        for title in trail {
            let name = proposals::folder_name(title);
            let reserved = parts.is_empty() && made_pages::is_reserved(&name) || is_device(&name);
            parts.push(if reserved { format!("{name}-chapter") } else { name });
        }
        parts.join("/")
    }

    /// A path in a folder that nothing has.
    pub fn fresh(&mut self, folder: &str, name: &str) -> String {
        let base = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        let is_reserved = name == "index" || is_device(name);
        let mut path = base.clone();
        let mut number = 1;
        while is_reserved && number == 1 || !self.taken.insert(path.to_lowercase()) {
            number += 1;
            path = format!("{base}-{number}");
        }
        path
    }
    /// The old addresses that can be given to redirects.
    pub fn aliases(&mut self, urls: &[String]) -> Vec<String> {
        let mut is_free = |url: &&String| {
            let first = url.split(['/', '.']).next().unwrap_or("");
            !made_pages::is_reserved(first) && self.outputs.insert(url.to_lowercase())
        };
        urls.iter().filter(&mut is_free).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_file_and_no_folder_is_called_like_a_device() {
        let (outputs, folders, prefix) = (BTreeSet::new(), BTreeMap::new(), vec!["a".to_owned()]);
        let mut places = Places { taken: BTreeSet::new(), outputs, folders, prefix, title: None };
        for (name, path) in
            [("con", "a/con-2"), ("nul", "a/nul-2"), ("com1", "a/com1-2"), ("console", "a/console"), ("com", "a/com")]
        {
            assert_eq!(places.fresh("a", name), path);
        }
        assert_eq!(places.folder(&["Aux".to_owned(), "Com".to_owned()]), "a/aux-chapter/com");
    }
}
