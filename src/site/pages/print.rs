//! The print pages: the whole guide, or a part of it, as a book on one page.
//!
//! In: the scene, a [`Selection`] and how to print it. Out: [`PrintPage`], and the style sheet with its running heads.

use xxhash_rust::xxh3::xxh3_64;

use crate::guide::links::Target;
use crate::guide::made_pages::{self, Family};
use crate::guide::model::{Guide, Tag};
use crate::guide::selection::{By, Selection};
use crate::path::{OutputPath, encode_path};
use crate::site::context::Scene;
use crate::site::fill::{self, Filled};
use crate::site::labels;
use crate::site::page_head::{head, plain_title};
use crate::site::page_numbers::PageNumbers;
use crate::site::pages::quiz_key;
use crate::site::spot::{Elsewhere, Paper, Spot, chapter_anchor};
use crate::text::date_in_words::date_in_words;
use crate::text::title_order;
use crate::topic::document::{Inline, Piece};
use crate::topic::parse::Topic;
use crate::view::{
    BodyPart, LevelMark, LinkView, PrintChapter, PrintChoice, PrintIndexEntry, PrintLine, PrintPage, PrintQuiz,
    PrintReference, PrintTopic,
};

/// A page being made.
struct Making<'a> {
    scene: &'a Scene<'a>,
    printing: &'a Printing<'a>,
    /// For each chapter, whether it has something to print.
    printed: Vec<bool>,
}

/// What of each topic is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// All of it.
    Full,
    /// The question, with room for an answer.
    Questions,
    /// The question, and at the end all short answers.
    Answers,
    /// The short answers, in two columns.
    Summary,
}

/// How a selection is printed.
pub struct Printing<'a> {
    /// Where the page stands in the site.
    pub page: &'a OutputPath,
    /// What is printed.
    pub selection: &'a Selection,
    /// What of it.
    pub view: View,
    /// Page numbers, where there are any.
    pub numbers: &'a PageNumbers,
    /// Where links lead to what is not printed.
    pub elsewhere: Elsewhere<'a>,
    /// The style sheet with the running heads.
    pub heads: &'a OutputPath,
}

impl View {
    /// As templates and the command line name it.
    pub fn word(self) -> &'static str {
        match self {
            View::Full => "full",
            View::Questions => "questions",
            View::Answers => "answers",
            View::Summary => "summary",
        }
    }
}

/// The page of the whole guide, or of a chapter.
pub fn page(guide: &Guide, chapter: Option<usize>) -> OutputPath {
    match chapter.map(|chapter| &guide.chapters[chapter].path) {
        Some(path) if !path.is_home() => Family::Print.page(path.as_str()),
        _ => made_pages::PRINT.output(),
    }
}

/// Whether a chapter has a print page of its own: not if it is empty, nor if it is too large and can be divided.
pub fn has_page(guide: &Guide, chapter: usize) -> bool {
    let (chapter, most) = (&guide.chapters[chapter], guide.settings.limits.print_topics);
    let topics = chapter.all_topics.len();
    !chapter.path.is_home() && topics > 0 && (topics <= most || chapter.children.is_empty())
}

/// The view of a print page.
pub fn view(scene: &Scene<'_>, printing: &Printing<'_>) -> PrintPage {
    let guide = scene.guide;
    let selection = printing.selection;
    let printed = (0..guide.chapters.len()).map(|it| is_printed(guide, it, printing)).collect();
    let making = Making { scene, printing, printed };
    let only_chapter = matches!(selection.choices[..], [(By::Chapter, _)]).then_some(selection.top);
    let title = match only_chapter {
        Some(chapter) => guide.chapters[chapter].title.clone(),
        None => plain_title(&guide.settings.title),
    };
    let introduction = only_chapter.and_then(|chapter| guide.chapters[chapter].introduction.as_ref());
    let description = introduction.and_then(|it| it.summary.as_ref()).map(|summary| summary.text.clone());
    let chosen: Vec<usize> = (0..guide.topics.len()).filter(|&topic| selection.topics[topic]).collect();
    let index = if printing.view == View::Full { index(&making) } else { Vec::new() };
    let mut number = 0;
    let printed = (0..guide.chapters.len()).filter(|&it| making.printed[it]);
    let mut chapters: Vec<PrintChapter> = printed.map(|it| chapter(&making, it, &mut number)).collect();
    let quizzes = quiz_key::number(&mut chapters);
    let edition = chosen.iter().filter_map(|&topic| guide.topics[topic].topic.front.updated.clone()).max();
    PrintPage {
        head: head(guide, "print", printing.page, &title, description),
        view: printing.view.word(),
        chapter: only_chapter.map(|it| guide.chapters[it].path.to_string()),
        selection: choices(selection),
        edition_text: edition.as_deref().map(|date| date_in_words(date, &guide.settings.language)),
        edition,
        heads: printing.heads.url(),
        numbered: *printing.numbers != PageNumbers::Never,
        parts: if printing.elsewhere == Elsewhere::Site { parts(guide, printing) } else { Vec::new() },
        contents: contents(&making, &index, &quizzes),
        chapters,
        quizzes,
        index,
        topics: chosen.len(),
        examples: chosen.iter().map(|&topic| examples(guide, topic)).sum(),
    }
}

