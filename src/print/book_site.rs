//! The print page with all that it needs, as a small site of its own.
//!
//! In: the scene, what to print, page numbers. Out: [`Sheets`]: the files a browser prints from, and what the PDF says
//! of itself. It touches no disk.

use std::collections::BTreeSet;
use std::time::Duration;

use xxhash_rust::xxh3::xxh3_128;

use crate::guide::links::Target;
use crate::guide::made_pages::PRINT;
use crate::guide::selection::Selection;
use crate::path::OutputPath;
use crate::problem::report::Report;
use crate::reading::inputs::Inputs;
use crate::reading::load::logo_in_site;
use crate::site::context::Scene;
use crate::site::page_numbers::PageNumbers;
use crate::site::pages::print::{self, Printing, View};
use crate::site::site::{Owner, Site};
use crate::site::spot::Elsewhere;
use crate::text::slug::slug;

/// Where the page stands among the files.
pub const PAGE: &str = PRINT.path;

/// What to print, and on what.
pub struct Order<'a> {
    /// Which topics.
    pub selection: &'a Selection,
    /// What of them.
    pub view: View,
    /// On which paper.
    pub paper: Paper,
    /// How long the browser may take for one printing; by default it grows with the topics.
    pub patience: Option<Duration>,
}

/// Sizes of paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// 210 by 297 millimetres.
    A4,
    /// 8.5 by 11 inches.
    Letter,
}

/// What is handed to the browser, and what is known of it.
#[derive(Debug)]
pub struct Sheets {
    /// The page, its style sheets and its images.
    pub site: Site,
    /// The title, with what was selected.
    pub title: String,
    /// What the file is called, without `.pdf`: `python-and-django-interviews-advanced-questions`.
    pub name: String,
    /// The newest `updated`: `2026-11-22`.
    pub edition: Option<String>,
    /// The outline, in order.
    pub outline: Vec<OutlineLine>,
    /// How many topics there are.
    pub topics: usize,
    /// The same for the same sheets.
    pub identity: u128,
}

/// An entry of the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlineLine {
    /// What it says.
    pub text: String,
    /// The id it leads to.
    pub id: String,
    /// From 1.
    pub depth: usize,
}

/// Makes the sheets. `None` if a template failed.
pub fn make(
    scene: &Scene<'_>,
    inputs: &Inputs,
    order: &Order<'_>,
    numbers: &PageNumbers,
    report: &mut Report,
) -> Option<Sheets> {
    let page = OutputPath::new(PAGE);
    let sheet = format!("{}{}", print::heads(scene.guide), size(order.paper));
    let heads = print::heads_path(&sheet);
    let printing = Printing {
        page: &page,
        selection: order.selection,
        view: order.view,
        numbers,
        elsewhere: scene.guide.settings.base_url.as_deref().map_or(Elsewhere::Nowhere, Elsewhere::Address),
        heads: &heads,
    };
    let view = print::view(scene, &printing);
    let html = scene.theme.render("print.html", &view, 0, report)?;
    let identity = xxh3_128(html.as_bytes());
    let owner = || Owner::Generator("the print page");
    let mut site = Site::default();
    site.put_statics(scene.theme, |name| !name.starts_with("study"), report);
    site.put(heads, sheet.into_bytes(), owner(), report);
    site.put(page, html.into_bytes(), owner(), report);
    let mut wanted = assets(scene, order.selection);
    let logo = scene.guide.settings.logo.as_ref().map(|logo| logo_in_site(&logo.value));
    wanted.extend(logo.as_deref());
    for asset in inputs.assets.iter().filter(|asset| wanted.contains(asset.path.as_str())) {
        site.put(OutputPath::new(&asset.path), asset.bytes.clone(), Owner::source(&asset.source), report);
    }
    let outline =
        view.contents.into_iter().map(|line| OutlineLine { text: line.text, id: line.id, depth: line.depth }).collect();
    let title = title(scene, order.selection);
    let name = name(&title, order.view);
    Some(Sheets { site, title, name, edition: view.edition, outline, topics: view.topics, identity })
}

fn size(paper: Paper) -> &'static str {
    match paper {
        Paper::A4 => "@page{size:A4}\n",
        Paper::Letter => "@page{size:letter}\n",
    }
}

/// The files that the selected topics and introductions show or link to.
fn assets<'a>(scene: &Scene<'a>, selection: &Selection) -> BTreeSet<&'a str> {
    let links = scene.links;
    let topics = links.topics.iter().zip(&selection.topics).filter(|(_, chosen)| **chosen);
    let chapters = links.chapters.iter().zip(&selection.chapters).filter(|(_, chosen)| **chosen);
    let targets = topics.chain(chapters).flat_map(|(targets, _)| targets);
    targets.filter_map(|target| if let Target::Asset(path, _) = target { Some(path.as_str()) } else { None }).collect()
}

/// The title, with what was selected.
pub fn title(scene: &Scene<'_>, selection: &Selection) -> String {
    let mut title = scene.guide.settings.title.clone();
    for (index, (_, choice)) in selection.choices.iter().enumerate() {
        title.push_str(if index == 0 { ": " } else { ", " });
        title.push_str(&choice.text);
    }
    title
}

/// What the file is called, without its extension.
pub fn name(title: &str, view: View) -> String {
    let mut name = slug(title);
    if view != View::Full {
        name.push('-');
        name.push_str(view.word());
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_after_its_title_and_view() {
        assert_eq!(name("Python & Django: Threads", View::Full), "python--django-threads");
        assert_eq!(name("Python", View::Summary), "python-summary");
    }
}
