//! Problems and the report that gathers them.
//!
//! In: a [`Message`] and its [`Place`]. Out: all problems of a run, sorted by file and position, as text in the
//! compiler's style or as JSON. It never prints; `cli::command_run` does.

use std::collections::BTreeMap;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde::Serialize;

use crate::path::SourcePath;
use crate::problem::message::{Message, Severity};
use crate::text::position::Cursor;
use crate::text::shown;
use crate::text::span::Span;

/// Where a problem is: a file, and the bytes of its text where that is known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, from the guide's root.
    pub source: SourcePath,
    /// Bytes of the file as it stands on disk; `None` for the file as a whole.
    pub span: Option<Span>,
}

impl Place {
    /// A file as a whole.
    pub fn file(source: &SourcePath) -> Self {
        Self { source: source.clone(), span: None }
    }

    /// Some bytes of a file.
    pub fn span(source: &SourcePath, span: Span) -> Self {
        Self { source: source.clone(), span: Some(span) }
    }
}

/// One thing wrong, with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// What is so.
    pub message: Message,
    /// Where; `None` if it belongs to no file of the guide.
    pub place: Option<Place>,
}

/// All problems of a run.
#[derive(Clone, Debug, Default)]
pub struct Report {
    problems: Vec<Problem>,
    strict: bool,
}

/// The texts that places point into, by source path.
pub type Texts<'a> = BTreeMap<&'a str, &'a str>;

impl Report {
    /// An empty report.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty report in which warnings count as errors.
    pub fn strict() -> Self {
        Self { problems: Vec::new(), strict: true }
    }

    /// Adds a problem at a place.
    pub fn at(&mut self, place: Place, message: Message) {
        self.problems.push(Problem { message, place: Some(place) });
    }

    /// Adds a problem of no file.
    pub fn add(&mut self, message: Message) {
        self.problems.push(Problem { message, place: None });
    }

    /// Takes over the problems of another report.
    pub fn merge(&mut self, other: Report) {
        self.problems.extend(other.problems);
    }

    /// How many problems were added so far.
    pub fn count(&self) -> usize {
        self.problems.len()
    }

    /// The problems added since it held `count` of them.
    pub fn since(&self, count: usize) -> Report {
        Self { problems: self.problems.get(count..).unwrap_or_default().to_vec(), strict: self.strict }
    }

    /// Whether an error was reported, or a warning under `--strict`.
    pub fn has_errors(&self) -> bool {
        self.errors() > 0
    }

    /// The number of errors, each counted once however often it was found.
    pub fn errors(&self) -> usize {
        self.sorted().into_iter().filter(|p| self.severity(p) == Severity::Error).count()
    }

    /// Whether nothing was told.
    pub fn is_empty(&self) -> bool {
        self.problems.is_empty()
    }

    /// Whether nothing was found that is an error without `--strict`: then later stages can trust what they see.
    pub fn is_sound(&self) -> bool {
        self.problems.iter().all(|problem| problem.message.severity() == Severity::Warning)
    }

    /// The number of warnings.
    pub fn warnings(&self) -> usize {
        self.sorted().len() - self.errors()
    }

    /// The problems sorted by file and position, each once.
    pub fn sorted(&self) -> Vec<&Problem> {
        let mut sorted: Vec<&Problem> = self.problems.iter().collect();
        sorted.sort_by(|a, b| a.place.cmp(&b.place));
        sorted.dedup();
        sorted
    }

    fn severity(&self, problem: &Problem) -> Severity {
        if self.strict && !problem.message.is_advice() { Severity::Error } else { problem.message.severity() }
    }

    /// All problems as text, a blank line after each.
    pub fn render(&self, texts: &Texts<'_>, color: bool) -> String {
        self.render_as(&str::to_owned, texts, color)
    }

    /// The same with paths as `shown` gives them: an editor follows those that start where the reader stands.
    pub fn render_as(&self, shown: &dyn Fn(&str) -> String, texts: &Texts<'_>, color: bool) -> String {
        let mut cursor = Cursor::default();
        let mut render = |problem| render(problem, self.severity(problem), shown, texts, &mut cursor, color);
        self.sorted().into_iter().map(&mut render).collect()
    }

    /// All problems as values for `--json`.
    pub fn to_json(&self, texts: &Texts<'_>) -> Vec<ProblemJson> {
        let mut cursor = Cursor::default();
        let mut to_json = |problem| to_json(problem, self.severity(problem), texts, &mut cursor);
        self.sorted().into_iter().map(&mut to_json).collect()
    }
}

/// A problem as `--json` prints it.
#[derive(Debug, Serialize)]
pub struct ProblemJson {
    /// `error` or `warning`.
    pub severity: &'static str,
    /// A stable name of the kind of problem: `unknown-key`.
    pub code: &'static str,
    /// What is so.
    pub message: String,
    /// More lines, such as the difference between what an example printed and what it should have.
    pub detail: Option<String>,
    /// What to do about it.
    pub hint: Option<String>,
    /// The file, from the guide's root.
    pub path: Option<String>,
    /// Line, from 1.
    pub line: Option<usize>,
    /// Column in characters, from 1.
    pub column: Option<usize>,
}

