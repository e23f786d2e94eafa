//! The line that opens a fenced code block: a language and its attributes.
//!
//! In: the text after the backticks. Out: [`Fence`]. The attributes are those of the content format
//! (`title hl lines hide from part group norun raises exit session env timeout python mask proof id card`); others are problems with a suggestion.

use serde::{Deserialize, Serialize};

use crate::path::SourcePath;
use crate::problem::message::Message;
use crate::problem::report::{Place, Report};
use crate::text::did_you_mean::nearest;
use crate::text::span::Span;
use crate::topic::fence_values::{
    Mask, bad, card_id, exception, exit_code, is_no_card, lines, masks, seconds, version_range,
};
use crate::topic::line_list::LineList;

/// The attribute names an author may write.
pub const ATTRIBUTES: [&str; 18] = [
    "title", "hl", "lines", "hide", "from", "part", "group", "norun", "raises", "exit", "session", "env", "timeout",
    "python", "mask", "proof", "id", "card",
];

/// Where the code of a block stands, if not in the block.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct From {
    /// `from="listings/app.py"`: from the topic's folder.
    pub file: String,
    /// `part="view"`.
    pub part: Option<String>,
    /// Where `from` stands in the file.
    pub span: Span,
    /// Bytes of the attribute `part`, if there is one.
    pub part_span: Span,
}

/// What stands after the backticks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Fence {
    /// The language as typed, in lower case; empty if there is none.
    pub language: String,
    /// `title="app.py"`.
    pub title: Option<String>,
    /// Where the language stands in the file.
    pub language_span: Span,
    /// `hl="2,4-6"`: line numbers from 1.
    pub highlighted: LineList,
    /// Where `hl` stands in the file.
    pub highlighted_span: Span,
    /// `hide="1-3"`: line numbers from 1 of lines that run and are copied, and are shown on demand.
    pub hidden: LineList,
    /// Where `hide` stands in the file.
    pub hidden_span: Span,
    /// `from="listings/app.py" part="view"`.
    pub from: Option<From>,
    /// `group=name`: with the blocks of the same name beside it, it says one thing in several ways, of which a reader sees one.
    pub group: Option<String>,
    /// Where `group` stands in the file.
    pub group_span: Span,
    /// `lines`: show line numbers.
    pub line_numbers: bool,
    /// `norun="why"`; empty without a reason.
    pub no_run: Option<String>,
    /// `raises=ValueError`.
    pub raises: Option<String>,
    /// `exit=1`: the code with which the block ends on purpose.
    pub exit: Option<u8>,
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
    /// `proof="a claim"`: the block is no part of the text's flow; it runs to show that the claim is true.
    pub proof: Option<String>,
    /// `id=late-binding`: by which a reader's record of the card is kept; unique on its page.
    pub id: Option<String>,
    /// `card=false`: the block is no card.
    pub no_card: bool,
}

impl Fence {
    /// Whether a line, from 1, is shown on demand only.
    pub fn hides(&self, line: usize) -> bool {
        self.hidden.holds(line)
    }
}

