//! What a hint with one answer asks for, as a change that the editor makes.
//!
//! In: problems of a file and a range of it. Out: code actions, one for each answer, and one for all of a file.

use std::collections::{BTreeSet, HashMap};

use gen_lsp_types::{CodeAction, CodeActionKind, TextEdit, Uri, WorkspaceEdit};

use crate::lsp::diagnostics;
use crate::lsp::open_file;
use crate::lsp::under_cursor::File;
use crate::problem::replacement::Replacement;
use crate::problem::report::Problem;
use crate::text::utf16::Lines;

/// The actions for the bytes from `start` to `end` of a file.
pub fn of(
    problems: &[Problem],
    file: File<'_>,
    lines: &Lines<'_>,
    start: usize,
    end: usize,
    uri: &Uri,
) -> Vec<CodeAction> {
    let own = |problem: &&Problem| problem.place.as_ref().is_some_and(|place| place.source == *file.source);
    let answers = problems.iter().filter(own).filter_map(|problem| Some((problem, problem.replacement(file.text)?)));
    let answers: Vec<(&Problem, Replacement)> = answers.collect();
    let edit = |it: &Replacement| TextEdit {
        range: open_file::range(lines, it.span.start, it.span.end),
        new_text: it.text.clone(),
    };
    let is_here = |problem: &Problem| {
        let span = problem.place.as_ref().and_then(|place| place.span);
        span.is_some_and(|span| span.start <= end && start <= span.end)
    };
    let here = answers.iter().filter(|(problem, _)| is_here(problem)).map(|(problem, answer)| {
        let span = problem.place.as_ref().and_then(|place| place.span);
        let range = span.map(|span| open_file::range(lines, span.start, span.end)).unwrap_or_default();
        CodeAction {
            title: format!("Write `{}`", answer.text),
            kind: Some(CodeActionKind::QuickFix),
            diagnostics: Some(vec![diagnostics::diagnostic(problem, None, range)]),
            is_preferred: Some(true),
            edit: Some(change(uri, vec![edit(answer)])),
            ..CodeAction::default()
        }
    });
    let mut actions: Vec<CodeAction> = here.collect();
    let all: BTreeSet<&Replacement> = answers.iter().map(|(_, answer)| answer).collect();
    let all = together(all);
    if !all.is_empty() {
        actions.push(CodeAction {
            title: "Write what all hints of this file say".to_owned(),
            kind: Some(CodeActionKind::SourceFixAll),
            edit: Some(change(uri, all.into_iter().map(edit).collect())),
            ..CodeAction::default()
        });
    }
    actions
}

/// Those that can be made at once: none overlaps an earlier one, and of two equal names that must not stand beside each other only
/// the first is written.
fn together(all: BTreeSet<&Replacement>) -> Vec<&Replacement> {
    let mut alone = BTreeSet::new();
    let mut done = 0;
    let fits = |it: &&Replacement| {
        let fits = it.span.start >= done && (!it.is_alone || alone.insert(it.text.clone()));
        done = if fits { it.span.end } else { done };
        fits
    };
    all.into_iter().filter(fits).collect()
}

fn change(uri: &Uri, edits: Vec<TextEdit>) -> WorkspaceEdit {
    WorkspaceEdit { changes: Some(HashMap::from([(uri.clone(), edits)])), ..WorkspaceEdit::default() }
}