/// Whether a chapter has something to print: topics of its own, or an introduction where those are printed.
fn is_printed(guide: &Guide, chapter: usize, printing: &Printing<'_>) -> bool {
    let selection = printing.selection;
    let has_topics = guide.chapters[chapter].topics.iter().any(|&topic| selection.topics[topic]);
    selection.chapters[chapter] && (has_topics || is_introduced(guide, chapter, printing))
}

/// Whether a chapter's introduction is printed.
fn is_introduced(guide: &Guide, chapter: usize, printing: &Printing<'_>) -> bool {
    let has_text = |introduction: &Topic| !introduction.document.pieces.is_empty();
    printing.view == View::Full
        && printing.selection.introductions
        && guide.chapters[chapter].introduction.as_deref().is_some_and(has_text)
}

fn choices(selection: &Selection) -> Vec<PrintChoice> {
    selection.choices.iter().map(|(by, label)| PrintChoice { by: by.word(), html: label.html.clone() }).collect()
}

fn examples(guide: &Guide, topic: usize) -> usize {
    let blocks = &guide.topics[topic].topic.document.code;
    blocks.iter().filter(|block| block.is_example() && block.fence.proof.is_none()).count()
}

/// The whole guide and the chapters around the one printed, as far as they have pages.
fn parts(guide: &Guide, printing: &Printing<'_>) -> Vec<LinkView> {
    let whole = (plain_title(&guide.settings.title).html, page(guide, None));
    let inside = &guide.chapters[printing.selection.top].children;
    let above = guide.ancestors(printing.selection.top);
    let chapters = above.iter().chain(inside).filter(|&&it| has_page(guide, it));
    let chapters = chapters.map(|&it| (guide.chapters[it].short.html.clone(), page(guide, Some(it))));
    let parts = std::iter::once(whole).chain(chapters).filter(|(_, path)| path != printing.page);
    parts.map(|(html, path)| LinkView { url: path.url_from(printing.page), html }).collect()
}

/// How deep a chapter lies under the one that is printed: 0 for that itself if others are in it.
fn depth(guide: &Guide, chapter: usize, printing: &Printing<'_>) -> usize {
    let top = guide.chapters[printing.selection.top].path.depth();
    guide.chapters[chapter].path.depth().saturating_sub(top)
}

/// The digit of a heading's tag at a depth: the title of the book is 1.
fn digit(depth: usize) -> u8 {
    u8::try_from(depth + 1).unwrap_or(6).clamp(2, 6)
}

fn chapter(making: &Making<'_>, index: usize, number: &mut usize) -> PrintChapter {
    let Making { scene, printing, .. } = making;
    let guide = scene.guide;
    let selection = printing.selection;
    let chapter = &guide.chapters[index];
    let depth = depth(guide, index, printing);
    let anchor = chapter_anchor(index);
    let introduction = chapter.introduction.as_ref().filter(|_| selection.introductions);
    let heading = digit(depth.max(1));
    let filled = introduction
        .filter(|_| printing.view == View::Full)
        .map_or_else(Filled::default, |it| filled(making, it, &scene.links.chapters[index], (&anchor, heading)));
    let topics = chapter.topics.iter().filter(|&&topic| selection.topics[topic]);
    let top = guide.chapters[selection.top].path.depth();
    let above = guide.ancestors(index).into_iter().filter(|&it| it != index && guide.chapters[it].path.depth() > top);
    PrintChapter {
        title_html: if chapter.path.is_home() { String::new() } else { chapter.title.html.clone() },
        head_class: head_name(index),
        above: above.map(|it| guide.chapters[it].short.html.clone()).collect(),
        depth,
        heading,
        summary_html: introduction.and_then(|it| it.summary.as_ref()).map(|summary| summary.html.clone()),
        body: filled.parts,
        notes: filled.notes.listed(),
        topics: topics.map(|&it| topic(making, it, (depth + 1).max(2), number)).collect(),
        anchor,
    }
}

