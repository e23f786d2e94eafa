//! What is wrong with finished pages, told where it was written.
//!
//! In: problems of pages, each with the file that the page was made from, and the theme's own templates. Out: a report.
//! What stands in a template is told there and once, however many pages it is on.

use std::collections::BTreeMap;

use crate::problem::message::Message;
use crate::problem::report::{Place, Report};
use crate::reading::inputs::ThemeFile;
use crate::text::span::Span;

/// Reports problems of pages.
pub fn tell(faults: Vec<(Message, Option<Place>)>, theme: &[ThemeFile], report: &mut Report) {
    let mut by_template: BTreeMap<(Place, String), (Message, usize)> = BTreeMap::new();
    for (message, owner) in faults {
        let found = written(&message).and_then(|written| Some((template(&written, theme)?, written.rest)));
        match found {
            Some(found) => by_template.entry(found).or_insert_with(|| (message, 0)).1 += 1,
            None => match owner {
                Some(place) => report.at(place, message),
                None => report.add(message),
            },
        }
    }
    for ((place, _), (message, pages)) in by_template {
        report.at(place, message.on_others(pages - 1));
    }
}

/// What a template may have written.
struct Written {
    /// As it stands on the page.
    exact: String,
    /// The same without what a template computes, such as the way to the site's root.
    rest: String,
}

fn written(message: &Message) -> Option<Written> {
    match message {
        Message::DeadLink { url, .. } => {
            Some(Written { exact: url.clone(), rest: url.trim_start_matches("../").to_owned() })
        }
        Message::DuplicatePageId { id, .. } => {
            let exact = format!("id=\"{id}\"");
            Some(Written { rest: exact.clone(), exact })
        }
        _ => None,
    }
}

fn template(written: &Written, theme: &[ThemeFile]) -> Option<Place> {
    let templates = || {
        let html = theme.iter().filter(|file| file.name.starts_with("templates/") && file.name.ends_with(".html"));
        html.filter_map(|file| Some((&file.source, std::str::from_utf8(&file.bytes).ok()?)))
    };
    [&written.exact, &written.rest].into_iter().filter(|it| it.len() > 1).find_map(|wanted| {
        templates().find_map(|(source, text)| {
            let at = text.find(wanted.as_str())?;
            Some(Place::span(source, Span::new(at, at + wanted.len())))
        })
    })
}
