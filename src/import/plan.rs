//! The plan of an import: every file it would add, and why others are not.
//!
//! In: what was found, and the guide. Out: [`Plan`]. Nothing is written here, and no path in it is taken.

use std::collections::{BTreeMap, BTreeSet};

use crate::guide::made_pages;
use crate::guide::model::{Entry, Guide};
use crate::import::duplicates::{self, Identity, Joined, Unique};
use crate::import::escapes;
use crate::import::found::{Found, FoundChapter, FoundTopic, Losses, Origin};
use crate::import::free_paths::{self, Places};
use crate::import::heading;
use crate::import::line_marks;
use crate::import::link_targets::{Map, relink};
use crate::import::proposals;
use crate::import::reference_links::without_unused;
use crate::import::shown_files;
use crate::import::topic_file::{string, strings, written};
use crate::import::word_tables::{self, Table};
use crate::path::folder_of;
use crate::problem::import_note::LeftOut;
use crate::reading::inputs::Inputs;
use crate::reading::settings::Settings;
use crate::text::slug::write_out;

/// What kind of source it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Questions: recognised by their wording, joined when alike.
    Questions,
    /// Notes with a name each: recognised by that name; two that are alike are two.
    Notes,
    /// Pages of a book: recognised by where they lie.
    Pages,
}

/// A topic that would be added, for the eye.
#[derive(Debug)]
pub struct Line {
    /// From the guide's root.
    pub path: String,
    /// The question, plain.
    pub question: String,
    /// Its level.
    pub level: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// Other wordings.
    pub asks: Vec<String>,
}

/// A table of words that would be added, for the eye.
#[derive(Debug)]
pub struct TableLine {
    /// From the guide's root.
    pub path: String,
    /// How many rows it has.
    pub rows: usize,
}

/// All that an import would do.
#[derive(Debug, Default)]
pub struct Plan {
    /// New files by path from the guide's root.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The topics among them.
    pub topics: Vec<Line>,
    /// The tables of words among them.
    pub tables: Vec<TableLine>,
    /// The number of chapters among them.
    pub chapters: usize,
    /// The number of other files among them.
    pub assets: usize,
    /// Duplicates within the source.
    pub joined: Vec<Joined>,
    /// What the guide has already.
    pub known: Vec<Joined>,
    /// What is not carried over.
    pub losses: Losses,
    /// Tags that topics would have if they were declared.
    pub undeclared: Vec<LeftOut>,
}

/// Makes a plan. `prefix` is the chapter everything goes into, with titles for chapters that are new.
pub fn plan(found: Found, kind: Kind, prefix: Vec<String>, guide: &Guide, inputs: &Inputs, map: Map) -> Plan {
    let settings = &guide.settings;
    let Found { title, topics, chapters, assets, beside, mut losses, .. } = found;
    if settings.markdown.abbreviations {
        losses.forget(line_marks::ABBREVIATIONS);
    }
    let mut places = Places::new(guide, inputs, prefix, title);
    let chapter = |topic: &FoundTopic| {
        let trail = trail(topic, kind, settings);
        let folder = places.folder(&trail);
        (trail, folder)
    };
    let (topics, mut tables) = word_tables::part(topics, chapter);
    let there = word_tables::known(guide);
    let (unique, mut joined) = match kind {
        Kind::Questions => duplicates::join(topics),
        Kind::Notes | Kind::Pages => {
            (topics.into_iter().map(|topic| Unique { topic, asks: Vec::new() }).collect(), Vec::new())
        }
    };
    let identity = |topic: &FoundTopic| match (&topic.id, kind) {
        (Some(id), Kind::Questions | Kind::Notes) => Identity::Own(id.clone()),
        (None, Kind::Questions | Kind::Notes) => {
            Identity::Made(identity(&places.folder(&trail(topic, kind, settings)), &name(topic)))
        }
        (_, Kind::Pages) => Identity::Own(identity(&places.folder(&trail(topic, kind, settings)), &name(topic))),
    };
    let (new, mut known) = duplicates::known(unique, guide, kind == Kind::Questions, &there.ids, identity);
    tables.iter_mut().for_each(|table| table.settle(&there, &mut known, &mut joined));
    tables.retain(|table| !table.rows.is_empty());
    let mut plan = Plan { joined, known, ..Plan::default() };
    let ids = guide.topics.iter().map(|it| it.id.clone()).collect();
    let mut writer = Writer { settings, places: &mut places, map, ids, numbers: BTreeMap::new() };
    let placed: Vec<Placed> = new.into_iter().map(|it| writer.place(it, kind)).collect();
    let tables: Vec<PlacedTable> = tables.into_iter().map(|it| writer.place_table(it)).collect();
    let of_tables = tables.iter().map(|it| (it.table.trail.as_slice(), it.stem.as_str()));
    let pages: Vec<(&[String], &str)> =
        placed.iter().map(|it| (it.trail.as_slice(), it.path.as_str())).chain(of_tables).collect();
    let chapters = writer.chapters(chapters, &pages, guide, &mut losses);
    writer.occupy(&pages, &chapters);
    writer.map_everything(&placed, &chapters, guide, kind, &plan.known);
    writer.assets(&assets, &placed, &tables, &chapters, &mut plan);
    let mut undeclared: BTreeMap<String, LeftOut> = BTreeMap::new();
    let of_tables = tables.iter().flat_map(|it| &it.tags);
    for (tag, label) in placed.iter().map(|it| &it.tags).chain(of_tables).flat_map(|it| &it.undeclared) {
        let new = || LeftOut { tag: tag.clone(), label: label.clone(), topics: 0 };
        undeclared.entry(tag.clone()).or_insert_with(new).topics += 1;
    }
    for table in tables {
        writer.table(table, &mut losses, &mut plan);
    }
    for placed in placed {
        writer.topic(placed, &mut losses, &mut plan);
    }
    for (order, chapter) in chapters.into_iter().enumerate() {
        writer.chapter(chapter, order, &mut losses, &mut plan);
    }
    if !plan.topics.is_empty() || !plan.tables.is_empty() {
        plan.files.extend(beside);
    }
    plan.losses = losses;
    plan.undeclared = undeclared.into_values().collect();
    plan
}

