//! Numbers about a guide: what `studybook stats` prints.

use serde::Serialize;

use crate::guide::model::Guide;

/// A topic with fewer words than this is a stub.
pub const STUB_WORDS: usize = 60;

/// The numbers.
#[derive(Debug, Serialize)]
pub struct Stats {
    /// All topics.
    pub topics: usize,
    /// All chapters but the home page.
    pub chapters: usize,
    /// Words of prose, without code.
    pub words: usize,
    /// Code blocks that carry an output or could be run.
    pub examples: usize,
    /// Code blocks that show a claim to be true.
    pub proofs: usize,
    /// Quizzes.
    pub quizzes: usize,
    /// Topics with very few words, by path.
    pub stubs: Vec<String>,
    /// The levels of difficulty, in order.
    pub levels: Vec<String>,
    /// A row for each chapter that has topics of its own.
    pub by_chapter: Vec<Row>,
    /// A row for each tag.
    pub by_tag: Vec<Row>,
    /// Topics of each level.
    pub by_difficulty: Vec<usize>,
}

/// Topics of one chapter or tag.
#[derive(Debug, Serialize)]
pub struct Row {
    /// The chapter's path or the tag.
    pub name: String,
    /// Topics of each level.
    pub levels: Vec<usize>,
    /// All topics.
    pub topics: usize,
    /// Words of prose.
    pub words: usize,
    /// Examples.
    pub examples: usize,
    /// Proofs.
    pub proofs: usize,
    /// Quizzes.
    pub quizzes: usize,
}

/// Counts.
pub fn count(guide: &Guide) -> Stats {
    let row = |name: &str, topics: &[usize]| {
        let mut row = Row {
            name: name.to_owned(),
            levels: vec![0; guide.settings.levels.len()],
            topics: topics.len(),
            words: 0,
            examples: 0,
            proofs: 0,
            quizzes: 0,
        };
        for entry in topics.iter().map(|&topic| &guide.topics[topic]) {
            row.levels[entry.level] += 1;
            row.words += entry.topic.document.words;
            row.examples += examples(&entry.topic.document);
            row.proofs += proofs(&entry.topic.document);
            row.quizzes += entry.topic.document.quizzes.len();
        }
        row
    };
    let all: Vec<usize> = (0..guide.topics.len()).collect();
    let total = row("", &all);
    let stub =
        |entry: &&crate::guide::model::Entry| entry.topic.document.words < STUB_WORDS && entry.topic.table().is_none();
    Stats {
        topics: guide.topics.len(),
        chapters: guide.chapters.len() - 1,
        words: total.words,
        examples: total.examples,
        proofs: total.proofs,
        quizzes: total.quizzes,
        stubs: guide.topics.iter().filter(stub).map(|entry| entry.topic.path.to_string()).collect(),
        levels: guide.settings.levels.iter().map(|level| level.id.clone()).collect(),
        by_chapter: guide
            .chapters
            .iter()
            .filter(|chapter| !chapter.topics.is_empty())
            .map(|chapter| row(if chapter.path.is_home() { "." } else { chapter.path.as_str() }, &chapter.topics))
            .collect(),
        by_tag: guide.tags.iter().map(|tag| row(&tag.id, &tag.topics)).collect(),
        by_difficulty: total.levels,
    }
}

/// Blocks with an output, and blocks of a language that has one somewhere, count as examples.
fn examples(document: &crate::topic::document::Document) -> usize {
    document.code.iter().filter(|block| block.is_example() && block.fence.proof.is_none()).count()
}

/// Blocks that show a claim to be true.
fn proofs(document: &crate::topic::document::Document) -> usize {
    document.code.iter().filter(|block| block.fence.proof.is_some()).count()
}
