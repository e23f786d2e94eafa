//! What the browser is to see: the last good site, and what is wrong since.
//!
//! In: a finished site or a list of problems. Out: the next [`State`] and, as JSON, what an open page needs to know to
//! catch up with it.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use crate::path::OutputPath;
use crate::site::site::Site;

/// With more changed files than this, a page reloads without asking whether it is one of them.
const MOST_NAMED: usize = 2_000;

/// The site served, and how it came about.
#[derive(Debug, Default)]
pub struct State {
    /// Counts the sites served; 0 while the first build runs.
    pub version: u64,
    /// The last good site; none if there has been none.
    pub site: Option<Arc<Site>>,
    /// How this site differs from the one before.
    pub step: Step,
    /// The errors since then, as the terminal shows them; empty if there are none.
    pub problems: String,
}

/// How a site differs from the one before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Step {
    /// In every way.
    #[default]
    Everything,
    /// In these files.
    Files(Vec<String>),
    /// In style sheets only: old and new path of each.
    Styles(Vec<(String, String)>),
}

/// What an open page is told.
#[derive(Serialize)]
struct Event<'a> {
    /// Tells one run of the program from the next.
    run: u32,
    version: u64,
    /// The files in which this version differs from the one before; none for all.
    changed: Option<&'a [String]>,
    /// Style sheets to be put in the place of others, if nothing else changed.
    styles: Option<&'a [(String, String)]>,
    problems: &'a str,
}

impl State {
    /// The state after a build that gave `site`. `styles_only` says that nothing but style sheets was edited.
    pub fn with_site(&self, site: Site, styles_only: bool) -> State {
        let Some(old) = &self.site else { return self.next(site, Step::Everything) };
        let changed = changed(old, &site);
        if changed.is_empty() {
            return State {
                version: self.version,
                site: Some(Arc::new(site)),
                step: self.step.clone(),
                problems: String::new(),
            };
        }
        let step = if styles_only {
            Step::Styles(swapped(&changed, old, &site))
        } else if changed.len() > MOST_NAMED {
            Step::Everything
        } else {
            Step::Files(changed)
        };
        self.next(site, step)
    }

    /// The same site with pages that were left for later: nothing new for a page that is open.
    pub fn completed(&self, site: Site) -> State {
        let site = Some(Arc::new(site));
        State { version: self.version, site, step: self.step.clone(), problems: String::new() }
    }

    /// The state after a build with errors: the last good site stays.
    pub fn with_problems(&self, problems: String) -> State {
        State { version: self.version.max(1), site: self.site.clone(), step: self.step.clone(), problems }
    }

    fn next(&self, site: Site, step: Step) -> State {
        State { version: self.version + 1, site: Some(Arc::new(site)), step, problems: String::new() }
    }

    /// What an open page is told, as JSON.
    pub fn event(&self) -> String {
        let (changed, styles) = match &self.step {
            Step::Everything => (None, None),
            Step::Files(files) => (Some(files.as_slice()), None),
            Step::Styles(styles) => (None, Some(styles.as_slice())),
        };
        let event = Event { run: std::process::id(), version: self.version, changed, styles, problems: &self.problems };
        // Strings and numbers can always be written; a page that cannot read an event does nothing.
        serde_json::to_string(&event).unwrap_or_else(|error| error.to_string())
    }
}

/// The paths whose files came, went or have other bytes, in order. A page left for later has no bytes yet; it is made from
/// the same, or it is another.
fn changed(old: &Site, new: &Site) -> Vec<String> {
    let mut changed = Vec::new();
    let (mut old, mut new) = (old.files().peekable(), new.files().peekable());
    loop {
        let order = match (old.peek(), new.peek()) {
            (Some((before, _)), Some((after, _))) => before.cmp(after),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => return changed,
        };
        let before = if order.is_le() { old.next() } else { None };
        let after = if order.is_ge() { new.next() } else { None };
        match (before, after) {
            (Some((_, before)), Some((_, after))) if before.content == after.content => {}
            (_, Some((path, _))) | (Some((path, _)), None) => changed.push(path.to_string()),
            (None, None) => {}
        }
    }
}

/// Old and new path of each style sheet: its name carries a hash of its bytes.
fn swapped(changed: &[String], old: &Site, new: &Site) -> Vec<(String, String)> {
    let sheets = |site: &Site| -> BTreeMap<String, String> {
        let is_in = |path: &&String| path.ends_with(".css") && site.get(&OutputPath::new(path)).is_some();
        changed.iter().filter(is_in).map(|path| (without_hash(path), path.clone())).collect()
    };
    let new = sheets(new);
    let pair = |(name, path): (String, String)| Some((path, new.get(&name)?.clone()));
    sheets(old).into_iter().filter_map(pair).collect()
}

fn without_hash(path: &str) -> String {
    let stem = path.strip_suffix(".css").unwrap_or(path);
    stem.rsplit_once('.').map_or(stem, |(stem, _)| stem).to_owned()
}
