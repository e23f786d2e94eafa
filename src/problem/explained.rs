//! What each code means, why it is told, and an example that is wrong and one that is right.
//!
//! In: the text files in `explained/`, one for each area, which are part of the program. Out: their entries, for
//! `studybook explain` and for the manual. `tests/suite/explained.rs` runs both examples of each.
//!
//! A line `= CODE: TITLE` begins an entry; the text follows, its first paragraph what the code means. A line `~ wrong PLACE`
//! begins the wrong example and `~ right` the right one. The place is `body` or `front` (of a topic), `command`, or the path of
//! a file. `~ with PATH` begins a file that both need; `~ run COMMAND` says which command tells it, if not `studybook check`;
//! `~ reason TEXT` says why there is no example.

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Where the manual is published.
pub const MANUAL: &str = "https://studybook.github.io/studybook/manual/";

/// The texts, by area: what it is called, and its entries.
const AREAS: [(&str, &str, &str); 11] = [
    ("files", "Files of the guide", include_str!("explained/files.txt")),
    ("settings", "Settings and front matter", include_str!("explained/settings.txt")),
    ("order", "Tags, levels and order", include_str!("explained/order.txt")),
    ("markdown", "Markdown", include_str!("explained/markdown.txt")),
    ("links", "Links and pictures", include_str!("explained/links.txt")),
    ("quizzes", "Quizzes, tables of words and cards", include_str!("explained/quizzes.txt")),
    ("examples", "Examples", include_str!("explained/examples.txt")),
    ("advice", "Advice", include_str!("explained/advice.txt")),
    ("site", "The site", include_str!("explained/site.txt")),
    ("export", "PDF, e-book and Anki", include_str!("explained/export.txt")),
    ("commands", "Commands", include_str!("explained/commands.txt")),
];

/// Codes that have to do with each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// A name for addresses: `links`.
    pub name: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// Its codes, in the order in which they are best read.
    pub codes: Vec<Explained>,
}

/// One code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explained {
    /// The stable name, as messages show it: `no-such-topic`.
    pub code: &'static str,
    /// What is so, in a few words.
    pub title: &'static str,
    /// What it means, in a paragraph of Markdown.
    pub means: String,
    /// Why it is told and what to do, in Markdown.
    pub why: String,
    /// Where the examples stand: `body`, `front`, `command` or a path from the guide's root.
    pub place: &'static str,
    /// An example that has the problem.
    pub wrong: String,
    /// The same without it.
    pub right: String,
    /// Files that both need: paths from the guide's root, and their texts.
    pub with: Vec<(&'static str, String)>,
    /// The command that tells it.
    pub command: &'static str,
    /// Why there is no example.
    pub reason: Option<&'static str>,
}

/// All areas with their codes.
pub fn all() -> Vec<Area> {
    AREAS.iter().map(|(name, title, text)| Area { name, title, codes: entries(text) }).collect()
}

/// The page of the manual that explains a code; `None` for a code that is not explained.
pub fn address(code: &str) -> Option<String> {
    static AREA_OF: OnceLock<BTreeMap<&str, &str>> = OnceLock::new();
    let code_of = |line: &'static str| line.strip_prefix("= ")?.split_once(": ").map(|(code, _)| code);
    let areas =
        AREAS.iter().flat_map(|(area, _, text)| text.lines().filter_map(code_of).map(move |code| (code, *area)));
    let area = AREA_OF.get_or_init(|| areas.collect()).get(code)?;
    Some(format!("{MANUAL}reference/problems/{area}/{code}.html"))
}

/// The part of an entry that lines go to.
#[derive(Clone, Copy)]
enum Part {
    Means,
    Why,
    Wrong,
    Right,
    With,
}

fn entries(text: &'static str) -> Vec<Explained> {
    let mut codes: Vec<Explained> = Vec::new();
    let mut part = Part::Means;
    for line in text.lines() {
        if let Some((code, title)) = line.strip_prefix("= ").and_then(|rest| rest.split_once(": ")) {
            codes.push(Explained { code, title, command: "studybook check", ..Explained::default() });
            part = Part::Means;
            continue;
        }
        let Some(entry) = codes.last_mut() else { continue };
        if let Some(order) = line.strip_prefix("~ ") {
            part = order_of(order, entry).unwrap_or(part);
            continue;
        }
        let ends_means = line.is_empty() && matches!(part, Part::Means) && !entry.means.is_empty();
        part = if ends_means { Part::Why } else { part };
        let into = match part {
            Part::Means => &mut entry.means,
            Part::Why => &mut entry.why,
            Part::Wrong => &mut entry.wrong,
            Part::Right => &mut entry.right,
            Part::With => match entry.with.last_mut() {
                Some((_, text)) => text,
                None => continue,
            },
        };
        into.push_str(line);
        into.push('\n');
    }
    for entry in &mut codes {
        for text in [&mut entry.means, &mut entry.why] {
            *text = text.trim().to_owned();
        }
        for text in [&mut entry.wrong, &mut entry.right].into_iter().chain(entry.with.iter_mut().map(|(_, text)| text))
        {
            text.truncate(text.trim_end().len());
            text.push('\n');
        }
    }
    codes
}

/// Does what a line `~ …` says; gives the part that the next lines belong to.
fn order_of(order: &'static str, entry: &mut Explained) -> Option<Part> {
    let (word, rest) = order.split_once(' ').unwrap_or((order, ""));
    match word {
        "wrong" => {
            entry.place = rest;
            Some(Part::Wrong)
        }
        "right" => Some(Part::Right),
        "with" => {
            entry.with.push((rest, String::new()));
            Some(Part::With)
        }
        "run" => {
            entry.command = rest;
            None
        }
        "reason" => {
            entry.reason = Some(rest);
            None
        }
        _ => None,
    }
}