/// The titles of the chapters a topic goes into.
pub fn trail(topic: &FoundTopic, kind: Kind, settings: &Settings) -> Vec<String> {
    let keep = |title: &&String| kind == Kind::Pages || !proposals::is_only_level(title, settings);
    topic.trail.iter().filter(keep).filter(|title| !proposals::folder_name(title).is_empty()).cloned().collect()
}

fn name(topic: &FoundTopic) -> String {
    topic
        .name
        .as_ref()
        .map(|name| proposals::folder_name(name))
        .filter(|it| !it.is_empty())
        .unwrap_or_else(|| proposals::file_name(&topic.title))
}

fn identity(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{}.{name}", folder.replace('/', ".")) }
}

/// The folders that a path lies in: of `a/b/c` these are `a/b`, `a` and the top.
fn folders_above(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder_of(path)), |folder| (!folder.is_empty()).then(|| folder_of(folder)))
}

/// A topic with its path and proposals.
struct Placed {
    unique: Unique,
    trail: Vec<String>,
    /// From `content/`, without `.md`.
    path: String,
    id: String,
    level: String,
    tags: proposals::Tags,
}

/// A table with its path and proposals.
struct PlacedTable {
    table: Table,
    /// From `content/`, without its ending.
    stem: String,
    id: String,
    /// Of each row.
    tags: Vec<proposals::Tags>,
}

/// A chapter that is new.
struct NewChapter {
    /// From `content/`.
    path: String,
    title: String,
    found: Option<FoundChapter>,
}

struct Writer<'a> {
    settings: &'a Settings,
    places: &'a mut Places,
    map: Map,
    ids: BTreeSet<String>,
    /// The last number behind an id that was wanted many times.
    numbers: BTreeMap<String, usize>,
}

