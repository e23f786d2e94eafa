//! The files of an e-book, in the order in which they are read.
//!
//! In: the guide as it is printed, of which topics that get a file of their own are taken out, and the theme. Out: [`Part`]s as HTML: a title page, a file for each chapter and, where
//! whole topics are in the book, for each topic; then the answers, the key to the quizzes and the index.

use crate::html::character_references;
use crate::problem::report::Report;
use crate::site::context::Scene;
use crate::view::{BookPart, PrintChapter, PrintPage, PrintTopic};

/// A file of the book, as HTML.
#[derive(Debug)]
pub struct Part {
    /// `0001.xhtml`, in the folder `text`.
    pub name: String,
    /// Plain, for its `<title>`.
    pub title: String,
    /// Without its frame.
    pub html: String,
}

/// Makes the files. `None` if the template failed.
pub fn make(scene: &Scene<'_>, page: &mut PrintPage, report: &mut Report) -> Option<Vec<Part>> {
    let is_full = page.view == "full";
    let take = |chapter: &mut PrintChapter| if is_full { std::mem::take(&mut chapter.topics) } else { Vec::new() };
    let alone: Vec<Vec<PrintTopic>> = page.chapters.iter_mut().map(take).collect();
    let page = &*page;
    let mut making = Making { scene, page, parts: Vec::new() };
    let paper = |word: &str| scene.theme.words.get(&format!("paper.{word}")).to_owned();
    making.add(making.part("title"), page.head.title.clone(), report)?;
    for (section, topics) in page.chapters.iter().zip(&alone) {
        let title = plain(&section.title_html).unwrap_or_else(|| page.head.title.clone());
        making.add(BookPart { section: Some(section), ..making.part("chapter") }, title, report)?;
        for topic in topics {
            let title = plain(&topic.short_html).unwrap_or_default();
            making.add(BookPart { topic: Some(topic), ..making.part("topic") }, title, report)?;
        }
    }
    if page.view == "answers" {
        for chapter in page.chapters.iter().filter(|chapter| !chapter.topics.is_empty()) {
            making.add(BookPart { section: Some(chapter), ..making.part("answers") }, paper("answers"), report)?;
        }
    }
    if !page.quizzes.is_empty() {
        let part = BookPart { quizzes: &page.quizzes, ..making.part("quizzes") };
        making.add(part, paper("quiz_answers"), report)?;
    }
    if !page.index.is_empty() {
        making.add(BookPart { index: &page.index, ..making.part("index") }, paper("index"), report)?;
    }
    Some(making.parts)
}

struct Making<'a> {
    scene: &'a Scene<'a>,
    page: &'a PrintPage,
    parts: Vec<Part>,
}

impl<'a> Making<'a> {
    fn part(&self, part: &'static str) -> BookPart<'a> {
        let page = self.page;
        BookPart {
            head: &page.head,
            part,
            view: page.view,
            chapter: page.chapter.as_deref(),
            selection: &page.selection,
            edition: page.edition.as_deref(),
            edition_text: page.edition_text.as_deref(),
            topics: page.topics,
            examples: page.examples,
            numbered: false,
            section: None,
            topic: None,
            index: &[],
            quizzes: &[],
        }
    }

    fn add(&mut self, part: BookPart<'_>, title: String, report: &mut Report) -> Option<()> {
        let html = self.scene.theme.render("book.html", &part, 0, report)?;
        let name = format!("{:04}.xhtml", self.parts.len() + 1);
        self.parts.push(Part { name, title, html });
        Some(())
    }
}

/// The text of some inline HTML; `None` if there is none.
fn plain(html: &str) -> Option<String> {
    let mut text = String::new();
    for token in crate::html::tokens::tokens(html) {
        if let crate::html::tokens::Token::Text(span) = token {
            text.push_str(&character_references::text(&html[span]));
        }
    }
    (!text.trim().is_empty()).then_some(text)
}
