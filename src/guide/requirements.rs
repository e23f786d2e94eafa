//! `requires`: which topics must be understood first, and what each unlocks.
//!
//! In: a guide whose requirements are paths. Out: the same with indices; unknown paths and circles are problems.

use std::cell::OnceCell;
use std::collections::HashSet;

use crate::guide::model::Guide;
use crate::path::TopicPath;
use crate::problem::message::Message;
use crate::problem::report::{Place, Report};
use crate::text::did_you_mean::Names;

/// Fills `requires` and `unlocks` of every topic.
pub fn link(guide: &mut Guide, report: &mut Report) {
    let mut found: Vec<Vec<usize>> = vec![Vec::new(); guide.topics.len()];
    let names = OnceCell::new();
    for (index, entry) in guide.topics.iter().enumerate() {
        let written: HashSet<&str> = entry.topic.front.requires.iter().map(|it| it.value.as_str()).collect();
        let mut seen = HashSet::new();
        for wanted in &entry.topic.front.requires {
            let path = TopicPath::new(wanted.value.strip_suffix(".md").unwrap_or(&wanted.value));
            if let Some(required) = guide.topic_named(&wanted.value) {
                // The same one may be named by its path and by its id.
                if seen.insert(required) {
                    found[index].push(required);
                }
                if let Some(message) = ambiguous(guide, &wanted.value) {
                    report.at(Place::span(&entry.topic.source, wanted.span), message);
                }
                continue;
            }
            if guide.unread.contains(&path) {
                continue;
            }
            let place = Place::span(&entry.topic.source, wanted.span);
            if guide.drafts.contains(&path) {
                report.at(place, Message::LinkToDraft { path: path.to_string() });
                continue;
            }
            let paths = || Names::new(guide.topics.iter().map(|entry| entry.topic.path.as_str()));
            let names = names.get_or_init(paths);
            let is_free = |near: &&str| *near != entry.topic.path.as_str() && !written.contains(near);
            let nearest = names.nearest(path.as_str()).or_else(|| names.same_last_part(path.as_str()));
            let nearest = nearest.filter(is_free).map(str::to_owned);
            report.at(place, Message::UnknownRequirement { path: wanted.value.clone(), nearest });
        }
    }
    report_cycles(guide, &found, report);
    report_orders(guide, &found, report);
    for (index, required) in found.into_iter().enumerate() {
        for &other in &required {
            guide.topics[other].unlocks.push(index);
        }
        guide.topics[index].requires = required;
    }
}

/// Tells that a path, which wins, is the id of another topic too.
pub fn ambiguous(guide: &Guide, written: &str) -> Option<Message> {
    let other = guide.also_named(written)?;
    Some(Message::PathAndId { written: written.to_owned(), other: other.topic.path.to_string() })
}

/// A topic whose own `order` puts it before one of its chapter that it requires.
fn report_orders(guide: &Guide, requires: &[Vec<usize>], report: &mut Report) {
    for (index, entry) in guide.topics.iter().enumerate().filter(|(_, entry)| entry.topic.front.order.is_some()) {
        for &other in requires[index].iter().filter(|&&other| other > index) {
            let required = &guide.topics[other];
            let is_told = required.chapter == entry.chapter && required.topic.front.order != entry.topic.front.order;
            let path = required.topic.path.as_str();
            let named = entry.topic.front.requires.iter().find(|it| guide.topic_named(&it.value) == Some(other));
            if let Some(named) = named.filter(|_| is_told) {
                let place = Place::span(&entry.topic.source, named.span);
                report.at(place, Message::OrderAgainstRequires { path: path.to_owned() });
            }
        }
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
                    let span = entry.front.requires.iter().find(|it| guide.topic_named(&it.value) == Some(other));
                    let span = span.map_or(entry.front.title.span, |it| it.span);
                    report.at(Place::span(&entry.source, span), Message::RequirementCycle { circle });
                }
            }
        }
    }
}