/// Reads the text after the backticks; `start` is where it stands in the file.
pub fn read(info: &str, start: usize, source: &SourcePath, report: &mut Report) -> Fence {
    let language_end = info.find(|c: char| c.is_whitespace()).unwrap_or(info.len());
    let mut fence = Fence {
        language: info[..language_end].to_lowercase(),
        language_span: Span::new(start, start + language_end),
        ..Fence::default()
    };
    let mut seen: Vec<&str> = Vec::new();
    let attributes = split(info, language_end);
    for attribute in &attributes {
        let place = Place::span(source, attribute.span.behind(start));
        if attribute.unclosed {
            report.at(place, bad(attribute.name, "the quotes are never closed", Some("close them on the same line")));
        } else if seen.contains(&attribute.name) {
            report.at(place, bad(attribute.name, "stands twice", Some("leave one out")));
        } else {
            seen.push(attribute.name);
            let span = attribute.span.behind(start);
            match attribute.name {
                "hl" => fence.highlighted_span = span,
                "hide" => fence.hidden_span = span,
                "group" => fence.group_span = span,
                _ => {}
            }
            if let Err(mut message) = apply(&mut fence, attribute) {
                // What stands there already was not meant.
                if let Message::UnknownAttribute { nearest, .. } = &mut message {
                    nearest.take_if(|near| attributes.iter().any(|other| other.name == near.as_str()));
                }
                report.at(place, message);
            }
        }
    }
    name_part(&mut fence, &attributes, start, source, report);
    let proof = attributes.iter().find(|it| it.name == "proof" && fence.no_run.is_some() && fence.proof.is_some());
    if let Some(proof) = proof {
        let message = bad("proof", "is run, and `norun` says that it is not", Some("leave one of the two out"));
        report.at(Place::span(source, proof.span.behind(start)), message);
    }
    fence
}

/// Joins `part` with the `from` it belongs to, wherever each stands.
fn name_part(fence: &mut Fence, all: &[Attribute<'_>], start: usize, source: &SourcePath, report: &mut Report) {
    let span = |it: &Attribute<'_>| it.span.start + start..it.span.end + start;
    let find = |name: &str| all.iter().find(|it| it.name == name && !it.unclosed);
    if let (Some(from), Some(attribute)) = (&mut fence.from, find("from")) {
        from.span = span(attribute).into();
    }
    let Some(attribute) = find("part") else { return };
    match (text(attribute), &mut fence.from) {
        (Err(message), _) => report.at(Place::span(source, span(attribute).into()), message),
        (Ok(part), Some(from)) => {
            from.part = Some(part);
            from.part_span = span(attribute).into();
        }
        (Ok(_), None) => {
            let message = bad("part", "is the part of a file, and no file is named", Some("add `from=\"FILE\"`"));
            report.at(Place::span(source, span(attribute).into()), message);
        }
    }
}

/// The value of an attribute that needs one.
fn text(attribute: &Attribute<'_>) -> Result<String, Message> {
    let name = attribute.name;
    match attribute.value.map(str::trim) {
        Some(value) if value.starts_with(['“', '”', '„', '‘', '’', '«', '»']) => {
            Err(bad(name, "its quotation marks are those of prose", Some("write straight ones: `name=\"value\"`")))
        }
        Some("") => Err(bad(name, "the value is empty", Some("give it a value, or leave it out"))),
        Some(text) => Ok(text.to_owned()),
        None => Err(bad(name, "needs a value", Some("write it as in `name=\"value\"`"))),
    }
}

struct Attribute<'a> {
    name: &'a str,
    value: Option<&'a str>,
    unclosed: bool,
    span: Span,
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
        attributes.push(Attribute { name, value, unclosed, span: Span::new(start, at) });
    }
}

fn apply(fence: &mut Fence, attribute: &Attribute<'_>) -> Result<(), Message> {
    let name = attribute.name;
    let text = || text(attribute);
    match name {
        "title" => fence.title = Some(text()?),
        "hl" => fence.highlighted = lines(name, &text()?)?,
        "hide" => fence.hidden = lines(name, &text()?)?,
        "from" => fence.from = Some(From { file: text()?, part: None, span: Span::at(0), part_span: Span::at(0) }),
        // Read with `from`.
        "part" => {}
        "lines" if attribute.value.is_some() => return Err(bad(name, "takes no value", Some("write the name alone"))),
        "lines" => fence.line_numbers = true,
        "group" => fence.group = Some(text()?),
        "norun" => fence.no_run = Some(attribute.value.unwrap_or("").trim().to_owned()),
        "raises" => fence.raises = Some(exception(text()?)?),
        "exit" => fence.exit = Some(exit_code(&text()?)?),
        "session" => fence.session = Some(text()?),
        "env" => fence.environment = Some(text()?),
        "timeout" => fence.timeout = Some(seconds(&text()?)?),
        "python" => fence.python = Some(version_range(text()?)?),
        "mask" => fence.masks = masks(&text()?)?,
        "proof" => fence.proof = Some(text()?),
        "id" => fence.id = Some(card_id(text()?)?),
        "card" => fence.no_card = is_no_card(&text()?)?,
        _ => {
            let nearest = known_elsewhere(name).or_else(|| nearest(name, ATTRIBUTES)).map(str::to_owned);
            return Err(Message::UnknownAttribute { name: name.to_owned(), nearest });
        }
    }
    Ok(())
}

