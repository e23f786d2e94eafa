//! What each file of the site is made from, as one number: equal numbers, equal bytes.
//!
//! In: the scene. Out: a digest (XXH3-128) for each page. It takes in whole what a page might show rather than the
//! single fields it does show:
//!
//! - the *frame*, for every page: `book.toml`, templates and words, `examples.lock`, and all of `site`;
//! - a *listing*, where a topic or chapter is listed or linked: its path and its whole front matter;
//! - the whole file, where a topic's text is shown.
//!
//! A view that shows something new must find it here. `tests/suite/rebuilding.rs` compares sites built with and
//! without a memory after all kinds of edits.

use crate::cards::card::Card;
use crate::guide::links::Target;
use crate::memo::digest::Digest;
use crate::path::OutputPath;
use crate::site::context::Scene;
use crate::topic::parse::Topic;

/// A topic's page, and its Markdown twin.
pub fn topic(scene: &Scene<'_>, index: usize) -> u128 {
    let (guide, digests) = (scene.guide, scene.digests);
    let entry = &guide.topics[index];
    let mut digest = digests.page("topic");
    digest.listing(index, digests).number(entry.topic.digest).targets(&scene.links.topics[index], digests);
    digest.number(digests.around[entry.chapter]).number(digests.own[entry.chapter]);
    digest.listings(&[index.saturating_sub(1), (index + 1).min(guide.topics.len() - 1)], digests);
    let related = &scene.related[index];
    for list in [&entry.requires, &entry.unlocks, &related.backlinks] {
        digest.listings(list, digests);
    }
    digest.close(&related.others, digests);
    for near in [&related.easier, &related.harder] {
        digest.close(near.as_slice(), digests);
    }
    digest.done()
}

/// The page of an output card.
pub fn output(scene: &Scene<'_>, card: &Card) -> u128 {
    let mut digest = scene.digests.page("output");
    digest.text(&card.id).listing(card.topic, scene.digests).number(scene.guide.topics[card.topic].topic.digest).done()
}

/// The page of a file that is no topic, and its Markdown twin.
pub fn page(scene: &Scene<'_>, index: usize) -> u128 {
    let (guide, digests) = (scene.guide, scene.digests);
    let page = &guide.pages[index];
    let mut digest = digests.page("page");
    digest.number(digests.pages[index]).number(page.digest).targets(&scene.links.pages[index], digests);
    digest.number(digests.around[guide.chapter_around(&page.path)]).done()
}

/// A chapter's page; the home page is the first chapter's.
pub fn chapter(scene: &Scene<'_>, index: usize) -> u128 {
    let (guide, digests) = (scene.guide, scene.digests);
    let mut digest = digests.page("chapter");
    introduction(&mut digest, scene, index);
    digest.number(digests.around[index]);
    for inside in guide.within(index) {
        digest.number(digests.chapters[inside]).size(guide.chapters[inside].topics.len());
    }
    for topic in guide.chapters[index].all_topics.clone() {
        digest.listing(topic, digests);
    }
    // The home page counts examples and what is known of them, and shows a card.
    if guide.chapters[index].path.is_home() {
        digest.number(digests.pictures.digest());
        guide.files().for_each(|topic| {
            digest.number(topic.digest);
        });
    }
    digest.done()
}

/// A page that lists topics, such as a tag's; `name` tells it from others that list the same.
pub fn list(scene: &Scene<'_>, name: &str, topics: &[usize]) -> u128 {
    let digests = scene.digests;
    let mut digest = digests.page("list");
    digest.text(name).listings(topics, digests);
    // Lists are grouped by chapter, or name it.
    digest.number(digests.all_chapters).done()
}

/// What lists every topic.
pub fn every(scene: &Scene<'_>) -> u128 {
    list(scene, "every", &(0..scene.guide.topics.len()).collect::<Vec<_>>())
}

