//! Markdown, read once.
//!
//! In: the body of a file. Out: a [`Document`] whose links are symbolic. CommonMark and GFM (tables, footnotes,
//! strikethrough, task lists, alerts), heading attributes, definition lists, maths and `[[wikilinks]]` by
//! `pulldown-cmark`; the HTML is written here because it has holes. It resolves no link and highlights no code.

use std::ops::Range;

use math_core::MathDisplay;
use pulldown_cmark::{
    Alignment, BlockQuoteKind, BrokenLink, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag,
    TagEnd,
};

use crate::reading::settings::MarkdownSettings;
use crate::topic::document::{CodeBlock, Document, Heading, Link, LinkKind, OutputBlock, Piece, Section, Word};
use crate::topic::fence;
use crate::topic::footnotes::Footnotes;
use crate::topic::maths;
use crate::words::escape::{escape, escape_into};
use crate::words::message::Message;
use crate::words::path::SourcePath;
use crate::words::report::{Place, Report};
use crate::words::slug::{Ids, slug};

/// Reads the body of a file, which starts at byte `start` of `text`.
pub fn read(
    text: &str,
    start: usize,
    source: &SourcePath,
    settings: MarkdownSettings,
    report: &mut Report,
) -> Document {
    let body = &text[start..];
    let mut broken: Vec<(Range<usize>, String)> = Vec::new();
    let mut on_broken = |link: BrokenLink<'_>| {
        if matches!(link.link_type, LinkType::Reference) || link.reference.starts_with('^') {
            broken.push((link.span.clone(), link.reference.to_string()));
        }
        None
    };
    let parser = Parser::new_with_broken_link_callback(body, options(settings), Some(&mut on_broken));
    let mut writer = Writer::new(text, start, source, settings, report);
    for (event, range) in parser.into_offset_iter() {
        writer.event(event, range.start + start..range.end + start);
    }
    let document = writer.finish();
    broken.dedup();
    for (span, label) in broken {
        let message = match label.strip_prefix('^') {
            Some(label) => Message::UndefinedFootnote { label: label.to_owned() },
            None => Message::UndefinedReference { label },
        };
        report.at(Place::span(source, span.start + start..span.end + start), message);
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
    start: usize,
    source: &'a SourcePath,
    settings: MarkdownSettings,
    report: &'a mut Report,
    document: Document,
    html: String,
    ids: Ids,
    footnotes: Footnotes,
    /// Where captured pieces began: headings, footnotes and questions are placed once their text is known.
    captures: Vec<usize>,
    heading: Option<OpenHeading>,
    image: Option<OpenImage>,
    code: Option<OpenCode>,
    table: OpenTable,
    questions: Questions,
    /// Links that are open: their index, to collect their text.
    links: Vec<usize>,
    /// Inside `[[path]]`, whose text is the target's title.
    in_bare_wikilink: bool,
    section: Section,
    /// Quotes, lists and notes that are open: sections begin only outside of all.
    depth: usize,
    /// A `<section>` is open.
    in_section: bool,
    /// The last code block, while nothing but white space has come after it.
    last_code: Option<usize>,
}

struct OpenHeading {
    level: u8,
    id: Option<String>,
    questions: bool,
    text: String,
    has_link: bool,
    span: Range<usize>,
}

struct OpenImage {
    link: usize,
    title: String,
}

struct OpenCode {
    info: Option<Range<usize>>,
    code: String,
    span: Range<usize>,
}

#[derive(Default)]
struct OpenTable {
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
}

/// Where we are in a list of questions.
#[derive(Default)]
struct Questions {
    /// The heading that asks for one, until its list comes.
    awaited: Option<Range<usize>>,
    /// Definition lists that are open, and whether each is one of questions.
    lists: Vec<bool>,
    /// A question is open and waits for its answer's end.
    open: bool,
    /// The text of the question being read.
    title: Option<String>,
}

impl<'a> Writer<'a> {
    fn new(
        text: &'a str,
        start: usize,
        source: &'a SourcePath,
        settings: MarkdownSettings,
        report: &'a mut Report,
    ) -> Self {
        Self {
            text,
            start,
            source,
            settings,
            report,
            document: Document::default(),
            html: String::with_capacity((text.len() - start) * 2),
            ids: Ids::default(),
            footnotes: Footnotes::default(),
            captures: Vec::new(),
            heading: None,
            image: None,
            code: None,
            table: OpenTable::default(),
            questions: Questions::default(),
            links: Vec::new(),
            in_bare_wikilink: false,
            section: Section::default(),
            depth: 0,
            in_section: false,
            last_code: None,
        }
    }