fn to_json<'a>(problem: &Problem, severity: Severity, texts: &Texts<'a>, cursor: &mut Cursor<'a>) -> ProblemJson {
    let position = problem.place.as_ref().and_then(|place| {
        let text = texts.get(place.source.as_str())?;
        Some(cursor.move_to(text, place.span?.start))
    });
    ProblemJson {
        severity: severity.word(),
        code: problem.message.code(),
        message: problem.message.to_string(),
        detail: problem.message.detail().map(|detail| detail.trim_end().to_owned()),
        hint: problem.message.hint(),
        path: problem.place.as_ref().map(|place| place.source.to_string()),
        line: position.map(|(line, _)| line),
        column: position.map(|(_, column)| column),
    }
}

/// Lines longer than this are shown only around the place.
const WIDEST_LINE: usize = 180;

fn render<'a>(
    problem: &Problem,
    severity: Severity,
    shown: &dyn Fn(&str) -> String,
    texts: &Texts<'a>,
    cursor: &mut Cursor<'a>,
    color: bool,
) -> String {
    let level = match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let renderer = if color { Renderer::styled() } else { Renderer::plain() }.decor_style(DecorStyle::Ascii);
    let title = one_line(&problem.message.to_string());
    let mut group = Group::with_title(level.primary_title(title).id(problem.message.code()));
    if let Some(place) = &problem.place {
        let path = shown::line(&shown(place.source.as_str())).into_owned();
        let located = place.span.and_then(|span| Some((texts.get(place.source.as_str())?, span)));
        group = match located {
            Some((text, span)) => {
                let excerpt = Excerpt::shown(text, span, cursor);
                let snippet = Snippet::source(excerpt.line)
                    .line_start(excerpt.number)
                    .annotation(AnnotationKind::Primary.span(excerpt.span.range()));
                if excerpt.cut {
                    let origin = Origin::path(path).line(excerpt.number).char_column(excerpt.column);
                    group.element(origin).element(snippet)
                } else {
                    group.element(snippet.path(path))
                }
            }
            None => group.element(Origin::path(path)),
        };
    }
    let mut out = renderer.render(&[group]);
    out.push('\n');
    if let Some(detail) = problem.message.detail() {
        out.push_str(&shown::lines(detail.trim_end()));
        out.push('\n');
    }
    if let Some(hint) = problem.message.hint() {
        let (on, off) = if color { ("\u{1b}[1;36m", "\u{1b}[0m") } else { ("", "") };
        out.push_str(&format!("{on}hint{off}: {}\n", shown::indented(&hint)));
    }
    out.push('\n');
    out
}

/// A title is one line of some length, whatever an author typed.
fn one_line(text: &str) -> String {
    let mut line = shown::line(text).into_owned();
    if let Some((end, _)) = line.char_indices().nth(400) {
        line.truncate(end);
        line.push('…');
    }
    line
}

/// The line of a place, cut to what fits a terminal.
struct Excerpt {
    line: String,
    number: usize,
    column: usize,
    span: Span,
    cut: bool,
}

impl Excerpt {
    /// The excerpt with what would act on a terminal written out.
    fn shown<'a>(text: &'a str, span: Span, cursor: &mut Cursor<'a>) -> Self {
        let plain = Self::new(text, span, cursor);
        let part = |range: Span| shown::source(plain.line.get(range.range()).unwrap_or_default());
        let before = part(Span::new(0, plain.span.start));
        let marked = part(plain.span);
        let after = part(Span::new(plain.span.end, plain.line.len()));
        let span = Span::new(before.len(), before.len() + marked.len());
        Self { line: format!("{before}{marked}{after}"), span, ..plain }
    }

    fn new<'a>(text: &'a str, span: Span, cursor: &mut Cursor<'a>) -> Self {
        let start = floor_boundary(text, span.start);
        let (number, column) = cursor.move_to(text, start);
        // No further than is shown: a line may hold the whole file, and a problem at each word of it.
        let back = floor_boundary(text, start.saturating_sub(WIDEST_LINE));
        let ahead = floor_boundary(text, start.saturating_add(WIDEST_LINE));
        let line_start = text[back..start].rfind('\n').map(|at| back + at + 1);
        let line_end = text[start..ahead].find('\n').map(|at| start + at);
        let is_begun = line_start.is_none() && back > 0;
        let is_longer = line_end.is_none() && ahead < text.len();
        let line = &text[line_start.unwrap_or(back)..line_end.unwrap_or(ahead)];
        let line_start = line_start.unwrap_or(back);
        let from = start - line_start;
        let to = (floor_boundary(text, span.end).max(start) - line_start).min(line.len());
        if line.len() <= WIDEST_LINE && !is_begun && !is_longer {
            return Self { line: line.to_owned(), number, column, span: Span::new(from, to), cut: false };
        }
        let begin = floor_boundary(line, from.saturating_sub(60));
        let to = floor_boundary(line, to.min(from + 80)).max(from);
        let end = floor_boundary(line, (to + 60).min(line.len()));
        let lead = if begin > 0 || is_begun { "…" } else { "" };
        let tail = if end < line.len() || is_longer { "…" } else { "" };
        let offset = lead.len();
        Self {
            line: format!("{lead}{}{tail}", &line[begin..end]),
            number,
            column,
            span: Span::new(from - begin + offset, to - begin + offset),
            cut: true,
        }
    }
}

fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_span_of_any_text_can_be_shown(text in ".{0,300}(\r?\n.{0,20}){0,4}", start in 0_usize..400, length in 0_usize..400) {
            let excerpt = Excerpt::new(&text, Span::new(start, start + length), &mut Cursor::default());
            prop_assert!(excerpt.line.get(excerpt.span.range()).is_some());
            prop_assert!(excerpt.line.len() < 500);
        }
    }
}
