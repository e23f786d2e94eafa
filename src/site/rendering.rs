//! Making the pages of a site: rendered in parallel, taken from the last build, or left for later.
//!
//! In: pages by path and digest, each with its view. Out: their files in the site, and what the check reads in them. It knows no page by name:
//! `page_table` does.

use std::collections::BTreeSet;

use rayon::prelude::*;
use serde::Serialize;

use crate::guide::made_pages::{Family, MadeFile};
use crate::path::OutputPath;
use crate::problem::report::Report;
use crate::search::Gathered;
use crate::site::context::Scene;
use crate::site::inspect::{Inspected, Scan};
use crate::site::kept_pages::Kept;
use crate::site::site::{Content, Owner, Site};
use crate::site::store::Store;

/// Which pages are made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// All.
    #[default]
    All,
    /// Those that someone asks for, and those that changed if they are few and cheap; the others are left for later.
    Asked(BTreeSet<OutputPath>),
}

/// What a kind of page costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    /// About one topic.
    Small,
    /// It shows many topics, and changes with each of them.
    Large,
}

/// With more changed pages of a kind, only those asked for are made at once.
const FEW: usize = 48;

/// What is left of rendering for the next build.
#[derive(Debug, Default)]
pub struct Rendered {
    /// Files.
    pub kept: Kept,
    /// What was read in pages.
    pub inspected: Inspected,
    /// Terms for the search index.
    pub gathered: Gathered,
}

/// A page that was rendered: where its bytes are, and what was read in it.
type Made = (Content, Scan);

/// Where rendered files go.
pub struct Out<'a> {
    /// What pages are made from.
    pub scene: &'a Scene<'a>,
    /// Which pages are made.
    pub scope: &'a Scope,
    /// Takes their bytes.
    pub store: &'a dyn Store,
    /// The site so far.
    pub site: Site,
    /// The files of the last build.
    pub kept: &'a mut Kept,
    /// What was read in its pages.
    pub inspected: &'a mut Inspected,
    /// What was wrong.
    pub report: &'a mut Report,
}

/// A page to be made.
pub struct Page {
    path: OutputPath,
    template: &'static str,
    owner: Owner,
    /// Of all that it is made from; see `page_digests`.
    digest: u128,
}

impl Page {
    /// A page with an owner of its own.
    pub fn new(path: OutputPath, template: &'static str, owner: Owner, digest: u128) -> Self {
        Self { path, template, owner, digest }
    }

    /// A page of the table.
    pub fn made(file: &MadeFile, digest: u128) -> Self {
        Self::new(file.output(), file.template, Owner::Generator(file.owner), digest)
    }

    /// A page of a family.
    pub fn of_family(family: Family, path: OutputPath, digest: u128) -> Self {
        Self::new(path, family.template(), Owner::Generator(family.owner()), digest)
    }
}

impl Out<'_> {
    /// Renders pages in parallel and adds them in order, so that problems come in order too.
    pub fn pages<T: Sync, V: Serialize>(
        &mut self,
        items: &[T],
        cost: Cost,
        page: impl Fn(&T) -> Page + Sync,
        view: impl Fn(&T) -> V + Sync,
    ) {
        let (kept, inspected) = (&*self.kept, &*self.inspected);
        let find = |item| {
            let page = page(item);
            let known = kept.get(&page.path, page.digest);
            (page, known)
        };
        let found: Vec<(Page, Option<Content>)> = items.par_iter().map(find).collect();
        let changed = found.iter().filter(|(_, known)| known.is_none()).count();
        let is_wanted = |path: &OutputPath| match &self.scope {
            Scope::All => true,
            Scope::Asked(paths) => (cost == Cost::Small && changed <= FEW) || paths.contains(path),
        };
        let make = |(item, (page, known)): (&T, &(Page, Option<Content>))| {
            (known.is_none() && is_wanted(&page.path)).then(|| {
                let mut problems = Report::new();
                let html = self.scene.theme.render(page.template, &view(item), kept.room(&page.path), &mut problems);
                // It is read while it is at hand.
                let put = |html: String| {
                    let scan = inspected.read(&page.path, &html);
                    (self.store.put(&page.path, html.into_bytes()), scan)
                };
                (html.map(put), problems)
            })
        };
        let made: Vec<Option<(Option<Made>, Report)>> = items.par_iter().zip(&found).map(make).collect();
        for ((page, known), made) in found.into_iter().zip(made) {
            match (known, made) {
                (Some(content), _) => self.site.put_content(page.path, content, page.owner, self.report),
                (None, Some((Some((content, scan)), _))) => {
                    self.kept.put(page.path.clone(), page.digest, content.clone());
                    self.inspected.put(page.path.clone(), content.clone(), scan);
                    self.site.put_content(page.path, content, page.owner, self.report);
                }
                (None, Some((None, problems))) => self.report.merge(problems),
                (None, None) => {
                    self.site.put_content(page.path, Content::Later(page.digest), page.owner, self.report);
                }
            }
        }
    }

    /// Adds files that no template makes, written in parallel.
    pub fn files<T: Sync>(
        &mut self,
        items: &[T],
        file: impl Fn(&T) -> (OutputPath, Owner, u128) + Sync,
        text: impl Fn(&T) -> String + Sync,
    ) {
        let (kept, store) = (&*self.kept, self.store);
        let make = |item| {
            let (path, owner, digest) = file(item);
            let known = kept.get(&path, digest);
            let is_new = known.is_none();
            let content = known.unwrap_or_else(|| store.put(&path, text(item).into_bytes()));
            (path, owner, digest, content, is_new)
        };
        let made: Vec<_> = items.par_iter().map(make).collect();
        for (path, owner, digest, content, is_new) in made {
            if is_new {
                self.kept.put(path.clone(), digest, content.clone());
            }
            self.site.put_content(path, content, owner, self.report);
        }
    }

    /// Adds a file that no template makes.
    pub fn file(&mut self, path: OutputPath, owner: Owner, digest: u128, text: impl FnOnce() -> String) {
        let content = self.kept.get(&path, digest).unwrap_or_else(|| {
            let content = self.store.put(&path, text().into_bytes());
            self.kept.put(path.clone(), digest, content.clone());
            content
        });
        self.site.put_content(path, content, owner, self.report);
    }
}
