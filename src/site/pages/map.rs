//! The map: which topics to know before which, drawn chapter by chapter, and how chapters build on each other.

use std::collections::BTreeMap;

use crate::guide::made_pages;
use crate::guide::model::Guide;
use crate::path::OutputPath;
use crate::site::context::Scene;
use crate::site::labels;
use crate::site::layered_graph::{Cell, lay};
use crate::site::page_head::{head, plain_title};
use crate::view::{LinkView, MapArc, MapChapter, MapEdge, MapNode, MapOverview, MapPage, MapRow};

/// Columns of a chapter's drawing, where it does not need more.
const COLUMNS: usize = 5;
/// A topic's box, and what is free between two.
const BOX: (usize, usize) = (184, 46);
const GAP: (usize, usize) = (40, 14);
/// Free round a drawing, so that focus rings are not cut.
const MARGIN: usize = 6;
/// Letters that fit a line of a box.
const LINE: usize = 23;
/// A line of the overview, as high as a finger needs, and where the arcs begin.
const ROW: usize = 44;
const ARCS: usize = 300;

/// The view of the map.
pub fn view(scene: &Scene<'_>) -> MapPage {
    let guide = scene.guide;
    let page = made_pages::MAP.output();
    let chapters: Vec<usize> = (0..guide.chapters.len()).filter(|&it| !guide.chapters[it].topics.is_empty()).collect();
    let limits = guide.settings.limits;
    let drawn = if guide.topics.len() > limits.map_topics { &[] } else { &chapters[..] };
    MapPage {
        head: head(guide, "map", &page, &plain_title(scene.theme.words.get("map")), None),
        overview: (2..=limits.map_chapters).contains(&chapters.len()).then(|| overview(guide, &chapters, drawn, &page)),
        chapters: drawn.iter().map(|&chapter| drawing(guide, chapter, &page)).collect(),
        topics: guide.topics.len(),
        requirements: guide.topics.iter().map(|entry| entry.requires.len()).sum(),
    }
}

fn overview(guide: &Guide, chapters: &[usize], drawn: &[usize], page: &OutputPath) -> MapOverview {
    let numbers: BTreeMap<usize, usize> = chapters.iter().enumerate().map(|(number, &it)| (it, number)).collect();
    let mut counts: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for entry in &guide.topics {
        for &required in &entry.requires {
            let ends = (numbers[&guide.topics[required].chapter], numbers[&entry.chapter]);
            if ends.0 != ends.1 {
                *counts.entry(ends).or_default() += 1;
            }
        }
    }
    let middle = |number: usize| number * ROW + ROW / 2 + MARGIN;
    let mut last_parent = None;
    let row = |(number, &index): (usize, &usize)| {
        let chapter = &guide.chapters[index];
        let parent = chapter.parent.filter(|&parent| !guide.chapters[parent].path.is_home());
        let is_new = parent != std::mem::replace(&mut last_parent, parent);
        let own_page = || chapter.path.chapter_page().url_from(page);
        MapRow {
            url: if drawn.is_empty() { own_page() } else { format!("#{}", anchor(guide, index)) },
            text: chapter.short.text.clone(),
            parent: parent.filter(|_| is_new).map(|parent| guide.chapters[parent].short.text.clone()),
            topics: chapter.topics.len(),
            y: middle(number),
            x: ARCS,
            number,
        }
    };
    let rows: Vec<MapRow> = chapters.iter().enumerate().map(row).collect();
    let mut width = ARCS;
    let arc = |(&(from, to), &count): (&(usize, usize), &usize)| {
        let (top, bottom) = (middle(from.min(to)), middle(from.max(to)));
        // A curve reaches three quarters of the way to its handles: about a third as far out as it is tall, so that a phone has
        // room for it.
        let reach = 18 + (bottom - top) * 3 / 7;
        width = width.max(ARCS + reach * 3 / 4 + MARGIN);
        let bend = ARCS + reach;
        let (begin, end) = (middle(from), middle(to));
        MapArc {
            path: format!("M{ARCS} {begin}C{bend} {begin} {bend} {end} {ARCS} {end}"),
            weight: match count {
                1 => 1,
                2 | 3 => 2,
                4 | 5 => 3,
                _ => 4,
            },
            from,
            to,
            text: format!("{} → {}: {count}", rows[from].text, rows[to].text),
        }
    };
    let arcs = counts.iter().map(arc).collect();
    MapOverview { width, height: chapters.len() * ROW + 2 * MARGIN, rows, arcs }
}

