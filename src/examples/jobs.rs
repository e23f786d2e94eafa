//! From the code blocks of a guide to jobs: what is run together, by which runner, with which set-up.
//!
//! In: a guide. Out: [`Plan`]. It is a function of values: nothing is looked up on disk.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::examples::idle_code;
use crate::examples::vain_asserts::{self, Asserts};
use crate::examples::version::{Version, allows};
use crate::guide::model::Guide;
use crate::problem::message::Message;
use crate::problem::report::{Place, Report};
use crate::reading::inputs::TextFile;
use crate::reading::runner_setting::RunnerSetting;
use crate::reading::settings::Settings;
use crate::reading::toml_keys::Located;
use crate::text::did_you_mean::nearest;
use crate::text::span::Span;
use crate::topic::document::CodeBlock;
use crate::topic::highlight::grammars;
use crate::topic::parse::Topic;

/// Seconds a block may take where nothing else is said.
pub const TIMEOUT: u64 = 10;
/// Megabytes of memory an example may take where nothing else is said.
pub const MEMORY: u64 = 2048;

/// Everything there is to do.
#[derive(Debug, Default)]
pub struct Plan<'g> {
    /// What is run, in the order of the guide.
    pub jobs: Vec<Job<'g>>,
    /// Python blocks marked `norun`, one each: they are only parsed.
    pub unrun: Vec<Job<'g>>,
}

/// Blocks that run together: one, or those of a session.
#[derive(Clone, Debug)]
pub struct Job<'g> {
    /// Where the blocks stand.
    pub topic: &'g Topic,
    /// How they are run.
    pub setting: &'g RunnerSetting,
    /// The blocks in order; never empty.
    pub blocks: Vec<&'g CodeBlock>,
    /// `env=NAME`.
    pub environment: Option<&'g str>,
}

/// The declared runners, and the one for Python, which needs no declaration.
pub fn runners(settings: &Settings) -> Vec<RunnerSetting> {
    let mut runners = settings.examples.clone();
    if !runners.iter().any(RunnerSetting::is_python) {
        runners.push(RunnerSetting::new(Located { value: "python".to_owned(), span: Span::at(0) }));
    }
    runners
}

/// Finds the jobs of a guide: of all of it, or of the files whose path holds `pattern`.
pub fn plan<'g>(guide: &'g Guide, runners: &'g [RunnerSetting], pattern: Option<&str>) -> Plan<'g> {
    let mut plan = Plan::default();
    let mut files: Vec<&Topic> = guide.files().map(|file| &**file).collect();
    files.sort_by(|a, b| a.source.cmp(&b.source));
    for topic in files.into_iter().filter(|topic| pattern.is_none_or(|part| topic.source.as_str().contains(part))) {
        plan_file(topic, runners, &mut plan);
    }
    plan
}

/// Reports blocks that are to run in an environment that nobody declared, and outputs that nothing checks.
pub fn check_blocks(guide: &Guide, report: &mut Report) {
    let runners = runners(&guide.settings);
    for topic in guide.files() {
        check_sessions(topic, &runners, report);
        for block in topic.document.code.iter().filter(|block| block.fence.no_run.is_none()) {
            let place = || Place::span(&topic.source, block.opening);
            let Some(setting) = runner(&block.fence.language, &runners) else {
                if block.output.is_some() || block.stderr.is_some() || block.fence.proof.is_some() {
                    let language = block.fence.language.clone();
                    report.at(place(), Message::OutputUnchecked { language });
                }
                continue;
            };
            if let Some(claim) = &block.fence.proof {
                check_proof(claim, &block.code, setting, place(), report);
            }
            let Some(name) = &block.fence.environment else { continue };
            let known: Vec<String> = setting.environments.iter().map(|(name, _)| name.clone()).collect();
            if !known.contains(name) {
                let message = Message::UnknownEnvironment {
                    name: name.clone(),
                    language: setting.language.value.clone(),
                    nearest: nearest(name, known.iter().map(String::as_str)).map(str::to_owned),
                    known,
                };
                report.at(place(), message);
            }
        }
    }
}

/// Reports a proof in which nothing can fail, or the assertions of it that cannot.
fn check_proof(claim: &str, code: &str, setting: &RunnerSetting, place: Place, report: &mut Report) {
    let asserts = if setting.is_python() { vain_asserts::find(code) } else { Asserts::default() };
    let is_uncalled = || setting.is_python() && idle_code::asserts_in_vain(code);
    let are_vain = !asserts.vain.is_empty() && !asserts.has_sound;
    if are_vain || idle_code::is_empty(code, &setting.language.value) || is_uncalled() {
        report.at(place, Message::ProofOfNothing { claim: claim.to_owned() });
        return;
    }
    for line in asserts.vain {
        report.at(place.clone(), Message::AssertsInVain { claim: claim.to_owned(), line });
    }
}

