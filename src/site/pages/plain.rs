//! Pages that hold no topics of their own: those that an author wrote, search, 404, and what stands at an alias.

use crate::guide::made_pages;
use crate::guide::model::Guide;
use crate::path::{OutputPath, address_path};
use crate::site::context::Scene;
use crate::site::page_head::{description, head, plain_title};
use crate::site::spot::Spot;
use crate::site::{fill, labels};
use crate::text::date_in_words::date_in_words;
use crate::topic::parse::Topic;
use crate::view::{PlainPage, RedirectPage, WrittenPage};

/// A page that an author wrote and that is no topic.
pub fn written(scene: &Scene<'_>, index: usize) -> WrittenPage {
    let guide = scene.guide;
    let file = &guide.pages[index];
    let page = file.path.topic_page();
    let above = guide.ancestors(guide.chapter_around(&file.path));
    WrittenPage {
        head: head(guide, "page", &page, &file.title, description(file))
            .with_source(file, guide)
            .with_crumbs(labels::crumbs(guide, &above, &page)),
        summary_html: file.summary.as_ref().map(|summary| summary.html.clone()),
        body: fill::body(file, &scene.links.pages[index], &Spot::alone(&page), scene),
        updated: file.front.updated.clone(),
        updated_text: file.front.updated.as_deref().map(|date| date_in_words(date, &guide.settings.language)),
        markdown_url: file.path.topic_markdown().url_from(&page),
    }
}

/// `search.html`.
pub fn search(scene: &Scene<'_>) -> PlainPage {
    let page = made_pages::SEARCH.output();
    PlainPage { head: head(scene.guide, "search", &page, &plain_title(scene.theme.words.get("search")), None) }
}

/// `offline.html`.
pub fn offline(scene: &Scene<'_>) -> PlainPage {
    let page = made_pages::OFFLINE.output();
    PlainPage { head: head(scene.guide, "offline", &page, &plain_title(scene.theme.words.get("offline.title")), None) }
}

/// `404.html`. A host shows it at any path, so its links start with that of `base_url` where there is one: not with the whole
/// address, since the site may stand under other names as well, such as a preview's or `localhost`.
pub fn not_found(scene: &Scene<'_>) -> PlainPage {
    let page = made_pages::NOT_FOUND.output();
    let mut head = head(scene.guide, "404", &page, &plain_title(scene.theme.words.get("not_found")), None);
    if let Some(base) = &scene.guide.settings.base_url {
        address_path(base).clone_into(&mut head.root);
    }
    head.canonical = None;
    PlainPage { head }
}

/// The page at `alias`, which leads to `target`, the page of a topic or chapter.
pub fn redirect(guide: &Guide, topic: &Topic, target: &OutputPath, alias: &OutputPath) -> RedirectPage {
    let mut head = head(guide, "redirect", alias, &topic.title, None);
    head.canonical = guide.settings.base_url.as_ref().map(|base| format!("{base}{}", target.url()));
    RedirectPage { head, url: target.url_from(alias) }
}
