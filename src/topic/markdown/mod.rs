//! Markdown, read once.
//!
//! In: the body of a file. Out: a [`Document`] whose links are symbolic. CommonMark and GFM (tables, footnotes,
//! strikethrough, task lists, alerts), heading attributes, definition lists, maths and `[[wikilinks]]` by
//! `pulldown-cmark`; the HTML is written here because it has holes. It resolves no link and highlights no code.

pub(super) mod autolinks;
mod blocks;
mod broken_blocks;
mod broken_lists;
mod code;
pub(super) mod destinations;
mod headings;
mod latex_brackets;
mod line_faults;
mod links;
mod lost_signs;
mod media;
mod misspelt;
mod paper_cells;
mod questions;
mod quizzes;
mod slips;
mod tags;
mod open_elements;
mod author_html;
mod text;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use math_core::MathDisplay;
use pulldown_cmark::{BrokenLink, Event, LinkType, Options, Parser, TagEnd, TextMergeWithOffset};

use crate::path::SourcePath;
use crate::problem::message::Message;
use crate::problem::report::{Place, Report};
use crate::reading::settings::MarkdownSettings;
use crate::text::escape::escape_text_into;
use crate::text::slug::Ids;
use crate::text::span::Span;
use crate::topic::abbreviations::{self, Abbreviations};
use crate::topic::document::{Document, Piece, Section, Word};
use crate::topic::footnotes::{self, Footnotes};
use crate::topic::inline_marks;
use crate::topic::listing::Shelf;
use crate::topic::plain_signs;
use crate::topic::quotation_marks;

pub use crate::topic::markdown::blocks::NOTES;
pub use crate::topic::markdown::headings::is_free_attribute;

use crate::topic::markdown::author_html::OpenHtml;
use crate::topic::markdown::blocks::OpenTable;
use crate::topic::markdown::code::OpenCode;
use crate::topic::markdown::destinations::OpenLink;
use crate::topic::markdown::headings::OpenHeading;
use crate::topic::markdown::media::OpenImage;
use crate::topic::markdown::open_elements::OpenElements;
use crate::topic::markdown::questions::Questions;

/// What scrolls where a table is wider than the page.
const TABLE_FRAME: &str = "<div class=\"table\" tabindex=\"0\">";

/// Reads the body of a file, which starts at byte `start` of `text`; `shelf` holds the files whose code its fences name.
pub fn read(
    text: &str,
    start: usize,
    source: &SourcePath,
    settings: MarkdownSettings,
    shelf: Shelf<'_>,
    report: &mut Report,
) -> Document {
    let (defined, abbreviations) = match settings.abbreviations {
        true => abbreviations::taken(&text[start..], options(settings)),
        false => (Cow::Borrowed(&text[start..]), Abbreviations::default()),
    };
    let marked = inline_marks::covered(&defined, settings);
    let covered = plain_signs::covered(&marked);
    let (is_covered, is_marked) = (matches!(covered, Cow::Owned(_)), matches!(marked, Cow::Owned(_)));
    let body = &*covered;
    let mut undefined: Vec<(Span, Message)> = Vec::new();
    let mut on_broken = |link: BrokenLink<'_>| {
        if matches!(link.link_type, LinkType::Reference | LinkType::Collapsed) {
            undefined.push((
                link.span.clone().into(),
                Message::UndefinedReference { label: undefined_label(link.reference) },
            ));
        }
        None
    };
    let parser = Parser::new_with_broken_link_callback(body, options(settings), Some(&mut on_broken));
    let mut writer = Writer::new(text, body.len(), source, settings, shelf, report);
    writer.abbreviations = abbreviations;
    let mut claimed: Vec<Span> = Vec::new();
    let events = parser.into_offset_iter();
    writer.note_definitions(events.reference_definitions(), start);
    let defined = events.reference_definitions().iter();
    let defined = defined.map(|(label, it)| (folded_label(&undefined_label(label.into())), it.span.start)).collect();
    let marks = settings.quotation_marks.filter(|_| settings.smart_punctuation);
    let mut setting = quotation_marks::Setting::new(marks);
    let events = events.map(|(event, range)| (setting.set(event, body, range.clone().into()), range));
    // Text comes in pieces; whether an address stands in it is seen only in the whole.
    let events = TextMergeWithOffset::new(events);
    let mut write = |event, range: Span, writer: &mut Writer<'_>| {
        let event = if is_covered { plain_signs::uncovered(event) } else { event };
        let event = if is_marked { inline_marks::uncovered(event) } else { event };
        claimed.extend(footnotes::claimed(&event, range));
        writer.event(event, range.behind(start));
    };
    match marked {
        Cow::Borrowed(_) => events.for_each(|(event, range)| write(event, range.into(), &mut writer)),
        Cow::Owned(_) => {
            let events: Vec<(Event<'_>, Range<usize>)> = events.collect();
            writer.is_paired = inline_marks::paired(&events).into_iter();
            events.into_iter().for_each(|(event, range)| write(event, range.into(), &mut writer));
        }
    }
    let document = writer.finish();
    undefined.extend(footnotes::undefined(body, &claimed));
    undefined.extend(line_faults::repeated_definitions(body, &defined, &claimed));
    undefined.extend(line_faults::conflicts(body, &claimed));
    undefined.extend(line_faults::hidden_signs(&text[start..], &claimed));
    undefined.dedup();
    for (span, message) in undefined {
        report.at(Place::span(source, span.behind(start)), message);
    }
    document
}

