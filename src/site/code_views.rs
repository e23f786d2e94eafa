//! Blocks of code as templates see them.
//!
//! In: a block and the page it stands on. Out: [`ExampleView`].

use crate::cards::card::{Card, Kind};
use crate::examples::marks::Verified;
use crate::site::context::Scene;
use crate::site::shared_cards;
use crate::site::spot::Spot;
use crate::topic::document::CodeBlock;
use crate::topic::highlight::grammars::{self, Change};
use crate::topic::highlight::runs::Look;
use crate::topic::parse::Topic;
use crate::view::{ExampleView, RunView};

/// Columns of code that fit the width of a sheet; longer lines are wrapped, and then the lines are numbered.
const COLUMNS: usize = 88;
/// Lines of code and output that fit a sheet; longer examples are numbered.
const LINES: usize = 52;
/// Lines of code that stay on one sheet; longer code may be broken, so that no third of a page is left empty.
const KEPT: usize = 13;

/// The card with this anchor, on the page of its topic.
pub fn card_of<'s>(topic: &Topic, kind: Kind, anchor: &str, spot: &Spot<'_>, scene: &Scene<'s>) -> Option<&'s Card> {
    if topic.is_index || spot.paper.is_some() || spot.part_of.is_some() || spot.away.is_some() || scene.deck.is_empty()
    {
        return None;
    }
    let index = *scene.guide.by_path.get(&topic.path)?;
    scene.deck.at_anchor(index, &scene.guide.topics[index].id, kind, anchor)
}

/// A block of code with what it prints.
pub fn example(block: &CodeBlock, topic: &Topic, spot: &Spot<'_>, scene: &Scene<'_>) -> ExampleView {
    let fence = &block.fence;
    let tokens = scene.highlights.get(block.key, &block.code);
    let code_lines = block.code.lines().count();
    let lines = code_lines + block.output.as_ref().map_or(0, |output| output.text.lines().count());
    let is_wide = |line: &str| line.len() > COLUMNS && line.chars().count() > COLUMNS;
    let numbered = fence.line_numbers || spot.paper.is_some() && (lines > LINES || block.code.lines().any(is_wide));
    // On the screen each line wraps by itself; on paper lines are told apart where something is said of them.
    let is_page = spot.paper.is_none() && spot.away.is_none();
    let is_diff = grammars::in_diff(&fence.language).is_some();
    let by_line = is_page || numbered || is_diff || !fence.highlighted.is_empty() || !fence.hidden.is_empty();
    let changes: Vec<Change> = if is_diff { block.code.lines().map(grammars::change).collect() } else { Vec::new() };
    let look = |line: usize| match fence.hides(line) {
        true if is_page => Look::Folded,
        true => Look::LeftOut,
        false if fence.highlighted.holds(line) => Look::Marked,
        false => match changes.get(line - 1) {
            Some(Change::Added) => Look::Added,
            Some(Change::Removed) => Look::Removed,
            _ => Look::Plain,
        },
    };
    let hidden = (1..=code_lines).filter(|line| fence.hides(*line)).count();
    let code_html = if by_line { tokens.html_by_line(&block.code, look) } else { tokens.html(&block.code) };
    // What an example of a quiz ends with is what the quiz asks.
    let raises = fence.raises.clone().filter(|_| block.quiz.is_none());
    let card = block.anchor.as_ref().and_then(|anchor| card_of(topic, Kind::Output, anchor, spot, scene));
    // Where no button names the blocks of a group, each has its name above it.
    let is_named = is_page && spot.part_of.is_none() || fence.group.is_none();
    let name = Some(grammars::label(&fence.language)).filter(|_| !is_named && fence.title.is_none());
    ExampleView {
        share_url: card
            .filter(|_| scene.guide.settings.study.share)
            .map(|card| shared_cards::path(scene.guide, card).url_from(spot.page)),
        card: card.map(|card| card.id.clone()),
        folded: false,
        anchor: block.anchor.as_ref().map(|anchor| format!("{}{anchor}", spot.prefix)),
        language_label: if name.is_some() { String::new() } else { grammars::label(&fence.language) },
        title: name.or_else(|| fence.title.clone()),
        language: fence.language.clone(),
        plain: grammars::is_plain(&fence.language),

        code_html,
        hidden: (hidden > 0).then_some(hidden),
        numbered,
        by_line,
        long: code_lines > KEPT,
        output: block.output.as_ref().map(|output| output.text.clone()),
        stderr: block.stderr.as_ref().map(|said| said.text.clone()),
        exit: fence.exit.filter(|_| block.quiz.is_none()),
        raises,
        no_run: fence.no_run.clone(),
        is_example: block.is_example(),
        run: scene.marks.of(&topic.source, block).map(run),
    }
}

fn run(verified: &Verified) -> RunView {
    match verified {
        Verified::On(versions) => RunView { state: "verified", on: versions.clone() },
        Verified::Stale => RunView { state: "stale", on: Vec::new() },
        Verified::Missing => RunView { state: "missing", on: Vec::new() },
    }
}
