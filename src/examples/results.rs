//! What came of the runs: judged, counted, told, and written where it is asked for.
//!
//! In: the plan and what its jobs did. Out: problems at the lines of the Markdown files, the record, rewritten outputs.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use crate::disk::folder::{Folder, Kind, MOST_TEXT};
use crate::examples::compare::shortened;
use crate::examples::fix::{Edit, rewrite};
use crate::examples::jobs::{Job, Plan};
use crate::examples::outcome::{Outcome, Runs, Texts, Written};
use crate::examples::record::{self, Ran, Record};
use crate::examples::targets::Target;
use crate::examples::verdict::{At, BlockRun, End, Failure, Verdict, judge};
use crate::examples::version::Version;
use crate::examples::{markdown_lines, traceback};
use crate::path::SourcePath;
use crate::problem::message::Message;
use crate::problem::report::{Place, Report};
use crate::reading::inputs::{Inputs, TextFile};
use crate::reading::tree::leads;
use crate::topic::document::CodeBlock;

fn written_below<'a>(job: &Job<'a>, index: usize, written: &'a Written) -> Option<&'a str> {
    let block: &'a CodeBlock = job.blocks[index];
    match written.get(&(job.topic.source.clone(), block.span.start)) {
        Some(text) => Some(text.as_str()).filter(|text| !text.is_empty()),
        None => block.output.as_ref().map(|output| output.text.as_str()),
    }
}

/// What came of the examples, by their keys.
#[derive(Debug, Default)]
pub struct Judged {
    /// What did as it says, and where.
    pub passed: Record,
    /// What did not, and where.
    pub failed: Record,
}

