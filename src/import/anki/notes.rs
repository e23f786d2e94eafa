//! Notes of a package as topics.
//!
//! In: a [`Package`]. Out: [`Found`]: what the front of a note's first card shows is the question, what its back adds the answer;
//! other fields follow under their names. A text with gaps asks for what they hide. A note's name in the world becomes the
//! topic's id, by which `studybook anki` knows it again. A short note may be a row of a table as well.

use std::collections::BTreeSet;

use xxhash_rust::xxh3::xxh3_64;

use crate::export::anki::identity::{FROM_ANKI, FROM_GAPS};
use crate::export::anki::kept::{Kept, KeptNote, KeptType};
use crate::import::anki::apkg::Package;
use crate::import::anki::cloze;
use crate::import::anki::collection::{Collection, Note};
use crate::import::anki::fields::from_html;
use crate::import::anki::media::Paths;
use crate::import::anki::note_types::{NoteType, Use, with_readings};
use crate::import::anki::short_note;
use crate::import::clean::clean_with;
use crate::import::escapes::escape_markdown;
use crate::import::found::{Found, FoundTopic, Losses, Origin, file_name};
use crate::import::heading;
use crate::import::maths::Notation;
use crate::import::proposals::folder_name;
use crate::import::short_answer;
use crate::path::SourcePath;
use crate::problem::report::Place;
use crate::reading::kept_notes;

/// How the hidden shapes of Image Occlusion begin.
const OCCLUSION: &str = "image-occlusion:";
/// Tags that Anki gives of itself.
const OWN_TAGS: [&str; 2] = ["leech", "marked"];
/// A longer name is none that Anki gave.
const LONGEST_NAME: usize = 100;

/// What a note says, as Markdown.
#[derive(Debug, Default)]
struct Said {
    question: String,
    answer: String,
    /// Names of fields, and what they hold.
    rest: Vec<(String, String)>,
}

/// Reads the notes.
pub fn read(source: &SourcePath, package: &Package) -> Found {
    let mut found = Found::default();
    let collection = &package.collection;
    for note in &collection.notes {
        let place = Place::file(&SourcePath::new(&format!("{source} (nid:{})", note.id)));
        found.topics.extend(topic(source, note, package, &place, &mut found.losses));
    }
    let file = Place::file(source);
    for _ in 0..package.left.len() {
        found.losses.add("files that no field shows, or no page can", "", Some(&file));
    }
    found.beside.extend(kept(source, collection));
    if collection.reviews > 0 {
        let what = "the history of learning";
        found.losses.add(
            what,
            "it stays in Anki; a deck that `studybook anki` makes of the guide leaves it as it is",
            Some(&file),
        );
    }
    found
}

fn topic(
    source: &SourcePath,
    note: &Note,
    package: &Package,
    place: &Place,
    losses: &mut Losses,
) -> Option<FoundTopic> {
    let none = NoteType::default();
    let kind = package.collection.types.get(&note.kind).unwrap_or(&none);
    let mut note = note.clone();
    for (field, _) in note.fields.iter_mut().zip(kind.has_readings()).filter(|(_, is_read)| *is_read) {
        *field = with_readings(field);
    }
    let note = &note;
    let said = said(note, kind, &package.paths, place, losses);
    let (title, mut body) = title(&said.question, place, losses);
    if title.is_empty() {
        losses.add("notes that have no question", "", Some(place));
        return None;
    }
    let answer = clean_with(&said.answer, Notation::Dollars, Some(place), losses);
    let rest =
        said.rest.into_iter().map(|(name, text)| (name, clean_with(&text, Notation::Dollars, Some(place), losses)));
    let rest: Vec<(String, String)> = rest.collect();
    let question = || clean_with(&said.question, Notation::Dollars, Some(place), &mut Losses::default());
    let row = if kind.is_cloze { None } else { short_note::row(&question(), &answer, &rest) };
    let (summary, answer) = short_answer::split(&answer);
    body.push_str(&answer);
    for (name, text) in &rest {
        body.push_str(&format!("\n\n## {}\n\n{text}", escape_markdown(name)));
    }
    let (own, tags): (Vec<&String>, Vec<&String>) = note.tags.iter().partition(|tag| OWN_TAGS.contains(&tag.as_str()));
    own.into_iter().for_each(|tag| losses.add(format!("the tag `{tag}`, which is Anki's own"), "", Some(place)));
    Some(FoundTopic {
        title,
        trail: trail(note, &package.collection),
        body: clean_with(&body, Notation::Dollars, Some(place), &mut Losses::default()),
        summary,
        tags: tags.into_iter().cloned().collect(),
        row,
        id: is_name(&note.guid).then(|| format!("{}{}", if kind.is_cloze { FROM_GAPS } else { FROM_ANKI }, note.guid)),
        origin: Origin { file: file_name(source).to_owned(), anchor: Some(note.id.to_string()) },
        place: Some(place.clone()),
        ..FoundTopic::default()
    })
}