    fn event(&mut self, event: Event<'_>, span: Range<usize>) {
        match event {
            Event::Start(tag) => self.start_tag(tag, span),
            Event::End(tag) => self.end_tag(tag, &span),
            Event::Text(text) => self.plain(&text),
            Event::Code(code) => {
                self.note_text(&code);
                if self.image.is_none() {
                    self.html.push_str("<code>");
                    escape_into(&mut self.html, &code);
                    self.html.push_str("</code>");
                }
            }
            Event::InlineMath(latex) => self.maths(&latex, MathDisplay::Inline, &span),
            Event::DisplayMath(latex) => self.maths(&latex, MathDisplay::Block, &span),
            Event::Html(html) => self.raw_html(&html, &span, true),
            Event::InlineHtml(html) => self.raw_html(&html, &span, false),
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

    fn start_tag(&mut self, tag: Tag<'_>, span: Range<usize>) {
        if !matches!(tag, Tag::CodeBlock(_)) {
            self.last_code = None;
        }
        if is_container(&tag) {
            self.depth += 1;
        }
        match tag {
            Tag::Paragraph => self.html.push_str("<p>"),
            Tag::Heading { level, id, classes, attrs } => self.start_heading(level, id, &classes, &attrs, span),
            Tag::BlockQuote(kind) => self.start_quote(kind),
            Tag::CodeBlock(kind) => self.start_code(&kind, span),
            Tag::HtmlBlock => {}
            Tag::List(Some(1)) => self.html.push_str("<ol>\n"),
            Tag::List(Some(first)) => self.html.push_str(&format!("<ol start=\"{first}\">\n")),
            Tag::List(None) => self.html.push_str("<ul>\n"),
            Tag::Item => self.html.push_str("<li>"),
            Tag::FootnoteDefinition(label) => {
                self.flush();
                self.captures.push(self.document.pieces.len());
                self.footnotes.open(label.to_string());
            }
            Tag::DefinitionList => self.start_definitions(),
            Tag::DefinitionListTitle => self.start_term(),
            Tag::DefinitionListDefinition => {
                self.html.push_str(if self.in_questions() { "<div class=\"answer\">" } else { "<dd>" });
            }
            Tag::Table(alignments) => {
                self.table = OpenTable { alignments, ..OpenTable::default() };
                self.html.push_str("<div class=\"table\" tabindex=\"0\"><table>\n");
            }
            Tag::TableHead => {
                self.table.in_head = true;
                self.table.column = 0;
                self.html.push_str("<thead><tr>");
            }
            Tag::TableRow => {
                self.table.column = 0;
                self.html.push_str("<tr>");
            }
            Tag::TableCell => self.start_cell(),
            Tag::Emphasis => self.html.push_str("<em>"),
            Tag::Strong => self.html.push_str("<strong>"),
            Tag::Strikethrough => self.html.push_str("<del>"),
            Tag::Superscript => self.html.push_str("<sup>"),
            Tag::Subscript => self.html.push_str("<sub>"),
            Tag::Link { link_type, dest_url, title, .. } => self.start_link(link_type, &dest_url, &title, span),
            Tag::Image { dest_url, title, .. } => self.start_image(&dest_url, &title, span),
            Tag::MetadataBlock(_) => {}
        }
    }

    fn end_tag(&mut self, tag: TagEnd, span: &Range<usize>) {
        if is_container_end(tag) {
            self.depth = self.depth.saturating_sub(1);
        }
        match tag {
            TagEnd::Paragraph => self.close_block("</p>\n"),
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::BlockQuote(None) => self.close_block("</blockquote>\n"),
            TagEnd::BlockQuote(Some(_)) => self.close_block("</div>\n"),
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) => {}
            TagEnd::List(true) => self.close_block("</ol>\n"),
            TagEnd::List(false) => self.close_block("</ul>\n"),
            TagEnd::Item => self.close_block("</li>\n"),
            TagEnd::FootnoteDefinition => {
                let pieces = self.end_capture();
                self.footnotes.close(pieces);
            }
            TagEnd::DefinitionList => self.end_definitions(),
            TagEnd::DefinitionListTitle => self.end_term(span),
            TagEnd::DefinitionListDefinition => {
                self.close_block(if self.in_questions() { "</div>\n" } else { "</dd>\n" })
            }
            TagEnd::Table => self.close_block("</tbody></table></div>\n"),
            TagEnd::TableHead => {
                self.table.in_head = false;
                self.html.push_str("</tr></thead><tbody>\n");
            }
            TagEnd::TableRow => self.close_block("</tr>\n"),
            TagEnd::TableCell => {
                self.end_cell();
                self.table.column += 1;
            }
            TagEnd::Emphasis => self.html.push_str("</em>"),
            TagEnd::Strong => self.html.push_str("</strong>"),
            TagEnd::Strikethrough => self.html.push_str("</del>"),
            TagEnd::Superscript => self.html.push_str("</sup>"),
            TagEnd::Subscript => self.html.push_str("</sub>"),
            TagEnd::Link => {
                self.links.pop();
                self.in_bare_wikilink = false;
                if self.image.is_none() {
                    self.html.push_str("</a>");
                }
            }
            TagEnd::Image => self.end_image(),
        }
    }

    // Text.

    fn plain(&mut self, text: &str) {
        if let Some(code) = &mut self.code {
            code.code.push_str(text);
            return;
        }
        if !text.trim().is_empty() {
            self.last_code = None;
        }
        if self.in_bare_wikilink {
            return;
        }
        self.note_text(text);
        if self.image.is_none() {
            escape_into(&mut self.html, text);
        }
    }

    /// Keeps the plain text for whoever collects it.
    fn note_text(&mut self, text: &str) {
        for &link in &self.links {
            self.document.links[link].text.push_str(text);
        }
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(text);
        } else if let Some(title) = &mut self.questions.title {
            title.push_str(text);
        } else {
            self.section.text.push_str(text);
        }
    }

