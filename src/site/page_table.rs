//! The whole site, rendered.
//!
//! In: the scene, the theme and the files to copy. Out: [`Site`]. Every page is made by its module under `pages`,
//! in parallel; this one knows which there are of a guide, and `guide::made_pages` what those are called that no file stands for.

use std::collections::HashSet;

use rayon::prelude::*;

use crate::cards::card::Card;
use crate::guide::made_pages::{self, Family, MadeFile, Readers};
use crate::guide::selection;
use crate::path::{OutputPath, alias_path};
use crate::problem::message::Message;
use crate::problem::report::{Place, Report};
use crate::reading::inputs::{Inputs, TopicFile};
use crate::site::active_files;
use crate::site::context::Scene;
use crate::site::page_numbers::PageNumbers;
use crate::site::pages::{chapter, lists, map, output, plain, print, study, topic};
use crate::site::rendering::{Cost, Out, Page, Rendered, Scope};
use crate::site::site::{Content, DOWNLOADS, File, Owner, Site};
use crate::site::spot::Elsewhere;
use crate::site::store::Store;
use crate::site::{
    catalogue, daily_question, labels, markdown_page, offline, page_digests, search_input, shared_cards,
    sitemap_and_feed, study_files,
};
use crate::topic::parse::Topic;
use crate::view::StudyView;

/// Renders every page and adds every other file. What `rendered` holds of the same is not rendered again, nor are terms of the
/// same topics gathered again.
pub fn render(
    scene: &Scene<'_>,
    inputs: &Inputs,
    scope: &Scope,
    store: &dyn Store,
    rendered: &mut Rendered,
    report: &mut Report,
) -> Site {
    let Rendered { kept, inspected, gathered } = rendered;
    inspected.begin(&scene.guide.settings);
    let mut out = Out { scene, scope, store, site: Site::default(), kept, inspected, report };
    topics(scene, inputs, &mut out);
    written_pages(scene, inputs, &mut out);
    let every = page_digests::every(scene);
    let all = page_digests::all(scene, every);
    let texts = page_digests::texts(scene, all);
    chapters(scene, texts, &mut out);
    printed(scene, &mut out);
    lists_and_plain(scene, every, &mut out);
    for asset in &inputs.assets {
        out.site.put(OutputPath::new(&asset.path), asset.bytes.clone(), Owner::source(&asset.source), out.report);
    }
    for file in &inputs.downloads {
        out.site.put(OutputPath::new(&file.name), file.bytes.clone(), Owner::Generator(DOWNLOADS), out.report);
    }
    let (asks, is_kept) = (!scene.deck.is_empty(), scene.guide.settings.offline == Some(true));
    let is_wanted = |name: &str| (asks || !name.starts_with("study")) && (is_kept || name != "offline.js");
    out.site.put_statics(scene.theme, is_wanted, out.report);
    aliases(scene, &mut out);
    for (path, bytes) in scene.share_images.files() {
        out.site.put(path, bytes, Owner::Generator("the social pictures"), out.report);
    }
    studying(scene, texts, &mut out);
    keeping(scene, &mut out);
    for_programs(scene, inputs, every, page_digests::catalogue(scene, all), &mut out);
    let index = || Ok(search_input::index(scene.guide, gathered));
    set("search", "the search index", texts, index, &mut out);
    let Out { site, kept, report, .. } = out;
    site.check_folders(report);
    site.check_case(report);
    kept.retain(&site);
    site
}

fn topics(scene: &Scene<'_>, inputs: &Inputs, out: &mut Out<'_>) {
    let guide = scene.guide;
    let digests: Vec<u128> =
        (0..guide.topics.len()).into_par_iter().map(|index| page_digests::topic(scene, index)).collect();
    let page = |&index: &usize| {
        let topic = &guide.topics[index].topic;
        Page::new(topic.path.topic_page(), "topic.html", Owner::source(&topic.source), digests[index])
    };
    let all: Vec<usize> = (0..guide.topics.len()).collect();
    out.pages(&all, Cost::Small, page, |&index| topic::view(scene, index));
    let files = inputs.topics.iter().filter(|file| !file.is_index);
    // Of `a.md` and `a.MD`, which are told as two sources of one page, one has the twin.
    let own = |file: &&TopicFile, index: usize| guide.topics[index].topic.source == file.file.source;
    let twins = files.filter_map(|file| Some((*guide.by_path.get(&file.path)?, file)));
    let twins: Vec<_> = twins.filter(|(index, file)| own(file, *index)).collect();
    let twin = |&(index, _): &(usize, _)| {
        let topic = &guide.topics[index].topic;
        (topic.path.topic_markdown(), Owner::source(&topic.source), digests[index])
    };
    out.files(&twins, twin, |&(index, file)| {
        markdown_page::markdown(&guide.topics[index].topic, &scene.links.topics[index], &file.file.text, guide)
    });
}