/// The decks above, from the top. The deck that every collection has is none.
fn trail(note: &Note, collection: &Collection) -> Vec<String> {
    let deck = note.deck.and_then(|deck| collection.decks.get(&deck)).map_or("", String::as_str);
    let names = deck.split("::").map(|name| heading::inline(&escape_markdown(name.trim())));
    if deck == "Default" { Vec::new() } else { names.filter(|name| !name.is_empty()).collect() }
}

fn said(note: &Note, kind: &NoteType, paths: &Paths, place: &Place, losses: &mut Losses) -> Said {
    let name = |at: usize| kind.fields.get(at).cloned().unwrap_or_else(|| format!("Field {}", at + 1));
    let is_gap = |at: &usize| note.fields[*at].contains("{{c");
    let gaps = if kind.is_cloze { (0..note.fields.len()).find(is_gap) } else { None };
    let mut said = Said::default();
    let mut uses = kind.uses();
    uses.resize(note.fields.len(), if uses.is_empty() { Use::Asks } else { Use::Other });
    let occlusion = gaps.filter(|at| note.fields[*at].contains(OCCLUSION));
    if let Some(at) = occlusion {
        losses.add("what pictures of Image Occlusion cover", "picture and texts were kept", Some(place));
        let rest = (0..note.fields.len()).filter(|it| *it != at).map(|it| (it, &note.fields[it]));
        let rest: Vec<(usize, &String)> = rest.filter(|(_, text)| !text.trim().is_empty()).collect();
        // Anki's own fields: picture, header, what the back adds, remarks.
        let header = rest.iter().find(|(at, _)| name(*at) == "Header");
        said.question =
            header.map_or_else(|| escape_markdown(&kind.name), |(_, text)| from_html(text, paths, place, losses));
        let header = header.map(|(at, _)| *at);
        for (at, text) in rest.into_iter().filter(|(at, _)| Some(*at) != header) {
            let text = from_html(text, paths, place, losses);
            if said.answer.is_empty() { said.answer = text } else { said.rest.push((name(at), text)) }
        }
        return said;
    }
    if let Some(at) = gaps {
        let cloze = cloze::read(&note.fields[at]);
        if cloze.numbers.len() > 1 {
            losses.add("gaps of one text that Anki asks one by one", "it asks as the first card does", Some(place));
        }
        said.question = from_html(&cloze.asked, paths, place, losses);
        let mut silent = Losses::default();
        let hidden: Vec<String> = cloze.hidden.iter().map(|it| from_html(it, paths, place, &mut silent)).collect();
        let is_short = hidden.iter().all(|it| !it.contains('\n'));
        said.answer = format!(
            "{}\n\n{}",
            hidden.join(if is_short { "; " } else { "\n\n" }),
            from_html(&cloze.whole, paths, place, &mut silent)
        );
        uses[at] = Use::Decides;
    } else if kind.templates.len() > 1 && note.cards > 1 {
        let what = format!("more cards of a note of the type `{}`", kind.name);
        losses.add(what, "it asks as the first card does", Some(place));
    }
    for (at, text) in note.fields.iter().enumerate().filter(|(_, text)| !text.trim().is_empty()) {
        let to = match uses[at] {
            Use::Decides if Some(at) != gaps => {
                losses.add(format!("the field `{}`, which switches cards on", name(at)), "", Some(place));
                continue;
            }
            Use::Decides => continue,
            Use::Asks if gaps.is_none() => &mut said.question,
            Use::Answers if gaps.is_none() && said.answer.is_empty() => &mut said.answer,
            Use::Other if gaps.is_none() && said.answer.is_empty() && kind.templates.is_empty() => &mut said.answer,
            _ => {
                said.rest.push((name(at), from_html(text, paths, place, losses)));
                continue;
            }
        };
        let text = from_html(text, paths, place, losses);
        to.push_str(if to.is_empty() { "" } else { "\n\n" });
        to.push_str(&text);
    }
    said
}

