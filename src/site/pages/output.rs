//! The page of an output card: an example, and what it prints under a fold. It is what a link to such a question leads to.
//!
//! In: the scene and a card. Out: [`OutputPage`]. Pages are made where the guide says so (`[study] share = true`).

use crate::cards::card::Card;
use crate::site::code_views;
use crate::site::context::Scene;
use crate::site::page_head::{head, plain_title};
use crate::site::shared_cards::{path, question};
use crate::site::spot::Spot;
use crate::view::{ExampleView, LinkView, OutputPage};

/// The page of a card.
pub fn view(scene: &Scene<'_>, card: &Card) -> OutputPage {
    let guide = scene.guide;
    let page = path(guide, card);
    let topic = &guide.topics[card.topic].topic;
    let block = &topic.document.code[card.index];
    let title = plain_title(question(block, &scene.theme.words));
    let mut url = topic.path.topic_page().url_from(&page);
    if let Some(anchor) = &block.anchor {
        url.push('#');
        crate::path::encode_fragment(anchor, &mut url);
    }
    OutputPage {
        head: head(guide, "output", &page, &title, Some(topic.title.text.clone()))
            .with_image(scene.share_images.output(guide, card)),
        example: ExampleView {
            // It is this card, and its place is on the page of its topic.
            anchor: None,
            card: None,
            share_url: None,
            folded: true,
            ..code_views::example(block, topic, &Spot::alone(&page), scene)
        },
        topic: LinkView { html: topic.title.html.clone(), url },
    }
}