/// Reports blocks that ask for another environment than the one that their session has.
fn check_sessions(topic: &Topic, runners: &[RunnerSetting], report: &mut Report) {
    let mut seen: BTreeMap<(&str, &str), &str> = BTreeMap::new();
    for block in topic.document.code.iter().filter(|block| block.fence.no_run.is_none()) {
        let (Some(session), Some(other)) = (&block.fence.session, &block.fence.environment) else { continue };
        let Some(setting) = runner(&block.fence.language, runners) else { continue };
        let first = *seen.entry((setting.language.value.as_str(), session)).or_insert(other);
        if first != other {
            let (session, first, other) = (session.clone(), first.to_owned(), other.clone());
            let message = Message::SessionEnvironments { session, first, other };
            report.at(Place::span(&topic.source, block.opening), message);
        }
    }
}

/// Adds the jobs of one file.
pub fn plan_file<'g>(topic: &'g Topic, runners: &'g [RunnerSetting], plan: &mut Plan<'g>) {
    let first = plan.jobs.len();
    for block in &topic.document.code {
        let Some(setting) = runner(&block.fence.language, runners) else { continue };
        if is_idle(block, setting) {
            continue;
        }
        let environment = block.fence.environment.as_deref();
        let job = Job { topic, setting, blocks: vec![block], environment };
        if environment.is_some_and(|name| !setting.environments.iter().any(|(known, _)| known == name)) {
            continue;
        }
        if block.fence.no_run.is_some() {
            if setting.is_python() {
                plan.unrun.push(job);
            }
            continue;
        }
        let same_session = |earlier: &&mut Job<'g>| {
            block.fence.session.is_some()
                && earlier.blocks[0].fence.session == block.fence.session
                && earlier.setting.language.value == setting.language.value
        };
        match plan.jobs[first..].iter_mut().find(same_session) {
            Some(session) => {
                session.blocks.push(block);
                session.environment = session.environment.or(environment);
            }
            None => plan.jobs.push(job),
        }
    }
}

/// Whether a block by itself does nothing and nothing is said of it: that it ran would say nothing either.
fn is_idle(block: &CodeBlock, setting: &RunnerSetting) -> bool {
    block.fence.session.is_none() && !block.is_example() && idle_code::is_empty(&block.code, &setting.language.value)
}

fn runner<'g>(language: &str, runners: &'g [RunnerSetting]) -> Option<&'g RunnerSetting> {
    let declared = runners.iter().find(|runner| runner.language.value == language);
    declared.or_else(|| runners.iter().find(|runner| grammars::are_same(&runner.language.value, language)))
}

impl Job<'_> {
    /// Whether it may run on this version: every block of it must.
    pub fn allows(&self, version: Version) -> bool {
        self.blocks.iter().all(|block| allows(block.fence.python.as_deref(), version))
    }

    /// Seconds a block may take, by its own word, the runner's or the default.
    pub fn seconds(&self, block: &CodeBlock) -> u64 {
        block.fence.timeout.or(self.setting.timeout).unwrap_or(TIMEOUT)
    }

    /// Seconds for all blocks together.
    pub fn all_seconds(&self) -> u64 {
        self.blocks.iter().map(|block| self.seconds(block)).sum()
    }

    /// What ends the blocks' file names: `.py`.
    pub fn suffix(&self) -> &str {
        match (&self.setting.suffix, self.setting.language.value.as_str()) {
            (Some(suffix), _) => suffix,
            (None, "python") => ".py",
            (None, "bash" | "sh" | "shell") => ".sh",
            (None, "js" | "javascript") => ".js",
            (None, "sql") => ".sql",
            (None, _) => ".txt",
        }
    }

    /// Whether the guide wants the set-up of the job's environment to run once for all its jobs.
    pub fn is_set_up_once(&self) -> bool {
        self.environment.is_some_and(|name| self.setting.once.iter().any(|it| it.value == name))
    }

    /// The set-up of the job's environment: the paths of its files from the guide's root, and their texts one after
    /// the other if all are there.
    pub fn setup<'f>(&'f self, files: &'f [TextFile]) -> Option<(Cow<'f, str>, Option<Cow<'f, str>>)> {
        let name = self.environment?;
        let (_, paths) = self.setting.environments.iter().find(|(known, _)| known == name)?;
        let text_of = |path: &Located<String>| {
            files.iter().find(|file| file.source.as_str() == path.value).map(|file| &*file.text)
        };
        if let [path] = paths.as_slice() {
            return Some((Cow::from(&path.value), text_of(path).map(Cow::from)));
        }
        let names: Vec<&str> = paths.iter().map(|path| path.value.as_str()).collect();
        let texts: Option<Vec<&str>> = paths.iter().map(text_of).collect();
        Some((Cow::from(names.join(" + ")), texts.map(|texts| Cow::from(texts.join("\n")))))
    }

    /// The files of the guide that the runner reads.
    pub fn inputs<'f>(&self, files: &'f [TextFile]) -> impl Iterator<Item = &'f TextFile> {
        files.iter().filter(|file| self.setting.reads(file.source.as_str()))
    }

    /// The text of the runner's requirements file.
    pub fn requirements<'f>(&self, files: &'f [TextFile]) -> Option<&'f str> {
        let path = self.setting.requirements.as_ref()?;
        files.iter().find(|file| file.source.as_str() == path.value).map(|file| &*file.text)
    }
}