/// The extensions of Markdown that a guide can use.
pub fn options(settings: MarkdownSettings) -> Options {
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_MATH
        | Options::ENABLE_WIKILINKS;
    options.set(Options::ENABLE_SMART_PUNCTUATION, settings.smart_punctuation);
    options
}

struct Writer<'a> {
    text: &'a str,
    source: &'a SourcePath,
    settings: MarkdownSettings,
    shelf: Shelf<'a>,
    report: &'a mut Report,
    document: Document,
    html: String,
    ids: Ids,
    footnotes: Footnotes,
    /// Where captured pieces began: headings, footnotes and questions are placed once their text is known.
    captures: Vec<usize>,
    heading: Option<OpenHeading>,
    image: Option<OpenImage>,
    /// The paragraph that is being read.
    paragraph: Option<Span>,
    /// The paragraph became a figure.
    in_figure: bool,
    /// Where the attributes of the last picture end.
    attributes_end: Option<usize>,
    /// Of the signs that may mean marks, whether they do, in order.
    is_paired: std::vec::IntoIter<bool>,
    /// Short forms that the file explains.
    abbreviations: Abbreviations,
    /// A picture stands above.
    has_picture: bool,
    code: Option<OpenCode>,
    table: OpenTable,
    questions: Questions,
    /// Links that are open: their index, to collect their text.
    links: Vec<usize>,
    /// The same for those of Markdown, to find where their destinations stand.
    open_links: Vec<OpenLink>,
    /// Definitions of reference links by their label, folded, and where they stand.
    definitions: BTreeMap<String, (String, Span)>,
    /// HTML that is being read.
    raw: Option<OpenHtml>,
    /// Elements of the author's HTML that are open.
    open_elements: OpenElements,
    /// The link that a tag `<a href=…>` opened.
    raw_link: Option<usize>,
    /// Inside `[[path]]`, whose text is the target's title.
    in_bare_wikilink: bool,
    section: Section,
    /// Quotes, lists and notes that are open: sections begin only outside of all.
    depth: usize,
    /// A `<section>` is open.
    in_section: bool,
    /// A quote was opened and nothing stands in it yet.
    quote_begins: bool,
    /// The last code block, while nothing but white space has come after it.
    last_code: Option<usize>,
    /// Ids that authors gave to cards, with where.
    card_ids: HashMap<String, Span>,
    /// Inside of a quiz, whose index this is.
    in_quiz: Option<usize>,
}

impl<'a> Writer<'a> {
    fn new(
        text: &'a str,
        body: usize,
        source: &'a SourcePath,
        settings: MarkdownSettings,
        shelf: Shelf<'a>,
        report: &'a mut Report,
    ) -> Self {
        Self {
            text,
            source,
            settings,
            shelf,
            report,
            document: Document::default(),
            html: String::with_capacity(body * 2),
            ids: Ids::default(),
            footnotes: Footnotes::default(),
            captures: Vec::new(),
            heading: None,
            image: None,
            paragraph: None,
            in_figure: false,
            attributes_end: None,
            is_paired: Vec::new().into_iter(),
            abbreviations: Abbreviations::default(),
            has_picture: false,
            code: None,
            table: OpenTable::default(),
            questions: Questions::default(),
            links: Vec::new(),
            open_links: Vec::new(),
            definitions: BTreeMap::new(),
            raw: None,
            open_elements: OpenElements::default(),
            raw_link: None,
            in_bare_wikilink: false,
            section: Section::default(),
            depth: 0,
            in_section: false,
            quote_begins: false,
            last_code: None,
            card_ids: HashMap::new(),
            in_quiz: None,
        }
    }

