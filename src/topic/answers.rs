//! `[answers]` of the front matter: where on the page a wording of `asks` is answered, if the short answer does not.
//!
//! In: the front matter. Out: a link to each place named, which is checked like those of the body.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use crate::path::SourcePath;
use crate::problem::message::Message;
use crate::problem::report::{Place, Report};
use crate::text::did_you_mean::Names;
use crate::topic::document::{Link, LinkKind};
use crate::topic::front_matter::Front;

/// The page as a whole, for a wording that needs all of it.
const WHOLE: &str = "#";

/// The places that are named, as links. Tells keys that stand not among the `asks`, and values that name no place of this page.
pub fn links(front: &Front, source: &SourcePath, report: &mut Report) -> Vec<Link> {
    let mut links = Vec::new();
    let asks: HashSet<&str> = front.asks.iter().map(|it| it.value.as_str()).collect();
    let answered: HashSet<&str> = front.answers.iter().map(|(ask, _)| ask.value.as_str()).collect();
    let names = OnceCell::new();
    for (ask, place) in &front.answers {
        let at = || Place::span(source, place.span);
        if !asks.contains(ask.value.as_str()) {
            let names = names.get_or_init(|| Names::new(front.asks.iter().map(|it| it.value.as_str())));
            let nearest = names.nearest(&ask.value).filter(|near| !answered.contains(near)).map(str::to_owned);
            let place = Place::span(source, ask.span);
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
            span: place.span,
            whole: place.span,
            address: None,
            kind: LinkKind::Link,
            text: String::new(),
        });
    }
    links
}

impl Front {
    /// Where wordings are answered, by wording: `#id`, or `#` for the page as a whole.
    pub fn answers_by_ask(&self) -> HashMap<&str, &str> {
        self.answers.iter().map(|(ask, place)| (ask.value.as_str(), place.value.as_str())).collect()
    }
}
