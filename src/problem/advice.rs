//! What `studybook check` says to an author beyond what `build` must know: a second pair of eyes, never an error.
//!
//! Each lint has a name, under which `[check]` in `book.toml` switches it off. Addresses elsewhere are looked up on
//! `--external` only; that one of them is gone is the one error here.

use strum::{IntoStaticStr, VariantNames};
use thiserror::Error;

/// The names of the lints that can be switched off, in the order of [`Lint`].
pub const NAMES: [&str; 15] = [
    "near-duplicate",
    "stub",
    "no-example",
    "orphan",
    "tag-used-once",
    "long-summary",
    "out-of-date",
    "hard-to-read",
    "uneven-difficulty",
    "norun-without-reason",
    "card-without-id",
    "unanswered-ask",
    "large-picture",
    "unset-mark",
    "no-picture",
];

/// Those that speak only if `on` names them.
pub const OPTIONAL: [&str; 2] = ["absolute", "requires-ahead"];

/// One thing an author may want to look at again.
#[derive(Clone, Debug, Error, PartialEq, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "kebab-case")]
#[expect(missing_docs, reason = "the text beside each variant is its documentation")]
pub enum Lint {
    #[error("the question is {percent} % like that of `{other}`: `{question}`")]
    NearDuplicate { percent: u32, other: String, question: String },
    #[error("the topic has {words} word{}", if *words == 1 { "" } else { "s" })]
    Stub { words: usize, least: usize },
    #[error("the topic has no example")]
    NoExample { topics: usize, with: usize },
    #[error("no topic or chapter links to this one")]
    Orphan,
    #[error("only `{topic}` uses the tag `{tag}`")]
    TagUsedOnce { tag: String, topic: String },
    #[error("the summary has {words} words")]
    LongSummary { words: usize, most: usize },
    #[error("{}", age(.days))]
    OutOfDate { days: i64, newest: String },
    #[error("harder to read than the rest: grade {grade}, where the guide's median is {median}")]
    HardToRead { grade: i64, median: i64, longest: usize },
    #[error("{count} of the {topics} topics {} are `{level}`", place(.chapter))]
    UnevenDifficulty { chapter: String, level: String, count: usize, topics: usize },
    #[error("`norun` gives no reason")]
    NorunWithoutReason,
    #[error("{} {} no id of {} own", cards, if *cards == 1 { "card has" } else { "cards have" }, if *cards == 1 { "its" } else { "their" })]
    CardWithoutId { cards: usize },
    #[error("`{word}` is a strong word, and nothing on the page proves it")]
    Absolute { word: String },
    #[error("this requires `{path}`, which comes in a later chapter")]
    RequiresAhead { path: String },
    #[error("nothing on the page seems to answer `{ask}`: it says nothing of {}", named(missing))]
    UnansweredAsk { ask: String, missing: Vec<String> },

    #[error("the picture `{path}` has {kilobytes} kB")]
    LargePicture { path: String, kilobytes: usize, most: usize },
    #[error("`{written}` is shown as it is written")]
    UnsetMark { written: String, key: &'static str },
    #[error("the file `{path}` is no picture: {reason}")]
    NoPicture { path: String, reason: &'static str },

    // `--external`.
    #[error("`{url}` is gone: the server answers {status}")]
    DeadAddress { url: String, status: u16 },
    #[error("`{url}` could not be checked: {reason}")]
    UnsureAddress { url: String, reason: String },
}

/// Where a chapter's topics are; the root has no name.
fn place(chapter: &str) -> String {
    if chapter.is_empty() { "in no chapter".to_owned() } else { format!("in `{chapter}`") }
}

/// How old a topic is beside the newest; a number below zero is a day that has not come.
fn age(days: &i64) -> String {
    match days {
        ..0 => format!("`updated` is {} days ahead", -days),
        _ => format!("brought up to date {days} days before the newest topic"),
    }
}

impl Lint {
    /// The stable name: `near-duplicate`.
    pub fn code(&self) -> &'static str {
        self.into()
    }

    /// Whether it counts against the guide: `false` for advice, which `--strict` leaves a warning.
    pub fn is_error(&self) -> bool {
        matches!(self, Lint::DeadAddress { .. })
    }

    /// What the author can do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Lint::NearDuplicate { .. } => Some("keep one, and name the other wording in its `asks`".into()),
            Lint::Stub { least, .. } => Some(format!("write at least {least}, or mark it `draft = true`")),
            Lint::NoExample { topics, with } => {
                Some(format!("{with} of the guide's {topics} topics have one: show the thing in code"))
            }
            Lint::Orphan => Some("link to it where a reader would want to know more".into()),
            Lint::TagUsedOnce { .. } => Some("a tag joins topics: use it in more of them, or drop it".into()),
            Lint::LongSummary { most, .. } => Some(format!("it is the short answer: at most {most} words")),
            Lint::OutOfDate { days: ..0, .. } => {
                Some("write in `updated` the day on which you last looked at it".into())
            }
            Lint::OutOfDate { newest, .. } => {
                Some(format!("read it again and set `updated`; the newest topic says {newest}"))
            }
            Lint::HardToRead { longest, .. } => {
                Some(format!("shorter sentences and plainer words; the longest sentence has {longest} words"))
            }
            Lint::UnevenDifficulty { .. } => Some("look at the levels again, or add topics of the others".into()),
            Lint::NorunWithoutReason => Some("say why, as in `norun=\"needs Redis\"`".into()),
            Lint::CardWithoutId { .. } => {
                Some("`studybook ids` writes them: what readers know of a card is kept under its id".into())
            }
            Lint::UnansweredAsk { .. } => Some(
                "answer it in a sentence, or name what does under `[answers]`: `\"the wording\" = \"#section\"`".into(),
            ),
            Lint::Absolute { .. } => {
                Some("show it by an example with `proof=\"…\"`, or say when it does not hold".into())
            }
            Lint::RequiresAhead { .. } => Some(
                "move one of the two topics, give the chapters another `order`, or link to it in the text instead"
                    .into(),
            ),
            Lint::LargePicture { most, .. } => {
                Some(format!("make it smaller, or save it as WebP or AVIF: at most {most} kB load fast on a phone"))
            }
            Lint::UnsetMark { key, .. } => {
                Some(format!("write `{key} = true` under `[markdown]` in `book.toml`, or a backslash before the sign"))
            }
            Lint::NoPicture { .. } => Some("open it, and save the picture again under this name".into()),
            Lint::DeadAddress { .. } => Some("link to where it went, or to an archived copy".into()),
            Lint::UnsureAddress { .. } => {
                Some("open it in a browser: its server may be down, or answer browsers only".into())
            }
        }
    }
}

/// Words in a row: `` `lock` and `race` ``.
fn named(words: &[String]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