impl Writer<'_> {
    fn place(&mut self, unique: Unique, kind: Kind) -> Placed {
        let topic = &unique.topic;
        let trail = trail(topic, kind, self.settings);
        let folder = self.places.folder(&trail);
        self.places.folders.insert(trail.clone(), folder.clone());
        let path = self.places.fresh(&folder, &name(topic));
        let id = self.fresh_id(topic.id.clone().unwrap_or_else(|| path.replace('/', ".")));
        let (level, mut tags) = (proposals::level(topic, self.settings), proposals::tags(topic, self.settings));
        if kind != Kind::Questions {
            // The parts of a book are its chapters, and so are decks; only tags it has are worth declaring.
            tags.undeclared.retain(|(_, label)| topic.tags.iter().any(|tag| tag.trim() == label));
        }
        Placed { unique, trail, path, id, level, tags }
    }

    /// An id that nothing has: the one that is wanted, or with a number behind it.
    fn fresh_id(&mut self, wanted: String) -> String {
        free_paths::numbered(wanted, &mut self.numbers, |id, _| self.ids.insert(id.to_owned()))
    }

    fn place_table(&mut self, table: Table) -> PlacedTable {
        self.places.folders.insert(table.trail.clone(), table.folder.clone());
        let stem = self.places.fresh(&table.folder, word_tables::NAME);
        let id = self.fresh_id(stem.replace('/', "."));
        let tags = table.rows.iter().map(|row| proposals::own_tags(&row.tags, self.settings)).collect();
        PlacedTable { table, stem, id, tags }
    }

    /// The chapters that are not there: those with a page of their own in the source, then those topics need.
    fn chapters(
        &mut self,
        found: Vec<FoundChapter>,
        pages: &[(&[String], &str)],
        guide: &Guide,
        losses: &mut Losses,
    ) -> Vec<NewChapter> {
        let introduced = guide.chapters.iter().filter(|it| it.introduction.is_some());
        let introduced: BTreeSet<&str> = introduced.map(|it| it.path.as_str()).collect();
        let there = |path: &str| introduced.contains(path);
        let folders: BTreeSet<&str> = pages.iter().flat_map(|(_, path)| folders_above(path)).collect();
        let needed = |folder: &str| folders.contains(folder);
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        let mut chapters: Vec<NewChapter> = Vec::new();
        let mut add = |path: String, title: String, found: Option<FoundChapter>, chapters: &mut Vec<NewChapter>| {
            let is_there = there(&path);
            let known = places.get(&path).and_then(|&at| chapters.get_mut(at));
            let has_own = is_there || known.as_ref().is_some_and(|it| it.found.is_some());
            if let Some(found) = found.as_ref().filter(|it| has_own && needed(&path) && !it.body.is_empty()) {
                let what = format!("the introduction `{title}`");
                losses.add(what, "the chapter has one", found.place.as_ref());
            }
            if let Some(found) = found.as_ref().filter(|it| !is_there && !needed(&path) && !it.body.is_empty()) {
                let what = format!("the introduction `{title}`");
                losses.add(what, "no new topic stands under it", found.place.as_ref());
            }
            if path.is_empty() || is_there || !needed(&path) {
                return;
            }
            match known {
                Some(known) => known.found = known.found.take().or(found),
                None => {
                    places.insert(path.clone(), chapters.len());
                    chapters.push(NewChapter { path, title, found });
                }
            }
        };
        for length in 1..=self.places.prefix.len() {
            let folder = self.places.prefix[..length].join("/");
            let own = self.places.title.clone().filter(|_| length == self.places.prefix.len());
            let title = own.unwrap_or_else(|| write_out(&self.places.prefix[length - 1]));
            add(folder, title, None, &mut chapters);
        }
        let of_topics = pages.iter().map(|(trail, _)| (trail.to_vec(), None));
        let own = found.into_iter().map(|chapter| (chapter.trail.clone(), Some(chapter)));
        for (trail, mut found) in own.chain(of_topics) {
            for length in 1..=trail.len() {
                let found = if length == trail.len() { found.take() } else { None };
                let title = found.as_ref().and_then(|it| it.title.clone()).unwrap_or_else(|| trail[length - 1].clone());
                add(self.places.folder(&trail[..length]), title, found, &mut chapters);
            }
        }
        chapters
    }

    /// Takes the addresses of the new pages, so that no old one is given to another.
    fn occupy(&mut self, pages: &[(&[String], &str)], chapters: &[NewChapter]) {
        let topics = pages.iter().map(|(_, path)| format!("{path}.html"));
        let chapters = chapters.iter().map(|it| format!("{}/index.html", it.path));
        self.places.outputs.extend(topics.chain(chapters).map(|it| it.to_lowercase()));
    }

    /// Notes where everything went, so that links can follow.
    fn map_everything(
        &mut self,
        placed: &[Placed],
        chapters: &[NewChapter],
        guide: &Guide,
        kind: Kind,
        known: &[Joined],
    ) {
        let anchors = |body: &str| {
            let document = shown_files::parsed(body);
            document.anchors.into_iter().collect::<BTreeSet<String>>()
        };
        for it in placed {
            let file = format!("{}.md", it.path);
            let topic = &it.unique.topic;
            self.map.anchors.insert(file.clone(), anchors(&topic.body));
            for anchor in &topic.anchors {
                let origin = Origin { file: topic.origin.file.clone(), anchor: Some(anchor.clone()) };
                self.map.pages.entry(origin).or_insert_with(|| file.clone());
            }
            self.map.pages.insert(topic.origin.clone(), file);
        }
        for it in chapters {
            let file = format!("{}/index.md", it.path);
            if let Some(found) = &it.found {
                self.map.anchors.insert(file.clone(), anchors(&found.body));
                self.map.pages.insert(found.origin.clone(), file);
            }
        }
        // Links to what an earlier import brought in.
        let by_source: BTreeMap<&str, &Entry> =
            guide.topics.iter().map(|entry| (entry.topic.source.as_str(), entry)).collect();
        for it in known.iter().filter(|_| kind != Kind::Pages) {
            if let Some(file) = it.with.strip_prefix("content/") {
                let entry = by_source.get(it.with.as_str());
                let anchors =
                    entry.map(|entry| entry.topic.document.anchors.iter().cloned().collect()).unwrap_or_default();
                self.map.anchors.insert(file.to_owned(), anchors);
            }
        }
    }

    /// Puts the files that pages show beside them, under the path they had.
    fn assets(
        &mut self,
        assets: &BTreeMap<String, Vec<u8>>,
        placed: &[Placed],
        tables: &[PlacedTable],
        chapters: &[NewChapter],
        plan: &mut Plan,
    ) {
        let bodies = placed.iter().map(|it| (&it.unique.topic.body, &it.unique.topic.origin));
        let bodies = bodies.chain(chapters.iter().filter_map(|it| it.found.as_ref().map(|it| (&it.body, &it.origin))));
        let of_tables: Vec<(String, &Origin)> =
            tables.iter().filter_map(|it| Some((it.table.body(), &it.table.rows.first()?.origin))).collect();
        let bodies = bodies.chain(of_tables.iter().map(|(body, origin)| (body, *origin)));
        let wanted = shown_files::of(bodies.map(|(body, origin)| (body.as_str(), origin.file.as_str())), assets);
        for name in wanted {
            let folder = self.places.prefix.join("/");
            let mut target = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
            let first = target.split('/').next().unwrap_or("");
            if made_pages::is_reserved(first) {
                target = format!("imported/{target}");
            }
            self.map.assets.insert(name.clone(), target.clone());
            if self.places.taken.insert(target.to_lowercase())
                && let Some(bytes) = assets.get(&name)
            {
                plan.assets += 1;
                plan.files.insert(format!("content/{target}"), bytes.clone());
            }
        }
    }

    fn topic(&mut self, placed: Placed, losses: &mut Losses, plan: &mut Plan) {
        let Placed { unique: Unique { topic, asks }, path, id, level, tags, .. } = placed;
        let file = format!("{path}.md");
        let body = relink(&topic.body, &topic.origin, &file, &self.map, topic.place.as_ref(), losses);
        let body = without_unused(&body, topic.place.as_ref(), losses);
        let aliases = self.places.aliases(&topic.old_urls);
        let mut front = vec![("title", string(&topic.title))];
        front.extend(topic.short.as_ref().map(|it| ("short", string(it))));
        front.push(("difficulty", string(&level)));
        front.extend((!tags.declared.is_empty()).then(|| ("tags", strings(&tags.declared))));
        front.extend(topic.summary.as_ref().filter(|it| !it.trim().is_empty()).map(|it| ("summary", string(it))));
        front.extend((!asks.is_empty()).then(|| ("asks", strings(&asks))));
        front.push(("id", string(&id)));
        front.extend(topic.keeps_order.then(|| ("order", (plan.topics.len() + 1).to_string())));
        front.extend((!aliases.is_empty()).then(|| ("aliases", strings(&aliases))));
        front.extend(topic.updated.clone().map(|it| ("updated", it)));
        front.extend(topic.draft.then(|| ("draft", "true".to_owned())));
        plan.files.insert(format!("content/{file}"), written(&front, &body).into_bytes());
        plan.topics.push(Line {
            path: format!("content/{file}"),
            question: heading::plain(&topic.title),
            level,
            tags: tags.declared,
            asks: asks.iter().map(|ask| escapes::wording(ask)).collect(),
        });
    }

    fn table(&mut self, placed: PlacedTable, losses: &mut Losses, plan: &mut Plan) {
        let PlacedTable { table, stem, id, tags } = placed;
        let tags: Vec<String> = tags.iter().map(|tags| tags.declared.join(" ")).collect();
        let (file, text) = table.written(&stem, &id, self.settings, &tags, &self.map, losses);
        let path = format!("content/{file}");
        plan.files.insert(path.clone(), text.into_bytes());
        plan.tables.push(TableLine { path, rows: table.rows.len() });
    }

    fn chapter(&mut self, chapter: NewChapter, order: usize, losses: &mut Losses, plan: &mut Plan) {
        let file = format!("{}/index.md", chapter.path);
        let body = chapter.found.as_ref().map_or_else(String::new, |found| {
            let body = relink(&found.body, &found.origin, &file, &self.map, found.place.as_ref(), losses);
            without_unused(&body, found.place.as_ref(), losses)
        });
        let aliases = self.places.aliases(chapter.found.as_ref().map_or(&[], |it| &it.old_urls));
        let short = chapter.found.as_ref().and_then(|it| it.short.as_ref()).filter(|it| **it != chapter.title);
        let mut front = vec![("title", string(&chapter.title))];
        front.extend(short.map(|it| ("short", string(it))));
        front.push(("order", (order + 1).to_string()));
        front.extend((!aliases.is_empty()).then(|| ("aliases", strings(&aliases))));
        plan.chapters += 1;
        plan.files.insert(format!("content/{file}"), written(&front, &body).into_bytes());
    }
}