fn topic(making: &Making<'_>, index: usize, depth: usize, number: &mut usize) -> PrintTopic {
    let Making { scene, printing, .. } = making;
    let guide = scene.guide;
    let entry = &guide.topics[index];
    let anchor = scene.anchors[index].clone();
    let heading = digit(depth);
    let targets = &scene.links.topics[index];
    let is_table = entry.topic.table().is_some();
    let filled = match printing.view {
        View::Full => filled(making, &entry.topic, targets, (&anchor, heading)),
        // What a table says stands in its rows alone.
        View::Answers if is_table => filled(making, &entry.topic, targets, (&format!("answer.{anchor}"), heading)),
        View::Summary if is_table => filled(making, &entry.topic, targets, (&anchor, heading)),
        View::Answers => practice(making, &entry.topic, targets, (&format!("answer.{anchor}"), heading), true),
        View::Questions | View::Summary => Filled::default(),
    };
    let (rows, asked) = match printing.view {
        View::Questions | View::Answers if is_table => {
            (covered(making, &entry.topic, targets, (&anchor, heading)), Vec::new())
        }
        View::Questions | View::Answers => {
            (Vec::new(), practice(making, &entry.topic, targets, (&anchor, heading), false).parts)
        }
        View::Full | View::Summary => (Vec::new(), Vec::new()),
    };
    *number += 1;
    PrintTopic {
        number: *number,
        heading,
        title_html: entry.topic.title.html.clone(),
        short_html: entry.topic.short.html.clone(),
        level: level(making, entry.level),
        tags: entry.tags.iter().map(|&tag| guide.tags[tag].label.clone()).collect(),
        tag_ids: entry.tags.iter().map(|&tag| guide.tags[tag].id.clone()).collect(),
        summary_html: entry.topic.summary.as_ref().map(|summary| summary.html.clone()),
        requires: entry.requires.iter().map(|&it| reference(making, it)).collect(),
        rows,
        asked,
        body: filled.parts,
        notes: filled.notes.listed(),
        proofs: filled.proofs,
        page: printing.numbers.of(&anchor),
        answer_page: printing.numbers.of(&format!("answer.{anchor}")),
        anchor,
    }
}

/// Spells a body under a heading of `heading`, with ids that start with `anchor`.
fn filled(making: &Making<'_>, topic: &Topic, targets: &[Target], (anchor, heading): (&str, u8)) -> Filled {
    on_paper(making, (anchor, heading), |spot| fill::fill(topic, targets, spot, making.scene))
}

/// The rows of a table without their answers.
fn covered(making: &Making<'_>, topic: &Topic, targets: &[Target], place: (&str, u8)) -> Vec<BodyPart> {
    let pieces = topic.document.covered();
    on_paper(making, place, |spot| fill::part(topic, &pieces, targets, spot, making.scene)).parts
}

/// The folded questions of a topic and its quizzes, which stand in the key; with their answers, the questions alone.
fn practice(making: &Making<'_>, topic: &Topic, targets: &[Target], place: (&str, u8), with_answers: bool) -> Filled {
    let mut pieces = topic.document.practice(with_answers);
    if with_answers {
        pieces.retain(|piece| !matches!(piece, Piece::Quiz(_)));
    }
    on_paper(making, place, |spot| fill::part(topic, &pieces, targets, spot, making.scene))
}

fn on_paper<T>(making: &Making<'_>, (anchor, heading): (&str, u8), with: impl FnOnce(&Spot<'_>) -> T) -> T {
    let printing = making.printing;
    let paper = Paper {
        topics: &printing.selection.topics,
        chapters: &making.printed,
        introductions: printing.selection.introductions,
        numbers: printing.numbers,
        elsewhere: printing.elsewhere,
    };
    let prefix = format!("{anchor}--");
    // Bodies begin with headings of the second level.
    let spot = Spot { prefix: &prefix, paper: Some(&paper), deeper: heading - 1, ..Spot::alone(printing.page) };
    with(&spot)
}

fn level(making: &Making<'_>, level: usize) -> LevelMark {
    LevelMark { url: String::new(), ..labels::level(making.scene.guide, level, making.printing.page) }
}

fn reference(making: &Making<'_>, topic: usize) -> PrintReference {
    let html = making.scene.guide.topics[topic].topic.short.html.clone();
    if !making.printing.selection.topics[topic] {
        return PrintReference { url: String::new(), html, page: None };
    }
    let anchor = &making.scene.anchors[topic];
    PrintReference { url: to(anchor), html, page: making.printing.numbers.of(anchor) }
}

fn to(anchor: &str) -> String {
    let mut url = "#".to_owned();
    encode_path(anchor, &mut url);
    url
}