/// The attributes of a quiz; those that only a block of code has are told.
pub fn read_of_quiz(info: &str, start: usize, source: &SourcePath, report: &mut Report) -> Fence {
    let language_end = info.find(|c: char| c.is_whitespace()).unwrap_or(info.len());
    for attribute in split(info, language_end) {
        if ATTRIBUTES.contains(&attribute.name) && !matches!(attribute.name, "id" | "card") {
            let place = Place::span(source, attribute.span.behind(start));
            let advice = Some("a quiz has `id` and `card`; the others belong to the example inside");
            report.at(place, bad(attribute.name, "a quiz has none of this name", advice));
        }
    }
    read(info, start, source, report)
}

/// Our name of what other programs call by another.
fn known_elsewhere(name: &str) -> Option<&'static str> {
    let plain: String = name.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    match plain.as_str() {
        "hllines" | "highlight" | "highlightlines" | "emphasizelines" | "marklines" => Some("hl"),
        "linenums" | "linenos" | "linenumbers" | "showlinenumbers" | "numberlines" => Some("lines"),
        "filename" | "file" | "caption" => Some("title"),
        "hidelines" | "hidden" => Some("hide"),
        "norun" | "ignore" | "skip" | "notest" => Some("norun"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_hint_names_every_attribute() {
        let hint = Message::UnknownAttribute { name: "x".to_owned(), nearest: None }.hint().unwrap();
        for name in ATTRIBUTES {
            assert!(hint.split([' ', ',']).any(|word| word == name), "{name}");
        }
    }

    #[test]
    fn quotation_marks_of_prose_are_told() {
        for info in ["python title=“app.py”", "python title=„a“", "python proof=‘a’", "python session=«s»"]
        {
            let (fence, told) = parsed(info);
            assert_eq!(told.len(), 1, "{info}: {told:?}");
            assert!(told[0].contains("those of prose") && fence.title.is_none(), "{told:?}");
        }
        assert_eq!(parsed("python title=\"“a”\"").1.len(), 1);
    }

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
        assert_eq!(Some(fence.highlighted), LineList::read("2,4-6"));
        assert!(fence.line_numbers);
        assert_eq!(fence.no_run.as_deref(), Some("needs Redis"));
        assert_eq!(fence.timeout, Some(5));
    }

    #[test]
    fn a_proof_names_its_claim() {
        let (fence, problems) = parsed(r#"python proof="a range is hashable""#);
        assert_eq!((fence.proof.as_deref(), problems.len()), (Some("a range is hashable"), 0));
        assert_eq!(parsed("python proof").1, ["attribute `proof`: needs a value"]);
        let both = parsed(r#"python proof="1 is 2" norun="no""#).1;
        assert_eq!(both, ["attribute `proof`: is run, and `norun` says that it is not"]);
    }

    #[test]
    fn a_part_belongs_to_a_file() {
        let (fence, problems) = parsed(r#"python part=view from="a/b.py" hide=1-2"#);
        let from = fence.from.unwrap();
        assert_eq!((from.file.as_str(), from.part.as_deref(), problems.len()), ("a/b.py", Some("view"), 0));
        assert_eq!((from.span, Some(fence.hidden)), (Span::new(17, 30), LineList::read("1-2")));
        assert_eq!(parsed("python part=view").1, ["attribute `part`: is the part of a file, and no file is named"]);
        assert_eq!(parsed("python from part").1.len(), 2);
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
