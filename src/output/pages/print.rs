//! The print pages: the whole guide, or a chapter, on one page.

use crate::guide::model::Guide;
use crate::output::head::{head, plain_title};
use crate::output::marks;
use crate::output::scene::Scene;
use crate::output::spell::{self, Spot};
use crate::output::view::{LinkView, PrintChapter, PrintIndexEntry, PrintPage, PrintTopic};
use crate::words::path::{OutputPath, encode_path};

/// A guide with more topics than this is printed by chapters only: browsers cannot lay out so long a page.
pub const MOST_TOPICS: usize = 3_000;

/// The page of the whole guide, or of a chapter.
pub fn page(guide: &Guide, chapter: Option<usize>) -> OutputPath {
    match chapter.map(|chapter| &guide.chapters[chapter].path) {
        Some(path) if !path.is_home() => OutputPath::new(&format!("print/{path}.html")),
        _ => OutputPath::new("print.html"),
    }
}

/// The view of a print page.
pub fn view(scene: &Scene<'_>, chapter: Option<usize>) -> PrintPage {
    let guide = scene.guide;
    let page = page(guide, chapter);
    let top = chapter.unwrap_or(0);
    let range = guide.chapters[top].all_topics.clone();
    let whole = chapter.is_none();
    // A whole guide too large for one page shows its chapters and where each is printed.
    let range = if whole && range.len() > MOST_TOPICS { 0..0 } else { range };
    let title = if whole { plain_title(&guide.settings.title) } else { guide.chapters[top].title.clone() };
    let inside = (0..guide.chapters.len()).filter(|&it| guide.chapters[it].path.is_within(&guide.chapters[top].path));
    let chapters = inside
        .map(|it| print_chapter(scene, it, &page, &range))
        .filter(|it| !it.topics.is_empty() || !it.body.is_empty());
    PrintPage {
        head: head(guide, "print", &page, &title, None),
        chapter: chapter.map(|it| guide.chapters[it].path.to_string()),
        chapters: chapters.collect(),
        index: index(scene, &range),
        topics: range.len(),
    }
}

fn print_chapter(scene: &Scene<'_>, index: usize, page: &OutputPath, range: &std::ops::Range<usize>) -> PrintChapter {
    let guide = scene.guide;
    let chapter = &guide.chapters[index];
    let anchor = format!("chapter.{index}");
    let prefix = format!("{anchor}--");
    let spot = Spot { page, prefix: &prefix, together: Some(range.clone()) };
    let introduction = chapter.introduction.as_ref();
    let topics = chapter.topics.iter().filter(|topic| range.contains(topic));
    PrintChapter {
        title_html: chapter.title.html.clone(),
        depth: chapter.path.depth(),
        summary_html: introduction.and_then(|it| it.summary.as_ref()).map(|summary| summary.html.clone()),
        body: introduction.map_or_else(Vec::new, |it| spell::body(it, &scene.links.chapters[index], &spot, scene)),
        topics: topics.map(|&topic| print_topic(scene, topic, page, range)).collect(),
        anchor,
    }
}

fn print_topic(scene: &Scene<'_>, index: usize, page: &OutputPath, range: &std::ops::Range<usize>) -> PrintTopic {
    let guide = scene.guide;
    let entry = &guide.topics[index];
    let anchor = scene.anchors[index].clone();
    let prefix = format!("{anchor}--");
    let spot = Spot { page, prefix: &prefix, together: Some(range.clone()) };
    PrintTopic {
        title_html: entry.topic.title.html.clone(),
        short_html: entry.topic.short.html.clone(),
        level: marks::level(guide, entry.level, page),
        tags: entry.tags.iter().map(|&tag| guide.tags[tag].label.clone()).collect(),
        tag_ids: entry.tags.iter().map(|&tag| guide.tags[tag].id.clone()).collect(),
        summary_html: entry.topic.summary.as_ref().map(|summary| summary.html.clone()),
        body: spell::body(&entry.topic, &scene.links.topics[index], &spot, scene),
        anchor,
    }
}

fn index(scene: &Scene<'_>, range: &std::ops::Range<usize>) -> Vec<PrintIndexEntry> {
    let guide = scene.guide;
    let link = |&topic: &usize| {
        let mut url = "#".to_owned();
        encode_path(&scene.anchors[topic], &mut url);
        LinkView { url, html: guide.topics[topic].topic.short.html.clone() }
    };
    let entry = |tag: &crate::guide::model::Tag| PrintIndexEntry {
        label: tag.label.clone(),
        topics: tag.topics.iter().filter(|topic| range.contains(topic)).map(link).collect(),
    };
    let mut entries: Vec<PrintIndexEntry> =
        guide.tags.iter().map(entry).filter(|entry| !entry.topics.is_empty()).collect();
    entries.sort_by_cached_key(|entry| entry.label.to_lowercase());
    entries
}
