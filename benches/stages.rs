//! How long each stage of a build takes: `cargo bench`.
//!
//! In: the shipped guide, or the one that `STUDYBOOK_GUIDE` names (`bench/generate.py` makes guides of any size). Out: a
//! table of milliseconds by stage, the median of all rounds: of a build with no cache (`cold`), and of one that finds what
//! the highlighter kept (`cached`). Whole builds, memory and rivals are measured by `bench/compare.py`.

#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
#![expect(clippy::print_stdout, reason = "a benchmark prints its table")]

use std::path::PathBuf;
use std::time::Instant;

use studybook::build::memory::Memory;
use studybook::build::pipeline::{self, Options, Stage};
use studybook::problem::report::Report;
use studybook::reading::inputs::Inputs;
use studybook::reading::load;
use studybook::site::store::InMemory;

const ROUNDS: usize = 7;
const STAGES: [(Stage, &str); 5] = [
    (Stage::Parse, "parse"),
    (Stage::Link, "link"),
    (Stage::Highlight, "highlight"),
    (Stage::Render, "render"),
    (Stage::Inspect, "inspect"),
];

/// Milliseconds of each stage of [`STAGES`] in one build, and what the highlighter keeps.
fn round(inputs: &Inputs) -> (Vec<f64>, Option<Vec<u8>>) {
    let mut entered: Vec<(Stage, Instant)> = Vec::new();
    let mut report = Report::new();
    let options = Options { without_cards: true, ..Options::default() };
    let mut enter = |stage| entered.push((stage, Instant::now()));
    let built = pipeline::rebuild(inputs, &options, &InMemory, &mut Memory::default(), &mut enter, &mut report);
    let end = Instant::now();
    assert!(built.is_some() && !report.has_errors(), "the guide has errors; see `studybook check`");
    let of = |wanted: Stage| {
        let runs = entered.iter().enumerate().filter(|(_, (stage, _))| *stage == wanted);
        runs.map(|(i, (_, from))| entered.get(i + 1).map_or(end, |next| next.1).duration_since(*from).as_secs_f64())
            .sum()
    };
    let times: Vec<f64> = STAGES.iter().map(|(stage, _)| of(*stage)).collect();
    (times.into_iter().map(|seconds: f64| seconds * 1e3).collect(), built.and_then(|built| built.highlights))
}

/// The median of each stage over all rounds.
fn medians(inputs: &Inputs) -> Vec<f64> {
    let rounds: Vec<Vec<f64>> = (0..ROUNDS).map(|_| round(inputs).0).collect();
    let median = |stage: usize| {
        let mut times: Vec<f64> = rounds.iter().map(|times| times[stage]).collect();
        times.sort_by(f64::total_cmp);
        times[ROUNDS / 2]
    };
    (0..STAGES.len()).map(median).collect()
}

fn main() {
    let root =
        std::env::var_os("STUDYBOOK_GUIDE").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    let mut report = Report::new();
    let since = Instant::now();
    let mut inputs = load::load(&root, &mut report);
    let read = since.elapsed().as_secs_f64() * 1e3;
    assert!(!inputs.topics.is_empty(), "no topics in {}", root.display());
    inputs.highlights = None;
    let cold = medians(&inputs);
    inputs.highlights = round(&inputs).1;
    let cached = medians(&inputs);
    println!("{} topics, median of {ROUNDS}, ms of wall time", inputs.topics.len());
    println!("{:<10} {:>9} {:>9}", "stage", "cold", "cached");
    println!("{:<10} {read:>9.1} {read:>9.1}", "load");
    for (i, (_, name)) in STAGES.iter().enumerate() {
        println!("{name:<10} {:>9.1} {:>9.1}", cold[i], cached[i]);
    }
    println!("{:<10} {:>9.1} {:>9.1}", "all", read + cold.iter().sum::<f64>(), read + cached.iter().sum::<f64>());
}
