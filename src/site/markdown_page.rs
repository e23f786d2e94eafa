//! The plain Markdown twin of a topic's page, or of a page that is no topic: for readers of text, and for programs that read.
//!
//! In: a topic, its file and its targets. Out: Markdown with the title as its heading. Twins keep the places of their
//! sources, so most links are right as the author wrote them. Those to a chapter, which has no twin, and those from the
//! site's root are respelled, and `[[wikilinks]]` become ordinary links.

use crate::guide::links::Target;
use crate::guide::model::Guide;
use crate::path::{OutputPath, decode_percent, encode_fragment, join};
use crate::text::span::Span;
use crate::topic::document::{CodeBlock, LinkKind};
use crate::topic::inline;
use crate::topic::parse::Topic;
use crate::topic::word_rows::{WordCell, WordRow, WordTable};

/// The text of the twin. `text` is the topic's whole file.
pub fn markdown(topic: &Topic, targets: &[Target], text: &str, guide: &Guide) -> String {
    let title: Vec<&str> = topic.front.title.value.split_whitespace().collect();
    let mut out = format!("# {}\n", title.join(" "));
    let from = topic.path.topic_markdown();
    let page = Page { from: &from, guide };
    let links = topic.document.links.iter().zip(targets);
    let (in_summary, in_body): (Vec<_>, Vec<_>) = links.partition(|(link, _)| link.span.start < topic.body_start);
    if let Some(summary) = &topic.front.summary {
        let summary = summary.value.as_str();
        let links = inline::links(summary).into_iter().zip(in_summary);
        let edits = links.filter_map(|(link, (_, target))| {
            page.edit(
                &Written { text: summary, whole: link.whole, destination: &link.destination, kind: link.kind },
                target,
            )
        });
        out.push_str("\n> ");
        out.push_str(&edited(summary, 0, edits.collect()).trim().replace('\n', "\n> "));
        out.push('\n');
    }
    out.push('\n');
    if let Some(table) = topic.table() {
        out.push_str(&page.table(topic, table, targets));
        return out;
    }
    let edits = in_body.into_iter().filter_map(|(link, target)| {
        page.edit(&Written { text, whole: link.whole, destination: &link.destination, kind: link.kind }, target)
    });
    let listings = topic.document.code.iter().filter(|block| block.listing.is_some());
    let edits = edits.chain(listings.map(|block| (block.span, listing(block, text))));
    out.push_str(edited(text, topic.body_start, edits.collect()).trim_start_matches('\n'));
    out
}

/// A block with the code of the file that it names, behind what stands before its fences.
fn listing(block: &CodeBlock, text: &str) -> String {
    let written = &text[block.span];
    let before = text[..block.opening.start].rfind('\n').map_or(0, |at| at + 1);
    let margin = &text[before..block.opening.start];
    let margin: String = margin.chars().map(|c| if c == '>' || c.is_whitespace() { c } else { ' ' }).collect();
    let opening = written.lines().next().unwrap_or_default();
    let fence: String = opening.chars().take_while(|c| matches!(c, '`' | '~')).collect();
    let longest =
        block.code.lines().map(|line| line.trim_start().chars().take_while(|c| fence.starts_with(*c)).count());
    let longer: String = fence.chars().take(1).cycle().take(fence.len().max(longest.max().unwrap_or(0) + 1)).collect();
    let mut out = format!("{longer}{}", opening.trim_start_matches(['`', '~']));
    for line in block.code.lines().chain([longer.as_str()]) {
        out.push('\n');
        out.push_str(format!("{margin}{line}").trim_end());
    }
    if written.ends_with('\n') {
        out.push('\n');
    }
    out
}

/// `text` from byte `start` on with some of its ranges replaced.
fn edited(text: &str, start: usize, mut edits: Vec<(Span, String)>) -> String {
    // An image stands inside of the link it is the text of.
    edits.sort_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(text.len() - start);
    let mut at = start;
    for (range, new) in edits {
        if range.start >= at {
            out.push_str(&text[at..range.start]);
            out.push_str(&new);
            at = range.end;
        }
    }
    out.push_str(&text[at..]);
    out
}

/// A link as it stands in a text.
struct Written<'a> {
    text: &'a str,
    whole: Span,
    destination: &'a str,
    kind: LinkKind,
}

/// Where links are spelled.
struct Page<'a> {
    from: &'a OutputPath,
    guide: &'a Guide,
}

