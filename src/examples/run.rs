//! `studybook test`, from plan to record: `schedule` runs, `results` judges and writes.
//!
//! In: the guide, what was read of it, and its folder. Out: [`Outcome`] and problems at the lines of the Markdown
//! files. This is the only part of studybook that runs what a guide says: a build never does.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::examples::jobs::{self, Job, Plan};
use crate::examples::outcome::{Outcome, Progress, TestOptions, Texts, Written};
use crate::examples::results::{fix, judge_runs, keep_record, report_skips, take_back};
use crate::examples::schedule::run_all;
use crate::examples::targets::{self, Bench, Wishes};
use crate::examples::version::Version;
use crate::examples::{markdown_lines, syntax};
use crate::guide::model::Guide;
use crate::problem::message::Message;
use crate::problem::report::{Place, Report};
use crate::reading::inputs::Inputs;
use crate::topic::document::CodeBlock;

/// Runs the examples of a guide. `examples.lock` is written if all of them were selected and none failed.
pub fn test(
    root: &Path,
    guide: &Guide,
    inputs: &Inputs,
    options: &TestOptions,
    progress: &(dyn Fn(Progress<'_>) + Sync),
    report: &mut Report,
) -> Outcome {
    let root = &fs::canonicalize(root).unwrap_or_else(|_| root.to_path_buf());
    let runners = jobs::runners(&guide.settings);
    // Blocks of unknown environments were reported with the guide.
    let plan = jobs::plan(guide, &runners, options.pattern.as_deref());
    if let Some(pattern) = options.pattern.as_ref()
        && !guide.files().any(|topic| topic.source.as_str().contains(pattern.as_str()))
    {
        report.add(Message::NoMatch { pattern: pattern.clone() });
    }
    let errors_before = report.errors();
    let wishes = Wishes {
        root,
        book: &guide.settings.source,
        no_install: options.no_install,
        say: &|text| progress(Progress::Note(text)),
    };
    let benches = targets::prepare(&plan, &runners, &wishes, report);
    let texts = texts(inputs);
    let mut outcome = Outcome::default();
    let unparsed = parse_the_rest(&plan, &benches, &texts, report);
    outcome.failed += unparsed;
    outcome.skipped += plan.unrun.len() - unparsed;
    let runs = run_all(root, &plan, &benches, inputs, options, progress, &mut outcome, report);
    let mut written: Written = BTreeMap::new();
    if options.fix {
        written = fix(root, &plan, &runs, &texts, &mut outcome, report);
    }
    let judged = judge_runs(&plan, &runs, &written, inputs, &texts, &mut outcome, report);
    report_skips(&plan, &runs, report);
    if options.pattern.is_none() && outcome.failed == 0 && report.errors() == errors_before {
        keep_record(root, judged.passed, &plan, &written, inputs, report);
    } else if !judged.failed.examples.is_empty() {
        take_back(root, &judged.failed, inputs, report);
    }
    outcome
}

fn texts(inputs: &Inputs) -> Texts<'_> {
    inputs.topics.iter().map(|topic| (topic.file.source.as_str(), &*topic.file.text)).collect()
}

/// Parses the blocks that are not run, and those that nothing here can run. Gives the number of mistakes in `norun`.
fn parse_the_rest(plan: &Plan<'_>, benches: &[Bench], texts: &Texts<'_>, report: &mut Report) -> usize {
    let Some(bench) = benches.iter().find(|bench| bench.language == "python") else { return 0 };
    let nowhere = plan.jobs.iter().filter(|job| {
        job.setting.is_python()
            && !bench.targets.iter().any(|target| target.takes(job))
            && job.blocks.iter().all(|block| block.fence.raises.is_none())
    });
    type Blocks<'a> = Vec<(&'a Job<'a>, &'a CodeBlock)>;
    let mut by_parser: BTreeMap<Version, (&Path, Blocks<'_>)> = BTreeMap::new();
    for job in plan.unrun.iter().chain(nowhere) {
        let newest =
            bench.parsers.iter().filter(|(version, _)| job.allows(*version)).max_by_key(|(version, _)| *version);
        let Some((version, program)) = newest else { continue };
        let blocks = job.blocks.iter().map(|block| (job, *block));
        by_parser.entry(*version).or_insert_with(|| (program, Vec::new())).1.extend(blocks);
    }
    let mut mistakes = 0;
    for (version, (program, blocks)) in by_parser {
        let codes: Vec<&str> = blocks.iter().map(|(_, block)| block.code.as_str()).collect();
        let found = match syntax::parse(&codes, program) {
            Ok(found) => found,
            Err(error) => {
                let message = Message::CannotRun { program: program.display().to_string(), reason: error.to_string() };
                report.add(message);
                continue;
            }
        };
        for ((job, block), mistake) in blocks.into_iter().zip(found) {
            let Some((line, _, detail)) = mistake else { continue };
            let text = texts.get(job.topic.source.as_str()).copied().unwrap_or("");
            let span = markdown_lines::span(text, markdown_lines::number(text, block.span.start) + line);
            let message = Message::ExampleSyntax { version: version.short(), detail };
            report.at(Place::span(&job.topic.source, span), message);
            mistakes += usize::from(block.fence.no_run.is_some());
        }
    }
    mistakes
}