fn contents(making: &Making<'_>, index: &[PrintIndexEntry], quizzes: &[PrintQuiz]) -> Vec<PrintLine> {
    let Making { scene, printing, .. } = making;
    let guide = scene.guide;
    let selection = printing.selection;
    let line = |id: String, name: &Inline, kind, depth, level| PrintLine {
        url: to(&id),
        html: name.html.clone(),
        text: name.text.clone(),
        kind,
        depth,
        level,
        page: printing.numbers.of(&id),
        id,
    };
    let word = |id: String, word: &str| line(id, &plain_title(scene.theme.words.get(word)), "chapter", 1, None);
    let mut lines = Vec::new();
    // Chapters that hold only other chapters are headings here: they lead to the first thing in them.
    let mut waiting: Vec<(&Inline, usize)> = Vec::new();
    for (index, chapter) in guide.chapters.iter().enumerate().filter(|(index, _)| selection.chapters[*index]) {
        let deep = depth(guide, index, printing);
        waiting.retain(|(_, depth)| *depth < deep);
        // The only chapter printed is the title of the whole.
        let is_title = index == selection.top;
        if !making.printed[index] {
            if !is_title {
                waiting.push((&chapter.short, deep));
            }
            continue;
        }
        let first = chapter_anchor(index);
        lines.extend(waiting.drain(..).map(|(name, depth)| line(first.clone(), name, "chapter", depth, None)));
        if chapter.path.is_home() {
            let introduced = is_introduced(guide, index, printing);
            lines.push(word(first, if introduced { "paper.introduction" } else { "paper.other" }));
        } else if !is_title {
            lines.push(line(first, &chapter.short, "chapter", deep, None));
        }
        for &topic in chapter.topics.iter().filter(|&&topic| selection.topics[topic]) {
            let entry = &guide.topics[topic];
            let level = Some(level(making, entry.level));
            lines.push(line(scene.anchors[topic].clone(), &entry.topic.short, "topic", deep + 1, level));
        }
    }
    if printing.view == View::Answers {
        lines.push(word("book.answers".into(), "paper.answers"));
    }
    if !quizzes.is_empty() {
        lines.push(word("book.quizzes".into(), "paper.quiz_answers"));
    }
    if printing.view == View::Full && !index.is_empty() {
        lines.push(word("book.index".into(), "paper.index"));
    }
    lines
}

fn index(making: &Making<'_>) -> Vec<PrintIndexEntry> {
    let chosen = |topic: &&usize| making.printing.selection.topics[**topic];
    let entry = |tag: &Tag| PrintIndexEntry {
        label: tag.label.clone(),
        topics: tag.topics.iter().filter(chosen).map(|&topic| reference(making, topic)).collect(),
    };
    let mut entries: Vec<PrintIndexEntry> =
        making.scene.guide.tags.iter().map(entry).filter(|entry| !entry.topics.is_empty()).collect();
    entries.sort_by_cached_key(|entry| title_order::key(&entry.label));
    entries
}

/// The class of a chapter, and the name of its sheets.
fn head_name(chapter: usize) -> String {
    format!("head-{chapter}")
}

/// What the site calls the style sheet of [`heads`].
pub fn heads_path(sheet: &str) -> OutputPath {
    OutputPath::new(&format!("assets/heads.{:08x}.css", xxh3_64(sheet.as_bytes()) >> 32))
}

/// The running heads as a style sheet: the guide's title, and the chapter's on its sheets. The theme's `print.css`
/// says how they look. Style sheets cannot take a head from the text, so each chapter's sheets have a name.
pub fn heads(guide: &Guide) -> String {
    let mut sheet = "@page{@top-left{content:".to_owned();
    push_string(&mut sheet, &guide.settings.title);
    sheet.push_str("}}\n");
    for (index, chapter) in guide.chapters.iter().enumerate().skip(1) {
        let name = head_name(index);
        sheet.push_str(&format!(".{name}{{page:{name}}}@page {name}{{@top-right{{content:"));
        push_string(&mut sheet, &chapter.short.text);
        sheet.push_str("}}\n");
    }
    sheet
}

/// A string of a style sheet: what could end it is escaped.
fn push_string(sheet: &mut String, text: &str) {
    sheet.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' | '<' | '\u{0}'..='\u{1f}' => sheet.push_str(&format!("\\{:x} ", u32::from(letter))),
            letter => sheet.push(letter),
        }
    }
    sheet.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_running_head_cannot_leave_its_string() {
        let mut sheet = String::new();
        push_string(&mut sheet, "a \"b\" \\ </style>\nc");
        assert_eq!(sheet, r#""a \22 b\22  \5c  \3c /style>\a c""#);
    }
}
