//! The guide of the last build: as long as nothing but bodies changed, it is the same guide with other bodies.
//!
//! In: what `arrange` takes. Out: the [`Guide`] that it gives, and its problems.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::guide::model::Guide;
use crate::guide::{arrange, summary_links};
use crate::path::TopicPath;
use crate::problem::report::Report;
use crate::reading::settings::Settings;
use crate::topic::parse::Topic;

/// The guide arranged last, and what was wrong with it.
#[derive(Debug, Default)]
pub struct Arranged {
    guide: Option<Arc<Guide>>,
    problems: Report,
}

impl Arranged {
    /// The guide as it is now; see [`arrange::arrange`].
    pub fn update(
        &mut self,
        mut parsed: Vec<Arc<Topic>>,
        unread: BTreeSet<TopicPath>,
        settings: Settings,
        drafts: bool,
        report: &mut Report,
    ) -> Arc<Guide> {
        summary_links::fill(&mut parsed, settings.markdown);
        let from = arrange::digest(&parsed, &unread, &settings, drafts, report);
        let last = self.guide.take().filter(|guide| guide.arranged_from == from);
        if let Some(guide) = last.and_then(|guide| with_bodies(guide, &parsed)) {
            report.merge(self.problems.clone());
            return self.guide.insert(guide).clone();
        }
        let before = report.count();
        let guide = Arc::new(arrange::arrange(from, parsed, unread, settings, drafts, report));
        self.problems = report.since(before);
        self.guide.insert(guide).clone()
    }
}

/// The guide with each file in the place of the one before. `None` if someone else holds the guide, or if two files claim
/// one place.
fn with_bodies(mut guide: Arc<Guide>, parsed: &[Arc<Topic>]) -> Option<Arc<Guide>> {
    let inside = Arc::get_mut(&mut guide)?;
    for file in parsed {
        let place = if file.is_index {
            let chapter = inside.chapter_by_path.get(&file.path).copied();
            chapter.and_then(|chapter| inside.chapters[chapter].introduction.as_mut())
        } else if file.is_page() {
            let page = inside.page_by_path.get(&file.path).copied();
            page.map(|page| &mut inside.pages[page])
        } else {
            let topic = inside.by_path.get(&file.path).copied();
            topic.map(|topic| &mut inside.topics[topic].topic)
        };
        match place {
            Some(last) if last.source != file.source => return None,
            // Where a summary shows another's title, an equal file is made anew for each build.
            Some(last) if last.digest == file.digest => {}
            Some(last) => *last = file.clone(),
            // A draft that was left out.
            None => {}
        }
    }
    Some(guide)
}
