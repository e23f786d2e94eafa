//! The whole site, rendered.
//!
//! In: the scene, the theme and the files to copy. Out: [`Site`]. Every page is made by its module under `pages`,
//! in parallel; this one knows which pages there are.

use rayon::prelude::*;
use serde::Serialize;

use crate::guide::model::{Entry, Guide};
use crate::guide::select;
use crate::output::marks;
use crate::output::numbers::PageNumbers;
use crate::output::pages::{chapter, lists, map, plain, print, topic};
use crate::output::scene::Scene;
use crate::output::site::{Owner, Site};
use crate::output::spell::Elsewhere;
use crate::output::theme::Theme;
use crate::output::view::{LevelView, SiteChapter, SiteView};
use crate::output::{catalogue, robots, searchable, twin};
use crate::reading::inputs::Inputs;
use crate::topic::parse::Topic;
use crate::words::message::Message;
use crate::words::path::OutputPath;
use crate::words::report::{Place, Report};
use crate::words::slug::Ids;

/// What every template sees as `site`.
pub fn site_view(guide: &Guide, theme: &Theme) -> SiteView {
    let settings = &guide.settings;
    let level = |(index, level): (usize, &crate::reading::settings::Level)| LevelView {
        id: level.id.clone(),
        label: level.label.clone(),
        rank: index + 1,
        of: settings.levels.len(),
        path: marks::level_page(guide, index).url(),
        topics: guide.topics.iter().filter(|entry| entry.level == index).count(),
    };
    let chapter = |&index: &usize| {
        let chapter = &guide.chapters[index];
        SiteChapter {
            short_html: chapter.short.html.clone(),
            path: chapter.path.chapter_page().url(),
            id: chapter.path.to_string(),
        }
    };
    SiteView {
        title: settings.title.clone(),
        description: settings.description.clone(),
        authors: settings.authors.clone(),
        language: settings.language.clone(),
        direction: direction(&settings.language),
        base_url: settings.base_url.clone(),
        repository: settings.repository.clone(),
        words: theme.words.to_value(),
        assets: theme.assets.clone(),
        levels: settings.levels.iter().enumerate().map(level).collect(),
        chapters: guide.chapters[0].children.iter().map(chapter).collect(),
        topics: guide.topics.len(),
        tags: guide.tags.iter().filter(|tag| !tag.topics.is_empty()).count(),
        version: env!("CARGO_PKG_VERSION"),
    }
}

/// Languages written from right to left.
fn direction(language: &str) -> &'static str {
    let primary = language.split('-').next().unwrap_or("");
    if ["ar", "fa", "he", "ur", "yi", "ps", "sd", "ug", "dv", "ckb"].contains(&primary) { "rtl" } else { "ltr" }
}

/// An id for each topic on pages that hold many.
pub fn anchors(guide: &Guide) -> Vec<String> {
    let mut ids = Ids::default();
    let mut anchor = |entry: &Entry| loop {
        let anchor = ids.fresh(&entry.topic.path.as_str().replace('/', "--"));
        // The section `b` of `a` and the topic `a/b` would meet.
        let sections: Vec<String> = entry.topic.document.anchors.iter().map(|id| format!("{anchor}--{id}")).collect();
        if !sections.iter().any(|id| ids.is_taken(id)) {
            sections.iter().for_each(|id| {
                ids.claim(id);
            });
            return anchor;
        }
    };
    guide.topics.iter().map(&mut anchor).collect()
}

/// Renders every page and adds every other file.
pub fn render(scene: &Scene<'_>, inputs: &Inputs, report: &mut Report) -> Site {
    let mut site = Site::default();
    topics(scene, inputs, &mut site, report);
    chapters(scene, &mut site, report);
    lists_and_plain(scene, &mut site, report);
    for asset in &inputs.assets {
        site.put(OutputPath::new(&asset.path), asset.bytes.clone(), Owner::source(&asset.source), report);
    }
    scene.theme.put_statics(&mut site, report);
    aliases(scene, &mut site, report);
    for_programs(scene, &mut site, report);
    for (path, bytes) in searchable::index(scene.guide) {
        site.put(OutputPath::new(&path), bytes, Owner::Generator("the search index"), report);
    }
    site.check_folders(report);
    site
}

