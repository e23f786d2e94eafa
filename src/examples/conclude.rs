//! What came of the runs: judged, counted, told, and written where it is asked for.
//!
//! In: the plan and what its jobs did. Out: problems at the lines of the Markdown files, the record, rewritten outputs.

#![expect(clippy::disallowed_methods, reason = "it rewrites outputs and the record; a build never comes here")]

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use crate::examples::bench::Target;
use crate::examples::fix::{Edit, rewrite};
use crate::examples::judge::{At, Failure, Verdict, judge};
use crate::examples::outcome::{Outcome, Runs, Texts, Written};
use crate::examples::plan::{Job, Plan};
use crate::examples::record::{self, Ran, Record};
use crate::examples::version::Version;
use crate::examples::{lines, trace};
use crate::reading::inputs::{Inputs, TextFile};
use crate::topic::document::CodeBlock;
use crate::words::message::Message;
use crate::words::path::SourcePath;
use crate::words::report::{Place, Report};

fn written_below<'a>(job: &Job<'a>, index: usize, written: &'a Written) -> Option<&'a str> {
    let block: &'a CodeBlock = job.blocks[index];
    match written.get(&(job.topic.source.clone(), block.span.start)) {
        Some(text) => Some(text.as_str()).filter(|text| !text.is_empty()),
        None => block.output.as_ref().map(|output| output.text.as_str()),
    }
}

/// Judges every block on every target, counts, and reports each kind of failure of a block once.
pub fn conclude(
    plan: &Plan<'_>,
    runs: &Runs<'_>,
    written: &Written,
    inputs: &Inputs,
    texts: &Texts<'_>,
    outcome: &mut Outcome,
    report: &mut Report,
) -> Record {
    let mut record = Record::default();
    let mut on: BTreeMap<(String, Option<Version>), usize> = BTreeMap::new();
    for (job, runs) in plan.jobs.iter().zip(runs) {
        for index in 0..job.blocks.len() {
            let below = written_below(job, index, written);
            let mut ran = Ran::new();
            let mut failures: Vec<(Failure, Vec<&Target>)> = Vec::new();
            for (target, run) in runs {
                match run.get(index).map_or(Verdict::Skipped, |run| judge(job, index, run, below)) {
                    Verdict::Passed => {
                        *on.entry((target.name.clone(), target.version)).or_default() += 1;
                        record::join(&mut ran, &ran_on(job, index, target, &inputs.example_files));
                    }
                    Verdict::Skipped => {}
                    Verdict::Failed(failure) => {
                        let same = failures
                            .iter_mut()
                            .find(|(other, _)| other.at == failure.at && other.fault.kind() == failure.fault.kind());
                        match same {
                            Some((_, targets)) => targets.push(target),
                            None => failures.push((failure, vec![target])),
                        }
                    }
                }
            }
            match (failures.is_empty(), ran.is_empty()) {
                (false, _) => outcome.failed += 1,
                (true, true) => outcome.skipped += 1,
                (true, false) => {
                    outcome.passed += 1;
                    record.examples.insert(record::key(job, index, below, &inputs.example_files), ran);
                }
            }
            for (failure, targets) in failures {
                report_failure(job, index, failure, &targets, texts, report);
            }
        }
    }
    let label = |(name, version): &(String, Option<Version>)| {
        format!("{name} {}", version.map_or_else(String::new, |version| version.short())).trim_end().to_owned()
    };
    outcome.on = on.iter().map(|(target, count)| (label(target), *count)).collect();
    record
}

/// What a block ran on: the interpreter, and the packages to report that it imports.
fn ran_on(job: &Job<'_>, index: usize, target: &Target, files: &[TextFile]) -> Ran {
    let mut ran: Ran = vec![(target.name.clone(), vec![target.short_version()])];
    ran[0].1.retain(|version| !version.is_empty());
    let setup = job.setup(files).and_then(|(_, text)| text);
    for package in &job.setting.report {
        let module = package.to_lowercase().replace('-', "_");
        let codes = job.blocks[..=index].iter().map(|block| block.code.as_str()).chain(setup);
        let installed = target.packages.iter().find(|(name, _)| *name == package.to_lowercase());
        if let Some((_, version)) = installed
            && codes.into_iter().any(|code| imports(code, &module))
        {
            let short: Vec<&str> = version.split('.').take(2).collect();
            ran.push((package.clone(), vec![short.join(".")]));
        }
    }
    ran
}

fn imports(code: &str, module: &str) -> bool {
    code.lines().any(|line| {
        let mut words = line.trim_start().split(|c: char| c.is_whitespace() || c == '.' || c == ',');
        matches!(words.next(), Some("import" | "from")) && words.next() == Some(module)
    })
}

