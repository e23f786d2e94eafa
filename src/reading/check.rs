//! `[check]` in `book.toml`: which lints of `studybook check` are on, and from where on they speak.

use crate::reading::fields::{Fields, Located};
use crate::words::lint;
use crate::words::message::Message;
use crate::words::nearest::nearest;
use crate::words::report::Report;

/// `[check]`.
#[derive(Clone, Debug)]
pub struct CheckSettings {
    /// `off`: names of lints that say nothing.
    pub off: Vec<String>,
    /// `stub_words`: a topic with fewer words is a stub.
    pub stub_words: usize,
    /// `summary_words`: a summary with more is long.
    pub summary_words: usize,
    /// `stale_days`: days that `updated` may lie before the newest of the guide.
    pub stale_days: i64,
    /// `alike_percent`: from here on two questions are near-duplicates.
    pub alike_percent: u32,
    /// `level_percent`: a level that holds more of a chapter's topics makes it uneven.
    pub level_percent: usize,
}

impl Default for CheckSettings {
    fn default() -> Self {
        Self {
            off: Vec::new(),
            stub_words: 60,
            summary_words: 60,
            stale_days: 365,
            alike_percent: 70,
            level_percent: 85,
        }
    }
}

/// Reads `[check]`.
pub fn read(fields: &mut Fields<'_>, report: &mut Report) -> CheckSettings {
    let default = CheckSettings::default();
    let off = fields.strings("off", report);
    for name in &off {
        if !lint::NAMES.contains(&name.value.as_str()) {
            let nearest = nearest(&name.value, lint::NAMES).map(str::to_owned);
            report.at(fields.place_of(&name.span), Message::UnknownLint { name: name.value.clone(), nearest });
        }
    }
    let stub_words = fields.integer("stub_words", report);
    let summary_words = fields.integer("summary_words", report);
    let stale_days = fields.integer("stale_days", report);
    let alike_percent = fields.integer("alike_percent", report);
    let level_percent = fields.integer("level_percent", report);
    let mut number = |key: &str, found: Option<Located<i64>>, most: i64, default: usize| {
        let Some(found) = found else { return default };
        match usize::try_from(found.value) {
            Ok(value) if found.value <= most => value,
            _ => {
                let (reason, advice) = ("not a number that makes sense here", Some("see `[check]` in the manual"));
                let message = Message::BadValue { key: key.to_owned(), value: found.value.to_string(), reason, advice };
                report.at(fields.place_of(&found.span), message);
                default
            }
        }
    };
    CheckSettings {
        stub_words: number("stub_words", stub_words, 100_000, default.stub_words),
        summary_words: number("summary_words", summary_words, 100_000, default.summary_words),
        stale_days: i64::try_from(number("stale_days", stale_days, 100_000, 365)).unwrap_or(default.stale_days),
        alike_percent: u32::try_from(number("alike_percent", alike_percent, 100, 70)).unwrap_or(default.alike_percent),
        level_percent: number("level_percent", level_percent, 100, default.level_percent),
        off: off.into_iter().map(|name| name.value).collect(),
    }
}

impl CheckSettings {
    /// Whether a lint is to speak.
    pub fn is_on(&self, name: &str) -> bool {
        !self.off.iter().any(|off| off == name)
    }
}
