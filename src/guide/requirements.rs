//! `requires`: which topics must be understood first, and what each unlocks.
//!
//! In: a guide whose requirements are paths. Out: the same with indices; unknown paths and circles are problems.

use crate::guide::model::Guide;
use crate::words::message::Message;
use crate::words::nearest::nearest;
use crate::words::path::TopicPath;
use crate::words::report::{Place, Report};

/// Fills `requires` and `unlocks` of every topic.
pub fn link(guide: &mut Guide, report: &mut Report) {
    let mut found: Vec<Vec<usize>> = vec![Vec::new(); guide.topics.len()];
    for (index, entry) in guide.topics.iter().enumerate() {
        for wanted in &entry.topic.front.requires {
            let path = TopicPath::new(wanted.value.strip_suffix(".md").unwrap_or(&wanted.value));
            if let Some(&required) = guide.by_path.get(&path) {
                found[index].push(required);
                continue;
            }
            if guide.unread.contains(&path) {
                continue;
            }
            let place = Place::span(&entry.topic.source, wanted.span.clone());
            if guide.drafts.contains(&path) {
                report.at(place, Message::LinkToDraft { path: path.to_string() });
                continue;
            }
            let paths = || guide.topics.iter().map(|entry| entry.topic.path.as_str());
            let same_name = || paths().find(|other| other.rsplit('/').next() == Some(path.name()));
            let nearest = nearest(path.as_str(), paths()).or_else(same_name).map(str::to_owned);
            report.at(place, Message::UnknownRequirement { path: wanted.value.clone(), nearest });
        }
    }
    report_cycles(guide, &found, report);
    for (index, required) in found.into_iter().enumerate() {
        for &other in &required {
            guide.topics[other].unlocks.push(index);
        }
        guide.topics[index].requires = required;
    }
}

/// Depth-first search with a stack of its own; each circle is reported once, where it closes.
fn report_cycles(guide: &Guide, requires: &[Vec<usize>], report: &mut Report) {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        New,
        Open,
        Done,
    }
    let mut marks = vec![Mark::New; requires.len()];
    for start in 0..requires.len() {
        if marks[start] != Mark::New {
            continue;
        }
        let mut path: Vec<(usize, usize)> = vec![(start, 0)];
        marks[start] = Mark::Open;
        while let Some((topic, next)) = path.last_mut() {
            let topic = *topic;
            let Some(&other) = requires[topic].get(*next) else {
                marks[topic] = Mark::Done;
                path.pop();
                continue;
            };
            *next += 1;
            match marks[other] {
                Mark::Done => {}
                Mark::New => {
                    marks[other] = Mark::Open;
                    path.push((other, 0));
                }
                Mark::Open => {
                    let from = path.iter().position(|(open, _)| *open == other).unwrap_or(0);
                    let mut names: Vec<&str> =
                        path[from..].iter().map(|(open, _)| guide.topics[*open].topic.path.as_str()).collect();
                    names.push(guide.topics[other].topic.path.as_str());
                    let circle = names.join(" → ");
                    let entry = &guide.topics[topic].topic;
                    let wanted = guide.topics[other].topic.path.as_str();
                    let span = entry
                        .front
                        .requires
                        .iter()
                        .find(|it| it.value.trim_end_matches(".md").trim_matches('/') == wanted);
                    let span = span.map_or(entry.front.title.span.clone(), |it| it.span.clone());
                    report.at(Place::span(&entry.source, span), Message::RequirementCycle { circle });
                }
            }
        }
    }
}