fn report_failure(
    job: &Job<'_>,
    index: usize,
    mut failure: Failure,
    targets: &[&Target],
    texts: &Texts<'_>,
    report: &mut Report,
) {
    let source = &job.topic.source;
    let text = texts.get(source.as_str()).copied().unwrap_or("");
    let opening_line = |block: usize| lines::number(text, job.blocks[block].span.start);
    let block = job.blocks[index];
    let span = match failure.at {
        At::Opening => block.opening.clone(),
        At::Code(block, line) => lines::span(text, opening_line(block) + 1 + line),
        At::Output(line) => match &block.output {
            Some(output) => lines::span(text, lines::number(text, output.span.start) + 1 + line),
            None => block.opening.clone(),
        },
    };
    if let Some(trace) = failure.fault.trace_mut() {
        let names: Vec<String> =
            (0..job.blocks.len()).map(|index| trace::file_name(index, job.blocks.len(), job.suffix())).collect();
        *trace = trace::mapped(trace, "", |name, line| {
            let block = names.iter().position(|known| known == name)?;
            Some((source.to_string(), opening_line(block) + line))
        });
    }
    let mut on = Ran::new();
    for target in targets {
        record::join(&mut on, &vec![(target.name.clone(), vec![target.short_version()])]);
    }
    report.at(Place::span(source, span), failure.fault.message(record::spell(&on).join(", ")));
}

/// Rewrites the output blocks of examples that only print something else. Where versions disagree, the first counts,
/// and the others are then reported.
pub fn fix(
    root: &Path,
    plan: &Plan<'_>,
    runs: &Runs<'_>,
    texts: &Texts<'_>,
    outcome: &mut Outcome,
    report: &mut Report,
) -> Written {
    let mut edits: BTreeMap<&SourcePath, Vec<(usize, Edit)>> = BTreeMap::new();
    for (job, runs) in plan.jobs.iter().zip(runs) {
        for (index, block) in job.blocks.iter().enumerate() {
            let below = block.output.as_ref().map(|output| output.text.as_str());
            let verdicts = runs.iter().filter_map(|(_, run)| Some(judge(job, index, run.get(index)?, below)));
            let first = verdicts.into_iter().find(|verdict| *verdict != Verdict::Skipped);
            let Some(Verdict::Failed(Failure { fixed: Some(printed), .. })) = first else { continue };
            let output = block.output.as_ref().map(|output| output.span.clone());
            let edit = Edit { block: block.span.clone(), output, printed };
            edits.entry(&job.topic.source).or_default().push((block.span.start, edit));
        }
    }
    let mut written = Written::new();
    for (source, edits) in edits {
        let loaded = texts.get(source.as_str()).copied().unwrap_or("");
        let list: Vec<Edit> = edits.iter().map(|(_, edit)| edit.clone()).collect();
        let path = root.join(source.as_str());
        let result = fs::read_to_string(&path).and_then(|on_disk| {
            let new = rewrite(&on_disk, loaded, &list);
            let new = new.ok_or_else(|| io::Error::other("the file has changed while the examples ran"))?;
            replace(root, &path, &new)
        });
        match result {
            Ok(()) => {
                outcome.fixed += edits.len();
                written.extend(edits.into_iter().map(|(start, edit)| ((source.clone(), start), edit.printed)));
            }
            Err(error) => {
                let message = Message::CannotFix { path: source.to_string(), reason: error.to_string() };
                report.at(Place::file(source), message);
            }
        }
    }
    written
}

/// Writes `examples.lock`: what passed now, and what is still so from other machines.
pub fn keep_record(
    root: &Path,
    mut record: Record,
    plan: &Plan<'_>,
    written: &Written,
    inputs: &Inputs,
    report: &mut Report,
) {
    let old = inputs.examples_lock.as_ref().map(|file| record::read(file, report)).unwrap_or_default();
    for job in &plan.jobs {
        let declared: Vec<String> = job
            .setting
            .interpreters
            .iter()
            .filter_map(|wanted| Version::read(&wanted.value).map(Version::short))
            .collect();
        for index in 0..job.blocks.len() {
            let key = record::key(job, index, written_below(job, index, written), &inputs.example_files);
            let Some(earlier) = old.examples.get(&key) else { continue };
            let mut earlier = earlier.clone();
            if let Some((_, versions)) = earlier.iter_mut().find(|(name, _)| name == "Python") {
                versions.retain(|version| declared.contains(version));
                if versions.is_empty() {
                    continue;
                }
            }
            record::join(record.examples.entry(key).or_default(), &earlier);
        }
    }
    let text = record::write(&record);
    let before = inputs.examples_lock.as_ref().map(|file| &*file.text);
    if before == Some(text.as_str()) || (before.is_none() && record.examples.is_empty()) {
        return;
    }
    if let Err(error) = replace(root, &root.join(record::FILE), &text) {
        report.add(Message::CannotKeep { path: record::FILE.to_owned(), reason: error.to_string() });
    }
}

/// Replaces a file whole or not at all, keeping its permissions, and following a link to it.
fn replace(root: &Path, path: &Path, text: &str) -> io::Result<()> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let folder = root.join(".studybook");
    fs::create_dir_all(&folder)?;
    let name = path.file_name().map_or_else(|| "file".into(), |name| name.to_string_lossy().into_owned());
    let unfinished = folder.join(format!("{name}.{}.new", std::process::id()));
    fs::write(&unfinished, text)?;
    if let Ok(old) = fs::metadata(&path) {
        fs::set_permissions(&unfinished, old.permissions())?;
    }
    fs::rename(&unfinished, &path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_counts_where_it_is_imported() {
        assert!(imports("x = 1\nfrom django.db import models\n", "django"));
        assert!(imports("import django\n", "django"));
        assert!(!imports("# import django\nimport djangorest\n", "django"));
    }
}