    fn line_break(&mut self, html: &str) {
        self.note_text(" ");
        if self.image.is_none() {
            self.html.push_str(html);
        }
    }

    fn close_block(&mut self, html: &str) {
        self.html.push_str(html);
        if !self.section.text.ends_with(['\n', ' ']) && !self.section.text.is_empty() {
            self.section.text.push('\n');
        }
    }

    fn maths(&mut self, latex: &str, display: MathDisplay, span: &Range<usize>) {
        self.note_text(latex);
        match maths::to_mathml(latex, display) {
            Ok(mathml) => self.html.push_str(&mathml),
            Err(detail) => {
                self.report.at(Place::span(self.source, span.clone()), Message::BadMaths { detail });
                self.html.push_str("<code>");
                escape_into(&mut self.html, latex);
                self.html.push_str("</code>");
            }
        }
    }

    fn raw_html(&mut self, html: &str, span: &Range<usize>, is_block: bool) {
        if self.settings.html {
            self.html.push_str(html);
            return;
        }
        let trimmed = html.trim();
        if trimmed.is_empty() || (trimmed.starts_with("<!--") && trimmed.ends_with("-->")) {
            return;
        }
        let first_line = span.start..span.start + html.trim_end().len().min(html.find('\n').unwrap_or(html.len()));
        if !is_block || is_tag_start(trimmed) {
            self.report.at(Place::span(self.source, first_line), Message::HtmlShownAsText);
        }
        self.note_text(html);
        if self.image.is_none() {
            if is_block {
                self.html.push_str("<p class=\"raw\">");
            }
            escape_into(&mut self.html, html.trim_end());
            if is_block {
                self.html.push_str("</p>\n");
            }
        }
    }

    // Headings.

