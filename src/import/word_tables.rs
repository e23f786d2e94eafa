//! Decks of short notes: each becomes one table of words, and no page for each note.
//!
//! In: what was found, and the guide. Out: tables, and the topics that are left. A note is known again by its name in the world,
//! which is the id of its row; one without a name by the id that its prompt makes.

use std::collections::{BTreeMap, BTreeSet};

use crate::export::anki::identity::{self, FROM_ANKI};
use crate::guide::model::{Entry, Guide};
use crate::import::duplicates::Joined;
use crate::import::found::{FoundRow, FoundTopic, Losses, Origin};
use crate::import::heading;
use crate::import::link_targets::{Map, relink};
use crate::import::proposals;
use crate::import::topic_file::word;
use crate::path::{folder_of, table_ending};
use crate::problem::report::Place;
use crate::reading::settings::Settings;
use crate::text::slug::Ids;
use crate::topic::word_table::COLUMNS;
use crate::topic::word_table::cells;

/// A deck of fewer short notes has a page for each.
const FEWEST: usize = 10;
/// Of so many of a hundred notes, a table holds the short ones.
const SHARE: usize = 80;
/// The name of the page.
pub const NAME: &str = "words";
/// The sign between cells.
const SIGN: char = ',';

/// The table of a chapter.
#[derive(Debug)]
pub struct Table {
    /// The titles of its chapter and those above.
    pub trail: Vec<String>,
    /// The folder of its chapter.
    pub folder: String,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// A row.
#[derive(Debug)]
pub struct Row {
    /// Its texts.
    pub texts: FoundRow,
    /// Its id.
    pub id: String,
    /// Its tags, as the source has them.
    pub tags: Vec<String>,
    /// Where links of it begin.
    pub origin: Origin,
    /// Where it stands.
    pub place: Option<Place>,
}

/// Parts topics into tables and others. `chapter` gives the titles above a topic, and their folder.
pub fn part(
    topics: Vec<FoundTopic>,
    chapter: impl Fn(&FoundTopic) -> (Vec<String>, String),
) -> (Vec<FoundTopic>, Vec<Table>) {
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for topic in &topics {
        let (short, all) = counts.entry(chapter(topic).1).or_default();
        *short += usize::from(topic.row.is_some());
        *all += 1;
    }
    counts.retain(|_, (short, all)| *short >= FEWEST && *short * 100 >= *all * SHARE);
    let mut left = Vec::new();
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    for mut topic in topics {
        let (trail, folder) = chapter(&topic);
        let texts = topic.row.take().filter(|_| counts.contains_key(&folder));
        let Some(texts) = texts else {
            left.push(topic);
            continue;
        };
        let FoundTopic { id, tags, origin, place, .. } = topic;
        let id = id.as_deref().and_then(|id| id.strip_prefix(FROM_ANKI)).map(identity::row).unwrap_or_default();
        let new = || Table { trail, folder: folder.clone(), rows: Vec::new() };
        tables.entry(folder.clone()).or_insert_with(new).rows.push(Row { texts, id, tags, origin, place });
    }
    (left, tables.into_values().collect())
}

/// What of a guide is known by the names of notes, and by what rows ask.
#[derive(Debug)]
pub struct Known<'a> {
    /// Sources by ids of topics, and by what the ids of rows would be as those of topics.
    pub ids: BTreeMap<String, &'a str>,
    /// Sources by the folder, and the id of a row in it.
    rows: BTreeMap<(&'a str, &'a str), &'a str>,
    /// Sources by the folder, and the title of a topic in it.
    titles: BTreeMap<(&'a str, &'a str), &'a str>,
}

/// What a guide knows.
pub fn known(guide: &Guide) -> Known<'_> {
    let mut known = Known { ids: BTreeMap::new(), rows: BTreeMap::new(), titles: BTreeMap::new() };
    for entry in &guide.topics {
        let (topic, source) = (&entry.topic, entry.topic.source.as_str());
        let folder = folder_of(topic.path.as_str());
        known.ids.insert(entry.id.clone(), source);
        known.titles.insert((folder, topic.title.text.as_str()), source);
        for question in rows(entry) {
            known.ids.extend(identity::of_row(question).map(|guid| (format!("{FROM_ANKI}{guid}"), source)));
            known.rows.insert((folder, question), source);
        }
    }
    known
}

