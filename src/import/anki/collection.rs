//! The collection in a package: notes, their note types and their decks.
//!
//! In: the bytes of its database. Out: [`Collection`]. Both forms of tables are read: the lists in JSON in the one row of `col`
//! that old packages have, and the tables that new ones have in their place.

use std::collections::BTreeMap;

use rusqlite::Connection;
use serde_json::Value;

use crate::import::anki::database::{self, number, text};
use crate::import::anki::note_types::{self, NoteType};

/// So many notes, or cards, are read.
const MOST_ROWS: usize = 500_000;
/// So many bytes of text are read.
const MOST_TEXT: usize = 256 << 20;

/// What a package holds.
#[derive(Debug, Default)]
pub struct Collection {
    /// In the order in which they were made.
    pub notes: Vec<Note>,
    /// Note types by number.
    pub types: BTreeMap<i64, NoteType>,
    /// Names of decks by number, with `::` between those of a deck in a deck.
    pub decks: BTreeMap<i64, String>,
    /// Reviews in the learner's history.
    pub reviews: i64,
}

/// A note.
#[derive(Clone, Debug, Default)]
pub struct Note {
    /// Its number, by which Anki finds it: `nid:1`.
    pub id: i64,
    /// Its name in the world.
    pub guid: String,
    /// The number of its note type.
    pub kind: i64,
    /// Its tags.
    pub tags: Vec<String>,
    /// What its fields hold: HTML.
    pub fields: Vec<String>,
    /// The number of the deck of its first card.
    pub deck: Option<i64>,
    /// How many cards it has.
    pub cards: usize,
}

/// Reads a collection; an error says what is wrong with the database.
pub fn read(bytes: Vec<u8>) -> Result<Collection, String> {
    let database = database::open(bytes).map_err(|error| error.to_string())?;
    from_database(&database).map_err(|error| error.to_string())?
}

fn from_database(database: &Connection) -> rusqlite::Result<Result<Collection, String>> {
    let (models, decks) =
        database.query_row("SELECT models, decks FROM col", [], |row| Ok((text(row, 0)?, text(row, 1)?)))?;
    // A new package leaves these columns empty.
    let is_old = !models.trim().is_empty();
    let types = if is_old { note_types::from_json(&models) } else { Some(note_types::from_tables(database)?) };
    let decks = if is_old { old_decks(&decks) } else { Some(new_decks(database)?) };
    let (Some(types), Some(decks)) = (types, decks) else {
        return Ok(Err("its note types or decks are no JSON".into()));
    };
    let notes = match notes(database)? {
        Ok(notes) => notes,
        Err(reason) => return Ok(Err(reason)),
    };
    // A count with an end: a damaged table may lead in circles.
    let reviews =
        database.query_row("SELECT count(*) FROM (SELECT 1 FROM revlog LIMIT 1000000)", [], |row| number(row, 0))?;
    Ok(Ok(Collection { notes, types, decks, reviews }))
}

fn notes(database: &Connection) -> rusqlite::Result<Result<Vec<Note>, String>> {
    let mut notes: Vec<Note> = Vec::new();
    let mut length = 0;
    let mut statement = database.prepare("SELECT id, guid, mid, tags, flds FROM notes")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let fields = text(row, 4)?;
        length += fields.len();
        if notes.len() == MOST_ROWS || length > MOST_TEXT {
            return Ok(Err(format!("it has more than {MOST_ROWS} notes or {} MiB of text", MOST_TEXT >> 20)));
        }
        notes.push(Note {
            id: number(row, 0)?,
            guid: text(row, 1)?,
            kind: number(row, 2)?,
            tags: text(row, 3)?.split_whitespace().map(str::to_owned).collect(),
            fields: fields.split('\u{1f}').map(str::to_owned).collect(),
            deck: None,
            cards: 0,
        });
    }
    notes.sort_by_key(|note| note.id);
    notes.dedup_by_key(|note| note.id);
    let mut first: BTreeMap<i64, (i64, i64, usize)> = BTreeMap::new();
    let mut statement = database.prepare("SELECT nid, ord, did, odid FROM cards")?;
    let mut rows = statement.query([])?;
    let mut count = 0;
    while let Some(row) = rows.next()? {
        count += 1;
        if count > MOST_ROWS * 4 {
            return Ok(Err(format!("it has more than {} cards", MOST_ROWS * 4)));
        }
        // A card that is in a filtered deck for now has a home.
        let (place, deck, home) = (number(row, 1)?, number(row, 2)?, number(row, 3)?);
        let deck = if home == 0 { deck } else { home };
        let known = first.entry(number(row, 0)?).or_insert((place, deck, 0));
        known.2 += 1;
        if place < known.0 {
            (known.0, known.1) = (place, deck);
        }
    }
    for note in &mut notes {
        if let Some((_, deck, cards)) = first.get(&note.id) {
            (note.deck, note.cards) = (Some(*deck), *cards);
        }
    }
    Ok(Ok(notes))
}

fn old_decks(decks: &str) -> Option<BTreeMap<i64, String>> {
    let Value::Object(decks) = serde_json::from_str(decks).ok()? else { return None };
    let of = |(number, deck): (&String, &Value)| {
        Some((number.trim().parse().ok()?, deck.get("name").and_then(Value::as_str)?.to_owned()))
    };
    Some(decks.iter().filter_map(of).collect())
}

fn new_decks(database: &Connection) -> rusqlite::Result<BTreeMap<i64, String>> {
    let mut decks = BTreeMap::new();
    let mut statement = database.prepare("SELECT id, name FROM decks LIMIT 100000")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        decks.insert(number(row, 0)?, text(row, 1)?.replace('\u{1f}', "::"));
    }
    Ok(decks)
}
