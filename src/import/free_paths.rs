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
    /// The last number behind a path that was wanted many times.
    numbers: BTreeMap<String, usize>,
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

/// What is wanted, or that with a number behind it: the first that `take` takes, which is given the number too. `last` keeps
/// the number that each ended with, since none below it is free again.
pub fn numbered(
    wanted: String,
    last: &mut BTreeMap<String, usize>,
    mut take: impl FnMut(&str, usize) -> bool,
) -> String {
    let mut number = last.get(&wanted).map_or(1, |last| last + 1);
    loop {
        let name = if number == 1 { wanted.clone() } else { format!("{wanted}-{number}") };
        if take(&name, number) {
            last.insert(wanted, number);
            return name;
        }
        number += 1;
    }
}

impl Places {
    /// What a guide has.
    pub fn new(guide: &Guide, inputs: &Inputs, prefix: Vec<String>, title: Option<String>) -> Self {
        let (taken, outputs, folders) = (taken(guide, inputs), outputs(guide), BTreeMap::new());
        Self { taken, numbers: BTreeMap::new(), outputs, folders, prefix, title }
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
        let is_free =
            |path: &str, number: usize| !(is_reserved && number == 1) && self.taken.insert(path.to_lowercase());
        numbered(base, &mut self.numbers, is_free)
    }

    /// The old addresses that can be given to redirects.
    pub fn aliases(&mut self, urls: &[String]) -> Vec<String> {
        let mut is_free = |url: &&String| {
            let first = url.split(['/', '.']).next().unwrap_or("");
            let is_page = !url.contains(['?', '#']) && !url.split('/').any(|part| part.starts_with('.'));
            is_page && !made_pages::is_reserved(first) && self.outputs.insert(url.to_lowercase())
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
        let mut places =
            Places { taken: BTreeSet::new(), numbers: BTreeMap::new(), outputs, folders, prefix, title: None };
        for (name, path) in
            [("con", "a/con-2"), ("nul", "a/nul-2"), ("com1", "a/com1-2"), ("console", "a/console"), ("com", "a/com")]
        {
            assert_eq!(places.fresh("a", name), path);
        }
        assert_eq!(places.folder(&["Aux".to_owned(), "Com".to_owned()]), "a/aux-chapter/com");
    }

    #[test]
    fn a_name_that_is_wanted_many_times_is_tried_once_more_than_it_is_given() {
        let mut taken: BTreeSet<String> = ["a", "a-2", "a-4"].map(str::to_owned).into();
        let (mut last, mut tries) = (BTreeMap::new(), 0);
        let mut take = |wanted: &str| {
            numbered(wanted.to_owned(), &mut last, |name, _| {
                tries += 1;
                taken.insert(name.to_owned())
            })
        };
        assert_eq!(["a", "a", "b", "a", "b"].map(&mut take), ["a-3", "a-5", "b", "a-6", "b-2"]);
        (0..1_000).for_each(|_| drop(take("a")));
        assert_eq!(take("a"), "a-1007");
        assert!(tries < 1_020, "{tries}");
    }
}
