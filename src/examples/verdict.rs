//! Whether a block did what is written: its output, its exception, its end.
//!
//! In: a block of a job, what is written below it, and what a run of it gave. Out: [`Verdict`]. Nothing is run here.

use serde::{Deserialize, Serialize};

use crate::examples::compare::{diff, first_difference, same, shortened};
use crate::examples::jobs::Job;
use crate::examples::quiz_choices::{self, ChoiceFault};
use crate::examples::traceback::{self, Raised};
use crate::problem::message::Message;
use crate::text::span::Span;
use crate::topic::document::CodeBlock;

/// What one block did in one run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockRun {
    /// What it printed.
    pub out: String,
    /// What it wrote to its standard error, the example's own folder taken away.
    pub err: String,
    /// How it ended.
    pub end: End,
}

/// How a block ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum End {
    /// With this exit code; 1 too for an exception in a session.
    Exit(i32),
    /// By this signal.
    Signal(i32),
    /// It was stopped after its time.
    TimedOut,
    /// It was stopped for printing too much.
    TooMuch,
    /// An earlier block of the session had failed.
    NotReached,
    /// The program ended, as it says, before the block's last line, or before its first.
    CutOff,
    /// With 1, for an exception where an exit is asked for.
    Uncaught,
    /// This interpreter lacks what the block needs, such as threads.
    Unsupported,
    /// The set-up file raised `unittest.SkipTest`, with this reason.
    SkippedBySetup(String),
}

/// What is to be said about a block.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// It did what is written.
    Passed,
    /// It did not run.
    Skipped,
    /// It did not do what is written.
    Failed(Failure),
}

/// Why a block failed.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// The line to point at.
    pub at: At,
    /// What is so.
    pub fault: Fault,
    /// What `--fix` would write below the block; `None` if that would hide a mistake.
    pub fixed: Option<String>,
}

/// A line of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum At {
    /// The line that opens the block.
    Opening,
    /// A line of the code of a block of the job, both from 0.
    Code(usize, usize),
    /// A line of the block's output, from 0.
    Output(usize),
    /// These bytes of the file.
    Span(Span),
    /// A line of what it writes to its standard error, from 0.
    Error(usize),
}

/// The ways to fail.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "each becomes the message of the same name")]
pub enum Fault {
    Output { diff: String },
    Unwritten { diff: String },
    Raised { line: String, trace: String },
    RaisedOther { wanted: String, line: String, trace: String },
    NotRaised { wanted: String },
    NotExited { wanted: u8 },
    Stderr { diff: String },
    Exit { how: String, trace: String },
    CutOff { trace: String },
    TimedOut { seconds: u64 },
    TooMuch,
    Choice { choice: ChoiceFault, printed: String },
}

/// Judges the block `index` of a job. `written` is the text of its output block, if it has one.
pub fn judge(job: &Job<'_>, index: usize, run: &BlockRun, written: Option<&str>) -> Verdict {
    let block = job.blocks[index];
    let failed = |at, fault| Verdict::Failed(Failure { at, fault, fixed: None });
    let code = match run.end {
        End::NotReached | End::Unsupported | End::SkippedBySetup(_) => return Verdict::Skipped,
        End::TimedOut => {
            let seconds = if job.blocks.len() == 1 { job.seconds(block) } else { job.all_seconds() };
            return failed(At::Opening, Fault::TimedOut { seconds });
        }
        End::TooMuch => return failed(At::Opening, Fault::TooMuch),
        End::Signal(signal) => {
            let how = format!("was ended by signal {signal}");
            return failed(At::Opening, Fault::Exit { how, trace: shortened(&run.err, 40) });
        }
        End::CutOff => return failed(At::Opening, Fault::CutOff { trace: shortened(&run.err, 40) }),
        End::Uncaught => 1,
        End::Exit(code) => code,
    };
    let mut printed = run.out.clone();
    if let Some(said) = &block.stderr
        && !same(&said.text, &run.err, &block.fence.masks)
    {
        let at = At::Error(first_difference(&said.text, &run.err, &block.fence.masks));
        return failed(at, Fault::Stderr { diff: diff(&said.text, &run.err) });
    }
    match block.fence.exit {
        Some(wanted) if run.end == End::Exit(wanted.into()) => return compare(block, printed, written),
        Some(wanted) if code == 0 => return failed(At::Opening, Fault::NotExited { wanted }),
        _ => {}
    }
    match (&block.fence.raises, code) {
        (None, 0) => {}
        (Some(wanted), 0) => return failed(At::Opening, Fault::NotRaised { wanted: wanted.clone() }),
        (wanted, code) => match (wanted, raised(job, &run.err, wanted.as_deref(), code)) {
            (Some(wanted), Some(raised)) if last_part(wanted) == raised.name => {
                // An example that shows only the exception may leave the output out.
                if written.is_some() || !printed.is_empty() {
                    if !printed.is_empty() && !printed.ends_with('\n') {
                        printed.push('\n');
                    }
                    printed.push_str(&raised.line);
                    printed.push('\n');
                }
            }
            (_, None) => {
                let how = format!("ended with exit code {code}");
                return failed(At::Opening, Fault::Exit { how, trace: shortened(&run.err, 40) });
            }
            (wanted, Some(raised)) => {
                let at = code_line(job, &raised).unwrap_or(At::Opening);
                let (line, trace) = (raised.line, shortened(&run.err, 60));
                return match wanted {
                    Some(wanted) => failed(at, Fault::RaisedOther { wanted: wanted.clone(), line, trace }),
                    None => failed(at, Fault::Raised { line, trace }),
                };
            }
        },
    }
    match quiz_choices::asking(&job.topic.document, block) {
        Some(quiz) if written.is_none() => match quiz_choices::judge(quiz, &printed) {
            Some((choice, span)) => failed(At::Span(span), Fault::Choice { choice, printed: shortened(&printed, 20) }),
            None => Verdict::Passed,
        },
        _ => match compare(block, printed, written) {
            Verdict::Passed if is_warned_proof(block, &run.err) => {
                failed(At::Opening, Fault::Stderr { diff: diff("", &run.err) })
            }
            verdict => verdict,
        },
    }
}

