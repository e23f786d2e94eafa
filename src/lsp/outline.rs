//! The outline of a file, and what of it can be folded.
//!
//! In: a parsed file and its text. Out: headings within each other; lines of the front matter, of sections and of blocks.

use gen_lsp_types::{DocumentSymbol, FoldingRange, FoldingRangeKind, SymbolKind};

use crate::lsp::markdown_cursor;
use crate::lsp::open_file;
use crate::text::span::Span;
use crate::text::utf16::Lines;
use crate::topic::document::Heading;
use crate::topic::parse::Topic;

/// The bytes of each heading's section: up to the next heading of its level or above.
fn sections(outline: &[Heading], end: usize) -> Vec<Span> {
    let ends = |(index, heading): (usize, &Heading)| {
        let next = outline[index + 1..].iter().find(|next| next.level <= heading.level);
        Span::new(heading.span.start, next.map_or(end, |next| next.span.start))
    };
    outline.iter().enumerate().map(ends).collect()
}

/// The headings as a tree.
pub fn symbols(topic: &Topic, lines: &Lines<'_>, end: usize) -> Vec<DocumentSymbol> {
    let outline = &topic.document.outline;
    let mut roots: Vec<DocumentSymbol> = Vec::new();
    // The headings above the present one, with their levels.
    let mut open: Vec<(u8, DocumentSymbol)> = Vec::new();
    for (heading, section) in outline.iter().zip(sections(outline, end)) {
        while open.last().is_some_and(|(level, _)| *level >= heading.level) {
            close(&mut open, &mut roots);
        }
        let name = if heading.text.is_empty() { format!("#{}", heading.id) } else { heading.text.clone() };
        #[expect(deprecated, reason = "a field of the protocol that is left empty")]
        let symbol = DocumentSymbol {
            name,
            detail: None,
            kind: SymbolKind::String,
            tags: None,
            deprecated: None,
            range: open_file::range(lines, section.start, section.end),
            selection_range: open_file::range(lines, heading.span.start, heading.span.end.min(section.end)),
            children: None,
        };
        open.push((heading.level, symbol));
    }
    while !open.is_empty() {
        close(&mut open, &mut roots);
    }
    roots
}

/// Puts the last open heading into the one above it.
fn close(open: &mut Vec<(u8, DocumentSymbol)>, roots: &mut Vec<DocumentSymbol>) {
    let Some((_, symbol)) = open.pop() else { return };
    match open.last_mut() {
        Some((_, above)) => above.children.get_or_insert_default().push(symbol),
        None => roots.push(symbol),
    }
}

/// What can be folded. `topic` is none for a file that could not be parsed.
pub fn folds(topic: Option<&Topic>, text: &str, lines: &Lines<'_>) -> Vec<FoldingRange> {
    let mut spans: Vec<Span> = Vec::new();
    if let Some(front) = markdown_cursor::front(text) {
        spans.push(Span::new(0, front.body));
    }
    if let Some(topic) = topic {
        spans.extend(sections(&topic.document.outline, text.len()));
        spans.extend(topic.document.code.iter().map(|block| block.span));
        spans.extend(topic.document.quizzes.iter().map(|quiz| quiz.span));
    }
    let fold = |span: Span| {
        // Blank lines below a section stay visible.
        let written = text.get(span.range())?.trim_end();
        let (first, last) = (lines.line_of(span.start), lines.line_of(span.start + written.len().saturating_sub(1)));
        let number = |line: usize| u32::try_from(line).unwrap_or(u32::MAX);
        (last > first).then(|| FoldingRange {
            start_line: number(first),
            start_character: None,
            end_line: number(last),
            end_character: None,
            kind: Some(FoldingRangeKind::Region),
            collapsed_text: None,
        })
    };
    spans.into_iter().filter_map(fold).collect()
}
