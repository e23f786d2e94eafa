//! `[check]` in `book.toml`: which lints of `studybook check` are on, and from where on they speak.

use crate::problem::advice;
use crate::problem::message::Message;
use crate::problem::report::Report;
use crate::reading::toml_keys::{Fields, Located};
use crate::text::did_you_mean::nearest;

/// `[check]`.
#[derive(Clone, Debug)]
pub struct CheckSettings {
    /// `off`: names of lints that say nothing.
    pub off: Vec<String>,
    /// `on`: names of lints that speak only if they are asked to.
    pub on: Vec<String>,
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
    /// `picture_kilobytes`: a picture of more is large.
    pub picture_kilobytes: usize,
}

impl Default for CheckSettings {
    fn default() -> Self {
        Self {
            off: Vec::new(),
            on: Vec::new(),
            stub_words: 60,
            summary_words: 60,
            stale_days: 365,
            alike_percent: 70,
            level_percent: 85,
            picture_kilobytes: 500,
        }
    }
}

/// Reads `[check]`.
pub fn read(fields: &mut Fields<'_>, report: &mut Report) -> CheckSettings {
    let default = CheckSettings::default();
    let off = names(fields, "off", &advice::NAMES, report);
    let on = names(fields, "on", &advice::OPTIONAL, report);
    let stub_words = fields.integer("stub_words", report);
    let summary_words = fields.integer("summary_words", report);
    let stale_days = fields.integer("stale_days", report);
    let alike_percent = fields.integer("alike_percent", report);
    let level_percent = fields.integer("level_percent", report);
    let picture_kilobytes = fields.integer("picture_kilobytes", report);
    let mut number = |key: &str, found: Option<Located<i64>>, most: i64| {
        let found = found?;
        if (0..=most).contains(&found.value) {
            return Some(found.value);
        }
        let (reason, advice) = match most {
            100 => ("not a share in percent", Some("write a number from 0 to 100")),
            _ => ("too large, or below nothing", Some("write a number from 0 to 100000")),
        };
        let message = Message::BadValue { key: key.to_owned(), value: found.value.to_string(), reason, advice };
        report.at(fields.place_of(found.span), message);
        None
    };
    let count = |number: Option<i64>| number.and_then(|number| usize::try_from(number).ok());
    CheckSettings {
        stub_words: count(number("stub_words", stub_words, 100_000)).unwrap_or(default.stub_words),
        summary_words: count(number("summary_words", summary_words, 100_000)).unwrap_or(default.summary_words),
        stale_days: number("stale_days", stale_days, 100_000).unwrap_or(default.stale_days),
        alike_percent: number("alike_percent", alike_percent, 100)
            .and_then(|percent| u32::try_from(percent).ok())
            .unwrap_or(default.alike_percent),
        level_percent: count(number("level_percent", level_percent, 100)).unwrap_or(default.level_percent),
        picture_kilobytes: count(number("picture_kilobytes", picture_kilobytes, 100_000))
            .unwrap_or(default.picture_kilobytes),
        off,
        on,
    }
}

/// Names of lints.
fn names(fields: &mut Fields<'_>, key: &'static str, known: &[&str], report: &mut Report) -> Vec<String> {
    let named = fields.strings(key, report);
    for name in named.iter().filter(|name| !known.contains(&name.value.as_str())) {
        let nearest = nearest(&name.value, known.iter().copied()).map(str::to_owned);
        report.at(fields.place_of(name.span), Message::UnknownLint { name: name.value.clone(), nearest });
    }
    named.into_iter().map(|name| name.value).collect()
}

impl CheckSettings {
    /// Whether a lint is to speak.
    pub fn is_on(&self, name: &str) -> bool {
        let names = |list: &[String]| list.iter().any(|it| it == name);
        if advice::OPTIONAL.contains(&name) { names(&self.on) } else { !names(&self.off) }
    }
}