/// Whether Python says of a proof that something in it was not asserted: in a thread or a finalizer an assertion failed, a coroutine
/// of its own was never awaited, or a condition is always true. What else it writes, such as a log, says nothing of the claim.
fn is_warned_proof(block: &CodeBlock, said: &str) -> bool {
    let fence = &block.fence;
    let is_own = |name: &str| block.code.contains(&format!("async def {name}("));
    let warns = |line: &str| {
        let coroutine =
            line.split_once("RuntimeWarning: coroutine '").and_then(|(_, rest)| rest.split_once("' was never awaited"));
        line.split(':').next() == Some("AssertionError")
            || line.contains("SyntaxWarning: assertion is always true")
            || coroutine.is_some_and(|(name, _)| is_own(name.rsplit('.').next().unwrap_or(name)))
    };
    fence.proof.is_some()
        && block.stderr.is_none()
        && fence.raises.is_none()
        && fence.exit.is_none()
        && said.lines().any(warns)
}

fn compare(block: &CodeBlock, printed: String, written: Option<&str>) -> Verdict {
    let text = written.unwrap_or("");
    if same(text, &printed, &block.fence.masks) {
        return Verdict::Passed;
    }
    let diff = diff(text, &printed);
    let (at, fault) = match written {
        Some(_) => (At::Output(first_difference(text, &printed, &block.fence.masks)), Fault::Output { diff }),
        None => (At::Opening, Fault::Unwritten { diff }),
    };
    // Signs that nobody sees, such as ESC, belong into no Markdown file.
    let is_shown = !printed.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\t'));
    Verdict::Failed(Failure { at, fault, fixed: is_shown.then_some(printed) })
}

/// The exception that ended the block, as the language's runner tells it.
fn raised(job: &Job<'_>, err: &str, wanted: Option<&str>, code: i32) -> Option<Raised> {
    if job.setting.is_python() {
        let found = traceback::read(err);
        if found.is_none() && wanted.map(last_part) == Some("SystemExit") {
            // `sys.exit("text")` prints the text and no traceback.
            let last = err.lines().next_back().map_or_else(|| code.to_string(), str::to_owned);
            return Some(Raised { name: "SystemExit".to_owned(), line: format!("SystemExit: {last}"), place: None });
        }
        return found;
    }
    let wanted = last_part(wanted?);
    let named = |line: &&str| last_part(line.split([':', ' ']).next().unwrap_or("")) == wanted;
    let line = err.lines().rfind(named)?;
    Some(Raised { name: wanted.to_owned(), line: line.to_owned(), place: None })
}

fn code_line(job: &Job<'_>, raised: &Raised) -> Option<At> {
    let (file, line) = raised.place.as_ref()?;
    let names = (0..job.blocks.len()).map(|index| traceback::file_name(index, job.blocks.len(), job.suffix()));
    let block = names.into_iter().position(|name| name == *file)?;
    Some(At::Code(block, line.saturating_sub(1)))
}

fn last_part(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

impl Fault {
    /// The problem to report; `on` says where it is so, such as `Python 3.11, 3.12`.
    pub fn message(self, on: String) -> Message {
        match self {
            Fault::Output { diff } => Message::ExampleOutput { on, diff },
            Fault::Unwritten { diff } => Message::ExampleUnwritten { on, diff },
            Fault::Raised { line, trace } => Message::ExampleRaised { on, line, trace },
            Fault::RaisedOther { wanted, line, trace } => Message::ExampleRaisedOther { on, wanted, line, trace },
            Fault::NotExited { wanted } => Message::ExampleNotExited { on, wanted },
            Fault::Stderr { diff } => Message::ExampleStderr { on, diff },
            Fault::NotRaised { wanted } => Message::ExampleNotRaised { on, wanted },
            Fault::Exit { how, trace } => Message::ExampleExit { on, how, trace },
            Fault::CutOff { trace } => Message::ExampleCutOff { on, trace },
            Fault::TimedOut { seconds } => Message::ExampleTimedOut { on, seconds },
            Fault::TooMuch => Message::ExampleTooMuch { on },
            Fault::Choice { choice: ChoiceFault::Ticked(choice), printed } => {
                Message::QuizTicked { on, choice, printed }
            }
            Fault::Choice { choice: ChoiceFault::Unticked(choice), printed } => {
                Message::QuizUnticked { on, choice, printed }
            }
            Fault::Choice { choice: ChoiceFault::NotCounted, printed } => Message::QuizNotCounted { on, printed },
        }
    }

    /// Shown under the message where a file's name and line must first be put right.
    pub fn trace_mut(&mut self) -> Option<&mut String> {
        match self {
            Fault::Raised { trace, .. }
            | Fault::RaisedOther { trace, .. }
            | Fault::Exit { trace, .. }
            | Fault::CutOff { trace } => Some(trace),
            _ => None,
        }
    }

    /// The kind of fault: equal faults on several versions are one problem.
    pub fn kind(&self) -> std::mem::Discriminant<Fault> {
        std::mem::discriminant(self)
    }
}
