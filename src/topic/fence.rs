//! The line that opens a fenced code block: a language and its attributes.
//!
//! In: the text after the backticks. Out: [`Fence`]. The attributes are those of the content format
//! (`title hl lines norun raises session env timeout python mask`); others are problems with a suggestion.

use std::ops::{Range, RangeInclusive};

use crate::words::message::Message;
use crate::words::nearest::nearest;
use crate::words::path::SourcePath;
use crate::words::report::{Place, Report};

/// The attribute names an author may write.
pub const ATTRIBUTES: [&str; 10] =
    ["title", "hl", "lines", "norun", "raises", "session", "env", "timeout", "python", "mask"];

/// What normalises an example's output before it is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mask {
    /// Addresses such as `0x7f3a…`.
    Address,
    /// Durations and times of day.
    Time,
    /// Absolute file paths.
    Path,
}

/// What stands after the backticks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fence {
    /// The language as typed, in lower case; empty if there is none.
    pub language: String,
    /// `title="app.py"`.
    pub title: Option<String>,
    /// Where the language stands in the file.
    pub language_span: Range<usize>,
    /// `hl="2,4-6"`: line numbers from 1.
    pub highlighted: Vec<RangeInclusive<usize>>,
    /// Where `hl` stands in the file.
    pub highlighted_span: Range<usize>,
    /// `lines`: show line numbers.
    pub line_numbers: bool,
    /// `norun="why"`; empty without a reason.
    pub no_run: Option<String>,
    /// `raises=ValueError`.
    pub raises: Option<String>,
    /// `session=name`.
    pub session: Option<String>,
    /// `env=django`.
    pub environment: Option<String>,
    /// `timeout=30`, in seconds.
    pub timeout: Option<u64>,
    /// `python=">=3.12"`.
    pub python: Option<String>,
    /// `mask="address,time"`.
    pub masks: Vec<Mask>,
}

/// Reads the text after the backticks; `start` is where it stands in the file.
pub fn read(info: &str, start: usize, source: &SourcePath, report: &mut Report) -> Fence {
    let language_end = info.find(|c: char| c.is_whitespace()).unwrap_or(info.len());
    let mut fence = Fence {
        language: info[..language_end].to_lowercase(),
        language_span: start..start + language_end,
        ..Fence::default()
    };
    let mut seen: Vec<&str> = Vec::new();
    for attribute in split(info, language_end) {
        let place = Place::span(source, attribute.span.start + start..attribute.span.end + start);
        if attribute.unclosed {
            report.at(place, bad(attribute.name, "the quotes are never closed", Some("close them on the same line")));
        } else if seen.contains(&attribute.name) {
            report.at(place, bad(attribute.name, "stands twice", Some("leave one out")));
        } else {
            seen.push(attribute.name);
            if attribute.name == "hl" {
                fence.highlighted_span = attribute.span.start + start..attribute.span.end + start;
            }
            if let Err(message) = apply(&mut fence, &attribute) {
                report.at(place, message);
            }
        }
    }
    fence
}

struct Attribute<'a> {
    name: &'a str,
    value: Option<&'a str>,
    unclosed: bool,
    span: Range<usize>,
}

/// Splits `a b=c d="e f"`; quotes hold spaces, and nothing is escaped inside them.
fn split(info: &str, from: usize) -> Vec<Attribute<'_>> {
    let mut attributes = Vec::new();
    let mut at = from;
    loop {
        at += info[at..].len() - info[at..].trim_start().len();
        if at >= info.len() {
            return attributes;
        }
        let start = at;
        let rest = &info[start..];
        let name_length = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        at += name_length;
        let name = &info[start..at];
        let mut unclosed = false;
        let value = if info[at..].starts_with('=') {
            at += 1;
            let rest = &info[at..];
            if let Some(quote @ ('"' | '\'')) = rest.chars().next() {
                let quoted = &rest[1..];
                let length = quoted.find(quote);
                unclosed = length.is_none();
                let length = length.unwrap_or(quoted.len());
                at += 1 + length + usize::from(!unclosed);
                Some(&quoted[..length])
            } else {
                let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
                at += length;
                Some(&rest[..length])
            }
        } else {
            None
        };
        attributes.push(Attribute { name, value, unclosed, span: start..at });
    }
}

