//! A chapter's page, and the home page, which is the chapter above all.

use std::sync::Arc;

use crate::guide::model::Guide;
use crate::path::OutputPath;
use crate::site::context::Scene;
use crate::site::fill;
use crate::site::labels::{self, Detail};
use crate::site::page_head::{description, head, plain_title};
use crate::site::pages::{print, study};
use crate::site::spot::Spot;
use crate::site::structured_data;
use crate::topic::parse::Topic;
use crate::view::{
    BodyPart, ChapterCard, ChapterPage, HomePage, LevelCount, LinkView, MatrixCell, MatrixGroup, MatrixRow, PageHead,
};

/// At most this many topics to start with.
const START: usize = 6;

/// The view of a chapter's page.
pub fn view(scene: &Scene<'_>, index: usize) -> ChapterPage {
    let guide = scene.guide;
    let chapter = &guide.chapters[index];
    let page = chapter.path.chapter_page();
    let mut above = guide.ancestors(index);
    above.pop();
    ChapterPage {
        head: chapter_head(guide, index, "chapter", &page).with_crumbs(labels::crumbs(guide, &above, &page)),
        id: chapter.path.to_string(),
        summary_html: summary_html(guide, index),
        body: introduction(scene, index, &page),
        groups: labels::by_level(guide, &chapter.topics, &page),
        chapters: chapter_cards(guide, index, &page),
        topics: chapter.all_topics.len(),
        siblings: labels::siblings(guide, index, &page),
        print_url: print::has_page(guide, index).then(|| print::page(guide, Some(index)).url_from(&page)),
    }
}

/// The view of the home page.
pub fn home(scene: &Scene<'_>, stamp: u128) -> HomePage {
    let guide = scene.guide;
    let page = OutputPath::new("index.html");
    let (verified, examples) = scene.marks.count();
    let (matrix, matrix_most) = matrix(guide, &page);
    HomePage {
        head: chapter_head(guide, 0, "home", &page).with_structured(structured_data::home(guide)),
        summary_html: summary_html(guide, 0),
        body: introduction(scene, 0, &page),
        chapters: chapter_cards(guide, 0, &page),
        topics: labels::cards(guide, &guide.chapters[0].topics, &page, Detail::Full),
        matrix_most,
        matrix,
        start: start(guide, &page),
        examples,
        verified,
        study: study::home(scene, stamp),
    }
}

fn chapter_head(guide: &Guide, index: usize, kind: &'static str, page: &OutputPath) -> PageHead {
    let chapter = &guide.chapters[index];
    let introduction = chapter.introduction.as_ref();
    // The guide's own description says more of it than the first words of its home page.
    let is_better = |it: &&Arc<Topic>| index != 0 || it.summary.is_some() || guide.settings.description.is_none();
    let description = introduction.filter(is_better).and_then(|it| description(it));
    let title =
        if introduction.is_some() || index != 0 { chapter.title.clone() } else { plain_title(&guide.settings.title) };
    let head = head(guide, kind, page, &title, description);
    match introduction {
        Some(introduction) => head.with_source(introduction, guide),
        None => head,
    }
}

fn summary_html(guide: &Guide, index: usize) -> Option<String> {
    let introduction = guide.chapters[index].introduction.as_ref()?;
    introduction.summary.as_ref().map(|summary| summary.html.clone())
}

fn introduction(scene: &Scene<'_>, index: usize, page: &OutputPath) -> Vec<BodyPart> {
    let Some(introduction) = &scene.guide.chapters[index].introduction else { return Vec::new() };
    fill::body(introduction, &scene.links.chapters[index], &Spot::alone(page), scene)
}

/// Cards lie in cards so deep; templates nest no further, and what is deeper is found on the pages of the chapters here.
const DEEPEST_CARDS: usize = 8;

/// The chapters in a chapter, and those in them.
fn chapter_cards(guide: &Guide, index: usize, page: &OutputPath) -> Vec<ChapterCard> {
    // Children come after their parents, so building from the end needs no recursion.
    let mut cards: Vec<Option<ChapterCard>> = guide.chapters.iter().map(|_| None).collect();
    for child in (0..guide.chapters.len()).rev() {
        let (path, top) = (&guide.chapters[child].path, &guide.chapters[index].path);
        if !path.is_within(top) || !(1..=DEEPEST_CARDS).contains(&path.depth().saturating_sub(top.depth())) {
            continue;
        }
        let chapter = &guide.chapters[child];
        let url = chapter.path.chapter_page().url_from(page);
        let inner = chapter.children.iter().filter_map(|&inner| cards[inner].take()).collect();
        cards[child] = Some(ChapterCard {
            id: chapter.path.to_string(),
            title_html: chapter.title.html.clone(),
            short_html: chapter.short.html.clone(),
            summary_html: summary_html(guide, child),
            topics: chapter.all_topics.len(),
            levels: labels::counts(guide, chapter.all_topics.clone(), chapter.all_topics.len(), |_| url.clone()),
            chapters: inner,
            url,
        });
    }
    guide.chapters[index].children.iter().filter_map(|&child| cards[child].take()).collect()
}

/// A row for each chapter with topics of its own; a cell leads to the chapter's group of that level.
fn matrix(guide: &Guide, page: &OutputPath) -> (Vec<MatrixGroup>, usize) {
    let chapters = guide.chapters.iter().filter(|chapter| !chapter.topics.is_empty() && !chapter.path.is_home());
    let mut rows = Vec::new();
    for chapter in chapters {
        let url = chapter.path.chapter_page().url_from(page);
        let counts = labels::counts(guide, chapter.topics.iter().copied(), chapter.topics.len(), |level| {
            format!("{url}#{}", labels::level_anchor(&guide.settings.levels[level].id))
        });
        rows.push((chapter, url, counts));
    }
    let most = rows.iter().flat_map(|(.., counts)| counts).map(|count| count.topics).max().unwrap_or(0);
    let link = |index: usize| LinkView {
        html: guide.chapters[index].short.html.clone(),
        url: guide.chapters[index].path.chapter_page().url_from(page),
    };
    let mut groups: Vec<MatrixGroup> = Vec::new();
    let mut last = None;
    for (chapter, url, counts) in rows {
        if groups.is_empty() || chapter.parent != last {
            last = chapter.parent;
            let above = chapter.parent.filter(|&parent| !guide.chapters[parent].path.is_home());
            groups.push(MatrixGroup { chapter: above.map(link), rows: Vec::new() });
        }
        if let Some(group) = groups.last_mut() {
            let cell = |count: LevelCount| MatrixCell { radius: radius(count.topics, most), count };
            let cells = counts.into_iter().map(cell).collect();
            group.rows.push(MatrixRow { chapter: LinkView { html: chapter.short.html.clone(), url }, cells });
        }
    }
    (groups, most)
}

/// The radius of a disc whose area tells `topics`; 1 for `most`.
#[expect(clippy::cast_precision_loss, reason = "counts of topics are far below 2^52")]
fn radius(topics: usize, most: usize) -> f64 {
    ((topics as f64 / most.max(1) as f64).sqrt() * 100.0).round() / 100.0
}

/// Topics that require nothing but unlock others, the easiest and most useful first.
fn start(guide: &Guide, page: &OutputPath) -> Vec<crate::view::TopicCard> {
    let mut free: Vec<usize> =
        (0..guide.topics.len()).filter(|&topic| guide.topics[topic].requires.is_empty()).collect();
    free.sort_by_key(|&topic| (guide.topics[topic].level, std::cmp::Reverse(guide.topics[topic].unlocks.len()), topic));
    free.truncate(START);
    labels::cards(guide, &free, page, Detail::Full)
}