/// The pages that are no topics, and their twins.
fn written_pages(scene: &Scene<'_>, inputs: &Inputs, out: &mut Out<'_>) {
    let guide = scene.guide;
    let all: Vec<usize> = (0..guide.pages.len()).collect();
    let page = |&index: &usize| {
        let file = &guide.pages[index];
        let owner = Owner::source(&file.source);
        Page::new(file.path.topic_page(), "page.html", owner, page_digests::page(scene, index))
    };
    out.pages(&all, Cost::Small, page, |&index| plain::written(scene, index));
    let own = |index: usize, file: &TopicFile| guide.pages[index].source == file.file.source;
    let twins = inputs.topics.iter().filter_map(|file| Some((*guide.page_by_path.get(&file.path)?, file)));
    let twins: Vec<(usize, &TopicFile)> = twins.filter(|(index, file)| own(*index, file)).collect();
    let twin = |&(index, _): &(usize, &TopicFile)| {
        let file = &guide.pages[index];
        (file.path.topic_markdown(), Owner::source(&file.source), page_digests::page(scene, index))
    };
    out.files(&twins, twin, |&(index, file)| {
        markdown_page::markdown(&guide.pages[index], &scene.links.pages[index], &file.file.text, guide)
    });
}

fn chapters(scene: &Scene<'_>, stamp: u128, out: &mut Out<'_>) {
    let guide = scene.guide;
    let owner = |index: usize| match &guide.chapters[index].introduction {
        Some(introduction) => Owner::source(&introduction.source),
        None => match guide.topics.get(guide.chapters[index].all_topics.start) {
            Some(topic) if index != 0 => Owner::source(&topic.topic.source),
            _ => Owner::Generator("a chapter's page"),
        },
    };
    let page = |&index: &usize| {
        let template = if index == 0 { "home.html" } else { "chapter.html" };
        Page::new(
            guide.chapters[index].path.chapter_page(),
            template,
            owner(index),
            page_digests::chapter(scene, index),
        )
    };
    let inner: Vec<usize> = (1..guide.chapters.len()).collect();
    out.pages(&inner, Cost::Small, page, |&index| chapter::view(scene, index));
    out.pages(&[0], Cost::Small, page, |_| chapter::home(scene, stamp));
}

fn printed(scene: &Scene<'_>, out: &mut Out<'_>) {
    let guide = scene.guide;
    let sheet = print::heads(guide);
    let heads = print::heads_path(&sheet);
    out.site.put(heads.clone(), sheet.into_bytes(), Owner::Generator(made_pages::PRINT.owner), out.report);
    let printed: Vec<usize> = (0..guide.chapters.len()).filter(|&it| it == 0 || print::has_page(guide, it)).collect();
    let parts: Vec<u128> =
        (0..guide.topics.len()).into_par_iter().map(|topic| page_digests::printed(scene, topic)).collect();
    let page = |&chapter: &usize| {
        let path = print::page(guide, Some(chapter));
        Page::of_family(Family::Print, path, page_digests::print(scene, chapter, &parts))
    };
    let view = |&chapter: &usize| {
        let mut selection = if chapter == 0 { selection::whole(guide) } else { selection::chapter(guide, chapter) };
        // A whole guide too large for one page shows its chapters and where each is printed.
        if chapter == 0 && guide.topics.len() > guide.settings.limits.print_topics {
            selection.topics.fill(false);
        }
        let printing = print::Printing {
            page: &print::page(guide, Some(chapter)),
            selection: &selection,
            view: print::View::Full,
            numbers: &PageNumbers::Never,
            elsewhere: Elsewhere::Site,
            heads: &heads,
        };
        print::view(scene, &printing)
    };
    out.pages(&printed, Cost::Large, page, view);
}

