//! The links of the last build: as long as nothing but bodies changed, only those of the files that did are resolved again.
//!
//! In: a guide and its assets. Out: [`Links`] as `links` resolves them, and their problems. Links ask of other files whether
//! they are there, which `Guide::arranged_from` stands for, and which ids are in them.

use std::collections::HashSet;
use std::sync::Arc;

use crate::guide::links::{self, Links, Target};
use crate::guide::model::Guide;
use crate::guide::suggestions::Suggestions;
use crate::problem::report::Report;
use crate::reading::inputs::AssetFile;
use crate::topic::parse::Topic;

/// The links resolved last, and what was wrong with them.
#[derive(Debug, Default)]
pub struct Linked {
    arranged_from: u128,
    assets: Vec<String>,
    /// In the order of `Guide::files`.
    files: Vec<Arc<Topic>>,
    links: Arc<Links>,
    is_clean: bool,
}

impl Linked {
    /// The links as they are now.
    pub fn update(&mut self, guide: &Guide, assets: &[AssetFile], report: &mut Report) -> Arc<Links> {
        let same_assets = self.assets.iter().eq(assets.iter().map(|asset| &asset.path));
        let paths: HashSet<&str> = assets.iter().map(|asset| asset.path.as_str()).collect();
        if !(self.is_clean && same_assets && self.follow(guide, &paths)) {
            let before = report.count();
            self.links = Arc::new(links::resolve(guide, &paths, report));
            self.is_clean = report.count() == before;
            self.assets = assets.iter().map(|asset| asset.path.clone()).collect();
            self.arranged_from = guide.arranged_from;
            self.files = guide.files().cloned().collect();
        }
        self.links.clone()
    }

    /// Resolves the links of files that changed. Whether that was enough: not if ids changed, to which others may link, or
    /// if there is a problem, which is then told in its order with all others.
    fn follow(&mut self, guide: &Guide, assets: &HashSet<&str>) -> bool {
        let Some(links) = Arc::get_mut(&mut self.links).filter(|_| self.arranged_from == guide.arranged_from) else {
            return false;
        };
        let introduced = links.chapters.iter_mut().zip(&guide.chapters);
        let introduced = introduced.filter(|(_, chapter)| chapter.introduction.is_some()).map(|(targets, _)| targets);
        let places = links.topics.iter_mut().chain(introduced).chain(&mut links.pages);
        let mut joins_changed = false;
        let suggestions = Suggestions::new(guide, assets);
        for ((last, file), place) in self.files.iter_mut().zip(guide.files()).zip(places) {
            if Arc::ptr_eq(last, file) {
                continue;
            }
            if last.anchors_digest != file.anchors_digest {
                return false;
            }
            let (targets, problems) = links::of_file(file, &suggestions);
            if problems.count() > 0 {
                return false;
            }
            joins_changed |= topics(place).ne(topics(&targets));
            *place = targets;
            *last = file.clone();
        }
        if joins_changed {
            links.backlinks = links::backlinks(&links.topics);
        }
        true
    }
}

/// The topics that links lead to, in order.
fn topics(targets: &[Target]) -> impl Iterator<Item = usize> {
    targets.iter().filter_map(Target::topic)
}