/// The id of a chapter's drawing; the dot keeps it apart from the page's own.
fn anchor(guide: &Guide, chapter: usize) -> String {
    format!("chapter.{}", guide.chapters[chapter].path.chapter_page().url())
}

fn drawing(guide: &Guide, index: usize, page: &OutputPath) -> MapChapter {
    let chapter = &guide.chapters[index];
    let places: BTreeMap<usize, usize> = chapter.topics.iter().enumerate().map(|(place, &it)| (it, place)).collect();
    let mut edges = Vec::new();
    for (&topic, &to) in &places {
        let inside = guide.topics[topic].requires.iter().filter_map(|required| places.get(required));
        // A topic that requires itself is a problem told elsewhere.
        edges.extend(inside.filter(|&&from| from != to).map(|&from| (from, to)));
    }
    let layers = lay(chapter.topics.len(), &edges, COLUMNS);
    let line = |&(from, to): &(usize, usize)| MapEdge {
        path: curve(layers.cells[from], layers.cells[to]),
        from: chapter.topics[from],
        to: chapter.topics[to],
    };
    MapChapter {
        id: anchor(guide, index),
        title_html: chapter.title.html.clone(),
        title: chapter.title.text.clone(),
        url: chapter.path.chapter_page().url_from(page),
        width: layers.columns * (BOX.0 + GAP.0) - GAP.0 + 2 * MARGIN,
        height: layers.rows * (BOX.1 + GAP.1) - GAP.1 + 2 * MARGIN,
        nodes: chapter.topics.iter().zip(&layers.cells).map(|(&it, &cell)| node(guide, it, cell, page)).collect(),
        edges: layers.edges.iter().map(line).collect(),
    }
}

fn corner(cell: Cell) -> (usize, usize) {
    (MARGIN + cell.column * (BOX.0 + GAP.0), MARGIN + cell.row * (BOX.1 + GAP.1))
}

/// From the right side of one box to the left side of another.
fn curve(from: Cell, to: Cell) -> String {
    let (x, y) = corner(from);
    let (x, y) = (x + BOX.0, y + BOX.1 / 2);
    let (end, end_y) = corner(to);
    let end_y = end_y + BOX.1 / 2;
    let (bend, other_bend) = (x + GAP.0 * 2 / 3, end.saturating_sub(GAP.0 * 2 / 3));
    format!("M{x} {y}C{bend} {y} {other_bend} {end_y} {end} {end_y}")
}

fn node(guide: &Guide, topic: usize, cell: Cell, page: &OutputPath) -> MapNode {
    let entry = &guide.topics[topic];
    let (x, y) = corner(cell);
    let link = |&required: &usize| {
        let it = &guide.topics[required].topic;
        LinkView { url: it.path.topic_page().url_from(page), html: it.short.html.clone() }
    };
    let numbers: Vec<String> = entry.requires.iter().map(usize::to_string).collect();
    MapNode {
        number: topic,
        url: entry.topic.path.topic_page().url_from(page),
        title: entry.topic.title.text.clone(),
        short_html: entry.topic.short.html.clone(),
        lines: lines(&entry.topic.short.text),
        level: labels::level(guide, entry.level, page),
        x,
        y,
        requires: entry.requires.iter().map(link).collect(),
        requires_numbers: numbers.join(" "),
        from_elsewhere: entry.requires.iter().any(|&required| guide.topics[required].chapter != entry.chapter),
    }
}

/// At most two lines; what does not fit ends in `…`.
fn lines(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let at = lines.len() - 1;
        let letters = lines[at].chars().count();
        if letters > 0 && letters + 1 + word.chars().count() > LINE {
            lines.push(word.to_owned());
        } else {
            lines[at].push_str(if letters > 0 { " " } else { "" });
            lines[at].push_str(word);
        }
    }
    let cut = lines.len() > 2;
    lines.truncate(2);
    for (at, line) in lines.iter_mut().enumerate() {
        if line.chars().count() > LINE || (cut && at == 1) {
            *line = line.chars().take(LINE - 1).collect();
            line.push('…');
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_takes_two_lines() {
        assert_eq!(lines("The GIL"), ["The GIL"]);
        assert_eq!(lines("Dependency injection in views"), ["Dependency injection in", "views"]);
        assert_eq!(lines("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa b"), ["aaaaaaaaaaaaaaaaaaaaaa…", "b"]);
    }
}