fn lists_and_plain(scene: &Scene<'_>, every: u128, out: &mut Out<'_>) {
    let guide = scene.guide;
    let used: Vec<usize> = (0..guide.tags.len()).filter(|&tag| !guide.tags[tag].topics.is_empty()).collect();
    let page = |&tag: &usize| {
        let digest = page_digests::list(scene, &guide.tags[tag].id, &guide.tags[tag].topics);
        Page::of_family(Family::Tag, labels::tag_page(guide, tag), digest)
    };
    out.pages(&used, Cost::Large, page, |&tag| lists::tag(scene, tag));
    let levels: Vec<usize> = (0..guide.settings.levels.len()).collect();
    let page = |&level: &usize| {
        let own: Vec<usize> = (0..guide.topics.len()).filter(|&topic| guide.topics[topic].level == level).collect();
        let digest = page_digests::list(scene, &guide.settings.levels[level].id, &own);
        Page::of_family(Family::Level, labels::level_page(guide, level), digest)
    };
    out.pages(&levels, Cost::Large, page, |&level| lists::difficulty(scene, level));
    let one = |file: &'static MadeFile, digest| move |_: &()| Page::made(file, digest);
    out.pages(&[()], Cost::Large, one(&made_pages::TAGS, every), |()| lists::tags(scene));
    out.pages(&[()], Cost::Large, one(&made_pages::TOPICS, every), |()| lists::topics(scene));
    out.pages(&[()], Cost::Large, one(&made_pages::MAP, every), |()| map::view(scene));
    let plain = page_digests::plain(scene);
    out.pages(&[()], Cost::Small, one(&made_pages::SEARCH, plain), |()| plain::search(scene));
    out.pages(&[()], Cost::Small, one(&made_pages::NOT_FOUND, plain), |()| plain::not_found(scene));
}

/// What an alias leads to.
struct Moved<'a> {
    topic: &'a Topic,
    page: OutputPath,
}