/// Renders pages in parallel and adds them in order, so that problems come in order too.
fn put_pages<T: Sync, V: Serialize>(
    items: Vec<T>,
    view: impl Fn(&T) -> (OutputPath, &'static str, V, Owner) + Sync,
    scene: &Scene<'_>,
    site: &mut Site,
    report: &mut Report,
) {
    let pages: Vec<_> = items
        .par_iter()
        .map(|item| {
            let mut problems = Report::new();
            let (path, template, view, owner) = view(item);
            let html = scene.theme.render(template, &view, &mut problems);
            (path, html, owner, problems)
        })
        .collect();
    for (path, html, owner, problems) in pages {
        report.merge(problems);
        if let Some(html) = html {
            site.put(path, html.into_bytes(), owner, report);
        }
    }
}

fn topics(scene: &Scene<'_>, inputs: &Inputs, site: &mut Site, report: &mut Report) {
    let guide = scene.guide;
    let view = |&index: &usize| {
        let entry = &guide.topics[index].topic;
        (entry.path.topic_page(), "topic.html", topic::view(scene, index), Owner::source(&entry.source))
    };
    put_pages((0..guide.topics.len()).collect(), view, scene, site, report);
    for file in inputs.topics.iter().filter(|file| !file.is_index) {
        if let Some(&index) = guide.by_path.get(&file.path) {
            let topic = &guide.topics[index].topic;
            let text = twin::markdown(topic, &scene.links.topics[index], &file.file.text, guide);
            site.put(topic.path.topic_markdown(), text.into_bytes(), Owner::source(&topic.source), report);
        }
    }
}

fn chapters(scene: &Scene<'_>, site: &mut Site, report: &mut Report) {
    let guide = scene.guide;
    let owner = |index: usize| match &guide.chapters[index].introduction {
        Some(introduction) => Owner::source(&introduction.source),
        None => match guide.topics.get(guide.chapters[index].all_topics.start) {
            Some(topic) if index != 0 => Owner::source(&topic.topic.source),
            _ => Owner::Generator("a chapter's page"),
        },
    };
    let view = |&index: &usize| {
        (guide.chapters[index].path.chapter_page(), "chapter.html", chapter::view(scene, index), owner(index))
    };
    put_pages((1..guide.chapters.len()).collect(), view, scene, site, report);
    put_pages(
        vec![()],
        |()| (OutputPath::new("index.html"), "home.html", chapter::home(scene), owner(0)),
        scene,
        site,
        report,
    );
    print_pages(scene, site, report);
}

fn print_pages(scene: &Scene<'_>, site: &mut Site, report: &mut Report) {
    let guide = scene.guide;
    let owner = || Owner::Generator("the print pages");
    let sheet = print::heads(guide);
    let heads = print::heads_path(&sheet);
    site.put(heads.clone(), sheet.into_bytes(), owner(), report);
    let printed = (0..guide.chapters.len()).filter(|&it| it == 0 || print::has_page(guide, it));
    let view = |&chapter: &usize| {
        let page = print::page(guide, Some(chapter));
        let mut selection = if chapter == 0 { select::whole(guide) } else { select::chapter(guide, chapter) };
        // A whole guide too large for one page shows its chapters and where each is printed.
        if chapter == 0 && guide.topics.len() > print::MOST_TOPICS {
            selection.topics.fill(false);
        }
        let printing = print::Printing {
            page: &page,
            selection: &selection,
            view: print::View::Full,
            numbers: &PageNumbers::Never,
            elsewhere: Elsewhere::Site,
            heads: &heads,
        };
        let view = print::view(scene, &printing);
        (page, "print.html", view, owner())
    };
    put_pages(printed.collect(), view, scene, site, report);
}

fn lists_and_plain(scene: &Scene<'_>, site: &mut Site, report: &mut Report) {
    let guide = scene.guide;
    let used: Vec<usize> = (0..guide.tags.len()).filter(|&tag| !guide.tags[tag].topics.is_empty()).collect();
    let tag = |&tag: &usize| {
        (marks::tag_page(guide, tag), "tag.html", lists::tag(scene, tag), Owner::Generator("the tag pages"))
    };
    put_pages(used, tag, scene, site, report);
    let level = |&level: &usize| {
        (
            marks::level_page(guide, level),
            "difficulty.html",
            lists::difficulty(scene, level),
            Owner::Generator("the difficulty pages"),
        )
    };
    put_pages((0..guide.settings.levels.len()).collect(), level, scene, site, report);
    let one = |path: &str| OutputPath::new(path);
    put_pages(
        vec![()],
        |()| (one("tags/index.html"), "tags.html", lists::tags(scene), Owner::Generator("the tag pages")),
        scene,
        site,
        report,
    );
    put_pages(
        vec![()],
        |()| (one("topics.html"), "topics.html", lists::topics(scene), Owner::Generator("the page of all topics")),
        scene,
        site,
        report,
    );
    put_pages(
        vec![()],
        |()| (one("map.html"), "map.html", map::view(scene), Owner::Generator("the map")),
        scene,
        site,
        report,
    );
    put_pages(
        vec![()],
        |()| (one("search.html"), "search.html", plain::search(scene), Owner::Generator("the search page")),
        scene,
        site,
        report,
    );
    put_pages(
        vec![()],
        |()| (one("404.html"), "404.html", plain::not_found(scene), Owner::Generator("the 404 page")),
        scene,
        site,
        report,
    );
}

/// What an alias leads to.
struct Moved<'a> {
    topic: &'a Topic,
    page: OutputPath,
}

