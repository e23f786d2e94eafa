//! Level, tags and names proposed for what was found.
//!
//! In: titles, headings and the guide's settings. Out: the id of a level, ids of declared tags, tags that would have
//! to be declared, and short names for files. These are proposals: an author reads them once.

use crate::import::found::FoundTopic;
use crate::import::heading;
use crate::reading::settings::Settings;
use crate::text::likeness::Wording;
use crate::text::slug::slug;

/// Words in a heading that name a level, from the easiest third of the levels to the hardest.
const LEVEL_WORDS: [&[&str]; 3] = [
    &[
        "basic",
        "beginner",
        "easy",
        "junior",
        "fundamental",
        "introduction",
        "introductory",
        "simple",
        "fresher",
        "core",
        "essential",
        "elementary",
        "starter",
        "entry",
    ],
    &["intermediate", "medium", "middle", "mid"],
    &["advanced", "senior", "expert", "hard", "experienced", "difficult", "pro", "tricky"],
];

/// Words in a question that hint at a level, where no heading names one.
const QUESTION_WORDS: [&[&str]; 3] = [
    &["define", "what", "list", "name"],
    &["how", "difference", "why", "when", "compare", "explain"],
    &[
        "internal",
        "internally",
        "hood",
        "optimize",
        "optimise",
        "implement",
        "design",
        "scale",
        "deadlock",
        "metaclass",
        "concurrency",
        "race",
        "garbage",
        "tradeoff",
        "architecture",
    ],
];

/// At most so many tags are proposed, beside those that the source names.
const MOST_TAGS: usize = 4;
/// At most so many words, and letters, make a file's name.
const NAME: (usize, usize) = (6, 60);

/// The index of the level a heading names as a whole: `Advanced`, `Questions for beginners`.
pub fn level_of_heading(heading: &str, settings: &Settings) -> Option<usize> {
    let plain = heading::plain(heading).to_lowercase();
    let own = |level: &crate::reading::settings::Level| {
        plain == level.id || plain == level.label.to_lowercase() || words(&plain).contains(&level.id)
    };
    settings.levels.iter().position(own).or_else(|| third(&words(&plain), &LEVEL_WORDS, settings))
}

/// Whether a heading says nothing but a level.
pub fn is_only_level(heading: &str, settings: &Settings) -> bool {
    // These are also subjects: "Core Java", an introduction.
    let subject = ["core", "essential", "introduction", "introductory", "simple", "entry", "pro", "tricky"];
    let is_level =
        |word: &String| LEVEL_WORDS.iter().any(|it| it.contains(&word.as_str())) && !subject.contains(&word.as_str());
    let filler = ["level", "question", "interview", "answer", "topic", "part", "section", "coding", "round"];
    let rest: Vec<String> = words(&heading::plain(heading))
        .into_iter()
        .filter(|word| !filler.contains(&word.as_str()) && !is_level(word))
        .filter(|word| !settings.levels.iter().any(|level| *word == level.id))
        .collect();
    rest.is_empty() && level_of_heading(heading, settings).is_some()
}

/// A level: from the nearest heading that names one, else from the question's words, else the middle one.
pub fn level(topic: &FoundTopic, settings: &Settings) -> String {
    let named = topic.trail.iter().rev().find_map(|heading| level_of_heading(heading, settings));
    let all: Vec<String> =
        heading::plain(&topic.title).to_lowercase().split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect();
    let hard = || third(&all, &[&[], &[], QUESTION_WORDS[2]], settings);
    let first = || third(&all[..all.len().min(1)], &[QUESTION_WORDS[0], QUESTION_WORDS[1], &[]], settings);
    let more = || third(&all, &[&[], QUESTION_WORDS[1], &[]], settings);
    let at = named.or_else(hard).or_else(more).or_else(first).unwrap_or(settings.levels.len() / 2);
    settings.levels.get(at).map_or_else(String::new, |level| level.id.clone())
}

/// The level in the third of all levels whose words are found.
fn third(found: &[String], words: &[&[&str]; 3], settings: &Settings) -> Option<usize> {
    let third = words.iter().position(|words| found.iter().any(|word| words.contains(&word.as_str())))?;
    let last = settings.levels.len().checked_sub(1)?;
    Some(third * last / 2)
}

fn words(text: &str) -> Vec<String> {
    Wording::new(text).words().to_vec()
}

/// Tags for a topic.
pub struct Tags {
    /// Declared ones, the source's own first.
    pub declared: Vec<String>,
    /// Ids and labels of those that are not declared.
    pub undeclared: Vec<(String, String)>,
}