/// The ids of rows.
fn rows(entry: &Entry) -> impl Iterator<Item = &str> {
    let topic = &entry.topic;
    topic.document.questions.iter().filter(|_| topic.table().is_some()).map(|question| question.anchor.as_str())
}

impl Table {
    /// Gives each row an id, and takes out rows that the guide has, and those that stand here twice.
    pub fn settle(&mut self, known: &Known<'_>, there: &mut Vec<Joined>, twice: &mut Vec<Joined>) {
        let mut ids = Ids::default();
        let mut said: BTreeSet<FoundRow> = BTreeSet::new();
        let folder = self.folder.as_str();
        self.rows.retain_mut(|row| {
            let question = heading::plain(&row.texts.prompt);
            let joined = |with: &str| Joined { question: question.clone(), with: with.to_owned(), likeness: 1.0 };
            let guid = identity::of_row(&row.id);
            if guid.is_none() && !said.insert(row.texts.clone()) {
                twice.push(joined(&question));
                return false;
            }
            let has_name = guid.is_some() && ids.claim(&row.id);
            if !has_name {
                row.id = ids.fresh(&question);
            }
            let found = match guid {
                Some(guid) => known.ids.get(&format!("{FROM_ANKI}{guid}")),
                None => {
                    let by_title = || known.titles.get(&(folder, question.as_str()));
                    known.rows.get(&(folder, row.id.as_str())).or_else(by_title)
                }
            };
            there.extend(found.map(|source| joined(source)));
            found.is_none()
        });
    }

    /// The Markdown of its rows, for what it leads to.
    pub fn body(&self) -> String {
        let texts = self.rows.iter().map(|row| &row.texts);
        let cells = texts.flat_map(|it| [&it.prompt, &it.answer, &it.note].into_iter().chain(it.audio.as_ref()));
        cells.map(String::as_str).collect::<Vec<_>>().join("\n\n")
    }

    /// The file, whose path without its ending is `stem`: its name under `content/`, and its text.
    pub fn written(
        &self,
        stem: &str,
        id: &str,
        settings: &Settings,
        tags: &[String],
        map: &Map,
        losses: &mut Losses,
    ) -> (String, String) {
        let file = format!("{stem}{}", table_ending(stem));
        let level = self.trail.iter().rev().find_map(|title| proposals::level_of_heading(title, settings));
        let mut text = format!("+++\nid = {}\n", word(id));
        if let Some(level) = level.and_then(|level| settings.levels.get(level)) {
            text.push_str(&format!("difficulty = {}\n", word(&level.id)));
        }
        text.push_str("+++\n");
        let mut rows: Vec<[String; COLUMNS.len()]> = Vec::with_capacity(self.rows.len());
        for (row, tags) in self.rows.iter().zip(tags) {
            let mut cell = |text: &str| relink(text, &row.origin, &file, map, row.place.as_ref(), losses);
            let texts = &row.texts;
            let audio = texts.audio.as_deref().map(&mut cell).as_deref().and_then(address).unwrap_or_default();
            let [prompt, answer, note] = [&texts.prompt, &texts.answer, &texts.note].map(|text| cell(text));
            rows.push([prompt, answer, tags.clone(), String::new(), note, audio, row.id.clone()]);
        }
        let header = COLUMNS.map(str::to_owned);
        // A column that no row fills is left out.
        let used: Vec<usize> = (0..COLUMNS.len()).filter(|&it| rows.iter().any(|row| !row[it].is_empty())).collect();
        for row in std::iter::once(&header).chain(&rows) {
            let cells: Vec<String> = used.iter().map(|&it| cells::written(&row[it], SIGN)).collect();
            text.push_str(&cells.join(&SIGN.to_string()));
            text.push('\n');
        }
        (file, text)
    }
}

/// The address of a link that is a text's all.
fn address(link: &str) -> Option<String> {
    let (_, address) = link.trim().strip_suffix(')')?.rsplit_once("](")?;
    Some(address.trim_start_matches('<').trim_end_matches('>').to_owned())
}