fn apply(fence: &mut Fence, attribute: &Attribute<'_>) -> Result<(), Message> {
    let name = attribute.name;
    let text = || match attribute.value.map(str::trim) {
        Some("") => Err(bad(name, "the value is empty", Some("give it a value, or leave it out"))),
        Some(text) => Ok(text.to_owned()),
        None => Err(bad(name, "needs a value", Some("write it as in `name=\"value\"`"))),
    };
    match name {
        "title" => fence.title = Some(text()?),
        "hl" => fence.highlighted = line_ranges(&text()?)?,
        "lines" if attribute.value.is_some() => return Err(bad(name, "takes no value", Some("write the name alone"))),
        "lines" => fence.line_numbers = true,
        "norun" => fence.no_run = Some(attribute.value.unwrap_or("").trim().to_owned()),
        "raises" => fence.raises = Some(exception(text()?)?),
        "session" => fence.session = Some(text()?),
        "env" => fence.environment = Some(text()?),
        "timeout" => fence.timeout = Some(seconds(&text()?)?),
        "python" => fence.python = Some(version_range(text()?)?),
        "mask" => fence.masks = masks(&text()?)?,
        _ => {
            let nearest = nearest(name, ATTRIBUTES).map(str::to_owned);
            return Err(Message::UnknownAttribute { name: name.to_owned(), nearest });
        }
    }
    Ok(())
}

fn line_ranges(text: &str) -> Result<Vec<RangeInclusive<usize>>, Message> {
    let wrong = || bad("hl", &format!("`{text}` is not a list of lines"), Some("write it as in `hl=\"2,4-6\"`"));
    let number = |digits: &str| digits.trim().parse::<usize>().ok().filter(|line| *line > 0).ok_or_else(wrong);
    text.split(',')
        .map(|part| {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            let (first, last) = (number(first)?, number(last)?);
            if first <= last { Ok(first..=last) } else { Err(wrong()) }
        })
        .collect()
}

fn exception(name: String) -> Result<String, Message> {
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

fn seconds(text: &str) -> Result<u64, Message> {
    let value = text.parse::<u64>().ok().filter(|value| (1..=3600).contains(value));
    value.ok_or_else(|| {
        bad("timeout", &format!("`{text}` is not from 1 to 3600 seconds"), Some("write it as in `timeout=30`"))
    })
}

/// `2.7`, `>=3.12` or `>=3.11,<3.14`.
fn version_range(text: String) -> Result<String, Message> {
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

fn masks(text: &str) -> Result<Vec<Mask>, Message> {
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

fn bad(name: &str, reason: &str, advice: Option<&'static str>) -> Message {
    Message::BadAttribute { name: name.to_owned(), reason: reason.to_owned(), advice }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parsed(info: &str) -> (Fence, Vec<String>) {
        let mut report = Report::new();
        let fence = read(info, 0, &SourcePath::new("a.md"), &mut report);
        (fence, report.sorted().iter().map(|problem| problem.message.to_string()).collect())
    }

    #[test]
    fn attributes_are_read_with_and_without_quotes() {
        let (fence, problems) =
            parsed(r#"Python title="my app.py" hl="2,4-6" lines norun="needs Redis" raises=ValueError timeout=5"#);
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(fence.language, "python");
        assert_eq!(fence.title.as_deref(), Some("my app.py"));
        assert_eq!(fence.highlighted, [2..=2, 4..=6]);
        assert!(fence.line_numbers);
        assert_eq!(fence.no_run.as_deref(), Some("needs Redis"));
        assert_eq!(fence.timeout, Some(5));
    }

    #[test]
    fn every_mistake_is_told() {
        let (_, problems) = parsed(r#"python titel=x hl="6-4" title="open"#);
        assert_eq!(
            problems,
            [
                "unknown attribute `titel`",
                "attribute `hl`: `6-4` is not a list of lines",
                "attribute `title`: the quotes are never closed"
            ]
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(info in ".{0,120}") {
            let _ = parsed(&info);
        }

        #[test]
        fn what_is_written_is_read_back(title in "[a-zé ./]{1,20}", lines in proptest::bool::ANY, seconds in 1_u64..3600) {
            prop_assume!(!title.trim().is_empty());
            let (fence, problems) = parsed(&format!("python title=\"{title}\"{} timeout={seconds}", if lines { " lines" } else { "" }));
            prop_assert!(problems.is_empty());
            prop_assert_eq!(fence.title.as_deref(), Some(title.trim()));
            prop_assert_eq!(fence.line_numbers, lines);
            prop_assert_eq!(fence.timeout, Some(seconds));
        }
    }
}