    fn event(&mut self, event: Event<'_>, span: Span) {
        if let Some(open) = self.open_links.last_mut()
            && !matches!(event, Event::End(TagEnd::Link | TagEnd::Image))
        {
            open.holds(span);
        }
        match event {
            Event::Start(tag) => self.start_tag(tag, span),
            Event::End(tag) => self.end_tag(tag, span),
            Event::Text(text) if self.code.is_some() => self.plain(&inline_marks::bare(&text)),
            Event::Text(text) => self.text(&text, span),
            Event::Code(code) => {
                self.note_code(&code);
                if self.image.is_none() {
                    self.html.push_str("<code>");
                    escape_text_into(&mut self.html, &code);
                    self.html.push_str("</code>");
                }
            }
            Event::InlineMath(latex) => self.maths(&latex, MathDisplay::Inline, span),
            Event::DisplayMath(latex) => self.maths(&latex, MathDisplay::Block, span),
            Event::Html(html) => self.raw_html(&html, span, true),
            Event::InlineHtml(html) => self.raw_html(&html, span, false),
            Event::SoftBreak => self.line_break("\n"),
            Event::HardBreak => self.line_break("<br>\n"),
            Event::Rule => {
                self.last_code = None;
                self.html.push_str("<hr>\n");
            }
            Event::TaskListMarker(done) => {
                let (word, checked) = if done { (Word::Done, " checked") } else { (Word::ToDo, "") };
                self.html.push_str("<input type=\"checkbox\" disabled");
                self.html.push_str(checked);
                self.html.push_str(" aria-label=\"");
                self.push(Piece::Word(word));
                self.html.push_str("\"> ");
            }
            Event::FootnoteReference(label) => self.footnote_reference(&label),
        }
    }

    /// A tag that marks words. The words of a picture are an attribute, which holds no tags.
    fn mark(&mut self, tag: &str) {
        if self.image.is_none() {
            self.html.push_str(tag);
        }
    }

    fn footnote_reference(&mut self, label: &str) {
        let (number, id) = self.footnotes.refer(label);
        self.document.anchors.push(id.clone());
        if let Some(heading) = &mut self.heading {
            heading.has_link = true;
        }
        self.html.push_str("<sup class=\"footnote-reference\"");
        self.push(Piece::Id(id));
        self.html.push_str("><a href=\"");
        self.push(Piece::Here(format!("fn-{number}")));
        self.html.push_str(&format!("\">{number}</a></sup>"));
    }

    fn push(&mut self, piece: Piece) {
        self.flush();
        self.document.pieces.push(piece);
    }

    fn flush(&mut self) {
        if !self.html.is_empty() {
            let html = std::mem::take(&mut self.html);
            self.document.pieces.push(Piece::Html(html));
        }
    }

    fn end_capture(&mut self) -> Vec<Piece> {
        self.flush();
        let from = self.captures.pop().unwrap_or(self.document.pieces.len());
        self.document.pieces.split_off(from)
    }

    fn finish(mut self) -> Document {
        self.end_awaiting();
        for (place, message) in std::mem::take(&mut self.open_elements).finish() {
            self.report.at(Place::span(self.source, place), message);
        }
        let last = std::mem::take(&mut self.section);
        self.keep_section(last);
        if self.in_section {
            self.html.push_str("</section>\n");
        }
        self.flush();
        self.name_examples();
        self.check_groups();
        let notes = std::mem::take(&mut self.footnotes);
        for (label, span) in notes.unused() {
            let message = Message::UnusedFootnote { label: label.clone() };
            self.report.at(Place::span(self.source, *span), message);
        }
        for (label, span) in std::mem::take(&mut self.definitions).into_values() {
            self.report.at(Place::span(self.source, span), Message::UnusedDefinition { label });
        }
        let footnotes = notes.into_pieces(&self.document.pieces, &mut self.document.anchors);
        self.document.pieces.extend(footnotes);
        self.document
    }
}

/// The first line of a span.
fn first_line(text: &str, span: Span) -> Span {
    let end = text[span].find('\n').map_or(span.end, |at| span.start + at);
    Span::new(span.start, end)
}

/// A label as references are compared: without regard to case and blanks.
fn folded_label(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// A label as it was written.
fn undefined_label(label: pulldown_cmark::CowStr<'_>) -> String {
    inline_marks::bare(&plain_signs::bare(label)).into_owned()
}