fn aliases(scene: &Scene<'_>, site: &mut Site, report: &mut Report) {
    let guide = scene.guide;
    let mut wanted: Vec<(Moved<'_>, OutputPath, Place)> = Vec::new();
    let topics = guide.topics.iter().map(|entry| (&entry.topic, entry.topic.path.topic_page()));
    let introductions = guide.chapters.iter().filter_map(|chapter| chapter.introduction.as_ref());
    let introductions = introductions.map(|introduction| (introduction, introduction.path.chapter_page()));
    for (topic, page) in topics.chain(introductions) {
        for alias in &topic.front.aliases {
            let place = Place::span(&topic.source, alias.span.clone());
            let path = alias.value.trim_start_matches('/');
            let path = match path.rsplit('/').next() {
                Some("") => format!("{path}index.html"),
                Some(name) if !name.contains('.') => format!("{path}.html"),
                _ => path.to_owned(),
            };
            let unreachable = path.contains(['?', '#']) || path.contains(char::is_control);
            match OutputPath::checked(&path) {
                Some(_) if unreachable || path.split('/').any(|part| part.starts_with('.')) => {
                    let (key, value) = ("aliases".to_owned(), alias.value.clone());
                    let (reason, advice) =
                        ("no page can have this address", Some("write a path such as `old/page.html`"));
                    report.at(place, Message::BadValue { key, value, reason, advice });
                }
                Some(path) => wanted.push((Moved { topic, page: page.clone() }, path, place)),
                None => report.at(place, Message::AliasEscapes { alias: alias.value.clone() }),
            }
        }
    }
    let view = |(moved, alias, place): &(Moved<'_>, OutputPath, Place)| {
        let view = plain::redirect(guide, moved.topic, &moved.page, alias);
        (alias.clone(), "redirect.html", view, Owner::Source(place.clone()))
    };
    put_pages(wanted, view, scene, site, report);
}

fn for_programs(scene: &Scene<'_>, site: &mut Site, report: &mut Report) {
    let guide = scene.guide;
    let base = guide.settings.base_url.as_deref();
    let owner = || Owner::Generator("the files for programs");
    match catalogue::json(scene) {
        Ok(json) => site.put(OutputPath::new("topics.json"), json.into_bytes(), owner(), report),
        Err(error) => report.add(Message::Template { detail: error.to_string(), help: None }),
    }
    if let Some(base) = base {
        let unlisted = |path: &OutputPath| path.as_str() == "404.html" || path.as_str().starts_with("print");
        let redirects: std::collections::HashSet<&OutputPath> = site
            .files()
            .filter(|(_, file)| matches!(&file.owner, Owner::Source(place) if place.span.is_some()))
            .map(|(path, _)| path)
            .collect();
        let pages: Vec<OutputPath> = site
            .files()
            .map(|(path, _)| path)
            .filter(|path| path.extension() == "html" && !unlisted(path) && !redirects.contains(path))
            .cloned()
            .collect();
        let sitemap = robots::sitemap(guide, base, pages.iter());
        site.put(OutputPath::new("sitemap.xml"), sitemap.into_bytes(), owner(), report);
        site.put(OutputPath::new("feed.xml"), robots::feed(guide, base).into_bytes(), owner(), report);
    }
    site.put(OutputPath::new("robots.txt"), robots::robots(base).into_bytes(), owner(), report);
    site.put(OutputPath::new("llms.txt"), robots::llms(guide).into_bytes(), owner(), report);
    site.put(OutputPath::new(".nojekyll"), Vec::new(), owner(), report);
}