/// Declared tags that the source names, or whose words stand in the headings or the question.
pub fn tags(topic: &FoundTopic, settings: &Settings) -> Tags {
    let mut tags = Tags { declared: Vec::new(), undeclared: Vec::new() };
    let mut most = MOST_TAGS;
    let title = words(&heading::plain(&topic.title));
    let by_words = |words_there: &[String]| {
        let within = |text: &str| {
            let wanted = words(&text.replace('-', " "));
            !wanted.is_empty() && wanted.iter().all(|word| words_there.contains(word))
        };
        let found = settings.tags.iter().filter(move |tag| within(&tag.id.value) || within(&tag.label));
        found.map(|tag| tag.id.value.clone()).collect::<Vec<_>>()
    };
    let headings = topic.trail.iter().filter(|heading| !is_only_level(heading, settings)).map(|it| subject(it));
    for (name, is_heading) in topic.tags.iter().cloned().map(|tag| (tag, false)).chain(headings.map(|it| (it, true))) {
        let id = tag_id(&name);
        let declared = settings.tags.iter().any(|tag| tag.id.value == id);
        let found = if declared { vec![id.clone()] } else { by_words(&words(&name.replace(['-', '_', ':'], " "))) };
        let is_long = is_heading && id.len() > 40;
        let is_known = tags.undeclared.iter().any(|(it, _)| *it == id);
        if found.is_empty() && !is_long && !id.is_empty() && !is_known {
            tags.undeclared.push((id, name.trim().to_owned()));
        }
        tags.declared.extend(found);
        // None that the source names is too many.
        most = most.max(if is_heading { 0 } else { tags.declared.len() });
    }
    tags.declared.extend(by_words(&title));
    let mut seen = Vec::new();
    tags.declared.retain(|tag| {
        !seen.contains(tag) && {
            seen.push(tag.clone());
            true
        }
    });
    tags.declared.truncate(most);
    tags
}

/// The tags that a source names, declared or not, and no others.
pub fn own_tags(names: &[String], settings: &Settings) -> Tags {
    let topic = FoundTopic { tags: names.to_vec(), ..FoundTopic::default() };
    tags(&topic, settings)
}

/// A heading without words that say it is one of questions: "HTML interview questions" is about HTML.
fn subject(heading: &str) -> String {
    let plain = heading::plain(heading);
    let says = |word: &&str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        !["interview", "question", "questions", "answers", "exercises", "q&a", "qa"].contains(&word.as_str())
    };
    let kept: Vec<&str> = plain.split_whitespace().filter(says).collect();
    kept.join(" ").trim_matches([' ', '&', '-', '–', ':', '/']).trim_end_matches(" and").to_owned()
}

/// A tag as `book.toml` can declare it.
fn tag_id(name: &str) -> String {
    squeeze(&slug(&signs_said(name).replace("::", "-").replace(['_', '/', '.'], "-")))
}

/// Signs that tell names apart, as words: `C++` is `Cpp` and `C#` is `Csharp`. That of `#python` is no part of a name.
fn signs_said(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut previous = ' ';
    let mut letters = name.chars().peekable();
    while let Some(c) = letters.next() {
        let next = letters.peek().copied().unwrap_or(' ');
        match c {
            '#' if previous.is_alphanumeric() || !next.is_alphanumeric() => out.push_str("sharp"),
            '#' => {}
            '+' if next == '+' => {
                letters.next();
                out.push_str("pp");
            }
            // `A+`, `Notepad+`; a sum has letters behind it.
            '+' if previous.is_alphanumeric() && !next.is_alphanumeric() => out.push_str("-plus"),
            '*' if previous.is_alphanumeric() && !next.is_alphanumeric() => out.push_str("-star"),
            '&' => out.push_str("-and-"),
            c => out.push(c),
        }
        previous = c;
    }
    out
}

/// A name for a file from a title: its telling words.
pub fn file_name(title: &str) -> String {
    let spoken = signs_said(&heading::plain(title).to_lowercase()).replace('_', " ");
    let mut name = String::new();
    for word in words(&spoken).iter().take(NAME.0) {
        if !name.is_empty() && name.len() + word.len() > NAME.1 {
            break;
        }
        name.push_str(if name.is_empty() { "" } else { "-" });
        name.push_str(word);
    }
    let name = squeeze(&slug(if name.is_empty() { &spoken } else { &name }));
    let name: String = name.chars().take(NAME.1).collect();
    if name.is_empty() || name == "section" { "question".to_owned() } else { name.trim_matches('-').to_owned() }
}

/// A name for a chapter's folder.
pub fn folder_name(title: &str) -> String {
    let name = squeeze(&slug(&signs_said(&heading::plain(title)).replace(['_', '.'], "-")));
    name.chars().take(NAME.1).collect::<String>().trim_matches('-').to_owned()
}

/// Without hyphens at the ends and in a row.
fn squeeze(slug: &str) -> String {
    slug.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_of_telling_words() {
        assert_eq!(file_name("What is the difference between a list and a tuple?"), "difference-list-tuple");
        assert_eq!(file_name("What does `__init__` do?"), "init");
        assert_eq!(file_name("C++ vs C#?"), "cpp-vs-csharp");
        assert_eq!(file_name("???"), "question");
        assert_eq!(folder_name("OOP / design -- basics"), "oop-design-basics");
    }

    #[test]
    fn names_that_differ_in_signs_stay_apart() {
        for (name, id) in [
            ("C", "c"),
            ("C++", "cpp"),
            ("C#", "csharp"),
            ("C++20", "cpp20"),
            ("F#", "fsharp"),
            ("#python", "python"),
            ("ASP.NET Core", "asp-net-core"),
            ("R&D", "r-and-d"),
            ("A*", "a-star"),
            ("A+", "a-plus"),
            ("a::b", "a-b"),
        ] {
            assert_eq!(tag_id(name), id);
        }
    }
}
