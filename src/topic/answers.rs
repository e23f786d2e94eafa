//! `[answers]` of the front matter: where on the page a wording of `asks` is answered, if the short answer does not.
//!
//! In: the front matter. Out: a link to each place named, which is checked like those of the body.

use crate::path::SourcePath;
use crate::problem::message::Message;
use crate::problem::report::{Place, Report};
use crate::text::did_you_mean::nearest;
use crate::topic::document::{Link, LinkKind};
use crate::topic::front_matter::Front;

/// The page as a whole, for a wording that needs all of it.
const WHOLE: &str = "#";

/// The places that are named, as links. Tells keys that stand not among the `asks`, and values that name no place of this page.
pub fn links(front: &Front, source: &SourcePath, report: &mut Report) -> Vec<Link> {
    let mut links = Vec::new();
    for (ask, place) in &front.answers {
        let at = || Place::span(source, place.span.clone());
        let asks = || front.asks.iter().map(|it| it.value.as_str());
        if !asks().any(|it| it == ask.value) {
            let is_free = |near: &&str| !front.answers.iter().any(|(other, _)| other.value == *near);
            let nearest = nearest(&ask.value, asks()).filter(is_free).map(str::to_owned);
            let place = Place::span(source, ask.span.clone());
            report.at(place, Message::AnswerToNoAsk { ask: ask.value.clone(), nearest });
        }
        if !place.value.starts_with('#') {
            report.at(at(), Message::AnswerElsewhere { value: place.value.clone() });
            continue;
        }
        if place.value == WHOLE {
            continue;
        }
        links.push(Link {
            destination: place.value.clone(),
            span: place.span.clone(),
            whole: place.span.clone(),
            address: None,
            kind: LinkKind::Link,
            text: String::new(),
        });
    }
    links
}

impl Front {
    /// Where a wording is answered: `#id`, or `#` for the page as a whole; `None` if nothing is said of it.
    pub fn answer_to(&self, ask: &str) -> Option<&str> {
        self.answers.iter().find(|(it, _)| it.value == ask).map(|(_, place)| place.value.as_str())
    }
}