fn aliases(scene: &Scene<'_>, out: &mut Out<'_>) {
    let guide = scene.guide;
    let mut wanted: Vec<(Moved<'_>, OutputPath, Place)> = Vec::new();
    let topics = guide.topics.iter().map(|entry| (&*entry.topic, entry.topic.path.topic_page()));
    let introductions = guide.chapters.iter().filter_map(|chapter| chapter.introduction.as_deref());
    let introductions = introductions.map(|introduction| (introduction, introduction.path.chapter_page()));
    let pages = guide.pages.iter().map(|page| (&**page, page.path.topic_page()));
    for (topic, page) in topics.chain(introductions).chain(pages) {
        for alias in &topic.front.aliases {
            let place = Place::span(&topic.source, alias.span);
            let path = alias_path(&alias.value);
            let unreachable = path.contains(['?', '#']) || path.contains(char::is_control);
            let bad = |reason, advice| {
                let (key, value) = ("aliases".to_owned(), alias.value.clone());
                Message::BadValue { key, value, reason, advice: Some(advice) }
            };
            match OutputPath::checked(&path) {
                Some(path) if path == page => {
                    out.report.at(place, bad("the page itself has this address", "leave it out"));
                }
                Some(_) if unreachable || path.split('/').any(|part| part.starts_with('.')) => {
                    out.report.at(place, bad("no page can have this address", "write a path such as `old/page.html`"));
                }
                Some(path) => wanted.push((Moved { topic, page: page.clone() }, path, place)),
                None if !path.split('/').any(|part| part == "..") => {
                    out.report.at(place, bad("no page can have this address", "write a path such as `old/page.html`"));
                }
                None => out.report.at(place, Message::AliasEscapes { alias: alias.value.clone() }),
            }
        }
    }
    let page = |(moved, alias, place): &(Moved<'_>, OutputPath, Place)| {
        Page::new(
            alias.clone(),
            "redirect.html",
            Owner::Source(place.clone()),
            page_digests::redirect(scene, moved.topic),
        )
    };
    out.pages(&wanted, Cost::Small, page, |(moved, alias, _)| plain::redirect(guide, moved.topic, &moved.page, alias));
}

/// The page that keeps the guide on a device, and what an installed guide shows.
fn keeping(scene: &Scene<'_>, out: &mut Out<'_>) {
    if scene.guide.settings.offline != Some(true) {
        return;
    }
    let page = |_: &()| Page::made(&made_pages::OFFLINE, page_digests::plain(scene));
    out.pages(&[()], Cost::Small, page, |()| plain::offline(scene));
    for (path, bytes) in offline::installed(scene.guide, scene.theme) {
        out.site.put(OutputPath::new(path), bytes, Owner::Generator(made_pages::OFFLINE.owner), out.report);
    }
}

/// The pages that ask, and the cards they ask.
fn studying(scene: &Scene<'_>, stamp: u128, out: &mut Out<'_>) {
    let Some(view) = study::view(scene, stamp) else { return };
    let mut digest = scene.digests.page("study");
    // The stamp counts every topic's listing, which the cheat sheet shows.
    let digest = digest.number(stamp).size(view.cards).done();
    let page = |(file, _): &(&MadeFile, &str)| Page::made(file, digest);
    let study: &StudyView = &view;
    out.pages(&study::PAGES, Cost::Small, page, |&page| study::page(scene, page, study));
    let outputs: Vec<&Card> = shared_cards::shared(scene.guide, scene.deck).collect();
    let page = |card: &&Card| {
        Page::of_family(Family::Output, shared_cards::path(scene.guide, card), page_digests::output(scene, card))
    };
    out.pages(&outputs, Cost::Small, page, |card| output::view(scene, card));
    set("study", "the cards", stamp, || study_files::files(scene, stamp), out);
}

/// Files that are made together from the texts of all topics, such as the search index: they change with every topic and are
/// read only by a reader who searches or studies. They lie in a folder of the set's name.
fn set(
    name: &'static str,
    owner: &'static str,
    digest: u128,
    make: impl FnOnce() -> Result<Vec<(String, Vec<u8>)>, serde_json::Error>,
    out: &mut Out<'_>,
) {
    let owner = || Owner::Generator(owner);
    let is_asked = |scope: &Scope| match scope {
        Scope::All => true,
        Scope::Asked(paths) => paths.iter().any(|path| path.folder() == name),
    };
    match out.kept.set(name) {
        Some((other, files)) if *other == digest => {
            for (path, content) in files {
                out.site.put_content(path.clone(), content.clone(), owner(), out.report);
            }
        }
        Some((_, files)) if !is_asked(out.scope) => {
            for (path, _) in files {
                out.site.put_content(path.clone(), Content::Later(digest), owner(), out.report);
            }
        }
        _ => {
            let store = out.store;
            let put = |(path, bytes): (String, Vec<u8>)| {
                let path = OutputPath::new(&path);
                let content = store.put(&path, bytes);
                (path, content)
            };
            let made = match make() {
                Ok(made) => made,
                Err(error) => {
                    return out.report.add(Message::Template { detail: error.to_string(), help: None });
                }
            };
            let files: Vec<(OutputPath, Content)> = made.into_par_iter().map(put).collect();
            for (path, content) in &files {
                out.site.put_content(path.clone(), content.clone(), owner(), out.report);
            }
            out.kept.put_set(name, digest, files);
        }
    }
}

fn for_programs(scene: &Scene<'_>, inputs: &Inputs, every: u128, all: u128, out: &mut Out<'_>) {
    let guide = scene.guide;
    let base = guide.settings.base_url.as_deref();
    let owner = || Owner::Generator(made_pages::CATALOGUE.owner);
    let catalogue = made_pages::CATALOGUE.output();
    let known = out.kept.get(&catalogue, all);
    match known.map_or_else(|| catalogue::json(scene).map(|json| out.store.put(&catalogue, json.into_bytes())), Ok) {
        Ok(content) => {
            out.kept.put(catalogue.clone(), all, content.clone());
            out.site.put_content(catalogue, content, owner(), out.report);
        }
        Err(error) => out.report.add(Message::Template { detail: error.to_string(), help: None }),
    }
    if let Some(base) = base {
        let untitled = inputs.assets.iter().filter(|asset| active_files::is_untitled(asset));
        let untitled: HashSet<&str> = untitled.map(|asset| asset.path.as_str()).collect();
        let is_redirect = |file: &File| matches!(&file.owner, Owner::Source(place) if place.span.is_some());
        let pages = out.site.files().filter(|(path, file)| path.extension() == "html" && !is_redirect(file));
        let pages = pages.filter(|file| is_listed(file) && !untitled.contains(file.0.as_str()));
        let pages: Vec<OutputPath> = pages.map(|(path, _)| path.clone()).collect();
        let listed = page_digests::paths(scene, every, &pages);
        out.file(made_pages::SITEMAP.output(), owner(), listed, || {
            sitemap_and_feed::sitemap(guide, base, pages.iter())
        });
        let feed = page_digests::feed(scene, every, all);
        out.file(made_pages::FEED.output(), owner(), feed, || {
            sitemap_and_feed::feed(guide, base, &daily_question::questions(scene, base))
        });
    }
    let robots = made_pages::ROBOTS.output();
    // An author may have one with other rules among the topics.
    if out.site.get(&robots).is_none() {
        out.site.put(robots, sitemap_and_feed::robots(base).into_bytes(), owner(), out.report);
    }
    out.file(made_pages::LLMS.output(), owner(), every, || sitemap_and_feed::llms(guide));
    out.site.put(made_pages::NO_JEKYLL.output(), Vec::new(), owner(), out.report);
}

/// Whether the sitemap has a file: every page but those that are made for readers who are on the site already.
fn is_listed((path, file): &(&OutputPath, &File)) -> bool {
    let is_made = matches!(file.owner, Owner::Generator(_));
    !is_made || !matches!(made_pages::readers(path.as_str()), Some(Readers::Visitors | Readers::Guests))
}