/// The title, and what a body begins with where a title cannot say all: pictures, code, lists, more than one paragraph.
fn title(question: &str, place: &Place, losses: &mut Losses) -> (String, String) {
    let cleaned = clean_with(question, Notation::Dollars, Some(place), losses);
    let blocks: Vec<&str> = cleaned.split("\n\n").map(str::trim).filter(|block| !block.is_empty()).collect();
    let is_plain = |block: &str| {
        let begins = ["- ", "1. ", "> ", "|", "```", "#"].iter().any(|mark| block.starts_with(mark));
        !begins && !block.contains("](") && !block.contains("$$") && !block.contains("\\\n")
    };
    let first = blocks.iter().find(|block| is_plain(block));
    let said = first.or(blocks.first()).map_or("", |block| block).replace('\n', " ");
    let title = heading::inline_with(&said, Notation::Dollars);
    let is_whole = blocks.len() <= 1 && first.is_some();
    (title, if is_whole { String::new() } else { format!("{cleaned}\n") })
}

/// The note types of the notes, as `studybook anki` needs them to give the notes back: a file beside `content/`. Its name is made
/// of what it holds.
fn kept(source: &SourcePath, collection: &Collection) -> Option<(String, Vec<u8>)> {
    let mut kept = Kept::default();
    for (number, kind) in collection.types.iter().filter(|(_, kind)| !kind.is_cloze && !kind.templates.is_empty()) {
        let uses = kind.uses();
        let place = |wanted: Use| uses.iter().position(|it| *it == wanted);
        let (Some(asks), Some(answers)) = (place(Use::Asks), place(Use::Answers)) else { continue };
        let (name, fields, templates) = (kind.name.clone(), kind.fields.clone(), kind.templates.clone());
        kept.note_types.insert(*number, KeptType { name, fields, templates, asks, answers });
    }
    for note in collection.notes.iter().filter(|note| is_name(&note.guid) && kept.note_types.contains_key(&note.kind)) {
        let uses = collection.types.get(&note.kind).map(NoteType::uses).unwrap_or_default();
        let switches = uses.iter().zip(&note.fields).enumerate();
        let switches = switches.filter(|(_, (wanted, text))| **wanted == Use::Decides && !text.trim().is_empty());
        let switches = switches.map(|(at, (_, text))| (at, text.clone())).collect();
        kept.notes.insert(note.guid.clone(), KeptNote { note_type: note.kind, switches });
    }
    let used: BTreeSet<i64> = kept.notes.values().map(|note| note.note_type).collect();
    kept.note_types.retain(|number, _| used.contains(number));
    let text = kept.to_json().ok().filter(|_| !used.is_empty())?;
    let name = file_name(source);
    let name = folder_name(name.rsplit_once('.').map_or(name, |(stem, _)| stem));
    Some((format!("{}/{name}-{:08x}.json", kept_notes::FOLDER, xxh3_64(text.as_bytes()) >> 32), text.into_bytes()))
}

/// Whether this may be a note's name in the world.
fn is_name(guid: &str) -> bool {
    !guid.is_empty() && guid.len() <= LONGEST_NAME && guid.chars().all(|c| !c.is_control())
}
