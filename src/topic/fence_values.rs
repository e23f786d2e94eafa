//! The values of the attributes of a fenced code block.
//!
//! In: a value as written. Out: what it means, or a problem that names the attribute and says how to write it.

use serde::{Deserialize, Serialize};

use crate::problem::message::Message;
use crate::topic::line_list::LineList;

/// What normalises an example's output before it is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Mask {
    /// Addresses such as `0x7f3a…`.
    Address,
    /// Durations and times of day.
    Time,
    /// Absolute file paths.
    Path,
}

impl Mask {
    /// Its name in a key of `examples.lock`.
    pub fn name(self) -> &'static str {
        match self {
            Mask::Address => "Address",
            Mask::Time => "Time",
            Mask::Path => "Path",
        }
    }
}

/// Letters, digits, hyphens and underscores, so that it can stand in an address.
pub fn card_id(id: String) -> Result<String, Message> {
    if is_card_id(&id) {
        return Ok(id);
    }
    let reason = format!("`{id}` cannot be part of an address");
    Err(bad("id", &reason, Some("use letters, digits and hyphens, as in `id=late-binding`")))
}

/// Whether a text can be the id of a card within its topic.
pub fn is_card_id(id: &str) -> bool {
    id.chars().any(char::is_alphanumeric) && id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
}

/// What `card=` says: whether there is to be none.
pub fn is_no_card(value: &str) -> Result<bool, Message> {
    match value {
        "false" => Ok(true),
        "true" => Ok(false),
        other => {
            let reason = format!("`{other}` is neither `true` nor `false`");
            Err(bad("card", &reason, Some("write `card=false`, or leave it out")))
        }
    }
}

/// A list of lines.
pub fn lines(name: &str, text: &str) -> Result<LineList, Message> {
    let wrong = || bad(name, &format!("`{text}` is not a list of lines"), Some("write it as in `\"2,4-6\"`"));
    LineList::read(text).ok_or_else(wrong)
}

/// A name of an exception, with or without its module.
pub fn exception(name: String) -> Result<String, Message> {
    let part = |part: &str| {
        part.chars().next().is_some_and(|c| c.is_alphabetic() || c == '_')
            && part.chars().all(|c| c.is_alphanumeric() || c == '_')
    };
    if name.split('.').all(part) {
        Ok(name)
    } else {
        Err(bad(
            "raises",
            &format!("`{name}` is not the name of an exception"),
            Some("write it as in `raises=ValueError`"),
        ))
    }
}

/// A code that a program ends with on purpose.
pub fn exit_code(text: &str) -> Result<u8, Message> {
    let code = text.parse::<u8>().ok().filter(|code| *code > 0);
    code.ok_or_else(|| bad("exit", &format!("`{text}` is not from 1 to 255"), Some("write it as in `exit=1`")))
}

/// How long an example may take.
pub fn seconds(text: &str) -> Result<u64, Message> {
    let value = text.parse::<u64>().ok().filter(|value| (1..=3600).contains(value));
    value.ok_or_else(|| {
        bad("timeout", &format!("`{text}` is not from 1 to 3600 seconds"), Some("write it as in `timeout=30`"))
    })
}

/// `2.7`, `>=3.12` or `>=3.11,<3.14`.
pub fn version_range(text: String) -> Result<String, Message> {
    let one = |part: &str| {
        let part = part.trim();
        let number = part.trim_start_matches(['>', '<', '=', '!']).trim();
        let operator = &part[..part.len() - part.trim_start_matches(['>', '<', '=', '!']).len()];
        matches!(operator, "" | ">=" | "<=" | "==" | "<" | ">")
            && number.split('.').count() <= 3
            && number
                .split('.')
                .all(|digits| !digits.is_empty() && digits.len() < 4 && digits.bytes().all(|b| b.is_ascii_digit()))
    };
    if text.split(',').all(one) {
        Ok(text)
    } else {
        let reason = format!("`{text}` is not a version");
        Err(bad("python", &reason, Some("write it as in `python=\">=3.12\"` or `python=2.7`")))
    }
}

/// What is to be masked, by name.
pub fn masks(text: &str) -> Result<Vec<Mask>, Message> {
    let words = text.split([',', ' ']).filter(|word| !word.is_empty());
    words
        .map(|word| match word {
            "address" => Ok(Mask::Address),
            "time" => Ok(Mask::Time),
            "path" => Ok(Mask::Path),
            other => {
                Err(bad("mask", &format!("no mask `{other}`"), Some("the masks are `address`, `time` and `path`")))
            }
        })
        .collect()
}

/// An attribute that says what it cannot.
pub fn bad(name: &str, reason: &str, advice: Option<&'static str>) -> Message {
    Message::BadAttribute { name: name.to_owned(), reason: reason.to_owned(), advice }
}
