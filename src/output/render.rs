//! The whole site, rendered.
//!
//! In: the scene, the theme and the files to copy. Out: [`Site`]. Every page is made by its module under `pages`,
//! in parallel; this one knows which pages there are.

use rayon::prelude::*;

use crate::guide::model::Guide;
use crate::guide::select;
use crate::output::card::cards::Cards;
use crate::output::kept::Kept;
use crate::output::making::{Cost, Out, Page, Scope};
use crate::output::marks;
use crate::output::numbers::PageNumbers;
use crate::output::pages::{chapter, lists, map, plain, print, topic};
use crate::output::scene::Scene;
use crate::output::site::{Content, File, Owner, Site};
use crate::output::spell::Elsewhere;
use crate::output::store::Store;
use crate::output::theme::Theme;
use crate::output::view::{LevelView, SiteChapter, SiteView};
use crate::output::{catalogue, digest, robots, searchable, twin};
use crate::reading::inputs::{Inputs, TopicFile};
use crate::search::Gathered;
use crate::topic::parse::Topic;
use crate::words::message::Message;
use crate::words::path::{OutputPath, decode_percent};
use crate::words::report::{Place, Report};

/// The menu of every page lists at most so many chapters: more would make the site grow by the square of the guide.
const MENU_CHAPTERS: usize = 60;

/// What every template sees as `site`.
pub fn site_view(guide: &Guide, theme: &Theme, cards: &Cards) -> SiteView {
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
        image: cards.home(guide),
        words: theme.words.to_value(),
        assets: theme.assets.clone(),
        levels: settings.levels.iter().enumerate().map(level).collect(),
        chapters: guide.chapters[0].children.iter().take(MENU_CHAPTERS).map(chapter).collect(),
        more_chapters: guide.chapters[0].children.len().saturating_sub(MENU_CHAPTERS),
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

/// Renders every page and adds every other file. What `kept` holds of the same is not rendered again, and what `gathered`
/// holds of the same topics is not gathered again.
pub fn render(
    scene: &Scene<'_>,
    inputs: &Inputs,
    scope: &Scope,
    store: &dyn Store,
    kept: &mut Kept,
    gathered: &mut Gathered,
    report: &mut Report,
) -> Site {
    let mut out = Out { scene, scope, store, site: Site::default(), kept, report };
    topics(scene, inputs, &mut out);
    chapters(scene, &mut out);
    printed(scene, &mut out);
    let every = digest::every(scene);
    lists_and_plain(scene, every, &mut out);
    for asset in &inputs.assets {
        out.site.put(OutputPath::new(&asset.path), asset.bytes.clone(), Owner::source(&asset.source), out.report);
    }
    scene.theme.put_statics(&mut out.site, out.report);
    aliases(scene, &mut out);
    for (path, bytes) in scene.cards.files(scene.guide) {
        out.site.put(path, bytes, Owner::Generator("the social cards"), out.report);
    }
    let all = digest::all(scene, every);
    for_programs(scene, every, all, &mut out);
    search(scene, digest::texts(scene, all), gathered, &mut out);
    let Out { site, kept, report, .. } = out;
    site.check_folders(report);
    site.check_case(report);
    kept.retain(&site);
    site
}

fn topics(scene: &Scene<'_>, inputs: &Inputs, out: &mut Out<'_>) {
    let guide = scene.guide;
    let digests: Vec<u128> = (0..guide.topics.len()).into_par_iter().map(|index| digest::topic(scene, index)).collect();
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
        twin::markdown(&guide.topics[index].topic, &scene.links.topics[index], &file.file.text, guide)
    });
}

fn chapters(scene: &Scene<'_>, out: &mut Out<'_>) {
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
        Page::new(guide.chapters[index].path.chapter_page(), template, owner(index), digest::chapter(scene, index))
    };
    let inner: Vec<usize> = (1..guide.chapters.len()).collect();
    out.pages(&inner, Cost::Small, page, |&index| chapter::view(scene, index));
    out.pages(&[0], Cost::Small, page, |_| chapter::home(scene));
}

fn printed(scene: &Scene<'_>, out: &mut Out<'_>) {
    let guide = scene.guide;
    let owner = "the print pages";
    let sheet = print::heads(guide);
    let heads = print::heads_path(&sheet);
    out.site.put(heads.clone(), sheet.into_bytes(), Owner::Generator(owner), out.report);
    let printed: Vec<usize> = (0..guide.chapters.len()).filter(|&it| it == 0 || print::has_page(guide, it)).collect();
    let parts: Vec<u128> = (0..guide.topics.len()).into_par_iter().map(|topic| digest::printed(scene, topic)).collect();
    let page = |&chapter: &usize| {
        let path = print::page(guide, Some(chapter));
        Page::generated(path, "print.html", owner, digest::print(scene, chapter, &parts))
    };
    let view = |&chapter: &usize| {
        let mut selection = if chapter == 0 { select::whole(guide) } else { select::chapter(guide, chapter) };
        // A whole guide too large for one page shows its chapters and where each is printed.
        if chapter == 0 && guide.topics.len() > print::MOST_TOPICS {
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
        let digest = digest::list(scene, &guide.tags[tag].id, &guide.tags[tag].topics);
        Page::generated(marks::tag_page(guide, tag), "tag.html", "the tag pages", digest)
    };
    out.pages(&used, Cost::Large, page, |&tag| lists::tag(scene, tag));
    let levels: Vec<usize> = (0..guide.settings.levels.len()).collect();
    let page = |&level: &usize| {
        let own: Vec<usize> = (0..guide.topics.len()).filter(|&topic| guide.topics[topic].level == level).collect();
        let digest = digest::list(scene, &guide.settings.levels[level].id, &own);
        Page::generated(marks::level_page(guide, level), "difficulty.html", "the difficulty pages", digest)
    };
    out.pages(&levels, Cost::Large, page, |&level| lists::difficulty(scene, level));
    let one =
        |path, template, owner, digest| move |_: &()| Page::generated(OutputPath::new(path), template, owner, digest);
    out.pages(&[()], Cost::Large, one("tags/index.html", "tags.html", "the tag pages", every), |()| lists::tags(scene));
    out.pages(&[()], Cost::Large, one("topics.html", "topics.html", "the page of all topics", every), |()| {
        lists::topics(scene)
    });
    out.pages(&[()], Cost::Large, one("map.html", "map.html", "the map", every), |()| map::view(scene));
    let plain = digest::plain(scene);
    out.pages(&[()], Cost::Small, one("search.html", "search.html", "the search page", plain), |()| {
        plain::search(scene)
    });
    out.pages(&[()], Cost::Small, one("404.html", "404.html", "the 404 page", plain), |()| plain::not_found(scene));
}

/// What an alias leads to.
struct Moved<'a> {
    topic: &'a Topic,
    page: OutputPath,
}