/// What may show any topic's listing and what is related to it, such as the catalogue; `every` is what [`every`] gives.
pub fn all(scene: &Scene<'_>, every: u128) -> u128 {
    let mut digest = scene.digests.page("all");
    digest.number(every);
    for related in scene.related {
        digest.close(&related.topics, scene.digests);
    }
    digest.done()
}

/// The catalogue, which names every card; `all` is what [`all`] gives.
pub fn catalogue(scene: &Scene<'_>, all: u128) -> u128 {
    scene.digests.page("catalogue").number(all).number(scene.deck.digest).done()
}

/// The feed: of topics alone, or with the questions of the last days.
pub fn feed(scene: &Scene<'_>, every: u128, all: u128) -> u128 {
    scene.day.map_or(every, |day| scene.digests.page("feed").number(all).number(u128::from(day)).done())
}

/// What a print page shows of a topic.
pub fn printed(scene: &Scene<'_>, topic: usize) -> u128 {
    let (entry, digests) = (&scene.guide.topics[topic], scene.digests);
    let mut digest = Digest::new("printed");
    digest.listing(topic, digests).number(entry.topic.digest).text(&scene.anchors[topic]);
    digest.targets(&scene.links.topics[topic], digests).listings(&entry.requires, digests);
    let linked = scene.links.topics[topic].iter().filter_map(Target::topic);
    for other in linked.chain(entry.requires.iter().copied()) {
        digest.text(&scene.anchors[other]);
    }
    digest.done()
}

/// A print page: a chapter with all that lies in it, in full; the first chapter is the whole guide. `printed` holds what
/// [`printed`] gives for each topic.
pub fn print(scene: &Scene<'_>, chapter: usize, printed: &[u128]) -> u128 {
    let (guide, digests) = (scene.guide, scene.digests);
    let mut digest = digests.page("print");
    // Running heads name every chapter, and ids on the page hold their numbers.
    digest.size(chapter).number(digests.all_chapters);
    for inside in guide.within(chapter) {
        introduction(&mut digest, scene, inside);
    }
    for topic in guide.chapters[chapter].all_topics.clone() {
        digest.number(printed[topic]);
    }
    digest.done()
}

/// A list of pages of which something is told that their digests show, such as the sitemap; `every` is what [`every`] gives.
pub fn paths(scene: &Scene<'_>, every: u128, paths: &[OutputPath]) -> u128 {
    let mut digest = scene.digests.page("paths");
    digest.number(every).size(paths.len());
    for path in paths {
        digest.text(path.as_str());
    }
    for page in &scene.digests.pages {
        digest.number(*page);
    }
    digest.done()
}

/// A page that shows nothing of any topic.
pub fn plain(scene: &Scene<'_>) -> u128 {
    scene.digests.page("plain").done()
}

/// A page that leads to a topic or chapter.
pub fn redirect(scene: &Scene<'_>, topic: &Topic) -> u128 {
    let mut digest = scene.digests.page("redirect");
    digest.text(topic.source.as_str()).number(topic.front_digest).done()
}

/// What is made from the texts of all topics, such as the search index; `all` is what [`all`] gives.
pub fn texts(scene: &Scene<'_>, all: u128) -> u128 {
    let mut digest = scene.digests.page("texts");
    digest.number(all).number(scene.digests.pictures.digest());
    for entry in &scene.guide.topics {
        digest.number(entry.topic.digest);
    }
    for (page, listing) in scene.guide.pages.iter().zip(&scene.digests.pages) {
        digest.number(*listing).number(page.digest);
    }
    digest.done()
}

/// An introduction in full.
fn introduction(digest: &mut Digest, scene: &Scene<'_>, chapter: usize) {
    let it = &scene.guide.chapters[chapter];
    digest.number(scene.digests.chapters[chapter]).number(it.introduction.as_ref().map_or(0, |it| it.digest));
    digest.targets(&scene.links.chapters[chapter], scene.digests);
}