    fn start_heading(
        &mut self,
        level: HeadingLevel,
        id: Option<CowStr<'_>>,
        classes: &[CowStr<'_>],
        attributes: &[(CowStr<'_>, Option<CowStr<'_>>)],
        span: Range<usize>,
    ) {
        self.end_awaiting();
        self.flush();
        self.captures.push(self.document.pieces.len());
        let questions = classes.iter().any(|class| &**class == "questions");
        for name in
            classes.iter().filter(|class| &***class != "questions").chain(attributes.iter().map(|(name, _)| name))
        {
            let nearest = crate::words::nearest::nearest(name, ["questions"]).map(str::to_owned);
            if nearest.is_some() {
                let message = Message::BadAttribute {
                    name: name.to_string(),
                    reason: "no heading is marked so".to_owned(),
                    advice: Some("did you mean `.questions`?"),
                };
                self.report.at(Place::span(self.source, first_line(self.text, &span)), message);
            }
        }
        self.heading = Some(OpenHeading {
            level: (level as u8).max(2),
            id: id.map(|id| id.to_string()).filter(|id| !id.is_empty()),
            questions,
            text: String::new(),
            has_link: false,
            span,
        });
    }

    fn end_heading(&mut self) {
        let inner = self.end_capture();
        let Some(heading) = self.heading.take() else { return };
        let text = heading.text.trim().to_owned();
        let id = match heading.id {
            Some(id) => {
                if !self.ids.claim(&id) {
                    let place = Place::span(self.source, first_line(self.text, &heading.span));
                    self.report.at(place, Message::DuplicateAnchor { id: id.clone() });
                }
                id
            }
            None => self.ids.fresh(&text),
        };
        if heading.level == 2 && self.depth == 0 {
            self.open_section(&text);
        }
        self.html.push_str(&format!("<h{}", heading.level));
        self.push(Piece::Id(id.clone()));
        self.html.push('>');
        if !heading.has_link {
            self.html.push_str("<a class=\"here\" href=\"");
            self.push(Piece::Here(id.clone()));
            self.html.push_str("\">");
        }
        let html = inner_html(&inner);
        self.flush();
        self.document.pieces.extend(inner);
        self.html.push_str(if heading.has_link { "" } else { "</a>" });
        self.html.push_str(&format!("</h{}>\n", heading.level));
        self.next_section(Some(id.clone()), &text, false);
        if heading.questions {
            self.questions.awaited = Some(heading.span);
        }
        self.document.anchors.push(id.clone());
        self.document.outline.push(Heading { level: heading.level, id, html, text, questions: heading.questions });
    }

    /// Wraps what stands under a heading of the second level, so that a theme can style `Pitfalls` by its name.
    fn open_section(&mut self, title: &str) {
        if std::mem::replace(&mut self.in_section, true) {
            self.html.push_str("</section>\n");
        }
        self.html.push_str(&format!("<section data-section=\"{}\">\n", slug(title)));
    }

    fn next_section(&mut self, id: Option<String>, heading: &str, question: bool) {
        let next = Section { id, heading: heading.to_owned(), question, ..Section::default() };
        let done = std::mem::replace(&mut self.section, next);
        self.keep_section(done);
    }

    fn keep_section(&mut self, mut section: Section) {
        section.text.truncate(section.text.trim_end().len());
        self.document.words += section.text.split_whitespace().count() + section.heading.split_whitespace().count();
        if section.id.is_some() || !section.text.is_empty() || !section.code.is_empty() {
            self.document.sections.push(section);
        }
    }

    // Quotes and alerts.

    fn start_quote(&mut self, kind: Option<BlockQuoteKind>) {
        let Some(kind) = kind else { return self.html.push_str("<blockquote>\n") };
        let (class, word) = match kind {
            BlockQuoteKind::Note => ("note", Word::Note),
            BlockQuoteKind::Tip => ("tip", Word::Tip),
            BlockQuoteKind::Important => ("important", Word::Important),
            BlockQuoteKind::Warning => ("warning", Word::Warning),
            BlockQuoteKind::Caution => ("caution", Word::Caution),
        };
        self.html.push_str(&format!("<div class=\"alert {class}\" role=\"note\">\n<p class=\"alert-title\">"));
        self.push(Piece::Word(word));
        self.html.push_str("</p>\n");
    }

    // Code.

    fn start_code(&mut self, kind: &CodeBlockKind<'_>, span: Range<usize>) {
        let info = matches!(kind, CodeBlockKind::Fenced(_)).then(|| {
            let line = first_line(self.text, &span);
            let opening = &self.text[line.clone()];
            let fence = opening.chars().next().unwrap_or('`');
            let after = opening.len() - opening.trim_start_matches(fence).len();
            let lead = opening[after..].len() - opening[after..].trim_start().len();
            line.start + after + lead..line.end
        });
        self.code = Some(OpenCode { info, code: String::new(), span });
    }

    fn end_code(&mut self) {
        let Some(open) = self.code.take() else { return };
        let mut fence = fence::Fence::default();
        if let Some(info) = &open.info {
            let text = self.text[info.clone()].trim_end();
            fence = fence::read(text, info.start, self.source, self.report);
            self.check_closed(&open.span);
        }
        if fence.language == "output" {
            return self.end_output(open);
        }
        let lines = open.code.lines().count();
        if let Some(line) = fence.highlighted.iter().map(|range| *range.end()).find(|line| *line > lines) {
            let message = Message::BadAttribute {
                name: "hl".to_owned(),
                reason: format!("there is no line {line}: the block has {lines}"),
                advice: None,
            };
            self.report.at(Place::span(self.source, first_line(self.text, &open.span)), message);
        }
        self.section.code.push_str(&open.code);
        let index = self.document.code.len();
        let opening = first_line(self.text, &open.span);
        self.document.code.push(CodeBlock { fence, code: open.code, span: open.span, opening, output: None });
        self.push(Piece::Code(index));
        self.last_code = Some(index);
    }

    fn end_output(&mut self, open: OpenCode) {
        let place = Place::span(self.source, first_line(self.text, &open.span));
        self.section.code.push_str(&open.code);
        match self.last_code.take().and_then(|index| self.document.code.get_mut(index)) {
            Some(example) => example.output = Some(OutputBlock { text: open.code, span: open.span }),
            None => self.report.at(place, Message::OutputWithoutExample),
        }
    }

    fn check_closed(&mut self, span: &Range<usize>) {
        let block = self.text[span.clone()].trim_end();
        let marker = block.chars().next().unwrap_or('`');
        let opened = block.chars().take_while(|c| *c == marker).count();
        let last = block.rsplit('\n').next().unwrap_or("");
        let last = last.trim_start_matches(|c: char| c.is_whitespace() || c == '>');
        let closed = block.contains('\n') && last.chars().all(|c| c == marker) && last.chars().count() >= opened;
        if !closed {
            self.report.at(Place::span(self.source, first_line(self.text, span)), Message::UnclosedFence);
        }
    }

    // Definition lists and questions.

    fn in_questions(&self) -> bool {
        self.questions.lists.last().copied().unwrap_or(false)
    }

    fn start_definitions(&mut self) {
        let is_questions = self.questions.awaited.take().is_some();
        self.questions.lists.push(is_questions);
        self.html.push_str(if is_questions { "<div class=\"questions\">\n" } else { "<dl>\n" });
    }

    fn end_definitions(&mut self) {
        self.close_question();
        let was_questions = self.questions.lists.pop().unwrap_or(false);
        self.close_block(if was_questions { "</div>\n" } else { "</dl>\n" });
    }

    fn start_term(&mut self) {
        if !self.in_questions() {
            return self.html.push_str("<dt>");
        }
        self.close_question();
        self.flush();
        self.captures.push(self.document.pieces.len());
        self.questions.title = Some(String::new());
    }

    fn end_term(&mut self, _span: &Range<usize>) {
        if !self.in_questions() {
            return self.close_block("</dt>\n");
        }
        let inner = self.end_capture();
        let title = self.questions.title.take().unwrap_or_default();
        let title = title.trim();
        let id = self.ids.fresh(title);
        self.html.push_str("<details class=\"question\"");
        self.push(Piece::Id(id.clone()));
        self.html.push_str("><summary>");
        self.flush();
        self.document.pieces.extend(inner);
        self.html.push_str("</summary>\n");
        self.document.anchors.push(id.clone());
        self.next_section(Some(id), title, true);
        self.questions.open = true;
    }

    fn close_question(&mut self) {
        if self.in_questions() && std::mem::take(&mut self.questions.open) {
            self.html.push_str("</details>\n");
        }
    }

    fn end_awaiting(&mut self) {
        if let Some(span) = self.questions.awaited.take() {
            self.report.at(Place::span(self.source, first_line(self.text, &span)), Message::QuestionsWithoutList);
        }
    }

    // Tables.

    fn start_cell(&mut self) {
        let class = match self.table.alignments.get(self.table.column) {
            Some(Alignment::Center) => " class=\"center\"",
            Some(Alignment::Right) => " class=\"right\"",
            _ => "",
        };
        self.html.push_str(if self.table.in_head { "<th scope=\"col\"" } else { "<td" });
        self.html.push_str(class);
        self.html.push('>');
    }

    /// An empty cell of the head heads nothing, and is none for those who hear the table.
    fn end_cell(&mut self) {
        if !self.table.in_head {
            return self.close_block("</td>");
        }
        match self.html.rfind("<th") {
            Some(start) if self.html[start..].ends_with('>') && !self.html[start + 1..].contains('<') => {
                self.html.truncate(start);
                self.html.push_str("<td></td>");
            }
            _ => self.close_block("</th>"),
        }
    }

    // Links and images.

    fn start_link(&mut self, kind: LinkType, destination: &str, title: &str, span: Range<usize>) {
        if let Some(heading) = &mut self.heading {
            heading.has_link = true;
        }
        let kind = match kind {
            LinkType::WikiLink { has_pothole: true } => LinkKind::WikiText,
            LinkType::WikiLink { has_pothole: false } => LinkKind::WikiBare,
            LinkType::Email if !destination.starts_with("mailto:") => {
                return self.open_link(&format!("mailto:{destination}"), LinkKind::Link, title, span);
            }
            _ => LinkKind::Link,
        };
        self.open_link(destination, kind, title, span);
    }

    fn open_link(&mut self, destination: &str, kind: LinkKind, title: &str, span: Range<usize>) {
        let index = self.add_link(destination, kind, span);
        self.links.push(index);
        if self.image.is_some() {
            return;
        }
        self.html.push_str("<a href=\"");
        self.push(Piece::Href(index));
        self.html.push('"');
        self.push_title(title);
        self.html.push('>');
        if kind == LinkKind::WikiBare {
            self.push(Piece::Title(index));
            self.in_bare_wikilink = true;
        }
    }

    fn push_title(&mut self, title: &str) {
        if !title.is_empty() {
            self.html.push_str(&format!(" title=\"{}\"", escape(title)));
        }
    }

    fn add_link(&mut self, destination: &str, kind: LinkKind, whole: Range<usize>) -> usize {
        let written = &self.text[whole.clone()];
        let span = match written.rfind(destination) {
            Some(at) if !destination.is_empty() => whole.start + at..whole.start + at + destination.len(),
            _ => whole.clone(),
        };
        self.document.links.push(Link { destination: destination.to_owned(), span, kind, whole, text: String::new() });
        self.document.links.len() - 1
    }

    fn start_image(&mut self, destination: &str, title: &str, span: Range<usize>) {
        let link = self.add_link(destination, LinkKind::Image, span);
        self.links.push(link);
        if self.image.is_none() {
            self.image = Some(OpenImage { link, title: title.to_owned() });
        }
    }

    fn end_image(&mut self) {
        let ended = self.links.pop();
        // An image inside an image's text is only text.
        if self.image.as_ref().map(|image| image.link) != ended {
            return;
        }
        let Some(image) = self.image.take() else { return };
        let link = &self.document.links[image.link];
        if link.text.trim().is_empty() {
            self.report.at(Place::span(self.source, link.whole.clone()), Message::ImageWithoutText);
        }
        let text = escape(link.text.trim());
        self.html.push_str("<img src=\"");
        self.push(Piece::Src(image.link));
        self.html.push_str(&format!("\" alt=\"{text}\""));
        self.push_title(&image.title);
        self.html.push_str(" loading=\"lazy\">");
    }

    // Footnotes.

    fn footnote_reference(&mut self, label: &str) {
        let (number, id) = self.footnotes.refer(label);
        self.document.anchors.push(id.clone());
        self.html.push_str("<sup class=\"footnote-reference\"");
        self.push(Piece::Id(id));
        self.html.push_str("><a href=\"");
        self.push(Piece::Here(format!("fn-{number}")));
        self.html.push_str(&format!("\">{number}</a></sup>"));
    }

    // Pieces.

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
        let last = std::mem::take(&mut self.section);
        self.keep_section(last);
        if self.in_section {
            self.html.push_str("</section>\n");
        }
        self.flush();
        let footnotes = std::mem::take(&mut self.footnotes).into_pieces(&mut self.document.anchors);
        self.document.pieces.extend(footnotes);
        debug_assert!(self.start <= self.text.len());
        self.document
    }
}

fn is_container(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::BlockQuote(_) | Tag::List(_) | Tag::FootnoteDefinition(_) | Tag::DefinitionList)
}

fn is_container_end(tag: TagEnd) -> bool {
    matches!(tag, TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::FootnoteDefinition | TagEnd::DefinitionList)
}

/// The HTML of captured pieces without their links, for outlines.
fn inner_html(pieces: &[Piece]) -> String {
    let html: String = pieces
        .iter()
        .filter_map(|piece| if let Piece::Html(html) = piece { Some(html.as_str()) } else { None })
        .collect();
    if !html.contains("<a href=\"") {
        return html;
    }
    // The holes are left out above, so what remains of a link is exactly these.
    html.replace("<a href=\"\">", "").replace("</a>", "")
}

/// The first line of a span.
fn first_line(text: &str, span: &Range<usize>) -> Range<usize> {
    let end = text[span.clone()].find('\n').map_or(span.end, |at| span.start + at);
    span.start..end
}

/// Whether a line of an HTML block opens the block, so that a block is reported once.
fn is_tag_start(line: &str) -> bool {
    line.starts_with('<') && !line.starts_with("</")
}
