//! Digests that many pages share.
//!
//! In: the guide as arranged, the theme, `site`. Out: [`SharedDigests`], one number for what all pages show and one for what
//! other pages show of each topic and chapter. `page_digests` says which page is made from which.

use crate::guide::links::Target;
use crate::guide::model::{Chapter, Guide};
use crate::guide::related::Close;
use crate::memo::digest::Digest;
use crate::reading::inputs::Inputs;
use crate::site::picture_sizes::PictureSizes;
use crate::theme::load::Theme;
use crate::topic::parse::Topic;
use crate::view::SiteView;

/// Digests that many pages share.
#[derive(Debug)]
pub struct SharedDigests {
    frame: u128,
    /// Listings of topics.
    topics: Vec<u128>,
    /// Listings of chapters.
    pub chapters: Vec<u128>,
    /// Of all of them.
    pub all_chapters: u128,
    /// Listings of pages that are no topics.
    pub pages: Vec<u128>,
    /// For each chapter, the listings of itself, those above it and those beside it.
    pub around: Vec<u128>,
    /// For each chapter, the listings of its own topics.
    pub own: Vec<u128>,
    /// Sizes of pictures, which the pages that show them say.
    pub pictures: PictureSizes,
}

/// Computes what pages share.
pub fn of(guide: &Guide, theme: &Theme, site: &SiteView, inputs: &Inputs) -> SharedDigests {
    let mut frame = Digest::new("frame");
    // A site view that cannot be written down is one that is never equal to another: its page will say why.
    frame.text(&serde_json::to_string(site).unwrap_or_else(|error| error.to_string()));
    for (source, text) in &theme.texts {
        frame.text(source.as_str()).text(text);
    }
    for file in inputs.book.iter().chain(&inputs.examples_lock).chain(&inputs.example_files) {
        frame.text(&file.text);
    }
    let listing = |topic: &Topic| Digest::new("listing").text(topic.path.as_str()).number(topic.front_digest).done();
    let chapter = |chapter: &Chapter| match &chapter.introduction {
        Some(introduction) => listing(introduction),
        None => Digest::new("chapter").text(chapter.path.as_str()).done(),
    };
    let chapters: Vec<u128> = guide.chapters.iter().map(chapter).collect();
    let topics: Vec<u128> = guide.topics.iter().map(|entry| listing(&entry.topic)).collect();
    let own = |chapter: &Chapter| several("own", chapter.topics.iter().map(|&topic| topics[topic]));
    SharedDigests {
        frame: frame.done(),
        all_chapters: several("chapters", chapters.iter().copied()),
        around: around(guide, &chapters),
        own: guide.chapters.iter().map(own).collect(),
        pages: guide.pages.iter().map(|page| listing(page)).collect(),
        topics,
        chapters,
        pictures: PictureSizes::of(&inputs.assets),
    }
}

fn several(kind: &str, listings: impl Iterator<Item = u128>) -> u128 {
    let mut digest = Digest::new(kind);
    listings.for_each(|listing| {
        digest.number(listing);
    });
    digest.done()
}

fn around(guide: &Guide, listings: &[u128]) -> Vec<u128> {
    let all = |kind: &str, chapters: &[usize]| several(kind, chapters.iter().map(|&chapter| listings[chapter]));
    // Hundreds may lie beside each other: they are added up once for all.
    let inside: Vec<u128> = guide.chapters.iter().map(|chapter| all("inside", &chapter.children)).collect();
    let one = |(index, chapter): (usize, &Chapter)| {
        let beside = chapter.parent.map_or(0, |parent| inside[parent]);
        Digest::new("around")
            .number(all("above", &guide.ancestors(index)))
            .number(beside)
            .number(listings[index])
            .done()
    };
    guide.chapters.iter().enumerate().map(one).collect()
}

impl SharedDigests {
    /// Starts the digest of a page.
    pub fn page(&self, kind: &str) -> Digest {
        let mut digest = Digest::new(kind);
        digest.number(self.frame);
        digest
    }
}

impl Digest {
    /// A topic where it is listed or linked.
    pub fn listing(&mut self, topic: usize, digests: &SharedDigests) -> &mut Self {
        self.number(digests.topics[topic])
    }

    /// Topics where they are listed.
    pub fn listings(&mut self, topics: &[usize], digests: &SharedDigests) -> &mut Self {
        self.size(topics.len());
        for &topic in topics {
            self.listing(topic, digests);
        }
        self
    }

    /// Related topics.
    pub fn close(&mut self, near: &[Close], digests: &SharedDigests) -> &mut Self {
        self.size(near.len());
        for close in near {
            self.listing(close.topic, digests).size(usize::from(close.linked)).size(close.shared.len());
            for &tag in &close.shared {
                self.size(tag);
            }
        }
        self
    }

    /// What links lead to. Sections and addresses elsewhere are part of the file that holds the links.
    pub fn targets(&mut self, targets: &[Target], digests: &SharedDigests) -> &mut Self {
        self.size(targets.len());
        for target in targets {
            match target {
                Target::Topic(topic, _) => self.size(1).listing(*topic, digests),
                Target::Chapter(chapter, _) => self.size(2).number(digests.chapters[*chapter]),
                Target::Asset(path, part) => {
                    let (width, height) = digests.pictures.of_path(path.as_str()).unwrap_or_default();
                    self.size(3).text(path.as_str()).text(part.as_deref().unwrap_or_default()).size(width).size(height)
                }
                Target::Page(page, _) => self.size(7).number(digests.pages[*page]),
                Target::Here(_) => self.size(4),
                Target::External(_) => self.size(5),
                Target::Nowhere => self.size(6),
            };
        }
        self
    }
}