/// Judges every block on every target, counts, and reports each kind of failure of a block once.
pub fn judge_runs(
    plan: &Plan<'_>,
    runs: &Runs<'_>,
    written: &Written,
    inputs: &Inputs,
    texts: &Texts<'_>,
    outcome: &mut Outcome,
    report: &mut Report,
) -> Judged {
    let mut judged = Judged::default();
    let mut on: BTreeMap<(String, Option<Version>, String), usize> = BTreeMap::new();
    for (job, runs) in plan.jobs.iter().zip(runs) {
        for index in 0..job.blocks.len() {
            let below = written_below(job, index, written);
            let mut ran = Ran::new();
            let mut failures: Vec<(Failure, Vec<&Target>)> = Vec::new();
            for (target, run) in runs {
                match run.get(index).map_or(Verdict::Skipped, |run| judge(job, index, run, below)) {
                    Verdict::Passed => {
                        *on.entry((target.name.clone(), target.version, target.short_version())).or_default() += 1;
                        record::join(&mut ran, &ran_on(job, index, target, &inputs.example_files));
                        report_unwritten(job, index, target, &run[index], report);
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
            let key = || record::key(job, index, below, &inputs.example_files);
            match (failures.is_empty(), ran.is_empty()) {
                (false, _) => {
                    outcome.failed += 1;
                    let failed = judged.failed.examples.entry(key()).or_default();
                    for target in failures.iter().flat_map(|(_, targets)| targets) {
                        record::join(failed, &record::ran(&target.name, &target.short_version()));
                    }
                }
                (true, true) => outcome.skipped += 1,
                (true, false) => {
                    outcome.passed += 1;
                    judged.passed.examples.insert(key(), ran);
                }
            }
            for (failure, targets) in failures {
                report_failure(job, index, failure, &targets, texts, report);
            }
        }
    }
    let label = |(name, _, short): &(String, Option<Version>, String)| format!("{name} {short}").trim_end().to_owned();
    outcome.on = on.iter().map(|(target, count)| (label(target), *count)).collect();
    judged
}

/// Tells what a command wrote to its standard error and passed, where nothing is said of that: a shell goes on below a command that
/// it does not find. Logs and warnings of Python are no such thing.
fn report_unwritten(job: &Job<'_>, index: usize, target: &Target, run: &BlockRun, report: &mut Report) {
    let block = job.blocks[index];
    let is_meant = block.stderr.is_some() || block.fence.exit.is_some() || block.fence.raises.is_some();
    if job.setting.is_python() || is_meant || run.err.trim().is_empty() {
        return;
    }
    let on = record::in_words(&record::ran(&target.name, &target.short_version())).join(", ");
    let message = Message::StderrUnwritten { on, said: shortened(&run.err, 10) };
    report.at(Place::span(&job.topic.source, block.opening), message);
}

/// Tells once for each environment and reason that its set-up file skipped what was to run in it.
pub fn report_skips(plan: &Plan<'_>, runs: &Runs<'_>, report: &mut Report) {
    let mut told: BTreeSet<(&str, &str)> = BTreeSet::new();
    for (job, runs) in plan.jobs.iter().zip(runs) {
        for run in runs.iter().flat_map(|(_, run)| run) {
            if let (Some(environment), End::SkippedBySetup(reason)) = (job.environment, &run.end) {
                told.insert((environment, reason));
            }
        }
    }
    for (environment, reason) in told {
        report.add(Message::SkippedBySetup { environment: environment.to_owned(), reason: reason.to_owned() });
    }
}

/// What a block ran on: the interpreter, and the packages to report that it imports.
fn ran_on(job: &Job<'_>, index: usize, target: &Target, files: &[TextFile]) -> Ran {
    let mut ran: Ran = record::ran(&target.name, &target.short_version());
    let setup = job.setup(files).and_then(|(_, text)| text);
    for package in &job.setting.report {
        let module = package.to_lowercase().replace('-', "_");
        let codes = job.blocks[..=index].iter().map(|block| block.code.as_str()).chain(setup.as_deref());
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
    let opening_line = |block: usize| markdown_lines::number(text, job.blocks[block].span.start);
    let block = job.blocks[index];
    let span = match failure.at {
        At::Opening => block.opening,
        At::Code(block, _) if job.blocks[block].listing.is_some() => job.blocks[block].opening,
        At::Code(block, line) => markdown_lines::span(text, opening_line(block) + 1 + line),
        At::Span(span) => span,
        At::Output(line) => match &block.output {
            Some(output) => markdown_lines::span(text, markdown_lines::number(text, output.span.start) + 1 + line),
            None => block.opening,
        },
        At::Error(line) => match &block.stderr {
            Some(said) => markdown_lines::span(text, markdown_lines::number(text, said.span.start) + 1 + line),
            None => block.opening,
        },
    };
    if let Some(trace) = failure.fault.trace_mut() {
        let names: Vec<String> =
            (0..job.blocks.len()).map(|index| traceback::file_name(index, job.blocks.len(), job.suffix())).collect();
        *trace = traceback::mapped(trace, "", |name, line| {
            let block = names.iter().position(|known| known == name)?;
            if let Some(listing) = &job.blocks[block].listing {
                return Some((listing.source.to_string(), *listing.numbers.get(line.checked_sub(1)?)?));
            }
            Some((source.to_string(), opening_line(block) + line))
        });
    }
    let mut on = Ran::new();
    for target in targets {
        record::join(&mut on, &record::ran(&target.name, &target.short_version()));
    }
    let mut message = failure.fault.message(record::in_words(&on).join(", "));
    if let Some(claim) = &block.fence.proof {
        message = Message::ProofFails {
            claim: claim.clone(),
            detail: message.detail().map(str::to_owned),
            how: message.to_string(),
        };
    }
    report.at(Place::span(source, span), message);
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
            let output = block.output.as_ref().map(|output| output.span);
            let edit = Edit { block: block.span, output, printed };
            edits.entry(&job.topic.source).or_default().push((block.span.start, edit));
        }
    }
    let mut written = Written::new();
    for (source, edits) in edits {
        let loaded = texts.get(source.as_str()).copied().unwrap_or("");
        let list: Vec<Edit> = edits.iter().map(|(_, edit)| edit.clone()).collect();
        let result = Folder::open(root).and_then(|guide| {
            let path = place(&guide, source)?;
            let new = rewrite(&guide.read_text(&path, MOST_TEXT)?, loaded, &list);
            let new = new.ok_or_else(|| io::Error::other("the file has changed while the examples ran"))?;
            guide.write(&path, new.as_bytes())
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
            if job.setting.is_python() {
                if let Some((_, versions)) = earlier.iter_mut().find(|(name, _)| name == "Python") {
                    versions.retain(|version| declared.contains(version));
                    if versions.is_empty() {
                        continue;
                    }
                }
            } else if let Some(now) = record.examples.get(&key) {
                // A command has one name; what it was called before is not another that ran.
                earlier.retain(|(name, _)| now.iter().any(|(known, _)| known == name));
            }
            record::join(record.examples.entry(key).or_default(), &earlier);
        }
    }
    replace(root, &record, inputs, report);
}

/// Takes out of `examples.lock` what failed now where it once passed: no mark says more than the last run.
pub fn take_back(root: &Path, failed: &Record, inputs: &Inputs, report: &mut Report) {
    let Some(file) = &inputs.examples_lock else { return };
    let mut record = record::read(file, report);
    for (key, on) in &failed.examples {
        let Some(ran) = record.examples.get_mut(key) else { continue };
        let nothing_is_left = on.iter().any(|(name, versions)| {
            // What the runner is no longer called says nothing either.
            let Some((_, known)) = ran.iter_mut().find(|(known, _)| known == name) else { return true };
            known.retain(|version| !versions.contains(version));
            known.is_empty()
        });
        if nothing_is_left {
            record.examples.remove(key);
        }
    }
    replace(root, &record, inputs, report);
}

/// Writes the record in the place of the one that was read.
fn replace(root: &Path, record: &Record, inputs: &Inputs, report: &mut Report) {
    let text = record::write(record);
    let before = inputs.examples_lock.as_ref().map(|file| &*file.text);
    if before == Some(text.as_str()) || (before.is_none() && record.examples.is_empty()) {
        return;
    }
    let written = Folder::open(root).and_then(|guide| guide.write(Path::new(record::FILE), text.as_bytes()));
    if let Err(error) = written {
        report.add(Message::CannotKeep { path: record::FILE.to_owned(), reason: error.to_string() });
    }
}

/// Where the bytes of a topic lie: a link to a file of the guide stays one.
fn place(guide: &Folder, source: &SourcePath) -> io::Result<PathBuf> {
    let path = Path::new(source.as_str());
    match guide.kind(path)? {
        Some(Kind::Link) => leads(guide, path).map_err(|whither| io::Error::other(format!("it is a link {whither}"))),
        _ => Ok(path.to_path_buf()),
    }
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