impl Page<'_> {
    /// The words of a table, as a table of Markdown with the columns that are in use.
    fn table(&self, topic: &Topic, table: &WordTable, targets: &[Target]) -> String {
        let links = &topic.document.links;
        let text = |cell: &WordCell| {
            let edits = cell.links.iter().filter_map(|(index, whole)| {
                let link = links.get(*index)?;
                let (whole, destination) = (*whole, link.destination.as_str());
                self.edit(&Written { text: &cell.markdown, whole, destination, kind: link.kind }, targets.get(*index)?)
            });
            edited(&cell.markdown, 0, edits.collect())
        };
        let sound = |row: &WordRow| {
            let found = row.audio.and_then(|index| Some((links.get(index)?, targets.get(index)?)));
            let address = found.and_then(|(link, target)| Some((&link.text, self.url(target)?)));
            address.map_or_else(String::new, |(text, url)| format!("![{}]({url})", bracketed(text)))
        };
        let columns: [(&str, Vec<String>); 4] = [
            ("prompt", table.rows.iter().map(|row| text(&row.prompt)).collect()),
            ("answer", table.rows.iter().map(|row| text(&row.answer)).collect()),
            ("note", table.rows.iter().map(|row| text(&row.note)).collect()),
            ("audio", table.rows.iter().map(sound).collect()),
        ];
        let used: Vec<&(&str, Vec<String>)> =
            columns.iter().filter(|(_, cells)| cells.iter().any(|cell| !cell.is_empty())).collect();
        let line = |cells: Vec<&str>| format!("| {} |\n", cells.join(" | "));
        let mut out = line(used.iter().map(|(name, _)| *name).collect());
        out.push_str(&line(used.iter().map(|_| "---").collect()));
        for row in 0..table.rows.len() {
            let cells: Vec<String> = used.iter().map(|(_, cells)| in_table(&cells[row])).collect();
            out.push_str(&line(cells.iter().map(String::as_str).collect()));
        }
        out
    }

    /// What has to be replaced for a link to be right in the twin.
    fn edit(&self, link: &Written<'_>, target: &Target) -> Option<(Span, String)> {
        let written = &link.text[link.whole];
        if matches!(link.kind, LinkKind::WikiBare | LinkKind::WikiText) {
            let shown = match link.kind {
                LinkKind::WikiText => bracketed(written.split_once('|')?.1.strip_suffix("]]")?),
                _ => self.title(target)?,
            };
            return Some((link.whole, format!("[{shown}]({})", self.url(target)?)));
        }
        let path = link.destination.split(['#', '?']).next().unwrap_or_default();
        let folder = self.from.folder();
        let is_right = !path.starts_with('/')
            && decode_percent(path).and_then(|path| join(folder, &path)).as_deref()
                == Some(self.path(target)?.as_str());
        if is_right {
            return None;
        }
        let url = self.url(target)?;
        if written.ends_with(']') {
            // `[text][label]`, `[text][]` or `[text]`: the destination stands elsewhere.
            let text = written.rfind("][").map_or(written.len(), |at| at + 1);
            let empty = if link.text[link.whole.end..].starts_with("[]") { 2 } else { 0 };
            return Some((Span::new(link.whole.start + text, link.whole.end + empty), format!("({url})")));
        }
        let at = link.whole.start + written.rfind(link.destination)?;
        Some((Span::new(at, at + link.destination.len()), url))
    }

    /// The file of the site that a target is, as readers of twins want it.
    fn path(&self, target: &Target) -> Option<OutputPath> {
        match target {
            Target::Topic(topic, _) => Some(self.guide.topics[*topic].topic.path.topic_markdown()),
            Target::Chapter(chapter, _) => Some(self.guide.chapters[*chapter].path.chapter_page()),
            Target::Page(page, _) => Some(self.guide.pages[*page].path.topic_markdown()),
            Target::Asset(path, _) => Some(path.clone()),
            Target::Here(_) | Target::External(_) | Target::Nowhere => None,
        }
    }

    fn url(&self, target: &Target) -> Option<String> {
        let mut url = match target {
            Target::Here(_) => String::new(),
            target => self.path(target)?.url_from(self.from),
        };
        let section = match target {
            Target::Topic(_, section)
            | Target::Chapter(_, section)
            | Target::Page(_, section)
            | Target::Asset(_, section) => section.as_deref(),
            Target::Here(section) => Some(section.as_str()),
            Target::External(_) | Target::Nowhere => None,
        };
        if let Some(section) = section {
            url.push('#');
            encode_fragment(section, &mut url);
        }
        Some(url)
    }

    /// The title of what a link leads to, as Markdown that can stand between brackets.
    fn title(&self, target: &Target) -> Option<String> {
        let title = match target {
            Target::Topic(topic, _) => &self.guide.topics[*topic].topic.front.title.value,
            Target::Chapter(chapter, _) => {
                let chapter = &self.guide.chapters[*chapter];
                chapter.introduction.as_ref().map_or(&chapter.title.text, |it| &it.front.title.value)
            }
            Target::Page(page, _) => &self.guide.pages[*page].front.title.value,
            Target::Here(section) => section,
            Target::Asset(..) | Target::External(_) | Target::Nowhere => return None,
        };
        Some(bracketed(title))
    }
}

/// Inline Markdown as it can stand in a cell of a table: on one line, a bar that is text with a backslash before it.
fn in_table(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    for c in markdown.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        if c == '|' && !out.ends_with('\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Inline Markdown as it can stand between brackets: on one line, its own brackets escaped where they are no code.
fn bracketed(markdown: &str) -> String {
    let line = markdown.split_whitespace().collect::<Vec<_>>().join(" ");
    let escaped = |(number, part): (usize, &str)| {
        if number % 2 == 1 { part.to_owned() } else { part.replace('[', "\\[").replace(']', "\\]") }
    };
    line.split('`').enumerate().map(escaped).collect::<Vec<_>>().join("`")
}