/// The file that answers at an old address: percent-encoding is undone, and an address that ends in what no host serves
/// as a page, such as `notes/v1.2` or `old.php`, gets a folder.
fn alias_path(written: &str) -> String {
    let path = decode_percent(written).unwrap_or_else(|| written.to_owned());
    let path = path.trim_start_matches('/');
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.rsplit_once('.') {
        _ if name.is_empty() => format!("{path}index.html"),
        None => format!("{path}.html"),
        Some((_, "html" | "htm")) | Some(("" | ".", _)) => path.to_owned(),
        Some(_) if path.contains(['?', '#']) => path.to_owned(),
        Some(_) => format!("{path}/index.html"),
    }
}

fn aliases(scene: &Scene<'_>, out: &mut Out<'_>) {
    let guide = scene.guide;
    let mut wanted: Vec<(Moved<'_>, OutputPath, Place)> = Vec::new();
    let topics = guide.topics.iter().map(|entry| (&*entry.topic, entry.topic.path.topic_page()));
    let introductions = guide.chapters.iter().filter_map(|chapter| chapter.introduction.as_deref());
    let introductions = introductions.map(|introduction| (introduction, introduction.path.chapter_page()));
    for (topic, page) in topics.chain(introductions) {
        for alias in &topic.front.aliases {
            let place = Place::span(&topic.source, alias.span.clone());
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
        Page::new(alias.clone(), "redirect.html", Owner::Source(place.clone()), digest::redirect(scene, moved.topic))
    };
    out.pages(&wanted, Cost::Small, page, |(moved, alias, _)| plain::redirect(guide, moved.topic, &moved.page, alias));
}

/// The search index. It changes with every topic and is read only by a reader who searches.
fn search(scene: &Scene<'_>, digest: u128, gathered: &mut Gathered, out: &mut Out<'_>) {
    let owner = || Owner::Generator("the search index");
    let is_asked = |scope: &Scope| match scope {
        Scope::All => true,
        Scope::Asked(paths) => paths.iter().any(|path| path.folder() == "search"),
    };
    match out.kept.set("search") {
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
            let files: Vec<(OutputPath, Content)> =
                searchable::index(scene.guide, gathered).into_par_iter().map(put).collect();
            for (path, content) in &files {
                out.site.put_content(path.clone(), content.clone(), owner(), out.report);
            }
            out.kept.put_set("search", digest, files);
        }
    }
}

fn for_programs(scene: &Scene<'_>, every: u128, all: u128, out: &mut Out<'_>) {
    let guide = scene.guide;
    let base = guide.settings.base_url.as_deref();
    let owner = || Owner::Generator("the files for programs");
    let catalogue = OutputPath::new("topics.json");
    let known = out.kept.get(&catalogue, all);
    match known.map_or_else(|| catalogue::json(scene).map(|json| out.store.put(&catalogue, json.into_bytes())), Ok) {
        Ok(content) => {
            out.kept.put(catalogue.clone(), all, content.clone());
            out.site.put_content(catalogue, content, owner(), out.report);
        }
        Err(error) => out.report.add(Message::Template { detail: error.to_string(), help: None }),
    }
    if let Some(base) = base {
        let unlisted = |path: &OutputPath| path.as_str() == "404.html" || path.as_str().starts_with("print");
        let is_redirect = |file: &File| matches!(&file.owner, Owner::Source(place) if place.span.is_some());
        let pages = out.site.files().filter(|(path, file)| path.extension() == "html" && !is_redirect(file));
        let pages: Vec<OutputPath> = pages.map(|(path, _)| path).filter(|path| !unlisted(path)).cloned().collect();
        let listed = digest::paths(scene, every, &pages);
        out.file(OutputPath::new("sitemap.xml"), owner(), listed, || robots::sitemap(guide, base, pages.iter()));
        out.file(OutputPath::new("feed.xml"), owner(), every, || robots::feed(guide, base));
    }
    let robots = OutputPath::new("robots.txt");
    // An author may have one with other rules among the topics.
    if out.site.get(&robots).is_none() {
        out.site.put(robots, robots::robots(base).into_bytes(), owner(), out.report);
    }
    out.file(OutputPath::new("llms.txt"), owner(), every, || robots::llms(guide));
    out.site.put(OutputPath::new(".nojekyll"), Vec::new(), owner(), out.report);
}
